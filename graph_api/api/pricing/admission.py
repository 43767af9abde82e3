"""Who may be answered now: so many operations of one caller at a time, and so many in all.

What comes on top waits a short while in a short queue; then it is refused and told when to come
again. Nothing else waits behind it: health and metrics pass by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from graph_api.api.pricing.limits import ServiceLimits
from graph_api.auth import Caller
from graph_api.errors import GraphApiError, OverloadedError, TooManyRequestsError
from graph_api.observing import metrics

MOST = 64
"""Operations in all at a time: threads work on them, and few cores."""

PATIENCE = 5.0
"""Seconds that an operation waits for its turn."""

QUEUE = 4
"""For each operation that a caller may run, so many more may wait."""


@dataclass(eq=False)
class _Waiting:
    """One operation that waits for its turn."""

    identity: str
    most: int
    turn: anyio.Event = field(default_factory=anyio.Event)


@dataclass
class Admission:
    """Counts what runs, and lets in what waits as soon as something ends.

    It belongs to one event loop, as everything that enters it does.

    Parameters
    ----------
    most
        Operations in all at a time.
    patience
        Seconds to wait for a turn.

    """

    most: int = MOST
    patience: float = PATIENCE
    running: Counter[str] = field(default_factory=Counter)
    _queue: list[_Waiting] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing runs and nothing waits."""
        return not self.running and not self._queue

    @asynccontextmanager
    async def turn(self, caller: Caller, limits: ServiceLimits) -> AsyncIterator[None]:
        """Wait for a turn, hold it, and give it back on every way out.

        Raises
        ------
        TooManyRequestsError
            If this caller has as many running and waiting as the role may.
        OverloadedError
            If the service as a whole has too much to do.

        """
        await self._enter(caller.identity, limits.max_concurrent)
        try:
            yield
        finally:
            self._leave(caller.identity)

    async def _enter(self, identity: str, most: int) -> None:
        if self._has_room(identity, most) and not any(
            self._has_room(other.identity, other.most) for other in self._queue
        ):
            self.running[identity] += 1
            return
        own = sum(other.identity == identity for other in self._queue)
        if own >= QUEUE * most:
            raise _refused(TooManyRequestsError.at_once(most))
        if len(self._queue) >= QUEUE * self.most:
            raise _refused(OverloadedError.busy())
        waiting = _Waiting(identity, most)
        self._queue.append(waiting)
        try:
            with anyio.move_on_after(self.patience):
                await waiting.turn.wait()
        except BaseException:  # the client has gone, or the server stops
            if waiting.turn.is_set():
                self._leave(identity)
            else:
                self._queue.remove(waiting)
            raise
        if waiting.turn.is_set():
            return
        self._queue.remove(waiting)
        if self.running[identity] >= most:
            raise _refused(TooManyRequestsError.at_once(most))
        raise _refused(OverloadedError.busy())

    def _has_room(self, identity: str, most: int) -> bool:
        return self.running[identity] < most and self.running.total() < self.most

    def _leave(self, identity: str) -> None:
        self.running[identity] -= 1
        if not self.running[identity]:
            del self.running[identity]  # callers come and go; nothing is kept of them
        for waiting in [*self._queue]:
            if self.running.total() >= self.most:
                return
            if self._has_room(waiting.identity, waiting.most):
                self._queue.remove(waiting)
                self.running[waiting.identity] += 1
                waiting.turn.set()


def _refused(error: GraphApiError) -> GraphApiError:
    metrics.REFUSED.add(reason=error.code.lower())
    return error
