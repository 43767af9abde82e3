"""Which part an actor plays between the spheres: Gould and Fernandez's five roles of brokerage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from graph_api.domain import GraphSnapshot, Sphere
from graph_api.domain.tables import SPHERES
from graph_api.scoring import stopping
from graph_api.scoring.actor_columns import spheres_of
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.graphs.carriers import CarrierGraph, carrier_graph
from graph_api.scoring.results import BrokerageRoles

Triads = Mapping[tuple[Sphere, Sphere], int]
"""How many triads there are, by the spheres of their two ends."""


def brokerage_roles(view: GraphSnapshot, actor: str) -> BrokerageRoles:
    """Count for whom an actor stands between two others that have no relation of their own.

    Counted are the open triads a -> actor -> b: a and b differ, and nothing leads from a straight
    to b. Relations are those of class EMPOWERMENT with a known strength above 0, parallel ones
    counted once. By the spheres of a, the actor and b: coordinator AAA, representative AAB,
    gatekeeper ABB, consultant ABA, liaison ABC.

    Raises
    ------
    UnknownActorError
        If the view has no such actor.

    Notes
    -----
    Time: O(the number of relations that leave the actor's empowerers), not O(in x out).
    Source: Gould and Fernandez (1989), with open triads as R's sna counts them.

    """
    broker = view.place(actor)
    sphere = view.actors[broker].sphere
    graph = carrier_graph(view)
    stopping.stage(
        f"whom {actor} stands between was being counted", f"正在统计 {actor} 居于谁与谁之间"
    )
    triads = (
        _triads_of_arrays(view, graph, broker)
        if isinstance(graph, ArcGraph)
        else _triads(view, graph, broker)
    )
    roles: Counter[str] = Counter()
    for (first, last), count in triads.items():
        roles[_role(first, sphere, last)] += count
    return BrokerageRoles(
        coordinator=roles["coordinator"],
        representative=roles["representative"],
        gatekeeper=roles["gatekeeper"],
        consultant=roles["consultant"],
        liaison=roles["liaison"],
    )


def _triads(view: GraphSnapshot, graph: CarrierGraph, broker: int) -> Triads:
    """Count the open triads over a broker by the spheres of their two ends."""
    reached = {arrow[0] for arrow in graph.out[broker]}
    everywhere = Counter(view.actors[place].sphere for place in reached)
    triads: Counter[tuple[Sphere, Sphere]] = Counter()
    for start, _, _ in graph.back[broker]:
        closed = {arrow[0] for arrow in graph.out[start] if arrow[0] in reached}
        closed.update({start} & reached)
        known = Counter(view.actors[place].sphere for place in closed)
        for end, count in everywhere.items():
            triads[view.actors[start].sphere, end] += count - known[end]
    return triads


def _triads_of_arrays(view: GraphSnapshot, graph: ArcGraph, broker: int) -> Triads:
    spheres = spheres_of(view)
    reached = graph.out.other[graph.row(broker)]
    starts = graph.back.other[graph.row(broker, ahead=False)]
    is_reached = np.zeros(graph.size, np.bool_)
    is_reached[reached] = True
    size = len(SPHERES)
    ends = np.bincount(spheres[reached], minlength=size)
    counts = np.outer(np.bincount(spheres[starts], minlength=size), ends)
    for start in starts.tolist():
        stopping.check()
        others = graph.out.other[graph.row(start)]
        closed = np.append(others[is_reached[others]], start if is_reached[start] else [])
        known = np.bincount(spheres[closed.astype(np.int64)], minlength=size)
        counts[spheres[start]] -= known
    return {
        (first, last): int(counts[row, column])
        for row, first in enumerate(SPHERES)
        for column, last in enumerate(SPHERES)
    }


def _role(first: Sphere, broker: Sphere, last: Sphere) -> str:
    if first == last:
        return "coordinator" if first == broker else "consultant"
    if first == broker:
        return "representative"
    return "gatekeeper" if last == broker else "liaison"
