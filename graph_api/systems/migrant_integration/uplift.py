"""Uplift: how much more each actor gives, and how much less it shuts out, in another view."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from graph_api.domain import ActorId, GraphSnapshot, RelationClass

EMPOWERS, EXCLUDES = RelationClass.EMPOWERMENT, RelationClass.EXCLUSION


@dataclass(frozen=True, slots=True)
class Uplift:
    """What an actor changes from one view to another, summed over the relations it starts.

    ``given`` sums the changes of relations that empower, ``relief`` the fall of those that exclude;
    ``unknown`` counts relations left out because a strength is not known.
    """

    actor: ActorId
    given: float
    relief: float
    unknown: int


def uplifts(before: GraphSnapshot, after: GraphSnapshot) -> tuple[Uplift, ...]:
    """Give every actor that empowers or excludes anyone, the greatest ``given`` first.

    A relation that one of the views lacks counts as 0 there. Units of strength: a sum over n
    relations lies in [-n, n].
    """
    first, second = _strengths(before), _strengths(after)
    changes: defaultdict[tuple[ActorId, RelationClass], list[float]] = defaultdict(list)
    unknown: defaultdict[ActorId, int] = defaultdict(int)
    actors = set()
    for key in sorted({*first, *second}):
        actor, kind, _ = key
        old, new = first.get(key, 0.0), second.get(key, 0.0)
        actors.add(actor)
        if old is None or new is None:
            unknown[actor] += 1
        else:
            changes[actor, kind].append(new - old)
    found = [
        Uplift(
            actor,
            math.fsum(changes[actor, EMPOWERS]),
            0.0 - math.fsum(changes[actor, EXCLUDES]),
            unknown[actor],
        )
        for actor in actors
    ]
    return tuple(sorted(found, key=lambda item: (-round(item.given, 9), item.actor)))


def _strengths(view: GraphSnapshot) -> dict[tuple[ActorId, RelationClass, str], float | None]:
    return {
        (relation.from_id, relation.relation_class, relation.id): (
            None if relation.strength is None else relation.strength.point
        )
        for relation in view.relations
        if relation.relation_class in {EMPOWERS, EXCLUDES}
    }
