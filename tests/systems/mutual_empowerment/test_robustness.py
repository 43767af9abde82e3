"""How far "residents first" hangs on the numbers: draws, the map of h and theta, single rates."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph_api.errors import BadParameterError
from graph_api.systems.mutual_empowerment.dynamics import trajectory
from graph_api.systems.mutual_empowerment.pushes import (
    Component,
    Trap,
    landscape,
    smallest_pushes,
    trap_of,
)
from graph_api.systems.mutual_empowerment.robustness import (
    MOST_DRAWS,
    MOVED,
    drawn_rates,
    explore,
    line_of,
    map_of,
    robustness,
)
from tests.systems.mutual_empowerment.fixtures import RATES, START, system

E, C, INFRA, D = Component

H = [0.10 + 0.02 * step for step in range(13)]
THETA = [0.29 + 0.01 * step for step in range(15)]


def test_shares_of_the_draws_are_those_of_the_digest() -> None:
    # 3,191 draws there: 44 % no trap, 26 % no strong state, 30 % a trap; of 958 traps residents
    # need the smallest push in 945, organisations in 13. Here 1,000: one standard error is 1.6 %.
    found = robustness(RATES, START, draws=1_000, seed=3)
    assert found.draws == found.no_trap + found.no_strong_state + found.trap == 1_000
    assert found.no_trap / 1_000 == pytest.approx(0.44, abs=0.05)
    assert found.no_strong_state / 1_000 == pytest.approx(0.26, abs=0.05)
    assert found.trap_share == pytest.approx(0.30, abs=0.05)
    assert found.residents_first_share == pytest.approx(945 / 958, abs=0.03)
    assert found.first[E] + found.first[C] == found.trap
    assert found.first[INFRA] == found.first[D] == 0


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    assert drawn_rates(RATES, 0.3, 5, 1) == drawn_rates(RATES, 0.3, 5, 1)
    assert drawn_rates(RATES, 0.3, 5, 1) != drawn_rates(RATES, 0.3, 5, 2)


def test_draws_stay_in_their_box_and_leave_the_levels() -> None:
    for rates in drawn_rates(RATES, 0.3, 200, 0):
        for name in MOVED:
            share = getattr(rates, name) / getattr(RATES, name)
            assert 0.7 <= share <= 1.3
        assert (rates.c0, rates.i0, rates.d0) == (0.25, 0.30, 0.70)


def test_without_a_spread_every_draw_is_the_scenario_itself() -> None:
    found = robustness(RATES, START, spread=0.0, draws=3)
    assert (found.trap, found.first[E]) == (3, 3)


def test_pushes_side_by_side_are_those_of_single_courses() -> None:
    # Two integrators, two bisections: Runge-Kutta in steps of a quarter, and DOP853 with events.
    drawn = drawn_rates(RATES, 0.3, 60, 5)
    for point in explore(drawn, START):
        land = landscape(point.rates)
        assert point.trap is trap_of(land, START)
        if point.trap is Trap.TRAP:
            single = smallest_pushes(land, START)
            assert {on: push is None for on, push in single.items()} == {
                on: push is None for on, push in point.pushes.items()
            }
            known = {on: push for on, push in single.items() if push is not None}
            assert known == pytest.approx({on: point.pushes[on] for on in known}, abs=2e-4)


@pytest.mark.parametrize("scale", [1e-4, 0.1, 2.0])
def test_pushes_hang_on_no_unit_of_time(scale: float) -> None:
    # Years instead of days: every rate is the same multiple, and nothing else changes.
    names = [name for name in MOVED if name != "theta"]
    slow = RATES.with_(**{name: getattr(RATES, name) * scale for name in names})
    alone, here = smallest_pushes(landscape(slow), START), smallest_pushes(landscape(RATES), START)
    assert alone == pytest.approx(here, abs=3e-5)
    (beside,) = explore([slow], START)
    assert beside.pushes == pytest.approx(here, abs=2e-4)


@pytest.mark.parametrize("name", ["u", "v", "z"])
def test_a_rate_that_is_nearly_still_is_followed_to_the_end(name: str) -> None:
    # One quantity hardly returns, so a course may take tens of thousands of units of time.
    rates = RATES.with_(**{name: 0.001})
    land = landscape(rates)
    single = smallest_pushes(land, START)
    (beside,) = explore([rates], START)
    assert beside.pushes == pytest.approx(single, abs=2e-4)
    for on, push in single.items():
        assert push is not None
        level = getattr(START, on.value)
        for change, ends_strong in ((push, True), (push * 0.998, False)):
            course = trajectory(rates, replace(START, **{on.value: level + change}), 50_000, 2)
            assert land.strong is not None
            near = course.states[-1].residents == pytest.approx(land.strong.residents, abs=1e-3)
            assert near is ends_strong, (name, on)


def test_on_the_map_residents_come_first_wherever_there_is_a_trap() -> None:
    points = map_of(RATES, START, H, THETA)
    assert len(points) == len(H) * len(THETA)
    assert [(p.rates.h, p.rates.theta) for p in points[:2]] == [(H[0], THETA[0]), (H[0], THETA[1])]
    traps = [point for point in points if point.trap is Trap.TRAP]
    assert len(traps) >= 17  # as many as the digest's grid has
    for point in traps:
        residents, organisations = point.pushes[E], point.pushes[C]
        assert residents is not None
        assert organisations is not None
        assert 0 < residents < organisations
        for power in (INFRA, D):
            push = point.pushes[power]
            assert push is None or abs(push) > organisations


def test_the_map_turns_from_no_trap_to_trap_to_no_strong_state_as_despotic_power_wears_more() -> (
    None
):
    order = [Trap.NO_TRAP, Trap.TRAP, Trap.NO_STRONG_STATE]
    points = map_of(RATES, START, H, THETA)
    for column in range(len(THETA)):
        ranks = [order.index(point.trap) for point in points[column :: len(THETA)]]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("name", "value", "first"),
    [
        ("u", 0.05, C),  # organisations that hardly fall back
        ("v", 0.03, INFRA),  # institutions that hardly fall back
        ("z", 0.03, D),  # a despotic power that hardly returns
        ("u", 0.15, E),
        ("v", 0.15, E),
        ("z", 0.15, E),
    ],
)
def test_who_holds_a_push_longest_comes_first(name: str, value: float, first: Component) -> None:
    """ "Residents first" rests on organisations and state forgetting a push sooner."""
    (point,) = line_of(RATES, START, name, [value])
    assert point.trap is Trap.TRAP
    assert point.first is first


def test_where_another_comes_first_the_claim_fails() -> None:
    claims = {claim.key: claim for claim in system(z=0.03).claims()}
    assert claims["weakness_keeps_itself"].holds is True
    assert claims["residents_first"].holds is False


def test_a_line_over_theta_has_the_limits_of_the_digest() -> None:
    found = line_of(RATES, START, "theta", [0.30, 0.3370, 0.3372, 0.3989, 0.3991])
    assert [point.trap for point in found] == [
        Trap.NO_TRAP,
        Trap.NO_TRAP,
        Trap.TRAP,
        Trap.TRAP,
        Trap.NO_STRONG_STATE,
    ]


def test_progress_goes_from_0_to_1() -> None:
    told: list[float] = []
    robustness(RATES, START, draws=20, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    ("spread", "draws", "seed", "field"),
    [
        (1.2, 10, 0, "spread"),
        (-0.1, 10, 0, "spread"),
        (float("nan"), 10, 0, "spread"),
        (0.3, 0, 0, "draws"),
        (0.3, MOST_DRAWS + 1, 0, "draws"),
        (0.3, 10, -1, "seed"),
    ],
)
def test_impossible_draws_name_their_field(
    spread: float, draws: int, seed: int, field: str
) -> None:
    with pytest.raises(BadParameterError) as caught:
        drawn_rates(RATES, spread, draws, seed)
    assert caught.value.details["parameter"] == field


@pytest.mark.parametrize(
    ("h", "theta", "field"),
    [
        ([], [0.3], "h"),
        ([0.2], [], "theta"),
        ([0.2] * 31, [0.3] * 30, "theta"),
        ([2.5], [0.3], "h"),
        ([0.2], [1.5], "theta"),
        ([float("nan")], [0.3], "h"),
    ],
)
def test_impossible_maps_name_their_field(h: list[float], theta: list[float], field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        system().push_map(h, theta)
    assert caught.value.details["parameter"] == field


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [("c0", [0.2], "parameter"), ("q", [0.2], "parameter"), ("u", [], "values"), ("u", [3.0], "u")],
)
def test_impossible_lines_name_their_field(name: str, values: list[float], field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        system().push_line(name, values)
    assert caught.value.details["parameter"] == field
