"""Brokerage, key players and power in exchange, against every triad, every set, every path."""

from __future__ import annotations

from itertools import combinations, permutations

import networkx as nx
import pytest
from hypothesis import given

from graph_api.domain import GraphSnapshot, Sphere
from graph_api.errors import TooCostlyError
from graph_api.scoring.metrics import brokers, exchange, metric
from tests.builders import snapshot
from tests.published.networks import network
from tests.unit.scoring.metrics.graphs import digraph, values, views


def pieces(graph: nx.DiGraph[str], without: tuple[str, ...]) -> float:
    """1 less the share of ordered pairs that are joined, of those left."""
    left = graph.copy()
    left.remove_nodes_from(without)
    size = len(left)
    return 1 - sum(len(nx.descendants(left, name)) for name in left) / (size * (size - 1))


def nearness(graph: nx.DiGraph[str], chosen: tuple[str, ...]) -> float:
    hops = nx.multi_source_dijkstra_path_length(graph, set(chosen), weight=None)
    return sum(1 / hop if hop else 1 for hop in hops.values()) / len(graph)


@given(views(least=4))
@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("reach", [0, 1])
def test_key_players_are_the_best_of_all_sets(size: int, reach: int, view: GraphSnapshot) -> None:
    graph = digraph(view)
    score = nearness if reach else pieces
    answer = metric(view, "key_players", {"size": size, "reach": reach})
    scores = {chosen: score(graph, chosen) for chosen in combinations(sorted(graph), size)}
    best = max(scores.values())
    assert answer.value == pytest.approx(best, abs=1e-12)
    chosen = tuple(sorted(str(row.actor) for row in answer.rows if row.chosen))
    # Of sets that are equally good, the first by ids.
    assert chosen == next(names for names, found in scores.items() if found >= best - 1e-12)
    for row in answer.rows:
        assert row.value == pytest.approx(score(graph, (str(row.actor),)), abs=1e-12)
    assert [bool(row.chosen) for row in answer.rows[:size]] == [True] * size


def test_the_best_two_are_not_the_two_best() -> None:
    rows = metric(network("kite").view(), "key_players", {"size": 2}).rows
    alone = sorted(rows, key=lambda row: -(row.value or 0))
    assert [row.actor for row in alone[:2]] == ["Heather", "Ike"]
    assert {row.actor for row in rows if row.chosen} == {"Fernando", "Garth"}


def test_too_few_actors_leave_nothing_to_cut_up() -> None:
    answer = metric(snapshot("a -> b 0.5"), "key_players")
    assert (answer.value, [row.value for row in answer.rows]) == (None, [None, None])
    assert metric(snapshot("a -> b 0.5"), "key_players", {"reach": 1}).value == 1.0
    assert metric(snapshot(""), "key_players").value is None


def test_too_many_sets_are_refused_with_their_number() -> None:
    names = "\n".join(f"a{number}" for number in range(200))
    with pytest.raises(TooCostlyError, match=r"64,684,950 sets of 4 actors") as refused:
        metric(snapshot(names), "key_players", {"size": 4})
    assert refused.value.details["limit"] == brokers.MOST_STEPS
    assert "组合" in refused.value.zh


@given(views(most=6))
def test_brokerage_counts_open_triads(view: GraphSnapshot) -> None:
    graph = digraph(view)
    counts = dict.fromkeys(graph, 0.0)
    for a, broker, b in permutations(graph, 3):
        if graph.has_edge(a, broker) and graph.has_edge(broker, b) and not graph.has_edge(a, b):
            counts[broker] += 1
    assert values(view, "brokerage") == counts
    for row in metric(view, "brokerage").rows:
        assert row.parts["coordinator"] == row.value  # all of one sphere
        assert set(row.parts) == set(brokers.ROLES)


def test_the_roles_of_a_broker_follow_the_spheres() -> None:
    spheres = {"gate": {"sphere": Sphere.STATE}}
    view = snapshot("a -> gate 0.5\ngate -> b 0.5", actors=spheres)
    row = metric(view, "brokerage").rows[0]
    assert (row.actor, row.value, row.parts["consultant"]) == ("gate", 1.0, 1.0)


@given(views())
def test_power_in_exchange_is_what_sets_of_paths_give(view: GraphSnapshot) -> None:
    graph = digraph(view)
    ties = nx.Graph((a, b) for a, b in graph.edges if graph.has_edge(b, a))
    ties.add_nodes_from(graph)
    expected = {}
    for start in graph:
        power = 0
        for length in range(1, len(graph)):
            paths = [
                frozenset(path) - {start}
                for end in ties
                if end != start
                for path in nx.all_simple_paths(ties, start, end, cutoff=length)
                if len(path) == length + 1
            ]
            most = max(
                (
                    count
                    for count in range(1, len(graph) // length + 1)
                    for chosen in combinations(sorted(set(paths), key=sorted), count)
                    if all(not a & b for a, b in combinations(chosen, 2))
                ),
                default=0,
            )
            power += (-1) ** (length - 1) * most
        expected[start] = float(power)
    assert values(view, "graph_theoretic_power") == expected


def test_a_dense_graph_has_too_many_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_PATHS", 50)
    with pytest.raises(TooCostlyError, match="paths of one actor") as refused:
        metric(network("kite").view(), "graph_theoretic_power")
    assert "路径" in refused.value.zh
