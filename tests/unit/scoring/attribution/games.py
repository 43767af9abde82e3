"""The slow and obviously right second way: every loopless path by networkx, every order."""

from __future__ import annotations

import functools
import itertools
import math
import random
from collections.abc import Callable
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot, RelationClass
from graph_api.scoring import Reading, Scoring
from tests.builders import snapshot

Draw = Callable[[st.SearchStrategy[Any]], Any]
NAMES = "abcdefghij"


@st.composite
def drawn_graphs(draw: Draw, actors: int = 4, relations: int = 6) -> GraphSnapshot:
    """Few relations among few actors: parallels, loops, zeros and other classes too."""
    lines = [*NAMES[:actors]]
    for _ in range(draw(st.integers(0, relations))):
        start, end = draw(st.tuples(*[st.sampled_from(NAMES[:actors])] * 2))
        strength = draw(st.sampled_from(("0", "0.1", "0.5", "0.5", "0.9", "1")))
        kind = draw(st.sampled_from(("", "", "", " burden")))
        lines.append(f"{start} -> {end} {strength}{kind}")
    return snapshot("\n".join(lines))


def dense(actors: int, seed: int) -> GraphSnapshot:
    """Every ordered pair joined, by strengths drawn from a seed."""
    rng = random.Random(seed)  # noqa: S311  # a test graph
    pairs = [(x, y) for x in NAMES[:actors] for y in NAMES[:actors] if x != y]
    return snapshot("\n".join(f"{x} -> {y} {rng.randint(1, 99) / 100}" for x, y in pairs))


def best(view: GraphSnapshot, kept: frozenset[str], start: str, end: str, how: Scoring) -> float:
    """Give the best path over the relations kept, trying every loopless one."""
    graph: Any = nx.MultiDiGraph()
    graph.add_nodes_from([start, end])
    for relation in view.relations:
        strength = relation.strength
        if (
            relation.id in kept
            and relation.relation_class is RelationClass.EMPOWERMENT
            and relation.from_id != relation.to_id
            and strength is not None
            and strength.point > 0
        ):
            graph.add_edge(relation.from_id, relation.to_id, strength=strength.point)
    scores = [0.0]
    for path in nx.all_simple_edge_paths(graph, start, end, cutoff=how.max_hops):
        strengths = [graph.edges[edge]["strength"] for edge in path]
        if how.reading is Reading.WEAKEST:
            scores.append(min(strengths))
        else:
            scores.append(math.prod(strengths) * how.decay ** (len(strengths) - 1))
    return max(scores)


def mutual_of(
    view: GraphSnapshot, a: str, b: str, how: Scoring, kept: frozenset[str] | None = None
) -> float:
    kept = frozenset(item.id for item in view.relations) if kept is None else kept
    return math.sqrt(best(view, kept, a, b, how) * best(view, kept, b, a, how))


def by_permutations(
    view: GraphSnapshot, a: str, ends: str | tuple[str, ...], how: Scoring, most: int = 6
) -> dict[str, float]:
    """Give each relation the mean of what it adds, over every order.

    With several ends: to the sum of the mutual scores. Of a graph of more than ``most`` relations
    the sum over sets is used, which is the same mean.
    """
    ids = [item.id for item in view.relations]

    @functools.cache
    def value(kept: frozenset[str]) -> float:
        return sum(mutual_of(view, a, end, how, kept) for end in ends)

    gains = dict.fromkeys(map(str, ids), 0.0)
    if len(ids) <= most:
        orders = [*itertools.permutations(ids)]
        for order in orders:
            for place, one in enumerate(order):
                before = frozenset(order[:place])
                gains[one] += (value(before | {one}) - value(before)) / len(orders)
        return gains
    count = len(ids)
    for one in ids:
        others = [item for item in ids if item != one]
        for size in range(count):
            weight = 1 / (count * math.comb(count - 1, size))
            for before in map(frozenset, itertools.combinations(others, size)):
                gains[one] += weight * (value(before | {one}) - value(before))
    return gains
