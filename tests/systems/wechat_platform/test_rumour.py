"""Rumour against clarification: published laws, a second integrator, chance against its limit."""

from __future__ import annotations

import itertools
import math
import random
import statistics
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from graph_api.errors import BadParameterError
from graph_api.systems.wechat_platform.rumour import Race, mean_field
from graph_api.systems.wechat_platform.runs import run_race
from tests.systems.wechat_platform.views import AFTER, TODAY, strength, system


def race(**changes: float) -> Race:
    given: dict[str, float] = {
        "believed": 0.4,
        "accepted": 0.5,
        "reach": 0.45,
        "initial": 0.01,
        "contact_hours": 4,
        "stifling_hours": 24,
        "clarifying_hours": 4,
        "delay": 0,
        "horizon": 72,
    }
    return Race(**{**given, **changes})


# The deterministic limit -------------------------------------------------------------------------


def integrated(of: Race) -> tuple[float, float, float]:
    """Integrate from scratch: misinformed, clarified, ever believed at the horizon.

    Written over the people, not over the code: five kinds of residents who are reached and three
    who are not, each with the way it can go.
    """
    tell, quiet = of.believed / of.contact_hours, 1 / of.stifling_hours

    def flow(y: Sequence[float], correct: float) -> list[float]:
        i, s, q, _, j, t, *_ = y
        spreaders = s + t
        return [
            -tell * i * spreaders - correct * i,
            tell * i * spreaders - quiet * s - correct * s,
            quiet * s - correct * q,
            correct * (i + s + q),
            -tell * j * spreaders,
            tell * j * spreaders - quiet * t,
            quiet * t,
            tell * (i + j) * spreaders,
        ]

    r, m = of.reach, of.initial
    y: Sequence[float] = [r * (1 - m), r * m, 0, 0, (1 - r) * (1 - m), (1 - r) * m, 0, m]
    late = min(of.delay, of.horizon)
    for start, end, rate in (
        (0.0, late, 0.0),
        (late, of.horizon, of.accepted / of.clarifying_hours),
    ):

        def at(_: float, y: NDArray[np.float64], correct: float = rate) -> Sequence[float]:
            return flow(y.tolist(), correct)

        if end > start:
            found = solve_ivp(at, (start, end), y, rtol=1e-10, atol=1e-12, method="DOP853")
            y = found.y[:, -1].tolist()
    return y[1] + y[2] + y[5] + y[6], y[3], y[7]


@pytest.mark.parametrize(
    "of",
    [
        race(),
        race(reach=0.75, believed=0.25, accepted=0.65),
        race(delay=30),
        race(delay=31.7, horizon=100),
        race(delay=100),
        race(reach=0),
        race(reach=1),
        race(accepted=0),
        race(contact_hours=1, clarifying_hours=1, believed=1, accepted=1, delay=5),
    ],
)
def test_the_limit_agrees_with_another_integrator_of_another_form(of: Race) -> None:
    course = mean_field(of)
    misinformed, clarified, ever = integrated(of)
    assert course.misinformed[-1] == pytest.approx(misinformed, abs=1e-6)
    assert course.clarified[-1] == pytest.approx(clarified, abs=1e-6)
    assert course.believed[-1] == pytest.approx(ever, abs=1e-6)


@pytest.mark.parametrize("believed", [0.1, 0.4, 0.8])
def test_without_clarification_the_end_solves_the_equation_of_the_final_size(
    believed: float,
) -> None:
    # Kermack and McKendrick (1927): ln(s0 / s) = R0 (1 - s) with R0 = 0.25 x believed x 24, s the
    # share that never believes. 720 hours are long enough where R0 is well away from 1.
    of = race(reach=0, believed=believed, horizon=720, stifling_hours=24)
    threshold, start = 0.25 * believed * 24, 1 - 0.01
    never = brentq(lambda s: math.log(start / s) - threshold * (1 - s), 1e-12, start)
    assert mean_field(of).believed[-1] == pytest.approx(1 - never, abs=2e-3)
    assert of.reproduction == pytest.approx(threshold)


def test_the_reproduction_number_by_hand() -> None:
    # A spreader convinces 0.4 of one resident each 4 hours: 0.1 an hour. Not reached it goes on
    # for 24 hours: 2.4. Reached it is stopped at 1/24 + 0.5/4 = 1/6 an hour: 6 hours, 0.6.
    # 0.45 x 0.6 + 0.55 x 2.4 = 1.59.
    assert race().reproduction == pytest.approx(1.59)
    assert system(TODAY).race().reproduction == pytest.approx(1.59)


