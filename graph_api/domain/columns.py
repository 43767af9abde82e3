"""The arrays of a view, however its entries are kept: made from entries, or from base and patch.

Each array is made when somebody first asks for it, and never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.patch import Patch
from graph_api.domain.relations import Relation, direction_of
from graph_api.domain.words import ActorId, Direction, Level, RelationClass

T = TypeVar("T", bound=np.generic)

DIRECTIONS: Sequence[Direction] = tuple(Direction)
"""The code of a direction is its place here."""


class Columns(Protocol):
    """Arrays over the relations of a view; see `graph_api.domain.snapshot.GraphSnapshot`."""

    @property
    def from_index(self) -> NDArray[np.int32]:
        """Give places of actors."""
        ...

    @property
    def to_index(self) -> NDArray[np.int32]:
        """Give places of actors."""
        ...

    @property
    def low(self) -> NDArray[np.float64]:
        """Give the low ends of the strengths, NaN where unknown."""
        ...

    @property
    def point(self) -> NDArray[np.float64]:
        """Give the strengths that point scores use, NaN where unknown."""
        ...

    @property
    def high(self) -> NDArray[np.float64]:
        """Give the high ends of the strengths, NaN where unknown."""
        ...

    @property
    def carries(self) -> NDArray[np.bool_]:
        """Tell which relations are of class EMPOWERMENT."""
        ...

    @property
    def direction(self) -> NDArray[np.int8]:
        """Give the resolved directions as places in `DIRECTIONS`."""
        ...


class EntryColumns:
    """The arrays of entries that are all there."""

    def __init__(
        self,
        relations: Sequence[Relation],
        actors: Sequence[Actor],
        places: Mapping[ActorId, int],
    ) -> None:
        self._relations = relations
        self._actors = actors
        self._places = places

    @cached_property
    def from_index(self) -> NDArray[np.int32]:
        """Give places of actors."""
        return fixed([self._places[r.from_id] for r in self._relations], np.int32)

    @cached_property
    def to_index(self) -> NDArray[np.int32]:
        """Give places of actors."""
        return fixed([self._places[r.to_id] for r in self._relations], np.int32)

    @cached_property
    def low(self) -> NDArray[np.float64]:
        """Give the low ends of the strengths."""
        return fixed([r.strength.low if r.strength else np.nan for r in self._relations])

    @cached_property
    def point(self) -> NDArray[np.float64]:
        """Give the strengths that point scores use."""
        return fixed([r.strength.point if r.strength else np.nan for r in self._relations])

    @cached_property
    def high(self) -> NDArray[np.float64]:
        """Give the high ends of the strengths."""
        return fixed([r.strength.high if r.strength else np.nan for r in self._relations])

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Tell which relations are of class EMPOWERMENT."""
        empowering = RelationClass.EMPOWERMENT
        return fixed([r.relation_class is empowering for r in self._relations], np.bool_)

    @cached_property
    def direction(self) -> NDArray[np.int8]:
        """Give the resolved directions."""
        return fixed([self._direction_of(r) for r in self._relations], np.int8)

    def _direction_of(self, relation: Relation) -> int:
        start, end = (self._actors[self._places[key]] for key in (relation.from_id, relation.to_id))
        return DIRECTIONS.index(direction_of(relation, start, end))


class PatchedColumns:
    """The arrays of a base with a patch over it."""

    def __init__(  # noqa: PLR0913, PLR0917  # what a patched view consists of
        self,
        base: Columns,
        patch: Patch,
        actors: Sequence[Actor],
        places: Mapping[ActorId, int],
        actors_before: Sequence[Actor],
        relations_before: Sequence[Relation],
    ) -> None:
        self._base = base
        self._patch = patch
        self._actors = actors
        self._places_of_actors = places
        self._actors_before = actors_before
        self._relations_before = relations_before
        changed = tuple(patch.changed.values())
        self._places = np.fromiter(patch.changed, np.int64, len(changed))
        self._changed = EntryColumns(changed, actors, places)
        self._added = EntryColumns(patch.added, actors, places)

    @cached_property
    def from_index(self) -> NDArray[np.int32]:
        """Give places of actors."""
        return self._patched(self._base.from_index, None, self._added.from_index)

    @cached_property
    def to_index(self) -> NDArray[np.int32]:
        """Give places of actors."""
        return self._patched(self._base.to_index, None, self._added.to_index)

    @cached_property
    def low(self) -> NDArray[np.float64]:
        """Give the low ends of the strengths."""
        return self._patched(self._base.low, self._changed.low, self._added.low)

    @cached_property
    def point(self) -> NDArray[np.float64]:
        """Give the strengths that point scores use."""
        return self._patched(self._base.point, self._changed.point, self._added.point)

    @cached_property
    def high(self) -> NDArray[np.float64]:
        """Give the high ends of the strengths."""
        return self._patched(self._base.high, self._changed.high, self._added.high)

    @cached_property
    def carries(self) -> NDArray[np.bool_]:
        """Tell which relations are of class EMPOWERMENT."""
        return self._patched(self._base.carries, self._changed.carries, self._added.carries)

    @cached_property
    def direction(self) -> NDArray[np.int8]:
        """Give the resolved directions."""
        base = self._base.direction
        turned = self._turned()
        if turned.size:
            places = turned.tolist()
            again = EntryColumns(
                [self._relations_before[place] for place in places],
                self._actors,
                self._places_of_actors,
            )
            base = base.copy()
            base[turned] = again.direction
        return self._patched(base, self._changed.direction, self._added.direction)

    def _turned(self) -> NDArray[np.int64]:
        """Give the relations of the base at an actor whose level or stateness changed."""
        moved = [
            place
            for place, actor in self._patch.changed_actors.items()
            if (actor.level, actor.stateness) != _standing(self._actors_before[place])
        ]
        if not moved:
            return np.empty(0, np.int64)
        at_one = np.isin(self._base.from_index, moved) | np.isin(self._base.to_index, moved)
        return np.flatnonzero(at_one)

    def _patched(
        self, base: NDArray[T], changed: NDArray[T] | None, added: NDArray[T]
    ) -> NDArray[T]:
        array = base
        if changed is not None and changed.size:
            array = base.copy()
            array[self._places] = changed
        if self._patch.removed.size:
            array = np.delete(array, self._patch.removed)
        if added.size:
            array = np.concatenate((array, added))
        array = array.view()
        array.setflags(write=False)
        return array


def _standing(actor: Actor) -> tuple[Level, float]:
    return actor.level, actor.stateness


def fixed(values: Iterable[object], kind: Any = np.float64) -> NDArray[Any]:  # noqa: ANN401
    """Give an array that cannot be written to."""
    array = np.array(values, dtype=kind)
    array.setflags(write=False)
    return array
