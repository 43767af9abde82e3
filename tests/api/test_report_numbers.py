"""Every number of a report is the number that GraphQL gives, to the last bit."""

from __future__ import annotations

from typing import Any

import pytest

import graph_api as ea
from tests.api.client import ROOT, Client
from tests.unit.exchange.report.reading import Page, read_page

KEY = "mutual-empowerment"
VARIANT = "after_remedies"
DRAWS = 200
SHOWN = 6

GROUPS = "between: {spheres: [STATE]}, and: {spheres: [SOCIETY]}"

ASK = f"""
query Report($variant: String) {{
  scenario(key: "{KEY}") {{
    view(variant: $variant) {{
      regime {{ state society }}
      best: pairs({GROUPS}, first: {SHOWN}) {{ edges {{ node {{ ...score }} }} }}
      all: pairs({GROUPS}, first: 100) {{ edges {{ node {{ mutual }} }} }}
      missing: pairs({GROUPS}, missing: true, first: {SHOWN}) {{
        edges {{ node {{ a {{ key }} b {{ key }} forward reverse }} }}
      }}
      actors: bottlenecks({GROUPS}, first: {SHOWN}) {{ ...losses }}
      channels: bottlenecks({GROUPS}, target: CHANNEL, first: {SHOWN}) {{ ...losses }}
      rankUncertainty({GROUPS}, draws: {DRAWS}, first: {SHOWN}) {{
        rows {{
          subject {{ ... on Actor {{ key }} }}
          probabilityFirst monteCarloError expectedRank expectedRankError loss {{ low high }}
        }}
      }}
      relations(first: 100) {{ edges {{ node {{ key strength low high }} }} }}
    }}
  }}
}}
fragment score on PairScore {{
  a {{ key }} b {{ key }} forward reverse mutual asymmetry bounds {{ mutual {{ low high }} }}
}}
fragment losses on BottleneckConnection {{
  edges {{ node {{
    loss lossShare pairsCut
    subject {{ ... on Actor {{ key }} ... on Channel {{ from {{ key }} to {{ key }} }} }}
  }} }}
}}
"""

SURE = f"""
query Sure($a: ID!, $b: ID!, $variant: String) {{
  scenario(key: "{KEY}") {{
    view(variant: $variant) {{
      uncertainty(a: $a, b: $b, draws: {DRAWS}) {{
        median band90 {{ low high }} monteCarloError bounds {{ mutual {{ low high }} }}
      }}
    }}
  }}
}}
"""

METRIC = f"""
query Metric($name: String!, $variant: String) {{
  scenario(key: "{KEY}") {{
    view(variant: $variant) {{
      metric(name: $name, first: 100) {{ value edges {{ node {{ actor {{ key }} value }} }} }}
    }}
  }}
}}
"""

OF_ACTORS = ("betweenness", "pagerank", "constraint", "effective_size")
OF_GRAPH = (
    "reciprocity",
    "weighted_reciprocity",
    "gtd_connectedness",
    "gtd_hierarchy",
    "gtd_efficiency",
    "gtd_lub",
    "flow_hierarchy",
)


@pytest.fixture(scope="module")
def page() -> Page:
    view = ea.load(ROOT / "seeds" / f"{KEY}.yaml").view(VARIANT)
    return read_page(view.report(first=SHOWN, draws=DRAWS))


@pytest.fixture(scope="module")
def answer(seeded: Client) -> Any:
    return seeded.data(ASK, variant=VARIANT)["scenario"]["view"]


def known(*values: float | None) -> list[float]:
    return [float(value) for value in values if value is not None]


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


def name(node: Any) -> str:
    return f"{node['a']['key']} {node['b']['key']}"


def losses(connection: Any) -> dict[str, list[float]]:
    rows = {}
    for node in nodes(connection):
        who = node["subject"]
        key = who["key"] if "key" in who else f"{who['from']['key']} {who['to']['key']}"
        if node["loss"] > 0:
            rows[key] = known(node["loss"], node["lossShare"], node["pairsCut"])
    return rows


def test_scores_of_pairs(page: Page, answer: Any) -> None:
    rows = {
        name(n): known(
            n["forward"],
            n["reverse"],
            n["mutual"],
            n["bounds"]["mutual"]["low"],
            n["bounds"]["mutual"]["high"],
            n["asymmetry"],
        )
        for n in nodes(answer["best"])
    }
    assert len(rows) == SHOWN
    assert page.tables["pairs"] == rows
    assert [*page.tables["pairs"]] == [*rows]  # and in this order
    missing = {name(n): known(n["forward"], n["reverse"]) for n in nodes(answer["missing"])}
    assert page.tables["missing"] == missing


def test_regime_and_the_pairs_without_a_score(page: Page, answer: Any) -> None:
    regime = answer["regime"]
    assert page.tables["regime"] == {
        "state": [regime["state"]],
        "society": [regime["society"]],
    }
    none = sum(n["mutual"] == 0 for n in nodes(answer["all"]))
    assert sorted(page.loose) == sorted([0.5, none])  # the threshold, and how many pairs


def test_bottlenecks_and_channels(page: Page, answer: Any) -> None:
    assert page.tables["bottlenecks"] == losses(answer["actors"])
    assert page.tables["channels"] == losses(answer["channels"])


def test_uncertainty(page: Page, answer: Any, seeded: Client) -> None:
    for key, row in page.tables["uncertainty"].items():
        a, b = key.split()
        asked = seeded.data(SURE, a=a, b=b, variant=VARIANT)["scenario"]["view"]
        sure = asked["uncertainty"]
        bound = sure["bounds"]["mutual"]
        band = sure["band90"]
        assert row == [
            sure["median"],
            band["low"],
            band["high"],
            sure["monteCarloError"],
            bound["low"],
            bound["high"],
        ]
    assert [*page.tables["uncertainty"]] == [*page.tables["pairs"]]
    assert page.tables["ranks"] == {
        row["subject"]["key"]: [
            row["probabilityFirst"],
            row["monteCarloError"],
            row["expectedRank"],
            row["expectedRankError"],
            row["loss"]["low"],
            row["loss"]["high"],
        ]
        for row in answer["rankUncertainty"]["rows"]
    }


def test_metrics(page: Page, seeded: Client) -> None:
    def ask(metric: str) -> Any:
        return seeded.data(METRIC, name=metric, variant=VARIANT)["scenario"]["view"]["metric"]

    values: dict[str, list[float]] = {}
    for metric in OF_ACTORS:
        for node in nodes(ask(metric)):
            values.setdefault(node["actor"]["key"], []).extend(known(node["value"]))
    shown = page.tables["metrics"]
    assert shown == {actor: values[actor] for actor in shown}
    first = [node["actor"]["key"] for node in nodes(ask("betweenness"))]
    assert [*shown] == first[: len(shown)]
    assert page.tables["whole"] == {metric: [ask(metric)["value"]] for metric in OF_GRAPH}


def test_strengths_of_relations(page: Page, answer: Any) -> None:
    rows = {}
    for node in nodes(answer["relations"]):
        numbers = known(node["strength"])
        if node["low"] != node["high"]:
            numbers += known(node["low"], node["high"])
        rows[node["key"]] = numbers
    assert page.tables["relations"] == {key: row for key, row in rows.items() if row}


def test_no_table_is_left_out_here(page: Page) -> None:
    with_numbers = {table for table, rows in page.tables.items() if any(rows.values())}
    assert with_numbers == {
        "regime",
        "pairs",
        "missing",
        "bottlenecks",
        "channels",
        "uncertainty",
        "ranks",
        "metrics",
        "whole",
        "relations",
    }
