"""Which part an actor plays between the spheres: Gould and Fernandez's five roles of brokerage."""

from __future__ import annotations

from collections import Counter

from graph_api.domain import GraphSnapshot, Sphere
from graph_api.scoring.graphs import carrier_graph
from graph_api.scoring.results import BrokerageRoles


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
    graph = carrier_graph(view)
    sphere = view.actors[broker].sphere
    reached = {arrow[0] for arrow in graph.out[broker]}
    everywhere = Counter(view.actors[place].sphere for place in reached)
    triads: Counter[tuple[Sphere, Sphere]] = Counter()
    for start, _, _ in graph.back[broker]:
        closed = {arrow[0] for arrow in graph.out[start] if arrow[0] in reached}
        closed.update({start} & reached)
        known = Counter(view.actors[place].sphere for place in closed)
        for end, count in everywhere.items():
            triads[view.actors[start].sphere, end] += count - known[end]
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


def _role(first: Sphere, broker: Sphere, last: Sphere) -> str:
    if first == last:
        return "coordinator" if first == broker else "consultant"
    if first == broker:
        return "representative"
    return "gatekeeper" if last == broker else "liaison"
