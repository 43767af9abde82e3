"""Residents: eight elements, gate of maturity, participation, growth, and where to start."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Capability, Capitals, Element
from graph_api.scoring import Scoring, score_pair
from graph_api.systems.mutual_empowerment.elements import (
    elements_of,
    gate,
    mean_capital,
    participation,
)
from graph_api.systems.mutual_empowerment.growth import Growth, grown, grown_capability
from graph_api.systems.mutual_empowerment.pushes import Trap
from graph_api.systems.mutual_empowerment.uplift import uplifts
from tests.systems.mutual_empowerment.fixtures import system

LEVEL = st.floats(0.0, 1.0)
LEVELS = st.fixed_dictionaries(dict.fromkeys(Element, st.floats(0.01, 1.0)))


# Elements ----------------------------------------------------------------------------------------


def test_the_index_of_today_by_hand() -> None:
    # 0.30 x 0.25 x 0.35 x 0.25 x 0.25 x 0.20 x 0.15 x 0.25 = 1.2305e-5; its eighth root 0.2434.
    found = system().elements()
    product = 0.30 * 0.25 * 0.35 * 0.25 * 0.25 * 0.20 * 0.15 * 0.25
    assert found.geometric == pytest.approx(product ** (1 / 8))
    assert found.arithmetic == pytest.approx(0.25)
    assert found.weakest is Element.POLITICAL_POWER_AND_RESPONSIBILITY
    assert found.all_weak is True


@given(LEVELS)
def test_the_weakest_element_is_where_help_does_most(levels: dict[Element, float]) -> None:
    found = elements_of(Capability(levels))
    assert found.weakest is not None
    assert found.geometric is not None
    assert found.leverage[found.weakest] == pytest.approx(max(found.leverage.values()))
    assert min(levels.values()) - 1e-12 <= found.geometric <= max(levels.values()) + 1e-12
    assert found.arithmetic is not None
    assert found.geometric <= found.arithmetic + 1e-12


@given(LEVELS, st.sampled_from(Element))
def test_one_dead_element_leaves_no_index(levels: dict[Element, float], dead: Element) -> None:
    found = elements_of(Capability({**levels, dead: 0.0}))
    assert found.geometric == 0
    assert found.weakest is dead


def test_too_few_known_elements_give_no_index() -> None:
    few = dict(zip([*Element][:3], (0.2, 0.3, 0.1), strict=True))
    found = elements_of(Capability(few))
    assert (found.geometric, found.arithmetic, found.leverage) == (None, None, {})
    assert found.weakest is [*Element][2]
    assert found.all_weak is None
    assert gate(found.geometric, 0.35) is None


def test_a_strong_element_is_known_even_where_others_are_not() -> None:
    assert elements_of(Capability({Element.RESOURCES: 0.5})).all_weak is False


def test_the_three_capitals() -> None:
    # The mean of 0.15, 0.20 and 0.20.
    assert system().mean_capital() == pytest.approx(0.55 / 3)
    assert mean_capital(Capitals(0.1, None, 0.3)) is None


# The gate ----------------------------------------------------------------------------------------


@given(LEVEL, st.floats(0.0, 0.99), LEVEL)
def test_the_gate_opens_above_maturity_and_more_with_more(
    index: float, theta: float, more: float
) -> None:
    found, wider = gate(index, theta), gate(min(1.0, index + more), theta)
    assert found is not None
    assert wider is not None
    assert 0 <= found <= wider <= 1
    assert (found > 0) is (index > theta)
    assert gate(1.0, theta) == pytest.approx(1)


def test_no_reverse_relation_of_residents_counts_today() -> None:
    assert system().gate() == 0
    # After the remedies too, for no level of the elements is given (L213, L221).
    assert system("after_remedies").gate() == 0
    grown_up = system("after_with_mature_residents")
    # What 0.664 is above 0.35, as a share of 0.65.
    assert grown_up.gate() == pytest.approx(0.4831, abs=5e-5)


@pytest.mark.parametrize(
    "variant",
    ["today", "after_remedies", "after_with_mature_residents", "after_with_grown_levels"],
)
def test_the_gate_is_the_one_of_the_scores(variant: str) -> None:
    """A second way: the pair score with a maturity, over the direct relation alone."""
    opened = system(variant)
    score = score_pair(
        opened.view, "residents", "street_office", Scoring(maturity=0.35, max_hops=1)
    )
    measures = {measure.key: measure.value for measure in opened.measures()}
    assert measures["reverse_through_gate"] == pytest.approx(score.forward)


# Participation -----------------------------------------------------------------------------------


@given(LEVEL, LEVEL)
def test_without_a_relation_no_value_makes_anyone_take_part(relation: float, value: float) -> None:
    # L191: the relation to the community is the basis of the value of participation.
    assert participation(0.0, value) == 0
    assert participation(relation, 0.0) == 0
    assert participation(relation, value) <= min(relation, value)


def test_participation_today() -> None:
    assert system().participation() == pytest.approx(0.3 * 0.25)
    assert system(participation_value=1).participation() == pytest.approx(0.3)
    # After: 0.65 x 0.65, medium.
    assert system("after_remedies").participation() == pytest.approx(0.4225)


# Growth ------------------------------------------------------------------------------------------


@given(LEVEL, LEVEL, LEVEL, LEVEL)
def test_levels_grow_with_their_feeds(level: float, fed: float, less: float, more: float) -> None:
    less, more = sorted((less, more))
    low, high = grown(level, fed, less), grown(level, fed, more)
    assert 0 <= low <= 1
    assert 0 <= high <= 1
    assert low <= high + 1e-12
    assert grown(level, fed, fed) == level


def by_key(growths: tuple[Growth, ...]) -> dict[str, Growth]:
    return {item.key: item for item in growths}


def test_levels_of_the_elements_after_the_remedies() -> None:
    found = by_key(system().elements_growth(system("after_remedies").view))
    assert [*found] == [element.value for element in Element]
    # r27 0.20 -> 0.70 closes 5/8 of its gap: 0.30 + 5/8 x 0.70 = 0.7375.
    esteem = found["self_esteem"]
    assert (esteem.relations, esteem.fed_before, esteem.fed_after) == (("r27",), 0.20, 0.70)
    assert esteem.after == pytest.approx(0.7375)
    # The strongest feed of four: r35 0.35 -> r10, r15, r35, r39 0.65. 0.25 + 6/13 x 0.75 = 0.5962.
    social = found["social_participation"]
    assert social.relations == ("r10", "r15", "r35", "r39")
    assert social.after == pytest.approx(0.25 + 6 / 13 * 0.75)
    # r25 0.25 -> 0.65 closes 8/15: 0.15 + 8/15 x 0.85 = 0.6033.
    assert found["political_power_and_responsibility"].after == pytest.approx(0.15 + 8 / 15 * 0.85)


def test_nothing_in_the_essay_feeds_political_participation() -> None:
    left = by_key(system().elements_growth(system("after_remedies").view))[
        "political_participation"
    ]
    assert (left.relations, left.fed_before, left.fed_after) == ((), 0.0, 0.0)
    assert left.after == left.before == 0.20


def test_levels_of_the_capitals_after_the_remedies() -> None:
    found = by_key(system().capitals_growth(system("after_remedies").view))
    assert {key: item.relations for key, item in found.items()} == {
        "political": ("r12",),
        "economic": ("r13",),
        "social": ("r16", "r31"),
    }
    # They stand today where their feeds do, so they come to where those do: 0.60, 0.60, 0.70.
    after = [item.after for item in found.values()]
    assert after == pytest.approx([0.60, 0.60, 0.70])


def test_the_variant_holds_what_is_reckoned() -> None:
    after, stored = system("after_remedies").view, system("after_with_grown_levels")
    reckoned = system().elements_growth(after)
    levels = stored.view.actor("residents").capability.elements
    for item in reckoned:
        assert levels[next(e for e in Element if e.value == item.key)] == pytest.approx(
            item.after, abs=5e-5
        ), item.key
    capitals = by_key(system().capitals_growth(after))
    held = stored.view.actor("community_orgs").capitals
    for key, item in capitals.items():
        assert getattr(held, key) == pytest.approx(item.after)
    # Above maturity, so reverse empowerment begins; the strong state of the dynamics is 0.664.
    index = grown_capability(reckoned).index()
    assert index == pytest.approx(0.5768, abs=5e-5)
    assert stored.gate() == pytest.approx((0.5768 - 0.35) / 0.65, abs=1e-4)


def test_residents_who_have_grown_that_far_leave_the_trap_by_themselves() -> None:
    # The push needed from 0.25 is 0.2013; the index is 0.3268 above it.
    found = system("after_with_grown_levels")
    assert found.start.residents == pytest.approx(found.elements().geometric, abs=5e-5)
    assert found.trap is Trap.NO_TRAP
    assert set(found.pushes.values()) == {0.0}
    course = found.dynamics(horizon=2_000)
    assert course.states[-1].residents == pytest.approx(0.6638, abs=5e-5)


def test_a_level_that_the_other_view_states_is_not_reckoned() -> None:
    found = by_key(system().elements_growth(system("after_with_mature_residents").view))
    assert all(item.stated and item.after == 0.664 for item in found.values())


def test_an_unknown_feed_leaves_the_level_unknown() -> None:
    change = {"set_relation": {"id": "r27", "strength": None}}
    found = by_key(system().elements_growth(system("after_remedies", [change]).view))
    assert found["self_esteem"].fed_after is None
    assert found["self_esteem"].after is None
    assert found["resources"].after is not None


def test_back_to_today_loses_what_was_won() -> None:
    there = system("after_remedies")
    back = by_key(there.elements_growth(system().view))
    # r27 falls from 0.70 to 0.20: 2/7 of the level is left.
    assert back["self_esteem"].after == pytest.approx(0.30 * 2 / 7)


# Where to start ----------------------------------------------------------------------------------


def test_the_relations_of_residents_gain_most_from_the_remedies() -> None:
    today, after = system().view, system("after_remedies").view
    first, second, *_ = uplifts(today, after)
    # Residents: r11 .5, r16 .5, r27 .5, r28 .5, r29 .5, r32 .5, r36 .45 = 3.45.
    assert (first.actor, first.relations) == ("residents", 7)
    assert first.total == pytest.approx(3.45)
    # Higher government: r3 .45, r12 .45, r13 .40, r25 .40, r34 .50, r38 .40 = 2.60.
    assert (second.actor, second.relations) == ("upper_government", 6)
    assert second.total == pytest.approx(2.60)


def test_an_uplift_back_is_the_same_with_the_other_sign() -> None:
    today, after = system().view, system("after_remedies").view
    there = {item.actor: item.total for item in uplifts(today, after)}
    back = {item.actor: item.total for item in uplifts(after, today)}
    assert back == pytest.approx({actor: -total for actor, total in there.items()})
    assert uplifts(today, today) == ()
