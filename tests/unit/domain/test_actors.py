"""Actors refuse what cannot be, and the index of their capability is worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Actor, ActorId, Capability, Capitals, Element, Label, Level, Sphere


def capability(*levels: float | None) -> Capability:
    return Capability(dict(zip(Element, levels, strict=False)))


def test_the_index_is_the_geometric_mean_of_the_known_elements() -> None:
    # 0.2 x 0.8 x 0.4 x 0.4 = 0.0256 = 0.4^4
    assert capability(0.2, 0.8, 0.4, 0.4).index() == pytest.approx(0.4, abs=1e-15)
    # unknown ones do not count: the same four, spread out
    assert capability(0.2, None, 0.8, None, 0.4, 0.4).index() == pytest.approx(0.4, abs=1e-15)


def test_the_arithmetic_mean_on_request() -> None:
    # a sum of 1.8 over four
    assert capability(0.2, 0.8, 0.4, 0.4).index("arithmetic") == pytest.approx(0.45, abs=1e-15)


def test_one_dead_element_pulls_the_geometric_index_to_nothing() -> None:
    assert capability(0, 1, 1, 1, 1).index() == 0
    assert capability(0, 1, 1, 1).index("arithmetic") == 0.75


def test_fewer_than_four_known_elements_give_no_index() -> None:
    assert capability(1, 1, 1).index() is None
    assert capability(1, 1, 1, None, None).index("arithmetic") is None
    assert Capability().index() is None


def test_the_share_known_and_the_weakest() -> None:
    levels = capability(0.5, 0.2, None, 0.2)
    assert levels.known == 3 / 8
    assert levels.weakest is Element.SELF_EFFICACY  # the first of the two at 0.2
    assert Capability().weakest is None
    assert Capability({Element.RESOURCES: None}).weakest is None
    assert Capability().known == 0


def test_capability_is_true_where_something_was_stated_even_as_unknown() -> None:
    assert Capability({Element.RESOURCES: None})
    assert not Capability()


def test_levels_come_in_the_order_of_the_elements() -> None:
    shuffled = Capability({Element.RESOURCES: 0.1, Element.SELF_ESTEEM: 0.2})
    assert [*shuffled.known_levels()] == [Element.SELF_ESTEEM, Element.RESOURCES]


@given(st.lists(st.floats(0.01, 1), min_size=4, max_size=8), st.randoms(use_true_random=False))
def test_the_index_lies_between_the_levels_and_heeds_no_order(
    levels: list[float], chance: object
) -> None:
    index = capability(*levels).index()
    assert index is not None
    assert min(levels) * (1 - 1e-12) <= index <= max(levels) * (1 + 1e-12)
    assert capability(*reversed(levels)).index() == pytest.approx(index, rel=1e-12)
    arithmetic = capability(*levels).index("arithmetic")
    assert arithmetic is not None
    assert index <= arithmetic * (1 + 1e-12)


@pytest.mark.parametrize("level", [-0.1, 1.1, math.nan, math.inf])
def test_levels_and_capitals_outside_the_unit_interval_are_refused(level: float) -> None:
    with pytest.raises(ValueError, match="resources must lie in"):
        Capability({Element.RESOURCES: level})
    for name in ("political", "economic", "social"):
        with pytest.raises(ValueError, match=f"{name} must lie in"):
            Capitals(**{name: level})


def test_capitals_are_true_where_one_is_known() -> None:
    assert Capitals(social=0.0)
    assert not Capitals()


def person(**fields: float) -> Actor:
    return Actor(
        ActorId("a"),
        Label("A"),
        "resident",
        Level.INDIVIDUAL,
        Sphere.SOCIETY,
        **{"stateness": 0.0, **fields},  # type: ignore[arg-type]  # numbers only
    )


@pytest.mark.parametrize("stateness", [-0.01, 1.01, math.nan])
def test_stateness_lies_in_the_unit_interval(stateness: float) -> None:
    with pytest.raises(ValueError, match="stateness"):
        person(stateness=stateness)


@pytest.mark.parametrize("population", [-1.0, math.inf, math.nan])
def test_a_population_is_finite_and_not_negative(population: float) -> None:
    with pytest.raises(ValueError, match="population"):
        person(population=population)


def test_a_population_may_be_nothing_or_part_of_a_thousand() -> None:
    assert person(population=0.0).population == 0
    assert person(population=0.5).population == 0.5
