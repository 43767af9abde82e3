"""The arrays of a graph say what its arcs say, in both senses, in whatever order they came."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.scoring.engine import arcs
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph, coded, rises

SIZE = 5
places = st.integers(0, SIZE - 1)
strengths = st.sampled_from((0.25, 0.5, 1.0)) | st.floats(1e-6, 1)
drawn = st.dictionaries(st.tuples(places, places), strengths, max_size=12).map(
    lambda found: [(*pair, strength) for pair, strength in found.items()]
)
Arc = tuple[int, int, float]


@pytest.fixture(autouse=True)
def _several_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arcs, "BLOCK", 3)


def made(said: list[Arc]) -> ArcGraph:
    start, end, strength = zip(*said, strict=True) if said else ((), (), ())
    return arc_graph(SIZE, np.array(start, np.int32), np.array(end, np.int32), np.array(strength))


def rows(graph: ArcGraph, *, ahead: bool) -> list[Arc]:
    side = graph.out if ahead else graph.back
    found = []
    for own in range(graph.size):
        row = graph.row(own, ahead=ahead)
        others, codes = side.other[row].tolist(), side.code[row]
        for other, strength in zip(others, graph.table[codes].tolist(), strict=True):
            found.append((own, other, strength) if ahead else (other, own, strength))
    return found


@given(drawn)
def test_both_senses_hold_the_arcs_by_row(said: list[Arc]) -> None:
    graph = made(said)
    assert rows(graph, ahead=True) == sorted(said)
    assert rows(graph, ahead=False) == sorted(said, key=lambda arc: (arc[1], arc[0]))
    assert [said[graph.relation_at(start, end)][:2] for start, end, _ in sorted(said)] == [
        arc[:2] for arc in sorted(said)
    ]
    assert graph.table.tolist() == sorted({strength for _, _, strength in said})


@given(drawn)
def test_arcs_that_stand_in_order_need_no_table_of_relations(said: list[Arc]) -> None:
    assert made(sorted(said)).relation is None
    assert said == sorted(said) or made(said).relation is not None


@given(st.lists(st.tuples(places, places), max_size=9))
def test_pairs_rise_across_blocks_too(pairs: list[tuple[int, int]]) -> None:
    start, end = np.array(pairs, np.int32).reshape(-1, 2).T
    assert rises(start, end) == (pairs == sorted(set(pairs)))


@pytest.mark.parametrize("last", [0.123456, 0.1234567])
@pytest.mark.parametrize(("count", "kind"), [(65_535, np.uint16), (65_536, np.uint32)])
def test_codes_lead_to_the_same_strengths(
    last: float, count: int, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    strength = np.append(np.arange(count, 1, -1) / 1e6, last)
    table, code = coded(strength)
    assert code.dtype == kind
    assert (table[code] == strength).all()
    assert (np.diff(table) > 0).all()
