"""What removals have in common under every reading: subjects, pairs, tallies, what is missing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.distinct import distinct, marked
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.graphs.carriers import CarrierGraph, carrier_graph
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.results import Channel, Reading, Scoring, Target
from graph_api.scoring.searches.trees import NO_ARROW, NOBODY, Arrow, within_reach

Subject = int | Arrow
"""What is thought away: the place of an actor or of a relation, or an ordered pair of places."""

Pair = tuple[int, int]
"""Two different places."""

Report = Callable[[float], None]
"""Takes the share that is done."""

MOST_PAIRS = 1_000_000
"""So many pairs may be asked about at once where each pair is looked at by itself."""

MOST_WORK = 1_000_000_000
"""Actors of the smaller group times size of a large graph: some minutes of two cores."""


@dataclass(frozen=True, eq=False)
class GroupPairs:
    """The unordered pairs of two groups, each once, nobody with itself.

    For groups of many thousand: a million pairs as tuples of ids cost more than the answer.

    Attributes
    ----------
    between, other
        Places of actors; a place may stand in both.

    """

    between: NDArray[np.integer]
    other: NDArray[np.integer]

    @property
    def count(self) -> int:
        """Count the pairs."""
        size = 1 + max(self.between.max(initial=0), self.other.max(initial=0))
        is_first, is_second = marked(self.between, size), marked(self.other, size)
        shared = np.count_nonzero(is_first & is_second)
        # A pair of two that are in both groups stands in the product twice, nobody with itself.
        every = np.count_nonzero(is_first) * np.count_nonzero(is_second)
        return int(every - shared - shared * (shared - 1) // 2)

    def listed(self) -> list[Pair]:
        """Give the pairs one by one."""
        found: dict[Pair, None] = {}
        others = distinct(self.other).tolist()
        for first in distinct(self.between).tolist():
            for second in others:
                if first != second:
                    found[min(first, second), max(first, second)] = None
        return list(found)


def as_lists(graph: CarrierGraph | ArcGraph) -> CarrierGraph:
    """Give a graph that is known to be one of lists."""
    if not isinstance(graph, CarrierGraph):
        raise TypeError
    return graph


def require_little_work(view: GraphSnapshot, pairs: GroupPairs, scoring: Scoring) -> None:
    """Refuse two groups whose pairs would take hours.

    On a large graph the searches count, two for each actor of the smaller group, whatever the
    number of pairs; else the pairs do, each of which is looked at for each subject.

    Raises
    ------
    BadParameterError
        If there are too many.

    """
    groups = distinct(pairs.between).size, distinct(pairs.other).size
    large = scoring.reading is not Reading.ALL_WALKS and isinstance(
        carrier_graph(view, maturity=scoring.maturity), ArcGraph
    )
    if large:
        searches = MOST_WORK // (len(view.actors) + len(view.relations))
        if min(groups) > max(1, searches):
            raise BadParameterError(
                f"{groups[0]} x {groups[1]} actors make too much work on a graph of this size: one"
                f" of the groups may have up to {max(1, searches)}; narrow it.",
                f"在这样大的图上，{groups[0]} × {groups[1]} 个行动者的工作量过大：其中一组最多"
                f" {max(1, searches)} 个；请缩小该组。",
                parameter="between",
            )
    else:
        require_few_pairs(*groups)


def require_few_pairs(between: int, other: int) -> None:
    """Refuse two groups of so many actors, whose pairs are each looked at by themselves.

    Raises
    ------
    BadParameterError
        If they make more than `MOST_PAIRS`.

    """
    if between * other > MOST_PAIRS:
        raise BadParameterError(
            f"{between} x {other} actors make too many pairs for one question"
            f" ({MOST_PAIRS}); narrow the groups.",
            f"{between} × {other} 个行动者构成的对过多（上限 {MOST_PAIRS}），请缩小两组。",
            parameter="between",
        )


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
    for first, second in pairs:
        start, end = first, second
        more = count[second] - count[first]
        if more > 0 or (more == 0 and view.actors[second].id < view.actors[first].id):
            start, end = second, first
        groups[start].append(end)
    return groups


def groups_by_busier_end(view: GraphSnapshot, pairs: GroupPairs) -> Mapping[int, NDArray[np.int64]]:
    """Group the pairs of two groups as `by_busier_end` does, without listing them."""
    size = len(view.actors)
    is_first, is_second = marked(pairs.between, size), marked(pairs.other, size)
    first, second = np.flatnonzero(is_first), np.flatnonzero(is_second)
    only_first, only_second = first[~is_second[first]], second[~is_first[second]]
    shared = first[is_second[first]]
    every = np.concatenate((only_first, only_second, shared))
    count = np.zeros(size, np.int64)
    count[only_first], count[only_second] = second.size, first.size
    count[shared] = every.size - 1
    groups: dict[int, NDArray[np.int64]] = {}
    for own, others in (
        (only_first, second),
        (only_second, first),
        (shared, every),
    ):
        if own.size and others.size and count[own[0]] < count[others].min():
            continue  # all their pairs stand with the others
        for start in own.tolist():
            stopping.check()
            less = others[(count[others] < count[start]) & (others != start)]
            tied = others[(count[others] == count[start]) & (others != start)].tolist()
            name = view.actors[start].id
            after = [end for end in tied if name < view.actors[end].id]
            ends = np.concatenate((less, np.array(after, np.int64)))
            if ends.size:
                groups[start] = ends
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
        hope = as_lists(carrier_graph(view, Assumption.HOPED, scoring.maturity))
        self._without = Without(view, hope, target, scoring.max_hops)

    def count(self, start: int, ends: Sequence[int], subject: Subject) -> int:
        """Count the ends cut from ``start``, of those whose score with it is no longer above 0."""
        if not ends or not self._has_unknown:
            return len(ends)
        there, back = self._without.within_reach(start, subject)
        return sum(1 for end in ends if end not in there or end not in back)
