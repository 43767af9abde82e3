from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from graph_api.domain import ActorId, Level
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import Reading, Scoring
from graph_api.scoring.walks.bounds import damping_of
from graph_api.scoring.walks.scores import walk_pair, walk_scores
from tests.builders import snapshot

WALKS = Scoring(reading=Reading.ALL_WALKS)


def test_without_cycles_the_damping_is_085() -> None:
    # The number of walks does not grow, so max(1, b) = 1.
    assert damping_of(snapshot("a -> b 0.5\nb -> c 0.4")) == 0.85


def test_the_damping_follows_the_number_of_ways_on() -> None:
    # Everybody empowers the three others: the number of walks grows by 3, and 0.85 / 3 = 0.28333...
    lines = [f"{a} -> {b} 0.1" for a in "abcd" for b in "abcd" if a != b]
    assert damping_of(snapshot("\n".join(lines))) == 0.2833


def test_the_damping_is_rounded_down() -> None:
    # Six ways on for each: 0.85 / 6 = 0.141666...
    lines = [f"{a} -> {b} 0.1" for a in "abcdefg" for b in "abcdefg" if a != b]
    assert damping_of(snapshot("\n".join(lines))) == 0.1416


def test_a_chain_multiplies_and_is_damped_per_relation() -> None:
    # 0.85 x 0.5 for the first, times 0.85 x 0.4 for the second.
    found = walk_pair(snapshot("a -> b 0.5\nb -> c 0.4"), "a", "c", WALKS)
    assert found.forward == pytest.approx(0.85 * 0.5 * 0.85 * 0.4, rel=1e-15)
    assert found.reverse == 0


def test_walks_that_return_count_again() -> None:
    # From a to b straight: x = 0.5 c. Each round a -> b -> a adds a factor x: x + x^3 + x^5 + ...
    view = snapshot("a -> b 0.5\nb -> a 0.5")
    found = walk_pair(view, "a", "b", replace(WALKS, damping=0.8))
    assert found.forward == pytest.approx(0.4 / (1 - 0.16), rel=1e-15)
    assert found.damping == 0.8
    x = Fraction(0.8) * Fraction(0.5)
    assert found.forward is not None
    assert abs(Fraction(found.forward) - x / (1 - x * x)) <= Fraction(found.error) < 1e-14


def test_the_strongest_of_parallel_relations_counts_and_loops_do_not() -> None:
    crowded = snapshot("a -> b 0.5\na -> b 0.4\na -> a 1\nb -> b 0.9\na -> b 0.9 burden")
    assert walk_pair(crowded, "a", "b", WALKS).forward == 0.85 * 0.5


def test_a_relation_of_another_variant_counts_for_the_damping() -> None:
    view = snapshot("a -> b 0.5\nb -> a 0.5")
    triangle = {(ActorId(x), ActorId(y)) for x in "abc" for y in "abc" if x != y}
    assert damping_of(view) == 0.85
    # Three actors, each with two ways on: 0.85 / 2.
    assert damping_of(replace(view, support=view.support | triangle)) == 0.425


def test_a_what_if_relation_counts_for_the_damping() -> None:
    lines = "\n".join(f"{a} -> {b} 0.1" for a in "abc" for b in "abc" if a != b)
    assert damping_of(replace(snapshot(lines), support=frozenset())) == 0.425


def test_a_damping_can_be_asked_for_as_long_as_the_sum_has_an_end() -> None:
    view = snapshot("\n".join(f"{a} -> {b} 0.1" for a in "abc" for b in "abc" if a != b))
    assert damping_of(view, 0.49) == 0.49
    with pytest.raises(BadParameterError, match=r"below 0\.5 here; leave it out for 0\.425"):
        damping_of(view, 0.5)
    with pytest.raises(BadParameterError):
        walk_pair(view, "a", "b", replace(WALKS, damping=0.5))


def test_only_over_unknown_is_not_the_same_as_no_walk() -> None:
    view = snapshot("a -> b ?\nc -> a 0.5\na -> d 0")
    to_b = walk_pair(view, "c", "b", WALKS)
    assert to_b.forward is None
    assert to_b.reverse == 0
    assert to_b.low == (0.0, 0.0)
    assert to_b.high[0] == pytest.approx(0.85 * 0.5 * 0.85 * 1)
    assert to_b.high[1] == 0
    assert to_b.unknown == ("r1",)
    to_d = walk_pair(view, "c", "d", WALKS)
    assert (to_d.forward, to_d.unknown) == (0, ())
    assert walk_scores(view, [("c", "b"), ("b", "c")], WALKS) == [(None, 0), (0, None)]


def test_a_walk_too_faint_for_a_number_is_known_all_the_same() -> None:
    # 59 relations of a millionth: 1e-354 is below what float64 can hold.
    chain = [f"a{n}" for n in range(60)]
    lines = [f"{a} -> {b} 0.000001" for a, b in pairwise(chain)]
    view = snapshot("\n".join([*lines, "a0 -> x ?", "x -> a59 ?"]))
    assert walk_pair(view, "a0", "a59", WALKS).forward == 0
    assert walk_pair(view, "a0", "x", WALKS).forward is None


def test_an_unknown_relation_beside_a_known_path_only_widens_the_bounds() -> None:
    found = walk_pair(snapshot("a -> b 0.5 [0.4..0.6]\na -> c ?\nc -> b 0.5"), "a", "b", WALKS)
    assert found.forward == 0.85 * 0.5
    assert found.low[0] == 0.85 * 0.4
    assert found.high[0] == pytest.approx(0.85 * 0.6 + 0.85**2 * 1 * 0.5, rel=1e-15)
    assert found.unknown == ("r2",)


def test_an_unknown_relation_beside_one_of_full_strength_changes_nothing() -> None:
    assert walk_pair(snapshot("a -> b 1\na -> b ?"), "a", "b", WALKS).unknown == ()
    assert walk_pair(snapshot("a -> b 0.9\na -> b ?"), "a", "b", WALKS).unknown == ("r2",)


def test_the_gate_closes_walks_too() -> None:
    view = snapshot(
        "a -> b 0.5\nb -> a 0.5", actors={"a": {"level": Level.INDIVIDUAL, "capability": 0.6}}
    )
    # A capability of 0.6 against 0.2 lets (0.6 - 0.2) / (1 - 0.2) = half of it pass.
    half = walk_scores(view, [("a", "b")], replace(WALKS, maturity=0.2, damping=0.8))[0]
    # There x = 0.8 x 0.25 = 0.2, back y = 0.8 x 0.5 = 0.4: x / (1 - x y), y / (1 - x y).
    assert half[0] == pytest.approx(0.2 / 0.92, rel=1e-14)
    assert half[1] == pytest.approx(0.4 / 0.92, rel=1e-14)
    assert walk_pair(view, "a", "b", replace(WALKS, maturity=0.6)).forward == 0


def test_unknown_actors_are_named() -> None:
    with pytest.raises(UnknownActorError):
        walk_pair(snapshot("a -> b 0.5"), "a", "x", WALKS)
    with pytest.raises(UnknownActorError):
        walk_scores(snapshot("a -> b 0.5"), [("x", "b")], WALKS)


def test_a_graph_without_relations_has_a_damping() -> None:
    assert walk_pair(snapshot("a\nb"), "a", "b", WALKS).forward == 0
