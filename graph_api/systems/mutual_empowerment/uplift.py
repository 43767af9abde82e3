"""Whose relations the remedies raise most: where a planner who counts relations would start."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from graph_api.domain import GraphSnapshot, Relation, RelationClass, RelationId
from graph_api.scoring import relation_deltas


@dataclass(frozen=True, slots=True)
class Uplift:
    """How much the empowerment relations that start at one actor gain from one view to another."""

    actor: str
    relations: int
    total: float


def uplifts(before: GraphSnapshot, after: GraphSnapshot) -> tuple[Uplift, ...]:
    """Rank actors by what their empowerment relations gain, loops included, the greatest first.

    A relation that one view lacks counts 0 there; one of unknown strength in either is left out.
    Equal totals stand by the id of the actor.
    """
    gains: dict[str, list[float]] = defaultdict(list)
    for delta in relation_deltas(before, after):
        relation = _found(after, delta.relation) or before.relation(delta.relation)
        known = delta.before is not None and delta.after is not None
        if known and relation.relation_class is RelationClass.EMPOWERMENT:
            gains[relation.from_id].append((delta.after or 0.0) - (delta.before or 0.0))
    found = [Uplift(actor, len(items), math.fsum(items)) for actor, items in gains.items()]
    return tuple(sorted(found, key=lambda item: (-round(item.total, 12), item.actor)))


def _found(view: GraphSnapshot, relation: RelationId) -> Relation | None:
    place = view.relation_places.get(relation)
    return None if place is None else view.relations[place]
