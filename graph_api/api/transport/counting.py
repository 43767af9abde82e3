"""The outermost layer: counts what is asked and answered, and keeps no connection at the end."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.api.operating.draining import Draining
from graph_api.api.transport.proxies import NO_PROXIES, Proxies, peer_of
from graph_api.observing import metrics, traces

ROUTES = frozenset({"graphql", "healthz", "readyz", "metrics"})
"""Beginnings of paths that are told apart; callers may ask any path."""


class Counting:
    """Counts the requests of the application inside it."""

    def __init__(self, app: ASGIApp, draining: Draining, proxies: Proxies = NO_PROXIES) -> None:
        self._app = app
        self._draining = draining
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        first = scope["path"].lstrip("/").partition("/")[0]
        route = first if first in ROUTES else "other"

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                metrics.RESPONSES.add(route=route, status=str(message["status"]))
                if self._draining.begun:  # the next request goes to another server
                    MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        metrics.REQUESTS_RUNNING.add(1)
        try:
            with traces.request_span("request", self._parent(scope), transport="http"):
                await self._app(scope, receive, send_counted)
        finally:
            metrics.REQUESTS_RUNNING.add(-1)

    def _parent(self, scope: Scope) -> str | None:
        """Give the trace that a stated proxy has begun; nobody else may say which one it is."""
        if not traces.is_on() or not self._proxies.includes(peer_of(scope)):
            return None
        return Headers(scope=scope).get("traceparent")
