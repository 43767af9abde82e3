"""Sockets that are not waited for without end: one that takes nothing is cut off."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

DEAF_SECONDS = 30.0
"""For a client to read on, where messages wait for it."""


class PatientSockets(WebSocketsSansIOProtocol):
    """uvicorn's socket, with an end to a wait that it leaves to the client.

    A connection that is closed while its buffer is full would stay until the client reads.
    """

    _waits: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Begin to wait for the client."""
        super().pause_writing()
        self._end_wait()
        self._waits = self.loop.call_later(DEAF_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        self._end_wait()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the connection."""
        self._end_wait()
        super().connection_lost(exc)

    def _end_wait(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
