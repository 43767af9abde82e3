"""Equilibria: the digest's cases, nashpy, and enumeration of best answers as second ways."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.water_game.equilibria import (
    Equilibria,
    confirmed,
    find_equilibria,
    support_enumeration,
)
from graph_api.systems.water_game.payoffs import Institution, Payoffs, Table, under
from tests.systems.water_game.views import game

CHECK_CASE = Table(5, 3, 1, 0)
whole = st.integers(-6, 6)
tables = st.builds(Table, whole, whole, whole, whole)


def fined(expected: float) -> Table:
    return under(CHECK_CASE, Institution(1, 0, expected))


def best_answer_profiles(table: Table, players: int) -> set[tuple[bool, ...]]:
    """Find every pure equilibrium by trying every change of every household."""

    def payoff(profile: tuple[bool, ...], me: int) -> float:
        worth = {
            (True, True): table.reward,
            (True, False): table.sucker,
            (False, True): table.temptation,
            (False, False): table.punishment,
        }
        others = [profile[you] for you in range(players) if you != me]
        return sum(worth[profile[me], other] for other in others) / len(others)

    def changed(profile: tuple[bool, ...], me: int) -> tuple[bool, ...]:
        return tuple(not kept if you == me else kept for you, kept in enumerate(profile))

    return {
        profile
        for profile in itertools.product((True, False), repeat=players)
        if all(
            payoff(profile, me) >= payoff(changed(profile, me), me) - 1e-9 for me in range(players)
        )
    }


@pytest.mark.parametrize(
    ("fine", "kept", "degenerate"),
    [(0, (0,), False), (1.5, (1,), False), (3, (2,), False), (1, (1, 0), True), (2, (2, 1), True)],
)
def test_the_check_case_of_the_digest(fine: float, kept: tuple[int, ...], degenerate: bool) -> None:
    found = find_equilibria(fined(fine))
    assert found.pure_counts == kept
    assert found.degenerate is degenerate
    assert any(item.free for item in found.found) is degenerate


def test_between_the_thresholds_each_also_cooperates_with_one_half() -> None:
    (mixed,) = (item for item in find_equilibria(fined(1.5)).found if not item.is_pure)
    assert mixed.strategies == ((0.5, 0.5), (0.5, 0.5))
    # against one half: keeping is worth (3 + 0) / 2, breaking (3.5 - 0.5) / 2
    assert mixed.payoffs == (1.5, 1.5)


def test_each_equilibrium_of_a_few_households_has_its_orders() -> None:
    found = find_equilibria(fined(1.5), 4)
    for item in found.found:
        orders = item.named()
        assert len(orders) == item.arrangements
        profiles = {tuple(item.strategies[place] for place in order) for order in orders}
        assert len(profiles) == len(orders)


def test_three_households_that_are_fined_mix_in_three_ways() -> None:
    # a = S' - P' = 0.5, b = R' - T' = -0.5: indifferent at one of the two others
    found = find_equilibria(fined(1.5), 3)
    shapes = [(item.cooperating, item.mixing, item.defecting, item.free) for item in found.found]
    assert shapes == [(2, 0, 1, False), (1, 1, 1, True), (1, 0, 2, False), (0, 3, 0, False)]
    assert found.degenerate
    assert found.found[-1].probability == pytest.approx(0.5)


def test_four_households_have_mixtures_beside_sure_ones() -> None:
    # s* = 3 x 0.5 = 1.5; k + (m - 1) p = 1.5
    found = find_equilibria(fined(1.5), 4)
    mixed = {
        (item.cooperating, item.mixing): item.probability
        for item in found.found
        if not item.is_pure
    }
    assert mixed == pytest.approx({(0, 3): 0.75, (0, 4): 0.5, (1, 2): 0.5, (1, 3): 0.25})
    assert found.pure_counts == (2,)
    assert [item.arrangements for item in found.found if item.is_pure] == [6]


def test_where_cooperation_needs_company_there_are_three_equilibria_of_any_number() -> None:
    stag_hunt = Table(temptation=3, reward=4, punishment=2, sucker=0)
    for players in (2, 3, 7, 200):
        found = find_equilibria(stag_hunt, players)
        assert found.pure_counts == (players, 0)
        (mixed,) = (item for item in found.found if not item.is_pure)
        assert mixed.mixing == players
        assert mixed.probability == pytest.approx(2 / 3)


def test_a_game_in_which_nothing_matters_has_every_profile() -> None:
    found = find_equilibria(Table(1, 1, 1, 1), 3)
    assert found.everything
    assert found.degenerate
    assert found.pure_counts == (3, 2, 1, 0)


@given(tables, st.integers(2, 5))
def test_pure_equilibria_are_those_of_trying_every_change(table: Table, players: int) -> None:
    found = find_equilibria(table, players)
    tried = best_answer_profiles(table, players)
    assert set(found.pure_counts) == {sum(profile) for profile in tried}
    assert sum(item.arrangements for item in found.found if item.is_pure) == len(tried)


@given(tables, st.integers(2, 6))
def test_nobody_gains_by_leaving_a_mixed_equilibrium(table: Table, players: int) -> None:
    for item in find_equilibria(table, players).found:
        kept = [0.3 if item.free and 0 < share < 1 else share for share, _ in item.strategies]
        for me, share in enumerate(kept):
            others = [kept[you] for you in range(players) if you != me]
            gain = sum(
                other * (table.reward - table.temptation)
                + (1 - other) * (table.sucker - table.punishment)
                for other in others
            )
            if share < 1 and not (item.free and share == 0 and item.mixing):
                assert gain <= 1e-6
            if share > 0:
                assert gain >= -1e-6


def enumerated(table: Table, players: int) -> set[tuple[float, ...]]:
    """Find every equilibrium of a game that is not degenerate, support by support.

    Each household keeps the rules, breaks them or mixes. Those who mix are indifferent, which is
    one linear equation each; nobody else may gain by changing.
    """
    together, alone = table.reward - table.temptation, table.sucker - table.punishment
    found = set()
    for kinds in itertools.product("CMD", repeat=players):
        mixers = [place for place, kind in enumerate(kinds) if kind == "M"]
        shares = np.array([1.0 if kind == "C" else 0.0 for kind in kinds])
        if mixers:
            # sum over others j of (p_j together + (1 - p_j) alone) = 0
            matrix = (np.ones((len(mixers),) * 2) - np.eye(len(mixers))) * (together - alone)
            known = -(players - 1) * alone - shares.sum() * (together - alone)
            if abs(np.linalg.det(matrix)) < 1e-12:
                continue
            shares[mixers] = np.linalg.solve(matrix, np.full(len(mixers), known))
            if not all(1e-9 < shares[place] < 1 - 1e-9 for place in mixers):
                continue
        others = shares.sum() - shares
        gains = others * together + (players - 1 - others) * alone
        if all(
            {"C": gain >= -1e-9, "D": gain <= 1e-9, "M": abs(gain) < 1e-6}[kind]
            for kind, gain in zip(kinds, gains, strict=True)
        ):
            found.add(tuple(round(float(share), 6) for share in shares))
    return found


@given(tables, st.integers(2, 4))
def test_no_equilibrium_of_up_to_four_households_is_left_out(table: Table, players: int) -> None:
    result = find_equilibria(table, players)
    assume(not result.degenerate)
    named = {
        tuple(round(item.strategies[place][0], 6) for place in order)
        for item in result.found
        for order in item.named()
    }
    assert named == enumerated(table, players)


@given(tables)
def test_support_enumeration_finds_the_same_two_household_equilibria(table: Table) -> None:
    found = find_equilibria(table)
    if found.degenerate:
        assert confirmed(table, found) is None
        return
    assert confirmed(table, found)
    assert not support_enumeration(table).degenerate


def test_a_list_that_lacks_one_is_not_confirmed() -> None:
    short = Equilibria(2, find_equilibria(fined(1.5)).found[:1], degenerate=False)
    assert confirmed(fined(1.5), short) is False
    assert confirmed(fined(1.5), Equilibria(3, (), degenerate=False)) is None


def test_nashpy_warns_where_we_flag() -> None:
    # Ostrom's herders: 10, -1, 11, 0 and a fine of 2 (domain-anchors 1e)
    herders = Payoffs(temptation=11, reward=10, punishment=0, sucker=-1)
    results = {
        accuracy: find_equilibria(under(herders, Institution(accuracy, 1 - accuracy, 2)))
        for accuracy in (0.7, 0.75, 0.8)
    }
    assert results[0.7].pure_counts == (0,)
    assert results[0.8].pure_counts == (2,)
    assert set(results[0.75].pure_counts) >= {0, 2}
    assert [item.degenerate for item in results.values()] == [False, True, False]
    at_edge = under(herders, Institution(0.75, 0.25, 2))
    assert support_enumeration(at_edge).degenerate


@given(st.integers(2, 40))
def test_arrangements_of_all_pure_profiles_never_exceed_all_there_are(players: int) -> None:
    found = find_equilibria(fined(1.5), players)
    pure = sum(item.arrangements for item in found.found if item.is_pure)
    assert 0 < pure <= 2**players
    assert all(math.isfinite(value) for item in found.found for value in item.payoffs)


@pytest.mark.parametrize("players", [1, 0, -3, 201])
def test_too_few_or_too_many_households_are_refused(players: int) -> None:
    with pytest.raises(BadParameterError) as caught:
        find_equilibria(CHECK_CASE, players)
    assert caught.value.details["parameter"] == "players"


def test_the_system_confirms_two_households_and_asks_no_library_for_more() -> None:
    system = game()
    assert system.equilibria().confirmed is True
    assert system.equilibria(system.association(), 3).confirmed is None
    assert system.equilibria(system.association(), 3).cooperation_is_the_only_one
