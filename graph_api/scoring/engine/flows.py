"""The most that can flow from one actor to another.

Flow is pushed along shortest ways, one after the other. Every actor has a height: how many hops it
is at least from the end, counted from 1, over arcs that take more. A way goes down one by one; who
has nobody lower is lifted, there and then, above the lowest that it leads to (Orlin and Ahuja 1987:
improved shortest augmenting paths). So what is full near one end is worked round there, and the
rest of the graph is not searched again. When nobody is left at some height, nothing from above
comes past it: the flow is greatest. All amounts are whole numbers of 64 bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import STOPPED

NEVER = 1 << 30
"""The height of an actor from whom nothing leads to the end."""

PATIENCE = 4
"""Heights are counted anew after lifting has looked at so many times the arcs that counting did."""


class Room(NamedTuple):
    """How much each arc takes: by code, and more than that for single arcs (or an empty array)."""

    by_code: NDArray[np.int64]
    more: NDArray[np.int64]


class Flow(NamedTuple):
    """What is written on; mostly zeros, so that what is never touched costs no memory.

    ``amount`` by place of an arc in ``out.other``; ``enters`` and ``leaves`` (n,) say whether any
    arc with flow does. ``height`` (n,) is 0 for those not ``touched``, who stand as high as the
    start did at first; ``standing`` counts those of a height. ``tried`` (n,) counts the arcs of an
    actor that lead no further. ``path`` holds the arcs of a way, one taken backwards as -1 - arc,
    and ``actors`` those on it. ``reached`` is for `nearest_cut`.
    """

    amount: NDArray[np.int64]
    enters: NDArray[np.uint8]
    leaves: NDArray[np.uint8]
    height: NDArray[np.int32]
    standing: NDArray[np.int32]
    tried: NDArray[np.uint32]
    touched: NDArray[np.uint32]
    reached: NDArray[np.uint32]
    path: NDArray[np.int64]
    actors: NDArray[np.uint32]


def new_flow(graph: ArcGraph) -> Flow:
    """Make the arrays of one question."""
    size = graph.size
    return Flow(
        np.zeros(graph.out.other.size, np.int64),
        np.zeros(size, np.uint8),
        np.zeros(size, np.uint8),
        np.zeros(size, np.int32),
        np.zeros(size + 2, np.int32),
        np.zeros(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.int64),
        np.empty(size, np.uint32),
    )


@kernel
def row_of(rows: Rows, actor: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Give where the arcs of an actor begin and end."""
    if rows.slots.size != 0:
        own = own_row(rows, actor)
        if own != 0:
            return np.uint64(rows.own_first[own]), np.uint64(rows.own_last[own])
    return np.uint64(rows.first[actor]), np.uint64(rows.first[actor + np.uint64(1)])


@kernel
def find_arc(out: Rows, start: np.uint64, end: np.uint64) -> np.uint64:
    """Give the place of the arc of an ordered pair, which there must be."""
    low, high = row_of(out, start)
    while low < high:
        middle = (low + high) >> np.uint64(1)
        if np.uint64(out.other[middle]) < end:
            low = middle + np.uint64(1)
        else:
            high = middle
    return low


@kernel
def what_is_left(out: Rows, room: Room, amount: NDArray[np.int64], arc: np.uint64) -> np.int64:
    """Give how much more an arc takes."""
    most = room.by_code[out.code[arc]]
    if room.more.size != 0:
        most += room.more[arc]
    return np.int64(most - amount[arc])


@kernel
def takes_more(
    out: Rows, room: Room, flow: Flow, start: np.uint64, end: np.uint64, is_entered: bool
) -> bool:
    """Tell whether the arc of an ordered pair takes more; ``is_entered``: any flow enters its end.

    Where no flow can be on it, it is not even looked for.
    """
    if not is_entered or flow.leaves[start] == 0:
        return True
    return bool(what_is_left(out, room, flow.amount, find_arc(out, start, end)) > 0)


@kernel
def can_give_back(out: Rows, flow: Flow, start: np.uint64, end: np.uint64) -> bool:
    """Tell whether the arc of an ordered pair has flow."""
    return bool(flow.leaves[start] != 0 and flow.amount[find_arc(out, start, end)] > 0)


@kernel
def _count_heights(
    out: Rows,
    back: Rows,
    room: Room,
    start: np.uint64,
    end: np.uint64,
    flow: Flow,
    stop: NDArray[np.uint8],
) -> tuple[int, np.int64]:
    """Count hops to the end, as far as the start; give how many have one, and arcs looked at."""
    height, touched = flow.height, flow.touched
    height[end] = 1
    touched[0] = end
    place, count = 0, 1
    work = np.int64(0)
    while place < count and height[start] == 0:
        if stop[0] != 0:
            return STOPPED, np.int64(count)
        u = np.uint64(touched[place])
        place += 1
        before = count
        low, high = row_of(back, u)
        work += np.int64(high - low)
        is_entered = flow.enters[u] != 0
        for at in range(low, high):
            v = np.uint64(back.other[at])
            if height[v] == 0 and takes_more(out, room, flow, v, u, is_entered):
                height[v] = height[u] + 1
                touched[count] = v
                count += 1
        if flow.leaves[u] != 0:
            low, high = row_of(out, u)
            work += np.int64(high - low)
            for arc in range(low, high):
                v = np.uint64(out.other[arc])
                if height[v] == 0 and flow.amount[arc] > 0:
                    height[v] = height[u] + 1
                    touched[count] = v
                    count += 1
        flow.standing[height[u] + 1] += count - before
    return count, work


