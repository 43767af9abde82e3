"""From a snapshot to what searches and libraries read; the only place where that is done.

`CarrierGraph` is what our own searches walk on; `to_networkx` is for everybody else.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Actor, ActorId, GraphSnapshot, Relation
from graph_api.scoring.kernels import TIE, Arrow
from graph_api.scoring.strengths import Assumption, effective_strengths

if TYPE_CHECKING:
    import networkx as nx

Parallel = tuple[float, int]
"""One of several relations of an ordered pair: its strength, its place in the view."""


@dataclass(frozen=True, eq=False)
class CarrierGraph:
    """The arrows that carry a path: for each ordered pair of actors its strongest relation.

    Only EMPOWERMENT relations between different actors with an effective strength above 0. Of
    parallel relations within 1e-12 (relative) of the strongest, the one of the smallest id. Actors
    and relations are named by their places in the view. Not to be changed; ``without_...`` give
    another graph that shares what it can.

    Attributes
    ----------
    out, back
        For each actor the arrows that leave and reach it, as (place of the other end, strength,
        place of the relation), by the id of the other end.
    parallels
        For each ordered pair of places all its relations, the chosen one first.
    removed
        Places of relations that were thought away.

    """

    out: Sequence[Sequence[Arrow]]
    back: Sequence[Sequence[Arrow]]
    parallels: Mapping[tuple[int, int], Sequence[Parallel]]
    rank: Sequence[int]
    removed: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """Count the actors."""
        return len(self.out)

    @cached_property
    def arrows(
        self,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int32]]:
        """Give places of both ends, strength and place of the relation of each arrow, as arrays."""
        rows = [(start, *arrow) for start, arrows in enumerate(self.out) for arrow in arrows]
        start, end, strength, relation = zip(*rows, strict=True) if rows else ((), (), (), ())
        return (
            np.array(start, dtype=np.int32),
            np.array(end, dtype=np.int32),
            np.array(strength, dtype=np.float64),
            np.array(relation, dtype=np.int32),
        )

    @cached_property
    def values(self) -> list[float]:
        """Give the strengths of all arrows, each once, smallest first."""
        return sorted({arrow[1] for arrows in self.out for arrow in arrows})

    def arrow(self, start: int, end: int) -> Arrow | None:
        """Give the arrow of an ordered pair, None if there is none."""
        return next((arrow for arrow in self.out[start] if arrow[0] == end), None)

    def without_actor(self, place: int) -> CarrierGraph:
        """Think an actor away: no path begins at it, ends at it or passes it."""
        out, back = list(self.out), list(self.back)
        for other, _, _ in self.out[place]:
            back[other] = [arrow for arrow in back[other] if arrow[0] != place]
        for other, _, _ in self.back[place]:
            out[other] = [arrow for arrow in out[other] if arrow[0] != place]
        out[place], back[place] = (), ()
        return dataclasses.replace(self, out=out, back=back)

    def without_relation(self, start: int, end: int, relation: int) -> CarrierGraph:
        """Think one relation from ``start`` to ``end`` away; a parallel one takes its place."""
        removed = self.removed | {relation}
        left = [p for p in self.parallels.get((start, end), ()) if p[1] not in removed]
        return self._with_arrow(start, end, left[0] if left else None, removed)

    def without_channel(self, start: int, end: int) -> CarrierGraph:
        """Think all relations from ``start`` to ``end`` away."""
        removed = self.removed | {p[1] for p in self.parallels.get((start, end), ())}
        return self._with_arrow(start, end, None, removed)

    def _with_arrow(
        self, start: int, end: int, chosen: Parallel | None, removed: frozenset[int]
    ) -> CarrierGraph:
        out, back = list(self.out), list(self.back)
        out[start] = list(_replaced(out[start], end, chosen))
        back[end] = list(_replaced(back[end], start, chosen))
        return dataclasses.replace(self, out=out, back=back, removed=removed)


def _replaced(arrows: Sequence[Arrow], other: int, chosen: Parallel | None) -> Iterator[Arrow]:
    for arrow in arrows:
        if arrow[0] != other:
            yield arrow
        elif chosen is not None:
            yield (other, *chosen)


_CACHE: WeakKeyDictionary[GraphSnapshot, dict[tuple[Assumption, float | None], CarrierGraph]] = (
    WeakKeyDictionary()
)


def carrier_graph(
    view: GraphSnapshot,
    assumption: Assumption = Assumption.POINT,
    maturity: float | None = None,
) -> CarrierGraph:
    """Give the arrows that carry a path under one assumption and gate; built once per view.

    Where an assumption changes no number, the graph is the very same object as the one of POINT.
    Time: O(n + m log m) the first time.
    """
    of_view = _CACHE.setdefault(view, {})
    found = of_view.get((assumption, maturity))
    if found is None:
        effective = effective_strengths(view, maturity)
        strengths = effective.under(assumption)
        if assumption is not Assumption.POINT and np.array_equal(
            strengths, effective.under(Assumption.POINT)
        ):
            found = carrier_graph(view, Assumption.POINT, maturity)
        else:
            found = _build(view, strengths)
        of_view[assumption, maturity] = found
    return found


def _build(view: GraphSnapshot, strengths: NDArray[np.float64]) -> CarrierGraph:
    kept = view.carries & (view.from_index != view.to_index) & (strengths > 0)
    groups: dict[tuple[int, int], list[Parallel]] = {}
    places = np.flatnonzero(kept)
    for start, end, strength, place in zip(
        view.from_index[places].tolist(),
        view.to_index[places].tolist(),
        strengths[places].tolist(),
        places.tolist(),
        strict=True,
    ):
        groups.setdefault((start, end), []).append((strength, place))
    for pair, group in groups.items():
        if len(group) > 1:
            groups[pair] = _best_first(group, view.relations)
    by_id = sorted(range(len(view.actors)), key=lambda place: view.actors[place].id)
    rank = [0] * len(by_id)
    for order, place in enumerate(by_id):
        rank[place] = order
    out: list[list[Arrow]] = [[] for _ in by_id]
    back: list[list[Arrow]] = [[] for _ in by_id]
    for (start, end), group in groups.items():
        out[start].append((end, *group[0]))
        back[end].append((start, *group[0]))
    for arrows in (*out, *back):
        arrows.sort(key=lambda arrow: rank[arrow[0]])
    return CarrierGraph(out, back, groups, rank)


def _best_first(group: list[Parallel], relations: Sequence[Relation]) -> list[Parallel]:
    """Put the strongest first; of those within 1e-12 of the strongest left, the smallest id."""
    group = sorted(group, reverse=True)
    ordered: list[Parallel] = []
    taken = [False] * len(group)
    tied: list[tuple[str, int]] = []  # those not weaker than the strongest left, by id
    strongest = following = 0
    while len(ordered) < len(group):
        while taken[strongest]:
            strongest += 1
        least = group[strongest][0] * (1 - TIE)
        while following < len(group) and group[following][0] >= least:
            heappush(tied, (relations[group[following][1]].id, following))
            following += 1
        _, first = heappop(tied)
        taken[first] = True
        ordered.append(group[first])
    return ordered


def to_networkx(view: GraphSnapshot) -> nx.MultiDiGraph[ActorId]:
    """Give the whole view as a networkx graph of its own, to do with as you like.

    Nodes are actor ids, edge keys relation ids; all attributes are flat, with plain numbers and
    texts, so that every format can write them; what is not known is left out. ``length`` is
    -ln(strength) for relations that carry a path with a known strength above 0: a shortest path by
    ``length`` is a best path by product.

    Examples
    --------
    >>> from graph_api.domain import ViewKey, snapshot
    >>> to_networkx(snapshot(ViewKey("empty", 1), (), ())).graph
    {'scenario': 'empty', 'revision': 1, 'variant': 'today'}

    """
    import networkx as nx  # noqa: PLC0415  # slow to import, and no score needs it

    graph: nx.MultiDiGraph[ActorId] = nx.MultiDiGraph(
        scenario=view.key.scenario, revision=view.key.revision, variant=view.key.variant
    )
    for actor in view.actors:
        graph.add_node(actor.id, **_flat(_actor_attributes(actor)))
    for place, relation in enumerate(view.relations):
        attributes = _relation_attributes(relation)
        attributes["direction"] = view.direction_of(relation.id).value
        point = float(view.point[place])
        if view.carries[place] and relation.from_id != relation.to_id and point > 0:
            attributes["length"] = -math.log(point) if point < 1 else 0.0
        graph.add_edge(relation.from_id, relation.to_id, key=relation.id, **_flat(attributes))
    return graph


Plain = str | int | float | None


def _actor_attributes(actor: Actor) -> dict[str, Plain]:
    attributes: dict[str, Plain] = {
        "name_en": actor.name.text("en", actor.id),
        "name_zh": actor.name.text("zh", actor.id),
        "kind": actor.kind,
        "level": actor.level.value,
        "sphere": actor.sphere.value,
        "stateness": actor.stateness,
        "member_of": actor.member_of,
        "group": actor.group,
        "population": actor.population,
        "capability_index": actor.capability.index(),
    }
    for element, level in actor.capability.known_levels().items():
        attributes[f"capability_{element.value}"] = level
    for name in ("political", "economic", "social"):
        attributes[f"capital_{name}"] = getattr(actor.capitals, name)
    return attributes


def _relation_attributes(relation: Relation) -> dict[str, Plain]:
    strength = relation.strength
    return {
        "id": relation.id,
        "class": relation.relation_class.value,
        "conveys": ", ".join(relation.conveys),
        "elements": ", ".join(element.value for element in relation.elements),
        "strength": strength.point if strength else None,
        "low": strength.low if strength else None,
        "high": strength.high if strength else None,
        "band": relation.band.value,
        "status": relation.status.value,
        "basis": relation.basis.value,
        "valid_from": relation.valid_from.isoformat() if relation.valid_from else None,
        "valid_to": relation.valid_to.isoformat() if relation.valid_to else None,
        "evidence": "; ".join(
            f"{item.source} {', '.join(item.lines)}".strip() for item in relation.evidence
        ),
    }


def _flat(attributes: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: value for name, value in attributes.items() if value is not None}
