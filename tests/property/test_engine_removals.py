"""Losses on graphs of arrays: as those of lists, of any number of threads, and of asking again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot
from graph_api.scoring import Bottleneck, Reading, Scoring, Target, rank_bottlenecks
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.patches import patched
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.graphs.arrays import array_graph
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.losses.arrays import ArrayLosses
from graph_api.scoring.losses.limited import LimitedLosses
from graph_api.scoring.losses.ranking import ranking_of
from graph_api.scoring.losses.subjects import (
    GroupPairs,
    by_busier_end,
    distinct_pairs,
    groups_by_busier_end,
)
from tests.large import kernels
from tests.property.test_removals import views

ALIKE = ("0", "0.25", "0.5", "0.5", "1", "1", "?")

hops = st.sampled_from((None, None, 1, 2, 3, 4))
scorings = st.builds(
    Scoring,
    decay=st.sampled_from((1.0, 0.9, 0.5)),
    maturity=st.sampled_from((None, 0.3)),
    max_hops=hops,
) | st.builds(Scoring, reading=st.just(Reading.WEAKEST), max_hops=hops)


@pytest.fixture(autouse=True, scope="module", params=["plain", "compiled"])
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with kernels(request.param):
        yield


def on_arrays(
    view: GraphSnapshot,
    pairs: Sequence[tuple[str, str]],
    scoring: Scoring,
    target: Target,
    threads: int = 1,
) -> list[Bottleneck]:
    """Ask as of a large graph."""
    strengths = effective_strengths(view, scoring.maturity)
    known, hoped = (
        array_graph(view, strengths.under(assumption))
        for assumption in (Assumption.POINT, Assumption.HOPED)
    )
    partners = {
        start: np.array(ends)
        for start, ends in by_busier_end(view, distinct_pairs(view, pairs)).items()
    }
    kind = ArrayLosses if scoring.max_hops is None else LimitedLosses
    losses = kind(known, hoped, partners, scoring, target, threads).losses(lambda _: None)
    return list(ranking_of(view, known, losses, target))


@given(views() | views(ALIKE), scorings, st.sampled_from(Target), st.data())
def test_a_large_graph_is_answered_as_a_small_one_is(
    view: GraphSnapshot, scoring: Scoring, target: Target, data: st.DataObject
) -> None:
    every = list(combinations([actor.id for actor in view.actors], 2))
    pairs = data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1))
    found = on_arrays(view, pairs, scoring, target)
    expected = rank_bottlenecks(view, pairs, scoring, target=target)
    assert [item.subject for item in found] == [item.subject for item in expected]
    assert [item.pairs_cut for item in found] == [item.pairs_cut for item in expected]
    for mine, other in zip(found, expected, strict=True):
        assert mine.loss == pytest.approx(other.loss, abs=1e-13)
        assert mine.loss_share == pytest.approx(other.loss_share, abs=1e-12)


@given(views(), scorings, st.sampled_from(Target))
def test_the_number_of_threads_changes_no_digit(
    view: GraphSnapshot, scoring: Scoring, target: Target
) -> None:
    pairs = list(combinations([actor.id for actor in view.actors], 2))
    one, two = (on_arrays(view, pairs, scoring, target, threads) for threads in (1, 2))
    assert one == two


groups = st.lists(st.integers(0, 5), min_size=1, max_size=6)


@given(groups, groups)
def test_groups_are_shared_out_as_their_pairs_would_be(
    between: list[int], other: list[int]
) -> None:
    # Ids that fall as places rise: it is ids that decide between ends in as many pairs.
    view = _hermits("fedcba")
    pairs = GroupPairs(np.array(between, np.int32), np.array(other, np.int32))
    wanted = {frozenset((a, b)) for a in between for b in other if a != b}
    listed = pairs.listed()
    assert {frozenset(pair) for pair in listed} == wanted
    assert len(listed) == len(wanted) == pairs.count
    grouped = {a: sorted(ends.tolist()) for a, ends in groups_by_busier_end(view, pairs).items()}
    assert grouped == {a: sorted(ends) for a, ends in by_busier_end(view, listed).items()}


def _hermits(names: str) -> GraphSnapshot:
    from tests.builders import snapshot  # noqa: PLC0415  # only here

    return snapshot("\n".join(names))


def _drawn(rng: np.random.Generator, size: int, arcs: int, *, rising: bool) -> ArcGraph:
    keys = np.unique(rng.integers(0, size * size, arcs))
    start, end = keys // size, keys % size
    apart = start != end
    start, end = start[apart].astype(np.int32), end[apart].astype(np.int32)
    strength = np.round(rng.uniform(0.05, 1, start.size), 2 if rising else 6)
    strength[rng.random(start.size) < 0.1] = 1.0
    return arc_graph(size, start, end, strength)


def _sum_without(graph: ArcGraph, gone: int, start: int, ends: list[int], decay: float) -> float:
    """Sum up the scores again on a graph that lacks an actor."""
    starts, stops, strength, _ = graph.arrows
    kept = (starts != gone) & (stops != gone)
    less = arc_graph(graph.size, starts[kept], stops[kept], strength[kept])
    there, back = (keys_from(less, start, decay, ahead=ahead) for ahead in (True, False))
    return math.fsum(
        math.sqrt(there[end] * back[end]) / decay
        for end in ends
        if end != gone and there[end] > 0 and back[end] > 0
    )


@given(st.integers(0, 2**32 - 1), st.sampled_from((1.0, 0.9)), st.booleans())
def test_losses_of_some_actors_are_those_of_searching_again_without_them(
    seed: int, decay: float, rising: bool
) -> None:
    rng = np.random.default_rng(seed)
    graph = _drawn(rng, 60, 300, rising=rising)
    ends = list(range(1, 60, 2))
    asked = ArrayLosses(
        graph, graph, {0: np.array(ends)}, Scoring(decay=decay), Target.ACTOR, threads=2
    )
    found = asked.losses(lambda _: None)
    losses = dict(zip(found.subject.tolist(), found.loss.tolist(), strict=True))
    total = _sum_without(graph, -1, 0, ends, decay)
    assert found.total == pytest.approx(total, abs=1e-12)
    for gone in rng.integers(1, 60, 8).tolist():
        own = total - _sum_without(graph, -1, 0, [end for end in ends if end != gone], decay)
        expected = total - own - _sum_without(graph, gone, 0, ends, decay)
        assert losses.get(gone, 0.0) == pytest.approx(expected, abs=1e-12)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from((Scoring(decay=0.9), Scoring(reading=Reading.WEAKEST), Scoring(max_hops=3))),
    st.sampled_from(Target),
)
def test_a_changed_graph_loses_what_one_made_anew_does(
    seed: int, scoring: Scoring, target: Target
) -> None:
    rng = np.random.default_rng(seed)
    base = _drawn(rng, 30, 120, rising=True)
    starts, ends, strength, _ = base.arrows
    now = dict(
        zip(zip(starts.tolist(), ends.tolist(), strict=True), strength.tolist(), strict=True)
    )
    changes: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for number, pair in enumerate(list(now)[::15]):
        changes[pair] = [] if number % 2 else [(0.77, 1), (0.5, 2)]
    for number in range(5):
        changes[int(rng.integers(0, 15)), 15 + number] = [(0.9, 3)]
    now |= {pair: some[0][0] for pair, some in changes.items() if some}
    now = {pair: value for pair, value in now.items() if changes.get(pair) != []}
    pairs = np.array(list(now), np.int32)
    twins = {pair: some for pair, some in changes.items() if len(some) > 1}
    anew = arc_graph(30, pairs[:, 0], pairs[:, 1], np.array(list(now.values())), twins=twins)
    changed = patched(base, changes, size=30, name=str)
    kind = ArrayLosses if scoring.max_hops is None else LimitedLosses
    partners = {0: np.arange(1, 30), 3: np.array([5, 7])}
    first, second = (
        kind(graph, graph, partners, scoring, target).losses(lambda _: None)
        for graph in (changed, anew)
    )
    assert first.total == pytest.approx(second.total, abs=1e-13)
    assert first.subject.tolist() == second.subject.tolist()
    assert first.loss == pytest.approx(second.loss, abs=1e-13)
    assert first.cut.tolist() == second.cut.tolist()
