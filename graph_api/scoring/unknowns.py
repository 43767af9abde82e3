"""Which unknown relations would change a score, were they as strong as they can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.scoring.graphs import carrier_graph
from graph_api.scoring.kernels import (
    TIE,
    Arrow,
    best_products,
    best_weakest,
    hops_from,
)
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches import search_from, search_to
from graph_api.scoring.strengths import Assumption, effective_strengths

BUDGET = 500_000
"""How many arrows one direction may look at before what is undecided is only called possible."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """Places of the unknown relations that would change a score; all of them if ``complete``.

    Where it is not complete, those that could not be decided in time are among them.
    """

    relations: frozenset[int]
    complete: bool = True


def unknown_relations(view: GraphSnapshot, maturity: float | None) -> list[tuple[int, float]]:
    """Give the unknown relations that may carry a path, by place, with how strong they can be."""
    effective = effective_strengths(view, maturity)
    carrying = view.carries & (view.from_index != view.to_index)
    places = np.flatnonzero(carrying & effective.is_unknown & (effective.high > 0)).tolist()
    return [(place, float(effective.high[place])) for place in places]


def unknown_beyond(
    view: GraphSnapshot, start: int, end: int, scoring: Scoring, present: float
) -> Beyond:
    """Give the unknown relations that could lift the score from ``start`` to ``end``.

    They lie on a loopless path (within the hop limit) that scores above the present best, beyond
    a tie, when every unknown relation is as strong as it can be (1, or its own high end where only
    a capability is unknown) and every known one has its point value. The unknown relation counts
    for its own hop; the other hops take the strongest parallel.

    Parameters
    ----------
    view
        The graph to read.
    start, end
        Places of two different actors.
    scoring
        PRODUCT or WEAKEST.
    present
        What `Search.best` says of the known paths; below 0 where there is none.

    Notes
    -----
    Whether a relation lies on any loopless path at all is a hard question in general (two disjoint
    paths). The best ways to and from it answer it nearly always; then a search within `BUDGET`.

    """
    candidates = unknown_relations(view, scoring.maturity)
    if not candidates:
        return Beyond(frozenset())
    seeker = _Seeker(view, start, end, scoring, present)
    found: set[int] = set()
    for relation, strength in candidates:
        if relation not in found:
            found.update(seeker.witness(relation, strength))
    return Beyond(frozenset(found), seeker.left >= 0)


@dataclass(frozen=True, slots=True)
class _Step:
    """A loopless way from the start: where it is, what it is worth, and if it has the relation."""

    place: int
    worth: float
    seen: frozenset[int]
    passed: bool


class _Seeker:
    """Looks for loopless paths that pass the bar, over arrows that lie on a way past it."""

    def __init__(
        self, view: GraphSnapshot, start: int, end: int, scoring: Scoring, present: float
    ) -> None:
        self.view = view
        self.start = start
        self.end = end
        self.is_weakest = scoring.reading is Reading.WEAKEST
        self.decay = scoring.decay
        self.bar = max(present, 0.0) * (1 + TIE)
        graph = carrier_graph(view, Assumption.HOPED, scoring.maturity)
        self.limit = scoring.max_hops
        self.unknown = {place for place, _ in unknown_relations(view, scoring.maturity)}
        self.left = BUDGET
        free = Scoring(scoring.reading, scoring.decay, scoring.maturity)
        self.ahead = search_from(graph, start, free)
        self.behind = search_to(graph, end, free)
        self.hops_ahead = hops_from(graph.out, start)
        self.hops_behind = hops_from(graph.back, end)
        self.out: list[list[tuple[int, float]]] = [
            [(other, w) for other, w, _ in arrows if self.may_pass(place, w, other)]
            for place, arrows in enumerate(graph.out)
        ]
        self.back: list[list[Arrow]] = [[] for _ in self.out]
        for place, arrows in enumerate(self.out):
            for other, strength in arrows:
                self.back[other].append((place, strength, -1))

    def may_pass(self, first: int, strength: float, last: int) -> bool:
        """Tell whether the best ways to and from an arrow pass the bar, loops or not."""
        if first == self.end or last == self.start:
            return False
        before = 1.0 if first == self.start else self.ahead.best(first)
        after = 1.0 if last == self.end else self.behind.best(last)
        if before < 0 or after < 0 or self._join(before, strength, after) <= self.bar:
            return False
        hops = self.hops_ahead[first] + 1 + self.hops_behind[last]
        return self.limit is None or hops <= self.limit

    def _join(self, before: float, strength: float, after: float = 1.0) -> float:
        if self.is_weakest:
            return min(before, strength, after)
        return before * strength * self.decay * after

    def witness(self, relation: int, strength: float) -> set[int]:
        """Give the unknown relations of a path that proves ``relation``, none if there is none."""
        first = int(self.view.from_index[relation])
        last = int(self.view.to_index[relation])
        if not self.may_pass(first, strength, last):
            return set()
        head = self.ahead.route(first) if first != self.start else None
        tail = self.behind.route(last) if last != self.end else None
        before = head.arrows if head else ()
        after = tail.arrows if tail else ()
        places = [self.start, *(a[0] for a in before), last, *(a[0] for a in after)]
        hops = len(places) - 1
        if len(set(places)) == len(places) and (self.limit is None or hops <= self.limit):
            return {relation} | ({a[2] for a in (*before, *after)} & self.unknown)
        return {relation} if self.left < 0 or self._seek(first, last, strength) else set()

    def _seek(self, first: int, last: int, strength: float) -> bool:
        """Tell whether a loopless path through the relation passes the bar; True if undecided."""
        ends = frozenset({last, self.end})
        if not (
            self._reaches(last, self.end, frozenset({self.start, first}))
            and self._reaches(self.start, first, ends)
        ):
            return False
        self.left -= sum(map(len, self.out))
        towards = (
            best_weakest(self.back, first)
            if self.is_weakest
            else best_products(self.back, first, self.decay)
        )
        rest = self._join(1.0, strength, self._to_end(last))
        stack = [_Step(self.start, 1.0, frozenset({self.start}), passed=False)]
        while stack:
            step = stack.pop()
            if step.passed and step.place == self.end:
                return True
            if not self._is_open(step, first, last):
                continue
            if self.left < 0:
                return True
            options = [
                (self._bound(following, towards, rest), following)
                for following in self._following(step, first, last, strength)
            ]
            options.sort(key=lambda option: option[0])  # the best one is looked at first
            stack.extend(following for bound, following in options if bound > self.bar)
        return False

    def _to_end(self, place: int) -> float:
        return 1.0 if place == self.end else self.behind.best(place)

    def _is_open(self, step: _Step, first: int, last: int) -> bool:
        """Tell whether what is left of the way can be gone without the actors already on it."""
        if step.passed:
            return self._reaches(step.place, self.end, step.seen)
        return self._reaches(step.place, first, step.seen | {last, self.end}) and self._reaches(
            last, self.end, step.seen | {first}
        )

    def _bound(self, step: _Step, towards: Sequence[float], rest: float) -> float:
        """Give what a way can be worth at most at its end; below 0 where it leads nowhere."""
        left = (self._to_end(step.place),) if step.passed else (towards[step.place], rest)
        return min(step.worth, *left) if self.is_weakest else step.worth * math.prod(left)

    def _following(self, step: _Step, first: int, last: int, strength: float) -> Iterator[_Step]:
        if self.limit is not None and len(step.seen) > self.limit:
            return
        if not step.passed and step.place == first:
            worth = self._join(step.worth, strength)
            yield _Step(last, worth, step.seen | {last}, passed=True)
            return
        barred = step.seen if step.passed else step.seen | {last, self.end}
        for other, weight in self.out[step.place]:
            if other not in barred:
                worth = self._join(step.worth, weight)
                yield _Step(other, worth, step.seen | {other}, step.passed)

    def _reaches(self, place: int, goal: int, barred: frozenset[int]) -> bool:
        """Tell whether ``goal`` can be reached without ``barred`` actors (the two ends may be)."""
        seen = {place}
        todo = [place]
        while todo and goal not in seen:
            for other, _ in self.out[todo.pop()]:
                self.left -= 1
                if other == goal or (other not in seen and other not in barred):
                    seen.add(other)
                    todo.append(other)
        return goal in seen
