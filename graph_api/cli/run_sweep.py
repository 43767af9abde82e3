"""How a sweep is written: the points, then each measure with its lowest and highest value."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from graph_api.cli.frame import Run
from graph_api.cli.output import answer, beside_or_below, line, table
from graph_api.cli.plain import plain_result
from graph_api.cli.run_csv import write_rows_about
from graph_api.cli.run_output import (
    About,
    head,
    headed,
    legend,
    quantity,
    said,
    tell_figure,
    tell_more,
)
from graph_api.domain import Axis, Sweep, SweptMeasure, unit_name

GAP = 3
"""Columns of a table stand so far apart."""


def write_sweep(run: Run, about: About, sweep: Sweep, first: int) -> None:
    """Write a sweep for people or as JSON.

    People see point by point what changes, then from where to where it goes, and last in few words
    what does not change.
    """
    if run.wants_json:
        plain: dict[str, Any] = plain_result(sweep)
        plain["points"] = [list(point) for point in sweep.points]
        answer(headed(about, plain))
        return
    head(run, about)
    for axis in sweep.axes:
        _say_axis(run, axis)
    changing = [measure for measure in sweep.measures if measure.changes]
    if not changing:
        line(run, "\nNo measure changes over the sweep.\n", "\n扫描中没有任何测度发生变化。\n")
    elif len(sweep.axes) == 1:
        _show_points(run, sweep, changing, first)
    else:
        for measure in changing:
            _show_grid(run, sweep, measure, first)
    if changing:
        _show_changing(run, changing)
    _show_steady(run, [measure for measure in sweep.measures if not measure.changes])
    legend(
        run,
        with_assumptions=any(measure.assumptions for measure in sweep.measures),
        with_gaps=any(None in measure.values for measure in sweep.measures),
    )
    tell_figure(run, about)


def write_sweep_csv(run: Run, about: About, sweep: Sweep) -> None:
    """Write a sweep as CSV: one row per point, one column per measure."""
    columns = [axis.key for axis in sweep.axes] + [measure.key for measure in sweep.measures]
    rows = [
        [*point, *(measure.values[place] for measure in sweep.measures)]
        for place, point in enumerate(sweep.points)
    ]
    write_rows_about(run, about, columns, rows)


def _say_axis(run: Run, axis: Axis) -> None:
    unit = unit_name(axis.unit, run.language)
    value = said(axis.value, run)
    text = axis.description.text(run.language).rstrip(".。")
    named = f"{axis.key}{run.say(': ', '：')}{text} " if text else f"{axis.key} "
    line(
        run,
        f"{named}({unit}; the scenario says {value})",
        f"{named.rstrip()}（{unit}；情景取值：{value}）",
    )


def _show_points(run: Run, sweep: Sweep, measures: Sequence[SweptMeasure], first: int) -> None:
    """Write one row per value of the one axis, one column per measure."""
    (axis,) = sweep.axes
    rows = [
        [f"{at:g}", *(quantity(measure.values[place], run) for measure in measures)]
        for place, at in enumerate(axis.values)
    ]
    _show(run, "", [axis.key, *(measure.key for measure in measures)], rows, first)


def _show_grid(run: Run, sweep: Sweep, measure: SweptMeasure, first: int) -> None:
    """Write one measure over two axes: the first runs down, the second across."""
    down, across = sweep.axes
    width = len(across.values)
    rows = [
        [
            f"{at:g}",
            *(quantity(value, run) for value in measure.values[place * width :][:width]),
        ]
        for place, at in enumerate(down.values)
    ]
    unit = unit_name(measure.unit, run.language)
    title = f"{measure.label.text(run.language, measure.key)} [{measure.key}] ({unit})"
    corner = f"{down.key} \\ {across.key}"
    _show(run, title, [corner, *(f"{at:g}" for at in across.values)], rows, first)


def _show(
    run: Run, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], first: int
) -> None:
    """Write a table of numbers, in parts that fit the terminal; a file gets it in one."""
    for part in _parts(columns, rows):
        table(
            title,
            [columns[0], *(columns[place] for place in part)],
            [[row[0], *(row[place] for place in part)] for row in rows[:first]],
            numbers=range(len(part) + 1),
        )
    tell_more(run, len(rows) - first)


def _parts(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Sequence[int]]:
    """Give the places of the columns beside the first that stand together in one table."""
    from rich.cells import cell_len  # noqa: PLC0415  # slow to load, and --json does without

    places = range(1, len(columns))
    if not sys.stdout.isatty():
        yield places
        return
    needed = [
        GAP + max(map(cell_len, (columns[place], *(row[place] for row in rows))))
        for place in range(len(columns))
    ]
    free = shutil.get_terminal_size().columns - needed[0]
    part: list[int] = []
    for place in places:
        if part and sum(needed[other] for other in (*part, place)) > free:
            yield part
            part = []
        part.append(place)
    yield part


def _show_changing(run: Run, measures: Sequence[SweptMeasure]) -> None:
    columns, rows = beside_or_below(
        run.say(
            "measure,lowest,highest,unit,without value at,assumptions,key",
            "测度,最小,最大,单位,无值的点数,假设,键",
        ).split(","),
        [
            (
                measure.label.text(run.language, measure.key),
                *(quantity(value, run) for value in _ends(measure)),
                unit_name(measure.unit, run.language),
                str(measure.values.count(None) or ""),
                " ".join(measure.assumptions),
                measure.key,
            )
            for measure in measures
        ],
        lower=6,
        under=0,
    )
    table(run.say("Measures that change", "发生变化的测度"), columns, rows, numbers=(1, 2, 4))


def _show_steady(run: Run, measures: Sequence[SweptMeasure]) -> None:
    if not measures:
        return
    told = [
        " ".join(
            (
                measure.key,
                quantity(measure.values[0], run),
                f"({' '.join(measure.assumptions)})" if measure.assumptions else "",
            )
        ).rstrip()
        for measure in measures
    ]
    line(
        run,
        f"The same at every point: {'; '.join(told)}.\n",
        f"在各点均相同：{'；'.join(told)}。\n",
    )


def _ends(measure: SweptMeasure) -> tuple[float | bool | None, float | bool | None]:
    known = [value for value in measure.values if value is not None]
    return (min(known), max(known)) if known else (None, None)
