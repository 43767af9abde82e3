"""Basins: which starts end in which stable state, against courses that simply run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.mutual_empowerment.basins import MOST_POINTS, basins, ends_of
from graph_api.systems.mutual_empowerment.dynamics import Rates, State, stable_states, trajectory
from graph_api.systems.mutual_empowerment.pushes import (
    Component,
    end_of,
    escapes,
    landscape,
    passes,
    smallest_push,
)
from tests.systems.mutual_empowerment.fixtures import RATES, START

LAND = landscape(RATES)
LEVEL = st.floats(0.0, 1.0)


def test_two_basins_share_all_starts_and_the_start_lies_in_the_weak_one() -> None:
    weak, strong = basins(LAND, START)
    assert (weak.state, strong.state) == stable_states(RATES)
    assert weak.share + strong.share == pytest.approx(1)
    assert (weak.holds_start, strong.holds_start) == (True, False)
    assert weak.error == pytest.approx((weak.share * strong.share / 2_000) ** 0.5)


def test_the_shares_agree_with_another_draw_and_with_a_grid() -> None:
    weak, _ = basins(LAND, START)
    again, _ = basins(LAND, START, points=4_000, seed=7)
    assert abs(weak.share - again.share) < 4 * (weak.error + again.error)
    # A second way: a grid of 5 levels a side, every fifth course run until it rests.
    side = (np.arange(5) + 0.5) / 5
    grid = np.array(np.meshgrid(side, side, side, side)).reshape(4, -1)
    ran = [
        trajectory(RATES, State(*map(float, column)), 3_000, 2).states[-1].residents < 0.5
        for column in grid.T[::5]
    ]
    assert abs(float(np.mean(ran)) - weak.share) < 0.1


@settings(max_examples=15)
@given(st.lists(st.builds(State, LEVEL, LEVEL, LEVEL, LEVEL), min_size=1, max_size=5))
def test_courses_side_by_side_end_where_single_ones_do(starts: list[State]) -> None:
    ends = ends_of(LAND, np.array([start.values for start in starts]).T)
    stable = stable_states(RATES)
    assert [stable[place] for place in ends] == [end_of(LAND, start) for start in starts]


def test_nothing_moves_in_the_unstable_state_itself() -> None:
    assert LAND.saddle is not None
    assert not escapes(LAND, LAND.saddle)
    nudged = replace(LAND.saddle, residents=LAND.saddle.residents + 1e-4)
    assert end_of(LAND, nudged) == LAND.strong


def test_one_stable_state_takes_all() -> None:
    (only,) = basins(landscape(RATES.with_(h=0.15)), START)
    assert (only.share, only.error, only.holds_start) == (1.0, 0.0, True)


IMMATURE = RATES.with_(s=0.026, a=0.156, b=0.03, g=0.1, u=0.3, v=0.15, z=0.08, theta=0.286)
"""At its saddle organisations are not mature, so both powers rest there as they do at the start."""


def test_a_start_that_only_equals_the_saddle_in_the_powers_is_decided_at_once() -> None:
    land = landscape(IMMATURE)
    assert land.saddle is not None
    assert land.saddle.organisations < IMMATURE.theta
    assert land.saddle.infrastructural == IMMATURE.i0
    above = replace(
        land.saddle,
        residents=land.saddle.residents + 0.01,
        organisations=land.saddle.organisations + 0.01,
    )
    below = replace(
        land.saddle,
        residents=land.saddle.residents - 0.01,
        organisations=land.saddle.organisations - 0.01,
    )
    for start, expected in ((above, True), (below, False)):
        course = trajectory(IMMATURE, start, 5_000, 2)
        assert (course.states[-1].organisations > IMMATURE.theta) is expected
        assert passes(IMMATURE, land.saddle, start) is expected
        assert ends_of(land, np.array([start.values]).T)[0] == int(expected)


def test_where_nothing_supports_residents_zero_is_an_unstable_state_of_its_own() -> None:
    # E = 0 stays; with s (1 - E) = h d0 any other E rises to 1 - 0.02 x 0.7 / 0.2 = 0.93 at once.
    rates = RATES.with_(s=0.2, a=0.0, b=0.0, h=0.02)
    land = landscape(rates)
    assert land.resting[0].state.residents == 0
    assert not land.resting[0].stable
    assert end_of(land, State(0.0, 0.25, 0.3, 0.7)) is None
    assert end_of(land, State(0.01, 0.25, 0.3, 0.7)) == stable_states(rates)[-1]
    starts = np.array([[0.0, 0.01], [0.25, 0.25], [0.3, 0.3], [0.7, 0.7]])
    assert ends_of(land, starts).tolist() == [-1, 0]


def test_the_border_is_the_highest_unstable_state_below_the_strong_one() -> None:
    # Four states at rest: 0 (unstable), 1 - 0.2 x 0.7 / 0.2 = 0.3 (weak), the saddle, the strong.
    rates = RATES.with_(s=0.2, a=0.0, b=0.0, h=0.2, k=0.8)
    land = landscape(rates)
    zero, weak, saddle, strong = land.resting
    assert [item.stable for item in land.resting] == [False, True, False, True]
    assert zero.state.residents == 0
    assert weak.state.residents == pytest.approx(0.3)
    assert (land.saddle, land.weak, land.strong) == (saddle.state, weak.state, strong.state)
    push = smallest_push(land, Component.RESIDENTS, START)
    assert push is not None
    for change, end in ((push, strong.state), (push - 2e-4, weak.state)):
        start = replace(START, residents=START.residents + change)
        assert trajectory(rates, start, 3_000, 2).states[-1].residents == pytest.approx(
            end.residents, abs=1e-5
        )
        assert end_of(land, start) == end
    shares = [basin.share for basin in basins(land, START)]
    assert sum(shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("points", "seed", "field"),
    [(0, 0, "points"), (MOST_POINTS + 1, 0, "points"), (10, -1, "seed")],
)
def test_impossible_draws_name_their_field(points: int, seed: int, field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        basins(LAND, START, points, seed)
    assert caught.value.details["parameter"] == field


def test_where_nothing_moves_residents_there_is_no_list_of_states() -> None:
    still = Rates(**{**dict.fromkeys("sabh", 0.0), **dict.fromkeys("cguvkz", 0.2)},
                  theta=0.3, c0=0.2, i0=0.2, d0=0.2)  # fmt: skip
    with pytest.raises(BadParameterError) as caught:
        landscape(still)
    assert caught.value.details["parameter"] == "s"
