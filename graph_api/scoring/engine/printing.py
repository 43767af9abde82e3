"""Scores along best paths: the product of strengths in path order, for many actors at once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph, Rows, fixed, own_row
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.meeting import BEYOND
from graph_api.scoring.engine.tied import NEAR

NOT_ONE = -1.0
"""What `follow` gives where a path is not the only one near the best, or too long to follow."""

LONGEST = 1 << 12
"""Paths of more arcs are not followed by a loop."""


class Print(NamedTuple):
    """What scores are printed from: strengths by code, powers of decay, and room for one path."""

    table: NDArray[np.float64]
    powers: NDArray[np.float64]
    codes: NDArray[np.uint32]


def print_of(graph: ArcGraph, decay: float) -> Print:
    """Give what the scores of a graph are printed from."""
    return Print(fixed(graph.table), _powers(decay), np.empty(LONGEST, np.uint32))


@lru_cache(maxsize=8)
def _powers(decay: float) -> NDArray[np.float64]:
    # By Python's own power, as every score is printed: another one may differ in the last bit.
    return fixed(np.array([decay**hops for hops in range(LONGEST)]))


@kernel
def follow(  # a search, whom it found, and what to write on
    against: Rows,
    worth: NDArray[np.float64],
    by: Print,
    key: NDArray[np.float64],
    far: float,
    hub: np.uint64,
    places: NDArray[np.uint32],
    count: int,
    ahead: bool,  # the sense of the search, for a compiled loop
    printed: NDArray[np.float64],
) -> int:
    """Print the score of each place along its best path, in path order; give how many are NOT_ONE.

    ``against`` are the rows against the sense of the search, ``far`` the greatest key that is not
    final. NaN where there is no path.
    """
    one = np.uint64(1)
    left = 0
    for index in range(count):
        u = np.uint64(places[index])
        if key[u] < 0:
            printed[index] = np.nan
            continue
        hops = 0
        alone = key[u] * (1 - BEYOND) >= far
        while alone and u != hub:
            low = np.uint64(against.first[u])
            high = np.uint64(against.first[u + one])
            if against.slots.size != 0:
                place = own_row(against, u)
                if place != 0:
                    low = np.uint64(against.own_first[place])
                    high = np.uint64(against.own_last[place])
            least = key[u] * (1 - NEAR)
            tight = 0
            before = u
            code = np.uint64(0)
            for arc in range(low, high):
                other = against.other[arc]
                if key[other] >= 0 and key[other] * worth[against.code[arc]] >= least:
                    tight += 1
                    before = np.uint64(other)
                    code = np.uint64(against.code[arc])
            if tight != 1 or hops == by.codes.size:
                alone = False
            else:
                by.codes[hops] = code
                hops += 1
                u = before
        if alone:
            product = 1.0
            for step in range(hops):
                product *= by.table[by.codes[hops - 1 - step if ahead else step]]
            printed[index] = product * by.powers[hops - 1]
        else:
            printed[index] = NOT_ONE
            left += 1
    return left
