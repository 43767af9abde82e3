"""From one actor to all: the best key of every actor."""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.bits import ONE, bits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import (
    FULL,
    SHIFT,
    STOPPED,
    UNREACHED,
    ring_size,
)

PATIENT = 200_000
"""With more arcs than this a compiler is quicker than plain Python is."""


class Queue(NamedTuple):
    """Who is still to be worked through: a ring of buckets, each a chain of chunks of cells.

    ``head`` (a power of two,) leads to the last cell of each bucket, 0: it is empty. ``cells``
    holds actors; the first cell of a chunk leads to the last cell of the chunk before it. Chunks
    are written and read one cell after the other, which is what memory is fast at.
    """

    head: NDArray[np.uint32]
    cells: NDArray[np.uint32]


CHUNK = 32
"""Cells of a chunk, a power of two."""


@kernel
def best_keys(
    rows: Rows,
    worth: NDArray[np.float64],
    start: np.uint64,
    key: NDArray[np.float64],
    queue: Queue,
    stop: NDArray[np.uint8],
) -> int:
    """Fill in the best key of every actor; give how many were worked through, FULL or STOPPED.

    ``key`` is UNREACHED everywhere and ``queue`` empty. A bucket is worked through until nothing
    new falls into it, so that any decay and strengths of 1 are exact (Meyer and Sanders 2003, with
    buckets of the bits of a product).
    """
    head, cells = queue.head, queue.cells
    mask = np.uint64(head.size - 1)
    room = np.uint64(cells.size)
    one = np.uint64(1)
    size = np.uint64(CHUNK)
    last = np.uint64(CHUNK - 1)
    changed = rows.slots.size != 0
    key[start] = 1.0
    cells[size] = 0
    cells[size + one] = start
    head[0] = size + one
    top = size + size
    free = np.uint64(0)
    live = 1
    bucket = np.uint64(0)
    work = 0
    while live > 0:
        slot = bucket & mask
        if stop[0] != 0:
            return STOPPED
        while head[slot] != 0:
            cell = np.uint64(head[slot])
            u = np.uint64(cells[cell])
            if cell & last == one:
                cell -= one
                head[slot] = cells[cell]
                cells[cell] = free
                free = cell
            else:
                head[slot] = cell - one
            live -= 1
            own = key[u]
            if (ONE - bits(own)) >> SHIFT != bucket:
                continue
            work += 1
            low = np.uint64(rows.first[u])
            high = np.uint64(rows.first[u + one])
            if changed:
                place = own_row(rows, u)
                if place != 0:
                    low = np.uint64(rows.own_first[place])
                    high = np.uint64(rows.own_last[place])
            for arc in range(low, high):
                v = rows.other[arc]
                found = own * worth[rows.code[arc]]
                known = key[v]
                if found > known:
                    key[v] = found
                    into = (ONE - bits(found)) >> SHIFT
                    if known < 0 or into == bucket or into != (ONE - bits(known)) >> SHIFT:
                        into &= mask
                        cell = np.uint64(head[into])
                        if cell == 0 or cell & last == last:
                            if free != 0:
                                chunk = free
                                free = np.uint64(cells[chunk])
                            elif top < room:
                                chunk = top
                                top += size
                            else:
                                return FULL
                            cells[chunk] = cell
                            cell = chunk
                        cell += one
                        cells[cell] = v
                        head[into] = cell
                        live += 1
        bucket += one
    return work


def new_queue(size: int, least: float) -> Queue:
    """Make a queue for a graph of so many actors; the least that an arc multiplies by."""
    ring = ring_size(least)
    return Queue(np.zeros(ring, np.uint32), np.zeros(2 * size + (ring + 2) * CHUNK, np.uint32))


_KEPT: WeakKeyDictionary[ArcGraph, dict[float, list[Queue]]] = WeakKeyDictionary()


def keys_from(
    graph: ArcGraph, start: int, decay: float = 1.0, *, ahead: bool = True
) -> NDArray[np.float64]:
    """Give the best key from one actor to each (or from each to one).

    The key of a path is the product of strength x decay over its arcs; `UNREACHED` without one.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Shape (n,). Time: O(m) for practical purposes; each actor is worked through about once.

    """
    rows = graph.out if ahead else graph.back
    worth = graph.worth(decay)
    if graph.count > PATIENT:
        compiling.wait()
    stop = stopping.current().watch()
    kept = _KEPT.setdefault(graph, {}).setdefault(decay, [])
    try:
        queue = kept.pop()
    except IndexError:
        queue = new_queue(graph.size, float(worth.min(initial=1.0)))
    while True:
        key = np.full(graph.size, UNREACHED)
        done = best_keys(rows, worth, np.uint64(start), key, queue, stop)
        if done >= 0:
            kept.append(queue)
            return key
        if done == STOPPED:
            reached = int((key >= 0).sum())
            raise stopping.current().error(
                f"one search had reached {reached} of {graph.size} actors",
                f"一次搜索已到达 {graph.size} 个行动者中的 {reached} 个",
            )
        queue = Queue(np.zeros_like(queue.head), np.zeros(2 * queue.cells.size, np.uint32))
