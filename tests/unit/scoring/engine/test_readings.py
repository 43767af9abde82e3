from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import numpy as np
import pytest

from graph_api.errors import DeadlineExceededError
from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.fewest import arcs_of_widest
from graph_api.scoring.engine.flows import Room
from graph_api.scoring.engine.halves import halves, room_of_halves
from graph_api.scoring.engine.hops import (
    arcs_in_layers,
    hop_counts,
    layers_from,
    limited_between,
    widest_between_within,
    widest_within,
)
from graph_api.scoring.engine.labels import UNREACHED
from graph_api.scoring.engine.nearest_cut import smallest_cut
from graph_api.scoring.engine.patches import patched
from graph_api.scoring.engine.weakest import ranks_of, widest_between, widest_from
from graph_api.scoring.searches.array_readings import search_weakest
from graph_api.scoring.searches.kernels import best_weakest
from graph_api.scoring.searches.lists import widest_route
from tests.property.test_engine_searches import lists


def graph(arcs: Mapping[tuple[int, int], float], size: int) -> ArcGraph:
    ends = np.array(list(arcs), np.int32)
    return arc_graph(size, ends[:, 0], ends[:, 1], np.array(list(arcs.values())))


def plain_room(of: ArcGraph) -> Room:
    """Strengths in tenths."""
    return Room(np.rint(of.table * 10).astype(np.int64), np.zeros(0, np.int64))


# 0 to 4: directly at 0.2; by 1 and 2, weakest 0.5; by 1 and 3, weakest 0.5 too, product 0.36.
FORK = graph({(0, 4): 0.2, (0, 1): 0.9, (1, 2): 0.5, (2, 4): 0.6, (1, 3): 0.8, (3, 4): 0.5}, size=6)
STAR = 5_000
"""More actors between two others than a search has room for at first."""


def star(strength: float = 0.5) -> ArcGraph:
    middle = np.arange(2, STAR + 2, dtype=np.int32)
    start = np.concatenate((np.zeros(STAR, np.int32), middle))
    end = np.concatenate((middle, np.ones(STAR, np.int32)))
    return arc_graph(STAR + 2, start, end, np.full(2 * STAR, strength))


def test_a_path_is_as_strong_as_its_weakest_arc() -> None:
    assert widest_between(FORK, 0, 4) == 0.5
    assert widest_from(FORK, 0).tolist() == [1, 0.9, 0.5, 0.8, 0.5, UNREACHED]
    assert widest_from(FORK, 4, ahead=False).tolist() == [0.5, 0.5, 0.6, 0.5, 1, UNREACHED]
    assert widest_between(FORK, 4, 0) == UNREACHED


def test_among_paths_of_the_fewest_hops_the_greatest_product_is_kept() -> None:
    met = arcs_of_widest(FORK, 0, 4, 0.5)
    assert met.best == pytest.approx(0.9 * 0.8 * 0.5)
    assert sorted(met.arcs) == [(0, 1, 0.9), (1, 3, 0.8), (3, 4, 0.5)]
    assert arcs_of_widest(FORK, 0, 4, 0.1).arcs == ((0, 4, 0.2),)
    assert arcs_of_widest(FORK, 0, 4, 0.55).best == UNREACHED


@pytest.mark.parametrize(("steps", "seed"), [(384, 14), (385, 29), (386, 6), (388, 30), (500, 1)])
def test_products_too_faint_to_compare_are_tied(steps: int, seed: int) -> None:
    # A ladder of two actors a step whose products of about 1e-320 have three digits left, or none.
    drawn = random.Random(seed)  # noqa: S311  # no secret
    ladder = graph(
        {
            (2 * step + one, 2 * step + 2 + other): drawn.choice((0.1, drawn.uniform(0.1, 0.2)))
            for step in range(steps)
            for one in (0, 1)
            for other in (0, 1)
        },
        size=2 * steps + 2,
    )
    end = 2 * steps
    found = search_weakest(ladder, 0, None, end, ahead=True).route(end)
    least = widest_between(ladder, 0, end)
    assert found is not None
    assert found.places == widest_route(lists(ladder, ahead=True), 0, end, least).places


def test_a_question_leaves_nothing_behind_for_the_next_one() -> None:
    # From 1, actor 3 is reached at 0.8; from 0 only at 0.72, by the same arcs.
    assert arcs_of_widest(FORK, 1, 4, 0.5).best == pytest.approx(0.4)
    met = arcs_of_widest(FORK, 0, 4, 0.5)
    assert met.best == pytest.approx(0.36)
    assert len(met.arcs) == 3


def test_a_limit_on_hops_counts_arcs() -> None:
    assert widest_between_within(FORK, 0, 4, 2) == 0.2
    assert widest_between_within(FORK, 0, 4, 3) == 0.5
    assert widest_within(FORK, 0, 1).tolist() == [1, 0.9, -1, -1, 0.2, -1]
    assert limited_between(FORK, 0, 4, 2).arcs == ((0, 4, 0.2),)
    met = limited_between(FORK, 0, 4, 3)
    assert met.best == pytest.approx(0.36)
    assert sorted(met.arcs) == [(0, 1, 0.9), (1, 3, 0.8), (3, 4, 0.5)]
    assert limited_between(FORK, 4, 0, 3).best == UNREACHED


