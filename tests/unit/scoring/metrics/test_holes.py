"""Constraint and effective size against the formulas, pair by pair, and against two libraries."""

from __future__ import annotations

import igraph
import networkx as nx
import pytest
from hypothesis import given

from graph_api.domain import GraphSnapshot
from graph_api.errors import TooCostlyError
from graph_api.scoring.metrics import holes, metric
from tests.builders import snapshot
from tests.published.networks import network
from tests.unit.scoring.metrics.graphs import digraph, values, views


def symmetric(graph: nx.DiGraph[str]) -> nx.DiGraph[str]:
    """Give both directions to every tie, each with the sum of both: all that Burt reads.

    networkx takes an actor whom ties only reach for one without ties (NaN) and skips it.
    """
    both: nx.DiGraph[str] = nx.DiGraph()
    both.add_nodes_from(graph)
    for a, b in graph.edges:
        there, back = (graph.get_edge_data(*pair, {"w": 0})["w"] for pair in ((a, b), (b, a)))
        both.add_edge(a, b, w=there + back)
        both.add_edge(b, a, w=there + back)
    return both


@given(views())
def test_both_are_what_the_loops_of_networkx_give(view: GraphSnapshot) -> None:
    graph = symmetric(digraph(view))
    tied = [name for name in graph if graph.degree(name)]
    sizes = nx.effective_size(graph, nodes=tied, weight="w")
    constraints = nx.constraint(graph, nodes=tied, weight="w")
    for name, theirs in (("effective_size", sizes), ("constraint", constraints)):
        ours = values(view, name)
        assert {k: v for k, v in ours.items() if v is not None} == pytest.approx(theirs)
        assert set(theirs) == {k for k, v in ours.items() if v is not None}


def test_an_actor_whom_ties_only_reach_has_both() -> None:
    view = snapshot("a -> b 0.5\nc -> b 0.5")
    assert values(view, "effective_size")["b"] == 2.0
    assert values(view, "constraint")["b"] == 0.5  # (1/2)^2 + (1/2)^2


def test_constraint_is_that_of_igraph_on_the_karate_club() -> None:
    edges = network("karate").edges
    theirs = igraph.Graph.TupleList([(a, b) for a, b, _ in edges])
    expected = dict(zip(theirs.vs["name"], theirs.constraint(), strict=True))
    assert values(network("karate").view(), "constraint") == pytest.approx(expected)


def test_an_actor_without_ties_has_neither() -> None:
    view = snapshot("hermit\na -> b 0.5\nb -> a 0\nhermit -> a ?")
    for name in ("constraint", "effective_size"):
        assert values(view, name)["hermit"] is None
        assert values(view, name)["a"] == 1.0
    assert values(snapshot("hermit"), "constraint") == {"hermit": None}
    assert values(snapshot("hermit"), "effective_size") == {"hermit": None}


def test_too_many_contacts_of_one_actor_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holes, "MOST_PAIRS", 10)
    view = network("kite").view()
    for name in ("constraint", "effective_size"):
        with pytest.raises(TooCostlyError, match="pairs of contacts") as refused:
            metric(view, name)
        assert refused.value.details["limit"] == 10
        assert "联系人" in refused.value.zh