@kernel
def _step(out: Rows, back: Rows, room: Room, flow: Flow, hop: int, far: int) -> bool:
    """Go down from the last actor of the way; False if nothing leads down from there."""
    height = flow.height
    u = np.uint64(flow.actors[hop])
    lower = (height[u] if height[u] != 0 else far) - 1
    low, high = row_of(out, u)
    tried = np.uint64(flow.tried[u])
    many = high - low
    while tried < many:
        arc = low + tried
        v = out.other[arc]
        other = height[v] if height[v] != 0 else far
        if other == lower and what_is_left(out, room, flow.amount, arc) > 0:
            flow.tried[u] = tried
            flow.path[hop] = np.int64(arc)
            flow.actors[hop + 1] = v
            return True
        tried += np.uint64(1)
    if flow.enters[u] != 0:
        low, high = row_of(back, u)
        while tried - many < high - low:
            v = back.other[low + tried - many]
            other = height[v] if height[v] != 0 else far
            if other == lower and can_give_back(out, flow, np.uint64(v), u):
                flow.tried[u] = tried
                flow.path[hop] = -1 - np.int64(find_arc(out, np.uint64(v), u))
                flow.actors[hop + 1] = v
                return True
            tried += np.uint64(1)
    return False


@kernel
def _lift(out: Rows, back: Rows, room: Room, flow: Flow, actor: np.uint64, far: int) -> np.int64:
    """Lift an actor above the lowest that it leads to; give how many arcs were looked at."""
    height = flow.height
    lowest = NEVER
    low, high = row_of(out, actor)
    work = np.int64(high - low)
    for arc in range(low, high):
        v = out.other[arc]
        other = height[v] if height[v] != 0 else far
        if other < lowest and what_is_left(out, room, flow.amount, np.uint64(arc)) > 0:
            lowest = other
    if flow.enters[actor] != 0:
        low, high = row_of(back, actor)
        work += np.int64(high - low)
        for at in range(low, high):
            v = back.other[at]
            other = height[v] if height[v] != 0 else far
            if other < lowest and can_give_back(out, flow, np.uint64(v), actor):
                lowest = other
    flow.tried[actor] = 0
    height[actor] = NEVER
    if lowest < NEVER:
        height[actor] = lowest + 1
        flow.standing[lowest + 1] += 1
    return work


@kernel
def _push(out: Rows, room: Room, flow: Flow, hops: int) -> tuple[int, int]:
    """Push along a whole way; give how much, and the hop from which to look on."""
    amount, path = flow.amount, flow.path
    least = np.int64(1 << 62)
    for hop in range(hops):
        arc = path[hop]
        left = what_is_left(out, room, amount, np.uint64(arc)) if arc >= 0 else amount[-1 - arc]
        least = min(least, left)
    again = hops
    for hop in range(hops - 1, -1, -1):
        arc = path[hop]
        if arc >= 0:
            amount[arc] += least
            flow.leaves[flow.actors[hop]] = 1
            flow.enters[flow.actors[hop + 1]] = 1
            if what_is_left(out, room, amount, np.uint64(arc)) == 0:
                again = hop
        else:
            amount[-1 - arc] -= least
            if amount[-1 - arc] == 0:
                again = hop
    return int(least), again


@kernel
def _fill(
    out: Rows,
    back: Rows,
    room: Room,
    start: np.uint64,
    end: np.uint64,
    flow: Flow,
    count: int,
    budget: np.int64,
    stop: NDArray[np.uint8],
) -> tuple[int, int, bool]:
    """Push along one way after the other, until nothing more flows or heights have grown stale.

    Gives how much (or STOPPED), how many were touched, and whether the flow is greatest.
    """
    total = 0
    hop = 0
    far = int(flow.height[start])
    flow.actors[0] = start
    while budget > 0:
        if stop[0] != 0:
            return STOPPED, count, False
        u = np.uint64(flow.actors[hop])
        if u == end:
            amount, hop = _push(out, room, flow, hop)
            total += amount
        elif _step(out, back, room, flow, hop, far):
            hop += 1
        else:
            was = int(flow.height[u])
            if was == 0:
                was = far
                flow.touched[count] = u
                count += 1
            flow.standing[was] -= 1
            budget -= _lift(out, back, room, flow, u, far)
            if flow.standing[was] == 0 or flow.height[start] == NEVER:
                return total, count, True
            hop = max(0, hop - 1)
    return total, count, False


@kernel
def most_flow(
    out: Rows,
    back: Rows,
    room: Room,
    start: np.uint64,
    end: np.uint64,
    flow: Flow,
    stop: NDArray[np.uint8],
) -> tuple[int, int]:
    """Push as much as goes; give it, or STOPPED, and how many actors were touched last.

    Heights are zeros again afterwards. Source: Orlin and Ahuja (1987), Goldberg and Tarjan (1988)
    for counting heights anew. Time: O(n m) ways at most, each of n hops; mostly a few dozen.
    """
    total = 0
    while True:
        count, work = _count_heights(out, back, room, start, end, flow, stop)
        if count < 0:
            return STOPPED, int(work)
        far = flow.height[start]
        pushed, is_greatest = 0, True
        if far != 0:
            flow.standing[far] += flow.height.size - count
            pushed, count, is_greatest = _fill(
                out, back, room, start, end, flow, count, PATIENCE * work, stop
            )
            flow.standing[far] = 0
        if pushed < 0:
            return STOPPED, count
        total += pushed
        for place in range(count):
            u = flow.touched[place]
            if flow.height[u] != NEVER:
                flow.standing[flow.height[u]] = 0
            flow.height[u] = 0
            flow.tried[u] = 0
        if is_greatest:
            return total, count
