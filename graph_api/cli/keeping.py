"""Commands for what the store keeps: import, list."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.bootstrap import read_file, read_file_as_scenario, seed_files
from graph_api.cli import failures
from graph_api.cli.files import STANDARD_INPUT
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.importing import ForeignImport, is_foreign, require_one
from graph_api.cli.options import REASON
from graph_api.cli.output import answer, line, note, table
from graph_api.cli.session import open_existing, open_service, progress
from graph_api.errors import UnknownScenarioError
from graph_api.exchange.folder.reading import key_of
from graph_api.scenarios import read_scenario
from graph_api.settings import Text
from graph_api.stores import ScenarioInfo

if TYPE_CHECKING:
    from graph_api.service import Imported, Service


@command(
    "import",
    Text(
        "Keep scenario files, sheets of a survey, graphs or folders of tables in the store; nothing"
        " of one with errors is kept, and every faulty cell is named.",
        "把情景文件、调查表格、图文件或表格目录导入存储；有错误的不会导入任何内容，并指出每个有误的单元格。",
    ),
    "empower import our-street.yaml --replace --reason 'survey of May'",
    "empower import docs/examples/sheets/chinese --key our-survey --dry-run",
    "empower import district-100k",
)
@argument(
    "files",
    text=Text(
        "YAML files, - for standard input; a folder with actors.csv and relations.csv (experts.csv,"
        " sources.csv), an XLSX file with such sheets; GraphML or GEXF; or folders with"
        " actors.parquet, relations.parquet and scenario.yaml.",
        "YAML 文件（- 表示标准输入）；含行动者.csv 与关系.csv（及专家.csv、来源.csv）的目录，"
        "或含这些工作表的 XLSX；GraphML 或 GEXF；或含 actors.parquet、relations.parquet 与"
        " scenario.yaml 的目录。",
    ),
    nargs=-1,
    required=True,
)
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
@option(
    "--key",
    text=Text(
        "Keep a folder, sheets or a graph under this key, not their own.",
        "将目录、表格或图以此键导入，而非其自身的键。",
    ),
    metavar="KEY",
)
@option(
    "--title",
    text=Text("The title of sheets or of a graph.", "表格或图的标题。"),
    metavar="TEXT",
)
@option(
    "--scale",
    text=Text(
        "max: divide the weights of a graph by the largest, where some lie above 1.",
        "max：图的权重大于 1 时，均除以最大值。",
    ),
    metavar="HOW",
)
@REASON
def import_files(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    files: tuple[str, ...],
    replaces: bool,
    dry_run: bool,
    key: str | None,
    title: str | None,
    scale: str | None,
    reason: str | None,
) -> None:
    """Import files and folders, one after the other."""
    if not (len(files) == 1 and is_folder(files[0])):
        require_one(files, key=key)
    require_one(files, title=title, scale=scale)
    service = open_service(run)
    asked = _Asked(replaces, dry_run, run.person, reason)
    foreign = ForeignImport(
        key=key,
        title=title,
        scale=scale,
        replaces=replaces,
        dry_run=dry_run,
        by=run.person,
        reason=reason,
    )
    for name in files:
        if is_foreign(name):
            imported = foreign.keep(service, name)
        elif is_folder(name):
            imported = _import_folder(run, service, Path(name), key, asked)
        else:
            imported = _import_file(service, name, asked)
        _tell_import(run, name, imported, dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How files are to be kept."""

    replaces: bool
    dry_run: bool
    by: str
    reason: str | None


def is_folder(name: str) -> bool:
    """Tell whether a name is that of a folder."""
    return name != STANDARD_INPUT and Path(name).is_dir()


def _import_file(service: Service, name: str, asked: _Asked) -> Imported:
    data = sys.stdin.buffer.read() if name == STANDARD_INPUT else read_file(Path(name))
    key = read_key(data, name) if asked.replaces else None
    return service.import_scenario(
        data,
        name=name,
        replace_existing=asked.replaces,
        expected_revision=_revision_of(service, key),
        dry_run=asked.dry_run,
        by=asked.by,
        reason=asked.reason,
    )


def _import_folder(
    run: Run, service: Service, folder: Path, key: str | None, asked: _Asked
) -> Imported:
    replaced = key or key_of(folder) if asked.replaces else None
    with progress(run, "importing", "导入中") as tell:
        return service.import_tables(
            folder,
            key=key,
            replace_existing=asked.replaces,
            expected_revision=_revision_of(service, replaced),
            dry_run=asked.dry_run,
            by=asked.by,
            reason=asked.reason,
            progress=tell,
        )


def _revision_of(service: Service, key: str | None) -> int | None:
    """Give the revision that would be replaced; None where nothing is there or is to be."""
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
    size = imported.size
    if run.wants_json:
        counts = {} if size is None else {"actors": size[0], "relations": size[1]}
        answer(
            {
                "file": name,
                "scenario": scenario.key,
                "revision": scenario.revision,
                "created": imported.created,
                "changed": imported.changed,
                "dryRun": dry_run,
                **counts,
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
    en, zh = ("", "") if size is None else _counted(*size)
    line(
        run,
        f"{name}: {scenario.key} {done[0]} (revision {scenario.revision}{en})",
        f"{name}：{scenario.key} {done[1]}（修订 {scenario.revision}{zh}）",
    )


def _counted(actors: int, relations: int) -> tuple[str, str]:
    return (
        f", {actors:,} actors, {relations:,} relations",
        f"，{actors:,} 个行动者，{relations:,} 个关系",
    )


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


FAMILY = {item.name: item for item in (import_files, list_scenarios)}
