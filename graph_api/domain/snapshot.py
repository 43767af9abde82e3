"""A view of a scenario as a value: immutable arrays that every score is computed from.

A view is the baseline, then the changes of a variant (after those it extends), then a date, then
what-if changes, then a filter (docs/reference/format.md). It never changes; two questions about
the same view share it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.changes import Change
from graph_api.domain.columns import DIRECTIONS, Columns, EntryColumns, PatchedColumns
from graph_api.domain.evidence import Figure, Parameter, Source
from graph_api.domain.filters import ActorFilter, RelationFilter
from graph_api.domain.patch import Patch, PatchedPlaces
from graph_api.domain.relations import Relation, direction_of
from graph_api.domain.scenario import BASELINE
from graph_api.domain.support import Pairs
from graph_api.domain.tables import ActorTable, RelationTable, TableRows
from graph_api.domain.words import ActorId, Direction, RelationId
from graph_api.errors import UnknownActorError, UnknownRelationError

__all__ = [
    "DIRECTIONS",
    "ActorFilter",
    "GraphSnapshot",
    "RelationFilter",
    "ViewKey",
    "ViewSpec",
    "snapshot",
]


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """Which view of a scenario: a variant, a date, what-if changes in order, a filter."""

    variant: str = BASELINE
    as_of: date | None = None
    changes: tuple[Change, ...] = ()
    filter: RelationFilter = RelationFilter()  # noqa: RUF009  # it is frozen

    @property
    def is_stored(self) -> bool:
        """Tell whether this is a variant as it is stored, with nothing added or left out."""
        return self.as_of is None and not self.changes and self.filter == RelationFilter()


@dataclass(frozen=True, slots=True)
class ViewKey:
    """What makes two views the same; ``digest`` is empty for a variant as it is stored."""

    scenario: str
    revision: int
    variant: str = BASELINE
    digest: str = ""


@dataclass(frozen=True, eq=False)
class GraphSnapshot:
    """One view of ``n`` actors and ``m`` relations, as entries and as arrays; not to be changed.

    The arrays have the order of ``relations`` and are made when somebody first asks for one.

    Attributes
    ----------
    key
        Scenario, revision, variant and digest.
    actors, relations
        The entries: in the author's order, or, of a large scenario, in the order of its tables.
    support
        Ordered pairs of actors with an EMPOWERMENT relation in the baseline or any variant.
    parameters, sources, figures
        Those of the view.
    system
        Key of the mechanism of the scenario; None: it has none.
    base, patch
        Of a large scenario, the view that this one lies over, and how it differs from that.

    """

    key: ViewKey
    actors: Sequence[Actor]
    relations: Sequence[Relation]
    support: Pairs = frozenset()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    system: str | None = None
    base: GraphSnapshot | None = None
    patch: Patch | None = None

    @property
    def from_index(self) -> NDArray[np.int32]:
        """Give the actor where each relation begins: shape (m,), places in ``actors``."""
        return self.columns.from_index

    @property
    def to_index(self) -> NDArray[np.int32]:
        """Give the actor where each relation ends: shape (m,), places in ``actors``."""
        return self.columns.to_index

    @property
    def low(self) -> NDArray[np.float64]:
        """Give the low ends of the strengths: shape (m,), in [0, 1], NaN where unknown."""
        return self.columns.low

    @property
    def point(self) -> NDArray[np.float64]:
        """Give the strengths for point scores: shape (m,), in [0, 1], NaN where unknown."""
        return self.columns.point

    @property
    def high(self) -> NDArray[np.float64]:
        """Give the high ends of the strengths: shape (m,), in [0, 1], NaN where unknown."""
        return self.columns.high

    @property
    def carries(self) -> NDArray[np.bool_]:
        """Tell which relations are of class EMPOWERMENT (loops included): shape (m,).

        Only these may carry a path.
        """
        return self.columns.carries

    @property
    def direction(self) -> NDArray[np.int8]:
        """Give directions as places in `DIRECTIONS`: shape (m,).

        Resolved from level and stateness where the source states none.
        """
        return self.columns.direction

    @cached_property
    def columns(self) -> Columns:
        """Give what the arrays of the view are read from."""
        if self.base is not None and self.patch is not None:
            return PatchedColumns(
                self.base,
                self.patch,
                self.actors,
                self.places,
                self.base.actors,
                self.base.relations,
            )
        if isinstance(self.relations, TableRows) and isinstance(
            self.relations.table, RelationTable
        ):
            return self.relations.table
        return EntryColumns(self.relations, self.actors, self.places)

    @cached_property
    def places(self) -> Mapping[ActorId, int]:
        """Give the place of each actor id."""
        if self.base is not None and self.patch is not None:
            if not self.patch.added_actors:
                return self.base.places
            added = [actor.id for actor in self.patch.added_actors]
            return PatchedPlaces(self.base.places, self.patch, added, shifts=False)
        if isinstance(self.actors, TableRows):
            return self.actors.table.places
        return {actor.id: place for place, actor in enumerate(self.actors)}

    @cached_property
    def relation_places(self) -> Mapping[RelationId, int]:
        """Give the place of each relation id."""
        if self.base is not None and self.patch is not None:
            if self.patch.keeps_places:
                return self.base.relation_places
            added = [relation.id for relation in self.patch.added]
            return PatchedPlaces(self.base.relation_places, self.patch, added, shifts=True)
        if isinstance(self.relations, TableRows):
            return self.relations.table.places
        return {relation.id: place for place, relation in enumerate(self.relations)}

    def place(self, actor: str) -> int:
        """Give the place of an actor.

        Raises
        ------
        UnknownActorError
            If the view has no such actor.

        """
        found = self.places.get(ActorId(actor))
        if found is None:
            raise UnknownActorError(actor, self.places, self.key.scenario)
        return found

    def actor(self, actor: str) -> Actor:
        """Give an actor by id, or raise `UnknownActorError`."""
        return self.actors[self.place(actor)]

    def relation(self, relation: str) -> Relation:
        """Give a relation by id, or raise `UnknownRelationError`."""
        found = self.relation_places.get(RelationId(relation))
        if found is None:
            raise UnknownRelationError(relation, self.relation_places, self.key.scenario)
        return self.relations[found]

    def actor_id(self, place: int) -> ActorId:
        """Give the id of the actor at a place, without making the actor."""
        if isinstance(self.actors, TableRows):
            return ActorId(self.actors.table.ids[place])
        if self.base is not None and place < len(self.base.actors):
            return self.base.actor_id(place)
        return self.actors[place].id

    def actor_ids(self, places: Sequence[int]) -> tuple[ActorId, ...]:
        """Give the ids of the actors at some places, without making the actors."""
        if isinstance(self.actors, TableRows):
            return cast("tuple[ActorId, ...]", tuple(self.actors.table.ids.several(places)))
        if self.base is not None and max(places, default=0) < len(self.base.actors):
            return self.base.actor_ids(places)
        return tuple(self.actors[place].id for place in places)

    def relation_id(self, place: int) -> RelationId:
        """Give the id of the relation at a place, without making the relation."""
        if isinstance(self.relations, TableRows):
            return RelationId(self.relations.table.ids[place])
        base, patch = self.base, self.patch
        if base is not None and patch is not None:
            if patch.keeps_places:
                return base.relation_id(place)
            if place < len(self.relations) - len(patch.added):
                return base.relation_id(patch.base_place_of(place))
        return self.relations[place].id

    def relation_ids(self, places: Sequence[int]) -> tuple[RelationId, ...]:
        """Give the ids of the relations at some places, without making the relations."""
        if isinstance(self.relations, TableRows):
            ids = self.relations.table.ids.several(places)
            return cast("tuple[RelationId, ...]", tuple(ids))
        base, patch = self.base, self.patch
        if base is not None and patch is not None:
            if not patch.removed.size and max(places, default=0) < len(base.relations):
                return base.relation_ids(places)
            return tuple(map(self.relation_id, places))
        return tuple(self.relations[place].id for place in places)

    def direction_of(self, relation: str) -> Direction:
        """Give the resolved direction of a relation."""
        found = self.relation(relation)
        return direction_of(found, self.actor(found.from_id), self.actor(found.to_id))

    def chosen(self, wanted: ActorFilter) -> tuple[ActorId, ...]:
        """Give the ids of the actors that a filter means, in the order of the view.

        Raises
        ------
        UnknownActorError
            If the filter names an id that the view does not have.

        """
        places = self.chosen_places(wanted)
        if isinstance(self.actors, TableRows):
            # Each id alone, not each actor.
            return tuple(map(ActorId, self.actors.table.ids.take(places)))
        return tuple(self.actors[place].id for place in places.tolist())

    def chosen_places(self, wanted: ActorFilter) -> NDArray[np.int64]:
        """Give the places of the actors that a filter means, ascending.

        Raises
        ------
        UnknownActorError
            If the filter names an id that the view does not have.

        """
        if wanted == ActorFilter():
            return np.arange(len(self.actors))
        for actor in wanted.ids or ():
            self.place(actor)
        return np.flatnonzero(self._meant(wanted))

    def passing_places(self, wanted: RelationFilter) -> NDArray[np.int64]:
        """Give the places of the relations that a filter lets pass, ascending."""
        if wanted == RelationFilter():
            return np.arange(len(self.relations))
        if isinstance(self.columns, RelationTable):
            return np.flatnonzero(wanted.among(self.columns, self.direction))
        passing = (
            wanted.passes(relation, DIRECTIONS[direction])
            for relation, direction in zip(self.relations, self.direction.tolist(), strict=True)
        )
        return np.flatnonzero(np.fromiter(passing, np.bool_, len(self.relations)))

    def _meant(self, wanted: ActorFilter) -> NDArray[np.bool_]:
        if isinstance(self.actors, TableRows) and isinstance(self.actors.table, ActorTable):
            return wanted.among(self.actors.table)
        if self.base is not None and self.patch is not None:
            added = [wanted.passes(actor) for actor in self.patch.added_actors]
            meant = np.concatenate((self.base._meant(wanted), np.array(added, np.bool_)))
            for place, actor in self.patch.changed_actors.items():
                meant[place] = wanted.passes(actor)
            return meant
        return np.array([wanted.passes(actor) for actor in self.actors], np.bool_)


def snapshot(  # noqa: PLR0913  # what a view consists of
    key: ViewKey,
    actors: Sequence[Actor],
    relations: Sequence[Relation],
    *,
    support: Pairs = frozenset(),
    parameters: Mapping[str, Parameter] | None = None,
    sources: Mapping[str, Source] | None = None,
    figures: Mapping[str, Figure] | None = None,
    system: str | None = None,
) -> GraphSnapshot:
    """Build a view from its entries."""
    return GraphSnapshot(
        key=key,
        actors=tuple(actors),
        relations=tuple(relations),
        support=support,
        parameters=dict(parameters or {}),
        sources=dict(sources or {}),
        figures=dict(figures or {}),
        system=system,
    )
