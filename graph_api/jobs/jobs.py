"""What can be done with jobs: start, cancel, list, find, wait for a change."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_api.errors import TooCostlyError
from graph_api.jobs.errand import Execute
from graph_api.jobs.running import Workers
from graph_api.jobs.words import JobLimits
from graph_api.stores.service_db import ServiceDb
from graph_api.stores.service_jobs import JobRow, JobRows


@dataclass(frozen=True, slots=True)
class New:
    """A job to be started.

    ``owner`` tells callers apart, ``caller`` and ``role`` are what the job runs as; ``asked_at``
    gives the revision of each scenario that the document names; ``cost`` is its price, ``parts``
    how many of its fields tell how far they are.
    """

    owner: str
    caller: str
    role: str
    document: str
    variables: Mapping[str, Any]
    asked_at: Mapping[str, int]
    cost: int
    parts: int = 1


class Jobs:
    """The jobs of this service; several processes may share the file.

    Parameters
    ----------
    db
        Where they are kept.
    execute
        Executes the document of one job.
    limits
        How many, how long, how large.
    clock
        Gives seconds since 1970.

    """

    def __init__(
        self,
        db: ServiceDb,
        execute: Execute,
        limits: JobLimits = JobLimits(),  # noqa: B008  # frozen
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.limits = limits
        self._rows = JobRows(db)
        self._clock = clock
        self._workers = Workers(self._rows, execute, limits, clock)

    def open(self) -> None:
        """Start the workers; they take up what an earlier process left. Twice is harmless."""
        self._workers.open()

    def close(self) -> None:
        """Stop the workers; what they were at is queued again. Twice is harmless."""
        self._workers.close()

    def start(self, new: New, per_owner: int) -> JobRow:
        """Queue a job, unless ``per_owner`` jobs of this owner are open already.

        Raises
        ------
        TooCostlyError
            If this caller, or everybody together, has as many open as there may be.

        """
        row = JobRow(
            id=secrets.token_hex(12),
            owner=new.owner,
            caller=new.caller,
            role=new.role,
            document=new.document,
            variables=new.variables,
            asked_at=new.asked_at,
            cost=new.cost,
            parts=new.parts,
            created=self._clock(),
        )
        full = self._rows.add(row, per_owner=per_owner, in_all=self.limits.in_all)
        if full is not None:
            raise _too_many(full, per_owner, self.limits.in_all)
        self._workers.count()
        self._workers.wake()
        return row

    def cancel(self, job: str, owner: str | None) -> JobRow | None:
        """End a job and give it as it stands then; None where this owner has no such job.

        What computes stops at once in this process, in another one within a second or two. A job
        that has ended stays as it is. ``owner`` None: anybody's.
        """
        row = self.get(job, owner)
        if row is None:
            return None
        self._rows.cancel(job, self._clock())
        self._workers.cancel(job)
        self._workers.count()
        return self.get(job, owner)

    def get(self, job: str, owner: str | None) -> JobRow | None:
        """Give a job; None where this owner (None: anybody) has no such job."""
        row = self._rows.get(job)
        return row if row is not None and owner in (None, row.owner) else None

    def of(self, owner: str | None) -> tuple[JobRow, ...]:
        """List the jobs of an owner (None: of everybody), newest first."""
        return self._rows.of(owner)

    def check(self) -> dict[str, str]:
        """Make sure that jobs can be kept: the file can be written to; there is nothing to tell."""
        self._rows.check_writable()
        return {}

    def count(self) -> None:
        """Bring the numbers of jobs by state up to date."""
        self._workers.count()

    def result(self, job: str) -> str | None:
        """Give what a job answered, as JSON; None where it has not."""
        return self._rows.result(job)

    def version(self, job: str) -> int | None:
        """Give a number that rises with every change of a job; None once it is gone."""
        return self._rows.version(job)

    def expires(self, row: JobRow) -> float | None:
        """Give the instant at which an ended job is taken away."""
        return None if row.finished is None else row.finished + self.limits.keep_seconds


def _too_many(counts: tuple[int, int], per_owner: int, in_all: int) -> TooCostlyError:
    own, every = counts
    if own >= per_owner:
        return TooCostlyError(
            f"You have {own} jobs that are queued or running; the limit is {per_owner}."
            " Wait for one of them, or cancel one (cancelJob).",
            f"您已有 {own} 个排队或运行中的作业，上限为 {per_owner}。"
            "请等待其中之一完成，或用 cancelJob 取消。",
            jobs=own,
            limit=per_owner,
        )
    return TooCostlyError(
        f"There are {every} jobs queued or running in all; the limit is {in_all}. Try again later.",
        f"全部排队或运行中的作业已有 {every} 个，上限为 {in_all}。请稍后再试。",
        jobs=every,
        limit=in_all,
    )
