"""Losses and cuts against the slow second way: take it out, and ask the whole question again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot, Level, Relation, ViewKey
from graph_api.domain import snapshot as build
from graph_api.scoring import Channel, Reading, Scoring, Target, find_cut, rank_bottlenecks
from graph_api.scoring.walks.bounds import damping_of
from tests import reference
from tests.builders import snapshot

NAMES = "abcdef"
STRENGTHS = ("0", "0.1", "0.2", "0.3", "0.5", "0.5", "0.6", "0.9", "1", "?")
CLASSES = ("", "", "", "", "", "burden")


@st.composite
def views(draw: st.DrawFn, strengths: tuple[str, ...] = STRENGTHS) -> GraphSnapshot:
    """Small graphs with parallel relations, loops, absent, unknown and equal strengths."""
    actor = st.sampled_from(NAMES[: draw(st.integers(2, 6))])
    ends = draw(st.lists(st.tuples(actor, actor), min_size=1, max_size=12))
    lines = [
        f"{a} -> {b} {draw(st.sampled_from(strengths))} {draw(st.sampled_from(CLASSES))}"
        for a, b in ends
    ]
    low = {"capability": 0.5, "level": Level.INDIVIDUAL}
    return snapshot("\n".join([*lines, "a", "b"]), actors={"a": low} if draw(st.booleans()) else {})


path_scorings = st.builds(
    Scoring,
    reading=st.just(Reading.PRODUCT),
    decay=st.sampled_from((1.0, 0.9, 0.5)),
    maturity=st.sampled_from((None, 0.3)),
    max_hops=st.sampled_from((None, None, 1, 2, 3)),
) | st.builds(
    Scoring, reading=st.just(Reading.WEAKEST), max_hops=st.sampled_from((None, None, 1, 2, 3))
)


def mutual_by_paths(view: GraphSnapshot, a: str, b: str, scoring: Scoring) -> float | None:
    question = reference.Question(
        scoring.reading.value, scoring.decay, scoring.maturity, scoring.max_hops
    )
    return reference.mutual(
        reference.value(view, a, b, question), reference.value(view, b, a, question)
    )


def keeping(view: GraphSnapshot, keep: Callable[[Relation], bool]) -> GraphSnapshot:
    kept = [relation for relation in view.relations if keep(relation)]
    return build(ViewKey("less", 1), view.actors, kept, support=view.support)


def removals(
    view: GraphSnapshot, target: Target
) -> Iterator[tuple[str | tuple[str, str], GraphSnapshot]]:
    """Give every subject with the graph that lacks it."""

    def less(is_gone: Callable[[Relation], bool]) -> GraphSnapshot:
        return keeping(view, lambda relation: not is_gone(relation))

    carried = [r for r in view.relations if r.relation_class == "empowerment"]
    if target is Target.ACTOR:
        for actor in view.actors:
            yield actor.id, less(lambda r: actor.id in {r.from_id, r.to_id})  # noqa: B023  # at once
    elif target is Target.RELATION:
        for relation in carried:
            yield relation.id, less(lambda r: r.id == relation.id)  # noqa: B023  # at once
    else:
        for ends in sorted({(r.from_id, r.to_id) for r in carried}):
            yield ends, less(lambda r: (r.from_id, r.to_id) == ends)  # noqa: B023  # at once


Mutual = Callable[[GraphSnapshot, str, str], float | None]


def naive(
    view: GraphSnapshot, pairs: list[tuple[str, str]], target: Target, mutual: Mutual
) -> dict[str | tuple[str, str], tuple[float, int]]:
    """Give loss and pairs cut of every subject."""
    now = {pair: mutual(view, *pair) for pair in pairs}
    found = {}
    for subject, less in removals(view, target):
        loss, cut = 0.0, 0
        for pair, score in now.items():
            if target is Target.ACTOR and subject in pair:
                continue
            after = mutual(less, *pair)
            loss += (score or 0) - (after or 0)
            cut += bool(score) and after == 0
        found[subject] = loss, cut
    return found


def ranked(
    view: GraphSnapshot, pairs: list[tuple[str, str]], scoring: Scoring, target: Target
) -> dict[str | tuple[str, str], tuple[float, int]]:
    shares: list[float] = []
    found: dict[str | tuple[str, str], tuple[float, int]] = {}
    for item in rank_bottlenecks(view, pairs, scoring, target=target, progress=shares.append):
        subject = item.subject
        name = (subject.from_id, subject.to_id) if isinstance(subject, Channel) else subject
        assert item.loss >= 0
        assert item.loss_share is None or 0 <= item.loss_share <= 1
        found[name] = item.loss, item.pairs_cut
    assert shares == sorted(set(shares))
    assert (shares[0], shares[-1]) == (0, 1)
    losses = [loss for loss, _ in found.values()]
    assert all(first >= second - 1e-12 for first, second in pairwise(losses))
    return found


def same(
    found: dict[str | tuple[str, str], tuple[float, int]],
    expected: dict[str | tuple[str, str], tuple[float, int]],
) -> None:
    assert found.keys() == expected.keys()
    for subject, (loss, cut) in expected.items():
        assert found[subject][0] == pytest.approx(loss, abs=1e-12), subject
        assert found[subject][1] == cut, subject


def some_pairs(view: GraphSnapshot, data: st.DataObject) -> list[tuple[str, str]]:
    every = list(combinations([actor.id for actor in view.actors], 2))
    return data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1))


@given(views(), path_scorings, st.sampled_from(Target), st.data())
def test_losses_are_those_of_asking_again_without_the_subject(
    view: GraphSnapshot, scoring: Scoring, target: Target, data: st.DataObject
) -> None:
    pairs = some_pairs(view, data)
    expected = naive(view, pairs, target, lambda g, a, b: mutual_by_paths(g, a, b, scoring))
    same(ranked(view, pairs, scoring, target), expected)


def dense(view: GraphSnapshot, damping: float, *, hoped: bool) -> NDArray[np.float64]:
    """Give the sum over all walks: a dense inverse of the strongest known relation per pair."""
    places = {actor.id: place for place, actor in enumerate(view.actors)}
    weights = np.zeros((len(places), len(places)))
    for relation in view.relations:
        start, end = places[relation.from_id], places[relation.to_id]
        if relation.relation_class == "empowerment" and start != end:
            unknown = 1.0 if hoped else 0.0
            strength = relation.strength.point if relation.strength else unknown
            weights[start, end] = max(weights[start, end], strength)
    return np.asarray(np.linalg.inv(np.eye(len(places)) - damping * weights))


def mutual_by_walks(view: GraphSnapshot, a: str, b: str, damping: float) -> float | None:
    place: dict[str, int] = {actor.id: place for place, actor in enumerate(view.actors)}
    known, hope = (dense(view, damping, hoped=hoped) for hoped in (False, True))
    ways: list[float | None] = []
    for start, end in ((a, b), (b, a)):
        score = float(known[place[start], place[end]])
        is_walk = score > 1e-13
        hoped = hope[place[start], place[end]] > 1e-13
        ways.append(score if is_walk else None if hoped else 0.0)
    return reference.mutual(*ways)


@given(views(), st.sampled_from(Target), st.data())
def test_losses_over_all_walks_are_those_of_a_dense_inverse_without_the_subject(
    view: GraphSnapshot, target: Target, data: st.DataObject
) -> None:
    pairs = some_pairs(view, data)
    damping = damping_of(view)
    expected = naive(view, pairs, target, lambda g, a, b: mutual_by_walks(g, a, b, damping))
    same(ranked(view, pairs, Scoring(reading=Reading.ALL_WALKS), target), expected)


@given(
    views(), path_scorings | st.just(Scoring(reading=Reading.ALL_WALKS)), st.sampled_from(Target)
)
def test_order_of_actors_relations_and_pairs_changes_no_digit(
    view: GraphSnapshot, scoring: Scoring, target: Target
) -> None:
    pairs = list(combinations([actor.id for actor in view.actors], 2))
    turned = build(view.key, view.actors[::-1], view.relations[::-1], support=view.support)
    again = [(b, a) for a, b in pairs[::-1]]
    assert rank_bottlenecks(view, pairs, scoring, target=target) == rank_bottlenecks(
        turned, again, scoring, target=target
    )


def has_path(view: GraphSnapshot, start: str, end: str) -> bool:
    return next(reference.simple_paths(view, start, end, reference.Question()), None) is not None


@given(views())
def test_a_cut_by_relation_is_the_cheapest_set_of_ordered_pairs(view: GraphSnapshot) -> None:
    cut = find_cut(view, "a", "b")
    assert cut.connected is has_path(view, "a", "b")
    assert not has_path(keeping(view, lambda r: r.id not in cut.relations), "a", "b")
    strengths: dict[str, float] = {
        r.id: r.strength.point
        for r in view.relations
        if r.relation_class == "empowerment" and r.strength and r.from_id != r.to_id
    }
    assert cut.capacity == pytest.approx(math.fsum(strengths[r] for r in cut.relations), abs=1e-9)
    # The slow way: every set of actors around "a" without "b" is a way to cut.
    others = [actor.id for actor in view.actors if actor.id not in {"a", "b"}]
    sides = [{"a", *some} for n in range(len(others) + 1) for some in combinations(others, n)]

    def leaving(side: set[str]) -> list[str]:
        return [
            r.id
            for r in view.relations
            if r.from_id in side and r.to_id not in side and strengths.get(r.id, 0) > 0
        ]

    cost = {frozenset(s): sum(round(strengths[r] * 10) for r in leaving(s)) for s in sides}
    least = min(cost.values())
    assert cut.capacity == least / 10
    nearest = min((side for side in cost if cost[side] == least), key=len)
    assert sorted(cut.relations) == sorted(leaving(set(nearest)))


@given(views())
def test_a_cut_by_actor_takes_the_fewest_others(view: GraphSnapshot) -> None:
    cut = find_cut(view, "a", "b", Target.ACTOR)
    if has_path(keeping(view, lambda r: (r.from_id, r.to_id) == ("a", "b")), "a", "b"):
        assert (cut.capacity, cut.actors, cut.connected) == (None, (), True)
        return
    others = [actor.id for actor in view.actors if actor.id not in {"a", "b"}]

    def is_cut(gone: tuple[str, ...]) -> bool:
        less = keeping(view, lambda r: r.from_id not in gone and r.to_id not in gone)
        return not has_path(less, "a", "b")

    fewest = next(n for n in range(len(others) + 1) if any(map(is_cut, combinations(others, n))))
    assert (cut.capacity, len(cut.actors)) == (fewest, fewest)
    assert is_cut(cut.actors)
    assert cut.connected is (fewest > 0)
