"""Cases of households as changes of a scenario: what a step or a reading commits.

Pure: a scenario goes in, a change set comes out. The rules of the steps are those of the community
factory (`graph_api.systems.community_factory.cases`), the exit standard is the scenario's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from graph_api.domain import Case, CaseState, ChangeSet, Edit, Label, Scenario, Section
from graph_api.errors import Problem, ScenarioError, nearest
from graph_api.scenarios import check_label
from graph_api.systems.community_factory import cases

EXIT_PARAMETERS = ("exit_cutoff", "exit_years", "monitoring_interval")
"""The parameters that make the exit standard of a scenario."""

MOST_NOTE = 2_000
"""How long a note of a step or a reading may be; the journal keeps each twice."""

AHEAD = timedelta(days=1)
"""A reading may be of tomorrow by our clock: where it was taken it is already that day."""


def exit_rule_of(scenario: Scenario) -> cases.ExitRule | None:
    """Give the exit standard of a scenario, None where one of its numbers is not stated."""
    found = [scenario.parameters.get(key) for key in EXIT_PARAMETERS]
    values = [None if item is None else item.value for item in found]
    cutoff, years, interval = values
    if cutoff is None or years is None or interval is None:
        return None
    return cases.ExitRule(cutoff, years, interval)


def poverty_cutoff_of(scenario: Scenario) -> float | None:
    """Give k, from which a household of a scenario is poor, None where it is not stated."""
    found = scenario.parameters.get("poverty_cutoff")
    return None if found is None else found.value


def case_of(scenario: Scenario, case: str) -> Case:
    """Give the case of a household.

    Raises
    ------
    ScenarioError
        If there is none; it names the nearest.

    """
    found = scenario.cases.get(case)
    if found is None:
        raise _unknown(scenario, case)
    return found


def moved(  # noqa: PLR0913  # what a step is, who takes it and when
    scenario: Scenario,
    case: str,
    to: CaseState,
    *,
    now: datetime,
    by: str,
    note: str | None,
    actor: str | None = None,
) -> ChangeSet:
    """Give the change set of one step of a case; an unknown one moved to IDENTIFIED is opened.

    ``actor`` is the actor of the scenario who takes the step; None: not said, so not checked.

    Raises
    ------
    ScenarioError
        If the step is not legal, or the case may not leave yet; nothing is to be stored.

    """
    _require_text(note)
    before = scenario.cases.get(case)
    if before is not None:
        after = cases.move(
            before,
            to,
            at=now,
            by=by,
            note=note,
            actor=actor,
            exit_rule=exit_rule_of(scenario),
            poverty_cutoff=poverty_cutoff_of(scenario),
        )
    elif to is CaseState.IDENTIFIED:
        cases.require_role(None, to, actor)
        after = cases.open_case(case, at=now, by=by, note=note)
    else:
        raise _unknown(scenario, case)
    said = {"id": case, "to": to.value, "actor": actor, "note": note}
    return _change_set(before, after, {"move_case": said}, by, note)


def observed(  # noqa: PLR0913  # what a reading is, and who records it when
    scenario: Scenario,
    case: str,
    indicator: str,
    value: float | None,
    *,
    at: date,
    now: datetime,
    by: str,
    note: str | None,
) -> ChangeSet:
    """Give the change set of one reading of an indicator of a case.

    Raises
    ------
    ScenarioError
        If there is no such case, or the reading cannot be one; nothing is to be stored.

    """
    _require_text(note)
    before = case_of(scenario, case)
    if at > now.date() + AHEAD:
        raise ScenarioError(
            [
                Problem(
                    "in-the-future",
                    f"A reading of {at.isoformat()} cannot have been taken yet.",
                    f"{at.isoformat()} 的观测尚不可能发生。",
                    "at",
                    hint_en="Give the day on which it was taken.",
                    hint_zh="请给出实际观测的日期。",
                )
            ],
            "case",
        )
    after = cases.observe(before, indicator, value, at=at, by=by, note=note)
    said = {
        "id": case,
        "indicator": indicator,
        "value": value,
        "at": at.isoformat(),
        "note": note,
    }
    return _change_set(before, after, {"record_observation": said}, by, note)


def _change_set(
    before: Case | None, after: Case, words: Mapping[str, Any], by: str, note: str | None
) -> ChangeSet:
    edit = Edit(Section.CASE, after.id, before, after)
    said = {
        word: {key: item for key, item in fields.items() if item is not None or key == "value"}
        for word, fields in words.items()
    }
    return ChangeSet((edit,), (said,), None, by, note)


def _require_text(note: str | None) -> None:
    problems = [*check_label(Label(note), "note")]
    if len(note or "") > MOST_NOTE:
        problems.append(
            Problem(
                "too-long",
                f"A note has at most {MOST_NOTE:,} signs, not {len(note or ''):,}.",
                f"备注最多 {MOST_NOTE:,} 个字符，不能是 {len(note or ''):,} 个。",
                "note",
                hint_en="Keep what matters; link the rest.",
                hint_zh="请保留要点，其余另附。",
            )
        )
    if problems:
        raise ScenarioError(problems, "note")


def _unknown(scenario: Scenario, case: str) -> ScenarioError:
    near = nearest(case, scenario.cases)
    return ScenarioError(
        [
            Problem(
                "unknown-case",
                f"{scenario.key!r} has no case {case[:100]!r}"
                + (f"; did you mean {' or '.join(map(repr, near))}?" if near else "."),
                f"“{scenario.key}”没有个案“{case[:100]}”"
                + (f"；是否指“{'”或“'.join(near)}”？" if near else "。"),
                "case",
                hint_en="Open it first: move it to IDENTIFIED, or say `empower case open`.",
                hint_zh="请先开立个案：移至“已识别”（IDENTIFIED），或用 `empower case open`。",
                subject=case[:100],
            )
        ],
        "case",
    )
