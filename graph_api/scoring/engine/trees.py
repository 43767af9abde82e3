"""Best paths from one actor as a tree, laid out so that a part of it can be searched again quickly.

Actors are named by their *position* in the tree's order: each is followed by all whose best path
leads over it. So what hangs on an actor is one piece of every array, and is read in one sweep.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import STOPPED

NOT_THERE = np.uint64(0xFFFFFFFF)
"""The position of an actor out of reach; what is above the start."""

GROWS = np.uint64(3)
"""Entries so far apart are sorted first, times itself again and again."""


class Tree(NamedTuple):
    """The best paths from (or to) one actor, to each of the k actors within reach.

    Attributes
    ----------
    position, order
        Shape (n,): the position of each actor, `NOT_THERE` out of reach. Shape (k,): the actors.
    last, above
        Shape (k,): one beyond the last position that hangs on this one; who is before it.
    key, by
        Shape (k,): its best key; strength (times decay) of the arc from the one above.
    first, at, value, strength
        ``first`` (k + 1,) leads to the *entries* of a position: its other arcs, best first, each
        with the position where it comes from, the key that it gives, and its strength (times
        decay). An arc that no removal can leave for the best one is not among them.

    """

    position: NDArray[np.uint32]
    order: NDArray[np.uint32]
    last: NDArray[np.uint32]
    above: NDArray[np.uint32]
    key: NDArray[np.float64]
    by: NDArray[np.float64]
    first: NDArray[np.uint32]
    at: NDArray[np.uint32]
    value: NDArray[np.float64]
    strength: NDArray[np.float64]


@kernel
def row_of(rows: Rows, actor: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Give where the row of an actor begins and ends."""
    if rows.slots.size != 0:
        place = own_row(rows, actor)
        if place != 0:
            return np.uint64(rows.own_first[place]), np.uint64(rows.own_last[place])
    return np.uint64(rows.first[actor]), np.uint64(rows.first[actor + np.uint64(1)])


@kernel
def levels(  # a search that is done, and what to fill in
    rows: Rows,
    worth: NDArray[np.float64],
    weakest: bool,  # the reading, for a compiled loop
    key: NDArray[np.float64],
    start: np.uint64,
    queue: NDArray[np.uint32],
    parent: NDArray[np.uint32],
    by: NDArray[np.float64],
    stop: NDArray[np.uint8],
) -> np.int64:
    """Find a parent for every actor within reach, level after level; give how many, or STOPPED.

    Along arcs that give the very key of the actor that they reach. Every actor within reach is
    found so, also over strengths of 1 and keys that have become 0: of the actors not found, the
    one of the greatest key that got it first had it from one that was found.
    """
    one = np.uint64(1)
    queue[0] = start
    parent[start] = start
    count = one
    place = np.uint64(0)
    while place < count:
        if stop[0] != 0:
            return np.int64(STOPPED)
        u = np.uint64(queue[place])
        own = key[u]
        low, high = row_of(rows, u)
        for arc in range(low, high):
            v = np.uint64(rows.other[arc])
            if parent[v] == NOT_THERE:
                worth_of = worth[rows.code[arc]]
                found = min(own, worth_of) if weakest else own * worth_of
                if found == key[v]:
                    parent[v] = u
                    by[v] = worth_of
                    queue[count] = v
                    count += one
        place += one
    return np.int64(count)


