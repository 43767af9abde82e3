"""The system behind the reading ALL_WALKS: cW of one graph as arrays, and what bounds its sums.

With x > 0 and q < 1 such that cW x <= q x, N r <= max (|r_i| / x_i) x / (1 - q) for every r: what
is missing of a sum over walks is known from what is left over (Collatz 1942, Wielandt 1950).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_BY_ID = 2_000
"""More actors than this are not put in the order of their ids."""

HALF_UNIT = 2.0**-53
"""The relative error of one float64 operation."""

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


class Arrows(Protocol):
    """A graph as arrays of its arrows, each ordered pair once, no loop, strengths in (0, 1]."""

    @property
    def size(self) -> int:
        """Count the actors."""

    @property
    def arrows(
        self,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], Numbers, NDArray[np.int32]]:
        """Give places of both ends, strength and place of the relation of each arrow."""


@dataclass(frozen=True, eq=False)
class Sums:
    """N for ordered pairs of places: the exact sum lies within ``error`` of ``value``.

    Both of shape (number of pairs,). A value is 0, with error 0, exactly where no walk leads.
    """

    value: Numbers
    error: Numbers


@dataclass(frozen=True, eq=False)
class System:
    """cW as arrays, with actors in an order that the author's does not change.

    Attributes
    ----------
    order
        Shape (n,): where the actor at each place of the view stands.
    start, end, share
        Shape (m,): where the ends of each arrow stand, and damping times its strength.
    """

    order: Places
    start: Places
    end: Places
    share: Numbers

    @property
    def size(self) -> int:
        """Count the actors."""
        return int(self.order.size)

    @property
    def most_added(self) -> int:
        """Count the arrows that leave the actor with the most: so many terms an entry adds up."""
        return int(np.bincount(self.start, minlength=1).max())

    def matrix(self) -> csr_array:
        """Give cW."""
        from scipy.sparse import csr_array  # noqa: PLC0415  # slow to import

        return csr_array((self.share, (self.start, self.end)), shape=(self.size, self.size))

    def contraction(self, matrix: csr_array, weights: Numbers) -> float:
        """Give q for some x, with what rounding may hide."""
        ratio = np.asarray(matrix @ weights) / weights
        return float(ratio.max(initial=0.0)) * (1 + 2 * HALF_UNIT * (self.most_added + 4))


def arcs_of(graph: Arrows) -> tuple[Places, Places, Numbers]:
    """Give start, end and strength of all arrows; of a changed graph without looking at each row.

    In the order of ``arrows``, where which relation each one stands for is known too.
    """
    if not isinstance(graph, ArcGraph) or graph.out.slots.size == 0:
        start, end, strength, _ = graph.arrows
        return start.astype(np.int64), end.astype(np.int64), strength
    rows = graph.out
    low = rows.first[: graph.size].astype(np.int64)
    count = rows.first[1 : graph.size + 1].astype(np.int64) - low
    own = rows.own[1:]
    low[own] = rows.own_first[1:]
    count[own] = rows.own_last[1:].astype(np.int64) - rows.own_first[1:]
    where = np.arange(count.sum()) + np.repeat(low - (np.cumsum(count) - count), count)
    begins = np.repeat(np.arange(graph.size, dtype=np.int64), count)
    return begins, rows.other[where].astype(np.int64), graph.table[rows.code[where]]


def relation_at(graph: Arrows, start: int, end: int) -> int:
    """Give the place of the relation that the arrow of an ordered pair stands for."""
    if isinstance(graph, ArcGraph):
        return graph.relation_at(start, end)
    from_all, to_all, _, relation = graph.arrows
    return int(relation[np.flatnonzero((from_all == start) & (to_all == end))[0]])


def system_of(graph: Arrows, damping: float) -> System:
    """Make the arrays of a graph, of a small one with the actors by id."""
    order = _order(graph)
    start, end, strength = arcs_of(graph)
    return System(order, order[start], order[end], damping * strength)


def _order(graph: Arrows) -> Places:
    rank = getattr(graph, "rank", None)
    if rank is not None:
        return np.array(rank, dtype=np.int64)
    order = np.arange(graph.size)
    if graph.size <= MOST_BY_ID and hasattr(graph, "name"):
        order[sorted(range(graph.size), key=graph.name)] = np.arange(graph.size)
    return order
