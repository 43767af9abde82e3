"""Rounds: the library's own matches, thresholds as a second way, slips and reputation, all seeded.

The first test that plays imports axelrod, which takes seconds.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from graph_api.errors import BadParameterError
from graph_api.systems.water_game.payoffs import Institution, Payoffs, Table, under
from graph_api.systems.water_game.play import Match, Reputation, play
from graph_api.systems.water_game.strategies import LIBRARY_CLASSES, Strategy, strategy_named
from graph_api.systems.water_game.thresholds import Repeated, critical_discount
from tests.systems.water_game.views import game

CHECK_CASE = Payoffs(5, 3, 1, 0)
PURE = tuple(
    strategy
    for strategy in Strategy
    if strategy
    not in {
        Strategy.FIRM_BUT_FAIR,
        Strategy.GENEROUS_TIT_FOR_TAT,
        Strategy.JOSS,
        Strategy.RANDOM,
    }
)
"""Strategies without chance of their own."""

ANSWERS = {Repeated.GRIM: Strategy.GRIM_TRIGGER, Repeated.TIT_FOR_TAT: Strategy.TIT_FOR_TAT}


def discounted(table: Table, own: str, other: str, discount: float) -> float:
    """Add up what the moves are worth, each round weighted, as a mean per round."""
    worth = {
        "CC": table.reward,
        "CD": table.sucker,
        "DC": table.temptation,
        "DD": table.punishment,
    }
    total = sum(
        discount**number * worth[mine + yours]
        for number, (mine, yours) in enumerate(zip(own, other, strict=True))
    )
    return total * (1 - discount)


def against(strategy: Strategy, rounds: int = 300) -> dict[Strategy, tuple[str, str]]:
    """Play every strategy without chance against one, and give both sides' moves."""
    found: dict[Strategy, tuple[str, str]] = {}
    for rival in PURE:
        match = play([rival, strategy], CHECK_CASE, rounds=rounds)
        found[rival] = (match.moves[0], match.moves[1])
    return found


@pytest.mark.parametrize(
    ("answer", "institution"),
    [
        (Repeated.GRIM, None),
        (Repeated.TIT_FOR_TAT, None),
        (Repeated.GRIM, Institution(0.5, 0, 1)),  # 1.5 / 4 = 0.375
        (Repeated.TIT_FOR_TAT, Institution(0.5, 0, 1)),  # 1.5 / 3 = 0.5
    ],
)
def test_play_finds_the_same_patience_as_the_formula(
    answer: Repeated, institution: Institution | None
) -> None:
    # Just above the threshold no strategy of the library earns more against the answer than the
    # answer itself; just below one does.
    table = under(CHECK_CASE, institution)
    needed = critical_discount(table, answer)
    assert needed is not None
    moves = against(ANSWERS[answer])
    for discount, best_is_to_cooperate in ((needed + 0.01, True), (needed - 0.01, False)):
        best = max(discounted(table, *pair, discount) for pair in moves.values())
        assert (best <= table.reward + 1e-9) is best_is_to_cooperate


@pytest.mark.parametrize("pair", [*itertools.combinations_with_replacement(PURE, 2)])
def test_without_chance_we_play_what_the_library_plays(pair: tuple[Strategy, Strategy]) -> None:
    import axelrod  # noqa: PLC0415  # slow

    players = [getattr(axelrod, LIBRARY_CLASSES[strategy])() for strategy in pair]
    played = axelrod.Match(players, turns=30, match_attributes={"length": float("inf")}).play()
    match = play(pair, CHECK_CASE, rounds=30)
    assert match.moves == tuple("".join(str(move[side]) for move in played) for side in (0, 1))


def test_a_hand_worked_match() -> None:
    # tit for tat against always defect: S = 0 once, then P = 1; the other T = 5 once, then 1
    match = play(["tit for tat", "always defect"], CHECK_CASE, rounds=10)
    assert match.moves == ("CDDDDDDDDD", "DDDDDDDDDD")
    assert match.payoffs == (0.9, 1.4)
    assert match.cooperation == (0.1, 0.0)
    assert match.by_round == (0.5, *[0.0] * 9)


def test_three_meet_in_three_matches_and_a_fine_is_in_their_payoffs() -> None:
    names = ["always cooperate", "always cooperate", "always defect"]
    match = play(names, under(CHECK_CASE, Institution(0.75, 0, 4)), rounds=4)
    assert match.moves == ("CCCC|CCCC", "CCCC|CCCC", "DDDD|DDDD")
    # keepers: (3 + 0) / 2; the breaker: 5 - 3 from each
    assert match.payoffs == (1.5, 1.5, 2.0)
    assert match.by_round == (4 / 6,) * 4


def slipping(seed: int, noise: float = 0.1, rounds: int = 200) -> Match:
    return play(
        ["tit for tat", "generous tit for tat", "random"],
        CHECK_CASE,
        rounds=rounds,
        noise=noise,
        seed=seed,
    )


def test_the_same_seed_plays_the_same_rounds() -> None:
    assert slipping(7) == slipping(7)
    assert slipping(7) != slipping(8)
    assert slipping(2**31 - 1, rounds=5).players == (
        "tit for tat",
        "generous tit for tat",
        "random",
    )


def test_slips_are_as_frequent_as_they_are_said_to_be() -> None:
    match = play(["always cooperate"] * 2, CHECK_CASE, rounds=20_000, noise=0.1, seed=1)
    # mean of 40,000 slips: 0.1 with a standard error of sqrt(0.09 / 40,000) = 0.0015
    assert 1 - sum(match.by_round) / len(match.by_round) == pytest.approx(0.1, abs=0.006)
    always = play(["always cooperate"] * 2, CHECK_CASE, rounds=10, noise=1, seed=1)
    assert always.cooperation == (0, 0)


