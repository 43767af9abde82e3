"""Paths and pairs against the slow reference, and the laws that hold for every graph."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Actor, ActorId, GraphSnapshot, Level, Relation, RelationId, Strength
from graph_api.domain import snapshot as build
from graph_api.scoring import Bound, Reading, Scoring, best_paths, rank_pairs, score_pair
from graph_api.scoring.pairs.scores import Order
from tests import reference
from tests.builders import snapshot
from tests.reference import Question

NAMES = "abcdef"
PALETTES = (
    ("0", "0.25", "0.5", "0.7", "1", "?"),
    ("0.5",),
    ("1",),
    ("0.9", "0.81", "0.729"),
    ("?", "1"),
    ("0.5 [0.25..1]", "[0..0.5]", "0.7 [0..0.7]", "0 [0..0.12]", "?"),
)


@dataclass(frozen=True)
class Asked:
    """A graph and a question about two of its actors."""

    view: GraphSnapshot
    a: str
    b: str
    question: Question

    @property
    def scoring(self) -> Scoring:
        q = self.question
        return Scoring(READINGS[q.reading], q.decay, q.maturity, q.max_hops)

    @property
    def context(self) -> str:
        lines = [f"{r.id}: {r.from_id} -> {r.to_id} {r.strength}" for r in self.view.relations]
        return "\n".join([*lines, repr(self.question), f"{self.a} {self.b}"])


READINGS = {item.value: item for item in Reading}
questions = st.builds(
    Question,
    reading=st.just("product"),
    decay=st.sampled_from((1.0, 0.9, 0.5)),
    maturity=st.sampled_from((None, None, 0.0, 0.5, 0.6)),
    max_hops=st.sampled_from((None, None, 1, 2, 3)),
) | st.builds(
    Question,
    reading=st.just("weakest"),
    maturity=st.sampled_from((None, None, 0.0, 0.5, 0.6)),
    max_hops=st.sampled_from((None, None, 1, 2, 3)),
)


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Graphs with parallel relations, loops, absent, unknown and equal strengths."""
    names = NAMES[: draw(st.integers(2, 6))]
    actor = st.sampled_from(names)
    strength = st.sampled_from(draw(st.sampled_from(PALETTES)))
    rows = draw(st.lists(st.tuples(actor, actor, strength), min_size=1, max_size=18))
    # Ids whose order is not the order of the lines: r9 stands behind r10, p before both.
    ids = draw(st.permutations([f"{'pr'[i % 2]}{i}" for i in range(len(rows))]))
    lines = [f"{i}: {a} -> {b} {w}" for i, (a, b, w) in zip(ids, rows, strict=True)]
    actors: Mapping[str, Mapping[str, Any]] = {
        name: {
            "level": draw(st.sampled_from(Level)),
            "capability": draw(st.sampled_from((None, 0.5, 0.75))),
        }
        for name in names
    }
    view = snapshot("\n".join([*names, *lines]), actors=actors)
    a, b = draw(st.permutations(names))[:2]
    return Asked(view, a, b, draw(questions))


