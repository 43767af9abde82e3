"""Backups between stores: a scenario moves with its whole history, and nothing moves by halves."""

from __future__ import annotations

import gzip
import itertools
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from graph_api.domain import ActorId, RelationId, RemoveActor, Scenario, SetRelation
from graph_api.domain.edits import edited
from graph_api.errors import ScenarioExistsError, UnknownScenarioError
from graph_api.exchange import backup
from graph_api.exchange.backup import restoring
from graph_api.service import Service
from graph_api.stores import SqliteStore, Store
from graph_api.stores.base import Counter
from tests.contract.rich import large_scenario, rich_scenario
from tests.contract.test_store_contract import assert_journal_replays, change
from tests.strategies import scenarios

Open = Callable[[], Store]
NOW = datetime(2026, 11, 27, tzinfo=UTC)
NUMBERS = itertools.count()


def write(store: Store, path: Path, *keys: str) -> tuple[backup.Section, ...]:
    return backup.write_backup(store, path, now=NOW, version="1", keys=keys or None, force=True)


def body(path: Path) -> bytes:
    """Give the lines after the header."""
    return gzip.decompress(path.read_bytes()).partition(b"\n")[2]


def lived(store: Store) -> None:
    """Keep a scenario with a history: made from a file, changed, deleted, brought back, changed."""
    scenario = rich_scenario("lived")
    store.create(scenario, text="format: 1  # 注释\r\n", by="wang", reason="survey")
    edits = change(
        scenario,
        SetRelation(RelationId("r1"), {"status": scenario.relations[RelationId("r2")].status}),
    )
    store.apply("lived", edits, expected_revision=1)
    now = store.load("lived")
    gone = [*now.actors][-1]
    store.apply("lived", change(now, RemoveActor(ActorId(gone))), expected_revision=2)
    store.delete("lived", expected_revision=3, by="li", reason="by mistake")
    service = Service(store)
    service.undo("lived", 4, expected_revision=4, by="li")
    store.create(Scenario("gone"), by="zhang")
    store.delete("gone", expected_revision=1)


def test_a_scenario_moves_between_stores_with_its_history(store: Store, tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{number}.backup" for number in range(3))
    with (
        closing(SqliteStore(tmp_path / "from.sqlite")) as source,
        closing(SqliteStore(tmp_path / "to.sqlite")) as target,
    ):
        lived(source)
        write(source, first)
        done = backup.restore(store, first)
        assert [(item.key, item.revision, item.how) for item in done] == [
            ("gone", 2, "restored"),
            ("lived", 5, "restored"),
        ]
        assert store.load("lived") == source.load("lived")
        assert store.text("lived") == source.text("lived") == "format: 1  # 注释\r\n"
        for key in ("lived", "gone"):
            assert store.changes_since(key, 0) == source.changes_since(key, 0)
            assert_journal_replays(store, key)
        assert store.counters() == source.counters()
        assert store.scenarios() == source.scenarios()
        write(store, second)
        backup.restore(target, second)
        write(target, third)
        assert body(first) == body(second) == body(third)
        assert target.create(Scenario("gone")) == 3
    assert Service(store).undo("lived", 3, expected_revision=5) == 6
    assert_journal_replays(store, "lived")


@pytest.mark.long("neo4j")
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scenario=scenarios())
def test_any_scenario_comes_back_the_same(store: Store, tmp_path: Path, scenario: Scenario) -> None:
    number = next(NUMBERS)
    scenario = replace(scenario, key=f"any-{number}")
    with (
        closing(SqliteStore(tmp_path / f"from-{number}.sqlite")) as source,
        closing(SqliteStore(tmp_path / f"to-{number}.sqlite")) as target,
    ):
        source.create(scenario)
        write(source, tmp_path / "a")
        backup.restore(store, tmp_path / "a")
        assert store.load(scenario.key) == replace(scenario, revision=1)
        write(store, tmp_path / "b", scenario.key)
        backup.restore(target, tmp_path / "b")
        write(target, tmp_path / "c")
        assert body(tmp_path / "a") == body(tmp_path / "b") == body(tmp_path / "c")


@pytest.mark.long("neo4j")
def test_what_came_as_tables_moves_as_tables(store: Store, tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "from.sqlite")) as source:
        source.create(large_scenario(40, 300))
        key = source.scenarios()[0].key
        with source.rows(key) as rows:
            bare = replace(rows.scenario, key="wide")
            source.create_from_rows(bare, rows.actors(), rows.relations())
        write(source, tmp_path / "a", "wide")
        backup.restore(store, tmp_path / "a")
        assert store.load("wide") == source.load("wide")
    write(store, tmp_path / "b", "wide")
    assert body(tmp_path / "a") == body(tmp_path / "b")


@pytest.mark.long("neo4j")
def test_nothing_that_is_there_is_replaced_unasked(store: Store, tmp_path: Path) -> None:
    store.create(rich_scenario())
    store.create(Scenario("a-new-one"))
    write(store, tmp_path / "a")
    store.delete("a-new-one", expected_revision=1)
    with pytest.raises(ScenarioExistsError):
        backup.restore(store, tmp_path / "a")
    assert [info.key for info in store.scenarios()] == ["rich"]
    with pytest.raises(UnknownScenarioError):
        backup.restore(store, tmp_path / "a", keys=["reach"])


