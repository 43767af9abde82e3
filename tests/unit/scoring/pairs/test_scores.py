from __future__ import annotations

import math

import pytest

from graph_api.domain import Level
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import (
    Bound,
    Completeness,
    Interval,
    Reading,
    Scoring,
    rank_pairs,
    score_pair,
)
from graph_api.scoring.pairs.order import mutual_score
from graph_api.scoring.walks.scores import walk_pair
from tests.builders import snapshot

WEAKEST = Scoring(Reading.WEAKEST)
WALKS = Scoring(Reading.ALL_WALKS)

STREET = snapshot(
    """
    r1: office -> committee 0.9
    r2: committee -> residents 0.8
    r3: residents -> committee 0.5
    r4: committee -> office 0.1
    r5: office -> residents 0.2
    """
)


def test_both_directions_and_what_follows_from_them() -> None:
    found = score_pair(STREET, "office", "residents")
    assert found.forward == pytest.approx(0.72, rel=1e-15)  # 0.9 x 0.8, more than 0.2
    assert found.reverse == pytest.approx(0.05, rel=1e-15)  # 0.5 x 0.1
    assert found.mutual == pytest.approx(math.sqrt(0.036), rel=1e-12)
    assert found.dependence == pytest.approx(0.77, rel=1e-15)
    assert found.asymmetry == pytest.approx(0.67 / 0.77, rel=1e-12)
    assert found.forward_path
    assert found.forward_path.relations == ("r1", "r2")
    assert found.reverse_path
    assert found.reverse_path.relations == ("r3", "r4")
    assert found.weakest == ("r4",)
    assert found.shared_actors == ("committee",)
    assert (found.unknown, found.gated) == ((), ())
    assert (found.completeness, found.truncated_by) == (Completeness.COMPLETE, None)
    assert found.bounds.mutual == Interval(found.mutual or 0, found.mutual or 0)


def test_the_weakest_relations_of_both_paths_stand_in_path_order() -> None:
    found = score_pair(snapshot("r2: a -> b 0.4\nr1: b -> a 0.4"), "a", "b")
    assert found.weakest == ("r2", "r1")


def test_a_relation_tied_with_the_weakest_of_the_other_path_is_weakest_too() -> None:
    # r1 is 2.5e-13 above r3; r2 is the weakest of nothing.
    graph = "r1: a -> b 0.4000000000001\nr2: b -> c 0.5\nr3: c -> a 0.4"
    assert score_pair(snapshot(graph), "a", "c").weakest == ("r1", "r3")
    stronger = graph.replace("0.4000000000001", "0.400000000001")  # 2.5e-12
    assert score_pair(snapshot(stronger), "a", "c").weakest == ("r3",)


def test_a_relation_on_both_paths_is_weakest_once() -> None:
    # The way back goes round by the same relation.
    found = score_pair(
        snapshot("r1: a -> x 0.9\nr2: x -> y 0.3\nr3: y -> b 0.9\nr4: b -> x 0.9\nr5: y -> a 0.9"),
        "a",
        "b",
    )
    assert found.weakest == ("r2",)


def test_a_missing_direction_is_zero_and_an_unknown_one_is_none() -> None:
    missing = score_pair(snapshot("a -> b 0.5"), "a", "b")
    assert (missing.forward, missing.reverse, missing.mutual) == (0.5, 0.0, 0.0)
    assert (missing.dependence, missing.asymmetry) == (0.5, 1.0)
    unknown = score_pair(snapshot("a -> b 0.5\nb -> a ?"), "a", "b")
    assert (unknown.reverse, unknown.mutual, unknown.dependence) == (None, None, None)
    assert unknown.asymmetry is None
    assert unknown.unknown == ("r2",)
    assert unknown.bounds.reverse == Interval(0.0, 1.0)
    assert unknown.bounds.mutual == Interval(0.0, math.sqrt(0.5))
    neither = score_pair(snapshot("a -> b ?\nb"), "a", "b")
    assert (neither.forward, neither.reverse, neither.mutual) == (None, 0.0, 0.0)
    apart = score_pair(snapshot("a\nb"), "a", "b")
    assert (apart.dependence, apart.asymmetry, apart.weakest) == (0.0, None, ())


