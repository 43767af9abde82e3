"""Commands for authors, which need no store: new, check, fmt; and diff, which may ask one."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from graph_api.bootstrap import read_file
from graph_api.cli import failures
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.output import answer, line, note, table, write_file
from graph_api.cli.session import find
from graph_api.domain import BASELINE, Draft, Scenario
from graph_api.errors import BadParameterError, Problem
from graph_api.exchange.sheets import write_sheet_template
from graph_api.scenarios import diff_scenarios, format_text, read_scenario, template
from graph_api.settings import Text

STANDARD_INPUT = "-"

FILES = argument(
    "files",
    text=Text("YAML files; - is standard input.", "YAML 文件；- 表示标准输入。"),
    nargs=-1,
    required=True,
)


@command(
    "new",
    Text(
        "Write a scenario to begin with, in KEY.yaml; or empty sheets to fill in.",
        "在 KEY.yaml 中生成一份情景模板，或生成待填写的空表。",
    ),
    "empower new our-street",
    "empower new --sheets survey --lang zh",
)
@argument("key", text=Text("The key of the scenario.", "情景的键。"), required=False, default=None)
@option(
    "--sheets",
    text=Text(
        "A folder to make, with empty CSV sheets and a page that explains them.",
        "要新建的目录，内有空的 CSV 表格与说明。",
    ),
    metavar="DIR",
)
@option(
    "-o",
    "--output",
    text=Text(
        "Where to (KEY.yaml); - is standard output.", "写到何处（默认 KEY.yaml）；- 为标准输出。"
    ),
    metavar="FILE",
)
@option("--force", text=Text("Replace the file.", "覆盖已有文件。"), is_flag=True)
def new(run: Run, *, key: str | None, sheets: str | None, output: str | None, force: bool) -> None:
    """Write a template."""
    if (key is None) == (sheets is None):
        raise BadParameterError(
            "Give the key of a scenario, or --sheets with a folder to make.",
            "请给出情景的键，或用 --sheets 指定要新建的目录。",
            parameter="key",
        )
    if sheets is not None:
        _new_sheets(run, Path(sheets))
        return
    key = key or ""
    text = template(key, run.language)
    if output == STANDARD_INPUT:
        sys.stdout.write(text)
        return
    path = Path(output or f"{key}.yaml")
    if path.exists() and not force:
        raise BadParameterError(
            f"{path} is there already and was left alone. Name another file (-o), or say --force.",
            f"{path} 已存在，未作改动。请指定另一个文件（-o），或使用 --force。",
            path=str(path),
        )
    write_file(path, text)
    if run.wants_json:
        answer({"file": str(path), "scenario": key})
        return
    line(
        run,
        f"Wrote {path}. Edit it, then: empower check {path}",
        f"已写入 {path}。编辑后运行：empower check {path}",
    )


def _new_sheets(run: Run, folder: Path) -> None:
    written = write_sheet_template(folder, run.language)
    if run.wants_json:
        answer({"folder": str(folder), "files": [path.name for path in written]})
        return
    line(
        run,
        f"Wrote {folder}. Fill it in, then: empower import {folder} --dry-run",
        f"已写入 {folder}。填写后运行：empower import {folder} --dry-run",
    )


@command(
    "check",
    Text(
        "Name every problem of scenario files, with its place and a hint. Exit code 2 with errors,"
        " 0 with warnings only.",
        "检查情景文件，逐一列出问题、位置与建议。有错误时退出码为 2，仅有警告时为 0。",
    ),
    "empower check seeds/district.yaml",
)
@FILES
def check(run: Run, *, files: tuple[str, ...]) -> int:
    """Check files."""
    checked = {name: read_scenario(_bytes(name), name=name) for name in files}
    wrong = [name for name, item in checked.items() if item.scenario is None]
    if run.wants_json:
        answer(
            {
                "files": [
                    {
                        "file": name,
                        "scenario": item.scenario.key if item.scenario else None,
                        "problems": [
                            failures.plain_problem(problem, run.language)
                            for problem in item.problems
                        ],
                    }
                    for name, item in checked.items()
                ]
            }
        )
        return failures.MISTAKE if wrong else 0
    rows = [
        _problem_row(name, problem, run)
        for name, item in checked.items()
        for problem in item.problems
    ]
    if rows:
        table(
            "",
            run.say("place,kind,check,message,hint", "位置,级别,检查,说明,建议").split(","),
            rows,
        )
    for name, item in checked.items():
        if item.scenario is not None:
            size = len(item.scenario.actors), len(item.scenario.relations)
            line(
                run,
                f"{name}: good, {size[0]} actors, {size[1]} relations",
                f"{name}：正确，{size[0]} 个行动者，{size[1]} 个关系",
            )
    return failures.MISTAKE if wrong else 0


def _problem_row(name: str, problem: Problem, run: Run) -> tuple[str, ...]:
    place = ":".join([name, *(str(n) for n in (problem.line, problem.column) if n is not None)])
    severity = run.say(
        *{"error": ("error", "错误"), "warning": ("warning", "警告")}[problem.severity]
    )
    message = (
        f"{problem.path}: {problem.text(run.language)}"
        if problem.path
        else problem.text(run.language)
    )
    return place, severity, problem.code, message, problem.hint(run.language) or ""


@command(
    "fmt",
    Text(
        "Put scenario files into one form; comments stay. Standard input goes to standard output.",
        "统一情景文件的格式，保留注释。标准输入的结果写到标准输出。",
    ),
    "empower fmt seeds/district.yaml --check",
)
@FILES
@option(
    "--check",
    "only_check",
    text=Text(
        "Change nothing; exit code 2 if a file would change.",
        "不改动文件；若有文件需改动则退出码为 2。",
    ),
    is_flag=True,
)
def fmt(run: Run, *, files: tuple[str, ...], only_check: bool) -> int:
    """Format files."""
    changed: list[str] = []
    for name in files:
        data = _bytes(name)
        before = data.decode("utf-8-sig", "replace")
        after = format_text(before)
        if after != before:
            changed.append(name)
        if only_check:
            continue
        if name == STANDARD_INPUT:
            sys.stdout.write(after)
        elif after != before:
            write_file(Path(name), after)
    if run.wants_json and STANDARD_INPUT not in files:
        answer({"changed": changed, "written": not only_check})
    else:
        for name in changed:
            if only_check:
                note(run, f"{name} would change.", f"{name} 需要改动。")
            elif name != STANDARD_INPUT:
                note(run, f"{name} was put into form.", f"已统一 {name} 的格式。")
    return failures.MISTAKE if only_check and changed else 0


@command(
    "diff",
    Text(
        "Tell how two scenarios differ: files, keys, or key@variant.",
        "列出两个情景的差异：文件、键，或“键@变体”。",
    ),
    "empower diff mutual-empowerment mutual-empowerment@after_remedies",
)
@argument("before", text=Text("A file, a key, or key@variant.", "文件、键或“键@变体”。"))
@argument("after", text=Text("What it is compared with.", "与之比较的对象。"))
def diff(run: Run, *, before: str, after: str) -> None:
    """Compare two scenarios."""
    differences = diff_scenarios(_named(run, before), _named(run, after))
    if run.wants_json:
        answer(
            {
                "before": before,
                "after": after,
                "differences": [
                    {
                        "kind": item.kind,
                        "path": item.path,
                        "before": item.before,
                        "after": item.after,
                    }
                    for item in differences
                ],
            }
        )
        return
    for item in differences:
        sys.stdout.write(item.text(run.language) + "\n")
    if not differences:
        line(run, "No difference.", "没有差异。")


def _named(run: Run, name: str) -> Scenario:
    """Give a scenario, or its baseline as one of its variants makes it."""
    key, sign, variant = name.rpartition("@")
    if not sign or "/" in variant:
        return find(run, name).scenario
    scenario = find(run, key).scenario
    if variant == BASELINE:
        return scenario
    draft = Draft(scenario)
    for step in scenario.lineage(variant):
        draft.apply(step.changes)
    return replace(draft.scenario(), variants=scenario.variants)


def _bytes(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == STANDARD_INPUT else read_file(Path(name))


FAMILY = {item.name: item for item in (new, check, fmt, diff)}
