"""How sure a ranking is: on graphs where the probabilities can be written down."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import Bound, Channel, Completeness, Reading, Scoring, Target
from graph_api.scoring.uncertainty import (
    RankUncertainty,
    Sampling,
    rank_uncertainty,
)
from graph_api.scoring.uncertainty.spreads import places_in, probability_error, share_above
from tests.builders import snapshot

MANY = Sampling(draws=10_000)
RIVALS = "a -> x ?\n x -> b 1\n a -> y 0.25\n y -> b 1\n b -> a 1"
"""x is the better way with probability 3/4, and then costs something; else y does."""


def ask(
    view: GraphSnapshot, target: Target = Target.ACTOR, sampling: Sampling = MANY
) -> RankUncertainty:
    return rank_uncertainty(view, [("a", "b")], sampling=sampling, target=target)


def test_who_is_first_has_the_probability_that_can_be_worked_out() -> None:
    found = ask(snapshot(RIVALS))
    rows = {str(row.subject): row for row in found.rows}
    assert set(rows) == {"x", "y"}
    error = math.sqrt(0.75 * 0.25 / 10_000)
    assert rows["x"].probability_first == pytest.approx(0.75, abs=4 * error)
    assert rows["y"].probability_first == pytest.approx(0.25, abs=4 * error)
    assert rows["x"].probability_error == pytest.approx(error, rel=0.05)
    # Who costs nothing shares the places 2, 3, 4 with both ends: 3 on the mean.
    assert rows["x"].expected_rank == pytest.approx(0.75 * 1 + 0.25 * 3, abs=0.05)
    assert rows["y"].expected_rank == pytest.approx(0.25 * 1 + 0.75 * 3, abs=0.05)
    assert [row.subject for row in found.rows] == ["x", "y"]
    assert (found.subjects, found.costly, found.probability_none) == (4, 2, 0)


def test_losses_have_the_quantiles_that_can_be_worked_out() -> None:
    (row, _) = ask(snapshot(RIVALS)).rows
    # sqrt(U) - 1/2 where U > 1/4: above t with probability 1 - (t + 1/2)^2
    assert row.loss.low == 0
    assert row.median_loss == pytest.approx(math.sqrt(0.5) - 0.5, abs=0.01)
    assert row.loss.high == pytest.approx(math.sqrt(0.95) - 0.5, abs=0.01)


def test_three_quarters_do_not_part_two_subjects_and_nine_tenths_do() -> None:
    assert ask(snapshot(RIVALS)).not_separable == (("x", "y"),)
    assert ask(snapshot(RIVALS.replace("0.25", "0.1"))).not_separable == ()


def test_tied_firsts_share_every_draw() -> None:
    found = ask(snapshot("a -> x ?\n x -> y 1\n y -> b 1\n b -> a 1"))
    assert [row.subject for row in found.rows] == ["x", "y"]
    assert [row.probability_first for row in found.rows] == [0.5, 0.5]
    assert [row.expected_rank for row in found.rows] == [1.5, 1.5]
    assert [row.rank_error for row in found.rows] == [0, 0]
    assert found.not_separable == (("x", "y"),)


def test_where_nothing_alone_costs_anything_nobody_is_first() -> None:
    both = ask(snapshot("a -> b ?\n b -> a 1"))
    assert (both.rows, both.probability_none, both.not_separable) == ((), 1, ())


def test_relations_and_channels_are_ranked_as_well() -> None:
    view = snapshot("a -> b ?\n a -> b 0.5\n b -> a 1")
    relations = {str(row.subject): row for row in ask(view, Target.RELATION).rows}
    assert relations["r3"].probability_first == pytest.approx(1)
    assert relations["r1"].loss.low == 0  # in half of the draws it is the weaker one
    assert relations["r1"].median_loss == pytest.approx(0, abs=0.01)
    channels = {row.subject for row in ask(view, Target.CHANNEL).rows}
    assert channels == {Channel("a", "b", ("r1", "r2")), Channel("b", "a", ("r3",))}  # type: ignore[arg-type]  # ids


def test_channels_that_no_draw_parts_are_named_by_both_ends() -> None:
    found = ask(snapshot("a -> b ?\n b -> a 1"), Target.CHANNEL)
    assert found.not_separable == (("a → b", "b → a"),)


def test_only_as_many_rows_as_asked_for_and_it_is_said() -> None:
    view = snapshot(RIVALS)
    found = rank_uncertainty(view, [("a", "b")], first=1)
    assert len(found.rows) == 1
    assert found.costly == 2
    assert found.not_separable == ()
    assert (found.completeness, found.truncated_by) == (Completeness.TRUNCATED, Bound.COUNT)
    assert ask(view).completeness is Completeness.COMPLETE


def test_all_walks_rank_too() -> None:
    scoring = Scoring(Reading.ALL_WALKS)
    found = rank_uncertainty(snapshot(RIVALS), [("a", "b")], scoring)
    assert {row.subject for row in found.rows} == {"x", "y"}
    assert found.damping is not None


@pytest.mark.parametrize("reading", [*Reading])
def test_no_pairs_have_no_bottlenecks(reading: Reading) -> None:
    found = rank_uncertainty(snapshot(RIVALS), [], Scoring(reading))
    assert (found.rows, found.probability_none) == ((), 1)


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    rank_uncertainty(snapshot(RIVALS), [("a", "b"), ("x", "y")], progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


def test_bad_questions_are_refused_by_name() -> None:
    view = snapshot(RIVALS)
    with pytest.raises(BadParameterError, match="first"):
        rank_uncertainty(view, [("a", "b")], first=0)
    with pytest.raises(BadParameterError):
        rank_uncertainty(view, [("a", "a")])
    with pytest.raises(UnknownActorError):
        rank_uncertainty(view, [("a", "nobody")])


def test_places_of_tied_losses_are_their_mean() -> None:
    losses = np.array([[0.5, 0.0], [0.5 + 5e-13, 0.0], [0.7, 0.0], [0.0, 0.0]])
    places, first = places_in(losses, free=2)
    assert places[:, 0].tolist() == [2.5, 2.5, 1, 5]
    assert places[:, 1].tolist() == [3.5] * 4
    assert first[:, 0].tolist() == [0, 0, 1, 0]
    assert first[:, 1].tolist() == [0] * 4
    assert share_above(places, 2, 0) == 0.75


def test_the_error_of_a_probability_is_the_one_of_the_binomial() -> None:
    assert probability_error(0.2, 1600) == 0.01
    assert probability_error(0, 100) == 0


@pytest.mark.parametrize("first", [0, -1, 1.5, "2", True])
def test_a_number_of_rows_is_a_whole_one_from_1(first: object) -> None:
    with pytest.raises(BadParameterError, match="first must be a whole number") as refused:
        rank_uncertainty(snapshot(RIVALS), [("a", "b")], first=first)  # type: ignore[arg-type]  # wrong on purpose
    assert "first 必须是" in refused.value.zh
