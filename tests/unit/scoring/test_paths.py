from __future__ import annotations

from itertools import pairwise

import pytest

from graph_api.domain import Level
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import Bound, Completeness, Reading, Scoring, best_paths
from tests.builders import snapshot

WEAKEST = Scoring(Reading.WEAKEST)


def test_a_path_multiplies_its_strengths_and_is_damped_per_further_hop() -> None:
    view = snapshot("a -> b 0.5\nb -> c 0.4\nc -> d 0.5")
    (path,) = best_paths(view, "a", "d", scoring=Scoring(decay=0.5)).paths
    # 0.5 x 0.4 x 0.5 = 0.1, and 0.5 twice for the second and the third hop.
    assert (path.score, path.actors) == (0.025, ("a", "b", "c", "d"))
    assert (path.relations, path.weakest) == (("r1", "r2", "r3"), ("r2",))
    assert path.hops == 3


def test_one_relation_scores_its_own_strength_whatever_the_decay() -> None:
    assert (
        best_paths(snapshot("a -> b 0.7"), "a", "b", scoring=Scoring(decay=0.1)).paths[0].score
        == 0.7
    )


def test_equal_scores_go_to_fewer_hops_then_to_smaller_ids() -> None:
    view = snapshot("a -> x 0.5\nx -> d 0.5\na -> d 0.25\na -> b 0.5\nb -> d 0.5")
    found = best_paths(view, "a", "d", 9)
    assert [path.actors for path in found.paths] == [("a", "d"), ("a", "b", "d"), ("a", "x", "d")]
    assert {path.score for path in found.paths} == {0.25}


def test_scores_that_only_rounding_tells_apart_are_tied() -> None:
    assert 0.1 * 0.1 * 0.3 > 0.3 * 0.1 * 0.1  # by one bit
    for first, second in (("0.1", "0.3"), ("0.3", "0.1")):
        view = snapshot(
            f"a -> b {first}\nb -> c 0.1\nc -> z {second}\n"
            f"a -> p {second}\np -> q 0.1\nq -> z {first}"
        )
        assert best_paths(view, "a", "z", 1).paths[0].actors == ("a", "b", "c", "z")


def test_a_score_just_outside_a_tie_is_not_tied() -> None:
    # 0.700001 x 0.699999 = 0.49 - 1e-12, which is 2e-12 of it below 0.7 x 0.7.
    view = snapshot("a -> b 0.700001\nb -> z 0.699999\na -> x 0.7\nx -> z 0.7")
    assert best_paths(view, "a", "z", 1).paths[0].actors == ("a", "x", "z")


def test_a_longer_path_that_is_better_beats_a_shorter_nearly_tied_one() -> None:
    # The direct relation is 1e-6 weaker: far more than a tie.
    view = snapshot("a -> b 1\nb -> c 1\na -> c 0.999999")
    assert best_paths(view, "a", "c", 1).paths[0].actors == ("a", "b", "c")


def test_what_is_tied_is_measured_from_the_best_that_is_left() -> None:
    # All strengths are 1, but behind the gate q counts 1 - 1.3e-12 and r 1 - 6e-13.
    # First the two hops over y (1). Then a-r-t-z (1 - 6e-13) is tied with a-y-c-d-z (1) and
    # shorter; a-q-z is shorter still and tied with a-r-t-z, but not with the best. It comes last.
    # The hop to a is common to all.
    view = snapshot(
        "s -> a 1\na -> y 1\ny -> z 1\ny -> c 1\nc -> d 1\nd -> z 1\n"
        "a -> q 1\nq -> z 1\na -> r 1\nr -> t 1\nt -> z 1",
        actors={
            "q": {"level": Level.INDIVIDUAL, "capability": 1 - 1.3e-12},
            "r": {"level": Level.INDIVIDUAL, "capability": 1 - 6e-13},
        },
    )
    names = ["ayz", "artz", "aycdz", "aqz"]
    for start in ("", "s"):
        found = best_paths(view, start or "a", "z", 9, Scoring(maturity=0.0))
        assert ["".join(path.actors) for path in found.paths] == [start + name for name in names]


def test_a_shorter_path_a_little_more_than_a_tie_below_is_not_chosen() -> None:
    # a-q-x-z is tied up to x with a-b-c-x (one ten-thousandth of a billionth), but two such steps
    # together are more than a tie below the best.
    low = {"level": Level.INDIVIDUAL, "capability": 1 - 8e-13}
    view = snapshot(
        "a -> b 1\nb -> c 1\nc -> x 1\na -> q 1\nq -> x 1\n"
        "x -> d 1\nd -> e 1\ne -> z 1\nx -> p 1\np -> z 1",
        actors={"q": low, "p": low},
    )
    found = best_paths(view, "a", "z", 9, Scoring(maturity=0.0))
    # Either short cut alone is tied with the best, and of these two the smaller list comes first.
    names = ["".join(path.actors) for path in found.paths]
    assert names == ["abcxpz", "aqxdez", "abcxdez", "aqxpz"]


