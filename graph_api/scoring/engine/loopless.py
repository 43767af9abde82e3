"""The best loopless paths of one ordered pair: deviations from those found, by one loop.

Each path found is left at each of its actors by one search (`spurs`), all of them led by one ball
of exact keys around the end (Yen 1971, Lawler 1972). The loop lists paths by falling keys in any
order of tied ones; who asks puts them in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, Rows
from graph_api.scoring.engine.between import best_between
from graph_api.scoring.engine.bits import ONE, bits
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import FULL, SHIFT, STOPPED, Labels, Workspace, workspace
from graph_api.scoring.engine.meeting import BEYOND
from graph_api.scoring.engine.spurs import (
    BANNED,
    PASSED,
    Trail,
    ball,
    new_trail,
    spur,
    wipe,
)
from graph_api.scoring.engine.tied import Arcs, tied_back

CLOSE = 1e-11
"""Paths this near to the last one wanted may be tied with it."""

MANY = -4
"""What the loop gives when more paths may be tied than it has room for."""

LONG = -5
"""What the loop gives when a path has more arcs than it has room for."""

SPARE = 64
"""Room for paths that may be tied with the last one wanted."""

ARCS = 64
"""Room for the arcs of one path, at first."""

BALANCE = 800
"""A ball has keys of so many actors for each search that it will lead."""

TINY = 1e-280
"""Keys below lose digits, so that none of them can be told from tied ones."""


class Listed(NamedTuple):
    """Paths in places of their own, and in which order.

    ``arcs`` (s, w): places of their arcs in the rows ahead. ``hops``, ``key`` (s,). ``parent``: the
    path that it left (-1: none), ``shared``: after how many arcs. ``order``: those given, best
    first; ``queue``: those not yet given, best first; ``free``: places without a path.
    """

    arcs: NDArray[np.uint32]
    hops: NDArray[np.int64]
    key: NDArray[np.float64]
    parent: NDArray[np.int64]
    shared: NDArray[np.int64]
    order: NDArray[np.int64]
    queue: NDArray[np.int64]
    free: NDArray[np.int64]


def new_list(room: int, width: int) -> Listed:
    """Make an empty list of so many paths of so many arcs."""
    hops, parent, shared, order, queue = np.zeros((5, room), np.int64)
    arcs, key = np.empty((room, width), np.uint32), np.zeros(room)
    return Listed(arcs, hops, key, parent, shared, order, queue, np.arange(room - 1, -1, -1))


@kernel
def _enter(  # a path, and the list
    listed: Listed,
    trail: Trail,
    end: np.uint64,
    spot: np.uint64,
    parent: int,
    shared: int,
    key: float,
    queued: int,
    spare: int,
) -> int:
    """Write the path that a search has left on its trail; give how many are queued, or LONG."""
    width = listed.arcs.shape[1]
    hops = shared
    actor = end
    while actor != spot:
        hops += 1
        actor = np.uint64(trail.came[actor])
    if hops > width:
        return LONG
    slot = listed.free[spare - 1]
    actor = end
    for place in range(hops - 1, shared - 1, -1):
        listed.arcs[slot, place] = trail.over[actor]
        actor = np.uint64(trail.came[actor])
    for place in range(shared):
        listed.arcs[slot, place] = listed.arcs[parent, place]
    listed.hops[slot] = hops
    listed.key[slot] = key
    listed.parent[slot] = parent
    listed.shared[slot] = shared
    place = queued
    while place > 0 and listed.key[listed.queue[place - 1]] < key:
        listed.queue[place] = listed.queue[place - 1]
        place -= 1
    listed.queue[place] = slot
    return queued + 1


@kernel
def deviate(  # a pair, and what the searches write on
    rows: Rows,
    worth: NDArray[np.float64],
    behind: NDArray[np.float64],
    rim: float,
    start: np.uint64,
    end: np.uint64,
    count: int,
    floor: float,
    labels: Labels,
    trail: Trail,
    listed: Listed,
    stop: NDArray[np.uint8],
) -> int:
    """List the ``count`` best paths and all that may be tied with the last of them.

    Gives how many stand in ``listed.order``, or FULL, STOPPED, MANY, LONG. The marks in
    ``labels.seen`` are left clean.
    """
    seen = labels.seen
    best, touched = spur(
        rows, worth, behind, rim, start, end, 1.0, floor, labels, trail, False, stop
    )
    queued = 0
    spare = listed.free.size
    done = 0
    if best >= 0:
        queued = _enter(listed, trail, end, start, -1, 0, best, 0, spare)
        spare -= 1
    elif best < -1:
        done = int(best)
    wipe(labels, touched)
    if queued < 0:
        return queued
    found = 0
    limit = 0.0
    while done == 0 and queued > 0:
        slot = listed.queue[0]
        if found >= count and listed.key[slot] < limit:
            break
        queued -= 1
        for place in range(queued):
            listed.queue[place] = listed.queue[place + 1]
        listed.order[found] = slot
        found += 1
        if found == count:
            limit = listed.key[slot] * (1 - CLOSE)
        before = 1.0
        spot = start
        for hop in range(listed.hops[slot]):
            arc = listed.arcs[slot, hop]
            following = np.uint64(rows.other[arc])
            if hop >= listed.shared[slot] and done == 0:
                if found < count and queued >= count - found:
                    limit = listed.key[listed.queue[count - found - 1]] * (1 - CLOSE)
                seen[following] |= BANNED
                other = slot
                while listed.parent[other] >= 0 and listed.shared[other] == hop:
                    other = listed.parent[other]
                    seen[rows.other[listed.arcs[other, hop]]] |= BANNED
                best, touched = spur(
                    rows, worth, behind, rim, spot, end, before, limit, labels, trail, False, stop
                )
                if best >= 0:
                    while queued > max(count - found, 0) and (
                        listed.key[listed.queue[queued - 1]] < limit
                    ):
                        queued -= 1
                        listed.free[spare] = listed.queue[queued]
                        spare += 1
                    if spare == 0:
                        done = MANY
                    else:
                        queued = _enter(listed, trail, end, spot, slot, hop, best, queued, spare)
                        spare -= 1
                        if queued < 0:
                            done = queued
                elif best < -1:
                    done = int(best)
                wipe(labels, touched)
                seen[following] &= PASSED
                other = slot
                while listed.parent[other] >= 0 and listed.shared[other] == hop:
                    other = listed.parent[other]
                    seen[rows.other[listed.arcs[other, hop]]] &= PASSED
            before *= worth[rows.code[arc]]
            seen[spot] |= PASSED
            spot = following
        seen[start] = 0
        for hop in range(listed.hops[slot]):
            seen[rows.other[listed.arcs[slot, hop]]] = 0
    return found if done == 0 else done


@dataclass(frozen=True, slots=True)
class Listing:
    """Paths by falling keys: for each the places of its arcs in the rows ahead."""

    paths: list[NDArray[np.uint32]]
    is_complete: bool
    """Whether these are all paths of the pair."""


@dataclass(eq=False)
class Deviations:
    """All searches for the loopless paths of one ordered pair; they share one ball.

    Made by `deviations`; not for two threads at once.
    """

    graph: ArcGraph
    start: int
    end: int
    decay: float
    best: float
    most: int
    space: Workspace
    _rim: float = 0.0
    _trail: Trail = field(init=False)
    _width: int = ARCS

    def __post_init__(self) -> None:
        """Fill the ball."""
        graph, space = self.graph, self.space
        self._trail = new_trail(graph.size, space.room)
        wanted = self.best * (1 - BEYOND) if self.best > TINY else 0.0
        last = (ONE - bits(wanted)) >> SHIFT
        while True:
            touched, self._rim = ball(
                graph.back, graph.worth(self.decay), np.uint64(self.end), space.behind, last,
                self.most, stopping.current().watch(),
            )  # fmt: skip
            if touched >= 0:
                self.reached = touched
                space.behind.head[:] = 0
                return
            if touched == STOPPED:
                raise self._over(0)
            space.behind.key[:] = -1.0
            space.grow()

    def clean(self) -> None:
        """Leave the workspace as it was."""
        self.space.clean(0, self.reached)

    def listing(self, count: int) -> Listing | None:
        """Give the best paths and all that may be tied with the last; None: they are too many.

        Raises
        ------
        DeadlineExceededError
            If the question is over before the searches are.

        """
        graph = self.graph
        if self.best <= TINY:
            return None
        while True:
            listed = new_list(count + SPARE, self._width)
            found = deviate(
                graph.out, graph.worth(self.decay), self.space.behind.key, self._rim,
                np.uint64(self.start), np.uint64(self.end), count, self.best * (1 - BEYOND),
                self.space.ahead, self._trail, listed, stopping.current().watch(),
            )  # fmt: skip
            if found == MANY:
                return None
            if found == STOPPED:
                raise self._over(0)
            if found == LONG:
                self._width *= 4
            elif found == FULL:
                self._more_room()
            else:
                break
        order = listed.order[:found].tolist()
        paths = [listed.arcs[slot, : listed.hops[slot]] for slot in order]
        return Listing(paths, found < count)

    def tied(
        self, passed: Sequence[int], banned: frozenset[int]
    ) -> tuple[float, list[tuple[int, int, float]]]:
        """Give the best key from one actor to the end, and the arcs of all tied ways.

        Parameters
        ----------
        passed
            The actors of the beginning, from ``start`` on; the search leaves the last of them.
        banned
            Where it does not go first.

        Returns
        -------
        tuple
            The key (below 0: no way), and (start, end, strength) of each arc that may be on a tied
            way. A few of ways that are not tied may be among them.

        """
        graph, labels = self.graph, self.space.ahead
        origin = passed[-1]
        labels.seen[list(passed)] |= PASSED
        labels.seen[list(banned)] |= BANNED
        while True:
            best, touched = spur(
                graph.out, graph.worth(self.decay), self.space.behind.key, self._rim,
                np.uint64(origin), np.uint64(self.end), 1.0, 0.0, labels, self._trail, True,
                stopping.current().watch(),
            )  # fmt: skip
            arcs = self._gathered(origin) if best >= 0 else []
            wipe(labels, touched)
            if best != FULL:
                break
            self._more_room()
        labels.seen[list(passed)] = 0
        labels.seen[list(banned)] = 0
        if best == STOPPED:
            raise self._over(len(passed) - 1)
        return best, [arc for arc in arcs if arc[0] != origin or arc[1] not in banned]

    def _gathered(self, origin: int) -> list[tuple[int, int, float]]:
        graph, seen = self.graph, self.space.behind.seen
        room = self.space.room
        while True:
            found = Arcs(
                np.empty(room, np.uint32), np.empty(room, np.uint32), np.empty(room, np.uint32)
            )
            seen[origin] = 1  # nothing leads on from there
            count = tied_back(
                graph.back, graph.worth(self.decay), self.space.ahead.key, np.uint64(self.end),
                seen, found, True,
            )  # fmt: skip
            seen[[origin, self.end]] = 0
            seen[found.start[: room if count == FULL else count]] = 0
            if count != FULL:
                break
            room *= 2
        starts, ends = found.start[:count].tolist(), found.end[:count].tolist()
        strengths = graph.table[found.code[:count]].tolist()
        return list(zip(starts, ends, strengths, strict=True))

    def _more_room(self) -> None:
        room = 2 * self._trail.value.size
        self._trail = self._trail._replace(
            value=np.empty(room, np.float64), actor=np.empty(room, np.uint32)
        )

    def _over(self, hops: int) -> Exception:
        return stopping.current().error(
            f"paths from one actor to another were being listed, at hop {hops + 1}",
            f"正在列出两个行动者之间的路径（第 {hops + 1} 步）",
        )


@contextmanager
def deviations(
    graph: ArcGraph, start: int, end: int, count: int, decay: float = 1.0
) -> Iterator[Deviations | None]:
    """Lend what lists the loopless paths of one ordered pair; None: there is no path.

    ``count`` says how many paths will be asked for, about.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the searches are.

    """
    met = best_between(graph, start, end, decay)
    if met.best < 0:
        yield None
        return
    most = BALANCE * count * len(met.arcs)
    with workspace(graph, decay) as space:
        found = Deviations(graph, start, end, decay, met.best, most, space)
        yield found
        found.clean()
