"""Plans, openings and attribution over GraphQL: the numbers of the scoring, errors, prices."""

from __future__ import annotations

from typing import Any

import pytest

from graph_api.domain import build_view
from graph_api.scoring.attribution import attribution
from graph_api.service import Service
from tests.api.client import Client
from tests.api.test_prices import LIMITS, cost

ATTRIBUTION = """
query($b: ID! = "office", $scoring: ScoringInput, $permutations: Int, $seed: Int) {
  scenario(key: "small") { view {
    attribution(a: "residents", b: $b, scoring: $scoring, permutations: $permutations,
                seed: $seed) {
      a { key } b { key } score exact permutations seed pathsListed
      shares { relation { key } share standardError }
      completeness truncatedBy provenance { parameters }
  } } }
}
"""
PLAN = """
query($options: [OptionInput!]!, $budget: Float!, $scoring: ScoringInput) {
  scenario(key: "small") { view {
    plan(options: $options, budget: $budget, between: {ids: ["residents"]}, and: {ids: ["office"]},
         scoring: $scoring) {
      options cost before after exact gap synergy gainPerCost jointGain oneByOne pairs pairsOpened
      steps { option cost gainAlone lossWithout gainPerCost direction relation element
              actor { key } }
      directions { direction options cost gainAlone }
      traps { options gain a { key } b { key } path { key } chosen }
      warning zh: warning(language: ZH) changes
      completeness truncatedBy provenance { parameters }
  } } }
}
"""
OPENINGS = """
query($options: [OptionInput!]!, $first: Int) {
  scenario(key: "small") { view {
    openings(options: $options, between: {ids: ["market"]}, and: {ids: ["office", "residents"]},
             first: $first) {
      missing rows { from { key } to { key } options cost unknown }
      completeness truncatedBy provenance { parameters }
  } } }
}
"""


def raised(key: str, relation: str, by: float, price: float = 1.0) -> dict[str, Any]:
    return {"key": key, "cost": price, "measure": {"raise": {"relation": relation, "by": by}}}


def added(key: str, start: str, end: str, best: float = 0.5) -> dict[str, Any]:
    relation = {"id": f"new_{key}", "from": start, "to": end, "strength": {"best": best}}
    return {"key": key, "cost": 1.0, "measure": {"add": relation}}


def view_of(answer: Any, field: str) -> Any:
    return answer["scenario"]["view"][field]


def test_shares_are_those_of_the_scoring(client: Client, service: Service) -> None:
    found = view_of(client.data(ATTRIBUTION), "attribution")
    graph = build_view(service.scenario("small"))
    expected = attribution(graph, "residents", "office")
    assert [(item["relation"]["key"], item["share"]) for item in found["shares"]] == [
        (item.relation, item.share) for item in expected.shares
    ]
    assert found["score"] == expected.score == 0.4
    assert found["exact"]
    assert {item["standardError"] for item in found["shares"]} == {None}
    assert found["provenance"]["parameters"]["permutations"] == 1_000


def test_a_plan_says_what_it_takes_and_why(client: Client) -> None:
    options = [raised("write", "r3", 0.2, 2), raised("pay", "r2", 0.3, 1)]
    options[0] |= {"actor": "office", "element": "RESOURCES"}
    found = view_of(client.data(PLAN, options=options, budget=3), "plan")
    assert found["options"] == ["pay", "write"]
    assert (found["cost"], found["exact"], found["gap"]) == (3, True, 0)
    assert found["before"] == 0.4
    assert found["after"] == pytest.approx((0.8 * 0.8 * 0.6) ** 0.5)
    pay, write = found["steps"]
    assert pay["gainAlone"] == pytest.approx((0.64 * 0.4) ** 0.5 - 0.4)
    assert (write["direction"], write["actor"], write["element"]) == (
        "REVERSE",
        {"key": "office"},
        "RESOURCES",
    )
    assert [part["direction"] for part in found["directions"]] == ["DOWNWARD", "REVERSE"]
    assert found["warning"] is None
    assert [*found["changes"][0]] == ["set_relation"]
    assert found["provenance"]["parameters"]["budget"] == 3
    assert found["synergy"] == "MUTUAL"


