"""The equations of digest 4.4 item 10: their states at rest, their courses, their laws."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from graph_api.errors import BadParameterError
from graph_api.systems.mutual_empowerment.dynamics import (
    Rates,
    State,
    at_rest_with,
    jacobian,
    resting_states,
    stable_states,
    trajectory,
    velocity,
)
from tests.systems.mutual_empowerment.fixtures import RATES, START

RATE = st.floats(0.01, 1.0)
LEVEL = st.floats(0.0, 1.0)
ALL_RATES = st.builds(
    Rates,
    **dict.fromkeys(("s", "a", "b", "h", "c", "g", "u", "v", "k", "z"), RATE),
    theta=LEVEL,
    c0=LEVEL,
    i0=LEVEL,
    d0=LEVEL,
)
STATES = st.builds(State, LEVEL, LEVEL, LEVEL, LEVEL)


def test_velocity_by_hand() -> None:
    """E = C = 0.45, I = 0.5, D = 0.6: 0.1 above theta."""
    found = velocity(RATES, (0.45, 0.45, 0.5, 0.6))
    # (0.05 x 0.45 + 0.1 x 0.45 + 0.1 x 0.5) 0.55 - 0.2 x 0.6 x 0.45 = 0.064625 - 0.054
    # 0.8 x 0.1 x 0.55 - 0.2 x 0.2 = 0.004; 0.8 x 0.1 x 0.5 - 0.2 x 0.2 = 0
    # -0.4 x 0.1 x 0.6 + 0.2 x 0.1 = -0.004
    assert found == pytest.approx((0.010625, 0.004, 0.0, -0.004), abs=1e-15)


def test_two_stable_states_and_a_saddle_as_published() -> None:
    weak, saddle, strong = resting_states(RATES)
    assert [weak.stable, saddle.stable, strong.stable] == [True, False, True]
    assert weak.state.values == pytest.approx((0.3396, 0.25, 0.3, 0.7), abs=5e-5)
    assert saddle.state.values == pytest.approx((0.3936, 0.3613, 0.3304, 0.6845), abs=5e-5)
    assert strong.state.values == pytest.approx((0.6638, 0.6675, 0.6916, 0.4282), abs=5e-5)
    assert stable_states(RATES) == (weak.state, strong.state)


def test_the_start_drifts_into_the_weak_state() -> None:
    course = trajectory(RATES, START, 200)
    assert course.converged
    assert course.states[0] == START
    assert course.times[0] == 0
    assert [*course.times] == sorted(course.times)
    assert course.states[-1].values == pytest.approx(stable_states(RATES)[0].values, abs=1e-6)


def test_a_short_horizon_does_not_converge() -> None:
    course = trajectory(RATES, START, 5, points=6)
    assert not course.converged
    assert course.times == pytest.approx((0, 1, 2, 3, 4, 5))


def test_a_state_at_rest_stays() -> None:
    strong = stable_states(RATES)[-1]
    course = trajectory(RATES, strong, 10)
    assert course.converged
    assert course.states == (strong, strong)


@given(ALL_RATES, STATES)
def test_the_jacobian_is_that_of_the_velocity(rates: Rates, state: State) -> None:
    step = 1e-6
    values = np.array(state.values)
    if min(abs(values[:2] - rates.theta)) <= step:
        return
    for column in range(4):
        push = step * np.eye(4)[column]
        ahead, behind = velocity(rates, values + push), velocity(rates, values - push)
        slope = (np.array(ahead) - np.array(behind)) / (2 * step)
        assert slope == pytest.approx([row[column] for row in jacobian(rates, values)], abs=1e-8)


@given(ALL_RATES, STATES)
def test_nothing_that_helps_ever_hurts(rates: Rates, state: State) -> None:
    """Non-zero-sum (L207): with -D for D no quantity lowers the growth of another."""
    sign = [1, 1, 1, -1]
    rows = jacobian(rates, state.values)
    for one in range(4):
        for other in range(4):
            assert one == other or rows[one][other] * sign[one] * sign[other] >= 0


@given(ALL_RATES, STATES)
def test_the_course_stays_in_the_unit_cube(rates: Rates, state: State) -> None:
    """At each face the flow points inward, or along it."""
    values = state.values
    for place in range(4):
        at_zero = [0.0 if place == other else value for other, value in enumerate(values)]
        at_one = [1.0 if place == other else value for other, value in enumerate(values)]
        assert velocity(rates, tuple(at_zero))[place] >= -1e-12
        assert velocity(rates, tuple(at_one))[place] <= 1e-12


@given(ALL_RATES)
def test_every_state_at_rest_is_at_rest_and_lies_below_the_next(rates: Rates) -> None:
    found = [item.state for item in resting_states(rates)]
    assert found
    for state in found:
        assert max(map(abs, velocity(rates, state.values))) < 1e-8
    for lower, higher in pairwise(found):
        assert higher.residents > lower.residents
        assert higher.organisations >= lower.organisations - 1e-12
        assert higher.infrastructural >= lower.infrastructural - 1e-12
        assert higher.despotic <= lower.despotic + 1e-12


@given(ALL_RATES)
def test_a_scan_finds_no_other_state_at_rest(rates: Rates) -> None:
    """A second way: signs of dE/dt over 2,000 levels of E, and brentq where they change."""
    found = [item.state.residents for item in resting_states(rates)]

    def drift(level: float) -> float:
        return velocity(rates, at_rest_with(rates, level).values)[0]

    levels = np.linspace(0, 1, 2_001)
    drifts = [drift(float(level)) for level in levels]
    for low, high, first, second in zip(levels, levels[1:], drifts, drifts[1:], strict=False):
        if first * second < 0:
            root = brentq(drift, low, high, xtol=1e-14)
            assert min(abs(root - item) for item in found) < 1e-6


def test_two_states_can_be_stable_only_with_one_between() -> None:
    for h in np.linspace(0.1, 0.35, 26):
        found = resting_states(RATES.with_(h=float(h)))
        assert [item.stable for item in found] in ([True], [True, False, True])


@pytest.mark.parametrize(
    ("key", "value"),
    [("s", math.nan), ("h", math.inf), ("theta", 1.1), ("c0", -0.1), ("g", -1.0), ("s", 1e300)],
)
def test_impossible_numbers_name_their_field(key: str, value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        RATES.with_(**{key: value})
    assert caught.value.details["parameter"] == key


@pytest.mark.parametrize("key", ["residents", "organisations", "infrastructural", "despotic"])
@pytest.mark.parametrize("value", [math.nan, 1.2, -0.1, math.inf])
def test_impossible_states_name_their_field(key: str, value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        State(
            **{
                **dict.fromkeys(("residents", "organisations", "infrastructural", "despotic"), 0.5),
                key: value,
            }
        )
    assert caught.value.details["parameter"] == key


@pytest.mark.parametrize("key", ["u", "v", "z"])
def test_without_a_way_back_there_is_no_list_of_states(key: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        resting_states(RATES.with_(**{key: 0.0}))
    assert caught.value.details["parameter"] == key


@pytest.mark.parametrize(
    ("horizon", "points", "field"),
    [(0, 9, "horizon"), (math.nan, 9, "horizon"), (math.inf, 9, "horizon"), (5, 1, "points")],
)
def test_courses_without_length_are_refused(horizon: float, points: int, field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        trajectory(RATES, START, horizon, points)
    assert caught.value.details["parameter"] == field
