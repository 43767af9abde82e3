"""The states of a job, and what bounds jobs."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain.words import Word


class JobState(Word):
    """Where a job stands; the last three are final."""

    QUEUED = "QUEUED", "queued", "排队中", "Waits for a worker."
    RUNNING = "RUNNING", "running", "运行中", "A worker is at it."
    DONE = "DONE", "done", "已完成", "Answered; `result` holds the answer."
    FAILED = "FAILED", "failed", "失败", "Ended without a whole answer; `error` says why."
    CANCELLED = "CANCELLED", "cancelled", "已取消", "Ended because somebody asked for it."

    @property
    def is_final(self) -> bool:
        """Tell whether the job has ended.

        Examples
        --------
        >>> JobState.RUNNING.is_final, JobState.FAILED.is_final
        (False, True)

        """
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobLimits:
    """How many jobs there may be, how long they take and are kept.

    Attributes
    ----------
    in_all
        How many may be queued or running, of everybody together; how many of one caller, the
        caller's limits say.
    seconds
        How long one may run.
    keep_seconds
        How long an ended one is kept.
    max_result_bytes
        How large an answer may be.
    workers
        How many this process works on at once.
    lease_seconds
        A worker that did not renew its lease for so long is taken to be dead.
    attempts
        How often a job is begun whose workers die.
    look_seconds
        How often a worker that has nothing to do looks for work of other processes.

    """

    in_all: int = 50
    seconds: float = 3_600.0
    keep_seconds: float = 86_400.0
    max_result_bytes: int = 16_000_000
    workers: int = 1
    lease_seconds: float = 6.0
    attempts: int = 2
    look_seconds: float = 1.0
