"""The best of one pair of actors, in one sense or both: a key, and the arcs of all tied paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import NOWHERE, ArcGraph, Places, Rows
from graph_api.scoring.engine.compiling import lean_kernel
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


@lean_kernel
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


@lean_kernel
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


@dataclass(frozen=True, slots=True)
class Met:
    """The best of a pair: its key (below 0: no path), and the arcs of all paths tied for it.

    ``arcs`` are (start, end, strength), each once; a few of paths that are not tied may be among
    them. Where ``relations`` is not None there is one path alone: ``arcs`` are its own, in its
    order, and these the places of their relations.
    """

    best: float
    arcs: tuple[Arc, ...] = ()
    relations: tuple[int, ...] | None = field(default=None, compare=False)


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
                    _met(graph, there, lists.there, lists.relations_there),
                    _met(graph, back, lists.back, lists.relations_back),
                )
            space.grow()


def _lists_of(space: Workspace) -> Lists:
    if space.lists is None:
        space.lists = new_lists(space.room)
    lists: Lists = space.lists
    return lists


def _met(graph: ArcGraph, said: tuple[float, int, int, int], found: Arcs, relations: Places) -> Met:
    best, count, length, _ = said
    if best < 0:
        return NO_WAY
    if length < 0:
        return Met(best, _arcs(graph, found, count))
    arcs = _rows_of(graph, found, length)
    if graph.out.slots.size == 0:
        return Met(best, arcs, tuple(relations[:length].tolist()))
    return Met(best, arcs, tuple(graph.relation_at(start, end) for start, end, _ in arcs))


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
    return tuple(dict.fromkeys(_rows_of(graph, found, count)))


def _rows_of(graph: ArcGraph, found: Arcs, count: int) -> tuple[Arc, ...]:
    return tuple(
        zip(
            found.start[:count].tolist(),
            found.end[:count].tolist(),
            graph.table[found.code[:count]].tolist(),
            strict=True,
        )
    )
