from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from graph_api.domain import ActorId, GraphSnapshot, Level, RelationId
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import (
    PRODUCT,
    Bottleneck,
    Channel,
    Reading,
    Scoring,
    Target,
    rank_bottlenecks,
)
from graph_api.scoring.bottlenecks import unordered_pairs
from tests.builders import snapshot

WEAKEST = Scoring(reading=Reading.WEAKEST)
WALKS = Scoring(reading=Reading.ALL_WALKS)
TRIANGLE = """
    office -> committee 0.8
    committee -> residents 0.5
    residents -> office 0.4
"""
DETOUR = """
    office -> committee 0.8
    committee -> residents 0.5
    office -> club 0.1
    club -> residents 0.9
    residents -> office 0.9
"""
ENDS = [("office", "residents")]


def losses(
    view: GraphSnapshot,
    scoring: Scoring = PRODUCT,
    target: Target = Target.ACTOR,
    pairs: list[tuple[str, str]] = ENDS,
) -> dict[object, Any]:
    found = rank_bottlenecks(view, pairs, scoring, target=target)
    return {item.subject: (pytest.approx(item.loss, abs=1e-12), item.pairs_cut) for item in found}


def channel(start: str, end: str, *relations: str) -> Channel:
    return Channel(ActorId(start), ActorId(end), tuple(map(RelationId, relations)))


def row(item: Bottleneck) -> tuple[object, float, float | None, int]:
    share = item.loss_share if item.loss_share is None else round(item.loss_share, 12)
    return item.subject, round(item.loss, 12), share, item.pairs_cut


def test_pairs_of_two_groups_stand_once_in_the_order_of_the_groups() -> None:
    assert unordered_pairs(["b", "a", "b"], ["a", "b", "c"]) == (
        ("b", "a"),
        ("b", "c"),
        ("a", "c"),
    )
    assert unordered_pairs(["a"], ["a"]) == ()


def test_the_only_way_is_a_bottleneck() -> None:
    # M = sqrt(0.8 x 0.5 x 0.4) = 0.4, and nothing is left without the committee.
    first, *others = rank_bottlenecks(snapshot(TRIANGLE), ENDS)
    assert row(first) == ("committee", 0.4, 1, 1)
    assert [row(item) for item in others] == [("office", 0, 0, 0), ("residents", 0, 0, 0)]


def test_a_detour_softens_the_loss() -> None:
    # M = sqrt(0.4 x 0.9) = 0.6; over the club sqrt(0.09 x 0.9) = 0.2846049894...
    found = losses(snapshot(DETOUR))
    assert found["committee"] == (0.6 - 0.081**0.5, 0)
    assert found["club"] == (0, 0)


def test_an_equal_second_channel_removes_the_bottleneck_exactly() -> None:
    view = snapshot(f"{TRIANGLE}\noffice -> wechat 0.5\nwechat -> residents 0.8")
    assert [item.loss for item in rank_bottlenecks(view, ENDS)] == [0.0] * 4
    # Three factors in another order make another last digit, which is no loss either.
    lines = "a -> p 0.1\np -> q 0.2\nq -> b 0.7\na -> s 0.1\ns -> t 0.7\nt -> b 0.2\nb -> a 1"
    assert math.sqrt(0.1 * 0.2 * 0.7) > math.sqrt(0.1 * 0.7 * 0.2)
    for scoring in (PRODUCT, Scoring(max_hops=3)):
        found = rank_bottlenecks(snapshot(lines), [("a", "b")], scoring)
        assert {item.loss for item in found} == {0.0}


def test_removing_one_of_two_twins_loses_nothing_but_the_channel_does() -> None:
    view = snapshot("x: a -> b 0.5\ny: a -> b 0.5\nz: b -> a 0.5\nweak: b -> a 0.2")
    by_relation = losses(view, target=Target.RELATION, pairs=[("a", "b")])
    # Without z only 0.2 leads back: 0.5 - sqrt(0.5 x 0.2).
    assert by_relation == {"z": (0.5 - 0.1**0.5, 0), "weak": (0, 0), "x": (0, 0), "y": (0, 0)}
    assert losses(view, target=Target.CHANNEL, pairs=[("a", "b")]) == {
        channel("a", "b", "x", "y"): (0.5, 1),
        channel("b", "a", "weak", "z"): (0.5, 1),
    }


def test_every_empowerment_relation_is_ranked_and_no_other() -> None:
    view = snapshot("a -> b 0.5\nb -> b 0.3\na -> c ?\nb -> a 0\na -> b 0.9 burden")
    relations = rank_bottlenecks(view, [("a", "b")], target=Target.RELATION)
    assert [item.subject for item in relations] == ["r1", "r2", "r3", "r4"]
    channels = rank_bottlenecks(view, [("a", "b")], target=Target.CHANNEL)
    assert [item.subject for item in channels] == [
        channel("a", "b", "r1"),
        channel("a", "c", "r3"),
        channel("b", "a", "r4"),
        channel("b", "b", "r2"),
    ]
    assert {item.loss_share for item in channels} == {None}


