"""Tables of actors and relations: mappings of the entries that they were made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import Actor, ActorId, Label, Level, Relation, RelationId, Scenario, Sphere
from graph_api.domain.columns import DIRECTIONS
from graph_api.domain.table_building import tables_from, tables_of
from graph_api.domain.table_rows import (
    EntryBatch,
    actor_batches,
    actor_row,
    relation_batches,
    relation_row,
)
from graph_api.domain.tables import RelationTable
from graph_api.errors import ScenarioError
from tests.strategies import scenarios


def person(identity: str, group: str | None = None) -> Actor:
    kind = ("resident", Level.INDIVIDUAL, Sphere.SOCIETY, 0.0)
    return Actor(ActorId(identity), Label(), *kind, group=group)


def tie(identity: str, start: str, end: str) -> Relation:
    return Relation(RelationId(identity), ActorId(start), ActorId(end))


def same(table: Mapping[Any, Any], entries: Mapping[Any, Any]) -> None:
    """All that a mapping offers says the same."""
    assert dict(table) == entries
    assert table == entries
    assert {key: table[key] for key in entries} == entries
    assert dict(table.items()) == entries
    assert {entry.id: entry for entry in table.values()} == entries
    assert len(table) == len(entries)
    assert all(key in table for key in entries)
    assert "nobody at all" not in table
    assert table.get("nobody at all") is None


@settings(max_examples=25)  # whole scenarios are slow to draw
@given(scenarios())
def test_tables_are_mappings_of_their_entries(scenario: Scenario) -> None:
    actors, relations = tables_of(scenario.actors.values(), scenario.relations.values())
    same(actors, scenario.actors)
    same(relations, scenario.relations)
    assert [actor.id for actor in actors.rows] == [*actors]
    assert tuple(relations.rows) == relations.rows[:]
    assert [relations.at(place) for place in range(len(relations))] == [*relations.rows]


@settings(max_examples=25)  # whole scenarios are slow to draw
@given(scenarios())
def test_relations_stand_by_start_then_end_then_id(scenario: Scenario) -> None:
    actors, relations = tables_of(scenario.actors.values(), scenario.relations.values())
    places = {key: place for place, key in enumerate(actors)}
    order = [(places[r.from_id], places[r.to_id], r.id) for r in relations.rows]
    assert order == sorted(order)
    for place, (start, end, _) in enumerate(order):
        assert relations.start_of(place) == relations.from_index[place] == start
        assert relations.to_index[place] == end


def test_actors_of_one_group_stand_together_groups_as_they_come() -> None:
    groups = ["b", None, "a", "b", None, "a"]
    people = [person(f"p{number}", group) for number, group in enumerate(groups)]
    actors, _ = tables_of(people, ())
    assert [*actors] == ["p0", "p3", "p1", "p4", "p2", "p5"]


@settings(max_examples=25)  # whole scenarios are slow to draw
@given(scenarios(), st.data())
def test_the_size_of_batches_changes_nothing(scenario: Scenario, data: st.DataObject) -> None:
    whole = tables_of(scenario.actors.values(), scenario.relations.values())
    told: list[int] = []
    actors = data.draw(st.permutations([*scenario.actors.values()])) or []
    pieces = tables_from(
        (batch for actor in scenario.actors.values() for batch in actor_batches([actor])),
        (batch for tie in scenario.relations.values() for batch in relation_batches([tie])),
        told.append,
    )
    assert pieces[0] == whole[0]
    assert pieces[1] == whole[1]
    assert told == [*range(1, len(actors) + len(scenario.relations) + 1)]
    assert pieces[1].strengths.tolist()[1:] == sorted(pieces[1].strengths.tolist()[1:])


def tables_of_rows(
    relations: list[Relation], bent: Mapping[int, tuple[int, object]]
) -> RelationTable:
    """Tables of three actors, of whose relations some rows are bent in one column."""
    rows: list[list[Any]] = [[*relation_row(relation)] for relation in relations]
    for place, (column, value) in bent.items():
        rows[place][column] = value
    batch: EntryBatch[Any, Relation] = EntryBatch([tuple(row) for row in rows], {})
    people = actor_batches([person(name) for name in "abc"])
    return tables_from(people, [batch])[1]


TIES = [tie("r1", "a", "b"), tie("r2", "b", "c"), tie("r3", "a", "c")]


@pytest.mark.parametrize(
    ("bent", "code", "path", "said"),
    [
        ({1: (1, "d")}, "unknown-actor", "relations[1].from", "'d'"),
        ({2: (2, "d")}, "unknown-actor", "relations[2].to", "'d'"),
        ({2: (0, "r1")}, "duplicate-relation", "relations[2].id", "'r1'"),
        ({0: (3, "love")}, "bad-value", "relations[0].class", "'love' is none of empowerment"),
        ({1: (5, 0.5)}, "bad-value", "relations[1].strength", "None, 0.5, None"),
        ({1: (6, float("inf"))}, "bad-value", "relations[1].strength", "inf"),
    ],
)
def test_a_row_that_cannot_be_is_named(
    bent: Mapping[int, tuple[int, object]], code: str, path: str, said: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        tables_of_rows(TIES, bent)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == (code, path)
    assert said in problem.en


def test_an_actor_that_cannot_be_is_named() -> None:
    with pytest.raises(ScenarioError) as caught:
        tables_of([person("a"), person("b"), person("a")], ())
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("duplicate-actor", "actors[2].id")
    row: Any = (*actor_row(person("b"))[:6], 1.5, None)
    batch: EntryBatch[Any, Actor] = EntryBatch([actor_row(person("a")), row], {})
    with pytest.raises(ScenarioError, match=r"actors\[1\].stateness.*1.5"):
        tables_from([batch], [])


def test_more_strengths_than_two_bytes_can_tell_apart_take_four() -> None:
    count = 70_000
    rows: list[Any] = [
        (f"r{n}", "a", "b", "empowerment", *(3 * [round(n / count, 6)]), ()) for n in range(count)
    ]
    people = actor_batches([person("a"), person("b")])
    batch: EntryBatch[Any, Relation] = EntryBatch(rows, {})
    _, relations = tables_from(people, [batch])
    assert relations.point_code.dtype == np.uint32
    found = relations[RelationId("r69999")].strength
    assert found is not None
    assert found.point == round(69_999 / count, 6)


def test_a_stated_direction_is_no_reason_to_keep_the_whole_entry() -> None:
    stated = replace(TIES[0], direction=DIRECTIONS[2])
    _, relations = tables_of([person(name) for name in "abc"], [stated, *TIES[1:]])
    assert relations.special == {}
    assert relations[stated.id] == stated


def test_touching_relations_begin_or_end_at_an_actor_once() -> None:
    loops = [*TIES, tie("r4", "b", "b")]
    actors, relations = tables_of([person(name) for name in "abc"], loops)
    for name in "abc":
        found = [relations.at(p).id for p in relations.touching(actors.places[ActorId(name)])]
        assert sorted(found) == [r.id for r in loops if name in (r.from_id, r.to_id)]
