"""Every promise of `graph_api.stores.base.Store` about tables, on every store."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph_api.domain import ChangeSet, Edit, Label, RelationClass, Scenario, Section, Strength
from graph_api.domain.tables import LARGE
from graph_api.errors import (
    BadParameterError,
    GraphApiError,
    RevisionConflictError,
    ScenarioExistsError,
    StoreError,
    StoreUnavailableError,
    UnknownScenarioError,
)
from graph_api.service import Service
from graph_api.stores import ScenarioInfo, Store, graph_bulk, sqlite_bulk
from graph_api.stores.base import ActorBatch, RelationBatch
from tests.contract.loading import (
    KILLED,
    PEOPLE,
    bare,
    crowd,
    person,
    relation_of,
    tables,
    tie,
    whole,
)
from tests.contract.rich import changed, large_scenario, rich_scenario, strengthen
from tests.contract.test_store_contract import assert_journal_replays, order

if TYPE_CHECKING:
    from tests.conftest import Neo4jAddress, Place

ROOT = Path(__file__).parents[2]
Open = Callable[[], Store]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a transaction write, remove or read a handful of rows, as it does thousands."""
    monkeypatch.setattr(sqlite_bulk, "ROWS", 7)
    monkeypatch.setattr(graph_bulk, "ROWS", 7)
    monkeypatch.setattr(graph_bulk, "ACTORS_AT_ONCE", 3)
    monkeypatch.setattr(graph_bulk, "RANGE", 5)


@pytest.fixture
def ask(place: Place, request: pytest.FixtureRequest) -> Callable[[str, str], int]:
    """Ask the database itself, past the store, for one number: in SQL or in Cypher."""

    def ask_embedded(sql: str, _: str) -> int:
        with closing(sqlite3.connect(place.arguments[0])) as connection, connection:
            return int((connection.execute(sql).fetchone() or [0])[0])

    def ask_neo4j(_: str, cypher: str) -> int:
        address: Neo4jAddress = request.getfixturevalue("neo4j_server")
        return int(str((address.ask(cypher) or [{"n": 0}])[0]["n"]))

    return ask_embedded if place.kind == "embedded" else ask_neo4j


def left(ask: Callable[[str, str], int]) -> int:
    """Count the rows of all scenarios, with whatever else a load may leave."""
    return ask(
        "SELECT (SELECT count(*) FROM actors) + (SELECT count(*) FROM relations)"
        " + (SELECT count(*) FROM entries)"
        " + (SELECT count(*) FROM scenarios WHERE NOT EXISTS"
        " (SELECT 1 FROM journal WHERE scenario = key))",
        "MATCH (n:Actor|Load|Scenario) RETURN count(n) AS n",
    )


def assert_nobody_sees(store: Store, key: str) -> None:
    assert key not in [info.key for info in store.scenarios()]
    for look in (store.load, store.revision, store.text, store.size):
        with pytest.raises(UnknownScenarioError):
            look(key)
    with pytest.raises(UnknownScenarioError):
        store.changes_since(key, 0)
    with pytest.raises(UnknownScenarioError), store.rows(key):
        pass
    with pytest.raises(UnknownScenarioError):
        store.apply(key, ChangeSet(()), expected_revision=1)
    with pytest.raises(UnknownScenarioError):
        store.delete(key, expected_revision=1)


# Round trips


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_a_rich_scenario_comes_back_from_its_tables(store: Store, size: int) -> None:
    scenario = rich_scenario()
    assert store.create_from_rows(*tables(scenario, size)) == 1
    loaded = store.load("rich")
    assert loaded == scenario
    assert loaded.revision == store.revision("rich") == 1
    assert order(loaded) == order(scenario)
    assert store.text("rich") is None
    assert store.scenarios() == (ScenarioInfo("rich", 1, Label("Everything", "一切"), 4, 10),)
    assert store.size("rich") == (4, 10)


@pytest.mark.usefixtures("small_batches")
def test_rows_are_what_was_loaded_in_its_order(store: Store) -> None:
    scenario = rich_scenario()
    store.create_from_rows(*tables(scenario))
    with store.rows("rich") as stored:
        assert stored.revision == 1
        assert stored.scenario == bare(scenario)
        read = whole(stored)
        assert read == scenario
        assert order(read) == order(scenario)
        assert whole(stored) == scenario  # and once more


