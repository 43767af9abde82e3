"""What pairs lose over all walks by one removal: from decreases of N to losses and pairs cut."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.scoring.distinct import distinct
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.losses.subjects import Subject, Tally
from graph_api.scoring.results import Scoring, Target
from graph_api.scoring.searches.trees import NO_ARROW, NOBODY, Arrow
from graph_api.scoring.walks.factors import Factored
from graph_api.scoring.walks.reach import Flags, reach_of
from graph_api.scoring.walks.series import Series
from graph_api.scoring.walks.subjects import parallels_of
from graph_api.scoring.walks.system import Arrows, Numbers, Places

DUST = 1e-9
"""A difference this small beside what it was taken from may be rounding: then look at the graph."""


class Removed:
    """The pairs with their scores, and the note of what a removal leaves of them.

    Attributes
    ----------
    first, second
        Shape (p,): the places of both ends of each pair.
    there, back
        Shape (p,): N from the first to the second and back.
    now
        Their mutual score, 0 where either is.
    ends
        All places that are an end, ascending.

    """

    def __init__(  # noqa: PLR0913, PLR0917  # what a removal is asked about
        self,
        view: GraphSnapshot,
        scoring: Scoring,
        target: Target,
        first: Places,
        second: Places,
        sums: Factored | Series,
    ) -> None:
        self.first, self.second = first, second
        self.ends = distinct(np.concatenate((first, second)))
        both = sums.sums(np.concatenate((first, second)), np.concatenate((second, first)))
        self.there, self.back = np.split(both.value, 2)
        self.now = _mutual(self.there, self.back)
        self._view = view
        self._target = target
        self._known: Arrows = carrier_graph(view, maturity=scoring.maturity)
        self._hope: Arrows = carrier_graph(view, Assumption.HOPED, scoring.maturity)

    def note(self, tally: Tally, subject: Subject, less_there: Numbers, less_back: Numbers) -> None:
        """Note what a subject costs the pairs, from the decreases of N there and back.

        Where hardly anything is left, the graph without the subject tells whether it is nothing.
        """
        touched = np.flatnonzero((self.now > 0) & ((less_there > 0) | (less_back > 0)))
        there = np.maximum(self.there[touched] - less_there[touched], 0.0)
        back = np.maximum(self.back[touched] - less_back[touched], 0.0)
        faint = (there <= DUST * self.there[touched]) | (back <= DUST * self.back[touched])
        is_left = self._asker(subject)
        cut = 0
        for index in np.flatnonzero(faint).tolist():
            pair = int(self.first[touched[index]]), int(self.second[touched[index]])
            if not is_left(self._known, pair):
                there[index] = back[index] = 0.0
                # Where walks over unknown relations are left, nothing has been shown to be cut.
                cut += self._hope is self._known or not is_left(self._hope, pair)
        losses = np.maximum(self.now[touched] - _mutual(there, back), 0.0)
        tally.add(subject, losses.tolist(), cut)

    def _asker(self, subject: Subject) -> Callable[[Arrows, Arrow], bool]:
        """Give a function that tells whether both ends of a pair still reach each other."""
        sides: dict[tuple[bool, int], tuple[Flags, Flags]] = {}

        def is_left(graph: Arrows, pair: Arrow) -> bool:
            start, end = pair
            asked = graph is self._hope, start
            if asked not in sides:
                absent, arrow = self._gone(graph, subject)
                reach = reach_of(graph)
                sides[asked] = (
                    reach.within(start, absent=absent, arrow=arrow),
                    reach.within(start, ahead=False, absent=absent, arrow=arrow),
                )
            return all(side[end] for side in sides[asked])

        return is_left

    def _gone(self, graph: Arrows, subject: Subject) -> tuple[int, Arrow]:
        if not isinstance(subject, int):
            return NOBODY, subject
        if self._target is Target.ACTOR:
            return subject, NO_ARROW
        ends = int(self._view.from_index[subject]), int(self._view.to_index[subject])
        twins = [place for _, place in parallels_of(graph).get(ends, ()) if place != subject]
        return NOBODY, NO_ARROW if twins else ends


def _mutual(there: Numbers, back: Numbers) -> Numbers:
    """Give sqrt(F R), to the digit what a pair says (`pairs.mutual_score`)."""
    both = there * back
    return np.where(both > 1e-300, np.sqrt(both), np.sqrt(there) * np.sqrt(back))