def test_losses_of_pairs_add_up_and_an_end_loses_nothing_of_its_own_pair() -> None:
    view = snapshot("a -> b 1\nb -> a 1\nb -> c 0.5\nc -> b 0.5")
    pairs = [("a", "c"), ("a", "b"), ("b", "c")]
    ranking = rank_bottlenecks(view, pairs)
    # b stands between a and c (0.5); of a-b and b-c it is an end. Sum of all M: 0.5 + 1 + 0.5.
    assert row(ranking[0]) == ("b", 0.5, 0.25, 1)
    assert [item.loss for item in ranking[1:]] == [0, 0]
    assert rank_bottlenecks(view, [*pairs, ("c", "a"), ("a", "c")]) == ranking


def test_losses_within_1e_12_stand_by_id() -> None:
    # Each loses its own pair: about 0.4 for b, 0.5 for c, and 5e-14 or 5e-7 more for z or e.
    view = snapshot(
        "a -> z 0.5\nz -> a 0.5000000000001\nz -> x 1\nx -> z 1"
        "\na -> c 0.5\nc -> a 0.5\nc -> w 1\nw -> c 1"
        "\na -> b 0.4\nb -> a 0.4\nb -> y 1\ny -> b 1"
        "\na -> e 0.5\ne -> a 0.500001\ne -> v 1\nv -> e 1"
    )
    pairs = [("a", "x"), ("a", "w"), ("a", "y"), ("a", "v")]
    ranking = rank_bottlenecks(view, pairs)
    assert [item.subject for item in ranking[:4]] == ["e", "c", "z", "b"]
    assert ranking[2].loss > ranking[1].loss


def test_decay_and_hops_change_who_matters() -> None:
    long = "office -> p 1\np -> q 1\nq -> residents 1"
    view = snapshot(f"{long}\noffice -> club 0.7\nclub -> residents 1\nresidents -> office 1")
    # Straight: 1 against 0.7. With a decay of 0.5: 0.25 against 0.35.
    assert losses(view)["p"] == (1 - 0.7**0.5, 0)
    damped = losses(view, Scoring(decay=0.5))
    assert damped["p"] == (0, 0)
    assert damped["club"] == (0.35**0.5 - 0.25**0.5, 0)
    # Two hops at most: only the club is left, and without it nothing.
    assert losses(view, Scoring(max_hops=2))["club"] == (0.7**0.5, 1)
    assert losses(view, Scoring(max_hops=3))["p"] == (1 - 0.7**0.5, 0)


def test_weakest_looks_at_the_smallest_strength() -> None:
    # sqrt(0.5 x 0.9) against sqrt(0.1 x 0.9) = 0.3 over the club.
    assert losses(snapshot(DETOUR), WEAKEST)["committee"] == (0.45**0.5 - 0.3, 0)


def test_all_walks_lose_by_every_actor_on_a_walk() -> None:
    # No walk returns but over the whole round, so with c = 0.5 the sums are geometric series.
    scoring = Scoring(reading=Reading.ALL_WALKS, damping=0.5)
    found = losses(snapshot(TRIANGLE), scoring)
    there, back = 0.5**2 * 0.8 * 0.5, 0.5 * 0.4
    assert found["committee"] == ((there * back) ** 0.5 / (1 - there * back), 1)


def test_all_walks_know_the_rounds_that_an_actor_makes_with_others() -> None:
    # c = 0.5. From office to residents 0.1 straight, and 0.1 over the committee, 4/3 of that with
    # its rounds to the club (each 0.25); back 0.2. Without the committee 0.1 and 0.2 are left.
    view = snapshot(
        "office -> committee 0.8\ncommittee -> residents 0.5\nresidents -> office 0.4"
        "\ncommittee -> club 1\nclub -> committee 1\noffice -> residents 0.2"
    )
    there = 0.1 + 0.1 * 4 / 3
    before = math.sqrt(there * 0.2) / (1 - there * 0.2)
    after = math.sqrt(0.1 * 0.2) / (1 - 0.1 * 0.2)
    without_rounds = math.sqrt(0.2 * 0.2) / (1 - 0.2 * 0.2)
    found = losses(view, Scoring(reading=Reading.ALL_WALKS, damping=0.5))
    assert found["committee"] == (before - after, 0)
    assert found["club"] == (before - without_rounds, 0)


def test_all_walks_by_relation_and_channel() -> None:
    view = snapshot("x: a -> b 0.5\ny: a -> b 0.4\nz: b -> a 1\nhermit")
    scoring = Scoring(reading=Reading.ALL_WALKS, damping=0.5)

    # One round is worth p = 0.25 w x 1, the pair sqrt(p) / (1 - p).
    def mutual(strength: float) -> float:
        return math.sqrt(0.25 * strength) / (1 - 0.25 * strength)

    by_relation = losses(view, scoring, Target.RELATION, [("a", "b")])
    assert by_relation["x"] == (mutual(0.5) - mutual(0.4), 0)
    assert by_relation["y"] == (0, 0)
    assert by_relation["z"] == (mutual(0.5), 1)
    by_channel = losses(view, scoring, Target.CHANNEL, [("a", "b")])
    assert by_channel[channel("a", "b", "x", "y")] == (mutual(0.5), 1)


