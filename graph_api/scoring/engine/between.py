"""The best of one pair of actors, in one sense or both: a key, and the arcs of all tied paths."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import NOWHERE, ArcGraph, Places, Rows
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import (
    FULL,
    STOPPED,
    UNREACHED,
    Labels,
    Workspace,
    forget,
    workspace,
)
from graph_api.scoring.engine.meeting import meet
from graph_api.scoring.engine.tied import (
    SEVERAL,
    Arcs,
    new_arcs,
    only_path,
    tied_arcs,
    tied_back,
)

Arc = tuple[int, int, float]
"""Where an arc leaves, what it reaches, and its strength."""


class Lists(NamedTuple):
    """What the search of a pair writes arcs on: where it meets, and what it gives, by sense."""

    crossing: Arcs
    there: Arcs
    back: Arcs
    relations_there: Places
    relations_back: Places


def new_lists(room: int) -> Lists:
    """Make lists with room for so many arcs each."""
    return Lists(
        new_arcs(room),
        new_arcs(room),
        new_arcs(room),
        np.empty(room, np.uint32),
        np.empty(room, np.uint32),
    )


@kernel
def one_way(  # a pair, and what the search writes on
    out: Rows,
    back: Rows,
    worth: NDArray[np.float64],
    relation: Places,
    start: np.uint64,
    end: np.uint64,
    ahead: Labels,
    behind: Labels,
    crossing: Arcs,
    found: Arcs,
    relations: Places,
    stop: NDArray[np.uint8],
) -> tuple[float, int, int, int]:
    """Search one ordered pair and leave everything clean.

    Gives the best key (UNREACHED: no path; FULL, STOPPED), how many arcs in ``found`` may lie on a
    tied path (FULL), how many those of the only one are, in its order (`only_path`), and how many
    actors were reached.
    """
    best, reached_a, reached_b, crossings = meet(
        out, back, worth, start, end, ahead, behind, crossing, stop
    )
    count = 0
    if best >= 0:
        count = tied_arcs(out, back, worth, best, ahead, behind, crossing, crossings, found)
    forget(ahead, reached_a)
    forget(behind, reached_b)
    length = SEVERAL
    if count > 0:
        length = only_path(out, relation, start, end, ahead, found, count, relations, crossing)
    return best, count, length, reached_a + reached_b


@kernel
def both_ways(  # a pair, and what the searches write on
    out: Rows,
    back: Rows,
    worth: NDArray[np.float64],
    relation: Places,
    start: np.uint64,
    end: np.uint64,
    both: bool,  # a flag, for a compiled loop
    ahead: Labels,
    behind: Labels,
    lists: Lists,
    stop: NDArray[np.uint8],
) -> tuple[tuple[float, int, int, int], tuple[float, int, int, int]]:
    """Search one ordered pair and, if wanted, its reverse; see `one_way`."""
    there = one_way(
        out, back, worth, relation, start, end, ahead, behind, lists.crossing, lists.there,
        lists.relations_there, stop,
    )  # fmt: skip
    if not both or there[0] < UNREACHED or there[1] < 0:
        return there, (UNREACHED, 0, SEVERAL, 0)
    again = one_way(
        out, back, worth, relation, end, start, ahead, behind, lists.crossing, lists.back,
        lists.relations_back, stop,
    )  # fmt: skip
    return there, again


class Chain(NamedTuple):
    """One path by places: where it starts; of each arc what it reaches, strength and relation."""

    start: int
    ends: tuple[int, ...]
    strengths: tuple[float, ...]
    relations: tuple[int, ...]

    @property
    def arcs(self) -> tuple[Arc, ...]:
        """Give its arcs in its order."""
        starts = (self.start, *self.ends[:-1])
        return tuple(zip(starts, self.ends, self.strengths, strict=True))


class Met(NamedTuple):
    """The best of a pair: its key (below 0: no path), and what leads there.

    ``only`` is the path where there is one alone; else ``gathered`` are the arcs of all paths tied
    for it, each once; a few of paths that are not tied may be among them.
    """

    best: float
    gathered: tuple[Arc, ...] = ()
    only: Chain | None = None

    @property
    def arcs(self) -> tuple[Arc, ...]:
        """Give the arcs of all paths tied for the best."""
        return self.gathered if self.only is None else self.only.arcs


NO_WAY = Met(UNREACHED)


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
    return _searched(graph, start, end, decay, both=False)[0]


def both_between(graph: ArcGraph, a: int, b: int, decay: float = 1.0) -> tuple[Met, Met]:
    """Give `best_between` from ``a`` to ``b`` and from ``b`` to ``a``, in one call of a kernel."""
    return _searched(graph, a, b, decay, both=True)


def _searched(
    graph: ArcGraph, start: int, end: int, decay: float, *, both: bool
) -> tuple[Met, Met]:
    relation = NOWHERE if graph.relation is None else graph.relation
    with workspace(graph, decay) as space:
        while True:
            lists = _lists_of(space)
            there, back = both_ways(
                graph.out, graph.back, graph.worth(decay), relation, np.uint64(start),
                np.uint64(end), both, space.ahead, space.behind, lists, stopping.current().watch(),
            )  # fmt: skip
            if STOPPED in {there[0], back[0]}:
                count = there[3] + back[3]
                raise stopping.current().error(
                    f"the search had reached {count} of {graph.size} actors",
                    f"搜索已到达 {graph.size} 个行动者中的 {count} 个",
                )
            if FULL not in {there[0], there[1], back[0], back[1]}:
                return (
                    _met(graph, start, there, lists.there, lists.relations_there),
                    _met(graph, end, back, lists.back, lists.relations_back),
                )
            space.grow()


def _lists_of(space: Workspace) -> Lists:
    if space.lists is None:
        space.lists = new_lists(space.room)
    lists: Lists = space.lists
    return lists


def _met(
    graph: ArcGraph,
    start: int,
    said: tuple[float, int, int, int],
    found: Arcs,
    relations: Places,
) -> Met:
    best, count, length, _ = said
    if best < 0:
        return NO_WAY
    if length < 0:
        return Met(best, _arcs(graph, found, count))
    ends = tuple(found.end[:length].tolist())
    strengths = tuple(graph.table[found.code[:length]].tolist())
    if graph.own_relation or graph.renumber is not None:
        here = tuple(map(graph.relation_at, (start, *ends[:-1]), ends))
    else:
        here = tuple(relations[:length].tolist())
    return Met(best, (), Chain(start, ends, strengths, here))


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
        found = new_arcs(room)
        seen = np.zeros(graph.size, np.uint8)
        count = tied_back(rows, graph.worth(decay), keys, np.uint64(place), seen, found, ahead)
        if count != FULL:
            return Met(float(keys[place]), _arcs(graph, found, count))
        room *= 8


def _arcs(graph: ArcGraph, found: Arcs, count: int) -> tuple[Arc, ...]:
    """Give gathered arcs, each once."""
    rows = zip(
        found.start[:count].tolist(),
        found.end[:count].tolist(),
        graph.table[found.code[:count]].tolist(),
        strict=True,
    )
    return tuple(dict.fromkeys(rows))
