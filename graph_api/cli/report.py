"""The command that writes a report: one HTML page that needs nothing beside itself."""

from __future__ import annotations

import sys
from pathlib import Path

from graph_api.cli.frame import Run, command, option
from graph_api.cli.options import (
    GROUP,
    SCENARIO,
    VARIANT,
    provenance_of,
    scoring_options,
    scoring_said,
    take_view,
    view_options,
)
from graph_api.cli.output import answer, line, write_file
from graph_api.cli.session import find, progress
from graph_api.errors import BadParameterError
from graph_api.settings import Text


@command(
    "report",
    Text(
        "Write one HTML page on a view: pairs, bottlenecks, regime, metrics, map, sources,"
        " provenance. It needs nothing beside itself and prints well.",
        "为一个视图生成一个 HTML 页面：行动者对、瓶颈、国家与社会、指标、关系图、来源与出处。"
        "页面自成一体，适合打印。",
    ),
    "empower report mutual-empowerment --variant after_remedies --out report.html",
    "empower report district --between kind=resident --and street_office --lang zh --out 报告.html",
)
@SCENARIO
@option("--between", text=GROUP, metavar="SEL")
@option("--and", "other", text=Text("The other group.", "另一组。"), metavar="SEL")
@option(
    "--out",
    text=Text("The file to write; - is standard output.", "要写入的文件；- 为标准输出。"),
    required=True,
    metavar="FILE",
)
@option(
    "--first",
    text=Text(
        "How many pairs, bottlenecks and channels to show (10).",
        "显示多少对、瓶颈与通道（默认 10）。",
    ),
    type=int,
    default=10,
    metavar="N",
)
@option(
    "--draws",
    text=Text(
        "How many graphs are drawn for uncertainty; 0: none (1000).",
        "不确定性抽样次数；0 表示不抽样（默认 1000）。",
    ),
    type=int,
    default=1000,
    metavar="N",
)
@option(
    "--seed",
    text=Text("The same seed draws the same (0).", "相同种子抽样相同（默认 0）。"),
    type=int,
    default=0,
    metavar="N",
)
@VARIANT
@view_options
@scoring_options
def report(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    between: str | None,
    other: str | None,
    out: str,
    first: int,
    draws: int,
    seed: int,
    variant: str,
    **said: object,
) -> None:
    """Write a report."""
    path = _target(out, wants_json=run.wants_json)
    scoring = scoring_said(said)
    view = take_view(find(run, scenario), variant, said)
    with progress(run, "reporting", "正在生成报告") as tell:
        page = view.report(
            between,
            other,
            language=run.language,
            first=first,
            draws=draws,
            seed=seed,
            progress=tell,
            **scoring,
        )
    if path is None:
        sys.stdout.write(page)
        sys.stdout.flush()
        return
    write_file(path, page)
    if run.wants_json:
        given = {"between": between, "and": other, "first": first, "draws": draws, "seed": seed}
        origin = provenance_of(view, scoring, given)
        answer({"file": str(path), "bytes": len(page.encode()), "provenance": origin})
        return
    line(run, f"{path} is written.", f"已写入 {path}。")


def _target(out: str, *, wants_json: bool) -> Path | None:
    """Give the file, which has to be a possible one before anything is computed for it."""
    if out == "-":
        if wants_json:
            raise BadParameterError(
                "--json tells of a file that was written; --out - writes the page itself to"
                " standard output. Name a file, or leave --json out.",
                "--json 说明写了哪个文件，而 --out - 把页面本身写到标准输出。"
                "请给出文件名，或去掉 --json。",
                parameter="out",
            )
        return None
    path = Path(out)
    if path.is_dir() or not path.parent.is_dir():
        raise BadParameterError(
            f"--out {out}: this is a folder, or its folder does not exist. Name a file, report.html"
            " for instance.",
            f"--out {out}：这是目录，或其所在目录不存在。请给出文件名，例如 report.html。",
            parameter="out",
        )
    return path


FAMILY = {"report": report}