@pytest.mark.parametrize("reading", [Reading.PRODUCT, Reading.WEAKEST])
def test_more_hops_than_a_path_can_have_cost_no_time(reading: Reading) -> None:
    # Layer after layer this would never end.
    view = snapshot(DETOUR)
    endless = losses(view, Scoring(reading=reading, max_hops=2**31 - 1))
    assert endless == losses(view, Scoring(reading=reading))


@pytest.mark.parametrize("scoring", [PRODUCT, WEAKEST, WALKS, Scoring(max_hops=4)])
def test_where_only_unknown_relations_are_left_nothing_is_shown_to_be_cut(
    scoring: Scoring,
) -> None:
    view = snapshot(f"{TRIANGLE}\noffice -> club ?\nclub -> residents 0.5")
    for target in Target:
        first = rank_bottlenecks(view, ENDS, scoring, target=target)[0]
        assert first.loss > 0
        assert first.loss_share == 1
        # The way back has no second one, so for relations it is the way back that is cut.
    actors: dict[object, int] = {
        i.subject: i.pairs_cut for i in rank_bottlenecks(view, ENDS, scoring)
    }
    assert actors["committee"] == 0
    relations = rank_bottlenecks(view, ENDS, scoring, target=Target.RELATION)
    assert {i.subject: i.pairs_cut for i in relations} == {
        "r1": 0, "r2": 0, "r3": 1, "r4": 0, "r5": 0
    }  # fmt: skip
    channels = rank_bottlenecks(view, ENDS, scoring, target=Target.CHANNEL)
    cut = [i.subject for i in channels if i.pairs_cut]
    assert cut == [channel("residents", "office", "r3")]


def test_an_unknown_twin_is_a_second_way_too() -> None:
    view = snapshot("a -> b 0.5\na -> b ?\nb -> a 0.5")
    assert losses(view, target=Target.RELATION, pairs=[("a", "b")])["r1"] == (0.5, 0)
    both = channel("a", "b", "r1", "r2")
    assert losses(view, target=Target.CHANNEL, pairs=[("a", "b")])[both] == (0.5, 1)


def test_a_score_that_is_not_known_counts_as_0() -> None:
    found = rank_bottlenecks(snapshot("a -> b ?\nb -> a 0.5\nb -> c 0.5\nc -> b 0.5"), [
        ("a", "b"), ("a", "c")
    ])  # fmt: skip
    assert {(item.loss, item.loss_share, item.pairs_cut) for item in found} == {(0.0, None, 0)}


def test_the_gate_closes_ways() -> None:
    view = snapshot(TRIANGLE, actors={"residents": {"level": Level.GROUP, "capability": 0.3}})
    assert losses(view, Scoring(maturity=0.3))["committee"] == (0, 0)
    # Half of 0.4 passes: M = sqrt(0.4 x 0.2).
    assert losses(view, Scoring(maturity=0.0))["committee"] == ((0.4 * 0.4 * 0.3) ** 0.5, 1)


def test_a_subject_that_no_best_path_uses_is_worth_nothing_however_many_walks_it_has() -> None:
    found = rank_bottlenecks(snapshot(DETOUR), ENDS, WALKS)
    assert [item.subject for item in found[:2]] == ["committee", "club"]
    assert found[1].loss > 0
    assert losses(snapshot(DETOUR))["club"] == (0, 0)


def test_no_pairs_no_losses() -> None:
    for scoring in (PRODUCT, WALKS):
        found = rank_bottlenecks(snapshot(TRIANGLE), [], scoring)
        assert {(item.loss, item.loss_share, item.pairs_cut) for item in found} == {(0.0, None, 0)}


def test_pairs_are_checked() -> None:
    with pytest.raises(UnknownActorError, match="'residents'"):
        rank_bottlenecks(snapshot(TRIANGLE), [("office", "residens")])
    with pytest.raises(BadParameterError) as caught:
        rank_bottlenecks(snapshot(TRIANGLE), [("office", "office")])
    assert "office" in caught.value.zh


@pytest.mark.parametrize("scoring", [PRODUCT, WALKS, Scoring(max_hops=3)])
@pytest.mark.parametrize("target", Target)
def test_progress_goes_from_0_to_1_and_never_back(scoring: Scoring, target: Target) -> None:
    told: list[float] = []
    view = snapshot(DETOUR)
    pairs = unordered_pairs(["office", "club"], ["residents", "committee"])
    rank_bottlenecks(view, pairs, scoring, target=target, progress=told.append)
    assert (told[0], told[-1]) == (0, 1)
    assert len(told) > 2
    assert all(first < second for first, second in pairwise(told))
