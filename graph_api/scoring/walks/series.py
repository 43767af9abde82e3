"""Sums over all walks of a large graph: walks of no, one, two, ... relations are added up.

Factors of a large system would fill the memory, and would be slower. No number is negative, so
nothing cancels, and what no walk reaches is exactly 0. After the term t, what is missing is at most
q / (1 - q) max_i (t_i / x_i) x (`walk_system`). All is computed with X^-1 cW X, where this is a
plain maximum (for rows of N: a plain sum). BiCGSTAB takes half the products, but is exact in norm
only: at 100,000 actors small entries were off by 2e-2 of themselves (residual 1e-10), or 1e-7
(1e-15), where the series was right to 2e-15.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.walks.system import HALF_UNIT, Numbers, Places, Sums, System

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TOLERANCE = 1e-14
"""An entry is taken when what is missing is at most this share of it."""

COARSE = 1e-13
"""Upper bounds are taken when what is missing is at most this share of the largest entry."""

VANISHED = 1e-290
"""Less than this is nothing: float64 ends at 1e-308."""

RATES = (0.6, 0.8, 0.93, 0.98, 0.995, 0.999)
"""The q to try for. With the last one a sum takes some 40,000 terms; no larger one is run."""

TRIES = 60
"""Steps towards the weights for one of them; for the last one `MOST_TRIES`."""

MOST_TRIES = 3_000
"""Where walks can only go on for some time (no cycles), as many steps as they have are needed."""

_LINES = 64
"""So many rows of a block are taken for one long row."""

BLOCK = 8
"""How many sums run side by side: a product with 8 columns costs about half of 8 products."""


@dataclass(frozen=True, eq=False)
class _Side:
    """Columns of N (walks to an end) or rows (walks from a start), scaled.

    Attributes
    ----------
    product
        Gives the next term of a block.
    norm
        Measures each column of a term: what is missing after it is at most q / (1 - q) of that.
    into, back
        Scale a right-hand side, and a sum.
    most_added
        So many numbers an entry of a product adds up at most.

    """

    product: Callable[[Numbers], Numbers]
    norm: Callable[[Numbers], Numbers]
    into: Numbers
    back: Numbers
    most_added: int


class Series:
    """N = (I - cW)^-1 of one graph, summed for some actors at a time.

    Raises
    ------
    BadParameterError
        If the damping is so near its limit that a sum would take too many terms.

    """

    def __init__(self, system: System) -> None:
        self._order = system.order
        scaled = system.matrix()
        weights, contraction = _weights(system, scaled)
        self._missing = contraction / (1 - contraction)
        scaled.data *= weights[scaled.indices] / np.repeat(weights, np.diff(scaled.indptr))
        turned = scaled.T.tocsr()
        self._scaled, self._turned = scaled, turned
        self._ends = _Side(
            lambda term: scaled @ term,
            lambda term: _down(np.maximum, term),
            1 / weights,
            weights,
            int(np.diff(scaled.indptr).max(initial=0)),
        )
        self._starts = _Side(
            lambda term: turned @ term,
            lambda term: _down(np.add, term) * (1 + system.size * HALF_UNIT),
            weights,
            1 / weights,
            int(np.diff(turned.indptr).max(initial=0)),
        )

    def sums(self, start: Places, end: Places) -> Sums:
        """Give N for ordered pairs of places.

        Each is an entry of the row of its start or of the column of its end: of whichever serves
        more of the pairs, else where fewer numbers are added up at once.
        """
        value, error = np.zeros(start.size), np.zeros(start.size)
        more = _uses(start) - _uses(end)
        by_row = (more > 0) | ((more == 0) & (self._starts.most_added < self._ends.most_added))
        for side, hub, other, asked in (
            (self._starts, start, end, np.flatnonzero(by_row)),
            (self._ends, end, start, np.flatnonzero(~by_row)),
        ):
            hubs, which = np.unique(hub[asked], return_inverse=True)
            for first in range(0, hubs.size, BLOCK):
                inside = (which >= first) & (which < first + BLOCK)
                wanted = _Wanted(
                    self._order[other[asked[inside]]], which[inside] - first, side.most_added
                )
                self._run(side, self._units(side, hubs[first : first + BLOCK]), wanted.look)
                back = side.back[wanted.place]
                value[asked[inside]] = wanted.value * back
                error[asked[inside]] = wanted.error * back
        return Sums(value, error)

    def columns(self, ends: Sequence[int], starts: Sequence[int]) -> Numbers:
        """Give N from every place to each of ``ends``: shape (n, number of ends).

        Exact enough to tell what share of N from ``starts`` to ``ends`` any other actor has.
        """
        return self._vectors(self._ends, ends, starts)

    def rows(self, starts: Sequence[int], ends: Sequence[int]) -> Numbers:
        """Give N from each of ``starts`` to every place: shape (n, number of starts)."""
        return self._vectors(self._starts, starts, ends)

    @property
    def hidden(self) -> float:
        """Bound what truncation and rounding hide of a share of N; see `columns`."""
        return 4 * TOLERANCE * (1 + self._missing) + 1e-13

    def most_into(self, values: Numbers) -> Numbers:
        """Give upper bounds of N times ``values``, of shape (n,) and not negative."""
        return self._most(self._ends, values)

    def most_from(self, values: Numbers) -> Numbers:
        """Give upper bounds of ``values`` times N."""
        return self._most(self._starts, values)

    def returns(self) -> Numbers:
        """Give lower bounds of N from every place to itself, from walks that return in two steps.

        N_vv = 1 / (1 - f) with f the sum over all walks that return to v once, at their end.
        """
        back = np.asarray(self._scaled.multiply(self._turned).sum(axis=1)).ravel()
        return np.asarray((1 / (1 - back * (1 - 1e-12)))[self._order])

    def _units(self, side: _Side, hubs: Sequence[int] | Places) -> Numbers:
        places = self._order[np.asarray(hubs, dtype=np.int64)]
        first = np.zeros((self._order.size, places.size))
        first[places, np.arange(places.size)] = side.into[places]
        return first

    def _run(
        self, side: _Side, first: Numbers, look: Callable[[int, Numbers, Numbers, Numbers], bool]
    ) -> Numbers:
        """Add up terms until ``look`` says that it is enough."""
        term, total = first, first.copy()
        count = 0
        while not look(count, term, total, side.norm(term) * self._missing):
            stopping.tell(
                f"walks of up to {count} relations had been added up",
                f"已累加 {count} 条关系以内的通路",
            )
            term = side.product(term)
            total += term
            count += 1
        return total

    def _vectors(self, side: _Side, hubs: Sequence[int], others: Sequence[int]) -> Numbers:
        found = []
        places = np.unique(self._order[np.asarray(others, dtype=np.int64)])
        for first in range(0, len(hubs), BLOCK):
            block = hubs[first : first + BLOCK]
            column = np.repeat(np.arange(len(block)), places.size)
            wanted = _Wanted(np.tile(places, len(block)), column, side.most_added)
            total = self._run(side, self._units(side, block), wanted.look)
            found.append((total * side.back[:, None])[self._order])
        return np.concatenate(found, axis=1) if found else np.zeros((self._order.size, 0))

    def _most(self, side: _Side, values: Numbers) -> Numbers:
        first = np.empty((self._order.size, 1))
        first[self._order, 0] = values
        first[:, 0] *= side.into
        last = np.zeros(1)

        def is_near(_: int, __: Numbers, total: Numbers, missing: Numbers) -> bool:
            last[:] = missing
            return bool(missing[0] <= COARSE * side.norm(total)[0])

        total = self._run(side, first, is_near)[:, 0]
        return np.asarray(((total + last[0]) * (1 + COARSE) * side.back)[self._order])


@dataclass(eq=False)
class _Wanted:
    """Entries of a block that are asked for; each is taken when its own error is small enough."""

    place: Places
    column: Places
    most_added: int
    value: Numbers = field(init=False)
    error: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.value, self.error = np.zeros(self.place.size), np.zeros(self.place.size)
        self._steps = np.zeros(self.place.size)  # the number of steps of its walks, added up
        self._open: NDArray[np.intp] = np.arange(self.place.size)
        self._reached = np.zeros(0)

    def look(self, count: int, term: Numbers, total: Numbers, missing: Numbers) -> bool:
        """Take what is exact enough after a number of terms; tell whether nothing is left."""
        place, column = self.place[self._open], self.column[self._open]
        value, left = total[place, column], missing[column]
        self._steps[self._open] += count * term[place, column]
        taken = (left <= TOLERANCE * value) | (left <= VANISHED)
        nowhere = np.zeros(value.size, np.bool_)
        if (value == 0).any():
            reached = _down(np.add, (total > 0).astype(np.float64))
            if count > 0:
                # One more step has reached nobody new: no walk leads there.
                nowhere = (value == 0) & (reached == self._reached)[column]
                taken |= nowhere
            self._reached = reached
        done = self._open[taken]
        self.value[done] = value[taken]
        rounded = (self.most_added + 6) * self._steps[done] + (count + 6) * value[taken]
        self.error[done] = np.where(nowhere[taken], 0.0, left[taken] + 1.01 * HALF_UNIT * rounded)
        self._open = self._open[~taken]
        return self._open.size == 0


def _down(reduce: np.ufunc, block: Numbers) -> Numbers:
    """Reduce each column of a block of numbers from 0 on.

    Over rows of a few numbers numpy is ten times slower than over long ones.
    """
    size, width = block.shape
    whole = size - size % _LINES
    wide = reduce.reduce(block[:whole].reshape(-1, _LINES * width), axis=0, initial=0.0)
    short = np.concatenate((wide.reshape(-1, width), block[whole:]))
    return np.asarray(reduce.reduce(short, axis=0, initial=0.0))


def _weights(system: System, matrix: csr_array) -> tuple[Numbers, float]:
    """Find x of 1 and more, and q < 1, with cW x <= q x.

    x = 1 + cW 1 / q + (cW / q)^2 1 + ... is such, if it has an end; cut off where it is near.
    """
    for rate in RATES:
        x = np.ones(system.size)
        for _ in range(MOST_TRIES if rate == RATES[-1] else TRIES):
            stopping.check()
            contraction = system.contraction(matrix, x)
            if contraction <= rate + (1 - rate) / 4:
                return x, contraction
            x = 1 + np.asarray(matrix @ x) / rate
    raise _too_slow()


def _uses(places: Places) -> Places:
    """Count, for each pair, the pairs that share its place."""
    _, which, counts = np.unique(places, return_inverse=True, return_counts=True)
    return counts[which]


def _too_slow() -> BadParameterError:
    return BadParameterError(
        "damping is too near its limit for a graph of this size: a sum over all walks would take"
        " too many terms. Choose a smaller damping, or leave it out.",
        "damping 过于接近上限，而图又很大：全部通路之和需要过多项。请取更小的 damping，或不填。",
        parameter="damping",
    )
