"""Trees laid out by position, and rankings whose rows are made when asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError, DeadlineExceededError
from graph_api.scoring import PRODUCT, Reading, Scoring, Target, stopping
from graph_api.scoring.bottlenecks import costly_in, rank_bottlenecks
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.trees import NOT_THERE, Tree, tree_of
from graph_api.scoring.graphs.arrays import array_graph
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.losses import limited as limited_losses
from graph_api.scoring.losses import subjects as losses
from graph_api.scoring.losses.arrays import ArrayLosses
from graph_api.scoring.losses.ranking import LossRanking, by_loss, ranking_of
from graph_api.scoring.losses.subjects import GroupPairs, require_few_pairs, require_little_work
from graph_api.scoring.losses.sums import Losses
from tests.builders import snapshot

LADDER = """
    a -> b 0.8
    b -> c 0.5
    b -> d 0.5
    a -> c 0.2
    a -> d 0.4
    c -> e 0.5
    d -> e 0.2
    x -> a 1
"""


def graph_of(view: GraphSnapshot, assumption: Assumption = Assumption.POINT) -> ArcGraph:
    return array_graph(view, effective_strengths(view).under(assumption))


def tree_from(view: GraphSnapshot, start: str) -> tuple[Tree, dict[str, int]]:
    graph = graph_of(view)
    place = view.place(start)
    tree = tree_of(graph, graph.worth(1.0), keys_from(graph, place), place, ahead=True)
    return tree, {actor.id: int(tree.position[view.place(actor.id)]) for actor in view.actors}


def test_what_hangs_on_an_actor_stands_behind_it_in_one_piece() -> None:
    # Best ways from a: b 0.8, then c over b 0.4, e over c 0.2; d over b is 0.4, as is a -> d.
    tree, at = tree_from(snapshot(LADDER), "a")
    assert at["x"] == NOT_THERE
    assert tree.order.size == 5
    assert at["a"] == 0
    piece = range(at["b"], int(tree.last[at["b"]]))
    assert {at["b"], at["c"], at["e"]} <= set(piece)
    assert at["e"] == at["c"] + 1
    assert int(tree.last[at["c"]]) == at["e"] + 1
    assert tree.key[[at["b"], at["c"], at["e"]]].tolist() == [0.8, 0.4, 0.2]


def test_entries_are_the_other_ways_in_best_first() -> None:
    tree, at = tree_from(snapshot(LADDER), "a")
    first, end = tree.first[at["c"]], tree.first[at["c"] + 1]
    assert tree.at[first:end].tolist() == [at["a"]]
    assert tree.value[first:end].tolist() == [0.2]
    first, end = tree.first[at["e"]], tree.first[at["e"] + 1]
    assert tree.value[first:end].tolist() == [pytest.approx(0.08)]
    assert tree.first[0] == tree.first[1] == 0


def test_many_entries_are_sorted_too_and_none_behind_a_sure_one_is_kept() -> None:
    # Fifty ways to z within the branch of hub, the best of all; one from elsewhere gives 0.3.
    lines = ["s -> hub 1", "hub -> z 1", "s -> y 1", "y -> z 0.3"]
    for number in range(50):
        lines += [f"hub -> m{number} 1", f"m{number} -> z {(number * 37 % 50 + 1) / 100}"]
    tree, at = tree_from(snapshot("\n".join(lines)), "s")
    first, end = tree.first[at["z"]], tree.first[at["z"] + 1]
    found = tree.value[first:end].tolist()
    assert found == [number / 100 for number in range(50, 30, -1)] + [0.3]
    assert tree.at[end - 1] == at["y"]


def asked(
    view: GraphSnapshot, start: str, ends: list[str], scoring: Scoring, target: Target
) -> LossRanking:
    graph = graph_of(view)
    partners = {view.place(start): np.array([view.place(end) for end in ends])}
    hope = graph_of(view, Assumption.HOPED)
    found = ArrayLosses(graph, hope, partners, scoring, target).losses(lambda _: None)
    return ranking_of(view, graph, found, target)


def test_the_rest_of_a_subtree_is_searched_again_against_the_tree() -> None:
    # Without p the way to q is over r, which hung on q: a -> r 0.1, r -> q 0.5.
    view = snapshot("a -> p 0.8\np -> q 0.5\nq -> r 0.5\na -> r 0.1\nr -> q 0.5\nq -> a 1")
    ranking = asked(view, "a", ["q"], PRODUCT, Target.ACTOR)
    assert ranking[0].subject == "p"
    assert ranking[0].loss == pytest.approx(math.sqrt(0.4) - math.sqrt(0.05))
    assert [item.loss for item in ranking[1:]] == [0, 0, 0]


def test_who_has_another_way_just_as_good_keeps_it_whatever_else_led_there() -> None:
    # Without v, x is lost; u, to which v and x led as well as w does, is not.
    view = snapshot(
        "s -> a 1\na -> v 1\nv -> u 0.5\nv -> x 1\nx -> u 0.5\na -> w 1\nw -> u 0.5"
        "\nu -> s 1\nx -> s 1"
    )
    ranking = asked(view, "s", ["u", "x"], PRODUCT, Target.ACTOR)
    assert [(i.subject, i.loss, i.pairs_cut) for i in ranking[:3]] == [
        ("a", 1 + math.sqrt(0.5), 2),
        ("v", 1, 1),
        ("s", 0, 0),
    ]


def test_who_keeps_all_leads_on_to_those_who_lose() -> None:
    # Without v, x stays what it was over w, and leads to u better than a does.
    view = snapshot(
        "s -> a 1\na -> v 1\nv -> x 1\nv -> u 0.5\na -> w 1\nw -> x 1\nx -> u 0.4\na -> u 0.1"
        "\nu -> s 1"
    )
    ranking = asked(view, "s", ["u"], PRODUCT, Target.ACTOR)
    assert [item.subject for item in ranking[:2]] == ["a", "v"]
    assert ranking[1].loss == pytest.approx(math.sqrt(0.5) - math.sqrt(0.4))


def test_a_twin_takes_the_place_of_a_relation_but_not_of_a_channel() -> None:
    view = snapshot("x: a -> b 0.5\ny: a -> b 0.32\nz: b -> a 0.5")
    relations = asked(view, "a", ["b"], PRODUCT, Target.RELATION)
    assert [(i.subject, round(i.loss, 12), i.pairs_cut) for i in relations] == [
        ("z", 0.5, 1),
        ("x", 0.1, 0),
        ("y", 0, 0),
    ]
    channels = asked(view, "a", ["b"], PRODUCT, Target.CHANNEL)
    assert [(i.subject.relations, i.loss) for i in channels] == [  # type: ignore[union-attr]
        (("x", "y"), 0.5),
        (("z",), 0.5),
    ]


def test_a_pair_over_unknown_relations_is_not_cut() -> None:
    view = snapshot("a -> b 0.5\nb -> c 0.5\nc -> a 1\na -> d ?\nd -> c 0.1\na -> c 0 burden")
    first = asked(view, "a", ["c"], PRODUCT, Target.ACTOR)[0]
    assert (first.subject, first.loss, first.pairs_cut) == ("b", 0.5, 0)
    known = snapshot("a -> b 0.5\nb -> c 0.5\nc -> a 1\na -> d 0\nd -> c 0.1")
    assert asked(known, "a", ["c"], PRODUCT, Target.ACTOR)[0].pairs_cut == 1


def test_over_the_smallest_strength_the_next_widest_way_counts() -> None:
    view = snapshot("a -> b 0.9\nb -> c 0.8\na -> c 0.2\nc -> a 0.8")
    ranking = asked(view, "a", ["c"], Scoring(reading=Reading.WEAKEST), Target.ACTOR)
    assert ranking[0].loss == pytest.approx(0.8 - math.sqrt(0.2 * 0.8))


def test_losses_that_vanish_beside_a_sum_are_in_it() -> None:
    # Each loss of 2^-60 is lost beside 1 if it is added alone; 256 of them are not.
    found = Losses(2.0, np.array([1]), np.array([1.0]), np.array([0], np.int32))
    assert found.loss[0] == 1.0
    lines = ["o -> h 1", "h -> o 1", "h -> big 1", "big -> h 1"]
    tiny = [f"t{number}" for number in range(256)]
    for name in tiny:
        lines += [f"h -> {name} 0.0000000000000000008673617379884035", f"{name} -> h 1"]
    view = snapshot("\n".join(lines))
    first = asked(view, "o", ["big", *tiny], PRODUCT, Target.ACTOR)[0]
    small = math.sqrt(0.0000000000000000008673617379884035)
    assert first.subject == "h"
    assert first.loss == math.fsum([1.0, *[small] * 256])


def test_of_tied_losses_the_first_id_leads_and_the_window_moves() -> None:
    names = [("e",), ("d",), ("c",), ("b",), ("a",)]
    # Down in steps of 0.8e-12: the largest left is tied with the next one, not with that after it.
    found = [1 - 0.8e-12 * step for step in range(5)]
    assert by_loss(found, names.__getitem__) == [1, 0, 3, 2, 4]
    assert by_loss([2e-12, 5e-13], [("z",), ("y",)].__getitem__, 1e-12) == [0]


def test_what_costs_next_to_nothing_stands_with_what_costs_nothing_by_id() -> None:
    view = snapshot("e\nd\nc\nb\na")
    graph = graph_of(view)
    places = np.array([0, 1, 2])

    def order(*found: float) -> list[str]:
        known = Losses(1.0, places, np.array(found), np.zeros(3, np.int32))
        ranking = ranking_of(view, graph, known, Target.ACTOR)
        assert len(ranking) == 5
        assert costly_in(ranking) == ranking.costly == 3
        assert ranking[-1] == list(ranking)[4]
        with pytest.raises(IndexError):
            ranking[5]
        return [str(item.subject) for item in ranking]

    assert order(0.5, 5e-13, 0.5) == ["c", "e", "a", "b", "d"]
    # d and e are tied, though d alone would stand with those that cost nothing.
    assert order(1.5e-12, 0.9e-12, 0.1) == ["c", "d", "e", "a", "b"]
    assert order(1e-12, 1e-13, 1e-14) == ["a", "b", "c", "d", "e"]


def large(count: int) -> GraphSnapshot:
    """Draw a ring with chords that is just large enough to be read as arrays."""
    lines = [f"n{i} -> n{(i + 1) % count} 0.9" for i in range(count)]
    lines += [f"n{i} -> n{(i * 7 + 3) % count} 0.5" for i in range(count)]
    return snapshot("\n".join(lines))


def test_groups_and_pairs_of_ids_give_the_same_ranking_of_a_large_view() -> None:
    view = large(1_100)
    ids = [f"n{i}" for i in range(1, 1_100, 40)]
    places = np.array([view.place(name) for name in ids], np.int32)
    shares: list[float] = []
    by_groups = rank_bottlenecks(
        view, GroupPairs(np.array([0], np.int32), places), progress=shares.append
    )
    assert isinstance(by_groups, LossRanking)
    assert by_groups[:50] == rank_bottlenecks(view, [("n0", name) for name in ids])[:50]
    assert by_groups[0].loss > by_groups[10].loss > 0
    assert len(by_groups) == len(view.actors)
    assert shares == sorted(set(shares))
    assert (shares[0], shares[-1]) == (0, 1)


def test_a_hop_limit_on_a_large_view_looks_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    # Around the ring 0.9 a hop; back over two chords, the only way within eight hops.
    ring = [f"n{i} -> n{(i + 1) % 2_100} 0.9" for i in range(2_100)]
    view = snapshot("\n".join([*ring, "n3 -> z 0.5", "z -> n0 0.5", "n0 -> n2 0.8"]))
    found = rank_bottlenecks(view, [("n0", "n3")], Scoring(max_hops=8))
    # There over n1 and n2 0.729, else 0.8 x 0.9 = 0.72; back 0.25.
    assert [(item.subject, item.pairs_cut) for item in found[:3]] == [
        ("n2", 1),
        ("z", 1),
        ("n1", 0),
    ]
    assert found[0].loss == found[1].loss == pytest.approx(math.sqrt(0.729 * 0.25))
    assert found[2].loss == pytest.approx(math.sqrt(0.729 * 0.25) - math.sqrt(0.72 * 0.25))
    first = rank_bottlenecks(view, [("n0", "n3")], Scoring(max_hops=2))[0]
    assert first.subject == "n2"
    assert first.loss == pytest.approx(math.sqrt(0.72 * 0.25))
    monkeypatch.setattr(limited_losses, "MOST_STATES", 3 * 2_101)
    with pytest.raises(BadParameterError, match=r"maxHops of 8 is too much .* at most 3"):
        rank_bottlenecks(view, [("n0", "n3")], Scoring(max_hops=8))


def test_a_question_that_is_over_says_how_many_removals_were_worked_out() -> None:
    view = large(1_100)
    with stopping.within(60) as stop:

        def tell(share: float) -> None:
            if share > 0:
                stop.cancel()

        with pytest.raises(DeadlineExceededError, match=r"0 of \d+ removals had been worked out"):
            rank_bottlenecks(view, [("n0", "n500")], progress=tell)


def test_the_work_on_a_large_view_is_limited_by_searches_not_by_pairs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = large(1_100)
    many = np.arange(1, 1_100, dtype=np.int32)
    monkeypatch.setattr(losses, "MOST_PAIRS", 10)
    require_little_work(view, GroupPairs(many[:1] * 0, many), PRODUCT)
    monkeypatch.setattr(losses, "MOST_WORK", 3 * 3_300)
    with pytest.raises(BadParameterError, match="may have up to 3; narrow it"):
        require_little_work(view, GroupPairs(many[:4], many), PRODUCT)
    small = snapshot("a -> b 1\n" + "\n".join(f"x{i}" for i in range(11)))
    with pytest.raises(BadParameterError, match="1 x 11 actors make too many pairs"):
        require_little_work(small, GroupPairs(many[:1], many[:11]), PRODUCT)
    require_few_pairs(2, 5)
    with pytest.raises(BadParameterError, match="1 x 11 actors make too many pairs") as caught:
        require_few_pairs(1, 11)
    assert "1 × 11 个行动者构成的对过多（上限 10）" in caught.value.zh
