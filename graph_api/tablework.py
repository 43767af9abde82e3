"""Scenarios as folders of tables: into a store without ever standing in memory, and out of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from graph_api.domain.tables import LARGE
from graph_api.errors import BadParameterError, ScenarioExistsError, UnknownScenarioError
from graph_api.exchange.folder import FolderTables, write_folder
from graph_api.exchange.folder.writing import require_new
from graph_api.scenarios.shapes import is_id
from graph_api.stores import Store

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ExportedTables:
    """What was written into a folder: a scenario at a revision, with so many entries."""

    scenario: str
    revision: int
    actors: int
    relations: int


def is_large(tables: FolderTables) -> bool:
    """Tell whether a folder is kept batch by batch, and not as one change like a file."""
    return tables.relations > LARGE


def under_key(tables: FolderTables, key: str | None) -> FolderTables:
    """Give the folder under another key; None leaves its own.

    Raises
    ------
    BadParameterError
        If the key cannot be one.

    """
    if key is None:
        return tables
    if not is_id(key):
        raise BadParameterError(
            f"{key[:80]!r} cannot be the key of a scenario. Begin with a letter or digit and go on"
            " with letters, digits, '_', '.' or '-', at most 80 in all.",
            f"“{key[:80]}”不能用作情景的键。请以字母或数字开头，其后可用字母、数字、“_”“.”“-”，"
            "最长 80 个字符。",
            parameter="key",
        )
    return replace(tables, scenario=replace(tables.scenario, key=key))


def keep_rows(  # noqa: PLR0913  # all of it is asked of an import
    store: Store,
    tables: FolderTables,
    *,
    dry_run: bool = False,
    by: str = "",
    reason: str | None = None,
    progress: Progress | None = None,
) -> int:
    """Keep a large folder as a new scenario and give its revision, 0 of a dry run.

    Nobody sees anything of it before its last row is written; nothing is left where this fails.

    Raises
    ------
    ScenarioExistsError
        If the key is taken: large scenarios are not replaced.

    """
    key = tables.scenario.key
    with suppress(UnknownScenarioError):
        raise ScenarioExistsError(key, store.revision(key), as_tables=True)
    if dry_run:
        return 0
    tell = progress or (lambda _: None)
    count = tables.actors + tables.relations
    return store.create_from_rows(
        tables.scenario,
        tables.actor_batches(lambda done: tell(done / count)),
        tables.relation_batches(lambda done: tell((tables.actors + done) / count)),
        by=by,
        reason=reason,
    )


def export_rows(
    store: Store, key: str, folder: Path, progress: Progress | None = None
) -> ExportedTables:
    """Write one state of a scenario as a folder of tables, whole or not at all.

    Raises
    ------
    UnknownScenarioError
        If there is none of this key.
    BadParameterError
        If the folder is there already or cannot be written.

    """
    require_new(folder, "--tables")
    tell = progress or (lambda _: None)
    actors, relations = store.size(key)
    count = max(1, actors + relations)
    with store.rows(key) as rows:
        write_folder(
            rows.scenario,
            rows.actors(),
            rows.relations(),
            folder,
            lambda done: tell(min(1.0, done / count)),
        )
        return ExportedTables(key, rows.revision, actors, relations)
