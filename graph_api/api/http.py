"""GraphQL over HTTP: reads a request strictly, executes it, and answers in what the client accepts.

Everything that can be wrong with a request before GraphQL sees it is a 4xx with a JSON error,
never a 500: method, content type, size, bytes that are no UTF-8, JSON that is no object.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graph_api.api.context import RequestContext
from graph_api.api.limits import ServiceLimits
from graph_api.api.page import PAGE, PAGE_POLICY
from graph_api.api.schema import ServiceSchema
from graph_api.scoring import stopping
from graph_api.service import Service

logger = logging.getLogger(__name__)

MODERN = "application/graphql-response+json"
LEGACY = "application/json"
HTML = "text/html"


class RefusedError(Exception):
    """A request that never reaches GraphQL, with the status that says why."""

    def __init__(
        self, status: int, en: str, zh: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(en)
        self.status = status
        self.en = en
        self.zh = zh
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: a document, its variables, which operation of it."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


GRACE = 0.08
"""Seconds that a question has after its deadline to say itself how far it was; some milliseconds
are left of the 100 within which the answer is to be on its way."""


class GraphQLEndpoint:
    """The ASGI application behind ``/graphql``."""

    def __init__(self, schema: ServiceSchema, service: Service, limits: ServiceLimits) -> None:
        self._schema = schema
        self._service = service
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except RefusedError as error:
            response = refusal(error, request_id(scope), _media_type(request) or LEGACY)
        except ClientDisconnect:
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "POST"):
            raise RefusedError(
                405,
                f"{request.method} has no meaning here; ask by POST, or by GET for queries.",
                f"此处不支持 {request.method}；请用 POST，查询也可用 GET。",
                {"Allow": "GET, POST"},
            )
        if request.method == "GET" and _wants_page(request):
            return HTMLResponse(PAGE, headers={"Content-Security-Policy": PAGE_POLICY})
        media_type = _media_type(request)
        if media_type is None:
            raise RefusedError(
                406,
                f"This service answers {MODERN} or {LEGACY}; accept one of them.",
                f"本服务以 {MODERN} 或 {LEGACY} 作答，请在 Accept 中接受其一。",
            )
        asked = read_url(request) if request.method == "GET" else await self._read_body(request)
        context = RequestContext(
            self._service, request_id=request_id(request.scope), limits=self._limits
        )
        began = time.perf_counter()
        result = await self._execute(request.method, asked, context)
        _log(context, result, time.perf_counter() - began)
        return _response(result, media_type)

    async def _execute(self, method: str, asked: Asked, context: RequestContext) -> ExecutionResult:
        allowed = OperationType.from_http("GET" if method == "GET" else "POST")
        seconds = self._limits.deadline_ms / 1000
        try:
            # Whatever answers stops at the deadline and says how far it was. What does not look is
            # left to itself a little later; then what it told last is said for it. A client that
            # leaves ends its question as well.
            with (
                stopping.within(seconds) as stop,
                anyio.move_on_after(seconds + GRACE) as context.time,
            ):
                try:
                    return await self._schema.execute(
                        asked.query,
                        variable_values=asked.variables,
                        operation_name=asked.operation_name,
                        context_value=context,
                        allowed_operation_types=allowed,
                    )
                finally:
                    stop.cancel()
        except CannotGetOperationTypeError:
            raise RefusedError(
                400,
                f"The document has no operation {asked.operation_name!r}; see operationName."
                if asked.operation_name
                else "The document has no operation; write a query or a mutation.",
                f"该文档没有名为“{asked.operation_name}”的操作；请检查 operationName。"
                if asked.operation_name
                else "该文档没有操作；请写出 query 或 mutation。",
            ) from None
        except InvalidOperationTypeError as error:
            if method != "GET":
                raise RefusedError(
                    400, "Subscriptions are not offered here.", "此处不提供订阅。"
                ) from error
            raise RefusedError(
                405,
                "A mutation by GET is refused; send it by POST.",
                "不允许用 GET 执行变更；请用 POST。",
                {"Allow": "POST"},
            ) from error
        return self._schema.failed(stop.error(), context)

    async def _read_body(self, request: Request) -> Asked:
        _require_json(request.headers.get("content-type", ""))
        most = self._limits.max_body_bytes
        body = bytearray()
        length = request.headers.get("content-length", "")
        too_large = length.isdecimal() and int(length) > most
        if not too_large:
            async for part in request.stream():
                body += part
                too_large = len(body) > most
                if too_large:
                    break
        if too_large:
            raise RefusedError(
                413,
                f"The body is larger than {most} bytes; send less at once.",
                f"请求体超过 {most} 字节；请减少一次发送的内容。",
            )
        return read_request(parse_json(bytes(body), "body"))


def read_url(request: Request) -> Asked:
    """Read a question out of the parameters of a URL."""
    try:
        pairs = parse_qsl(
            request.url.query, keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError:
        raise RefusedError(
            400,
            "The parameters of the URL are not UTF-8, or too many.",
            "URL 参数不是 UTF-8 编码，或数量过多。",
        ) from None
    given: dict[str, Any] = dict(pairs)
    for name in ("variables", "extensions"):
        if given.get(name):
            given[name] = parse_json(given[name].encode("utf-8", "surrogatepass"), name)
        else:
            given.pop(name, None)
    return read_request(given)


def parse_json(raw: bytes, what: str) -> object:
    """Read JSON strictly: UTF-8, no NaN, no half of a surrogate pair, not nested without end."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        if b"\\u" in raw:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeError:
        raise RefusedError(
            400, f"The {what} is not UTF-8; encode it so.", f"{what} 不是 UTF-8 编码。"
        ) from None
    except RecursionError:
        raise RefusedError(
            400, f"The JSON of the {what} is nested too deeply.", f"{what} 的 JSON 嵌套过深。"
        ) from None
    except ValueError:
        raise RefusedError(
            400,
            f"The {what} is not JSON; send a JSON object.",
            f"{what} 不是 JSON；请发送 JSON 对象。",
        ) from None
    return value


