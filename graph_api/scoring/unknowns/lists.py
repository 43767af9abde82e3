"""Whether an unknown relation lies on a loopless path that scores above a bar.

The best ways to and from a relation answer that nearly always; where they cross, a search within
`BUDGET` looks for ways that do not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_api.scoring import stopping
from graph_api.scoring.graphs.lists import CarrierGraph
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.kernels import TIE, Arrow, best_products, best_weakest, hops_from
from graph_api.scoring.searches.routes import Route
from graph_api.scoring.searches.search import search_from, search_to

BUDGET = 500_000
"""How many arrows one direction may look at before what is undecided is only called possible."""

Ends = Mapping[int, tuple[int, int]]
"""Where unknown relations begin and end, by their places in the view."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The paths in question: between two places, better than a bar."""

    start: int
    end: int
    scoring: Scoring
    bar: float

    @property
    def free(self) -> Scoring:
        """Give the scoring without a limit on hops."""
        return Scoring(self.scoring.reading, self.scoring.decay, self.scoring.maturity)

    def join(self, before: float, strength: float, after: float = 1.0) -> float:
        """Give what a way is worth: up to an arrow, the arrow, and on from it."""
        if self.scoring.reading is Reading.WEAKEST:
            return min(before, strength, after)
        return before * strength * self.scoring.decay * after

    def allows(self, hops: int) -> bool:
        """Tell whether a path may have so many hops."""
        return self.scoring.max_hops is None or hops <= self.scoring.max_hops


def sought(start: int, end: int, scoring: Scoring, present: float) -> Sought:
    """Ask for paths beyond a tie with the present best, which is below 0 where there is none."""
    return Sought(start, end, scoring, max(present, 0.0) * (1 + TIE))


def proof(asked: Sought, head: Route | None, last: int, tail: Route | None) -> set[int] | None:
    """Give the relations on the way to and from an arrow, None if no such path is allowed.

    ``head`` leads from the start to where the arrow begins, ``tail`` from where it ends, ``last``,
    to the end; None where there is nothing to go.
    """
    before = head.arrows if head else ()
    after = tail.arrows if tail else ()
    places = [asked.start, *(a[0] for a in before), last, *(a[0] for a in after)]
    if len(set(places)) < len(places) or not asked.allows(len(places) - 1):
        return None
    return {a[2] for a in (*before, *after)}


@dataclass(frozen=True, slots=True)
class _Step:
    """A loopless way from the start: where it is, what it is worth, and if it has the relation."""

    place: int
    worth: float
    seen: frozenset[int]
    passed: bool


class Seeker:
    """Looks for loopless paths that pass the bar, over arrows that lie on a way past it."""

    def __init__(self, graph: CarrierGraph, asked: Sought, ends: Ends) -> None:
        self.asked = asked
        self.start, self.end = asked.start, asked.end
        self.is_weakest = asked.scoring.reading is Reading.WEAKEST
        self.decay = asked.scoring.decay
        self.bar = asked.bar
        self.limit = asked.scoring.max_hops
        self.ends = ends
        self.left = BUDGET
        self.ahead = search_from(graph, self.start, asked.free)
        self.behind = search_to(graph, self.end, asked.free)
        self.hops_ahead = hops_from(graph.out, self.start)
        self.hops_behind = hops_from(graph.back, self.end)
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
        if before < 0 or after < 0 or self.asked.join(before, strength, after) <= self.bar:
            return False
        return self.asked.allows(self.hops_ahead[first] + 1 + self.hops_behind[last])

    def witness(self, relation: int, strength: float) -> set[int]:
        """Give the unknown relations of a path that proves ``relation``, none if there is none."""
        first, last = self.ends[relation]
        if not self.may_pass(first, strength, last):
            return set()
        head = self.ahead.route(first) if first != self.start else None
        tail = self.behind.route(last) if last != self.end else None
        proven = proof(self.asked, head, last, tail)
        if proven is not None:
            return {relation} | (proven & self.ends.keys())
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
        rest = self.asked.join(1.0, strength, self._to_end(last))
        stack = [_Step(self.start, 1.0, frozenset({self.start}), passed=False)]
        while stack:
            stopping.check()
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
            worth = self.asked.join(step.worth, strength)
            yield _Step(last, worth, step.seen | {last}, passed=True)
            return
        barred = step.seen if step.passed else step.seen | {last, self.end}
        for other, weight in self.out[step.place]:
            if other not in barred:
                worth = self.asked.join(step.worth, weight)
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
