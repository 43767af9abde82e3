"""What stands before every route: request ids, security headers, and who may knock at all."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.api.transport.answering import RefusedError, refusal
from graph_api.api.transport.origins import Origins
from graph_api.api.transport.proxies import NO_PROXIES, Proxies
from graph_api.api.transport.throttling import Throttle

logger = logging.getLogger(__name__)

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}

_SECURITY = tuple(
    (name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()
)

TRANSPORT_SECURITY = "max-age=31536000"
"""A year: a browser that was here over TLS comes back over TLS alone."""

MOST_HEADERS = 128
"""No browser and no proxy sends half as many."""

_REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)


class Guard:
    """The outermost layer of the application, for requests and for websockets.

    What it lets through has ``request_id`` and ``throttle`` (a `Throttle`) in the state of its
    scope, and the client that a stated proxy tells.
    """

    def __init__(  # noqa: PLR0913  # all that may be said of a door
        self,
        app: ASGIApp,
        hosts: Sequence[str] | None,
        new_id: Callable[[], str],
        *,
        origins: Sequence[str] = (),
        proxies: Proxies = NO_PROXIES,
        throttle: Throttle | None = None,
    ) -> None:
        self._app = app
        self._origins = Origins.of(hosts, origins)
        self._proxies = proxies
        self._throttle = throttle or Throttle()
        self._new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it; its answer gets our headers."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        may_ask = self._proxies.may_ask(scope)
        self._proxies.believe(scope)
        said = Headers(scope=scope).get("x-request-id", "")
        identity = said if _REQUEST_ID.fullmatch(said) else self._new_id()
        scope.setdefault("state", {}).update(request_id=identity, throttle=self._throttle)
        refused: RefusedError | None = None
        try:
            if not may_ask:
                raise _stranger()
            if len(scope["headers"]) > MOST_HEADERS:
                raise _too_many_headers()
            self._origins.require(scope)
        except RefusedError as error:
            refused = error
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, refused)
        else:
            await self._request(scope, receive, send, refused)

    async def _websocket(
        self, scope: Scope, receive: Receive, send: Send, refused: RefusedError | None
    ) -> None:
        if refused is None:
            await self._app(scope, receive, send)
            return
        identity = scope["state"]["request_id"]
        logger.info("request=%s websocket refused: %s", identity, refused.en)
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})  # the server says 403

    async def _request(
        self, scope: Scope, receive: Receive, send: Send, refused: RefusedError | None
    ) -> None:
        headers, vary = self._headers(scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered = [*message.get("headers", ())]
                said = {name.lower() for name, _ in answered}
                answered += [item for item in headers if item[0] not in said]
                message["headers"] = answered
                if vary is not None:
                    MutableHeaders(scope=message).add_vary_header(vary)
            await send(message)

        identity = scope["state"]["request_id"]
        if refused is not None:
            await refusal(refused, identity)(scope, receive, send_guarded)
            return
        asked_before = self._origins.preflight(scope)
        if asked_before is not None:
            await Response(status_code=204, headers=asked_before)(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)

    def _headers(self, scope: Scope) -> tuple[list[tuple[bytes, bytes]], str | None]:
        """Give the headers that an answer has unless its route says otherwise, and its Vary."""
        own = {
            "X-Request-Id": scope["state"]["request_id"],
            **self._origins.shared(Headers(scope=scope)),
        }
        if scope.get("scheme") == "https":
            own["Strict-Transport-Security"] = TRANSPORT_SECURITY
        vary = own.pop("Vary", None)
        said = [(name.lower().encode(), value.encode("latin-1")) for name, value in own.items()]
        return [*said, *_SECURITY], vary


def _too_many_headers() -> RefusedError:
    return RefusedError(
        431,
        f"The request has more than {MOST_HEADERS} headers; send fewer.",
        f"请求头超过 {MOST_HEADERS} 个；请减少。",
        {"Connection": "close"},
        code="TOO_LARGE",
    )


def _stranger() -> RefusedError:
    return RefusedError(
        403,
        "This server answers only its proxy: what comes another way is not encrypted.",
        "本服务只应答指定的代理：其他途径未加密。",
    )
