"""Paths and pairs of groups on arrays: the lists' answers, to the last bit and in their order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot
from graph_api.scoring import Reading, Scoring, best_paths, rank_pairs
from graph_api.scoring.engine import loopless as listings
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.patches import patched
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.pairs.scores import Order
from graph_api.scoring.pairs.top import top_pairs
from graph_api.scoring.searches.loopless import ranked_routes
from tests.builders import snapshot
from tests.large import as_arrays, fresh, kernels
from tests.property.test_engine_searches import graphs
from tests.property.test_scores import Asked, asked

SCORINGS = st.one_of(
    st.builds(Scoring, st.just(Reading.PRODUCT), st.sampled_from((1.0, 0.9, 0.5))),
    st.builds(Scoring, st.just(Reading.WEAKEST)),
    st.builds(
        Scoring,
        st.sampled_from((Reading.PRODUCT, Reading.WEAKEST)),
        max_hops=st.integers(1, 4),
    ),
)
WORDS = st.sampled_from(
    (
        ("0.25", "0.5", "1"),
        ("1",),
        ("0.9", "0.81", "0.729", "?"),
        ("0.5", "0.5 control", "0.25", "?"),
        tuple(f"0.{number}" for number in range(1001, 1100, 7)),
    )
)


@pytest.fixture(autouse=True, scope="module", params=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with kernels(request.param):
        yield


@contextmanager
def no_spare_room() -> Iterator[None]:
    """Have every tie and every second arc find too little room at first."""
    before = listings.SPARE, listings.ARCS
    listings.SPARE, listings.ARCS = 1, 1
    try:
        yield
    finally:
        listings.SPARE, listings.ARCS = before


@st.composite
def views(draw: st.DrawFn, most: int = 7) -> GraphSnapshot:
    """Small views with many relations, so that there are many paths, many of them tied."""
    names = draw(st.permutations("abcdefghij"[: draw(st.integers(2, most))]))
    words = draw(WORDS)
    actor = st.integers(0, len(names) - 1)
    drawn = draw(st.lists(st.tuples(actor, actor, st.sampled_from(words)), max_size=5 * len(names)))
    lines = [f"{names[a]} -> {names[b]} {word}" for a, b, word in drawn]
    return snapshot("\n".join([*names, *lines]))


@given(asked(), st.integers(1, 8))
def test_the_best_paths_on_arrays_are_those_on_lists(case: Asked, count: int) -> None:
    on_lists = best_paths(case.view, case.a, case.b, count, case.scoring)
    with as_arrays():
        on_arrays = best_paths(fresh(case.view), case.a, case.b, count, case.scoring)
    assert on_arrays == on_lists, case.context


@given(views(), SCORINGS, st.none() | st.integers(1, 40), st.booleans())
def test_all_loopless_paths_come_in_the_order_of_the_lists(
    view: GraphSnapshot, scoring: Scoring, count: int | None, is_crowded: bool
) -> None:
    lists = carrier_graph(view)
    with as_arrays():
        arrays = carrier_graph(fresh(view))
    assert isinstance(arrays, ArcGraph) or not view.relations
    start, end = 0, len(view.actors) - 1
    expected = list(islice(ranked_routes(lists, start, end, scoring), count or 60))
    if is_crowded:
        with no_spare_room():
            found = list(islice(ranked_routes(arrays, start, end, scoring, count), count or 60))
    else:
        found = list(islice(ranked_routes(arrays, start, end, scoring, count), count or 60))
    assert found == expected


@given(graphs(8), SCORINGS, st.data())
def test_paths_of_a_changed_graph_are_those_of_one_that_was_built_so(
    graph: ArcGraph, scoring: Scoring, data: st.DataObject
) -> None:
    if graph.size < 2:
        return
    starts, ends, strengths, _ = graph.arrows
    arcs = dict(
        zip(zip(starts.tolist(), ends.tolist(), strict=True), strengths.tolist(), strict=True)
    )
    place = st.integers(0, graph.size - 1)
    pairs = st.tuples(place, place).filter(lambda pair: pair[0] != pair[1])
    changes = data.draw(st.dictionaries(pairs, st.none() | st.sampled_from((0.3, 1.0)), max_size=6))
    # Added arcs get places of relations of their own, so that no two arcs share one.
    changed = patched(
        graph,
        {
            pair: [] if new is None else [(new, 1000 + number)]
            for number, (pair, new) in enumerate(changes.items())
        },
        size=graph.size,
        name=str,
    )
    arcs |= {pair: new for pair, new in changes.items() if new is not None}
    left = {pair: value for pair, value in arcs.items() if changes.get(pair, value) is not None}
    ends_of = np.array(list(left), np.int32).reshape(-1, 2)
    built = arc_graph(
        graph.size, ends_of[:, 0], ends_of[:, 1], np.array(list(left.values()), np.float64)
    )
    start, end = data.draw(pairs)
    found = [
        [(route.places, [arrow[1] for arrow in route.arrows]) for route in routes]
        for routes in (
            list(ranked_routes(changed, start, end, scoring, 30)),
            list(ranked_routes(built, start, end, scoring, 30)),
        )
    ]
    assert found[0] == found[1]


@given(views(9), SCORINGS, st.sampled_from(("best", "worst", "missing")), st.data())
def test_the_first_pairs_are_the_first_of_all(
    view: GraphSnapshot, scoring: Scoring, order: Order, data: st.DataObject
) -> None:
    ids = [actor.id for actor in view.actors]
    between, other = (
        data.draw(st.lists(st.sampled_from(ids), max_size=len(ids) + 2)) for _ in range(2)
    )
    count = data.draw(st.integers(1, 12))
    expected = rank_pairs(view, between, other, scoring, order=order).rows[:count]
    places = np.array([view.place(actor) for actor in other], np.int32)
    with as_arrays():
        for threads, group in ((1, other), (2, places)):
            arrays = fresh(view)
            assert expected == top_pairs(
                arrays, between, group, count, scoring, order=order, threads=threads
            )
