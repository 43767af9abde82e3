"""The spare ends of arrays that changed graphs write into, and how what is written is found."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import MOST_SHORT_CODES, ArcGraph, Strengths, fixed

NOBODY = 0xFFFFFFFF
"""The owner of no row."""


class NoRoomError(Exception):
    """The changes do not fit into what the arrays keep free: the graph has to be built anew."""


def codes_of(base: ArcGraph, strengths: Sequence[float]) -> tuple[Strengths, dict[float, int]]:
    """Give the strengths by code with new ones at the end, and the code of each one asked for."""
    code: dict[float, int] = {}
    new: list[float] = []
    places = base.table.searchsorted(strengths).tolist()
    for strength, found in zip(strengths, places, strict=True):
        if strength in code:
            continue
        if found < base.table.size and base.table[found] == strength:
            code[strength] = found
        else:
            code[strength] = base.table.size + len(new)
            new.append(strength)
    if not new:
        return base.table, code
    if base.out.code.dtype == np.uint16 and base.table.size + len(new) > MOST_SHORT_CODES:
        raise NoRoomError
    return fixed(np.concatenate((base.table, new))), code


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

    def take(self, count: int) -> int | None:
        """Give where a free piece begins; None where nothing is needed."""
        if count == 0:
            return None
        at = self._begin
        for begin, stop in sorted(self._lent.items()):
            if begin - at >= count:
                break
            at = stop
        if at + count > self._stop:
            raise NoRoomError
        self._lent[at] = at + count
        return at

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

    def leave(self, out: int | None, back: int | None) -> None:
        """Free the pieces of a changed graph."""
        with self.lock:
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
