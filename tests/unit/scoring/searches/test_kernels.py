from __future__ import annotations

from graph_api.scoring.searches import kernels
from graph_api.scoring.searches.kernels import UNREACHED

# 0 -> 1 (0.5), 1 -> 2 (0.5), 0 -> 2 (0.2), 2 -> 0 (1); 3 is alone.
OUT = [[(1, 0.5, 0), (2, 0.2, 2)], [(2, 0.5, 1)], [(0, 1.0, 3)], []]
BACK = [[(2, 1.0, 3)], [(0, 0.5, 0)], [(0, 0.2, 2), (1, 0.5, 1)], []]


def test_keys_are_products_with_a_decay_for_every_arrow() -> None:
    assert kernels.best_products(OUT, 0) == [1.0, 0.5, 0.25, UNREACHED]
    # 0.2 x 0.5 = 0.1 beats 0.5 x 0.5 x 0.5 x 0.5 = 0.0625.
    assert kernels.best_products(OUT, 0, 0.5) == [1.0, 0.25, 0.1, UNREACHED]
    assert kernels.best_products(BACK, 2) == [0.25, 0.5, 1.0, UNREACHED]


def test_a_search_for_one_end_stops_behind_it() -> None:
    line = [[(1, 0.5, 0)], [(2, 0.5, 1)], [(3, 0.5, 2)], []]
    assert kernels.best_products(line, 0, stop=1) == [1.0, 0.5, 0.25, UNREACHED]
    assert kernels.best_weakest(line, 0, stop=0) == [1.0, UNREACHED, UNREACHED, UNREACHED]


def test_the_weakest_keys_are_smallest_strengths() -> None:
    assert kernels.best_weakest(OUT, 0) == [1.0, 0.5, 0.5, UNREACHED]
    assert kernels.layered_weakest(OUT, 0, 1) == [1.0, 0.5, 0.2, UNREACHED]
    assert kernels.layered_weakest(OUT, 0, 9) == [1.0, 0.5, 0.5, UNREACHED]


def test_layers_hold_the_best_walk_of_each_length() -> None:
    assert kernels.layered_products(OUT, 0, 2) == [{0: 1.0}, {1: 0.5, 2: 0.2}, {2: 0.25, 0: 0.2}]
    assert kernels.layered_products(OUT, 3, 5) == [{3: 1.0}, {}]


def test_hops_are_counted_to_every_actor() -> None:
    assert kernels.hops_from(OUT, 0) == [0, 1, 1, -1]
    assert kernels.tight_hops(OUT, [1.0, 0.5, 0.25, UNREACHED], 0) == [0, 1, 2, -1]


def test_only_arrows_are_those_of_a_path_without_a_rival() -> None:
    keys = kernels.best_products(OUT, 0)
    assert kernels.only_arrows(BACK, keys, 0, 2) == [(1, 0.5, 1), (0, 0.5, 0)]
    rival = [BACK[0], BACK[1], [(0, 0.25, 2), (1, 0.5, 1)], []]
    assert kernels.only_arrows(rival, keys, 0, 2) is None


def test_a_floor_that_rounding_put_a_hair_too_high_is_lowered() -> None:
    layers = kernels.fewest_hops(BACK, 0, 2, 0.25 * (1 + 5e-13), 1.0)
    assert layers[-1][0] == 0.25
    path = kernels.first_path(OUT, layers, 0, 0.25 * (1 + 5e-13), 1.0)
    assert [arrow[0] for arrow in path] == [1, 2]


def test_a_score_is_the_product_in_path_order_times_the_decay_between_hops() -> None:
    assert kernels.product([0.3, 0.1, 0.1]) == 0.3 * 0.1 * 0.1
    assert kernels.product([0.5, 0.5, 0.5], 0.5) == 0.03125
    assert kernels.product([]) == 1.0
