"""From a snapshot to what searches and libraries read; the only place where that is done.

`carrier_graph` gives what our own searches walk on: lists for a small graph, arrays for a large
one. `to_networkx` is for everybody else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from graph_api.domain import Actor, ActorId, GraphSnapshot, Relation
from graph_api.domain.table_view import view_extra
from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.spare_ends import NoRoomError
from graph_api.scoring.graphs.arrays import array_graph, changed_graph, is_exact, is_point, names_of
from graph_api.scoring.graphs.lists import CarrierGraph, Parallel, list_graph
from graph_api.scoring.graphs.stored import Arrays, restored, stored
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "CarrierGraph",
    "Carriers",
    "Graph",
    "Parallel",
    "carrier_graph",
    "carrier_graphs",
    "search_arrays",
    "to_networkx",
]

Graph = CarrierGraph | ArcGraph
"""What searches walk on."""

MOST_LISTED = 2_000
"""Up to so many relations a graph is lists: plain Python then answers within a few milliseconds,
before anything could be compiled."""

_CACHE: WeakKeyDictionary[GraphSnapshot, dict[tuple[Assumption, float | None], Graph]] = (
    WeakKeyDictionary()
)


def carrier_graph(
    view: GraphSnapshot,
    assumption: Assumption = Assumption.POINT,
    maturity: float | None = None,
) -> Graph:
    """Give the arrows that carry a path under one assumption and gate; built once per view.

    Where an assumption changes no number, the graph is the very same object as the one of POINT.
    Time: O(n + m log m) the first time; what the patch touches for a patched view without a gate.
    """
    of_view = _CACHE.setdefault(view, {})
    found = of_view.get((assumption, maturity))
    if found is None:
        if maturity is None:
            found = _patched(view, assumption) or _kept(view, assumption)
        if found is None:
            count = len(view.relations)
            with stopping.aside(
                f"a graph of {count} relations was being made ready",
                f"正在准备含 {count} 条关系的图",
            ):
                found = _built(view, assumption, maturity)
        of_view[assumption, maturity] = found
    return found


class Carriers(NamedTuple):
    """The graphs of a view under all assumptions; where one changes no number, that of POINT."""

    point: Graph
    low: Graph
    high: Graph
    hoped: Graph

    @property
    def are_one(self) -> bool:
        """Tell that nothing is uncertain or unknown: all four are one graph."""
        return self.point is self.low is self.high is self.hoped


_ALL: WeakKeyDictionary[GraphSnapshot, dict[float | None, Carriers]] = WeakKeyDictionary()


def carrier_graphs(view: GraphSnapshot, maturity: float | None = None) -> Carriers:
    """Give the carrier graphs of a view under every assumption; looked up once per view and gate.

    Time: as `carrier_graph`, four times where numbers are uncertain.
    """
    of_view = _ALL.get(view)
    if of_view is None:
        of_view = _ALL.setdefault(view, {})
    found = of_view.get(maturity)
    if found is None:
        if maturity is None and _stays_one(view):
            found = Carriers(*[carrier_graph(view)] * len(Assumption))
        else:
            found = Carriers(
                *(carrier_graph(view, assumption, maturity) for assumption in Assumption)
            )
        of_view[maturity] = found
    return found


def _stays_one(view: GraphSnapshot) -> bool:
    """Tell whether a patched view has exact strengths alone, as its base."""
    base, patch = view.base, view.patch
    return (
        base is not None and patch is not None and is_exact(patch) and carrier_graphs(base).are_one
    )


def search_arrays(view: GraphSnapshot) -> Arrays:
    """Give the arrays that searches of a large view read, to be kept with its tables.

    Where low ends, high ends or unknown strengths make other graphs, those are not among them: they
    are built when somebody asks for bounds.
    """
    graph = carrier_graph(view)
    if not isinstance(graph, ArcGraph) or view.patch is not None:
        return {}
    same = [carrier_graph(view, assumption) is graph for assumption in Assumption]
    return {**stored(graph), "same": np.array(same, np.uint8)}


def _kept(view: GraphSnapshot, assumption: Assumption) -> ArcGraph | None:
    """Give the graph that was kept with the tables of a view, where there is one for this."""
    arrays = view_extra(view) or {}
    if "same" not in arrays or not arrays["same"][list(Assumption).index(assumption)]:
        return None
    if assumption is not Assumption.POINT:
        point = carrier_graph(view)
        return point if isinstance(point, ArcGraph) else None
    compiling.prepare()
    return restored(arrays, names_of(view))


def _patched(view: GraphSnapshot, assumption: Assumption) -> ArcGraph | None:
    """Give the graph of a patched view from that of its base; None where it has to be built."""
    base = view.base
    if base is None or view.patch is None:
        return None
    graph = carrier_graph(base, assumption)
    if not isinstance(graph, ArcGraph):
        return None
    if assumption is not Assumption.POINT and graph is carrier_graph(base):
        point = carrier_graph(view) if is_point(view.patch, assumption) else None
        if isinstance(point, ArcGraph):
            return point
    try:
        return changed_graph(view, base, view.patch, graph, assumption)
    except NoRoomError:
        return None


def _built(view: GraphSnapshot, assumption: Assumption, maturity: float | None) -> Graph:
    effective = effective_strengths(view, maturity)
    strengths = effective.under(assumption)
    if assumption is not Assumption.POINT and np.array_equal(
        strengths, effective.under(Assumption.POINT)
    ):
        return carrier_graph(view, Assumption.POINT, maturity)
    if len(view.relations) <= MOST_LISTED:
        return list_graph(view, strengths)
    compiling.prepare()
    return array_graph(view, strengths)


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
        stopping.check()
        graph.add_node(actor.id, **_flat(_actor_attributes(actor)))
    for place, relation in enumerate(view.relations):
        stopping.check()
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
