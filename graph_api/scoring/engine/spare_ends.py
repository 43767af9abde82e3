"""The spare ends of arrays that changed graphs write into, and how what is written is found."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import MOST_SHORT_CODES, ArcGraph, Strengths, fixed

NOBODY = 0xFFFFFFFF
"""The owner of no row."""


class NoRoomError(Exception):
    """The changes do not fit into what the arrays keep free: the graph has to be built anew."""


def codes_of(base: ArcGraph, strengths: Sequence[float]) -> tuple[Strengths, NDArray[np.uint32]]:
    """Give the strengths by code, new ones at the end, and the code of each one asked for."""
    table, new = base.table, dict[float, int]()
    places = table.searchsorted(strengths)
    there = table.take(places, mode="clip") if table.size else np.zeros(len(strengths))
    codes = [
        place if found == strength else new.setdefault(strength, table.size + len(new))
        for strength, place, found in zip(strengths, places.tolist(), there.tolist(), strict=True)
    ]
    if new:
        if base.out.code.dtype == np.uint16 and table.size + len(new) > MOST_SHORT_CODES:
            raise NoRoomError
        table = fixed(np.concatenate((table, [*new])))
    return table, np.array(codes, np.uint32)


def slots_for(count: int) -> int:
    """Give how many slots lead to so many rows with few steps; a power of two."""
    return max(16, 1 << (4 * (count + 1)).bit_length())


def writable(array: NDArray[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
    """Give the array behind a locked one, whose spare end may be written to."""
    owner = array.base
    assert isinstance(owner, np.ndarray)  # noqa: S101  # `arcs.fixed` locks a view
    assert owner.flags.writeable  # noqa: S101
    return owner


class Annex:
    """The spare end of one array: lent piece by piece, in any order."""

    def __init__(self, begin: int, stop: int) -> None:
        self._begin, self._stop = begin, stop
        self._lent: dict[int, int] = {}

    def widest(self) -> tuple[int, int]:
        """Give where the widest free piece begins and stops."""
        if not self._lent:
            return self._begin, self._stop
        lent = sorted(self._lent.items())
        begins = [self._begin, *(stop for _, stop in lent)]
        stops = [*(begin for begin, _ in lent), self._stop]
        return max(zip(begins, stops, strict=True), key=lambda piece: piece[1] - piece[0])

    def take(self, begin: int, stop: int) -> int | None:
        """Keep the beginning of a free piece and give it back; None where nothing is needed."""
        if begin == stop:
            return None
        self._lent[begin] = stop
        return begin

    def give_back(self, begin: int | None) -> None:
        """Free a piece."""
        if begin is not None:
            self._lent.pop(begin, None)


class Annexes:
    """The spare ends of both senses of one graph."""

    def __init__(self, base: ArcGraph) -> None:
        # A graph that is let go of may give its pieces back while this thread takes one.
        self.lock = threading.RLock()
        self.out = Annex(base.count, base.out.other.size)
        self.back = Annex(base.count, base.back.other.size)
        self._lent: dict[weakref.ref[ArcGraph], tuple[int | None, int | None]] = {}

    def lend(self, graph: ArcGraph, out: int | None, back: int | None) -> None:
        """Keep pieces for a changed graph, until it is let go of."""
        # Not by `weakref.finalize`: of a small what-if question that would be a noticeable part.
        self._lent[weakref.ref(graph, self._leave)] = out, back

    def _leave(self, graph: weakref.ref[ArcGraph]) -> None:
        with self.lock:
            out, back = self._lent.pop(graph)
            self.out.give_back(out)
            self.back.give_back(back)


_ANNEXES: WeakKeyDictionary[ArcGraph, Annexes] = WeakKeyDictionary()
_LOCK = threading.Lock()


def annexes_of(base: ArcGraph) -> Annexes:
    """Give the spare ends of a graph, the same ones to all graphs that come from it."""
    with _LOCK:
        found = _ANNEXES.get(base)
        if found is None:
            found = _ANNEXES[base] = Annexes(base)
        return found