def test_a_mutual_score_does_not_vanish_before_its_directions_do() -> None:
    assert mutual_score(1e-200, 1e-200) == pytest.approx(1e-200)


def test_bounds_are_the_scores_at_the_ends_of_all_ranges() -> None:
    view = snapshot("a -> b 0.5 [0.4..0.6]\nb -> c [0.2..0.4]\nc -> a 1\na -> c ?")
    found = score_pair(view, "a", "c")
    # Point: 0.5 x 0.3, the middle of the range. Low: 0.4 x 0.2. High: the unknown relation at 1.
    assert found.forward == pytest.approx(0.15, rel=1e-12)
    assert found.bounds.forward.low == pytest.approx(0.08, rel=1e-12)
    assert found.bounds.forward.high == 1.0
    assert found.unknown == ("r4",)


def test_an_immature_actor_empowers_upwards_only_by_its_share() -> None:
    view = snapshot(
        "up: person -> office 0.8\ndown: office -> person 0.5",
        actors={"person": {"level": Level.INDIVIDUAL, "capability": 0.75}},
    )
    # (0.75 - 0.5) / (1 - 0.5) = 0.5 of 0.8; the downward relation is not gated.
    found = score_pair(view, "office", "person", Scoring(maturity=0.5))
    assert found.forward == 0.5
    assert found.reverse == pytest.approx(0.4, rel=1e-12)
    closed = score_pair(view, "office", "person", Scoring(maturity=0.75))
    assert (closed.reverse, closed.mutual, closed.gated) == (0.0, 0.0, ("up",))
    assert (closed.unknown, closed.bounds.reverse) == ((), Interval(0.0, 0.0))


def test_an_unknown_capability_makes_the_relation_unknown_up_to_its_own_high_end() -> None:
    view = snapshot(
        "up: person -> office 0.5 [0.4..0.6]\ndown: office -> person 0.5",
        actors={"person": {"level": Level.INDIVIDUAL}},
    )
    found = score_pair(view, "person", "office", Scoring(maturity=0.2))
    assert found.forward is None
    assert found.bounds.forward == Interval(0.0, 0.6)
    assert (found.unknown, found.gated) == (("up",), ())


def test_the_weakest_reading_scores_by_the_smallest_strength() -> None:
    found = score_pair(STREET, "office", "residents", WEAKEST)
    assert (found.forward, found.reverse) == (0.8, 0.1)


def test_a_hop_limit_is_said_where_it_hides_something() -> None:
    limited = score_pair(STREET, "office", "residents", Scoring(max_hops=1))
    assert (limited.forward, limited.reverse) == (0.2, 0.0)
    assert (limited.completeness, limited.truncated_by) == (Completeness.TRUNCATED, Bound.HOPS)
    enough = score_pair(STREET, "office", "residents", Scoring(max_hops=2))
    assert enough.truncated_by is None
    hidden = score_pair(snapshot("a -> b ?\nb -> c ?\nc -> a 1\nd"), "a", "c", Scoring(max_hops=1))
    assert (hidden.forward, hidden.truncated_by) == (0.0, Bound.HOPS)


def test_all_walks_have_a_scale_of_their_own_and_no_paths() -> None:
    view = snapshot("a -> b 0.5 [0.4..0.6]\nb -> a 0.2\nb -> c ?")
    found = score_pair(view, "a", "b", WALKS)
    walks = walk_pair(view, "a", "b", WALKS)
    assert (found.forward, found.reverse, found.damping) == (
        walks.forward,
        walks.reverse,
        walks.damping,
    )
    assert found.bounds.forward == Interval(walks.low[0], walks.high[0])
    assert (found.forward_path, found.weakest, found.shared_actors) == (None, (), ())
    assert found.band is None
    rows = rank_pairs(view, ["a"], ["b", "c"], WALKS).rows
    assert (rows[0].b, rows[0].forward) == ("b", found.forward)
    assert score_pair(view, "a", "c", WALKS).unknown == ("r3",)


