"""Laws that hold for any strengths: what is raised lowers no voice, and order changes nothing."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import RelationId, ViewSpec, build_view
from graph_api.systems.participation import Participation
from graph_api.systems.participation.interests import HOLDERS, INTERESTS
from tests.systems.participation.views import AFTER, scenario, strength, system, unknown

OPINION = ("r3", "r5", "r13", "r14", "r17", "r18", "r19", "r20", "r23", "r24")
EVERY = tuple(scenario().relations)
UNIT = st.integers(0, 20).map(lambda number: number / 20)
STRENGTHS = st.dictionaries(st.sampled_from(OPINION), UNIT)


def set_to(strengths: dict[str, float]) -> list[dict[str, Any]]:
    return [strength(relation, value) for relation, value in strengths.items()]


@given(STRENGTHS, st.sampled_from(OPINION), UNIT)
def test_raising_a_relation_lowers_no_voice(
    strengths: dict[str, float], raised: str, by: float
) -> None:
    before = system(AFTER, *set_to(strengths))
    point = before.view.relation(raised).strength
    assert point is not None
    more = strength(raised, min(1.0, point.point + by))
    after = system(AFTER, *set_to(strengths), more)
    for holder in HOLDERS:
        was, now = before.capacity(holder), after.capacity(holder)
        assert was is not None
        assert now is not None
        assert now >= was - 1e-12
    for interest in INTERESTS:
        if before.has_channel(interest):
            assert after.has_channel(interest)


@given(STRENGTHS, st.sets(st.sampled_from(OPINION), min_size=1), UNIT)
def test_what_is_said_of_the_unknown_stays_true_when_it_becomes_known(
    strengths: dict[str, float], forgotten: set[str], later: float
) -> None:
    told = set_to(strengths)
    vague = system(AFTER, *told, *map(unknown, forgotten))
    known = system(AFTER, *told, *(strength(relation, later) for relation in forgotten))
    for interest in INTERESTS:
        if vague.has_channel(interest) is not None:
            assert known.has_channel(interest) is vague.has_channel(interest)
    claims = {item.key: item.holds for item in known.claims()}
    for key in ("interests_lack_a_path", "participation_is_surface", "opinion_day_gives_a_voice"):
        before = next(item.holds for item in vague.claims() if item.key == key)
        assert before is None or before is claims[key], key


@given(st.permutations(EVERY))
def test_the_order_of_the_file_changes_nothing(order: list[RelationId]) -> None:
    relations = scenario().relations
    shuffled = dataclasses.replace(scenario(), relations={key: relations[key] for key in order})
    found = Participation(build_view(shuffled, ViewSpec(AFTER)))
    assert found.measures() == system(AFTER).measures()
    assert [item.holds for item in found.claims()] == [
        item.holds for item in system(AFTER).claims()
    ]
    assert set(found.rungs()) == set(system(AFTER).rungs())
