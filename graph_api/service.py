"""What the software can do, one method per use case; every face calls these and nothing below.

No framework types: scenarios, views and results go in and out. Faces that ask several things of
one view take the view once (`Service.view`) and pass it to ``scoring`` themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from graph_api import authoring, casework, tablework
from graph_api.domain import (
    BASELINE,
    ActorFilter,
    CaseState,
    ChangeSet,
    Committed,
    GraphSnapshot,
    Label,
    Scenario,
    Section,
    System,
    ViewSpec,
)
from graph_api.domain.edits import edited, edits_between
from graph_api.domain.overlay import is_large
from graph_api.domain.tables import LARGE
from graph_api.errors import (
    BadParameterError,
    Problem,
    RevisionConflictError,
    ScenarioError,
    ScenarioExistsError,
    UnknownScenarioError,
)
from graph_api.exchange.folder import read_folder
from graph_api.exchange.folder.reading import warnings_of
from graph_api.scenarios import (
    read_scenario,
    write_scenario,
)
from graph_api.scoring import (
    PRODUCT,
    Bottleneck,
    PairRanking,
    PairScore,
    PathRanking,
    Scoring,
    Target,
    best_paths,
    rank_bottlenecks,
    rank_pairs,
    score_pair,
)
from graph_api.scoring.losses.subjects import GroupPairs, require_little_work
from graph_api.scoring.pairs.scores import Order
from graph_api.scoring.pairs.top import FirstPairs, first_pairs
from graph_api.snapshots import Snapshots
from graph_api.stores import ScenarioInfo, Store
from graph_api.systems import open_system
from graph_api.tablework import ExportedTables
from graph_api.version import __version__

MOST_YAML_RELATIONS = LARGE
"""Above this a scenario is exchanged as tables, not as YAML (docs/reference/format.md)."""

_CHECKING = 0.4
"""The share of an import of tables that goes into checking them."""

MOST_PAIRS = 1_000_000
"""More pairs than this are not ranked in one question."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: ``created`` or replaced, and what the checker warned of.

    ``revision`` is the one that stands after it; a dry run or an import that changed nothing
    leaves it as it was (0 for a scenario that is not kept). ``size`` counts the actors and
    relations of tables, None of a file.
    """

    scenario: Scenario
    created: bool
    warnings: tuple[Problem, ...]
    changed: bool
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """The YAML of a scenario, and what of its old text could not be kept."""

    text: str
    lost: tuple[str, ...] = ()
    lost_zh: tuple[str, ...] = ()


def provenance(view: GraphSnapshot, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an answer rests on: scenario, variant, revision, version, parameters.

    Every face shows this beside its numbers (GraphQL ``provenance``, ``--json`` of the CLI).
    """
    return {
        "scenario": view.key.scenario,
        "variant": view.key.variant,
        "revision": view.key.revision,
        "version": __version__,
        "parameters": dict(parameters),
    }


