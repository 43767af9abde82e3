"""The command that asks for network metrics."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import CSV, FIRST_OF_TABLE, VARIANT, take_view, view_options
from graph_api.cli.output import (
    answer,
    headed,
    line,
    named,
    paragraph,
    rounded,
    rounded_or_dash,
    table,
)
from graph_api.cli.plain import camel
from graph_api.cli.run_request import read_settings
from graph_api.cli.session import find, progress
from graph_api.errors import BadParameterError
from graph_api.exchange.tables import write_rows
from graph_api.scoring.metrics import METRICS, MetricAnswer, MetricInfo, MetricRow, find_metric
from graph_api.settings import Text
from graph_api.workbench import View

SHOWN = 20


@command(
    "metrics",
    Text(
        "List the network metrics, explain one (--about), or compute one of a scenario (--metric).",
        "列出网络指标、说明其中一个（--about），或对情景计算一个（--metric）。",
    ),
    "empower metrics",
    "empower metrics --about bonacich_power",
    "empower metrics district --metric betweenness --first 10",
    "empower metrics mutual-empowerment --metric katz --set alpha=0.1",
)
@argument(
    "scenario",
    text=Text(
        "A key, or the path of a YAML file; without it the catalogue is listed.",
        "情景的键，或 YAML 文件的路径；省略则列出目录。",
    ),
    required=False,
)
@option("--metric", "name", text=Text("Which metric.", "要计算的指标。"), metavar="NAME")
@option("--about", text=Text("Explain this metric.", "说明该指标。"), metavar="NAME")
@option(
    "--set",
    "settings",
    text=Text("Set a parameter of the metric; may be repeated.", "设定指标的参数；可重复。"),
    multiple=True,
    metavar="KEY=NUMBER",
)
@FIRST_OF_TABLE
@CSV
@VARIANT
@view_options
def metrics(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str | None,
    name: str | None,
    about: str | None,
    settings: tuple[str, ...],
    first: int | None,
    wants_csv: bool,
    variant: str,
    **said: object,
) -> None:
    """List, explain or compute metrics."""
    _require_sense(run, first=first, wants_csv=wants_csv)
    if about is not None:
        info = find_metric(about)
        return answer(_plain_info(info, run)) if run.wants_json else _explain(run, info)
    if scenario is None or name is None:
        if settings or name is not None:
            raise BadParameterError(
                "A metric is computed of a scenario: empower metrics SCENARIO --metric NAME.",
                "指标须对某个情景计算：empower metrics 情景 --metric 名称。",
                parameter="scenario" if scenario is None else "metric",
            )
        return _list(run, wants_csv=wants_csv)
    parameters = read_settings(settings)
    find_metric(name)  # before anything is loaded
    view = take_view(find(run, scenario), variant, said)
    with progress(run, "computing", "正在计算") as tell:
        found = view.metric(name, progress=tell, **parameters)
    everything = run.wants_json or wants_csv
    rows = found.rows[: len(found.rows) if first is None and everything else (first or SHOWN)]
    if run.wants_json:
        return answer(_plain(view, found, rows, run))
    if wants_csv:
        return _write_csv(view, found, rows)
    return _show(run, view, found, rows)


def _require_sense(run: Run, *, first: int | None, wants_csv: bool) -> None:
    if run.wants_json and wants_csv:
        raise BadParameterError(
            "--csv and --json exclude each other; say one of them.",
            "--csv 与 --json 互斥；请只选其一。",
            parameter="csv",
        )
    if first is not None and first < 1:
        raise BadParameterError(
            f"--first must be at least 1, not {first}.",
            f"--first 至少为 1，不能是 {first}。",
            parameter="first",
        )


def _list(run: Run, *, wants_csv: bool) -> None:
    every = METRICS.values()
    if run.wants_json:
        return answer({"metrics": [_plain_info(info, run) for info in every]})
    columns = run.say("metric,title,parameters,what it tells", "指标,名称,参数,含义").split(",")
    rows = [
        (
            info.name,
            info.title.text(run.language),
            " ".join(parameter.key for parameter in info.parameters),
            info.description.text(run.language),
        )
        for info in every
    ]
    if wants_csv:
        return _write_rows(columns, rows)
    table("", columns, rows)
    return line(
        run,
        "empower metrics --about NAME says what a metric must not be read as.",
        "用 empower metrics --about 名称 查看某指标不应被解读为什么。",
    )


def _explain(run: Run, info: MetricInfo) -> None:
    said = [
        ("", "", f"{info.title.text(run.language)} ({info.name})"),
        ("", "", info.description.text(run.language)),
        ("Beware", "注意", info.not_to_be_read_as.text(run.language)),
        ("Formula", "公式", info.formula.text(run.language)),
        ("Unit", "单位", info.unit.text(run.language)),
        ("Range", "范围", info.value_range.text(run.language)),
        ("Reads", "读取", info.reads.text(run.language)),
        *(
            (
                f"Parameter {parameter.key}",
                f"参数 {parameter.key}",
                f"{parameter.range}{_default(parameter.default, run)}"
                f" {parameter.description.text(run.language)}",
            )
            for parameter in info.parameters
        ),
        ("Literature", "文献", info.literature),
        ("Computed by", "计算", info.library.text(run.language)),
    ]
    for en, zh, text in said:
        head = run.say(f"{en}: ", f"{zh}：") if en else ""
        paragraph(head + text)


def _default(value: float | None, run: Run) -> str:
    return "" if value is None else run.say(f" (default {value:g}).", f"（默认 {value:g}）。")


def _show(run: Run, view: View, found: MetricAnswer, rows: Sequence[MetricRow]) -> None:
    info = found.info
    used = ", ".join(f"{key} = {value:g}" for key, value in found.parameters.items())
    title = info.title.text(run.language) + (f" ({used})" if used else "")
    if not info.is_of_graph:
        parts = any(row.parts for row in rows)
        picks = any(row.chosen for row in rows)
        table(
            headed(view.graph, title),
            [
                *run.say("rank,actor,value", "名次,行动者,数值").split(","),
                *([run.say("chosen", "入选")] if picks else []),
                *([run.say("of these", "其中")] if parts else []),
            ],
            [
                (
                    str(place),
                    named(view.graph, row.actor, run),
                    _shown(info, row.value),
                    *([run.say("yes", "是") if row.chosen else ""] if picks else []),
                    *([_parts(info, row, run)] if parts else []),
                )
                for place, row in enumerate(rows, 1)
            ],
            numbers=(0, 2),
        )
    else:
        paragraph(headed(view.graph, title))
    if info.is_of_graph or found.value is not None:
        value = run.say("undefined", "无定义") if found.value is None else rounded(found.value)
        line(run, f"of the whole graph: {value}", f"整个图：{value}")
    line(
        run,
        f"Beware: {info.not_to_be_read_as.text('en')}",
        f"注意：{info.not_to_be_read_as.text('zh')}",
    )
    if found.unknown:
        line(
            run,
            f"Relations of unknown strength that were left out: {found.unknown}.",
            f"强度未知而未计入的关系：{found.unknown} 条。",
        )
    more = len(found.rows) - len(rows)
    if more > 0:
        line(run, f"{more} more; --first shows more.", f"另有 {more} 个；用 --first 显示更多。")


def _shown(info: MetricInfo, value: float | None) -> str:
    return f"{value:.0f}" if info.is_count and value is not None else rounded_or_dash(value)


def _parts(info: MetricInfo, row: MetricRow, run: Run) -> str:
    """Name the parts that there are, in one text: columns of their own find no room."""
    return run.say(", ", "、").join(
        f"{info.parts[name].text(run.language)} {number:g}"
        for name, number in row.parts.items()
        if number
    )


def _plain(view: View, found: MetricAnswer, rows: Sequence[MetricRow], run: Run) -> dict[str, Any]:
    return {
        "metric": _plain_info(found.info, run),
        "value": found.value,
        "rows": [_plain_row(row) for row in rows],
        "totalCount": len(found.rows),
        "unknown": found.unknown,
        "provenance": view.provenance(metric=found.info.name, **found.parameters),
    }


def _plain_row(row: MetricRow) -> dict[str, Any]:
    plain: dict[str, Any] = {"actor": row.actor, "value": row.value}
    if row.chosen is not None:
        plain["chosen"] = row.chosen
    if row.parts:
        plain["parts"] = dict(row.parts)
    return plain


def _plain_info(info: MetricInfo, run: Run) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": info.name,
        "formula": info.formula.text(run.language),
        "library": info.library.text(run.language),
        "literature": info.literature,
    }
    for name in ("title", "description", "not_to_be_read_as", "unit", "reads"):
        plain[camel(name)] = getattr(info, name).text(run.language)
    plain |= {"range": info.value_range.text(run.language), "isOfGraph": info.is_of_graph}
    plain["parameters"] = [
        {
            "key": item.key,
            "description": item.description.text(run.language),
            "low": item.low,
            "high": item.high,
            "default": item.default,
            "isRequired": item.is_required,
        }
        for item in info.parameters
    ]
    return plain


def _write_csv(view: View, found: MetricAnswer, rows: Sequence[MetricRow]) -> None:
    """Write rows as CSV; what they rest on leads each, so that answers of views may be joined."""
    origin = view.provenance()
    lead = {name: origin[name] for name in ("scenario", "variant", "revision", "version")}
    lead |= {"metric": found.info.name, **found.parameters}
    if found.info.is_of_graph:
        return _write_rows([*lead, "value"], [[*lead.values(), found.value]])
    parts = list(rows[0].parts) if rows else []
    picks = any(row.chosen is not None for row in rows)
    columns = [*lead, "actor", "value", *(["chosen"] if picks else []), *parts]
    lines = (
        [
            *lead.values(),
            row.actor,
            row.value,
            *([row.chosen] if picks else []),
            *(row.parts[part] for part in parts),
        ]
        for row in rows
    )
    return _write_rows(columns, lines)


def _write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sys.stdout.write(write_rows(columns, rows))
    sys.stdout.flush()


FAMILY = {item.name: item for item in (metrics,)}
