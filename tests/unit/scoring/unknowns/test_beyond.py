from __future__ import annotations

import pytest

from graph_api.domain import Level
from graph_api.scoring import Bound, Reading, Scoring, score_pair
from graph_api.scoring.unknowns import lists as unknown_lists
from graph_api.scoring.unknowns.beyond import unknown_relations
from tests.builders import snapshot

WEAKEST = Scoring(Reading.WEAKEST)


def found(text: str, scoring: Scoring | None = None) -> tuple[str, ...]:
    return score_pair(snapshot(text), "a", "z", scoring or Scoring()).unknown


def test_an_unknown_relation_that_could_not_beat_the_known_path_is_not_listed() -> None:
    assert found("a -> z 0.5\nu: a -> b ?\nb -> z 0.4") == ()
    assert found("a -> z 0.5\nu: a -> b ?\nb -> z 0.6") == ("u",)


def test_one_that_only_ties_with_the_known_path_is_not_listed() -> None:
    assert found("a -> z 0.5\nu: a -> b ?\nb -> z 0.5") == ()


def test_all_unknown_relations_in_a_row_are_listed() -> None:
    assert found("u: a -> b ?\nv: b -> z ?") == ("u", "v")


def test_parallel_unknown_relations_are_all_listed() -> None:
    assert found("u: a -> z ?\nv: a -> z ?\nw: a -> z 0.4") == ("u", "v")


def test_a_detour_that_comes_back_is_not_listed() -> None:
    # To c and back to b is no loopless path, though the walk a-b-c-b-z looks as good as a-b-z.
    assert found("a -> b 1\nu: b -> c ?\nv: c -> b ?\nw: b -> z ?") == ("w",)


def test_what_begins_at_the_end_or_ends_at_the_start_is_not_listed() -> None:
    text = "a -> z 0.5\nu: z -> b ?\nv: b -> a ?\nz -> a 1"
    assert found(text) == ()


CROSSING = "a -> m 1\nm -> p 1\nu: p -> q ?\nq -> m 1\nw: m -> z ?\n"
"""The best way to p goes over m, and so does the best way on from q."""


@pytest.mark.parametrize("scoring", [Scoring(), WEAKEST, Scoring(max_hops=5)])
def test_the_best_ways_may_cross_where_others_do_not(scoring: Scoring) -> None:
    assert found(CROSSING, scoring) == ("w",)
    assert found(CROSSING + "q -> n 0.5\nn -> z 0.5", scoring) == ("u", "w")
    assert found(CROSSING + "a -> n 0.5\nn -> p 0.5", scoring) == ("u", "w")


def test_ways_that_do_not_cross_have_to_be_good_enough_too() -> None:
    around = CROSSING + "q -> n 0.5\nn -> z 0.5\na -> k 1\n"  # a-m-p-q-n-z: 0.25
    assert found(around + "k -> z 0.2") == ("u", "w")
    assert found(around + "k -> z 0.3") == ("w",)
    assert found(around + "k -> z 0.2", Scoring(max_hops=4)) == ("w",)
    assert found(around + "k -> z 0.3", WEAKEST) == ("u", "w")


def test_within_a_hop_limit_only_paths_that_short_count() -> None:
    text = "a -> z 0.1\nu: a -> b ?\nb -> c 1\nc -> z 1\nv: a -> z ?"
    assert found(text) == ("u", "v")
    assert found(text, Scoring(max_hops=2)) == ("v",)


def test_a_search_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unknown_lists, "BUDGET", 0)
    view = snapshot(CROSSING + "q -> n 0.5\nn -> z 0.5\nz -> a 1")
    pair = score_pair(view, "a", "z")
    assert (pair.unknown, pair.truncated_by) == (("u", "w"), Bound.COST)


def test_loops_other_classes_and_what_can_only_be_absent_are_not_unknown() -> None:
    view = snapshot(
        "a -> a ?\na -> z ? control\nu: b -> z 0\nv: b -> z ?\nw: b -> z 0.5",
        actors={"b": {"level": Level.GROUP}},
    )
    assert unknown_relations(view, None) == [(3, 1.0)]
    # Without a capability index the gate makes v and w unknown; u stays absent whatever it is.
    assert unknown_relations(view, 0.5) == [(3, 1.0), (4, 0.5)]
