"""The searches of decision 0008 against plain ones, on random graphs: `check.py [COUNT]`.

Keys against a heap, and the arcs of a pair against listing every loopless path that is tied with
the best. Runs with numba and without (NUMBA_DISABLE_JIT=1).
"""

from __future__ import annotations

import sys
from heapq import heappop, heappush

import numpy as np
from buckets import UNREACHED, Side, arcs_of, buckets_for
from measure import reached, searched


def main() -> None:
    """Draw, search both ways, compare."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    chance = np.random.default_rng(1)
    checked = 0
    while checked < count:
        size = int(chance.integers(2, 30))
        start, end = chance.integers(0, size, (2, int(chance.integers(1, size * 4))))
        key = np.unique((start * size + end)[start != end])
        if not key.size:
            continue
        strength = (
            np.ones(key.size),
            chance.choice([0.25, 0.5, 1.0], key.size),
            np.round(chance.uniform(0.01, 1, key.size), 2),
            chance.uniform(1e-9, 1, key.size),
        )[chance.integers(0, 4)]
        decay = float(chance.choice([1.0, 0.99, 0.9, 0.5]))
        check(size, key // size, key % size, strength, decay, int(chance.integers(0, size)))
        checked += 1
    print(f"{checked} graphs: equal")


def check(size, start, end, strength, decay, origin) -> None:
    """Compare all answers from one actor."""
    arcs = arcs_of(size, start, end, strength, np.arange(start.size))
    worth = arcs.table * decay
    ring = buckets_for(worth[0])
    rows = [[] for _ in range(size)]
    for one, other, value in zip(start.tolist(), end.tolist(), strength.tolist(), strict=True):
        rows[one].append((other, value * decay))
    ahead, behind = Side(size, ring), Side(size, ring)
    plain = by_heap(rows, origin)
    assert np.array_equal(reached(arcs, worth, ring, ahead, origin), plain)
    ahead.key[:] = UNREACHED
    starts = np.repeat(np.arange(size), np.diff(arcs.out_first.astype(int)))
    for other in range(size):
        if other == origin:
            continue
        best, found = searched(arcs, worth, ring, ahead, behind, origin, other)
        if plain[other] < 0:
            assert best == UNREACHED
            continue
        assert abs(best - plain[other]) <= 1e-12 * plain[other]
        got = set(zip(starts[found].tolist(), arcs.out_end[found].tolist(), strict=True))
        assert tied_arcs(rows, origin, other, best) <= got
        assert not ahead.seen.any()
        assert (ahead.key < 0).all()
        assert (behind.key < 0).all()


def by_heap(rows, origin):
    """Give the best key to every actor."""
    keys = np.full(len(rows), UNREACHED)
    keys[origin] = 1.0
    heap = [(-1.0, origin)]
    while heap:
        key, place = heappop(heap)
        if -key < keys[place]:
            continue
        for other, worth in rows[place]:
            found = -key * worth
            if found > keys[other]:
                keys[other] = found
                heappush(heap, (-found, other))
    return keys


def tied_arcs(rows, origin, end, best):
    """List every loopless path that is tied with the best, and give all arcs of them."""
    arcs = set()

    def follow(place, key, seen, path):
        if place == end:
            if key >= best * (1 - 1e-12):
                arcs.update(path)
            return
        for other, worth in rows[place]:
            if other not in seen and key * worth >= best * (1 - 1e-11):
                follow(other, key * worth, seen | {other}, [*path, (place, other)])

    follow(origin, 1.0, {origin}, [])
    return arcs


if __name__ == "__main__":
    main()
