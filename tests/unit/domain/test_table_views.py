"""Views of a large scenario say what those of the same scenario as entries say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    ActorFilter,
    ActorId,
    AddRelation,
    Basis,
    Direction,
    Draft,
    Edit,
    Element,
    GraphSnapshot,
    Level,
    RelationClass,
    RelationFilter,
    RelationId,
    RemoveActor,
    RemoveRelation,
    Scenario,
    SetActor,
    SetRelation,
    Sphere,
    Status,
    Strength,
    ViewSpec,
    build_view,
)
from graph_api.domain.columns import DIRECTIONS
from graph_api.domain.edits import edited, edits_between, in_the_way
from graph_api.domain.overlay import Overlay
from graph_api.domain.settling import rebuilt, settled
from graph_api.domain.table_building import tables_of
from graph_api.domain.tables import RelationTable
from graph_api.errors import UnknownActorError
from tests.contract.rich import rich_scenario
from tests.strategies import change_lists, days, scenarios

rarely = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # whole scenarios with changes are slow to draw

ARRAYS = ("low", "point", "high", "carries")


def as_tables(scenario: Scenario) -> Scenario:
    actors, relations = tables_of(scenario.actors.values(), scenario.relations.values())
    return replace(scenario, actors=actors, relations=relations)


def facts(view: GraphSnapshot) -> dict[str, Any]:
    """All that a view says, whatever the order of its entries."""
    ids = [actor.id for actor in view.actors]
    assert len(ids) == len(view.actors) == len(view.places)
    assert [view.places[key] for key in ids] == [*range(len(ids))]
    relations = [relation.id for relation in view.relations]
    assert len(relations) == len(view.relations) == len(view.relation_places)
    assert [view.relation_places[key] for key in relations] == [*range(len(relations))]
    assert sorted(view.places) == sorted(ids)
    assert sorted(view.relation_places) == sorted(relations)
    assert [view.relations[place] for place in range(len(relations))] == [*view.relations]
    assert [view.actors[place] for place in range(len(ids))] == [*view.actors]
    assert [*view.actor_ids(range(len(ids)))] == ids
    assert [*view.relation_ids(range(len(relations)))] == relations
    assert all(view.relation_ids([place]) == (key,) for place, key in enumerate(relations))
    assert all(view.actor_ids([place]) == (key,) for place, key in enumerate(ids))
    return {
        "actors": {actor.id: actor for actor in view.actors},
        "relations": {relation.id: relation for relation in view.relations},
        "ends": {
            key: (ids[start], ids[end])
            for key, start, end in zip(relations, view.from_index, view.to_index, strict=True)
        },
        "directions": {
            key: DIRECTIONS[code] for key, code in zip(relations, view.direction, strict=True)
        },
        **{
            name: dict(zip(relations, map(repr, getattr(view, name).tolist()), strict=True))
            for name in ARRAYS
        },
        "key": view.key,
        "said": (view.parameters, view.sources, view.figures, view.system),
    }


def agree(large: GraphSnapshot, small: GraphSnapshot) -> None:
    assert facts(large) == facts(small)
    for relation in small.relations:
        assert large.direction_of(relation.id) == small.direction_of(relation.id)
    own = {
        (r.from_id, r.to_id)
        for r in small.relations
        if r.relation_class is RelationClass.EMPOWERMENT
    }
    assert small.support <= {*large.support} <= {*small.support} | own
    assert len(large.support) == len({*large.support})
    assert all(pair in large.support for pair in small.support)
    arrays = ("from_index", "to_index", "direction", *ARRAYS)
    assert not any(getattr(large, name).flags.writeable for name in arrays)


def some_of(words: Any) -> st.SearchStrategy[tuple[Any, ...] | None]:
    return st.none() | st.lists(st.sampled_from(words), max_size=3).map(tuple)


filters = st.builds(
    RelationFilter,
    classes=some_of(RelationClass),
    directions=some_of(Direction),
    conveys=some_of(("money", "skill", "task", "opinion")),
    elements=st.none() | some_of(Element),
    statuses=some_of(Status),
    bases=some_of(Basis),
    min_strength=st.none() | st.floats(0, 1),
)


@rarely
@given(scenarios(), st.data())
def test_every_view_of_tables_is_that_of_entries(scenario: Scenario, data: st.DataObject) -> None:
    large = as_tables(scenario)
    variant = data.draw(st.sampled_from(scenario.variant_keys))
    draft = Draft(scenario)
    for step in scenario.lineage(variant):
        draft.apply(step.changes)
    changes = data.draw(change_lists(draft))
    spec = ViewSpec(variant, data.draw(st.none() | days), changes)
    spec = replace(spec, filter=data.draw(st.just(RelationFilter()) | filters))
    try:
        small = build_view(scenario, spec)
    except Exception as error:  # noqa: BLE001  # a date may take away what a change is about
        with pytest.raises(type(error)):
            build_view(large, spec)
        return
    agree(build_view(large, spec), small)


@rarely
@given(scenarios(), st.data())
def test_scenarios_that_were_changed_twice_are_the_same(
    scenario: Scenario, data: st.DataObject
) -> None:
    """By draft, by edits and by new tables: each gives the scenario that entries give."""
    large = as_tables(scenario)
    for _ in range(2):
        draft, twin = Draft(scenario), Draft(large)
        changes = data.draw(change_lists(draft))
        assert twin.apply(changes) == []
        assert sorted(twin.edits(), key=_place) == sorted(draft.edits(), key=_place)
        after = draft.scenario()
        by_edits = edited(large, twin.edits())
        assert twin.scenario() == by_edits == after
        assert edited(by_edits, [edit.inverse() for edit in reversed(twin.edits())]) == scenario
        found, wanted = edits_between(large, by_edits), edits_between(scenario, after)
        assert sorted(found, key=_place) == sorted(wanted, key=_place)
        assert in_the_way(draft.edits(), by_edits, None) == in_the_way(draft.edits(), after, None)
        actors, relations = rebuilt(by_edits.actors, by_edits.relations)
        agree(build_view(replace(by_edits, actors=actors, relations=relations)), build_view(after))
        scenario, large = after, by_edits
        agree(build_view(large), build_view(scenario))
    assert len(large.relations) == len(scenario.relations)
    assert [*large.relations.values()] == [large.relations[key] for key in large.relations]


def _place(edit: Edit) -> tuple[str, str]:
    return edit.section, edit.key


@rarely
@given(scenarios(), st.data())
def test_the_same_actors_are_chosen(scenario: Scenario, data: st.DataObject) -> None:
    changes = data.draw(change_lists(Draft(scenario)))
    views = [build_view(s, ViewSpec(changes=changes)) for s in (scenario, as_tables(scenario))]
    ids = [actor.id for actor in views[0].actors]
    assume(ids)
    wanted = ActorFilter(
        ids=data.draw(some_of(ids)),
        kinds=data.draw(some_of([actor.kind for actor in views[0].actors])),
        levels=data.draw(some_of(Level)),
        spheres=data.draw(some_of(Sphere)),
        groups=data.draw(some_of([actor.group or "" for actor in views[0].actors])),
        search=data.draw(st.none() | st.text(max_size=2)),
    )
    small, large = (view.chosen(wanted) for view in views)
    assert sorted(small) == sorted(large)
    assert [views[1].places[key] for key in large] == views[1].chosen_places(wanted).tolist()
    with pytest.raises(UnknownActorError):
        views[1].chosen(ActorFilter(ids=(ActorId("nobody at all"),)))


# How views share what they have


def strengthen(identity: str, strength: float) -> SetRelation:
    return SetRelation(RelationId(identity), {"strength": Strength.exactly(strength)})


def test_a_question_is_a_patch_over_the_baseline() -> None:
    large = as_tables(rich_scenario())
    base = build_view(large)
    assert base.base is None
    assert build_view(large) is base
    what_if = build_view(large, ViewSpec(changes=(strengthen("r1", 0.77),)))
    assert what_if.base is base
    assert what_if.patch is not None
    place = base.relation_places[RelationId("r1")]
    assert {key: r.strength for key, r in what_if.patch.changed.items()} == {
        place: Strength.exactly(0.77)
    }
    assert what_if.patch.size == 1
    assert np.shares_memory(what_if.to_index, base.to_index)


def test_a_relation_with_other_ends_is_taken_away_and_added() -> None:
    large = as_tables(rich_scenario())
    relation = large.relations[RelationId("r1")]
    turned = SetRelation(relation.id, {"from_id": relation.to_id, "to_id": relation.from_id})
    patch = build_view(large, ViewSpec(changes=(turned,))).patch
    assert patch is not None
    assert (patch.removed.size, len(patch.added), dict(patch.changed)) == (1, 1, {})


def test_what_is_set_to_what_it_is_makes_no_difference() -> None:
    large = as_tables(rich_scenario())
    base = build_view(large)
    relation = base.relation("r1")
    patch = build_view(
        large, ViewSpec(changes=(SetRelation(relation.id, {"status": relation.status}),))
    ).patch
    assert patch is not None
    assert patch.size == 0


def test_without_an_actor_the_tables_are_made_anew() -> None:
    large = as_tables(rich_scenario())
    actor = next(iter(large.actors))
    view = build_view(large, ViewSpec(changes=(RemoveActor(actor),)))
    assert view.base is None
    assert view.patch is None
    assert actor not in view.places


def test_tables_are_not_made_anew_with_a_relation_that_leads_nowhere() -> None:
    large = as_tables(rich_scenario())
    actors = Overlay(large.actors)
    start = next(iter(large.relations.values())).from_id
    del actors[start]
    with pytest.raises(KeyError, match=start):
        rebuilt(actors, large.relations)


def test_a_relation_without_an_id_gets_one_that_is_free() -> None:
    large = as_tables(rich_scenario())
    start, end = [*large.actors][:2]
    some = AddRelation(replace(next(iter(large.relations.values())), id=RelationId("")))
    some = AddRelation(replace(some.relation, from_id=start, to_id=end))
    draft = Draft(large)
    assert draft.apply((some, some)) == []
    assert len(draft.relations) == len(large.relations) + 2


def test_many_changes_make_new_tables_and_few_do_not() -> None:
    large = as_tables(rich_scenario())
    assert isinstance(large.relations, RelationTable)
    few: Overlay[RelationId, Any] = Overlay(large.relations)
    for number in range(1_000):
        few[RelationId(f"x{number}")] = replace(large.relations.at(0), id=RelationId(f"x{number}"))
    kept = settled(large.actors, few)
    assert isinstance(kept[1], Overlay)
    few[RelationId("one more")] = replace(large.relations.at(0), id=RelationId("one more"))
    actors, relations = settled(large.actors, few)
    assert actors is large.actors
    assert isinstance(relations, RelationTable)
    assert len(relations) == len(large.relations) + 1_001
    assert kept[1] != relations


def test_a_removed_relation_is_gone_and_the_others_move_up() -> None:
    large = as_tables(rich_scenario())
    base = build_view(large)
    gone = [base.relations[place].id for place in (0, 2)]
    view = build_view(large, ViewSpec(changes=tuple(map(RemoveRelation, gone))))
    assert [r.id for r in view.relations] == [r.id for r in base.relations if r.id not in gone]
    places = [view.relation_places[r.id] for r in view.relations]
    assert places == [*range(len(base.relations) - 2)]
    assert not any(key in view.relation_places for key in gone)
    assert view.relations[0] == base.relations[1]
    assert view.relations[-1] == base.relations[-1]
    with pytest.raises(IndexError):
        view.relations[len(view.relations)]


def test_who_changes_level_turns_the_relations_at_hand() -> None:
    large = as_tables(rich_scenario())
    relation = next(r for r in large.relations.values() if r.direction is None)
    assert relation.from_id != relation.to_id
    ends = relation.from_id, relation.to_id
    for (high, low), direction in ((ends, Direction.DOWNWARD), (ends[::-1], Direction.REVERSE)):
        highest = SetActor(high, {"level": Level.STATE, "stateness": 1.0})
        lowest = SetActor(low, {"level": Level.INDIVIDUAL, "stateness": 0.0})
        view = build_view(large, ViewSpec(changes=(highest, lowest)))
        assert DIRECTIONS[view.direction[view.relation_places[relation.id]]] is direction
