"""Commands for the cases of households: list, show, open, step, observe."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph_api.casework import case_of
from graph_api.cli.case_output import plain_case, reading, write_case, write_cases
from graph_api.cli.frame import Decorator, Run, argument, command, option
from graph_api.cli.groups import Family
from graph_api.cli.options import SCENARIO
from graph_api.cli.output import answer, label, line
from graph_api.cli.session import find, kept_revision, open_service
from graph_api.domain import CaseState
from graph_api.domain.numbers import read_number
from graph_api.domain.selection import read_word
from graph_api.errors import BadParameterError
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.domain import Scenario
    from graph_api.service import Service

NOT_FOUND = "-"
"""A reading that was looked for and not found; elsewhere too it stands for no value."""

STATES = Text(", ".join(CaseState), "、".join(CaseState))

_KEPT: Decorator = argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
_HOUSEHOLD: Decorator = argument(
    "household", text=Text("The household: the id of its case.", "农户：其个案的标识。")
)
_NOTE: Decorator = option(
    "--note", text=Text("Why, for the history.", "说明，写入历史。"), metavar="TEXT"
)
_ACTOR: Decorator = option(
    "--actor",
    text=Text(
        "The actor who takes the step; it is refused where the step is another's (not checked).",
        "办理这一步的行动者；若该步应由他人负责则拒绝（默认不检查）。",
    ),
    metavar="ID",
)


@command(
    "list",
    Text("List the cases of a scenario, by household.", "按农户列出情景中的个案。"),
    "empower case list community-factory --state assisted",
)
@SCENARIO
@option(
    "--state",
    text=Text(f"Only cases in this state: {STATES.en}.", f"仅限处于此状态的个案：{STATES.zh}。"),
    metavar="WORD",
)
def list_cases(run: Run, *, scenario: str, state: str | None) -> None:
    """List cases."""
    wanted = None if state is None else read_state(state)
    found = find(run, scenario).scenario
    chosen = sorted(
        (case for case in found.cases.values() if wanted in {None, case.state}),
        key=lambda case: case.id,
    )
    if run.wants_json:
        answer({**_origin(found), "cases": [plain_case(case) for case in chosen]})
        return
    write_cases(run, chosen)


@command(
    "show",
    Text(
        "Show a case: where it stands, who may take it where, its steps and readings.",
        "显示个案：状态、可转往何处及由谁办理、历次步骤与观测。",
    ),
    "empower case show community-factory household-12",
)
@SCENARIO
@_HOUSEHOLD
def show_case(run: Run, *, scenario: str, household: str) -> None:
    """Show a case."""
    found = find(run, scenario).scenario
    case = case_of(found, household)
    if run.wants_json:
        answer({**_origin(found), **plain_case(case)})
        return
    write_case(run, case)


@command(
    "open",
    Text(
        "Open the case of a household that has none yet; it is identified.",
        "为尚无个案的农户开立个案；其状态为已识别。",
    ),
    "empower case open community-factory household-12 --note 'visit of May'",
)
@_KEPT
@_HOUSEHOLD
@_ACTOR
@_NOTE
def open_case(
    run: Run, *, scenario: str, household: str, actor: str | None, note: str | None
) -> None:
    """Open a case."""
    service = open_service(run)
    revision = kept_revision(run, service, scenario)
    there = service.scenario(scenario).cases.get(household)
    if there is not None:
        state = there.state.label
        raise BadParameterError(
            f"{scenario} has a case {household!r} already: it is {state.text('en')}. Take its next"
            " step with: empower case step",
            f"{scenario} 已有个案“{household}”：{state.text('zh')}。下一步请用 empower case step。",
            parameter="household",
        )
    to = CaseState.IDENTIFIED
    _move(run, service, scenario, household, to, revision=revision, actor=actor, note=note)


@command(
    "step",
    Text("Take the next step of a case.", "办理个案的下一步。"),
    "empower case step community-factory household-12 assisted --actor townships",
)
@_KEPT
@_HOUSEHOLD
@argument("state", text=Text(f"The state to reach: {STATES.en}.", f"目标状态：{STATES.zh}。"))
@_ACTOR
@_NOTE
def take_step(  # noqa: PLR0913  # what the command line says
    run: Run, *, scenario: str, household: str, state: str, actor: str | None, note: str | None
) -> None:
    """Take a step."""
    to = read_state(state)
    service = open_service(run)
    revision = kept_revision(run, service, scenario)
    case_of(service.scenario(scenario), household)  # `open` alone makes one
    _move(run, service, scenario, household, to, revision=revision, actor=actor, note=note)


@command(
    "observe",
    Text(
        "Record a reading of an indicator of a case; deprivation, in [0, 1], is what the exit"
        " standard looks at.",
        "记录个案某一指标的观测；退出标准所看的是 deprivation（剥夺比例，在 [0, 1] 之内）。",
    ),
    "empower case observe community-factory household-12 deprivation 0.2 --at 2018-06-01",
    "empower case observe community-factory household-12 deprivation - --note 'nobody at home'",
)
@_KEPT
@_HOUSEHOLD
@argument("indicator", text=Text("What was read.", "指标。"))
@argument(
    "value",
    text=Text("The reading; - was looked for and not found.", "读数；- 表示查过而未得。"),
)
@option(
    "--at",
    text=Text("The day on which it was taken (today).", "观测的日期（默认今天）。"),
    metavar="DATE",
)
@_NOTE
def observe(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    household: str,
    indicator: str,
    value: str,
    at: str | None,
    note: str | None,
) -> None:
    """Record a reading."""
    from graph_api.workbench.words import read_day  # noqa: PLC0415  # loads the scoring

    now = datetime.now(UTC)
    read = None if value == NOT_FOUND else _number(value)
    day = read_day(at, "at") or now.astimezone().date()
    service = open_service(run)
    revision = kept_revision(run, service, scenario)
    made = service.record_observation(
        scenario,
        household,
        indicator,
        read,
        at=day,
        expected_revision=revision,
        now=now,
        by=run.person,
        note=note,
    )
    if run.wants_json:
        answer(
            {
                "scenario": scenario,
                "household": household,
                "indicator": indicator,
                "value": read,
                "at": day.isoformat(),
                "revision": made,
            }
        )
        return
    line(
        run,
        f"{household}: {indicator} {reading(run, read)} on {day.isoformat()} (revision {made})",
        f"{household}：{day.isoformat()} {indicator} {reading(run, read)}（修订 {made}）",
    )


def _move(  # noqa: PLR0913  # what a step is, and who takes it
    run: Run,
    service: Service,
    scenario: str,
    household: str,
    to: CaseState,
    *,
    revision: int,
    actor: str | None,
    note: str | None,
) -> None:
    made = service.move_case(
        scenario,
        household,
        to,
        expected_revision=revision,
        now=datetime.now(UTC),
        by=run.person,
        note=note,
        actor=actor,
    )
    if run.wants_json:
        answer({"scenario": scenario, "household": household, "state": to.value, "revision": made})
        return
    line(
        run,
        f"{household} is {label(to, run)} now (revision {made}); to take that back:"
        f" empower undo {scenario} {made}",
        f"{household} 现为{label(to, run)}（修订 {made}）；如要撤销："
        f"empower undo {scenario} {made}",
    )


def read_state(said: str) -> CaseState:
    """Give the state that a word means: that of the files, or its label in either language.

    Raises
    ------
    BadParameterError
        If there is no such word; it names the nearest and all of them.

    Examples
    --------
    >>> read_state("reentered"), read_state("返贫")
    (<CaseState.REENTERED: 'reentered'>, <CaseState.REENTERED: 'reentered'>)

    """
    for state in CaseState:
        if said in {state.label.en, state.label.zh}:
            return state
    return read_word(CaseState, said)


def _origin(scenario: Scenario) -> dict[str, Any]:
    return {"scenario": scenario.key, "revision": scenario.revision}


def _number(said: str) -> float:
    value = read_number(said)
    if value is None:
        raise BadParameterError(
            f"{said[:40]!r} is no number. Give the reading, or - if it was not found.",
            f"“{said[:40]}”不是数。请给出读数；未查得则写 -。",
            parameter="value",
        )
    return value


_CASE = Family(
    "case",
    Text(
        "Follow the cases of households: open one, take its steps, record readings. Each is a"
        " revision of the scenario, which undo takes back.",
        "跟踪农户个案：开立、办理各步、记录观测。每次都是情景的一次修订，可用 undo 撤销。",
    ),
    (
        "empower case open community-factory household-12",
        "empower case step community-factory household-12 assisted",
        "empower case list community-factory --lang zh",
    ),
    (list_cases, show_case, open_case, take_step, observe),
)

FAMILY = {"case": _CASE}
