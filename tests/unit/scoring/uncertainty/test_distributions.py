"""What is believed about one strength: against closed forms and plain numerical integration."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Judgement, Strength, pool
from graph_api.scoring.uncertainty.distributions import (
    Fixed,
    Pert,
    Pool,
    Uniform,
    belief_of,
)

SHARES = np.array([0.0, 0.001, 0.05, 0.3, 0.5, 0.77, 0.95, 0.999])


def test_pert_has_the_mean_and_deviation_that_are_published_for_it() -> None:
    # docs/reference/uncertainty.md: .2, .5, .9 give mean (.2 + 4 x .5 + .9) / 6, deviation .13169
    pert = Pert(0.2, 0.5, 0.9)
    assert pert.mean == pytest.approx(3.1 / 6)
    assert round(pert.deviation, 5) == 0.13169
    drawn = pert.quantile((np.arange(200_000) + 0.5) / 200_000)
    assert drawn.mean() == pytest.approx(0.51667, abs=1e-5)
    assert drawn.std() == pytest.approx(0.13169, abs=1e-5)


@pytest.mark.parametrize(
    ("best", "below"),
    [
        (0.0, lambda x: 1 - (1 - x) ** 5),  # Beta(1, 5)
        (0.5, lambda x: 10 * x**3 - 15 * x**4 + 6 * x**5),  # Beta(3, 3)
        (1.0, lambda x: x**5),  # Beta(5, 1)
    ],
)
def test_quantiles_of_a_pert_with_a_closed_form(best: float, below: object) -> None:
    assert callable(below)
    drawn = Pert(0, best, 1).quantile(SHARES)
    assert below(drawn) == pytest.approx(SHARES, abs=1e-8)


def test_quantiles_of_a_pert_without_one_by_adding_up_its_density() -> None:
    first, second = 1 + 4 * 0.3 / 0.7, 1 + 4 * 0.4 / 0.7
    scale = math.gamma(6) / math.gamma(first) / math.gamma(second)
    steps = 200_000
    middle = (np.arange(steps) + 0.5) / steps
    density = scale * middle ** (first - 1) * (1 - middle) ** (second - 1)
    below = np.concatenate(([0], np.cumsum(density) / steps))
    for share, value in zip(SHARES, Pert(0.2, 0.5, 0.9).quantile(SHARES), strict=True):
        place = (value - 0.2) / 0.7
        assert np.interp(place, np.arange(steps + 1) / steps, below) == pytest.approx(
            share, abs=1e-6
        )


def test_a_range_alone_and_nothing_known_are_uniform() -> None:
    assert belief_of(None) == Uniform(0, 1)
    assert belief_of(Strength(0.2, None, 0.6)).quantile(np.array([0.25])) == pytest.approx(0.3)


@pytest.mark.parametrize("strength", [Strength.exactly(0.3), Strength(0.3, None, 0.3)])
def test_one_number_stays_what_it_is(strength: Strength) -> None:
    assert belief_of(strength) == Fixed(0.3)
    assert set(belief_of(strength).quantile(SHARES)) == {0.3}


def test_two_experts_sure_of_themselves_are_never_met_half_way() -> None:
    belief = belief_of(
        Strength(0.2, 0.65, 0.8),
        [Judgement("a", 0.2, 0.2, 0.2), Judgement("b", 0.8, 0.8, 0.8, confidence=3)],
    )
    drawn = belief.quantile(np.array([0.0, 0.2, 0.25, 0.26, 0.9]))
    assert drawn == pytest.approx([0.2, 0.2, 0.2, 0.8, 0.8])
    picked = belief.pick(np.full(4, 0.5), np.array([0.0, 0.249, 0.251, 0.999]))
    assert picked == pytest.approx([0.2, 0.2, 0.8, 0.8])


@st.composite
def triples(draw: st.DrawFn) -> tuple[float, float, float]:
    low, best, high = sorted(draw(st.integers(0, 100)) / 100 for _ in range(3))
    return low, best, high


@given(st.lists(st.tuples(triples(), st.floats(0.1, 10)), min_size=1, max_size=4))
def test_a_quantile_of_a_pool_has_that_share_of_the_mixture_below_it(
    said: list[tuple[tuple[float, float, float], float]],
) -> None:
    experts = [
        Judgement(str(place), *numbers, confidence=weight)
        for place, (numbers, weight) in enumerate(said)
    ]
    belief = belief_of(None, experts)
    assert isinstance(belief, Pool)
    assert sum(belief.weights) == pytest.approx(1)
    drawn = belief.quantile(SHARES)
    assert (np.diff(drawn) >= 0).all()
    # Smallest value with at least this share at or below it: atoms have more.
    assert (belief.share_below(drawn + 1e-8) >= SHARES - 1e-7).all()
    assert (belief.share_below(drawn - 1e-8)[1:] <= SHARES[1:] + 1e-5).all()


def test_drawing_by_expert_and_by_quantile_are_one_distribution() -> None:
    experts = [Judgement("a", 0, 0.1, 0.3), Judgement("b", 0.5, 0.7, 0.9, confidence=2)]
    belief = belief_of(None, experts)
    rng = np.random.default_rng(5)
    picked = belief.pick(rng.random(40_000), rng.random(40_000))
    even = belief.quantile((np.arange(40_000) + 0.5) / 40_000)
    mean = (0.7 / 6 + 2 * 4.2 / 6) / 3  # weighted mean of the experts' own (l + 4b + h) / 6
    assert even.mean() == pytest.approx(mean, abs=1e-5)
    assert picked.mean() == pytest.approx(mean, abs=4 * even.std() / 200)
    apart = np.abs(np.sort(picked) - np.sort(even)).mean()
    assert apart < 0.01


def test_confidences_of_any_size_are_weights() -> None:
    experts = [Judgement("a", 0, 0, 0, 1e308), Judgement("b", 1, 1, 1, 1e308)]
    assert isinstance(belief := belief_of(None, experts), Pool)
    assert belief.weights == (0.5, 0.5)
    assert pool(experts) == Strength(0, 0.5, 1)
