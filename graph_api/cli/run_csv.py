"""How the answers of a mechanism are written as CSV: to standard output, or into a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from graph_api.cli.frame import Run
from graph_api.cli.output import note, write_file
from graph_api.cli.run_output import About, Results, lines_of, tell_figure
from graph_api.domain import Label, Value
from graph_api.exchange.tables import write_rows

STANDARD_OUTPUT = "-"
"""As the name of a file."""

BYTE_ORDER_MARK = "\ufeff"
"""Tells a spreadsheet that a file is UTF-8."""


def write_csv(run: Run, about: About, results: Results) -> None:
    """Write one part as CSV; what it rests on leads each row."""
    if results.claims is not None:
        columns = ["claim", "statement", "holds", "observed", "lines", "assumptions"]
        rows: list[list[object]] = [
            [
                claim.key,
                claim.statement.text(run.language),
                claim.holds,
                claim.observed.text(run.language),
                " ".join(lines_of(claim)),
                " ".join(claim.assumptions),
            ]
            for claim in results.claims
        ]
    elif results.tables is not None:
        (item,) = results.tables
        columns = [label.text(run.language) for label in item.columns]
        rows = [[_text(run, value) for value in row] for row in item.rows]
    elif results.parameters is not None:
        columns = ["parameter", "value", "unit", "low", "high", "basis", "description"]
        rows = [
            [p.key, p.value, p.unit, p.low, p.high, p.basis, p.description.text(run.language)]
            for p in results.parameters
        ]
    else:
        columns = ["measure", "label", "value", "unit", "assumptions"]
        rows = [
            [m.key, m.label.text(run.language), m.value, m.unit, " ".join(m.assumptions)]
            for m in results.measures or ()
        ]
    write_rows_about(run, about, columns, rows)


def write_rows_about(
    run: Run, about: About, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write rows as CSV; what they rest on leads each, so that answers of many runs may be joined.

    What is said of a figure goes to standard error, where it is in nobody's way.
    """
    origin = about.provenance
    lead = {name: origin[name] for name in ("scenario", "variant", "revision", "version")}
    lead |= about.system.parameters.overrides
    text = write_rows([*lead, *columns], ([*lead.values(), *row] for row in rows))
    if about.output is None or about.output == STANDARD_OUTPUT:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        # Without the mark spreadsheets read UTF-8 as the code page of the machine. A pipe gets
        # none: there it would become part of the first column's name.
        write_file(Path(about.output), BYTE_ORDER_MARK + text)
        note(run, f"Wrote {about.output}.", f"已写入 {about.output}。")
    tell_figure(run, about, note)


def _text(run: Run, value: Value) -> object:
    return value.text(run.language) if isinstance(value, Label) else value
