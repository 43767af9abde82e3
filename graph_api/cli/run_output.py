"""How the answers of a mechanism are written: for people and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_api.cli.frame import Run
from graph_api.cli.output import (
    answer,
    beside_or_below,
    line,
    paragraph,
    rounded,
    table,
)
from graph_api.cli.plain import plain_result
from graph_api.domain import Claim, Label, Measure, Parameter, System, Table, Value, unit_name
from graph_api.errors import BadParameterError
from graph_api.exchange.figures import Drawing

PARTS = ("parameters", "measures", "tables", "claims")
"""What an answer consists of, in order."""

SHOWN = 20
"""So many rows of a table are shown to people, unless they say otherwise."""

NO_VALUE = "-"
"""What stands for None: not known, or not defined. The legend says so."""

NOISE = 1e-12
"""What is smaller is 0 but for the last bits of a computation; --json and --csv give them."""


LARGE = 1_000
"""From here on people read no decimals."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure that was written: into which file, of which drawing, with the outlines of a font."""

    file: str
    drawing: str
    font: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """The parts of an answer; None: not asked for."""

    parameters: tuple[Parameter, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    tables: tuple[Table, ...] | None = None
    claims: tuple[Claim, ...] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What stands around every answer: the system as it was opened, what it rests on, a figure.

    ``output`` is the file of a CSV; None or ``-``: standard output.
    """

    system: System
    provenance: Mapping[str, Any]
    drawn: Drawn | None = None
    output: str | None = None


def write_answer(run: Run, about: About, results: Results, first: int) -> None:
    """Write what a mechanism gives, for people or as JSON."""
    if run.wants_json:
        parts = {
            name: plain_result(getattr(results, name))
            for name in PARTS
            if getattr(results, name) is not None
        }
        answer(headed(about, parts))
        return
    head(run, about)
    if results.parameters is not None:
        # Beside everything else those are enough that were set otherwise.
        some = results.measures is not None
        set_otherwise = about.system.parameters.overrides
        shown = [p for p in results.parameters if not some or p.key in set_otherwise]
        _show_parameters(run, about.system, shown)
    if results.measures is not None:
        _show_measures(run, results.measures)
    for item in results.tables or ():
        _show_table(run, item, first)
    if results.claims is not None:
        _show_claims(run, results.claims)
    items: list[Measure | Table | Claim] = [
        *(results.measures or ()),
        *(results.tables or ()),
        *(results.claims or ()),
    ]
    cells = (value for item in results.tables or () for row in item.rows for value in row)
    legend(
        run,
        with_assumptions=any(item.assumptions for item in items),
        with_gaps=any(item.value is None for item in results.measures or ())
        or any(value is None for value in cells),
        with_lines=bool(results.claims),
    )
    tell_figure(run, about)


def list_drawings(run: Run, system: System, drawings: Sequence[Drawing]) -> None:
    """List the drawings that ``--draw`` may name."""
    if run.wants_json:
        answer(
            {
                "system": system.key,
                "drawings": [
                    {"key": item.key, "title": plain_result(item.title)} for item in drawings
                ],
            }
        )
        return
    table(
        system.title.text(run.language),
        run.say("drawing,what it shows", "图,内容").split(","),
        [(item.key, item.title.text(run.language)) for item in drawings],
    )


def tell_table(run: Run, system: System) -> None:
    """Say what a table holds that the mechanism reads."""
    reads = system.table_input
    if run.wants_json:
        answer({"system": system.key, "table": None if reads is None else plain_result(reads)})
    elif reads is None:
        line(run, f"{system.key} reads no table.", f"{system.key} 不读取表格。")
    else:
        paragraph(reads.text(run.language))


def quantity(value: Value, run: Run) -> str:
    """Give a value of a mechanism for people: whole numbers whole, others with three decimals."""
    match value:
        case None:
            return NO_VALUE
        case bool():
            return run.say("yes", "是") if value else run.say("no", "否")
        case str():
            return value
        case Label():
            return value.text(run.language)
        case _ if abs(value) < NOISE or value == int(value):
            return str(round(value))
        case _:
            return f"{value:.1f}" if abs(value) >= LARGE else rounded(value)


def said(value: float | None, run: Run) -> str:
    """Give the value of a parameter; one that nobody has said is unknown."""
    return run.say("unknown", "未知") if value is None else quantity(value, run)


def read_first(said: int | None) -> int:
    """Give how many rows to show."""
    if said is None:
        return SHOWN
    if said < 1:
        raise BadParameterError(
            f"--first must be at least 1, not {said}.",
            f"--first 至少为 1，不能是 {said}。",
            parameter="first",
        )
    return said


def headed(about: About, parts: Mapping[str, Any]) -> dict[str, Any]:
    """Give an answer for JSON: which system, the parts, the figure, what it all rests on."""
    plain: dict[str, Any] = {
        "system": about.system.key,
        "title": plain_result(about.system.title),
        **parts,
    }
    if about.drawn is not None:
        plain["figure"] = plain_result(about.drawn)
    return plain | {"provenance": about.provenance}


def head(run: Run, about: About) -> None:
    """Say which scenario and variant an answer is about."""
    key = about.system.view.key
    line(
        run,
        *(
            f"{key.scenario} · {key.variant} · {about.system.title.text(language)}"
            for language in ("en", "zh")
        ),
    )
    sys.stdout.write("\n")


def _show_parameters(run: Run, system: System, parameters: Sequence[Parameter]) -> None:
    if not parameters:
        return
    columns, rows = beside_or_below(
        run.say("parameter,value,range,unit,basis,what", "参数,取值,范围,单位,依据,含义").split(
            ","
        ),
        [
            (
                item.key + (" *" if item.key in system.parameters.overrides else ""),
                said(item.value, run),
                f"{'' if item.low is None else f'{item.low:g}'}.."
                f"{'' if item.high is None else f'{item.high:g}'}",
                unit_name(item.unit, run.language),
                item.basis.label.text(run.language),
                item.description.text(run.language),
            )
            for item in parameters
        ],
        lower=5,
        under=0,
    )
    table(run.say("Parameters", "参数"), columns, rows, numbers=(1,))


def _show_measures(run: Run, measures: Sequence[Measure]) -> None:
    columns, rows = beside_or_below(
        run.say("measure,value,unit,assumptions,key", "测度,数值,单位,假设,键").split(","),
        [
            (
                item.label.text(run.language, item.key),
                quantity(item.value, run),
                unit_name(item.unit, run.language),
                " ".join(item.assumptions),
                item.key,
            )
            for item in measures
        ],
        lower=4,
        under=0,
    )
    table(run.say("Measures", "测度"), columns, rows, numbers=(1,))


def _show_table(run: Run, item: Table, first: int) -> None:
    numbers = [
        place
        for place in range(len(item.columns))
        if all(isinstance(row[place], int | float) or row[place] is None for row in item.rows)
    ]
    resting = " ".join(item.assumptions)
    table(
        f"{item.title.text(run.language)} [{item.key}]" + (f" {resting}" if resting else ""),
        [label.text(run.language) for label in item.columns],
        [tuple(quantity(value, run) for value in row) for row in item.rows[:first]],
        numbers=numbers,
    )
    tell_more(run, len(item.rows) - first)


def _show_claims(run: Run, claims: Sequence[Claim]) -> None:
    """Write claims one below the other: their sentences are too long for columns."""
    words = {
        True: run.say("✓ holds", "✓ 成立"),
        False: run.say("✗ fails", "✗ 不成立"),
        None: run.say("? open", "? 未定"),
    }
    line(run, "Claims of the essay", "文章的论断")
    for claim in claims:
        resting = " ".join((*lines_of(claim), *claim.assumptions, f"[{claim.key}]"))
        paragraph(
            f"{words[claim.holds]}{run.say(': ', '：')}{claim.statement.text(run.language)}"
            f"\n    {claim.observed.text(run.language)} {resting}"
        )
    holding, failing = (sum(claim.holds is wanted for claim in claims) for wanted in (True, False))
    line(
        run,
        f"{holding} hold, {failing} fail, {len(claims) - holding - failing} are open.\n",
        f"{holding} 条成立，{failing} 条不成立，{len(claims) - holding - failing} 条未定。\n",
    )


def legend(run: Run, *, with_assumptions: bool, with_gaps: bool, with_lines: bool = False) -> None:
    """Say what the numbers of assumptions and lines are, and what -, where there are any."""
    if with_gaps:
        line(
            run,
            f"{NO_VALUE}: no value, because it is not known or not defined.",
            f"{NO_VALUE}：无数值，即未知或无定义。",
        )
    if with_assumptions:
        line(
            run,
            "A-01 and the like: assumptions, what the essay does not say and we chose"
            " (docs/assumptions.md). Without one: it follows from the text.",
            "A-01 等为假设编号：原文未说、由我们设定之处（见 docs/assumptions.md）。"
            "没有编号的结果直接来自原文。",
        )
    if with_lines:
        line(run, "L177 is line 177 of the essays.", "L177 指文章文件的第 177 行。")


def tell_more(run: Run, more: int) -> None:
    """Say how many rows were left out."""
    if more > 0:
        line(
            run,
            f"{more} more row{'s' if more > 1 else ''}; --first shows more, --csv and --json give"
            " all.\n",
            f"另有 {more} 行；用 --first 显示更多，--csv 与 --json 给出全部。\n",
        )


def tell_figure(run: Run, about: About, tell: Callable[[Run, str, str], None] = line) -> None:
    """Say what was drawn into which file, and what it lacks."""
    drawn = about.drawn
    if drawn is None:
        return
    tell(
        run, f"Drew {drawn.drawing} into {drawn.file}.", f"已将 {drawn.drawing} 绘入 {drawn.file}。"
    )
    if drawn.font is None and run.language == "zh":
        tell(
            run,
            "There is no Chinese font here: the SVG names fonts to look for, and looks right"
            " wherever one of them is. EMPOWER_FONT names a font file to draw with.",
            "本机没有中文字体：该 SVG 只列出字体名称，在装有其中任一字体的机器上显示正常。"
            "可用 EMPOWER_FONT 指定字体文件。",
        )


def lines_of(claim: Claim) -> list[str]:
    """Give the lines of the essay that a claim stands at, as people cite them."""
    return [f"L{lines}" for place in claim.evidence for lines in place.lines]
