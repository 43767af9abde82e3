"""All walks on a graph too large for factors: pairs, and the first losses of a ranking."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph_api.domain import (
    ActorId,
    AddRelation,
    GraphSnapshot,
    Relation,
    RelationId,
    RemoveRelation,
    Scenario,
    SetRelation,
    Strength,
    ViewKey,
    ViewSpec,
    build_view,
)
from graph_api.domain import snapshot as build
from graph_api.domain.table_building import tables_of
from graph_api.errors import BadParameterError, DeadlineExceededError, TooCostlyError
from graph_api.scoring import (
    Bound,
    Channel,
    Reading,
    Scoring,
    Target,
    rank_bottlenecks,
    score_pair,
    stopping,
)
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.losses.subjects import Subject, Tally, distinct_pairs
from graph_api.scoring.pairs.order import mutual_score
from graph_api.scoring.walks import ranking as walk_ranking
from graph_api.scoring.walks.bounds import damping_of
from graph_api.scoring.walks.first import FirstLosses
from graph_api.scoring.walks.losses import WalkLosses
from graph_api.scoring.walks.ranking import FIRST, FirstRanking
from graph_api.scoring.walks.scores import walk_pair, walk_scores, walk_sums
from graph_api.scoring.walks.series import Series
from graph_api.scoring.walks.system import arcs_of, system_of
from tests.builders import actor

WALKS = Scoring(reading=Reading.ALL_WALKS)
ACTORS = 2_100
IDS = [ActorId(f"a{number:04}") for number in range(ACTORS)]
ENDS = [("a0007", "a0900"), ("a1500", "a0007")]


def drawn() -> list[Relation]:
    """Draw a ring both ways with chords, some relations twice, some of unknown strength."""
    rng = np.random.default_rng(3)
    ring = [(place, (place + 1) % ACTORS) for place in range(ACTORS)]
    chords = rng.integers(0, ACTORS, (2 * ACTORS, 2)).tolist()
    ends = [*ring, *(pair[::-1] for pair in ring), *chords, *chords[:200]]
    strengths = np.round(rng.uniform(0.05, 0.95, len(ends)), 2).tolist()
    return [
        Relation(
            RelationId(f"r{number:05}"),
            IDS[start],
            IDS[end],
            strength=None if number % 500 == 499 else Strength.exactly(strength),
        )
        for number, ((start, end), strength) in enumerate(zip(ends, strengths, strict=True))
    ]


def view_of(relations: list[Relation], support: GraphSnapshot | None = None) -> GraphSnapshot:
    pairs = support.support if support else frozenset((r.from_id, r.to_id) for r in relations)
    return build(ViewKey("ring", 1), [actor(name) for name in IDS], relations, support=pairs)


@pytest.fixture(scope="module")
def view() -> GraphSnapshot:
    return view_of(drawn())


def mutual(of: GraphSnapshot, pairs: list[tuple[str, str]]) -> float:
    scores = walk_scores(of, pairs, WALKS)
    return sum(mutual_score(*both) or 0.0 for both in scores)


def test_a_pair_of_a_large_graph_says_how_exact_it_is(view: GraphSnapshot) -> None:
    assert isinstance(carrier_graph(view), ArcGraph)
    assert isinstance(walk_sums(view, WALKS), Series)
    found = walk_pair(view, *ENDS[0], WALKS)
    assert found.forward is not None
    assert found.forward > 0
    assert 0 < found.error <= 1e-12 * found.high[0]
    assert found.low[0] <= found.forward <= found.high[0]
    assert found.low[0] < found.high[0]
    assert "r00499" in found.unknown
    assert score_pair(view, *ENDS[0], WALKS).forward == found.forward


@pytest.mark.parametrize("target", Target)
def test_the_first_losses_of_a_large_graph_are_those_of_asking_again(
    view: GraphSnapshot, target: Target
) -> None:
    told: list[float] = []
    ranking = rank_bottlenecks(view, ENDS, WALKS, target=target, progress=told.append)
    assert isinstance(ranking, FirstRanking)
    assert ranking.truncated_by is Bound.COST
    assert len(ranking) == FIRST
    assert (told[0], told[-1]) == (0, 1)
    assert told == sorted(told)
    losses = [item.loss for item in ranking]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] >= ranking.rest
    now = mutual(view, ENDS)
    for item in (ranking[0], ranking[1], ranking[-1]):
        subject = item.subject
        if isinstance(subject, Channel):
            gone = set(subject.relations)
            assert gone == {
                r.id
                for r in view.relations
                if (r.from_id, r.to_id) == (subject.from_id, subject.to_id)
            }
        else:
            gone = {r.id for r in view.relations if subject in {r.id, r.from_id, r.to_id}}
        left = view_of([r for r in view.relations if r.id not in gone], view)
        after = mutual(left, [pair for pair in ENDS if subject not in pair])
        apart = mutual(view, [pair for pair in ENDS if subject in pair])
        assert item.loss == pytest.approx(now - apart - after, abs=1e-12)
        assert item.loss_share == pytest.approx(item.loss / now)


def test_a_loss_that_may_be_less_than_one_that_was_not_searched_is_no_row(
    view: GraphSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest, tie = 0.125, 1e-12
    losses: dict[Subject, list[float]] = {
        0: [0.5],
        1: [rest + 4 * tie],
        2: [rest + tie / 4],
        3: [rest],
        4: [0.0625],
    }
    tally = Tally([1.0], losses, dict.fromkeys(losses, 0))
    monkeypatch.setattr(walk_ranking, "first_losses", lambda *_: FirstLosses(tally, rest))
    found = rank_bottlenecks(view, ENDS[:1], WALKS)
    assert isinstance(found, FirstRanking)
    assert [item.subject for item in found] == IDS[:2]
    assert found.rest == rest + tie / 4, "no row left out costs more than this"


def test_no_more_than_the_first_rows_are_given(
    view: GraphSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses: dict[Subject, list[float]] = {place: [1 - place / 100] for place in range(FIRST + 2)}
    tally = Tally([1.0], losses, dict.fromkeys(losses, 0))
    monkeypatch.setattr(walk_ranking, "first_losses", lambda *_: FirstLosses(tally, 0.0))
    found = rank_bottlenecks(view, ENDS[:1], WALKS)
    assert isinstance(found, FirstRanking)
    assert [item.subject for item in found] == IDS[:FIRST]
    assert found.rest == 1 - FIRST / 100


def test_what_cuts_every_pair_of_a_large_graph_is_first_and_counted() -> None:
    bridge = [
        r
        for r in drawn()
        if r.strength
        and (int(r.from_id[1:]) < 1000) == (int(r.to_id[1:]) < 1000)
        and "a1000" not in {r.from_id, r.to_id}
    ]
    ties = [("a0010", "a1000"), ("a1000", "a1400"), ("a1400", "a1000"), ("a1000", "a0010")]
    for number, (start, end) in enumerate(ties):
        name = RelationId(f"x{number}")
        bridge.append(Relation(name, ActorId(start), ActorId(end), strength=Strength.exactly(0.9)))
    view = view_of(bridge)
    ranking = rank_bottlenecks(view, [("a0005", "a1800")], WALKS)
    # All three take everything, so they stand by id; nothing else is on every walk.
    bridges = ["a0010", "a1000", "a1400"]
    assert [item.subject for item in ranking if item.pairs_cut] == bridges
    assert [item.subject for item in ranking[:3]] == bridges
    assert [item.loss_share for item in ranking[:3]] == [1.0, 1.0, 1.0]
    assert walk_scores(view_of(bridge[:-4], view), [("a0005", "a1800")], WALKS) == [(0.0, 0.0)]


def test_a_question_over_the_tables_of_a_large_scenario_has_the_same_numbers() -> None:
    relations = {r.id: r for r in drawn()}
    people = {name: actor(name) for name in IDS}
    small = Scenario("ring", actors=people, relations=relations)
    actors, table = tables_of(people.values(), relations.values())
    asked = ViewSpec(
        changes=(
            RemoveRelation(RelationId("r00007")),
            SetRelation(RelationId("r00008"), {"strength": Strength.exactly(0.99)}),
            AddRelation(
                Relation(RelationId("new"), IDS[7], IDS[900], strength=Strength.exactly(0.5))
            ),
        )
    )
    large_view = build_view(replace(small, actors=actors, relations=table), asked)
    small_view = build_view(small, asked)
    assert damping_of(large_view) == damping_of(small_view)
    changed = carrier_graph(large_view)
    assert isinstance(changed, ArcGraph)
    assert changed.out.slots.size > 0
    quick, slow = arcs_of(changed), changed.arrows
    assert quick[0].tolist() == slow[0].tolist()
    assert quick[1].tolist() == slow[1].tolist()
    assert quick[2].tolist() == slow[2].tolist()
    for pair in ENDS:
        one, other = (walk_pair(of, *pair, WALKS) for of in (large_view, small_view))
        assert one.forward == pytest.approx(other.forward, rel=1e-12)
        assert one.reverse == pytest.approx(other.reverse, rel=1e-12)
        assert one.unknown == other.unknown


def test_losses_of_everything_are_refused_for_a_large_graph(view: GraphSnapshot) -> None:
    with pytest.raises(TooCostlyError, match=r"2,100 actors. Ask for the first few only"):
        WalkLosses(view, distinct_pairs(view, ENDS), WALKS, Target.ACTOR)


def test_a_large_question_stops_when_its_time_is_over(view: GraphSnapshot) -> None:
    walk_sums(view, WALKS)
    with stopping.within(0), pytest.raises(DeadlineExceededError):
        walk_pair(view, *ENDS[0], WALKS)


def ring_of(size: int, strength: float, *, closed: bool = True) -> GraphSnapshot:
    relations = [
        Relation(
            RelationId(f"r{n}"), IDS[n], IDS[(n + 1) % size], strength=Strength.exactly(strength)
        )
        for n in range(size if closed else size - 1)
    ]
    return view_of(relations)


def test_a_damping_next_to_its_limit_is_refused_for_a_large_graph() -> None:
    ring = ring_of(ACTORS, 1.0)
    almost = replace(WALKS, damping=0.99)
    # Once round the ring is 0.99^2100, which is nothing beside the way there.
    found = walk_pair(ring, IDS[0], IDS[2], almost)
    assert found.forward == pytest.approx(0.99**2, rel=1e-8)
    with pytest.raises(BadParameterError, match="too near its limit"):
        walk_pair(ring, IDS[0], IDS[2], replace(WALKS, damping=0.9999))


def test_long_chains_have_weights_although_walks_grow_for_long() -> None:
    # Without a cycle any damping is fine: every step doubles, for 400 steps.
    chain = system_of(carrier_graph(ring_of(400, 1.0, closed=False)), 2.0)
    series = Series(chain)
    found = series.sums(np.array([0, 0, 5]), np.array([10, 399, 4]))
    assert found.value == pytest.approx([2.0**10, 2.0**399, 0.0], rel=1e-12)
    # No walk is missing, and yet 400 products may have been rounded.
    assert 1e-15 * found.value[1] < found.error[1] < 1e-12 * found.value[1]
    assert found.error[2] == 0
