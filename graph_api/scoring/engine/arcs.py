"""The arrays of a graph: who leads to whom and how strongly, in rows by actor, in both senses.

An *arc* is the strongest relation of an ordered pair of actors that carries a path. Strengths are
codes into a table of the values that occur: two bytes an arc and sense instead of eight, and the
table stays in the cache (docs/decisions/0008).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.compiling import kernel

T = TypeVar("T", bound=np.generic)

Places = NDArray[np.uint32]
Codes = NDArray[np.uint16] | NDArray[np.uint32]
Strengths = NDArray[np.float64]
Parallel = tuple[float, int]
"""One of several relations of an ordered pair: its strength, its place in the view."""

MOST_SHORT_CODES = 1 << 16
"""How many strengths two bytes can tell apart."""

SPARE_ACTORS = 256
"""Rows kept free for actors that a what-if question adds."""

SPARE_ARCS = 4_096
"""Arcs kept free, beside 1 in 64, for rows that a what-if question changes."""

MILLION = 1_000_000

BLOCK = 65_536
"""Arcs that are looked at together: what is worked out in between stays in the cache."""

NOWHERE = np.zeros(0, np.uint32)
NOWHERE.setflags(write=False)


class Rows(NamedTuple):
    """Arcs in one sense, in rows by the actor that they leave (or, in the other sense, reach).

    The row of actor ``u`` is ``other[first[u]:first[u + 1]]``, sorted by place, with ``code``.
    A changed graph shares these arrays; its own rows stand in their spare ends and are found by
    `own_row`: ``slots`` is a table of hashes (empty: there are none) that leads to places in
    ``own``, ``own_first`` and ``own_last``, of which the first entry is unused.
    """

    first: Places
    other: Places
    code: Codes
    slots: Places
    own: Places
    own_first: Places
    own_last: Places


@kernel
def own_row(rows: Rows, actor: np.uint64) -> np.uint64:
    """Give the place of the actor's own row in a changed graph, 0 if it shares that of the base."""
    mask = np.uint64(rows.slots.size - 1)
    slot = (actor * np.uint64(0x9E3779B1)) & mask
    while rows.slots[slot] != 0:
        if rows.own[rows.slots[slot]] == actor:
            return np.uint64(rows.slots[slot])
        slot = (slot + np.uint64(1)) & mask
    return np.uint64(0)


