"""Writes that are being done: a stop waits for each, so that none is cut off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from graph_api.observing import metrics


class Running:
    """Counts what is being done, in any thread."""

    def __init__(self) -> None:
        self._count = 0
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Give how many are being done now."""
        return self._count

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one more while it is being done."""
        with self._lock:
            self._count += 1
        metrics.WRITES_RUNNING.add(1)
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1
            metrics.WRITES_RUNNING.add(-1)


WRITES = Running()
"""The writes of this process."""
