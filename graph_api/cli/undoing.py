"""Commands that take back or take away: undo, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.options import REASON
from graph_api.cli.output import answer, line, note
from graph_api.cli.session import confirm, kept_revision, open_service
from graph_api.domain.tables import LARGE
from graph_api.errors import BadParameterError
from graph_api.settings import Text

if TYPE_CHECKING:
    from graph_api.stores import ScenarioInfo


@command(
    "undo",
    Text(
        "Take one revision of the journal back, as a new revision; of a deleted scenario of up to"
        f" {LARGE:,} relations, its deletion.",
        f"撤销日志中的一次修订（作为新的修订）；关系不超过 {LARGE:,} 个的情景，"
        "也可撤销对它的删除。",
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
        by=run.person,
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


@command(
    "delete",
    Text(
        "Take a scenario out of the store, having said what goes and asked. Its journal stays;"
        f" undo brings back one of up to {LARGE:,} relations, a larger one goes for good.",
        "从存储中删除情景；先说明将删除什么，并要求确认。日志保留；"
        f"关系不超过 {LARGE:,} 个的可用 undo 恢复，更大的无法恢复。",
    ),
    "empower delete our-street --reason 'a trial'",
    "empower delete district-100000-7 --yes",
)
@argument("scenario", text=Text("The key of the scenario.", "情景的键。"))
@option(
    "--yes",
    "is_sure",
    text=Text("Delete without being asked.", "不经确认直接删除。"),
    is_flag=True,
)
@REASON
def delete(run: Run, *, scenario: str, is_sure: bool, reason: str | None) -> None:
    """Delete a scenario."""
    service = open_service(run)
    kept_revision(run, service, scenario)
    info = next(item for item in service.scenarios() if item.key == scenario)
    if not is_sure:
        _ask(run, info)
    revision = service.delete(
        scenario,
        expected_revision=info.revision,
        by=run.person,
        reason=reason,
    )
    if run.wants_json:
        answer(
            {
                "scenario": scenario,
                "revision": revision,
                "actors": info.actors,
                "relations": info.relations,
                "undoable": not _goes_for_good(info),
            }
        )
    elif _goes_for_good(info):
        line(
            run,
            f"{scenario} was deleted for good (revision {revision}); its journal stays.",
            f"已永久删除 {scenario}（修订 {revision}）；日志保留。",
        )
    else:
        line(
            run,
            f"{scenario} was deleted (revision {revision}). To bring it back:"
            f" empower undo {scenario} {revision}",
            f"已删除 {scenario}（修订 {revision}）。如要恢复：empower undo {scenario} {revision}",
        )


def _goes_for_good(info: ScenarioInfo) -> bool:
    """Tell whether a scenario is too large for the journal to hold."""
    return info.relations > LARGE


def _ask(run: Run, info: ScenarioInfo) -> None:
    """Say what would go and how to get it back, and go on only if somebody says yes."""
    if run.wants_json:
        raise BadParameterError(
            f"Nothing was deleted: with --json nobody is asked. Say --yes to delete {info.key}.",
            f"未作删除：使用 --json 时不作询问。如要删除 {info.key}，请加 --yes。",
            parameter="--yes",
        )
    title = info.title.text(run.language)
    note(
        run,
        f"{info.key} ({title}): {info.actors:,} actors, {info.relations:,} relations, with its"
        f" variants, figures and cases, at revision {info.revision}.",
        f"{info.key}（{title}）：{info.actors:,} 个行动者，{info.relations:,} 个关系，"
        f"连同变体、数字与个案，修订 {info.revision}。",
    )
    if _goes_for_good(info):
        note(
            run,
            f"It has more than {LARGE:,} relations: undo cannot bring it back. To keep a copy:"
            f" empower export {info.key} --tables DIR",
            f"其关系超过 {LARGE:,} 个：删除后无法用 undo 恢复。"
            f"如要保留副本：empower export {info.key} --tables 目录",
        )
    else:
        note(
            run,
            f"Its journal stays: empower undo {info.key} {info.revision + 1} brings it back.",
            f"日志保留：empower undo {info.key} {info.revision + 1} 可将其恢复。",
        )
    if not confirm(run, "Delete it?", "确定删除吗？"):
        raise BadParameterError(
            "Nothing was deleted: nobody said yes. Answer y, or say --yes.",
            "未作删除：没有得到确认。请回答 y，或使用 --yes。",
            parameter="--yes",
        )


FAMILY = {item.name: item for item in (undo, delete)}
