"""Which relations a view keeps, and which actors a question is about; of tables all at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.columns import DIRECTIONS
from graph_api.domain.relations import Relation
from graph_api.domain.tables import CLASSES, LEVELS, SPHERES, ActorTable, RelationTable
from graph_api.domain.words import (
    ActorId,
    Basis,
    Direction,
    Element,
    Level,
    RelationClass,
    Sphere,
    Status,
)


@dataclass(frozen=True, slots=True)
class RelationFilter:
    """Which relations a view keeps; None lets all pass, a list means any of these.

    ``min_strength`` compares the point value; an unknown strength passes only without it.
    """

    classes: tuple[RelationClass, ...] | None = None
    directions: tuple[Direction, ...] | None = None
    conveys: tuple[str, ...] | None = None
    elements: tuple[Element, ...] | None = None
    statuses: tuple[Status, ...] | None = None
    bases: tuple[Basis, ...] | None = None
    min_strength: float | None = None

    def passes(self, relation: Relation, direction: Direction) -> bool:
        """Tell whether a relation whose resolved direction is ``direction`` is kept."""
        point = relation.strength.point if relation.strength else None
        return (
            (self.classes is None or relation.relation_class in self.classes)
            and (self.directions is None or direction in self.directions)
            and (self.conveys is None or not set(self.conveys).isdisjoint(relation.conveys))
            and (self.elements is None or not set(self.elements).isdisjoint(relation.elements))
            and (self.statuses is None or relation.status in self.statuses)
            and (self.bases is None or relation.basis in self.bases)
            and (self.min_strength is None or (point is not None and point >= self.min_strength))
        )

    def among(self, table: RelationTable, direction: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Tell which relations of a table are kept, given their resolved directions."""
        # What a table has no column for is the default of all but its special relations.
        plain = (
            self.elements is None
            and (self.statuses is None or Status.PRACTICE in self.statuses)
            and (self.bases is None or Basis.PROPOSAL in self.bases)
        )
        kept = np.full(len(table), plain)
        if self.classes is not None:
            kept &= _is_one_of(CLASSES, self.classes)[table.relation_class]
        if self.directions is not None:
            kept &= _is_one_of(DIRECTIONS, self.directions)[direction]
        if self.conveys is not None:
            apart = set(self.conveys).isdisjoint
            kept &= np.array([not apart(words) for words in table.words], np.bool_)[table.conveys]
        if self.min_strength is not None:
            kept &= (table.strengths >= self.min_strength)[table.point_code]
        for place, relation in table.special.items():
            kept[place] = self.passes(relation, DIRECTIONS[direction[place]])
        return kept


@dataclass(frozen=True, slots=True)
class ActorFilter:
    """Which actors a question is about; None lets all pass, a list means any of these.

    ``search`` is looked for, without case, in ids and names of both languages.
    """

    ids: tuple[ActorId, ...] | None = None
    kinds: tuple[str, ...] | None = None
    levels: tuple[Level, ...] | None = None
    spheres: tuple[Sphere, ...] | None = None
    groups: tuple[str, ...] | None = None
    search: str | None = None

    def passes(self, actor: Actor) -> bool:
        """Tell whether an actor is meant."""
        words = (actor.id, actor.name.en or "", actor.name.zh or "")
        return (
            (self.ids is None or actor.id in self.ids)
            and (self.kinds is None or actor.kind in self.kinds)
            and (self.levels is None or actor.level in self.levels)
            and (self.spheres is None or actor.sphere in self.spheres)
            and (self.groups is None or actor.group in self.groups)
            and (
                self.search is None
                or any(self.search.casefold() in word.casefold() for word in words)
            )
        )

    def among(self, table: ActorTable) -> NDArray[np.bool_]:
        """Tell which actors of a table are meant."""
        meant = np.ones(len(table), np.bool_)
        if self.ids is not None:
            meant[:] = False
            found = [table.ids.find(identity) for identity in self.ids]
            meant[[place for place in found if place is not None]] = True
        if self.kinds is not None:
            meant &= _is_one_of(table.kinds, self.kinds)[table.kind]
        if self.levels is not None:
            meant &= _is_one_of(LEVELS, self.levels)[table.level]
        if self.spheres is not None:
            meant &= _is_one_of(SPHERES, self.spheres)[table.sphere]
        if self.groups is not None:
            # One more for -1, no group.
            meant &= np.append(_is_one_of(table.groups, self.groups), False)[table.group]
        if self.search is not None:
            wanted = self.search.casefold()
            columns = zip(table.ids, table.name_en, table.name_zh, strict=True)
            meant &= np.fromiter(
                (any(wanted in word.casefold() for word in words) for words in columns),
                np.bool_,
                len(table),
            )
        return meant


def _is_one_of(words: Sequence[str], wanted: Collection[str]) -> NDArray[np.bool_]:
    return np.array([word in wanted for word in words], np.bool_)
