"""Thresholds and verdicts: published values, hand-worked numbers, and play as a second way."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.systems.water_game.payoffs import Institution, Payoffs, Table, under
from graph_api.systems.water_game.thresholds import (
    Repeated,
    cooperates_until_known_end,
    critical_discount,
    dominance_margin,
    needed_detection,
    needed_fine,
    one_shot_margin,
    repeated_margin,
    reputation_loss,
)
from graph_api.systems.water_game.verdict import verdict
from tests.systems.water_game.views import game

CHECK_CASE = Payoffs(5, 3, 1, 0)
HERDERS = Payoffs(temptation=11, reward=10, punishment=0, sucker=-1)


@st.composite
def dilemmas(draw: st.DrawFn) -> Payoffs:
    """Draw T > R > P > S with 2R > T + S, far enough apart to tell rounding from truth."""
    sucker, punishment, reward, temptation = sorted(
        draw(st.lists(st.integers(-20, 20), min_size=4, max_size=4, unique=True))
    )
    assume(2 * reward > temptation + sucker)
    return Payoffs(temptation, reward, punishment, sucker)


def best_against(table: Table, strategy: Repeated, discount: float) -> float:
    """Try every plan of eight rounds, then the best way on, against grim or tit for tat."""
    worth = {
        ("C", "C"): table.reward,
        ("C", "D"): table.sucker,
        ("D", "C"): table.temptation,
        ("D", "D"): table.punishment,
    }
    best = -math.inf
    for cycle in itertools.product("CD", repeat=4):
        for head in itertools.product("CD", repeat=2):
            answer, total = "C", 0.0
            plan = itertools.chain(head, itertools.cycle(cycle))
            for number, move in enumerate(itertools.islice(plan, 400)):
                total += discount**number * worth[move, answer]
                if strategy is Repeated.GRIM:
                    answer = "D" if "D" in (move, answer) else "C"
                else:
                    answer = move
            best = max(best, total * (1 - discount))
    return best


def test_published_values() -> None:
    assert critical_discount(CHECK_CASE) == 0.5
    assert critical_discount(CHECK_CASE, Repeated.TIT_FOR_TAT) == pytest.approx(2 / 3)
    # Ostrom (1990): fined 2 when seen, the herders cooperate from an accuracy of 3/4 on
    margins = [
        one_shot_margin(under(HERDERS, Institution(accuracy, 1 - accuracy, 2)))
        for accuracy in (0.7, 0.75, 0.8)
    ]
    assert [item.sustained for item in margins] == [False, True, True]
    assert [item.at_edge for item in margins] == [False, True, False]


@pytest.mark.parametrize(
    ("institution", "expected"),
    [
        (None, 0.5),
        (Institution(0, 0, 4), 0.5),
        (Institution(0.5, 0, 1), 1.5 / 4),  # T' 4.5, R' 3, P' 0.5
        (Institution(0.5, 0, 4), 0.0),  # f (y - x) = 2 = T - R
        (Institution(0.25, 0.5, 4), 3 / 4),  # T' 4, R' 1, P' 0
        (Institution(0, 1, 2), None),  # R' = P' = 1: nothing to keep
    ],
)
def test_patience_with_an_institution(institution: Institution, expected: float | None) -> None:
    assert critical_discount(under(CHECK_CASE, institution)) == pytest.approx(expected)


def test_where_breaking_alone_is_better_than_together_the_breaker_does_so() -> None:
    # fined 1.5: T' 3.5, R' 3, P' -0.5, S' 0: after the breach he cooperates alone for 0
    table = under(CHECK_CASE, Institution(1, 0, 1.5))
    assert critical_discount(table) == pytest.approx(0.5 / 3.5)
    assert best_against(table, Repeated.GRIM, 0.13) > 3
    assert best_against(table, Repeated.GRIM, 0.15) < 3 + 1e-9


@pytest.mark.parametrize("strategy", Repeated)
@given(data=st.data())
def test_patience_is_where_no_plan_of_play_is_better(strategy: Repeated, data: Any) -> None:
    table = data.draw(dilemmas())
    needed = critical_discount(table, strategy)
    assert needed is not None
    above, below = needed + 0.3 * (1 - needed), needed * 0.9
    assume(above < 0.98)
    assert best_against(table, strategy, above) <= table.reward + 1e-6
    assert best_against(table, strategy, below) > table.reward
    assert repeated_margin(table, above, strategy).sustained
    assert not repeated_margin(table, below, strategy).sustained


@given(dilemmas())
def test_tit_for_tat_never_needs_less_patience_than_grim(table: Payoffs) -> None:
    grim, tit = critical_discount(table), critical_discount(table, Repeated.TIT_FOR_TAT)
    assert grim is not None
    assert tit is not None
    assert 0 < grim <= tit < 1


def test_taking_turns_spoils_tit_for_tat() -> None:
    # 2R = 6 < T + S = 9: two who take turns have more, whatever their patience
    assert critical_discount(Table(9, 3, 1, 0), Repeated.TIT_FOR_TAT) is None


@pytest.mark.parametrize(
    ("detection", "error", "expected"),
    [(0.75, 0, 8 / 3), (0.75, 0.25, 4), (1, 0, 2), (0.2, 0.2, None), (0.1, 0.2, None)],
)
def test_the_fine_that_is_needed(detection: float, error: float, expected: float | None) -> None:
    assert needed_fine(CHECK_CASE, detection, error) == pytest.approx(expected)


def test_a_fine_that_nobody_can_pay_is_no_fine() -> None:
    assert needed_fine(CHECK_CASE, 1e-5, 0) == pytest.approx(2e5)
    assert needed_fine(CHECK_CASE, 1e-6, 0) is None  # 2e6 is beyond what a fine may be
    assert needed_fine(CHECK_CASE, 5e-324, 0) is None


def test_nothing_is_needed_where_breaking_the_rules_does_not_pay() -> None:
    assert needed_fine(Table(2, 3, 1, 0), 0, 0) == 0
    assert needed_detection(Table(2, 3, 1, 0), 0, 0) == 0


def test_the_detection_that_is_needed() -> None:
    assert needed_detection(CHECK_CASE, 0, 4) == 0.5
    assert needed_detection(CHECK_CASE, 0.2, 4) == pytest.approx(0.7)
    assert needed_detection(CHECK_CASE, 0, 1) is None
    assert needed_detection(CHECK_CASE, 0, 0) is None


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_fine_that_is_needed_is_the_smallest_that_does(detection: float, error: float) -> None:
    fine = needed_fine(CHECK_CASE, detection, error)
    assume(fine is None or fine < 1e5)
    if fine is None:
        assert not one_shot_margin(under(CHECK_CASE, Institution(detection, error, 9e5))).sustained
        return
    assert one_shot_margin(under(CHECK_CASE, Institution(detection, error, fine))).sustained
    less = Institution(detection, error, fine * 0.99)
    assert not one_shot_margin(under(CHECK_CASE, less)).sustained


def test_keeping_the_rules_pays_whatever_others_do_from_the_larger_of_two_gains() -> None:
    steep = Table(temptation=4, reward=3, punishment=2, sucker=0)  # T - R = 1, P - S = 2
    assert dominance_margin(under(steep, Institution(1, 0, 1.5))).value == -0.5
    assert dominance_margin(under(steep, Institution(1, 0, 2))).at_edge


def test_a_known_end() -> None:
    assert cooperates_until_known_end(CHECK_CASE, 100) is False
    assert cooperates_until_known_end(under(CHECK_CASE, Institution(1, 0, 3)), 100) is True
    assert cooperates_until_known_end(under(CHECK_CASE, Institution(1, 0, 1.5)), 100) is None
    # two equilibria, one of them cooperation: it can be played to the last round
    assert cooperates_until_known_end(Table(3, 4, 2, 0), 100) is True


def test_loss_of_reputation_is_the_sum_of_later_losses() -> None:
    # 0.5 x (3 - 1) x (0.9 + 0.81 + 0.729)
    assert reputation_loss(CHECK_CASE, 0.5, 3, 0.9) == pytest.approx(2.439)


# The verdict -------------------------------------------------------------------------------------


def failed(*given: Any, **more: Any) -> list[str]:
    return [item.key for item in verdict(*given, **more).failed]


def test_the_verdict_names_the_conditions_of_each_list_by_its_line() -> None:
    assert failed(CHECK_CASE) == ["L85.equilibrium", "L97.third_party"]
    assert failed(CHECK_CASE, Institution(0.75, 0, 4)) == []
    assert failed(CHECK_CASE, Institution(0.4, 0, 4)) == [
        "L85.equilibrium",
        "L75.communication",  # 1 x 4 would do
        "L75.transparency",
        "L75.punishment",  # 0.4 x a large fine would do
        "L89.communication",
        "L89.capacity",
        "L97.third_party",
        "L97.monitoring",
    ]
    # a third party that is as often wrong as right: more fine does not help, care does; and those
    # who keep the rules are left with 3 - 2.4, less than the 1 of mutual defection
    assert failed(CHECK_CASE, Institution(0.6, 0.6, 4)) == [
        "L85.equilibrium",
        "L89.impartiality",
        "L97.third_party",
        "L85.cost_below_gain",
    ]
    # nothing helps alone: all that fall short are named
    assert failed(CHECK_CASE, Institution(0.1, 0.9, 1)) == [
        "L85.equilibrium",
        "L75.communication",
        "L75.transparency",
        "L75.punishment",
        "L89.communication",
        "L89.impartiality",
        "L89.capacity",
        "L97.third_party",
        "L97.monitoring",
    ]


def test_an_impatient_game_fails_for_want_of_a_future() -> None:
    assert failed(CHECK_CASE, discount=0.4) == [
        "L85.equilibrium",
        "L97.third_party",
        "L91.no_end",
    ]
    # With a third party the same patience may be enough: T' 4.5, R' 3, P' 0.5 need 0.375.
    assert failed(CHECK_CASE, Institution(0.5, 0, 1), discount=0.4) == []
    # Where keeping is worth no more than breaking together, no future helps: R' = P' = 1.
    assert "L91.no_end" not in failed(CHECK_CASE, Institution(0, 1, 2), discount=0.4)


def test_what_fails_is_named_only_if_its_repair_would_do_at_that_patience() -> None:
    # One round: only a fine that is large enough. At 0.45: seeing everything is enough too,
    # 0.5 x 1 more deterrence: T' 4, R' 3, P' 0 need 1/4.
    weak = Institution(0.1, 0, 1)
    once = failed(CHECK_CASE, weak)
    assert "L89.communication" not in once
    assert "L89.communication" in failed(CHECK_CASE, weak, discount=0.45)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 10))
def test_the_lists_agree_on_what_they_share(detection: float, error: float, fine: float) -> None:
    keys = set(failed(CHECK_CASE, Institution(detection, error, fine)))
    seen = {"L75.communication", "L75.transparency", "L89.communication", "L97.monitoring"}
    assert keys & seen in ({*()}, seen)
    assert ("L75.punishment" in keys) == ("L89.capacity" in keys)
    assert ("L97.third_party" in keys) == any(key.startswith("L89.") for key in keys)


def test_worth_having_is_more_gain_than_cost() -> None:
    institution = Institution(0.75, 0, 4)
    assert verdict(CHECK_CASE, institution, players=50).gain == 100  # 50 x (3 - 1)
    assert verdict(CHECK_CASE, institution, players=50, cost=99).worth_having is True
    assert verdict(CHECK_CASE, institution, players=50, cost=100).worth_having is False
    assert verdict(CHECK_CASE, institution, players=50, cost=100, seasons=2).worth_having is True
    assert verdict(CHECK_CASE, institution, players=50, cost=None).worth_having is None
    assert verdict(CHECK_CASE, None, players=50, cost=1).worth_having is False
    assert failed(CHECK_CASE, institution, players=50, cost=100) == ["L85.cost_below_gain"]


@pytest.mark.parametrize(
    ("cost", "players", "seasons"),
    [(90, 46, 1), (92, 47, 1), (100, 51, 2), (0, 2, 1), (250, 126, 3), (19_999.9, 10_000, 200)],
)
def test_the_fewest_households_and_seasons_that_are_worth_it(
    cost: float, players: int, seasons: int
) -> None:
    # 2 each and season, 100 for 50 households; it must be MORE than the cost
    found = verdict(CHECK_CASE, Institution(0.75, 0, 4), players=50, cost=cost)
    assert (found.break_even_players, found.break_even_seasons) == (players, seasons)


def test_where_it_is_never_worth_it_there_is_no_break_even() -> None:
    for cost, institution in (
        (None, Institution(0.75, 0, 4)),
        (20_000, Institution(0.75, 0, 4)),  # more than 10,000 households
        (1, None),  # cooperation does not hold
    ):
        assert verdict(CHECK_CASE, institution, cost=cost).break_even_players is None


@given(st.floats(0, 1e4), st.floats(1e-3, 1e3))
def test_one_household_less_is_not_worth_it(cost: float, reward: float) -> None:
    table = Payoffs(reward + 1, reward, 0, -1)
    found = verdict(table, Institution(1, 0, 2), cost=cost).break_even_players
    if found is None:
        assert reward * 10_000 <= cost
    else:
        assert found * reward > cost
        assert found == 2 or (found - 1) * reward <= cost


def test_a_third_party_that_takes_all_is_no_collective_maximum() -> None:
    # every keeper is fined 3 by mistake: R' = 0 < P' = 1
    assert "L85.collective_maximum" in failed(CHECK_CASE, Institution(0, 1, 3))


def test_the_edge_counts_as_held_and_says_so() -> None:
    found = verdict(CHECK_CASE, Institution(0.5, 0, 4))
    assert (found.cooperation, found.at_the_edge) == (True, True)
    assert "at the edge" in (found.explanation.en or "")
    assert "边界" in (found.explanation.zh or "")


@pytest.mark.parametrize(("discount", "holds"), [(0.49, False), (0.5, True), (0.9, True)])
def test_patience_decides_a_repeated_game(discount: float, *, holds: bool) -> None:
    assert verdict(CHECK_CASE, discount=discount).cooperation is holds


@pytest.mark.parametrize(
    ("temptation", "field"),
    [(3.0, "temptation"), (6.0, "reward")],  # T = R: no dilemma; 2R = T + S: taking turns
)
def test_patience_is_asked_of_a_repeated_dilemma_only(temptation: float, field: str) -> None:
    system = game(temptation=temptation)
    with pytest.raises(BadParameterError) as caught:
        system.critical_discount()
    assert caught.value.details["parameter"] == field
    assert [item.value for item in system.measures(["critical_discount_grim"])] == [None]
    claims = {item.key: item for item in system.claims()}
    assert claims["endless_repetition_sustains_cooperation"].holds is None
    assert field in (claims["endless_repetition_sustains_cooperation"].observed.zh or "")


def test_the_system_gives_its_own_verdict() -> None:
    system = game(households=50, institution_cost=90)
    assert system.verdict(system.association()).worth_having is True
    assert system.verdict().cooperation is False
    assert system.verdict(repeated=True).cooperation is True
    assert game().verdict(game().association()).worth_having is None
    assert game(households=50).verdict(game().association()).worth_having is None


# What is refused ---------------------------------------------------------------------------------

BAD: dict[str, tuple[Any, str]] = {
    "T <= R": (lambda: Payoffs(3, 3, 1, 0), "temptation"),
    "R <= P": (lambda: Payoffs(5, 1, 1, 0), "reward"),
    "P <= S": (lambda: Payoffs(5, 3, 0, 0), "punishment"),
    "T not a number": (lambda: Payoffs(math.nan, 3, 1, 0), "temptation"),
    "S without end": (lambda: Payoffs(5, 3, 1, -math.inf), "sucker"),
    "T too large": (lambda: Payoffs(1e7, 3, 1, 0), "temptation"),
    "2R <= T + S": (lambda: verdict(Payoffs(6, 3, 1, 0), discount=0.9), "reward"),
    "y": (lambda: Institution(1.2, 0, 4), "detection"),
    "x": (lambda: Institution(1, -0.1, 4), "error"),
    "f": (lambda: Institution(1, 0, math.inf), "fine"),
    "discount": (lambda: verdict(CHECK_CASE, discount=1.2), "discount"),
    "discount not a number": (lambda: verdict(CHECK_CASE, discount=math.nan), "discount"),
    "players": (lambda: verdict(CHECK_CASE, players=1), "players"),
    "cost": (lambda: verdict(CHECK_CASE, cost=-1), "cost"),
    "seasons": (lambda: verdict(CHECK_CASE, seasons=0), "seasons"),
    "rounds": (lambda: cooperates_until_known_end(CHECK_CASE, 0), "rounds"),
    "notice": (lambda: reputation_loss(CHECK_CASE, 2, 1, 1), "noticeProbability"),
    "payoffs of the view": (lambda: game(temptation=2).payoffs(), "temptation"),
    "out of range of the parameter": (lambda: game(detection=1.2), "detection"),
    "not a parameter": (lambda: game(temptatoin=5), "temptatoin"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_refused_names_the_field(case: str) -> None:
    ask, field = BAD[case]
    with pytest.raises(BadParameterError) as caught:
        ask()
    assert caught.value.details["parameter"] == field
    assert caught.value.zh != caught.value.en
