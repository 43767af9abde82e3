"""From one actor to all, or from all to one: the chosen path and its score for every actor.

Kernels find what is best; then the tie rule picks the path and the score is printed along it
(docs/reference/scores.md), so that a pair, a ranking of pairs and a ranking of bottlenecks say the
same number to the last bit. Small graphs are lists, large ones arrays; the answers are the same.
"""

from __future__ import annotations

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.graphs.carriers import Graph
from graph_api.scoring.results import Scoring
from graph_api.scoring.searches.arrays import search_arrays, search_both_on_arrays
from graph_api.scoring.searches.lists import search_lists, widest_route
from graph_api.scoring.searches.routes import Route, Search, require_paths

__all__ = [
    "Route",
    "Search",
    "require_paths",
    "search_both",
    "search_from",
    "search_to",
    "widest_route",
]


def search_from(graph: Graph, start: int, scoring: Scoring, end: int | None = None) -> Search:
    """Search from ``start`` to every actor; with ``end``, only answers for that one are sure.

    Raises
    ------
    BadParameterError
        If the reading goes over no single path.

    """
    return _search(graph, start, scoring, end, ahead=True)


def search_to(graph: Graph, end: int, scoring: Scoring, start: int | None = None) -> Search:
    """Search from every actor to ``end``; with ``start``, only answers for that one are sure.

    Raises
    ------
    BadParameterError
        If the reading goes over no single path.

    """
    return _search(graph, end, scoring, start, ahead=False)


def search_both(graph: Graph, a: int, b: int, scoring: Scoring) -> tuple[Search, Search]:
    """Search from ``a`` to ``b`` alone, and from ``b`` to ``a``.

    Raises
    ------
    BadParameterError
        If the reading goes over no single path.

    """
    require_paths(scoring)
    if isinstance(graph, ArcGraph):
        return search_both_on_arrays(graph, a, b, scoring)
    return search_from(graph, a, scoring, b), search_from(graph, b, scoring, a)


def _search(
    graph: Graph, origin: int, scoring: Scoring, stop: int | None, *, ahead: bool
) -> Search:
    require_paths(scoring)
    if isinstance(graph, ArcGraph):
        return search_arrays(graph, origin, scoring, stop, ahead=ahead)
    return search_lists(graph, origin, scoring, stop, ahead=ahead)