@pytest.mark.usefixtures("small_batches")
def test_rows_are_what_was_created_in_its_order(store: Store) -> None:
    scenario = rich_scenario()
    store.create(scenario, text="the text")
    with store.rows("rich") as stored:
        read = whole(stored)
    assert read == scenario
    assert order(read) == order(scenario)


@pytest.mark.parametrize("way", ["created", "from tables"])
def test_only_what_says_more_than_its_row_comes_as_a_whole_entry(store: Store, way: str) -> None:
    scenario = rich_scenario()
    if way == "created":
        store.create(scenario)
    else:
        store.create_from_rows(*tables(scenario))
    with store.rows("rich") as stored:
        actors = {entry.id for batch in stored.actors() for entry in batch.more.values()}
        relations = {entry.id for batch in stored.relations() for entry in batch.more.values()}
    assert actors == {"zz_office", "居民", "委员会"}
    assert relations == {"r1", "r4"}


def test_a_plain_entry_given_as_more_is_kept_as_its_row(store: Store) -> None:
    entry = relation_of(tie(0))
    relations = [RelationBatch([tie(0), tie(1)], {0: entry})]
    people, _ = crowd(0)
    store.create_from_rows(Scenario("s"), people, relations)
    assert store.load("s").relations == {"r0": entry, "r1": relation_of(tie(1))}
    with store.rows("s") as stored:
        assert [batch.more for batch in stored.relations()] == [{}]


@pytest.mark.parametrize(("actors", "relations"), [(0, 0), (1, 0), (1, 1), (2, 1)])
@pytest.mark.usefixtures("small_batches")
def test_the_smallest_tables_are_kept(store: Store, actors: int, relations: int) -> None:
    people = [
        ActorBatch([]),
        ActorBatch([person(0)][:actors]),
        ActorBatch([person(1)][: actors - 1]),
    ]
    loop = ("r", "a0", "a0", "burden", None, None, None, ("task",))
    store.create_from_rows(Scenario("s"), people, [RelationBatch([loop][:relations])])
    assert store.size("s") == (actors, relations)
    with store.rows("s") as stored:
        read = whole(stored)
        assert sum(len(batch.rows) for batch in stored.actors()) == actors
    assert read == store.load("s")
    assert read.relations == {"r": relation_of(loop)} if relations else not read.relations


@pytest.mark.usefixtures("small_batches")
def test_new_entries_come_last_and_changed_ones_stay_where_they_were(store: Store) -> None:
    scenario = large_scenario(1, actors=12, relations=30)
    store.create_from_rows(*tables(scenario))
    tie_5, tie_9 = (scenario.relations[key] for key in list(scenario.relations)[5:10:4])
    edits = (
        Edit(Section.RELATION, tie_5.id, tie_5, None),
        Edit(Section.RELATION, tie_9.id, tie_9, replace(tie_9, from_id=tie_9.to_id, strength=None)),
        Edit(Section.RELATION, "new", None, relation_of(("new", *tie(1)[1:]))),
    )
    store.apply(scenario.key, ChangeSet(edits), expected_revision=1)
    loaded = store.load(scenario.key)
    with store.rows(scenario.key) as stored:
        read = whole(stored)
    assert read == loaded
    assert order(read) == order(loaded)
    expected = [key for key in scenario.relations if key != tie_5.id]
    assert [*read.relations] == [*expected, "new"]


def test_two_scenarios_do_not_mix(store: Store) -> None:
    first, second = large_scenario(1), replace(large_scenario(2), key="large-1/")
    store.create_from_rows(*tables(first))
    store.create_from_rows(*tables(second))
    for scenario in (first, second):
        with store.rows(scenario.key) as stored:
            assert whole(stored) == scenario
    store.delete(first.key, expected_revision=1)
    with store.rows(second.key) as stored:
        assert whole(stored) == second


# Nobody sees anything before the last batch


@pytest.mark.usefixtures("small_batches")
def test_a_reader_beside_sees_nothing_before_the_end(open_store: Open) -> None:
    store, beside = open_store(), open_store()
    scenario = large_scenario(1, actors=20, relations=40)
    seen = 0

    def watched() -> Iterator[RelationBatch]:
        nonlocal seen
        for batch in tables(scenario, 10)[2]:
            assert_nobody_sees(beside, scenario.key)
            if not seen:
                assert_nobody_sees(open_store(), scenario.key)  # nor who opens it only now
            seen += 1
            yield batch

    _, actors, _ = tables(scenario)
    assert store.create_from_rows(bare(scenario), actors, watched()) == 1
    assert seen == 4
    assert beside.load(scenario.key) == scenario


