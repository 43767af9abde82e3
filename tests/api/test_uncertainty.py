"""Uncertainty over GraphQL: the numbers of the scoring, its errors, and its price."""

from __future__ import annotations

from typing import Any

import pytest

from graph_api.domain import build_view
from graph_api.scoring import Reading, Scoring
from graph_api.scoring.uncertainty import (
    Coupling,
    Sampling,
    pair_uncertainty,
    rank_uncertainty,
    sensitivity,
)
from graph_api.service import Service
from tests.api.client import Client
from tests.api.test_prices import LIMITS, cost

SPREAD = "median band90 { low high } monteCarloError"
PAIR = f"""
query($draws: Int, $seed: Int, $coupling: Coupling, $scoring: ScoringInput, $b: ID! = "office") {{
  scenario(key: "small") {{ view {{
    uncertainty(a: "residents", b: $b, draws: $draws, seed: $seed, coupling: $coupling,
                scoring: $scoring) {{
      bounds {{ mutual {{ low high }} forward {{ low high }} }}
      median band90 {{ low high }} monteCarloError draws seed coupling drawn damping
      forward {{ {SPREAD} }} reverse {{ {SPREAD} }} asymmetry {{ {SPREAD} }}
      bands {{ band probability monteCarloError }}
      completeness truncatedBy provenance {{ scenario revision parameters }}
  }} }} }}
}}
"""
RANK = """
query($draws: Int, $target: Target, $first: Int, $scoring: ScoringInput) {
  scenario(key: "small") { view {
    rankUncertainty(between: {ids: ["residents"]}, and: {ids: ["office"]}, draws: $draws,
                    target: $target, first: $first, scoring: $scoring) {
      rows {
        subject { ... on Actor { key } ... on Relation { key } ... on Channel { from { key } } }
        probabilityFirst monteCarloError expectedRank expectedRankError loss { low high }
        medianLoss
      }
      notSeparable draws seed coupling probabilityNone costly drawn
      completeness truncatedBy provenance { parameters }
  } } }
}
"""
SENSITIVITY = """
query($threshold: Float) {
  scenario(key: "small") { view {
    sensitivity(between: {ids: ["residents"]}, and: {ids: ["office"]}, threshold: $threshold) {
      base { choice value mutual band first { ... on Actor { key } } lossShare quadrant flips }
      rows { choice value mutual flips }
      completeness provenance { parameters }
  } } }
}
"""


def view_of(data: dict[str, Any]) -> dict[str, Any]:
    (answer,) = data["scenario"]["view"].values()
    return dict(answer)


def code(client: Client, query: str, **variables: Any) -> tuple[str, str]:
    (error,) = client.ask(query, **variables)["errors"]
    return error["extensions"]["code"], error["message"]


def test_a_pair_has_the_numbers_of_the_scoring(client: Client, service: Service) -> None:
    graph = build_view(service.scenario("small"))
    asked = {"draws": 300, "seed": 5, "coupling": "SHARED", "scoring": {"decay": 0.9}}
    found = view_of(client.data(PAIR, **asked))
    sampling = Sampling(300, 5, Coupling.SHARED)
    expected = pair_uncertainty(graph, "residents", "office", Scoring(decay=0.9), sampling)
    assert found["median"] == expected.median
    assert found["band90"] == {"low": expected.band90.low, "high": expected.band90.high}
    assert found["bounds"]["mutual"]["high"] == expected.bounds.mutual.high
    assert found["monteCarloError"] == expected.monte_carlo_error
    assert found["reverse"]["median"] == expected.reverse.median
    assert found["asymmetry"]["monteCarloError"] == expected.asymmetry.error  # type: ignore[union-attr]  # it is there
    assert found["bands"][0]["band"] == "ABSENT"
    assert (found["draws"], found["seed"], found["coupling"]) == (300, 5, "SHARED")
    assert found["drawn"] == expected.drawn > 0
    parameters = found["provenance"]["parameters"]
    assert parameters["coupling"] == "SHARED"
    assert parameters["decay"] == 0.9
    assert (found["completeness"], found["truncatedBy"]) == ("COMPLETE", None)


