"""The workers of this process: they take jobs, renew what they hold, and stop in good order."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from graph_api.errors import GraphApiError, StoreError
from graph_api.jobs.errand import Answered, Errand, Execute
from graph_api.jobs.words import JobLimits, JobState
from graph_api.observing import metrics, traces
from graph_api.stores.service_jobs import End, JobRow, JobRows, Lease

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

CLEAN_SECONDS = 60.0
"""How often old jobs are looked for."""

STOP_SECONDS = 5.0
"""How long closing waits for a worker."""


class Workers:
    """Some threads that work on jobs, and one that tells how far they are.

    A worker that dies takes its process with it; the lease of its job then runs out, and another
    process, or this one started again, begins the job anew.
    """

    def __init__(
        self, rows: JobRows, execute: Execute, limits: JobLimits, clock: Callable[[], float]
    ) -> None:
        self._rows = rows
        self._execute = execute
        self._limits = limits
        self._clock = clock
        self._name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._errands: set[Errand] = set()  # two of one job, where its lease ran out under us
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []
        self._cleaned = 0.0

    def open(self) -> None:
        """Start the threads."""
        with self._lock:
            if self._threads or self._closed.is_set():
                return
            names = [("job-teller", self._tell_on)]
            names += [(f"job-{n}", self._work_on) for n in range(self._limits.workers)]
            self._threads = [
                threading.Thread(target=target, name=name, daemon=True) for name, target in names
            ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Tell that there is work."""
        self._work.set()

    def count(self) -> None:
        """Bring the numbers of jobs by state up to date."""
        counts = _safely(self._rows.counts)
        if counts is not None:
            for state in JobState:
                metrics.JOBS.set(counts.get(state.value, 0), state=state.value.lower())

    def cancel(self, job: str) -> None:
        """Stop working on a job, if it is one of ours."""
        with self._lock:
            errands = [errand for errand in self._errands if errand.row.id == job]
        for errand in errands:
            _safely(errand.cancel)

    def close(self) -> None:
        """Give back what is worked on, stop it, and end the threads."""
        self._closed.set()
        self._work.set()
        with self._lock:
            errands, threads = [*self._errands], self._threads
            self._threads = []
        for errand in errands:
            _safely(self._rows.give_back, errand.row.id, errand.lease)
            _safely(errand.cancel)
        end = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _work_on(self) -> None:
        """Take jobs one after another until closed."""
        while not self._closed.is_set():
            taken = _safely(self._take)
            if taken is None:
                self._work.wait(self._limits.look_seconds)
                self._work.clear()
                continue
            _safely(self._do, taken)

    def _take(self) -> Errand | None:
        now = self._clock()
        lease = Lease(self._name, 0, now + self._limits.lease_seconds)
        row = self._rows.take(lease, now, self._limits.attempts)
        if row is None:
            return None
        lease = Lease(self._name, row.attempts, lease.until)
        return Errand(row, lease, self._limits.seconds)

    def _do(self, errand: Errand) -> None:
        row = errand.row
        with self._lock:
            self._errands.add(errand)
            too_late = self._closed.is_set()
        if too_late:  # taken while the others were given back
            _safely(self._rows.give_back, row.id, errand.lease)
            return
        began = time.monotonic()
        self.count()
        try:
            with traces.span("job", job="query") as span:
                end = self._ended(errand)
                span.set(outcome=(end.error or {}).get("code", "ok"))
        finally:
            with self._lock:
                self._errands.discard(errand)
        state = end.state if self._keep(errand, end) else self._left(row.id)
        metrics.JOB_SECONDS.observe(time.monotonic() - began, kind="query", outcome=state.lower())
        self.count()
        logger.info(
            "job=%s state=%s attempt=%d milliseconds=%.1f outcome=%s",
            row.id,
            state,
            row.attempts,
            (time.monotonic() - began) * 1000,
            (end.error or {}).get("code", "ok"),
        )

    def _ended(self, errand: Errand) -> End:
        """Execute a document and say how that ended."""
        try:
            answered = self._execute(errand)
        except GraphApiError as error:
            told = error.told_outside()
            answered = Answered(None, {"code": told.code, "en": told.en, "zh": told.zh})
        except Exception:  # a fault of ours ends this job, never the worker
            logger.exception("job=%s failed in a way that was not foreseen", errand.row.id)
            answered = Answered(None, _internal(errand.row))
        size = len((answered.result or "").encode())
        if size > self._limits.max_result_bytes:
            return End("FAILED", error=_too_large(size, self._limits))
        state = "DONE" if answered.error is None else "FAILED"
        return End(state, answered.result, answered.error, answered.revisions)

    def _keep(self, errand: Errand, end: End) -> bool:
        """Keep an end; where the file is locked or the disk full, as long as the job is ours."""
        while not self._closed.is_set():
            try:
                return self._rows.end(errand.row.id, errand.lease, self._clock(), end)
            except StoreError as error:
                logger.warning("job=%s its end could not be kept: %s", errand.row.id, error.en)
                if self._clock() > errand.lease.until:
                    break
                self._closed.wait(self._limits.look_seconds)
        return False

    def _left(self, job: str) -> str:
        """Tell what became of a job whose end is not ours to say: cancelled, or queued again."""
        row = _safely(self._rows.get, job)
        return "CANCELLED" if row is not None and row.state == "CANCELLED" else "NOT_OURS"

    def _tell_on(self) -> None:
        """Renew leases, tell how far the jobs are, end what was lost, remove what is old."""
        pause = min(self._limits.look_seconds, self._limits.lease_seconds / 4)
        while not self._closed.wait(pause):
            with self._lock:
                errands = [*self._errands]
            for errand in errands:
                _safely(self._tell, errand)
            _safely(self._end_lost)
            _safely(self._clean)

    def _tell(self, errand: Errand) -> None:
        lease = Lease(
            errand.lease.worker, errand.lease.attempts, self._clock() + self._limits.lease_seconds
        )
        if self._rows.tell(errand.row.id, lease, errand.done, *errand.message):
            errand.lease = lease
        else:
            errand.cancel()  # cancelled by another process, or taken for dead

    def _end_lost(self) -> None:
        now = self._clock()
        for row in self._rows.lost(now, self._limits.attempts):
            self._rows.fail_lost(row.id, now, _died(row))

    def _clean(self) -> None:
        now = self._clock()
        if now - self._cleaned >= min(CLEAN_SECONDS, self._limits.keep_seconds):
            self._cleaned = now
            self._rows.remove_before(now - self._limits.keep_seconds)


