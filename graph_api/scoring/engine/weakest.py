"""The reading WEAKEST: how strong the weakest arc of the best path is.

Strengths are ranked; a search works through the actors by falling rank, with one bucket a rank, so
that each actor is worked through at its final rank. A pair is searched from both ends, whichever
has looked at fewer arcs so far: as soon as one side has nothing left that is better than the best
meeting, no path is. So a pair costs about twice the smaller side, not the whole graph.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.errors import DeadlineExceededError
from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FIRST_ROOM, FULL, KEPT, STOPPED, UNREACHED
from graph_api.scoring.engine.sources import PATIENT

AT_A_TIME = 64
"""So many arcs one side looks at before it is the other's turn."""

NOBODY = np.zeros(0, np.uint32)
"""The levels of the other side where there is none."""

# What a search keeps in `Levels.state` between its turns.
BUCKET, TOP, FREE, LIVE, TOUCHED, WORK = range(6)
STATES = 6


class Levels(NamedTuple):
    """What one side of a search writes on.

    ``level`` (n,) holds for each actor the rank of its weakest arc so far, counted from 1; 0: not
    reached. ``touched`` (n,) says who has one. ``head`` leads to the first entry of each rank,
    ``following`` to the next one, ``actor`` says who it is; entry 0 is none. ``seen`` and ``gain``
    (n,) are for the search for fewest hops. All zeros at first, so that what is never touched costs
    no memory.
    """

    level: NDArray[np.uint32]
    touched: NDArray[np.uint32]
    head: NDArray[np.uint32]
    following: NDArray[np.uint32]
    actor: NDArray[np.uint32]
    state: NDArray[np.int64]
    seen: NDArray[np.uint8]
    gain: NDArray[np.float64]


class Ranks(NamedTuple):
    """Strengths by rank: ``of`` gives the rank from 1 of a code, ``values`` the strength of a rank.

    ``values[0]`` stands for no path, the last one for the way of no arcs.
    """

    of: NDArray[np.uint32]
    values: NDArray[np.float64]


@kernel
def _begin(levels: Levels, start: np.uint64) -> None:
    best = levels.head.size - 1
    levels.level[start] = best
    levels.touched[0] = start
    levels.actor[1] = start
    levels.following[1] = 0
    levels.head[best] = 1
    levels.state[BUCKET] = best
    levels.state[TOP] = 2
    levels.state[FREE] = 0
    levels.state[LIVE] = 1
    levels.state[TOUCHED] = 1
    levels.state[WORK] = 0


@kernel
def _advance(  # one loop, its state in registers
    rows: Rows,
    rank: NDArray[np.uint32],
    levels: Levels,
    opposite: NDArray[np.uint32],
    best: np.uint64,
    until: int,
    stop: NDArray[np.uint8],
) -> np.uint64:
    """Work through actors until so many arcs were looked at; give the best meeting so far.

    ``opposite`` are the levels of the other side (none: an empty array). ``state[LIVE]`` is FULL or
    STOPPED where the search broke off, and 0 when nothing better than ``best`` is left.
    """
    level, head, following, actor = levels.level, levels.head, levels.following, levels.actor
    one = np.uint64(1)
    bucket = np.uint64(levels.state[BUCKET])
    top = np.uint64(levels.state[TOP])
    free = np.uint64(levels.state[FREE])
    live = levels.state[LIVE]
    touched = levels.state[TOUCHED]
    work = levels.state[WORK]
    room = np.uint64(following.size)
    changed = rows.slots.size != 0
    meets = opposite.size != 0
    while live > 0 and work < until:
        while bucket > best and head[bucket] == 0:
            bucket -= one
        if bucket <= best:
            live = 0
            break
        if stop[0] != 0:
            live = STOPPED
            break
        entry = np.uint64(head[bucket])
        head[bucket] = following[entry]
        u = np.uint64(actor[entry])
        following[entry] = free
        free = entry
        live -= 1
        if level[u] != bucket:
            continue
        low = np.uint64(rows.first[u])
        high = np.uint64(rows.first[u + one])
        if changed:
            place = own_row(rows, u)
            if place != 0:
                low = np.uint64(rows.own_first[place])
                high = np.uint64(rows.own_last[place])
        work += np.int64(high - low) + 1
        for arc in range(low, high):
            found = np.uint64(rank[rows.code[arc]])
            if found > bucket:
                found = bucket
            if found <= best:
                continue
            v = np.uint64(rows.other[arc])
            if meets and opposite[v] != 0:
                total = np.uint64(opposite[v])
                if total > found:
                    total = found
                if total > best:
                    best = total
            known = np.uint64(level[v])
            if found > known:
                if known == 0:
                    levels.touched[touched] = v
                    touched += 1
                level[v] = found
                if free != 0:
                    entry = free
                    free = np.uint64(following[entry])
                elif top < room:
                    entry = top
                    top += one
                else:
                    live = FULL
                    break
                actor[entry] = v
                following[entry] = head[found]
                head[found] = entry
                live += 1
    levels.state[BUCKET] = bucket
    levels.state[TOP] = top
    levels.state[FREE] = free
    levels.state[LIVE] = live
    levels.state[TOUCHED] = touched
    levels.state[WORK] = work
    return best


