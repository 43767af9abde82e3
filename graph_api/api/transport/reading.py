"""What comes in: a request is read strictly.

Everything that can be wrong with it before GraphQL sees it is a 4xx with a JSON error, never a 500:
method, content type, size, bytes that are no UTF-8, JSON that is no object.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import anyio
from starlette.requests import Request

from graph_api.api.transport.answering import LEGACY, RefusedError

PATIENCE = 5.0
"""Seconds that a body may take, whatever its size."""

SLOWEST = 20_000
"""Bytes a second: those that arrived give a body so much more time."""

_HASH = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: a document, its variables, which operation of it.

    ``document`` is the SHA-256 of a trusted document, where the request names one by it; ``query``
    is then empty until somebody has looked the text up (`graph_api.api.trusted`). ``deadline_ms``
    is the time that the request gives itself; it never has more than its caller's.
    """

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    document: str | None = None
    deadline_ms: int | None = None


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
        value = _DECODER.decode(raw.decode("utf-8"))
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
        ("documentId", str, "a text", "文本"),
    ):
        value = given.get(name)
        if value is not None and not isinstance(value, kind):
            raise RefusedError(400, f"`{name}` must be {en}.", f"`{name}` 必须是{zh}。")
    query = given.get("query") or ""
    document = _document_of(given)
    if not query and document is None:
        raise RefusedError(
            400,
            "There is no `query`; send the document under this name, or the hash of a trusted one"
            " as `documentId`.",
            "缺少 `query`；请以此名发送查询文档，或以 `documentId` 发送可信文档的哈希。",
        )
    return Asked(
        query,
        given.get("variables"),
        given.get("operationName") or None,
        document,
        _deadline_of(given),
    )


def _deadline_of(given: dict[str, Any]) -> int | None:
    """Give the milliseconds within which a request wants its answer, where it says so."""
    said = (given.get("extensions") or {}).get("deadlineMs")
    if said is None:
        return None
    if not isinstance(said, int) or isinstance(said, bool) or said < 1:
        raise RefusedError(
            400,
            "`extensions.deadlineMs` must be a whole number of milliseconds, 1 or more.",
            "`extensions.deadlineMs` 必须是不小于 1 的整数（毫秒）。",
        )
    return said


def _document_of(given: dict[str, Any]) -> str | None:
    """Give the hash that a request names its document by, after the draft or after Apollo."""
    said = given.get("documentId")
    persisted = (given.get("extensions") or {}).get("persistedQuery")
    if said is None and persisted is not None:
        said = persisted.get("sha256Hash") if isinstance(persisted, dict) else ""
    if said is None:
        return None
    found = said.removeprefix("sha256:") if isinstance(said, str) else ""
    if not _HASH.fullmatch(found):
        raise RefusedError(
            400,
            "A trusted document is named by `sha256:` and the 64 hexadecimal digits of the SHA-256"
            " of its text.",
            "可信文档以 `sha256:` 加其文本 SHA-256 的 64 位十六进制数命名。",
        )
    return found.lower()


async def read_body(request: Request, most: int) -> Asked:
    """Read a question out of the body of a request, which has at most so many bytes."""
    _require_json(request.headers.get("content-type", ""))
    body = bytearray()
    length = request.headers.get("content-length", "")
    too_large = length.isdecimal() and int(length) > most
    if not too_large:
        with anyio.move_on_after(PATIENCE) as time:
            began = time.deadline
            async for part in request.stream():
                body += part
                too_large = len(body) > most
                if too_large:
                    break
                time.deadline = began + len(body) / SLOWEST
        if time.cancelled_caught:
            raise RefusedError(
                408,
                f"The body did not arrive in time ({len(body)} bytes came); send it at once, at"
                f" {SLOWEST} bytes a second or more.",
                f"请求体未及时到达（已收到 {len(body)} 字节）；"
                f"请连续发送，每秒至少 {SLOWEST} 字节。",
                {"Connection": "close"},
            )
    if too_large:
        raise RefusedError(
            413,
            f"The body is larger than {most} bytes; send less at once.",
            f"请求体超过 {most} 字节；请减少一次发送的内容。",
            {"Connection": "close"},  # the rest of it is not read
        )
    return read_request(parse_json(bytes(body), "body"))


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


def _no_constant(name: str) -> None:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
