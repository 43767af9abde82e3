"""What every store promises: it keeps scenarios and the journal of their changes.

Scoring never sees a store. One suite, ``tests/contract``, holds every implementation to this page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from graph_api.domain import ChangeSet, Committed, Scenario
from graph_api.stores.shapes import (
    ActorBatch,
    ActorRow,
    Counter,
    RelationBatch,
    RelationRow,
    ScenarioInfo,
    StoredRows,
    StoredWhole,
)

__all__ = [
    "ActorBatch",
    "ActorRow",
    "Counter",
    "RelationBatch",
    "RelationRow",
    "ScenarioInfo",
    "Store",
    "StoredRows",
    "StoredWhole",
    "Watch",
]


class Watch(Protocol):
    """Looks again and again whether something was committed; used by one thread.

    ``interval`` is how many seconds apart looking is worth its cost.
    """

    @property
    def interval(self) -> float:
        """Give the seconds between two looks."""
        ...

    def look(self, keys: Collection[str]) -> Mapping[str, int] | None:
        """Give the revisions of those keys that ever were, deleted ones too.

        None: nothing at all was committed since the last look at the same keys, by any process.
        """
        ...

    def close(self) -> None:
        """Let go of what watching took."""
        ...


class Store(Protocol):
    """Keeps scenarios and the journal of their changes, synchronously and from any thread.

    - **One counter per key.** The revision is 1 on creation and rises by 1 with every change set
      that is committed. A deleted key keeps its counter and its journal; made again, it goes on.
    - **All or nothing.** A change set, its journal entry and the counter are committed together.
      When a method returns, what it wrote survives the death of this process.
    - **Order.** Entries keep the order in which the author gave them; new ones come last, a
      changed one stays where it was.
    - **A consistent reading.** ``load`` never shows half of somebody else's change set.

    Every method may raise `StoreUnavailableError` (worth retrying) or `StoreError`.
    """

    @property
    def kind(self) -> str:
        """Tell which store this is: ``sqlite`` or ``neo4j``."""
        ...

    @property
    def location(self) -> str:
        """Tell where the data are, for people; it never holds a password."""
        ...

    def scenarios(self) -> tuple[ScenarioInfo, ...]:
        """List the scenarios, sorted by key."""
        ...

    def create(
        self,
        scenario: Scenario,
        *,
        text: str | None = None,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Keep a new scenario and give its revision.

        Parameters
        ----------
        scenario
            What to keep; its own ``revision`` is not looked at.
        text
            The text of the file that it was read from, so that comments survive.
        by, reason
            Who did it and why, for the journal, whose entry holds every entry with no ``before``.

        Returns
        -------
        int
            1, or one more than the counter of a key that was deleted.

        Raises
        ------
        ScenarioExistsError
            If the key is taken.
        BadParameterError
            If a text or number in it cannot be kept (half a surrogate pair, infinity).

        """
        ...

    def create_from_rows(
        self,
        scenario: Scenario,
        actors: Iterable[ActorBatch],
        relations: Iterable[RelationBatch],
        *,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Keep a new scenario whose actors and relations come as tables, and give its revision.

        The rows are written batch by batch, and other writers get their turn in between. Nobody
        sees anything of the scenario before the last batch: until then its key is unknown, and
        where this call fails, or its process dies, nothing is left of it. The journal entry tells
        how many there were and holds no edits, so this creation can be deleted, not undone.

        Parameters
        ----------
        scenario
            Everything but actors and relations, which are empty in it.
        actors, relations
            Read once, actors first. Each relation names actors that came before it.
        by, reason
            Who did it and why, for the journal.

        Returns
        -------
        int
            1, or one more than the counter of a key that was deleted.

        Raises
        ------
        ScenarioExistsError
            If the key is taken.
        StoreUnavailableError
            If the same key is being loaded or removed at this moment.
        StoreError
            If an id occurs twice, or a relation has no actor. Nothing was written.
        BadParameterError
            If a row says what cannot be kept (an unknown class, low above high, NaN).

        """
        ...

    def size(self, key: str) -> tuple[int, int]:
        """Give how many actors and how many relations a scenario has, without loading it.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        ...

    def rows(self, key: str) -> AbstractContextManager[StoredRows]:
        """Open one consistent state of a scenario as tables; writers do not wait for it.

        Memory stays bounded by the size of a batch, however large the scenario is.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        ...

    def counters(self) -> tuple[Counter, ...]:
        """List every key that ever was, sorted, with its revision; deleted ones too."""
        ...

    def whole(self, key: str) -> AbstractContextManager[StoredWhole]:
        """Open all that is kept of a key, in one state; writers do not wait for it.

        Memory stays bounded by a batch of rows and a few lines of the journal.

        Raises
        ------
        UnknownScenarioError
            If no scenario ever had this key.

        """
        ...

    def restore(self, key: str, whole: StoredWhole) -> int:
        """Keep a scenario with its whole journal, as another store gave it; give its revision.

        Nobody sees anything of it before all of it is there. A deleted key is brought back where
        the journal that is here is the beginning of the one that is given, which then goes on.

        Raises
        ------
        ScenarioExistsError
            If the key is taken.
        BadParameterError
            If the journal of a deleted key goes another way, or something cannot be kept.
        StoreUnavailableError
            If the same key is being loaded or removed at this moment.
        StoreError
            If the rows contradict themselves. Nothing was written.

        """
        ...

    def load(self, key: str) -> Scenario:
        """Give the scenario as it is now, with its revision.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key; it names the nearest.

        """
        ...

    def revision(self, key: str) -> int:
        """Give the revision of a scenario without loading it.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        ...

    def revisions(self, keys: Collection[str]) -> Mapping[str, int]:
        """Give the revision of each of these keys at once, without loading anything.

        A deleted key gives the revision of its last journal entry; one that never was is left out.
        """
        ...

    def glance(self, keys: Collection[str]) -> Mapping[str, int] | None:
        """Give what `revisions` gives where that takes some microseconds and waits for nobody.

        What it gives was committed last when it was called, by whatever process. An event loop may
        call it. None: this cannot be told at once; ask `revisions`, in a thread. It never raises.
        """
        ...

    def watch(self) -> Watch:
        """Start to watch for commits of any process; whoever watches closes it again."""
        ...

    def text(self, key: str) -> str | None:
        """Give the text of the file last imported, None where there was none.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.

        """
        ...

    def apply(self, key: str, change_set: ChangeSet, *, expected_revision: int) -> int:
        """Commit a change set and give the revision that it made.

        Only the rows of ``change_set.edits`` are written. A set that changes nothing commits
        nothing and gives the revision as it was.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.
        RevisionConflictError
            If the scenario is not at ``expected_revision``.
        StoreError
            If an edit's ``before`` is not what is stored, or the set as a whole cannot hold (a
            relation without its actor). Nothing was written.
        BadParameterError
            If a text or number in it cannot be kept.

        """
        ...

    def changes_since(self, key: str, revision: int) -> tuple[Committed, ...]:
        """Give the journal after ``revision``, oldest first; of deleted keys too.

        Raises
        ------
        UnknownScenarioError
            If no scenario ever had this key.

        """
        ...

    def journal(self, key: str, revision: int) -> tuple[Committed, ...]:
        """Give the next journal entries after ``revision``, oldest first, without their edits.

        One page, bounded in number and size, so that a long journal is read piece by piece: what
        comes is the next revision and the ones that follow it without a gap, at least one where
        there is one. The words of each change set are there, its ``edits`` are empty.

        Raises
        ------
        UnknownScenarioError
            If no scenario ever had this key.

        """
        ...

    def delete(
        self, key: str, *, expected_revision: int, by: str = "", reason: str | None = None
    ) -> int:
        """Take a scenario away and give the revision of its last journal entry.

        The entry is marked ``deleted`` and holds every entry with no ``after``, so the deletion
        can be taken back. Above `graph_api.domain.tables.LARGE` relations it holds no edits:
        nobody sees the scenario once the entry is there, its rows go batch by batch, and there
        is no way back.

        Raises
        ------
        UnknownScenarioError
            If there is none of this key.
        RevisionConflictError
            If the scenario is not at ``expected_revision``.

        """
        ...

    def ping(self) -> None:
        """Make sure that the store answers.

        Raises
        ------
        StoreUnavailableError
            If it does not.

        """
        ...

    def close(self) -> None:
        """Let go of files and connections; twice is harmless, any other use afterwards is not."""
        ...
