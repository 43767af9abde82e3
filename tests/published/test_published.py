"""The metrics reproduce what is published of known networks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from graph_api.errors import BadParameterError
from graph_api.scoring.metrics import METRICS, MetricAnswer, metric
from tests.published.networks import Network, network, networks, normed, times

KEYS = {
    *("metric", "parameters", "source", "seen", "recomputed", "by_hand", "tolerance", "times"),
    *("normed", "values", "value", "chosen", "parts", "refused"),
}


def cases() -> list[Any]:
    return [
        pytest.param(item, case, id=f"{item.name}-{number}-{case['metric']}")
        for item in networks()
        for number, case in enumerate(item.plain["published"], 1)
    ]


def values(answer: MetricAnswer) -> dict[str, float]:
    return {str(row.actor): row.value for row in answer.rows if row.value is not None}


@pytest.mark.parametrize(("item", "case"), cases())
def test_the_metric_has_the_published_value(item: Network, case: Mapping[str, Any]) -> None:
    asked = case["metric"], case.get("parameters", {})
    near = case.get("tolerance", 1e-12)
    if "refused" in case:
        with pytest.raises(BadParameterError) as refused:
            metric(item.view(), *asked)
        assert refused.value.details["parameter"] == case["refused"]
        return
    answer = metric(item.view(), *asked)
    found = values(answer)
    if case.get("normed"):
        found = normed(found)
    factor = times(case.get("times", 1))
    for actor, value in case.get("values", {}).items():
        assert found[actor] * factor == pytest.approx(value, abs=near), actor
    if "value" in case:
        assert answer.value == pytest.approx(case["value"], abs=near)
    if "chosen" in case:
        assert {row.actor for row in answer.rows if row.chosen} == set(case["chosen"])
        assert all(row.chosen for row in answer.rows[: len(case["chosen"])])
    rows = {row.actor: row for row in answer.rows}
    for actor, parts in case.get("parts", {}).items():
        assert rows[actor].parts == parts


def test_each_value_says_where_it_comes_from() -> None:
    for item in networks():
        assert item.plain["network"]
        assert item.plain["source"]
        assert item.plain["ties"] in {"both ways", "one way"}
        for case in item.plain["published"]:
            assert set(case) <= KEYS, (item.name, set(case) - KEYS)
            assert case["source"]
            origins = [key for key in ("seen", "recomputed", "by_hand") if case.get(key)]
            assert len(origins) == 1, (item.name, case)


def test_each_metric_has_a_published_example() -> None:
    shown = {case["metric"] for item in networks() for case in item.plain["published"]}
    assert shown == set(METRICS)


@pytest.mark.parametrize("name", ["kite", "florentine", "davis", "karate"])
@pytest.mark.parametrize("strength", [1.0, 0.5, 0.1])
def test_where_all_ties_are_equally_strong_hops_decide(name: str, strength: float) -> None:
    """Lengths are then all the same, or all 0, where libraries miscount."""
    item = network(name)
    by_hops = values(metric(item.view(), "betweenness", {"weighted": 0}))
    assert values(metric(item.view(strength), "betweenness")) == pytest.approx(by_hops, abs=1e-12)
