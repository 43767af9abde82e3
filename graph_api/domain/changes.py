"""What can happen to a scenario: changes as authors say them, edits as stores keep them.

A *change* is a word of the author (``set_relation``, ``rename_actor``, ...), the same in YAML, in
GraphQL and in the journal. An *edit* is its effect on one entry, before and after; the inverse of a
commit is its edits the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from graph_api.domain.actors import Actor
from graph_api.domain.evidence import Figure, Parameter, Source
from graph_api.domain.relations import Relation
from graph_api.domain.scenario import About, Case, Variant
from graph_api.domain.words import ActorId, RelationId


@dataclass(frozen=True, slots=True)
class SetRelation:
    """Change some fields of a relation; what ``fields`` leaves out stays.

    Keys of ``fields`` are attributes of `Relation`; ``strength`` None makes it unknown.
    """

    id: RelationId
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddRelation:
    """Add a relation; an empty id is filled with the next free ``r1``, ``r2``, ..."""

    relation: Relation


@dataclass(frozen=True, slots=True)
class RemoveRelation:
    """Take a relation away."""

    id: RelationId


@dataclass(frozen=True, slots=True)
class SetActor:
    """Change some fields of an actor; ``capability`` and ``capitals`` are merged by key."""

    id: ActorId
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddActor:
    """Add an actor."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class RemoveActor:
    """Take an actor away, and every relation that begins or ends at it."""

    id: ActorId


@dataclass(frozen=True, slots=True)
class SetParameter:
    """Give a parameter another value."""

    key: str
    value: float


@dataclass(frozen=True, slots=True)
class AddSource:
    """Add a source that evidence may then name."""

    source: Source


@dataclass(frozen=True, slots=True)
class RenameActor:
    """Give an actor another id; every reference follows."""

    id: ActorId
    to: ActorId


@dataclass(frozen=True, slots=True)
class RenameRelation:
    """Give a relation another id; every reference follows."""

    id: RelationId
    to: RelationId


Change = (
    SetRelation
    | AddRelation
    | RemoveRelation
    | SetActor
    | AddActor
    | RemoveActor
    | SetParameter
    | AddSource
    | RenameActor
    | RenameRelation
)


class Section(StrEnum):
    """Which part of a scenario an entry belongs to."""

    ABOUT = "about"
    SOURCE = "source"
    ACTOR = "actor"
    RELATION = "relation"
    VARIANT = "variant"
    PARAMETER = "parameter"
    FIGURE = "figure"
    CASE = "case"
    TEXT = "text"
    """The text of the file last imported, so that comments survive; key ``""``."""


Entry = About | Source | Actor | Relation | Variant | Parameter | Figure | Case | str


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry before and after; None is not there."""

    section: Section
    key: str
    before: Entry | None
    after: Entry | None

    def inverse(self) -> Edit:
        """Give the edit that takes this one back."""
        return Edit(self.section, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a store commits at once: all of it, or nothing.

    ``words`` are the changes as plain mappings, for people and the journal; ``edits`` are what is
    written. ``variant`` is the one whose list of changes grew, None for the baseline.
    """

    edits: tuple[Edit, ...]
    words: tuple[Mapping[str, Any], ...] = ()
    variant: str | None = None
    by: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """A change set of the journal, with the revision that it made.

    The journal of a deleted scenario ends with an entry whose ``deleted`` is true; a scenario
    made again under the same key goes on from there.
    """

    revision: int
    at: datetime
    change_set: ChangeSet
    deleted: bool = field(default=False)

    def inverse(self) -> tuple[Edit, ...]:
        """Give the edits that take this commit back, last one first."""
        return tuple(edit.inverse() for edit in reversed(self.change_set.edits))


def squeeze(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Keep one edit per entry, from its first ``before`` to its last ``after``, if they differ."""
    first: dict[tuple[Section, str], Edit] = {}
    for edit in edits:
        place = (edit.section, edit.key)
        start = first.get(place, edit)
        first[place] = Edit(edit.section, edit.key, start.before, edit.after)
    return tuple(edit for edit in first.values() if edit.before != edit.after)