@kernel
def widest_levels(
    rows: Rows,
    rank: NDArray[np.uint32],
    start: np.uint64,
    levels: Levels,
    nobody: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> int:
    """Fill in the level of every actor; give how many were reached, FULL or STOPPED.

    ``nobody`` (0,) stands for the levels of the other side.
    """
    _begin(levels, start)
    _advance(rows, rank, levels, nobody, np.uint64(0), 1 << 62, stop)
    if levels.state[LIVE] < 0:
        return int(levels.state[LIVE])
    return int(levels.state[TOUCHED])


@kernel
def widest_meet(  # a pair, and what the search writes on
    out: Rows,
    back: Rows,
    rank: NDArray[np.uint32],
    start: np.uint64,
    end: np.uint64,
    ahead: Levels,
    behind: Levels,
    stop: NDArray[np.uint8],
) -> int:
    """Search from both ends; give the rank of the weakest arc of the best path, 0 without one.

    FULL or STOPPED where the search broke off.
    """
    _begin(ahead, start)
    _begin(behind, end)
    best = np.uint64(0)
    while ahead.state[LIVE] > 0 and behind.state[LIVE] > 0:
        if ahead.state[WORK] <= behind.state[WORK]:
            until = ahead.state[WORK] + AT_A_TIME
            best = _advance(out, rank, ahead, behind.level, best, until, stop)
        else:
            until = behind.state[WORK] + AT_A_TIME
            best = _advance(back, rank, behind, ahead.level, best, until, stop)
    if ahead.state[LIVE] < 0:
        return int(ahead.state[LIVE])
    if behind.state[LIVE] < 0:
        return int(behind.state[LIVE])
    return int(np.int64(best))  # the type of the other results, for the compiler


class Sides:
    """Levels for both senses of one graph; whoever borrows them leaves them clean."""

    def __init__(self, size: int, ranks: Ranks) -> None:
        self.ranks = ranks
        self.ahead = new_levels(size, ranks)
        self.behind = new_levels(size, ranks)

    def clean(self) -> None:
        """Take off all levels."""
        both = (self.ahead, self.behind)
        for touched in [levels.touched[: levels.state[TOUCHED]] for levels in both]:
            for levels in both:
                for array in (levels.level, levels.seen, levels.gain):
                    array[touched] = 0
        for levels in both:
            levels.head[:] = 0
            levels.state[:] = 0

    def grow(self) -> None:
        """Make more room."""
        self.ahead, self.behind = _grown(self.ahead), _grown(self.behind)


def new_levels(size: int, ranks: Ranks, room: int = FIRST_ROOM) -> Levels:
    """Make the arrays of one side of a search."""
    return Levels(
        np.zeros(size, np.uint32),
        np.empty(size, np.uint32),
        np.zeros(ranks.values.size, np.uint32),
        np.zeros(room, np.uint32),
        np.empty(room, np.uint32),
        np.zeros(STATES, np.int64),
        np.zeros(size, np.uint8),
        np.zeros(size),
    )


def _grown(levels: Levels) -> Levels:
    room = 2 * levels.following.size
    return levels._replace(following=np.zeros(room, np.uint32), actor=np.empty(room, np.uint32))


_RANKS: WeakKeyDictionary[ArcGraph, Ranks] = WeakKeyDictionary()
_SIDES: WeakKeyDictionary[ArcGraph, list[Sides]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def ranks_of(graph: ArcGraph) -> Ranks:
    """Give the ranks of the strengths of a graph, kept with it.

    The codes of a graph that was changed are out of order at the end, where new values stand.
    """
    found = _RANKS.get(graph)
    if found is None:
        table = graph.table
        order = np.argsort(table, kind="stable")
        ordered = table[order]
        fresh = np.ones(table.size, np.bool_)
        fresh[1:] = ordered[1:] > ordered[:-1]
        of = np.empty(table.size, np.uint32)
        of[order] = np.cumsum(fresh)
        found = Ranks(of, np.concatenate(([UNREACHED], ordered[fresh], [1.0])))
        for array in found:
            array.setflags(write=False)
        _RANKS[graph] = found
    return found


@contextmanager
def sides_of(graph: ArcGraph) -> Iterator[Sides]:
    """Lend clean sides; after an error they are thrown away."""
    with _LOCK:
        kept = _SIDES.setdefault(graph, [])
        lent = kept.pop() if kept else None
    lent = lent or Sides(graph.size, ranks_of(graph))
    yield lent
    lent.clean()
    with _LOCK:
        if len(kept) < KEPT:
            kept.append(lent)


def widest_from(graph: ArcGraph, start: int, *, ahead: bool = True) -> NDArray[np.float64]:
    """Give the greatest smallest strength on any path from one actor to each (or from each to one).

    1 for the actor itself, `UNREACHED` for whom no path reaches.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Shape (n,). Time: O(m).

    """
    if graph.count > PATIENT:
        compiling.wait()
    ranks = ranks_of(graph)
    rows = graph.out if ahead else graph.back
    levels = new_levels(graph.size, ranks, max(16, graph.size))
    stop = stopping.current().watch()
    while True:
        done = widest_levels(rows, ranks.of, np.uint64(start), levels, NOBODY, stop)
        if done >= 0:
            return ranks.values[levels.level]
        if done == STOPPED:
            raise over(graph, int(levels.state[TOUCHED]))
        levels = _grown(levels)
        levels.level[:] = 0
        levels.head[:] = 0


def widest_between(graph: ArcGraph, start: int, end: int) -> float:
    """Give the greatest smallest strength on any path of a pair, `UNREACHED` without one.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Time: about twice the arcs of the actors that one side reaches over arcs stronger than the
    answer, whichever side has fewer.

    """
    stop = stopping.current().watch()
    with sides_of(graph) as sides:
        ranks = sides.ranks
        while True:
            found = widest_meet(
                graph.out, graph.back, ranks.of, np.uint64(start), np.uint64(end),
                sides.ahead, sides.behind, stop,
            )  # fmt: skip
            if found == STOPPED:
                reached = sides.ahead.state[TOUCHED] + sides.behind.state[TOUCHED]
                raise over(graph, int(reached))
            if found != FULL:
                return float(ranks.values[found])
            sides.clean()
            sides.grow()


def over(graph: ArcGraph, reached: int) -> DeadlineExceededError:
    """Give the error of a search that was broken off."""
    return stopping.current().error(
        f"the search had reached {reached} of {graph.size} actors",
        f"搜索已到达 {graph.size} 个行动者中的 {reached} 个",
    )