def test_the_changes_of_a_plan_as_a_what_if_give_its_score(client: Client) -> None:
    found = view_of(client.data(PLAN, options=[raised("write", "r3", 0.2)], budget=1), "plan")
    strength = found["changes"][0]["set_relation"]["strength"]
    query = """query($changes: [ChangeInput!]) { scenario(key: "small") {
      view(changes: $changes) { pair(a: "residents", b: "office") { mutual } } } }"""
    best = strength["best"] if isinstance(strength, dict) else strength
    changes = [{"setRelation": {"id": "r3", "strength": {"best": best}}}]
    assert view_of(client.data(query, changes=changes), "pair")["mutual"] == found["after"]


def test_links_in_series_are_warned_of_in_both_languages(client: Client) -> None:
    query = PLAN.replace('["residents"]', '["market"]')
    options = [added("in", "market", "office"), added("out", "office", "market")]
    found = view_of(client.data(query, options=options, budget=2), "plan")
    assert found["pairsOpened"] == 1
    assert found["traps"][0]["options"] == ["in", "out"]
    assert "adds nothing" in found["warning"]
    assert "没有收益" in found["zh"]


def test_openings_of_missing_directions(client: Client) -> None:
    options = [added("in", "market", "office"), added("far", "market", "committee")]
    found = view_of(client.data(OPENINGS, options=options), "openings")
    rows = {(row["from"]["key"], row["to"]["key"]): row for row in found["rows"]}
    # market -> committee -> residents -> office costs as much as market -> office: first by key.
    assert rows["market", "office"]["options"] == ["far"]
    assert rows["market", "residents"]["options"] == ["far"]
    assert rows["market", "residents"]["cost"] == 1
    assert rows["office", "market"]["options"] is None
    assert rows["office", "market"]["cost"] is None
    assert found["missing"] == 4
    cut = view_of(client.data(OPENINGS, options=options, first=1), "openings")
    assert (len(cut["rows"]), cut["completeness"], cut["truncatedBy"]) == (1, "TRUNCATED", "COUNT")


BAD = [
    (raised("x", "r6", 0.1), "BAD_PARAMETER", "unknown"),
    (raised("x", "r9", 0.1), "UNKNOWN_RELATION", "r9"),
    (raised("x", "r5", 0.1), "BAD_PARAMETER", "burden"),
    (raised("x", "r1", 2.0), "BAD_PARAMETER", "by"),
    (raised("x", "r1", 0.1, -1), "BAD_PARAMETER", "cost"),
    (raised("a b", "r1", 0.1), "BAD_PARAMETER", "key"),
    (added("x", "nobody", "office"), "UNKNOWN_ACTOR", "nobody"),
    ({**raised("x", "r1", 0.1), "actor": "nobody"}, "UNKNOWN_ACTOR", "nobody"),
    (added("x", "office", "market", 1.5), "BAD_PARAMETER", "strength"),
]


@pytest.mark.parametrize(("option", "code", "word"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_bad_options_are_typed_errors(
    client: Client, option: dict[str, Any], code: str, word: str
) -> None:
    error = client.error(PLAN, options=[option], budget=1)
    assert error["extensions"]["code"] == code
    assert word in error["message"]


def test_infinite_and_negative_budgets_are_refused(client: Client) -> None:
    query = PLAN.replace("$budget: Float!, ", "").replace("budget: $budget", "budget: 1e400")
    for found in (
        client.error(query, options=[]),
        client.error(PLAN, options=[], budget=-1),
        client.error(PLAN, options=[], budget=1, scoring={"reading": "ALL_WALKS"}),
        client.error(ATTRIBUTION, permutations=1),
        client.error(ATTRIBUTION, b="residents"),
    ):
        assert found["extensions"]["code"] == "BAD_PARAMETER"


def test_prices_follow_what_is_asked() -> None:
    few = cost(PLAN, options=[raised("x", "r1", 0.1)], budget=1)
    many = cost(PLAN, options=[raised("x", "r1", 0.1)] * 60, budget=1)
    assert few < 5_000 < many < LIMITS.max_cost
    assert cost(PLAN, options=[raised("x", "r1", 0.1)] * 2_000, budget=1) > LIMITS.max_cost
    assert cost(ATTRIBUTION) < LIMITS.max_cost < cost(ATTRIBUTION, permutations=100_000)
