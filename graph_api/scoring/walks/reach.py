"""Who reaches whom in a graph of arrays, also without one actor or one arrow."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.distinct import distinct
from graph_api.scoring.searches.trees import NO_ARROW, NOBODY, Arrow
from graph_api.scoring.walks.system import Arrows, arcs_of

Flags = NDArray[np.bool_]


class Reach:
    """The arrows of a graph in rows, both ways round, to walk along level by level."""

    def __init__(self, graph: Arrows) -> None:
        from scipy.sparse import csr_array  # noqa: PLC0415  # slow to import

        start, end, strength = arcs_of(graph)
        shape = (graph.size, graph.size)
        ahead = csr_array((np.ones(strength.size, np.int8), (start, end)), shape=shape)
        back = ahead.T.tocsr()
        self._size = graph.size
        self._rows = {True: (ahead.indptr, ahead.indices), False: (back.indptr, back.indices)}

    def within(
        self,
        start: int,
        *,
        ahead: bool = True,
        absent: int = NOBODY,
        arrow: Arrow = NO_ARROW,
    ) -> Flags:
        """Tell which places ``start`` reaches (or, not ``ahead``, which reach it); itself too.

        ``absent`` is an actor and ``arrow`` an arrow (as it points) that are thought away.
        """
        first, other = self._rows[ahead]
        gone = arrow if ahead else arrow[::-1]
        seen = np.zeros(self._size, np.bool_)
        seen[start] = True
        if absent != NOBODY:
            seen[absent] = True
        level = np.array([start], dtype=np.int64)
        while level.size:
            stopping.check()
            low = first[level].astype(np.int64)
            count = first[level + 1] - low
            where = np.arange(count.sum()) + np.repeat(low - (np.cumsum(count) - count), count)
            ends = other[where]
            if gone != NO_ARROW:
                ends = ends[(np.repeat(level, count) != gone[0]) | (ends != gone[1])]
            level = distinct(ends[~seen[ends]])
            seen[level] = True
        if absent != NOBODY:
            seen[absent] = False
        return seen


_KEPT: WeakKeyDictionary[Arrows, Reach] = WeakKeyDictionary()


def reach_of(graph: Arrows) -> Reach:
    """Give who reaches whom in a graph; its rows are made once."""
    found = _KEPT.get(graph)
    if found is None:
        found = _KEPT[graph] = Reach(graph)
    return found
