"""GraphQL over HTTP: who asks, what, within which limits, answered in what the client accepts."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from graph_api.api.context import in_thread
from graph_api.api.execution import Execution
from graph_api.api.page import PAGE, PAGE_POLICY
from graph_api.api.transport.answering import (
    LEGACY,
    MODERN,
    RefusedError,
    answer,
    media_type_of,
    refusal,
    request_id,
    wants_page,
)
from graph_api.api.transport.reading import Asked, read_body, read_url
from graph_api.auth import Authenticator


class GraphQLEndpoint:
    """The ASGI application behind ``/graphql``."""

    def __init__(self, execution: Execution, authenticator: Authenticator) -> None:
        self._execution = execution
        self._authenticator = authenticator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except RefusedError as error:
            response = refusal(error, request_id(scope), media_type_of(request) or LEGACY)
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
        by_get = request.method == "GET"
        if by_get and wants_page(request):
            return HTMLResponse(PAGE, headers={"Content-Security-Policy": PAGE_POLICY})
        media_type = media_type_of(request)
        if media_type is None:
            raise RefusedError(
                406,
                f"This service answers {MODERN} or {LEGACY}; accept one of them.",
                f"本服务以 {MODERN} 或 {LEGACY} 作答，请在 Accept 中接受其一。",
            )
        caller = await in_thread(self._authenticator.caller, request.headers.get("authorization"))
        asked = await self._read(request, by_get=by_get)
        result = await self._execution.answer(
            asked, caller, request_id(request.scope), by_get=by_get
        )
        return answer(result, media_type)

    async def _read(self, request: Request, *, by_get: bool) -> Asked:
        if by_get:
            return read_url(request)
        return await read_body(request, self._execution.limits.max_body_bytes)
