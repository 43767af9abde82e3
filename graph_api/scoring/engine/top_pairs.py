"""The best pairs of one actor with a group, by both directions at once, without scoring them all.

A search from the actor and one back to it take turns by falling keys. They stop when no pair that
one of them has still to see could be among the best (the threshold algorithm of Fagin, Lotem and
Naor 2003). `pairing` calls these loops.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import Rows, own_row
from graph_api.scoring.engine.bits import ONE, bits, unbits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FULL, SHIFT, STOPPED, UNREACHED, Labels, forget
from graph_api.scoring.engine.printing import Print, follow

CLOSE = 1e-11
"""Pairs this near to the last one wanted may be tied with it."""

WANTED = np.uint8(1)
"""Mark of an actor of the group."""

SHARED = np.uint8(2)
"""Mark of an actor of both groups: its pair with another such one counts once."""


class Best(NamedTuple):
    """What the searches of one actor gather.

    ``least`` (count,): the products of the best pairs, a heap with the least first. ``order_ahead``
    and ``order_behind`` (n,): whose keys are final, in the order in which they became so. ``found``
    (n,): the actors of pairs that may be among the best; for each of them ``worth``, the product of
    both keys, and ``forward`` and ``reverse``, what `follow` prints.
    """

    least: NDArray[np.float64]
    order_ahead: NDArray[np.uint32]
    order_behind: NDArray[np.uint32]
    found: NDArray[np.uint32]
    worth: NDArray[np.float64]
    forward: NDArray[np.float64]
    reverse: NDArray[np.float64]


def new_best(size: int, count: int) -> Best:
    """Make what the searches of one actor gather in a graph of so many actors."""
    return Best(
        np.empty(count),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size),
        np.empty(size),
        np.empty(size),
    )


@kernel
def mark(places: NDArray[np.int32], marks: NDArray[np.uint8]) -> int:
    """Mark actors as wanted; give the index of the first place out of range, else -1."""
    size = np.uint64(marks.size)
    for index in range(places.size):
        place = np.uint64(np.uint32(places[index]))  # below 0 becomes too great
        if place >= size:
            return index
        marks[place] = WANTED
    return -1


@kernel
def _settle(  # the state of a search, in registers
    rows: Rows,
    worth: NDArray[np.float64],
    labels: Labels,
    order: NDArray[np.uint32],
    bucket: np.uint64,
    top: np.uint64,
    free: np.uint64,
    live: int,
    touched: int,
    settled: int,
) -> tuple[np.uint64, np.uint64, int, int, int]:
    """Work through one bucket, after which its keys are final (``live`` FULL: out of room)."""
    key, head, following, actor = labels.key, labels.head, labels.following, labels.actor
    room = np.uint64(following.size)
    one = np.uint64(1)
    changed = rows.slots.size != 0
    slot = bucket & np.uint64(head.size - 1)
    mask = np.uint64(head.size - 1)
    while head[slot] != 0:
        entry = np.uint64(head[slot])
        head[slot] = following[entry]
        u = np.uint64(actor[entry])
        following[entry] = free
        free = entry
        live -= 1
        own = key[u]
        if (ONE - bits(own)) >> SHIFT != bucket:
            continue
        if labels.seen[u] == 0:
            labels.seen[u] = 1
            order[settled] = u
            settled += 1
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
                if known < 0:
                    labels.touched[touched] = v
                    touched += 1
                key[v] = found
                into = (ONE - bits(found)) >> SHIFT
                if known < 0 or into == bucket or into != (ONE - bits(known)) >> SHIFT:
                    if free != 0:
                        entry = free
                        free = np.uint64(following[entry])
                    elif top < room:
                        entry = top
                        top += one
                    else:
                        return top, free, FULL, touched, settled
                    into &= mask
                    actor[entry] = v
                    following[entry] = head[into]
                    head[into] = entry
                    live += 1
    return top, free, live, touched, settled


@kernel
def _keep(least: NDArray[np.float64], kept: int, value: float) -> int:
    """Put a product among the greatest ones; give how many those are."""
    if kept < least.size:
        place = kept
        while place > 0 and least[(place - 1) >> 1] > value:
            least[place] = least[(place - 1) >> 1]
            place = (place - 1) >> 1
        least[place] = value
        return kept + 1
    if value <= least[0]:
        return kept
    place = 0
    below = 1
    while below < kept:
        if below + 1 < kept and least[below + 1] < least[below]:
            below += 1
        if least[below] >= value:
            break
        least[place] = least[below]
        place = below
        below = 2 * place + 1
    least[place] = value
    return kept


@kernel
def _waits(
    place: np.uint64,
    hub: np.uint64,
    marks: NDArray[np.uint8],
    once: bool,  # the pair of two shared actors counts for the smaller place alone
) -> bool:
    """Tell whether the pair of an actor with the hub is asked for."""
    return (
        marks[place] != 0 and place != hub and not (once and marks[place] == SHARED and place < hub)
    )


@kernel
def approach(  # two groups, and what the searches write on
    out: Rows,
    back: Rows,
    worth: NDArray[np.float64],
    hub: np.uint64,
    marks: NDArray[np.uint8],
    once: bool,  # as for `_waits`
    floor: NDArray[np.float64],
    ahead: Labels,
    behind: Labels,
    best: Best,
    stop: NDArray[np.uint8],
) -> tuple[int, int, int, int, int, float, float]:
    """Find the pairs of a hub that may be among the best.

    ``floor`` (1,): products below are of no use; it may rise meanwhile. Gives how many are found
    (FULL, STOPPED), how many have a key and how many a final one on either side, and the greatest
    key that is not final on either side. The keys are left for the caller.
    """
    mask = np.uint64(ahead.head.size - 1)
    one = np.uint64(1)
    for labels in (ahead, behind):
        labels.key[hub] = 1.0
        labels.touched[0] = hub
        labels.actor[1] = hub
        labels.following[1] = 0
        labels.head[0] = 1
    top_a, top_b = np.uint64(2), np.uint64(2)
    free_a, free_b = np.uint64(0), np.uint64(0)
    live_a, live_b = 1, 1
    bucket_a, bucket_b = np.uint64(0), np.uint64(0)
    far_a, far_b = 1.0, 1.0
    touched_a, touched_b = 1, 1
    settled_a, settled_b = 0, 0
    half_a, half_b = 0, 0
    kept = 0
    limit = 0.0
    status = 0
    while status == 0:
        if stop[0] != 0:
            status = STOPPED
            break
        limit = floor[0] * (1 - CLOSE)
        if kept == best.least.size:
            limit = max(limit, best.least[0] * (1 - CLOSE))
        turn = 0
        if limit <= 0 or far_a * far_b >= limit:
            if live_a > 0 and (live_b == 0 or far_a >= far_b):
                turn = 1
            elif live_b > 0:
                turn = 2
        if turn == 0 and limit > 0:
            # No unseen pair can enter. Which of those seen on one side still may?
            while half_a < settled_a:
                u = np.uint64(best.order_ahead[half_a])
                if (
                    behind.seen[u] == 0
                    and ahead.key[u] * far_b >= limit
                    and _waits(u, hub, marks, once)
                ):
                    break
                half_a += 1
            if half_a < settled_a and live_b > 0:
                turn = 2
            else:
                while half_b < settled_b:
                    u = np.uint64(best.order_behind[half_b])
                    if (
                        ahead.seen[u] == 0
                        and behind.key[u] * far_a >= limit
                        and _waits(u, hub, marks, once)
                    ):
                        break
                    half_b += 1
                if half_b < settled_b and live_a > 0:
                    turn = 1
        if turn == 0:
            break
        if turn == 1:
            fresh = settled_a
            top_a, free_a, live_a, touched_a, settled_a = _settle(
                out, worth, ahead, best.order_ahead, bucket_a, top_a, free_a, live_a,
                touched_a, settled_a,
            )  # fmt: skip
            if live_a < 0:
                status = FULL
                break
            for index in range(fresh, settled_a):
                u = np.uint64(best.order_ahead[index])
                if behind.seen[u] != 0 and _waits(u, hub, marks, once):
                    kept = _keep(best.least, kept, ahead.key[u] * behind.key[u])
            bucket_a += one
            while live_a > 0 and ahead.head[bucket_a & mask] == 0:
                bucket_a += one
            far_a = UNREACHED
            if live_a > 0:
                far_a = unbits(ONE - (bucket_a << SHIFT)) if bucket_a << SHIFT < ONE else 0.0
        else:
            fresh = settled_b
            top_b, free_b, live_b, touched_b, settled_b = _settle(
                back, worth, behind, best.order_behind, bucket_b, top_b, free_b, live_b,
                touched_b, settled_b,
            )  # fmt: skip
            if live_b < 0:
                status = FULL
                break
            for index in range(fresh, settled_b):
                u = np.uint64(best.order_behind[index])
                if ahead.seen[u] != 0 and _waits(u, hub, marks, once):
                    kept = _keep(best.least, kept, ahead.key[u] * behind.key[u])
            bucket_b += one
            while live_b > 0 and behind.head[bucket_b & mask] == 0:
                bucket_b += one
            far_b = UNREACHED
            if live_b > 0:
                far_b = unbits(ONE - (bucket_b << SHIFT)) if bucket_b << SHIFT < ONE else 0.0
    found = status
    if status == 0:
        for index in range(settled_a):
            u = np.uint64(best.order_ahead[index])
            if (
                behind.seen[u] != 0
                and ahead.key[u] * behind.key[u] >= limit
                and _waits(u, hub, marks, once)
            ):
                best.found[found] = u
                found += 1
    return found, touched_a, touched_b, settled_a, settled_b, far_a, far_b


@kernel
def best_pairs(  # as `approach`, and what to print from
    out: Rows,
    back: Rows,
    worth: NDArray[np.float64],
    hub: np.uint64,
    marks: NDArray[np.uint8],
    once: bool,  # as for `_waits`
    floor: NDArray[np.float64],
    ahead: Labels,
    behind: Labels,
    best: Best,
    by: Print,
    stop: NDArray[np.uint8],
) -> tuple[int, int, int, int, int, int, float, float]:
    """Do as `approach` does, and print the scores of what it finds.

    The first number is how many scores are still NOT_ONE. If there is none, all that was written on
    is left clean; else the keys are left for the caller, who calls `leave`.
    """
    found, touched_a, touched_b, settled_a, settled_b, far_a, far_b = approach(
        out, back, worth, hub, marks, once, floor, ahead, behind, best, stop
    )
    left = 0
    if found > 0:
        for index in range(found):
            u = best.found[index]
            best.worth[index] = ahead.key[u] * behind.key[u]
        left += follow(
            back, worth, by, ahead.key, far_a, hub, best.found, found, True, best.forward
        )
        left += follow(
            out, worth, by, behind.key, far_b, hub, best.found, found, False, best.reverse
        )
    if left == 0:
        leave(ahead, best.order_ahead, touched_a, settled_a)
        leave(behind, best.order_behind, touched_b, settled_b)
    return left, found, touched_a, touched_b, settled_a, settled_b, far_a, far_b


@kernel
def leave(labels: Labels, order: NDArray[np.uint32], touched: int, settled: int) -> None:
    """Take off keys and marks."""
    forget(labels, touched)
    for index in range(settled):
        labels.seen[order[index]] = 0
