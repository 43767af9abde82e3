"""A what-if that only sets strengths goes a shorter way, to the very view that a draft gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    ActorId,
    AddActor,
    Change,
    Evidence,
    GraphSnapshot,
    RelationFilter,
    RelationId,
    RemoveRelation,
    Scenario,
    SetRelation,
    Source,
    Strength,
    Variant,
    ViewSpec,
    build_view,
    view_key,
)
from graph_api.domain import view as views
from graph_api.domain.patch import Restrengthened
from graph_api.domain.settling import FEW
from graph_api.domain.table_building import tables_of
from graph_api.domain.tables import RelationTable
from graph_api.errors import GraphApiError
from tests.builders import actor, relation
from tests.unit.domain.test_table_views import agree, facts

NAMES = "abcde"
SAID = ("0", "0.2", "0.5", "1", "?", "0.5 [0.4..0.6]", "[0.4..0.6]")

lines = st.lists(
    st.builds(
        lambda start, end, strength, word: f"{start} -> {end} {strength} {word}",
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(SAID),
        st.sampled_from(("", "", "burden")),
    ),
    min_size=1,
    max_size=12,
)
strengths = st.sampled_from(
    (
        None,
        Strength.exactly(0.0),
        Strength.exactly(0.2),
        Strength.exactly(0.5),
        Strength(0.4, 0.5, 0.6),
        Strength(0.4, None, 0.6),
        Strength(0.5, None, 0.5),
        Strength(0.123, 0.4567, 1.0),
    )
)


def scenario_of(*said: str, special: bool = False) -> Scenario:
    drawn = [relation(line, f"r{number}") for number, line in enumerate(said)]
    if special:
        drawn[0] = replace(drawn[0], evidence=(Evidence("s1", ("1",)),))
    return Scenario(
        "streets",
        actors={ActorId(name): actor(name) for name in NAMES},
        relations={item.id: item for item in drawn},
        sources={"s1": Source("s1")},
        variants={"other": Variant("other", changes=(set_to("r0", 0.7),))},
    )


def as_large(scenario: Scenario) -> Scenario:
    actors, relations = tables_of(scenario.actors.values(), scenario.relations.values())
    return replace(scenario, actors=actors, relations=relations)


def set_to(identity: str, strength: float) -> SetRelation:
    return SetRelation(RelationId(identity), {"strength": Strength.exactly(strength)})


def by_draft(scenario: Scenario, spec: ViewSpec) -> GraphSnapshot:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "view_of_strengths", lambda *_: None)
        return build_view(scenario, spec)


def answer(
    build: Callable[[Scenario, ViewSpec], GraphSnapshot], scenario: Scenario, spec: ViewSpec
) -> GraphSnapshot | GraphApiError:
    try:
        return build(scenario, spec)
    except GraphApiError as error:
        return error


def went_short(view: GraphSnapshot) -> bool:
    return view.patch is not None and isinstance(view.patch.changed, Restrengthened)


@given(
    lines,
    st.lists(st.tuples(st.integers(0, 12), strengths), min_size=1, max_size=6),
    st.booleans(),
)
def test_it_is_the_view_that_a_draft_gives_or_the_same_refusal(
    said: list[str], drawn: list[tuple[int, Strength | None]], special: bool
) -> None:
    small = scenario_of(*said, special=special)
    large = as_large(small)
    assert isinstance(large.relations, RelationTable)
    changes = tuple(
        SetRelation(RelationId(f"r{number}"), {"strength": strength}) for number, strength in drawn
    )
    spec = ViewSpec(changes=changes)
    found, wanted = answer(build_view, large, spec), answer(by_draft, large, spec)
    if isinstance(wanted, GraphApiError) or isinstance(found, GraphApiError):
        assert type(found) is type(wanted)
        assert str(found) == str(wanted)
        assert vars(found) == vars(wanted)
        return
    places = [large.relations.ids.find(change.id) for change in changes]
    assert went_short(found) is not any(place in large.relations.special for place in places)
    assert found.patch is not None
    assert wanted.patch is not None
    assert [*found.patch.changed.items()] == [*wanted.patch.changed.items()]
    assert found.patch.size == wanted.patch.size
    assert found.base is wanted.base
    assert facts(found) == facts(wanted)
    assert {*found.support} == {*wanted.support}
    agree(found, build_view(small, spec))


@pytest.mark.parametrize(
    "change",
    [
        RemoveRelation(RelationId("r1")),
        SetRelation(RelationId("r1"), {"strength": Strength.exactly(0.3), "conveys": ("money",)}),
        SetRelation(RelationId("r1"), {"conveys": ("money",)}),
        SetRelation(RelationId("r1"), {"judgements": ()}),
        SetRelation(RelationId("r1"), {}),
        AddActor(actor("z")),
    ],
)
def test_any_other_change_is_left_to_a_draft(change: Change) -> None:
    small = scenario_of("a -> b 0.5", "b -> c 0.5")
    spec = ViewSpec(changes=(set_to("r0", 0.3), change))
    found = build_view(as_large(small), spec)
    assert not went_short(found)
    agree(found, build_view(small, spec))


@pytest.mark.parametrize(
    "spec",
    [
        ViewSpec("other"),
        ViewSpec(as_of=date(2020, 1, 1)),
        ViewSpec(filter=RelationFilter(min_strength=0.4)),
    ],
)
def test_so_is_any_other_view(spec: ViewSpec) -> None:
    small = scenario_of("a -> b 0.5", "b -> c 0.5")
    asked = replace(spec, changes=(set_to("r1", 0.3),))
    found = build_view(as_large(small), asked)
    assert not went_short(found)
    agree(found, build_view(small, asked))


def test_more_than_lie_over_a_table_make_a_new_one() -> None:
    large = as_large(scenario_of(*["a -> b 0.5"] * (FEW + 1)))
    changes = tuple(set_to(f"r{number}", 0.4) for number in range(FEW + 1))
    assert build_view(large, ViewSpec(changes=changes)).patch is None
    assert went_short(build_view(large, ViewSpec(changes=changes[:-1])))


@pytest.mark.parametrize("other", ["0.5", "0.5 [0.4..0.6]"])  # one column of numbers, or three
def test_what_is_set_to_what_it_is_makes_no_difference(other: str) -> None:
    large = as_large(scenario_of("a -> b 0.5", "b -> c ?", f"c -> d {other}"))
    same = tuple(
        SetRelation(relation.id, {"strength": relation.strength})
        for relation in large.relations.values()
    )
    view = build_view(large, ViewSpec(changes=same))
    assert went_short(view)
    assert view.patch is not None
    assert view.patch.size == 0
    again = build_view(large, ViewSpec(changes=(*same, set_to("r0", 0.4), same[0])))
    assert again.patch is not None
    assert again.patch.size == 0


def test_nothing_is_made_before_it_is_asked_for() -> None:
    large = as_large(scenario_of("a -> b 0.5", "b -> c 0.5"))
    base = build_view(large)
    spec = ViewSpec(changes=(set_to("r0", 0.3),))
    view = build_view(large, spec)
    late = {"key", "support", "parameters", "sources"}
    assert view.__dict__.keys().isdisjoint(late)
    assert view.actors is base.actors
    assert view.places is base.places
    assert view.relation_places is base.relation_places
    assert np.shares_memory(view.to_index, base.to_index)
    assert view.key == view_key(large, spec)
    assert view.__dict__.keys() >= {"key"}


def test_a_copy_of_the_view_says_the_same() -> None:
    large = as_large(scenario_of("a -> b 0.5", "b -> c 0.5"))
    view = build_view(large, ViewSpec(changes=(set_to("r0", 0.3),)))
    copy = replace(view)
    assert _said(copy) == _said(view)
    renamed = replace(view, key=replace(view.key, digest="other"))
    assert renamed.key.digest == "other"
    assert renamed.patch is view.patch


def _said(view: GraphSnapshot) -> dict[str, Any]:
    return {field.name: getattr(view, field.name) for field in fields(view)}
