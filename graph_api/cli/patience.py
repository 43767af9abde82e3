"""Connections that are not waited for without end: idle, slow, or deaf ones make room for others.

uvicorn waits for the head of a first request, and for a client that does not read its answer, as
long as the client likes. Here a connection has so many seconds for each; and where there are very
many, one that asks nothing is closed for one that may ask something.
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from graph_api.observing import metrics

HEAD_SECONDS = 10.0
"""From the opening of a connection, or the answer before, to the end of the request's head."""

DEAF_SECONDS = 30.0
"""For a client to read on, where its answer waits."""

MOST_CONNECTIONS = 1_000
"""Connections of one process at a time, where the system allows as many files."""


def most_connections() -> int:
    """Give how many connections this process may hold, with room left for its other files."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource  # noqa: PLC0415  # not on Windows

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft < 0 else max(16, min(MOST_CONNECTIONS, soft // 2))


class PatientProtocol(H11Protocol):
    """One HTTP connection, with an end to every wait."""

    _waits: asyncio.TimerHandle | None = None
    _since = 0.0
    _unread = sys.maxsize

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, in place of one that asks nothing if there are too many."""
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)
        if len(self.connections) > most_connections():
            idle = [
                item
                for item in self.connections
                if isinstance(item, PatientProtocol) and item.asks_nothing
            ]
            metrics.REFUSED.add(reason="too_many_connections")
            min(idle, key=lambda item: item._since).transport.abort()

    @property
    def asks_nothing(self) -> bool:
        """Tell whether no request is being read or answered."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def data_received(self, data: bytes) -> None:
        """Take bytes; only a whole head ends the wait for it."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before and not self.asks_nothing:
            self._stop_waiting()

    def handle_websocket_upgrade(self, event: Any) -> None:  # noqa: ANN401  # as uvicorn has it
        """Hand the connection over; what follows has its own times."""
        self._stop_waiting()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if self.asks_nothing and not self.transport.is_closing():
            self._wait(HEAD_SECONDS)

    def pause_writing(self) -> None:
        """Wait for the client to read on."""
        super().pause_writing()
        self._wait(DEAF_SECONDS)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the timer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._since = time.monotonic()
        self._unread = sys.maxsize
        self._waits = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        """Close, unless the client still reads what it was sent."""
        unread = self.transport.get_write_buffer_size()
        if 0 < unread < self._unread:
            self._unread = unread
            self._waits = self.loop.call_later(DEAF_SECONDS, self._give_up)
        else:
            self.transport.abort()

    def _stop_waiting(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