def test_those_reached_are_clarified_as_a_decay_says() -> None:
    # Nobody is ever lost from the clarified, and all who are reached leave at 0.125 an hour.
    course = mean_field(race(horizon=10))
    assert course.clarified[-1] == pytest.approx(0.45 * (1 - math.exp(-0.125 * 10)), abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(
    believed=st.floats(0, 1),
    accepted=st.floats(0, 1),
    reach=st.floats(0, 1),
    delay=st.floats(0, 80),
)
def test_shares_stay_shares_and_belief_only_grows(
    believed: float, accepted: float, reach: float, delay: float
) -> None:
    course = mean_field(
        race(believed=believed, accepted=accepted, reach=reach, delay=delay, horizon=48)
    )
    for values in (course.misinformed, course.clarified, course.believed):
        assert all(-1e-9 <= value <= 1 + 1e-9 for value in values)
    for values in (course.clarified, course.believed):
        assert all(a <= b + 1e-12 for a, b in itertools.pairwise(values))
    assert course.clarified[-1] <= reach + 1e-9
    assert course.times[0] == 0
    assert course.times[-1] == 48
    assert course.peak in course.misinformed
    assert course.misinformed[course.times.index(course.peak_hour)] == course.peak


def test_the_effect_grows_with_coverage_and_shrinks_with_delay() -> None:
    by_reach = [mean_field(race(reach=share)).believed[-1] for share in (0, 0.25, 0.5, 0.75, 1)]
    assert by_reach == sorted(by_reach, reverse=True)
    by_delay = [mean_field(race(delay=hours)).believed[-1] for hours in (0, 6, 24, 48, 72)]
    assert by_delay == sorted(by_delay)
    # After the horizon it is no clarification at all.
    alone = mean_field(race(reach=0)).believed[-1]
    assert mean_field(race(delay=72)).believed[-1] == pytest.approx(alone, abs=1e-6)


# Chance ------------------------------------------------------------------------------------------


def spread(residents: int, runs: int, of: Race, seed: int = 1) -> tuple[float, float]:
    """Give the mean share that ever believes, and its standard error."""
    ended = run_race(of, residents=residents, runs=runs, seed=seed).ended
    return statistics.fmean(ended), statistics.stdev(ended) / math.sqrt(runs)


@pytest.mark.parametrize("of", [race(), race(delay=24), race(reach=0, horizon=48)])
def test_the_mean_over_runs_approaches_the_limit_as_residents_grow(of: Race) -> None:
    limit = mean_field(of).believed[-1]
    gaps = []
    for residents in (100, 10_000, 1_000_000):
        mean, error = spread(residents, 200, of)
        gaps.append((abs(mean - limit), error))
    (_, small_error), _, (last_gap, last_error) = gaps
    assert last_gap <= 4 * last_error + 2e-4  # 2e-4: the steps of the runs
    # The error falls as one over the root of the residents: 10,000 times as many, 100 times less.
    assert small_error / last_error == pytest.approx(100, rel=0.35)


def test_the_whole_course_follows_the_limit_hour_by_hour() -> None:
    of = race(delay=12)
    limit, runs = mean_field(of), run_race(of, residents=1_000_000, runs=50, seed=3)
    for mine, theirs in (
        (limit.misinformed, runs.mean.misinformed),
        (limit.clarified, runs.mean.clarified),
        (limit.believed, runs.mean.believed),
    ):
        assert max(abs(a - b) for a, b in zip(mine, theirs, strict=True)) < 1e-3
    assert all(a <= b for a, b in zip(runs.low, runs.high, strict=True))


def test_even_a_fast_rumour_is_followed_in_steps_of_three_minutes() -> None:
    # Two residents an hour and spreader: with the spread taken at the beginning of a step, 1.1^60
    # instead of e^6, a quarter of the growth would be lost in three hours.
    of = race(believed=1, contact_hours=0.5, reach=0, initial=0.001, horizon=3)
    limit, runs = mean_field(of), run_race(of, residents=1_000_000, runs=50, seed=4)
    assert runs.mean.believed[-1] == pytest.approx(limit.believed[-1], rel=0.03)


def one_by_one(of: Race, residents: int, rng: random.Random) -> float:
    """Run one race event by event (Gillespie 1976): the exact process, slowly.

    Gives the share that ever believed the rumour. Without a delay.
    """
    first = round(of.initial * residents)
    people = [index < round(of.reach * residents) for index in range(residents)]
    rng.shuffle(people)
    believers = set(rng.sample(range(residents), first))
    state = {i: "spreading" if i in believers else "ignorant" for i in range(residents)}
    ever, now = set(believers), 0.0
    correct = of.accepted / of.clarifying_hours
    while True:
        spreading = [i for i in state if state[i] == "spreading"]
        reached = [i for i in state if people[i] and state[i] != "clarified"]
        meet, quiet = len(spreading) / of.contact_hours, len(spreading) / of.stifling_hours
        total = meet + quiet + correct * len(reached)
        if total == 0:
            break
        now += rng.expovariate(total)
        if now > of.horizon:
            break
        draw = rng.random() * total
        if draw < meet:
            other = rng.randrange(residents)
            if state[other] == "ignorant" and rng.random() < of.believed:
                state[other] = "spreading"
                ever.add(other)
        elif draw < meet + quiet:
            state[rng.choice(spreading)] = "silent"
        else:
            state[rng.choice(reached)] = "clarified"
    return len(ever) / residents


def test_the_runs_agree_with_an_exact_event_by_event_simulation() -> None:
    of = race(initial=0.1, horizon=24)
    rng = random.Random(5)  # noqa: S311  # chance of a simulation
    exact = [one_by_one(of, 40, rng) for _ in range(400)]
    fast = run_race(of, residents=40, runs=1000, seed=2).ended
    error = math.sqrt(statistics.variance(exact) / 400 + statistics.variance(fast) / 1000)
    assert abs(statistics.fmean(exact) - statistics.fmean(fast)) < 4 * error
    # The spread over runs agrees too, not only the mean.
    assert statistics.stdev(fast) == pytest.approx(statistics.stdev(exact), rel=0.15)


def test_the_same_seed_runs_the_same_and_another_one_does_not() -> None:
    of = race(horizon=24)
    once, again, other = (run_race(of, runs=20, seed=seed) for seed in (4, 4, 5))
    assert once == again
    assert once.ended != other.ended


def test_few_residents_still_have_one_believer_and_none_have_none() -> None:
    lone = run_race(race(believed=0, initial=0.001), residents=10, runs=3)
    assert set(lone.ended) == {0.1}
    calm = run_race(race(initial=0), residents=10, runs=3)
    assert set(calm.ended) == {0.0}
    assert mean_field(race(initial=0)).peak == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("believed", 1.2),
        ("accepted", -0.1),
        ("reach", math.nan),
        ("initial", 2),
        ("contact_hours", 0),
        ("stifling_hours", -1),
        ("clarifying_hours", math.inf),
        ("delay", -1),
        ("delay", math.inf),
        ("horizon", 0),
        ("horizon", 10_000),
    ],
)
def test_a_race_that_makes_no_sense_is_refused_by_name(name: str, value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        race(**{name: value})
    assert caught.value.details["parameter"] == name
    assert caught.value.zh != caught.value.en


@pytest.mark.parametrize(
    ("name", "value"), [("residents", 0), ("runs", 0), ("runs", 1001), ("seed", -1)]
)
def test_counts_that_make_no_sense_are_refused_by_name(name: str, value: int) -> None:
    with pytest.raises(BadParameterError) as caught:
        run_race(race(horizon=1), **{name: value})
    assert caught.value.details["parameter"] == name


# Over the seed -----------------------------------------------------------------------------------


def test_clarification_reduces_exposure_partially_and_more_with_coverage() -> None:
    # Question 6: yes, partially; the effect grows with coverage (L21, L35).
    today, after = system(TODAY), system(AFTER)
    assert 0.01 < today.course.believed[-1] < today.course_without_platform.believed[-1]
    assert after.course.believed[-1] < today.course.believed[-1]
    small, large = (system(coverage=share, identification=1) for share in (0.2, 0.8))
    assert small.race_reach() == pytest.approx(0.2 * 0.6)
    assert large.course.believed[-1] < small.course.believed[-1]


def test_half_a_coverage_is_not_silently_ignored() -> None:
    with pytest.raises(BadParameterError) as caught:
        system(coverage=0.5).race_reach()
    assert caught.value.details["parameter"] == "identification"


def test_a_platform_that_nobody_believes_changes_nothing() -> None:
    of = system(TODAY, strength("r16", 0))
    assert of.course.believed == pytest.approx(of.course_without_platform.believed)