@pytest.mark.usefixtures("small_batches")
def test_others_write_while_a_scenario_is_loaded(open_store: Open) -> None:
    store, beside = open_store(), open_store()
    other = rich_scenario()

    def ties() -> Iterator[RelationBatch]:
        yield RelationBatch([tie(number) for number in range(20)])
        assert beside.create(other) == 1
        yield RelationBatch([tie(number) for number in range(20, 40)])
        r1 = other.relations[next(iter(other.relations))]
        edit = Edit(Section.RELATION, r1.id, r1, replace(r1, strength=Strength.exactly(0.7)))
        assert beside.apply("rich", ChangeSet((edit,)), expected_revision=1) == 2
        assert beside.create_from_rows(*tables(large_scenario(3))) == 1
        beside.delete("large-3", expected_revision=1)

    people, _ = crowd(0)
    assert store.create_from_rows(Scenario("s"), people, ties()) == 1
    assert store.size("s") == (PEOPLE, 40)
    assert store.revision("rich") == 2


@pytest.mark.usefixtures("small_batches")
def test_a_key_that_is_being_loaded_is_refused_to_all_others(open_store: Open) -> None:
    store, beside = open_store(), open_store()
    refused: list[str] = []

    def ties() -> Iterator[RelationBatch]:
        for low in (0, 20):
            yield RelationBatch([tie(number) for number in range(low, low + 20)])
            for other in (store, beside):
                with pytest.raises(StoreUnavailableError, match="at this moment") as caught:
                    other.create(Scenario("s"))
                refused.append(caught.value.zh)
                with pytest.raises(StoreUnavailableError, match="at this moment"):
                    other.create_from_rows(Scenario("s"), *crowd(3))

    people, _ = crowd(0)
    assert store.create_from_rows(Scenario("s"), people, ties()) == 1
    assert store.size("s") == (PEOPLE, 40)
    assert len(refused) == 4
    assert all("请等其完成后重试" in text for text in refused)


def test_of_two_loaders_of_one_key_one_wins(open_store: Open) -> None:
    stores = [open_store(), open_store()]
    begin = threading.Barrier(2)

    def load(store: Store) -> int | GraphApiError:
        begin.wait(10)
        try:
            return store.create_from_rows(Scenario("s"), *crowd(2_000))
        except (StoreUnavailableError, ScenarioExistsError) as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(load, stores))
    assert sum(outcome == 1 for outcome in outcomes) == 1
    with stores[0].rows("s") as stored:
        read = whole(stored)
    assert [*read.relations] == [f"r{number}" for number in range(2_000)]
    assert [commit.revision for commit in stores[0].changes_since("s", 0)] == [1]


def test_a_key_that_is_there_is_refused_and_left_alone(store: Store) -> None:
    store.create(rich_scenario())
    with pytest.raises(ScenarioExistsError) as caught:
        store.create_from_rows(Scenario("rich"), *crowd(10))
    assert caught.value.revision == 1
    assert store.load("rich") == rich_scenario()
    assert len(store.changes_since("rich", 0)) == 1


# What fails leaves nothing


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("at", [0, 1, 5])
def test_a_load_that_fails_half_way_leaves_nothing(
    store: Store, ask: Callable[[str, str], int], at: int
) -> None:
    class OutOfPaperError(Exception):
        pass

    def ties() -> Iterator[RelationBatch]:
        for low in range(0, at * 10, 10):
            yield RelationBatch([tie(number) for number in range(low, low + 10)])
        raise OutOfPaperError

    people, _ = crowd(0)
    with pytest.raises(OutOfPaperError):
        store.create_from_rows(rich_scenario_bare("s"), people, ties())
    assert left(ask) == 0
    assert_nobody_sees(store, "s")
    assert store.create_from_rows(Scenario("s"), *crowd(20)) == 1


def rich_scenario_bare(key: str) -> Scenario:
    return bare(rich_scenario(key))


