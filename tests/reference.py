"""Scores a second way: slow, plain, from the definitions; shares no code with graph_api.scoring.

``simple_paths`` lists every loopless path, so it is for small graphs (8 actors or so); ``closure``
is Floyd-Warshall on products, for larger ones. Readings are named by their words: "product",
"weakest".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from graph_api.domain import ActorId, GraphSnapshot, Level, RelationClass, RelationId

TOLERANCE = 1e-12


@dataclass(frozen=True)
class Question:
    """How to score, in plain words."""

    reading: str = "product"
    decay: float = 1.0
    maturity: float | None = None
    max_hops: int | None = None


class Tie(NamedTuple):
    """One relation that may carry a path; None is unknown, ``most`` how far it may go."""

    start: ActorId
    end: ActorId
    id: RelationId
    low: float
    point: float | None
    high: float
    gated: bool


class Found(NamedTuple):
    """One path: its score, its actors, its relations, its strengths."""

    score: float
    actors: tuple[ActorId, ...]
    relations: tuple[RelationId, ...]
    strengths: tuple[float, ...]


def ties(view: GraphSnapshot, maturity: float | None) -> list[Tie]:
    """Give the relations that may carry a path, after the gate (docs/reference/scores.md)."""
    actors = {actor.id: actor for actor in view.actors}
    found = []
    for relation in view.relations:
        if relation.relation_class is not RelationClass.EMPOWERMENT:
            continue
        strength = relation.strength
        low, point, high = (
            (strength.low, strength.point, strength.high) if strength else (0.0, None, 1.0)
        )
        gated = False
        actor = actors[relation.from_id]
        is_reverse = view.direction_of(relation.id) == "reverse"
        if maturity is not None and is_reverse and actor.level in {Level.INDIVIDUAL, Level.GROUP}:
            index = actor.capability.index()
            if index is None:
                low, point = 0.0, (0.0 if high == 0 else None)
            elif index <= maturity:
                gated = high > 0
                low, point, high = 0.0, 0.0, 0.0
            else:
                share = (index - maturity) / (1 - maturity)
                low, high = low * share, high * share
                point = None if point is None else point * share
        if relation.from_id != relation.to_id:
            found.append(
                Tie(relation.from_id, relation.to_id, relation.id, low, point, high, gated)
            )
    return found


def strengths(view: GraphSnapshot, question: Question, assumption: str) -> dict[RelationId, float]:
    """Give the numbers to count with; assumption is point, low, high, or hoped."""
    numbers = {}
    for tie in ties(view, question.maturity):
        known = tie.point is not None
        numbers[tie.id] = {
            "point": tie.point or 0.0,
            "low": tie.low,
            "high": tie.high,
            "hoped": (tie.point or 0.0) if known else tie.high,
        }[assumption]
    return numbers


def strongest(
    view: GraphSnapshot, question: Question, assumption: str
) -> dict[ActorId, dict[ActorId, tuple[float, RelationId]]]:
    """Give, for each ordered pair, the strongest relation above 0, ties by the smallest id."""
    numbers = strengths(view, question, assumption)
    parallel: dict[tuple[ActorId, ActorId], list[tuple[float, RelationId]]] = {}
    for r in view.relations:
        if numbers.get(r.id, 0.0) > 0:
            parallel.setdefault((r.from_id, r.to_id), []).append((numbers[r.id], r.id))
    chosen: dict[ActorId, dict[ActorId, tuple[float, RelationId]]] = {
        actor.id: {} for actor in view.actors
    }
    for (start, end), group in parallel.items():
        most = max(strength for strength, _ in group)
        near = [item for item in group if item[0] >= most * (1 - TOLERANCE)]
        chosen[start][end] = min(near, key=lambda item: item[1])
    return chosen


def simple_paths(
    view: GraphSnapshot, start: str, end: str, question: Question, assumption: str = "point"
) -> Iterator[Found]:
    """List every loopless path within the hop limit, in no order."""
    graph = strongest(view, question, assumption)
    limit = question.max_hops or len(view.actors)

    def onward(walked: list[ActorId]) -> Iterator[list[ActorId]]:
        if walked[-1] == end:
            yield walked
        elif len(walked) <= limit:
            for other in graph[walked[-1]]:
                if other not in walked:
                    yield from onward([*walked, other])

    for actors in onward([ActorId(start)]):
        hops = [graph[a][b] for a, b in pairwise(actors)]
        numbers = tuple(strength for strength, _ in hops)
        yield Found(
            score_of(numbers, question), tuple(actors), tuple(id_ for _, id_ in hops), numbers
        )


def score_of(numbers: tuple[float, ...], question: Question) -> float:
    if question.reading == "weakest":
        return min(numbers)
    return math.prod(numbers) * question.decay ** (len(numbers) - 1)


def ranked(paths: list[Found], question: Question) -> list[Found]:
    """Order paths by the tie rule, again and again on what is left."""
    left = list(paths)
    order = []
    while left:
        best = max(path.score for path in left)
        tied = [path for path in left if path.score >= best * (1 - TOLERANCE)]
        fewest = min(len(path.relations) for path in tied)
        tied = [path for path in tied if len(path.relations) == fewest]
        if question.reading == "weakest":
            greatest = max(math.prod(path.strengths) for path in tied)
            tied = [p for p in tied if math.prod(p.strengths) >= greatest * (1 - TOLERANCE)]
        first = min(tied, key=lambda path: (path.actors, path.relations))
        order.append(first)
        left.remove(first)
    return order


def best(
    view: GraphSnapshot, start: str, end: str, question: Question, assumption: str = "point"
) -> Found | None:
    """Give the path that the tie rule chooses."""
    order = ranked(list(simple_paths(view, start, end, question, assumption)), question)
    return order[0] if order else None


def value(
    view: GraphSnapshot, start: str, end: str, question: Question, assumption: str = "point"
) -> float | None:
    """Give the score: 0 without a path, None where the only ones go over unknown relations."""
    found = best(view, start, end, question, assumption)
    if found is not None:
        return found.score
    if assumption == "point" and best(view, start, end, question, "hoped"):
        return None
    return 0.0


def mutual(forward: float | None, reverse: float | None) -> float | None:
    if 0 in {forward, reverse}:
        return 0.0
    if forward is None or reverse is None:
        return None
    return math.sqrt(forward * reverse)


def changing(view: GraphSnapshot, a: str, b: str, question: Question) -> set[RelationId]:
    """Give the unknown relations on a loopless path that would beat the present score.

    All unknown relations as high as they can be; an unknown relation stands for its ordered pair
    even where a parallel one is stronger.
    """
    found: set[RelationId] = set()
    unknown = [t for t in ties(view, question.maturity) if t.point is None and t.high > 0]
    for start, end in ((a, b), (b, a)):
        now = value(view, start, end, question) or 0.0
        for path in simple_paths(view, start, end, question, "hoped"):
            for hop, pair in enumerate(pairwise(path.actors)):
                for tie in unknown:
                    if (tie.start, tie.end) == pair:
                        numbers = (*path.strengths[:hop], tie.high, *path.strengths[hop + 1 :])
                        if score_of(numbers, question) > now * (1 + TOLERANCE):
                            found.add(tie.id)
    return found


def closure(view: GraphSnapshot, decay: float = 1.0) -> dict[tuple[ActorId, ActorId], float]:
    """Give the best product between all ordered pairs (Floyd-Warshall), 0 without a path."""
    graph = strongest(view, Question(decay=decay), "point")
    ids = [actor.id for actor in view.actors]
    table = {(a, b): graph[a][b][0] if b in graph[a] else 0.0 for a in ids for b in ids if a != b}
    for middle in ids:
        for a in ids:
            if a == middle:
                continue
            for b in ids:
                if b not in {a, middle}:
                    around = table[a, middle] * table[middle, b] * decay
                    table[a, b] = max(table[a, b], around)
    return table