class Service:
    """The use cases over one store."""

    def __init__(self, store: Store, snapshots: Snapshots | None = None) -> None:
        self.store = store
        self.snapshots = snapshots or Snapshots(store)

    # Reading

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

    # Scores

    @staticmethod
    def pair(view: GraphSnapshot, a: str, b: str, scoring: Scoring = PRODUCT) -> PairScore:
        """Score both directions of one pair."""
        return score_pair(view, a, b, scoring)

    @staticmethod
    def paths(
        view: GraphSnapshot, start: str, end: str, count: int = 3, scoring: Scoring = PRODUCT
    ) -> PathRanking:
        """Give the best paths from one actor to another."""
        return best_paths(view, start, end, count, scoring)

    @staticmethod
    def pairs(  # noqa: PLR0913  # the two groups, how to score, how to order
        view: GraphSnapshot,
        between: ActorFilter,
        other: ActorFilter,
        scoring: Scoring = PRODUCT,
        *,
        worst: bool = False,
        missing: bool = False,
        first: int | None = None,
    ) -> PairRanking | FirstPairs:
        """Rank the pairs of two groups: best first, or worst first, or those without a direction.

        Where only the ``first`` are wanted, those of a large graph are found without the rest.

        Raises
        ------
        BadParameterError
            If ``worst`` and ``missing`` are asked together, or the groups make too many pairs.

        """
        if worst and missing:
            raise BadParameterError(
                "worst and missing exclude each other: worst lists pairs above 0, missing those"
                " without one direction. Ask for one of them.",
                "worst 与 missing 互斥：前者列出得分大于 0 的对，后者列出缺少某一方向的对。"
                "请只选其一。",
                parameter="worst",
            )
        order: Order = "worst" if worst else "missing" if missing else "best"
        if first is not None:
            places = GroupPairs(view.chosen_places(between), view.chosen_places(other))
            require_little_work(view, places, scoring)
            found = first_pairs(
                view, places.between, places.other, max(1, first), scoring, order=order
            )
            if found is not None:
                return found
        groups = view.chosen(between), view.chosen(other)
        _require_few(*groups)
        return rank_pairs(view, *groups, scoring, order=order)

    @staticmethod
    def bottlenecks(  # noqa: PLR0913  # the two groups, how to score, what to think away
        view: GraphSnapshot,
        between: ActorFilter,
        other: ActorFilter,
        scoring: Scoring = PRODUCT,
        *,
        target: Target = Target.ACTOR,
        progress: Callable[[float], None] | None = None,
    ) -> Sequence[Bottleneck]:
        """Rank what the pairs of two groups would miss most."""
        pairs = GroupPairs(view.chosen_places(between), view.chosen_places(other))
        require_little_work(view, pairs, scoring)
        return rank_bottlenecks(view, pairs, scoring, target=target, progress=progress)

    @staticmethod
    def system(view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> System:
        """Give the mechanism of a view, ready to run; ``overrides`` are other parameters."""
        return open_system(view, overrides)

    # Writing

    def import_scenario(  # noqa: PLR0913  # all of it is asked of an import
        self,
        text: str | bytes,
        *,
        name: str = "scenario",
        replace_existing: bool = False,
        expected_revision: int | None = None,
        dry_run: bool = False,
        by: str = "",
        reason: str | None = None,
    ) -> Imported:
        """Read a file and keep it: a new scenario, or in place of one that is there.

        An import that changes nothing commits nothing. A replacement is one change set, so it can
        be undone.

        Raises
        ------
        ScenarioError
            If the file has errors; nothing is stored.
        ScenarioExistsError
            If the key is taken and ``replace_existing`` is False.
        RevisionConflictError
            If the stored scenario is not at ``expected_revision``.
        BadParameterError
            If a replacement names no revision.

        """
        checked = read_scenario(text, name=name)
        scenario = checked.scenario
        if scenario is None:
            raise ScenarioError(checked.problems, name)
        kept_text = text if isinstance(text, str) else text.decode("utf-8-sig")
        return self._keep(
            scenario,
            kept_text,
            checked.warnings,
            name=name,
            replace_existing=replace_existing,
            expected_revision=expected_revision,
            dry_run=dry_run,
            by=by,
            reason=reason,
        )

    def import_tables(  # noqa: PLR0913  # all of it is asked of an import
        self,
        folder: Path,
        *,
        key: str | None = None,
        replace_existing: bool = False,
        expected_revision: int | None = None,
        dry_run: bool = False,
        by: str = "",
        reason: str | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Imported:
        """Read a folder of tables and keep it, as `import_scenario` does a file.

        Above `MOST_YAML_RELATIONS` relations the rows go straight into the store: such a scenario
        is new or refused, never a replacement, and ``Imported.scenario`` has no entries.

        Parameters
        ----------
        folder
            Holds ``actors.parquet``, ``relations.parquet`` and ``scenario.yaml``.
        key
            Keep it under this key instead of its own.
        progress
            Called with how far it is, in [0, 1].

        Raises
        ------
        ScenarioError
            If the folder has errors; nothing is stored.
        ScenarioExistsError, RevisionConflictError, BadParameterError
            As in `import_scenario`.

        """
        tell = progress or (lambda _: None)
        with read_folder(folder, lambda share: tell(_CHECKING * share)) as found:
            tables = tablework.under_key(found, key)
            size = tables.actors, tables.relations
            if tablework.is_large(tables):
                revision = tablework.keep_rows(
                    self.store,
                    tables,
                    dry_run=dry_run,
                    by=by,
                    reason=reason,
                    progress=lambda share: tell(_CHECKING + (1 - _CHECKING) * share),
                )
                scenario = replace(tables.scenario, revision=revision)
                return Imported(
                    scenario, created=True, warnings=tables.warnings, changed=True, size=size
                )
            scenario = tables.whole()
        imported = self._keep(
            scenario,
            None,
            warnings_of(scenario),
            name=str(folder),
            replace_existing=replace_existing,
            expected_revision=expected_revision,
            dry_run=dry_run,
            by=by,
            reason=reason,
        )
        tell(1.0)
        return replace(imported, size=size)

    def _keep(  # noqa: PLR0913  # all of it is asked of an import
        self,
        scenario: Scenario,
        kept_text: str | None,
        warnings: tuple[Problem, ...],
        *,
        name: str,
        replace_existing: bool,
        expected_revision: int | None,
        dry_run: bool,
        by: str,
        reason: str | None,
    ) -> Imported:
        try:
            stored: Scenario | None = self.snapshots.scenario(scenario.key)
        except UnknownScenarioError:
            stored = None
        if stored is None:
            if not dry_run:
                revision = self.store.create(scenario, text=kept_text, by=by, reason=reason)
                scenario = replace(scenario, revision=revision)
            return Imported(scenario, created=True, warnings=warnings, changed=True)
        if is_large(stored.relations):
            raise BadParameterError(
                f"Scenario {stored.key!r} has {len(stored.relations)} relations and is kept as"
                " tables; a file does not replace it. Delete it first, or give the file another"
                " key.",
                f"情景“{stored.key}”有 {len(stored.relations)} 个关系，以表格保存，"
                "不能用文件替换。请先删除该情景，或为文件换一个键。",
                relations=len(stored.relations),
            )
        edits = edits_between(
            stored,
            replace(scenario, cases=scenario.cases or stored.cases),
            text_before=self.store.text(stored.key),
            text=kept_text,
        )
        if not edits:
            return Imported(stored, created=False, warnings=warnings, changed=False)
        if not replace_existing:
            raise ScenarioExistsError(stored.key, stored.revision)
        if expected_revision is None:
            raise BadParameterError(
                f"To replace {stored.key!r}, name the revision you saw (expectedRevision); it is"
                f" at {stored.revision}.",
                f"要替换“{stored.key}”，请给出所见的修订号（expectedRevision）；"
                f"现为 {stored.revision}。",
                parameter="expectedRevision",
                revision=stored.revision,
            )
        if expected_revision != stored.revision:
            raise RevisionConflictError(stored.key, expected_revision, stored.revision)
        if dry_run:
            shown = replace(scenario, revision=stored.revision)
            return Imported(shown, created=False, warnings=warnings, changed=True)
        change_set = ChangeSet(edits, words=({"import": {"name": name}},), by=by, reason=reason)
        self.store.apply(stored.key, change_set, expected_revision=expected_revision)
        return Imported(
            self.snapshots.scenario(stored.key), created=False, warnings=warnings, changed=True
        )

    def apply_changes(  # noqa: PLR0913  # what a journal entry holds
        self,
        key: str,
        changes: Sequence[Mapping[str, Any]],
        *,
        expected_revision: int,
        variant: str | None = None,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Commit changes, in the words of the YAML, to the baseline or to the list of a variant.

        Returns
        -------
        int
            The revision that stands afterwards.

        Raises
        ------
        ScenarioError
            With every problem; nothing is stored.
        RevisionConflictError
            If somebody wrote in between.

        """
        scenario = self._at(key, expected_revision)
        if variant is None or variant == BASELINE:
            change_set = authoring.changed(scenario, changes, by=by, reason=reason)
        else:
            change_set = authoring.grown(scenario, variant, changes, by=by, reason=reason)
        return self.store.apply(key, change_set, expected_revision=expected_revision)

    def create_variant(  # noqa: PLR0913  # what a variant consists of, and who made it
        self,
        key: str,
        variant: str,
        *,
        expected_revision: int,
        changes: Sequence[Mapping[str, Any]] = (),
        title: Label = Label(),  # noqa: B008  # frozen
        extends: str | None = None,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Add a named list of changes; gives the revision that stands afterwards."""
        scenario = authoring.with_variant(self._at(key, expected_revision), variant, title, extends)
        change_set = authoring.grown(scenario, variant, changes, by=by, reason=reason, is_new=True)
        return self.store.apply(key, change_set, expected_revision=expected_revision)

    def undo(
        self,
        key: str,
        revision: int,
        *,
        expected_revision: int,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Take one commit of the journal back, as a new commit.

        Undoing a deletion brings the scenario back. Where later commits touched the same entries,
        nothing is undone and the problem names them.

        Raises
        ------
        BadParameterError
            If the journal has no such revision, or it is the creation, or the removal of a
            scenario too large for the journal.
        ScenarioError
            If a later commit stands in the way.

        """
        journal = {item.revision: item for item in self.store.changes_since(key, revision - 1)}
        commit = journal.get(revision)
        if commit is None:
            raise BadParameterError(
                f"The journal of {key!r} has no revision {revision}.",
                f"“{key}”的日志中没有修订 {revision}。",
                parameter="revision",
            )
        authoring.require_edits(commit, key)
        reason = reason or f"undo {revision}"
        if commit.deleted:
            if max(journal) != expected_revision:
                raise RevisionConflictError(key, expected_revision, max(journal))
            edits = commit.inverse()
            text = next((edit.after for edit in edits if edit.section is Section.TEXT), None)
            revived = edited(Scenario(key), edits)
            return self.store.create(revived, text=cast("str | None", text), by=by, reason=reason)
        scenario = self._at(key, expected_revision)
        change_set = authoring.undone(scenario, commit, self.store.text(key), by=by, reason=reason)
        return self.store.apply(key, change_set, expected_revision=expected_revision)

    def delete(
        self, key: str, *, expected_revision: int, by: str = "", reason: str | None = None
    ) -> int:
        """Take a scenario away; its journal stays, and unless it is large this can be undone.

        A scenario of more than `graph_api.domain.tables.LARGE` relations goes for good.
        """
        revision = self.store.delete(key, expected_revision=expected_revision, by=by, reason=reason)
        self.snapshots.forget(key)
        return revision

    def move_case(  # noqa: PLR0913  # what a step is, who takes it and when
        self,
        key: str,
        case: str,
        to: CaseState,
        *,
        expected_revision: int,
        now: datetime,
        by: str = "",
        note: str | None = None,
        actor: str | None = None,
    ) -> int:
        """Move the case of a household one step on; an unknown one moved to IDENTIFIED is opened.

        ``actor`` is the actor of the scenario who takes the step; None: not said, so not checked.

        Returns
        -------
        int
            The revision that stands afterwards; `undo` takes the step back.

        Raises
        ------
        ScenarioError
            If the step is not legal or another actor's, or the standard of exit or re-entry is not
            met; nothing is stored.
        RevisionConflictError
            If somebody wrote in between.

        """
        scenario = self._at(key, expected_revision)
        change_set = casework.moved(scenario, case, to, now=now, by=by, note=note, actor=actor)
        return self.store.apply(key, change_set, expected_revision=expected_revision)

    def record_observation(  # noqa: PLR0913  # what a reading is, who took it and when
        self,
        key: str,
        case: str,
        indicator: str,
        value: float | None,
        *,
        at: date,
        expected_revision: int,
        now: datetime,
        by: str = "",
        note: str | None = None,
    ) -> int:
        """Add a reading of an indicator to a case; gives the revision that stands afterwards.

        Raises
        ------
        ScenarioError
            If there is no such case or the reading cannot be one; nothing is stored.
        RevisionConflictError
            If somebody wrote in between.

        """
        scenario = self._at(key, expected_revision)
        change_set = casework.observed(
            scenario, case, indicator, value, at=at, now=now, by=by, note=note
        )
        return self.store.apply(key, change_set, expected_revision=expected_revision)

    # Parts

    def _at(self, key: str, expected_revision: int) -> Scenario:
        scenario = self.snapshots.scenario(key)
        if scenario.revision != expected_revision:
            raise RevisionConflictError(key, expected_revision, scenario.revision)
        return scenario


def _require_few(between: Sequence[str], other: Sequence[str]) -> None:
    if len(between) * len(other) > MOST_PAIRS:
        raise BadParameterError(
            f"{len(between)} x {len(other)} actors make too many pairs for one question"
            f" ({MOST_PAIRS}); narrow the groups.",
            f"{len(between)} × {len(other)} 个行动者构成的对过多（上限 {MOST_PAIRS}），"
            "请缩小两组。",
            parameter="between",
        )
