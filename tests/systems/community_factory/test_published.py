"""A published example with weights and household sizes, and every measure a second way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.systems.community_factory.alkire_foster import identify
from graph_api.systems.community_factory.creaming import creaming
from graph_api.systems.community_factory.households import Dimension, Household

# UNDP, Human Development Report 2015, technical note 5: four households of 4, 7, 5 and 4 persons,
# ten indicators; health and education weigh 1/6 each, the six of living standards 1/18 each. Quoted
# without the page at hand: inputs and results agree with each other, so it counts as recomputed.
SIXTHS = ("schooling", "attendance", "nutrition", "mortality")
EIGHTEENTHS = ("electricity", "water", "sanitation", "floor", "fuel", "assets")
INDICATORS = tuple(
    [Dimension(key, 1 / 6, 1.0) for key in SIXTHS]
    + [Dimension(key, 1 / 18, 1.0) for key in EIGHTEENTHS]
)
HOUSEHOLDS = (
    (4, {"mortality", "fuel"}),
    (7, {"schooling", "attendance", "mortality", "electricity", "sanitation", "fuel", "assets"}),
    (5, {"nutrition", "electricity", "water", "sanitation", "fuel"}),
    (4, {"schooling", "mortality", "electricity", "fuel", "assets"}),
)
PERSONS = [
    Household(f"{number}-{person}", {item.key: float(item.key not in short) for item in INDICATORS})
    for number, (size, short) in enumerate(HOUSEHOLDS, start=1)
    for person in range(size)
]


def test_the_example_of_the_human_development_report() -> None:
    found = identify(PERSONS, INDICATORS, k=1 / 3)
    scores = {key.split("-")[0]: low for key, low, _ in found.scores}
    assert [round(score, 3) for score in scores.values()] == [0.222, 0.722, 0.389, 0.500]
    assert found.headcount == pytest.approx(0.8)
    assert found.intensity == pytest.approx(0.563, abs=5e-4)
    assert found.adjusted == pytest.approx(0.450, abs=5e-4)
    added = {item.dimension: item.contribution or 0 for item in found.by_dimension}
    assert added["nutrition"] + added["mortality"] == pytest.approx(0.296, abs=5e-4)
    assert added["schooling"] + added["attendance"] == pytest.approx(0.333, abs=5e-4)
    assert sum(added[key] for key in EIGHTEENTHS) == pytest.approx(0.370, abs=5e-4)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Any, Any, Any, float]:
    """Achievements from 0, cutoffs above 0, weights of a whole, and k."""
    persons, sides = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    cells = st.lists(st.integers(0, 20), min_size=sides, max_size=sides)
    achieved = draw(st.lists(cells, min_size=persons, max_size=persons))
    cutoffs = draw(st.lists(st.integers(1, 20), min_size=sides, max_size=sides))
    parts = draw(st.lists(st.integers(1, 9), min_size=sides, max_size=sides))
    k = draw(st.integers(1, sum(parts)))
    return np.array(achieved, float), np.array(cutoffs, float), np.array(parts), k / sum(parts)


@given(tables())
def test_the_measures_by_censored_matrices(table: tuple[Any, Any, Any, float]) -> None:
    achieved, cutoffs, parts, k = table
    keys = [f"d{number}" for number in range(len(parts))]
    whole = parts.sum()
    found = identify(
        [
            Household(f"h{number}", dict(zip(keys, map(float, row), strict=True)))
            for number, row in enumerate(achieved)
        ],
        [
            Dimension(key, float(part / whole), float(cutoff))
            for key, part, cutoff in zip(keys, parts, cutoffs, strict=True)
        ],
        k,
    )
    # In whole numbers who is poor is beyond rounding: the parts short against k of the whole.
    short = achieved < cutoffs
    poor = (short * parts).sum(axis=1) >= round(k * whole)
    gaps = np.where(short, (cutoffs - achieved) / cutoffs, 0)
    means = [
        float((matrix * parts * poor[:, None]).sum() / whole / len(achieved))
        for matrix in (short, gaps, gaps**2)
    ]
    assert found.headcount == pytest.approx(poor.mean())
    assert [found.adjusted, found.gap, found.squared_gap] == pytest.approx(means)
    assert found.poor == tuple(f"h{number}" for number, one in enumerate(poor) if one)


def test_k_is_reached_by_every_sum_of_sevenths_but_for_rounding() -> None:
    sides = [Dimension(f"d{number}", 1 / 7, 1.0) for number in range(7)]
    for short in range(1, 8):
        values = {item.key: float(number >= short) for number, item in enumerate(sides)}
        assert identify([Household("h", values)], sides, k=short / 7).poor == ("h",)
        assert identify([Household("h", values)], sides, k=min(1, short / 7 + 1e-9)).poor == (
            ("h",) if short == 7 else ()
        )


def test_who_is_chosen_by_chance_has_the_mean_need_of_the_formula() -> None:
    # 200,000 applicants drawn from a normal pair, the best tenth chosen by the mixed ranking.
    rng = np.random.default_rng(1)
    need, other = rng.standard_normal((2, 200_000))
    product = -0.5 * need + np.sqrt(0.75) * other
    ranking = 0.6 * product + 0.4 * need
    chosen = ranking >= np.quantile(ranking, 0.9)
    found = creaming(0.6, -0.5, 0.1)
    assert found.selection == pytest.approx(np.corrcoef(ranking, need)[0, 1], abs=0.01)
    assert found.mean_need == pytest.approx(need[chosen].mean(), abs=0.02)
