"""Watching households: the series of an indicator, what is due, and the three poverties (L347).

Missed (漏贫), returned (返贫), declared out without being so (被脱贫).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph_api.domain import Case, CaseState
from graph_api.systems.community_factory.alkire_foster import AT_CUTOFF
from graph_api.systems.community_factory.cases import (
    DAYS_PER_YEAR,
    DEPRIVATION,
    STEPS,
    ExitRule,
    readings_of,
    years_below,
)

WATCHED = frozenset(CaseState) - {CaseState.EXITED}
"""A household whose case stands in one of these is not missed."""


@dataclass(frozen=True, slots=True)
class Standards:
    """What monitoring holds cases against.

    Attributes
    ----------
    exit_rule
        The exit standard.
    poverty_cutoff
        A reading of deprivation from here on (within 1e-12) is poor.
    return_window
        Years after the exit within which a re-entry is a return to poverty.
    days
        How many days a case may wait for a step, by the key of the deadline; a deadline without a
        number is none.

    """

    exit_rule: ExitRule
    poverty_cutoff: float
    return_window: float
    days: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Due:
    """A step that a case waits for: who takes it, and until when; ``late`` as of the day asked."""

    household: str
    before: CaseState
    after: CaseState
    role: str
    until: date
    late: bool


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The three errors that monitoring is to find, as ids of households, and what is due.

    ``missed`` are poor without a case that is open or re-entered; ``returned`` re-entered within
    the window after an exit; ``declared_out`` left without the exit standard being met on that day.
    ``relapsing`` have left, and their last reading since says that they are poor again.
    """

    missed: tuple[str, ...]
    returned: tuple[str, ...]
    declared_out: tuple[str, ...]
    relapsing: tuple[str, ...]
    due: tuple[Due, ...]


def series(case: Case, indicator: str) -> tuple[tuple[date, float | None], ...]:
    """Give the readings of an indicator by day; of one day the last one that was recorded."""
    return tuple((item.at, item.value) for item in readings_of(case, indicator, date.max))


def monitor(
    cases: Iterable[Case], day: date, poor: Collection[str], standards: Standards
) -> Monitoring:
    """Find the three poverties among households and their cases, and what is due, as of a day.

    Steps and readings after that day are not looked at; days are those of the clock that recorded
    the steps.

    Parameters
    ----------
    cases
        With histories and observations.
    day
        The last day that counts.
    poor
        Ids of the households that are poor by many dimensions on that day, with a case or without.
    standards
        What they are held against.

    """
    known = [case for case in (as_of(case, day) for case in cases) if case is not None]
    watched = {case.id for case in known if case.state in WATCHED}
    return Monitoring(
        tuple(household for household in poor if household not in watched),
        tuple(case.id for case in known if returns(case, standards.return_window)),
        tuple(case.id for case in known if _left_too_early(case, standards.exit_rule)),
        tuple(case.id for case in known if relapses(case, standards.poverty_cutoff)),
        tuple(item for case in known for item in due(case, standards.days, day)),
    )


def as_of(case: Case, day: date) -> Case | None:
    """Give a case as it stood at the end of a day; None before it was opened."""
    history = tuple(event for event in case.history if event.at.date() <= day)
    if not history:
        return None
    observations = tuple(item for item in case.observations if item.at <= day)
    return replace(case, state=history[-1].after, history=history, observations=observations)


def returns(case: Case, window: float) -> int:
    """Count how often a case came back within ``window`` years of its exit."""
    count = 0
    left: datetime | None = None
    for event in case.history:
        if event.after is CaseState.EXITED:
            left = event.at
        elif event.after is CaseState.REENTERED and left is not None:
            count += (event.at - left).days <= window * DAYS_PER_YEAR
            left = None
    return count


def due(case: Case, days: Mapping[str, float], day: date) -> tuple[Due, ...]:
    """Give the steps that a case waits for and that have a deadline, as of a day.

    A part of a day counts as the day that it has begun; the last day is still in time.
    """
    if not case.history:
        return ()
    since = case.history[-1].at.date()
    found = []
    for step in STEPS:
        if step.before is case.state and step.deadline is not None and step.deadline in days:
            until = _after(since, days[step.deadline])
            found.append(Due(case.id, case.state, step.after, step.role, until, day > until))
    return tuple(found)


def relapses(case: Case, cutoff: float) -> bool:
    """Tell whether a case that has left is poor again by its last reading since."""
    if case.state is not CaseState.EXITED or not case.history:
        return False
    readings = readings_of(case, DEPRIVATION, date.max)
    last = readings[-1] if readings else None
    return (
        last is not None
        and last.at >= case.history[-1].at.date()
        and last.value is not None
        and last.value >= cutoff - AT_CUTOFF
    )


def _after(day: date, days: float) -> date:
    """Give the day so many days later, the last one that there is at most."""
    return day + min(timedelta(days=int(days)), date.max - day)


def _left_too_early(case: Case, rule: ExitRule) -> bool:
    day = 1 / DAYS_PER_YEAR
    for event in case.history:
        if event.after is CaseState.EXITED:
            years = years_below(case, rule.cutoff, rule.interval, event.at.date())
            if years is None or years < rule.years - day:
                return True
    return False
