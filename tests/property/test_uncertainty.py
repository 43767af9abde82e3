"""Many drawn graphs at once against the one graph that each draw is, asked by itself."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    GraphSnapshot,
    Judgement,
    Level,
    Strength,
    pool,
)
from graph_api.domain import snapshot as build
from graph_api.scoring import Bound, Reading, Scoring, Target, rank_bottlenecks, score_pair
from graph_api.scoring.uncertainty import Coupling, Sampling, pair_uncertainty, rank_uncertainty
from graph_api.scoring.uncertainty.drawn import bottleneck_draws
from graph_api.scoring.uncertainty.draws import drawn_strengths
from graph_api.scoring.uncertainty.pairs import drawn_pair
from graph_api.scoring.walks.bounds import damping_of
from tests.builders import snapshot

NAMES = "abcdef"
STRENGTHS = (
    *("0", "0.5", "1", "?", "0.2 [0.1..0.4]", "0.5 [0..1]", "[0.3..0.8]", "0.9 [0.9..1]"),
    *("0.5 [0.2..0.5]", "0 [0..0.12]"),
)
ROUNDS: tuple[list[tuple[str, str]], ...] = (
    [],
    [("a", "b"), ("b", "a")],
    [("a", "c"), ("c", "b"), ("b", "d"), ("d", "a")],
)
LOOKED_AT = (0, 1, 50, 99)
"""Draws that are asked one by one."""


@st.composite
def views(draw: st.DrawFn) -> GraphSnapshot:
    """Small graphs with ranges, parallel relations, loops, experts, and immature actors."""
    actor = st.sampled_from(NAMES[: draw(st.integers(2, 6))])
    ends = draw(st.lists(st.tuples(actor, actor), min_size=1, max_size=14))
    ends += draw(st.sampled_from(ROUNDS))  # left to chance alone, a and b seldom reach one another
    lines = [f"{a} -> {b} {draw(st.sampled_from(STRENGTHS))}" for a, b in ends]
    immature = {"level": Level.INDIVIDUAL, "capability": draw(st.sampled_from([None, 0.4, 0.7]))}
    view = snapshot("\n".join([*lines, "a", "b"]), actors={"a": immature})
    if not draw(st.booleans()):
        return view
    said = (Judgement("one", 0.1, 0.2, 0.3), Judgement("two", 0.5, 0.5, 0.5, confidence=2))
    first = dataclasses.replace(view.relations[0], judgements=said, strength=pool(said))
    return build(view.key, view.actors, (first, *view.relations[1:]), support=view.support)


samplings = st.builds(Sampling, st.just(100), st.integers(0, 50), st.sampled_from([*Coupling]))
path_scorings = st.builds(
    Scoring,
    st.just(Reading.PRODUCT),
    st.sampled_from([1.0, 0.9, 0.5]),
    st.sampled_from([None, 0.3, 0.6]),
    st.sampled_from([None, 1, 2, 3]),
) | st.builds(
    Scoring,
    st.just(Reading.WEAKEST),
    st.just(1.0),
    st.sampled_from([None, 0.5]),
    st.sampled_from([None, 2]),
)


def one_draw(
    view: GraphSnapshot, sampling: Sampling, maturity: float | None, draw: int
) -> GraphSnapshot:
    """Give the view that one draw is; the gate has been applied already."""
    places = np.arange(len(view.relations))
    drawn, _ = drawn_strengths(view, places, sampling, maturity)
    relations = [
        dataclasses.replace(
            relation, strength=Strength.exactly(float(drawn[place, draw])), judgements=()
        )
        for place, relation in enumerate(view.relations)
    ]
    return build(view.key, view.actors, relations, support=view.support)


def pairs_of(view: GraphSnapshot) -> list[tuple[str, str]]:
    ids = [str(actor.id) for actor in view.actors]
    return [(ids[0], other) for other in ids[1:]] + [(ids[1], other) for other in ids[2:4]]


@given(views(), samplings, path_scorings, st.sampled_from([*Target]))
def test_losses_of_a_draw_are_those_of_the_graph_that_it_is(
    view: GraphSnapshot, sampling: Sampling, scoring: Scoring, target: Target
) -> None:
    drawn = bottleneck_draws(view, pairs_of(view), scoring, sampling, target=target)
    ungated = dataclasses.replace(scoring, maturity=None)
    for draw in LOOKED_AT:
        alone = one_draw(view, sampling, scoring.maturity, draw)
        ranking = rank_bottlenecks(alone, pairs_of(view), ungated, target=target)
        expected = {item.subject: item.loss for item in ranking}
        found = dict(zip(drawn.subjects, drawn.losses[:, draw].tolist(), strict=True))
        assert drawn.count == len(expected)
        for subject, loss in expected.items():
            assert found.get(subject, 0.0) == pytest.approx(loss, abs=1e-12)


@given(views(), samplings, st.sampled_from([*Target]), st.sampled_from([None, 0.5]))
def test_walk_losses_of_a_draw_are_those_of_the_graph_that_it_is(
    view: GraphSnapshot, sampling: Sampling, target: Target, maturity: float | None
) -> None:
    scoring = Scoring(Reading.ALL_WALKS, maturity=maturity)
    drawn = bottleneck_draws(view, pairs_of(view), scoring, sampling, target=target)
    ungated = Scoring(Reading.ALL_WALKS, damping=damping_of(view))
    for draw in LOOKED_AT:
        alone = one_draw(view, sampling, maturity, draw)
        ranking = rank_bottlenecks(alone, pairs_of(view), ungated, target=target)
        found = dict(zip(drawn.subjects, drawn.losses[:, draw].tolist(), strict=True))
        for item in ranking:
            assert found.get(item.subject, 0.0) == pytest.approx(item.loss, abs=1e-10)


@given(
    views(),
    samplings,
    path_scorings
    | st.sampled_from([None, 0.5]).map(lambda gate: Scoring(Reading.ALL_WALKS, maturity=gate)),
)
def test_scores_of_a_draw_are_those_of_the_graph_that_it_is_and_lie_within_the_bounds(
    view: GraphSnapshot, sampling: Sampling, scoring: Scoring
) -> None:
    bounds = score_pair(view, "a", "b", scoring).bounds
    forward, reverse, _ = drawn_pair(view, "a", "b", scoring, sampling, bounds)
    assert forward.min() >= bounds.forward.low - 1e-12
    assert forward.max() <= bounds.forward.high + 1e-12
    assert reverse.min() >= bounds.reverse.low - 1e-12
    assert reverse.max() <= bounds.reverse.high + 1e-12
    ungated = dataclasses.replace(scoring, maturity=None)
    for draw in LOOKED_AT:
        alone = one_draw(view, sampling, scoring.maturity, draw)
        score = score_pair(alone, "a", "b", ungated)
        assert (forward[draw], reverse[draw]) == pytest.approx(
            (score.forward, score.reverse), abs=1e-12
        )


@given(views(), samplings, path_scorings)
def test_what_is_told_of_a_pair_lies_within_its_exact_bounds(
    view: GraphSnapshot, sampling: Sampling, scoring: Scoring
) -> None:
    found = pair_uncertainty(view, "a", "b", scoring, sampling)
    score = score_pair(view, "a", "b", scoring)
    assert found.bounds == score.bounds
    assert found.truncated_by is Bound.HOPS or score.truncated_by is not Bound.HOPS
    bounds = found.bounds.mutual
    assert bounds.low <= found.band90.low <= found.median <= found.band90.high <= bounds.high
    assert sum(item.probability for item in found.bands) == pytest.approx(1)


@given(views(), samplings, path_scorings, st.sampled_from([*Target]))
def test_ranks_are_those_of_a_ranking_counted_draw_by_draw(
    view: GraphSnapshot, sampling: Sampling, scoring: Scoring, target: Target
) -> None:
    found = rank_uncertainty(view, pairs_of(view), scoring, sampling, target=target)
    drawn = bottleneck_draws(view, pairs_of(view), scoring, sampling, target=target)
    first = dict.fromkeys(drawn.subjects, 0.0)
    rank = dict.fromkeys(drawn.subjects, 0.0)
    nobody = 0
    for losses in drawn.losses.T.tolist():
        left: list[tuple[float, Any]] = [*zip(losses, drawn.subjects, strict=True)]
        left += [(0.0, None)] * (drawn.count - len(left))
        left.sort(key=lambda item: -item[0])
        nobody += not left or left[0][0] <= 1e-12
        place = 0
        while place < len(left):
            tied = [item for item in left[place:] if item[0] >= left[place][0] - 1e-12]
            for loss, subject in tied:
                if subject is not None:
                    rank[subject] += place + (len(tied) + 1) / 2
                    first[subject] += (place == 0 and left[0][0] > 1e-12) / len(tied)
                assert loss >= 0
            place += len(tied)
    assert found.probability_none == pytest.approx(nobody / 100)
    assert {row.subject for row in found.rows} == set(drawn.subjects)
    for row in found.rows:
        assert row.probability_first == pytest.approx(first[row.subject] / 100)
        assert row.expected_rank == pytest.approx(rank[row.subject] / 100)
