"""The command that runs the mechanism of an essay: run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from graph_api.cli import run_output
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import VARIANT, take_view, view_options
from graph_api.cli.run_csv import write_csv
from graph_api.cli.run_output import PARTS, About, Drawn, Results
from graph_api.cli.run_request import (
    HELP,
    Opening,
    read_settings,
    require_sense,
    scenario_named,
)
from graph_api.cli.run_sweep import write_sweep, write_sweep_csv
from graph_api.cli.session import progress
from graph_api.domain import System, Table, read_range, sweep
from graph_api.errors import BadParameterError, nearest
from graph_api.exchange.figures import DRAWINGS, Drawing, save_drawing
from graph_api.exchange.figures.drawing import require_target
from graph_api.exchange.figures.sweep import sweep_drawing
from graph_api.settings import Text


@command(
    "run",
    Text(
        "Run the mechanism of an essay: its measures, its tables, and its claims, each checked."
        " With --sweep, follow measures over one parameter or two.",
        "运行一篇文章的机制：给出测度、表格，并逐条检验论断。使用 --sweep 时，"
        "观察测度随一个或两个参数的变化。",
    ),
    "empower run water_game --variant after_remedies --set households=30",
    "empower run mutual_empowerment --sweep h=0:0.5:11 --figure sweep.svg",
    "empower run migrant_integration --table persons.csv --only profile --lang zh",
    "empower run participation --only claims -o claims.csv --lang zh",
    "empower run water_game --draw help",
)
@argument(
    "system",
    text=Text(
        "A mechanism: wechat_platform, water_game, participation, mutual_empowerment,"
        " migrant_integration or community_factory; or a scenario that has one: a key, or the path"
        " of a YAML file.",
        "机制：wechat_platform、water_game、participation、mutual_empowerment、"
        "migrant_integration 或 community_factory；"
        "也可以是带有机制的情景：其键，或 YAML 文件的路径。",
    ),
)
@option(
    "--scenario",
    text=Text(
        "Which scenario, where several of the store have this mechanism.",
        "存储中有多个情景使用该机制时，指明其中一个。",
    ),
    metavar="KEY",
)
@option(
    "--set",
    "settings",
    text=Text(
        "Another value of a parameter, inside its range; may be repeated.",
        "为参数另设取值（须在其范围内）；可重复。",
    ),
    multiple=True,
    metavar="KEY=VALUE",
)
@option(
    "--sweep",
    "sweeps",
    text=Text(
        "n values of a parameter from a to b; one parameter or two, at most 10,000 points.",
        "参数从 a 到 b 取 n 个值；可扫描一个或两个参数，最多 10,000 个点。",
    ),
    multiple=True,
    metavar="KEY=A:B:N",
)
@option(
    "--measure",
    "measures",
    text=Text("Only this measure; may be repeated (all).", "仅限此测度；可重复（默认全部）。"),
    multiple=True,
    metavar="KEY",
)
@option(
    "--only",
    text=Text(
        "Only one part: parameters, measures, tables, claims, or the key of a table.",
        "仅限一部分：parameters、measures、tables、claims，或某个表格的键。",
    ),
    metavar="PART",
)
@option(
    "--table",
    text=Text(
        "A CSV file for the mechanism to read, of persons, households or activities; UTF-8 or"
        " GB18030; help tells its columns.",
        "供机制读取的 CSV 文件（人员、农户或活动）；UTF-8 或 GB18030 编码；help 说明各列。",
    ),
    metavar="FILE",
)
@option(
    "--csv",
    "wants_csv",
    text=Text(
        "CSV: one row per measure (or of the part named by --only); with --sweep one per point.",
        "输出 CSV：每个测度一行（或 --only 所指部分）；使用 --sweep 时每个点一行。",
    ),
    is_flag=True,
)
@option(
    "-o",
    "--output",
    text=Text(
        "Write the CSV into this file, with the mark (BOM) by which spreadsheets read Chinese;"
        " standard output has none.",
        "把 CSV 写入此文件，并带 UTF-8 标记（BOM），电子表格可正确显示中文；标准输出不带标记。",
    ),
    metavar="FILE",
)
@option(
    "--figure",
    text=Text(
        "Draw into this file: .svg, .png or .pdf; with --sweep the sweep itself.",
        "绘图到此文件：.svg、.png 或 .pdf；使用 --sweep 时绘制扫描结果。",
    ),
    metavar="FILE",
)
@option(
    "--draw",
    text=Text(
        "Which drawing of the mechanism (the first); help lists them.",
        "绘制该机制的哪一幅图（默认第一幅）；help 列出全部。",
    ),
    metavar="KEY",
)
@option(
    "--first",
    text=Text(
        "How many rows of a table or points to show (20; --json and --csv give all).",
        "表格或扫描显示多少行（默认 20；--json 与 --csv 给出全部）。",
    ),
    type=int,
    metavar="N",
)
@VARIANT
@view_options
def run_system(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    system: str,
    scenario: str | None,
    settings: tuple[str, ...],
    sweeps: tuple[str, ...],
    measures: tuple[str, ...],
    only: str | None,
    table: str | None,
    wants_csv: bool,
    output: str | None,
    figure: str | None,
    draw: str | None,
    first: int | None,
    variant: str,
    **said: object,
) -> None:
    """Run a mechanism."""
    shown = run_output.read_first(first)
    ranges = [read_range(text) for text in sweeps]
    wants_csv = wants_csv or output is not None
    require_sense(
        run,
        wants_csv=wants_csv,
        only=only,
        measures=measures,
        sweeps=sweeps,
        figure=figure,
        draw=draw,
    )
    view = take_view(scenario_named(run, system, scenario), variant, said)
    opened = Opening(view, read_settings(settings), None if table == HELP else table)
    base = opened.at({})
    opened.tell_encoding(run)
    if table == HELP:
        run_output.tell_table(run, base)
        return
    if draw == HELP:
        run_output.list_drawings(run, base, DRAWINGS[base.key])
        return
    asked = opened.asked()
    if figure is not None:
        require_target(Path(figure), run.language, run.settings.font)
    if ranges:
        asked["sweep"] = list(sweeps)
        with progress(run, "sweeping", "逐点计算") as tell:
            swept = sweep(opened.at, ranges, measures or None, progress=tell)
        drawn = None if figure is None else _draw(run, base, sweep_drawing(swept), figure)
        about = About(base, view.provenance(**asked), drawn, output)
        if wants_csv:
            write_sweep_csv(run, about, swept)
        else:
            write_sweep(run, about, swept, shown)
        return
    parts = _parts(base, only, measures, wants_csv=wants_csv)
    drawing = None if figure is None else _drawing(base, draw)
    with progress(run, "running", "计算中") as tell:
        results = _results(base, parts, measures or None, only, tell)
    drawn = None if figure is None or drawing is None else _draw(run, base, drawing, figure)
    about = About(base, view.provenance(**asked), drawn, output)
    if wants_csv:
        write_csv(run, about, results)
    else:
        run_output.write_answer(run, about, results, shown)


def _parts(
    system: System, only: str | None, measures: Sequence[str], *, wants_csv: bool
) -> tuple[str, ...]:
    """Give the parts of the answer that are asked for."""
    tables = [rule.key for rule in system.table_rules]
    if only is None:
        return ("measures",) if measures or wants_csv else PARTS
    if only in tables:
        return ("tables",)
    if only not in PARTS:
        known = (*PARTS, *tables)
        near = nearest(only, known)
        raise BadParameterError(
            f"{system.key} has no part {only[:80]!r}; there are: {', '.join(known)}.",
            f"{system.key} 没有“{only[:80]}”这一部分；现有：{'、'.join(known)}。",
            parameter="only",
            nearest=list(near),
        )
    if only == "tables" and wants_csv:
        raise BadParameterError(
            f"One CSV holds one table: name it with --only: {', '.join(tables) or '-'}.",
            f"一份 CSV 只含一个表格：请用 --only 指定：{'、'.join(tables) or '-'}。",
            parameter="only",
        )
    return (only,)


def _results(
    system: System,
    parts: Sequence[str],
    measures: Sequence[str] | None,
    only: str | None,
    tell: Callable[[float], None],
) -> Results:
    """Run the mechanism for the parts that are asked for."""
    found: dict[str, Any] = {}
    for done, part in enumerate(parts):
        tell(done / len(parts))
        match part:
            case "parameters":
                found[part] = tuple(system.parameters.values())
            case "measures":
                found[part] = system.measures(measures)
            case "tables":
                found[part] = _tables(system, None if only in {None, "tables"} else only)
            case _:
                found[part] = system.claims()
    tell(1.0)
    return Results(**found)


def _tables(system: System, only: str | None) -> tuple[Table, ...]:
    made = tuple(item for item in system.tables() if only in {None, item.key})
    if only is not None and not made:
        raise BadParameterError(
            f"Table {only} has no rows here: it needs what nobody has said.",
            f"表格 {only} 在此没有任何行：缺少所需的数据。",
            parameter="only",
        )
    return made


def _drawing(system: System, key: str | None) -> Drawing:
    """Give the drawing that is named, or the first."""
    drawings = DRAWINGS[system.key]
    found = next((item for item in drawings if key in {None, item.key}), None)
    if found is None:
        known = [item.key for item in drawings]
        near = nearest(key or "", known)
        raise BadParameterError(
            f"{system.key} has no drawing {key!r}; there are: {', '.join(known)}."
            if key
            else f"{system.key} has no drawing.",
            f"{system.key} 没有图“{key}”；现有：{'、'.join(known)}。"
            if key
            else f"{system.key} 没有图。",
            parameter="draw",
            nearest=list(near),
        )
    return found


def _draw(run: Run, system: System, drawing: Drawing, figure: str) -> Drawn:
    font = save_drawing(
        drawing, system, Path(figure), language=run.language, font=run.settings.font
    )
    return Drawn(figure, drawing.key, font)


FAMILY = {item.name: item for item in (run_system,)}
