"""What goes out: answers in what the client accepts, and refusals with the status that says why."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope
from strawberry.types import ExecutionResult

from graph_api.errors import GraphApiError
from graph_api.observing import metrics

logger = logging.getLogger(__name__)

MODERN = "application/graphql-response+json"
LEGACY = "application/json"
HTML = "text/html"

_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")


class RefusedError(Exception):
    """A request that never reaches GraphQL, with the status that says why.

    ``code`` is a member of `ErrorCode`; without it, the one of the status. ``details`` stand beside
    it in the error's extensions.
    """

    def __init__(  # noqa: PLR0913  # all that an answer says
        self,
        status: int,
        en: str,
        zh: str,
        headers: Mapping[str, str] | None = None,
        *,
        code: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(en)
        self.status = status
        self.en = en
        self.zh = zh
        self.headers = dict(headers or {})
        self.code = code or CODES.get(status, "BAD_REQUEST")
        self.details = dict(details or {})


CODES: Mapping[int, str] = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    408: "REQUEST_TIMEOUT",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
    421: "FORBIDDEN",
    500: "INTERNAL",
    503: "STORE_UNAVAILABLE",
}
"""The code of a refusal that names none."""

STATUSES: Mapping[str, int] = {
    "UNAUTHENTICATED": 401,
    "FORBIDDEN": 403,
    "UNKNOWN_SCENARIO": 404,
    "UNKNOWN_VARIANT": 404,
    "UNKNOWN_ACTOR": 404,
    "DEADLINE_EXCEEDED": 503,
    "STORE_UNAVAILABLE": 503,
    "TOO_MANY_REQUESTS": 429,
    "OVERLOADED": 503,
    "INTERNAL": 500,
}
"""The status of an error of ours, where HTTP has to say it; any other is the client's, 400."""


PLAIN = frozenset({"NOT_FOUND", "METHOD_NOT_ALLOWED"})
"""What anybody gets who tries addresses: counted as `http`, apart from what callers are refused."""


def refused(error: GraphApiError) -> RefusedError:
    """Give an error of ours as the refusal of a request that did not reach GraphQL."""
    told = error.told_outside()
    if told is not error:
        logger.warning("code=%s message=%s", error.code, error.en)
    error = told
    status = STATUSES.get(error.code, 400)
    headers = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        headers["Retry-After"] = str(error.details.get("retryAfter", 1))
    return RefusedError(status, error.en, error.zh, headers, code=error.code, details=error.details)


def refusal(error: RefusedError, identity: str, media_type: str = LEGACY) -> Response:
    """Answer a request that never reached GraphQL."""
    logger.info("request=%s status=%d message=%s", identity, error.status, error.en)
    if error.code not in ("TOO_MANY_REQUESTS", "OVERLOADED"):  # admission counts its own
        metrics.REFUSED.add(reason="http" if error.code in PLAIN else error.code.lower())
    extensions = {
        **error.details,
        "code": error.code,
        "messageZh": error.zh,
        "requestId": identity,
    }
    body = {"errors": [{"message": error.en, "extensions": extensions}]}
    return _json(body, error.status, media_type, error.headers)


def request_id(scope: Scope) -> str:
    """Give the id that the outermost layer gave this request."""
    found: str = scope.get("state", {}).get("request_id", "")
    return found


def answer(result: ExecutionResult, media_type: str) -> Response:
    """Put the result of an execution into a response; its status says whether it began."""
    errors = result.errors or []
    before_execution = result.data is None and errors and not any(item.path for item in errors)
    body: dict[str, Any] = {} if before_execution else {"data": result.data}
    if errors:
        body["errors"] = [error.formatted for error in errors]
    if result.extensions:
        body["extensions"] = result.extensions
    status = 200
    if before_execution and media_type == MODERN:
        codes = {(error.extensions or {}).get("code") for error in errors}
        status = 403 if "FORBIDDEN" in codes else 400
    return _json(body, status, media_type)


def without_body(response: Response) -> Response:
    """Give the headers of an answer alone, as HEAD wants them."""
    head = Response(status_code=response.status_code)
    head.raw_headers = response.raw_headers
    return head


def encoded(body: object) -> bytes:
    r"""Give an answer as JSON in UTF-8; half of a surrogate pair becomes a question mark.

    Examples
    --------
    >>> encoded({"n": 1, "s": "\ud800"})
    b'{"n":1,"s":"?"}'

    """
    try:
        return orjson.dumps(body)
    except TypeError:  # half of a surrogate pair, or a number of more than 64 bits
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace")


def _json(
    body: object, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        encoded(body),
        status_code=status,
        media_type=f"{media_type}; charset=utf-8",
        headers=dict(headers or {}),
    )


def accepted_types(request: Request) -> Mapping[str, float]:
    """Read the Accept headers: media types with their weights; a weight that is none is 0."""
    said = ",".join(request.headers.getlist("accept"))
    return _read_before(said) if len(said) <= LONG_ACCEPT else _accepted(said)


LONG_ACCEPT = 1_000
"""A longer Accept header is none that many clients send; what it says is not kept."""


def _accepted(said: str) -> Mapping[str, float]:
    accepted: dict[str, float] = {}
    for item in said.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weights = [part[2:].strip() for part in parameters if part.startswith("q=")]
        weight = 1.0
        if weights:
            weight = float(weights[0]) if _WEIGHT.fullmatch(weights[0]) else 0.0
        if name:
            accepted[name] = max(weight, accepted.get(name, 0.0))
    return MappingProxyType(accepted)


_read_before = lru_cache(64)(_accepted)


def media_type_of(request: Request) -> str | None:
    """Choose what to answer in; None where the client takes neither."""
    accepted = accepted_types(request)
    anything = accepted.get("application/*", accepted.get("*/*", 0))
    if not accepted:
        return LEGACY
    modern, legacy = accepted.get(MODERN, 0), accepted.get(LEGACY, anything)
    if modern <= 0 and legacy <= 0:
        # `application/json;q=0, */*` takes anything but that.
        return MODERN if MODERN not in accepted and anything > 0 else None
    return MODERN if modern >= legacy else LEGACY


def wants_page(request: Request) -> bool:
    """Tell whether a person with a browser asks, and asks nothing yet."""
    asks = {"query", "documentId", "extensions"} & set(request.query_params)
    return not asks and accepted_types(request).get(HTML, 0) > 0
