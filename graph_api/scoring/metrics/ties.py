"""The ties that metrics read: one an ordered pair of actors, as strengths and as lengths.

This is where a strength becomes a length, and the only place for metrics: length = -ln(strength),
so that a shortest path is a path of the greatest product.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ties:
    """The ties of a view, sorted by where they begin, then by where they end.

    A tie is the strongest relation of an ordered pair: of class EMPOWERMENT, between different
    actors, of known strength above 0.

    Attributes
    ----------
    size
        Number of actors, those without ties included.
    start, end
        Shape (m,): places of the actors.
    strength
        Shape (m,), in (0, 1].
    unknown
        How many relations would be ties if only their strength were known.

    """

    size: int
    start: Places
    end: Places
    strength: NDArray[np.float64]
    unknown: int

    @property
    def count(self) -> int:
        """Count the ties."""
        return len(self.start)

    @property
    def length(self) -> NDArray[np.float64]:
        """Give -ln(strength): shape (m,), 0 for a tie of strength 1."""
        return -np.log(self.strength) + 0.0

    def matrix(self, values: NDArray[np.float64] | None = None) -> csr_array:
        """Give strengths (or other numbers, one a tie) as a matrix, rows by start.

        A number that is 0 stays an entry of the matrix.
        """
        from scipy.sparse import csr_array  # noqa: PLC0415  # slow to load

        numbers = self.strength if values is None else values
        first = np.searchsorted(self.start, np.arange(self.size + 1))
        return csr_array((numbers, self.end, first), shape=(self.size, self.size))

    def reversed(self) -> Ties:
        """Turn every tie round."""
        order = np.lexsort((self.start, self.end))
        return Ties(
            self.size, self.end[order], self.start[order], self.strength[order], self.unknown
        )


def ties_of(view: GraphSnapshot) -> Ties:
    """Give the ties of a view.

    Notes
    -----
    Time: O(m log m).

    """
    size = len(view.actors)
    carries = view.carries & (view.from_index != view.to_index)
    point = view.point
    unknown = int(np.count_nonzero(carries & np.isnan(point)))
    kept = np.flatnonzero(carries & (point > 0))
    keys = view.from_index[kept].astype(np.int64) * max(size, 1) + view.to_index[kept]
    order = np.lexsort((point[kept], keys))
    keys, strengths = keys[order], point[kept][order]
    is_last = np.ones(len(keys), np.bool_)
    is_last[:-1] = keys[1:] != keys[:-1]
    keys = keys[is_last]
    return Ties(size, keys // max(size, 1), keys % max(size, 1), strengths[is_last], unknown)