def test_a_layer_holds_what_no_shorter_walk_equals() -> None:
    layers = layers_from(FORK, 0, 9)
    assert [sorted(layer.places.tolist()) for layer in layers] == [[0], [1, 4], [2, 3], [4], []]
    assert 1 in layers[1]
    assert 2 not in layers[1]
    assert layers[1].get(1) == 0.9
    assert layers[1].get(2, 7.0) == 7.0
    assert layers[4].get(0) == UNREACHED
    assert arcs_in_layers(FORK, layers, 4, 1) == ((0, 4, 0.2),)
    assert set(arcs_in_layers(FORK, layers, 4, 3)) == {(0, 1, 0.9), (1, 3, 0.8), (3, 4, 0.5)}


def test_hops_are_counted_up_to_a_limit() -> None:
    assert hop_counts(FORK, 0, 5).tolist() == [0, 1, 2, 2, 1, 6]
    assert hop_counts(FORK, 0, 1).tolist() == [0, 1, 2, 2, 1, 2]
    assert hop_counts(FORK, 4, 5, ahead=False).tolist() == [1, 2, 1, 1, 0, 6]


def test_a_search_makes_itself_more_room() -> None:
    wide = star()
    for _ in range(2):  # and leaves it as clean as it was
        assert widest_between(wide, 0, 1) == 0.5
        assert len(arcs_of_widest(wide, 0, 1, 0.5).arcs) == 2 * STAR
        assert limited_between(wide, 0, 1, 2).best == 0.25
    assert widest_from(wide, 0)[1] == 0.5
    assert smallest_cut(wide, 0, 1, plain_room(wide)).amount == 5 * STAR


def test_new_values_of_a_changed_graph_are_ranked_among_the_old_ones() -> None:
    # 0.7 stands at the end of the table, yet between 0.6 and 0.8.
    changed = patched(FORK, {(1, 2): [(0.7, 0)], (2, 4): [(0.65, 1)]}, size=6, name=str)
    assert changed.table.tolist() != sorted(changed.table)
    ranks = ranks_of(changed)
    assert ranks.values[ranks.of].tolist() == changed.table.tolist()
    assert widest_between(changed, 0, 4) == 0.65
    assert widest_from(changed, 0).tolist() == best_weakest(lists(changed, ahead=True), 0)


def test_a_cut_takes_the_cheapest_arcs_nearest_the_start() -> None:
    # Into 4 lead 0.2, 0.6 and 0.5; out of 0 only 0.2 and 0.9.
    cut = smallest_cut(FORK, 0, 4, plain_room(FORK))
    assert cut.amount == 11
    assert sorted(cut.arcs) == [(0, 1), (0, 4)]
    chain = graph({(0, 1): 0.3, (1, 2): 0.3}, size=3)
    assert smallest_cut(chain, 0, 2, plain_room(chain)).arcs == ((0, 1),)
    assert smallest_cut(chain, 2, 0, plain_room(chain)).amount == 0


def test_flow_is_taken_back_where_it_is_in_the_way() -> None:
    # The shortest way 0-1-4-5 blocks both others, 0-1-2-3-5 and 0-6-7-4-5, until it gives way.
    arcs = [(0, 1), (1, 4), (4, 5), (1, 2), (2, 3), (3, 5), (0, 6), (6, 7), (7, 4)]
    blocked = graph(dict.fromkeys(arcs, 0.1), size=8)
    assert smallest_cut(blocked, 0, 5, plain_room(blocked)).amount == 2


def test_a_changed_graph_is_halved_as_one_that_was_built_so() -> None:
    # Without 3, everything from 0 to 4 but the direct arc passes 1 and then 2.
    changed = patched(FORK, {(0, 4): [], (1, 3): []}, size=6, name=str)
    built = graph({(0, 1): 0.9, (1, 2): 0.5, (2, 4): 0.6, (3, 4): 0.5}, size=6)
    for one in (changed, built):
        split = halves(one)
        assert split.count == 4 + split.size // 2
        cut = smallest_cut(split, 2 * 0 + 1, 2 * 4, room_of_halves(split))
        assert cut == (1, ((2 * 1, 2 * 1 + 1),))


SEARCHES: Mapping[str, Callable[[], object]] = {
    "widest from": lambda: widest_from(FORK, 0),
    "widest pair": lambda: widest_between(FORK, 0, 4),
    "fewest hops": lambda: arcs_of_widest(FORK, 0, 4, 0.5),
    "layers": lambda: layers_from(FORK, 0, 3),
    "limited pair": lambda: limited_between(FORK, 0, 4, 3),
    "widest within": lambda: widest_within(FORK, 0, 3),
    "cut": lambda: smallest_cut(FORK, 0, 4, plain_room(FORK)),
}


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_ends_when_the_question_does_and_the_next_one_starts_clean(search: str) -> None:
    expected = repr(SEARCHES[search]())
    with stopping.within(None) as stop:
        stop.cancel()
        with pytest.raises(DeadlineExceededError, match=r"reached \d+ of 6 actors"):
            SEARCHES[search]()
    assert repr(SEARCHES[search]()) == expected
