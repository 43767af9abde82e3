"""What each counter-measure adds: alone, last of all, and as its fair share (L41-L47).

Two views are compared, before and after. Each relation that differs belongs to the counter-measures
whose lines its evidence cites in the later view; one that cites several moves with any of them; one
that cites none is not of the essay (`CounterMeasure.OTHER`). Every combination of counter-measures
is then a view of its own, and the mechanism runs over it (A-54).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from graph_api.domain import GraphSnapshot, Relation, RelationId
from graph_api.domain.snapshot import snapshot
from graph_api.systems.wechat_platform.problems import REMEDY_LINES, CounterMeasure

Outcome = Callable[[GraphSnapshot], float | None]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one counter-measure does to one number.

    ``alone``: the change when it alone is added to the view before; ``last``: the change when it is
    added to all others; ``share``: its mean over every order of adding them (Shapley 1953); the
    shares sum to the whole change. None where a number is not known.
    """

    remedy: CounterMeasure
    relations: tuple[RelationId, ...]
    alone: float | None
    last: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What all counter-measures do to one number, together and one by one."""

    before: float | None
    after: float | None
    effects: tuple[Effect, ...]


def changed(
    before: GraphSnapshot, after: GraphSnapshot
) -> dict[RelationId, frozenset[CounterMeasure]]:
    """Give every relation that differs in strength or is in one view only, with what moves it."""
    first = {relation.id: relation for relation in before.relations}
    second = {relation.id: relation for relation in after.relations}
    found = {}
    for key in dict.fromkeys((*first, *second)):
        old, new = first.get(key), second.get(key)
        if old is None or new is None or old.strength != new.strength:
            found[key] = _moved_by(new)
    return found


def _moved_by(relation: Relation | None) -> frozenset[CounterMeasure]:
    lines = () if relation is None else [line for item in relation.evidence for line in item.lines]
    cited = frozenset(REMEDY_LINES[line] for line in lines if line in REMEDY_LINES)
    return cited or frozenset({CounterMeasure.OTHER})


def mixed(
    before: GraphSnapshot, after: GraphSnapshot, remedies: Collection[CounterMeasure]
) -> GraphSnapshot:
    """Give the view in which only some counter-measures are taken; its actors are those before."""
    moved = changed(before, after)
    first = {relation.id: relation for relation in before.relations}
    second = {relation.id: relation for relation in after.relations}
    chosen = []
    for key in dict.fromkeys((*first, *second)):
        taken = key in moved and not moved[key].isdisjoint(remedies)
        relation = (second if taken else first).get(key)
        if relation is not None:
            chosen.append(relation)
    actors = {actor.id: actor for actor in (*before.actors, *after.actors)}
    return snapshot(
        before.key,
        tuple(actors.values()),
        chosen,
        support=before.support | after.support,
        parameters=before.parameters,
        sources=before.sources,
        figures=before.figures,
        system=before.system,
    )


def effects(before: GraphSnapshot, after: GraphSnapshot, outcome: Outcome) -> Effects:
    """Run a number over every combination of the counter-measures that differ.

    Notes
    -----
    Exact: 2^n runs for n counter-measures, at most 32.

    """
    moved = changed(before, after)
    present = [remedy for remedy in CounterMeasure if any(remedy in by for by in moved.values())]
    worth = {
        frozenset(chosen): outcome(mixed(before, after, chosen))
        for size in range(len(present) + 1)
        for chosen in itertools.combinations(present, size)
    }
    everything = frozenset(present)
    return Effects(
        worth[frozenset()],
        worth[everything],
        tuple(
            Effect(
                remedy,
                tuple(key for key, by in moved.items() if remedy in by),
                _less(worth[frozenset({remedy})], worth[frozenset()]),
                _less(worth[everything], worth[everything - {remedy}]),
                _shapley(worth, remedy, len(present)),
            )
            for remedy in present
        ),
    )


def _less(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else value - base


def _shapley(
    worth: Mapping[frozenset[CounterMeasure], float | None], remedy: CounterMeasure, count: int
) -> float | None:
    terms = []
    for chosen, base in worth.items():
        if remedy in chosen:
            continue
        gain = _less(worth[chosen | {remedy}], base)
        if gain is None:
            return None
        size = len(chosen)
        weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
        terms.append(weight * gain)
    return math.fsum(terms)
