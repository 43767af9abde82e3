"""What changes a scenario: every method is one commit of its journal, or stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from graph_api import authoring, casework
from graph_api.domain import BASELINE, CaseState, ChangeSet, Label, Scenario, Section
from graph_api.domain.edits import edited
from graph_api.errors import BadParameterError, RevisionConflictError
from graph_api.service.reading import Reading


class Writing(Reading):
    """What can be written to a store."""

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
        reason: str | None = None,
    ) -> int:
        """Move the case of a household one step on; an unknown one moved to IDENTIFIED is opened.

        ``actor`` is the actor of the scenario who takes the step; None: not said, so not checked.
        ``reason`` stands in the journal; None: the note does.

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
        change_set = _because(change_set, reason)
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
        reason: str | None = None,
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
        change_set = _because(change_set, reason)
        return self.store.apply(key, change_set, expected_revision=expected_revision)

    def _at(self, key: str, expected_revision: int) -> Scenario:
        scenario = self.snapshots.scenario(key)
        if scenario.revision != expected_revision:
            raise RevisionConflictError(key, expected_revision, scenario.revision)
        return scenario


def _because(change_set: ChangeSet, reason: str | None) -> ChangeSet:
    """Give a change set with a reason of its own, where there is one."""
    return change_set if reason is None else replace(change_set, reason=reason)
