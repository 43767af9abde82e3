"""Workers that die, stop and share: a job is answered once, whatever happens to who works on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph_api.errors import BadParameterError, StoreUnavailableError, TooCostlyError
from graph_api.jobs import Answered, Errand, JobLimits, Jobs, JobState, New
from graph_api.observing import instruments
from graph_api.stores.service_db import SERVICE_FILE_NAME, ServiceDb
from graph_api.stores.service_jobs import End, JobRow, JobRows, Lease

LIMITS = JobLimits(lease_seconds=0.6, look_seconds=0.02)
NEW = New("ann", "Ann", "analyst", "{ viewer { role } }", {"x": [1, "街"]}, {"small": 3}, 7)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / SERVICE_FILE_NAME


@pytest.fixture
def db(path: Path) -> Iterator[ServiceDb]:
    db = ServiceDb(path)
    yield db
    db.close()


Open = Callable[..., Jobs]


@pytest.fixture
def open_jobs(db: ServiceDb) -> Iterator[Open]:
    opened: list[Jobs] = []

    def open_some(execute: Callable[[Errand], Answered], limits: JobLimits = LIMITS) -> Jobs:
        opened.append(Jobs(db, execute, limits))
        opened[-1].open()
        opened[-1].open()
        return opened[-1]

    yield open_some
    for jobs in opened:
        jobs.close()
        jobs.close()


def answered(errand: Errand) -> Answered:
    return Answered(f'{{"data": "{errand.row.id}"}}', revisions={"small": 4})


def waiting(errand: Errand) -> Answered:
    errand.stop.say(("waits", "等待"), ("1 of 2", "第 1 步"))
    errand.stop.advance(0.5)
    while not errand.stop.is_over:
        time.sleep(0.002)
    raise errand.stop.error()


def until(jobs: Jobs, identity: str, *states: JobState, seconds: float = 10.0) -> JobRow:
    end = time.monotonic() + seconds
    while True:
        row = jobs.get(identity, None)
        assert row is not None
        if row.state in [state.name for state in states]:
            return row
        assert time.monotonic() < end, row.state
        time.sleep(0.005)


def test_a_job_is_answered_and_kept_as_it_was_asked(open_jobs: Open) -> None:
    jobs = open_jobs(answered)
    row = until(jobs, jobs.start(NEW, 1).id, JobState.DONE)
    assert (row.owner, row.caller, row.role, row.document) == NEW_WORDS
    assert (row.variables, row.asked_at, row.answered_at) == (
        {"x": [1, "街"]},
        {"small": 3},
        {"small": 4},
    )
    assert (row.done, row.error, row.attempts, row.cost) == (1, None, 1, 7)
    assert jobs.result(row.id) == f'{{"data": "{row.id}"}}'
    assert jobs.expires(row) == (row.finished or 0) + LIMITS.keep_seconds


NEW_WORDS = (NEW.owner, NEW.caller, NEW.role, NEW.document)


def test_two_processes_share_the_work_and_do_nothing_twice(path: Path) -> None:
    seen: list[str] = []

    def noted(errand: Errand) -> Answered:
        seen.append(errand.row.id)
        return answered(errand)

    files = [ServiceDb(path), ServiceDb(path)]
    limits = replace(LIMITS, workers=2, lease_seconds=10.0)
    both = [Jobs(db, noted, limits) for db in files]
    ids = [both[0].start(NEW, 100).id for _ in range(20)]
    for jobs in both:
        jobs.open()
    for identity in ids:
        until(both[1], identity, JobState.DONE)
    for jobs, db in zip(both, files, strict=True):
        jobs.close()
        db.close()
    assert sorted(seen) == sorted(ids)


def test_a_cancelled_job_stops_at_once_in_another_process_too(open_jobs: Open) -> None:
    first, second = open_jobs(waiting), open_jobs(answered, replace(LIMITS, workers=0))
    identity = first.start(NEW, 1).id
    while not until(first, identity, JobState.RUNNING).message_en:
        time.sleep(0.005)
    began = time.monotonic()
    row = second.cancel(identity, "ann")
    assert row is not None
    assert row.state == "CANCELLED"
    while any(thread.name == "job-0" and _works(first) for thread in threading.enumerate()):
        assert time.monotonic() - began < 3
        time.sleep(0.01)
    assert second.cancel(identity, "bob") is None
    assert until(first, identity, JobState.CANCELLED).message_en == "waits; 1 of 2"


def _works(jobs: Jobs) -> bool:
    return bool(jobs._workers._errands)


def test_what_is_worked_on_is_queued_again_when_the_process_stops(open_jobs: Open) -> None:
    stopped = open_jobs(waiting)
    identity = stopped.start(NEW, 1).id
    until(stopped, identity, JobState.RUNNING)
    stopped.close()
    row = stopped.get(identity, None)
    assert row is not None
    assert (row.state, row.attempts) == ("QUEUED", 0)
    row = until(open_jobs(answered), identity, JobState.DONE)
    assert row.attempts == 1


def test_a_job_whose_worker_died_is_begun_anew_and_failed_the_second_time(
    db: ServiceDb, open_jobs: Open
) -> None:
    rows = JobRows(db)
    idle = Jobs(db, answered, LIMITS)
    once, twice = idle.start(NEW, 9).id, idle.start(NEW, 9).id
    now = time.time()
    for attempt, count in ((1, 2), (2, 1)):
        for number in range(count):
            dead = Lease(f"dead-{attempt}-{number}", 0, now - 1)
            taken = rows.take(dead, now - 2 + attempt, LIMITS.attempts)
            assert taken is not None
            if attempt == 2 and taken.id == once:
                once, twice = twice, once
    jobs = open_jobs(answered)
    assert until(jobs, once, JobState.DONE).attempts == 2
    failed = until(jobs, twice, JobState.FAILED)
    assert failed.error is not None
    assert failed.error["code"] == "INTERNAL"
    assert "ended 2 times" in failed.error["en"]


def test_who_was_taken_for_dead_cannot_write_any_more(db: ServiceDb) -> None:
    rows = JobRows(db)
    identity = Jobs(db, answered, LIMITS).start(NEW, 1).id
    slow = rows.take(Lease("slow", 0, 10.0), 5.0, 2)
    assert slow is not None
    assert rows.take(Lease("other", 0, 20.0), 9.0, 2) is None
    second = rows.take(Lease("other", 0, 20.0), 11.0, 2)
    assert second is not None
    assert second.attempts == 2
    lease = Lease("slow", 1, 30.0)
    assert not rows.tell(identity, lease, 0.9, "late", "迟")
    assert not rows.end(identity, lease, 12.0, End("DONE", "1"))
    rows.give_back(identity, lease)
    kept = rows.get(identity)
    assert kept is not None
    assert (kept.state, kept.done) == ("RUNNING", 0)
    assert rows.result(identity) is None
    assert rows.end(identity, Lease("other", 2, 30.0), 12.0, End("DONE", "2"))
    assert rows.result(identity) == "2"


def test_a_fault_ends_the_job_and_not_the_worker(
    open_jobs: Open, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(errand: Errand) -> Answered:
        if errand.row.variables:
            raise ValueError("a secret")
        raise BadParameterError("no", "不")

    jobs = open_jobs(faulty)
    row = until(jobs, jobs.start(NEW, 9).id, JobState.FAILED)
    assert row.error is not None
    assert row.error["code"] == "INTERNAL"
    assert "secret" not in str(row.error)
    assert row.id in row.error["en"]
    ours = jobs.start(replace(NEW, variables={}), 9)
    row = until(jobs, ours.id, JobState.FAILED)
    assert row.error == {"code": "BAD_PARAMETER", "en": "no", "zh": "不"}
    assert any(record.exc_info for record in caplog.records)


def test_so_many_and_no_more(db: ServiceDb) -> None:
    jobs = Jobs(db, answered, replace(LIMITS, in_all=3))
    jobs.start(NEW, 2)
    jobs.start(NEW, 2)
    with pytest.raises(TooCostlyError, match="You have 2 jobs"):
        jobs.start(NEW, 2)
    jobs.start(replace(NEW, owner="bob"), 2)
    with pytest.raises(TooCostlyError, match="There are 3 jobs"):
        jobs.start(replace(NEW, owner="eve"), 2)


def test_a_file_that_is_locked_for_a_while_loses_no_answer(
    open_jobs: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    end, failures = JobRows.end, [StoreUnavailableError("locked", "锁定")] * 2

    def failing(*given: object) -> bool:
        if failures:
            raise failures.pop()
        return end(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(JobRows, "end", failing)
    jobs = open_jobs(answered)
    assert until(jobs, jobs.start(NEW, 1).id, JobState.DONE).done == 1
    assert not failures


def test_numbers_follow_every_change_of_state(open_jobs: Open) -> None:
    instruments.switch_on()

    def standing(state: str) -> float:
        return instruments.value_of("empower_jobs", state=state) or 0.0

    def ran(outcome: str) -> float:
        labels = {"kind": "query", "outcome": outcome}
        return instruments.value_of("empower_job_seconds_count", **labels) or 0.0

    def stands(state: str, count: int) -> None:
        end = time.monotonic() + 5
        while standing(state) != count:
            assert time.monotonic() < end, (state, standing(state))
            time.sleep(0.005)

    def working(errand: Errand) -> Answered:
        return waiting(errand) if errand.row.document == "wait" else answered(errand)

    before = {outcome: ran(outcome) for outcome in ("done", "cancelled")}
    idle = open_jobs(working, replace(LIMITS, workers=0))
    slow = idle.start(replace(NEW, document="wait"), 9).id
    idle.start(NEW, 9)
    stands("queued", 2)
    jobs = open_jobs(working)
    stands("running", 1)
    jobs.cancel(slow, "ann")
    stands("cancelled", 1)
    stands("done", 1)
    assert (standing("queued"), standing("running")) == (0, 0)
    assert ran("done") == before["done"] + 1
    assert ran("cancelled") == before["cancelled"] + 1


def test_a_job_taken_again_in_the_same_process_is_worked_on_once(
    open_jobs: Open, db: ServiceDb
) -> None:
    errands: list[Errand] = []

    def begun(errand: Errand) -> Answered:
        errands.append(errand)
        return waiting(errand)

    jobs = open_jobs(begun, replace(LIMITS, workers=2))
    job = jobs.start(NEW, 1).id
    end = time.monotonic() + 5
    while len(errands) < 2 and time.monotonic() < end:  # as after a sleep, or a step of the clock
        with db.writing() as connection:
            connection.execute("UPDATE jobs SET lease = 0 WHERE state = 'RUNNING' AND attempts = 1")
        time.sleep(0.01)
    first, second = errands
    while not first.stop.is_over:
        assert time.monotonic() < end
        time.sleep(0.005)
    assert not second.stop.is_over
    jobs.cancel(job, None)
    for _ in range(2):  # neither worker is lost
        until(jobs, jobs.start(NEW, 2).id, JobState.RUNNING)


def test_a_fault_while_a_job_is_stopped_ends_no_thread(open_jobs: Open, db: ServiceDb) -> None:
    def fault() -> None:
        raise ValueError

    def begun(errand: Errand) -> Answered:
        errand.when_cancelled(fault)
        return waiting(errand)

    jobs = open_jobs(begun)
    for _ in range(3):
        job = jobs.start(NEW, 1).id
        until(jobs, job, JobState.RUNNING)
        JobRows(db).cancel(job, time.time())  # as another process does