NAN = (float("nan"), float("nan"), float("nan"))
WRONG: dict[str, tuple[list[ActorBatch], list[RelationBatch]]] = {
    "an actor twice": ([ActorBatch([person(0), person(1), person(0)])], []),
    "a relation twice": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a0", *tie(0)[3:])] * 2)],
    ),
    "a relation to nobody": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a1", *tie(0)[3:])])],
    ),
    "a relation from nobody": ([], [RelationBatch([("r", "a0", "a0", *tie(0)[3:])])]),
    "an unknown level": ([ActorBatch([(*person(0)[:4], "giant", *person(0)[5:])])], []),
    "an unknown sphere": ([ActorBatch([(*person(0)[:5], "moon", *person(0)[6:])])], []),
    "stateness above 1": ([ActorBatch([(*person(0)[:6], 1.1, None)])], []),
    "stateness not a number": ([ActorBatch([(*person(0)[:6], float("nan"), None)])], []),
    "an unknown class": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a0", "love", 0.5, 0.5, 0.5, ())])],
    ),
    "low above best": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a0", "burden", 0.6, 0.5, 0.9, ())])],
    ),
    "high above 1": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a0", "burden", 0.6, None, 1.5, ())])],
    ),
    "strength not a number": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a0", "burden", *NAN, ())])],
    ),
    "a half-known strength": (
        [ActorBatch([person(0)])],
        [RelationBatch([("r", "a0", "a0", "burden", None, 0.5, None, ())])],
    ),
    "half a character": ([ActorBatch([("\ud83d", *person(0)[1:])])], []),
    "half a character in a name": ([ActorBatch([("a0", "\ud83d", *person(0)[2:])])], []),
    "another entry than its row": (
        [ActorBatch([person(0)])],
        [RelationBatch([("other", *tie(0)[1:])], {0: relation_of(("r", "a0", "a0", *tie(0)[3:]))})],
    ),
}


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("what", WRONG)
def test_tables_that_cannot_be_kept_leave_nothing(
    store: Store, ask: Callable[[str, str], int], what: str
) -> None:
    good = [
        ActorBatch([(f"b{number}", *person(0)[1:]) for number in range(20)]),
    ]
    ties = [RelationBatch([(f"s{number}", "b0", "b1", *tie(0)[3:]) for number in range(20)])]
    actors, relations = WRONG[what]
    with pytest.raises((StoreError, BadParameterError)) as caught:
        store.create_from_rows(Scenario("s"), good + actors, ties + relations)
    assert caught.value.zh != caught.value.en
    assert left(ask) == 0
    assert_nobody_sees(store, "s")
    assert store.create(Scenario("s")) == 1


def test_a_scenario_with_relations_of_its_own_is_refused(
    store: Store, ask: Callable[[str, str], int]
) -> None:
    with pytest.raises(StoreError, match="beside its tables"):
        store.create_from_rows(rich_scenario(), *crowd(3))
    assert left(ask) == 0


