"""What stands before every route: request ids, security headers, and the rule for loopback.

A server on loopback has no sign-in, so a page of another site must not reach it through a browser:
the Host must be one of our own names (against names that were bound to 127.0.0.1), and an Origin,
where a browser sends one, must be this very server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.api.transport.answering import RefusedError, refusal

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?", re.ASCII)


class Guard:
    """The outermost layer of the application."""

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str] | None, new_id: Callable[[], str]
    ) -> None:
        self._app = app
        self._hosts = None if hosts is None else {host.lower() for host in hosts}
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it; its answer gets our headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        said = headers.get("x-request-id", "")
        identity = said if _REQUEST_ID.fullmatch(said) else self._new_id()
        scope.setdefault("state", {})["request_id"] = identity

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = MutableHeaders(scope=message)
                answered["X-Request-Id"] = identity
                for name, value in SECURITY_HEADERS.items():
                    answered.setdefault(name, value)
            await send(message)

        try:
            self._require_own(headers)
        except RefusedError as error:
            await refusal(error, identity)(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)

    def _require_own(self, headers: Headers) -> None:
        if self._hosts is None:
            return
        host = headers.get("host", "").lower()
        match = _HOST.fullmatch(host)
        if match is None or match[1] not in self._hosts:
            raise RefusedError(
                421,
                f"This server answers only under its own names: {', '.join(sorted(self._hosts))}.",
                f"本服务只接受以下主机名：{'、'.join(sorted(self._hosts))}。",
            )
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
            raise RefusedError(
                403,
                "A page of another site may not use this server; open it from its own address.",
                "其他网站的页面不得使用本服务；请从其自身地址打开。",
            )
