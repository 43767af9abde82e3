"""The four dimensions by their relations, and how far households have settled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Change, RelationId, SetRelation, Strength
from graph_api.systems.community_factory.four import (
    DEFICIENCY_AT,
    FOUR,
    SECTIONS,
    SUPPORTS,
    DimensionLevel,
    Support,
    four_dimensions,
    level_of,
)
from graph_api.systems.community_factory.households import Dimension, Household
from graph_api.systems.community_factory.settling import MOVED, STAYS, Settled, settled
from tests.systems.community_factory.factory import factory, scenario


def strength(relation: str, value: float | None) -> Change:
    known = None if value is None else Strength.exactly(value)
    return SetRelation(RelationId(relation), {"strength": known})


def lines_of(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


@pytest.mark.parametrize("key", FOUR)
def test_the_relations_of_a_dimension_are_those_its_section_speaks_of(key: str) -> None:
    first, last = SECTIONS[key]
    spoken_of = {
        relation.id
        for relation in scenario().relations.values()
        if any(
            first <= line <= last
            for evidence in relation.evidence
            for text in evidence.lines
            for line in lines_of(text)
        )
    }
    system = factory()
    named = {
        relation.id
        for item in SUPPORTS[key]
        for relation in system.relations_between(
            item.start, item.end, conveys=item.conveys, relation_class=None
        )
    }
    assert named == spoken_of
    line = DEFICIENCY_AT[key]
    assert line is None or first <= line <= last


@pytest.mark.parametrize(
    ("key", "today", "after"),
    [
        # Today 0.60 + 0.45 + 0.45 + 0.55 + 0.60 + 0.05 + 0.55 = 3.25 by 7.
        # After 0.65 + 0.65 + 0.65 + 0.80 + 0.75 + 0.60 + 0.75 = 4.85 by 7.
        ("identification", 3.25 / 7, 4.85 / 7),
        # 0.75 + 0.50 + 0.15 + 0.55 + 0.50 + 0.20 + 0.55 = 3.2; after 4.2, both by 7.
        ("assistance", 3.2 / 7, 4.2 / 7),
        # 0.60 + 0.60 + 0.55 + 0.45 = 2.2; after 2.65, both by 4.
        ("management", 2.2 / 4, 2.65 / 4),
        # 0.60 + 0.60 + 0.10 + 0.15 + 0.45 + 0.45 + 0.60 + 0.40 = 3.35; after 5.25, both by 8.
        ("assessment", 3.35 / 8, 5.25 / 8),
    ],
)
def test_the_levels_by_hand(key: str, today: float, after: float) -> None:
    for variant, expected in (("today", today), ("after_remedies", after)):
        levels = {item.key: item.level for item in factory(variant).four_dimensions().levels}
        assert levels[key] == pytest.approx(expected)


def test_assessment_is_weakest_today_and_assistance_after() -> None:
    today = factory().four_dimensions()
    assert today.weakest == "assessment"
    assert today.margin == pytest.approx(3.2 / 7 - 3.35 / 8)
    weakest = {item.key: item.weakest for item in today.levels}
    assert weakest["assessment"] == Support("poor_households", "community_factories", "opinion")
    assert weakest["assistance"] == Support("community_factories", "poor_households", "service")
    assert factory("after_remedies").four_dimensions().weakest == "assistance"


def test_an_unknown_relation_leaves_its_dimension_and_the_whole_open() -> None:
    found = factory(changes=[strength("r20", None)]).four_dimensions()
    assert [item.level is None for item in found.levels] == [False, False, True, False]
    assert (found.overall, found.weakest, found.margin) == (None, None, None)
    assert found.levels[2].least == 0.55


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_no_dimension_is_below_the_weakest_and_the_next_lies_a_margin_above(
    values: list[float],
) -> None:
    levels = [
        DimensionLevel(key, value, None, None) for key, value in zip(FOUR, values, strict=True)
    ]
    found = four_dimensions(levels)
    first, second, *_ = sorted(values)
    assert (found.overall, found.margin) == (first, second - first)
    assert found.weakest == FOUR[values.index(first)]


def test_a_dimension_without_a_relation_has_no_level() -> None:
    assert level_of("management", []) == DimensionLevel("management", None, None, None)


SIDES = [Dimension(key, 0.2, 0.5) for key in ("housing", "income", "family", "culture", "health")]


@pytest.mark.parametrize(
    ("short", "steps"),
    [
        ((), 3),
        (("health",), 2),  # 0.2 is not below 0.2
        (("culture",), 1),
        (("income", "health"), 1),
        (("housing",), 0),  # each step needs the one before
    ],
)
def test_a_step_needs_the_one_before(short: tuple[str, ...], steps: int) -> None:
    household = Household("h", {item.key: 0.0 if item.key in short else 0.9 for item in SIDES})
    assert settled(household, SIDES, 0.2) == Settled("h", steps, steps)


@given(
    st.fixed_dictionaries({item.key: st.sampled_from([None, 0.1, 0.9]) for item in SIDES}),
    st.sampled_from([*MOVED, *STAYS, "health"]),
)
def test_what_becomes_known_stays_between_the_bounds(
    values: dict[str, float | None], key: str
) -> None:
    before = settled(Household("h", {**values, key: None}), SIDES, 0.2)
    for value in (0.1, 0.9):
        now = settled(Household("h", {**values, key: value}), SIDES, 0.2)
        assert before.at_least <= now.at_least <= now.at_most <= before.at_most


def test_the_given_households_have_settled_so_far() -> None:
    keys = ("income", "housing", "family", "health", "education", "culture", "spirit")
    well = {"household": "a", **dict.fromkeys(keys, "0.9")}
    rows = [well, {**well, "household": "b", "culture": "0.1"}]
    system = factory().with_rows(rows)
    assert [item.at_least for item in system.settling()] == [3, 1]
    assert system.settled() == pytest.approx(4 / 6)
    tables = {table.key: table for table in system.tables()}
    assert [row[1].en for row in tables["settling"].rows if not isinstance(row[1], str)] == [  # type: ignore[union-attr]
        "able to get rich",
        "able to move",
    ]
    assert factory().settled() is None
