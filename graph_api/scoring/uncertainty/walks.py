"""Sums over all walks in many graphs at once, and what is left of them without one subject.

Small graphs only: N = (I - cW)^-1 is worked out as a whole for every draw, by LAPACK; what a
removal takes away then has a closed form (Sherman and Morrison 1950).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph_api.errors import TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.searches.trees import NO_ARROW, NOBODY, Arrow
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.graphs import DrawnGraph, Flags, Places

MOST_SOLVED = 20_000_000_000
"""Actors that matter, cubed, times draws: some ten seconds of one core."""

MOST_ENTRIES = 4_000_000
"""Entries of N that are held at once."""

DUST = 1e-9
"""A difference this small beside what it was taken from may be rounding: then look at the graph."""


@dataclass(frozen=True, eq=False)
class WalkBlock:
    """N of some of the draws.

    Attributes
    ----------
    columns
        Which draws.
    sums
        Shape (draws, v, v): N, exactly 0 where no walk leads.

    """

    graph: DrawnGraph
    columns: slice
    sums: Numbers
    damping: float
    patterns: tuple[Flags, Places]
    """The sets of arrows that are there in some draws, shape (patterns, a); which set each draw
    has."""
    kept: dict[tuple[int, int, int, Arrow], Flags]

    def without_actor(self, actor: int, first: Places, second: Places) -> Numbers:
        """Give N from ``first`` to ``second`` without an actor: shape (draws, pairs)."""
        sums = self.sums
        now = sums[:, first, second]
        through = sums[:, first, actor] * sums[:, actor, second] / sums[:, actor, actor][:, None]
        return self._left(now, now - through, first, second, actor, NO_ARROW)

    def without_arrow(self, arrow: int, instead: Numbers, first: Places, second: Places) -> Numbers:
        """Give the same with another strength of an arrow, of shape (draws,); 0: it is gone."""
        sums = self.sums
        start, end = int(self.graph.tail[arrow]), int(self.graph.head[arrow])
        less = self.damping * (self.graph.strength[arrow, self.columns] - instead)
        factor = less / (1 + less * sums[:, end, start])
        now = sums[:, first, second]
        left = now - factor[:, None] * sums[:, first, start] * sums[:, end, second]
        if instead.any():
            return np.maximum(left, 0.0)
        return self._left(now, left, first, second, NOBODY, (start, end))

    def _left(  # noqa: PLR0913, PLR0917  # the pairs, and what is gone
        self,
        now: Numbers,
        left: Numbers,
        first: Places,
        second: Places,
        absent: int,
        arrow: Arrow,
    ) -> Numbers:
        """Where hardly anything is left, ask the graph whether it is nothing."""
        left = np.maximum(left, 0.0)
        for draw, pair in zip(*np.nonzero((left <= DUST * now) & (left > 0)), strict=True):
            pattern = int(self.patterns[1][draw])
            if not self._reached(pattern, int(first[pair]), absent, arrow)[second[pair]]:
                left[draw, pair] = 0.0
        return left

    def _reached(self, pattern: int, start: int, absent: int, arrow: Arrow) -> Flags:
        key = pattern, start, absent, arrow
        if key not in self.kept:
            graph = self.graph
            there = self.patterns[0][pattern] & (graph.tail != absent) & (graph.head != absent)
            there &= (graph.tail != arrow[0]) | (graph.head != arrow[1])
            self.kept[key] = _reach(graph, there, start)
        return self.kept[key]


def walk_blocks(graph: DrawnGraph, damping: float) -> Iterator[WalkBlock]:
    """Work out N for some draws at a time.

    Raises
    ------
    TooCostlyError
        If actors that matter, cubed, times draws are more than `MOST_SOLVED`.

    """
    size, draws = graph.size, graph.strength.shape[1]
    if size**3 * draws > MOST_SOLVED:
        raise _too_many(size, draws)
    step = max(1, MOST_ENTRIES // max(size * size, 1))
    for begin in range(0, draws, step):
        stopping.check(f"{begin} draws had been worked out", f"已算出 {begin} 次抽样")
        columns = slice(begin, min(begin + step, draws))
        strength = graph.strength[:, columns]
        matrix = np.zeros((strength.shape[1], size, size))
        matrix[:, graph.tail, graph.head] = -damping * strength.T
        matrix[:, np.arange(size), np.arange(size)] = 1.0
        sums: Numbers = np.linalg.inv(matrix).astype(np.float64, copy=False)
        found, which = np.unique((strength > 0).T, axis=0, return_inverse=True)
        which = which.reshape(-1)
        for pattern, there in enumerate(found):
            own = np.flatnonzero(which == pattern)
            for start in range(size):
                away = np.flatnonzero(~_reach(graph, there, start))
                sums[own[:, None], start, away] = 0.0
        yield WalkBlock(graph, columns, sums, damping, (found, which), {})


def _reach(graph: DrawnGraph, there: Flags, start: int) -> Flags:
    reached = np.zeros(graph.size, np.bool_)
    reached[start] = True
    count = 0
    while count != (count := int(np.count_nonzero(reached))):
        reached[graph.head[there & reached[graph.tail]]] = True
    return reached


def _too_many(size: int, draws: int) -> TooCostlyError:
    most = MOST_SOLVED // size**3
    return TooCostlyError(
        f"All walks among {size:,} actors would have to be summed in {draws:,} draws: that takes"
        f" too long. Ask for fewer draws (up to {most:,}), narrow the view by a filter, or take"
        " another reading.",
        f"须在 {draws:,} 次抽样中对 {size:,} 个行动者之间的全部通路求和，耗时过长。"
        f"请减少抽取次数（至多 {most:,}）、用筛选缩小视图，或改用其他读法。",
        parameter="draws",
    )
