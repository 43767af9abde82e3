"""What comes in: scenario files and folders of tables, as a new scenario or in place of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from graph_api import tablework
from graph_api.domain import ChangeSet, Scenario
from graph_api.domain.edits import edits_between
from graph_api.domain.overlay import is_large
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
from graph_api.scenarios import read_scenario
from graph_api.service.reading import Reading

_CHECKING = 0.4
"""The share of an import of tables that goes into checking them."""


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
class _Asked:
    """How an import is to be kept, and what the journal says of it."""

    name: str
    replace_existing: bool
    expected_revision: int | None
    dry_run: bool
    by: str
    reason: str | None


class Importing(Reading):
    """What can be imported into a store."""

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
        asked = _Asked(name, replace_existing, expected_revision, dry_run, by, reason)
        return self._keep(scenario, kept_text, checked.warnings, asked)

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
        asked = _Asked(str(folder), replace_existing, expected_revision, dry_run, by, reason)
        imported = self._keep(scenario, None, warnings_of(scenario), asked)
        tell(1.0)
        return replace(imported, size=size)

    def _keep(
        self,
        scenario: Scenario,
        text: str | None,
        warnings: tuple[Problem, ...],
        asked: _Asked,
    ) -> Imported:
        try:
            stored = self.snapshots.scenario(scenario.key)
        except UnknownScenarioError:
            if not asked.dry_run:
                revision = self.store.create(scenario, text=text, by=asked.by, reason=asked.reason)
                scenario = replace(scenario, revision=revision)
            return Imported(scenario, created=True, warnings=warnings, changed=True)
        _require_replaceable(stored)
        edits = edits_between(
            stored,
            replace(scenario, cases=scenario.cases or stored.cases),
            text_before=self.store.text(stored.key),
            text=text,
        )
        if not edits:
            return Imported(stored, created=False, warnings=warnings, changed=False)
        expected = _revision_to_replace(stored, asked)
        if asked.dry_run:
            kept = replace(scenario, revision=stored.revision)
        else:
            words = ({"import": {"name": asked.name}},)
            change_set = ChangeSet(edits, words=words, by=asked.by, reason=asked.reason)
            self.store.apply(stored.key, change_set, expected_revision=expected)
            kept = self.snapshots.scenario(stored.key)
        return Imported(kept, created=False, warnings=warnings, changed=True)


def _require_replaceable(stored: Scenario) -> None:
    if is_large(stored.relations):
        raise BadParameterError(
            f"Scenario {stored.key!r} has {len(stored.relations)} relations and is kept as"
            " tables; a file does not replace it. Delete it first, or give the file another"
            " key.",
            f"情景“{stored.key}”有 {len(stored.relations)} 个关系，以表格保存，"
            "不能用文件替换。请先删除该情景，或为文件换一个键。",
            relations=len(stored.relations),
        )


def _revision_to_replace(stored: Scenario, asked: _Asked) -> int:
    """Give the revision that is replaced, which who asks must have seen."""
    if not asked.replace_existing:
        raise ScenarioExistsError(stored.key, stored.revision)
    if asked.expected_revision is None:
        raise BadParameterError(
            f"To replace {stored.key!r}, name the revision you saw (expectedRevision); it is"
            f" at {stored.revision}.",
            f"要替换“{stored.key}”，请给出所见的修订号（expectedRevision）；"
            f"现为 {stored.revision}。",
            parameter="expectedRevision",
            revision=stored.revision,
        )
    if asked.expected_revision != stored.revision:
        raise RevisionConflictError(stored.key, asked.expected_revision, stored.revision)
    return stored.revision
