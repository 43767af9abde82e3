from __future__ import annotations

import math

import pytest

from graph_api.domain import Level
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from tests.builders import snapshot

MATURE = {"level": Level.GROUP, "capability": 0.75}
TEXT = "up: p -> o 0.8 [0.4..1]\nside: p -> q 0.8 lateral\ndown: o -> p 0.8\nopen: p -> o ?"


def test_without_a_gate_strengths_are_what_was_stated() -> None:
    found = effective_strengths(snapshot("a -> b 0.5 [0.4..0.6]\na -> b ?"))
    assert found.point[0] == 0.5
    assert math.isnan(found.point[1])
    assert (found.low.tolist(), found.high.tolist()) == ([0.4, 0.0], [0.6, 1.0])
    assert found.under(Assumption.POINT).tolist() == [0.5, 0.0]
    assert found.under(Assumption.HOPED).tolist() == [0.5, 1.0]
    assert found.under(Assumption.LOW).tolist() == [0.4, 0.0]
    assert found.under(Assumption.HIGH).tolist() == [0.6, 1.0]
    assert found.gated == ()


def test_the_gate_takes_the_same_share_of_all_numbers_of_a_reverse_relation() -> None:
    view = snapshot(TEXT, actors={"p": MATURE, "q": {"level": Level.GROUP}})
    found = effective_strengths(view, 0.5)
    # (0.75 - 0.5) / (1 - 0.5) = 0.5
    assert found.point[:3] == pytest.approx([0.4, 0.8, 0.8], rel=1e-12)
    assert (found.low[0], found.high[0]) == pytest.approx((0.2, 0.5), rel=1e-12)
    assert (found.low[3], found.high[3]) == pytest.approx((0.0, 0.5), rel=1e-12)
    assert math.isnan(found.point[3])


def test_a_closed_gate_leaves_nothing_and_nothing_unknown() -> None:
    found = effective_strengths(snapshot(TEXT + "\nnone: p -> o 0", actors={"p": MATURE}), 0.75)
    assert found.gated == (0, 3)
    assert found.point[[0, 3, 4]].tolist() == [0.0, 0.0, 0.0]
    assert found.high[[0, 3, 4]].tolist() == [0.0, 0.0, 0.0]


def test_organisations_are_not_gated() -> None:
    view = snapshot(
        "p -> o 0.8 reverse", actors={"p": {"level": Level.ORGANISATION, "capability": 0.1}}
    )
    assert effective_strengths(view, 0.5).point.tolist() == [0.8]


def test_a_stated_direction_decides_whether_the_gate_looks_at_a_relation() -> None:
    view = snapshot("p -> o 0.8 lateral\np -> o 0.8", actors={"p": {**MATURE, "capability": 0.1}})
    assert effective_strengths(view, 0.5).point.tolist() == [0.8, 0.0]


def test_strengths_are_computed_once_and_cannot_be_changed() -> None:
    view = snapshot("a -> b 0.5")
    found = effective_strengths(view, 0.5)
    assert effective_strengths(view, 0.5) is found
    with pytest.raises(ValueError, match="read-only"):
        found.point[0] = 1.0
