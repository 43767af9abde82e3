"""What is kept: scenarios, their views and journal, and how they leave as files and tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph_api import tablework
from graph_api.domain import Committed, GraphSnapshot, Scenario, ViewSpec
from graph_api.domain.tables import LARGE
from graph_api.errors import BadParameterError
from graph_api.scenarios import write_scenario
from graph_api.service.following import Follower
from graph_api.snapshots import Snapshots
from graph_api.stores import ScenarioInfo, Store
from graph_api.tablework import ExportedTables

MOST_YAML_RELATIONS = LARGE
"""Above this a scenario is exchanged as tables, not as YAML (docs/reference/format.md)."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The YAML of a scenario, and what of its old text could not be kept."""

    text: str
    lost: tuple[str, ...] = ()
    lost_zh: tuple[str, ...] = ()


class Reading:
    """What can be read of a store."""

    def __init__(self, store: Store, snapshots: Snapshots | None = None) -> None:
        self.store = store
        self.snapshots = snapshots or Snapshots(store)
        self.follower = Follower(store)

    def scenarios(self) -> tuple[ScenarioInfo, ...]:
        """List the scenarios, sorted by key."""
        return self.store.scenarios()

    def scenario(self, key: str) -> Scenario:
        """Give a scenario as it is now, or raise `UnknownScenarioError`."""
        return self.snapshots.scenario(key)

    def view(self, scenario: str | Scenario, spec: ViewSpec | None = None) -> GraphSnapshot:
        """Give a view of a scenario; a `Scenario` pins the revision, a key takes the newest."""
        if isinstance(scenario, str):
            scenario = self.snapshots.scenario(scenario)
        return self.snapshots.view(scenario, spec)

    def history(self, key: str, after: int = 0) -> tuple[Committed, ...]:
        """Give the journal after a revision, oldest first; of deleted keys too."""
        return self.store.changes_since(key, after)

    def history_before(self, key: str, before: int, most: int) -> tuple[Committed, ...]:
        """Give the last ``most`` journal entries below a revision, newest first, without edits.

        However long the journal is, no more of it is read than these take.
        """
        found: list[Committed] = []
        after = max(before - 1 - most, 0)
        while after < before - 1:
            piece = self.store.journal(key, after)
            if not piece:  # the journal was put back to an earlier revision meanwhile
                break
            found += [entry for entry in piece if entry.revision < before]
            after = piece[-1].revision
        return tuple(reversed(found))

    def export(self, key: str) -> Exported:
        """Give the YAML of a scenario, with the comments of its last import where they still fit.

        Raises
        ------
        BadParameterError
            If the scenario is too large for YAML.

        """
        scenario = self.snapshots.scenario(key)
        if len(scenario.relations) > MOST_YAML_RELATIONS:
            raise BadParameterError(
                f"Scenario {key!r} has {len(scenario.relations)} relations; YAML ends at"
                f" {MOST_YAML_RELATIONS}. Export it as tables (empower export {key} --tables DIR).",
                f"情景“{key}”有 {len(scenario.relations)} 个关系，超过 YAML 的上限"
                f" {MOST_YAML_RELATIONS}。请导出为表格（empower export {key} --tables 目录）。",
                relations=len(scenario.relations),
            )
        written = write_scenario(scenario, self.store.text(key))
        return Exported(written.text, written.lost, written.lost_zh)

    def export_tables(
        self, key: str, folder: Path, *, progress: Callable[[float], None] | None = None
    ) -> ExportedTables:
        """Write a scenario of any size as a folder of tables, whole or not at all.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.
        BadParameterError
            If the folder is there already or cannot be written.

        """
        return tablework.export_rows(self.store, key, folder, progress)
