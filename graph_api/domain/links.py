"""Who is linked to whom in a view: relations by their ends, members by their body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.patch import PatchedRows
from graph_api.domain.relations import Relation
from graph_api.domain.snapshot import GraphSnapshot
from graph_api.domain.tables import ActorTable, TableRows
from graph_api.domain.words import ActorId

V = TypeVar("V")


class Picked(Sequence[V], Generic[V]):
    """Some entries of a sequence, by their places; each is made only when it is asked for."""

    def __init__(self, entries: Sequence[V], places: NDArray[np.int64]) -> None:
        self._entries = entries
        self._places = places

    def __len__(self) -> int:
        return int(self._places.size)

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[V, ...]: ...
    def __getitem__(self, place: int | slice) -> V | tuple[V, ...]:
        if isinstance(place, slice):
            return tuple(self._entries[one] for one in self._places[place].tolist())
        return self._entries[int(self._places[place])]


class Links:
    """The relations of each ordered pair and of each actor, the members of each body.

    All lists keep the order of the view. The first question sorts the relations by one of their
    ends; the others cost what they give.
    """

    def __init__(self, view: GraphSnapshot) -> None:
        # Not the view itself: whoever keeps links by their view would keep both for ever.
        self._actors, self._relations = view.actors, view.relations
        self._columns, self._places = view.columns, view.places

    def between(self, start: ActorId, end: ActorId) -> Sequence[Relation]:
        """Give the relations of any class from one actor to another."""
        places = self._starting(self._places[start])
        ends = self._columns.to_index[places]
        return Picked(self._relations, places[ends == self._places[end]])

    def starting(self, actor: ActorId) -> Sequence[Relation]:
        """Give the EMPOWERMENT relations that begin at an actor, loops included."""
        return self._carrying(self._starting, actor)

    def ending(self, actor: ActorId) -> Sequence[Relation]:
        """Give the EMPOWERMENT relations that end at an actor, loops included."""
        return self._carrying(self._ending, actor)

    def members(self, body: ActorId) -> Sequence[Actor]:
        """Give the actors that are members of one."""
        places = np.array(self._members.get(body, ()), np.int64)
        return Picked(self._actors, places)

    def _carrying(
        self, by_end: Callable[[int], NDArray[np.int64]], actor: ActorId
    ) -> Sequence[Relation]:
        places = by_end(self._places[actor])
        return Picked(self._relations, places[self._columns.carries[places]])

    def _starting(self, place: int) -> NDArray[np.int64]:
        return _those_of(self._columns.from_index, self._by_start, place)

    def _ending(self, place: int) -> NDArray[np.int64]:
        return _those_of(self._columns.to_index, self._by_end, place)

    @cached_property
    def _by_start(self) -> NDArray[np.int64] | None:
        return _order(self._columns.from_index)

    @cached_property
    def _by_end(self) -> NDArray[np.int64] | None:
        return _order(self._columns.to_index)

    @cached_property
    def _members(self) -> dict[ActorId, list[int]]:
        members: dict[ActorId, list[int]] = {}
        for place, actor in sorted(_saying_more(self._actors), key=lambda item: item[0]):
            if actor.member_of is not None:
                members.setdefault(actor.member_of, []).append(place)
        return members


def _order(ends: NDArray[np.int32]) -> NDArray[np.int64] | None:
    """Give the order of the relations by one of their ends; None: they stand so already."""
    if not (ends[1:] < ends[:-1]).any():
        return None
    return np.argsort(ends, kind="stable")


def _those_of(
    ends: NDArray[np.int32], order: NDArray[np.int64] | None, place: int
) -> NDArray[np.int64]:
    # The same type on both sides: else the whole array is converted for every question.
    wanted = np.array([place, place + 1], ends.dtype)
    low, high = np.searchsorted(ends, wanted, sorter=order).tolist()
    return np.arange(low, high) if order is None else order[low:high]


def _saying_more(actors: Sequence[Actor]) -> Iterable[tuple[int, Actor]]:
    """Give the actors that may say whose members they are, with their places.

    The columns of a table have no word for that, so there only special entries can.
    """
    if isinstance(actors, TableRows):
        table = actors.table
        return table.special.items() if isinstance(table, ActorTable) else ()
    if isinstance(actors, PatchedRows):
        kept = dict(_saying_more(actors.base)) | dict(actors.changed)
        first = len(actors) - len(actors.added)
        return [*kept.items(), *enumerate(actors.added, first)]
    return enumerate(actors)
