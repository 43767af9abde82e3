"""What nobody knows decides nothing: no verdict hangs on a strength that was never said."""

from __future__ import annotations

import itertools

import pytest

from graph_api.systems.participation import Participation
from graph_api.systems.participation.interests import FIRM, INTERESTS
from graph_api.systems.participation.ladder import unrated
from tests.systems.participation.views import AFTER, DAY, TODAY, strength, system, unknown

FEE, SECURITY = INTERESTS[0], INTERESTS[4]


def claim(of: Participation, key: str) -> bool | None:
    (found,) = (item.holds for item in of.claims() if item.key == key)
    return found


def test_a_matter_with_one_unknown_way_is_neither_with_nor_without_a_channel() -> None:
    of = system(TODAY, unknown("r5"))  # residents to firm
    # Fees go to the firm alone; the way over the owners' group is known to be a form (0.0675).
    assert of.has_channel(FEE) is None
    # Security goes to the committee too, whose way is known to be near absent: still open.
    assert of.has_channel(SECURITY) is None
    assert of.interests_without_channel() == ()
    assert of.measures(["interests_without_channel"])[0].value is None
    assert claim(of, "interests_lack_a_path") is None


def test_a_known_channel_settles_the_matter_whatever_else_is_unknown() -> None:
    of = system(DAY, unknown("r5"))
    assert of.has_channel(FEE) is True
    assert claim(of, "interests_lack_a_path") is False


def test_one_addressee_who_hears_is_a_channel() -> None:
    # Security goes to firm and committee: the committee hears 0.50, the firm 0.10. Fees do not.
    of = system(TODAY, strength("r3", 0.50))
    assert (of.has_channel(SECURITY), of.has_channel(FEE)) == (True, False)
    assert [item.key for item in of.interests_without_channel()] == [
        "property_fee",
        "parking",
        "property_service",
    ]


@pytest.mark.parametrize(
    ("relation", "lacking"),
    [("r19", "attended"), ("r18", "attended"), ("r4", "two_way"), ("r6", "two_way")],
)
def test_a_form_of_attendance_or_answer_does_not_meet_the_requirement(
    relation: str, lacking: str
) -> None:
    of = system(AFTER, strength(relation, 0.05))
    assert [item.key for item in of.requirements() if not item.met] == [lacking]


def test_an_unknown_relation_behind_a_weak_one_decides_nothing() -> None:
    # 0.10 x anything is at most 0.10: a form, known without knowing r19.
    of = system(DAY, strength("r17", 0.10), unknown("r19"))
    day = [item for item in of.channels("parking") if item.route.via == ("opinion_channel",)]
    assert [item.missing for item in day] == [True]
    assert of.has_channel(FEE) is False


def test_whoever_is_offered_an_unknown_channel_takes_part_perhaps() -> None:
    def decisions(*changes: dict[str, object]) -> list[object]:
        (table,) = (item for item in system(TODAY, *changes).tables() if item.key == "strata")
        return [row[-1] for row in table.rows if row[1].en.startswith("decision")]  # type: ignore[union-attr]

    assert decisions() == [False, False, False]
    assert decisions(unknown("r5")) == [None, None, None]
    assert decisions(strength("r5", 0.5)) == [True, True, None]


def test_unknown_relations_that_could_turn_the_median_leave_the_claim_open() -> None:
    # Today 1 1 1 2 2 2 2 2 3 4. One unknown of the twos may be anything: 2 stays lower median.
    assert claim(system(TODAY, unknown("r3")), "participation_is_surface") is True
    # Five unknown: 1 1 1 3 4 and five more; if all five stand high, the median is high.
    five = map(unknown, ("r3", "r5", "r15", "r16", "r24"))
    of = system(TODAY, *five)
    assert len(unrated(of)) == 5
    assert claim(of, "participation_is_surface") is None


def test_a_second_way_to_that_verdict_tries_every_rung() -> None:
    of = system(TODAY, *map(unknown, ("r3", "r5", "r15", "r16", "r24")))
    known = [item.rung.number for item in of.rungs() if item.counted]
    verdicts = set()
    for count in range(6):
        for filled in itertools.combinations_with_replacement(range(1, 9), count):
            both = sorted([*known, *filled])
            verdicts.add(both[(len(both) - 1) // 2] <= 2)
    assert verdicts == {True, False}


@pytest.mark.parametrize(
    ("relation", "why"),
    [
        ("r1", "a burden has no rung"),
        ("r7", "nor has a service"),
        ("r10", "it leads to no one who decides"),
        ("r25", "nor has a conflict"),
    ],
)
def test_only_what_could_have_a_rung_is_unrated(relation: str, why: str) -> None:
    assert unrated(system(TODAY, unknown(relation))) == (), why


def test_a_requirement_that_nobody_knows_leaves_the_claim_open() -> None:
    # r6 is what the firm answers: without it nobody knows whether the channel is two-way.
    of = system(AFTER, unknown("r6"))
    assert [item.met for item in of.requirements()].count(None) == 1
    assert claim(of, "channel_meets_its_requirements") is None
    # One that is known not to be met settles it.
    both = system(AFTER, unknown("r6"), face_to_face=0)
    assert claim(both, "channel_meets_its_requirements") is False


def test_tenants_have_every_way_but_that_of_the_owners() -> None:
    # r13 x r14 = 0.45 x 0.60 = 0.27 for owners; tenants keep the direct 0.10.
    of = system(TODAY, strength("r14", 0.60))
    assert of.capacity(FIRM) == pytest.approx(0.27)
    assert of.capacity(FIRM, tenants=True) == pytest.approx(0.10)
    fee = of.tenures()[0]
    assert (fee.owners, fee.tenants, fee.lost) == pytest.approx((0.27, 0.10, 0.17))
    assert system(TODAY, unknown("r5"), strength("r13", 0)).tenures()[0].lost is None
    # With the opinion day both have the same: it is for all residents (L149).
    assert all(item.lost == 0 for item in system(DAY).tenures())


def test_whose_the_groups_are_is_open_within_the_bands() -> None:
    # r22 and r20 both lie in 0.60 to 1: from 0.6 / 1.6 to 1 / 1.6, on both sides of one half.
    of = system(AFTER)
    assert of.cooptation_bounds() == pytest.approx((0.375, 0.625))
    assert system(TODAY).cooptation_bounds() is None
    assert system(AFTER, unknown("r22")).cooptation_bounds() == pytest.approx((0, 0.625))
