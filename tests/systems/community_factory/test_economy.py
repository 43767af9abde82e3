"""Jobs, funds, loans, wages, and who gets a job: hand-worked numbers and a second way."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from graph_api.errors import BadParameterError
from graph_api.systems.community_factory.creaming import creaming
from graph_api.systems.community_factory.economy import (
    explained,
    funds_arriving,
    job_balance,
    loan_margin,
    ratio,
    wage_lifts,
    without_factories,
)
from tests.systems.community_factory.factory import factory


def test_half_of_the_posts_are_filled() -> None:
    jobs = job_balance(posts=2000, on_the_job=1000, demand=4000)
    assert (jobs.fill_rate, jobs.coverage, jobs.gap) == (0.5, 0.25, 3000)
    nobody = job_balance(posts=0, on_the_job=10, demand=0)
    assert (nobody.fill_rate, nobody.coverage, nobody.gap) == (None, None, 0)


def test_each_step_loses_its_share() -> None:
    assert funds_arriving(0.1, 3) == pytest.approx(0.729)
    assert funds_arriving(1, 1) == 0
    assert funds_arriving(1, 0) == 1
    assert ratio(1, 0) is None


def test_jobs_explain_no_more_households_than_there_are_workers() -> None:
    found = without_factories(lifted=2500, poor_workers=600, workers_per_household=2, anyway=0.5)
    assert (found.explained_at_most, found.out_anyway_at_least) == (300, 2200)
    assert found.explained_share == pytest.approx(0.12)
    assert found.effect == 150
    assert without_factories(100, 600, 1, None).explained_at_most == 100
    assert without_factories(0, 600, 1, 0.0).explained_share is None


def test_a_factory_survives_the_end_of_the_loans_while_profit_covers_interest() -> None:
    # 4 million at 5 % earn 200,000; 2 million at 6 % cost 120,000, the premises 80,000.
    assert loan_margin(4e6, 0.05, 2e6, 0.06, 80_000) == pytest.approx(0)
    assert loan_margin(4e6, 0.05, 2e6, 0.07, 80_000) == pytest.approx(-20_000)


def test_a_wage_is_shared_by_the_household() -> None:
    assert wage_lifts(monthly_wage=2000, workers=1, members=3, line=8000) == (8000, True)
    assert wage_lifts(monthly_wage=2000, workers=1, members=4, line=8000) == (6000, False)


def test_hardly_any_place_is_still_a_place() -> None:
    for places in (1e-17, 1e-300):  # as 1 - places, both are 1
        found = creaming(0.0, 0.0, places).mean_need
        assert found is not None
        assert 8 < found < 40


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: job_balance(-1, 0, 0), "posts"),
        (lambda: job_balance(1, math.nan, 0), "on_the_job"),
        (lambda: job_balance(1, 1, math.inf), "demand"),
        (lambda: funds_arriving(1.1, 1), "leakage"),
        (lambda: funds_arriving(math.nan, 1), "leakage"),
        (lambda: funds_arriving(0.1, -1), "steps"),
        (lambda: without_factories(-1, 1, 1, None), "lifted"),
        (lambda: without_factories(1, 1, 0, None), "workers_per_household"),
        (lambda: without_factories(1, 1, 1, 1.2), "anyway"),
        (lambda: loan_margin(1, 1.2, 1, 1, 1), "margin"),
        (lambda: loan_margin(1, 1, 1, math.nan, 1), "interest"),
        (lambda: loan_margin(1, 1, 1, 1, -1), "rent"),
        (lambda: wage_lifts(1, 1, 0, 1), "members"),
        (lambda: wage_lifts(1, 1, 1, math.inf), "line"),
        (lambda: creaming(1.2, 0, 0.5), "economic_weight"),
        (lambda: creaming(0.5, -1.1, 0.5), "correlation"),
        (lambda: creaming(0.5, 0, 0), "places"),
        (lambda: creaming(0.5, 0, math.nan), "places"),
    ],
)
def test_a_number_without_meaning_is_named(call: Callable[[], Any], field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        call()
    assert caught.value.details["parameter"] == field


@pytest.mark.parametrize("weight", [0.0, 0.3, 0.6, 2 / 3, 0.9, 1.0])
def test_whom_an_assessment_serves_is_what_a_simulation_of_applicants_gives(weight: float) -> None:
    places, correlation = 0.2, -0.5
    rng = np.random.default_rng(11)
    need, productivity = rng.multivariate_normal(
        [0, 0], [[1, correlation], [correlation, 1]], size=200_000
    ).T
    rank = weight * productivity + (1 - weight) * need
    chosen = rank >= np.quantile(rank, 1 - places)
    found = creaming(weight, correlation, places)
    assert found.mean_need == pytest.approx(need[chosen].mean(), abs=0.01)
    assert found.selection == pytest.approx(np.corrcoef(rank, need)[0, 1], abs=0.01)


def test_the_neediest_come_last_from_the_weight_that_turns() -> None:
    turning = creaming(0.5, -0.5, 0.2).turning_weight
    assert turning == pytest.approx(2 / 3)
    for step, sign in ((-0.01, 1), (0.01, -1)):
        selection = creaming(2 / 3 + step, -0.5, 0.2).selection
        assert selection is not None
        assert math.copysign(1, selection) == sign
    assert creaming(0.5, 0.0, 0.2).turning_weight is None


def test_where_all_rank_the_same_nobody_is_served_first() -> None:
    found = creaming(0.5, -1, 0.2)
    assert (found.selection, found.mean_need) == (None, None)
    assert creaming(0, 0, 1).mean_need == 0  # everybody gets a place


@pytest.mark.parametrize(
    ("jobs", "share", "unexplained"),
    [(172, 0.0688, 2328), (600, 0.24, 1900), (2400, 0.96, 100), (3000, 1, 0)],
)
def test_what_each_count_of_jobs_explains_of_2500_households(
    jobs: float, share: float, unexplained: float
) -> None:
    found = explained("jobs", 281, jobs, 2500)
    assert found.share == pytest.approx(share)
    assert found.unexplained == unexplained
    assert explained("jobs", 281, jobs, 0).share is None


def test_the_wage_that_lifts_is_where_the_line_is_just_reached() -> None:
    # A line of 3,000 yuan, 3.08 members, one worker: 3,000 x 3.08 / 12 = 770 yuan a month.
    found = factory(income_line=3000).job_quality()
    assert (found.wage_per_head, found.reaches_line) == (None, None)
    assert found.wage_needed == pytest.approx(770)
    assert found.output_per_job == 5000  # 180,000,000 / 3,000 / 12
    for wage, reaches in ((769.9, False), (770.1, True)):
        assert factory(income_line=3000, monthly_wage=wage).job_quality().reaches_line is reaches
    unsaid = factory(monthly_wage=1500).job_quality()
    assert unsaid.wage_per_head == pytest.approx(18_000 / 3.08)
    assert (unsaid.reaches_line, unsaid.wage_needed) == (None, None)


LOANS: dict[str, Any] = {"loan_per_factory": 1e6, "interest_rate": 0.06, "rent_per_factory": 1e5}


def test_the_margin_that_carries_interest_and_rent_leaves_nothing() -> None:
    assert factory().after_the_loans().burden is None
    found = factory(**LOANS).after_the_loans()
    assert (found.burden, found.kept) == (160_000, None)
    assert found.margin_needed == pytest.approx(160_000 / 4_390_243.9)
    assert found.margin_needed is not None
    at_the_edge = factory(profit_margin=found.margin_needed, **LOANS).after_the_loans()
    assert at_the_edge.kept == pytest.approx(0, abs=1e-6)
