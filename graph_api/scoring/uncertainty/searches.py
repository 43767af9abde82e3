"""Best paths from one actor in many graphs at once, all in steps over whole rows of draws.

Keys are those of `graph_api.scoring.searches.kernels`, but 0 is out of reach: a drawn score that
vanishes in float64 is no score. Every key is the product along a path in path order, as in the
searches for one graph, so that both give the same digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.graphs import DrawnGraph, Flags


class BatchSearch:
    """The best keys from one actor to all others, for each draw.

    Parameters
    ----------
    graph
        The arrows with their strengths.
    start
        The actor, by its place among those of the graph.
    scoring
        PRODUCT or WEAKEST, decay, hop limit.

    Attributes
    ----------
    keys
        Shape (v, draws): 1 at ``start``, 0 out of reach.

    """

    def __init__(self, graph: DrawnGraph, start: int, scoring: Scoring) -> None:
        self._graph = graph
        self._start = start
        self._decay = scoring.decay
        self._is_weakest = scoring.reading is Reading.WEAKEST
        limit = scoring.max_hops
        # No loopless path has more hops than there are other actors.
        self._limit = None if limit is None or limit >= graph.size - 1 else limit
        self._order = self._near_first()
        self._parents: list[NDArray[np.int32]] = []
        self.keys = self._search()

    def used(self, ends: Sequence[int], scored: Flags) -> Flags:
        """Tell which arrows lie on the best path to one of ``ends``: shape (a, draws).

        ``scored``, of shape (ends, draws), tells which of them count in which draws.
        """
        graph = self._graph
        draws = self.keys.shape[1]
        found = np.zeros((graph.tail.size, draws), np.bool_)
        for end, counts in zip(ends, scored, strict=True):
            columns = np.flatnonzero(counts)
            at = np.full(columns.size, end)
            for parents in self._steps_back():
                arrow = parents[at, columns]
                moved = arrow >= 0
                if self._limit is None and not moved.any():
                    break
                found[arrow[moved], columns[moved]] = True
                at[moved] = graph.tail[arrow[moved]]
        return found

    def again(self, strength: Numbers, absent: Sequence[tuple[int, slice]] = ()) -> Numbers:
        """Search again with other strengths: shape (a, any number of columns).

        ``absent`` names actors that are gone in some columns.
        """
        keys = np.zeros((self._graph.size, strength.shape[1]))
        keys[self._start] = 1.0
        gone = dict(absent)
        if self._limit is None:
            while self._step(keys, keys, strength, gone):
                stopping.check()
            return keys
        for _ in range(self._limit):
            stopping.check()
            longer = keys.copy()
            if not self._step(keys, longer, strength, gone):
                break
            keys = longer
        return keys

    def _near_first(self) -> list[int]:
        """Give the actors that can be reached, nearest first, without the start."""
        graph = self._graph
        steps = np.full(graph.size, -1)
        steps[self._start] = level = 0
        while True:
            reached = graph.head[steps[graph.tail] == level]
            reached = reached[steps[reached] < 0]
            if not reached.size:
                break
            level += 1
            steps[reached] = level
        order = np.argsort(steps, kind="stable")
        nearest: list[int] = order[steps[order] > 0].tolist()
        return nearest

    def _arrows_into(self, actor: int) -> slice:
        return slice(int(self._graph.first[actor]), int(self._graph.first[actor + 1]))

    def _extended(self, keys: Numbers, arrows: slice, strength: Numbers) -> Numbers:
        reached = keys[self._graph.tail[arrows]]
        if self._is_weakest:
            return np.minimum(reached, strength[arrows], out=reached)
        if self._decay != 1:
            reached *= self._decay
        reached *= strength[arrows]
        return reached

    def _step(
        self, keys: Numbers, longer: Numbers, strength: Numbers, gone: dict[int, slice]
    ) -> bool:
        """Add an arrow wherever that gives a better key; tells whether it did anywhere."""
        is_better = False
        for actor in self._order:
            found = self._extended(keys, self._arrows_into(actor), strength).max(axis=0)
            if actor in gone:
                found[gone[actor]] = 0.0
            row = longer[actor]
            if (found > row).any():
                is_better = True
                np.maximum(row, found, out=row)
        return is_better

    def _search(self) -> Numbers:
        """Search, and note by which arrow each key was last made better."""
        graph = self._graph
        keys = np.zeros((graph.size, graph.strength.shape[1]))
        keys[self._start] = 1.0
        if self._limit is None:
            # A key is only replaced by a better one, and no arrow makes a key better than the one
            # before it: so the arrows that are noted never lead round in a circle.
            self._parents.append(np.full(keys.shape, -1, np.int32))
            while self._note_better(keys, keys, self._parents[0]):
                stopping.check()
            return keys
        for _ in range(self._limit):
            stopping.check()
            longer = keys.copy()
            parents = np.full(keys.shape, -1, np.int32)
            if not self._note_better(keys, longer, parents):
                break
            self._parents.append(parents)
            keys = longer
        return keys

    def _note_better(self, keys: Numbers, longer: Numbers, parents: NDArray[np.int32]) -> bool:
        is_better = False
        for actor in self._order:
            arrows = self._arrows_into(actor)
            found = self._extended(keys, arrows, self._graph.strength)
            better = np.flatnonzero(found.max(axis=0) > longer[actor])
            if better.size:
                is_better = True
                best = found[:, better]
                which = best.argmax(axis=0)
                longer[actor, better] = best[which, np.arange(better.size)]
                parents[actor, better] = arrows.start + which
        return is_better

    def _steps_back(self) -> Iterator[NDArray[np.int32]]:
        """Give what was noted, last arrow first: per number of hops, or without end."""
        if self._limit is not None:
            yield from reversed(self._parents)
        elif self._parents:
            while True:
                yield self._parents[0]
