"""What removals have in common under every reading: subjects, pairs, tallies, what is missing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.errors import BadParameterError
from graph_api.scoring.graphs import CarrierGraph, carrier_graph
from graph_api.scoring.results import Channel, Scoring, Target
from graph_api.scoring.strengths import Assumption, effective_strengths
from graph_api.scoring.trees import NO_ARROW, NOBODY, Arrow, within_reach

Subject = int | Arrow
"""What is thought away: the place of an actor or of a relation, or an ordered pair of places."""

Pair = tuple[int, int]
"""Two different places."""

Report = Callable[[float], None]
"""Takes the share that is done."""


def distinct_pairs(view: GraphSnapshot, pairs: Iterable[tuple[str, str]]) -> list[Pair]:
    """Give the places of pairs, each once whichever way round.

    Raises
    ------
    UnknownActorError
        If a pair names an actor that is not in the view.
    BadParameterError
        If a pair has one actor twice.

    """
    found: dict[Pair, Pair] = {}
    for a, b in pairs:
        first, second = view.place(a), view.place(b)
        if first == second:
            raise BadParameterError(
                f"A pair needs two different actors, and one of the pairs is {a!r} twice: leave it"
                " out.",
                f"一对需要两个不同的行动者，而其中一对两端都是“{a}”：请去掉。",
                parameter="pairs",
            )
        found.setdefault((min(first, second), max(first, second)), (first, second))
    return list(found.values())


def subjects_of(
    view: GraphSnapshot, target: Target
) -> Mapping[Subject, ActorId | RelationId | Channel]:
    """Give all that a target means, each with how an answer names it."""
    if target is Target.ACTOR:
        return {place: actor.id for place, actor in enumerate(view.actors)}
    carried: list[int] = np.flatnonzero(view.carries).tolist()
    if target is Target.RELATION:
        return {place: view.relations[place].id for place in carried}
    channels: dict[Arrow, list[RelationId]] = {}
    for place in carried:
        ends = int(view.from_index[place]), int(view.to_index[place])
        channels.setdefault(ends, []).append(view.relations[place].id)
    return {
        (start, end): Channel(view.actors[start].id, view.actors[end].id, tuple(sorted(ids)))
        for (start, end), ids in channels.items()
    }


def by_busier_end(view: GraphSnapshot, pairs: Iterable[Pair]) -> Mapping[int, Sequence[int]]:
    """Group the pairs by the end that is in more of them, else by the smaller id.

    One search serves all pairs of a group. The order and the sense in which the pairs are given
    change nothing, not even the last digit of a product.
    """
    pairs = list(pairs)
    count = Counter(end for pair in pairs for end in pair)
    groups: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        start, end = sorted(pair, key=lambda place: (-count[place], view.actors[place].id))
        groups[start].append(end)
    return groups


@dataclass(slots=True)
class Tally:
    """What the pairs score now, and what each subject costs them; no entry: nothing.

    Sums do not hang on the order of what is summed.
    """

    scores: list[float] = field(default_factory=list)
    losses: dict[Subject, list[float]] = field(default_factory=dict)
    cut: dict[Subject, int] = field(default_factory=dict)

    def add(self, subject: Subject, losses: Iterable[float], cut: int) -> None:
        """Note what some pairs lose without a subject, and how many of them are cut."""
        self.losses.setdefault(subject, []).extend(losses)
        self.cut[subject] = self.cut.get(subject, 0) + cut

    def sums(self, subjects: Iterable[Subject]) -> tuple[float, Mapping[Subject, float]]:
        """Give the sum of the scores, and of the losses of each subject, never more than that."""
        total = math.fsum(self.scores)
        return total, {
            subject: min(math.fsum(self.losses.get(subject, ())), total) for subject in subjects
        }


class Without:
    """Tells who still reaches whom in one graph when a subject is gone."""

    def __init__(
        self, view: GraphSnapshot, graph: CarrierGraph, target: Target, hops: int | None
    ) -> None:
        self._view = view
        self._graph = graph
        self._target = target
        self._hops = hops

    def within_reach(self, start: int, subject: Subject) -> tuple[set[int], set[int]]:
        """Give the places that ``start`` reaches, and those that reach it."""
        absent, arrow = self._gone(subject)
        there = within_reach(self._graph.out, start, self._hops, absent, arrow)
        back = within_reach(self._graph.back, start, self._hops, absent, arrow[::-1])
        return there, back

    def _gone(self, subject: Subject) -> tuple[int, Arrow]:
        if not isinstance(subject, int):
            return NOBODY, subject
        if self._target is Target.ACTOR:
            return subject, NO_ARROW
        ends = int(self._view.from_index[subject]), int(self._view.to_index[subject])
        twins = [place for _, place in self._graph.parallels.get(ends, ()) if place != subject]
        return NOBODY, NO_ARROW if twins else ends


class Cuts:
    """Tells which pairs are cut, not only of unknown score, when a subject is gone.

    Cut: a direction is missing even over relations of unknown strength. Where only those are left
    the score is not known, and nothing has been shown to be cut.
    """

    def __init__(self, view: GraphSnapshot, scoring: Scoring, target: Target) -> None:
        unknown = effective_strengths(view, scoring.maturity).is_unknown
        self._has_unknown = bool((unknown & view.carries).any())
        hope = carrier_graph(view, Assumption.HOPED, scoring.maturity)
        self._without = Without(view, hope, target, scoring.max_hops)

    def count(self, start: int, ends: Sequence[int], subject: Subject) -> int:
        """Count the ends cut from ``start``, of those whose score with it is no longer above 0."""
        if not ends or not self._has_unknown:
            return len(ends)
        there, back = self._without.within_reach(start, subject)
        return sum(1 for end in ends if end not in there or end not in back)