def test_the_defaults_are_a_thousand_independent_draws_of_seed_nought(client: Client) -> None:
    said = view_of(client.data(PAIR))
    nulls = view_of(client.data(PAIR, draws=None, seed=None, coupling=None, scoring=None))
    assert said == nulls
    assert (said["draws"], said["seed"], said["coupling"]) == (1000, 0, "INDEPENDENT")
    assert said["damping"] is None
    walks = view_of(client.data(PAIR, scoring={"reading": "ALL_WALKS"}))
    assert walks["bands"] == []
    assert walks["damping"] > 0


def test_a_ranking_has_the_numbers_of_the_scoring(client: Client, service: Service) -> None:
    graph = build_view(service.scenario("small"))
    found = view_of(client.data(RANK, draws=300))
    expected = rank_uncertainty(graph, [("residents", "office")], sampling=Sampling(300))
    assert [row["subject"]["key"] for row in found["rows"]] == ["committee"]
    assert found["rows"][0]["probabilityFirst"] == expected.rows[0].probability_first
    assert found["rows"][0]["loss"]["low"] == expected.rows[0].loss.low
    assert found["rows"][0]["medianLoss"] == expected.rows[0].median_loss
    assert found["notSeparable"] == [[*pair] for pair in expected.not_separable]
    assert found["probabilityNone"] == expected.probability_none
    assert found["provenance"]["parameters"]["between"] == {"ids": ["residents"]}


@pytest.mark.parametrize(("target", "key"), [("RELATION", "r3"), ("CHANNEL", "residents")])
def test_rows_may_be_relations_and_channels(client: Client, target: str, key: str) -> None:
    found = view_of(client.data(RANK, target=target, first=1, draws=100))
    (row,) = found["rows"]
    subject = row["subject"]
    assert subject.get("key") or subject["from"]["key"]
    assert found["costly"] > 1
    assert (found["completeness"], found["truncatedBy"]) == ("TRUNCATED", "COUNT")
    every = view_of(client.data(RANK, target=target, draws=100))["rows"]
    keys = [item["subject"].get("key") or item["subject"]["from"]["key"] for item in every]
    assert key in keys


def test_choices_have_the_numbers_of_the_scoring(client: Client, service: Service) -> None:
    graph = build_view(service.scenario("small"))
    found = view_of(client.data(SENSITIVITY, threshold=0.4))
    expected = sensitivity(graph, ["residents"], ["office"], threshold=0.4)
    assert found["base"]["mutual"] == expected.base.mutual
    assert found["base"]["first"] == {"key": "committee"}
    assert [row["mutual"] for row in found["rows"]] == [row.mutual for row in expected.rows]
    assert [row["flips"] for row in found["rows"]] == [
        [flip.name for flip in row.flips] for row in expected.rows
    ]
    assert found["provenance"]["parameters"]["threshold"] == 0.4


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"draws": 99}, "draws"),
        ({"draws": 0}, "draws"),
        ({"seed": -1}, "seed"),
        ({"b": "residents"}, "b"),
        ({"scoring": {"decay": 2.0}}, "decay"),
        ({"scoring": {"reading": Reading.WEAKEST.name, "decay": 0.5}}, "decay"),
    ],
)
def test_a_bad_argument_of_a_pair_is_named(
    client: Client, variables: dict[str, Any], word: str
) -> None:
    kind, message = code(client, PAIR, **variables)
    assert kind == "BAD_PARAMETER"
    assert word in message


def test_other_bad_questions_are_named(client: Client) -> None:
    assert code(client, PAIR, b="nobody")[0] == "UNKNOWN_ACTOR"
    assert code(client, RANK, first=101)[0] == "BAD_PARAMETER"
    assert code(client, RANK, first=0)[0] == "BAD_PARAMETER"
    assert code(client, SENSITIVITY, threshold=2.0)[0] == "BAD_PARAMETER"
    infinite = SENSITIVITY.replace("threshold: $threshold", "threshold: 1e400").replace(
        "query($threshold: Float)", "query"
    )
    assert code(client, infinite)[0] == "BAD_PARAMETER"


def test_draws_are_priced_by_their_number() -> None:
    few, many = cost(RANK, draws=100, first=20), cost(RANK, draws=4_000, first=20)
    assert few < 5_000 < many < LIMITS.max_cost
    assert cost(RANK, draws=LIMITS.max_draws, first=20) > LIMITS.max_cost
    assert cost(PAIR, draws=100) < cost(PAIR, draws=20_000) < LIMITS.max_cost
