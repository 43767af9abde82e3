"""Numbers of a whole graph, against their definitions spelled out and against networkx."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given

from graph_api.domain import GraphSnapshot
from graph_api.scoring.metrics import metric
from tests.builders import snapshot
from tests.unit.scoring.metrics.graphs import digraph, views


def of(view: GraphSnapshot, name: str, **parameters: float) -> float | None:
    answer = metric(view, name, parameters)
    assert len(answer.rows) == 0
    return answer.value


@given(views())
def test_reciprocity_and_flow_hierarchy_are_those_of_networkx(view: GraphSnapshot) -> None:
    graph = digraph(view)
    if not graph.number_of_edges():
        for name in ("reciprocity", "weighted_reciprocity", "flow_hierarchy"):
            assert of(view, name) is None
        return
    assert of(view, "reciprocity") == pytest.approx(nx.overall_reciprocity(graph))
    assert of(view, "flow_hierarchy") == pytest.approx(nx.flow_hierarchy(graph))
    by_strength = nx.flow_hierarchy(graph, weight="w")
    assert of(view, "flow_hierarchy", weighted=1) == pytest.approx(by_strength)


@given(views())
def test_weighted_reciprocity_is_the_strength_that_is_answered(view: GraphSnapshot) -> None:
    graph = digraph(view)
    if not graph.number_of_edges():
        return
    answered = 2 * sum(
        min(graph.edges[a, b]["w"], graph.edges[b, a]["w"])
        for a, b in combinations(graph, 2)
        if graph.has_edge(a, b) and graph.has_edge(b, a)
    )
    whole = sum(graph.edges[edge]["w"] for edge in graph.edges)
    assert of(view, "weighted_reciprocity") == pytest.approx(answered / whole)


@given(views(7))
def test_the_four_dimensions_are_what_krackhardt_defines(view: GraphSnapshot) -> None:
    graph = digraph(view)
    parts = [set(part) for part in nx.weakly_connected_components(graph)]
    pairs = list(combinations(graph, 2))
    above = {name: nx.ancestors(graph, name) | {name} for name in graph}

    together = [pair for pair in pairs if any(set(pair) <= part for part in parts)]
    expected = len(together) / len(pairs) if pairs else None
    assert of(view, "gtd_connectedness") == pytest.approx(expected)

    reached = [(a, b) for a, b in pairs if a in above[b] or b in above[a]]
    mutual = [(a, b) for a, b in reached if a in above[b] and b in above[a]]
    expected = 1 - len(mutual) / len(reached) if reached else None
    assert of(view, "gtd_hierarchy") == pytest.approx(expected)

    spare = sum(graph.subgraph(part).number_of_edges() - (len(part) - 1) for part in parts)
    room = sum(len(part) * (len(part) - 1) - (len(part) - 1) for part in parts)
    expected = 1 - spare / room if room else None
    assert of(view, "gtd_efficiency") == pytest.approx(expected)

    missing = sum(not has_least_bound(above, *pair) for pair in together)
    most = sum((len(part) - 1) * (len(part) - 2) / 2 for part in parts)
    expected = 1 - missing / most if most else None
    assert of(view, "gtd_lub") == pytest.approx(expected)


def has_least_bound(above: dict[str, set[str]], a: str, b: str) -> bool:
    """An upper bound that lies on a way from every upper bound to a, and on one to b."""
    bounds = above[a] & above[b]
    return any(
        all(bound in above[least] and least in above[a] and least in above[b] for bound in bounds)
        for least in bounds
    )


def test_two_with_two_above_both_have_no_least_upper_bound() -> None:
    # x and y both stand over a and b, and neither over the other; 4 actors: at most 3 pairs fail.
    view = snapshot("x -> a 0.5\nx -> b 0.5\ny -> a 0.5\ny -> b 0.5")
    # a b: x and y, neither least; x y: nobody above both; the four others have one of the two.
    assert of(view, "gtd_lub") == pytest.approx(1 - 2 / 3)


def test_what_is_undefined_is_null() -> None:
    empty, one = snapshot(""), snapshot("hermit")
    two = snapshot("a\nb")
    for name in ("reciprocity", "gtd_hierarchy", "gtd_efficiency", "gtd_lub", "flow_hierarchy"):
        assert of(empty, name) is None
        assert of(one, name) is None
        assert of(two, name) is None
    assert of(one, "gtd_connectedness") is None
    assert of(two, "gtd_connectedness") == 0.0
    assert of(snapshot("a -> b 0.5"), "gtd_lub") is None  # no part of three


def test_a_faint_answer_counts_in_full_without_weights_and_little_with() -> None:
    view = snapshot("a -> b 0.9\nb -> a 0.1")
    assert of(view, "reciprocity") == 1.0
    assert of(view, "weighted_reciprocity") == pytest.approx(0.2)
