"""The most that can flow from one actor to another, and the cut nearest to where it starts.

Dinic's algorithm, with each phase searched from both ends: while the two sides meet, flow is pushed
along all shortest ways between them. A phase so touches what lies between the ends, not the whole
graph; only the last look round the start may. All amounts are whole numbers of 64 bits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import STOPPED
from graph_api.scoring.engine.sources import PATIENT


class Room(NamedTuple):
    """How much each arc takes: by code, and more than that for single arcs (or an empty array)."""

    by_code: NDArray[np.int64]
    more: NDArray[np.int64]


class Flow(NamedTuple):
    """What is written on; all zeros at first, so that what is never touched costs no memory.

    ``amount`` by place of an arc in ``out.other``; ``enters`` and ``leaves`` (n,) say whether any
    arc with flow does. ``ahead`` and ``behind`` (n,) count hops from the start and to the end, from
    1; ``queue_ahead`` and ``queue_behind`` say who has one. ``tried`` (n,) counts the arcs of an
    actor that lead no further. ``path`` and ``forth`` hold the arcs of a way and their senses.
    """

    amount: NDArray[np.int64]
    enters: NDArray[np.uint8]
    leaves: NDArray[np.uint8]
    ahead: NDArray[np.uint32]
    behind: NDArray[np.uint32]
    queue_ahead: NDArray[np.uint32]
    queue_behind: NDArray[np.uint32]
    tried: NDArray[np.uint32]
    actors: NDArray[np.uint32]
    path: NDArray[np.uint64]
    forth: NDArray[np.uint8]


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
def _left(out: Rows, room: Room, flow: Flow, arc: np.uint64) -> np.int64:
    """Give how much more an arc takes."""
    most = room.by_code[out.code[arc]]
    if room.more.size != 0:
        most += room.more[arc]
    return np.int64(most - flow.amount[arc])


@kernel
def _widen(
    out: Rows, back: Rows, room: Room, flow: Flow, first: int, last: int, stop: NDArray[np.uint8]
) -> tuple[int, int]:
    """Go one hop on from the start; give how many are reached, and how many of them met the end."""
    count = last
    met = 0
    for place in range(first, last):
        if stop[0] != 0:
            return STOPPED, 0
        u = np.uint64(flow.queue_ahead[place])
        hop = flow.ahead[u] + 1
        low, high = row_of(out, u)
        for arc in range(low, high):
            v = np.uint64(out.other[arc])
            if flow.ahead[v] == 0 and _left(out, room, flow, np.uint64(arc)) > 0:
                flow.ahead[v] = hop
                flow.queue_ahead[count] = v
                count += 1
                met += flow.behind[v] != 0
        if flow.enters[u] != 0:
            low, high = row_of(back, u)
            for arc in range(low, high):
                v = np.uint64(back.other[arc])
                if flow.ahead[v] == 0 and flow.amount[find_arc(out, v, u)] > 0:
                    flow.ahead[v] = hop
                    flow.queue_ahead[count] = v
                    count += 1
                    met += flow.behind[v] != 0
    return count, met


@kernel
def _widen_back(
    out: Rows, back: Rows, room: Room, flow: Flow, first: int, last: int, stop: NDArray[np.uint8]
) -> tuple[int, int]:
    """Go one hop back from the end; as `_widen`."""
    count = last
    met = 0
    for place in range(first, last):
        if stop[0] != 0:
            return STOPPED, 0
        u = np.uint64(flow.queue_behind[place])
        hop = flow.behind[u] + 1
        low, high = row_of(back, u)
        for arc in range(low, high):
            v = np.uint64(back.other[arc])
            if flow.behind[v] != 0:
                continue
            if flow.enters[u] == 0 or _left(out, room, flow, find_arc(out, v, u)) > 0:
                flow.behind[v] = hop
                flow.queue_behind[count] = v
                count += 1
                met += flow.ahead[v] != 0
        if flow.leaves[u] != 0:
            low, high = row_of(out, u)
            for arc in range(low, high):
                v = np.uint64(out.other[arc])
                if flow.behind[v] == 0 and flow.amount[arc] > 0:
                    flow.behind[v] = hop
                    flow.queue_behind[count] = v
                    count += 1
                    met += flow.ahead[v] != 0
    return count, met


@kernel
def _is_next(flow: Flow, actor: np.uint64, hop: int, middle: int, hops: int) -> bool:
    """Tell whether an actor stands so many hops from the start on a shortest way."""
    if hop < middle:
        return bool(flow.ahead[actor] == hop + 1)
    return bool(flow.behind[actor] != 0 and flow.behind[actor] == hops - hop + 1)


@kernel
def _step(out: Rows, back: Rows, room: Room, flow: Flow, hop: int, middle: int, hops: int) -> bool:
    """Go on from the last actor of the way; False if nothing leads on from there."""
    u = np.uint64(flow.actors[hop])
    low, high = row_of(out, u)
    tried = np.uint64(flow.tried[u])
    many = high - low
    while tried < many:
        arc = low + tried
        v = np.uint64(out.other[arc])
        if _is_next(flow, v, hop + 1, middle, hops) and _left(out, room, flow, arc) > 0:
            flow.tried[u] = tried
            flow.path[hop] = arc
            flow.forth[hop] = 1
            flow.actors[hop + 1] = v
            return True
        tried += np.uint64(1)
    if flow.enters[u] != 0:
        low, high = row_of(back, u)
        while tried - many < high - low:
            v = np.uint64(back.other[low + tried - many])
            if _is_next(flow, v, hop + 1, middle, hops):
                arc = find_arc(out, v, u)
                if flow.amount[arc] > 0:
                    flow.tried[u] = tried
                    flow.path[hop] = arc
                    flow.forth[hop] = 0
                    flow.actors[hop + 1] = v
                    return True
            tried += np.uint64(1)
    flow.tried[u] = tried
    return False


@kernel
def _push(out: Rows, room: Room, flow: Flow, hops: int) -> tuple[int, int]:
    """Push along a whole way; give how much, and the hop from which to look on."""
    least = np.int64(1 << 62)
    for hop in range(hops):
        arc = flow.path[hop]
        left = _left(out, room, flow, arc) if flow.forth[hop] != 0 else flow.amount[arc]
        least = min(least, left)
    again = hops
    for hop in range(hops - 1, -1, -1):
        arc = flow.path[hop]
        u, v = np.uint64(flow.actors[hop]), np.uint64(flow.actors[hop + 1])
        if flow.forth[hop] != 0:
            flow.amount[arc] += least
            flow.leaves[u] = 1
            flow.enters[v] = 1
            if _left(out, room, flow, arc) == 0:
                again = hop
        else:
            flow.amount[arc] -= least
            if flow.amount[arc] == 0:
                again = hop
    return int(least), again


@kernel
def _phase(
    out: Rows, back: Rows, room: Room, flow: Flow, middle: int, hops: int, stop: NDArray[np.uint8]
) -> int:
    """Push along shortest ways until each is full; give how much, or STOPPED."""
    total = 0
    hop = 0
    while True:
        if stop[0] != 0:
            return STOPPED
        if hop == hops:
            amount, hop = _push(out, room, flow, hops)
            total += amount
        elif _step(out, back, room, flow, hop, middle, hops):
            hop += 1
        elif hop == 0:
            return total
        else:
            hop -= 1
            flow.tried[np.uint64(flow.actors[hop])] += 1


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
    """Push as much as goes; give it, and how many actors stay within reach of the start.

    They are the first of ``flow.queue_ahead``, and have an ``ahead``: the smallest side of the
    start of any smallest cut, whichever way the flow goes. STOPPED, and how many were reached.
    """
    total = 0
    while True:
        flow.ahead[start], flow.behind[end] = 1, 1
        flow.queue_ahead[0], flow.queue_behind[0] = start, end
        first_a, last_a, first_b, last_b = 0, 1, 0, 1
        middle, hops, met = 0, 0, 0
        while met == 0 and first_a < last_a and first_b < last_b:
            hops += 1
            if last_a - first_a <= last_b - first_b:
                middle += 1
                count, met = _widen(out, back, room, flow, first_a, last_a, stop)
                first_a, last_a = last_a, count
            else:
                count, met = _widen_back(out, back, room, flow, first_b, last_b, stop)
                first_b, last_b = last_b, count
            if count < 0:
                return STOPPED, 0
        if met == 0:
            while first_a < last_a:
                count, met = _widen(out, back, room, flow, first_a, last_a, stop)
                if count < 0:
                    return STOPPED, last_a
                first_a, last_a = last_a, count
            return total, last_a
        flow.actors[0] = start
        pushed = _phase(out, back, room, flow, middle, hops, stop)
        if pushed < 0:
            return STOPPED, last_a
        total += pushed
        for place in range(last_a):
            u = np.uint64(flow.queue_ahead[place])
            flow.ahead[u] = 0
            flow.tried[u] = 0
        for place in range(last_b):
            u = np.uint64(flow.queue_behind[place])
            flow.behind[u] = 0
            flow.tried[u] = 0


@kernel
def leaving(
    out: Rows,
    flow: Flow,
    reached: int,
    starts: NDArray[np.uint32],
    ends: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> int:
    """Write the arcs that leave what the start reaches; give how many, be there room or not."""
    count = 0
    for place in range(reached):
        if stop[0] != 0:
            return STOPPED
        u = np.uint64(flow.queue_ahead[place])
        low, high = row_of(out, u)
        for arc in range(low, high):
            v = out.other[arc]
            if flow.ahead[v] == 0:
                if count < starts.size:
                    starts[count] = u
                    ends[count] = v
                count += 1
    return count


def new_flow(graph: ArcGraph) -> Flow:
    """Make the arrays of one question."""
    size = graph.size
    return Flow(
        np.zeros(graph.out.other.size, np.int64),
        np.zeros(size, np.uint8),
        np.zeros(size, np.uint8),
        np.zeros(size, np.uint32),
        np.zeros(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.zeros(size, np.uint32),
        np.empty(size + 1, np.uint32),
        np.empty(size, np.uint64),
        np.empty(size, np.uint8),
    )


class Cutting(NamedTuple):
    """What a cut costs, and its arcs as pairs of places."""

    amount: int
    arcs: tuple[tuple[int, int], ...]


def smallest_cut(graph: ArcGraph, start: int, end: int, room: Room) -> Cutting:
    """Give the cut of the least room that leaves no path, of several the one nearest the start.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Source: Ford and Fulkerson (1956), Dinic (1970). Time: O(m) a phase at most; phases are few, and
    mostly touch little of the graph.

    """
    if graph.count > PATIENT:
        compiling.wait()
    stop = stopping.current().watch()
    flow = new_flow(graph)
    amount, reached = most_flow(
        graph.out, graph.back, room, np.uint64(start), np.uint64(end), flow, stop
    )
    count = amount
    spare = 64
    while count >= 0:
        starts, ends = np.empty(spare, np.uint32), np.empty(spare, np.uint32)
        count = leaving(graph.out, flow, reached, starts, ends, stop)
        if 0 <= count <= spare:
            pairs = zip(starts[:count].tolist(), ends[:count].tolist(), strict=True)
            return Cutting(int(amount), tuple(pairs))
        spare = count
    raise stopping.current().error(
        f"the search for a cut had reached {reached} of {graph.size} actors",
        f"求割的搜索已到达 {graph.size} 个行动者中的 {reached} 个",
    )
