"""The arrows of a large graph as arrays: of a whole view, or of what a patch changes in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot, Relation, RelationClass, Strength
from graph_api.domain.patch import Patch
from graph_api.domain.tables import TableRows
from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph, rises
from graph_api.scoring.engine.patches import patched
from graph_api.scoring.engine.restrengthened import Arcs, arcs_at, restrengthened
from graph_api.scoring.graphs.lists import Parallel, best_first
from graph_api.scoring.graphs.strengths import Assumption

Pair = tuple[int, int]
"""An ordered pair of places."""


def array_graph(view: GraphSnapshot, strengths: NDArray[np.float64]) -> ArcGraph:
    """Make the arrays of a view whose relations have these effective strengths, 0 for none.

    Of parallel relations within 1e-12 (relative) of the strongest, the one of the smallest id.
    Time: O(m log m), O(m) where relations stand by both ends already.
    """
    starts, ends = view.from_index, view.to_index
    kept = (strengths > 0) & (starts != ends) & view.carries
    if kept.all() and rises(starts, ends):
        return arc_graph(len(view.actors), starts, ends, strengths, name=names_of(view))
    stopping.check()
    places = np.flatnonzero(kept)
    keys = starts[places].astype(np.int64) * len(view.actors) + ends[places]
    if keys.size and (keys[1:] < keys[:-1]).any():
        stopping.check()
        order = np.argsort(keys, kind="stable")
        stopping.check()
        places, keys = places[order], keys[order]
    begins = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[: keys.size]
    stopping.check()
    counts = np.diff(np.append(begins, keys.size))
    chosen = places[begins]
    twins: dict[Pair, Sequence[Parallel]] = {}
    for run in np.flatnonzero(counts > 1).tolist():
        stopping.check()
        group = places[begins[run] : begins[run] + counts[run]].tolist()
        parallels = best_first([(float(strengths[p]), p) for p in group], view.relations)
        chosen[run] = parallels[0][1]
        twins[int(starts[group[0]]), int(ends[group[0]])] = parallels
    return arc_graph(
        len(view.actors),
        starts[chosen],
        ends[chosen],
        strengths[chosen],
        chosen,
        twins=twins,
        name=names_of(view),
    )


def names_of(view: GraphSnapshot) -> Callable[[int], str]:
    """Give what tells the id of the actor at a place; it does not hold the view."""
    actors = view.actors
    if isinstance(actors, TableRows):
        ids = actors.table.ids
        return lambda place: ids[place]
    if view.base is not None and view.patch is not None:
        of_base, count = names_of(view.base), len(view.base.actors)
        added = [actor.id for actor in view.patch.added_actors]
        return lambda place: of_base(place) if place < count else added[place - count]
    return lambda place: actors[place].id


def is_exact(patch: Patch) -> bool:
    """Tell whether a patch does nothing but set strengths to exact numbers."""
    strengths = patch.strengths
    return strengths is not None and all(
        s is not None and s.low == s.high for s in strengths.values()
    )


def is_point(patch: Patch, assumption: Assumption) -> bool:
    """Tell whether an assumption takes the point value of every relation of a patch."""
    return is_exact(patch) or all(
        strength_under(relation, assumption) == strength_under(relation, Assumption.POINT)
        for relation in (*patch.changed.values(), *patch.added)
    )


def strength_under(relation: Relation, assumption: Assumption) -> float:
    """Give the number that a relation counts with, without a gate; 0 where it carries nothing."""
    if relation.relation_class is not RelationClass.EMPOWERMENT:
        return 0.0
    return number_under(relation.strength, assumption)


def number_under(strength: Strength | None, assumption: Assumption) -> float:
    """Give the number that a relation of a strength counts with where it may carry a path."""
    if strength is None:
        return 1.0 if assumption in {Assumption.HIGH, Assumption.HOPED} else 0.0
    if assumption is Assumption.LOW:
        return strength.low
    return strength.high if assumption is Assumption.HIGH else strength.point


def changed_graph(
    view: GraphSnapshot,
    base: GraphSnapshot,
    patch: Patch,
    graph: ArcGraph,
    assumption: Assumption,
) -> ArcGraph:
    """Give the graph of a patched view, which shares the arrays of the graph of its base.

    Raises
    ------
    NoRoomError
        If the arrays have no room for it.

    Notes
    -----
    Time: what the patch touches.

    """
    arcs = _arcs_alone(graph, patch, assumption)
    if arcs is not None:
        return restrengthened(graph, *arcs)
    changes = {
        pair: _parallels(view, pair, relations, assumption)
        for pair, relations in _touched(view, base, patch).items()
    }
    return patched(
        graph,
        changes,
        size=len(view.actors),
        name=names_of(view),
        renumber=patch.place_of if patch.removed.size else None,
    )


def _arcs_alone(
    graph: ArcGraph, patch: Patch, assumption: Assumption
) -> tuple[Arcs, list[float]] | None:
    """Give the arcs that a patch makes weaker or stronger; None where it does anything else.

    Each has to be the only relation of its ordered pair, and to stay an arc.
    """
    strengths = patch.strengths
    if not strengths:
        return None
    places = sorted(strengths)
    numbers = [number_under(strengths[place], assumption) for place in places]
    if min(numbers) <= 0:
        return None
    relations = np.array(places, np.uint32)
    found = relations
    if graph.relation is not None:
        found = graph.relation.searchsorted(relations).astype(np.uint32)
    if found.max() >= graph.count:
        return None
    if graph.relation is not None and (graph.relation[found] != relations).any():
        return None
    arcs = arcs_at(graph, found)
    if graph.twins:
        pairs = zip(arcs.starts.tolist(), arcs.ends.tolist(), strict=True)
        if not graph.twins.keys().isdisjoint(pairs):
            return None
    return arcs, numbers


def _parallels(
    view: GraphSnapshot,
    pair: Pair,
    relations: Iterable[tuple[int, Relation]],
    assumption: Assumption,
) -> Sequence[Parallel]:
    if pair[0] == pair[1]:
        return ()
    group = [(strength_under(relation, assumption), place) for place, relation in relations]
    return best_first([item for item in group if item[0] > 0], view.relations)


def _touched(
    view: GraphSnapshot, base: GraphSnapshot, patch: Patch
) -> Mapping[Pair, Sequence[tuple[int, Relation]]]:
    """Give the ordered pairs that a patch touches, each with all its relations in the view."""
    origins = {*patch.removed.tolist(), *patch.changed}
    pairs: dict[Pair, list[tuple[int, Relation]]] = {
        pair: [] for pair in _pairs(base, (base.relations[place] for place in origins))
    }
    added: dict[Pair, list[tuple[int, Relation]]] = {}
    place = len(view.relations) - len(patch.added)
    for relation, pair in zip(patch.added, _pairs(view, patch.added), strict=True):
        added.setdefault(pair, []).append((place, relation))
        place += 1
    for pair in {**pairs, **added}:
        rows = pairs.setdefault(pair, [])
        for origin in _places_between(base, pair):
            here = patch.place_of(origin)
            if here is not None:
                rows.append((here, patch.changed.get(origin) or base.relations[origin]))
        rows.extend(added.get(pair, ()))
    return {pair: rows for pair, rows in pairs.items() if pair[0] != pair[1]}


def _pairs(view: GraphSnapshot, relations: Iterable[Relation]) -> Iterator[Pair]:
    for relation in relations:
        yield view.place(relation.from_id), view.place(relation.to_id)


_ORDERS: WeakKeyDictionary[GraphSnapshot, NDArray[np.int64] | None] = WeakKeyDictionary()


def _places_between(base: GraphSnapshot, pair: Pair) -> list[int]:
    """Give the places of the relations of an ordered pair; new actors have none."""
    count = len(base.actors)
    if max(pair) >= count:
        return []
    start, end = pair
    starts, ends = base.from_index, base.to_index
    if base not in _ORDERS:
        is_sorted = not (starts[1:] < starts[:-1]).any()
        _ORDERS[base] = None if is_sorted else np.argsort(starts, kind="stable")
    order = _ORDERS[base]
    # The same type on both sides: else the whole array is converted for every question.
    wanted = np.array([start, start + 1], starts.dtype)
    low, high = np.searchsorted(starts, wanted, sorter=order).tolist()
    row = np.arange(low, high) if order is None else order[low:high]
    found: list[int] = row[ends[row] == end].tolist()
    return found
