"""What is SQLite's own: files of others, versions, locks, full disks, what is gone or broken."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph_api.domain import ChangeSet, Edit, Parameter, Scenario, Section
from graph_api.errors import StoreError, StoreUnavailableError
from graph_api.stores import SqliteStore, sqlite_schema
from graph_api.stores.sqlite import migrate
from graph_api.stores.sqlite_errors import sqlite_error
from graph_api.stores.sqlite_schema import SCHEMA, SqliteSchema
from tests.contract.rich import large_scenario, rich_scenario

ROOT = Path(__file__).parents[3]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def refused(path: Path, schema: SqliteSchema = SCHEMA) -> StoreError:
    """Open a file that cannot be opened and give the error; every one speaks Chinese too."""
    with pytest.raises(StoreError) as caught:
        SqliteStore(path, schema=schema)
    assert str(path) in caught.value.en
    assert str(path) in caught.value.zh
    return caught.value


# What people see


def test_it_tells_what_and_where_it_is(store: SqliteStore, path: Path) -> None:
    assert (store.kind, store.location) == ("sqlite", str(path))
    store.ping()


def test_the_file_can_be_asked_by_hand(store: SqliteStore, path: Path) -> None:
    store.create(rich_scenario())
    found = ask(path, "SELECT from_id, to_id, low, best, high FROM relations WHERE id = 'r1'")
    assert found == [("居民", "zz_office", 0.0, 0.1, 0.12)]
    assert ask(path, "SELECT stateness FROM actors WHERE id = '委员会'") == [(0.5,)]
    assert ask(path, "SELECT best FROM relations WHERE id = 'r3'") == [(None,)]


def test_the_file_has_the_settings_that_the_promises_rest_on(
    store: SqliteStore, path: Path
) -> None:
    assert ask(path, "PRAGMA journal_mode") == [("wal",)]
    with closing(sqlite_schema.connect(path)) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_the_clock_is_passed_in(path: Path) -> None:
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    store = SqliteStore(path, clock=lambda: noon)
    store.create(Scenario("s"))
    assert store.changes_since("s", 0)[0].at == noon
    store.close()


# Files of others


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    run_sql(path, "CREATE TABLE theirs (a)")
    before = path.read_bytes()
    assert "another program" in refused(path).en
    with pytest.raises(StoreError, match="another program"):
        migrate(path)
    assert path.read_bytes() == before


def test_a_database_with_another_number_is_left_alone(path: Path) -> None:
    run_sql(path, "PRAGMA user_version = 7")
    assert "another program" in refused(path).en


def test_an_empty_file_becomes_a_store_and_nothing_to_migrate(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match="another program, or is empty"):
        migrate(path)
    SqliteStore(path).close()
    assert migrate(path) == (SCHEMA.version, SCHEMA.version)


def test_what_is_no_database_is_left_alone(path: Path) -> None:
    path.write_bytes(b"not a database, " * 100)
    error = refused(path)
    assert "is not a SQLite database" in error.en
    assert error.details["reason"] == "SQLITE_NOTADB"
    assert path.read_bytes() == b"not a database, " * 100


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    assert "folder is missing" in refused(tmp_path / "no" / "graph.sqlite").en


def test_a_damaged_file_is_said(path: Path) -> None:
    store = SqliteStore(path)
    store.create(large_scenario(1))
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as file:  # the head stays whole, the rest is overwritten
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))
    damaged = SqliteStore(path)
    with pytest.raises(StoreError, match=r"is damaged\. Stop the service"):
        damaged.load("large-1")
    damaged.close()


# Versions


def version(number: int, **steps: str) -> SqliteSchema:
    """A schema of a later version, with one statement as the step to each."""
    return SqliteSchema(
        number,
        SCHEMA.tables,
        {
            int(name.removeprefix("from_")): (
                name,
                lambda connection, text=text: connection.execute(text),  # type: ignore[misc]  # bound now
            )
            for name, text in steps.items()
        },
    )


THIRD = version(
    3,
    from_1="ALTER TABLE scenarios ADD COLUMN colour TEXT",
    from_2="UPDATE scenarios SET colour = 'red'",
)


def test_an_older_file_is_refused_until_it_is_migrated(path: Path) -> None:
    SqliteStore(path).close()
    error = refused(path, THIRD)
    assert "schema version 1; this program needs 3" in error.en
    assert "empower migrate" in error.zh


def test_a_newer_file_is_refused_and_left_alone(path: Path) -> None:
    SqliteStore(path, schema=version(2)).close()
    before = path.read_bytes()
    assert "newer program (schema version 2; this one knows 1)" in refused(path).en
    with pytest.raises(StoreError, match="newer program"):
        migrate(path)
    assert path.read_bytes() == before


def test_a_migration_takes_every_step_and_keeps_the_file_as_it_was(path: Path) -> None:
    store = SqliteStore(path)
    store.create(rich_scenario(), text="text")
    store.close()
    assert migrate(path, THIRD) == (1, 3)
    assert ask(path, "SELECT key, colour FROM scenarios") == [("rich", "red")]
    names = ask(path, "SELECT version, name FROM migrations ORDER BY version")
    assert names == [(1, "made"), (2, "from_1"), (3, "from_2")]
    newer = SqliteStore(path, schema=THIRD)
    assert newer.load("rich") == rich_scenario()
    newer.close()
    copy = SqliteStore(path.with_name("graph.sqlite.v1"))  # still a store of version 1
    assert copy.load("rich") == rich_scenario()
    assert copy.text("rich") == "text"
    copy.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    store = SqliteStore(path)
    store.create(rich_scenario())
    store.close()
    broken = version(3, from_1="ALTER TABLE scenarios ADD COLUMN colour TEXT", from_2="NONSENSE")
    with pytest.raises(StoreError, match="not foreseen"):
        migrate(path, broken)
    store = SqliteStore(path)
    assert store.load("rich") == rich_scenario()
    store.close()
    with pytest.raises(sqlite3.OperationalError, match="colour"):
        ask(path, "SELECT colour FROM scenarios")


def test_a_step_that_tears_relations_from_actors_is_taken_back(path: Path) -> None:
    store = SqliteStore(path)
    store.create(rich_scenario())
    store.close()
    with pytest.raises(StoreError, match="relations without their actors"):
        migrate(path, version(2, from_1="DELETE FROM actors"))
    store = SqliteStore(path)
    assert store.load("rich") == rich_scenario()
    store.close()


def test_nothing_to_migrate_where_there_is_no_file(path: Path) -> None:
    with pytest.raises(StoreError, match="nothing to migrate"):
        migrate(path)
    assert not path.exists()


def test_an_old_sqlite_library_is_said_with_what_to_do() -> None:
    with pytest.raises(StoreError, match=r"SQLite 3\.36\.0.*needs 3\.37\.0 or newer"):
        sqlite_schema._require_version((3, 36, 0))
    sqlite_schema._require_version((3, 37, 0))


# Locks, full disks, files that go away


def test_a_file_that_another_process_holds_is_said_and_worth_retrying(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_schema, "BUSY_SECONDS", 0.1)
    store.create(Scenario("s"))
    other = SqliteStore(path)  # a connection that waits as short as said
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="locked by another process"):
            other.create(Scenario("t"))
        assert other.load("s") == Scenario("s")  # readers wait for nobody
        holder.execute("ROLLBACK")
    assert other.create(Scenario("t")) == 1
    other.close()


def test_a_full_disk_is_said_and_leaves_what_was(store: SqliteStore, path: Path) -> None:
    store.create(rich_scenario())
    with closing(store._pool._take()) as connection:  # what the pool lends: here it may not grow
        connection.execute("PRAGMA max_page_count = 1")  # the file as it is, and no page more
        store._pool._put_back(connection)
        with pytest.raises(StoreUnavailableError, match="the disk is full"):
            store.create(large_scenario(1), text="x" * 100_000)
    assert [info.key for info in store.scenarios()] == ["rich"]
    assert store.create(large_scenario(1)) == 1  # and goes on once there is room


def test_a_file_that_is_gone_is_not_made_anew(store: SqliteStore, path: Path) -> None:
    store.create(rich_scenario())
    kept = path.with_name("kept")
    with closing(SqliteStore(path)) as fresh:  # no connection open yet
        path.rename(kept)
        with pytest.raises(StoreUnavailableError, match="is gone: put it back"):
            fresh.load("rich")
        assert not path.exists()
        kept.rename(path)
        assert fresh.load("rich") == rich_scenario()


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    assert "cannot be opened" in refused(tmp_path).en


def test_a_file_that_may_only_be_read_is_said(path: Path) -> None:
    SqliteStore(path).close()
    with (
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as reader,
        pytest.raises(sqlite3.OperationalError) as caught,
    ):
        reader.execute("DELETE FROM migrations")
    error = sqlite_error(caught.value, path)
    assert "may not be written" in error.en
    assert error.details == {"path": str(path), "reason": "SQLITE_READONLY"}


def test_an_error_that_nobody_foresaw_is_still_a_store_error(path: Path) -> None:
    error = sqlite_error(sqlite3.ProgrammingError("odd"), path)
    assert type(error) is StoreError
    assert "Please report this" in error.en


def test_a_closed_store_says_so(path: Path) -> None:
    store = SqliteStore(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="was closed; open it again"):
        store.scenarios()


def test_closing_while_another_thread_reads_closes_its_connection_too(path: Path) -> None:
    store = SqliteStore(path)
    lent, closed = threading.Event(), threading.Event()

    def read() -> None:
        with store._pool.reading() as connection:
            lent.set()
            closed.wait(10)
            connection.execute("SELECT 1")

    reader = threading.Thread(target=read)
    reader.start()
    lent.wait(10)
    store.close()
    closed.set()
    reader.join()
    assert store._pool._idle == []


def test_a_file_system_without_a_write_ahead_log_is_said(path: Path) -> None:
    SqliteStore(path).close()
    with (
        closing(sqlite3.connect(":memory:")) as connection,  # keeps no such log either
        pytest.raises(StoreUnavailableError, match="put the data folder on a local disk"),
    ):
        sqlite_schema._write_ahead(connection, path)


def test_a_row_that_somebody_else_wrote_is_named(store: SqliteStore, path: Path) -> None:
    store.create(rich_scenario())
    run_sql(path, "UPDATE relations SET data = '{}' WHERE id = 'r1'")
    with pytest.raises(StoreError, match="relation 'r1' cannot be read"):
        store.load("rich")
    run_sql(path, "UPDATE journal SET edits = '[{}]'")
    with pytest.raises(StoreError, match="journal entry 1 cannot be read"):
        store.changes_since("rich", 0)


def test_only_the_rows_of_a_change_set_are_written(store: SqliteStore, path: Path) -> None:
    scenario = large_scenario(1)
    store.create(scenario)
    run_sql(
        path,
        "CREATE TABLE writes (id TEXT)",
        "CREATE TRIGGER seen AFTER UPDATE ON relations BEGIN"
        " INSERT INTO writes VALUES (new.id); END",
        "CREATE TRIGGER seen_too AFTER INSERT ON relations BEGIN"
        " INSERT INTO writes VALUES (new.id); END",
    )
    (first, *_) = scenario.relations.values()
    edit = Edit(Section.RELATION, first.id, first, replace(first, strength=None))
    store.apply(scenario.key, ChangeSet((edit,)), expected_revision=1)
    assert ask(path, "SELECT id FROM writes") == [(first.id,)]


def test_two_processes_that_open_a_new_file_at_once_both_get_it(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from graph_api.stores import SqliteStore;"
        "from graph_api.domain import Scenario;"
        "path = Path(sys.argv[1]); print('ready', flush=True); sys.stdin.readline();"
        "SqliteStore(path).create(Scenario(sys.argv[2])); print('done')"
    )
    processes = [
        subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-c", program, str(path), name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b", "c")
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    said = []
    for process in processes:  # all wait at the start; now they go
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        out, _ = process.communicate(timeout=60)
        said.append(out)
    assert said == ["done\n"] * 3
    store = SqliteStore(path)
    assert [info.key for info in store.scenarios()] == ["a", "b", "c"]
    store.close()
    assert ask(path, "SELECT count(*) FROM migrations") == [(1,)]


def test_a_number_that_json_cannot_keep_exactly_is_kept_exactly(store: SqliteStore) -> None:
    odd = {
        str(number): Parameter(str(number), value, "index")
        for number, value in enumerate(
            (0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0, 123456789.123456789)
        )
    }
    store.create(Scenario("s", parameters=odd))
    assert [repr(item.value) for item in store.load("s").parameters.values()] == [
        repr(item.value) for item in odd.values()
    ]
