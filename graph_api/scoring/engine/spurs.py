"""One search that leaves a path at one of its actors, led by what is known from the end back.

The ball holds exact keys to the end for all who are near it; whoever is farther has a key no
greater than its rim. So a search works through little more than the path that it finds (Hart,
Nilsson and Raphael 1968, on products).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import Rows, own_row
from graph_api.scoring.engine.bits import ONE, bits, unbits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FULL, SHIFT, STOPPED, UNREACHED, Labels
from graph_api.scoring.engine.meeting import BEYOND

PASSED = np.uint8(1)
"""Mark of an actor that the beginning of a path has passed."""

BANNED = np.uint8(2)
"""Mark of an actor that the first arc of a search must not reach."""


class Trail(NamedTuple):
    """Where the best key of each actor came from, and a heap of those still to be worked through.

    ``came`` (n,) and ``over`` (n,): the actor before, and the arc from it. ``value`` and ``actor``:
    a binary heap, the greatest value first.
    """

    came: NDArray[np.uint32]
    over: NDArray[np.uint32]
    value: NDArray[np.float64]
    actor: NDArray[np.uint32]


def new_trail(size: int, room: int) -> Trail:
    """Make the arrays of a search with room for so many entries in the heap."""
    return Trail(
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(room, np.float64),
        np.empty(room, np.uint32),
    )


@kernel
def ball(
    rows: Rows,
    worth: NDArray[np.float64],
    end: np.uint64,
    labels: Labels,
    last: np.uint64,
    most: int,
    stop: NDArray[np.uint8],
) -> tuple[int, float]:
    """Fill in exact keys from ``end``, to the bucket ``last`` or till more than ``most`` have one.

    Gives how many have a key (FULL, STOPPED), and the rim: no other key is greater; UNREACHED where
    nobody else can be reached.
    """
    key, head, following, actor = labels.key, labels.head, labels.following, labels.actor
    mask = np.uint64(head.size - 1)
    room = np.uint64(following.size)
    one = np.uint64(1)
    changed = rows.slots.size != 0
    key[end] = 1.0
    labels.touched[0] = end
    touched = 1
    actor[1] = end
    following[1] = 0
    head[0] = 1
    top = np.uint64(2)
    free = np.uint64(0)
    live = 1
    bucket = np.uint64(0)
    while live > 0 and bucket <= last and touched <= most:
        slot = bucket & mask
        if stop[0] != 0:
            return STOPPED, UNREACHED
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
                            return FULL, UNREACHED
                        into &= mask
                        actor[entry] = v
                        following[entry] = head[into]
                        head[into] = entry
                        live += 1
        bucket += one
    if live == 0:
        return touched, UNREACHED
    return touched, unbits(ONE - (bucket << SHIFT)) if bucket << SHIFT < ONE else 0.0


@kernel
def _push(trail: Trail, size: int, value: float, actor: np.uint64) -> None:
    """Put an entry on a heap of so many."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if trail.value[above] >= value:
            break
        trail.value[place] = trail.value[above]
        trail.actor[place] = trail.actor[above]
        place = above
    trail.value[place] = value
    trail.actor[place] = actor


@kernel
def _pop(trail: Trail, size: int) -> None:
    """Take the first entry off a heap of so many."""
    last = size - 1
    value = trail.value[last]
    actor = trail.actor[last]
    place = 0
    below = 1
    while below < last:
        if below + 1 < last and trail.value[below + 1] > trail.value[below]:
            below += 1
        if trail.value[below] <= value:
            break
        trail.value[place] = trail.value[below]
        trail.actor[place] = trail.actor[below]
        place = below
        below = 2 * place + 1
    trail.value[place] = value
    trail.actor[place] = actor


@kernel
def spur(  # the state of a search, in registers
    rows: Rows,
    worth: NDArray[np.float64],
    behind: NDArray[np.float64],
    rim: float,
    origin: np.uint64,
    end: np.uint64,
    before: float,
    floor: float,
    labels: Labels,
    trail: Trail,
    tied: bool,  # which of two questions, for a compiled loop
    stop: NDArray[np.uint8],
) -> tuple[float, int]:
    """Find the best way from ``origin`` to ``end`` past the marks in ``labels.seen``.

    ``before`` is the key that ``origin`` begins with; nothing below ``floor`` is looked for. With
    ``tied`` the search goes on until the keys of all who are on a tied path are exact. Gives the
    best key (UNREACHED, FULL, STOPPED), and how many have a key: they are left for the caller.
    """
    key, seen = labels.key, labels.seen
    room = trail.value.size
    one = np.uint64(1)
    changed = rows.slots.size != 0
    key[origin] = before
    labels.touched[0] = origin
    touched = 1
    best = UNREACHED
    hope = max(behind[origin], rim)
    if hope < 0:
        return best, touched
    _push(trail, 0, before * hope, origin)
    size = 1
    while size > 0:
        value = trail.value[0]
        u = np.uint64(trail.actor[0])
        if value < floor:
            break
        _pop(trail, size)
        size -= 1
        own = key[u]
        if own * max(behind[u], rim) > value:
            continue  # it was worked through with a greater key
        if u == end:
            best = own
            if not tied:
                break
            floor = max(floor, best * (1 - BEYOND))
            continue
        if stop[0] != 0:
            return float(STOPPED), touched
        low = np.uint64(rows.first[u])
        high = np.uint64(rows.first[u + one])
        if changed:
            place = own_row(rows, u)
            if place != 0:
                low = np.uint64(rows.own_first[place])
                high = np.uint64(rows.own_last[place])
        for arc in range(low, high):
            v = np.uint64(rows.other[arc])
            found = own * worth[rows.code[arc]]
            hope = max(behind[v], rim)
            reach = found * hope
            if hope < 0 or reach < floor or found <= key[v]:
                continue
            mark = seen[v]
            if mark != 0 and (mark & PASSED != 0 or u == origin):
                continue
            if size == room:
                return float(FULL), touched
            if key[v] < 0:
                labels.touched[touched] = v
                touched += 1
            key[v] = found
            trail.came[v] = u
            trail.over[v] = arc
            _push(trail, size, reach, v)
            size += 1
    return best, touched


@kernel
def wipe(labels: Labels, touched: int) -> None:
    """Take off the keys of so many actors."""
    for place in range(touched):
        labels.key[labels.touched[place]] = UNREACHED
