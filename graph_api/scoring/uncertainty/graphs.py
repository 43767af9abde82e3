"""Many graphs of the same arrows at once: one column of strengths for each draw.

Only what may lie on a path or walk between the chosen actors is drawn at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.errors import TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.draws import drawn_strengths
from graph_api.scoring.uncertainty.results import Sampling

MOST_DRAWN = 20_000_000
"""Relations that matter times draws: 160 MB of strengths."""

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keep = Callable[[Places, Places, Numbers], Flags]
"""Tells which relations to draw, from where they begin, where they end, and their high ends."""


@dataclass(frozen=True, eq=False)
class DrawnGraph:
    """The arrows that matter, sorted by the actor that they reach, and their drawn strengths.

    Attributes
    ----------
    actors
        Shape (v,): the places in the view of the actors that matter, ascending; below they are
        named by their places in here.
    tail, head
        Shape (a,): where each arrow begins and ends.
    strength
        Shape (a, draws): of parallel relations the strongest of each draw; 0 is no arrow.
    relations
        Shape (k,): the places in the view of the relations, grouped by arrow.
    arrow
        Shape (k,): the arrow of each relation, ascending.
    drawn
        Shape (k, draws): their strengths.
    uncertain
        How many of the relations are not certain.

    """

    actors: Places
    tail: Places
    head: Places
    strength: Numbers
    relations: Places
    arrow: Places
    drawn: Numbers
    uncertain: int

    @property
    def size(self) -> int:
        """Count the actors that matter."""
        return int(self.actors.size)

    @cached_property
    def first(self) -> Places:
        """Give where the arrows into each actor begin: shape (v + 1,)."""
        return np.searchsorted(self.head, np.arange(self.size + 1))

    @cached_property
    def turned(self) -> tuple[DrawnGraph, Places]:
        """Give the graph with all arrows turned round, and which arrow each of its arrows was."""
        order = np.lexsort((self.head, self.tail))
        none = np.zeros(0, np.int64)
        graph = DrawnGraph(
            self.actors,
            self.head[order],
            self.tail[order],
            self.strength[order],
            none,
            none,
            np.zeros((0, self.strength.shape[1])),
            self.uncertain,
        )
        return graph, order

    def here(self, places: Iterable[int]) -> list[int]:
        """Give where actors of the view are among those that matter; -1: not among them."""
        wanted = np.array(list(places), np.int64)
        found = np.searchsorted(self.actors, wanted)
        found[found == self.size] = 0
        there = self.actors[found] == wanted if self.size else np.zeros(wanted.size, np.bool_)
        here: list[int] = np.where(there, found, -1).tolist()
        return here


def drawn_graph(  # noqa: PLR0913  # the question
    view: GraphSnapshot,
    ends: Sequence[int],
    sampling: Sampling,
    *,
    maturity: float | None = None,
    max_hops: int | None = None,
    keep: Keep | None = None,
    report: Callable[[float], None] | None = None,
) -> DrawnGraph:
    """Draw what lies on a path from one of ``ends`` to another one; ``keep`` may leave out more.

    Raises
    ------
    TooCostlyError
        If relations times draws are more than `MOST_DRAWN`.

    """
    high = effective_strengths(view, maturity).under(Assumption.HIGH)
    kept = np.flatnonzero(view.carries & (view.from_index != view.to_index) & (high > 0))
    start = view.from_index[kept].astype(np.int64)
    end = view.to_index[kept].astype(np.int64)
    size = len(view.actors)
    after = _steps(start, end, ends, size, max_hops)
    before = _steps(end, start, ends, size, max_hops)
    longest = size if max_hops is None else max_hops
    there, back = after[start], before[end]
    between = (there >= 0) & (back >= 0) & (there + back < longest)
    places, start, end = kept[between], start[between], end[between]
    order = np.lexsort((start, end))
    places, start, end = places[order], start[order], end[order]
    if keep is not None:
        wanted = keep(start, end, high[places])
        places, start, end = places[wanted], start[wanted], end[wanted]
    _require_few(places.size, sampling.draws)
    drawn, uncertain = drawn_strengths(view, places, sampling, maturity, report)
    actors = np.unique(np.concatenate((np.array(ends, np.int64), start, end)))
    is_new = np.ones(places.size, np.bool_)
    is_new[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    first = np.flatnonzero(is_new)
    strength = drawn[first]
    arrow = np.cumsum(is_new) - 1
    for row in np.flatnonzero(~is_new).tolist():
        np.maximum(strength[arrow[row]], drawn[row], out=strength[arrow[row]])
    return DrawnGraph(
        actors,
        np.searchsorted(actors, start[first]),
        np.searchsorted(actors, end[first]),
        strength,
        places,
        arrow,
        drawn,
        uncertain,
    )


def _steps(
    start: Places, end: Places, sources: Sequence[int], size: int, most: int | None
) -> Places:
    """Give the fewest arrows from any of ``sources`` to every actor, -1 out of reach."""
    steps = np.full(size, -1, np.int64)
    steps[list(sources)] = 0
    level = 0
    while most is None or level < most:
        stopping.check()
        reached = end[steps[start] == level]
        reached = reached[steps[reached] < 0]
        if not reached.size:
            break
        level += 1
        steps[reached] = level
    return steps


def _require_few(relations: int, draws: int) -> None:
    if relations * draws > MOST_DRAWN:
        most = MOST_DRAWN // max(relations, 1)
        raise TooCostlyError(
            f"{draws:,} draws of {relations:,} relations that may lie between these actors are too"
            f" many for one question (the product may be up to {MOST_DRAWN:,}): ask for fewer draws"
            f" (up to {most:,}), set a hop limit, or narrow the view by a filter.",
            f"这些行动者之间可能起作用的关系有 {relations:,} 条，抽取 {draws:,} 次超出单次上限"
            f"（二者乘积至多 {MOST_DRAWN:,}）：请减少抽取次数（至多 {most:,}）、限制跳数，"
            "或用筛选缩小视图。",
            parameter="draws",
        )