def run_and_kill(place: Place, batches: int) -> None:
    """Let another process load, and kill it once it has handed over some batches."""
    program = [sys.executable, "-m", "tests.contract.loading", place.kind]
    with subprocess.Popen(  # noqa: S603  # our own program
        [*program, *place.arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as loader:
        assert loader.stdout
        for _ in range(batches):
            assert loader.stdout.readline()
        loader.kill()


@pytest.mark.parametrize("first_of_all", [True, False], ids=["open", "load again"])
def test_a_loader_that_is_killed_leaves_nothing(
    place: Place, open_store: Open, ask: Callable[[str, str], int], *, first_of_all: bool
) -> None:
    """Its rows go when the store is opened next, or when the key is wanted again."""
    beside = open_store()
    run_and_kill(place, 22 if place.kind == "embedded" else 7)
    assert left(ask) > 0
    assert_nobody_sees(beside, KILLED)
    if place.kind == "neo4j":  # there a loader counts as dead after two minutes without a sign
        with pytest.raises(StoreUnavailableError):
            beside.create(Scenario(KILLED))
        ask("", "MATCH (l:Load) SET l.at = 0 RETURN 1 AS n")
    if first_of_all:
        open_store()
        assert left(ask) == 0
        assert_nobody_sees(beside, KILLED)
    assert beside.create_from_rows(Scenario(KILLED), *crowd(10)) == 1
    with beside.rows(KILLED) as stored:
        assert [*whole(stored).relations] == [f"r{number}" for number in range(10)]


def test_a_scenario_is_created_where_a_killed_loader_left_rows(
    place: Place, open_store: Open, ask: Callable[[str, str], int]
) -> None:
    beside = open_store()
    run_and_kill(place, 22 if place.kind == "embedded" else 7)
    ask("", "MATCH (l:Load) SET l.at = 0 RETURN 1 AS n")
    scenario = rich_scenario(KILLED)
    assert beside.create(scenario) == 1
    assert beside.load(KILLED) == scenario
    assert ask("SELECT count(*) FROM actors", "MATCH (n:Actor|Load) RETURN count(n) AS n") == 4


# Changing what came from tables


def test_the_journal_tells_how_many_came_and_holds_no_edits(store: Store) -> None:
    store.create_from_rows(*tables(rich_scenario()), by="wang", reason="the sheet of May")
    (commit,) = store.changes_since("rich", 0)
    assert (commit.revision, commit.deleted) == (1, False)
    change_set = commit.change_set
    assert change_set.words == ({"import_tables": {"actors": 4, "relations": 10}},)
    assert (change_set.edits, change_set.by, change_set.reason) == ((), "wang", "the sheet of May")


def test_changes_are_applied_to_what_came_from_tables(store: Store) -> None:
    scenario = large_scenario(1)
    store.create_from_rows(*tables(scenario))
    change_set = strengthen(scenario, 3)
    assert store.apply(scenario.key, change_set, expected_revision=1) == 2
    (commit,) = store.changes_since(scenario.key, 1)
    assert commit.change_set.edits == change_set.edits
    assert store.load(scenario.key) == changed(scenario, 3)
    with pytest.raises(RevisionConflictError):
        store.apply(scenario.key, change_set, expected_revision=1)
    with pytest.raises(StoreError, match="is not what the change set was made from"):
        store.apply(scenario.key, change_set, expected_revision=2)


def test_a_change_to_plain_rows_can_be_undone_and_their_creation_cannot(store: Store) -> None:
    scenario = large_scenario(1)
    service = Service(store)
    store.create_from_rows(*tables(scenario))
    changes: list[dict[str, Any]] = [
        {"remove_actor": "a3"},
        {"set_relation": {"id": "r1", "strength": 0.25}},
        {"set_actor": {"id": "a1", "stateness": 0.5}},
    ]
    assert service.apply_changes(scenario.key, changes, expected_revision=1) == 2
    assert store.load(scenario.key) != scenario
    assert service.undo(scenario.key, 2, expected_revision=2) == 3
    assert store.load(scenario.key) == scenario
    with pytest.raises(BadParameterError, match="delete it") as caught:
        service.undo(scenario.key, 1, expected_revision=3)
    assert "请删除该情景" in caught.value.zh
    assert store.revision(scenario.key) == 3


def test_a_small_scenario_from_tables_is_deleted_and_brought_back(store: Store) -> None:
    scenario = rich_scenario()
    service = Service(store)
    store.create_from_rows(*tables(scenario))
    assert service.delete("rich", expected_revision=1) == 2
    assert service.undo("rich", 2, expected_revision=2) == 3
    assert store.load("rich") == scenario
    assert order(store.load("rich")) == order(scenario)


def test_a_deleted_key_keeps_its_counter_and_its_journal(store: Store) -> None:
    store.create(rich_scenario())
    store.delete("rich", expected_revision=1)
    assert store.create_from_rows(*tables(rich_scenario())) == 3
    assert store.load("rich") == rich_scenario()
    journal = store.changes_since("rich", 0)
    assert [(commit.revision, commit.deleted) for commit in journal] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    with store.rows("rich") as stored:
        assert stored.revision == 3
        assert whole(stored) == rich_scenario()


@pytest.mark.usefixtures("small_batches")
def test_a_load_that_fails_leaves_the_counter_of_a_deleted_key(store: Store) -> None:
    store.create(rich_scenario())
    store.delete("rich", expected_revision=1)
    with pytest.raises(StoreError):
        store.create_from_rows(Scenario("rich"), *WRONG["a relation to nobody"])
    assert_journal_replays(store, "rich")
    assert store.create(rich_scenario()) == 3


def test_a_large_scenario_is_deleted_without_its_rows_in_the_journal(
    store: Store, ask: Callable[[str, str], int]
) -> None:
    service = Service(store)
    store.create_from_rows(rich_scenario_bare("s"), *crowd(LARGE + 1))
    with pytest.raises(RevisionConflictError):
        store.delete("s", expected_revision=2)
    assert store.size("s") == (PEOPLE, LARGE + 1)
    assert store.delete("s", expected_revision=1, by="wang") == 2
    assert left(ask) == 0
    with pytest.raises(UnknownScenarioError):
        store.load("s")
    commit = store.changes_since("s", 1)[0]
    assert (commit.deleted, commit.change_set.edits, commit.change_set.by) == (True, (), "wang")
    with pytest.raises(BadParameterError, match="Import its tables again") as caught:
        service.undo("s", 2, expected_revision=2)
    assert "请重新导入其表格" in caught.value.zh
    assert store.create_from_rows(Scenario("s"), *crowd(10)) == 3
    assert store.size("s") == (PEOPLE, 10)


# One consistent state


def test_rows_that_are_open_stay_as_they_were(open_store: Open) -> None:
    reader, writer = open_store(), open_store()
    scenario = large_scenario(1)
    reader.create_from_rows(*tables(scenario))
    with reader.rows(scenario.key) as stored:
        actors = list(stored.actors())
        writer.apply(scenario.key, strengthen(scenario, 3), expected_revision=1)
        assert whole(stored) == scenario
        assert stored.revision == 1
        assert actors
    with reader.rows(scenario.key) as stored:
        assert stored.revision == 2
        assert whole(stored) != scenario


@pytest.mark.usefixtures("small_batches")
def test_rows_never_show_half_of_a_change_set(open_store: Open) -> None:
    reader, writer = open_store(), open_store()
    scenario = large_scenario(1, actors=20, relations=60)
    reader.create_from_rows(*tables(scenario))
    done = threading.Event()

    last_tie = list(scenario.relations.values())[-1]
    classes = (RelationClass.EMPOWERMENT, RelationClass.BURDEN)

    def write() -> int:
        now = scenario
        revision = 1
        while not done.is_set():
            edits = list(strengthen(now, revision).edits)
            before = now.relations[last_tie.id]
            after = replace(before, relation_class=classes[revision % 2])  # moves in the graph
            edits.append(Edit(Section.RELATION, last_tie.id, before, after))
            revision = writer.apply(
                scenario.key, ChangeSet(tuple(edits)), expected_revision=revision
            )
            made = {edit.key: edit.after for edit in edits}
            now = replace(now, relations={**now.relations, **made})  # type: ignore[dict-item]  # relations all
        return revision

    with ThreadPoolExecutor(1) as pool:
        last = pool.submit(write)
        try:
            revisions: set[int] = set()
            until = time.monotonic() + 30
            while len(revisions) < 5 and time.monotonic() < until:
                with reader.rows(scenario.key) as stored:
                    read = list(whole(stored).relations.values())
                    revisions.add(stored.revision)
                    assert [item.id for item in read] == list(scenario.relations)
                    if stored.revision > 1:
                        expected = Strength.exactly((stored.revision - 1) / 1000)
                        assert {item.strength for item in read[:50]} == {expected}
                        assert read[-1].relation_class is classes[(stored.revision - 1) % 2]
        finally:
            done.set()
        last.result(30)
    assert len(revisions) == 5


def test_rows_that_are_not_read_to_their_end_hold_nothing_up(store: Store) -> None:
    scenario = large_scenario(1)
    store.create_from_rows(*tables(scenario))
    with store.rows(scenario.key) as stored:
        next(stored.relations())
    assert store.apply(scenario.key, strengthen(scenario, 3), expected_revision=1) == 2
    with store.rows(scenario.key) as stored:
        assert stored.revision == 2


def test_rows_are_refused_outside_their_context(store: Store) -> None:
    store.create_from_rows(*tables(large_scenario(1), 1000))
    with store.rows("large-1") as stored:
        begun, other = stored.relations(), stored.actors()
        next(begun)
    for rows in (other, stored.relations()):
        with pytest.raises(StoreError, match="inside it") as caught:
            next(rows)
    assert "请在 with 语句内读取" in caught.value.zh
