"""In which order the actors of a row stand, so that few relations cross.

Barycentres first (Sugiyama, Tagawa, Toda 1981), then swaps of two actors of a level as long as they
make crossings fewer or relations shorter; both always in the same order, so the same actors and
ties give the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping

ROUNDS = 24
MOST_LOOKS = 15_000_000
"""So often two ties are asked whether they cross, at most: about a second."""

MOST_TIES = 1_000
"""Of more ties, so many spread evenly are looked at: the rest would cross as often."""

LENGTH = 1 / 900
"""What a pixel of length costs, beside 1 for a crossing."""

Place = NDArray[np.float64]


def order_rows(
    rows: Sequence[Sequence[int]], slots: Sequence[NDArray[np.float64]], ties: NDArray[np.int64]
) -> list[list[int]]:
    """Give each row in the order in which it is to stand.

    Parameters
    ----------
    rows
        The actors of each level, as numbers from 0, in the author's order.
    slots
        Where they may stand: shape (n, 2) for a row of n actors, from left to right.
    ties
        Shape (t, 2): who is tied to whom, each tie once.

    """
    order = [list(row) for row in rows]
    count = sum(map(len, rows))
    at = np.zeros((count, 2))
    for row, slot in zip(order, slots, strict=True):
        at[row] = slot
    if not len(ties):
        return order
    ties = ties[:: -(-len(ties) // MOST_TIES)]
    _by_barycentre(order, slots, ties, at)
    _by_swaps(order, ties, at)
    return order


def _by_barycentre(
    order: list[list[int]], slots: Sequence[Place], ties: NDArray[np.int64], at: Place
) -> None:
    both = np.concatenate((ties, ties[:, ::-1]))
    degree = np.bincount(both[:, 0], minlength=len(at))
    best, best_cost = [list(row) for row in order], _cost(ties, at)
    for _ in range(ROUNDS):
        for place, row in enumerate(order):
            total = np.bincount(both[:, 0], weights=at[both[:, 1], 0], minlength=len(at))
            middle = np.where(degree > 0, total / np.maximum(degree, 1), at[:, 0])
            row.sort(key=middle.__getitem__)  # stable: of equals the one that stood further left
            at[row] = slots[place]
        cost = _cost(ties, at)
        if cost < best_cost - 1e-9:
            best, best_cost = [list(row) for row in order], cost
    for place, row in enumerate(best):
        order[place][:] = row
        at[row] = slots[place]


def _by_swaps(order: list[list[int]], ties: NDArray[np.int64], at: Place) -> None:
    touching = [np.flatnonzero((ties == actor).any(1)) for actor in range(len(at))]
    left = MOST_LOOKS
    improves = True
    while improves and left > 0:
        improves = False
        # Near ones first: of a large level only those are reached.
        longest = max(map(len, order))
        for apart in range(1, longest):
            for row in order:
                stopping.check()
                for place in range(len(row) - apart):
                    one, other = row[place], row[place + apart]
                    mine = np.union1d(touching[one], touching[other])
                    if not len(mine):
                        continue
                    left -= 2 * len(mine) * len(ties)
                    if left < 0:
                        return
                    before = _cost(ties, at, mine)
                    at[[one, other]] = at[[other, one]]
                    if _cost(ties, at, mine) < before - 1e-9:
                        row[place], row[place + apart] = other, one
                        improves = True
                    else:
                        at[[one, other]] = at[[other, one]]


def _cost(ties: NDArray[np.int64], at: Place, some: NDArray[np.int64] | None = None) -> float:
    """Count the crossings of some ties with all, and add what their length costs."""
    mine = ties if some is None else ties[some]
    a, b = at[mine[:, 0]], at[mine[:, 1]]
    c, d = at[ties[:, 0]], at[ties[:, 1]]
    ca, da = c[None] - a[:, None], d[None] - a[:, None]
    ab = (b - a)[:, None]
    first = _cross(ab, ca) * _cross(ab, da) < 0
    cd = (d - c)[None]
    second = _cross(cd, a[:, None] - c[None]) * _cross(cd, b[:, None] - c[None]) < 0
    crosses = first & second
    # A crossing of two of them is seen from both.
    among = crosses if some is None else crosses[:, some]
    crossings = np.count_nonzero(crosses) - np.count_nonzero(among) / 2
    return float(crossings + np.hypot(*(b - a).T).sum() * LENGTH)


def _cross(p: Place, q: Place) -> Place:
    found: Place = p[..., 0] * q[..., 1] - p[..., 1] * q[..., 0]
    return found
