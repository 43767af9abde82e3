"""One job while it is worked on: its time, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from graph_api.scoring import stopping
from graph_api.stores.service_jobs import JobRow, Lease


@dataclass(frozen=True, slots=True)
class Answered:
    """What executing a document gave.

    ``result`` is the answer as JSON. ``error`` is None for a whole answer, else it has ``code``,
    ``en`` and ``zh`` of the first error. ``revisions`` gives each scenario's, as it was read.
    """

    result: str | None
    error: Mapping[str, Any] | None = None
    revisions: Mapping[str, int] | None = None


class Errand:
    """A job in the hands of a worker.

    Attributes
    ----------
    row
        The job.
    lease
        What makes it ours.
    stop
        Its time, and how far it is; whatever computes looks at it.

    """

    def __init__(self, row: JobRow, lease: Lease, seconds: float) -> None:
        self.row = row
        self.lease = lease
        self.stop = stopping.Stop(seconds)
        self._at_end: list[Callable[[], object]] = []

    @property
    def done(self) -> float:
        """Give the share that is done, in [0, 1), as far as what computes has told."""
        return min(self.stop.done(self.row.parts), 0.999)

    @property
    def message(self) -> stopping.Words:
        """Give what it is at and how far, in both languages; empty before it has said anything."""
        stage, part = self.stop.stage, self.stop.part
        en, zh = (
            mark.join(filter(None, words))
            for mark, words in zip(("; ", "；"), zip(stage, part, strict=True), strict=True)
        )
        return en, zh

    def cancel(self) -> None:
        """End it at once: compiled loops see the flag, waiting code is told."""
        self.stop.cancel()
        for told in [*self._at_end]:
            with suppress(RuntimeError):  # it ended by itself meanwhile
                told()

    def when_cancelled(self, told: Callable[[], object]) -> None:
        """Have something called when it is cancelled, from another thread; at once if it was."""
        self._at_end.append(told)
        if self.stop.is_over:
            told()


Execute = Callable[[Errand], Answered]
"""Executes the document of a job in this thread, within its time."""
