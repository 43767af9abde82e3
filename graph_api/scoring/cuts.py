"""The cheapest way to leave no path from one actor to another (docs/reference/scores.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.flows import Room
from graph_api.scoring.engine.halves import halves, room_of_halves
from graph_api.scoring.engine.nearest_cut import smallest_cut
from graph_api.scoring.graphs.carriers import CarrierGraph, carrier_graph
from graph_api.scoring.results import Cut, Target

if TYPE_CHECKING:
    import networkx as nx

UNIT = 1_000_000
"""Strengths carry six decimals: times this they are whole numbers, and sums of them are exact."""

_ROOMS: WeakKeyDictionary[ArcGraph, Room] = WeakKeyDictionary()

Node = int | tuple[int, str]
"""A place; where actors are cut, each has a side ``in`` and a side ``out``."""


def find_cut(view: GraphSnapshot, start: str, end: str, target: Target = Target.RELATION) -> Cut:
    """Find what must be lost, at the least, for no path to lead from ``start`` to ``end``.

    For RELATION: relations of the smallest total strength, parallel ones added up. For ACTOR: the
    fewest actors other than the two ends. Of several such cuts the one nearest ``start``. A cut
    tells how much would have to break, not how well the ends are connected: its capacity is not on
    the scale of scores. Strengths are those of the view, without a maturity gate; relations of
    unknown strength are left out, as point scores leave them out.

    Parameters
    ----------
    view
        The graph to read.
    start, end
        Two different actors.
    target
        RELATION or ACTOR.

    Returns
    -------
    Cut
        ``capacity`` is the sum of the strengths, or the number of actors; None for ACTOR where a
        relation joins the two ends, since then no loss of others suffices. Without any path
        ``connected`` is False and ``capacity`` 0. Relations and actors stand by id.

    Raises
    ------
    UnknownActorError
        If the view has no such actor.
    BadParameterError
        If the two ends are one actor, or the target is CHANNEL.

    Notes
    -----
    Source: maximum flow and minimum cut (Ford and Fulkerson 1956), for actors Menger's theorem;
    computed on whole numbers, so that no rounding decides between cuts: by networkx for a graph of
    lists (`graph_api.scoring.graphs.carriers.MOST_LISTED`), else by
    `graph_api.scoring.engine.flows`.

    """
    if target is Target.CHANNEL:
        raise BadParameterError(
            "A cut by CHANNEL has no meaning: parallel relations are added up, so a cut by RELATION"
            " takes whole channels anyway. Ask for RELATION or ACTOR.",
            "按 CHANNEL 求割没有意义：平行关系的强度相加，按 RELATION 求割时本就整条通道一起去掉。"
            "请用 RELATION 或 ACTOR。",
            parameter="target",
        )
    source, sink = view.place(start), view.place(end)
    if source == sink:
        raise BadParameterError(
            f"A cut needs two different actors, and both ends are {start!r}: name another one.",
            f"求割需要两个不同的行动者，而两端都是“{start}”：请另选一个。",
            parameter="to",
        )
    graph = carrier_graph(view)
    stopping.stage(
        f"the cut from {start} to {end} was being searched", f"正在求 {start} 到 {end} 的割"
    )
    if target is Target.RELATION:
        places, amount = (
            _relations_of_arrays(graph, source, sink)
            if isinstance(graph, ArcGraph)
            else _relations(graph, source, sink)
        )
        relations = tuple(sorted(view.relation_ids(places)))
        one, other = view.actor_ids((source, sink))
        return Cut(one, other, target, amount / UNIT, relations=relations, connected=amount > 0)
    return _cut_actors(view, graph, source, sink)


def _relations(graph: CarrierGraph, source: int, sink: int) -> tuple[list[int], int]:
    flow = _network()
    flow.add_nodes_from((source, sink))
    for (start, end), parallels in graph.parallels.items():
        flow.add_edge(start, end, capacity=sum(_whole(strength) for strength, _ in parallels))
    near, value = _near_side(flow, source, sink)
    places = [
        place
        for (start, end), parallels in graph.parallels.items()
        if start in near and end not in near
        for _, place in parallels
    ]
    return places, value


def _relations_of_arrays(graph: ArcGraph, source: int, sink: int) -> tuple[list[int], int]:
    cut = smallest_cut(graph, source, sink, _room_of(graph))
    return _places_of(graph, cut.arcs), cut.amount


def _room_of(graph: ArcGraph) -> Room:
    """Give the strengths as whole numbers, made once per graph."""
    room = _ROOMS.get(graph)
    if room is None:
        by_code = np.maximum(1, np.rint(graph.table * UNIT)).astype(np.int64)
        more = np.zeros(graph.out.other.size if graph.twins else 0, np.int64)
        for (start, end), parallels in graph.twins.items():
            arc = graph.arc(start, end)
            if arc is not None:
                more[arc] = sum(_whole(strength) for strength, _ in parallels[1:])
        room = _ROOMS[graph] = Room(by_code, more)
    return room


def _places_of(graph: ArcGraph, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Give the relations of ordered pairs, parallel ones too."""
    places: list[int] = []
    for pair in pairs:
        twins = graph.twins.get(pair)
        places += [place for _, place in twins] if twins else [graph.relation_at(*pair)]
    return places


