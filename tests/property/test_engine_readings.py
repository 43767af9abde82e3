"""Readings and limits on arrays give what they give on lists: the same numbers, the same paths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.scoring import Scoring, score_pair
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.fewest import arcs_of_widest
from graph_api.scoring.engine.hops import (
    best_of,
    layers_from,
    limited_between,
    widest_between_within,
    widest_within,
)
from graph_api.scoring.engine.weakest import widest_between, widest_from
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.results import Reading
from graph_api.scoring.searches.kernels import (
    UNREACHED,
    best_weakest,
    layered_products,
    layered_weakest,
)
from graph_api.scoring.searches.search import search_from, search_to
from tests.large import as_arrays, fresh, kernels
from tests.property.test_engine_searches import DECAYS, graphs, lists
from tests.property.test_scores import Asked, asked

HOPS = st.integers(1, 6)


@pytest.fixture(autouse=True, scope="module", params=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with kernels(request.param):
        yield


@given(graphs(), st.booleans(), st.data())
def test_the_greatest_smallest_strengths_are_those_of_a_heap(
    graph: ArcGraph, ahead: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, graph.size - 1))
    expected = best_weakest(lists(graph, ahead=ahead), start)
    assert widest_from(graph, start, ahead=ahead).tolist() == expected
    for end in set(range(graph.size)) - {start}:
        ends = (start, end) if ahead else (end, start)
        assert widest_between(graph, *ends) == expected[end]


@given(graphs(), HOPS, st.booleans(), st.data())
def test_a_limit_on_hops_holds_for_the_smallest_strength(
    graph: ArcGraph, hops: int, ahead: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, graph.size - 1))
    expected = layered_weakest(lists(graph, ahead=ahead), start, hops)
    assert widest_within(graph, start, hops, ahead=ahead).tolist() == expected
    for end in set(range(graph.size)) - {start}:
        ends = (start, end) if ahead else (end, start)
        assert widest_between_within(graph, *ends, hops) == expected[end]


@given(graphs(), HOPS, st.sampled_from(DECAYS), st.booleans(), st.data())
def test_a_limit_on_hops_holds_for_the_product(
    graph: ArcGraph, hops: int, decay: float, ahead: bool, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, graph.size - 1))
    layers = layered_products(lists(graph, ahead=ahead), start, hops, decay)
    expected = [max(layer.get(end, UNREACHED) for layer in layers) for end in range(graph.size)]
    found = layers_from(graph, start, hops, decay, ahead=ahead)
    assert best_of(found, graph.size) == pytest.approx(expected, rel=1e-14, abs=0)
    for end in set(range(graph.size)) - {start}:
        ends = (start, end) if ahead else (end, start)
        met = limited_between(graph, *ends, hops, decay)
        assert met.best == pytest.approx(expected[end], rel=1e-12, abs=0)


@given(graphs(), st.sampled_from((0.25, 0.5, 0.81, 1.0)), st.data())
def test_arcs_of_the_fewest_hops_are_strong_enough_and_lie_on_a_path(
    graph: ArcGraph, least: float, data: st.DataObject
) -> None:
    start, end = (data.draw(st.integers(0, graph.size - 1)) for _ in range(2))
    if start == end:
        return
    met = arcs_of_widest(graph, start, end, least)
    assert (met.best < 0) == (widest_between(graph, start, end) < least)
    assert len(met.arcs) == len(set(met.arcs))
    for first, last, strength in met.arcs:
        assert strength >= least
        arc = graph.arc(first, last)
        assert arc is not None
        assert strength == graph.table[graph.out.code[arc]]
        assert first == start or any(arc[1] == first for arc in met.arcs)
        assert last == end or any(arc[0] == last for arc in met.arcs)


@given(asked())
def test_a_pair_on_arrays_is_the_pair_on_lists_in_every_reading(case: Asked) -> None:
    on_lists = score_pair(case.view, case.a, case.b, case.scoring)
    with as_arrays():
        on_arrays = score_pair(fresh(case.view), case.a, case.b, case.scoring)
    assert on_arrays == on_lists, case.context


@given(asked(), st.sampled_from((None, 1, 2, 3)), st.booleans())
def test_every_path_on_arrays_is_that_on_lists(
    case: Asked, hops: int | None, weakest: bool
) -> None:
    scoring = (
        Scoring(Reading.WEAKEST, max_hops=hops)
        if weakest
        else Scoring(decay=case.scoring.decay, max_hops=hops or 2)
    )
    graph = carrier_graph(case.view)
    with as_arrays():
        arrays = carrier_graph(fresh(case.view))
    assert isinstance(arrays, ArcGraph)
    place = case.view.place(case.a)
    for search in (search_from, search_to):
        one, other = search(graph, place, scoring), search(arrays, place, scoring)
        for end in range(graph.size):
            pair = search(arrays, place, scoring, end)
            for found in (other, pair):
                assert found.reaches(end) == one.reaches(end)
                assert found.score(end) == one.score(end), case.context
                assert found.route(end) == one.route(end), case.context
