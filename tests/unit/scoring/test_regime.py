from __future__ import annotations

import pytest

from graph_api.domain import Capability, Element
from graph_api.errors import BadParameterError
from graph_api.scoring import Quadrant, RegimeBasis, regime
from tests.builders import snapshot

STATE = {"office": {"stateness": 1.0}}


def test_each_side_is_measured_by_what_it_is_given() -> None:
    # To the office, the state: 0.2 and 0.4, mean 0.3; to residents: 0.9 alone.
    view = snapshot(
        "residents -> office 0.2\nx -> office 0.4\noffice -> residents 0.9", actors=STATE
    )
    found = regime(view)
    assert found.state == pytest.approx(0.3)
    assert found.society == pytest.approx(0.9)
    assert found.quadrant is Quadrant.WEAK_STRONG
    assert not found.borderline


def test_a_hybrid_counts_on_both_sides() -> None:
    # State: (1 x 0.2 + 0.25 x 1) / 1.25 = 0.36; society: (0.75 x 1 + 1 x 0.5) / 1.75 = 0.714...
    view = snapshot(
        "a -> office 0.2\na -> committee 1\na -> residents 0.5",
        actors=STATE | {"committee": {"stateness": 0.25}},
    )
    found = regime(view)
    assert found.state == pytest.approx(0.36)
    assert found.society == pytest.approx(1.25 / 1.75)


def test_loops_count_and_unknown_and_other_classes_do_not() -> None:
    view = snapshot(
        "office -> office 0.8\na -> office ?\na -> office 0.1 burden\na -> b 0.6", actors=STATE
    )
    found = regime(view)
    assert (found.state, found.society) == (0.8, 0.6)
    assert found.quadrant is Quadrant.STRONG_STRONG


def test_a_known_absence_counts_as_0() -> None:
    assert regime(snapshot("a -> b 0\na -> b 0.5")).society == 0.25


def test_without_a_relation_a_side_has_no_strength_and_the_quadrant_is_open() -> None:
    found = regime(snapshot("a -> b 0.9\na -> office ?", actors=STATE))
    assert (found.state, found.society, found.quadrant) == (None, 0.9, None)
    assert not found.borderline


def test_strong_begins_at_the_threshold_whatever_the_rounding() -> None:
    # The mean of 0.1, 0.7 and 0.7 is 0.5, although floats may say a hair less.
    view = snapshot("a -> b 0.1\na -> b 0.7\na -> b 0.7\na -> office 0.499", actors=STATE)
    found = regime(view)
    assert found.quadrant is Quadrant.WEAK_STRONG


@pytest.mark.parametrize(
    ("strength", "expected"), [(0.449, False), (0.45, True), (0.55, True), (0.551, False)]
)
def test_borderline_reaches_005_to_both_sides(strength: float, expected: bool) -> None:
    assert regime(snapshot(f"a -> b {strength}")).borderline is expected


def test_the_threshold_can_be_moved() -> None:
    view = snapshot("a -> b 0.3\na -> office 0.1", actors=STATE)
    assert regime(view, 0.2).quadrant is Quadrant.WEAK_STRONG
    assert regime(view, 0.3).quadrant is Quadrant.WEAK_STRONG
    assert regime(view, 0.05).quadrant is Quadrant.STRONG_STRONG
    assert regime(view, 0.05).borderline
    assert regime(view, 0.9).threshold == 0.9


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan"), float("inf")])
def test_a_threshold_outside_the_unit_interval_is_refused(threshold: float) -> None:
    with pytest.raises(BadParameterError) as caught:
        regime(snapshot("a -> b 0.3"), threshold)
    assert "threshold" in caught.value.zh


def test_capability_asks_what_the_actors_can_do() -> None:
    few = Capability({Element.RESOURCES: 1.0})
    view = snapshot(
        "office -> residents 0.9\nguild",
        actors={
            "office": {"stateness": 1.0, "capability": 0.4},
            "residents": {"capability": 0.25},
            "guild": {"capability": few},  # fewer than four elements known: no index
        },
    )
    found = regime(view, by=RegimeBasis.CAPABILITY)
    assert found.state == pytest.approx(0.4)
    assert found.society == pytest.approx(0.25)
    assert found.quadrant is Quadrant.WEAK_WEAK
    assert found.by is RegimeBasis.CAPABILITY
