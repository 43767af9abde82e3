"""How cases of households are written: for people, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph_api.cli.frame import Run
from graph_api.cli.output import label, line, table
from graph_api.domain import Case, CaseState
from graph_api.systems.community_factory.cases import next_states, role_of


def plain_case(case: Case) -> dict[str, Any]:
    """Give a case, JSON-ready: keys as in GraphQL, words as in YAML."""
    return {
        "household": case.id,
        "state": case.state.value,
        "nextStates": [state.value for state in next_states(case.state)],
        "history": [
            {
                "at": item.at.isoformat(),
                "before": item.before and item.before.value,
                "after": item.after.value,
                "note": item.note,
                "by": item.by,
            }
            for item in case.history
        ],
        "observations": [
            {
                "indicator": item.indicator,
                "value": item.value,
                "at": item.at.isoformat(),
                "note": item.note,
                "by": item.by,
            }
            for item in case.observations
        ],
    }


def write_cases(run: Run, cases: Sequence[Case]) -> None:
    """Write a row for each case: where it stands, where it may go, what was seen last."""
    if not cases:
        line(run, "There is no such case.", "没有这样的个案。")
        return
    table(
        "",
        run.say(
            "household,state,since,may become,readings,last reading",
            "农户,状态,自,可转为,观测数,最近观测",
        ).split(","),
        [
            (
                case.id,
                label(case.state, run),
                case.history[-1].at.date().isoformat() if case.history else "-",
                _named(run, next_states(case.state)),
                str(len(case.observations)),
                _last_reading(run, case),
            )
            for case in cases
        ],
        numbers=(4,),
    )


def write_case(run: Run, case: Case) -> None:
    """Write where a case stands, who may take it where, its steps and its readings."""
    state = label(case.state, run)
    line(run, f"{case.id}: {state}", f"{case.id}：{state}")
    for after in next_states(case.state):
        role = role_of(case.state, after)
        line(
            run,
            f"may become {label(after, run)} ({after.value}), by {role}",
            f"可转为{label(after, run)}（{after.value}），由 {role} 办理",
        )
    table(
        run.say("Steps", "步骤"),
        run.say("at,from,to,by,note", "时间,从,到,经办,说明").split(","),
        [
            (
                item.at.date().isoformat(),
                "-" if item.before is None else label(item.before, run),
                label(item.after, run),
                item.by or "-",
                item.note or "",
            )
            for item in case.history
        ],
    )
    if not case.observations:
        return
    table(
        run.say("Readings", "观测"),
        run.say("at,indicator,value,by,note", "日期,指标,读数,记录,备注").split(","),
        [
            (
                item.at.isoformat(),
                item.indicator,
                reading(run, item.value),
                item.by or "-",
                item.note or "",
            )
            for item in case.observations
        ],
        numbers=(2,),
    )


def reading(run: Run, value: float | None) -> str:
    """Give a reading; a word where it was looked for and not found."""
    return run.say("not found", "未查得") if value is None else f"{value:g}"


def _last_reading(run: Run, case: Case) -> str:
    if not case.observations:
        return "-"
    # Of one day the last one recorded counts.
    last = max(reversed(case.observations), key=lambda item: item.at)
    return f"{last.indicator} {reading(run, last.value)} ({last.at.isoformat()})"


def _named(run: Run, states: Sequence[CaseState]) -> str:
    return run.say(", ", "、").join(label(state, run) for state in states)
