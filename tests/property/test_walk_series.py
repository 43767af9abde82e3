"""Walks added up by length against factors and a dense inverse, within the errors they state."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph_api.scoring.walks.factors import Factored
from graph_api.scoring.walks.reach import Reach
from graph_api.scoring.walks.series import BLOCK, Series
from graph_api.scoring.walks.system import System, system_of

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


def graph(size: int, start: Places, end: Places, strength: Numbers) -> SimpleNamespace:
    """Draw a graph of arrays: the last strength of a pair counts, loops do not."""
    found = {
        (int(a), int(b)): float(w)
        for a, b, w in zip(start, end, strength, strict=True)
        if a != b and w > 0
    }
    keys = sorted(found)
    ends = np.array(keys, dtype=np.int32).reshape(-1, 2)
    strengths = np.array([found[key] for key in keys], dtype=np.float64)
    return SimpleNamespace(
        size=size, arrows=(ends[:, 0], ends[:, 1], strengths, np.arange(len(keys), dtype=np.int32))
    )


def dense(of: SimpleNamespace, damping: float) -> Numbers:
    weights = np.zeros((of.size, of.size))
    weights[of.arrows[0], of.arrows[1]] = of.arrows[2]
    return np.asarray(np.linalg.inv(np.eye(of.size) - damping * weights))


def system(of: SimpleNamespace, share: float) -> System:
    """Damp a graph so that the terms of its series fall by ``share`` in the end."""
    weights = np.zeros((of.size, of.size))
    weights[of.arrows[0], of.arrows[1]] = of.arrows[2]
    radius = float(max(abs(np.linalg.eigvals(weights))))
    return system_of(of, share / max(radius, 0.5))


@st.composite
def graphs(draw: st.DrawFn) -> SimpleNamespace:
    """Graphs of up to 40 actors, from empty to dense, some with strengths near nothing."""
    size = draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(0, 6 * size))
    lowest = draw(st.sampled_from((1e-6, 0.05, 1.0)))
    return graph(
        size,
        rng.integers(0, size, count),
        rng.integers(0, size, count),
        np.round(rng.uniform(lowest, 1.0, count), 6),
    )


shares = st.sampled_from((0.1, 0.5, 0.85, 0.95))


def every(size: int) -> tuple[Places, Places]:
    start, end = np.divmod(np.arange(size * size), size)
    return start, end


def damping_in(made: System, of: SimpleNamespace) -> float:
    return float(made.share[0] / of.arrows[2][0]) if made.share.size else 0.5


@given(graphs(), shares)
def test_series_and_factors_agree_within_what_they_state(of: SimpleNamespace, share: float) -> None:
    made = system(of, share)
    pairs = every(of.size)
    series, factors = Series(made).sums(*pairs), Factored(made).sums(*pairs)
    exact = dense(of, damping_in(made, of)).ravel()
    apart = np.abs(series.value - factors.value)
    assert (apart <= series.error + factors.error).all()
    reached = np.concatenate([Reach(of).within(start) for start in range(of.size)])
    for found in (series, factors):
        assert (np.abs(found.value - exact) <= found.error + 1e-13 * exact.max()).all()
        assert ((found.value > 0) == reached).all()
        assert (found.error[~reached] == 0).all()
    assert (series.error <= 1e-12 * series.value).all()
    assert (factors.error <= 1e-11 * (of.size * exact.max()) ** 2).all()


@given(graphs(), shares)
def test_rows_and_columns_are_the_same_sums(of: SimpleNamespace, share: float) -> None:
    series = Series(system(of, share))
    start, end = every(of.size)
    expected = series.sums(start, end).value.reshape(of.size, of.size)
    places = list(range(of.size))
    for found in (series.rows(places, places).T, series.columns(places, places)):
        assert found == pytest.approx(expected, rel=1e-11, abs=1e-300)


@given(graphs(), shares, st.integers(0, 2**32 - 1))
def test_weighted_sums_are_no_less_than_the_exact_ones(
    of: SimpleNamespace, share: float, seed: int
) -> None:
    made = system(of, share)
    values = np.random.default_rng(seed).uniform(0.0, 1.0, of.size)
    exact = dense(of, damping_in(made, of))
    series = Series(made)
    for found, expected in (
        (series.most_into(values), exact @ values),
        (series.most_from(values), values @ exact),
    ):
        assert (found >= expected * (1 - 1e-12)).all()
        assert (found <= expected + 1e-6 * expected.sum()).all()
    returns = series.returns()
    assert (returns >= 1).all()
    assert (returns <= np.diag(exact) * (1 + 1e-12)).all()


@given(graphs(), shares)
def test_a_pair_alone_and_among_all_is_the_same_within_its_error(
    of: SimpleNamespace, share: float
) -> None:
    series = Series(system(of, share))
    start, end = every(of.size)
    together = series.sums(start, end)
    for place in range(0, start.size, 97):
        alone = series.sums(start[place : place + 1], end[place : place + 1])
        apart = abs(alone.value[0] - together.value[place])
        assert apart <= alone.error[0] + together.error[place]


@given(graphs(), st.data())
def test_reach_without_an_actor_or_an_arrow_is_that_of_a_graph_that_lacks_it(
    of: SimpleNamespace, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, of.size - 1))
    arrows = list(zip(of.arrows[0].tolist(), of.arrows[1].tolist(), strict=True))
    gone = data.draw(st.sampled_from([*arrows, (-1, -1)]))
    absent = data.draw(st.sampled_from([-1, *(p for p in range(of.size) if p != start)]))

    def slow(follow: Callable[[tuple[int, int]], tuple[int, int]]) -> set[int]:
        seen = {start}
        while True:
            more = {
                b
                for pair in arrows
                for a, b in [follow(pair)]
                if a in seen and b not in seen and absent not in (a, b) and pair != gone
            }
            if not more:
                return seen
            seen |= more

    reach = Reach(of)
    there = reach.within(start, absent=absent, arrow=gone)
    back = reach.within(start, ahead=False, absent=absent, arrow=gone)
    assert set(np.flatnonzero(there).tolist()) == slow(lambda pair: pair)
    assert set(np.flatnonzero(back).tolist()) == slow(lambda pair: pair[::-1])


def test_more_sums_than_fit_a_block_are_all_there() -> None:
    count = 3 * BLOCK + 1
    ring = graph(count, np.arange(count), (np.arange(count) + 1) % count, np.full(count, 0.5))
    series = Series(system(ring, 0.5))
    start = np.arange(count)
    found = series.sums(start, (start + 2) % count).value
    # Two steps of 0.5, and half as much again after each round of the ring: 2^-25 of it.
    assert found == pytest.approx(np.full(count, 0.25 / (1 - 0.5**count)), rel=1e-14)


def test_a_thousand_actors_agree_with_a_dense_inverse() -> None:
    rng = np.random.default_rng(5)
    of = graph(1000, rng.integers(0, 1000, 8000), rng.integers(0, 1000, 8000), rng.random(8000))
    made = system_of(of, 0.2)
    exact = dense(of, damping_in(made, of))
    pairs = rng.integers(0, 1000, (300, 2))
    found = Series(made).sums(pairs[:, 0], pairs[:, 1])
    expected = exact[pairs[:, 0], pairs[:, 1]]
    assert found.value == pytest.approx(expected, rel=1e-10)
    assert (found.error <= 1e-12 * found.value).all()
