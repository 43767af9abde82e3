"""The command that changes one choice of the analyst at a time: sensitivity."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from graph_api.cli.frame import Run, command, option
from graph_api.cli.options import (
    AND,
    BETWEEN,
    CSV,
    SCENARIO,
    TARGET,
    VARIANT,
    provenance_of,
    scoring_options,
    scoring_said,
    take_view,
    view_options,
)
from graph_api.cli.output import answer, headed, label, line, number, rounded_or_dash, table
from graph_api.cli.plain import plain_result
from graph_api.cli.session import find, progress
from graph_api.cli.uncertain_output import key_of, require_one_form, subject_named, write_table
from graph_api.scoring import Target
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.scoring.uncertainty import SensitivityRow
    from graph_api.workbench import View

COLUMNS = (
    *("choice", "value", "mutual", "band"),
    *("first", "loss_share", "quadrant", "flips"),
)


@command(
    "sensitivity",
    Text(
        "Change one choice at a time (decay, gate, hop limit, filters, thresholds) and mark what"
        " flips.",
        "每次只改变一项设定（衰减、门槛、跳数、筛选、阈值），并标出随之改变的结果。",
    ),
    "empower sensitivity district --between kind=resident --and kind=street_office",
)
@SCENARIO
@BETWEEN
@AND
@TARGET
@option(
    "--threshold",
    text=Text("From where a side of the regime is strong (0.5).", "格局中强弱的阈值（默认 0.5）。"),
    type=float,
    default=0.5,
    metavar="0..1",
)
@option(
    "--by",
    text=Text(
        "What the regime is read from: relations or capability (relations).",
        "格局的依据：relations 或 capability（默认 relations）。",
    ),
    default="relations",
    metavar="WORD",
)
@CSV
@VARIANT
@view_options
@scoring_options
def sensitivity(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    between: str,
    other: str,
    target: str,
    threshold: float,
    by: str,
    wants_csv: bool,
    variant: str,
    **said: object,
) -> None:
    """Change one choice at a time."""
    require_one_form(run, wants_csv=wants_csv)
    scoring = scoring_said(said)
    view = take_view(find(run, scenario), variant, said)
    asked = {"target": target, "threshold": threshold, "by": by}
    with progress(run, "trying choices", "正在逐项改变") as tell:
        found = view.sensitivity(
            between, other, target=target, threshold=threshold, by=by, progress=tell, **scoring
        )
    origin = provenance_of(view, scoring, {"between": between, "and": other, **asked})
    if run.wants_json:
        answer(plain_result(found) | {"provenance": origin})
        return
    rows = [found.base, *found.rows]
    if wants_csv:
        write_table(origin, COLUMNS, ([*_plain_row(row)] for row in rows))
        return
    table(
        headed(view.graph),
        run.say(
            "choice,value,mean mutual,first bottleneck,share,regime,flips",
            "选择,取值,平均相互充权,首位瓶颈,占比,格局,变化",
        ).split(","),
        [_shown_row(row, view, run, found.target) for row in rows],
        numbers=(2, 4),
    )
    flipped = sum(bool(row.flips) for row in found.rows)
    line(
        run,
        f"{flipped} of {len(found.rows)} changes flip something. One at a time: what two changes do"
        " together is not shown.",
        f"{len(found.rows)} 项改变中有 {flipped} 项使结果改变。每次只改一项，"
        "不显示两项同时改变的效果。",
    )


def _plain_row(row: SensitivityRow) -> Iterable[object]:
    yield from (row.choice.value, row.value, row.mutual, row.band)
    yield None if row.first is None else key_of(row.first)
    yield from (row.loss_share, row.quadrant, " ".join(row.flips))


def _shown_row(row: SensitivityRow, view: View, run: Run, target: Target) -> tuple[str, ...]:
    band = "" if row.band is None else f" {label(row.band, run)}"
    return (
        label(row.choice, run),
        row.value or "-",
        number(row.mutual, run) + band,
        "-" if row.first is None else subject_named(row.first, view, run, target),
        rounded_or_dash(row.loss_share),
        "-" if row.quadrant is None else label(row.quadrant, run),
        run.say(", ", "、").join(label(flip, run) for flip in row.flips),
    )


FAMILY = {item.name: item for item in (sensitivity,)}
