"""The case machine: legal steps, the exit standard, readings, deadlines, the three poverties."""

from __future__ import annotations

import itertools
import math
from datetime import UTC, date, datetime, timedelta

import pytest

from graph_api.domain import Case, CaseEvent, CaseState
from graph_api.errors import ScenarioError
from graph_api.systems.community_factory import cases
from graph_api.systems.community_factory.cases import (
    DEPRIVATION,
    ExitRule,
    move,
    next_states,
    observe,
    open_case,
    years_below,
)
from graph_api.systems.community_factory.monitoring import (
    Standards,
    as_of,
    due,
    monitor,
    relapses,
    returns,
    series,
)
from tests.systems.community_factory.factory import scenario

RULE = ExitRule(cutoff=0.2, years=2, interval=1)
STANDARDS = Standards(RULE, poverty_cutoff=0.33, return_window=3, days={"decision_days": 90.0})
START = datetime(2016, 1, 1, tzinfo=UTC)

OPENED, A, M, S, X, R = (
    CaseState.IDENTIFIED,
    CaseState.ASSISTED,
    CaseState.MANAGED,
    CaseState.ASSESSED,
    CaseState.EXITED,
    CaseState.REENTERED,
)
LEGAL = {(OPENED, A), (A, M), (M, S), (S, X), (S, OPENED), (X, R), (R, A)}


def at(year: int, month: int = 6) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


def case_in(state: CaseState, *readings: tuple[date, float | None]) -> Case:
    case = Case("h1", state, (CaseEvent(START, None, state),))
    for day, value in readings:
        case = observe(case, DEPRIVATION, value, at=day)
    return case


def good(*years: int) -> list[tuple[date, float | None]]:
    return [(date(year, 6, 1), 0.1) for year in years]


def refused(code: str) -> pytest.RaisesExc[ScenarioError]:
    def same(error: ScenarioError) -> bool:
        (problem,) = error.problems
        assert problem.hint("en") != problem.hint("zh")
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.zh)
        return problem.code == code

    return pytest.RaisesExc(ScenarioError, check=same)


def test_a_case_goes_round_the_whole_way_and_keeps_its_history() -> None:
    case = open_case("h1", at=START, by="cadre", note="visited")
    for state in (A, M, S):
        case = move(case, state, at=at(2016))
    for year in (2016, 2017, 2018):
        case = observe(case, DEPRIVATION, 0.1, at=date(year, 6, 1), by="cadre", note="yearly")
    case = move(case, X, at=at(2018), exit_rule=RULE)
    case = observe(case, DEPRIVATION, 0.4, at=date(2019, 5, 1), by="cadre", note="yearly")
    case = move(case, R, at=at(2019), note="lost the job", poverty_cutoff=0.33)
    case = move(case, A, at=at(2019, 7))
    assert [(event.before, event.after) for event in case.history] == [
        (None, OPENED),
        (OPENED, A),
        (A, M),
        (M, S),
        (S, X),
        (X, R),
        (R, A),
    ]
    assert (case.history[0].by, case.history[0].note) == ("cadre", "visited")
    assert case.state is A
    assert [item.note for item in case.observations] == ["yearly"] * 4


@pytest.mark.parametrize(("before", "after"), [*itertools.product(CaseState, CaseState)])
def test_every_other_step_is_refused(before: CaseState, after: CaseState) -> None:
    last = [(date(2018, 6, 1), 0.9)] if before is X else []
    case = case_in(before, *good(2016, 2017, 2018), *last)
    if (before, after) in LEGAL:
        moved = move(case, after, at=at(2018), exit_rule=RULE, poverty_cutoff=0.33)
        assert moved.state is after
        assert case.state is before
    else:
        with refused("illegal-transition") as caught:
            move(case, after, at=at(2018), exit_rule=RULE)
        assert caught.value.problems[0].path == "to"


def test_a_case_that_is_not_open_can_only_be_identified() -> None:
    assert next_states(None) == (OPENED,)


def test_a_step_before_the_last_one_is_refused() -> None:
    with refused("out-of-order"):
        move(case_in(OPENED), A, at=START - timedelta(days=1))


@pytest.mark.parametrize("name", ["", "-h", "h 1", "h" * 81, "h\n"])
def test_a_household_and_an_indicator_need_a_fit_name(name: str) -> None:
    with refused("bad-id"):
        open_case(name, at=START)
    with refused("bad-id"):
        observe(case_in(OPENED), name, 0.1, at=date(2016, 6, 1))