@pytest.mark.long("neo4j")
def test_what_is_replaced_keeps_its_counter_and_can_be_undone(store: Store, tmp_path: Path) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="one")
    write(store, tmp_path / "a")
    (done,) = backup.restore(store, tmp_path / "a", replaces=True)
    assert (done.revision, done.how) == (1, "unchanged")
    gone = next(iter(scenario.actors))
    store.apply("rich", change(scenario, RemoveActor(ActorId(gone))), expected_revision=1)
    changed = store.load("rich")
    (done,) = backup.restore(store, tmp_path / "a", replaces=True, by="li", reason="wrong")
    assert (done.revision, done.how) == (3, "replaced")
    assert replace(store.load("rich"), revision=1) == scenario
    last = store.changes_since("rich", 2)[-1].change_set
    assert (last.by, last.reason) == ("li", "restored from a backup at revision 1: wrong")
    assert_journal_replays(store, "rich")
    assert edited(store.load("rich"), store.changes_since("rich", 2)[-1].inverse()).actors == (
        changed.actors
    )


@pytest.mark.long("neo4j")
def test_a_deleted_key_goes_on_from_its_counter(store: Store, tmp_path: Path) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="one")
    write(store, tmp_path / "a")
    store.delete("rich", expected_revision=1)
    (done,) = backup.restore(store, tmp_path / "a")
    assert (done.revision, done.how) == (3, "brought back")
    assert replace(store.load("rich"), revision=1) == scenario
    assert store.text("rich") == "one"
    assert_journal_replays(store, "rich")


@pytest.mark.long("neo4j")
def test_a_deleted_key_takes_the_journal_that_its_own_begins(store: Store, tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "from.sqlite")) as source:
        source.create(rich_scenario())
        source.delete("rich", expected_revision=1)
        write(source, tmp_path / "early")
        backup.restore(store, tmp_path / "early")
        source.create(rich_scenario(), by="li")
        write(source, tmp_path / "late")
        (done,) = backup.restore(store, tmp_path / "late")
        assert (done.revision, done.how) == (3, "restored")
        assert store.changes_since("rich", 0) == source.changes_since("rich", 0)
    assert_journal_replays(store, "rich")
    (done,) = backup.restore(store, tmp_path / "early")
    assert done.how == "unchanged"
    assert store.revision("rich") == 3


@pytest.mark.long("neo4j")
def test_a_deleted_key_does_not_take_the_journal_of_another_one(
    store: Store, tmp_path: Path
) -> None:
    store.create(rich_scenario(), by="li")
    store.delete("rich", expected_revision=1)
    with closing(SqliteStore(tmp_path / "from.sqlite")) as source:
        source.create(rich_scenario(), by="wang")
        source.delete("rich", expected_revision=1)
        source.create(rich_scenario(), by="wang")
        write(source, tmp_path / "other")
    (done,) = backup.restore(store, tmp_path / "other")
    assert (done.revision, done.how) == (3, "brought back")
    assert store.changes_since("rich", 0)[0].change_set.by == "li"
    assert_journal_replays(store, "rich")


@pytest.mark.long("neo4j")
def test_a_large_scenario_is_not_replaced_but_comes_back_from_deletion(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "LARGE", 3)
    store.create(rich_scenario())
    write(store, tmp_path / "a")
    with pytest.raises(ScenarioExistsError):
        backup.restore(store, tmp_path / "a", replaces=True)
    store.delete("rich", expected_revision=1)
    (done,) = backup.restore(store, tmp_path / "a")
    assert (done.revision, done.how) == (3, "brought back")
    assert replace(store.load("rich"), revision=1) == rich_scenario()


@pytest.mark.long("neo4j")
def test_a_backup_under_writers_is_of_one_state(
    store: Store, open_store: Open, tmp_path: Path
) -> None:
    store.create(rich_scenario())
    writer, stop = open_store(), threading.Event()
    seen: list[int] = []

    def work() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            now = writer.load("rich")
            sets = [
                SetRelation(relation, {"conveys": (f"w{number}",)}) for relation in now.relations
            ]
            writer.apply("rich", change(now, *sets), expected_revision=now.revision)
            seen.append(now.revision + 1)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for number in range(2):
            (part,) = write(store, tmp_path / f"{number}")
            with closing(SqliteStore(tmp_path / f"{number}.sqlite")) as target:
                backup.restore(target, tmp_path / f"{number}")
                assert target.revision("rich") == part.revision
                assert_journal_replays(target, "rich")
                kept = target.load("rich").relations.values()
                assert part.revision == 1 or len({item.conveys for item in kept}) == 1
    finally:
        stop.set()
        thread.join()
    assert seen
    assert store.counters() == (Counter("rich", store.revision("rich"), is_deleted=False),)
