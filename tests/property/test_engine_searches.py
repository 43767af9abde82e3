"""Pairs on arrays give what pairs on lists give, to the last bit and with the same paths."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.scoring import PRODUCT, score_pair
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.between import Met, best_between, both_between
from graph_api.scoring.engine.patches import patched
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.spare_ends import NoRoomError
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.searches.kernels import best_products
from graph_api.scoring.searches.search import search_from, search_to
from tests.large import as_arrays, fresh, kernels
from tests.property.test_scores import Asked, asked

DECAYS = (1.0, 0.99, 0.9, 0.5)
STRENGTHS = (
    st.sampled_from((0.25, 0.5, 1.0)),
    st.just(1.0),
    st.sampled_from((0.9, 0.81, 0.729)),
    st.floats(1e-9, 1.0),
    st.sampled_from((1e-300, 1e-200, 1.0)),
)


@st.composite
def graphs(draw: st.DrawFn, most: int = 12) -> ArcGraph:
    size = draw(st.integers(1, most))
    strength = draw(st.sampled_from(STRENGTHS))
    place = st.integers(0, size - 1)
    drawn = draw(st.dictionaries(st.tuples(place, place), strength, max_size=4 * size))
    rows = [(*pair, value) for pair, value in drawn.items() if pair[0] != pair[1]]
    start, end, strengths = zip(*rows, strict=True) if rows else ((), (), ())
    return arc_graph(
        size, np.array(start, np.int32), np.array(end, np.int32), np.array(strengths, np.float64)
    )


def lists(graph: ArcGraph, *, ahead: bool) -> list[list[tuple[int, float, int]]]:
    rows: list[list[tuple[int, float, int]]] = [[] for _ in range(graph.size)]
    start, end, strength, _ = graph.arrows
    for a, b, value in zip(start.tolist(), end.tolist(), strength.tolist(), strict=True):
        rows[a if ahead else b].append((b if ahead else a, value, -1))
    return rows


@pytest.fixture(autouse=True, scope="module", params=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with kernels(request.param):
        yield


@given(graphs(), st.sampled_from(DECAYS), st.booleans(), st.data())
def test_keys_from_one_actor_are_those_of_a_heap(
    graph: ArcGraph, decay: float, ahead: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, graph.size - 1))
    expected = best_products(lists(graph, ahead=ahead), start, decay)
    assert keys_from(graph, start, decay, ahead=ahead) == pytest.approx(expected, rel=1e-14, abs=0)


@given(graphs(), st.sampled_from(DECAYS), st.data())
def test_searches_that_meet_find_what_one_search_finds(
    graph: ArcGraph, decay: float, data: st.DataObject
) -> None:
    start, end = (data.draw(st.integers(0, graph.size - 1)) for _ in range(2))
    if start != end:
        expected = best_products(lists(graph, ahead=True), start, decay)[end]
        for _ in range(2):  # a workspace that was used is as clean as a new one
            assert best_between(graph, start, end, decay).best == pytest.approx(
                expected, rel=1e-12, abs=0
            )


@given(graphs(), st.sampled_from(DECAYS), st.data())
def test_both_ways_at_once_are_the_two_ways(
    graph: ArcGraph, decay: float, data: st.DataObject
) -> None:
    start, end = (data.draw(st.integers(0, graph.size - 1)) for _ in range(2))
    if start != end:
        both = both_between(graph, start, end, decay)
        assert both == (
            best_between(graph, start, end, decay),
            best_between(graph, end, start, decay),
        )
        assert_an_only_path_is_in_order(graph, both[0], start, end)
        assert_an_only_path_is_in_order(graph, both[1], end, start)


@pytest.mark.parametrize("names", ["abc", "acb", "bac", "bca", "cab", "cba"])
def test_where_two_paths_are_tied_neither_is_the_only_one(names: str) -> None:
    # From 0 to 1 by any of three, and by all three in a row: each of a half in all.
    middle = [2 + "abc".index(name) for name in names]
    pairs = [pair for place in middle for pair in ((0, place), (place, 1))]
    pairs += [(middle[0], middle[1]), (middle[1], middle[2])]
    start, end = np.array(pairs, np.int32).T
    strength = np.array([0.5 if place == 0 else 1.0 for place in start.tolist()])
    graph = arc_graph(5, start, end, strength)
    met, back = both_between(graph, 0, 1)
    assert (met.best, met.only, back.best) == (0.5, None, -1)
    assert {arc[:2] for arc in met.arcs} >= {*pairs[:6]}
    route = search_from(graph, 0, PRODUCT, 1).route(1)
    assert route is not None
    assert route.places == (0, 2, 1)


def assert_an_only_path_is_in_order(graph: ArcGraph, met: Met, start: int, end: int) -> None:
    has_choice = len({arc[0] for arc in met.arcs}) < len(met.arcs)
    assert (met.only is None) == (has_choice or met.best < 0)
    if met.only is not None:
        starts, ends, _ = zip(*met.arcs, strict=True)
        assert (starts, ends[-1]) == ((start, *ends[:-1]), end)
        assert met.only.relations == tuple(graph.relation_at(a, b) for a, b, _ in met.arcs)


@given(asked())
def test_a_pair_on_arrays_is_the_pair_on_lists(case: Asked) -> None:
    on_lists = score_pair(case.view, case.a, case.b, case.scoring)
    with as_arrays():
        on_arrays = score_pair(fresh(case.view), case.a, case.b, case.scoring)
    assert on_arrays == on_lists, case.context


@given(asked())
def test_every_path_from_and_to_an_actor_is_that_of_the_lists(case: Asked) -> None:
    graph = carrier_graph(case.view, maturity=case.scoring.maturity)
    with as_arrays():
        arrays = carrier_graph(fresh(case.view), maturity=case.scoring.maturity)
    assert isinstance(arrays, ArcGraph)
    place = case.view.place(case.a)
    for search in (search_from, search_to):
        one, other = search(graph, place, case.scoring), search(arrays, place, case.scoring)
        for end in range(graph.size):
            assert other.reaches(end) == one.reaches(end)
            assert other.score(end) == one.score(end), case.context
            assert other.route(end) == one.route(end), case.context


@given(graphs(), st.data())
def test_a_changed_graph_answers_as_one_that_was_built_so(
    graph: ArcGraph, data: st.DataObject
) -> None:
    size = graph.size + data.draw(st.integers(0, 2))
    place = st.integers(0, size - 1)
    value = st.sampled_from((0.3, 0.5, 1.0)) | st.none()
    drawn = data.draw(st.dictionaries(st.tuples(place, place), value, max_size=8))
    changes = {pair: new for pair, new in drawn.items() if pair[0] != pair[1]}
    start, end, strength, _ = graph.arrows
    arcs: dict[tuple[int, int], float | None] = dict(
        zip(zip(start.tolist(), end.tolist(), strict=True), strength.tolist(), strict=True)
    )
    arcs.update(changes)
    left = sorted((pair, new) for pair, new in arcs.items() if new is not None)
    built = arc_graph(
        size,
        np.array([a for (a, _), _ in left], np.int32),
        np.array([b for (_, b), _ in left], np.int32),
        np.array([new for _, new in left], np.float64),
    )
    rows = {pair: [] if new is None else [(new, 7)] for pair, new in changes.items()}
    changed = patched(graph, rows, size=size, name=str)
    assert changed.count == built.count
    assert np.array_equal(changed.arrows[0], built.arrows[0])
    assert np.array_equal(changed.arrows[1], built.arrows[1])
    assert np.array_equal(changed.arrows[2], built.arrows[2])
    for origin in range(size):
        for ahead in (True, False):
            assert np.array_equal(
                keys_from(changed, origin, 0.9, ahead=ahead),
                keys_from(built, origin, 0.9, ahead=ahead),
            )
        for other in range(size):
            if other != origin:
                met = best_between(changed, origin, other, 0.9)
                expected = best_between(built, origin, other, 0.9)
                assert (met.best, met.arcs) == (expected.best, expected.arcs)
                assert_an_only_path_is_in_order(changed, met, origin, other)


def test_changes_that_outgrow_the_spare_end_are_refused_and_what_left_is_free_again() -> None:
    size = 3_000
    hub = arc_graph(
        size,
        np.zeros(size - 1, np.int32),
        np.arange(1, size, dtype=np.int32),
        np.full(size - 1, 0.5),
    )
    first = patched(hub, {(0, 1): [(0.7, 0)]}, size=size, name=str)
    with pytest.raises(NoRoomError):
        patched(hub, {(0, 1): [(0.8, 0)]}, size=size, name=str)
    assert best_between(first, 0, 1).best == 0.7
    del first
    assert best_between(patched(hub, {(0, 1): [(0.8, 0)]}, size=size, name=str), 0, 1).best == 0.8
