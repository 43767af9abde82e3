"""Metrics over best paths: betweenness and closeness.

Best paths are those of the greatest product; of paths within 1e-12 those of the fewest hops. No
library counts like that: with lengths of 0 (strength 1) networkx and igraph count paths that turn
back on themselves, or refuse them. Distances are scipy's; only the counting is our own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import Asked, Found, Numbers
from graph_api.scoring.metrics.ties import Ties

TIED = 1e-12
"""Lengths that differ by less belong to products that are equal but for rounding."""

FEW = 4
"""Up to so many ties of best paths an actor, the counting goes actor by actor."""

BLOCK = 64
"""Sources whose distances are held together."""


def betweenness(asked: Asked) -> Found:
    """Count for each actor the share of the best paths between others that lead through it."""
    ties, size = asked.ties, asked.ties.size
    if size < 3:
        return Found(np.full(size, np.nan))
    lengths = ties.length if asked.parameters["weighted"] else np.zeros(ties.count)
    through = np.zeros(size)
    for source, distances in _distances(asked, ties, hops=False):
        through += _through(source, distances, ties, lengths)
    return Found(through / ((size - 1) * (size - 2)))


def closeness(asked: Asked) -> Found:
    """Give how near each actor is to those it reaches, less where it reaches few."""
    ties, size = asked.ties, asked.ties.size
    if asked.parameters["incoming"]:
        ties = ties.reversed()
    values = np.full(size, np.nan)
    for source, distances in _distances(asked, ties, hops=not asked.parameters["weighted"]):
        reached = np.isfinite(distances)
        count = int(np.count_nonzero(reached)) - 1
        far = float(np.sum(distances[reached]))
        if count > 0 and far > 0:
            values[source] = (count / (size - 1)) * (count / far)
    return Found(values)


def _distances(asked: Asked, ties: Ties, *, hops: bool) -> Iterator[tuple[int, Numbers]]:
    """Give from each actor the distance to every other one, infinite where there is no path."""
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415  # slow to load

    matrix = ties.matrix(ties.length)  # a length of 0 stays an entry: scipy takes it as a tie
    for begin in range(0, ties.size, BLOCK):
        stopping.check(
            f"{begin} of {ties.size} actors were done",
            f"已算完 {ties.size} 个行动者中的 {begin} 个",
        )
        asked.tell(begin / ties.size)
        sources = np.arange(begin, min(begin + BLOCK, ties.size))
        rows = dijkstra(matrix, directed=True, indices=sources, unweighted=hops)
        yield from zip(sources.tolist(), rows, strict=True)
    asked.tell(1.0)


def _through(source: int, distances: Numbers, ties: Ties, lengths: Numbers) -> Numbers:
    """Give, of the best paths from one source, the share through each actor, summed over ends.

    Brandes (2001) over the ties that lie on a best path, level by level of hops.
    """
    near = np.isfinite(distances)
    if lengths.any():
        with np.errstate(invalid="ignore"):
            slack = np.abs(distances[ties.start] + lengths - distances[ties.end])
        tight = np.flatnonzero(near[ties.start] & (slack <= TIED))
    else:
        tight = np.flatnonzero(near[ties.start])
    starts, ends = ties.start[tight], ties.end[tight]
    if len(starts) < FEW * ties.size:
        return _by_actor(source, starts.tolist(), ends.tolist(), ties.size)
    return _by_level(source, starts, ends, ties.size)


def _by_actor(source: int, starts: list[int], ends: list[int], size: int) -> Numbers:
    """Count actor by actor: quick where paths are long and few."""
    onward: dict[int, list[int]] = {}
    for start, end in zip(starts, ends, strict=True):
        onward.setdefault(start, []).append(end)
    hops, paths, order = {source: 0}, {source: 1.0}, [source]
    before: dict[int, list[int]] = {}
    for actor in order:
        for other in onward.get(actor, ()):
            if other not in hops:
                hops[other] = hops[actor] + 1
                paths[other] = 0.0
                before[other] = []
                order.append(other)
            if hops[other] == hops[actor] + 1:
                paths[other] += paths[actor]
                before[other].append(actor)
    share = np.zeros(size)
    passed = dict.fromkeys(order, 0.0)
    for other in reversed(order[1:]):
        each = (1 + passed[other]) / paths[other]
        for actor in before[other]:
            passed[actor] += paths[actor] * each
        share[other] = passed[other]
    return share


def _by_level(
    source: int, starts: NDArray[np.int64], ends: NDArray[np.int64], size: int
) -> Numbers:
    """Count level by level of hops: quick where paths are short and many."""
    paths = np.zeros(size)
    paths[source] = 1.0
    is_new = np.ones(size, np.bool_)
    is_new[source] = False
    is_front = ~is_new
    levels: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    while starts.size:
        here = is_front[starts]
        onward = here & is_new[ends]
        begin, finish = starts[onward], ends[onward]
        if not begin.size:
            break
        paths += np.bincount(finish, paths[begin], size)
        is_front = np.zeros(size, np.bool_)
        is_front[finish] = True
        is_new[finish] = False
        levels.append((begin, finish))
        left = ~here & is_new[ends]
        starts, ends = starts[left], ends[left]
    share = np.zeros(size)
    for begin, finish in reversed(levels):
        share += np.bincount(begin, paths[begin] / paths[finish] * (1 + share[finish]), size)
    share[source] = 0.0
    return share
