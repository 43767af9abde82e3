"""Losses under the reading ALL_WALKS, by closed forms for what a removal does to an inverse.

Without actor v:          N'_ab = N_ab - N_av N_vb / N_vv
Without strength d, i->j: N'_ab = N_ab - c d N_ai N_jb / (1 + c d N_ji)    (Sherman-Morrison)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.scoring.graphs import carrier_graph
from graph_api.scoring.losses import Cuts, Pair, Report, Subject, Tally, Without, by_busier_end
from graph_api.scoring.results import Scoring, Target
from graph_api.scoring.walks import Walks, damping_of

Numbers = NDArray[np.float64]

DUST = 1e-9
"""A difference this small beside what it was taken from may be rounding: then look at the graph."""


class WalkLosses:
    """What subjects cost chosen pairs: two solutions of the sparse system for each actor."""

    def __init__(
        self, view: GraphSnapshot, pairs: Sequence[Pair], scoring: Scoring, target: Target
    ) -> None:
        self._graph = carrier_graph(view, maturity=scoring.maturity)
        self._damping = damping_of(view, scoring.damping)
        self._walks = Walks(self._graph, self._damping)
        self._target = target
        self._cuts = Cuts(view, scoring, target)
        self._without = Without(view, self._graph, target, hops=None)
        groups = by_busier_end(view, pairs)
        turned = [(start, end) for start, ends in groups.items() for end in ends]
        self._first = np.array([first for first, _ in turned], dtype=np.int64)
        self._second = np.array([second for _, second in turned], dtype=np.int64)
        self._there = self._scores(turned)
        self._back = self._scores([(second, first) for first, second in turned])
        self._now = np.sqrt(self._there * self._back)

    def _scores(self, pairs: Sequence[Pair]) -> Numbers:
        return np.array([self._walks.score(*pair) for pair in pairs], dtype=np.float64)

    def tally(self, report: Report) -> Tally:
        """Think each subject away in turn."""
        tally = Tally(scores=self._now.tolist())
        removals = self._actors() if self._target is Target.ACTOR else self._arrows()
        count = self._graph.size if self._target is Target.ACTOR else len(self._graph.parallels)
        for done, (subject, there, back) in enumerate(removals, 1):
            self._note(tally, subject, there, back)
            report(done / count)
        return tally

    def _actors(self) -> Iterator[tuple[Subject, Numbers, Numbers]]:
        """Give each actor with the decrease of both directions of all pairs."""
        for place in range(self._graph.size):
            to, of = self._walks.column(place), self._walks.row(place)
            apart = (self._first != place) & (self._second != place)
            yield (
                place,
                apart * to[self._first] * of[self._second] / to[place],
                apart * to[self._second] * of[self._first] / to[place],
            )

    def _arrows(self) -> Iterator[tuple[Subject, Numbers, Numbers]]:
        """Give each relation, or channel, that carries walks, with the decrease without it."""
        for start, arrows in enumerate(self._graph.out):
            to = self._walks.column(start)
            for end, strength, relation in arrows:
                parallels = self._graph.parallels[start, end]
                subject: Subject = (start, end)
                less = strength
                if self._target is Target.RELATION:
                    subject = relation
                    less -= parallels[1][0] if len(parallels) > 1 else 0.0
                of = self._walks.row(end)
                share = self._damping * max(0.0, less)
                divisor = 1 + share * to[end]
                yield (
                    subject,
                    share * to[self._first] * of[self._second] / divisor,
                    share * to[self._second] * of[self._first] / divisor,
                )

    def _note(
        self, tally: Tally, subject: Subject, less_there: Numbers, less_back: Numbers
    ) -> None:
        touched = np.flatnonzero((self._now > 0) & ((less_there > 0) | (less_back > 0)))
        there = np.maximum(self._there[touched] - less_there[touched], 0.0)
        back = np.maximum(self._back[touched] - less_back[touched], 0.0)
        faint = (there <= DUST * self._there[touched]) | (back <= DUST * self._back[touched])
        zero: dict[int, list[int]] = {}
        reach: dict[int, tuple[set[int], set[int]]] = {}
        for index in np.flatnonzero(faint).tolist():
            first, second = int(self._first[touched[index]]), int(self._second[touched[index]])
            if first not in reach:
                reach[first] = self._without.within_reach(first, subject)
            if not all(second in side for side in reach[first]):
                there[index] = back[index] = 0.0
                zero.setdefault(first, []).append(second)
        losses = np.maximum(self._now[touched] - np.sqrt(there * back), 0.0)
        cut = sum(self._cuts.count(first, ends, subject) for first, ends in zero.items())
        tally.add(subject, losses.tolist(), cut)
