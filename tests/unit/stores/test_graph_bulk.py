"""What is Neo4j's own about many rows: properties, plans, interrupted reading, marks of loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph_api.domain import ChangeSet, Edit, RelationClass, Scenario, Section
from graph_api.errors import StoreError, UnknownScenarioError
from graph_api.stores import cypher, cypher_bulk, graph_bulk
from graph_api.stores.base import RelationBatch
from graph_api.stores.neo4j_store import Neo4jStore
from tests.conftest import Neo4jAddress, _empty
from tests.contract.loading import crowd, tie, whole
from tests.contract.rich import large_scenario, rich_scenario, strengthen

pytestmark = pytest.mark.neo4j


@pytest.fixture
def address(neo4j_server: Neo4jAddress) -> Iterator[Neo4jAddress]:
    yield neo4j_server
    _empty(neo4j_server)


@pytest.fixture
def store(address: Neo4jAddress) -> Iterator[Neo4jStore]:
    opened = open_at(address)
    yield opened
    opened.close()


def open_at(address: Neo4jAddress) -> Neo4jStore:
    return Neo4jStore(address.uri, address.user, address.password, address.database)


def test_a_plain_row_is_kept_without_json_and_with_its_properties(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    store.create_from_rows(Scenario("s"), *crowd(1))
    found = address.ask(
        "MATCH (a:Actor {scenario: 's'})-[r:EMPOWERS {scenario: 's'}]->(b)"
        " RETURN a.id AS start, b.id AS end, a.kind AS kind, r.strength AS strength,"
        " r.band AS band, r.status AS status, a.data + r.data AS data"
    )
    assert found == [
        {
            "start": "a0",
            "end": "a1",
            "kind": "resident",
            "strength": 0.5,
            "band": "medium",
            "status": "practice",
            "data": "",
        }
    ]


def operators(address: Neo4jAddress, statement: str, **parameters: object) -> list[str]:
    """Name the steps of the plan for a statement, with the index of those that seek."""
    with address.driver() as driver:
        _, summary, _ = driver.execute_query(
            f"EXPLAIN {statement}",
            parameters,
            database_=address.database,
        )
    found = []
    plans = [summary.plan]
    while plans:
        plan = plans.pop()
        assert plan is not None
        found.append(f"{plan['operatorType']} {plan['args'].get('Details', '')}")
        plans += plan.get("children", [])
    return found


def test_many_rows_are_written_read_and_removed_by_an_index(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    part = {"scenario": "s", "low": 0, "high": 9}
    several = {"scenario": "s", "rows": [], "count": 9}
    plans = {
        "write": [operators(address, text, rows=[]) for text in cypher.ADD_RELATIONS.values()],
        "read": [
            operators(address, text, **part)
            for text in (cypher_bulk.READ_ACTORS, *cypher_bulk.READ_RELATIONS.values())
        ],
        "look up": [
            operators(address, text, **several)
            for text in (
                *cypher.LOOK_UP.values(),
                *cypher.REMOVE.values(),
                *cypher.CHANGE.values(),
                *cypher.CHANGE_RELATIONS.values(),
                *cypher.REMOVE_RELATIONS.values(),
                cypher.LOOK_UP_RELATIONS,
            )
        ],
        "remove": [operators(address, cypher_bulk.REMOVE_ACTORS, **several)],
    }
    for plan in (plan for some in plans.values() for plan in some):
        assert not [step for step in plan if "Scan" in step or step.startswith("Sort")]
    for plan in plans["write"]:
        assert (
            len([step for step in plan if "Seek" in step and ":Actor(scenario, id)" in step]) == 2
        )
    for plan in plans["look up"]:
        seeks = [step for step in plan if "Seek" in step]
        assert seeks
        assert all("(scenario, id)" in step or "(scenario, key)" in step for step in seeks)
    for plan in plans["read"]:
        assert [step for step in plan if "Seek" in step and "(scenario, position)" in step]


@pytest.mark.parametrize("interruptions", [1, graph_bulk.ATTEMPTS, graph_bulk.ATTEMPTS + 5])
def test_reading_begins_anew_when_somebody_writes_and_comes_to_an_end(
    store: Neo4jStore,
    address: Neo4jAddress,
    monkeypatch: pytest.MonkeyPatch,
    interruptions: int,
) -> None:
    """Somebody commits in the midst of each reading, until one of them makes all writers wait."""
    scenario = large_scenario(1, actors=10, relations=60)
    store.create(scenario)
    writer = open_at(address)
    monkeypatch.setattr(graph_bulk, "RANGE", 40)
    read_relations = graph_bulk._relations
    state, revision = scenario, 1

    def write_between(*arguments: object) -> list[tuple[object, ...]]:
        nonlocal state, revision
        found = read_relations(*arguments)  # type: ignore[arg-type]  # as they came
        first_part = arguments[-1] == 0
        if first_part and revision <= min(interruptions, graph_bulk.ATTEMPTS):
            last = list(state.relations.values())[-1]
            other = RelationClass.BURDEN if revision % 2 else RelationClass.EMPOWERMENT
            moved = replace(last, relation_class=other)
            edits = (
                *strengthen(state, revision).edits,
                Edit(Section.RELATION, last.id, last, moved),
            )
            writer.apply(state.key, ChangeSet(edits), expected_revision=revision)
            after = {edit.key: edit.after for edit in edits}
            state = replace(state, relations={**state.relations, **after})  # type: ignore[dict-item]  # relations all
            revision += 1
        return found

    monkeypatch.setattr(graph_bulk, "_relations", write_between)
    with store.rows(scenario.key) as stored:
        assert stored.revision == min(interruptions, graph_bulk.ATTEMPTS) + 1
        assert whole(stored) == state
    writer.close()


def test_a_scenario_that_goes_while_it_is_read_is_unknown(
    store: Neo4jStore, address: Neo4jAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(rich_scenario())
    other = open_at(address)
    read_relations = graph_bulk._relations

    def delete_before(*arguments: object) -> list[tuple[object, ...]]:
        other.delete("rich", expected_revision=1)
        return read_relations(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(graph_bulk, "_relations", delete_before)
    with pytest.raises(UnknownScenarioError), store.rows("rich"):
        pass
    other.close()


def test_a_loader_that_was_taken_for_dead_stops(
    store: Neo4jStore, address: Neo4jAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_bulk, "ROWS", 10)
    other = open_at(address)

    def ties() -> Iterator[RelationBatch]:
        yield RelationBatch([tie(number) for number in range(30)])
        address.ask("MATCH (l:Load) SET l.at = l.at - $ms", ms=graph_bulk.SILENT_SECONDS * 1000)
        assert other.create(rich_scenario("s")) == 1
        yield RelationBatch([tie(number) for number in range(30, 60)])

    people, _ = crowd(0)
    with pytest.raises(StoreError, match="was given up") as caught:
        store.create_from_rows(Scenario("s"), people, ties())
    assert "已中止" in caught.value.zh
    assert store.load("s") == rich_scenario("s")
    assert address.ask("MATCH (l:Load) RETURN count(l) AS n") == [{"n": 0}]
    other.close()


def test_a_mark_that_is_not_silent_long_enough_is_left_alone_at_a_start(
    store: Neo4jStore, address: Neo4jAddress
) -> None:
    def ties() -> Iterator[RelationBatch]:
        yield RelationBatch([tie(0)])
        open_at(address).close()
        yield RelationBatch([tie(1)])

    people, _ = crowd(0)
    assert store.create_from_rows(Scenario("s"), people, ties()) == 1
    assert store.size("s") == (50, 2)