@dataclass(frozen=True, eq=False)
class ArcGraph:
    """The arcs of a view, at most one an ordered pair, no loop, strengths in (0, 1].

    Attributes
    ----------
    size
        Number of actors.
    out, back
        The arcs by where they leave, and by what they reach.
    table
        Strengths by code.
    count
        Number of arcs.
    relation
        Place in the view of the relation of each arc, in the order of ``out``; None: the same.
    twins
        For ordered pairs with several relations all of them, the chosen one first.
    name
        Gives the id of the actor at a place.
    renumber
        Turns the place of a relation in the base into one in a changed view; None: the same.
    own_relation
        Relations of the arcs of changed rows.
    origin
        Of a changed graph, the one whose arrays it shares.

    """

    size: int
    out: Rows
    back: Rows
    table: Strengths
    count: int
    relation: Places | None
    twins: Mapping[tuple[int, int], Sequence[Parallel]]
    name: Callable[[int], str]
    renumber: Callable[[int], int | None] | None = None
    own_relation: Mapping[tuple[int, int], int] = field(default_factory=dict)
    origin: ArcGraph | None = None
    _worth: dict[float, tuple[Strengths, float]] = field(default_factory=dict)

    def worth(self, decay: float) -> Strengths:
        """Give strength x decay by code."""
        return self._damped(decay)[0]

    def least(self, decay: float) -> float:
        """Give the smallest of `worth`, 1 without any."""
        return self._damped(decay)[1]

    def _damped(self, decay: float) -> tuple[Strengths, float]:
        found = self._worth.get(decay)
        if found is None:
            worth = self.table * decay if decay != 1 else self.table
            worth.setflags(write=False)
            found = self._worth[decay] = worth, float(worth.min(initial=1.0))
        return found

    def row(self, place: int, *, ahead: bool = True) -> slice:
        """Give where the arcs of an actor stand."""
        rows = self.out if ahead else self.back
        own = int(own_row.plain(rows, np.uint64(place))) if rows.slots.size else 0
        if own:
            return slice(int(rows.own_first[own]), int(rows.own_last[own]))
        return slice(int(rows.first[place]), int(rows.first[place + 1]))

    def arc(self, start: int, end: int) -> int | None:
        """Give where the arc of an ordered pair stands in ``out``, None if there is none."""
        return self._find(self.row(start), end)

    def _find(self, row: slice, end: int) -> int | None:
        # The same type on both sides: else the whole row is converted for every question.
        found = row.start + int(self.out.other[row].searchsorted(np.uint32(end)))
        return found if found < row.stop and self.out.other[found] == end else None

    def relation_at(self, start: int, end: int) -> int:
        """Give the place in the view of the relation that an arc stands for."""
        found = self.own_relation.get((start, end))
        if found is not None:
            return found
        # A pair that did not change stands where it stood, whether its row was written anew or not.
        arc = self._find(slice(int(self.out.first[start]), int(self.out.first[start + 1])), end)
        if arc is None:
            msg = f"no arc from {start} to {end}"
            raise KeyError(msg)
        place = arc if self.relation is None else int(self.relation[arc])
        here = place if self.renumber is None else self.renumber(place)
        assert here is not None  # noqa: S101  # a removed relation's pair has changed
        return here

    @property
    def arrows(
        self,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int32]]:
        """Give places of both ends, strength and place of the relation of each arc, as arrays."""
        size = self.size
        if self.out.slots.size == 0:
            stop = int(self.out.first[size])
            starts = np.repeat(
                np.arange(size, dtype=np.int32),
                _lengths(self.out.first[: size + 1]),
            )
            ends = self.out.other[:stop].astype(np.int32)
            strength = self.table[self.out.code[:stop]]
            relation = (
                np.arange(stop, dtype=np.int32)
                if self.relation is None
                else self.relation[:stop].astype(np.int32)
            )
            return starts, ends, strength, relation
        rows = [self.row(place) for place in range(size)]
        starts = np.repeat(np.arange(size, dtype=np.int32), [row.stop - row.start for row in rows])
        where = np.concatenate([np.arange(0), *(np.arange(r.start, r.stop) for r in rows)])
        ends = self.out.other[where].astype(np.int32)
        relation = np.array(
            [self.relation_at(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
            dtype=np.int32,
        )
        return starts, ends, self.table[self.out.code[where]], relation

    @property
    def nbytes(self) -> int:
        """Give how many bytes the arrays of searches take."""
        arrays = [*self.out, *self.back, self.table]
        if self.relation is not None:
            arrays.append(self.relation)
        return sum(array.nbytes for array in arrays)


def arc_graph(  # what a graph consists of
    size: int,
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    strength: Strengths,
    relation: NDArray[np.int64] | None = None,
    *,
    twins: Mapping[tuple[int, int], Sequence[Parallel]] | None = None,
    name: Callable[[int], str] = str,
) -> ArcGraph:
    """Make the arrays of a graph from its arcs; at most one an ordered pair, no loop.

    Parameters
    ----------
    size
        Number of actors.
    start, end, strength
        Shape (m,): places, and strengths in (0, 1].
    relation
        Shape (m,): place of each arc's relation in the view; None: the arcs are the relations.

    Notes
    -----
    Time: O(m log m), or O(m) where the arcs are sorted by start and end already.

    """
    if not rises(start, end):
        order = np.argsort(start.astype(np.int64) * size + end, kind="stable")
        start, end, strength = start[order], end[order], strength[order]
        relation = order if relation is None else relation[order]
    elif relation is not None and np.array_equal(relation, np.arange(relation.size)):
        relation = None
    table, code = coded(strength)
    first = np.zeros(size + 1, np.int32)
    np.cumsum(np.bincount(start, minlength=size), out=first[1:])
    return ArcGraph(
        size,
        _rows(first, end, code),
        _rows(*_turned(first, end, code)),
        fixed(table),
        int(start.size),
        None if relation is None else fixed(relation.astype(np.uint32)),
        twins or {},
        name,
    )


def rises(start: NDArray[np.int32], end: NDArray[np.int32]) -> bool:
    """Tell whether ordered pairs stand by start, then end, each of them once."""
    for at in range(0, start.size, BLOCK):
        # One more than a block: its last pair is compared with the first one of the next.
        starts, ends = start[at : at + BLOCK + 1], end[at : at + BLOCK + 1]
        before, after = starts[:-1], starts[1:]
        if ((before > after) | ((before == after) & (ends[:-1] >= ends[1:]))).any():
            return False
    return True


def coded(strength: Strengths) -> tuple[Strengths, Codes]:
    """Give the strengths that occur, rising, and for each one given its place among them."""
    whole = _millionths(strength)
    if whole is not None:
        # Six decimals at most, as all that was read from a store: counted, not sorted.
        there = np.zeros(MILLION + 1, np.bool_)
        there[whole] = True
        values = np.flatnonzero(there)
        place = np.zeros(MILLION + 1, np.uint32)
        place[values] = np.arange(values.size)
        return values / MILLION, _shortened(place, values.size)[whole]
    table, places = np.unique(strength, return_inverse=True)
    return table, _shortened(places, table.size)


def _millionths(strength: Strengths) -> NDArray[np.int32] | None:
    """Give strengths in millionths, None where that loses anything.

    Block by block, so that what is worked out in between stays in the cache.
    """
    whole = np.empty(strength.size, np.int32)
    for at in range(0, strength.size, BLOCK):
        values = strength[at : at + BLOCK]
        rounded = np.rint(values * MILLION)
        if not np.array_equal(rounded / MILLION, values):
            return None
        whole[at : at + BLOCK] = rounded
    return whole


def _shortened(places: NDArray[np.integer[Any]], count: int) -> Codes:
    if count < MOST_SHORT_CODES:
        return places.astype(np.uint16)
    return places.astype(np.uint32)


def _turned(
    first: NDArray[np.int32], other: NDArray[np.int32], code: Codes
) -> tuple[NDArray[np.int32], NDArray[np.int32], Codes]:
    """Give the arcs in the other sense: by end, then by start."""
    from scipy.sparse import csr_array  # noqa: PLC0415  # slow to load

    size = first.size - 1
    turned = csr_array((code, other, first), shape=(size, size)).tocsc()
    return turned.indptr, turned.indices, turned.data


def _rows(first: NDArray[np.int32], other: NDArray[np.int32], code: Codes) -> Rows:
    """Make rows with spare room from where each begins and their arcs."""
    count = other.size
    spare = count + count // 64 + SPARE_ARCS
    begins = np.full(first.size + SPARE_ACTORS, count, np.uint32)
    begins[: first.size] = first
    wide = np.zeros(spare, np.uint32)
    wide[:count] = other
    codes = np.zeros(spare, code.dtype)
    codes[:count] = code
    return shared_rows(fixed(begins), fixed(wide), fixed(codes))


def shared_rows(first: Places, other: Places, code: Codes) -> Rows:
    """Give rows of which none is a changed graph's own."""
    return Rows(first, other, code, NOWHERE, NOWHERE, NOWHERE, NOWHERE)


def _lengths(first: Places) -> NDArray[np.int64]:
    places = first.astype(np.int64)
    return places[1:] - places[:-1]


def fixed(array: NDArray[T]) -> NDArray[T]:
    """Give a locked view of an array; compiled kernels are made for locked arrays of a graph."""
    view = np.ascontiguousarray(array).view()
    view.setflags(write=False)
    return view
