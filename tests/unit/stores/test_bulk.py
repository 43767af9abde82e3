"""Rows of tables against entries: nothing lost, and one text for one entry."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    Actor,
    ActorId,
    Level,
    Relation,
    RelationClass,
    Scenario,
    Section,
    Sphere,
)
from graph_api.errors import StoreError
from graph_api.stores.base import ActorBatch, ActorRow, RelationRow
from graph_api.stores.bulk import (
    actor_data,
    actor_from,
    actor_of,
    actor_row,
    checked_actors,
    chunks,
    relation_data,
    relation_from,
    relation_of,
    relation_row,
)
from graph_api.stores.cypher import TYPES_BY_WORD
from graph_api.stores.properties import (
    actor_properties,
    actor_row_of,
    properties_of,
    relation_properties,
    relation_row_of,
)
from graph_api.stores.rows import encode
from tests.contract.loading import person
from tests.contract.rich import rich_scenario
from tests.strategies import scenarios

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
shares = st.floats(0, 1)
actor_rows = st.tuples(
    texts,
    st.none() | texts,
    st.none() | texts,
    texts,
    st.sampled_from([level.value for level in Level]),
    st.sampled_from([sphere.value for sphere in Sphere]),
    shares,
    st.none() | texts,
)
strengths = st.lists(shares, min_size=3, max_size=3).map(sorted).map(tuple) | st.lists(
    shares, min_size=2, max_size=2
).map(lambda ends: (min(ends), None, max(ends)))
relation_rows = st.builds(
    lambda ends, word, strength, conveys: (*ends, word, *strength, conveys),
    st.tuples(texts.filter(bool), texts, texts),  # no entry has an empty id
    st.sampled_from([item.value for item in RelationClass]),
    strengths | st.just((None, None, None)),
    st.lists(texts, max_size=2).map(tuple),
)


@given(actor_rows)
def test_an_actor_has_the_same_json_from_its_row_and_from_its_entry(row: ActorRow) -> None:
    entry = actor_of(row)
    assert actor_row(entry) == row
    assert json.loads(actor_data(row)) == json.loads(encode(Section.ACTOR, row[0], entry))
    assert actor_from(row[0], actor_data(row)) == (row, None)


@given(relation_rows)
def test_a_relation_has_the_same_json_from_its_row_and_from_its_entry(row: RelationRow) -> None:
    entry = relation_of(row)
    assert relation_row(entry) == row
    assert json.loads(relation_data(row)) == json.loads(encode(Section.RELATION, row[0], entry))
    if row[0]:
        assert relation_from(row[0], relation_data(row)) == (row, None)


@given(scenarios())
def test_the_json_of_any_entry_gives_it_back_whole_or_as_its_row(scenario: Scenario) -> None:
    for actor in scenario.actors.values():
        row, more = actor_from(actor.id, encode(Section.ACTOR, actor.id, actor))
        assert row == actor_row(actor)
        assert (more or actor_of(row)) == actor
    for relation in scenario.relations.values():
        found, rest = relation_from(relation.id, encode(Section.RELATION, relation.id, relation))
        assert found == relation_row(relation)
        assert (rest or relation_of(found)) == relation


@given(actor_rows)
def test_an_actor_comes_back_from_the_properties_of_its_node(row: ActorRow) -> None:
    found = actor_properties(row, None)
    assert actor_row_of({name: value for name, value in found.items() if value is not None}) == row
    assert found["data"] == ""
    assert_shown(found, actor_of(row))


@given(relation_rows)
def test_a_relation_comes_back_from_its_properties_unless_only_a_range_is_known(
    row: RelationRow,
) -> None:
    found = relation_properties(row, None)
    ends = {"from": row[1], "to": row[2], "type": TYPES_BY_WORD[row[3]]}
    if found["data"]:
        assert row[5] is None
        assert relation_from(row[0], found["data"])[0] == row
    else:
        assert relation_row_of(found | ends) == row
    assert_shown(found, relation_of(row))


def assert_shown(found: dict[str, object], entry: Actor | Relation) -> None:
    """An analyst sees the same of a plain row as of an entry, but for what is empty."""
    shown = {name: value for name, value in properties_of(entry).items() if value not in (None, [])}
    own = {"id", "data"}
    assert {
        name: value for name, value in found.items() if value is not None and name not in own
    } == shown


@pytest.mark.parametrize(
    ("section", "data"),
    [
        (Section.ACTOR, "nonsense"),
        (Section.ACTOR, "[]"),
        (Section.ACTOR, "{}"),
        (Section.ACTOR, '{"kind":"resident","level":"giant","sphere":"state","stateness":1}'),
        (Section.RELATION, "nonsense"),
        (Section.RELATION, "{}"),
        (Section.RELATION, '{"id":"r","status":"practice","basis":"proposal"}'),
        (
            Section.RELATION,
            '{"id":"r","from":"a","to":"b","class":"burden","strength":{"low":2,"best":2,"high":2},'
            '"status":"practice","basis":"proposal"}',
        ),
    ],
)
def test_json_that_somebody_else_wrote_is_named(section: Section, data: str) -> None:
    read = actor_from if section is Section.ACTOR else relation_from
    with pytest.raises(StoreError, match=f"stored {section.value} 'r' cannot be read") as caught:
        read("r", data)
    assert "无法读取" in caught.value.zh


def test_a_whole_entry_stands_in_the_place_of_its_row() -> None:
    entry = rich_scenario().actors[ActorId("zz_office")]
    batch = ActorBatch([person(0), actor_row(entry), person(1)], {1: entry})
    found = list(checked_actors([batch]))
    assert found == [(person(0), None), (actor_row(entry), entry), (person(1), None)]


def test_a_stream_is_cut_without_reading_ahead() -> None:
    taken = []

    def stream() -> Iterator[int]:
        for number in range(5):
            taken.append(number)
            yield number

    cut = chunks(stream(), 2)
    assert next(cut) == [0, 1]
    assert taken == [0, 1]
    assert list(cut) == [[2, 3], [4]]