def read_request(given: object) -> Asked:
    """Read the parameters of a request: query, variables, operationName."""
    if isinstance(given, list):
        raise RefusedError(
            400,
            "Several requests in one are not taken; send them one by one.",
            "不支持批量请求；请逐个发送。",
        )
    if not isinstance(given, dict):
        raise RefusedError(
            400,
            'The request must be a JSON object: {"query": "..."}.',
            '请求必须是 JSON 对象：{"query": "..."}。',
        )
    for name, kind, en, zh in (
        ("query", str, "a text", "文本"),
        ("operationName", str, "a text or null", "文本或 null"),
        ("variables", dict, "an object or null", "对象或 null"),
        ("extensions", dict, "an object or null", "对象或 null"),
    ):
        value = given.get(name)
        if value is not None and not isinstance(value, kind):
            raise RefusedError(400, f"`{name}` must be {en}.", f"`{name}` 必须是{zh}。")
    query = given.get("query")
    if not query:
        raise RefusedError(
            400,
            "There is no `query`; send the document under this name.",
            "缺少 `query`；请以此名发送查询文档。",
        )
    return Asked(query, given.get("variables"), given.get("operationName") or None)


def refusal(error: RefusedError, identity: str, media_type: str = LEGACY) -> Response:
    """Answer a request that never reached GraphQL."""
    logger.info("request=%s status=%d message=%s", identity, error.status, error.en)
    body = {
        "errors": [
            {
                "message": error.en,
                "extensions": {
                    "code": "FORBIDDEN" if error.status in (403, 421) else "BAD_PARAMETER",
                    "messageZh": error.zh,
                    "requestId": identity,
                },
            }
        ]
    }
    return _json(body, error.status, media_type, error.headers)


def request_id(scope: Scope) -> str:
    """Give the id that the outermost layer gave this request."""
    found: str = scope.get("state", {}).get("request_id", "")
    return found


def _response(result: ExecutionResult, media_type: str) -> Response:
    errors = result.errors or []
    before_execution = result.data is None and errors and not any(item.path for item in errors)
    body: dict[str, Any] = {} if before_execution else {"data": result.data}
    if errors:
        body["errors"] = [error.formatted for error in errors]
    if result.extensions:
        body["extensions"] = result.extensions
    status = 400 if before_execution and media_type == MODERN else 200
    return _json(body, status, media_type)


def _json(
    body: object, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        status_code=status,
        media_type=f"{media_type}; charset=utf-8",
        headers=dict(headers or {}),
    )


def _require_json(content_type: str) -> None:
    essence, _, rest = content_type.partition(";")
    charset = rest.strip().lower().replace('"', "").replace(" ", "")
    if essence.strip().lower() != LEGACY or charset not in ("", "charset=utf-8", "charset=utf8"):
        raise RefusedError(
            415,
            f"The content type must be {LEGACY} in UTF-8, not {content_type[:80]!r}.",
            f"内容类型必须是 UTF-8 编码的 {LEGACY}，不能是 {content_type[:80]!r}。",
            {"Accept-Post": LEGACY},
        )


def _accepted(request: Request) -> dict[str, float]:
    """Read the Accept header: media types with their weights."""
    accepted: dict[str, float] = {}
    for item in request.headers.get("accept", "").lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weights = [part[2:] for part in parameters if part.startswith("q=")]
        try:
            weight = float(weights[0]) if weights else 1.0
        except ValueError:
            weight = 0.0
        if name:
            accepted[name] = weight
    return accepted


def _media_type(request: Request) -> str | None:
    """Choose what to answer in; None where the client takes neither."""
    accepted = _accepted(request)
    anything = max(accepted.get("*/*", 0), accepted.get("application/*", 0))
    if not accepted:
        return LEGACY
    modern, legacy = accepted.get(MODERN, 0), accepted.get(LEGACY, anything)
    if modern <= 0 and legacy <= 0:
        return None
    return MODERN if modern >= legacy else LEGACY


def _wants_page(request: Request) -> bool:
    """Tell whether a person with a browser asks, and asks nothing yet."""
    return "query" not in request.query_params and _accepted(request).get(HTML, 0) > 0


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _log(context: RequestContext, result: ExecutionResult, seconds: float) -> None:
    """Write the one line of a request."""
    views = context.views.values()
    codes = [str((error.extensions or {}).get("code", "GRAPHQL")) for error in result.errors or ()]
    logger.info(
        "operation=%s scenario=%s actors=%d relations=%d store=%s milliseconds=%.1f outcome=%s"
        " request=%s",
        context.operation or "-",
        ",".join(sorted({view.key.scenario for view in views})) or "-",
        sum(len(view.actors) for view in views),
        sum(len(view.relations) for view in views),
        context.service.store.kind,
        seconds * 1000,
        ",".join(dict.fromkeys(codes)) or "ok",
        context.request_id,
    )
