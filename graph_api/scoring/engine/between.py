"""One pair of actors: two searches that meet, and all arcs of the paths that are tied for best.

The search from the start and the one back from the end take turns; they stop when no path between
what they have not worked through could be as good as the best meeting. That is exact: the bucket of
a search bounds every key that it may still find.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.bits import ONE, bits, unbits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import (
    FULL,
    SHIFT,
    STOPPED,
    UNREACHED,
    Labels,
    Workspace,
    workspace,
)

BEYOND = 1e-9
"""A search goes on to keys this much below the best, so that no tied path is missed."""

NEAR = 4e-12
"""An arc of a tied path loses no more than this: the tie, and the rounding of the products."""


Arc = tuple[int, int, float]
"""Where an arc leaves, what it reaches, and its strength."""


class Arcs(NamedTuple):
    """A list of arcs to write on: where each leaves, what it reaches, and its code."""

    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    code: NDArray[np.uint32]


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


@dataclass(frozen=True, slots=True)
class Met:
    """The best of a pair: its key (below 0: no path), and the arcs of all paths tied for it.

    ``arcs`` are (start, end, strength), each once; a few of paths that are not tied may be among
    them.
    """

    best: float
    arcs: tuple[Arc, ...] = ()


def best_between(graph: ArcGraph, start: int, end: int, decay: float = 1.0) -> Met:
    """Give the best key from one actor to another, and all arcs of the paths tied for it.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Time: the actors whose best paths from the start, or to the end, are better than about the root
    of the answer; two arrays of 8 bytes an actor are kept between questions.

    """
    with workspace(graph, decay) as space:
        while True:
            best, count, found = _search(graph, start, end, decay, space)
            if best == STOPPED:
                raise stopping.current().error(
                    f"the search had reached {count} of {graph.size} actors",
                    f"搜索已到达 {graph.size} 个行动者中的 {count} 个",
                )
            if FULL not in {best, count}:
                break
            space.grow()
    return Met(best, _arcs(graph, found, count)) if best >= 0 else Met(UNREACHED)


def _search(
    graph: ArcGraph, start: int, end: int, decay: float, space: Workspace
) -> tuple[float, int, Arcs]:
    """Search once; give the best key, how many tied arcs (or reached actors), and the arcs."""
    crossing, found = space.lists or (_list(space.room), _list(space.room))
    space.lists = crossing, found
    worth = graph.worth(decay)
    best, ahead, behind, crossings = meet(
        graph.out, graph.back, worth, np.uint64(start), np.uint64(end),
        space.ahead, space.behind, crossing, stopping.current().watch(),
    )  # fmt: skip
    count = ahead + behind
    if best >= 0:
        count = tied_arcs(
            graph.out,
            graph.back,
            worth,
            best,
            space.ahead,
            space.behind,
            crossing,
            crossings,
            found,
        )
    space.clean(ahead, behind)
    return best, count, found


def _list(room: int) -> Arcs:
    return Arcs(np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room, np.uint32))


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


def arcs_to(
    graph: ArcGraph,
    keys: NDArray[np.float64],
    place: int,
    decay: float = 1.0,
    *,
    ahead: bool = True,
) -> Met:
    """Give the best key of an actor and all arcs of the paths tied for it.

    ``keys`` are those of `sources.keys_from` with the same ``ahead``.
    """
    room = 256
    rows = graph.back if ahead else graph.out
    while True:
        found = _list(room)
        seen = np.zeros(graph.size, np.uint8)
        count = tied_back(rows, graph.worth(decay), keys, np.uint64(place), seen, found, ahead)
        if count != FULL:
            return Met(float(keys[place]), _arcs(graph, found, count))
        room *= 8


def _arcs(graph: ArcGraph, found: Arcs, count: int) -> tuple[Arc, ...]:
    rows = zip(
        found.start[:count].tolist(),
        found.end[:count].tolist(),
        graph.table[found.code[:count]].tolist(),
        strict=True,
    )
    return tuple(dict.fromkeys(rows))
