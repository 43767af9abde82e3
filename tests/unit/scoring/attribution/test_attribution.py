"""Shares of a mutual score: against all orders one by one, the axioms, and what can go wrong."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot, Level
from graph_api.errors import BadParameterError, DeadlineExceededError, UnknownActorError
from graph_api.scoring import PRODUCT, Completeness, Reading, Scoring, score_pair, stopping
from graph_api.scoring.attribution import Attribution, Order, attribution, players, shapley
from tests.builders import snapshot
from tests.unit.scoring.attribution.games import by_permutations, dense, drawn_graphs, mutual_of

SCORINGS = [
    PRODUCT,
    Scoring(decay=0.5),
    Scoring(Reading.WEAKEST),
    Scoring(max_hops=2),
    Scoring(Reading.WEAKEST, max_hops=2),
    Scoring(decay=0.75, max_hops=3),
]
STREET = """
office -> committee 0.8
committee -> residents 0.5
office -> residents 0.1
residents -> office 0.4
market -> residents 0.9
residents -> committee ?
"""


def shares_of(found: Attribution) -> dict[str, float]:
    return {item.relation: item.share for item in found.shares}


def test_a_chain_by_hand() -> None:
    # Only r1, r2, r4 together make 0.4 = sqrt(0.8 x 0.5 x 0.4); with r3 instead of r1 and r2 the
    # score is sqrt(0.1 x 0.4) = 0.2. Of the orders of {r1, r2, r3, r4}: r4 alone is in every
    # winning set, and without r3 the three would share 0.4 equally.
    found = attribution(snapshot(STREET), "residents", "office")
    small, whole = 0.2, 0.4
    # r3 adds 0.2 where r4 came before it and not both of r1, r2 did.
    # P(r4 before r3) = 1/2; P(r1, r2, r4 all before r3) = 1/4.
    r3 = small * (1 / 2 - 1 / 4)
    # r1 comes last of {r1, r2, r4} with 1/3; it then adds 0.4, or 0.2 where r3 came before: r3 is
    # before r1 in 3/4 of these orders (r1 is last of the three; r3 has 4 places, 3 before r1).
    r1 = (whole * 1 / 4 + (whole - small) * 3 / 4) / 3
    shares = shares_of(found)
    assert shares == {
        "r3": pytest.approx(r3, abs=1e-15),
        "r1": pytest.approx(r1, abs=1e-15),
        "r2": pytest.approx(r1, abs=1e-15),
        "r4": pytest.approx(whole - r3 - 2 * r1, abs=1e-15),
    }
    assert found.exact
    assert found.paths_listed
    assert found.score == score_pair(snapshot(STREET), "residents", "office").mutual


@pytest.mark.parametrize("scoring", SCORINGS, ids=str)
@given(drawn_graphs())
def test_exact_shares_are_the_mean_over_all_orders(scoring: Scoring, view: GraphSnapshot) -> None:
    found = attribution(view, "a", "b", scoring)
    expected = by_permutations(view, "a", "b", scoring)
    shares = shares_of(found)
    for relation, share in expected.items():
        assert shares.get(relation, 0.0) == pytest.approx(share, abs=1e-12), relation
    assert math.fsum(shares.values()) == found.score
    assert found.score == pytest.approx(mutual_of(view, "a", "b", scoring), abs=1e-12)


@given(drawn_graphs())
def test_additivity_a_sum_of_two_games_gives_the_sum_of_the_shares(view: GraphSnapshot) -> None:
    both = by_permutations(view, "a", ("b", "c"), PRODUCT)
    one, other = (shares_of(attribution(view, "a", end)) for end in ("b", "c"))
    for relation, share in both.items():
        assert share == pytest.approx(one.get(relation, 0) + other.get(relation, 0), abs=1e-12)


def test_symmetry_relations_that_do_the_same_get_the_same() -> None:
    view = snapshot("a -> b 0.5\na -> b 0.5\nb -> m 0.5\nm -> a 0.9")
    shares = shares_of(attribution(view, "a", "b"))
    assert shares["r1"] == pytest.approx(shares["r2"], abs=1e-15)
    assert shares["r3"] == pytest.approx(shares["r4"], abs=1e-15)


def test_null_player_what_lies_on_no_path_gets_nothing() -> None:
    shares = shares_of(attribution(snapshot(STREET), "residents", "office"))
    assert "r5" not in shares
    assert "r6" not in shares


def test_the_sense_of_the_pair_changes_no_share() -> None:
    view = snapshot(STREET)
    one = attribution(view, "residents", "office")
    other = attribution(view, "office", "residents")
    assert shares_of(one) == pytest.approx(shares_of(other), abs=1e-15)


def test_drawn_shares_lie_within_their_errors_of_the_exact_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = dense(4, seed=5)
    exact = attribution(view, "a", "b")
    assert exact.exact
    monkeypatch.setattr(shapley, "MOST_EXACT", 0)
    for scoring in SCORINGS:
        whole = by_permutations(view, "a", "b", scoring, most=8)
        drawn = attribution(view, "a", "b", scoring, Order(4_000, seed=3))
        assert not drawn.exact
        assert drawn.permutations == 4_000
        assert math.fsum(item.share for item in drawn.shares) == drawn.score
        for item in drawn.shares:
            assert item.standard_error is not None
            expected = whole.get(item.relation, 0.0)
            assert abs(item.share - expected) <= 4.5 * item.standard_error + 1e-12


def test_where_paths_cannot_be_listed_relations_of_walks_stand_in_and_surplus_gets_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # m -> n -> m is a walk aside: r4 and r5 lie on walks from a to b and on no loopless path.
    view = snapshot("a -> m 0.5\nm -> b 0.5\nb -> a 0.5\nm -> n 0.9\nn -> m 0.9")
    listed = shares_of(attribution(view, "a", "b"))
    assert set(listed) == {"r1", "r2", "r3"}
    monkeypatch.setattr(players, "MOST_STEPS", 0)
    found = attribution(view, "a", "b", PRODUCT, Order(2_000))
    assert not found.paths_listed
    assert not found.exact
    shares = shares_of(found)
    assert shares["r4"] == shares["r5"] == 0
    assert shares["r1"] == pytest.approx(listed["r1"], abs=0.03)


def test_the_same_seed_gives_the_same_numbers() -> None:
    view = dense(8, seed=1)
    one, again, other = (attribution(view, "a", "b", PRODUCT, Order(200, s)) for s in (4, 4, 5))
    assert not one.exact
    assert one == again
    assert one.shares != other.shares


def test_twenty_two_relations_are_weighed_exactly_within_seconds() -> None:
    lines = [f"a -> m{n} 0.{n + 1}\nm{n} -> b 0.{9 - n}" for n in range(8)]
    lines += ["b -> a 0.5", "b -> a 0.25", "b -> x 0.9", "x -> a 0.9", "a -> b 0.05", "x -> a 0.4"]
    view = snapshot("\n".join(lines))
    began = time.monotonic()
    told: list[float] = []
    found = attribution(view, "a", "b", progress=told.append)
    assert time.monotonic() - began < 20
    assert found.exact
    assert len(found.shares) == 22
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert math.fsum(item.share for item in found.shares) == found.score


def test_nothing_to_share_out() -> None:
    found = attribution(snapshot("a -> b 0.5\nc"), "a", "b")
    assert (found.score, shares_of(found)) == (0.0, {"r1": 0.0})
    assert attribution(snapshot("a\nb"), "a", "b").shares == ()


def test_a_gate_that_closes_a_relation_takes_it_out() -> None:
    people = {"residents": {"level": Level.INDIVIDUAL, "capability": 0.2}}
    view = snapshot(STREET, actors=people)
    assert attribution(view, "residents", "office", Scoring(maturity=0.5)).score == 0
    open_gate = attribution(view, "residents", "office", Scoring(maturity=0.1))
    assert 0 < open_gate.score < 0.4


def test_an_unknown_score_cannot_be_shared_out() -> None:
    with pytest.raises(BadParameterError, match="not known") as caught:
        attribution(snapshot("a -> b 0.5\nb -> a ?"), "a", "b")
    assert "未知" in caught.value.zh


@pytest.mark.parametrize(
    ("a", "b", "scoring", "error"),
    [
        ("a", "a", PRODUCT, BadParameterError),
        ("a", "nobody", PRODUCT, UnknownActorError),
        ("a", "b", Scoring(Reading.ALL_WALKS), BadParameterError),
    ],
)
def test_questions_without_meaning(a: str, b: str, scoring: Scoring, error: type) -> None:
    with pytest.raises(error):
        attribution(snapshot("a -> b 0.5\nb -> a 0.5"), a, b, scoring)


@pytest.mark.parametrize("bad", [0, 99, 100_001, 1e3, True, float("nan"), "many"])
def test_how_to_draw_is_checked(bad: object) -> None:
    with pytest.raises(BadParameterError) as caught:
        Order(permutations=bad)  # type: ignore[arg-type]  # what is tested
    assert caught.value.details["parameter"] == "permutations"
    with pytest.raises(BadParameterError):
        Order(seed=-1)


def test_more_relations_than_can_be_drawn_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(players, "MOST_PLAYERS", 10)
    with pytest.raises(BadParameterError, match="relations lie on walks") as caught:
        attribution(dense(6, seed=2), "a", "b")
    assert caught.value.details["parameter"] == "maxHops"


def test_a_deadline_ends_drawing_with_what_was_drawn() -> None:
    view = dense(10, seed=2)
    attribution(view, "a", "b", PRODUCT, Order(100))  # what is slow the first time is ready now
    with stopping.within(1.5):
        found = attribution(view, "a", "b", PRODUCT, Order(100_000))
    assert found.completeness is Completeness.TRUNCATED
    assert 100 <= found.permutations < 100_000
    assert math.fsum(item.share for item in found.shares) == found.score


def test_a_question_that_is_over_stops() -> None:
    with stopping.within(None) as stop:
        stop.cancel()
        with pytest.raises(DeadlineExceededError):
            attribution(dense(10, seed=2), "a", "b")


@given(st.integers(0, 2**31 - 1))
def test_any_seed_will_do(seed: int) -> None:
    view = dense(7, seed=3)
    found = attribution(view, "a", "b", PRODUCT, Order(100, seed))
    assert math.fsum(item.share for item in found.shares) == found.score
