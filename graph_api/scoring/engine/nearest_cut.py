"""Of the smallest cuts between two actors the one nearest the start.

After a greatest flow it is the same whichever way that flow goes: all arcs that leave what the
start still reaches. Mostly that is a handful of actors, or all but a handful; so one looks from
both ends in turn, and never at more than about twice the smaller side and what lies between.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph, Rows
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.flows import (
    Flow,
    Room,
    can_give_back,
    most_flow,
    new_flow,
    row_of,
    takes_more,
    what_is_left,
)
from graph_api.scoring.engine.labels import STOPPED
from graph_api.scoring.engine.sources import PATIENT

NEAR, SHUT, ASKED = 1, 2, 3
"""Of an actor: the start reaches it; the start does not; whether it does is being looked at."""

EXHAUSTED, MET, ENCLOSED = 0, 1, 2
"""Of an actor asked about: everything that the start reaches is known; it is reached; it is not."""

SPARE = 64
"""Room for so many arcs of a cut at first."""


@kernel
def _go_on(
    out: Rows, back: Rows, room: Room, flow: Flow, actor: np.uint64, count: int
) -> tuple[int, np.int64, bool]:
    """Reach those to whom something is left from an actor.

    Gives how many are reached, how many arcs were looked at, whether one of them was asked about.
    """
    mark, reached = flow.height, flow.reached
    met = False
    low, high = row_of(out, actor)
    work = np.int64(high - low)
    for arc in range(low, high):
        v = np.uint64(out.other[arc])
        if mark[v] != NEAR and what_is_left(out, room, flow.amount, np.uint64(arc)) > 0:
            met = met or mark[v] == ASKED
            mark[v] = NEAR
            reached[count] = v
            count += 1
    if flow.enters[actor] != 0:
        low, high = row_of(back, actor)
        work += np.int64(high - low)
        for at in range(low, high):
            v = np.uint64(back.other[at])
            if mark[v] != NEAR and can_give_back(out, flow, v, actor):
                met = met or mark[v] == ASKED
                mark[v] = NEAR
                reached[count] = v
                count += 1
    return count, work, met


@kernel
def _go_back(
    out: Rows, back: Rows, room: Room, flow: Flow, actor: np.uint64, count: int
) -> tuple[int, np.int64, bool]:
    """Ask about those from whom something is left to an actor; as `_go_on`."""
    mark, asked = flow.height, flow.touched
    met = False
    low, high = row_of(back, actor)
    work = np.int64(high - low)
    is_entered = flow.enters[actor] != 0
    for at in range(low, high):
        v = np.uint64(back.other[at])
        if mark[v] == SHUT or mark[v] == ASKED:
            continue
        if takes_more(out, room, flow, v, actor, is_entered):
            if mark[v] == NEAR:
                met = True
            else:
                mark[v] = ASKED
                asked[count] = v
                count += 1
    if flow.leaves[actor] != 0:
        low, high = row_of(out, actor)
        work += np.int64(high - low)
        for arc in range(low, high):
            v = np.uint64(out.other[arc])
            if mark[v] != SHUT and mark[v] != ASKED and flow.amount[arc] > 0:
                if mark[v] == NEAR:
                    met = True
                else:
                    mark[v] = ASKED
                    asked[count] = v
                    count += 1
    return count, work, met


@kernel
def _ask(
    out: Rows,
    back: Rows,
    room: Room,
    flow: Flow,
    sides: tuple[int, int, int],
    actor: np.uint64,
    stop: NDArray[np.uint8],
) -> tuple[int, tuple[int, int, int]]:
    """Tell whether the start reaches an actor, and the sides as they are then.

    Of those reached the first ones were gone on from already; the actors that are shut off are the
    first of ``flow.touched``.
    """
    mark = flow.height
    done, reached, shut = sides
    mark[actor] = ASKED
    flow.touched[shut] = actor
    place, asked = shut, shut + 1
    ahead, behind = np.int64(0), np.int64(0)
    while True:
        if stop[0] != 0:
            return STOPPED, (done, reached, shut)
        if done == reached:
            return EXHAUSTED, (done, reached, shut)
        if place == asked:
            for at in range(shut, asked):
                mark[flow.touched[at]] = SHUT
            return ENCLOSED, (done, reached, asked)
        if ahead <= behind:
            u = np.uint64(flow.reached[done])
            reached, work, met = _go_on(out, back, room, flow, u, reached)
            done += 1
            ahead += work
        else:
            u = np.uint64(flow.touched[place])
            asked, work, met = _go_back(out, back, room, flow, u, asked)
            place += 1
            behind += work
        if met:
            break
    for at in range(shut, asked):
        if mark[flow.touched[at]] == ASKED:
            mark[flow.touched[at]] = 0
    if mark[actor] != NEAR:
        mark[actor] = NEAR
        flow.reached[reached] = actor
        reached += 1
    return MET, (done, reached, shut)


@kernel
def _sides(
    out: Rows,
    back: Rows,
    room: Room,
    start: np.uint64,
    end: np.uint64,
    flow: Flow,
    stop: NDArray[np.uint8],
) -> tuple[int, int]:
    """Tell apart what the start reaches and what is shut off, as far as the arcs of the cut need.

    Gives how many are reached, and how many are shut off: all into whom an arc of the cut leads;
    0 if instead everything that is reached is known. STOPPED, and how many were reached.
    """
    flow.height[start] = NEAR
    flow.reached[0] = start
    found, sides = _ask(out, back, room, flow, (0, 1, 0), end, stop)
    place = 0
    while found > EXHAUSTED and place < sides[2]:
        low, high = row_of(back, np.uint64(flow.touched[place]))
        for at in range(low, high):
            v = np.uint64(back.other[at])
            if flow.height[v] == 0:
                found, sides = _ask(out, back, room, flow, sides, v, stop)
                if found <= EXHAUSTED:
                    break
        place += 1
    if found == STOPPED:
        return STOPPED, sides[1]
    return sides[1], 0 if found == EXHAUSTED else sides[2]


@kernel
def arcs_between(
    out: Rows,
    back: Rows,
    flow: Flow,
    reached: int,
    shut: int,
    starts: NDArray[np.uint32],
    ends: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> int:
    """Write the arcs of the cut; give how many they are, be there room or not."""
    count = 0
    here = SHUT if shut > 0 else NEAR
    for place in range(shut if shut > 0 else reached):
        if stop[0] != 0:
            return STOPPED
        u = np.uint64(flow.touched[place] if shut > 0 else flow.reached[place])
        low, high = row_of(back, u) if shut > 0 else row_of(out, u)
        for at in range(low, high):
            v = np.uint64(back.other[at] if shut > 0 else out.other[at])
            if flow.height[v] == here:
                continue
            if count < starts.size:
                starts[count] = v if shut > 0 else u
                ends[count] = u if shut > 0 else v
            count += 1
    return count


@kernel
def find_cut_arcs(
    out: Rows,
    back: Rows,
    room: Room,
    start: np.uint64,
    end: np.uint64,
    flow: Flow,
    starts: NDArray[np.uint32],
    ends: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> tuple[int, int, int, int]:
    """Give the greatest flow, both numbers of `_sides` and that of `arcs_between`.

    STOPPED, and how many were reached.
    """
    amount, reached = most_flow(out, back, room, start, end, flow, stop)
    if amount < 0:
        return STOPPED, reached, 0, 0
    reached, shut = _sides(out, back, room, start, end, flow, stop)
    if reached < 0:
        return STOPPED, shut, 0, 0
    count = arcs_between(out, back, flow, reached, shut, starts, ends, stop)
    return (amount if count >= 0 else STOPPED), reached, shut, count


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
    Source: Ford and Fulkerson (1956). Time: that of `flows.most_flow`, then O(m) at most.

    """
    if graph.count > PATIENT:
        compiling.wait()
    stop = stopping.current().watch()
    flow = new_flow(graph)
    starts, ends = np.empty(SPARE, np.uint32), np.empty(SPARE, np.uint32)
    amount, reached, shut, count = find_cut_arcs(
        graph.out, graph.back, room, np.uint64(start), np.uint64(end), flow, starts, ends, stop
    )
    if count > SPARE:
        starts, ends = np.empty(count, np.uint32), np.empty(count, np.uint32)
        count = arcs_between(graph.out, graph.back, flow, reached, shut, starts, ends, stop)
    if amount < 0 or count < 0:
        raise stopping.current().error(
            f"the search for a cut had reached {reached} of {graph.size} actors",
            f"求割的搜索已到达 {graph.size} 个行动者中的 {reached} 个",
        )
    pairs = zip(starts[:count].tolist(), ends[:count].tolist(), strict=True)
    return Cutting(int(amount), tuple(pairs))
