"""One pair of actors: two searches that meet.

The search from the start and the one back from the end take turns; they stop when no path between
what they have not worked through could be as good as the best meeting. That is exact: the bucket of
a search bounds every key that it may still find.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import Rows, own_row
from graph_api.scoring.engine.bits import ONE, bits, unbits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FULL, SHIFT, STOPPED, UNREACHED, Labels
from graph_api.scoring.engine.tied import NEAR, Arcs

BEYOND = 1e-9
"""A search goes on to keys this much below the best, so that no tied path is missed."""


@kernel
def _work_through(  # the state of a search, in registers
    rows: Rows,
    worth: NDArray[np.float64],
    labels: Labels,
    opposite: NDArray[np.float64],
    crossing: Arcs,
    ahead: bool,  # the sense, for a compiled loop
    bucket: np.uint64,
    best: float,
    far: float,
    top: np.uint64,
    free: np.uint64,
    live: int,
    touched: int,
    crossings: int,
) -> tuple[float, np.uint64, np.uint64, int, int, int]:
    """Work through one bucket of one side; give what changed (``live`` FULL: out of room)."""
    key, head, following, actor = labels.key, labels.head, labels.following, labels.actor
    room = np.uint64(following.size)
    one = np.uint64(1)
    mask = np.uint64(head.size - 1)
    changed = rows.slots.size != 0
    slot = bucket & mask
    while head[slot] != 0:
        entry = np.uint64(head[slot])
        head[slot] = following[entry]
        u = np.uint64(actor[entry])
        following[entry] = free
        free = entry
        live -= 1
        own = key[u]
        if (ONE - bits(own)) >> SHIFT != bucket or own * far < best * (1 - BEYOND):
            continue
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
            known = key[v]
            met = opposite[v]
            if met >= 0:
                total = found * met
                if total > best:
                    best = total
                if total >= best * (1 - NEAR):
                    if crossings == crossing.code.size:
                        return best, top, free, FULL, touched, crossings
                    crossing.start[crossings] = u if ahead else v
                    crossing.end[crossings] = v if ahead else u
                    crossing.code[crossings] = rows.code[arc]
                    crossings += 1
            if found > known and (found * far >= best * (1 - BEYOND) or met >= 0):
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
                        return best, top, free, FULL, touched, crossings
                    into &= mask
                    actor[entry] = v
                    following[entry] = head[into]
                    head[into] = entry
                    live += 1
    return best, top, free, live, touched, crossings


@kernel
def _begin(labels: Labels, start: np.uint64) -> None:
    labels.key[start] = 1.0
    labels.touched[0] = start
    labels.actor[1] = start
    labels.following[1] = 0
    labels.head[0] = 1


@kernel
def meet(  # a pair, and what the search writes on
    out: Rows,
    back: Rows,
    worth: NDArray[np.float64],
    start: np.uint64,
    end: np.uint64,
    ahead: Labels,
    behind: Labels,
    crossing: Arcs,
    stop: NDArray[np.uint8],
) -> tuple[float, int, int, int]:
    """Search from both ends.

    Gives the best key (UNREACHED: no path; FULL, STOPPED), how many actors have a key on either
    side, and how many arcs in ``crossing`` may lie on a tied path. Keys are left for `tied_arcs`.
    """
    mask = np.uint64(ahead.head.size - 1)
    one = np.uint64(1)
    _begin(ahead, start)
    _begin(behind, end)
    top_a, top_b = np.uint64(2), np.uint64(2)
    free_a, free_b = np.uint64(0), np.uint64(0)
    live_a, live_b = 1, 1
    bucket_a, bucket_b = np.uint64(0), np.uint64(0)
    far_a, far_b = 1.0, 1.0  # no key still to be found is above
    touched_a, touched_b = 1, 1
    crossings = 0
    best = UNREACHED
    while live_a > 0 and live_b > 0 and (best < 0 or far_a * far_b >= best * (1 - BEYOND)):
        if stop[0] != 0:
            return float(STOPPED), touched_a, touched_b, crossings
        if live_a <= live_b:
            best, top_a, free_a, live_a, touched_a, crossings = _work_through(
                out, worth, ahead, behind.key, crossing, True, bucket_a, best, far_b,
                top_a, free_a, live_a, touched_a, crossings,
            )  # fmt: skip
            if live_a < 0:
                return float(FULL), touched_a, touched_b, crossings
            bucket_a += one
            while live_a > 0 and ahead.head[bucket_a & mask] == 0:
                bucket_a += one
            far_a = unbits(ONE - (bucket_a << SHIFT)) if bucket_a << SHIFT < ONE else 0.0
        else:
            best, top_b, free_b, live_b, touched_b, crossings = _work_through(
                back, worth, behind, ahead.key, crossing, False, bucket_b, best, far_a,
                top_b, free_b, live_b, touched_b, crossings,
            )  # fmt: skip
            if live_b < 0:
                return float(FULL), touched_a, touched_b, crossings
            bucket_b += one
            while live_b > 0 and behind.head[bucket_b & mask] == 0:
                bucket_b += one
            far_b = unbits(ONE - (bucket_b << SHIFT)) if bucket_b << SHIFT < ONE else 0.0
    return best, touched_a, touched_b, crossings