def _actors_of_arrays(graph: ArcGraph, source: int, sink: int) -> tuple[list[int], int]:
    split = halves(graph)
    cut = smallest_cut(split, 2 * source + 1, 2 * sink, room_of_halves(split))
    return [start // 2 for start, _ in cut.arcs], cut.amount


def _cut_actors(view: GraphSnapshot, graph: CarrierGraph | ArcGraph, source: int, sink: int) -> Cut:
    ends: tuple[ActorId, ActorId] = view.actor_id(source), view.actor_id(sink)
    if isinstance(graph, ArcGraph):
        is_joined = graph.arc(source, sink) is not None
    else:
        is_joined = graph.arrow(source, sink) is not None
    if is_joined:
        return Cut(*ends, Target.ACTOR, capacity=None, connected=True)
    places, amount = (
        _actors_of_arrays(graph, source, sink)
        if isinstance(graph, ArcGraph)
        else _actors(graph, source, sink)
    )
    actors = tuple(sorted(map(view.actor_id, places)))
    return Cut(*ends, Target.ACTOR, float(amount), actors=actors, connected=amount > 0)


def _actors(graph: CarrierGraph, source: int, sink: int) -> tuple[list[int], int]:
    flow = _network()  # an edge without a capacity is not to be cut
    flow.add_nodes_from(((source, "out"), (sink, "in")))
    for place in range(graph.size):
        if place not in {source, sink}:
            flow.add_edge((place, "in"), (place, "out"), capacity=1)
    for start, end in graph.parallels:
        flow.add_edge((start, "out"), (end, "in"))
    near, value = _near_side(flow, (source, "out"), (sink, "in"))
    cut = [
        place for place in range(graph.size) if (place, "in") in near and (place, "out") not in near
    ]
    return cut, value


def _network() -> nx.DiGraph[Node]:
    import networkx as nx  # noqa: PLC0415  # slow to import, and only cuts need it

    return nx.DiGraph()


def _whole(strength: float) -> int:
    """Give a strength as a whole number; one too small for that still carries a path."""
    return max(1, round(strength * UNIT))


def _near_side(flow: nx.DiGraph[Node], source: Node, sink: Node) -> tuple[set[Node], int]:
    """Give what a maximum flow leaves within reach of the source, and how much flows.

    This set is the smallest source side of any minimum cut, whichever maximum flow was found.
    """
    from networkx.algorithms.flow import dinitz  # noqa: PLC0415  # as in _network

    residual = dinitz(flow, source, sink)
    near, todo = {source}, [source]
    while todo:
        node = todo.pop()
        for other, edge in residual[node].items():
            if other not in near and edge["flow"] < edge["capacity"]:
                near.add(other)
                todo.append(other)
    return near, int(residual.graph["flow_value"])
