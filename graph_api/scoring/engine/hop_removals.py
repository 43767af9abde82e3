"""Removals over paths of a limited number of hops: one layer for each number of arcs.

What stands in a layer is a *state*: an actor with the best walk of exactly so many arcs. It hangs
on one state of the layer before. Without a subject only states that hang on it can lose, and are
looked at again layer after layer; one that has another way just as good keeps all that hangs on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import Rows
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import STOPPED, UNREACHED
from graph_api.scoring.engine.removals import TIE, mutual
from graph_api.scoring.engine.repairs import NOT_TOUCHED, SAME
from graph_api.scoring.engine.trees import NOT_THERE, row_of


class Layers(NamedTuple):
    """The best walks from (or to) one actor of exactly 0, 1, ... arcs, none back to where it began.

    Attributes
    ----------
    position
        Shape ((hops + 1) n,): the state of an actor in a layer, at hop x n + place; `NOT_THERE`.
    place, key, parent
        Shape (k,): the actor of each state, its key, and the state that it hangs on.
    first, child
        Those that hang on a state: ``child[first[state]:first[state + 1]]``.
    behind
        The rows of the graph against the sense of the walks.
    worth
        Strengths (times decay) by code.

    """

    position: NDArray[np.uint32]
    place: NDArray[np.uint32]
    key: NDArray[np.float64]
    parent: NDArray[np.uint32]
    first: NDArray[np.uint32]
    child: NDArray[np.uint32]
    behind: Rows
    worth: NDArray[np.float64]


class Again(NamedTuple):
    """New keys by state, `NOT_TOUCHED` for those that lose nothing; ``touched``: the others."""

    key: NDArray[np.float64]
    touched: NDArray[np.uint32]


class Ends(NamedTuple):
    """What counts of each actor: shape (n,).

    ``now`` is the mutual score of those that are the other end of a pair, 0 for the rest; ``there``
    and ``back`` are the best keys.
    """

    now: NDArray[np.float64]
    there: NDArray[np.float64]
    back: NDArray[np.float64]


class Gone(NamedTuple):
    """What is thought away, one after the other: actors (twice the same place) or arcs.

    ``in_there`` and ``in_back`` say where something that counts hangs on it; ``instead`` is what is
    left of an arc, below 0 for nothing.
    """

    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    in_there: NDArray[np.bool_]
    in_back: NDArray[np.bool_]
    instead: NDArray[np.float64]


class Sides(NamedTuple):
    """Both directions, and what to write on."""

    there: Layers
    back: Layers
    new_there: Again
    new_back: Again


@kernel
def grow_layers(  # a search, and what it writes on
    rows: Rows,
    worth: NDArray[np.float64],
    weakest: bool,
    start: np.uint64,
    hops: int,
    position: NDArray[np.uint32],
    place: NDArray[np.uint32],
    key: NDArray[np.float64],
    parent: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> np.int64:
    """Fill in the states, layer after layer; give how many there are, or STOPPED."""
    one = np.uint64(1)
    size = np.uint64(position.size // (hops + 1))
    position[start] = 0
    place[0], key[0], parent[0] = start, 1.0, 0
    begin, count = np.uint64(0), one
    base = np.uint64(0)
    for _ in range(hops):
        end = count
        base += size
        state = begin
        while state < end:
            if stop[0] != 0:
                return np.int64(STOPPED)
            own = key[state]
            low, high = row_of(rows, np.uint64(place[state]))
            for arc in range(low, high):
                v = np.uint64(rows.other[arc])
                if v == start:
                    continue
                strength = worth[rows.code[arc]]
                found = min(own, strength) if weakest else own * strength
                at = np.uint64(position[base + v])
                if at == NOT_THERE:
                    at = count
                    count += one
                    position[base + v] = at
                    place[at] = v
                    key[at] = UNREACHED
                if found > key[at]:
                    key[at] = found
                    parent[at] = state
            state += one
        begin = end
    return np.int64(count)


@kernel
def _look_again(  # one state, the subject, and what to write on
    layers: Layers,
    weakest: bool,
    state: np.uint64,
    base: np.uint64,
    start: np.uint64,
    end: np.uint64,
    is_actor: bool,
    instead: float,
    new: Again,
    count: np.uint64,
) -> np.uint64:
    """Find the new key of a state of the layer after ``base``; give how many are touched now."""
    u = np.uint64(layers.place[state])
    if is_actor and u == start:
        return count
    rows, position = layers.behind, layers.position
    least = layers.key[state] * (1 - SAME)
    best = UNREACHED
    low, high = row_of(rows, u)
    for arc in range(low, high):
        v = np.uint64(rows.other[arc])
        at = np.uint64(position[base + v])
        if at == NOT_THERE or (is_actor and v == start):
            continue
        before = new.key[at]
        if before == NOT_TOUCHED:
            before = layers.key[at]
        strength = layers.worth[rows.code[arc]]
        if not is_actor and v == start and u == end:
            strength = instead
        if before >= 0 and strength >= 0:
            best = max(best, min(before, strength) if weakest else before * strength)
            if best >= least:
                return count
    new.key[state] = best
    new.touched[count] = state
    return count + np.uint64(1)


@kernel
def look_again(  # layers, the subject, and what to write on
    layers: Layers,
    weakest: bool,
    start: np.uint64,
    end: np.uint64,
    is_actor: bool,
    instead: float,
    hops: int,
    new: Again,
    stop: NDArray[np.uint8],
) -> np.uint64:
    """Find the new keys without an actor (``start``), or an arc in the sense of the walks."""
    one = np.uint64(1)
    size = np.uint64(layers.position.size // (hops + 1))
    count = begin = base = np.uint64(0)
    for _ in range(hops):
        if stop[0] != 0:
            return count
        until = count
        for item in range(begin, until):
            state = np.uint64(new.touched[item])
            for at in range(np.uint64(layers.first[state]), np.uint64(layers.first[state + one])):
                child = np.uint64(layers.child[at])
                count = _look_again(
                    layers, weakest, child, base, start, end, is_actor, instead, new, count
                )
        if is_actor:
            state = np.uint64(layers.position[base + start])
            if state != NOT_THERE:
                for at in range(
                    np.uint64(layers.first[state]), np.uint64(layers.first[state + one])
                ):
                    child = np.uint64(layers.child[at])
                    count = _look_again(
                        layers, weakest, child, base, start, end, is_actor, instead, new, count
                    )
        else:
            child = np.uint64(layers.position[base + size + end])
            if (
                child != NOT_THERE
                and np.uint64(layers.place[layers.parent[child]]) == start
                and new.key[child] == NOT_TOUCHED
            ):
                count = _look_again(
                    layers, weakest, child, base, start, end, is_actor, instead, new, count
                )
        begin = until
        base += size
    return count


@kernel
def best_again(layers: Layers, new: Again, place: np.uint64, hops: int) -> float:
    """Give the best key of an actor over all layers."""
    size = np.uint64(layers.position.size // (hops + 1))
    best = UNREACHED
    at = place
    for _ in range(hops + 1):
        state = np.uint64(layers.position[at])
        if state != NOT_THERE:
            found = new.key[state]
            if found == NOT_TOUCHED:
                found = layers.key[state]
            best = max(best, found)
        at += size
    return best


@kernel
def wipe(count: np.uint64, new: Again) -> None:
    """Take the new keys off again."""
    for item in range(count):
        new.key[new.touched[item]] = NOT_TOUCHED


@kernel
def remove_each_limited(  # one loop over subjects, its state in registers
    sides: Sides,
    weakest: bool,
    is_actor: bool,
    decay: float,
    hops: int,
    ends: Ends,
    gone: Gone,
    begin: int,
    end: int,
    is_hoped: bool,
    hoped: Sides,
    hoped_instead: NDArray[np.float64],
    seen: NDArray[np.uint32],
    cut_off: NDArray[np.uint32],
    loss: NDArray[np.float64],
    rest: NDArray[np.float64],
    cut: NDArray[np.int32],
    stop: NDArray[np.uint8],
) -> int:
    """Think the subjects from ``begin`` up to ``end`` away, as `removals.remove_each` does.

    ``seen`` (n,), all 0 at first, and ``cut_off`` (n,) are room to write on.
    """
    there, back, new_there, new_back = sides
    none = np.uint64(0)
    for item in range(begin, end):
        a, b = np.uint64(gone.start[item]), np.uint64(gone.end[item])
        less = gone.instead[item]
        count = count_back = none
        if gone.in_there[item]:
            count = look_again(there, weakest, a, b, is_actor, less, hops, new_there, stop)
        if gone.in_back[item]:
            count_back = look_again(back, weakest, b, a, is_actor, less, hops, new_back, stop)
        if stop[0] != 0:
            return item - begin
        total, off = 0.0, 0.0
        cuts = 0
        for number in range(count + count_back):
            if number < count:
                place = np.uint64(there.place[new_there.touched[number]])
            else:
                place = np.uint64(back.place[new_back.touched[number - count]])
            score = ends.now[place]
            # Each actor once, though it may have been touched in several layers, and both ways.
            if score <= 0 or seen[place] == item + 1:
                continue
            seen[place] = item + 1
            key_there, key_back = ends.there[place], ends.back[place]
            if count > 0:
                key_there = best_again(there, new_there, place, hops)
            if count_back > 0:
                key_back = best_again(back, new_back, place, hops)
            if key_there < 0 or key_back < 0:
                cut_off[cuts] = place
                cuts += 1
            without = mutual(key_there, key_back, decay)
            if without < score * (1 - TIE):
                drop = score - without
                summed = total + drop
                off += (total - summed) + drop if total >= drop else (drop - summed) + total
                total = summed
        wipe(count, new_there)
        wipe(count_back, new_back)
        if is_hoped and cuts > 0:
            less = hoped_instead[item]
            count = look_again(hoped[0], True, a, b, is_actor, less, hops, hoped[2], stop)
            count_back = look_again(hoped[1], True, b, a, is_actor, less, hops, hoped[3], stop)
            if stop[0] != 0:
                return item - begin
            missing = 0
            for number in range(cuts):
                place = np.uint64(cut_off[number])
                key_there = best_again(hoped[0], hoped[2], place, hops)
                key_back = best_again(hoped[1], hoped[3], place, hops)
                if key_there < 0 or key_back < 0:
                    missing += 1
            cuts = missing
            wipe(count, hoped[2])
            wipe(count_back, hoped[3])
        loss[item], rest[item], cut[item] = total, off, cuts
    return end - begin