@pytest.mark.parametrize(
    ("readings", "leaves"),
    [
        (good(2016, 2017, 2018), True),
        (good(2017, 2018), False),  # one year only
        ([], False),
        (good(2016, 2017), False),  # two years to the day, but nobody looked in 2018: see below
        ([*good(2016), (date(2017, 6, 1), 0.2), *good(2018)], False),  # 0.2 is not below 0.2
        ([*good(2016), (date(2017, 6, 1), None), *good(2018)], False),  # not known is not below
        (good(2016, 2018), False),  # nobody looked for two years
        ([*good(2016, 2017), (date(2018, 5, 1), 0.5)], False),  # fell back
        ([(date(2018, 6, 1), 0.5), *good(2016, 2017, 2018)], True),  # corrected on the same day
        ([*good(2015, 2016, 2017, 2018), (date(2019, 6, 1), 0.9)], True),  # later readings
    ],
)
def test_the_exit_standard_asks_for_years_without_a_break(
    readings: list[tuple[date, float | None]], leaves: bool
) -> None:
    case = case_in(S, *readings)
    day = at(2018) if readings != good(2016, 2017) else at(2018, 12)
    if leaves:
        assert move(case, X, at=day, exit_rule=RULE).state is X
    else:
        with refused("exit-criteria"):
            move(case, X, at=day, exit_rule=RULE)


def test_without_an_exit_standard_nobody_leaves() -> None:
    with refused("exit-criteria"):
        move(case_in(S, *good(2016, 2017, 2018)), X, at=at(2018))


def test_years_below_are_counted_from_the_first_reading_of_the_run() -> None:
    case = case_in(S, *good(2016, 2017, 2018))
    # 1 June 2016 to 1 December 2018 are 913 days.
    assert years_below(case, 0.2, 1, date(2018, 12, 1)) == pytest.approx(913 / 365.25)
    assert years_below(case, 0.1, 1, date(2018, 12, 1)) is None
    assert years_below(case, 0.2, 1, date(2020, 6, 1)) is None  # the last reading is too old
    assert years_below(case, 0.2, 1e9, date(2018, 12, 1)) == pytest.approx(913 / 365.25)
    assert years_below(case, 0.2, -1e9, date(2018, 12, 1)) is None


@pytest.mark.parametrize("value", [math.nan, math.inf, -0.1, 1.1])
def test_a_deprivation_lies_between_0_and_1(value: float) -> None:
    with refused("out-of-range"):
        observe(case_in(OPENED), DEPRIVATION, value, at=date(2016, 6, 1))


def test_other_indicators_take_any_finite_number_and_the_unknown() -> None:
    case = observe(case_in(OPENED), "income", 12_000.0, at=date(2017, 1, 1))
    case = observe(case, "income", None, at=date(2016, 1, 1))
    case = observe(case, "income", 13_000.0, at=date(2017, 1, 1))
    assert series(case, "income") == ((date(2016, 1, 1), None), (date(2017, 1, 1), 13_000.0))
    assert series(case, "wage") == ()
    with refused("out-of-range"):
        observe(case, "income", math.inf, at=date(2017, 1, 1))


def test_a_case_holds_no_more_readings_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "MOST_OBSERVATIONS", 2)
    case = case_in(S, *good(2016, 2017))
    with refused("too-many"):
        observe(case, DEPRIVATION, 0.1, at=date(2018, 6, 1))


def test_a_step_is_late_when_its_days_are_over() -> None:
    days = {"assistance_days": 90.0}
    case = open_case("h1", at=START)
    for after, late in ((90, False), (91, True)):
        (step,) = due(case, days, START.date() + timedelta(days=after))
        assert (step.household, step.after, step.role) == ("h1", A, "townships")
        assert (step.until, step.late) == (date(2016, 3, 31), late)
    assert due(case, {}, date(2030, 1, 1)) == ()
    assert due(case_in(X), days, date(2030, 1, 1)) == ()
    assert due(Case("h1", OPENED), days, START.date()) == ()
    both = due(case_in(S), {"decision_days": 90.0}, START.date())
    assert [(step.after, step.role) for step in both] == [
        (X, "pingli_county"),
        (OPENED, "relief_cadres"),
    ]


def test_a_deadline_beyond_the_calendar_is_its_last_day() -> None:
    late = open_case("h1", at=datetime(9999, 12, 30, tzinfo=UTC))
    (step,) = due(late, {"assistance_days": 3650.0}, date.max)
    assert (step.until, step.late) == (date.max, False)


@pytest.mark.parametrize(("before", "after"), sorted(LEGAL))
def test_a_step_is_for_its_role_alone(before: CaseState, after: CaseState) -> None:
    role = cases.role_of(before, after)
    last = [(date(2018, 6, 1), 0.9)] if before is X else []
    case = case_in(before, *good(2016, 2017, 2018), *last)
    how = {"at": at(2018), "exit_rule": RULE, "poverty_cutoff": 0.33}
    assert move(case, after, actor=role, **how).state is after  # type: ignore[arg-type]
    with refused("wrong-role") as caught:
        move(case, after, actor="community_factories", **how)  # type: ignore[arg-type]
    assert role in (caught.value.problems[0].hint("en") or "")


def test_every_role_is_an_actor_of_the_scenario_and_every_deadline_a_parameter() -> None:
    assert {step.role for step in cases.STEPS} <= {*scenario().actors}
    assert {*cases.DEADLINES} <= {*scenario().parameters}


