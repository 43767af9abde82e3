from __future__ import annotations

from typing import Any

import pytest

from graph_api.domain import ActorId, Level
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.scoring import Cut, Target, find_cut
from tests.builders import snapshot


def cut(start: str, end: str, target: Target, capacity: float | None, **rest: Any) -> Cut:
    return Cut(ActorId(start), ActorId(end), target, capacity, **rest)


def test_the_weakest_link_of_a_chain_is_the_cut() -> None:
    assert find_cut(snapshot("a -> b 0.5\nb -> c 0.3\nc -> d 0.4"), "a", "d") == cut(
        "a", "d", Target.RELATION, 0.3, relations=("r2",), connected=True
    )


def test_parallel_relations_and_parallel_ways_add_up_without_rounding() -> None:
    # In floats 0.1 + 0.2 is not 0.3.
    found = find_cut(snapshot("a -> b 0.1\na -> b 0.2\nb -> c 0.9\na -> c 0.6"), "a", "c")
    assert found.capacity == 0.9
    assert found.relations == ("r1", "r2", "r4")
    assert find_cut(snapshot("a -> b 0.1\na -> b 0.2"), "a", "b").capacity == 0.3


def test_of_equal_cuts_the_one_nearest_from() -> None:
    view = snapshot("a -> b 0.3\nb -> c 0.3\nc -> d 0.3")
    assert find_cut(view, "a", "d").relations == ("r1",)
    chain = snapshot("a -> b 1\nb -> c 1\nc -> d 1")
    assert find_cut(chain, "a", "d", Target.ACTOR).actors == ("b",)


def test_what_cannot_carry_is_no_part_of_a_cut() -> None:
    view = snapshot("a -> b 0.5\na -> b ?\na -> b 0\na -> b 0.9 control\nb -> b 1\nb -> a 1")
    assert find_cut(view, "a", "b") == cut(
        "a", "b", Target.RELATION, 0.5, relations=("r1",), connected=True
    )


def test_without_a_path_there_is_nothing_to_cut() -> None:
    view = snapshot("b -> a 0.5\na -> c 0.3\nd -> b 0.3\na -> b ?")
    assert find_cut(view, "a", "b") == cut("a", "b", Target.RELATION, 0)
    assert find_cut(view, "a", "b", Target.ACTOR) == cut("a", "b", Target.ACTOR, 0)
    assert find_cut(snapshot("a\nb"), "a", "b") == cut("a", "b", Target.RELATION, 0)


def test_by_actor_the_fewest_others_count_whatever_the_strengths() -> None:
    # Everything must pass c, strong as it is; two weak ways lead there.
    view = snapshot("a -> x 0.1\na -> y 0.1\nx -> c 1\ny -> c 1\nc -> b 1\nb -> a 1")
    assert find_cut(view, "a", "b", Target.ACTOR) == cut(
        "a", "b", Target.ACTOR, 1, actors=("c",), connected=True
    )
    assert find_cut(view, "a", "c", Target.ACTOR).actors == ("x", "y")


def test_by_actor_a_relation_between_the_ends_leaves_no_cut() -> None:
    view = snapshot("a -> b 0.1\na -> x 1\nx -> b 1")
    assert find_cut(view, "a", "b", Target.ACTOR) == cut(
        "a", "b", Target.ACTOR, None, connected=True
    )
    # The way back has no relation of its own, and an unknown one is none yet.
    open_ends = snapshot("a -> b 0.1\nb -> x 1\nx -> a 1\nb -> a ?")
    assert find_cut(open_ends, "b", "a", Target.ACTOR).actors == ("x",)


def test_capacities_beyond_32_bits_are_exact() -> None:
    lines = [line for i in range(3000) for line in (f"a -> x{i} 1", f"x{i} -> b 1")]
    found = find_cut(snapshot("\n".join(lines)), "a", "b")
    assert found.capacity == 3000
    assert len(found.relations) == 3000


def test_a_strength_below_a_millionth_still_joins() -> None:
    # Only pooled judgements come with more than six decimals.
    found = find_cut(snapshot("a -> b 0.0000001"), "a", "b")
    assert (found.capacity, found.connected) == (1e-6, True)


def test_cuts_know_no_gate() -> None:
    low = {"a": {"level": Level.INDIVIDUAL, "capability": 0.1}}
    assert find_cut(snapshot("a -> b 0.4", actors=low), "a", "b").capacity == 0.4


def test_what_has_no_meaning_is_refused() -> None:
    view = snapshot("a -> b 0.5")
    with pytest.raises(BadParameterError, match="RELATION or ACTOR") as caught:
        find_cut(view, "a", "b", Target.CHANNEL)
    assert "RELATION" in caught.value.zh
    with pytest.raises(BadParameterError, match="two different actors"):
        find_cut(view, "a", "a")
    with pytest.raises(UnknownActorError):
        find_cut(view, "a", "x")
