"""Plans: against every set of options, by hand, and what can go wrong."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from graph_api.domain import ActorId, GraphSnapshot, Level
from graph_api.errors import (
    BadParameterError,
    DeadlineExceededError,
    UnknownActorError,
    UnknownRelationError,
)
from graph_api.scoring import (
    PRODUCT,
    Bound,
    Completeness,
    Reading,
    Scoring,
    Synergy,
    score_pair,
    stopping,
)
from graph_api.scoring.plans import Add, Option, Plan, best_plan, search, warning_of
from graph_api.workbench import load
from tests.builders import snapshot
from tests.unit.scoring.plans.choices import (
    SERIES,
    TRAP,
    adding,
    best_of_all,
    drawn_choices,
    groups,
    raising,
)

SCORINGS = [
    PRODUCT,
    Scoring(decay=0.5),
    Scoring(Reading.WEAKEST),
    Scoring(max_hops=2),
    Scoring(Reading.WEAKEST, max_hops=2),
    Scoring(decay=0.75, max_hops=3),
]
PAIRS = [("a", "b"), ("a", "c"), ("b", "c")]
Choices = tuple[GraphSnapshot, list[Option], float]


def plan(view: GraphSnapshot, options: list[Option], budget: float, how: Scoring = PRODUCT) -> Plan:
    return best_plan(view, options, budget, groups(view, "a", "b"), how)


@pytest.mark.parametrize("scoring", SCORINGS, ids=str)
@given(drawn_choices())
def test_a_plan_is_the_best_of_all_sets_tie_rule_and_all(scoring: Scoring, drawn: Choices) -> None:
    view, options, budget = drawn
    found = best_plan(view, options, budget, groups(view, "ab", "bc"), scoring)
    value, keys = best_of_all(view, options, budget, PAIRS, scoring)
    assert found.options == keys
    assert found.after == pytest.approx(value, abs=1e-12)
    assert (found.exact, found.gap) == (True, 0)
    assert found.before == pytest.approx(best_of_all(view, [], 0, PAIRS, scoring)[0], abs=1e-12)


@settings(max_examples=30)
@given(drawn_choices())
def test_a_cut_short_search_never_claims_more_than_its_gap(drawn: Choices) -> None:
    view, options, budget = drawn
    value, _ = best_of_all(view, options, budget, PAIRS)
    before = search.MOST_EXACT, search.NODES
    try:
        search.MOST_EXACT, search.NODES = 0, 1
        found = best_plan(view, options, budget, groups(view, "ab", "bc"))
    finally:
        search.MOST_EXACT, search.NODES = before
    assert found.after <= value + 1e-12
    assert value <= found.after + found.gap + 1e-12
    assert found.gap == 0 or not found.exact


def test_links_in_series_gain_nothing_alone_and_are_found_together() -> None:
    # own_series_trap of the domain anchors, reconstructed from its value: 0.6 x 0.6 = 0.36 forward,
    # 0.5 back, so sqrt(0.18) = 0.4243; picking one by one stays at 0. (recomputed)
    view = snapshot(f"a\nb\n{TRAP}")
    found = plan(view, SERIES, 2)
    assert found.options == ("first", "second")
    assert found.after == pytest.approx(0.4243, abs=5e-5)
    assert found.one_by_one == 0
    assert [step.gain_alone for step in found.steps] == [0, 0]
    assert [step.loss_without for step in found.steps] == [found.after] * 2
    (trap,) = found.traps
    assert (trap.options, trap.path, trap.chosen) == (("first", "second"), ("a", "m", "b"), True)
    assert trap.gain == pytest.approx(found.after)
    warning = warning_of(view, found)
    assert warning is not None
    assert "a → m → b" in warning
    assert "Alone each of 'first' and 'second' adds nothing" in warning
    assert "串联" in (warning_of(view, found, "zh") or "")


def test_a_trap_that_the_budget_does_not_reach_is_told_too() -> None:
    view = snapshot(f"a\nb\n{TRAP}")
    found = plan(view, SERIES, 1)
    assert found.options == ()
    assert [(trap.options, trap.chosen) for trap in found.traps] == [(("first", "second"), False)]
    assert "does not have all of them" in (warning_of(view, found) or "")


def test_two_missing_directions_are_a_trap_without_a_path() -> None:
    view = snapshot("a\nb")
    found = plan(view, [adding("there", "a -> b 0.5"), adding("back", "b -> a 0.5")], 2)
    (trap,) = found.traps
    assert (trap.options, trap.path) == (("back", "there"), ())
    assert "in both directions" in (warning_of(view, found) or "")
    assert "两个方向" in (warning_of(view, found, "zh") or "")
    assert found.pairs_opened == 1


def test_budgets_of_one_two_and_three_by_hand() -> None:
    # The values of own_mini in the domain anchors, on a graph made to have them (its own is not
    # printed; recomputed): F = 0.4 x 0.5 = 0.2, R = 0.2. Measures of cost 1:
    # back: R + 0.2 = 0.4, so M = sqrt(0.2 x 0.4) = sqrt(0.08);
    # first: 0.4 -> 0.6, F = 0.3, with back sqrt(0.12); back again to 0.5: sqrt(0.15).
    view = snapshot("a -> m 0.4\nm -> b 0.5\nb -> a 0.2")
    options = [raising("back", "r3", 0.2), raising("first", "r1", 0.2), raising("more", "r3", 0.1)]
    for budget, keys, value in (
        (1, ("back",), 0.2828),
        (2, ("back", "first"), 0.3464),
        (3, ("back", "first", "more"), 0.3873),
    ):
        found = plan(view, options, budget)
        assert found.options == keys
        assert found.after == pytest.approx(value, abs=5e-5)
    assert found.traps == ()
    assert warning_of(view, found) is None


def test_single_gains_mislead_where_two_dear_ones_beat_a_cheap_one() -> None:
    # One by one takes the cheap raise first (0.1 for 1) and cannot afford the pair any more.
    view = snapshot("a -> b 0.1\nb -> a 1\nm")
    cheap = raising("cheap", "r1", 0.1, cost=1)
    dear = [adding("into", "a -> m 0.9", cost=2), adding("onto", "m -> b 0.9", cost=2)]
    found = plan(view, [cheap, *dear], 4)
    assert found.options == ("into", "onto")
    assert found.one_by_one == pytest.approx(0.2**0.5)
    assert found.after == pytest.approx(0.9)
    assert "instead of 0.9" in (warning_of(view, found) or "")


def test_raises_of_one_relation_add_up_and_stop_at_one() -> None:
    view = snapshot("a -> b 0.3\nb -> a 1")
    found = plan(view, [raising("x", "r1", 0.5), raising("y", "r1", 0.5)], 2)
    assert found.options == ("x", "y")
    assert found.after == 1
    (change,) = found.changes
    strength = change.fields["strength"]  # type: ignore[union-attr]  # one SetRelation
    assert (strength.low, strength.best, strength.high) == (1, 1, 1)
    assert plan(view, [raising("x", "r1", 0.5), raising("y", "r1", 0.5)], 1).after == 0.8**0.5


def test_costs_are_added_as_decimals() -> None:
    view = snapshot("a -> b 0.1\nb -> a 1")
    options = [raising(f"x{n}", "r1", 0.1, cost=0.1) for n in range(3)]
    assert 0.1 + 0.1 + 0.1 > 0.3
    assert len(plan(view, options, 0.3).options) == 3


def test_ties_go_to_the_cheaper_the_smaller_the_first_by_key() -> None:
    view = snapshot("a -> b 0.5\nb -> a 0.5\nb -> c 0.5\nc -> b 0.5")
    dear, cheap = raising("a_dear", "r1", 0.2, cost=2), raising("z_cheap", "r2", 0.2, cost=1)
    assert plan(view, [dear, cheap], 2).options == ("z_cheap",)
    twins = [raising(key, "r1", 0.5) for key in ("c", "b", "a")]
    assert plan(view, twins, 3).options == ("a",)
    free = [raising("half", "r1", 0.5, cost=0), raising("rest", "r1", 0.2, cost=0)]
    assert plan(view, free, 0).options == ("half",)


def test_twenty_equal_options_are_settled_at_once() -> None:
    lines = [f"a -> b{n:02} 0.5\nb{n:02} -> a 0.5" for n in range(20)]
    view = snapshot("\n".join(lines))
    options = [raising(f"k{n:02}", f"r{2 * n + 1}", 0.2) for n in range(20)]
    began = time.monotonic()
    found = best_plan(view, options, 10, groups(view, ["a"], [f"b{n:02}" for n in range(20)]))
    assert found.options == tuple(f"k{n:02}" for n in range(10))
    assert found.exact
    assert time.monotonic() - began < 10


def test_directions_are_told_apart_and_need_one_another() -> None:
    people: dict[str, dict[str, Any]] = {
        "a": {"level": Level.INDIVIDUAL},
        "b": {"stateness": 1.0},
    }
    view = snapshot("a -> b 0.1\nb -> a 0.1", actors=people)
    found = plan(view, [raising("up", "r1", 0.3), raising("down", "r2", 0.3)], 2)
    assert [(part.direction.value, part.options) for part in found.directions] == [
        ("downward", ("down",)),
        ("reverse", ("up",)),
    ]
    # Alone each gives sqrt(0.4 x 0.1) - 0.1 = 0.1; together 0.4 - 0.1 = 0.3.
    assert [part.gain_alone for part in found.directions] == [pytest.approx(0.1)] * 2
    assert found.joint_gain == pytest.approx(0.1)
    assert found.synergy is Synergy.MUTUAL
    assert found.gain_per_cost == pytest.approx(0.15)


def test_the_changes_of_a_plan_make_its_score() -> None:
    view = snapshot(f"a\nb\n{TRAP}")
    found = plan(view, SERIES, 2)
    added = [change.relation for change in found.changes]  # type: ignore[union-attr]  # two Adds
    after = replace(view, relations=(*view.relations, *added))
    assert score_pair(after, "a", "b").mutual == found.after


def test_a_gate_lets_through_what_the_actor_can_do() -> None:
    people = {"a": {"level": Level.INDIVIDUAL, "capability": 0.6}}
    view = snapshot("a -> b 0.1 reverse\nb -> a 1", actors=people)
    how = Scoring(maturity=0.2)
    found = plan(view, [raising("up", "r1", 0.7), raising("no", "r2", 0.1)], 1, how)
    assert found.after == pytest.approx((0.8 * 0.5) ** 0.5)  # (0.6 - 0.2) / (1 - 0.2) = 0.5
    assert found.options == ("up",)
    closed = plan(view, [raising("up", "r1", 0.7)], 1, Scoring(maturity=0.7))
    assert closed.options == ()
    unknown = snapshot("a -> b 0.1 reverse\nb -> a 1", actors={"a": {"level": Level.INDIVIDUAL}})
    with pytest.raises(BadParameterError, match="capability"):
        plan(unknown, [raising("up", "r1", 0.7)], 1, how)


def test_twenty_options_and_a_hundred_pairs_of_the_district_take_seconds() -> None:
    view = load("seeds/district.yaml").view().graph
    rng = random.Random(7)  # noqa: S311  # a test
    known = [
        item.id
        for item in view.relations
        if item.strength is not None
        and item.relation_class.value == "empowerment"
        and item.strength.point < 0.9
    ]
    people = [a.id for a in view.actors if a.level in {Level.INDIVIDUAL, Level.GROUP}][:20]
    bodies = [a.id for a in view.actors if a.level in {Level.STATE, Level.ORGANISATION}][:5]
    options = [
        raising(f"k{n}", rng.choice(known), 0.2, rng.choice((1, 2, 3)))
        if n % 3
        else adding(f"k{n}", f"{rng.choice(people)} -> {rng.choice(bodies)} 0.5", 2)
        for n in range(20)
    ]
    told: list[float] = []
    began = time.monotonic()
    found = best_plan(view, options, 12, groups(view, people, bodies), PRODUCT, told.append)
    assert time.monotonic() - began < 10
    assert found.pairs == 100
    assert found.exact
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)


def test_more_than_twenty_options_give_a_proved_gap() -> None:
    rng = random.Random(3)  # noqa: S311  # a test
    names = [f"n{n}" for n in range(12)]
    lines = [f"{rng.choice(names)} -> {rng.choice(names)} 0.{rng.randint(1, 6)}" for _ in range(60)]
    view = snapshot("\n".join([*names, *lines]))
    known = [item.id for item in view.relations]
    options = [raising(f"k{n:02}", rng.choice(known), 0.3, rng.randint(1, 3)) for n in range(40)]
    before = search.NODES
    try:
        search.NODES = 20
        short = best_plan(view, options, 15, groups(view, names[:6], names[6:]))
        search.NODES = before
        long = best_plan(view, options, 15, groups(view, names[:6], names[6:]))
    finally:
        search.NODES = before
    assert not short.exact
    assert long.after <= short.after + short.gap + 1e-12
    assert long.gap <= short.gap + 1e-12
    assert short.cost <= 15


def test_a_deadline_gives_the_best_so_far_and_its_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    view = snapshot(f"a\nb\n{TRAP}")
    monkeypatch.setattr(stopping, "is_nearly_over", lambda: True)
    found = plan(view, [*SERIES, raising("back", "r1", 0.2)], 2)
    assert found.completeness is Completeness.TRUNCATED
    assert found.truncated_by is Bound.TIME
    assert found.options == ("first", "second")
    assert not found.exact or found.gap == 0
    with stopping.within(None) as stop:
        stop.cancel()
        with pytest.raises(DeadlineExceededError):
            plan(view, SERIES, 2)


def test_nothing_to_choose_from_and_nothing_to_gain() -> None:
    view = snapshot("a -> b 0.5\nb -> a 0.5")
    for options, budget in (([], 5), ([raising("x", "r1", 0.1)], 0)):
        found = plan(view, options, budget)
        assert (found.options, found.cost, found.after) == ((), 0, 0.5)
        assert found.exact
        assert found.gain_per_cost is None
        assert found.synergy is Synergy.UNCHANGED
    loop = plan(view, [adding("self", "a -> a 0.9")], 1)
    assert loop.options == ()
    same = best_plan(view, [raising("x", "r1", 0.1)], 1, groups(view, "a", "a"))
    assert (same.pairs, same.options) == (0, ())


BAD = [
    (replace(raising("x", "r1", 0.1), key=" "), "key", BadParameterError),
    (replace(raising("x", "r1", 0.1), key="k" * 201), "key", BadParameterError),
    (raising("x", "r1", 0.1, cost=-1), "cost", BadParameterError),
    (raising("x", "r1", 0.1, cost=float("nan")), "cost", BadParameterError),
    (raising("x", "r1", 0.1, cost=float("inf")), "cost", BadParameterError),
    (raising("x", "r1", 0), "by", BadParameterError),
    (raising("x", "r1", 1e-9), "by", BadParameterError),
    (raising("x", "r1", 1.1), "by", BadParameterError),
    (raising("x", "r1", float("nan")), "by", BadParameterError),
    (raising("x", "r2", 0.1), "unknown", BadParameterError),
    (raising("x", "r3", 0.1), "burden", BadParameterError),
    (raising("x", "r9", 0.1), "r9", UnknownRelationError),
    (adding("x", "a -> b ?"), "strength", BadParameterError),
    (adding("x", "r1: a -> b 0.5"), "r1", BadParameterError),
    (adding("x", "a -> b 0.5 tension"), "tension", BadParameterError),
    (adding("x", "a -> nobody 0.5"), "nobody", UnknownActorError),
    (replace(raising("x", "r1", 0.1), actor=ActorId("nobody")), "nobody", UnknownActorError),
]


@pytest.mark.parametrize(("option", "word", "error"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_options_without_meaning_are_refused(option: Option, word: str, error: type) -> None:
    view = snapshot("a -> b 0.5\nb -> a ?\na -> b 0.5 burden")
    if word == "r1":
        option = Option("x", Add(view.relations[0]), 1)
    with pytest.raises(error, match=word) as caught:
        plan(view, [option], 1)
    assert caught.value.zh  # type: ignore[attr-defined]  # all of ours have one


def test_questions_without_meaning_are_refused() -> None:
    view = snapshot("a -> b 0.5\nb -> a 0.5")
    for budget in (-1, float("nan"), float("inf"), True):
        with pytest.raises(BadParameterError) as caught:
            plan(view, [], budget)
        assert caught.value.details["parameter"] == "budget"
    with pytest.raises(BadParameterError, match="ALL_WALKS"):
        plan(view, [], 1, Scoring(Reading.ALL_WALKS))
    with pytest.raises(BadParameterError, match="another option"):
        plan(view, [raising("x", "r1", 0.1), raising("x", "r2", 0.1)], 1)
    one = adding("x", "a -> b 0.9")
    with pytest.raises(BadParameterError, match="added by another"):
        plan(view, [one, replace(one, key="y")], 1)
    with pytest.raises(BadParameterError, match="200"):
        plan(view, [raising(f"k{n}", "r1", 0.1) for n in range(201)], 1)
