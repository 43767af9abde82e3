"""A graph in which each actor is two, so that a cut of arcs cuts actors."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.flows import Room

ACTOR, RELATION = 0.5, 1.0
"""The two strengths that tell the arc through an actor from one between two actors."""

_CACHE: WeakKeyDictionary[ArcGraph, ArcGraph] = WeakKeyDictionary()


def halves(graph: ArcGraph) -> ArcGraph:
    """Give the graph whose actors 2 u and 2 u + 1 are where ways enter and leave actor u.

    Made once per graph. Time: O(m).
    """
    found = _CACHE.get(graph)
    if found is None:
        starts, ends = ends_of(graph)
        actors = np.arange(graph.size, dtype=np.int64)
        # The arc through an actor stands before those that leave it: then all are in order.
        before = np.searchsorted(starts, actors)
        start = np.insert(2 * starts + 1, before, 2 * actors)
        end = np.insert(2 * ends, before, 2 * actors + 1)
        strength = np.insert(np.full(starts.size, RELATION), before, ACTOR)
        found = arc_graph(2 * graph.size, start.astype(np.int32), end.astype(np.int32), strength)
        _CACHE[graph] = found
    return found


def room_of_halves(graph: ArcGraph) -> Room:
    """Let each actor be passed once, and arcs between actors as often as anything could ask."""
    by_code = np.where(graph.table == ACTOR, 1, graph.size).astype(np.int64)
    return Room(by_code, np.zeros(0, np.int64))


def ends_of(graph: ArcGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give where each arc begins and ends, by start and then by end."""
    out = graph.out
    shared = out.first.size - 1
    first = out.first.astype(np.int64)
    counts = first[1:] - first[:-1]
    stop = int(out.first[shared])
    starts = np.repeat(np.arange(shared, dtype=np.int64), counts)
    ends = out.other[:stop].astype(np.int64)
    own = out.own[1:].astype(np.int64)
    if not own.size:
        return starts, ends
    kept = ~np.isin(starts, own)
    where = np.concatenate(
        [
            np.arange(first, last)
            for first, last in zip(
                out.own_first[1:].tolist(), out.own_last[1:].tolist(), strict=True
            )
        ]
    )
    widths = out.own_last[1:].astype(np.int64) - out.own_first[1:].astype(np.int64)
    starts = np.concatenate((starts[kept], np.repeat(own, widths)))
    ends = np.concatenate((ends[kept], out.other[where].astype(np.int64)))
    order = np.argsort(starts, kind="stable")
    return starts[order], ends[order]
