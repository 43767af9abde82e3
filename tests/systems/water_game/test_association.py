"""The association from inside: who pays, who votes, who is spared, who lies where (L103-L107)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.water_game.association import (
    LevyKind,
    accounts,
    capture,
    carried,
    graduated,
    positions,
    second_order,
)
from graph_api.systems.water_game.equilibria import find_equilibria
from graph_api.systems.water_game.payoffs import Institution, Table, under
from tests.systems.water_game.views import game

CHECK_CASE = Table(5, 3, 1, 0)
ASSOCIATION = Institution(0.75, 0, 4)
share = st.floats(0, 1)


# Accounts and votes (L103) -----------------------------------------------------------------------


def test_shares_pay_the_staff_from_a_number_of_members_on() -> None:
    # 40 x 0.2 = 8 against 9: one short of 45 members
    found = accounts(40, 0.2, 0.1, 9)
    assert (found.income, found.labour, found.balance) == pytest.approx((8, 4, -1))
    assert found.break_even == 45
    assert accounts(45, 0.2, 0.1, 9).balance == pytest.approx(0)


def test_a_share_in_kind_is_worth_what_is_left_when_it_is_sold() -> None:
    found = accounts(50, 0.2, 0, 8, kind=LevyKind.KIND, kept_in_kind=0.8)
    assert found.balance == pytest.approx(0)
    assert accounts(50, 0.2, 0, 8, kind=LevyKind.MONEY, kept_in_kind=0.8).balance == 2


def test_free_riding_on_the_share_empties_the_till() -> None:
    assert accounts(50, 0.2, 0, 8, paying=0.5).balance == -3
    assert accounts(50, 0.2, 0, 8, paying=0).break_even is None
    assert accounts(50, 0, 0, 0).break_even == 0
    assert accounts(50, 5e-324, 0, 1e6).break_even is None  # more than 10,000 members


@given(st.integers(1, 500), st.floats(0.01, 5), st.floats(0, 100))
def test_the_break_even_is_the_smallest_number_that_pays(
    members: int, levy: float, cost: float
) -> None:
    found = accounts(members, levy, 0, cost)
    if found.break_even is None:
        assert 10_000 * levy < cost
        return
    assert found.break_even * levy >= cost - 1e-6
    assert (found.break_even - 1) * levy < cost or found.break_even == 0


def test_one_member_one_vote_and_more_than_half_decides() -> None:
    system = game()
    assert [system.carried(votes, 10) for votes in (5, 6)] == [False, True]
    assert [game(majority=0.66).carried(votes, 10) for votes in (6, 7)] == [False, True]
    assert carried(0, 1, 0) is False


def test_the_system_says_which_number_is_missing() -> None:
    with pytest.raises(BadParameterError) as caught:
        game().accounts()
    assert caught.value.details["parameter"] == "households"
    found = game(households=50, staff_cost=6).accounts()
    assert found.balance == pytest.approx(4)  # 50 x 0.2 - 6


def test_joining_pays_while_the_dues_are_below_the_gain() -> None:
    # 3 - 0.2 - 0.2 - 1; mistaken fines of 0.1 x 4 come off it
    assert game().entry_margin() == pytest.approx(1.6)
    assert game(error=0.1).entry_margin() == pytest.approx(1.2)
    assert game(levy=1.8).entry_margin() == pytest.approx(0)


# Who pays for the sanction? (L105) ---------------------------------------------------------------


def test_without_exclusion_nobody_pays_for_the_sanction() -> None:
    assert not second_order(3, 1, 0.2, 0.2, 0).pays
    assert second_order(3, 1, 0.2, 0.2, 0.2).pays  # 0.2 x 2 = 0.4
    assert second_order(3, 1, 0.2, 0.2, 0.75).exclusion_needed == pytest.approx(0.2)
    assert second_order(3, 1, 2, 0.2, 1).exclusion_needed is None  # 2.2 > 2


@given(st.floats(0, 3), share)
def test_paying_is_the_better_answer_from_the_needed_exclusion_on(
    levy: float, exclusion: float
) -> None:
    found = second_order(3, 1, levy, 0.1, exclusion)
    pay, ride = 3 - levy - 0.1, 3 - exclusion * (3 - 1)
    if abs(pay - ride) > 1e-9:
        assert found.pays == (pay > ride)
    if found.exclusion_needed is not None:
        assert second_order(3, 1, levy, 0.1, min(1.0, found.exclusion_needed + 1e-9)).pays


def test_a_household_that_is_kept_out_by_chance_can_be_asked_about() -> None:
    assert game().second_order().pays
    assert not game().second_order(0.1).pays
    assert not game(exclusion=0.1).second_order().pays


# Capture of the elected head ---------------------------------------------------------------------


def test_a_head_who_spares_a_third_is_at_the_edge() -> None:
    # 0.75 x 4 x (1 - 1/3) = 2 = T - R
    assert game().capture(0.33).cooperation_holds
    assert not game().capture(0.34).cooperation_holds
    assert game().capture().breaks_from == pytest.approx(1 / 3)
    assert game(capture_share=0.5).capture().cooperation_holds is False


@given(share, share, st.floats(0, 10), share)
def test_cooperation_ends_where_enumeration_says(
    detection: float, error: float, fine: float, spared: float
) -> None:
    institution = Institution(detection, error, fine)
    found = capture(CHECK_CASE, institution, spared, 0.5)
    left = find_equilibria(under(CHECK_CASE, found.institution))
    assert found.cooperation_holds is left.cooperation_is_one
    if found.breaks_from is None:
        assert not found.cooperation_holds
    elif abs(spared - found.breaks_from) > 1e-6:
        assert found.cooperation_holds is (spared < found.breaks_from)


def test_if_the_spared_are_known_the_others_are_exploited_and_leave() -> None:
    # With 3 expected in fines keeping is worth 1 where all others keep, 2 where none does.
    found = capture(CHECK_CASE, ASSOCIATION, 0.5, 0.5, dues=0.4)
    assert found.rest_margin == 1.5
    # half of the others keep: 0.5 x 3 - 0.4 - 1
    assert found.rest_worth_joining == pytest.approx(0.1)
    assert capture(CHECK_CASE, ASSOCIATION, 0.6, 0.5, dues=0.4).rest_worth_joining < 0


def test_the_spared_are_not_fined_by_mistake_either() -> None:
    # 4 (1 - 0.25)(1 - c) = 2 at c = 1/3; were mistakes still fined, 4 (1 - c) - 1 = 2 at 1/4
    found = capture(CHECK_CASE, Institution(1, 0.25, 4), 0.3, 0.5)
    assert found.cooperation_holds
    assert found.breaks_from == pytest.approx(1 / 3)


def test_a_captured_head_can_be_recalled_while_the_others_are_the_majority() -> None:
    assert [game().capture(spared).can_be_recalled for spared in (0.49, 0.5)] == [True, False]


def test_nothing_to_capture_where_breaking_does_not_pay() -> None:
    assert capture(Table(2, 3, 1, 0), Institution(0, 0, 0), 1, 0.5).breaks_from == 1


# Graduated sanctions and the canal ---------------------------------------------------------------


def test_fines_that_grow_deter_from_the_third_offence_on() -> None:
    # 1, 2, 4, 8 at 0.75: 0.75, 1.5, 3, 6 against 2
    steps = game().graduated(4)
    assert [step.fine for step in steps] == [1, 2, 4, 8]
    assert [step.deters for step in steps] == [False, False, True, True]
    assert [step.deters for step in game(first_fine=4).graduated(2)] == [True, True]


def test_fines_never_grow_beyond_what_sums_can_carry() -> None:
    (*_, last) = graduated(CHECK_CASE, Institution(1, 0, 100), 100, 50)
    assert last.fine == 1e6


def test_the_head_of_the_canal_is_the_harder_to_hold() -> None:
    head, tail = positions(CHECK_CASE, ASSOCIATION, 1, 0.5, 0.4)
    assert (head.margin, tail.margin) == (0, 1)  # 3 - (6 - 3), 3 - (4.5 - 2.5)
    assert head.fine_needed == 4
    assert tail.fine_needed == pytest.approx(8 / 3)
    assert (head.worth_joining, tail.worth_joining) == pytest.approx((1.6, 1.1))


@given(st.floats(0, 10), st.floats(0, 10), share, st.floats(0, 10))
def test_both_ends_agree_with_the_game_they_play(
    advantage: float, loss: float, detection: float, fine: float
) -> None:
    institution = Institution(detection, 0, fine)
    for item in positions(CHECK_CASE, institution, advantage, loss, 0):
        own = under(Table(item.temptation, item.reward, 1, 0), institution)
        margin = own.reward - own.temptation
        assert item.margin == pytest.approx(margin, abs=1e-9)


def test_where_detection_is_no_better_than_error_no_fine_holds_the_head() -> None:
    head, _ = positions(CHECK_CASE, Institution(0.2, 0.2, 4), 1, 0.5, 0)
    assert head.fine_needed is None


# What is refused ---------------------------------------------------------------------------------

BAD: dict[str, tuple[Any, str]] = {
    "members": (lambda: accounts(0, 1, 0, 0), "members"),
    "levy": (lambda: accounts(1, -1, 0, 0), "levy"),
    "labour": (lambda: accounts(1, 1, float("inf"), 0), "labourDuty"),
    "staff": (lambda: accounts(1, 1, 0, -1), "staffCost"),
    "kind": (lambda: accounts(1, 1, 0, 0, kept_in_kind=1.2), "keptInKind"),
    "paying": (lambda: accounts(1, 1, 0, 0, paying=1.2), "paying"),
    "votes": (lambda: carried(11, 10, 0.5), "votesFor"),
    "majority": (lambda: carried(1, 10, 1.2), "majority"),
    "exclusion": (lambda: second_order(3, 1, 0, 0, 1.2), "exclusion"),
    "spared": (lambda: capture(CHECK_CASE, ASSOCIATION, 1.2, 0.5), "captureShare"),
    "factor": (lambda: graduated(CHECK_CASE, ASSOCIATION, 0.5, 3), "factor"),
    "offences": (lambda: graduated(CHECK_CASE, ASSOCIATION, 2, 0), "offences"),
    "advantage": (lambda: positions(CHECK_CASE, ASSOCIATION, -1, 0, 0), "headAdvantage"),
    "loss": (lambda: positions(CHECK_CASE, ASSOCIATION, 0, float("nan"), 0), "tailLoss"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused_names_the_field(case: str) -> None:
    ask, field = BAD[case]
    with pytest.raises(BadParameterError) as caught:
        ask()
    assert caught.value.details["parameter"] == field
