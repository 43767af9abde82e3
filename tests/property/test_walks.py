"""All walks against the power series, and the laws that the damping must keep."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.scoring import Reading, Scoring
from graph_api.scoring.walks.bounds import damping_of, growth_bound
from graph_api.scoring.walks.scores import walk_pair, walk_scores
from tests.builders import snapshot

WALKS = Scoring(reading=Reading.ALL_WALKS)
NAMES = "abcde"

edges = st.dictionaries(
    st.sampled_from([f"{a} -> {b}" for a in NAMES for b in NAMES]),
    st.integers(0, 100).map(lambda percent: percent / 100),
    max_size=14,
)


def drawn(strengths: dict[str, float]) -> GraphSnapshot:
    return snapshot("\n".join([*(f"{e} {w}" for e, w in strengths.items()), *NAMES]))


def series(strengths: dict[str, float], damping: float, start: str, end: str) -> float:
    """Add up c^k W^k, walk by walk longer, until nothing is added any more."""
    weights = np.zeros((5, 5))
    for edge, strength in strengths.items():
        a, b = edge.split(" -> ")
        if a != b:
            weights[NAMES.index(a), NAMES.index(b)] = strength
    reach = np.zeros(5)
    reach[NAMES.index(start)] = 1
    total = 0.0
    while reach.max() > 1e-18:
        reach = damping * (reach @ weights)
        total += float(reach[NAMES.index(end)])
    return total


@given(edges)
def test_scores_are_the_sum_over_all_walks(strengths: dict[str, float]) -> None:
    view = drawn(strengths)
    damping = damping_of(view)
    pairs = list(permutations(NAMES, 2))
    for (a, b), (found, _) in zip(pairs, walk_scores(view, pairs, WALKS), strict=True):
        expected = series(strengths, damping, a, b)
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-15)
        # No walk, no dust.
        assert (found == 0) is (expected == 0)


@given(edges)
def test_a_ranking_and_a_pair_give_the_same_number(strengths: dict[str, float]) -> None:
    view = drawn(strengths)
    pairs = list(permutations(NAMES, 2))[:8]
    found = [walk_pair(view, a, b, WALKS) for a, b in pairs]
    assert walk_scores(view, pairs, WALKS) == [(pair.forward, pair.reverse) for pair in found]


@given(edges)
def test_the_sum_has_an_end(strengths: dict[str, float]) -> None:
    pairs = [(ActorId(e[0]), ActorId(e[-1])) for e in sorted(strengths) if e[0] != e[-1]]
    matrix = np.zeros((5, 5))
    for a, b in pairs:
        matrix[NAMES.index(a), NAMES.index(b)] = 1
    radius = max(abs(np.linalg.eigvals(matrix)))
    # Eigenvalues of a matrix without cycles are 0, and numpy finds them only to 1e-3.
    assert growth_bound(pairs) >= radius - 1e-2
    assert damping_of(drawn(strengths)) * radius < 0.86


@given(edges, st.data())
def test_scores_rise_with_every_strength(strengths: dict[str, float], data: st.DataObject) -> None:
    if not strengths:
        return
    edge = data.draw(st.sampled_from(sorted(strengths)))
    stronger = strengths | {edge: data.draw(st.integers(round(strengths[edge] * 100), 100)) / 100}
    pairs = list(permutations(NAMES, 2))
    before = walk_scores(drawn(strengths), pairs, WALKS)
    after = walk_scores(drawn(stronger), pairs, WALKS)
    for (low, _), (high, _) in zip(before, after, strict=True):
        assert low is not None
        assert high is not None
        assert high >= low * (1 - 1e-12)
