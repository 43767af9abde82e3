"""Commands for what the store keeps: import, export, list, undo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.bootstrap import read_file, read_file_as_scenario, seed_files
from graph_api.cli import failures
from graph_api.cli.files import FILES, STANDARD_INPUT, write_file
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.output import (
    answer,
    line,
    note,
    table,
)
from graph_api.cli.session import find, open_existing, open_service
from graph_api.errors import UnknownScenarioError
from graph_api.scenarios import read_scenario
from graph_api.service import Exported
from graph_api.settings import Text
from graph_api.stores import ScenarioInfo

if TYPE_CHECKING:
    from graph_api.service import Imported, Service

REASON = option("--reason", text=Text("Why, for the journal.", "原因，写入日志。"), metavar="TEXT")


@command(
    "import",
    Text(
        "Keep scenario files in the store; nothing of a file with errors is kept.",
        "把情景文件导入存储；有错误的文件不会导入任何内容。",
    ),
    "empower import our-street.yaml --replace --reason 'survey of May'",
)
@FILES
@option(
    "--replace",
    "replaces",
    text=Text("Replace a scenario that is there.", "替换已有的情景。"),
    is_flag=True,
)
@option(
    "--dry-run",
    text=Text("Only say what would happen.", "只说明会发生什么，不写入。"),
    is_flag=True,
)
@REASON
def import_files(
    run: Run, *, files: tuple[str, ...], replaces: bool, dry_run: bool, reason: str | None
) -> None:
    """Import files, one after the other."""
    service = open_service(run)
    for name in files:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else read_file(Path(name))
        imported = service.import_scenario(
            data,
            name=name,
            replace_existing=replaces,
            expected_revision=_revision_of(service, data, name) if replaces else None,
            dry_run=dry_run,
            by=run.environ.get("USER", ""),
            reason=reason,
        )
        _tell_import(run, name, imported, dry_run=dry_run)


def _revision_of(service: Service, data: bytes, name: str) -> int | None:
    """Give the revision that a file would replace; None where nothing is there."""
    key = read_key(data, name)
    if key is None:
        return None
    try:
        return service.store.revision(key)
    except UnknownScenarioError:
        return None


def read_key(data: bytes, name: str) -> str | None:
    """Give the key of the scenario in a file; None where the file has errors."""
    scenario = read_scenario(data, name=name).scenario
    return None if scenario is None else scenario.key


def _tell_import(run: Run, name: str, imported: Imported, *, dry_run: bool) -> None:
    scenario = imported.scenario
    warnings = imported.warnings
    if run.wants_json:
        answer(
            {
                "file": name,
                "scenario": scenario.key,
                "revision": scenario.revision,
                "created": imported.created,
                "changed": imported.changed,
                "dryRun": dry_run,
                "warnings": [failures.plain_problem(item, run.language) for item in warnings],
            }
        )
        return
    for item in warnings:
        note(
            run,
            f"{name}:{failures.problem_line(item, 'en')}",
            f"{name}:{failures.problem_line(item, 'zh')}",
        )
    done = (
        ("nothing changed", "没有变化")
        if not imported.changed
        else ("created", "已创建")
        if imported.created
        else ("replaced", "已替换")
    )
    if dry_run and imported.changed:
        done = (f"would be {done[0]}", f"试运行：将{done[1].removeprefix('已')}")
    line(
        run,
        f"{name}: {scenario.key} {done[0]} (revision {scenario.revision})",
        f"{name}：{scenario.key} {done[1]}（修订 {scenario.revision}）",
    )


@command(
    "export",
    Text(
        "Write a scenario as YAML: byte for byte as it was imported if nothing changed since.",
        "把情景导出为 YAML：导入后若无改动，则与原文件逐字节相同。",
    ),
    "empower export mutual-empowerment -o mine.yaml",
)
@argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
@option(
    "-o",
    "--output",
    text=Text("Where to (standard output).", "写到何处（默认标准输出）。"),
    metavar="FILE",
)
def export(run: Run, *, scenario: str, output: str | None) -> None:
    """Export a scenario."""
    service = open_existing(run)
    exported = _exported(run, scenario, service)
    text = exported.text
    if run.wants_json:
        answer({"scenario": scenario, "yaml": text, "lost": list(exported.lost)})
        return
    for en, zh in zip(exported.lost, exported.lost_zh, strict=True):
        note(run, en, zh)
    if output is None or output == STANDARD_INPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    else:
        write_file(Path(output), text)
        note(run, f"Wrote {output}.", f"已写入 {output}。")


def _exported(run: Run, key: str, service: Service | None) -> Exported:
    try:
        if service is not None:
            return service.export(key)
    except UnknownScenarioError:
        if not any(path.stem == key for path in seed_files(run.settings)):
            raise
    find(run, key, service)  # says that it is a seed, or that there is none
    path = next(path for path in seed_files(run.settings) if path.stem == key)
    return Exported(read_file(path).decode("utf-8-sig"))


@command(
    "list",
    Text(
        "List the scenarios of the store; of an empty one, the seeds that come with the program.",
        "列出存储中的情景；存储为空时列出程序自带的情景。",
    ),
    "empower list",
)
def list_scenarios(run: Run) -> None:
    """List scenarios."""
    service = open_existing(run)
    infos = service.scenarios() if service else ()
    if not infos:
        note(
            run,
            f"The store ({run.settings.data}) is empty; these are the seeds that come with the"
            " program.",
            f"存储（{run.settings.data}）为空；以下为程序自带的情景。",
        )
        infos = _seed_infos(run)
    if run.wants_json:
        answer(
            {
                "scenarios": [
                    {
                        "key": info.key,
                        "revision": info.revision,
                        "title": {"en": info.title.en, "zh": info.title.zh},
                        "actors": info.actors,
                        "relations": info.relations,
                    }
                    for info in infos
                ]
            }
        )
        return
    table(
        "",
        run.say("key,title,actors,relations,revision", "键,标题,行动者,关系,修订").split(","),
        [
            (
                info.key,
                info.title.text(run.language),
                str(info.actors),
                str(info.relations),
                str(info.revision or "-"),
            )
            for info in infos
        ],
        numbers=(2, 3, 4),
    )


def _seed_infos(run: Run) -> tuple[ScenarioInfo, ...]:
    seeds = [read_file_as_scenario(path) for path in seed_files(run.settings)]
    return tuple(
        ScenarioInfo(
            seed.key, seed.revision, seed.about.title, len(seed.actors), len(seed.relations)
        )
        for seed in seeds
    )


@command(
    "undo",
    Text(
        "Take one revision of the journal back, as a new revision; of a deleted scenario, its"
        " deletion.",
        "撤销日志中的一次修订（作为新的修订）；也可撤销对情景的删除。",
    ),
    "empower undo our-street 3 --reason 'wrong sheet'",
)
@argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
@argument("revision", text=Text("The revision to take back.", "要撤销的修订号。"), type=int)
@REASON
def undo(run: Run, *, scenario: str, revision: int, reason: str | None) -> None:
    """Undo a revision."""
    service = open_service(run)
    journal = service.history(scenario)
    made = service.undo(
        scenario,
        revision,
        expected_revision=max(item.revision for item in journal),
        by=run.environ.get("USER", ""),
        reason=reason,
    )
    if run.wants_json:
        answer({"scenario": scenario, "undone": revision, "revision": made})
        return
    line(
        run,
        f"Revision {revision} of {scenario} was taken back; it is at revision {made} now.",
        f"已撤销 {scenario} 的修订 {revision}；现为修订 {made}。",
    )


FAMILY = {item.name: item for item in (import_files, export, list_scenarios, undo)}
