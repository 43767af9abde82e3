"""What a view of a large scenario differs by from the view that it lies over.

A patched view shares everything with its base: a what-if question about a million actors costs
what it changes, not what there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.relations import Relation, Strength

K = TypeVar("K", bound=str)
V = TypeVar("V")


def _none() -> NDArray[np.int32]:
    return np.empty(0, np.int32)


@dataclass(frozen=True, eq=False)
class Patch:
    """The difference between a view and its base; not to be changed.

    The ends of a changed relation are those that it has in the base; one that was moved counts as
    removed and added. Places of actors are those of the base, then the added ones; places of
    relations are those of the base less the removed before them, then the added ones.

    Attributes
    ----------
    removed
        Places of relations in the base, ascending, int32.
    changed
        Relations by their place in the base.
    added
        Relations that the base does not have, or has elsewhere.
    changed_actors
        Actors by their place; an actor that was removed or renamed makes no patch.
    added_actors
        Actors that the base does not have.

    """

    removed: NDArray[np.int32] = field(default_factory=_none)
    changed: Mapping[int, Relation] = field(default_factory=dict)
    added: tuple[Relation, ...] = ()
    changed_actors: Mapping[int, Actor] = field(default_factory=dict)
    added_actors: tuple[Actor, ...] = ()

    @property
    def size(self) -> int:
        """Count what differs."""
        return (
            self.removed.size
            + len(self.changed)
            + len(self.added)
            + len(self.changed_actors)
            + len(self.added_actors)
        )

    def place_of(self, base_place: int) -> int | None:
        """Give the place in the patched view of a relation of the base; None: it was removed."""
        if not self.removed.size:
            return base_place
        before = int(np.searchsorted(self.removed, np.int32(base_place)))
        if before < self.removed.size and self.removed[before] == base_place:
            return None
        return base_place - before

    def base_place_of(self, place: int) -> int:
        """Give the place in the base of a relation of the patched view that is not added."""
        if not self.removed.size:
            return place
        return place + int(np.searchsorted(self._kept_before, np.int64(place), side="right"))

    @cached_property
    def keeps_places(self) -> bool:
        """Tell whether every relation stands where it stands in the base, and there is no other."""
        return not self.added and not self.removed.size

    @cached_property
    def strengths(self) -> Mapping[int, Strength | None] | None:
        """Give the new strengths by place in the base where nothing else differs; else None."""
        changed = self.changed
        if isinstance(changed, Restrengthened) and len(changed.strengths) == self.size:
            return changed.strengths
        return None

    @cached_property
    def _kept_before(self) -> NDArray[np.int64]:
        """Count, for each removed relation, those before it that stay."""
        return self.removed.astype(np.int64) - np.arange(self.removed.size)


@dataclass(frozen=True, eq=False)
class Restrengthened(Mapping[int, Relation]):
    """Relations of a base of which only the strengths differ; each is made when it is asked for.

    Attributes
    ----------
    base
        The relations as they are, none of which has judgements.
    strengths
        Those that they have here, by place; None: unknown.

    """

    base: Sequence[Relation]
    strengths: Mapping[int, Strength | None]

    def __getitem__(self, place: int) -> Relation:
        return replace(self.base[place], strength=self.strengths[place])

    def __contains__(self, place: object) -> bool:
        return place in self.strengths

    def __iter__(self) -> Iterator[int]:
        return iter(self.strengths)

    def __len__(self) -> int:
        return len(self.strengths)


@dataclass(frozen=True, eq=False)
class PatchedRows(Sequence[V], Generic[V]):
    """The entries of a base with some changed, some removed and some added at the end."""

    base: Sequence[V]
    patch: Patch
    changed: Mapping[int, V]
    added: tuple[V, ...]
    removed: int = 0

    def __len__(self) -> int:
        return len(self.base) - self.removed + len(self.added)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[V, ...]: ...
    def __getitem__(self, place: int | slice) -> V | tuple[V, ...]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        count = len(self)
        if place < 0:
            place += count
        if not 0 <= place < count:
            raise IndexError(place)
        kept = count - len(self.added)
        if place >= kept:
            return self.added[place - kept]
        origin = self.patch.base_place_of(int(place)) if self.removed else int(place)
        return self.changed[origin] if origin in self.changed else self.base[origin]

    def __iter__(self) -> Iterator[V]:
        gone = iter(self.patch.removed.tolist() if self.removed else ())
        next_gone = next(gone, -1)
        for place, entry in enumerate(self.base):
            if place == next_gone:
                next_gone = next(gone, -1)
            else:
                yield self.changed.get(place, entry)
        yield from self.added


class PatchedPlaces(Mapping[K, int], Generic[K]):
    """The place of each id of a patched view, over those of its base."""

    def __init__(
        self, base: Mapping[K, int], patch: Patch, added: Sequence[K], *, shifts: bool
    ) -> None:
        self._base = base
        self._patch = patch
        self._shifts = shifts
        self._kept = len(base) - (patch.removed.size if shifts else 0)
        self._added = {key: self._kept + number for number, key in enumerate(added)}

    def __getitem__(self, key: K) -> int:
        found = self._added.get(key)
        if found is None:
            found = self._base[key]
            if self._shifts:
                found = self._patch.place_of(found)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[K]:
        for key, place in self._base.items():
            if key not in self._added and (
                not self._shifts or self._patch.place_of(place) is not None
            ):
                yield key
        yield from self._added

    def __len__(self) -> int:
        return self._kept + len(self._added)