LEFT = move(case_in(S, *good(2016, 2017, 2018)), X, at=at(2018), exit_rule=RULE)


@pytest.mark.parametrize(
    ("value", "day", "cutoff", "comes_back"),
    [
        (0.4, date(2019, 5, 1), 0.33, True),
        (0.1 + 0.2, date(2019, 5, 1), 0.3, True),  # reached but for rounding
        (0.3, date(2019, 5, 1), 0.1 + 0.2, True),
        (0.32, date(2019, 5, 1), 0.33, False),
        (None, date(2019, 5, 1), 0.33, False),  # looked for and not found
        (0.4, date(2018, 5, 1), 0.33, False),  # before the exit
        (0.4, date(2019, 7, 1), 0.33, False),  # not yet
        (0.4, date(2019, 5, 1), None, False),  # nobody says where poverty begins
    ],
)
def test_a_household_re_enters_by_a_reading_since_its_exit(
    value: float | None, day: date, cutoff: float | None, comes_back: bool
) -> None:
    case = observe(LEFT, DEPRIVATION, value, at=day)
    if comes_back:
        assert move(case, R, at=at(2019), poverty_cutoff=cutoff).state is R
        assert cutoff is not None
        assert relapses(case, cutoff)
    else:
        with refused("reentry-criteria"):
            move(case, R, at=at(2019), poverty_cutoff=cutoff)


def test_the_last_reading_since_the_exit_decides() -> None:
    better = observe(LEFT, DEPRIVATION, 0.5, at=date(2018, 9, 1))
    better = observe(better, DEPRIVATION, 0.1, at=date(2019, 5, 1))
    with refused("reentry-criteria"):
        move(better, R, at=at(2019), poverty_cutoff=0.33)
    assert not relapses(better, 0.33)


def test_a_reading_of_before_the_exit_brings_nobody_back() -> None:
    left = move(case_in(S, *good(2016, 2017, 2018)), X, at=at(2018, 8), exit_rule=RULE)
    late_found = observe(left, DEPRIVATION, 0.9, at=date(2018, 7, 1))
    with refused("reentry-criteria"):
        move(late_found, R, at=at(2019), poverty_cutoff=0.33)
    assert not relapses(late_found, 0.33)
    # It shows, however, that the household should not have left.
    assert monitor([late_found], date(2019, 1, 1), [], STANDARDS).declared_out == ("h1",)


def test_a_case_as_of_a_day_knows_nothing_later() -> None:
    case = observe(LEFT, DEPRIVATION, 0.9, at=date(2019, 5, 1))
    assert as_of(case, START.date() - timedelta(days=1)) is None
    early = as_of(case, date(2016, 1, 1))
    assert early is not None
    assert (early.state, early.observations) == (S, ())
    assert as_of(case, date(2018, 6, 1)) == LEFT
    assert as_of(case, date.max) == case


def left_and_back(days: int) -> Case:
    history = (
        CaseEvent(START, None, OPENED),
        CaseEvent(START, S, X),
        CaseEvent(START + timedelta(days=days), X, R),
    )
    return Case("h1", R, history)


@pytest.mark.parametrize(("days", "count"), [(100, 1), (1095, 1), (1096, 0)])
def test_a_return_counts_within_its_window(days: int, count: int) -> None:
    assert returns(left_and_back(days), window=3) == count  # 3 years are 1095.75 days


def test_a_return_without_an_exit_in_the_history_does_not_count() -> None:
    assert returns(Case("h1", R, (CaseEvent(START, None, R),)), window=3) == 0


def test_the_three_poverties_are_found() -> None:
    watched = Case("watched", M, (CaseEvent(START, None, M),))
    proper = move(case_in(S, *good(2016, 2017, 2018)), X, at=at(2018), exit_rule=RULE)
    early = Case("early", X, (CaseEvent(START, None, S), CaseEvent(at(2016), S, X)))
    early = observe(early, DEPRIVATION, 0.5, at=date(2017, 6, 1))
    silent = Case("silent", X, (CaseEvent(at(2016), S, X),), early.observations[:0])
    unknown = observe(silent, DEPRIVATION, None, at=date(2017, 6, 1))
    back = left_and_back(100)
    found = monitor(
        [watched, proper, early, unknown, Case("back", back.state, back.history)],
        date(2018, 6, 1),
        ["watched", "early", "nobody"],
        STANDARDS,
    )
    assert found.missed == ("early", "nobody")
    assert found.returned == ("back",)
    assert found.declared_out == ("early", "silent", "back")
    assert found.relapsing == ("early",)


def test_an_exit_in_time_is_not_declared_too_early_for_a_day() -> None:
    # 1 June 2017 to 1 June 2019 are 730 days: two years of the calendar, less than 2 x 365.25.
    case = case_in(S, *good(2017, 2018, 2019))
    case = move(case, X, at=at(2019), exit_rule=RULE)
    assert monitor([case], date(2019, 6, 1), [], STANDARDS).declared_out == ()
