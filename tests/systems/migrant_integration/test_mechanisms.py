"""The mechanisms of essay 5: numbers worked out by hand, laws, and second ways."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.migrant_integration.barriers import BARRIERS, DIMENSIONS, ceiling
from graph_api.systems.migrant_integration.barriers import integration as product
from graph_api.systems.migrant_integration.cohorts import birth_years, told_apart
from graph_api.systems.migrant_integration.comparison import by_dimension, compare
from graph_api.systems.migrant_integration.exclusion import risk_path
from graph_api.systems.migrant_integration.generations import (
    Generation,
    explain_age,
    generation_at_age,
    generation_of,
)
from graph_api.systems.migrant_integration.involution import (
    Involution,
    explain_involution,
    involution,
    single_improvements,
)
from graph_api.systems.migrant_integration.registration import registration_lever, saturation
from graph_api.systems.migrant_integration.supports import SUPPORTS, explain_supports, supports

SHARE = st.floats(0, 1)
NOT_SHARES = [math.nan, math.inf, -math.inf, -0.1, 1.2]
BAD = pytest.mark.parametrize("value", NOT_SHARES)

# Generations (L255): born in 1980 or later is new


def test_the_first_new_year_is_new() -> None:
    assert generation_of(1979, 1980) is Generation.OLD
    assert generation_of(1980, 1980) is Generation.NEW


def test_who_is_33_in_2011_is_old_and_who_is_31_may_be_either() -> None:
    # 33 in the course of 2011: born in 1977 (birthday still to come) or in 1978.
    found = generation_at_age(33, 2011, 1980)
    assert (found.birth_years, found.generation) == ((1977, 1978), Generation.OLD)
    either = generation_at_age(31, 2011, 1980)
    assert (either.birth_years, either.generation) == ((1979, 1980), None)
    assert either.possible == (Generation.OLD, Generation.NEW)
    assert generation_at_age(30, 2011, 1980).generation is Generation.NEW
    assert "ask for the year of birth" in explain_age(either, 1980).text()
    assert "1977 or 1978" in explain_age(found, 1980).text()
    assert "询问出生年份" in explain_age(either, 1980).text("zh")


@given(st.integers(0, 90), st.integers(1995, 2100), st.integers(1950, 2050))
def test_an_age_agrees_with_every_birthday_in_the_year(age: int, year: int, cut: int) -> None:
    # A birthday before or after the day of the question: count back by hand.
    seen = {generation_of(year - age - late, cut) for late in (0, 1)}
    assert set(generation_at_age(age, year, cut).possible) == seen


@pytest.mark.parametrize("age", [-1, 121, 30.5, math.nan, math.inf])
def test_an_impossible_age_is_refused(age: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        generation_at_age(age, 2011, 1980)
    assert caught.value.details["parameter"] == "age"


def test_impossible_years_are_refused_by_name() -> None:
    with pytest.raises(BadParameterError, match="year must be") as caught:
        generation_at_age(30, 2011.5, 1980)
    assert caught.value.details["parameter"] == "year"
    with pytest.raises(BadParameterError) as caught:
        generation_of(1800, 1980)
    assert caught.value.details["parameter"] == "birthYear"


# Involution, as L249 defines it


def test_today_and_after_as_the_digest_works_them_out() -> None:
    # Today push 0.70 - pull 0.25 = 0.45, peers 0.75 - 0.25 = 0.50; after 0.40 - 0.65 = -0.25.
    today, after = involution(0.25, 0.70, 0.75, 0.25), involution(0.65, 0.40, 0.60, 0.25)
    assert today.involuted
    assert (today.community_gap, today.peer_gap, today.margin) == pytest.approx((0.45, 0.5, 0.45))
    assert not after.involuted
    assert (after.community_gap, after.peer_gap) == pytest.approx((-0.25, 0.35))


def test_at_equality_there_is_no_involution() -> None:
    for forces in ((0.7, 0.7, 0.75, 0.25), (0.25, 0.7, 0.25, 0.25), (0.1 + 0.2, 0.3, 0.9, 0.1)):
        found = involution(*forces)
        assert not found.involuted
        assert found.at_the_edge
    assert not involution(0.25, 0.7, 0.75, 0.25).at_the_edge


@given(SHARE, SHARE, SHARE, SHARE)
def test_peers_who_pull_and_a_community_that_pushes_only_lock_in_together(
    pull: float, push: float, peer_pull: float, peer_push: float
) -> None:
    found = involution(pull, push, peer_pull, peer_push)
    if found.involuted:
        assert push > pull
        assert peer_pull > peer_push
        assert not involution(push, pull, peer_pull, peer_push).involuted
        assert not involution(pull, push, peer_push, peer_pull).involuted
    elif not found.at_the_edge:
        assert push <= pull or peer_pull <= peer_push


@pytest.mark.parametrize("place", range(4))
@BAD
def test_forces_outside_0_to_1_are_refused_by_name(place: int, value: float) -> None:
    forces = [0.2, 0.7, 0.7, 0.2]
    forces[place] = value
    with pytest.raises(BadParameterError) as caught:
        involution(*forces)
    names = ("cityPull", "cityPush", "peerPull", "peerPush")
    assert caught.value.details["parameter"] == names[place]


def test_the_sentence_says_which_condition_fails() -> None:
    locked = explain_involution(involution(0.25, 0.70, 0.75, 0.25))
    assert "pushes more than it pulls" in locked.text()
    assert "存在内卷化" in locked.text("zh")
    edge = explain_involution(involution(0.7, 0.7, 0.2, 0.2)).text()
    assert "pushes as much as it pulls" in edge
    assert "pull as much as they push" in edge
    free = explain_involution(involution(0.9, 0.1, 0.1, 0.9)).text()
    assert "pulls more than it pushes" in free
    assert "push more than they pull" in free


@given(st.floats(0, 0.4), st.floats(0.5, 1), st.floats(0.5, 1), st.floats(0, 0.4))
def test_each_lever_ends_the_involution_and_one_step_short_of_it_does_not(
    pull: float, push: float, peer_pull: float, peer_push: float
) -> None:
    found = involution(pull, push, peer_pull, peer_push)
    levers = {lever.key: lever for lever in single_improvements(found, {"service": pull})}
    short = 1e-6
    need = {key: lever.needed for key, lever in levers.items()}
    ends: dict[str, Callable[[float], Involution]] = {
        "raise_service": lambda value: involution(value, push, peer_pull, peer_push),
        "lower_push": lambda value: involution(pull, value, peer_pull, peer_push),
        "weaken_peers": lambda value: involution(pull, push, value, peer_push),
    }
    assert set(ends) == set(levers)
    for key, made in ends.items():
        step = -short if levers[key].change > 0 else short
        assert not made(need[key]).involuted
        assert made(need[key] + step).involuted
    assert [lever.isolates for lever in levers.values()] == [False, False, True]


def test_without_involution_nothing_needs_ending() -> None:
    assert single_improvements(involution(0.8, 0.2, 0.9, 0.1), {"service": 0.8}) == ()


def test_an_offer_of_ones_own_is_named_by_its_key() -> None:
    levers = single_improvements(involution(0.2, 0.7, 0.7, 0.2), {"housing": 0.2})
    assert any("housing" in lever.label.text() for lever in levers)


# Barriers, as L241 and L247 name them


def test_the_highest_barrier_of_a_dimension_is_its_ceiling() -> None:
    heights = {"institutions": 0.75, "culture": 0.6, "people": 0.6}
    assert [ceiling(side, heights).openness for side in DIMENSIONS] == [0.25, 0.25, 0.25]
    low = {**heights, "institutions": 0.5}
    assert ceiling("economic", low).binding == ("institutions",)
    assert ceiling("daily_life", low).binding == ("people",)
    assert ceiling("psychological", low).binding == ("culture", "people")
    assert ceiling("psychological", low).openness == pytest.approx(0.4)
    assert ceiling("economic", {"institutions": 0.0}).binding == ()
    assert ceiling("economic", {}).openness == 1


def test_an_unknown_barrier_leaves_the_ceiling_unknown_unless_all_is_closed() -> None:
    assert ceiling("daily_life", {"institutions": 0.5, "people": None}).openness is None
    assert ceiling("daily_life", {"institutions": 1.0, "people": None}).openness == 0
    assert ceiling("economic", {"institutions": 0.5, "people": None}).openness == 0.5


@given(SHARE, SHARE, SHARE)
def test_raising_a_barrier_never_opens_anything(a: float, b: float, more: float) -> None:
    for barrier in BARRIERS:
        heights = dict.fromkeys((one.key for one in BARRIERS), a)
        higher = {**heights, barrier.key: max(a, more)}
        for side in DIMENSIONS:
            before, after = ceiling(side, heights).openness, ceiling(side, higher).openness
            assert before is not None
            assert after is not None
            assert after <= before
            got = product(b, after)
            assert got is not None
            assert got <= after


@BAD
def test_a_barrier_outside_0_to_1_is_refused_by_name(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        ceiling("economic", {"institutions": value})
    assert caught.value.details["parameter"] == "institutions"


def test_the_lever_of_registration_saturates_where_the_next_barrier_stands() -> None:
    heights = {"institutions": 0.75, "culture": 0.6, "people": 0.55}
    steps = registration_lever(heights, (0.75, 0.6, 0.58, 0.2))
    opened = [[item.openness for item in step.ceilings] for step in steps]
    assert opened[0] == pytest.approx([0.25, 0.25, 0.25])
    assert opened[1] == pytest.approx([0.40, 0.40, 0.40])
    assert opened[2] == pytest.approx([0.42, 0.42, 0.40])
    assert opened[3] == pytest.approx([0.80, 0.45, 0.40])
    assert saturation(heights, "economic") == 0
    assert saturation(heights, "daily_life") == pytest.approx(0.55)
    assert saturation({**heights, "culture": None}, "psychological") is None


@BAD
def test_levels_of_registration_are_shares(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        registration_lever({}, [0.5, value])
    assert caught.value.details["parameter"] == "levels"


# Supports, as L247 names them


def test_the_lowest_support_is_the_limit() -> None:
    found = supports({"management": 0.9, "services": 0.4, "security": 0.4, "participation": 0.9})
    assert found.limits == ("services", "security")
    assert found.lowest == 0.4
    assert found.mean == pytest.approx(0.6)  # the root of 0.9 x 0.4
    assert "0.40" in explain_supports(found).text()


def test_an_unknown_support_leaves_the_limit_unknown_unless_one_is_nothing() -> None:
    unknown = supports({**dict.fromkeys(SUPPORTS, 0.5), "security": None})
    assert (unknown.lowest, unknown.mean, unknown.limits) == (None, None, ())
    assert unknown.missing == ("security",)
    assert "社区保障" in explain_supports(unknown).text("zh")
    dead = supports({**dict.fromkeys(SUPPORTS), "security": 0.0})
    assert (dead.lowest, dead.mean, dead.limits) == (0, 0, ("security",))
    assert supports(dict.fromkeys(SUPPORTS)).lowest is None


@BAD
def test_a_support_outside_0_to_1_is_refused_by_name(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        supports({"services": value})
    assert caught.value.details["parameter"] == "support_services"


# Risk of long exclusion, as L241 describes it


def test_the_risk_of_two_rounds_at_one_in_ten() -> None:
    # Escaping twice: 0.9 x 0.9 = 0.81, so 0.19.
    assert risk_path([True, True], 0.1) == pytest.approx((0.1, 0.19))
    assert risk_path([False, False], 0.1) == (0, 0)
    assert risk_path([], 0.1) == ()


@given(st.lists(st.booleans(), max_size=30), SHARE)
def test_the_risk_never_falls_and_counts_rounds_of_involution(
    rounds: list[bool], share: float
) -> None:
    path = risk_path(rounds, share)
    assert [*path] == sorted(path)
    if rounds:
        assert path[-1] == pytest.approx(1 - (1 - share) ** sum(rounds))


@BAD
def test_a_risk_outside_0_to_1_is_refused_by_name(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        risk_path([True], value)
    assert caught.value.details["parameter"] == "risk_per_round"


# Comparison (L263) and what one survey tells


def test_dimensions_take_the_sign_of_their_indicators_or_none() -> None:
    found = by_dimension(
        compare({"monthly_income": 1, "acceptance_chat": 1, "acceptance_work": -1})
    )
    assert [(one.sign, one.known, one.count) for one in found] == [
        (1, 1, 2),
        (None, 0, 2),
        (0, 2, 4),
    ]


@pytest.mark.parametrize("value", [0.5, 2, math.nan, math.inf])
def test_magnitudes_are_refused(value: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        compare({"monthly_income": value})
    assert caught.value.details["parameter"] == "sign_monthly_income"


def test_one_survey_tells_nothing_apart_and_no_number_of_them_tells_all() -> None:
    assert [told_apart(waves).age_from_cohort for waves in (1, 2, 3)] == [False, True, True]
    assert not any(told_apart(waves).all_three for waves in (1, 2, 3, 50))


def test_two_people_of_one_survey_show_why() -> None:
    # "Each year older: -1" and "each year later born: +1" predict the same gap for any two people.
    for first, second in ((30, 40), (25, 26)):
        by_age = -1 * (second - first)
        by_cohort = 1 * ((2011 - second) - (2011 - first))
        assert by_age == by_cohort


@pytest.mark.parametrize("waves", [0, 51, 1.5, math.nan])
def test_waves_are_a_whole_number(waves: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        told_apart(waves)
    assert caught.value.details["parameter"] == "survey_waves"


def test_the_mean_birth_year_lies_within_the_year_before_the_difference() -> None:
    # 44.76 in 2011 (L261): 1966.24, or up to a year earlier for birthdays still to come.
    assert birth_years(44.76, 2011) == pytest.approx((1965.24, 1966.24))
