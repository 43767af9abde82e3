"""Strengths, pools of judgements, directions, dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import (
    Actor,
    ActorId,
    Band,
    Direction,
    Judgement,
    Label,
    Level,
    Relation,
    RelationId,
    Sphere,
    Strength,
    direction_of,
    pool,
)


def relation(**fields: object) -> Relation:
    return Relation(RelationId("r"), ActorId("a"), ActorId("b"), **fields)  # type: ignore[arg-type]  # fields of Relation


def actor(identity: str, level: Level, stateness: float = 0) -> Actor:
    return Actor(ActorId(identity), Label(), "kind", level, Sphere.SOCIETY, stateness)


def test_the_point_is_the_best_or_the_middle_of_the_range() -> None:
    assert Strength(0.1, 0.2, 0.6).point == 0.2
    assert Strength(0.25, None, 0.75).point == 0.5
    assert Strength.exactly(0.3) == Strength(0.3, 0.3, 0.3)


@pytest.mark.parametrize(
    ("low", "best", "high"),
    [
        (0.5, 0.4, 0.6),
        (0.5, 0.7, 0.6),
        (0.6, None, 0.5),
        (-0.1, 0.5, 1),
        (0, 0.5, 1.1),
        (0, float("nan"), 1),
    ],
)
def test_an_impossible_strength_is_refused(low: float, best: float | None, high: float) -> None:
    with pytest.raises(ValueError, match=r"must lie in|does not hold"):
        Strength(low, best, high)


def test_a_pool_is_weighted_by_confidence() -> None:
    # best (1 x 0.2 + 3 x 0.6) / 4 = 2.0 / 4; the widest range
    judgements = [Judgement("a", 0.1, 0.2, 0.3), Judgement("b", 0.2, 0.6, 0.7, confidence=3)]
    assert pool(judgements) == Strength(0.1, 0.5, 0.7)


def test_the_pool_of_one_judgement_is_that_judgement() -> None:
    assert pool([Judgement("a", 0.1, 0.2, 0.3, 17)]) == Strength(0.1, 0.2, 0.3)


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 100)),
        min_size=1,
        max_size=5,
    )
)
def test_a_pool_holds_every_judgement_and_heeds_no_order(
    said: list[tuple[float, float, float, float]],
) -> None:
    judgements = []
    for number, (first, second, third, confidence) in enumerate(said):
        low, best, high = sorted((first, second, third))
        judgements.append(Judgement(str(number), low, best, high, confidence))
    pooled = pool(judgements)
    assert pooled.low == min(item.low for item in judgements)
    assert pooled.high == max(item.high for item in judgements)
    assert pooled == pool(judgements[::-1])


@pytest.mark.parametrize("confidence", [0, -1, float("inf"), float("nan")])
def test_confidence_is_finite_and_above_nothing(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        Judgement("a", 0, 0, 0, confidence)


def test_a_judgement_is_a_possible_strength() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Judgement("a", 0.5, 0.4, 0.6)


def test_a_strength_that_is_not_the_pool_of_its_judgements_is_refused() -> None:
    judgements = (Judgement("a", 0.1, 0.2, 0.3),)
    assert relation(judgements=judgements, strength=Strength(0.1, 0.2, 0.3)).judgements
    with pytest.raises(ValueError, match="pool of its judgements"):
        relation(judgements=judgements, strength=Strength(0.1, 0.2, 0.4))
    with pytest.raises(ValueError, match="pool of its judgements"):
        relation(judgements=judgements)


def test_a_relation_holds_on_its_first_and_last_day_and_between() -> None:
    some = relation(valid_from=date(2016, 3, 1), valid_to=date(2016, 3, 31))
    held = [
        some.holds_on(date(2016, month, day)) for month, day in ((2, 29), (3, 1), (3, 31), (4, 1))
    ]
    assert held == [False, True, True, False]
    assert relation().holds_on(date(1, 1, 1))
    assert relation(valid_from=date(2016, 1, 1)).holds_on(date(9999, 1, 1))
    assert relation(valid_to=date(2016, 1, 1)).holds_on(date(2016, 1, 1))


def test_a_relation_may_hold_for_one_day_and_not_for_less() -> None:
    one_day = relation(valid_from=date(2016, 1, 1), valid_to=date(2016, 1, 1))
    assert one_day.holds_on(date(2016, 1, 1))
    with pytest.raises(ValueError, match="ends before it begins"):
        relation(valid_from=date(2016, 1, 2), valid_to=date(2016, 1, 1))


def test_the_band_of_a_relation_is_that_of_its_point() -> None:
    assert relation().band is Band.UNKNOWN
    assert relation(strength=Strength(0, None, 0.24)).band is Band.NEAR_ABSENT  # middle 0.12
    assert relation(strength=Strength.exactly(0)).band is Band.ABSENT


def test_level_decides_the_direction_then_stateness() -> None:
    office = actor("office", Level.ORGANISATION, 1)
    committee = actor("committee", Level.ORGANISATION, 0.5)
    residents = actor("residents", Level.INDIVIDUAL, 0)
    owners = actor("owners", Level.INDIVIDUAL, 0)
    government = actor("government", Level.STATE, 0)
    assert direction_of(relation(), office, residents) is Direction.DOWNWARD
    assert direction_of(relation(), residents, office) is Direction.REVERSE
    assert direction_of(relation(), office, committee) is Direction.DOWNWARD
    assert direction_of(relation(), committee, office) is Direction.REVERSE
    assert direction_of(relation(), residents, owners) is Direction.LATERAL
    assert direction_of(relation(), office, office) is Direction.SELF
    assert direction_of(relation(), office, government) is Direction.REVERSE  # level comes first


def test_what_the_source_calls_it_goes_before_all() -> None:
    office = actor("office", Level.ORGANISATION, 1)
    called = relation(direction=Direction.REVERSE)
    assert direction_of(called, office, office) is Direction.REVERSE
