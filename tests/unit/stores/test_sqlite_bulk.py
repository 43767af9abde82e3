"""What is SQLite's own about many rows: what the file holds, its plans, its locks, leftovers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph_api.domain import Scenario, Section
from graph_api.errors import StoreError, StoreUnavailableError
from graph_api.stores import SqliteStore, sql, sqlite_bulk
from graph_api.stores.base import ActorBatch, RelationBatch
from graph_api.stores.sqlite_bulk import LoadLock
from tests.contract.loading import crowd, person, relation_of, tables, tie, whole
from tests.contract.rich import large_scenario, rich_scenario


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


# What the file holds


def test_only_what_has_no_column_is_kept_as_json(store: SqliteStore, path: Path) -> None:
    people = ActorBatch([person(0), ("b", "Bea", *person(1)[2:])])
    ties = [("r1", "a0", "b", *tie(0)[3:]), ("r2", "a0", "b", *tie(0)[3:7], ("money",))]
    whole_entries = {0: relation_of(ties[0])}  # says no more than its row
    store.create_from_rows(Scenario("s"), [people], [RelationBatch(ties, whole_entries)])
    assert ask(path, "SELECT id FROM actors WHERE data = ''") == [("a0",)]
    assert ask(path, "SELECT id FROM relations WHERE data = ''") == [("r1",)]
    assert ask(path, "SELECT count(*) FROM relations WHERE data LIKE '%[\"money\"]%'") == [(1,)]


def test_the_state_of_a_reader_is_let_go_when_its_context_ends(
    store: SqliteStore, path: Path
) -> None:
    store.create_from_rows(*tables(large_scenario(1)))
    with store.rows("large-1") as stored:
        kept = stored.relations()  # kept, and so not thrown away, in the middle of its rows
        next(kept)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)


def test_large_scenarios_are_read_by_ranges_and_do_not_mix(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_bulk, "LARGE", 5)
    monkeypatch.setattr(sqlite_bulk, "ROWS", 7)
    first, second = rich_scenario("one"), large_scenario(2)
    store.create_from_rows(*tables(first))
    store.create_from_rows(*tables(second))
    ask(path, "UPDATE relations SET position = 10000 WHERE id = '关系5'")
    with store.rows("one") as stored:
        read = whole(stored)
    assert read == first
    assert list(read.relations)[-1] == "关系5"
    with store.rows(second.key) as stored:
        assert whole(stored) == second


# Plans


def plan(path: Path, statement: str, *values: object) -> str:
    with closing(sqlite3.connect(path)) as connection:
        steps = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(step[-1] for step in steps)


@pytest.mark.parametrize("section", sql.TABLE_SECTIONS)
def test_single_rows_are_found_by_an_index(
    store: SqliteStore, path: Path, section: Section
) -> None:
    key = ("s", "r1")
    changed = 5 if section is Section.ACTOR else 7
    for found in (
        plan(path, f"{sql.LOOK_UP[section]}(?, ?)", *key, "r2"),
        plan(path, sql.CHANGE[section], *[None] * changed, *key),
        plan(path, sql.REMOVE[section], *key),
    ):
        assert "(scenario=? AND id=?)" in found
        assert "SCAN" not in found


def test_what_an_actor_takes_with_it_is_found_by_an_index(store: SqliteStore, path: Path) -> None:
    """The file itself makes sure, by these look-ups, that no relation loses its actor."""
    for end in ("from_id", "to_id"):
        found = plan(path, f"SELECT 1 FROM relations WHERE scenario = ? AND {end} = ?", "s", "a")  # noqa: S608
        assert f"INDEX relations_{end.removesuffix('_id')} (scenario=? AND {end}=?)" in found


def test_rows_are_removed_and_checked_without_a_scan_of_the_file(
    store: SqliteStore, path: Path
) -> None:
    for statement in sql.REMOVE_SOME:
        found = plan(path, statement, "s", 9)
        assert "USING INTEGER PRIMARY KEY (rowid=?)" in found
        assert "(scenario=?)" in found
        assert "SCAN" not in found
    for statement in sql.EMPTY_SCENARIO:
        assert "(scenario=?)" in plan(path, statement, "s")
    assert "SCAN r" not in plan(path, sql.RELATION_WITHOUT_ACTOR, "s")
    assert plan(path, sql.RELATION_WITHOUT_ACTOR, "s").count("(scenario=? AND id=?)") == 2
    left = plan(path, sql.LEFT_OVER)
    assert "SCAN s" in left  # the list of scenarios, which is short
    assert left.count("SCAN") == 1


@pytest.mark.parametrize("section", sql.TABLE_SECTIONS)
def test_many_rows_are_read_in_the_order_of_the_file(
    store: SqliteStore, path: Path, section: Section
) -> None:
    found = plan(path, sql.READ_RANGE[section], 1, 9, "s")
    assert "INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in found
    assert "TEMP B-TREE" not in found
    assert "COVERING INDEX" in plan(path, sql.RANGE[section], "s")


# Locks and leftovers


def test_a_lock_is_held_by_one_at_a_time_within_a_process_too(path: Path) -> None:
    first, second = LoadLock(path, "键"), LoadLock(path, "键")
    assert first.take()
    assert not second.take()
    assert not second.is_free()
    assert LoadLock(path, "other").is_free()
    first.release()
    first.release()
    assert second.is_free()
    assert second.take()
    second.drop()
    assert first.take()  # the empty file that is left is no lock
    first.release()
    assert not list(path.parent.iterdir())


def test_nothing_stays_beside_the_file(store: SqliteStore, path: Path) -> None:
    store.create_from_rows(Scenario("s"), *crowd(10))
    with pytest.raises(StoreError):
        store.create_from_rows(Scenario("t"), iter(()), crowd(10)[1])
    store.delete("s", expected_revision=1)
    assert store.create(Scenario("s")) == 3
    beside = {item.name for item in path.parent.iterdir()}
    assert beside <= {path.name, f"{path.name}-wal", f"{path.name}-shm"}


def test_a_load_whose_last_transaction_fails_leaves_nothing(store: SqliteStore, path: Path) -> None:
    ask(path, "CREATE TRIGGER no BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(StoreError, match="SQLITE_CONSTRAINT_TRIGGER"):
        store.create_from_rows(Scenario("s"), *crowd(10))
    ask(path, "DROP TRIGGER no")
    assert ask(path, "SELECT count(*) FROM relations") == [(0,)]
    assert ask(path, "SELECT count(*) FROM scenarios") == [(0,)]
    assert store.create_from_rows(Scenario("s"), *crowd(10)) == 1


def test_a_removal_that_was_cut_off_goes_on_at_the_next_start(
    store: SqliteStore, path: Path
) -> None:
    store.create_from_rows(Scenario("s"), *crowd(10))
    store.create(rich_scenario())
    ask(path, "UPDATE scenarios SET deleted = 1, revision = 2 WHERE key = 's'")
    ask(
        path,
        "INSERT INTO journal SELECT scenario, 2, at, '', NULL, NULL, '[]', '[]', 1"
        " FROM journal WHERE scenario = 's'",
    )
    SqliteStore(path).close()
    assert ask(path, "SELECT count(*) FROM actors WHERE scenario = 's'") == [(0,)]
    assert [commit.deleted for commit in store.changes_since("s", 0)] == [False, True]
    assert store.load("rich") == rich_scenario()
    assert store.create(Scenario("s")) == 3


def test_a_removal_that_cannot_be_done_now_is_put_off(
    store: SqliteStore,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The journal says that the scenario is gone, so it is, though its rows are still there."""
    monkeypatch.setattr("graph_api.stores.sqlite.LARGE", 5)
    store.create_from_rows(Scenario("s"), *crowd(10))
    ask(path, "CREATE TRIGGER no BEFORE DELETE ON relations BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert store.delete("s", expected_revision=1) == 2
    assert "rows that nobody sees stay for now" in caplog.text
    SqliteStore(path).close()  # opens all the same
    assert store.scenarios() == ()
    ask(path, "DROP TRIGGER no")
    SqliteStore(path).close()
    assert ask(path, "SELECT count(*) FROM relations") == [(0,)]


def test_tables_are_refused_once_the_store_is_closed_or_its_file_is_gone(
    store: SqliteStore, path: Path
) -> None:
    for item in path.parent.iterdir():
        item.unlink()
    with pytest.raises(StoreUnavailableError, match="is gone"):
        SqliteStore.create_from_rows(fresh(store), Scenario("s"), *crowd(10))
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.create_from_rows(Scenario("s"), *crowd(10))
    assert not path.exists()


def fresh(store: SqliteStore) -> SqliteStore:
    """The store without the connections that its pool still holds to a file that is gone."""
    while store._pool._idle:
        store._pool._idle.pop().close()
    return store
