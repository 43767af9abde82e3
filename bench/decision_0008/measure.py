"""What decision 0008 says, measured: `python bench/decision_0008/measure.py 100000 [district]`.

It needs numba beside the locked dependencies (pip install numba). Every answer is compared with
scipy's or with listing paths; CPU time, medians, one process.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from buckets import (
    FULL,
    UNREACHED,
    Arcs,
    Side,
    arcs_of,
    buckets_for,
    pair,
    single_source,
    tied,
)
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from graph_api.bench import SHAPES

PAIRS, SOURCES = 40, 6


def main() -> None:
    """Draw, search, compare, print."""
    actors = int(float(sys.argv[1])) if len(sys.argv) > 1 else 100_000
    shapes = sys.argv[2:] or list(SHAPES)
    for shape in shapes:
        drawn = SHAPES[shape](actors, 7)
        for decay, ones in ((0.9, 0.0), (1.0, 0.01)):
            chance = np.random.default_rng(3)
            strength = drawn.strength.copy()
            strength[chance.random(strength.size) < ones] = 1.0
            arcs = arcs_of(
                drawn.actors, drawn.starts, drawn.ends, strength, np.arange(strength.size)
            )
            measure(shape, arcs, decay, chance)


def measure(shape: str, arcs: Arcs, decay: float, chance: np.random.Generator) -> None:
    """Print one line."""
    worth = arcs.table * decay
    ring = buckets_for(worth[0])
    ahead, behind = Side(arcs.size, ring), Side(arcs.size, ring)
    # An explicit 0 would be no arrow for scipy.
    costs = np.maximum(-np.log(worth[arcs.out_code]), 1e-300)
    matrix = csr_matrix(
        (costs, arcs.out_end.astype(np.int32), arcs.out_first.astype(np.int32)),
        shape=(arcs.size, arcs.size),
    )
    ends = chance.integers(0, arcs.size, (PAIRS + 1, 2))
    own: dict[str, list[float]] = {"pair": [], "source": [], "scipy": []}
    for number, (start, end) in enumerate(ends):
        if start == end:
            continue
        began = time.process_time()
        best, _ = searched(arcs, worth, ring, ahead, behind, start, end)
        own["pair"].append(time.process_time() - began)
        if number <= SOURCES:
            began = time.process_time()
            keys = reached(arcs, worth, ring, ahead, start)
            own["source"].append(time.process_time() - began)
            began = time.process_time()
            distance = dijkstra(matrix, indices=start)
            own["scipy"].append(time.process_time() - began)
            known = keys != UNREACHED
            assert (known == np.isfinite(distance)).all()
            assert np.allclose(-np.log(keys[known]), distance[known], rtol=1e-9, atol=1e-9)
            assert best == keys[end] or abs(best - keys[end]) <= 1e-12 * keys[end]
            ahead.key[:] = UNREACHED
    # The first of each compiles, or reads what was compiled before.
    found = {name: 1e3 * float(np.median(times[1:])) for name, times in own.items()}
    print(
        f"{shape:10} {arcs.size:9,} actors {arcs.out_end.size:10,} relations, decay {decay}:"
        f" pair {found['pair']:.3f} ms, single source {found['source']:.1f} ms,"
        f" scipy {found['scipy']:.1f} ms ({found['scipy'] / found['source']:.1f}x)"
    )


def reached(arcs: Arcs, worth: np.ndarray, ring: int, side: Side, start: int) -> np.ndarray:
    """Give the keys of all from ``start``."""
    while (
        single_source(
            arcs.out_first, arcs.out_end, arcs.out_code, worth, np.uint32(start), ring,
            side.key, side.head, side.following, side.node,
        )
        == FULL
    ):  # fmt: skip
        side.grow()
    return side.key


def searched(  # a pair, and what the search writes on
    arcs: Arcs, worth: np.ndarray, ring: int, ahead: Side, behind: Side, start: int, end: int
) -> tuple[float, np.ndarray]:
    """Give the best key of a pair, and the arcs of all tied paths."""
    room = 1 << 12
    while True:
        cross, found = np.empty(room, np.uint32), np.empty(room, np.uint32)
        rows = (
            arcs.out_first, arcs.out_end, arcs.out_code,
            arcs.back_first, arcs.back_start, arcs.back_code, arcs.back_arc, worth,
        )  # fmt: skip
        best, left, right, crossings = pair(
            *rows, np.uint32(start), np.uint32(end), ring,
            ahead.key, ahead.touched, ahead.head, ahead.following, ahead.node,
            behind.key, behind.touched, behind.head, behind.following, behind.node, cross,
        )  # fmt: skip
        count = 0
        if best >= 0:
            count = tied(*rows, best, ahead.key, behind.key, cross, crossings, ahead.seen, found)
        ahead.clear(left)
        behind.clear(right)
        if best != FULL and count != FULL:
            return best, found[:count]
        room *= 2
        ahead.grow()
        behind.grow()


if __name__ == "__main__":
    main()
