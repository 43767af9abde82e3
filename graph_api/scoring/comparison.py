"""What differs between two views: relation by relation, and on the sides of state and society."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot, Relation, RelationClass, RelationId
from graph_api.scoring import stopping
from graph_api.scoring.actor_columns import stateness_of
from graph_api.scoring.regime import Weighed, sides_of
from graph_api.scoring.results import RelationDelta, Synergy

SAME = 1e-12
"""A side that moves by no more than this has not moved."""

Weighing = tuple[NDArray[np.int32], NDArray[np.float64]]
"""Where relations end, as places of actors, and their strengths."""

Both = tuple[Relation | None, Relation | None]
"""A relation as one view has it, and as the other does."""


def relation_deltas(before: GraphSnapshot, after: GraphSnapshot) -> tuple[RelationDelta, ...]:
    """Give the relations whose strength differs, or which only one of two views has, by id.

    Relations of every class, matched by id. A strength is None where it is unknown and 0 where the
    view has no such relation.
    """
    stopping.stage("two views were being compared", "正在比较两个视图")
    touched = _touched(before, after)
    ids = {*before.relation_places, *after.relation_places} if touched is None else touched
    deltas = (
        RelationDelta(key, _strength(before, key), _strength(after, key)) for key in sorted(ids)
    )
    return tuple(
        delta
        for delta in deltas
        if delta.before != delta.after
        or (delta.relation in before.relation_places) != (delta.relation in after.relation_places)
    )


def synergy(before: GraphSnapshot, after: GraphSnapshot) -> Synergy:
    """Tell whether state and society gain together, or one at the cost of the other.

    Both sides are measured as `regime` measures them, over the empowerment relations of both views
    together: one that a view does not have counts 0 there, one that is unknown in either view is
    left out of both. A new weak relation is therefore a gain, although it lowers the mean of the
    relations that a view has.

    Returns
    -------
    Synergy
        MUTUAL: both gain; ENFEEBLING: both lose; ZERO_SUM: one gains, one loses; ONE_SIDED: one
        stays within 1e-12, as does a side for which nothing counts; UNCHANGED: both do.

    Notes
    -----
    Source: power as not zero-sum, essay 4 (L199, L207), which gives no formula.

    """
    stopping.stage("two views were being compared", "正在比较两个视图")
    touched = _touched(before, after)
    kept = [pair for pair in _union(before, after, touched) if _is_known(pair)]
    shared = _untouched(before, touched)
    first = _sides(before, shared, _weighed(before, after, kept))
    second = _sides(after, shared, _weighed(after, before, [pair[::-1] for pair in kept]))
    moves = [
        _sign(new - old) if old is not None and new is not None else 0
        for old, new in zip(first, second, strict=True)
    ]
    match sorted(moves):
        case [0, 0]:
            return Synergy.UNCHANGED
        case [1, 1]:
            return Synergy.MUTUAL
        case [-1, -1]:
            return Synergy.ENFEEBLING
        case [-1, 1]:
            return Synergy.ZERO_SUM
        case _:
            return Synergy.ONE_SIDED


def _strength(view: GraphSnapshot, key: RelationId) -> float | None:
    place = view.relation_places.get(key)
    if place is None:
        return 0.0
    strength = view.relations[place].strength
    return None if strength is None else strength.point


def _base(view: GraphSnapshot) -> GraphSnapshot:
    return view if view.base is None else view.base


def _touched(before: GraphSnapshot, after: GraphSnapshot) -> AbstractSet[RelationId] | None:
    """Give the relations in which two views over one base may differ; None: there is no such base.

    So that two views of a large scenario are compared in time proportional to what differs.
    """
    base = _base(before)
    if base is not _base(after):
        return None
    found: set[RelationId] = set()
    for patch in (before.patch, after.patch):
        if patch is not None:
            places = {*patch.removed.tolist(), *patch.changed}
            found.update(base.relations[place].id for place in places)
            found.update(relation.id for relation in patch.added)
    return found


def _union(
    before: GraphSnapshot, after: GraphSnapshot, ids: AbstractSet[RelationId] | None
) -> Iterator[Both]:
    """Give the empowerment relations of two views, matched by id; all of them, or some."""
    first, second = _carried(before, ids), _carried(after, ids)
    for key in sorted({*first, *second}):
        yield first.get(key), second.get(key)


def _carried(
    view: GraphSnapshot, ids: AbstractSet[RelationId] | None
) -> Mapping[RelationId, Relation]:
    relations: Iterable[Relation] = view.relations
    if ids is not None:
        places = (view.relation_places.get(key) for key in ids)
        relations = (view.relations[place] for place in places if place is not None)
    return {
        relation.id: relation
        for relation in relations
        if relation.relation_class is RelationClass.EMPOWERMENT
    }


def _untouched(view: GraphSnapshot, touched: AbstractSet[RelationId] | None) -> Weighing:
    """Give where the relations end that two views over one base share, and their strengths."""
    if touched is None:
        return np.empty(0, np.int32), np.empty(0)
    base = _base(view)
    kept = base.carries & ~np.isnan(base.point)
    places = [base.relation_places.get(key) for key in touched]
    kept[[place for place in places if place is not None]] = False
    return base.to_index[kept], base.point[kept]


def _sides(
    view: GraphSnapshot, shared: Weighing, weighed: Iterable[Weighed]
) -> tuple[float | None, float | None]:
    ends, strengths = shared
    rows = np.array(list(weighed), np.float64).reshape(-1, 2)
    stateness = stateness_of(view)[ends]
    return sides_of(
        np.concatenate((stateness, rows[:, 0])), np.concatenate((strengths, rows[:, 1]))
    )


def _is_known(pair: Both) -> bool:
    return all(relation is None or relation.strength is not None for relation in pair)


def _weighed(view: GraphSnapshot, other: GraphSnapshot, pairs: Iterable[Both]) -> Iterator[Weighed]:
    """Give stateness and strength of each relation in ``view``; what it lacks, as in ``other``."""
    for own, others in pairs:
        relation = own or others
        assert relation is not None  # noqa: S101  # `_union` gives what one of the two has
        place = view.places.get(relation.to_id)
        end = other.actor(relation.to_id) if place is None else view.actors[place]
        yield end.stateness, own.strength.point if own and own.strength else 0.0


def _sign(change: float) -> int:
    if abs(change) <= SAME:
        return 0
    return 1 if change > 0 else -1
