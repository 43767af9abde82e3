"""The case of a household as a machine: who may take which step, by when, and when it may leave.

Identified, assisted, managed, assessed (the four dimensions, L289-L327), then exited where the exit
standard is met (L347), and re-entered after a relapse. Pure: a case goes in, a case comes out.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from graph_api.domain import Case, CaseEvent, CaseState, Observation
from graph_api.domain.words import ID_PATTERN
from graph_api.errors import Problem, ScenarioError
from graph_api.systems.community_factory.alkire_foster import AT_CUTOFF

DEPRIVATION = "deprivation"
"""The indicator that the exit standard reads: the weighted share of deprivations, in [0, 1]."""

DAYS_PER_YEAR = 365.25

LATE = 1.25
"""A visit may come late by a quarter of the interval before the series counts as interrupted."""

MOST_OBSERVATIONS = 1_000
"""A case holds no more readings than this."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a case may take; ``role`` is the actor of the scenario who takes it.

    ``deadline`` is the key of the parameter with the days that the case may wait for it.
    """

    before: CaseState | None
    after: CaseState
    role: str
    deadline: str | None = None


STEPS = (
    Step(None, CaseState.IDENTIFIED, "relief_cadres"),
    Step(CaseState.IDENTIFIED, CaseState.ASSISTED, "townships", "assistance_days"),
    Step(CaseState.ASSISTED, CaseState.MANAGED, "factory_office", "management_days"),
    Step(CaseState.MANAGED, CaseState.ASSESSED, "pingli_county", "assessment_days"),
    Step(CaseState.ASSESSED, CaseState.EXITED, "pingli_county", "decision_days"),
    Step(CaseState.ASSESSED, CaseState.IDENTIFIED, "relief_cadres", "decision_days"),
    Step(CaseState.EXITED, CaseState.REENTERED, "relief_cadres"),
    Step(CaseState.REENTERED, CaseState.ASSISTED, "townships", "assistance_days"),
)
"""Every legal step. Assessment feeds back: who may not leave is looked at anew."""

DEADLINES = tuple(dict.fromkeys(step.deadline for step in STEPS if step.deadline is not None))
"""The parameters with the days that a case may wait for a step."""


@dataclass(frozen=True, slots=True)
class ExitRule:
    """When a household may leave: deprivation below ``cutoff`` for ``years``, seen often enough.

    ``interval`` is the years between two visits; a longer gap (by a quarter) breaks the series. A
    reading of None breaks it too: what is not known is not below.
    """

    cutoff: float
    years: float
    interval: float


def next_states(state: CaseState | None) -> tuple[CaseState, ...]:
    """Give the states that a case may move to; None is a case that is not opened yet."""
    return tuple(step.after for step in STEPS if step.before is state)


def role_of(before: CaseState | None, after: CaseState) -> str:
    """Give the actor who takes a legal step."""
    return next(step.role for step in STEPS if (step.before, step.after) == (before, after))


def require_role(before: CaseState | None, after: CaseState, actor: str | None) -> None:
    """Refuse a legal step that another actor takes (L301, L321, L325, L327; A-134).

    Raises
    ------
    ScenarioError
        If ``actor`` is said and is not the one whose step it is (``wrong-role``).

    """
    role = role_of(before, after)
    if actor is not None and actor != role:
        raise _refused(
            "wrong-role",
            "actor",
            f"The step to {after.label.text('en')} is not for {actor[:100]!r} to take.",
            f"转为“{after.label.text('zh')}”这一步不由“{actor[:100]}”负责。",
            f"It is for {role!r}.",
            f"应由“{role}”负责。",
        )


def open_case(household: str, *, at: datetime, by: str = "", note: str | None = None) -> Case:
    """Open the case of a household; it is identified.

    Raises
    ------
    ScenarioError
        If the id cannot be one.

    """
    if re.fullmatch(ID_PATTERN, household) is None:
        raise _refused(
            "bad-id",
            "case",
            f"{household[:100]!r} cannot be the id of a case.",
            f"“{household[:100]}”不能作为个案的标识。",
            "Begin with a letter or digit, then up to 79 letters, digits, '_', '.', '-'.",
            "须以字母或数字开头，其后最多 79 个字母、数字、“_”“.”“-”。",
        )
    event = CaseEvent(at, None, CaseState.IDENTIFIED, note, by)
    return Case(household, CaseState.IDENTIFIED, (event,))


def move(  # noqa: PLR0913  # what a step is, who takes it, and when it may
    case: Case,
    to: CaseState,
    *,
    at: datetime,
    by: str = "",
    note: str | None = None,
    actor: str | None = None,
    exit_rule: ExitRule | None = None,
    poverty_cutoff: float | None = None,
) -> Case:
    """Move a case one step on; the step is added to its history.

    Parameters
    ----------
    case
        As it stands.
    to
        The state that it is to have.
    at, by, note
        When, who records it, and why.
    actor
        The actor of the scenario who takes the step; None: not said, so not checked.
    exit_rule
        When it may leave; None: it may not.
    poverty_cutoff
        Reading of deprivation from which a household that left is poor again; None: none is.

    Raises
    ------
    ScenarioError
        If the step is not legal (``illegal-transition``), is not for that actor (``wrong-role``),
        goes back in time (``out-of-order``), leads out without the exit standard being met
        (``exit-criteria``), or back in without a reading that shows poverty (``reentry-criteria``).

    """
    allowed = next_states(case.state)
    if to not in allowed:
        raise _refused(
            "illegal-transition",
            "to",
            f"Case {case.id!r} is {case.state.label.text('en')} and cannot become"
            f" {to.label.text('en')}.",
            f"个案“{case.id}”处于“{case.state.label.text('zh')}”，不能转为“{to.label.text('zh')}”。",
            f"From here it may become: {', '.join(state.label.text('en') for state in allowed)}.",
            f"由此可转为：{'、'.join(state.label.text('zh') for state in allowed)}。",
        )
    require_role(case.state, to, actor)
    if case.history and at < case.history[-1].at:
        raise _refused(
            "out-of-order",
            "at",
            f"Case {case.id!r} last moved at {case.history[-1].at.isoformat()}, after"
            f" {at.isoformat()}.",
            f"个案“{case.id}”最近一次变动在 {case.history[-1].at.isoformat()}，晚于"
            f" {at.isoformat()}。",
            "Steps are taken in the order of time.",
            "各步须按时间先后进行。",
        )
    if to is CaseState.EXITED:
        _require_exit(case, at.date(), exit_rule)
    if to is CaseState.REENTERED:
        _require_relapse(case, at.date(), poverty_cutoff)
    event = CaseEvent(at, case.state, to, note, by)
    return replace(case, state=to, history=(*case.history, event))


def observe(  # noqa: PLR0913  # what an observation holds
    case: Case,
    indicator: str,
    value: float | None,
    *,
    at: date,
    by: str = "",
    note: str | None = None,
) -> Case:
    """Add a reading of an indicator to a case; None: looked for and not found.

    A case is watched in every state, after the exit too (L347).

    Raises
    ------
    ScenarioError
        If the indicator has no fit name, the value is not finite, a deprivation is not in [0, 1],
        or the case is full.

    """
    if re.fullmatch(ID_PATTERN, indicator) is None:
        raise _refused(
            "bad-id",
            "indicator",
            f"{indicator[:100]!r} cannot be the name of an indicator.",
            f"“{indicator[:100]}”不能作为指标名称。",
            "Begin with a letter or digit, then up to 79 letters, digits, '_', '.', '-'.",
            "须以字母或数字开头，其后最多 79 个字母、数字、“_”“.”“-”。",
        )
    if value is not None and (
        not math.isfinite(value) or (indicator == DEPRIVATION and not 0 <= value <= 1)
    ):
        raise _refused(
            "out-of-range",
            "value",
            f"{indicator} cannot be {value!r}.",
            f"{indicator} 不能是 {value!r}。",
            "Give a finite number (a deprivation lies in [0, 1]), or null if it was not found.",
            "请给出有限数（剥夺比例在 [0, 1] 之内）；未查得则为空。",
        )
    if len(case.observations) >= MOST_OBSERVATIONS:
        raise _refused(
            "too-many",
            "case",
            f"Case {case.id!r} has {len(case.observations)} readings already.",
            f"个案“{case.id}”已有 {len(case.observations)} 条观测。",
            "Open a new case, or keep the readings elsewhere.",
            "请另开个案，或将观测存于别处。",
        )
    return replace(
        case,
        observations=(*case.observations, Observation(indicator, value, at, note, by)),
    )


def years_below(case: Case, cutoff: float, interval: float, until: date) -> float | None:
    """Give for how many years deprivation has been below the cutoff without a break.

    The run ends with the last reading before ``until`` (included); None where that reading is
    missing, not below, or too old to say anything of ``until``. Of one day the last one counts.
    """
    readings = readings_of(case, DEPRIVATION, until)
    longest = interval * LATE * DAYS_PER_YEAR  # may be longer than any calendar
    if not readings or (until - readings[-1].at).days > longest:
        return None
    start: date | None = None
    for earlier, later in pairwise([None, *readings]):
        if later is None or later.value is None or later.value >= cutoff:
            start = None
        elif start is None or (earlier is not None and (later.at - earlier.at).days > longest):
            start = later.at
    if start is None:
        return None
    return (until - start).days / DAYS_PER_YEAR


def readings_of(case: Case, indicator: str, until: date) -> list[Observation]:
    """Give the readings of an indicator up to a day, by day; of one day the last one recorded."""
    by_day = {
        item.at: item
        for item in case.observations
        if item.indicator == indicator and item.at <= until
    }
    return [by_day[day] for day in sorted(by_day)]


def _require_exit(case: Case, today: date, rule: ExitRule | None) -> None:
    if rule is None:
        raise _refused(
            "exit-criteria",
            "to",
            f"Case {case.id!r} cannot leave: the scenario has no exit standard.",
            f"个案“{case.id}”不能退出：情景没有退出标准。",
            "Give the parameters exit_cutoff, exit_years and monitoring_interval values.",
            "请给出参数 exit_cutoff、exit_years 与 monitoring_interval 的数值。",
        )
    years = years_below(case, rule.cutoff, rule.interval, today)
    day = 1 / DAYS_PER_YEAR
    if years is None or years < rule.years - day:
        seen_en = "not at all" if years is None else f"for {years:.2f} years"
        seen_zh = "尚未达标" if years is None else f"已达标 {years:.2f} 年"
        raise _refused(
            "exit-criteria",
            "to",
            f"Case {case.id!r} cannot leave: its deprivation must stay below {rule.cutoff:g} for"
            f" {rule.years:g} years, and has been there {seen_en}.",
            f"个案“{case.id}”不能退出：剥夺比例须连续 {rule.years:g} 年低于 {rule.cutoff:g}，"
            f"目前{seen_zh}。",
            f"Record readings of {DEPRIVATION!r} at least every {rule.interval:g} years.",
            f"请至少每 {rule.interval:g} 年记录一次“{DEPRIVATION}”。",
        )


def _require_relapse(case: Case, today: date, cutoff: float | None) -> None:
    since = case.history[-1].at.date() if case.history else date.min
    readings = [item for item in readings_of(case, DEPRIVATION, today) if item.at >= since]
    value = readings[-1].value if readings else None
    if cutoff is None or value is None or value < cutoff - AT_CUTOFF:
        line_en = "the scenario has none" if cutoff is None else f"{cutoff:g} or more"
        line_zh = "情景没有给出" if cutoff is None else f"不低于 {cutoff:g}"
        seen_en = "there is none" if value is None else f"it is {value:g}"
        seen_zh = "没有该读数" if value is None else f"该读数为 {value:g}"
        raise _refused(
            "reentry-criteria",
            "to",
            f"Case {case.id!r} cannot re-enter: its last reading of deprivation since it left must"
            f" show poverty ({line_en}); {seen_en}.",
            f"个案“{case.id}”不能重新进入：退出后最近一次剥夺比例须显示贫困（{line_zh}）；"
            f"{seen_zh}。",
            f"Record a reading of {DEPRIVATION!r} first; poverty_cutoff is where poverty begins.",
            f"请先记录“{DEPRIVATION}”；poverty_cutoff 为贫困的起点。",
        )


def _refused(  # noqa: PLR0913, PLR0917  # what a problem says, in both languages
    code: str, path: str, en: str, zh: str, hint_en: str, hint_zh: str
) -> ScenarioError:
    return ScenarioError([Problem(code, en, zh, path, hint_en=hint_en, hint_zh=hint_zh)], "case")
