"""From the arcs of tied paths to the one path that the rule of ties chooses, with its relations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import Arc, Met
from graph_api.scoring.searches.kernels import TIE, Arrow
from graph_api.scoring.searches.routes import Route, route_over
from graph_api.scoring.searches.ties import choose

FEW = 20_000
"""Up to so many arcs of tied paths all are looked at; of more, those of the fewest hops first."""


def route_met(  # noqa: PLR0913  # a pair, what was found, and what is tied
    graph: ArcGraph, start: int, end: int, met: Met, decay: float, *, floor: float | None = None
) -> Route:
    """Choose among the tied paths of a pair by the rule of ties; there must be one.

    ``floor`` is the key from which on a path is tied; default: what is within 1e-12 of the best.
    """
    if met.only is not None:
        return Route(*met.only)
    return route_of(
        graph, start, end, met.arcs, met.best * (1 - TIE) if floor is None else floor, decay
    )


def route_of(  # noqa: PLR0913, PLR0917  # a pair, its arcs, and what is tied
    graph: ArcGraph, start: int, end: int, arcs: Sequence[Arc], floor: float, decay: float
) -> Route:
    """Choose among tied paths by the rule of ties, from arcs that hold them all."""
    if len(arcs) > FEW:
        chosen = _chosen(graph, start, end, _of_fewest_hops(arcs, start, end), floor, decay)
        if chosen is not None:
            return chosen
        stopping.check()
    chosen = _chosen(graph, start, end, arcs, floor, decay, sure=True)
    assert chosen is not None  # noqa: S101  # sure: there is a path
    return chosen


def _chosen(  # noqa: PLR0913, PLR0917  # as `route_of`
    graph: ArcGraph,
    start: int,
    end: int,
    arcs: Sequence[Arc],
    floor: float,
    decay: float,
    *,
    sure: bool = False,
) -> Route | None:
    following = {first: (last, strength) for first, last, strength in arcs}
    if len(following) == len(arcs):  # nobody has a choice: there is one path
        found: list[Arrow] = []
        place = start
        while place != end:
            last, strength = following[place]
            found.append((last, strength, graph.relation_at(place, last)))
            place = last
        return route_over(start, found)
    arrows = ((first, last, strength, -1) for first, last, strength in arcs)
    chosen = choose(start, end, arrows, floor, decay, graph.name, sure=sure)
    if chosen is None:
        return None
    places = [start, *(arrow[0] for arrow in chosen)]
    return route_over(
        start,
        [
            (last, strength, graph.relation_at(first, last))
            for first, (last, strength, _) in zip(places, chosen, strict=False)
        ],
    )


def _of_fewest_hops(arcs: Sequence[Arc], start: int, end: int) -> list[Arc]:
    """Give the arcs that lie on a path of the fewest hops from one end to the other."""
    from scipy.sparse import csr_array  # noqa: PLC0415  # slow to load
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415  # as above

    tails = np.array([arc[0] for arc in arcs])
    heads = np.array([arc[1] for arc in arcs])
    actors, numbers = np.unique(np.concatenate((tails, heads)), return_inverse=True)
    tail, head = numbers[: len(arcs)], numbers[len(arcs) :]
    size = (actors.size, actors.size)
    first, last = np.searchsorted(actors, [start, end])
    ones = np.ones(len(arcs))
    there = dijkstra(csr_array((ones, (tail, head)), shape=size), indices=first, unweighted=True)
    back = dijkstra(csr_array((ones, (head, tail)), shape=size), indices=last, unweighted=True)
    kept = np.flatnonzero(there[tail] + 1 + back[head] == there[last])
    return [arcs[place] for place in kept.tolist()]
