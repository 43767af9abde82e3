"""The water game over GraphQL: every field, both languages, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Client

EVERYTHING = """
query($variant: String, $zh: Language!) {
  scenario(key: "water-game") { view(variant: $variant) { system {
    key title title_zh: title(language: $zh)
    ... on WaterGameSystem {
      equilibria { strategies payoffs pure arrangements free degenerate confirmed }
      associated: equilibria(by: ASSOCIATION) { strategies pure }
      criticalDiscount
      titForTat: criticalDiscount(strategy: TIT_FOR_TAT)
      verdict(by: ASSOCIATION, players: 50, cost: 90) {
        cooperation atTheEdge margin gain worthHaving failed breakEvenPlayers breakEvenSeasons }
      governed: verdict(by: GOVERNMENT, cost: null) {
        cooperation margin worthHaving failed failed_zh: failed(language: $zh)
        failedConditions { key line text text_zh: text(language: $zh) evidence { lines } }
        explanation explanation_zh: explanation(language: $zh) }
      thresholds(by: ASSOCIATION) { oneShotMargin dominanceMargin neededDeterrence
        neededDeterrenceForTheOnlyOne neededFine neededDetection
        criticalDiscountGrim criticalDiscountTitForTat }
      plain: thresholds { neededFine neededDetection criticalDiscountGrim }
      frontier(detections: [0, 0.5, 1]) { detection fine fineForTheOnlyOne }
      strategies
      strategyNotes { key name name_zh: name(language: $zh) meaning }
      governance { key name name_zh: name(language: $zh) conditionsMet conditionsMissed
        conditionsUnknown evidence { lines }
        conditions { condition { key } value met why why_zh: why(language: $zh) } }
      thirdParties { key name name_zh: name(language: $zh) score standing
        conditions { condition { key } value met } }
      checklists { line title title_zh: title(language: $zh)
        conditions { condition { key } met } }
      association { present dues entryMargin institution { detection error fine deterrence }
        carried(votesFor: 26, members: 50)
        secondOrder { gain loss pays exclusionNeeded }
        capture(spared: 0.5) { cooperation breaksFrom restMargin restWorthJoining canBeRecalled }
        graduated(offences: 3) { offence fine deterrence deters }
        positions { key temptation reward margin fineNeeded worthJoining } }
      government { informationKept delegateMargin makesAnEffort institution { deterrence } }
      governmentLinks { from { key } to { key } strength }
      reputationMargin lastsUntilKnownEnd
      finedToTheEnd: lastsUntilKnownEnd(rounds: 3, by: ASSOCIATION)
      resource(cooperating: 0, seasons: 6) { stock ruinedIn lasting neededShare }
      mediator { mediator { key } users { key } reach heardFrom reachesEveryone trust loss
        pairsCut }
      villageFit { advice text text_zh: text(language: $zh) private { met }
        association { condition { key } met } }
    }
  } } }
}
"""


def asked(client: Client, variant: str | None = None) -> Any:
    data = client.data(EVERYTHING, variant=variant, zh="ZH")
    return data["scenario"]["view"]["system"]


def ask(client: Client, fields: str, **variables: Any) -> Any:
    """Ask the system of today for some fields, and give the whole answer."""
    return client.ask(
        '{ scenario(key: "water-game") { view { system { ... on WaterGameSystem { '
        + fields
        + " } } } } }",
        **variables,
    )


def given(client: Client, fields: str) -> Any:
    answer = ask(client, fields)
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["scenario"]["view"]["system"]


def test_every_field_after_the_remedies(seeded: Client) -> None:
    found = asked(seeded, "after_remedies")
    assert (found["title"], found["title_zh"]) == ("The water game", "用水博弈")
    assert found["equilibria"] == [
        {
            "strategies": [[0, 1], [0, 1]],
            "payoffs": [1, 1],
            "pure": True,
            "arrangements": 1,
            "free": False,
            "degenerate": False,
            "confirmed": True,
        }
    ]
    assert found["associated"] == [{"strategies": [[1, 0], [1, 0]], "pure": True}]
    assert (found["criticalDiscount"], found["titForTat"]) == (0.5, pytest.approx(2 / 3))
    assert found["verdict"] == {
        "cooperation": True,
        "atTheEdge": False,
        "margin": 1,
        "gain": 100,
        "worthHaving": True,
        "failed": [],
        "breakEvenPlayers": 46,
        "breakEvenSeasons": 1,
    }
    assert found["governed"]["worthHaving"] is None
    assert found["governed"]["margin"] == pytest.approx(-2.4)
    assert found["governed"]["failed"][0] == "L85: mutual cooperation is an equilibrium"
    assert found["governed"]["failed_zh"][0] == "L85：双方合作成为均衡"
    lines = {item["line"] for item in found["governed"]["failedConditions"]}
    assert lines == {"L85", "L75", "L89", "L97"}
    assert all(item["evidence"] for item in found["governed"]["failedConditions"])
    assert "2.4" in found["governed"]["explanation"]
    assert "2.4" in found["governed"]["explanation_zh"]
    assert found["thresholds"] == {
        "oneShotMargin": 1,
        "dominanceMargin": 1,
        "neededDeterrence": 2,
        "neededDeterrenceForTheOnlyOne": 2,
        "neededFine": pytest.approx(8 / 3),
        "neededDetection": 0.5,
        "criticalDiscountGrim": 0,
        "criticalDiscountTitForTat": 0,
    }
    assert found["plain"]["neededFine"] is found["plain"]["neededDetection"] is None
    assert [point["fine"] for point in found["frontier"]] == [None, 4, 2]
    assert [item["standing"] for item in found["thirdParties"]] == [
        "NOT_CREDIBLE",
        "PARTIAL",
        "CREDIBLE",
    ]
    assert {item["line"]: len(item["conditions"]) for item in found["checklists"]} == {
        "75": 3,
        "89": 3,
        "97": 3,
    }
    assert found["association"]["present"] is True
    assert found["association"]["carried"] is True
    assert found["association"]["institution"]["deterrence"] == 3
    assert found["association"]["capture"] == {
        "cooperation": False,
        "breaksFrom": pytest.approx(1 / 3),
        "restMargin": 1.5,
        "restWorthJoining": pytest.approx(0.1),
        "canBeRecalled": False,
    }
    assert [step["deters"] for step in found["association"]["graduated"]] == [False, False, True]
    assert found["government"]["institution"]["deterrence"] == pytest.approx(-0.4)
    assert (found["lastsUntilKnownEnd"], found["finedToTheEnd"]) == (False, True)
    assert found["resource"]["ruinedIn"] == 5
    assert found["mediator"]["reachesEveryone"] is True
    assert found["villageFit"]["advice"] == "UNKNOWN"
    assert found["villageFit"]["text_zh"] == "未知"


def test_what_is_missing_today(seeded: Client) -> None:
    found = asked(seeded)
    assert found["association"]["present"] is False
    assert found["thirdParties"][2]["standing"] == "ABSENT"
    association = found["governance"][2]
    assert len(association["conditionsMissed"]) == len(association["conditionsUnknown"]) == 6
    assert association["conditionsMet"] == []
    assert found["governmentLinks"][0] == {
        "from": {"key": "farmers"},
        "to": {"key": "government"},
        "strength": 0.1,
    }
    assert found["mediator"]["trust"] == 0


PAYOFFS = "payoffs: {temptation: 5, reward: 3, punishment: 1, sucker: 0}"


def test_between_the_thresholds_each_equilibrium_of_two_stands_by_itself(seeded: Client) -> None:
    found = given(
        seeded,
        f"equilibria({PAYOFFS}, institution: {{detection: 0.375, fine: 4}})"
        " { strategies payoffs confirmed degenerate }",
    )["equilibria"]
    assert [item["strategies"] for item in found] == [
        [[1, 0], [0, 1]],
        [[0, 1], [1, 0]],
        [[0.5, 0.5], [0.5, 0.5]],
    ]
    assert [item["payoffs"] for item in found] == [[0, 3.5], [3.5, 0], [1.5, 1.5]]
    assert all(item["confirmed"] for item in found)


def test_an_edge_is_flagged_and_its_continuum_named(seeded: Client) -> None:
    found = given(
        seeded,
        f"equilibria({PAYOFFS}, institution: {{detection: 0.5, fine: 4}})"
        " { free degenerate confirmed }",
    )["equilibria"]
    assert all(item["degenerate"] and item["confirmed"] is None for item in found)
    assert [item["free"] for item in found] == [False, True, True, False, False]


def test_many_households_are_told_up_to_their_names(seeded: Client) -> None:
    (found,) = given(
        seeded,
        f"equilibria({PAYOFFS}, institution: {{detection: 0.375, fine: 4}}, players: 12,"
        " pureOnly: true) { pure arrangements strategies }",
    )["equilibria"]
    # 11 others, indifferent at 5.5 of them: 6 of 12 keep the rules, in C(12, 6) ways
    assert (found["pure"], found["arrangements"]) == (True, 924)
    assert found["strategies"] == [[1, 0]] * 6 + [[0, 1]] * 6


def test_rounds_are_played_and_the_same_seed_plays_the_same(seeded: Client) -> None:
    query = """play(players: ["tit for tat", "TIT_FOR_TAT", "always defect"], rounds: 6,
                   noise: 0.3, seed: %d, reputation: true) { players payoffs moves byRound }"""
    first, again, other = (given(seeded, query % seed)["play"] for seed in (4, 4, 5))
    assert first == again != other
    assert first["players"] == ["tit for tat", "tit for tat", "always defect"]
    plain = given(
        seeded,
        f'play(players: ["tit for tat", "always defect"], rounds: 10, {PAYOFFS},'
        " institution: {detection: 1, fine: 1}) { payoffs cooperation moves byRound }",
    )["play"]
    # T' = 4 once, then P' = 0; S' = 0 once, then 0
    assert plain["payoffs"] == [0, 0.4]
    assert plain["moves"] == ["C" + "D" * 9, "D" * 10]


def test_a_village_is_advised(seeded: Client) -> None:
    six = ("concentrated", "stable", "acquainted", "adjoining", "singleSource", "sameUse")
    said = ", ".join(f"{name}: true" for name in six)
    found = given(
        seeded,
        f"""works: villageFit(village: {{clearProperty: true, smallScale: true,
                                        cheapExclusion: true}}) {{ advice }}
            compact: villageFit(village: {{clearProperty: false, {said}}}) {{ advice }}
            scattered: villageFit(village: {{clearProperty: false, stable: false}}) {{ advice }}""",
    )
    assert [found[name]["advice"] for name in ("works", "compact", "scattered")] == [
        "PRIVATE",
        "ASSOCIATION",
        "UNCOVERED",
    ]


def test_accounts_need_what_nobody_has_said(seeded: Client) -> None:
    answer = ask(seeded, "association { accounts { balance } }")
    assert answer["data"]["scenario"]["view"]["system"] == {"association": {"accounts": None}}
    assert answer["errors"][0]["extensions"]["parameter"] == "households"
    found = seeded.data(
        """{ scenario(key: "water-game") { view(changes: [
             {setParameter: {key: "households", value: 50}}
             {setParameter: {key: "staff_cost", value: 9}}]) { system { ... on WaterGameSystem {
               association { money: accounts { income balance breakEven }
                             kind: accounts(kind: KIND, paying: 0.5) { income labour } }
             } } } } }"""
    )["scenario"]["view"]["system"]["association"]
    assert found["money"] == {"income": 10, "balance": 1, "breakEven": 45}
    assert found["kind"] == {"income": pytest.approx(4), "labour": pytest.approx(5)}


def test_an_unknown_relation_leaves_government_unknown(seeded: Client) -> None:
    answer = seeded.ask(
        """{ scenario(key: "water-game") { view(changes: [
             {setRelation: {id: "r5", strength: null}}]) { system { ... on WaterGameSystem {
               government { informationKept }
               equilibria(by: GOVERNMENT) { pure }
               governmentLinks { strength } } } } } }"""
    )
    found = answer["data"]["scenario"]["view"]["system"]
    assert found["government"] is found["equilibria"] is None
    assert found["governmentLinks"][-1] == {"strength": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_PARAMETER"] * 2


def test_a_mediator_is_named_by_key(seeded: Client) -> None:
    found = given(
        seeded,
        'mediator(actor: "village_cadres", users: ["government", "farmers"])'
        " { mediator { key } reach pairsCut loss }",
    )["mediator"]
    assert found["mediator"] == {"key": "village_cadres"}
    assert (found["reach"][1], found["pairsCut"]) == (0.3, 1)
    (error,) = ask(seeded, 'mediator(actor: "cadre") { loss }')["errors"]
    assert error["extensions"]["code"] == "UNKNOWN_ACTOR"


BAD = {
    "equilibria(payoffs: {temptation: 3, reward: 3, punishment: 1, sucker: 0})": "temptation",
    "equilibria(payoffs: {temptation: 1e400, reward: 3, punishment: 1, sucker: 0})": "temptation",
    f"equilibria({PAYOFFS}, institution: {{detection: 1.2, fine: 4}})": "detection",
    f"equilibria({PAYOFFS}, institution: {{detection: 1, error: -0.1, fine: 4}})": "error",
    f"equilibria({PAYOFFS}, institution: {{detection: 1, fine: -4}})": "fine",
    f"equilibria({PAYOFFS}, players: 1)": "players",
    f"equilibria({PAYOFFS}, institution: {{detection: 1, fine: 4}}, by: GOVERNMENT)": "by",
    "criticalDiscount(payoffs: {temptation: 6, reward: 3, punishment: 1, sucker: 0})": "reward",
    "criticalDiscount(payoffs: {temptation: 5, reward: 3, punishment: 3, sucker: 0})": "reward",
    f"lastsUntilKnownEnd({PAYOFFS}, rounds: 0)": "rounds",
    f"verdict({PAYOFFS}, discount: 1.2)": "discount",
    f"verdict({PAYOFFS}, players: 10001)": "players",
    f"verdict({PAYOFFS}, cost: -1)": "cost",
    f"verdict({PAYOFFS}, seasons: 0)": "seasons",
    "frontier(detections: [1.2])": "detection",
    "play(players: [])": "players",
    'play(players: ["tit for tat", "tit for tit"])': "players",
    'play(players: ["tit for tat", "joss"], rounds: 0)': "rounds",
    'play(players: ["tit for tat", "joss"], rounds: 100000)': "rounds",
    'play(players: ["tit for tat", "joss"], noise: 1.2)': "noise",
    'play(players: ["tit for tat", "joss"], seed: -1)': "seed",
    "resource(cooperating: 1.2)": "cooperating",
    "resource(cooperating: 1, seasons: 0)": "seasons",
    "resource(cooperating: 1, start: -1)": "start",
    'mediator(users: ["farmers"])': "users",
}
LEAVES = {
    "equilibria": "{ pure }",
    "criticalDiscount": "",
    "lastsUntilKnownEnd": "",
    "verdict": "{ margin }",
    "frontier": "{ fine }",
    "play": "{ moves }",
    "resource": "{ lasting }",
    "mediator": "{ loss }",
}


@pytest.mark.parametrize("field", BAD)
def test_what_is_refused_names_the_field(seeded: Client, field: str) -> None:
    answer = ask(seeded, field + LEAVES[field.partition("(")[0]])
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert error["extensions"]["parameter"] == BAD[field]
    assert error["extensions"]["messageZh"]


def test_a_misspelt_strategy_is_told_what_is_near(seeded: Client) -> None:
    (error,) = ask(seeded, 'play(players: ["tit for tet", "joss"]) { moves }')["errors"]
    assert "tit for tat" in error["extensions"]["nearest"]


def test_a_hundred_points_of_the_frontier_are_enough(seeded: Client) -> None:
    points = ", ".join(["0.5"] * 101)
    (error,) = ask(seeded, f"frontier(detections: [{points}]) {{ fine }}")["errors"]
    assert error["extensions"]["parameter"] == "detections"


def test_where_no_patience_is_enough_the_answer_is_null_without_an_error(seeded: Client) -> None:
    found = given(
        seeded, f"criticalDiscount({PAYOFFS}, institution: {{detection: 0, error: 1, fine: 2}})"
    )
    assert found == {"criticalDiscount": None}
