"""Which unknown relations would change a score, were they as strong as they can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from graph_api.domain import GraphSnapshot, Relation, RelationClass
from graph_api.domain.patch import Patch
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.results import Scoring
from graph_api.scoring.unknowns.arrays import beyond_on_arrays
from graph_api.scoring.unknowns.lists import Ends, Seeker, sought

Unknown = tuple[int, float]
"""The place of an unknown relation, and how strong it can be."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """Places of the unknown relations that would change a score; all of them if ``complete``.

    Where it is not complete, those that could not be decided in time are among them.
    """

    relations: frozenset[int]
    complete: bool = True


_CACHE: WeakKeyDictionary[GraphSnapshot, dict[float | None, Sequence[Unknown]]] = (
    WeakKeyDictionary()
)


def unknown_relations(view: GraphSnapshot, maturity: float | None) -> Sequence[Unknown]:
    """Give the unknown relations that may carry a path, by place, with how strong they can be.

    Found once per view and gate; without a gate those of a patched view come from its base, in time
    proportional to them and to the patch.
    """
    of_view = _CACHE.setdefault(view, {})
    found = of_view.get(maturity)
    if found is None:
        found = of_view[maturity] = _ungated(view) if maturity is None else _gated(view, maturity)
    return found


def _gated(view: GraphSnapshot, maturity: float) -> list[Unknown]:
    effective = effective_strengths(view, maturity)
    carrying = view.carries & (view.from_index != view.to_index)
    places = np.flatnonzero(carrying & effective.is_unknown & (effective.high > 0))
    return list(zip(places.tolist(), effective.high[places].tolist(), strict=True))


def _ungated(view: GraphSnapshot) -> list[Unknown]:
    if view.base is not None and view.patch is not None:
        places = sorted(_patched(view, unknown_relations(view.base, None), view.patch))
    else:
        unknown = np.flatnonzero(np.isnan(view.point))
        ends = view.from_index[unknown] != view.to_index[unknown]
        places = unknown[view.carries[unknown] & ends].tolist()
    return [(place, 1.0) for place in places]


def _patched(view: GraphSnapshot, before: Sequence[Unknown], patch: Patch) -> Iterator[int]:
    for place, _ in before:
        here = patch.place_of(place)
        if here is not None and place not in patch.changed:
            yield here
    for place, relation in _unknown_of(patch):
        here = patch.place_of(place)
        if here is not None and _may_carry(relation):
            yield here
    first = len(view.relations) - len(patch.added)
    for place, relation in enumerate(patch.added, first):
        if _may_carry(relation):
            yield place


def _unknown_of(patch: Patch) -> Iterator[tuple[int, Relation]]:
    """Give the changed relations of unknown strength by place in the base; makes no others."""
    strengths = patch.strengths
    for place in patch.changed:
        if strengths is None or strengths[place] is None:
            yield place, patch.changed[place]


def _may_carry(relation: Relation) -> bool:
    return (
        relation.strength is None
        and relation.relation_class is RelationClass.EMPOWERMENT
        and relation.from_id != relation.to_id
    )


def unknown_beyond(
    view: GraphSnapshot, start: int, end: int, scoring: Scoring, present: float
) -> Beyond:
    """Give the unknown relations that could lift the score from ``start`` to ``end``.

    They lie on a loopless path (within the hop limit) that scores above the present best, beyond
    a tie, when every unknown relation is as strong as it can be (1, or its own high end where only
    a capability is unknown) and every known one has its point value. The unknown relation counts
    for its own hop; the other hops take the strongest parallel.

    Parameters
    ----------
    view
        The graph to read.
    start, end
        Places of two different actors.
    scoring
        PRODUCT or WEAKEST.
    present
        What `Search.best` says of the known paths; below 0 where there is none.

    Notes
    -----
    Whether a relation lies on any loopless path at all is a hard question in general (two disjoint
    paths). The best ways to and from it answer it nearly always; then a search within `BUDGET` of
    `graph_api.scoring.unknowns.lists`.

    """
    candidates = unknown_relations(view, scoring.maturity)
    if not candidates:
        return Beyond(frozenset())
    asked = sought(start, end, scoring, present)
    graph = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    ends = _ends(view, candidates)
    if isinstance(graph, ArcGraph):
        relations, is_complete = beyond_on_arrays(graph, asked, candidates, ends)
        return Beyond(frozenset(relations), is_complete)
    seeker = Seeker(graph, asked, ends)
    found: set[int] = set()
    for relation, strength in candidates:
        if relation not in found:
            found.update(seeker.witness(relation, strength))
    return Beyond(frozenset(found), seeker.left >= 0)


def _ends(view: GraphSnapshot, unknown: Sequence[Unknown]) -> Ends:
    """Give where relations begin and end; of a patched view without making its arrays."""
    places = [place for place, _ in unknown]
    if view.patch is None:
        starts, ends = view.from_index[places].tolist(), view.to_index[places].tolist()
        return dict(zip(places, zip(starts, ends, strict=True), strict=True))
    relations = ((place, view.relations[place]) for place in places)
    return {place: (view.place(r.from_id), view.place(r.to_id)) for place, r in relations}
