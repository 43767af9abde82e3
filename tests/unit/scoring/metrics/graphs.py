"""Random small graphs, and the same graph as libraries see it."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot
from graph_api.scoring.metrics import metric, ties_of
from tests.builders import snapshot

STRENGTHS = st.sampled_from([1.0, 0.5, 0.25, 0.8, 0.4, 0.1, 0.05])
"""Products of these are often equal, and some relations are perfect."""


@st.composite
def views(draw: Any, most: int = 6, least: int = 1) -> GraphSnapshot:
    """Give a view of up to so many actors: no loops, no parallels, all known."""
    size = draw(st.integers(least, most))
    names = [f"a{number}" for number in range(size)]
    pairs = [(a, b) for a in names for b in names if a != b]
    tied = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    lines = [f"{a} -> {b} {draw(STRENGTHS)}" for a, b in tied]
    return snapshot("\n".join([*names, *lines]))


def digraph(view: GraphSnapshot) -> nx.DiGraph[str]:
    """Give the ties of a view, found by hand from its relations."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(str(actor.id) for actor in view.actors)
    for relation in view.relations:
        assert relation.strength is not None
        graph.add_edge(str(relation.from_id), str(relation.to_id), w=relation.strength.point)
    assert graph.number_of_edges() == ties_of(view).count
    return graph


def values(view: GraphSnapshot, name: str, **parameters: float) -> dict[str, float | None]:
    return {str(row.actor): row.value for row in metric(view, name, parameters).rows}
