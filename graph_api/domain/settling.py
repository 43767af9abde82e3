"""When what lies over a table has grown too much: the table is made anew.

A few changes lie over the tables of a large scenario; many would make every look-up slow and every
view dear.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.overlay import Overlay, flat
from graph_api.domain.relations import Relation
from graph_api.domain.table_building import actors_from, relation_parts
from graph_api.domain.table_parts import RelationParts, assembled, by_group, joined_actors, taken
from graph_api.domain.table_rows import actor_batches, relation_batches
from graph_api.domain.tables import ActorTable, RelationTable
from graph_api.domain.words import ActorId, RelationId

FEW = 1_000
"""So many changed entries lie over any table."""

MOST = 100_000
"""More changed entries than this lie over none."""

SHARE = 100
"""In between, one changed entry in so many."""

GONE = np.uint32(2**32 - 1)
"""In place of the place of an actor that is not there any more."""

Actors = Mapping[ActorId, Actor]
Relations = Mapping[RelationId, Relation]


def settled(actors: Actors, relations: Relations) -> tuple[Actors, Relations]:
    """Give the entries of overlays as they are to be kept.

    As dicts of a small scenario; of a large one as one overlay over its tables, or as new tables
    where too much has changed.
    """
    base, changed = flat(relations)
    if not isinstance(base, RelationTable):
        return dict(actors), dict(relations)
    base_actors, changed_actors = flat(actors)
    if too_many(len(changed) + len(changed_actors), base):
        return rebuilt(actors, relations)
    return (
        Overlay(base_actors, changed_actors) if changed_actors else base_actors,
        Overlay(base, changed) if changed else base,
    )


def too_many(changed: int, base: RelationTable) -> bool:
    """Tell whether so many changed entries are better put into new tables."""
    return changed > min(MOST, max(FEW, len(base) // SHARE))


def rebuilt(
    actors: Actors,
    relations: Relations,
    keep: NDArray[np.bool_] | None = None,
    passes: Callable[[Relation], bool] | None = None,
) -> tuple[ActorTable, RelationTable]:
    """Make new tables of what overlays over tables hold.

    Parameters
    ----------
    actors, relations
        Overlays over the tables of one scenario, or these themselves.
    keep
        Which relations of the table below are kept; None: all.
    passes
        Which changed relations are kept; None: all.

    """
    root, changed = flat(relations)
    if not isinstance(root, RelationTable):
        raise TypeError(root)
    people, now = _actors_rebuilt(actors, root.actors)
    kept = np.ones(len(root), np.bool_) if keep is None else keep.copy()
    for key in changed:
        place = root.ids.find(key)
        if place is not None:
            kept[place] = False
    parts = RelationParts.of(root)
    if not kept.all():
        parts = parts.taken(np.flatnonzero(kept))
    if now is not None:
        parts = _with_ends(parts, now, root.actors)
    some = [r for r in changed.values() if r is not None and (passes is None or passes(r))]
    if some:
        parts = parts.with_more(relation_parts(people, relation_batches(some)))
    return people, assembled(people, parts)


def _with_ends(parts: RelationParts, now: NDArray[np.uint32], root: ActorTable) -> RelationParts:
    """Give relations with the new places of their ends.

    Raises
    ------
    KeyError
        With the id of an actor that is gone and still has a relation.

    """
    for ends in (parts.start, parts.to):
        lost = np.flatnonzero(now[ends] == GONE)
        if lost.size:
            raise KeyError(root.ids[int(ends[lost[0]])])
    return replace(parts, start=now[parts.start], to=now[parts.to])


def _actors_rebuilt(
    actors: Actors, root: ActorTable
) -> tuple[ActorTable, NDArray[np.uint32] | None]:
    """Give the table of the actors, and the new place of each old one; None: they are the same.

    `GONE` stands for the place of an actor that is gone.
    """
    _, changed = flat(actors)
    if not changed:
        return root, None
    kept = np.ones(len(root), np.bool_)
    moved: list[tuple[int, ActorId]] = []
    for key, actor in changed.items():
        place = root.ids.find(key)
        if place is not None:
            kept[place] = False
            if actor is not None:
                moved.append((place, key))
    some = [actor for actor in changed.values() if actor is not None]
    places = np.flatnonzero(kept)
    now = np.full(len(root), GONE, np.uint32)
    if not some:
        now[places] = np.arange(places.size, dtype=np.uint32)
        return taken(root, places), now
    table = joined_actors(taken(root, places), actors_from(actor_batches(some)))
    order = by_group(table)
    table = taken(table, order)
    back = np.empty(order.size, np.uint32)
    back[order] = np.arange(order.size, dtype=np.uint32)
    now[places] = back[: places.size]
    for place, key in moved:
        now[place] = table.places[key]
    return table, now
