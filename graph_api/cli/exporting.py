"""The command that writes a scenario for other programs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.bootstrap import is_path, read_file, seed_files
from graph_api.cli.files import STANDARD_INPUT
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import VARIANT
from graph_api.cli.output import answer, line, note
from graph_api.cli.session import find, open_existing, progress
from graph_api.domain import BASELINE
from graph_api.errors import BadParameterError, UnknownScenarioError
from graph_api.exchange.writing.carried import Carried, carry, require_few
from graph_api.exchange.writing.exporting import (
    FOLDERS,
    FORMATS,
    TEXTS,
    WITHOUT_CASES,
    format_of,
    parquet_folder,
    say_provenance,
    write_path,
    write_text,
)
from graph_api.exchange.writing.replacing import new_file
from graph_api.service import Exported
from graph_api.settings import Text
from graph_api.version import __version__

if TYPE_CHECKING:
    from graph_api.service import Service


@dataclass(frozen=True, slots=True)
class _Asked:
    """What to write where; ``path`` is None for standard output."""

    key: str
    form: str
    path: Path | None
    variant: str
    force: bool


@command(
    "export",
    Text(
        "Write a scenario for other programs: YAML (byte for byte as it was imported if nothing"
        " changed since), JSON, CSV, XLSX, Parquet, GraphML, GEXF.",
        "把情景导出给其他程序：YAML（导入后若无改动，则与原文件逐字节相同）、JSON、CSV、XLSX、"
        "Parquet、GraphML、GEXF。",
    ),
    "empower export mutual-empowerment -o mine.yaml",
    "empower export district --format csv --out district-csv",
    "empower export mutual-empowerment --variant after_remedies --out after.gexf --lang zh",
    "empower export district-100000-7 --format parquet --out district",
)
@argument(
    "scenario", text=Text("A key, or the path of a YAML file.", "情景的键，或 YAML 文件的路径。")
)
@option(
    "--format",
    "form",
    text=Text(
        f"{', '.join(FORMATS)} (as the ending of PATH says; yaml).",
        f"{'、'.join(FORMATS)}（默认由 PATH 的扩展名决定，否则为 yaml）。",
    ),
    metavar="FORMAT",
)
@option(
    "-o",
    "--output",
    "--out",
    "output",
    text=Text(
        "Where to: a file, or a new folder for csv and parquet (standard output).",
        "写到何处：文件；csv 与 parquet 为新目录（默认标准输出）。",
    ),
    metavar="PATH",
)
@option(
    "--tables",
    text=Text(
        "The same as --format parquet --out DIR.",
        "等同于 --format parquet --out 目录。",
    ),
    metavar="DIR",
)
@VARIANT
@option(
    "--force",
    text=Text(
        "Replace what is there; a folder only if it holds an export and nothing else.",
        "替换已有文件；目录仅当其中只有导出内容时才替换。",
    ),
    is_flag=True,
)
def export(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    scenario: str,
    form: str | None,
    output: str | None,
    tables: str | None,
    variant: str,
    force: bool,
) -> None:
    """Export a scenario."""
    asked = _asked(scenario, form, output, tables, variant, force=force)
    service = None if is_path(scenario) else open_existing(run)
    if asked.form == "yaml" and variant == BASELINE:
        _export_text(run, asked, service)
    elif asked.form == "parquet" and variant == BASELINE and service is not None:
        _export_tables(run, asked, service)
    else:
        _export_view(run, asked, service)


def _asked(  # noqa: PLR0913  # what the command line says
    key: str, form: str | None, output: str | None, tables: str | None, variant: str, *, force: bool
) -> _Asked:
    if tables is not None and not (output is None and form in {None, "parquet"}):
        raise BadParameterError(
            "--tables and -o exclude each other, and tables are Parquet. Give one of them.",
            "--tables 与 -o 互斥，且表格为 Parquet。请只给其一。",
            parameter="--tables",
        )
    if tables is not None:
        return _Asked(key, "parquet", Path(tables), variant, force)
    path = None if output is None or output == STANDARD_INPUT else Path(output)
    meant = format_of(form, None if path is None else output)
    if path is None and meant not in TEXTS:
        what = ("a folder", "目录") if meant in FOLDERS else ("a file", "文件")
        raise BadParameterError(
            f"{meant} is {what[0]} and goes nowhere else. Name it: --out PATH.",
            f"{meant} 只能写成{what[1]}。请指定：--out 路径。",
            parameter="--out",
        )
    return _Asked(key, meant, path, variant, force)


def _export_text(run: Run, asked: _Asked, service: Service | None) -> None:
    """Write the YAML of the store, with the author's own text where it can be kept."""
    exported = _exported(run, asked.key, service)
    if asked.path is None and run.wants_json:
        answer({"scenario": asked.key, "yaml": exported.text, "lost": list(exported.lost)})
        return
    for en, zh in zip(exported.lost, exported.lost_zh, strict=True):
        note(run, en, zh)
    if asked.path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(exported.text.encode())
        sys.stdout.buffer.flush()
        return
    with new_file(asked.path, force=asked.force) as file:
        file.write(exported.text.encode())
    if run.wants_json:
        answer(
            {
                "scenario": asked.key,
                "format": "yaml",
                "path": str(asked.path),
                "lost": list(exported.lost),
            }
        )
        return
    note(run, f"Wrote {asked.path}.", f"已写入 {asked.path}。")