def same(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return found == pytest.approx(expected, rel=1e-12, abs=0)


@given(asked(), st.sampled_from((1, 2, 3, 60)))
def test_the_best_paths_are_those_of_listing_all(case: Asked, count: int) -> None:
    every = list(reference.simple_paths(case.view, case.a, case.b, case.question))
    order = reference.ranked(every, case.question)
    found = best_paths(case.view, case.a, case.b, count, case.scoring)
    assert [(p.actors, p.relations) for p in found.paths] == [
        (p.actors, p.relations) for p in order[:count]
    ], case.context
    for path, expected in zip(found.paths, order, strict=False):
        assert same(path.score, expected.score)
        least = min(expected.strengths) * (1 + 1e-12)
        assert path.weakest == tuple(
            r for r, w in zip(expected.relations, expected.strengths, strict=True) if w <= least
        )
    longer = dataclasses.replace(case.question, max_hops=None)
    more = len(list(reference.simple_paths(case.view, case.a, case.b, longer))) > len(order)
    limit = Bound.COUNT if len(order) > count else Bound.HOPS if more else None
    assert found.truncated_by is limit


@given(asked())
def test_a_pair_is_what_listing_all_paths_says(case: Asked) -> None:
    found = score_pair(case.view, case.a, case.b, case.scoring)
    question = case.question
    ways = (
        (case.a, case.b, found.forward, found.forward_path, found.bounds.forward),
        (case.b, case.a, found.reverse, found.reverse_path, found.bounds.reverse),
    )
    for start, end, score, path, bounds in ways:
        assert same(score, reference.value(case.view, start, end, question)), case.context
        best = reference.best(case.view, start, end, question)
        chosen = (path.actors, path.relations) if path else None
        assert chosen == ((best.actors, best.relations) if best else None), case.context
        assert same(bounds.low, reference.value(case.view, start, end, question, "low"))
        assert same(bounds.high, reference.value(case.view, start, end, question, "high"))
    assert same(found.mutual, reference.mutual(found.forward, found.reverse))
    assert set(found.unknown) == reference.changing(case.view, case.a, case.b, question), (
        case.context
    )
    assert found.gated == tuple(
        sorted(tie.id for tie in reference.ties(case.view, question.maturity) if tie.gated)
    )


@given(asked())
def test_a_hop_limit_that_hides_something_better_is_named(case: Asked) -> None:
    free = dataclasses.replace(case.question, max_hops=None)
    hidden = False
    for start, end in ((case.a, case.b), (case.b, case.a)):
        now = reference.value(case.view, start, end, case.question)
        then = reference.value(case.view, start, end, free)
        hidden |= (then or 0.0) > (now or 0.0) * (1 + 1e-12) or (now == 0 and then is None)
    found = score_pair(case.view, case.a, case.b, case.scoring)
    assert found.truncated_by is (Bound.HOPS if hidden else None), case.context


@given(asked())
def test_mutual_is_symmetric_and_asymmetry_changes_its_sign(case: Asked) -> None:
    one = score_pair(case.view, case.a, case.b, case.scoring)
    other = score_pair(case.view, case.b, case.a, case.scoring)
    assert (one.forward, one.reverse, one.mutual) == (other.reverse, other.forward, other.mutual)
    assert one.dependence == other.dependence
    if one.asymmetry is None or one.dependence is None:
        assert other.asymmetry is one.asymmetry
    else:
        assert other.asymmetry == -one.asymmetry
        assert one.mutual == pytest.approx(
            one.dependence / 2 * (1 - one.asymmetry**2) ** 0.5, abs=1e-12
        )


@given(asked())
def test_scores_lie_in_their_bounds_and_in_their_range(case: Asked) -> None:
    found = score_pair(case.view, case.a, case.b, case.scoring)
    for score, bounds in (
        (found.forward, found.bounds.forward),
        (found.reverse, found.bounds.reverse),
        (found.mutual, found.bounds.mutual),
    ):
        assert 0 <= bounds.low <= bounds.high <= 1
        if score is not None:
            assert bounds.low <= score <= bounds.high


@given(asked(), st.data())
def test_scores_rise_with_every_strength(case: Asked, data: st.DataObject) -> None:
    known = [r for r in case.view.relations if r.strength]
    if not known:
        return
    chosen = data.draw(st.sampled_from(known))
    assert chosen.strength is not None
    more = data.draw(st.floats(chosen.strength.point, 1))
    raised = dataclasses.replace(chosen, strength=Strength.exactly(more))
    view = with_relations(case.view, [raised if r is chosen else r for r in case.view.relations])
    before = score_pair(case.view, case.a, case.b, case.scoring)
    after = score_pair(view, case.a, case.b, case.scoring)
    assert (after.forward or 0) >= (before.forward or 0) * (1 - 1e-12), case.context
    assert (after.reverse or 0) >= (before.reverse or 0) * (1 - 1e-12), case.context


@given(asked(), st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_nothing(case: Asked, rng: random.Random) -> None:
    actors = rng.sample(case.view.actors, len(case.view.actors))
    relations = rng.sample(case.view.relations, len(case.view.relations))
    view = build(case.view.key, actors, relations)
    assert score_pair(view, case.a, case.b, case.scoring) == score_pair(
        case.view, case.a, case.b, case.scoring
    )
    assert best_paths(view, case.a, case.b, 4, case.scoring) == best_paths(
        case.view, case.a, case.b, 4, case.scoring
    )
    ids = [actor.id for actor in actors]
    assert rank_pairs(view, ids[:3], ids, case.scoring) == rank_pairs(
        case.view, sorted(ids[:3]), sorted(ids), case.scoring
    )


@given(asked())
def test_other_names_in_the_same_order_rename_the_answer(case: Asked) -> None:
    def named(actor: Actor) -> Actor:
        return dataclasses.replace(actor, id=ActorId("居民" + actor.id))

    def moved(relation: Relation) -> Relation:
        return dataclasses.replace(
            relation,
            id=RelationId("关系" + relation.id),
            from_id=ActorId("居民" + relation.from_id),
            to_id=ActorId("居民" + relation.to_id),
        )

    view = build(case.view.key, [*map(named, case.view.actors)], [*map(moved, case.view.relations)])
    found = best_paths(case.view, case.a, case.b, 5, case.scoring).paths
    other = best_paths(view, "居民" + case.a, "居民" + case.b, 5, case.scoring).paths
    assert [tuple(actor[2:] for actor in p.actors) for p in other] == [p.actors for p in found]
    assert [p.score for p in other] == [p.score for p in found]


@given(asked(), st.data())
def test_one_more_unknown_relation_changes_no_known_score(case: Asked, data: st.DataObject) -> None:
    actor = st.sampled_from([actor.id for actor in case.view.actors])
    unknown = Relation(RelationId("z"), data.draw(actor), data.draw(actor))
    view = with_relations(case.view, [*case.view.relations, unknown])
    before = score_pair(case.view, case.a, case.b, case.scoring)
    after = score_pair(view, case.a, case.b, case.scoring)
    for known, now in ((before.forward, after.forward), (before.reverse, after.reverse)):
        assert now == known or (known == 0 and now is None)
    assert after.bounds.forward.low == before.bounds.forward.low
    assert after.bounds.forward.high >= before.bounds.forward.high * (1 - 1e-12)


@given(asked())
def test_a_ranking_prints_the_numbers_of_its_pairs_to_the_last_bit(case: Asked) -> None:
    ids = [actor.id for actor in case.view.actors]
    between, other = ids[:2], ids
    ranked = {order: rank_pairs(case.view, between, other, case.scoring, order=order)
              for order in ORDERS}  # fmt: skip
    rows = ranked["best"].rows
    expected = {frozenset((a, b)) for a in between for b in other if a != b}
    assert len(rows) == len(expected)
    assert {frozenset((row.a, row.b)) for row in rows} == expected
    for row in rows:
        pair = score_pair(case.view, row.a, row.b, case.scoring)
        assert (row.forward, row.reverse, row.mutual) == (pair.forward, pair.reverse, pair.mutual)
    missing = [row for row in rows if 0 in {row.forward, row.reverse}]
    assert [*ranked["missing"].rows] == sorted(missing, key=lambda row: (row.a, row.b))
    assert ranked["best"].disconnected == len(missing)
    assert {row.mutual for row in ranked["worst"].rows} == {
        row.mutual for row in rows if row.mutual
    }
    assert is_ascending([row.mutual or 0.0 for row in ranked["worst"].rows])
    assert is_ascending([-(row.mutual or 0.0) for row in rows])


ORDERS: tuple[Order, ...] = ("best", "worst", "missing")


def is_ascending(numbers: Sequence[float]) -> bool:
    return all(a <= b + 1e-12 for a, b in pairwise(numbers))


@given(st.integers(0, 2**32), st.sampled_from((1.0, 0.9)))
def test_larger_graphs_agree_with_floyd_warshall_and_networkx(seed: int, decay: float) -> None:
    rng = random.Random(seed)  # noqa: S311  # a graph, not a secret
    names = [f"n{i}" for i in range(14)]
    lines = [
        f"{rng.choice(names)} -> {rng.choice(names)} {rng.choice(('0.3', '0.5', '0.6', '1'))}"
        for _ in range(40)
    ]
    view = snapshot("\n".join([*names, *lines]))
    table = reference.closure(view, decay)
    scoring = Scoring(decay=decay)
    rows = rank_pairs(view, names, names, scoring).rows
    for row in rows:
        assert same(row.forward, table[row.a, row.b])
        assert same(row.reverse, table[row.b, row.a])
    if decay == 1:
        simple: nx.DiGraph[ActorId] = nx.DiGraph()
        for start, ends in reference.strongest(view, Question(), "point").items():
            for end, (strength, _) in ends.items():
                simple.add_edge(start, end, length=-math.log(strength))
        for row in [row for row in rows if row.forward][:5]:
            length = nx.dijkstra_path_length(simple, row.a, row.b, weight="length")
            assert row.forward == pytest.approx(math.exp(-length), rel=1e-12)


def with_relations(view: GraphSnapshot, relations: Sequence[Relation]) -> GraphSnapshot:
    return build(view.key, view.actors, relations)
