"""What goes in and out of a store: rows of tables, whole scenarios, where a key stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from graph_api.domain import Actor, Label, Relation, Scenario
from graph_api.stores.rows import JournalLine

ActorRow = tuple[str, str | None, str | None, str, str, str, float, str | None]
"""What a table says of an actor: id, name_en, name_zh, kind, level, sphere, stateness, group."""

RelationRow = tuple[str, str, str, str, float | None, float | None, float | None, tuple[str, ...]]
"""What a table says of a relation: id, from, to, class, low, best, high, conveys.

All three numbers None: the strength is unknown. ``best`` alone None: only the range is known. A
plain number stands three times.
"""


@dataclass(frozen=True, slots=True)
class ScenarioInfo:
    """What a list of scenarios shows of one: key, revision, title, and how large it is."""

    key: str
    revision: int
    title: Label
    actors: int
    relations: int


@dataclass(frozen=True, slots=True)
class ActorBatch:
    """Some actors, in the author's order.

    ``more`` holds the whole entry of those that say more than a row can, by their place in
    ``rows``; an actor that is not in it is what its row says and nothing else.
    """

    rows: Sequence[ActorRow]
    more: Mapping[int, Actor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelationBatch:
    """Some relations, in the author's order; ``more`` as in `ActorBatch`."""

    rows: Sequence[RelationRow]
    more: Mapping[int, Relation] = field(default_factory=dict)


class StoredRows(Protocol):
    """One state of a stored scenario as tables, as often as wanted.

    It is good inside the ``with`` that gave it; read outside, it raises `StoreError`.
    """

    @property
    def revision(self) -> int:
        """Give the revision of the state."""
        ...

    @property
    def scenario(self) -> Scenario:
        """Give everything but actors and relations, which are empty in it."""
        ...

    def actors(self) -> Iterator[ActorBatch]:
        """Give all actors in their order, batch by batch."""
        ...

    def relations(self) -> Iterator[RelationBatch]:
        """Give all relations in their order, batch by batch."""
        ...


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a key stands: its last revision, and whether its scenario was deleted."""

    key: str
    revision: int
    is_deleted: bool


class StoredWhole(Protocol):
    """All that a store keeps of one key, in one state: the scenario, its text, its journal.

    It is good inside the ``with`` that gave it. ``rows`` and ``journal`` may be readable once
    only, in this order: actors, relations, journal.
    """

    @property
    def revision(self) -> int:
        """Give the last revision of the state."""
        ...

    @property
    def rows(self) -> StoredRows | None:
        """Give the scenario; None where it was deleted and only its journal is left."""
        ...

    @property
    def text(self) -> str | None:
        """Give the text of the file last imported, None where there was none."""
        ...

    def journal(self) -> Iterator[tuple[int, JournalLine]]:
        """Give the journal up to ``revision``, oldest first, as it is stored."""
        ...
