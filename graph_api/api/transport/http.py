"""GraphQL over HTTP: who asks, what, within which limits, answered in what the client accepts."""

from __future__ import annotations

from dataclasses import asdict

from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from graph_api.api.context import in_thread
from graph_api.api.execution import Basis, Execution
from graph_api.api.leaving import until_gone
from graph_api.api.page import PAGE, PAGE_POLICY
from graph_api.api.pricing.limits import limits_of
from graph_api.api.rights import forbidden
from graph_api.api.transport.answering import (
    LEGACY,
    MODERN,
    RefusedError,
    answer,
    media_type_of,
    refusal,
    refused,
    request_id,
    wants_page,
    without_body,
)
from graph_api.api.transport.fresh import Reads, entity_tag, is_known, tagged, unchanged
from graph_api.api.transport.reading import Asked, read_body, read_url
from graph_api.api.transport.signing_in import caller_of
from graph_api.api.trusted import LISTING
from graph_api.auth import Authenticator, Caller
from graph_api.errors import GraphApiError

ALLOW = "GET, HEAD, OPTIONS, POST"


class GraphQLEndpoint:
    """The ASGI application behind ``/graphql``."""

    def __init__(self, execution: Execution, authenticator: Authenticator) -> None:
        self._execution = execution
        self._authenticator = authenticator
        self._reads = Reads(execution.service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        media_type = media_type_of(request) or LEGACY
        try:
            response = await self._answer(request)
        except RefusedError as error:
            response = refusal(error, request_id(scope), media_type)
        except GraphApiError as error:
            response = refusal(refused(error), request_id(scope), media_type)
        except ClientDisconnect:
            return
        if request.method == "HEAD":
            response = without_body(response)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ALLOW, "Accept-Post": LEGACY})
        if request.method not in ("GET", "HEAD", "POST"):
            raise RefusedError(
                405,
                f"{request.method} has no meaning here; ask by POST, or by GET for queries.",
                f"此处不支持 {request.method}；请用 POST，查询也可用 GET。",
                {"Allow": ALLOW},
            )
        by_get = request.method != "POST"
        if by_get and wants_page(request):
            return await self._page(request)
        media_type = media_type_of(request)
        if media_type is None:
            raise RefusedError(
                406,
                f"This service answers {MODERN} or {LEGACY}; accept one of them.",
                f"本服务以 {MODERN} 或 {LEGACY} 作答，请在 Accept 中接受其一。",
            )
        caller = await caller_of(self._authenticator, request.scope)
        asked = await self._read(request, by_get=by_get)
        if by_get and asked.document is not None:
            return await self._answer_by_hash(request, asked, caller, media_type)
        result = await until_gone(
            request.receive,
            self._execution.answer(asked, caller, request_id(request.scope), by_get=by_get),
        )
        return answer(result, media_type)

    async def _page(self, request: Request) -> Response:
        """Give a person the page, where the schema may be shown to them."""
        caller = await caller_of(self._authenticator, request.scope)
        rights = self._execution.rights
        if not rights.may_introspect(caller):
            raise refused(forbidden("GET /graphql", rights.introspection, caller.role))
        return HTMLResponse(PAGE, headers={"Content-Security-Policy": PAGE_POLICY})

    async def _answer_by_hash(
        self, request: Request, asked: Asked, caller: Caller, media_type: str
    ) -> Response:
        """Answer a trusted query with a tag, or say that what the client has still holds."""
        trusted = self._execution.trusted
        meant = trusted.meant(asked, caller)
        name = asked.document or ""
        limits = limits_of(caller.role, self._execution.limits)
        who = caller.name, caller.role.value, asdict(limits)
        question = entity_tag(name, asked.variables, asked.operation_name, media_type, *who)
        kept = trusted.is_kept_by_revision(name)
        if kept and "if-none-match" in request.headers:
            tag = await in_thread(self._reads.tag, question)
            if tag is not None and is_known(request, tag):
                return unchanged(tag)
        basis = Basis()
        identity = request_id(request.scope)
        result = await until_gone(
            request.receive,
            self._execution.answer(meant, caller, identity, by_get=True, basis=basis),
        )
        response = answer(result, media_type)
        if kept and not result.errors and not basis.took_long:
            lists = LISTING in trusted.roots[name]
            tag = await in_thread(self._reads.keep, question, basis.revisions, lists=lists)
            if is_known(request, tag):
                return unchanged(tag)
            response.headers.update(tagged(tag))
        return response

    async def _read(self, request: Request, *, by_get: bool) -> Asked:
        if by_get:
            return read_url(request)
        return await read_body(request, self._execution.limits.max_body_bytes)
