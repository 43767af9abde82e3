"""What one request carries with it: the service, one scenario per key, one build per view."""

from __future__ import annotations

import asyncio
import contextvars
import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

import anyio
import anyio.to_thread
import strawberry

from graph_api.api.keeping.answers import Answers, Kept, Seen
from graph_api.api.pricing.limits import DEFAULT_LIMITS, Budget, ServiceLimits
from graph_api.api.rights import RIGHTS_OF_ROLES, Rights
from graph_api.auth import LOCAL, Caller
from graph_api.domain import GraphSnapshot, Scenario, ViewKey, ViewSpec, view_key
from graph_api.jobs import Jobs, New
from graph_api.observing import metrics, traces
from graph_api.observing.running import WRITES
from graph_api.scoring import stopping
from graph_api.service import Service

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run synchronous work beside the event loop, so that it holds up no other request.

    It is a question of its own within the time of the request, and says how far it was itself.
    Operations have threads of their own (`sharing_threads`), so that they starve nothing else.
    """
    with traces.span("service", call=getattr(function, "__name__", None)):
        return await _in_thread(function, *args, **kwargs)


async def _in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    work = partial(function, *args, **kwargs)
    own = _OWN.get()
    with stopping.within(None):
        if own is None:
            return await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
        async with own:
            # Where the request is given up, the thread is left to itself.
            run = contextvars.copy_context().run
            return await asyncio.get_running_loop().run_in_executor(_POOL, run, work)


async def at_once_if_small(
    size: int, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Do here what takes less time than to hand it to a thread; anything larger as `in_thread`.

    Parameters
    ----------
    size
        How many actors and relations are looked at; up to `SMALL` the event loop is held for less
        than a millisecond.
    function
        What is done, with the arguments that follow.

    """
    if size > SMALL:
        return await in_thread(function, *args, **kwargs)
    with stopping.within(None):
        return function(*args, **kwargs)


SMALL = 150
"""Actors and relations that are looked at within a millisecond."""

THREADS = 32
"""Threads for all operations together."""

THREADS_OF_ONE = 8
"""Threads for one operation: a document of sixty questions leaves some to the others."""

_OWN: ContextVar[asyncio.Semaphore | None] = ContextVar("own", default=None)
_POOL = ThreadPoolExecutor(THREADS, thread_name_prefix="operation")
"""Made when they are first needed, and kept: to start a thread takes longer than most work."""


@contextmanager
def sharing_threads() -> Iterator[None]:
    """Let what this operation does beside the event loop take its share of threads, no more."""
    token = _OWN.set(asyncio.Semaphore(THREADS_OF_ONE))
    try:
        yield
    finally:
        _OWN.reset(token)


def _counted(write: Callable[[], T]) -> T:
    """Do a write, which a server that stops waits for (in the thread, whoever still listens)."""
    with WRITES.one():
        return write()


@dataclass
class RequestContext:
    """One request: every alias of the same view shares one build, and one revision per scenario.

    ``caller`` is who asks; ``request_id`` stands in the answer's headers, in
    errors and in the log. ``resume_after`` is the last event that the client says it has had, where
    it comes back to a subscription. ``operation`` is the one that the request names,
    ``time`` the scope that its deadline cancels.
    """

    service: Service
    request_id: str = ""
    caller: Caller = LOCAL
    limits: ServiceLimits = DEFAULT_LIMITS
    rights: Rights = RIGHTS_OF_ROLES
    operation: str | None = None
    resume_after: int | None = None
    kind: str | None = None
    time: anyio.CancelScope | None = None
    jobs: Jobs | None = None
    read_job: Callable[[str, Mapping[str, Any], Caller, ServiceLimits], New] | None = None
    is_job: bool = False
    result_bytes: int = 0
    cost: int | None = None
    answered: int | None = None
    took_long: bool = False
    budget: Budget = field(init=False)
    answers: Answers | None = None
    seen_before: Seen | None = None
    _confirmed: dict[str, int] = field(default_factory=dict)
    views: dict[ViewKey, GraphSnapshot] = field(default_factory=dict)
    _scenarios: dict[str, Scenario] = field(default_factory=dict)
    _lock: anyio.Lock = field(default_factory=anyio.Lock)

    def __post_init__(self) -> None:
        """Give the answer its budget, which is that of the caller."""
        self.budget = Budget(self.limits.max_cost)

    @property
    def revisions(self) -> dict[str, int]:
        """Give the revision of each scenario that this request has looked at."""
        return self._confirmed | {
            key: scenario.revision for key, scenario in self._scenarios.items()
        }

    @property
    def seen(self) -> Seen:
        """Give what this request has looked at, in numbers for the log."""
        return self.seen_before or Seen.of(self.views)

    async def confirmed(self, key: object) -> Kept | None:
        """Give the answer that was kept for a question, if the store says that it still holds."""
        found = None if self.answers is None or key is None else self.answers.find(key)
        if found is None or self.answers is None:
            metrics.ANSWERS.add(result="miss")
            return None
        store = self.service.store
        now = store.glance(found.revisions)
        if now is None:
            now = await in_thread(store.revisions, found.revisions)
        if now != found.revisions:
            self.answers.forget(key)
            metrics.ANSWERS.add(result="miss")
            return None
        metrics.ANSWERS.add(result="hit")
        self._confirmed, self.seen_before = dict(now), found.seen
        return found

    def keep(self, key: object, data: dict[str, Any], answered: int | None) -> None:
        """Keep an answer for whoever asks the same at the same revisions.

        One that took long may have been cut short by its deadline (``truncatedBy: TIME``).
        """
        if self.answers is not None and key is not None and not took_long():
            self.answers.keep(key, data, answered, self.revisions, self.seen)

    async def scenario(self, key: str) -> Scenario:
        """Give a scenario, at one revision for the whole request."""
        found = self._scenarios.get(key)
        if found is None and not self._lock.locked():
            found = self.service.snapshots.scenario_at_hand(key)
        if found is not None:
            self._scenarios[key] = found
            return found
        async with self._lock:
            if key not in self._scenarios:
                self._scenarios[key] = await in_thread(self.service.scenario, key)
            return self._scenarios[key]

    async def view(self, scenario: Scenario, spec: ViewSpec) -> GraphSnapshot:
        """Give a view of a scenario, built once per request."""
        key = view_key(scenario, spec)
        found = self.views.get(key) or self.service.snapshots.at_hand(key)
        if found is not None:
            self.views[key] = found
            return found
        async with self._lock:
            if key not in self.views:
                self.views[key] = await in_thread(self.service.view, scenario, spec)
            return self.views[key]

    async def write(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a write beside the event loop; it has no deadline, for its outcome must be told."""
        if self.time is not None:
            self.time.deadline = math.inf
            self.time.shield = True  # a client that leaves does not cut what has begun to write
        with stopping.unlimited():
            return await anyio.to_thread.run_sync(_counted, partial(function, *args, **kwargs))

    def forget(self, key: str) -> None:
        """Let go of a scenario that this very request has changed."""
        self._scenarios.pop(key, None)


def took_long() -> bool:
    """Tell whether half of the time is over: what was answered may have been cut short by it."""
    stop = stopping.current()
    return stop.left is None or stop.left < 0.5 * (stop.seconds or 0)


Info = strawberry.Info[RequestContext, Any]
