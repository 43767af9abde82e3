"""The arrays of a graph under names, for a file that keeps them from one process to the next.

Building them costs about a second for a million actors; mapping them costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import NOWHERE, ArcGraph, Parallel, fixed, shared_rows

PARTS = ("first", "other", "code")

Arrays = Mapping[str, NDArray[Any]]


def stored(graph: ArcGraph) -> Arrays:
    """Give the arrays of a graph that is not a changed one."""
    pairs = list(graph.twins)
    parallels = [graph.twins[pair] for pair in pairs]
    flat = [parallel for group in parallels for parallel in group]
    return {
        **{f"out_{part}": getattr(graph.out, part) for part in PARTS},
        **{f"back_{part}": getattr(graph.back, part) for part in PARTS},
        "arc_strengths": graph.table,
        "arc_counts": np.array([graph.size, graph.count], np.int64),
        "arc_relation": NOWHERE if graph.relation is None else graph.relation,
        "twins": np.array(pairs, np.int32).reshape(-1, 2),
        "twin_counts": np.array([len(group) for group in parallels], np.int32),
        "twin_strengths": np.array([strength for strength, _ in flat], np.float64),
        "twin_relations": np.array([place for _, place in flat], np.int32),
    }


def restored(arrays: Arrays, name: Callable[[int], str]) -> ArcGraph:
    """Give the graph of stored arrays.

    The arrays of rows must be writable in memory, without their file being changed: changed graphs
    write their rows into the spare ends.
    """
    size, count = arrays["arc_counts"].tolist()
    out, back = (
        shared_rows(*(fixed(arrays[f"{sense}_{part}"]) for part in PARTS))
        for sense in ("out", "back")
    )
    relation = arrays["arc_relation"]
    return ArcGraph(
        size,
        out,
        back,
        fixed(arrays["arc_strengths"]),
        count,
        fixed(relation) if relation.size else None,
        _twins(arrays),
        name,
    )


def _twins(arrays: Arrays) -> dict[tuple[int, int], Sequence[Parallel]]:
    strengths, relations = arrays["twin_strengths"].tolist(), arrays["twin_relations"].tolist()
    parallels = list(zip(strengths, relations, strict=True))
    twins: dict[tuple[int, int], Sequence[Parallel]] = {}
    at = 0
    for (start, end), count in zip(
        arrays["twins"].tolist(), arrays["twin_counts"].tolist(), strict=True
    ):
        twins[start, end] = parallels[at : at + count]
        at += count
    return twins
