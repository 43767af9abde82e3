"""Unknown relations that could lift a score: arrays name those that lists name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given

from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.searches.search import search_from
from graph_api.scoring.unknowns import arrays as unknown_arrays
from graph_api.scoring.unknowns.beyond import Beyond, unknown_beyond
from tests.large import as_arrays, fresh, kernels
from tests.property.test_scores import Asked, asked


@pytest.fixture(autouse=True, scope="module")
def plain() -> Iterator[None]:
    with kernels("plain"):
        yield


@contextmanager
def limits(few: int, small: int) -> Iterator[None]:
    before = unknown_arrays.FEW, unknown_arrays.SMALL
    unknown_arrays.FEW, unknown_arrays.SMALL = few, small
    try:
        yield
    finally:
        unknown_arrays.FEW, unknown_arrays.SMALL = before


def beyond(case: Asked, *, arrays: bool) -> Beyond:
    view = fresh(case.view)
    start, end = view.place(case.a), view.place(case.b)
    graph = carrier_graph(view, maturity=case.scoring.maturity)
    assert (not hasattr(graph, "parallels")) == arrays
    present = search_from(graph, start, case.scoring, end).best(end)
    return unknown_beyond(view, start, end, case.scoring, present)


@given(asked())
def test_all_keys_and_a_small_graph_decide_as_lists_do(case: Asked) -> None:
    expected = beyond(case, arrays=False)
    with as_arrays(), limits(few=-1, small=1_000):
        assert beyond(case, arrays=True) == expected, case.context


@given(asked())
def test_searches_one_by_one_decide_as_lists_do(case: Asked) -> None:
    expected = beyond(case, arrays=False)
    with as_arrays(), limits(few=1_000, small=1_000):
        assert beyond(case, arrays=True) == expected, case.context


@given(asked())
def test_best_ways_alone_leave_none_out_and_say_when_they_are_not_sure(case: Asked) -> None:
    expected = beyond(case, arrays=False)
    with as_arrays(), limits(few=-1, small=-1):
        found = beyond(case, arrays=True)
    assert found.relations >= expected.relations
    assert found == expected or not found.complete, case.context
