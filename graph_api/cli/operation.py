"""Commands for who runs it: migrate, export-schema, check-config."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from graph_api import bootstrap
from graph_api.cli import failures
from graph_api.cli.frame import Run, command, option
from graph_api.cli.output import answer, line, note, table, write_file
from graph_api.errors import BadParameterError, GraphApiError, nearest
from graph_api.settings import SETTINGS, Text


@command(
    "migrate",
    Text(
        "Bring the store to the version of this program; a copy of the embedded file is kept.",
        "把存储升级到本程序的结构版本；嵌入式文件会保留副本。",
    ),
    "empower migrate --data ./data",
)
def migrate(run: Run) -> None:
    """Migrate the store."""
    before, after = bootstrap.migrate_store(run.settings)
    if run.wants_json:
        answer({"before": before, "after": after})
    elif before == after:
        line(run, f"The store is at version {after} already.", f"存储已是版本 {after}。")
    else:
        line(
            run,
            f"The store went from version {before} to {after}.",
            f"存储已从版本 {before} 升级到 {after}。",
        )


def _graphql() -> str:
    from graph_api.api.schema import sdl  # noqa: PLC0415  # slow to load

    return sdl()


def _scenario() -> str:
    from graph_api.scenarios import json_schema  # noqa: PLC0415  # beside its twins

    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _cypher() -> str:
    from graph_api.stores import cypher  # noqa: PLC0415  # beside its twins

    return cypher.schema_script()


SCHEMAS: Mapping[str, tuple[str, Callable[[], str]]] = {
    "graphql": ("schema.graphql", _graphql),
    "scenario": ("scenario.schema.json", _scenario),
    "neo4j": ("neo4j.cypher", _cypher),
}
"""The published schemas: the name of the file, and what gives its text."""


@command(
    "export-schema",
    Text(
        "Write the published schemas into a folder, or print one.",
        "把公开的模式文件写入目录，或打印其中一个。",
    ),
    "empower export-schema --print graphql",
)
@option(
    "--to",
    text=Text("The folder (schema).", "目录（默认 schema）。"),
    default="schema",
    metavar="DIR",
)
@option(
    "--print",
    "printed",
    text=Text("Print one: graphql, scenario or neo4j.", "打印其一：graphql、scenario 或 neo4j。"),
    metavar="NAME",
)
def export_schema(run: Run, *, to: str, printed: str | None) -> None:
    """Write the published schemas."""
    if printed is not None:
        if printed not in SCHEMAS:
            near = nearest(printed, SCHEMAS)
            raise BadParameterError(
                f"There is no schema {printed!r}; there are: {', '.join(SCHEMAS)}.",
                f"没有模式“{printed}”；现有：{'、'.join(SCHEMAS)}。",
                nearest=list(near),
            )
        sys.stdout.write(SCHEMAS[printed][1]())
        return
    folder = Path(to)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadParameterError(
            f"The folder {folder} cannot be made ({error.strerror}). Name another one (--to).",
            f"无法创建目录 {folder}（{error.strerror}）。请指定另一个目录（--to）。",
            path=str(folder),
        ) from error
    paths = []
    for file, make in SCHEMAS.values():
        write_file(folder / file, make())
        paths.append(str(folder / file))
    if run.wants_json:
        answer({"files": paths})
    else:
        for path in paths:
            line(run, f"Wrote {path}", f"已写入 {path}")


@command(
    "check-config",
    Text(
        "Show every setting, where it comes from, and whether the store opens.",
        "显示全部设置、各自来源，以及存储能否打开。",
    ),
    "empower check-config --lang zh",
)
def check_config(run: Run) -> int:
    """Show the settings."""
    settings = run.settings
    trouble: GraphApiError | None = None
    state = run.say("not made yet", "尚未创建")
    try:
        bootstrap.seeds_folder(settings)
        if bootstrap.has_store(settings):
            with closing(bootstrap.open_store(settings)) as store:
                store.ping()
                count = len(store.scenarios())
                state = run.say(
                    f"opens: {store.kind} at {store.location}, {count} scenarios",
                    f"可以打开：{store.kind}，{store.location}，{count} 个情景",
                )
    except GraphApiError as error:
        trouble = error
        state = error.text(run.language)
    if run.wants_json:
        answer(
            {
                "settings": [
                    {
                        "variable": setting.variable,
                        "value": settings.shown(setting),
                        "origin": settings.origins[setting.name],
                        "meaning": setting.meaning.say(run.language),
                    }
                    for setting in SETTINGS
                ],
                "unknown": {name: list(near) for name, near in settings.unknown.items()},
                "store": {"opens": trouble is None, "state": state},
            }
        )
        return 0 if trouble is None else failures.exit_code(trouble)
    origins = {
        "default": run.say("default", "默认"),
        "environment": run.say("environment", "环境变量"),
        "command line": run.say("command line", "命令行"),
    }
    table(
        "",
        run.say("variable,value,from,meaning", "变量,值,来源,含义").split(","),
        [
            (
                setting.variable,
                settings.shown(setting),
                origins[settings.origins[setting.name]],
                setting.meaning.say(run.language),
            )
            for setting in SETTINGS
        ],
    )
    for name, near in settings.unknown.items():
        hint_en = f"; did you mean {near[0]}?" if near else "."
        hint_zh = f"；是否指 {near[0]}？" if near else "。"
        note(run, f"{name} is none of our settings{hint_en}", f"{name} 不是本程序的设置{hint_zh}")
    line(run, f"store: {state}", f"存储：{state}")
    return 0 if trouble is None else failures.exit_code(trouble)


FAMILY = {item.name: item for item in (migrate, export_schema, check_config)}
