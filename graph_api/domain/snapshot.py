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
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.changes import Change
from graph_api.domain.evidence import Figure, Parameter, Source
from graph_api.domain.relations import Relation, direction_of
from graph_api.domain.scenario import BASELINE
from graph_api.domain.words import (
    ActorId,
    Basis,
    Direction,
    Element,
    Level,
    RelationClass,
    RelationId,
    Sphere,
    Status,
)
from graph_api.errors import UnknownActorError, UnknownRelationError

T = TypeVar("T", bound=np.generic)

DIRECTIONS: Sequence[Direction] = tuple(Direction)
"""The code of a direction in `GraphSnapshot.direction` is its place here."""


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


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """Which view of a scenario: a variant, a date, what-if changes in order, a filter."""

    variant: str = BASELINE
    as_of: date | None = None
    changes: tuple[Change, ...] = ()
    filter: RelationFilter = RelationFilter()

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
    """One view as arrays over its ``n`` actors and ``m`` relations; not to be changed.

    Attributes
    ----------
    key
        Scenario, revision, variant and digest.
    actors, relations
        The entries, in the author's order; the arrays below have the same order.
    from_index, to_index
        Shape (m,), int32: places in ``actors``.
    low, point, high
        Shape (m,), float64, strengths in [0, 1]; NaN where the strength is unknown.
    carries
        Shape (m,), bool: class EMPOWERMENT, so that a path may use it (loops included).
    direction
        Shape (m,), int8: places in `DIRECTIONS`, resolved from level and stateness where unstated.
    support
        Ordered pairs of actors with an EMPOWERMENT relation in the baseline or any variant.
    parameters, sources, figures
        Those of the view.
    system
        Key of the mechanism of the scenario; None: it has none.

    """

    key: ViewKey
    actors: tuple[Actor, ...]
    relations: tuple[Relation, ...]
    from_index: NDArray[np.int32]
    to_index: NDArray[np.int32]
    low: NDArray[np.float64]
    point: NDArray[np.float64]
    high: NDArray[np.float64]
    carries: NDArray[np.bool_]
    direction: NDArray[np.int8]
    support: frozenset[tuple[ActorId, ActorId]] = frozenset()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    system: str | None = None

    @cached_property
    def places(self) -> Mapping[ActorId, int]:
        """Give the place of each actor id."""
        return {actor.id: place for place, actor in enumerate(self.actors)}

    @cached_property
    def relation_places(self) -> Mapping[RelationId, int]:
        """Give the place of each relation id."""
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

    def direction_of(self, relation: str) -> Direction:
        """Give the resolved direction of a relation."""
        self.relation(relation)
        return DIRECTIONS[int(self.direction[self.relation_places[RelationId(relation)]])]

    def chosen(self, wanted: ActorFilter) -> tuple[ActorId, ...]:
        """Give the ids of the actors that a filter means, in the order of the view.

        Raises
        ------
        UnknownActorError
            If the filter names an id that the view does not have.

        """
        for actor in wanted.ids or ():
            self.place(actor)
        return tuple(actor.id for actor in self.actors if wanted.passes(actor))


def snapshot(  # noqa: PLR0913  # what a view consists of
    key: ViewKey,
    actors: Sequence[Actor],
    relations: Sequence[Relation],
    *,
    support: frozenset[tuple[ActorId, ActorId]] = frozenset(),
    parameters: Mapping[str, Parameter] | None = None,
    sources: Mapping[str, Source] | None = None,
    figures: Mapping[str, Figure] | None = None,
    system: str | None = None,
) -> GraphSnapshot:
    """Build the arrays of a view from its entries."""
    places = {actor.id: place for place, actor in enumerate(actors)}
    points = [r.strength.point if r.strength else np.nan for r in relations]
    directions = [
        DIRECTIONS.index(direction_of(r, actors[places[r.from_id]], actors[places[r.to_id]]))
        for r in relations
    ]
    return GraphSnapshot(
        key=key,
        actors=tuple(actors),
        relations=tuple(relations),
        from_index=_fixed([places[r.from_id] for r in relations], np.int32),
        to_index=_fixed([places[r.to_id] for r in relations], np.int32),
        low=_fixed([r.strength.low if r.strength else np.nan for r in relations], np.float64),
        point=_fixed(points, np.float64),
        high=_fixed([r.strength.high if r.strength else np.nan for r in relations], np.float64),
        carries=_fixed(
            [r.relation_class is RelationClass.EMPOWERMENT for r in relations], np.bool_
        ),
        direction=_fixed(directions, np.int8),
        support=support,
        parameters=dict(parameters or {}),
        sources=dict(sources or {}),
        figures=dict(figures or {}),
        system=system,
    )


def _fixed(values: Sequence[object], kind: type[T]) -> NDArray[T]:
    array = np.array(values, dtype=kind)
    array.setflags(write=False)
    return array
