"""Scores of a what-if over arrays are those of the scenario that was built so, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph_api.domain import (
    ActorId,
    GraphSnapshot,
    RelationId,
    Scenario,
    SetRelation,
    Strength,
    ViewSpec,
    build_view,
)
from graph_api.domain.table_building import tables_of
from graph_api.scoring import Reading, Scoring, Target, best_paths, rank_bottlenecks, score_pair
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.between import best_between
from graph_api.scoring.engine.restrengthened import arcs_at, restrengthened
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.spare_ends import NoRoomError, annexes_of
from graph_api.scoring.graphs import arrays
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from tests.builders import actor, relation
from tests.large import as_arrays, fresh, kernels
from tests.property.test_engine_searches import graphs

NAMES = "abcdef"
SAID = ("0.2", "0.5", "0.5", "1", "0.9", "0", "?", "0.5 [0.4..0.6]")

lines = st.lists(
    st.builds(
        lambda start, end, strength, word: f"{start} -> {end} {strength} {word}",
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(SAID),
        st.sampled_from(("", "", "", "burden")),
    ),
    min_size=1,
    max_size=16,
)
strengths = st.sampled_from(
    (
        None,
        Strength.exactly(0.0),
        Strength.exactly(0.25),
        Strength.exactly(0.5),
        Strength.exactly(1.0),
        Strength(0.4, 0.5, 0.6),
        Strength(0.0, None, 1.0),
    )
)
exact = st.sampled_from((0.25, 0.5, 0.7, 1.0)).map(Strength.exactly)


@pytest.fixture(autouse=True, scope="module", params=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with kernels(request.param):
        yield


@st.composite
def questions(draw: st.DrawFn) -> tuple[GraphSnapshot, GraphSnapshot]:
    """A what-if over arrays, and the scenario with these strengths as lists."""
    drawn = [relation(line, f"r{number}") for number, line in enumerate(draw(lines))]
    numbers = st.integers(0, len(drawn) - 1)
    said = draw(st.dictionaries(numbers, draw(st.sampled_from((strengths, exact))), max_size=6))
    assume(said)
    people = {ActorId(name): actor(name) for name in NAMES}
    tables = tables_of(people.values(), drawn)
    base = Scenario("streets", actors=tables[0], relations=tables[1])
    changes = tuple(
        SetRelation(RelationId(f"r{number}"), {"strength": strength})
        for number, strength in said.items()
    )
    after = [
        replace(item, strength=said[number]) if number in said else item
        for number, item in enumerate(drawn)
    ]
    built = Scenario("streets", actors=people, relations={item.id: item for item in after})
    with as_arrays():
        view = build_view(base, ViewSpec(changes=changes))
        for assumption in Assumption:
            carrier_graph(view, assumption)
    return view, build_view(built)


SCORINGS = (
    Scoring(),
    Scoring(decay=0.9),
    Scoring(decay=0.9, max_hops=2),
    Scoring(Reading.WEAKEST),
    Scoring(maturity=0.5),
)


@settings(max_examples=60)
@given(questions(), st.sampled_from(SCORINGS))
def test_pairs_and_paths_are_those_of_the_scenario_built_so(
    views: tuple[GraphSnapshot, GraphSnapshot], scoring: Scoring
) -> None:
    changed, built = views
    for a, b in permutations(NAMES[:4], 2):
        with as_arrays():
            found = score_pair(changed, a, b, scoring), best_paths(changed, a, b, 4, scoring)
        assert found == (score_pair(built, a, b, scoring), best_paths(built, a, b, 4, scoring))


@settings(max_examples=40)
@given(questions(), st.sampled_from(SCORINGS[:2]), st.sampled_from(Target))
def test_so_is_what_a_removal_costs(
    views: tuple[GraphSnapshot, GraphSnapshot], scoring: Scoring, target: Target
) -> None:
    changed, built = views
    pairs = [("a", "b"), ("c", "a")]
    with as_arrays():
        found = [*rank_bottlenecks(changed, pairs, scoring, target=target)]
        # Loops for large graphs on both sides: those for small ones add up in another order.
        assert found == [*rank_bottlenecks(fresh(built), pairs, scoring, target=target)]


@given(graphs(), st.data())
def test_arcs_of_other_strengths_are_those_of_a_graph_built_so(
    graph: ArcGraph, data: st.DataObject
) -> None:
    assume(graph.count)
    places = st.integers(0, graph.count - 1)
    said = data.draw(st.dictionaries(places, st.sampled_from((0.3, 0.5, 1.0)), min_size=1))
    start, end, strength, relations = graph.arrows
    now = strength.copy()
    now[[*said]] = [*said.values()]
    built = arc_graph(graph.size, start, end, now, relations.astype(np.int64))
    arcs = arcs_at(graph, np.array([*said], np.uint32))
    assert arcs.starts.tolist() == start[[*said]].tolist()
    assert arcs.ends.tolist() == end[[*said]].tolist()
    changed = restrengthened(graph, arcs, [*said.values()])
    assert changed.count == built.count
    for number in range(4):
        assert np.array_equal(changed.arrows[number], built.arrows[number])
    for origin in range(graph.size):
        for ahead in (True, False):
            assert np.array_equal(
                keys_from(changed, origin, 0.9, ahead=ahead),
                keys_from(built, origin, 0.9, ahead=ahead),
            )
        for other_end in range(graph.size):
            if other_end != origin:
                assert best_between(changed, origin, other_end, 0.9) == best_between(
                    built, origin, other_end, 0.9
                )


def test_only_what_a_question_does_not_settle_alone_goes_the_long_way() -> None:
    drawn = [relation("a -> b 0.5", "r0"), relation("b -> c 0.5", "r1")]
    drawn += [relation("c -> d 0.5", "r2"), relation("c -> d 0.4", "r3")]
    actors, relations = tables_of([actor(name) for name in NAMES], drawn)
    base = Scenario("streets", actors=actors, relations=relations)

    def went_short(identity: str, strength: Strength | None) -> bool:
        change = SetRelation(RelationId(identity), {"strength": strength})
        view = build_view(base, ViewSpec(changes=(change,)))
        with as_arrays(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(arrays, "restrengthened", lambda graph, *_: graph)
            return carrier_graph(view) is carrier_graph(build_view(base))

    kept = build_view(base)  # else each question would have a base of its own
    assert went_short("r0", Strength.exactly(0.7))
    assert went_short("r1", Strength(0.1, 0.2, 0.3))
    assert not went_short("r0", None)
    assert not went_short("r0", Strength.exactly(0.0))
    assert not went_short("r2", Strength.exactly(0.7))  # the strongest of two
    assert not went_short("r3", Strength.exactly(0.3))
    assert kept is build_view(base)


def test_changes_that_outgrow_the_spare_ends_are_refused_and_lent_room_is_free_again() -> None:
    size = 3_000
    hub = arc_graph(
        size,
        np.zeros(size - 1, np.int32),
        np.arange(1, size, dtype=np.int32),
        np.full(size - 1, 0.5),
    )
    arc = arcs_at(hub, np.array([0], np.uint32))
    first = restrengthened(hub, arc, [0.7])
    with pytest.raises(NoRoomError):
        restrengthened(hub, arc, [0.8])
    assert best_between(first, 0, 1).best == 0.7
    del first
    second = restrengthened(hub, arc, [0.8])
    assert best_between(second, 0, 1).best == 0.8
    # Two arcs of one row are one copy of it: else there would be no room.
    del second
    both = restrengthened(hub, arcs_at(hub, np.array([0, 5], np.uint32)), [0.8, 0.9])
    assert (best_between(both, 0, 1).best, best_between(both, 0, 6).best) == (0.8, 0.9)


def test_room_that_is_free_again_is_lent_beside_what_others_still_use() -> None:
    size = 2_000
    hub = arc_graph(
        size,
        np.zeros(size - 1, np.int32),
        np.arange(1, size, dtype=np.int32),
        np.full(size - 1, 0.5),
    )
    arc = arcs_at(hub, np.array([0], np.uint32))
    first, second = restrengthened(hub, arc, [0.6]), restrengthened(hub, arc, [0.7])
    with pytest.raises(NoRoomError):
        restrengthened(hub, arc, [0.8])
    assert [best_between(graph, 0, 1).best for graph in (first, second)] == [0.6, 0.7]
    del first
    third = restrengthened(hub, arc, [0.8])
    found = [best_between(graph, 0, 1).best for graph in (hub, second, third)]
    assert found == [0.5, 0.7, 0.8]


def test_where_one_sense_has_no_room_the_other_gives_its_room_back() -> None:
    size = 3_000
    hub = arc_graph(
        size,
        np.arange(1, size, dtype=np.int32),
        np.zeros(size - 1, np.int32),
        np.full(size - 1, 0.5),
    )
    arc = arcs_at(hub, np.array([0], np.uint32))
    kept = restrengthened(hub, arc, [0.7])
    lent = dict(annexes_of(hub).out._lent)
    with pytest.raises(NoRoomError):
        restrengthened(hub, arc, [0.8])
    assert annexes_of(hub).out._lent == lent
    assert best_between(kept, 1, 0).best == 0.7
