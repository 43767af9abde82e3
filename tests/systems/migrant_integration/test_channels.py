"""Who reaches whom: doors to the government, one-sided pairs, and who could give more."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.domain import RelationClass
from graph_api.systems.migrant_integration.channels import two_way_ends
from graph_api.systems.migrant_integration.generations import ACTORS, Generation
from graph_api.systems.migrant_integration.uplift import Uplift
from tests.systems.migrant_integration.worlds import AFTER, added, strength, system, workbench


def best_by_enumeration(variant: str, start: str, end: str) -> float:
    """Try every loopless path: slow, and a way of its own."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for relation in workbench().view(variant).graph.relations:
        if relation.relation_class is RelationClass.EMPOWERMENT and relation.strength is not None:
            ends = relation.from_id, relation.to_id
            known = graph.edges[ends]["w"] if graph.has_edge(*ends) else 0.0
            graph.add_edge(*ends, w=max(known, relation.strength.point))
    if start not in graph or end not in graph:
        return 0.0
    paths = nx.all_simple_paths(graph, start, end)
    return max(
        (math.prod(graph.edges[step]["w"] for step in nx.utils.pairwise(path)) for path in paths),
        default=0.0,
    )


@pytest.mark.parametrize("variant", ["today", AFTER, "registration_open"])
@pytest.mark.parametrize("one", Generation)
def test_doors_are_reached_as_every_loopless_path_says(variant: str, one: Generation) -> None:
    doors = system(variant).doors(one)
    assert {door.actor for door in doors} == {
        actor.id
        for actor in workbench().view(variant).graph.actors
        if actor.id not in {ACTORS[one], "government"}
        and best_by_enumeration(variant, ACTORS[one], actor.id) > 0
    }
    for door in doors:
        assert door.reach == pytest.approx(best_by_enumeration(variant, ACTORS[one], door.actor))
        assert door.onward == best_by_enumeration(variant, door.actor, "government") == 0
    reached = [door.reach or 0 for door in doors]
    assert reached == sorted(reached, reverse=True)


@pytest.mark.parametrize("variant", ["today", AFTER])
def test_nobody_of_the_essay_reaches_the_government(variant: str) -> None:
    # L241-L269; digest 5.7.7. Every loopless path from anybody is tried.
    graph = workbench().view(variant).graph
    for actor in graph.actors:
        if actor.id != "government":
            assert best_by_enumeration(variant, actor.id, "government") == 0
    for one in Generation:
        assert system(variant).voice(one).forward == 0
        assert system(variant).voice(one).mutual == 0
    assert system(variant).voice(Generation.NEW).reverse == {"today": 0.15, AFTER: 0.55}[variant]


@given(st.floats(0.01, 1).map(lambda value: round(value, 6)))
@settings(max_examples=20)
def test_a_door_that_is_heard_gives_the_migrants_what_it_is_reached_with(heard: float) -> None:
    # After the remedies they reach the community with 0.65.
    changes = [added("urban_community", "government", heard, conveys=["opinion"])]
    found = system(AFTER, changes)
    assert found.voice(Generation.NEW).forward == pytest.approx(0.65 * heard)
    (door,) = (one for one in found.doors(Generation.NEW) if one.actor == "urban_community")
    assert door.onward == pytest.approx(heard)


def test_a_door_over_an_unknown_relation_is_unknown_and_last() -> None:
    found = system(changes=[strength("r13", None), strength("r14", None)])
    doors = found.doors(Generation.OLD)
    assert (doors[-1].actor, doors[-1].reach) == ("urban_community", None)


# Pairs related both ways


def test_the_most_one_sided_pair_is_the_one_of_the_digest() -> None:
    # Digest 5.7.3: 0.65 against 0.20: 0.45 / 0.85 = 0.53, sqrt(0.65 x 0.20) = 0.36; community
    # sqrt(0.25 x 0.20) = 0.22 for both generations; peers sqrt(0.75 x 0.70) = 0.72.
    pairs = system().two_way_pairs()
    first, *rest = pairs
    assert (first.a, first.b) == ("new_gen_migrants", "urban_residents")
    assert first.asymmetry == pytest.approx(0.53, abs=0.005)
    assert first.mutual == pytest.approx(0.36, abs=0.005)
    mutual = {(str(one.a), str(one.b)): round(one.mutual or 0, 2) for one in rest}
    assert mutual["urban_community", "new_gen_migrants"] == 0.22
    assert mutual["urban_community", "old_gen_migrants"] == 0.22
    assert max(mutual.values()) == mutual["peer_group", "new_gen_migrants"] == 0.72
    assert all((one.asymmetry or 0) >= 0 for one in pairs)


def test_an_unknown_way_back_comes_last() -> None:
    found = system(changes=[strength("r7", None)])
    assert len(found.two_way_pairs()) == len(two_way_ends(found.view)) == 5
    assert found.two_way_pairs()[-1].asymmetry is None


# Uplift


def by_actor(rows: tuple[Uplift, ...]) -> dict[str, Uplift]:
    return {row.actor: row for row in rows}


def test_the_community_can_give_most_and_the_government_stop_most() -> None:
    # Digest 5.7.5. Community: 0.50 + 0.40 + 0.45 + 0.30 = 1.65, and pushes 0.30 less; government
    # gives 0.40 and excludes 2 x 0.20 less; the new generation 0.05 + 0.45 - 0.10 = 0.40.
    rows = system().uplift(workbench().view(AFTER).graph)
    assert rows[0].actor == "urban_community"
    found = by_actor(rows)
    assert (found["urban_community"].given, found["urban_community"].relief) == pytest.approx(
        (1.65, 0.30)
    )
    assert (found["government"].given, found["government"].relief) == pytest.approx((0.40, 0.40))
    assert found["new_gen_migrants"].given == pytest.approx(0.40)
    assert found["peer_group"].given == pytest.approx(-0.15)
    assert {row.unknown for row in rows} == {0}
    assert max(rows, key=lambda row: row.relief).actor == "government"


def test_the_way_back_is_the_uplift_turned_round() -> None:
    today, after = system(), system(AFTER)
    there, back = by_actor(today.uplift(after.view)), by_actor(after.uplift(today.view))
    for actor, row in there.items():
        assert back[actor].given == pytest.approx(-row.given)
        assert back[actor].relief == pytest.approx(-row.relief)
    assert all(row.given == row.relief == 0 for row in today.uplift(today.view))


def test_what_is_unknown_is_left_out_and_counted() -> None:
    found = by_actor(system(changes=[strength("r9", None)]).uplift(workbench().view(AFTER).graph))
    assert found["urban_community"].given == pytest.approx(1.15)  # without the 0.50 of training
    assert found["urban_community"].unknown == 1
