"""Jobs in ``service.sqlite``: the tables, and every statement on them.

A running job belongs to the worker that holds its lease. Whoever finds a lease that has run out may
take the job; what the old worker then still says is not written any more, for each of its
statements names the worker and the attempt. What a job is: `graph_api.jobs`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_api.stores.service_db import ServiceDb

TABLE = (
    """
    CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        caller TEXT NOT NULL,
        role TEXT NOT NULL,
        document TEXT NOT NULL,
        variables TEXT NOT NULL,
        asked_at TEXT NOT NULL,
        cost INTEGER NOT NULL,
        parts INTEGER NOT NULL,
        state TEXT NOT NULL
            CHECK (state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
        done REAL NOT NULL DEFAULT 0 CHECK (done BETWEEN 0 AND 1),
        message_en TEXT NOT NULL DEFAULT '',
        message_zh TEXT NOT NULL DEFAULT '',
        answered_at TEXT NOT NULL DEFAULT '{}',
        error TEXT,
        created REAL NOT NULL,
        started REAL,
        finished REAL,
        worker TEXT,
        lease REAL NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        version INTEGER NOT NULL DEFAULT 1
    ) STRICT
    """,
    """
    CREATE TABLE job_results (
        job TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
        result TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX jobs_by_owner ON jobs (owner, created, id)",
    "CREATE INDEX jobs_by_state ON jobs (state, created, id)",
)
"""What makes the tables of jobs; results lie apart, so that lists of jobs stay small to read."""

_COLUMNS = (
    "id, owner, caller, role, document, variables, asked_at, cost, parts, state, done,"
    " message_en,"
    " message_zh, answered_at, error, created, started, finished, attempts, version"
)
_GET = f"SELECT {_COLUMNS} FROM jobs WHERE id = ?"  # noqa: S608  # our own columns
_OPEN = "state IN ('QUEUED', 'RUNNING')"
_MINE = "WHERE id = ? AND state = 'RUNNING' AND worker = ? AND attempts = ?"


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as it is kept; instants are seconds since 1970.

    ``asked_at`` and ``answered_at`` give the revision of each scenario, when the job was started
    and when it was answered. ``error`` has ``code``, ``en`` and ``zh``; ``parts`` is
    how many of its fields tell how far they are.
    """

    id: str
    owner: str
    caller: str
    role: str
    document: str
    variables: Mapping[str, Any]
    asked_at: Mapping[str, int]
    cost: int
    parts: int = 1
    state: str = "QUEUED"
    done: float = 0.0
    message_en: str = ""
    message_zh: str = ""
    answered_at: Mapping[str, int] | None = None
    error: Mapping[str, Any] | None = None
    created: float = 0.0
    started: float | None = None
    finished: float | None = None
    attempts: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class End:
    """How a job ended: its state, what it answered as JSON, or why it did not."""

    state: str
    result: str | None = None
    error: Mapping[str, Any] | None = None
    answered_at: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works on a job, which try it is, and until when it is theirs."""

    worker: str
    attempts: int
    until: float


