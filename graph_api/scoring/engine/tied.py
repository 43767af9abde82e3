"""The arcs of all paths tied for best, gathered from the keys that searches leave behind."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import Rows, own_row
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FULL, Labels

NEAR = 4e-12
"""An arc of a tied path loses no more than this: the tie, and the rounding of the products."""

SEVERAL = -1
"""What `only_path` gives where there is not one path alone."""


class Arcs(NamedTuple):
    """A list of arcs to write on: where each leaves, what it reaches, and its code."""

    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    code: NDArray[np.uint32]


def new_arcs(room: int) -> Arcs:
    """Make a list of arcs with so much room."""
    return Arcs(np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room, np.uint32))


@kernel
def tied_arcs(  # a pair, and what the search wrote on
    out: Rows,
    back: Rows,
    worth: NDArray[np.float64],
    best: float,
    ahead: Labels,
    behind: Labels,
    crossing: Arcs,
    crossings: int,
    found: Arcs,
) -> int:
    """Gather the arcs that may lie on a path tied with the best, after `meet`; give how many.

    From each crossing back along arcs that lose nothing of the keys of the start's side, and on
    along those of the end's side. Some are gathered twice. ``seen`` is left clean. FULL where
    ``found`` is too small.
    """
    count = 0
    for place in range(crossings):
        tail, head = crossing.start[place], crossing.end[place]
        if ahead.key[tail] >= 0 and behind.key[head] >= 0:
            total = ahead.key[tail] * worth[crossing.code[place]] * behind.key[head]
            if total >= best * (1 - NEAR):
                if count == found.code.size:
                    return FULL
                found.start[count] = tail
                found.end[count] = head
                found.code[count] = crossing.code[place]
                count += 1
    crossed = count
    place = 0
    while 0 <= count and place < count:  # back to the start: each arc opens the one it leaves
        u = np.uint64(found.start[place])
        if ahead.seen[u] == 0:
            ahead.seen[u] = 1
            count = _tight(back, worth, u, ahead.key, found, count, False)
        place += 1
    led = count
    place = 0
    while 0 <= count and place < count:  # on to the end: each arc opens the one it reaches
        if place == crossed and place < led:
            place = led  # those that led back stay out
            continue
        v = np.uint64(found.end[place])
        if behind.seen[v] == 0:
            behind.seen[v] = 1
            count = _tight(out, worth, v, behind.key, found, count, True)
        place += 1
    for place in range(count if count >= 0 else found.code.size):
        ahead.seen[found.start[place]] = 0
        behind.seen[found.end[place]] = 0
    return count


@kernel
def _tight(  # one actor, its row, and the list to add to
    rows: Rows,
    worth: NDArray[np.float64],
    actor: np.uint64,
    key: NDArray[np.float64],
    found: Arcs,
    count: int,
    ahead: bool,  # the sense, for a compiled loop
) -> int:
    """Add the arcs of a row over which the key of its actor loses nothing."""
    low = np.uint64(rows.first[actor])
    high = np.uint64(rows.first[actor + np.uint64(1)])
    if rows.slots.size != 0:
        place = own_row(rows, actor)
        if place != 0:
            low = np.uint64(rows.own_first[place])
            high = np.uint64(rows.own_last[place])
    least = key[actor] * (1 - NEAR)
    for arc in range(low, high):
        other = rows.other[arc]
        if key[other] >= 0 and key[other] * worth[rows.code[arc]] >= least:
            if count == found.code.size:
                return FULL
            found.start[count] = actor if ahead else other
            found.end[count] = other if ahead else actor
            found.code[count] = rows.code[arc]
            count += 1
    return count


@kernel
def tied_back(  # one actor, what a search found, and what to write on
    rows: Rows,
    worth: NDArray[np.float64],
    key: NDArray[np.float64],
    place: np.uint64,
    seen: NDArray[np.uint8],
    found: Arcs,
    ahead: bool,  # the sense of the search, for a compiled loop
) -> int:
    """Gather the arcs that may lie on a best path to an actor, after `sources.best_keys`.

    ``rows`` are those against the sense of the search. FULL where ``found`` is too small.
    """
    seen[place] = 1
    count = _tight(rows, worth, place, key, found, 0, not ahead)
    done = 0
    while 0 <= count and done < count:
        other = np.uint64(found.start[done] if ahead else found.end[done])
        if seen[other] == 0:
            seen[other] = 1
            count = _tight(rows, worth, other, key, found, count, not ahead)
        done += 1
    return count


@kernel
def only_path(  # a pair, its arcs, and what to write on
    out: Rows,
    relation: NDArray[np.uint32],
    start: np.uint64,
    end: np.uint64,
    labels: Labels,
    found: Arcs,
    count: int,
    relations: NDArray[np.uint32],
    room: Arcs,
) -> int:
    """Put the arcs of a path in its order where nobody on it has a choice; give how many they are.

    ``relations`` becomes the places of their relations, as far as the base of a changed graph has
    them. SEVERAL, and nothing is changed, where an actor has arcs to several others. ``labels``,
    which are clean and stay so, and ``room`` are written on in between.
    """
    seen, following = labels.seen, labels.touched
    one = np.uint64(1)
    only = True
    for place in range(count):
        u = found.start[place]
        if seen[u] == 0:
            seen[u] = 1
            following[u] = place
        elif found.end[following[u]] != found.end[place]:
            only = False
    length = 0
    u = start
    while only and u != end:
        if seen[u] == 0 or length == count:
            only = False
            break
        place = following[u]
        v = np.uint64(found.end[place])
        low, high = np.uint64(out.first[u]), np.uint64(out.first[u + one])
        last = high
        while low < high:
            middle = (low + high) >> one
            if out.other[middle] < v:
                low = middle + one
            else:
                high = middle
        if low < last:
            relations[length] = relation[low] if relation.size != 0 else low
        room.start[length] = u
        room.end[length] = v
        room.code[length] = found.code[place]
        length += 1
        u = v
    for place in range(count):
        seen[found.start[place]] = 0
    if not only:
        return SEVERAL
    for place in range(length):
        found.start[place] = room.start[place]
        found.end[place] = room.end[place]
        found.code[place] = room.code[place]
    return length
