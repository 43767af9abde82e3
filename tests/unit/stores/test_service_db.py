"""``service.sqlite``: one file for what the service keeps of its own, whoever else has it open."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph_api.errors import DeadlineExceededError, StoreError, StoreUnavailableError
from graph_api.scoring import stopping
from graph_api.stores import FILE_NAME, SqliteStore
from graph_api.stores.service_db import SCHEMA, SERVICE_FILE_NAME, ServiceDb

ADD = (
    "INSERT INTO jobs (id, owner, caller, role, document, variables, asked_at, cost, parts,"
    " state, created) VALUES (?, 'o', 'c', 'analyst', '{}', '{}', '{}', 1, 1, 'QUEUED', 0)"
)
COUNT = "SELECT count(*) FROM jobs"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / SERVICE_FILE_NAME


@pytest.fixture
def db(path: Path) -> Iterator[ServiceDb]:
    db = ServiceDb(path)
    yield db
    db.close()


def count(db: ServiceDb) -> int:
    with db.reading() as connection:
        found: int = connection.execute(COUNT).fetchone()[0]
    return found


def test_it_is_made_for_its_owner_alone_with_every_commit_on_the_disk(
    db: ServiceDb, path: Path
) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with db.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_what_fails_leaves_nothing_behind(db: ServiceDb) -> None:
    def add(*ids: str) -> None:
        with db.writing() as connection:
            for identity in ids:
                connection.execute(ADD, (identity,))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add("a")
    with pytest.raises(StoreError, match="refused the change set"):
        add("a", "a")
    assert count(db) == 0


def test_many_threads_and_processes_write_at_once(db: ServiceDb, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graph_api.stores.service_db import ServiceDb\n"
        "db = ServiceDb(Path(sys.argv[1]))\n"
        "for n in range(20):\n"
        f"    with db.writing() as c: c.execute({ADD!r}, (f'p{{n}}',))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(path)])  # noqa: S603

    def write(name: str) -> None:
        for number in range(20):
            with db.writing() as connection:
                connection.execute(ADD, (f"{name}{number}",))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert process.wait(60) == 0
    assert count(db) == 80


def test_an_older_file_is_brought_up_when_it_is_opened_and_a_newer_one_is_refused(
    path: Path,
) -> None:
    ServiceDb(path).close()
    step = "more", lambda connection: connection.execute("CREATE TABLE more (x TEXT) STRICT")
    newer = replace(SCHEMA, version=SCHEMA.version + 1, steps={SCHEMA.version: step})
    db = ServiceDb(path, schema=newer)
    with db.reading() as connection:
        assert connection.execute("SELECT count(*) FROM more").fetchone() == (0,)
    db.close()
    with pytest.raises(StoreError, match="newer program"):
        ServiceDb(path)


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    ServiceDb(path).close()

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE jobs")
        connection.execute("nonsense")

    newer = replace(SCHEMA, version=SCHEMA.version + 1, steps={SCHEMA.version: ("bad", fail)})
    with pytest.raises(StoreError):
        ServiceDb(path, schema=newer)
    db = ServiceDb(path)
    assert count(db) == 0
    db.close()


def test_the_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path / FILE_NAME).close()
    with pytest.raises(StoreError, match="another program"):
        ServiceDb(tmp_path / FILE_NAME)
    text = tmp_path / "text"
    text.write_text("no database, but long enough to be looked at" * 20)
    with pytest.raises(StoreError, match="not a SQLite database"):
        ServiceDb(text)
    with pytest.raises(StoreError, match="another program"):
        SqliteStore_of(tmp_path)


def SqliteStore_of(folder: Path) -> None:  # noqa: N802  # reads as what it opens
    ServiceDb(folder / SERVICE_FILE_NAME).close()
    SqliteStore(folder / SERVICE_FILE_NAME)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        ServiceDb(tmp_path / "file" / SERVICE_FILE_NAME)


def test_a_lock_that_stays_is_worth_trying_again(
    db: ServiceDb, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_api.stores.sqlite_schema.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="locked"), db.writing():
            pass
        other.execute("ROLLBACK")


def test_a_closed_one_says_so(path: Path) -> None:
    db = ServiceDb(path)
    db.close()
    db.close()
    with pytest.raises(StoreError, match="was closed"):
        count(db)


SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def test_a_long_statement_ends_with_the_question_it_is_for(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / FILE_NAME)
    began = time.monotonic()
    with (
        stopping.within(0.1),
        pytest.raises(DeadlineExceededError),
        store._pool.reading() as connection,
    ):
        connection.execute(SLOW).fetchone()
    assert time.monotonic() - began < 2
    assert store.scenarios() == ()
    store.close()


def test_what_the_service_reads_for_itself_has_no_deadline(db: ServiceDb) -> None:
    with stopping.within(1) as stop:
        stop.cancel()
        assert count(db) == 0
