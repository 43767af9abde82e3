"""Views of a large scenario: over its tables, in time proportional to what differs from them.

The view of the tables themselves is the base; a variant or a what-if question is a patch over it.
A filter, or an actor that is gone, gives a base of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.draft import Draft
from graph_api.domain.filters import RelationFilter
from graph_api.domain.overlay import flat
from graph_api.domain.patch import Patch, PatchedRows
from graph_api.domain.relations import Relation, direction_of
from graph_api.domain.scenario import Scenario
from graph_api.domain.settling import rebuilt, too_many
from graph_api.domain.snapshot import GraphSnapshot, ViewKey
from graph_api.domain.support import Pair, Support
from graph_api.domain.tables import ActorTable, RelationTable, TableRows
from graph_api.domain.words import ActorId, RelationClass, RelationId

_BASES: WeakValueDictionary[tuple[int, int], GraphSnapshot] = WeakValueDictionary()
"""The view of each pair of tables that is in use, by the identities of the two.

A view holds its tables, so no other table has the identity of one of them while it is here.
"""

BASE = "base"
"""The digest of a view that only others lie over."""


def view_over_tables(
    key: ViewKey, scenario: Scenario, draft: Draft, wanted: RelationFilter
) -> GraphSnapshot:
    """Give the view of a draft over a large scenario, seen through a filter."""
    actors, changed_actors = flat(draft.actors)
    relations, changed = flat(draft.relations)
    if not isinstance(actors, ActorTable) or not isinstance(relations, RelationTable):
        raise TypeError(type(relations))
    kept = _Kept(draft, wanted)
    whole = GraphSnapshot(
        key=key,
        actors=actors.rows,
        relations=relations.rows,
        support=support_over_tables(
            scenario, [r for r in changed.values() if r is not None and kept.passes(r)]
        ),
        parameters=dict(draft.parameters),
        sources=dict(draft.sources),
        figures=scenario.figures,
        system=scenario.about.system,
    )
    if wanted != RelationFilter():
        tables = rebuilt(draft.actors, draft.relations, kept.of_the_table(whole), kept.passes)
        return _of_tables(whole, *tables)
    patch = _patch(actors, relations, changed_actors, changed)
    if patch is None or too_many(patch.size, relations):
        return _of_tables(whole, *rebuilt(draft.actors, draft.relations))
    return _over(_base(whole, is_whole=patch.size == 0), whole, patch)


def base_in_use(actors: ActorTable, relations: RelationTable) -> GraphSnapshot | None:
    """Give the view of two tables that others lie over, if somebody has it."""
    return _BASES.get((id(actors), id(relations)))


def support_over_tables(scenario: Scenario, own: Iterable[Relation] = ()) -> Support:
    """Give the ordered pairs that the baseline, a variant or one of ``own`` empowers.

    What only a question adds counts too: every score that reads this asks for that.
    """
    table, changed = flat(scenario.relations)
    if not isinstance(table, RelationTable):
        raise TypeError(type(table))
    found = (table.ids.find(key) for key in changed)
    gone = [place for place in found if place is not None]
    relations = [*changed.values(), *own]
    for key in scenario.variants:
        trial = Draft(scenario)
        for variant in scenario.lineage(key):
            trial.apply(variant.changes)
        relations += trial.relations.changed.values()
    empowering = RelationClass.EMPOWERMENT
    return Support(
        table,
        gone,
        (_ends(r) for r in relations if r is not None and r.relation_class is empowering),
    )


def view_extra(view: GraphSnapshot) -> Mapping[str, NDArray[np.generic]] | None:
    """Give the arrays that are kept with the tables of a view; None: it is none, or a patch."""
    table = _table(view.relations)
    return table.extra if isinstance(table, RelationTable) else None


def _of_tables(whole: GraphSnapshot, actors: ActorTable, relations: RelationTable) -> GraphSnapshot:
    return replace(whole, actors=actors.rows, relations=relations.rows)


def _base(whole: GraphSnapshot, *, is_whole: bool) -> GraphSnapshot:
    """Give the view of the tables of ``whole`` that other views of them lie over.

    The first view that is no more and no less than the tables is it, so that what was worked out
    for that one serves all.
    """
    tables = (id(_table(whole.actors)), id(_table(whole.relations)))
    base = _BASES.get(tables)
    if base is None:
        base = whole if is_whole else replace(whole, key=replace(whole.key, digest=BASE))
        base = _BASES.setdefault(tables, base)
    return base


def _table(rows: Sequence[object]) -> object:
    return rows.table if isinstance(rows, TableRows) else rows


def _over(base: GraphSnapshot, whole: GraphSnapshot, patch: Patch) -> GraphSnapshot:
    if base is whole or (base.key == whole.key and patch.size == 0):
        return base
    return replace(
        whole,
        actors=PatchedRows(base.actors, patch, patch.changed_actors, patch.added_actors),
        relations=PatchedRows(
            base.relations, patch, patch.changed, patch.added, removed=patch.removed.size
        ),
        base=base,
        patch=patch,
    )


def _patch(
    actors: ActorTable,
    relations: RelationTable,
    changed_actors: Mapping[ActorId, Actor | None],
    changed: Mapping[RelationId, Relation | None],
) -> Patch | None:
    """Give the patch for what differs from the tables; None where an actor of theirs is gone."""
    others: dict[int, Actor] = {}
    more: list[Actor] = []
    for identity, actor in changed_actors.items():
        place = actors.ids.find(identity)
        if place is None:
            more += [] if actor is None else [actor]
        elif actor is None:
            return None
        elif actor != actors.at(place):
            others[place] = actor
    removed: list[int] = []
    mended: dict[int, Relation] = {}
    added: list[Relation] = []
    for key, relation in changed.items():
        place = relations.ids.find(key)
        before = None if place is None else relations.at(place)
        if place is None or before is None or relation is None:
            removed += [] if place is None else [place]
            added += [] if relation is None else [relation]
        elif _ends(before) != _ends(relation):
            removed.append(place)
            added.append(relation)
        elif relation != before:
            mended[place] = relation
    gone = np.array(sorted(removed), np.int32)
    return Patch(gone, mended, tuple(added), others, tuple(more))


def _ends(relation: Relation) -> Pair:
    return relation.from_id, relation.to_id


# Filters


class _Kept:
    """Which relations of a draft over tables pass a filter."""

    def __init__(self, draft: Draft, wanted: RelationFilter) -> None:
        self._draft = draft
        self._wanted = wanted

    def passes(self, relation: Relation) -> bool:
        """Tell whether a changed relation passes."""
        if self._wanted == RelationFilter():
            return True
        actors = self._draft.actors
        direction = direction_of(relation, actors[relation.from_id], actors[relation.to_id])
        return self._wanted.passes(relation, direction)

    def of_the_table(self, whole: GraphSnapshot) -> NDArray[np.bool_]:
        """Tell which relations of the table pass, were they all as they are there.

        ``whole`` is the view of the tables alone.
        """
        table, _ = flat(self._draft.relations)
        if not isinstance(table, RelationTable):
            raise TypeError(type(table))
        return self._wanted.among(table, self._directions(whole))

    def _directions(self, whole: GraphSnapshot) -> NDArray[np.int8]:
        """Give the directions of the table's relations with the draft's levels and statenesses."""
        table, changed = flat(self._draft.actors)
        if not isinstance(table, ActorTable):
            raise TypeError(type(table))
        others = {
            place: actor
            for identity, actor in changed.items()
            if actor is not None and (place := table.ids.find(identity)) is not None
        }
        return _over(whole, replace(whole), Patch(changed_actors=others)).direction
