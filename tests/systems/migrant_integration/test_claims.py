"""Each claim of essay 5 holds as expected, and one change of the view or a parameter turns it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph_api.domain import Claim
from graph_api.systems.migrant_integration.tables import NOT_HERE
from tests.systems.migrant_integration.worlds import AFTER, Changes, added, strength, system

EXPECTED: dict[str, tuple[bool | None, bool | None]] = {
    "involution": (True, False),  # L249, digest 5.7.1
    "new_ahead_economic": (True, True),  # L263
    "old_ahead_daily_life": (True, True),
    "new_ahead_psychological": (True, True),
    "new_better_schooled": (True, True),  # L261
    "generations_fit_the_cut": (True, True),  # L255
    "generations_show_change": (False, False),  # L255: one survey does not tell
    "similar_predicament": (True, True),  # L267
    "institutions_bar_most": (True, True),  # L247
    "no_path_to_government": (True, True),  # digest 5.7.7
    "acceptance_one_sided": (True, True),  # L241, L263
    "willing_yet_shut_out": (True, False),  # L235
    "community_carries": (True, True),  # L243
    "community_helps_all_kinds": (False, True),  # L267
    "supports_insufficient": (None, None),  # L247: no levels
    "exclusion_adds_risk": (True, False),  # L241
}
"""Claim: today, after the remedies."""

NO_VOICE = added("new_gen_migrants", "government", 0.3, conveys=["opinion"])
SUPPORTED: dict[str, float] = {
    "support_management": 0.5,
    "support_services": 0.5,
    "support_security": 0.3,
    "support_participation": 0.5,
}

FLIPS: dict[str, tuple[bool | None, Changes, dict[str, float]]] = {
    "involution": (False, [strength("r10", 0.7)], {}),
    "new_ahead_economic": (False, [], {"sign_monthly_income": -1}),
    "old_ahead_daily_life": (False, [], {"sign_interaction_intensity": 1}),
    "new_ahead_psychological": (False, [], {"sign_acceptance_chat": 0}),
    "generations_fit_the_cut": (False, [], {"generation_birth_year": 1990}),
    "generations_show_change": (True, [], {"survey_waves": 2}),
    "similar_predicament": (False, [strength("r2", 0.3)], {}),
    "institutions_bar_most": (False, [strength("r1", 0.5)], {}),
    "no_path_to_government": (False, [NO_VOICE], {}),
    "acceptance_one_sided": (False, [strength("r7", 0.65)], {}),
    "willing_yet_shut_out": (False, [strength("r5", 0.55)], {}),
    "community_carries": (False, [strength("r19", 0.9)], {}),
    "exclusion_adds_risk": (False, [], {"risk_per_round": 0}),
}
"""Claim: what it becomes today, by one relation or one parameter."""


def claims(found: Any) -> dict[str, Claim]:
    return {claim.key: claim for claim in found.claims()}


@pytest.mark.parametrize("claim", EXPECTED)
def test_the_claim_holds_as_the_essay_and_its_remedies_suggest(claim: str) -> None:
    found = claims(system())[claim].holds, claims(system(AFTER))[claim].holds
    assert found == EXPECTED[claim]


@pytest.mark.parametrize("claim", FLIPS)
def test_one_change_turns_the_claim(claim: str) -> None:
    verdict, changes, parameters = FLIPS[claim]
    assert claims(system())[claim].holds is not verdict
    assert claims(system(changes=changes, parameters=parameters))[claim].holds is verdict


def test_the_tables_cover_every_claim() -> None:
    keys = [*claims(system())]
    assert keys == [*EXPECTED]
    elsewhere = {"new_better_schooled", "community_helps_all_kinds", "supports_insufficient"}
    assert set(FLIPS) | elsewhere == set(keys)


def test_every_claim_says_in_both_languages_where_it_stands_and_what_was_seen() -> None:
    for claim in claims(system()).values():
        assert claim.evidence[0].source == "essay-5"
        for label in (claim.statement, claim.observed):
            assert label.en is not None
            assert label.zh is not None
            assert any("\u4e00" <= sign <= "\u9fff" for sign in label.zh)


def test_schooling_turns_when_the_figure_does() -> None:
    found = system()
    figures = dict(found.view.figures)
    figures["mean_schooling_new"] = replace(figures["mean_schooling_new"], value=6.0)
    turned = type(found)(replace(found.view, figures=figures))
    assert claims(turned)["new_better_schooled"].holds is False
    del figures["mean_age_old"]
    unknown = claims(type(found)(replace(found.view, figures=figures)))["new_better_schooled"]
    assert unknown.holds is None
    assert "mean_age_old" in (unknown.observed.en or "")


def test_help_of_every_kind_needs_each_of_the_three_offers() -> None:
    for relation in ("r9", "r10", "r11"):
        found = claims(system(AFTER, [strength(relation, 0.39)]))
        assert found["community_helps_all_kinds"].holds is False
    unknown = claims(system(AFTER, [strength("r9", None)]))
    assert unknown["community_helps_all_kinds"].holds is None


def test_supports_are_judged_once_somebody_has_said_all_four() -> None:
    assert claims(system(parameters=SUPPORTED))["supports_insufficient"].holds is True
    found = claims(system(parameters={**SUPPORTED, "support_security": 0.5}))
    assert found["supports_insufficient"].holds is False
    three = {key: level for key, level in SUPPORTED.items() if key != "support_security"}
    assert claims(system(parameters=three))["supports_insufficient"].holds is None


@pytest.mark.parametrize(
    ("claim", "relation"),
    [
        ("involution", "r8"),
        ("similar_predicament", "r1"),
        ("institutions_bar_most", "r1"),
        ("acceptance_one_sided", "r7"),
        ("willing_yet_shut_out", "r1"),
        ("community_carries", "r19"),
        ("exclusion_adds_risk", "r15"),
    ],
)
def test_an_unknown_strength_leaves_the_claim_open(claim: str, relation: str) -> None:
    found = claims(system(changes=[strength(relation, None)]))[claim]
    assert found.holds is None
    assert found.observed.en


def test_a_barrier_that_bars_another_side_is_not_called_unknown() -> None:
    found = system(changes=[strength("r4", None)])
    (table,) = (table for table in found.tables() if table.key == "barriers")
    economic, daily, _ = table.rows[3:]
    assert {economic[3], economic[4], daily[3]} == {NOT_HERE}
    assert (daily[4], daily[5]) == (None, None)  # truly unknown


def test_institutions_that_only_draw_level_do_not_bar_most() -> None:
    found = claims(system(changes=[strength("r1", 0.6)]))["institutions_bar_most"]
    assert found.holds is False
    assert "institutions (registration, social security) and barriers made by people" in (
        found.observed.en or ""
    )


def test_a_way_over_an_unknown_relation_leaves_the_voice_open() -> None:
    unknown = {"add_relation": {"id": "x", "from": "new_gen_migrants", "to": "government"}}
    assert claims(system(changes=[unknown]))["no_path_to_government"].holds is None


def test_a_single_round_of_involution_is_a_risk_already() -> None:
    assert claims(system(parameters={"risk_rounds": 1}))["exclusion_adds_risk"].holds is True
    assert (
        claims(system(AFTER, parameters={"risk_rounds": 1}))["exclusion_adds_risk"].holds is False
    )


def test_similar_is_as_near_as_the_parameter_says() -> None:
    less = [strength("r2", 0.7)]
    assert claims(system(changes=less))["similar_predicament"].holds is True
    found = claims(system(changes=less, parameters={"similar_within": 0.04}))
    assert found["similar_predicament"].holds is False
