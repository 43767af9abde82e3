"""The pieces of the mechanism: numbers worked out by hand, laws, and what is refused."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import RelationClass, Status
from graph_api.domain.numbers import product
from graph_api.errors import BadParameterError
from graph_api.systems.participation.groups import (
    Selection,
    cooptation,
    delegation,
    group_strength,
    weights_of,
)
from graph_api.systems.participation.opinion_day import (
    REQUIREMENTS,
    entry_factor,
    requirements,
    scaled_entry,
)
from graph_api.systems.participation.refusal import Activity, Stratum, choose
from graph_api.systems.participation.rungs import Rung, Tie, medians, rung_of
from graph_api.systems.participation.typology import Initiative, Kind
from graph_api.systems.participation.voice import Factor, Route, best_route, effective_voice

UNIT = st.floats(0, 1)
PERHAPS = st.none() | UNIT
EMPOWERS = RelationClass.EMPOWERMENT
PRACTICE = Status.PRACTICE


# Refusal -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alignment", "cost", "pleasure", "margin", "willing"),
    [
        (0.10, 0.60, 0.20, -0.30, False),  # working age, for the record: 0.10 - 0.60 + 0.20
        (0.10, 0.10, 0.20, 0.20, True),  # retired, for the record
        (0.80, 0.60, 0.00, 0.20, True),  # working age, on own interests
        (0.40, 0.60, 0.20, 0.00, False),  # nobody comes for nothing, whatever floats say
        (None, 0.60, 0.20, None, None),
    ],
)
def test_the_rule_of_refusal_by_hand(
    alignment: float | None,
    cost: float,
    pleasure: float,
    margin: float | None,
    willing: bool | None,
) -> None:
    choice = choose(
        Stratum.WORKING_AGE,
        Activity.SHOWCASE,
        alignment=alignment,
        value=1,
        time_cost=cost,
        pleasure=pleasure,
    )
    assert choice.margin == (None if margin is None else pytest.approx(margin, abs=1e-12))
    assert choice.willing is willing


@given(UNIT, st.floats(0.01, 2), UNIT, UNIT)
def test_from_the_break_even_alignment_on_they_come(
    alignment: float, value: float, cost: float, pleasure: float
) -> None:
    choice = choose(
        Stratum.RETIRED,
        Activity.DECISION,
        alignment=alignment,
        value=value,
        time_cost=cost,
        pleasure=pleasure,
    )
    assert choice.break_even is not None
    if abs(alignment - choice.break_even) > 1e-9:
        above = alignment > choice.break_even or pleasure > cost + 1e-9
        assert choice.willing is above


def test_what_is_worth_nothing_has_no_break_even() -> None:
    choice = choose(
        Stratum.RETIRED, Activity.LEISURE, alignment=1, value=0, time_cost=0, pleasure=0
    )
    assert choice.break_even is None


@pytest.mark.parametrize("name", ["alignment", "value", "time_cost", "pleasure"])
@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_a_number_out_of_range_is_refused_by_name(name: str, bad: float) -> None:
    said = {"alignment": 0.5, "value": 1.0, "time_cost": 0.5, "pleasure": 0.5, name: bad}
    with pytest.raises(BadParameterError) as caught:
        choose(
            Stratum.RETIRED,
            Activity.LEISURE,
            alignment=said["alignment"],
            value=said["value"],
            time_cost=said["time_cost"],
            pleasure=said["pleasure"],
        )
    assert caught.value.details["parameter"] == name


# Voice -------------------------------------------------------------------------------------------


@given(st.lists(PERHAPS, max_size=5))
def test_a_product_is_bounded_by_what_the_unknown_may_be(numbers: list[float | None]) -> None:
    found = product(numbers)
    least, most = (
        math.prod(end if item is None else item for item in numbers) for end in (0.0, 1.0)
    )
    if found is None:
        assert None in numbers
    else:
        assert least <= found <= most


def test_the_direct_way_wins_a_tie() -> None:
    direct = Route((), (0.25,))
    over = Route(("day",), (0.5, 0.5))
    assert best_route([over, direct]) is direct
    assert best_route([]) is None


def test_an_unknown_way_comes_before_a_missing_one_and_after_one_that_carries() -> None:
    missing, unknown, weak = Route((), (0.0,)), Route(("a",), (None, 0.5)), Route(("b",), (0.1, 1))
    assert best_route([missing, unknown]) is unknown
    assert best_route([missing, unknown, weak]) is weak


@given(st.lists(PERHAPS, min_size=1, max_size=3), UNIT)
def test_beyond_is_told_only_where_the_unknown_cannot_decide(
    strengths: list[float | None], floor: float
) -> None:
    least, most = (
        math.prod(end if item is None else item for item in strengths) for end in (0.0, 1.0)
    )
    found = Route((), tuple(strengths)).beyond(floor)
    if found is None:
        assert least <= floor < most
    else:
        assert (least > floor) is found or abs(most - floor) < 1e-9


@given(UNIT, UNIT, UNIT)
def test_raising_the_weakest_factor_gains_most(will: float, channel: float, answer: float) -> None:
    voice = effective_voice(will, channel, answer)
    numbers = {Factor.WILLINGNESS: will, Factor.CHANNEL: channel, Factor.RESPONSIVENESS: answer}
    gains = {}
    for factor in Factor:
        raised = [1.0 if item is factor else number for item, number in numbers.items()]
        gains[factor] = math.prod(raised) - math.prod(numbers.values())
    for factor in voice.weakest:
        assert gains[factor] >= max(gains.values()) - 1e-9


def test_an_unknown_factor_leaves_open_what_blocks() -> None:
    assert effective_voice(0.8, None, 0.1).weakest == ()
    assert effective_voice(0.8, 0.0, None).weakest == (Factor.CHANNEL,)
    assert effective_voice(0.8, 0.0, None).value == 0


# The opinion day ---------------------------------------------------------------------------------


@given(st.floats(0, 7), st.floats(0, 7), UNIT)
def test_more_opinion_days_never_take_anything_away(a: float, b: float, monthly: float) -> None:
    low, high = sorted((a, b))
    assert entry_factor(low, monthly) <= entry_factor(high, monthly) + 1e-12


def test_the_factor_by_hand() -> None:
    # Half a day a week lies a third of the way from 0.25 to 1: 0.1 + 0.9 / 3 = 0.4.
    assert entry_factor(0.5, 0.1) == pytest.approx(0.4)
    assert entry_factor(0.125, 0.1) == pytest.approx(0.05)


@given(st.floats(0.05, 1), st.floats(0.05, 1), st.floats(0.1, 0.9), st.floats(0, 0.5))
def test_scaling_there_and_back_changes_nothing(
    one: float, other: float, monthly: float, strength: float
) -> None:
    there = scaled_entry(strength, other, one, monthly)
    if there < 1:
        assert scaled_entry(there, one, other, monthly) == pytest.approx(strength, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: entry_factor(math.nan, 0.25), "meetings_per_week"),
        (lambda: entry_factor(-1, 0.25), "meetings_per_week"),
        (lambda: entry_factor(1, 1.2), "frequency_factor_monthly"),
        (lambda: entry_factor(1, 0.25, math.inf), "frequency_factor_weekly"),
        (lambda: scaled_entry(0.7, 1, 0, 0.25), "entry_holds_at"),
        (lambda: requirements({}, exists=True), "institutional"),
        (lambda: medians([]), "rungs"),
    ],
)
def test_what_is_refused_is_named(call: Callable[[], object], name: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        call()
    assert caught.value.details["parameter"] == name
    assert caught.value.zh


def test_without_a_channel_no_requirement_is_met_and_an_unknown_one_leaves_all_open() -> None:
    said: dict[str, bool | None] = dict.fromkeys(REQUIREMENTS, True)
    assert [item.met for item in requirements(said, exists=False)] == [False] * 7
    assert [item.met for item in requirements(said, exists=None)] == [None] * 7
    assert [item.met for item in requirements(said, exists=True)] == [True] * 7


# Groups and representatives ----------------------------------------------------------------------


def test_group_strength_prefers_a_count_to_a_proposal() -> None:
    assert group_strength(0.15, None) == 0.15
    assert group_strength(None, 0.25) == 0.75
    assert group_strength(None, None) is None


def test_cooptation_by_hand() -> None:
    # 0.60 of 1.25 (r22 against r20 after the remedies).
    assert cooptation(0.60, 0.65) == pytest.approx(0.48)
    assert cooptation(None, 0.65) is None


@pytest.mark.parametrize(
    ("selection", "odds"),
    [
        (Selection.APPOINTED, 5.5),  # 0.55 / 0.10
        (Selection.VOLUNTEERS, 3.5),  # 0.70 / 0.20
        (Selection.ELECTED, 1.0),
        (Selection.LOT, 1.0),
    ],
)
def test_odds_of_representation_by_hand(selection: Selection, odds: float) -> None:
    weights = weights_of(
        selection,
        turnout={"retired": 0.55, "working_age": 0.10},
        margins={"retired": 0.70, "working_age": 0.20},
    )
    found = delegation(selection, weights, 0.25)
    assert found.odds == pytest.approx(odds)
    # Of 100 heads 25 are retired: odds x 25 of odds x 25 + 75.
    assert found.retired_share == pytest.approx(odds * 25 / (odds * 25 + 75))
    assert found.gap == pytest.approx((found.retired_share or 0) - 0.25)
    assert delegation(selection, weights, None).retired_share is None


@given(st.floats(0.01, 0.99))
def test_a_lot_represents_whoever_there_is(retired: float) -> None:
    assert delegation(Selection.LOT, (1.0, 1.0), retired).gap == pytest.approx(0)


def test_where_working_age_residents_never_come_there_are_no_odds() -> None:
    weights = weights_of(
        Selection.ELECTED, turnout={}, margins={"retired": 0.1, "working_age": -0.1}
    )
    found = delegation(Selection.ELECTED, weights, 0.2)
    assert (found.odds, found.retired_share) == (None, 1.0)
    assert delegation(Selection.LOT, (0.0, 0.0), 0.2).retired_share is None
    assert delegation(Selection.APPOINTED, (None, 0.1), 0.2).odds is None
    unsaid = weights_of(
        Selection.VOLUNTEERS, turnout={}, margins={"retired": None, "working_age": 0.2}
    )
    assert unsaid == (None, 0.2)


# The ladder --------------------------------------------------------------------------------------


def test_the_ladder_has_the_rungs_of_arnstein_in_her_order() -> None:
    # Arnstein 1969: 1-2 no participation, 3-5 tokenism, 6-8 degrees of citizen power.
    assert [rung.value for rung in Rung] == [
        "manipulation",
        "therapy",
        "informing",
        "consultation",
        "placation",
        "partnership",
        "delegated_power",
        "citizen_control",
    ]
    assert [rung.number for rung in Rung] == [*range(1, 9)]


RULE = [
    # class, conveys, upward, strength, status, more, rung
    (RelationClass.CONTROL, "mobilisation", False, 0.6, PRACTICE, {}, 1),
    (RelationClass.CONTROL, "sanction", False, 0.6, PRACTICE, {}, None),
    (RelationClass.BURDEN, "task", False, 0.8, PRACTICE, {}, None),
    (RelationClass.TENSION, "conflict", True, 0.8, PRACTICE, {}, None),
    (EMPOWERS, "service", False, 0.9, PRACTICE, {}, None),
    (EMPOWERS, "opinion", True, 0.0, PRACTICE, {}, None),
    (EMPOWERS, "opinion", True, None, PRACTICE, {}, None),
    (EMPOWERS, "opinion", True, 0.6, Status.PROPOSED, {}, None),
    (EMPOWERS, "opinion", True, 0.12, PRACTICE, {}, 2),
    (EMPOWERS, "information", False, 0.12, PRACTICE, {}, 1),
    (EMPOWERS, "participation", True, 0.55, PRACTICE, {}, 2),
    (EMPOWERS, "information", True, 0.55, PRACTICE, {}, 3),
    (EMPOWERS, "information", False, 0.90, PRACTICE, {}, 3),
    (EMPOWERS, "opinion", True, 0.13, PRACTICE, {}, 4),
    (EMPOWERS, "participation", False, 0.39, PRACTICE, {}, 3),
    (EMPOWERS, "participation", False, 0.40, PRACTICE, {}, 5),
    (EMPOWERS, "participation", False, 0.60, PRACTICE, {}, 6),
    (EMPOWERS, "representation", True, 0.6, PRACTICE, {}, None),
    (EMPOWERS, "representation", True, 0.6, PRACTICE, {"chosen_by_residents": False}, 5),
    (EMPOWERS, "representation", True, 0.6, PRACTICE, {"chosen_by_residents": True}, 6),
    (EMPOWERS, "authority", False, 0.6, PRACTICE, {}, 6),
    (EMPOWERS, "authority", False, 0.6, PRACTICE, {"coopted": True}, 5),
    (EMPOWERS, "authority", False, 0.6, PRACTICE, {"accountable": True}, 7),
    (EMPOWERS, "authority", False, 0.6, Status.LAW, {"accountable": True}, 8),
]


@pytest.mark.parametrize(("kind", "flow", "upward", "strength", "status", "more", "rung"), RULE)
def test_which_relation_stands_where(  # noqa: PLR0913, PLR0917  # the columns of the rule
    kind: RelationClass,
    flow: str,
    upward: bool,
    strength: float | None,
    status: Status,
    more: dict[str, bool],
    rung: int | None,
) -> None:
    found = rung_of(Tie(kind, (flow,), upward, strength, status, **more), 0.12)
    assert (found and found.number) == rung


def test_the_rule_reaches_every_rung() -> None:
    assert {row[-1] for row in RULE} == {None, *range(1, 9)}


@given(st.lists(st.sampled_from(list(Rung)), min_size=1, max_size=9))
def test_medians_are_rungs_that_occur_and_hang_on_the_order_alone(rungs: list[Rung]) -> None:
    low, high = medians(rungs)
    assert {low, high} <= set(rungs)
    assert sum(rung.number <= low.number for rung in rungs) * 2 >= len(rungs)
    assert sum(rung.number >= high.number for rung in rungs) * 2 >= len(rungs)
    # Any other numbers in the same order give the same medians: nothing is averaged.
    stretched = {rung: rung.number**3 for rung in Rung}
    assert stretched[low] == statistics.median_low(map(stretched.__getitem__, rungs))
    assert stretched[high] == statistics.median_high(map(stretched.__getitem__, rungs))


def test_every_stratum_and_activity_has_both_labels() -> None:
    for word in itertools.chain(Stratum, Activity, Selection, Rung, Factor, Kind, Initiative):
        assert word.label.en
        assert word.label.zh
