"""What watches a server while it runs: its event loop, its numbers, its traces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from graph_api.api.context import in_thread
from graph_api.observing import instruments, metrics
from graph_api.observing.exporting import send_traces
from graph_api.observing.loop import Watchdog
from graph_api.version import __version__


def switch_on(store: str) -> None:
    """Keep numbers from now on."""
    instruments.switch_on()
    metrics.BUILD.set(1, version=__version__, store=store)


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Measure the lag of the event loop."""
    task = asyncio.create_task(Watchdog().run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def traced(endpoint: str | None) -> AsyncIterator[None]:
    """Send traces to a collector, if one is named; the last ones when the server stops."""
    if endpoint is None:
        yield
        return
    end = await in_thread(send_traces, endpoint)
    try:
        yield
    finally:
        await in_thread(end)
