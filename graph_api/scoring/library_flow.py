"""Cuts of graphs of middling size by scipy, whose flow is quicker there than ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph

MOST_ARCS = 50_000
"""Up to so many arcs scipy is asked: it then takes less than about 20 ms, and cannot be stopped."""

MOST_AMOUNT = 2**31 - 1
"""scipy counts in 32 bits."""

Capacities = NDArray[np.int64]

_MATRICES: WeakKeyDictionary[ArcGraph, Any] = WeakKeyDictionary()


def side_of_start(
    graph: ArcGraph, capacities: Capacities, source: int, sink: int
) -> tuple[NDArray[np.bool_], int] | None:
    """Tell who stays within reach of the source in a smallest cut, and what the cut takes.

    Parameters
    ----------
    graph
        Its arcs, in the order of `ArcGraph.arrows`.
    capacities
        Shape (m,): whole numbers above 0; always the same for one graph.

    Returns
    -------
    tuple or None
        None where scipy's numbers are too short for the amounts, or the graph is too large.

    """
    if graph.count > MOST_ARCS or graph.count == 0:
        return None
    matrix = _MATRICES.get(graph)
    if matrix is None:
        matrix = _MATRICES[graph] = _matrix(graph, capacities)
    most = min(int(matrix["out"][source]), int(matrix["into"][sink]))
    if most > MOST_AMOUNT or int(matrix["largest"]) > MOST_AMOUNT:
        return None
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow  # noqa: PLC0415  # slow

    found = maximum_flow(matrix["arcs"], source, sink)
    left = matrix["arcs"] - found.flow
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    near = np.zeros(graph.size, np.bool_)
    near[breadth_first_order(left, source, return_predecessors=False)] = True
    return near, int(found.flow_value)


def _matrix(graph: ArcGraph, capacities: Capacities) -> Mapping[str, Any]:
    from scipy.sparse import csr_matrix  # noqa: PLC0415  # slow to load

    start, end, _, _ = graph.arrows
    size = (graph.size, graph.size)
    short = np.minimum(capacities, MOST_AMOUNT).astype(np.int32)
    arcs = csr_matrix((short, (start, end)), shape=size)
    return {
        "arcs": arcs,
        "out": np.bincount(start, capacities, graph.size),
        "into": np.bincount(end, capacities, graph.size),
        "largest": capacities.max(initial=0),
    }
