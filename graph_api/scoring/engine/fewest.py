"""Paths of the fewest hops over arcs that are strong enough: how WEAKEST chooses among its ties.

Layer by layer from both ends, the smaller front first, until the two sides meet; then along the
layers back to the ends. Of the paths found those of the greatest product are kept.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, Rows, own_row
from graph_api.scoring.engine.between import Met
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FULL, STOPPED, UNREACHED
from graph_api.scoring.engine.tied import NEAR
from graph_api.scoring.engine.weakest import FREE, TOUCHED, WORK, Levels, Sides, over, sides_of
from graph_api.scoring.searches.kernels import FAINT

ROOM = 1 << 12

LAYER = FREE
"""Where the newest layer of a side begins among its touched actors."""


class Steps(NamedTuple):
    """A list of arcs to write on: where each leaves, what it reaches, its strength."""

    start: NDArray[np.uint32]
    end: NDArray[np.uint32]
    strength: NDArray[np.float64]


@kernel
def _begin(levels: Levels, start: np.uint64) -> None:
    levels.level[start] = 1
    levels.touched[0] = start
    levels.state[TOUCHED] = 1
    levels.state[LAYER] = 0
    levels.state[WORK] = 1


@kernel
def _layer(  # one side, and what bounds it
    rows: Rows,
    rank: NDArray[np.uint32],
    least: int,
    levels: Levels,
    opposite: NDArray[np.uint32],
    stop: NDArray[np.uint8],
) -> int:
    """Reach one hop further; give how many actors met the other side, or STOPPED."""
    level = levels.level
    first, last = levels.state[LAYER], levels.state[TOUCHED]
    hop = levels.state[WORK] + 1
    count = last
    met = 0
    changed = rows.slots.size != 0
    for place in range(first, last):
        if stop[0] != 0:
            return STOPPED
        u = np.uint64(levels.touched[place])
        low = np.uint64(rows.first[u])
        high = np.uint64(rows.first[u + np.uint64(1)])
        if changed:
            own = own_row(rows, u)
            if own != 0:
                low = np.uint64(rows.own_first[own])
                high = np.uint64(rows.own_last[own])
        for arc in range(low, high):
            v = np.uint64(rows.other[arc])
            if level[v] == 0 and rank[rows.code[arc]] >= least:
                level[v] = hop
                levels.touched[count] = v
                count += 1
                if opposite[v] != 0:
                    met += 1
    levels.state[LAYER] = last
    levels.state[TOUCHED] = count
    levels.state[WORK] = hop
    return met


@kernel
def _steps(  # one actor, its row, and the list to add to
    rows: Rows,
    rank: NDArray[np.uint32],
    table: NDArray[np.float64],
    least: int,
    actor: np.uint64,
    level: NDArray[np.uint32],
    found: Steps,
    count: int,
    ahead: bool,  # the sense, for a compiled loop
) -> int:
    """Add the arcs between an actor and the layer before it; FULL where there is no room."""
    low = np.uint64(rows.first[actor])
    high = np.uint64(rows.first[actor + np.uint64(1)])
    if rows.slots.size != 0:
        own = own_row(rows, actor)
        if own != 0:
            low = np.uint64(rows.own_first[own])
            high = np.uint64(rows.own_last[own])
    before = level[actor] - 1
    for arc in range(low, high):
        other = rows.other[arc]
        if before > 0 and level[other] == before and rank[rows.code[arc]] >= least:
            if count == found.strength.size:
                return FULL
            found.start[count] = actor if ahead else other
            found.end[count] = other if ahead else actor
            found.strength[count] = table[rows.code[arc]]
            count += 1
    return count


@kernel
def fewest_hops(  # a pair, and what the search writes on
    out: Rows,
    back: Rows,
    rank: NDArray[np.uint32],
    table: NDArray[np.float64],
    least: int,
    start: np.uint64,
    end: np.uint64,
    ahead: Levels,
    behind: Levels,
    found: Steps,
    stop: NDArray[np.uint8],
) -> tuple[int, int]:
    """Gather the arcs from a rank on that lie on paths of the fewest hops.

    Gives how many lead from the start to where the two sides met (the last hop first), and how
    many there are with those that lead on to the end (the first hop first). FULL, STOPPED or no
    path (0, 0).
    """
    _begin(ahead, start)
    _begin(behind, end)
    met = 0
    while met == 0:
        left = ahead.state[TOUCHED] - ahead.state[LAYER]
        right = behind.state[TOUCHED] - behind.state[LAYER]
        if left == 0 or right == 0:
            return 0, 0
        if left <= right:
            met = _layer(out, rank, least, ahead, behind.level, stop)
        else:
            met = _layer(back, rank, least, behind, ahead.level, stop)
    if met < 0:
        return STOPPED, STOPPED
    # All that met stand in the newest layer of both sides; `actor` is free to gather them.
    middle = 0
    for place in range(ahead.state[LAYER], ahead.state[TOUCHED]):
        v = ahead.touched[place]
        if behind.level[v] != 0:
            if middle == ahead.actor.size:
                return FULL, FULL
            ahead.actor[middle] = v
            middle += 1
    count = _along(back, rank, table, least, ahead, ahead.actor, middle, found, 0, False)
    if count < 0:
        return FULL, FULL
    total = _along(out, rank, table, least, behind, ahead.actor, middle, found, count, True)
    if total < 0:
        return FULL, FULL
    return count, total


@kernel
def _along(  # one side, and the list to add to
    rows: Rows,
    rank: NDArray[np.uint32],
    table: NDArray[np.float64],
    least: int,
    levels: Levels,
    middle: NDArray[np.uint32],
    met: int,
    found: Steps,
    count: int,
    ahead: bool,  # the sense, for a compiled loop
) -> int:
    """Add the arcs between those in the middle and the end of one side, layer by layer."""
    first = count
    for place in range(met):
        count = _steps(
            rows, rank, table, least, np.uint64(middle[place]), levels.level, found, count, ahead
        )
        if count < 0:
            return FULL
    place = first
    while place < count:
        actor = np.uint64(found.end[place] if ahead else found.start[place])
        if levels.seen[actor] == 0:
            levels.seen[actor] = 1
            count = _steps(rows, rank, table, least, actor, levels.level, found, count, ahead)
            if count < 0:
                return FULL
        place += 1
    return count


@kernel
def keep_greatest(
    found: Steps, count: int, total: int, ahead: NDArray[np.float64], behind: NDArray[np.float64]
) -> int:
    """Keep the arcs on paths of the greatest product, or near it; give how many.

    All, where that product is too faint to be told from others.

    ``found``, ``count`` and ``total`` as `fewest_hops` left them; ``ahead`` and ``behind`` (n,) are
    1 at the start and at the end, 0 for all others, and hold the best products to and from each
    actor afterwards.
    """
    for place in range(count - 1, -1, -1):
        _raise(ahead, found.end[place], ahead[found.start[place]] * found.strength[place])
    for place in range(count, total):
        _raise(ahead, found.end[place], ahead[found.start[place]] * found.strength[place])
    for place in range(total - 1, count - 1, -1):
        _raise(behind, found.start[place], behind[found.end[place]] * found.strength[place])
    for place in range(count):
        _raise(behind, found.start[place], behind[found.end[place]] * found.strength[place])
    best = 0.0
    for place in range(total):
        best = max(best, _through(found, place, ahead, behind))
    if best < FAINT:
        return total
    kept = 0
    for place in range(total):
        if _through(found, place, ahead, behind) >= best * (1 - NEAR):
            found.start[kept] = found.start[place]
            found.end[kept] = found.end[place]
            found.strength[kept] = found.strength[place]
            kept += 1
    return kept


@kernel
def _raise(products: NDArray[np.float64], actor: np.uint32, value: float) -> None:
    products[actor] = max(products[actor], value)


@kernel
def _through(
    found: Steps, place: int, ahead: NDArray[np.float64], behind: NDArray[np.float64]
) -> float:
    """Give the best product of a path over an arc."""
    return float(ahead[found.start[place]] * found.strength[place] * behind[found.end[place]])


def arcs_of_widest(graph: ArcGraph, start: int, end: int, least: float) -> Met:
    """Give the arcs of at least ``least`` on paths of the fewest hops and the greatest product.

    ``best`` is that product, `UNREACHED` where no path over such arcs joins the two. A few arcs of
    paths whose product is a little less may be among them.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Time: the actors within about half the fewest hops of either end.

    """
    room = ROOM
    with sides_of(graph) as sides:
        while True:
            found = Steps(np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room))
            count, total = _search(graph, start, end, least, sides, found)
            if total != FULL:
                break
            sides.clean()
            sides.grow()
            room *= 2
        ahead, behind = sides.ahead, sides.behind
        if total == STOPPED:
            raise over(graph, int(ahead.state[TOUCHED] + behind.state[TOUCHED]))
        if total == 0:
            return Met(UNREACHED)
        ahead.gain[start] = behind.gain[end] = 1.0
        kept = keep_greatest(found, count, total, ahead.gain, behind.gain)
        best = float(ahead.gain[end])
    return Met(best, tuple(zip(*(array[:kept].tolist() for array in found), strict=True)))


def _search(  # a pair, and what to write on
    graph: ArcGraph, start: int, end: int, least: float, sides: Sides, found: Steps
) -> tuple[int, int]:
    ranks = sides.ranks
    return fewest_hops(
        graph.out,
        graph.back,
        ranks.of,
        graph.table,
        int(np.searchsorted(ranks.values[1:-1], least)) + 1,
        np.uint64(start),
        np.uint64(end),
        sides.ahead,
        sides.behind,
        found,
        stopping.current().watch(),
    )