def _safely(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Do something that may fail, and will be tried again."""
    try:
        return function(*args, **kwargs)
    except StoreError as error:
        logger.warning("jobs: %s", error.en)
    except Exception:  # a fault of ours: the thread goes on, or no lease would be renewed any more
        logger.exception("jobs: something failed in a way that was not foreseen")
    return None


def _internal(row: JobRow) -> dict[str, str]:
    return {
        "code": "INTERNAL",
        "en": f"The service failed to answer this; quote the id of the job ({row.id}) when you"
        " report it.",
        "zh": f"服务内部错误；报告时请附上作业编号（{row.id}）。",
    }


def _died(row: JobRow) -> dict[str, str]:
    return {
        "code": "INTERNAL",
        "en": f"The process that worked on this job ended {row.attempts} times while it did"
        " (killed, or out of memory); it is not tried again. Ask for less in one job.",
        "zh": f"处理该作业的进程已 {row.attempts} 次在运行中终止（被杀死或内存不足），不再重试。"
        "请缩小单个作业的范围。",
    }


def _too_large(size: int, limits: JobLimits) -> dict[str, str]:
    most = limits.max_result_bytes
    return {
        "code": "TOO_COSTLY",
        "en": f"The answer has {size} bytes; the limit of a job is {most}. Ask for fewer fields or"
        " smaller pages, or export tables (`empower export`).",
        "zh": f"答案有 {size} 字节，单个作业的上限为 {most}。请减少字段或缩小分页，"
        "或导出表格（`empower export`）。",
    }
