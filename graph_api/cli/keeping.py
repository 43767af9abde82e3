"""Commands for what the store keeps: import, export, list."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.bootstrap import read_file, read_file_as_scenario, seed_files
from graph_api.cli import failures
from graph_api.cli.files import STANDARD_INPUT
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import REASON
from graph_api.cli.output import answer, line, note, table, write_file
from graph_api.cli.session import find, open_existing, open_service, progress
from graph_api.errors import BadParameterError, UnknownScenarioError
from graph_api.exchange.folder.reading import key_of
from graph_api.scenarios import read_scenario
from graph_api.service import Exported
from graph_api.settings import Text
from graph_api.stores import ScenarioInfo
from graph_api.tablework import write_tables

if TYPE_CHECKING:
    from graph_api.service import Imported, Service


@command(
    "import",
    Text(
        "Keep scenario files, or folders of tables, in the store; nothing of one with errors is"
        " kept.",
        "把情景文件或表格目录导入存储；有错误的不会导入任何内容。",
    ),
    "empower import our-street.yaml --replace --reason 'survey of May'",
    "empower import district-100k",
)
@argument(
    "files",
    text=Text(
        "YAML files, - for standard input, or folders with actors.parquet, relations.parquet and"
        " scenario.yaml.",
        "YAML 文件（- 表示标准输入），或含 actors.parquet、relations.parquet 与 scenario.yaml"
        " 的目录。",
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
    text=Text("Keep a folder under this key, not its own.", "将目录以此键导入，而非其自身的键。"),
    metavar="KEY",
)
@REASON
def import_files(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    files: tuple[str, ...],
    replaces: bool,
    dry_run: bool,
    key: str | None,
    reason: str | None,
) -> None:
    """Import files and folders, one after the other."""
    if key is not None and not (len(files) == 1 and is_folder(files[0])):
        raise BadParameterError(
            "--key names one folder of tables anew; a file says its key itself. Give one folder.",
            "--key 只用于一个表格目录；文件自带其键。请只给一个目录。",
            parameter="--key",
        )
    service = open_service(run)
    asked = _Asked(replaces, dry_run, run.person, reason)
    for name in files:
        if is_folder(name):
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
    "export",
    Text(
        "Write a scenario as YAML, byte for byte as it was imported if nothing changed since; or"
        " as a folder of tables.",
        "把情景导出为 YAML（导入后若无改动，则与原文件逐字节相同），或导出为表格目录。",
    ),
    "empower export mutual-empowerment -o mine.yaml",
    "empower export district-100000-7 --tables district",
)
@argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
@option(
    "-o",
    "--output",
    text=Text("Where to (standard output).", "写到何处（默认标准输出）。"),
    metavar="FILE",
)
@option(
    "--tables",
    text=Text(
        "A folder to make, with actors and relations as Parquet; above 10,000 relations the only"
        " way.",
        "要新建的目录，行动者与关系写成 Parquet；超过 10,000 个关系时只能如此。",
    ),
    metavar="DIR",
)
def export(run: Run, *, scenario: str, output: str | None, tables: str | None) -> None:
    """Export a scenario."""
    if tables is not None and output is not None:
        raise BadParameterError(
            "--tables and -o exclude each other: tables are a folder. Give one of them.",
            "--tables 与 -o 互斥：表格写成目录。请只给其一。",
            parameter="--tables",
        )
    service = open_existing(run)
    if tables is not None:
        _export_folder(run, scenario, Path(tables), service)
        return
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


def _export_folder(run: Run, key: str, folder: Path, service: Service | None) -> None:
    with progress(run, "exporting", "导出中") as tell:
        if service is not None and _revision_of(service, key) is not None:
            written = service.export_tables(key, folder, progress=tell)
        else:
            written = write_tables(find(run, key, service).scenario, folder, tell)
    if run.wants_json:
        answer(
            {
                "scenario": key,
                "folder": str(folder),
                "revision": written.revision,
                "actors": written.actors,
                "relations": written.relations,
            }
        )
        return
    en, zh = _counted(written.actors, written.relations)
    line(
        run,
        f"Wrote {folder} ({key}, revision {written.revision}{en}).",
        f"已写入 {folder}（{key}，修订 {written.revision}{zh}）。",
    )


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


FAMILY = {item.name: item for item in (import_files, export, list_scenarios)}
