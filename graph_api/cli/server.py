"""One server process: how it listens, and how it stops without losing what it has begun."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from graph_api.api.operating.draining import Draining
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.cli.patience import PatientProtocol
from graph_api.cli.patient_sockets import PatientSockets
from graph_api.observing.running import WRITES
from graph_api.settings import Settings

logger = logging.getLogger(__name__)

KEEP_ALIVE = 20
"""Seconds that a connection without a request is kept."""

MOST_HEADER_BYTES = 32_768
"""A request whose line and headers are longer is refused."""

STEP = 0.05
"""Seconds between two looks at what still runs."""

LAST_WORDS = 0.5
"""Seconds that answers to writes have to leave after the time was up."""

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def configured(app: Starlette, settings: Settings) -> uvicorn.Config:
    """Give how uvicorn is to serve an application."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the guard believes those that are stated, and nobody else
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
        http=PatientProtocol,
        ws=PatientSockets,
        ws_max_size=DEFAULT_LIMITS.max_body_bytes,
        timeout_keep_alive=KEEP_ALIVE,
        h11_max_incomplete_event_size=MOST_HEADER_BYTES,
    )


class Server(uvicorn.Server):
    """Says when it is ready, and drains when it is asked to stop.

    The first SIGTERM or SIGINT begins: `/readyz` says no at once; after a delay (SIGTERM alone)
    nothing new is accepted; what runs may finish within ``drain_seconds``, and writes always do.
    A second signal ends the process at once; not that of a worker (``ends_at_second``), which may
    be told twice, by the one that started it and by the system.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        draining: Draining,
        settings: Settings,
        ready: Callable[[], None],
        *,
        ends_at_second: bool = True,
    ) -> None:
        super().__init__(config)
        self._draining = draining
        self._seconds = settings.drain_seconds
        self._delay = settings.drain_delay_ms / 1000
        self._ready = ready
        self._ends_at_second = ends_at_second
        self._signal: int | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first Ctrl-C or SIGTERM; uvicorn itself would then die of the signal."""
        before = {number: signal.signal(number, self.handle_exit) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # uvicorn's
        """Begin to stop, or end at once where that had begun."""
        if self._draining.begun:
            if self._ends_at_second:
                os._exit(128 + sig)
            return
        self._signal = sig
        self._draining.begin()
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nothing new, finish what was begun, then end."""
        logger.info("stopping", extra={"running": len(self.server_state.tasks)})
        if self._signal == signal.SIGTERM:
            await asyncio.sleep(self._delay)  # answers now ask their clients to leave
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        await asyncio.sleep(STEP)  # what is already here is read, not cut off
        until = time.monotonic() + self._seconds
        await self._draining.say_farewell(self._seconds)
        for connection in list(self.server_state.connections):
            connection.shutdown()  # an idle one is closed, a busy one after its answer
        while self.server_state.connections and time.monotonic() < until:
            await asyncio.sleep(STEP)
        if WRITES.count:
            logger.warning("time is up; writes are finished", extra={"writes": WRITES.count})
            while WRITES.count:
                await asyncio.sleep(STEP)
            await asyncio.sleep(LAST_WORDS)
        self.config.timeout_graceful_shutdown = 1
        await super().shutdown(sockets)


def leave(code: int = 0, patience: float = 1.0) -> None:
    """End the process where threads still compute that nobody waits for any more."""
    until = time.monotonic() + patience
    own = threading.current_thread()
    while any(thread is not own and not thread.daemon for thread in threading.enumerate()):
        if time.monotonic() > until:
            logger.warning("ended while a question was still being worked on")
            logging.shutdown()
            os._exit(code)
        time.sleep(STEP)
