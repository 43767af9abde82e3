"""What machines ask: is it alive, is it ready, what are its numbers."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graph_api.api.context import in_thread
from graph_api.api.operating.draining import Draining
from graph_api.api.operating.readiness import STOPPING, Readiness, Said
from graph_api.api.transport.answering import RefusedError, refusal, refused, request_id
from graph_api.api.transport.signing_in import caller_of
from graph_api.auth import Authenticator, Role
from graph_api.errors import GraphApiError, StoreError
from graph_api.observing import instruments

Access = Literal["loopback", "reader", "admin", "off"]
"""Who may read the numbers: this machine, a caller with this role, nobody."""

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@dataclass(frozen=True, slots=True)
class Health:
    """The routes that machines ask; ``folder`` is where several processes keep their numbers.

    ``refresh`` brings numbers up to date that are not counted as they change. ``takes_any_name``
    says that this server is asked under any name, so that a page may bind one of its own to it.
    """

    readiness: Readiness
    draining: Draining
    authenticator: Authenticator
    access: Access = "loopback"
    folder: Path | None = None
    refresh: Callable[[], None] | None = None
    takes_any_name: bool = False

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def alive(self, _: Request) -> Response:
        """Say that the event loop turns; nothing else is looked at."""
        return JSONResponse({"status": "alive"})

    async def ready(self, _: Request) -> Response:
        """Say whether an answer can be given now, and if not, why."""
        if self.draining.begun:
            return _waiting("draining", STOPPING)
        state = await self.readiness.state()
        if not state.is_ready:
            return _waiting("waiting", state.reasons)
        return JSONResponse({"status": "ready", **state.told})

    async def metrics(self, request: Request) -> Response:
        """Give the numbers to whoever may read them."""
        try:
            await self._require_access(request)
        except RefusedError as error:
            return refusal(error, request_id(request.scope))
        except GraphApiError as error:  # who asks is not known
            return refusal(refused(error), request_id(request.scope))
        body, media_type = await in_thread(self._page, request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": media_type})

    def _page(self, accept: str) -> tuple[bytes, str]:
        if self.refresh is not None:
            with suppress(StoreError):  # the numbers of the store's own trouble are wanted
                self.refresh()
        return instruments.page(accept, self.folder)

    async def _require_access(self, request: Request) -> None:
        if self.access == "off":
            raise RefusedError(404, "There are no metrics here.", "此处不提供指标。")
        if self.access == "loopback":
            if not _is_own(request) or (self.takes_any_name and not _is_bound_by_nobody(request)):
                raise RefusedError(
                    403,
                    "Metrics are for this machine alone; EMPOWER_METRICS=reader or admin opens them"
                    " to callers that sign in.",
                    "指标仅供本机读取；设置 EMPOWER_METRICS=reader 或 admin 后，已登录者方可读取。",
                )
            return
        role = next(role for role in Role if role.value == self.access)
        caller = await caller_of(self.authenticator, request.scope)
        if not caller.role.includes(role):
            raise RefusedError(
                403,
                f"Metrics need the role {role.value}.",
                f"读取指标需要“{role.label.zh}”角色。",
            )


def _is_own(request: Request) -> bool:
    """Tell whether this machine asks itself; a proxy on it asks for somebody else."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _is_bound_by_nobody(request: Request) -> bool:
    """Tell whether the name that was asked for is no name that a foreign page can bind to us."""
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if host != "localhost":
            ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _waiting(status: str, reasons: Sequence[Said]) -> Response:
    first = {name: reasons[0][name] for name in ("en", "zh")}
    body: dict[str, Any] = {"status": status, "reason": first, "reasons": [*reasons]}
    return JSONResponse(body, status_code=503, headers={"Retry-After": "1"})