def test_a_path_takes_the_strongest_parallel_relation_and_of_equals_the_smallest_id() -> None:
    view = snapshot("r9: a -> b 0.5\nr10: a -> b 0.5\nr1: a -> b 0.4")
    found = best_paths(view, "a", "b")
    assert [path.relations for path in found.paths] == [("r10",)]
    assert found.completeness is Completeness.COMPLETE


def test_parallel_relations_that_the_gate_makes_equal_stand_by_id() -> None:
    # The gate leaves (0.75 - 0.5) / 0.5 = 0.5 of the reverse relation: 0.8 counts 0.4.
    view = snapshot(
        "r2: a -> b 0.4 lateral\nr1: a -> b 0.8 reverse",
        actors={"a": {"level": Level.GROUP, "capability": 0.75}},
    )
    (path,) = best_paths(view, "a", "b", scoring=Scoring(maturity=0.5)).paths
    assert path.relations == ("r1",)
    assert path.score == pytest.approx(0.4, rel=1e-12)


def test_absent_unknown_looped_and_other_classes_carry_no_path() -> None:
    view = snapshot("a -> b 0\na -> b ?\na -> a 1\na -> b 1 control\na -> b 1 burden")
    found = best_paths(view, "a", "b")
    assert (found.paths, found.completeness) == ((), Completeness.COMPLETE)


def test_the_weakest_reading_prefers_fewer_hops_then_the_greater_product_then_ids() -> None:
    view = snapshot(
        "a -> b 0.5\nb -> z 0.5\n"  # two hops, product 0.25
        "a -> c 0.5\nc -> z 0.9\n"  # two hops, product 0.45
        "a -> d 0.9\nd -> z 0.5\n"  # the same product, a greater id
        "a -> e 0.9\ne -> f 0.9\nf -> z 0.5"  # three hops
    )
    found = best_paths(view, "a", "z", 9, WEAKEST)
    assert ["".join(path.actors) for path in found.paths] == ["acz", "adz", "abz", "aefz"]
    assert {path.score for path in found.paths} == {0.5}


def test_behind_a_weak_start_a_weaker_way_on_is_as_good() -> None:
    # All is worth 0.2, because of the first hop: so the short way through 0.3 comes before 0.9.
    view = snapshot("a -> b 0.2\nb -> z 0.3\nb -> c 0.9\nc -> z 0.9")
    found = best_paths(view, "a", "z", 9, WEAKEST)
    assert ["".join(path.actors) for path in found.paths] == ["abz", "abcz"]


@pytest.mark.parametrize(
    ("count", "hops", "paths", "limit"),
    [
        (1, None, 1, Bound.COUNT),
        (3, None, 3, None),
        (3, 2, 2, Bound.HOPS),
        (1, 2, 1, Bound.COUNT),
        (2, 3, 2, Bound.COUNT),
        (3, 3, 3, None),
    ],
)
def test_what_was_left_out_is_named(
    count: int, hops: int | None, paths: int, limit: Bound | None
) -> None:
    view = snapshot("a -> d 0.5\na -> b 0.5\nb -> d 0.5\nb -> c 0.5\nc -> d 0.5")
    found = best_paths(view, "a", "d", count, Scoring(max_hops=hops))
    assert (len(found.paths), found.truncated_by) == (paths, limit)
    complete = found.completeness is Completeness.COMPLETE
    assert complete == (limit is None)


def test_an_endless_number_of_equal_paths_comes_one_by_one() -> None:
    # 12 actors all joined by 1: more than 10 million loopless paths, all tied but for hops and ids.
    names = "abcdefghijkl"
    view = snapshot("\n".join(f"{x} -> {y} 1" for x in names for y in names if x != y))
    found = best_paths(view, "a", "l", 4)
    assert ["".join(path.actors) for path in found.paths] == ["al", "abl", "acl", "adl"]
    assert found.truncated_by is Bound.COUNT


def test_a_product_too_small_for_a_number_is_still_a_path() -> None:
    names = [f"n{i:03}" for i in range(400)]
    view = snapshot("\n".join(f"{a} -> {b} 0.1" for a, b in pairwise(names)))
    (path,) = best_paths(view, names[0], names[-1]).paths
    assert (path.score, path.hops) == (0.0, 399)


@pytest.mark.parametrize("reading", [Reading.PRODUCT, Reading.WEAKEST])
def test_one_actor_has_no_path_to_itself(reading: Reading) -> None:
    with pytest.raises(BadParameterError, match="two different actors") as caught:
        best_paths(snapshot("a -> b 1"), "a", "a", scoring=Scoring(reading))
    assert "两次" in caught.value.zh


def test_a_reading_over_all_walks_has_no_paths() -> None:
    with pytest.raises(BadParameterError, match="PRODUCT or WEAKEST"):
        best_paths(snapshot("a -> b 1"), "a", "b", scoring=Scoring(Reading.ALL_WALKS))


def test_no_paths_cannot_be_asked_for() -> None:
    with pytest.raises(BadParameterError, match="at least 1"):
        best_paths(snapshot("a -> b 1"), "a", "b", 0)


def test_actors_that_are_not_there_are_named() -> None:
    with pytest.raises(UnknownActorError, match="residens"):
        best_paths(snapshot("office -> residents 1"), "office", "residens")
