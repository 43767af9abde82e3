"""Each claim of essay 1 holds where the essay says so, and one change turns it over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from graph_api.domain import Claim
from graph_api.systems.wechat_platform import WechatPlatform
from graph_api.systems.wechat_platform.claims import CLAIMS
from tests.systems.wechat_platform.views import (
    AFTER,
    BOTH,
    TODAY,
    TRAINED,
    strength,
    system,
    unknown,
    without,
)

HOLDS: Mapping[str, tuple[bool | None, bool | None]] = {
    # claim: today, after the remedies
    "open_government_works_fully": (False, True),  # L17 "fully" against L27 "weak": 0.45
    "supervision_is_effective": (False, True),  # L17 against L43: 0.30
    "opinion_is_pooled": (False, True),  # L19: 0.105 reaches the office
    "telling_became_two_way": (False, True),  # L19: B 0.39, then 0.87
    "people_answer": (None, None),  # L19: no share of automatic replies is printed
    "clarification_curbs_rumours": (True, True),  # L21
    "clarification_is_timely": (True, True),  # L21
    "new_media_use_is_weak": (True, True),  # L27: k 0.15, before and after
    "old_ways_persist": (True, False),  # L27
    "cadres_are_no_supporters": (True, True),  # L29, no remedy
    "operators_are_the_key_constraint": (True, True),  # L31, no remedy
    "coverage_is_small": (None, None),  # L35, no figure
    "identification_is_weak": (None, None),  # L35, no figure
    "input_is_lacking": (True, True),  # L37, no remedy
    "counter_measures_solve_the_problems": (False, False),  # three gaps
    "groups_can_speak": (False, True),  # L41, L45: 0.05, then 0.46
    "parties_are_equals": (False, True),  # L41
    "consensus_is_reached": (False, True),  # L41
    "supervision_is_open_to_all": (False, True),  # L43
    "supervision_is_all_weather": (True, True),  # L43: read as 24 hours
    "constraint_is_mutual": (False, True),  # L43
    "state_and_society_are_tense": (True, False),  # L45: 0.80, then 0.50
    "platform_buffers_conflict": (False, True),  # L45
    "service_is_around_the_clock": (None, None),  # L47: a wish; no hours of today
    "services_meet_the_needs": (False, True),  # L47
}


def claim(of: WechatPlatform, key: str) -> Claim:
    (found,) = (item for item in of.claims() if item.key == key)
    return found


def test_the_table_knows_every_claim() -> None:
    assert list(HOLDS) == [rule.key for rule in CLAIMS]


@pytest.mark.parametrize("key", HOLDS)
def test_a_claim_holds_where_the_essay_says_so(key: str) -> None:
    found = claim(system(TODAY), key).holds, claim(system(AFTER), key).holds
    assert found == HOLDS[key]


Flip = tuple[str, tuple[dict[str, Any], ...], dict[str, float], dict[str, Any] | tuple[str, float]]

FLIPS: Mapping[str, Flip] = {
    # claim: a variant, what-ifs and parameters to start from; the ONE change that turns it over
    "open_government_works_fully": (AFTER, (), {}, strength("r2", 0.5)),
    "supervision_is_effective": (AFTER, (), {}, strength("r8", 0.5)),
    "opinion_is_pooled": (AFTER, (), {}, strength("r7", 0.1)),
    "telling_became_two_way": (AFTER, (), {}, strength("r7", 0.2)),
    "people_answer": (AFTER, (), {"automatic_reply_share": 0.2}, ("automatic_reply_share", 0.5)),
    "clarification_curbs_rumours": (TODAY, (), {}, strength("r16", 0)),
    "clarification_is_timely": (TODAY, (), {}, ("clarification_delay_hours", 24)),
    "new_media_use_is_weak": (
        BOTH,
        (),
        {"attention": 0.5, "coverage": 0.5, "identification": 0.5},
        strength("r10", 0.5),
    ),
    "old_ways_persist": (TODAY, (), {}, strength("r9", 0.2)),
    "cadres_are_no_supporters": (TODAY, (), {}, strength("r10", 0.6)),
    "operators_are_the_key_constraint": (TODAY, (), {}, strength("r11", 0.6)),
    "coverage_is_small": (TODAY, (), {"coverage": 0.2}, ("coverage", 0.8)),
    "identification_is_weak": (TODAY, (), {"identification": 0.2}, ("identification", 0.8)),
    "input_is_lacking": (TODAY, (), {}, strength("r12", 0.6)),
    "counter_measures_solve_the_problems": (
        AFTER,
        (strength("r10", 0.6), strength("r11", 0.6), strength("r12", 0.6)),
        {"coverage": 0.9, "identification": 0.9},
        strength("r11", 0.15),
    ),
    "groups_can_speak": (AFTER, (), {}, strength("r13", 0.1)),
    "parties_are_equals": (AFTER, (), {}, ("equal_voice", 0.9)),
    "consensus_is_reached": (AFTER, (), {}, ("openness_second_group", 0)),
    "supervision_is_open_to_all": (AFTER, (), {}, strength("r6", 0.1)),
    "supervision_is_all_weather": (TODAY, (), {}, ("supervision_hours_per_day", 12)),
    "constraint_is_mutual": (AFTER, (), {}, strength("r9", 0.8)),
    "state_and_society_are_tense": (TODAY, (), {}, strength("r17", 0.5)),
    "platform_buffers_conflict": (AFTER, (), {}, strength("r14", 0.1)),
    "service_is_around_the_clock": (
        TODAY,
        (),
        {"staffed_hours_per_day": 24},
        ("staffed_hours_per_day", 8),
    ),
    "services_meet_the_needs": (AFTER, (), {}, strength("r4", 0.4)),
}


def test_every_claim_can_be_turned_over() -> None:
    assert FLIPS.keys() == HOLDS.keys()


@pytest.mark.parametrize("key", FLIPS)
def test_one_change_turns_a_claim_over(key: str) -> None:
    variant, changes, parameters, flip = FLIPS[key]
    before = claim(system(variant, *changes, **parameters), key)
    if isinstance(flip, tuple):
        after = claim(system(variant, *changes, **{**parameters, flip[0]: flip[1]}), key)
    else:
        after = claim(system(variant, *changes, flip, **parameters), key)
    assert (before.holds, after.holds) == (True, False)
    assert before.observed != after.observed


UNKNOWN = {
    "open_government_works_fully": "r2",
    "supervision_is_effective": "r8",
    "opinion_is_pooled": "r5",
    "telling_became_two_way": "r7",
    "clarification_curbs_rumours": "r15",
    "clarification_is_timely": "r16",
    "old_ways_persist": "r9",
    "cadres_are_no_supporters": "r10",
    "operators_are_the_key_constraint": "r11",
    "input_is_lacking": "r12",
    "groups_can_speak": "r13",
    "parties_are_equals": "r13",
    "consensus_is_reached": "r14",
    "supervision_is_open_to_all": "r6",
    "constraint_is_mutual": "r9",
    "state_and_society_are_tense": "r17",
    "platform_buffers_conflict": "r14",
    "services_meet_the_needs": "r3",
}


@pytest.mark.parametrize("key", UNKNOWN)
def test_a_claim_that_needs_an_unknown_relation_neither_holds_nor_fails(key: str) -> None:
    found = claim(system(AFTER, unknown(UNKNOWN[key])), key)
    assert found.holds is None
    assert found.observed.text("en")


def test_a_claim_that_needs_a_parameter_says_which_is_missing() -> None:
    for language in ("en", "zh"):
        found = claim(without("openness"), "consensus_is_reached")
        assert found.holds is None
        assert "openness" in found.observed.text("en" if language == "en" else "zh")


def test_unknown_factors_leave_open_whether_use_is_weak() -> None:
    # All known factors are strong, but nobody has said attention, coverage and identification.
    strong = [strength(name, 0.6) for name in ("r10", "r11", "r12")]
    assert claim(system(TODAY, *strong), "new_media_use_is_weak").holds is None
    assert claim(system(AFTER, *strong), "counter_measures_solve_the_problems").holds is None


def test_training_alone_moves_the_key_constraint_to_the_input() -> None:
    # L31 calls the operators the key; at 0.15 each, input and operators share the place.
    assert claim(system(TRAINED), "operators_are_the_key_constraint").holds is False
    assert claim(system(TRAINED), "new_media_use_is_weak").holds
    assert claim(system(TRAINED), "input_is_lacking").holds


@pytest.mark.parametrize("variant", [TODAY, AFTER, TRAINED, BOTH])
def test_claims_are_said_in_both_languages_with_lines_of_the_essay(variant: str) -> None:
    for item in system(variant).claims():
        for text in (item.statement, item.observed):
            assert re.search(r"[a-z]{3}", text.text("en"))
            assert re.search("[一-鿿]{2}", text.text("zh"))
            assert "赋权" not in text.text("zh")
        (evidence,) = item.evidence
        assert evidence.source == "essay-1"
        assert all(7 <= int(line) <= 69 for line in evidence.lines)
        assert item.assumptions


def test_what_is_said_of_a_rumour_is_said_with_its_hours() -> None:
    # Where the platform does not reach (0.55) one spreader convinces 0.4 / 4 x 24 x 0.55 = 1.32
    # residents, so today 72 hours are not the end. The numbers are those of an integration of our
    # own with scipy (LSODA), to 3,000 hours: 26.7 % and 88.0 %, then 1.4 % and 59.4 %.
    today, after = (claim(system(name), "clarification_curbs_rumours") for name in (TODAY, AFTER))
    assert "Within 72 hours 6.0%" in today.observed.text("en")
    assert "within 720 hours 26.7% and 88.0%" in today.observed.text("en")
    assert "within 720 hours 1.4% and 59.4%" in after.observed.text("en")
    assert "720 小时内分别为 26.7% 与 88.0%" in today.observed.text("zh")


def test_where_training_alone_lifts_nothing_the_key_constraint_says_so() -> None:
    alone = "training alone lifts nothing"
    assert alone in claim(system(), "operators_are_the_key_constraint").observed.text("en")
    lifted = system(TODAY, strength("r12", 0.3))
    assert alone not in claim(lifted, "operators_are_the_key_constraint").observed.text("en")
    # The same by the measure: k with trained operators.
    trained, today = system().measures(["gate_with_operators", "gate_minimum"])
    assert trained.value == today.value


def test_a_wish_read_as_a_number_is_called_one() -> None:
    found = claim(system(), "supervision_is_all_weather")
    assert "nobody has counted them" in found.observed.text("en")


@pytest.mark.parametrize("key", ["coverage_is_small", "identification_is_weak"])
def test_what_the_essay_says_in_words_only_is_not_denied(key: str) -> None:
    found = claim(system(), key)
    assert found.holds is None
    assert "L35" in found.observed.text("en")
    assert "第35行" in found.observed.text("zh")
