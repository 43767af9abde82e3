"""The smallest push, against the numbers of the digest and against integration on both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.systems.mutual_empowerment.dynamics import State, trajectory
from graph_api.systems.mutual_empowerment.pushes import (
    Component,
    Trap,
    escapes,
    first_of,
    landscape,
    smallest_push,
    smallest_pushes,
    trap_of,
)
from tests.systems.mutual_empowerment.fixtures import RATES, START

LAND = landscape(RATES)
E, C, INFRA, D = Component


def test_pushes_from_the_start_as_published() -> None:
    found = smallest_pushes(LAND, START)
    assert found == pytest.approx({E: 0.2013, C: 0.2780, INFRA: 0.6405, D: -0.5867}, abs=1e-4)
    assert first_of(found) is E


def test_pushes_from_the_weak_state_as_published() -> None:
    assert LAND.weak is not None
    found = smallest_pushes(LAND, LAND.weak)
    assert found == pytest.approx({E: 0.1118, C: 0.2065, INFRA: 0.4253, D: -0.3465}, abs=1e-4)


@pytest.mark.parametrize("on", Component)
def test_integration_on_both_sides_of_the_push_ends_in_different_states(on: Component) -> None:
    """The second way: no event, no order; the course simply runs until it rests."""
    push = smallest_push(LAND, on, START)
    assert push is not None
    assert LAND.weak is not None
    assert LAND.strong is not None
    level = getattr(START, on.value)
    for change, end in ((push, LAND.strong), (push - (2e-4 if push > 0 else -2e-4), LAND.weak)):
        course = trajectory(RATES, replace(START, **{on.value: level + change}), 2_000)
        assert course.converged
        assert course.states[-1].values == pytest.approx(end.values, abs=1e-5)


@pytest.mark.parametrize(
    ("changes", "trap"),
    [
        ({"h": 0.1898}, Trap.NO_TRAP),
        ({"h": 0.1900}, Trap.TRAP),
        ({"h": 0.2679}, Trap.TRAP),
        ({"h": 0.2681}, Trap.NO_STRONG_STATE),
        ({"theta": 0.3370}, Trap.NO_TRAP),
        ({"theta": 0.3372}, Trap.TRAP),
        ({"theta": 0.3989}, Trap.TRAP),
        ({"theta": 0.3991}, Trap.NO_STRONG_STATE),
        ({"h": 0.15}, Trap.NO_TRAP),
        ({"theta": 0.40}, Trap.NO_STRONG_STATE),
    ],
)
def test_limits_of_the_trap_as_published(changes: dict[str, float], trap: Trap) -> None:
    assert trap_of(landscape(RATES.with_(**changes)), START) is trap


@pytest.mark.parametrize(
    ("changes", "on", "there_is_one"),
    [
        ({"h": 0.2032}, INFRA, True),
        ({"h": 0.2034}, INFRA, False),
        ({"theta": 0.3528}, INFRA, True),
        ({"theta": 0.3530}, INFRA, False),
        ({"h": 0.2109}, D, True),
        ({"h": 0.2111}, D, False),
        ({"theta": 0.3578}, D, True),
        ({"theta": 0.3580}, D, False),
        ({"h": 0.2111}, E, True),
        ({"h": 0.2111}, C, True),
    ],
)
def test_limits_of_pushes_as_published(
    changes: dict[str, float], on: Component, there_is_one: bool
) -> None:
    push = smallest_push(landscape(RATES.with_(**changes)), on, START)
    assert (push is not None) is there_is_one


def test_where_nothing_traps_nothing_need_be_pushed() -> None:
    free = landscape(RATES.with_(h=0.15))
    assert free.weak is None
    assert set(smallest_pushes(free, START).values()) == {0.0}


def test_without_a_strong_state_no_push_helps() -> None:
    lost = landscape(RATES.with_(theta=0.4))
    assert lost.strong is None
    assert lost.saddle is None
    found = smallest_pushes(lost, START)
    assert set(found.values()) == {None}
    assert first_of(found) is None


@pytest.mark.parametrize(
    ("key", "growth"),
    [("h", (0.028, 0.032, 0.182, -0.120)), ("theta", (0.041, 0.053, 0.204, -0.148))],
)
def test_pushes_grow_as_published(key: str, growth: tuple[float, ...]) -> None:
    """Digest: so much per 0.01, despotic power and maturity alike."""
    ends = [
        smallest_pushes(landscape(RATES.with_(**{key: getattr(RATES, key) + step})), START, 1e-7)
        for step in (-0.001, 0.001)
    ]
    for on, expected in zip(Component, growth, strict=True):
        less, more = (end[on] for end in ends)
        assert less is not None
        assert more is not None
        assert (more - less) * 5 == pytest.approx(expected, abs=0.001)


LEVEL = st.floats(0.0, 1.0)


@settings(max_examples=15)
@given(st.builds(State, LEVEL, LEVEL, LEVEL, LEVEL), st.sampled_from(Component), LEVEL)
def test_more_of_a_push_never_leads_back(start: State, on: Component, share: float) -> None:
    level, end = getattr(start, on.value), 0.0 if on is D else 1.0
    pushed = replace(start, **{on.value: level + share * (end - level)})
    assert escapes(LAND, pushed) or not escapes(LAND, start)


@settings(max_examples=15)
@given(st.builds(State, LEVEL, LEVEL, LEVEL, LEVEL))
def test_the_order_decides_as_plain_integration_does(start: State) -> None:
    course = trajectory(RATES, start, 3_000)
    assert LAND.saddle is not None
    above = course.states[-1].residents > LAND.saddle.residents
    assert escapes(LAND, start) is above


def test_equals_go_to_the_first_named() -> None:
    assert first_of({E: 0.2, C: 0.2, INFRA: None, D: -0.1999999}) is E
