"""A watchdog of the event loop, and what the process takes of the machine."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import deque
from pathlib import Path

from graph_api.observing import metrics

STEP = 0.05
"""Seconds between two looks."""

LOOK_AT_PROCESS = 100
"""After so many looks at the loop comes one at the process."""


class Watchdog:
    """Measures how late the event loop is; run it as a task of that loop."""

    def __init__(self, step: float = STEP) -> None:
        self._step = step
        self._late: deque[tuple[float, float]] = deque()

    @property
    def worst(self) -> float:
        """Give the greatest lag within the last minute, in seconds."""
        return max((lag for _, lag in self._late), default=0.0)

    async def run(self) -> None:
        """Measure until cancelled."""
        looks = 0
        while True:
            if looks % LOOK_AT_PROCESS == 0:
                look_at_process()
            looks += 1
            wanted = time.monotonic() + self._step
            await asyncio.sleep(self._step)
            now = time.monotonic()
            self.saw(now, max(0.0, now - wanted))

    def saw(self, now: float, lag: float) -> None:
        """Keep one lag, and let go of those older than a minute."""
        while self._late and (self._late[0][0] < now - 60):
            self._late.popleft()
        while self._late and self._late[-1][1] <= lag:  # never again the greatest
            self._late.pop()
        self._late.append((now, lag))
        metrics.LOOP_LAG.observe(lag)
        metrics.LOOP_LAG_MAX.set(self.worst)


def look_at_process() -> None:
    """Keep what this process takes of memory, processor and threads."""
    resident, private = memory()
    metrics.MEMORY.set(resident, part="resident")
    metrics.MEMORY.set(private, part="private")
    metrics.CPU_SECONDS.set(time.process_time())
    metrics.THREADS.set(threading.active_count())


def memory() -> tuple[int, int]:
    """Give the bytes that are resident, and those that no file or other process shares."""
    try:
        fields = Path("/proc/self/statm").read_text("ascii").split()
    except OSError:  # no Linux
        import resource  # noqa: PLC0415  # not on Windows either

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most, most
    page = os.sysconf("SC_PAGE_SIZE")
    resident, shared = int(fields[1]) * page, int(fields[2]) * page
    return resident, resident - shared
