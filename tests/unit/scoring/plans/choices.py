"""The slow and obviously right second way: every set of options, each scored as a view of its own.

The view after a set of options is written out anew from the relations; its scores are those of
`rank_pairs`, or, where that is what is tested, of all loopless paths.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot, RelationId, Strength
from graph_api.scoring import PRODUCT, Scoring
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.plans import Add, Option, Raise
from tests.builders import relation
from tests.unit.scoring.attribution.games import NAMES, drawn_graphs, mutual_of

Draw = Callable[[st.SearchStrategy[Any]], Any]


def raising(key: str, relation_id: str, by: float, cost: float = 1.0) -> Option:
    return Option(key, Raise(RelationId(relation_id), by), cost)


def adding(key: str, line: str, cost: float = 1.0) -> Option:
    """Add the relation of one line of `tests.builders`; its id is the option's key."""
    return Option(key, Add(relation(line, f"x{key}")), cost)


def groups(view: GraphSnapshot, between: Iterable[str], other: Iterable[str]) -> GroupPairs:
    first, second = (np.array([view.place(name) for name in some]) for some in (between, other))
    return GroupPairs(first, second)


def applied(view: GraphSnapshot, some: Sequence[Option]) -> GraphSnapshot:
    """Write the view out as it is after some options."""
    relations = {item.id: item for item in view.relations}
    for option in some:
        measure = option.measure
        if isinstance(measure, Add):
            relations[measure.relation.id] = measure.relation
        else:
            old = relations[measure.relation]
            assert old.strength is not None
            point = min(1.0, round(old.strength.point + measure.by, 6))
            relations[old.id] = replace(old, strength=Strength.exactly(point))
    return replace(view, relations=tuple(relations.values()))


def total(
    view: GraphSnapshot, pairs: Iterable[tuple[str, str]], how: Scoring, some: Sequence[Option]
) -> float:
    after = applied(view, some)
    return math.fsum(mutual_of(after, a, b, how) for a, b in pairs)


def best_of_all(
    view: GraphSnapshot,
    options: Sequence[Option],
    budget: float,
    pairs: Sequence[tuple[str, str]],
    how: Scoring = PRODUCT,
) -> tuple[float, tuple[str, ...]]:
    """Try every set; of those within 1e-12 of the best the cheapest, the smallest, the first."""
    tried = []
    for size in range(len(options) + 1):
        for some in itertools.combinations(options, size):
            cost = sum((Fraction(repr(float(option.cost))) for option in some), Fraction(0))
            if cost <= Fraction(repr(float(budget))):
                keys = sorted(option.key for option in some)
                tried.append((total(view, pairs, how, some), cost, size, keys))
    top = max(value for value, *_ in tried)
    value, _, _, keys = min(
        (item for item in tried if item[0] >= top - 1e-12), key=lambda item: item[1:]
    )
    return value, tuple(keys)


@st.composite
def drawn_choices(draw: Draw, most: int = 6) -> tuple[GraphSnapshot, list[Option], float]:
    """A small graph, options on it, a budget."""
    view = draw(drawn_graphs())
    known = [
        item.id
        for item in view.relations
        if item.strength is not None and item.relation_class.value == "empowerment"
    ]
    options: list[Option] = []
    for number in range(draw(st.integers(0, most))):
        key = f"{NAMES[number]}{draw(st.integers(0, 1))}"
        cost = draw(st.sampled_from((0.0, 0.1, 0.2, 0.3, 1.0, 2.5)))
        if known and draw(st.booleans()):
            by = draw(st.sampled_from((0.1, 0.4, 0.5, 1.0)))
            options.append(raising(key, draw(st.sampled_from(known)), by, cost))
        else:
            start, end = draw(st.tuples(*[st.sampled_from("abcd")] * 2))
            strength = draw(st.sampled_from(("0.2", "0.5", "0.9")))
            options.append(adding(key, f"{start} -> {end} {strength}", cost))
    budget = draw(st.sampled_from((0.0, 0.3, 0.6, 1.0, 2.5, 4.0)))
    return view, options, budget


TRAP = "b -> a 0.5\nm"
SERIES = [adding("first", "a -> m 0.6"), adding("second", "m -> b 0.6")]
