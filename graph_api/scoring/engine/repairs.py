"""The keys of a tree of best paths when one actor or one arc is thought away.

Only what hangs on it can lose. Of that, who has another way just as good keeps all below; the
others take what is best from outside or from above, and the few arcs between them that may give
more are followed until nothing gets better (after Ramalingam and Reps 1996).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.bits import ONE, bits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import SHIFT, UNREACHED
from graph_api.scoring.engine.trees import Tree

NOT_TOUCHED = -2.0
"""Stands for the new key of an actor that loses nothing."""

ABSENT = 2.0
"""Stands for the new key of the actor that is thought away: no way over it is ever better."""

SAME = 1e-14
"""A way that loses no more than this, the rounding of products, is just as good."""

BUCKETS = (0x3FF0000000000000 >> 49) + 1
"""Keys of 0 to 1 fall into so many buckets."""


class Repair(NamedTuple):
    """What a tree is searched again on; clean between two subjects.

    Attributes
    ----------
    key, touched
        Shape (k,): new keys by position, `NOT_TOUCHED` for those that lose nothing; the positions
        of the others.
    head, following, previous
        The first of each bucket, and links between those in one (k + 1,), by position + 1.
    start, end, strength, link
        Arcs between touched positions that may give more, by number + 1, linked by where they
        start; ``first`` (k,) leads to them. 0 is none.

    """

    key: NDArray[np.float64]
    touched: NDArray[np.uint32]
    head: NDArray[np.uint32]
    following: NDArray[np.uint32]
    previous: NDArray[np.uint32]
    first: NDArray[np.uint32]
    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    strength: NDArray[np.float64]
    link: NDArray[np.uint32]


@kernel
def extended(key: float, strength: float, weakest: bool) -> float:  # a compiled loop
    """Give the key of a path one arc longer."""
    if key < 0:
        return UNREACHED
    return min(key, strength) if weakest else key * strength


@kernel
def repair(  # one sweep over what hangs on a subject
    tree: Tree,
    weakest: bool,  # the reading, for a compiled loop
    begin: np.uint64,
    is_actor: bool,  # the kind of subject, for a compiled loop
    instead: float,
    new: Repair,
    stop: NDArray[np.uint8],
) -> np.uint64:
    """Find the new keys without the actor at a position, or without the arc from above to it.

    ``instead`` is what is left of that arc (below 0: nothing). Gives how many have a new key; they
    are in ``new``, and `clean` takes them off. When the question is over nothing there holds.
    """
    one = np.uint64(1)
    end = np.uint64(tree.last[begin])
    count = np.uint64(0)
    arcs = np.uint64(0)
    place = begin
    if is_actor:
        new.key[begin] = ABSENT
        place += one
    while place < end and stop[0] == 0:
        above = np.uint64(tree.above[place])
        if place == begin:
            best = extended(tree.key[above], instead, weakest) if instead >= 0 else UNREACHED
        elif is_actor and above == begin:
            best = UNREACHED
        else:
            best = extended(new.key[above], tree.by[place], weakest)
        known = arcs
        for entry in range(np.uint64(tree.first[place]), np.uint64(tree.first[place + one])):
            value = tree.value[entry]
            if value <= best:
                break
            at = np.uint64(tree.at[entry])
            if at < begin or at >= end:
                best = value
                break
            if at != begin or not is_actor:
                arcs += one
                new.start[arcs] = at
                new.end[arcs] = place
                new.strength[arcs] = tree.strength[entry]
        if best >= tree.key[place] * (1 - SAME):
            arcs = known
            place = np.uint64(tree.last[place])
        else:
            new.key[place] = best
            new.touched[count] = place
            count += one
            place += one
    if arcs > 0:
        _follow(tree, weakest, arcs, new, stop)
    return count


@kernel
def _follow(
    tree: Tree,
    weakest: bool,  # the reading, for a compiled loop
    arcs: np.uint64,
    new: Repair,
    stop: NDArray[np.uint8],
) -> None:
    """Follow the arcs between touched positions, and those of the tree, until nothing improves."""
    one = np.uint64(1)
    key, head = new.key, new.head
    live = np.uint64(0)
    bucket = np.uint64(BUCKETS)
    arc = one
    while arc <= arcs:
        start, end = np.uint64(new.start[arc]), np.uint64(new.end[arc])
        before = key[start]
        if before == NOT_TOUCHED:
            before = tree.key[start]
        else:
            new.link[arc] = new.first[start]
            new.first[start] = arc
        found = extended(before, new.strength[arc], weakest)
        if found > key[end]:
            live += _put(new, end, found)
            bucket = min(bucket, (ONE - bits(found)) >> SHIFT)
        arc += one
    while live > 0 and stop[0] == 0:
        while head[bucket] != 0:
            entry = np.uint64(head[bucket])
            head[bucket] = new.following[entry]
            new.previous[head[bucket]] = 0
            live -= one
            place = entry - one
            own = key[place]
            arc = np.uint64(new.first[place])
            while arc != 0:
                end = np.uint64(new.end[arc])
                found = extended(own, new.strength[arc], weakest)
                if found > key[end]:
                    live += _put(new, end, found)
                arc = np.uint64(new.link[arc])
            last = np.uint64(tree.last[place])
            child = place + one
            while child < last:
                if key[child] != NOT_TOUCHED:
                    found = extended(own, tree.by[child], weakest)
                    if found > key[child]:
                        live += _put(new, child, found)
                child = np.uint64(tree.last[child])
        bucket += one
    arc = one
    while arc <= arcs:
        new.first[new.start[arc]] = 0
        arc += one


@kernel
def _put(new: Repair, place: np.uint64, found: float) -> np.uint64:
    """Give a position a better key and put it into its bucket; give how many more are queued."""
    known = new.key[place]
    entry = place + np.uint64(1)
    into = (ONE - bits(found)) >> SHIFT
    more = np.uint64(1)
    new.key[place] = found
    if known >= 0:
        was = (ONE - bits(known)) >> SHIFT
        if new.previous[entry] != 0:
            if was == into:
                return np.uint64(0)
            new.following[new.previous[entry]] = new.following[entry]
            new.previous[new.following[entry]] = new.previous[entry]
            more = np.uint64(0)
        elif new.head[was] == entry:
            if was == into:
                return np.uint64(0)
            new.head[was] = new.following[entry]
            new.previous[new.following[entry]] = 0
            more = np.uint64(0)
    new.following[entry] = new.head[into]
    new.previous[entry] = 0
    new.previous[new.head[into]] = entry
    new.head[into] = entry
    return more


@kernel
def clean(begin: np.uint64, count: np.uint64, new: Repair) -> None:
    """Take the new keys off again."""
    new.key[begin] = NOT_TOUCHED
    for item in range(count):
        new.key[new.touched[item]] = NOT_TOUCHED


def new_repair(tree: Tree) -> Repair:
    """Make what a tree is repaired on.

    Pages of memory that no repair writes on take none.
    """
    size, arcs = tree.order.size, tree.at.size + 1
    return Repair(
        np.full(size, NOT_TOUCHED),
        np.empty(size, np.uint32),
        np.zeros(BUCKETS, np.uint32),
        np.zeros(size + 1, np.uint32),
        np.zeros(size + 1, np.uint32),
        np.zeros(size, np.uint32),
        np.empty(arcs, np.uint32),
        np.empty(arcs, np.uint32),
        np.empty(arcs),
        np.empty(arcs, np.uint32),
    )
