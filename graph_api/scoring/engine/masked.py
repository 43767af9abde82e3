"""A copy of a graph in which actors and arcs are hidden for one search and shown again.

A hidden arc leads back to the actor that it leaves. Such a loop makes no key better and no path
shorter, so every search passes it over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph, Places, Rows, fixed, own_row
from graph_api.scoring.engine.compiling import kernel


@kernel
def find_arcs(rows: Rows, owners: Places, other: np.uint64, found: NDArray[np.int64]) -> None:
    """Give where the arc between each owner of a row and ``other`` stands; it must be there."""
    one = np.uint64(1)
    for index in range(owners.size):
        actor = np.uint64(owners[index])
        low = np.uint64(rows.first[actor])
        high = np.uint64(rows.first[actor + one])
        if rows.slots.size != 0:
            place = own_row(rows, actor)
            if place != 0:
                low = np.uint64(rows.own_first[place])
                high = np.uint64(rows.own_last[place])
        while high - low > one:
            middle = (low + high) >> one
            if rows.other[middle] <= other:
                low = middle
            else:
                high = middle
        found[index] = np.int64(low)


@dataclass(frozen=True, eq=False)
class _MaskedGraph(ArcGraph):
    """A graph with loops for hidden arcs; relations are looked up in the whole one."""

    whole: ArcGraph = dataclasses.field(kw_only=True)

    def arc(self, start: int, end: int) -> int | None:
        return self.whole.arc(start, end)

    def relation_at(self, start: int, end: int) -> int:
        return self.whole.relation_at(start, end)


class Masked:
    """One graph of its own to hide things in; for one thread.

    Notes
    -----
    Memory: 8 bytes an arc. Time to hide an actor: its arcs.

    """

    def __init__(self, whole: ArcGraph) -> None:
        self._whole = whole
        self._out, self._back = whole.out.other.copy(), whole.back.other.copy()
        fields = {item.name: getattr(whole, item.name) for item in dataclasses.fields(ArcGraph)}
        fields["out"] = whole.out._replace(other=fixed(self._out))
        fields["back"] = whole.back._replace(other=fixed(self._back))
        self._graph = _MaskedGraph(**fields, whole=whole)

    @contextmanager
    def without(self, actors: Iterable[int], start: int, ends: Iterable[int]) -> Iterator[ArcGraph]:
        """Give the graph without some actors, and without the arcs from ``start`` to ``ends``."""
        whole = self._whole
        edits: list[tuple[Places, NDArray[np.int64], NDArray[np.uint32]]] = []
        for actor in actors:
            for mine, rows, others, against, ahead in (
                (self._out, whole.out, self._back, whole.back, True),
                (self._back, whole.back, self._out, whole.out, False),
            ):
                row = whole.row(actor, ahead=ahead)
                reached = rows.other[row]
                edits += (
                    (mine, np.arange(row.start, row.stop), np.full(reached.size, actor, np.uint32)),
                    (others, _places(against, reached, actor), reached),
                )
        for end in ends:
            for mine, rows, owner, other in (
                (self._out, whole.out, start, end),
                (self._back, whole.back, end, start),
            ):
                owners = np.array([owner], np.uint32)
                edits.append((mine, _places(rows, owners, other), owners))
        try:
            for mine, places, owners in edits:
                mine[places] = owners
            yield self._graph
        finally:
            for mine, places, _ in edits:
                rows = whole.out if mine is self._out else whole.back
                mine[places] = rows.other[places]


def _places(rows: Rows, owners: Places, other: int) -> NDArray[np.int64]:
    found = np.empty(owners.size, np.int64)
    find_arcs(rows, fixed(owners), np.uint64(other), found)
    return found