@kernel
def put_in_order(
    queue: NDArray[np.uint32],
    parent: NDArray[np.uint32],
    key_of: NDArray[np.float64],
    by_of: NDArray[np.float64],
    tree: Tree,
    size: NDArray[np.uint32],
    free: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> np.int64:
    """Give every actor its position, from its level; fill in all of a tree but the entries.

    Gives how many there are, or STOPPED. ``size`` (n,), all 1, and ``free`` (n,) are room to write
    on.
    """
    one = np.uint64(1)
    count = np.uint64(queue.size)
    place = count
    while place > one:
        if stop[0] != 0:
            return np.int64(STOPPED)
        place -= one
        u = np.uint64(queue[place])
        size[parent[u]] += size[u]
    place = np.uint64(0)
    while place < count:
        if stop[0] != 0:
            return np.int64(STOPPED)
        u = np.uint64(queue[place])
        begin = np.uint64(0)
        if place > 0:
            over = np.uint64(parent[u])
            begin = np.uint64(free[over])
            free[over] = begin + np.uint64(size[u])
            tree.above[begin] = tree.position[over]
        free[u] = begin + one
        tree.position[u] = begin
        tree.order[begin] = u
        tree.last[begin] = begin + np.uint64(size[u])
        tree.key[begin] = key_of[u]
        tree.by[begin] = by_of[u]
        place += one
    return np.int64(place)


@kernel
def fill_entries(  # what one entry consists of
    rows: Rows,
    worth: NDArray[np.float64],
    weakest: bool,  # the reading, for a compiled loop
    tree: Tree,
    branch: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> np.int64:
    """Fill in the entries of every position; give how many there are, or STOPPED.

    One that comes from another branch at the start stands whatever is removed, so none that is
    worse is kept. ``branch`` (k,), all 0, is room to write on.
    """
    one = np.uint64(1)
    count = np.uint64(tree.order.size)
    at, value, strength = tree.at, tree.value, tree.strength
    used = np.uint64(0)
    tree.first[0] = 0
    if count > 0:
        tree.first[1] = 0
    place = one
    while place < count:
        if stop[0] != 0:
            return np.int64(STOPPED)
        above = np.uint64(tree.above[place])
        branch[place] = place if above == 0 else branch[above]
        begin = np.uint64(branch[place])
        end = np.uint64(tree.last[begin])
        low, high = row_of(rows, np.uint64(tree.order[place]))
        first = used
        sure = -1.0  # the best from another branch
        for arc in range(low, high):
            other = np.uint64(tree.position[rows.other[arc]])
            if other in (above, NOT_THERE):
                continue
            worth_of = worth[rows.code[arc]]
            found = min(tree.key[other], worth_of) if weakest else tree.key[other] * worth_of
            if found <= sure:
                continue
            if other < begin or other >= end:
                sure = found
            at[used] = other
            value[used] = found
            strength[used] = worth_of
            used += one
        # Now in order, those not above the sure one left out but for itself.
        kept = first
        item = first
        while item < used:
            if value[item] > sure or (
                value[item] == sure and (at[item] < begin or at[item] >= end)
            ):
                at[kept] = at[item]
                value[kept] = value[item]
                strength[kept] = strength[item]
                kept += one
            item += one
        used = kept
        _sort(at, value, strength, first, used)
        place += one
        tree.first[place] = used
    return np.int64(used)


@kernel
def _sort(
    at: NDArray[np.uint32],
    value: NDArray[np.float64],
    strength: NDArray[np.float64],
    first: np.uint64,
    end: np.uint64,
) -> None:
    """Put some entries in order, greatest value first, where they stand (Shell 1959)."""
    gap = np.uint64(1)
    while GROWS * gap < end - first:
        gap *= GROWS
        gap += np.uint64(1)
    while gap > 0:
        item = first + gap
        while item < end:
            a, v, s = at[item], value[item], strength[item]
            hole = item
            while hole >= first + gap and value[hole - gap] < v:
                at[hole] = at[hole - gap]
                value[hole] = value[hole - gap]
                strength[hole] = strength[hole - gap]
                hole -= gap
            at[hole], value[hole], strength[hole] = a, v, s
            item += np.uint64(1)
        gap //= GROWS


def tree_of(  # a search that is done
    graph: ArcGraph,
    worth: NDArray[np.float64],
    key: NDArray[np.float64],
    start: int,
    *,
    ahead: bool,
    weakest: bool = False,
) -> Tree:
    """Make the tree of the best paths from (or to) an actor.

    Parameters
    ----------
    graph, worth
        The graph, and what its codes stand for.
    key
        Shape (n,): what a search has found from (or to) ``start``.
    start
        Its place.
    ahead
        Whether the paths lead from it.
    weakest
        Whether a key is the smallest strength of a path; else the product.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the tree is there.

    Notes
    -----
    Time: O(m), two looks at every arc. Memory: about 50 bytes an actor and 20 an entry.

    """
    along, against = (graph.out, graph.back) if ahead else (graph.back, graph.out)
    stop = stopping.current().watch()
    queue = np.empty(graph.size, np.uint32)
    parent = np.full(graph.size, NOT_THERE, np.uint32)
    by = np.zeros(graph.size)
    count = levels(along, worth, weakest, key, np.uint64(start), queue, parent, by, stop)
    used = count
    if used != STOPPED:
        tree = empty_tree(graph.size, int(count), graph.count)
        size, free = np.ones(graph.size, np.uint32), np.empty(graph.size, np.uint32)
        used = put_in_order(queue[:count], parent, key, by, tree, size, free, stop)
    if used != STOPPED:
        branch = np.zeros(tree.order.size, np.uint32)
        used = fill_entries(against, worth, weakest, tree, branch, stop)
    if used == STOPPED:
        reached = int((key >= 0).sum())
        raise stopping.current().error(
            f"the best paths of {reached} actors were being put in order",
            f"正在整理 {reached} 个行动者的最佳路径",
        )
    # What was never written to takes no memory: there is nothing to gain by copies.
    return tree._replace(at=tree.at[:used], value=tree.value[:used], strength=tree.strength[:used])


def empty_tree(size: int, count: int, arcs: int) -> Tree:
    """Make the arrays of a tree of ``count`` of ``size`` actors."""
    return Tree(
        np.full(size, NOT_THERE, np.uint32),
        np.empty(count, np.uint32),
        np.empty(count, np.uint32),
        np.full(count, NOT_THERE, np.uint32),
        np.empty(count),
        np.empty(count),
        np.zeros(count + 1, np.uint32),
        np.empty(arcs, np.uint32),
        np.empty(arcs),
        np.empty(arcs),
    )