class JobRows:
    """The jobs of one ``service.sqlite``; every method is one transaction.

    Every method may raise `StoreUnavailableError` (worth retrying) or `StoreError`.
    """

    def __init__(self, db: ServiceDb) -> None:
        self._db = db

    def add(self, row: JobRow, *, per_owner: int, in_all: int) -> tuple[int, int] | None:
        """Keep a new job, unless so many are open already: then give how many are.

        The counts are those of the owner and of everybody.
        """
        with self._db.writing() as connection:
            own, every = connection.execute(
                f"SELECT count(*) FILTER (WHERE owner = ?), count(*) FROM jobs WHERE {_OPEN}",  # noqa: S608
                (row.owner,),
            ).fetchone()
            if own >= per_owner or every >= in_all:
                return own, every
            connection.execute(
                "INSERT INTO jobs (id, owner, caller, role, document, variables, asked_at, cost,"
                " parts, state, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?)",
                (
                    row.id,
                    row.owner,
                    row.caller,
                    row.role,
                    row.document,
                    _json(row.variables),
                    _json(row.asked_at),
                    row.cost,
                    row.parts,
                    row.created,
                ),
            )
        return None

    def get(self, job: str) -> JobRow | None:
        """Give a job."""
        with self._db.reading() as connection:
            found = connection.execute(_GET, (job,)).fetchone()
        return None if found is None else _row(found)

    def counts(self) -> dict[str, int]:
        """Give how many jobs are in each state that any is in."""
        with self._db.reading() as connection:
            found = connection.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall()
        return dict(found)

    def check_writable(self) -> None:
        """Make sure that the file can be written to, without writing."""
        with self._db.writing():
            pass

    def version(self, job: str) -> int | None:
        """Give the number of the last change of a job, None where it is gone."""
        with self._db.reading() as connection:
            found = connection.execute("SELECT version FROM jobs WHERE id = ?", (job,)).fetchone()
        return None if found is None else int(found[0])

    def result(self, job: str) -> str | None:
        """Give what a job answered, as JSON."""
        with self._db.reading() as connection:
            found = connection.execute(
                "SELECT result FROM job_results WHERE job = ?", (job,)
            ).fetchone()
        return None if found is None else str(found[0])

    def of(self, owner: str | None) -> tuple[JobRow, ...]:
        """List the jobs of an owner, or of everybody (None), newest first."""
        with self._db.reading() as connection:
            found = connection.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE ?1 IS NULL OR owner = ?1"  # noqa: S608
                " ORDER BY created DESC, id",
                (owner,),
            ).fetchall()
        return tuple(map(_row, found))

    def take(self, lease: Lease, now: float, most_attempts: int) -> JobRow | None:
        """Take the oldest job that nobody works on; one that was tried too often is skipped."""
        waiting = (
            "(state = 'QUEUED' OR (state = 'RUNNING' AND lease < ?)) AND attempts < ?"
            " ORDER BY created, id LIMIT 1"
        )
        statement = f"SELECT id FROM jobs WHERE {waiting}"  # noqa: S608
        with self._db.reading() as connection:  # most often there is none: then nobody is held up
            if connection.execute(statement, (now, most_attempts)).fetchone() is None:
                return None
        with self._db.writing() as connection:
            found = connection.execute(statement, (now, most_attempts)).fetchone()
            if found is None:
                return None
            connection.execute(
                "UPDATE jobs SET state = 'RUNNING', worker = ?, lease = ?, started = ?,"
                " attempts = attempts + 1, done = 0, message_en = '', message_zh = '',"
                " version = version + 1 WHERE id = ?",
                (lease.worker, lease.until, now, found[0]),
            )
            return _row(connection.execute(_GET, found).fetchone())

    def lost(self, now: float, most_attempts: int) -> tuple[JobRow, ...]:
        """List the jobs whose workers died once too often."""
        with self._db.reading() as connection:
            found = connection.execute(
                f"SELECT {_COLUMNS} FROM jobs"  # noqa: S608
                " WHERE state = 'RUNNING' AND lease < ? AND attempts >= ?",
                (now, most_attempts),
            ).fetchall()
        return tuple(map(_row, found))

    def fail_lost(self, job: str, now: float, error: Mapping[str, Any]) -> None:
        """End a job whose worker died, unless somebody did meanwhile."""
        with self._db.writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = 'FAILED', error = ?, finished = ?, version = version + 1"
                " WHERE id = ? AND state = 'RUNNING' AND lease < ?",
                (_json(error), now, job, now),
            )

    def tell(self, job: str, lease: Lease, done: float, en: str, zh: str) -> bool:
        """Renew a lease and say how far the job is; False where it is not ours any more."""
        with self._db.writing() as connection:
            said = (done, en, zh)
            changed = connection.execute(
                "UPDATE jobs SET version = version + (done <> ?3 OR message_en <> ?4),"
                " lease = ?2, done = ?3, message_en = ?4, message_zh = ?5"
                " WHERE id = ?1 AND state = 'RUNNING' AND worker = ?6 AND attempts = ?7",
                (job, lease.until, *said, lease.worker, lease.attempts),
            ).rowcount
        return changed == 1

    def end(self, job: str, lease: Lease, now: float, end: End) -> bool:
        """Keep how a job ended; False where it is not ours any more, and nothing was kept."""
        with self._db.writing() as connection:
            changed = connection.execute(
                "UPDATE jobs SET state = ?, error = ?, answered_at = ?, finished = ?,"  # noqa: S608
                " done = CASE WHEN ? THEN 1 ELSE done END, worker = NULL, lease = 0,"
                f" version = version + 1 {_MINE}",
                (
                    end.state,
                    None if end.error is None else _json(end.error),
                    _json(end.answered_at or {}),
                    now,
                    end.state == "DONE",
                    job,
                    lease.worker,
                    lease.attempts,
                ),
            ).rowcount
            if changed and end.result is not None:
                connection.execute("INSERT INTO job_results VALUES (?, ?)", (job, end.result))
        return bool(changed)

    def give_back(self, job: str, lease: Lease) -> None:
        """Queue a job again whose worker stops in good order; this try does not count."""
        with self._db.writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = 'QUEUED', worker = NULL, lease = 0, done = 0,"  # noqa: S608
                f" attempts = attempts - 1, version = version + 1 {_MINE}",
                (job, lease.worker, lease.attempts),
            )

    def cancel(self, job: str, now: float) -> None:
        """End a job that is open; one that has ended stays as it is."""
        with self._db.writing() as connection:
            connection.execute(
                "UPDATE jobs SET state = 'CANCELLED', finished = ?, worker = NULL, lease = 0,"  # noqa: S608
                f" version = version + 1 WHERE id = ? AND {_OPEN}",
                (now, job),
            )

    def remove_before(self, instant: float) -> int:
        """Take away the jobs that ended before an instant, and give how many they were."""
        with self._db.writing() as connection:
            return connection.execute("DELETE FROM jobs WHERE finished < ?", (instant,)).rowcount


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _row(columns: sqlite3.Row | tuple[Any, ...]) -> JobRow:
    values = list(columns)
    for place in (5, 6, 13, 14):
        values[place] = None if values[place] is None else json.loads(values[place])
    return JobRow(*values)
