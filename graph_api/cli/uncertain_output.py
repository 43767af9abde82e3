"""What the commands about uncertainty and sensitivity share: options, subjects, CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph_api.cli.frame import Run
from graph_api.cli.output import ends, named, rounded
from graph_api.errors import BadParameterError
from graph_api.scoring import Channel, Interval, Target

if TYPE_CHECKING:
    from graph_api.scoring.uncertainty.drawn import Subject
    from graph_api.workbench import View


def range_of(interval: Interval) -> str:
    """Give an interval for people."""
    return f"{rounded(interval.low)} .. {rounded(interval.high)}"


def key_of(subject: Subject) -> str:
    """Give the name of a subject as one text, for machines."""
    from graph_api.scoring.uncertainty.results import name_of  # noqa: PLC0415  # loads the scoring

    return name_of(subject)


def subject_named(subject: Subject, view: View, run: Run, target: Target) -> str:
    """Give the name of a subject, for people."""
    if isinstance(subject, Channel):
        return ends(view.graph, subject, run)
    if target is Target.ACTOR:
        return named(view.graph, subject, run)
    return f"{subject}: {ends(view.graph, view.graph.relation(subject), run)}"


def require_one_form(run: Run, *, wants_csv: bool) -> None:
    """Refuse --csv together with --json."""
    if run.wants_json and wants_csv:
        raise BadParameterError(
            "--csv and --json exclude each other; say one of them.",
            "--csv 与 --json 互斥；请只选其一。",
            parameter="csv",
        )


def write_table(
    provenance: Mapping[str, Any],
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Write rows as CSV; what they rest on leads each, so that answers of views may be joined."""
    from graph_api.exchange.tables import write_rows  # noqa: PLC0415  # only here

    lead = {name: provenance[name] for name in ("scenario", "variant", "revision", "version")}
    for name, value in provenance["parameters"].items():
        is_plain = value is None or isinstance(value, str | int | float)
        lead[name] = value if is_plain else json.dumps(value, ensure_ascii=False, default=str)
    sys.stdout.write(write_rows([*lead, *columns], ([*lead.values(), *row] for row in rows)))
    sys.stdout.flush()