def cooperating(strategy: str, noise: float) -> float:
    match = play([strategy, strategy], CHECK_CASE, rounds=4000, noise=noise, seed=3)
    return sum(match.by_round[1000:]) / 3000


def test_slips_ruin_grim_halve_tit_for_tat_and_are_made_up_for_by_the_contrite() -> None:
    # In the long run grim never cooperates; two that play tit for tat wander among CC, CD, DC, DD
    # and cooperate half of the time, whatever the noise (Molander 1985).
    assert cooperating("grim trigger", 0.02) == pytest.approx(0.02, abs=0.01)
    assert cooperating("tit for tat", 0.02) == pytest.approx(0.5, abs=0.1)
    assert cooperating("contrite tit for tat", 0.02) > 0.9
    assert cooperating("win-stay lose-shift", 0.02) > 0.9


# Reputation (L91) --------------------------------------------------------------------------------


def reputed(notice: float, rounds: int, players: Sequence[str], played: int = 30) -> Match:
    return play(players, CHECK_CASE, rounds=played, reputation=Reputation(notice, rounds), seed=5)


def test_a_noticed_free_rider_meets_refusal_from_all() -> None:
    names = ["always cooperate", "always cooperate", "always defect"]
    match = reputed(1, 30, names)
    # He wins T from both once; from then on they refuse him and go on with each other.
    assert match.moves[:2] == ("C" * 30 + "|C" + "D" * 29,) * 2
    assert match.payoffs[2] == pytest.approx((5 + 29) / 30)
    # "He loses more than he won" (L91): 34 / 30 is less than the 3 of those who keep the rules.
    assert match.payoffs[2] < 3


def test_refusing_him_is_no_breach() -> None:
    # The others answered a free-rider, so nobody refuses them.
    match = reputed(1, 30, ["always cooperate", "always cooperate", "always defect"])
    assert "D" not in match.moves[0].split("|")[0]
    assert match.cooperation[0] == pytest.approx((30 + 1) / 60)


def test_refusal_ends_after_its_rounds_and_begins_anew() -> None:
    # The alternator breaks the rules in every second round and is refused in the one after it.
    match = reputed(1, 1, ["always cooperate", "alternator"], played=8)
    assert match.moves == ("CCDCDCDC", "CDCDCDCD")
    # Who goes on while he is refused is refused anew.
    match = reputed(1, 1, ["always cooperate", "always defect"], played=8)
    assert match.moves[0] == "CDDDDDDD"


def test_who_is_never_noticed_goes_on_free_riding() -> None:
    match = reputed(0, 30, ["always cooperate", "always defect"])
    assert match.payoffs == (0, 5)


def test_reputation_pays_as_its_condition_says() -> None:
    # q x sum of later losses against the gain of one breach, in play: one breach of
    # `prober` is refused for k rounds. T - R = 2 is less than k (R - P) = 2 k from k = 2 on.
    system = game()
    assert system.reputation_margin() > 0
    match = system.play(["always cooperate", "always defect"], rounds=40, reputation=True, seed=2)
    plain = system.play(["always cooperate", "always defect"], rounds=40, seed=2)
    assert match.payoffs[1] < system.table().reward < plain.payoffs[1]


# Names and what is refused -----------------------------------------------------------------------


def test_every_strategy_plays_and_has_both_names() -> None:
    match = play([*Strategy], CHECK_CASE, rounds=3)
    assert match.players == tuple(strategy.value for strategy in Strategy)
    assert {*LIBRARY_CLASSES} == {*Strategy}
    for strategy in Strategy:
        assert strategy.label.zh != strategy.label.en
        assert strategy.meaning


@pytest.mark.parametrize(
    "name", ["tit for tat", "TIT_FOR_TAT", "Tit For Tat", "TitForTat", "tit-for-tat"]
)
def test_a_name_may_be_written_in_many_ways(name: str) -> None:
    assert strategy_named(name) is Strategy.TIT_FOR_TAT


def test_a_strategy_that_divides_by_nothing_is_refused() -> None:
    with pytest.raises(BadParameterError) as caught:
        play(["generous tit for tat"] * 2, Table(1, 1, 1, 1))
    assert caught.value.details["parameter"] == "players"


@pytest.mark.parametrize(
    ("players", "more", "field"),
    [
        ([], {}, "players"),
        (["tit for tat"], {}, "players"),
        (["tit for tat"] * 21, {}, "players"),
        (["tit for tat", "tit for tit"], {}, "players"),
        (["tit for tat"] * 2, {"rounds": 0}, "rounds"),
        (["tit for tat"] * 2, {"rounds": 50_001}, "rounds"),
        (["tit for tat"] * 20, {"rounds": 264}, "rounds"),
        (["tit for tat"] * 2, {"noise": 1.2}, "noise"),
        (["tit for tat"] * 2, {"noise": float("nan")}, "noise"),
        (["tit for tat"] * 2, {"seed": -1}, "seed"),
        (["tit for tat"] * 2, {"seed": 2**31}, "seed"),
    ],
)
def test_what_is_refused_names_the_field(
    players: list[str], more: dict[str, float], field: str
) -> None:
    with pytest.raises(BadParameterError) as caught:
        play(players, CHECK_CASE, **more)  # type: ignore[arg-type]  # one of several
    assert caught.value.details["parameter"] == field
    assert caught.value.zh != caught.value.en


@pytest.mark.parametrize(
    ("notice", "rounds", "field"), [(1.2, 1, "noticeProbability"), (0.5, 0, "reputationRounds")]
)
def test_a_reputation_out_of_range_is_refused(notice: float, rounds: int, field: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        Reputation(notice, rounds)
    assert caught.value.details["parameter"] == field
