from __future__ import annotations

import numpy as np
import pytest

from graph_api.errors import DeadlineExceededError
from graph_api.scoring import PRODUCT, Reading, Scoring, stopping
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.loopless import SPARE, deviations
from graph_api.scoring.engine.masked import Masked
from graph_api.scoring.searches.loopless import ranked_routes


def graph(*arcs: tuple[int, int, float], size: int) -> ArcGraph:
    start, end, strength = zip(*arcs, strict=True)
    return arc_graph(
        size, np.array(start, np.int32), np.array(end, np.int32), np.array(strength, np.float64)
    )


# From 0 to 3: 0.9 x 0.8 = 0.72 by 1, 0.5 directly, 0.6 x 0.7 = 0.42 by 2,
# 0.9 x 0.5 x 0.7 = 0.315 by 1 and 2.
DIAMOND = graph(
    (0, 1, 0.9), (1, 3, 0.8), (0, 3, 0.5), (0, 2, 0.6), (2, 3, 0.7), (1, 2, 0.5), size=4
)  # fmt: skip


def places(of: ArcGraph, scoring: Scoring, count: int | None = None) -> list[tuple[int, ...]]:
    return [route.places for route in ranked_routes(of, 0, of.size - 1, scoring, count)]


def test_paths_come_best_first_and_end_when_there_is_no_more() -> None:
    assert places(DIAMOND, PRODUCT) == [(0, 1, 3), (0, 3), (0, 2, 3), (0, 1, 2, 3)]
    assert places(DIAMOND, PRODUCT, 2) == [(0, 1, 3), (0, 3)]


def test_a_decay_prefers_fewer_hops() -> None:
    # With 0.5 a hop: 0.36, 0.5, 0.21, 0.07875.
    scoring = Scoring(Reading.PRODUCT, 0.5)
    assert places(DIAMOND, scoring) == [(0, 3), (0, 1, 3), (0, 2, 3), (0, 1, 2, 3)]


def test_a_hop_limit_and_the_weakest_arc_rank_paths_too() -> None:
    assert places(DIAMOND, Scoring(Reading.PRODUCT, max_hops=1)) == [(0, 3)]
    # Weakest arcs: 0.8 by 1, 0.6 by 2, 0.5 directly and by 1 and 2: fewer hops first.
    assert places(DIAMOND, Scoring(Reading.WEAKEST)) == [
        (0, 1, 3), (0, 2, 3), (0, 3), (0, 1, 2, 3),
    ]  # fmt: skip


def test_more_tied_paths_than_fit_are_chosen_one_by_one() -> None:
    middle = 2 * SPARE
    arcs = [(0, place, 0.5) for place in range(1, middle + 1)]
    arcs += [(place, middle + 1, 0.5) for place in range(1, middle + 1)]
    wide = graph(*arcs, size=middle + 2)
    with deviations(wide, 0, middle + 1, 1) as searches:
        assert searches is not None
        assert searches.listing(1) is None
    # Ids are texts: 1, 10, 100, 101 before 2.
    assert [path[1] for path in places(wide, PRODUCT, 4)] == [1, 10, 100, 101]


def test_a_path_that_only_rounding_puts_behind_the_last_one_is_tied_with_it() -> None:
    # 0.9 x 0.81 is 0.7290000000000001 in float64; the direct path has fewer hops.
    near = graph((0, 1, 0.9), (1, 2, 0.81), (0, 2, 0.729), size=3)
    assert places(near, PRODUCT, 1) == [(0, 2)]


def test_without_a_path_there_is_nothing_to_list() -> None:
    assert [*ranked_routes(DIAMOND, 3, 0, PRODUCT)] == []


def test_what_is_hidden_is_shown_again() -> None:
    masked = Masked(DIAMOND)
    with masked.without([1], 0, [3]) as part:
        assert [route.places for route in ranked_routes(part, 0, 3, PRODUCT)] == [(0, 2, 3)]
    with masked.without([], 0, []) as whole:
        assert np.array_equal(whole.out.other, DIAMOND.out.other)
        assert np.array_equal(whole.back.other, DIAMOND.back.other)


def test_a_question_that_is_over_says_so() -> None:
    with stopping.within(60) as stop, deviations(DIAMOND, 0, 3, 2) as searches:
        assert searches is not None
        stop.cancel()
        with pytest.raises(DeadlineExceededError, match="being listed"):
            searches.listing(2)
