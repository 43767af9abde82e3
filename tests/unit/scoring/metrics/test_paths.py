"""Betweenness and closeness against all simple paths, written out one by one."""

from __future__ import annotations

import math
from itertools import pairwise, permutations

import networkx as nx
import pytest
from hypothesis import given

from graph_api.domain import GraphSnapshot
from graph_api.scoring.metrics import paths as paths_module
from tests.builders import snapshot
from tests.unit.scoring.metrics.graphs import digraph, values, views


def strength(graph: nx.DiGraph[str], path: list[str]) -> float:
    worth = 1.0
    for a, b in pairwise(path):
        worth *= graph.edges[a, b]["w"]
    return worth


def best(graph: nx.DiGraph[str], start: str, end: str, *, weighted: bool) -> list[list[str]]:
    """Give the paths of the greatest product, of those the shortest."""
    paths = list(nx.all_simple_paths(graph, start, end))
    if weighted and paths:
        most = max(strength(graph, path) for path in paths)
        paths = [path for path in paths if strength(graph, path) >= most * (1 - 1e-12)]
    fewest = min(map(len, paths), default=0)
    return [path for path in paths if len(path) == fewest]


@given(views())
@pytest.mark.parametrize("weighted", [1, 0])
@pytest.mark.parametrize("few", [0, 1_000])
def test_betweenness_is_what_counting_all_paths_gives(
    few: int, weighted: int, view: GraphSnapshot
) -> None:
    graph = digraph(view)
    through = dict.fromkeys(graph, 0.0)
    for start, end in permutations(graph, 2):
        paths = best(graph, start, end, weighted=bool(weighted))
        for path in paths:
            for actor in path[1:-1]:
                through[actor] += 1 / len(paths)
    size = len(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths_module, "FEW", few)  # level by level, actor by actor
        found = values(view, "betweenness", weighted=weighted)
    if size < 3:
        assert set(found.values()) == {None}
        return
    expected = {name: share / ((size - 1) * (size - 2)) for name, share in through.items()}
    assert found == pytest.approx(expected, abs=1e-12)


@given(views())
def test_closeness_by_hops_is_that_of_networkx_whose_direction_is_the_other(
    view: GraphSnapshot,
) -> None:
    graph = digraph(view)
    for incoming in (0, 1):
        theirs = nx.closeness_centrality(graph if incoming else graph.reverse())
        ours = values(view, "closeness", weighted=0, incoming=incoming)
        # networkx gives 0 to who reaches nobody; there is no distance to speak of.
        assert {name: value or 0.0 for name, value in ours.items()} == pytest.approx(theirs)
        assert all((ours[name] is None) == (theirs[name] == 0) for name in ours)


@given(views())
def test_closeness_by_strength_sums_the_lengths_of_best_paths(view: GraphSnapshot) -> None:
    graph = digraph(view)
    ours = values(view, "closeness")
    for start in graph:
        lengths = [
            -math.log(strength(graph, paths[0]))
            for end in graph
            if end != start and (paths := best(graph, start, end, weighted=True))
        ]
        if not lengths or sum(lengths) < 1e-15:
            assert ours[start] is None
        else:
            reach = len(lengths) / (len(graph) - 1)
            assert ours[start] == pytest.approx(reach * len(lengths) / sum(lengths))


def test_a_path_of_perfect_ties_is_not_counted_again_over_a_detour() -> None:
    """a -> b directly and over c, all of strength 1: the shorter one alone is best."""
    view = snapshot("a -> b 1\na -> c 1\nc -> b 1\nb -> c 1\nc -> a 1\nb -> a 1")
    assert values(view, "betweenness") == {"a": 0.0, "b": 0.0, "c": 0.0}


def test_two_products_that_are_equal_but_for_rounding_share_the_pair() -> None:
    assert math.log(0.1) + math.log(0.9) != math.log(0.3) + math.log(0.3)  # both are 0.09
    view = snapshot("a -> b 0.1\nb -> z 0.9\na -> c 0.3\nc -> z 0.3")
    half = 1 / 2 / (3 * 2)
    assert values(view, "betweenness") == pytest.approx({"b": half, "c": half, "a": 0.0, "z": 0.0})


def test_a_strong_detour_is_better_than_a_weak_direct_relation() -> None:
    view = snapshot("a -> b 0.9\nb -> c 0.9\na -> c 0.5")
    assert values(view, "betweenness") == {"b": 0.5, "a": 0.0, "c": 0.0}
    assert values(view, "betweenness", weighted=0) == {"a": 0.0, "b": 0.0, "c": 0.0}


def test_all_perfect_ties_leave_closeness_by_strength_undefined_and_that_by_hops_at_1() -> None:
    view = snapshot("a -> b 1\nb -> a 1")
    assert values(view, "closeness") == {"a": None, "b": None}
    assert values(view, "closeness", weighted=0) == {"a": 1.0, "b": 1.0}
