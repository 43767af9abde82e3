"""What no route answers, and what a route fails at: errors in the one shape all errors have."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from graph_api.api.transport.answering import RefusedError, refusal, request_id, without_body
from graph_api.api.transport.guard import SECURITY_HEADERS

logger = logging.getLogger(__name__)

_WORDS = {
    404: ("Nothing stands at this address.", "此地址没有内容。"),
    405: ("This address does not take this method.", "此地址不支持该方法。"),
}
_OTHER = "The request cannot be answered.", "无法回应该请求。"


async def not_answered(request: Request, error: Exception) -> Response:
    """Answer what no route takes."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    headers = error.headers if isinstance(error, HTTPException) else None
    response = refusal(
        RefusedError(status, *_WORDS.get(status, _OTHER), headers), request_id(request.scope)
    )
    return without_body(response) if request.method == "HEAD" else response


async def failed(request: Request, error: Exception) -> Response:
    """Answer what a route failed at; the log has the trace, the client the request id alone."""
    identity = request_id(request.scope)
    logger.error("request=%s unexpected error", identity, exc_info=error)
    en = "The service failed to answer this; quote the requestId when you report it."
    response = refusal(RefusedError(500, en, "服务内部错误；报告时请附上 requestId。"), identity)
    # It goes out around the guard, which puts these on every other answer.
    for name, value in {**SECURITY_HEADERS, "X-Request-Id": identity}.items():
        response.headers.setdefault(name, value)
    return response
