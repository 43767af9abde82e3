"""What one request carries with it: the service, one scenario per key, one build per view."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

import anyio
import anyio.to_thread
import strawberry

from graph_api.api.limits import DEFAULT_LIMITS, Budget, ServiceLimits
from graph_api.auth import LOCAL, Caller
from graph_api.domain import GraphSnapshot, Scenario, ViewKey, ViewSpec, view_key
from graph_api.scoring import stopping
from graph_api.service import Service

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run synchronous work beside the event loop, so that it holds up no other request.

    It is a question of its own within the time of the request, and says how far it was itself.
    """
    with stopping.within(None):
        return await anyio.to_thread.run_sync(
            partial(function, *args, **kwargs), abandon_on_cancel=True
        )


@dataclass
class RequestContext:
    """One request: every alias of the same view shares one build, and one revision per scenario.

    ``caller`` is who asks; ``request_id`` stands in the answer's headers, in
    errors and in the log. ``operation`` is the one that the request names,
    ``time`` the scope that its deadline cancels.
    """

    service: Service
    request_id: str = ""
    caller: Caller = LOCAL
    limits: ServiceLimits = DEFAULT_LIMITS
    operation: str | None = None
    time: anyio.CancelScope | None = None
    cost: int | None = None
    budget: Budget = field(default_factory=Budget)
    views: dict[ViewKey, GraphSnapshot] = field(default_factory=dict)
    _scenarios: dict[str, Scenario] = field(default_factory=dict)
    _lock: anyio.Lock = field(default_factory=anyio.Lock)

    async def scenario(self, key: str) -> Scenario:
        """Give a scenario, at one revision for the whole request."""
        async with self._lock:
            if key not in self._scenarios:
                self._scenarios[key] = await in_thread(self.service.scenario, key)
            return self._scenarios[key]

    async def view(self, scenario: Scenario, spec: ViewSpec) -> GraphSnapshot:
        """Give a view of a scenario, built once per request."""
        key = view_key(scenario, spec)
        async with self._lock:
            if key not in self.views:
                self.views[key] = await in_thread(self.service.view, scenario, spec)
            return self.views[key]

    async def write(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a write beside the event loop; it has no deadline, for its outcome must be told."""
        if self.time is not None:
            self.time.deadline = math.inf
        with stopping.unlimited():
            return await anyio.to_thread.run_sync(partial(function, *args, **kwargs))

    def forget(self, key: str) -> None:
        """Let go of a scenario that this very request has changed."""
        self._scenarios.pop(key, None)


Info = strawberry.Info[RequestContext, Any]