def test_one_actor_twice_and_unknown_actors_are_refused() -> None:
    with pytest.raises(BadParameterError, match="two different actors"):
        score_pair(STREET, "office", "office")
    with pytest.raises(UnknownActorError, match="did you mean 'office'"):
        score_pair(STREET, "offic", "residents")
    with pytest.raises(UnknownActorError):
        rank_pairs(STREET, ["office"], ["nobody"])


STARS = snapshot(
    """
    hub -> a 0.5
    a -> hub 0.5
    hub -> b 0.9
    b -> hub 0.9
    hub -> c 0.5
    c -> hub 0.5
    hub -> d 0.5
    e -> hub ?
    hub -> e 0.5
    """
)


def test_best_pairs_come_first_and_unknown_ones_last() -> None:
    found = rank_pairs(STARS, ["hub"], ["e", "d", "c", "b", "a"])
    assert [(row.b, row.mutual) for row in found.rows] == [
        ("b", 0.9), ("a", 0.5), ("c", 0.5), ("d", 0.0), ("e", None),
    ]  # fmt: skip
    assert found.disconnected == 1


def test_worst_pairs_are_above_zero_and_missing_ones_lack_a_direction() -> None:
    worst = rank_pairs(STARS, ["hub"], ["e", "d", "c", "b", "a"], order="worst")
    assert [row.b for row in worst.rows] == ["a", "c", "b"]
    missing = rank_pairs(STARS, ["hub"], ["e", "d", "c", "b", "a"], order="missing")
    assert [(row.b, row.forward, row.reverse) for row in missing.rows] == [("d", 0.5, 0.0)]
    assert missing.disconnected == worst.disconnected == 1


def test_scores_within_a_tie_stand_by_id_in_both_orders() -> None:
    # From x to a 0.1 x 0.1 x 0.3, one bit more than 0.3 x 0.1 x 0.1 from x to b.
    view = snapshot(
        "x -> p 0.1\np -> q 0.1\nq -> b 0.3\nb -> x 1\nx -> r 0.3\nr -> s 0.1\ns -> a 0.1\na -> x 1"
    )
    rows = rank_pairs(view, ["x"], ["b", "a"]).rows
    assert [row.b for row in rows] == ["a", "b"]
    assert (rows[0].forward or 0) < (rows[1].forward or 0)
    assert [row.b for row in rank_pairs(view, ["x"], ["b", "a"], order="worst").rows] == ["a", "b"]


def test_overlapping_groups_give_each_pair_once() -> None:
    found = rank_pairs(STARS, ["c", "hub", "a", "c"], ["a", "hub", "b"])
    pairs = {(row.a, row.b) for row in found.rows}
    assert pairs == {("a", "hub"), ("c", "hub"), ("c", "a"), ("c", "b"), ("hub", "b"), ("a", "b")}
    assert len(found.rows) == len(pairs)


def test_no_pairs_make_an_empty_ranking() -> None:
    found = rank_pairs(STARS, ["a"], ["a"])
    assert (found.rows, found.disconnected) == ((), 0)


def test_weakest_rows_print_the_smallest_strength_of_the_chosen_path() -> None:
    # Behind the gate q counts a hair less than 0.5: tied with p, and shorter.
    view = snapshot(
        "a -> p 0.5\np -> s 1\ns -> z 1\na -> q 1\nq -> z 0.5\nz -> a 1",
        actors={"q": {"level": Level.INDIVIDUAL, "capability": 1 - 5e-13}},
    )
    scoring = Scoring(Reading.WEAKEST, maturity=0.0)
    (row,) = rank_pairs(view, ["a"], ["z"], scoring).rows
    pair = score_pair(view, "a", "z", scoring)
    assert pair.forward_path
    assert pair.forward_path.actors == ("a", "q", "z")
    assert row.forward == pair.forward
    assert 0.5 * (1 - 1e-12) < (row.forward or 0) < 0.5
