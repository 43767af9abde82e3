from __future__ import annotations

import numpy as np
import pytest

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError, DeadlineExceededError, UnknownActorError
from graph_api.scoring import stopping
from graph_api.scoring.engine.top_pairs import mark
from graph_api.scoring.pairs.scores import Order
from graph_api.scoring.pairs.top import top_pairs
from tests.builders import snapshot
from tests.large import as_arrays

# office and a: 0.9 there, 0.4 back, M = 0.6; b: 0.5 and 0.5, M = 0.5; c: 0.8 there and no way back;
# d: by a, 0.9 x 0.5 = 0.45 there, 0.2 back, M = 0.3.
STAR = """
    office -> a 0.9
    a -> office 0.4
    office -> b 0.5
    b -> office 0.5
    office -> c 0.8
    a -> d 0.5
    d -> office 0.2
"""


def star() -> GraphSnapshot:
    return snapshot(STAR)


def others(
    view: GraphSnapshot, order: Order, count: int, names: str = "abcd"
) -> list[tuple[str, float | None]]:
    with as_arrays():
        rows = top_pairs(view, ["office"], [*names], count, order=order)
    return [(row.b, row.mutual) for row in rows]


def test_the_best_pairs_come_first_and_the_missing_ones_last() -> None:
    (first, best), (second, next_best) = others(star(), "best", 2)
    assert (first, second) == ("a", "b")
    assert (best, next_best) == pytest.approx((0.6, 0.5))
    assert [name for name, _ in others(star(), "best", 9)] == ["a", "b", "d", "c"]


@pytest.mark.parametrize(("there", "back"), [(1, 0.3), (0.3, 1)])
def test_a_pair_that_is_strong_one_way_waits_for_its_weak_way(there: float, back: float) -> None:
    # M of a is the root of 0.3, M of b the root of 0.25, whose two ways are found first.
    view = snapshot(f"office -> a {there}\na -> office {back}\noffice -> b 0.5\nb -> office 0.5")
    assert [name for name, _ in others(view, "best", 1, "ab")] == ["a"]


def test_the_worst_pairs_have_a_way_both_ways() -> None:
    assert [name for name, _ in others(star(), "worst", 2)] == ["d", "b"]
    assert others(star(), "missing", 2) == [("c", 0)]


def test_places_stand_for_ids() -> None:
    view = star()
    with as_arrays():
        by_places = top_pairs(view, ["office"], np.array([1, 2, 2], np.int32), 5)
        assert by_places == top_pairs(view, ["office"], ["a", "b"], 5)


def test_places_and_ids_that_are_not_there_are_refused() -> None:
    view = star()
    with as_arrays():
        for place in (-1, 5):
            with pytest.raises(BadParameterError, match=f"{place} is no place"):
                top_pairs(view, ["office"], np.array([1, place], np.int32), 5)
        with pytest.raises(UnknownActorError):
            top_pairs(view, ["office"], ["nobody"], 5)
        with pytest.raises(BadParameterError, match="at least 1"):
            top_pairs(view, ["office"], ["a"], 0)


def test_marks_are_those_of_the_places() -> None:
    marks = np.zeros(4, np.uint8)
    assert mark(np.array([3, 1, 3], np.int32), marks) == -1
    assert marks.tolist() == [0, 1, 0, 1]
    assert mark(np.array([0, 4], np.int32), marks) == 1


def test_a_question_that_is_over_says_so() -> None:
    view = star()
    with as_arrays(), stopping.within(60) as stop:
        others(view, "best", 1)
        stop.cancel()
        with pytest.raises(DeadlineExceededError, match="0 of 1 actors of the smaller group"):
            top_pairs(view, ["office"], ["a", "b"], 1)
