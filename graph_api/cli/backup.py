"""Commands that keep a copy of the store in one file, and bring it back: backup, restore."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api import __version__, bootstrap
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import REASON
from graph_api.cli.output import answer, line, note, table
from graph_api.cli.session import open_service, progress
from graph_api.errors import BadParameterError
from graph_api.settings import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph_api.exchange.backup import Restored, Section
    from graph_api.stores.service_tokens import Tokens

SCENARIOS = option(
    "--scenario",
    "scenarios",
    text=Text("Only this scenario; may be repeated (all).", "仅限此情景；可重复（默认全部）。"),
    multiple=True,
    metavar="KEY",
)


@command(
    "backup",
    Text(
        "Write scenarios with their whole journals to one file, which goes into either store."
        " Others may write meanwhile: each scenario is taken in one state, which the file names.",
        "把情景连同全部日志写入一个文件，可恢复到任一种存储。其间他人可以写入："
        "每个情景取其一致的状态，并在文件中注明修订号。",
    ),
    "empower backup --out today.backup",
    "empower backup --out water.backup --scenario water-game --force",
)
@option("--out", text=Text("The file to write.", "要写入的文件。"), required=True, metavar="FILE")
@SCENARIOS
@option(
    "--with-tokens",
    text=Text(
        "Keep local tokens too (only their hashes are known).",
        "同时保存本地令牌（仅有其散列值）。",
    ),
    is_flag=True,
)
@option("--force", text=Text("Replace a file that is there.", "替换已存在的文件。"), is_flag=True)
def backup(
    run: Run, *, out: str, scenarios: tuple[str, ...], with_tokens: bool, force: bool
) -> None:
    """Write a backup."""
    from graph_api.exchange.backup import write_backup  # noqa: PLC0415  # slow to load

    if not bootstrap.has_store(run.settings):
        raise BadParameterError(
            f"There is no store at {run.settings.data}: nothing to back up. Name its folder"
            " (--data) or NEO4J_URI.",
            f"{run.settings.data} 处没有存储，无可备份。请指定其目录（--data）或 NEO4J_URI。",
            parameter="data",
        )
    store = open_service(run).store
    kept = [_plain_token(item) for item in _tokens(run).every()] if with_tokens else None
    with progress(run, "backing up", "备份中") as tell:
        parts = write_backup(
            store,
            Path(out),
            now=datetime.now(UTC),
            version=__version__,
            keys=scenarios or None,
            tokens=kept,
            force=force,
            progress=tell,
        )
    if run.wants_json:
        answer({"file": out, **_plain_parts(parts), "tokens": len(kept or ())})
        return
    _show(run, parts)
    line(run, f"{out}: {len(parts)} scenarios were kept.", f"{out}：已保存 {len(parts)} 个情景。")


@command(
    "restore",
    Text(
        "Bring scenarios of a backup back, with their whole journals. The file is verified first;"
        " nothing that is there is replaced unless you say so, and then by one commit more.",
        "从备份恢复情景及其全部日志。先校验文件；除非指明，不替换已有的情景，"
        "替换时在其日志上增加一次提交。",
    ),
    "empower restore today.backup",
    "empower restore today.backup --verify",
    "empower restore today.backup --scenario water-game --replace --reason 'wrong import'",
)
@argument("file", text=Text("A file that `empower backup` wrote.", "`empower backup` 写出的文件。"))
@SCENARIOS
@option(
    "--replace",
    "replaces",
    text=Text("Replace scenarios that are there.", "替换已有的情景。"),
    is_flag=True,
)
@option(
    "--verify",
    "only_verifies",
    text=Text("Only check the file; restore nothing.", "只校验文件，不恢复。"),
    is_flag=True,
)
@option(
    "--with-tokens",
    text=Text("Bring local tokens of the file back too.", "同时恢复文件中的本地令牌。"),
    is_flag=True,
)
@REASON
def restore(  # noqa: PLR0913  # what the command line says
    run: Run,
    *,
    file: str,
    scenarios: tuple[str, ...],
    replaces: bool,
    only_verifies: bool,
    with_tokens: bool,
    reason: str | None,
) -> None:
    """Restore a backup, or only check it."""
    from graph_api.exchange import backup as kept  # noqa: PLC0415  # slow to load

    path = Path(file)
    if only_verifies:
        with progress(run, "checking", "校验中") as tell:
            parts = kept.verify(path, scenarios or None, progress=tell)
        if run.wants_json:
            answer({"file": file, "whole": True, **_plain_parts(parts)})
            return
        _show(run, parts)
        line(run, f"{file}: whole.", f"{file}：完好。")
        return
    with progress(run, "restoring", "恢复中") as tell:
        store = open_service(run).store
        done = kept.restore(
            store,
            path,
            keys=scenarios or None,
            replaces=replaces,
            by=run.person,
            reason=reason,
            progress=tell,
        )
    tokens = _restore_tokens(run, kept.tokens_of(path)) if with_tokens else 0
    if run.wants_json:
        answer(
            {"file": file, "scenarios": [_plain_restored(item) for item in done], "tokens": tokens}
        )
        return
    for item in done:
        line(
            run,
            f"{item.key}: {item.how} (revision {item.revision})",
            f"{item.key}：{_HOW[item.how]}（修订 {item.revision}）",
        )
    if with_tokens:
        note(run, f"{tokens} tokens were brought back.", f"已恢复 {tokens} 个令牌。")


_HOW = {
    "restored": "已恢复",
    "brought back": "已在原有日志上恢复",
    "replaced": "已替换",
    "unchanged": "没有变化",
}


def _plain_restored(item: Restored) -> dict[str, Any]:
    return {
        "key": item.key,
        "revision": item.revision,
        "how": item.how,
        "backupRevision": item.of.revision,
    }


def _plain_parts(parts: Iterable[Section]) -> dict[str, Any]:
    return {
        "scenarios": [
            {
                "key": part.key,
                "revision": part.revision,
                "deleted": part.is_deleted,
                "actors": part.actors,
                "relations": part.relations,
                "sha256": part.sha256,
            }
            for part in parts
        ]
    }


def _show(run: Run, parts: Iterable[Section]) -> None:
    deleted = run.say("deleted", "已删除")
    table(
        "",
        run.say("key,actors,relations,revision,", "键,行动者,关系,修订,").split(","),
        [
            (
                part.key,
                f"{part.actors:,}",
                f"{part.relations:,}",
                str(part.revision),
                deleted if part.is_deleted else "",
            )
            for part in parts
        ],
        numbers=(1, 2, 3),
    )


def _tokens(run: Run) -> Tokens:
    """Open the local tokens, which lie beside the store, whichever that is."""
    import click  # noqa: PLC0415  # only here

    from graph_api.stores.service_db import SERVICE_FILE_NAME, ServiceDb  # noqa: PLC0415
    from graph_api.stores.service_tokens import Tokens  # noqa: PLC0415

    db = ServiceDb(run.settings.data / SERVICE_FILE_NAME)
    click.get_current_context().call_on_close(db.close)
    return Tokens(db)


def _plain_token(item: Any) -> dict[str, Any]:  # noqa: ANN401  # a StoredToken
    return {
        "id": item.id,
        "digest": item.digest.hex(),
        "name": item.name,
        "role": item.role,
        "created": item.created,
        "expires": item.expires,
        "revoked": item.revoked,
    }


def _restore_tokens(run: Run, kept: Iterable[dict[str, Any]]) -> int:
    """Add the tokens that are not there yet; one that was revoked here stays so."""
    from graph_api.stores.service_tokens import StoredToken  # noqa: PLC0415

    tokens = _tokens(run)
    known = {item.id for item in tokens.every()}
    fresh = [item for item in kept if item["id"] not in known]
    for item in fresh:
        tokens.add(StoredToken(**{**item, "digest": bytes.fromhex(item["digest"])}))
    return len(fresh)


FAMILY = {item.name: item for item in (backup, restore)}