def _exported(run: Run, key: str, service: Service | None) -> Exported:
    if is_path(key):
        find(run, key)  # says what is wrong with it
        return Exported(read_file(Path(key)).decode("utf-8-sig"))
    try:
        if service is not None:
            return service.export(key)
    except UnknownScenarioError:
        if not any(path.stem == key for path in seed_files(run.settings)):
            raise
    find(run, key, service)  # says that it is a seed, or that there is none
    path = next(path for path in seed_files(run.settings) if path.stem == key)
    return Exported(read_file(path).decode("utf-8-sig"))


def _export_tables(run: Run, asked: _Asked, service: Service) -> None:
    """Write the tables of the store row by row, so that they never stand in memory."""
    try:
        service.store.revision(asked.key)
    except UnknownScenarioError:
        _export_view(run, asked, service)
        return
    assert asked.path is not None  # noqa: S101  # a folder has a name
    with (
        progress(run, "exporting", "导出中") as tell,
        parquet_folder(asked.path, force=asked.force) as inner,
    ):
        written = service.export_tables(asked.key, inner, progress=tell)
        provenance = {
            "scenario": asked.key,
            "variant": BASELINE,
            "revision": written.revision,
            "version": __version__,
        }
        say_provenance(inner, provenance)
    _tell(run, asked, written.revision, written.actors, written.relations)


def _export_view(run: Run, asked: _Asked, service: Service | None) -> None:
    scenario = find(run, asked.key, service).scenario
    carried = carry(scenario, asked.variant)
    _tell_left(run, asked, carried)
    if asked.path is None:
        require_few(carried, asked.form)
        sys.stdout.flush()
        write_text(carried, asked.form, sys.stdout.buffer, run.language)
        sys.stdout.buffer.flush()
        return
    with progress(run, "exporting", "导出中") as tell:
        write_path(
            carried,
            asked.form,
            asked.path,
            language=run.language,
            force=asked.force,
            progress=tell,
        )
    sizes = len(carried.view.actors), len(carried.view.relations)
    _tell(run, asked, scenario.revision, *sizes)


def _tell_left(run: Run, asked: _Asked, carried: Carried) -> None:
    """Say what the file will not hold."""
    cases = len(carried.beside.cases)
    if cases and asked.form in WITHOUT_CASES:
        note(
            run,
            f"The {cases} cases of households stay behind: {asked.form} is made to be handed on."
            " yaml, json and parquet hold them.",
            f"{cases} 个家庭个案不导出：{asked.form} 用于转交他人。yaml、json 与 parquet 含个案。",
        )


def _tell(run: Run, asked: _Asked, revision: int, actors: int, relations: int) -> None:
    if run.wants_json:
        place = "folder" if asked.form in FOLDERS else "path"
        answer(
            {
                "scenario": asked.key,
                "variant": asked.variant,
                "format": asked.form,
                place: str(asked.path),
                "revision": revision,
                "actors": actors,
                "relations": relations,
            }
        )
        return
    line(
        run,
        f"Wrote {asked.path} ({asked.key}, revision {revision}, {actors:,} actors,"
        f" {relations:,} relations).",
        f"已写入 {asked.path}（{asked.key}，修订 {revision}，{actors:,} 个行动者，"
        f"{relations:,} 个关系）。",
    )


FAMILY = {export.name: export}
