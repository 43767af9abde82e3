"""How sure the verdict on involution is: at the ends of the bands, and by other readings."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Label
from graph_api.errors import BadParameterError, UnknownActorError
from graph_api.systems.migrant_integration.involution import (
    Range,
    explain_bounds,
    involution,
    involution_bounds,
)
from tests.systems.migrant_integration.worlds import AFTER, strength, system

RANGE = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda ends: (min(ends), max(ends)))
FORCES = st.tuples(RANGE, RANGE, RANGE, RANGE)


@given(FORCES)
def test_the_bounds_are_the_extremes_of_all_corners(forces: tuple[Range, ...]) -> None:
    # Sixteen corners, tried one by one.
    margins = [involution(*corner).margin for corner in itertools.product(*forces)]
    found = involution_bounds(*forces)
    assert found.least.margin == pytest.approx(min(margins))
    assert found.most.margin == pytest.approx(max(margins))


@given(FORCES, st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_what_is_certain_is_so_everywhere_inside(
    forces: tuple[Range, ...], shares: list[float]
) -> None:
    inside = [
        min(max(low + share * (high - low), low), high)
        for (low, high), share in zip(forces, shares, strict=True)
    ]
    bounds, found = involution_bounds(*forces), involution(*inside)
    assert bounds.least.margin - 1e-9 <= found.margin <= bounds.most.margin + 1e-9
    if bounds.involuted is not None:
        assert found.involuted is bounds.involuted


def test_the_verdict_is_the_same_throughout_the_bands_today_and_after() -> None:
    # Today, at the worst: push 0.60 against a pull of 0.40, peers 0.60 against 0.40: 0.20. At the
    # other end: 1 - 0.12 both times: 0.88. After: 0.40 - 1 = -0.60, and 0.60 - 0.60 = 0, no more.
    today, after = system().involution_bounds(), system(AFTER).involution_bounds()
    assert (today.least.margin, today.most.margin) == pytest.approx((0.20, 0.88))
    assert (after.least.margin, after.most.margin) == pytest.approx((-0.60, 0), abs=1e-12)
    assert (today.involuted, after.involuted) == (True, False)
    assert "throughout" in explain_bounds(today).text()
    assert "始终不存在内卷化" in explain_bounds(after).text("zh")
    assert "-0.00" not in explain_bounds(after).text()


def test_an_unknown_force_can_turn_the_verdict() -> None:
    found = system(changes=[strength("r8", None)])
    bounds = found.involution_bounds()
    assert (bounds.least.city_push, bounds.most.city_push) == (0, 1)
    assert bounds.involuted is None
    assert "either way" in explain_bounds(bounds).text()
    assert len(found.readings()) == 2  # the readings of the pull need all four forces
    with pytest.raises(BadParameterError):
        found.involution()


def test_a_force_without_a_relation_is_nothing() -> None:
    bounds = system(changes=[{"remove_relation": "r15"}]).involution_bounds()
    assert (bounds.least.peer_pull, bounds.most.peer_pull) == (0, 0)
    assert bounds.involuted is False


def test_without_the_community_there_are_no_bounds() -> None:
    gone = [{"remove_relation": f"r{number}"} for number in range(8, 15)]
    found = system(changes=[*gone, {"remove_actor": "urban_community"}])
    with pytest.raises(UnknownActorError):
        found.involution_bounds()
    assert {measure.value for measure in found.measures(["involution_margin_low"])} == {None}


def test_the_largest_offer_is_known_where_another_cannot_be_greater() -> None:
    full = system(changes=[strength("r9", None), strength("r10", 1)])
    assert full.involution().city_pull == 1
    assert len(full.readings()) == 2
    with pytest.raises(BadParameterError):
        system(changes=[strength("r9", None)]).involution()


@pytest.mark.parametrize(("variant", "verdict"), [("today", True), (AFTER, False)])
def test_no_reading_of_the_pull_turns_the_verdict(variant: str, verdict: bool) -> None:
    found = system(variant).readings()
    assert [label.text() for label, _ in found][:2] == [
        "pull: the strongest offer",
        "pull: the mean of the offers",
    ]
    assert {item.involuted for _, item in found} == {verdict}


def test_the_mean_of_the_offers_is_what_the_three_come_to() -> None:
    # (0.15 + 0.25 + 0.15) / 3 = 0.1833 today, (0.65 + 0.65 + 0.60) / 3 = 0.6333 after.
    for variant, mean in (("today", 0.1833), (AFTER, 0.6333)):
        readings = system(variant).readings()
        assert readings[1][1].city_pull == pytest.approx(mean, abs=1e-4)


def test_training_alone_is_certain_by_its_best_value_only() -> None:
    # Skill 0.60 to 1 against a push of 0.60 to 1: the words do not settle it.
    found = system("training_only")
    assert found.involution().involuted
    assert found.involution_bounds().involuted is None


def test_the_table_says_every_reading_in_both_languages() -> None:
    (table,) = (table for table in system().tables() if table.key == "readings")
    assert len(table.rows) == 5
    for row in table.rows:
        assert isinstance(row[0], Label)
        assert row[0].zh
        assert row[-1] is True
