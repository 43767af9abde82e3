"""metrics and metric: the catalogue, its pages, and what is refused, by name.

On the street r1 .8, r2 .5, r3 .4, r4 .1 are ties; r5 is a burden, r6 is unknown.
"""

from __future__ import annotations

from typing import Any

import pytest

from graph_api.api.pricing.weights import WEIGHTS
from graph_api.scoring.metrics import METRICS
from tests.api.client import Client

SHOWN = "edges { cursor node { actor { key } value chosen parts { name value } } }"


def metric(client: Client, arguments: str, fields: str, **variables: Any) -> Any:
    declared = "($after: String)" if variables else ""
    asked = f"metric({arguments}) {{ {fields} }}"
    query = f'query{declared} {{ scenario(key: "small") {{ view {{ {asked} }} }} }}'
    return client.ask(query, **variables)


def found(client: Client, arguments: str, fields: str, **variables: Any) -> Any:
    answer = metric(client, arguments, fields, **variables)
    assert "errors" not in answer, answer
    return answer["data"]["scenario"]["view"]["metric"]


def error(client: Client, arguments: str) -> Any:
    answer = metric(client, arguments, "value")
    assert answer["data"]["scenario"]["view"]["metric"] is None
    (only,) = answer["errors"]
    return only


def test_the_catalogue_says_what_each_metric_is_and_is_not(client: Client) -> None:
    fields = """name title(language: ZH) description notToBeReadAs unit range reads formula library
        zh: range(language: ZH) said: formula(language: ZH) by: library(language: ZH)
        literature isOfGraph parameters { key description low high default isRequired isWhole }"""
    data = client.data(f'{{ scenario(key: "small") {{ view {{ metrics {{ {fields} }} }} }} }}')
    entries = {entry["name"]: entry for entry in data["scenario"]["view"]["metrics"]}
    assert list(entries) == list(METRICS)
    assert entries["betweenness"]["title"] == "中介中心度"
    assert "Not power" in entries["betweenness"]["notToBeReadAs"]
    assert entries["gtd_lub"]["isOfGraph"] is True
    pagerank = entries["pagerank"]
    assert (pagerank["range"], pagerank["zh"]) == ("(0, 1], summing to 1", "(0, 1]，总和为 1")
    assert "x 之和为 1" in pagerank["said"]
    assert "按方程组求解" in pagerank["by"]
    (beta,) = entries["bonacich_power"]["parameters"]
    assert (beta["key"], beta["default"], beta["isRequired"]) == ("beta", None, True)
    (_, incoming) = entries["closeness"]["parameters"]
    assert (incoming["low"], incoming["high"], incoming["default"]) == (0, 1, 0)
    assert all(all(value != "" for value in entry.values()) for entry in entries.values())


def test_a_metric_has_a_row_an_actor_and_says_what_it_rests_on(client: Client) -> None:
    answer = found(
        client,
        'name: "betweenness"',
        f"{SHOWN} value unknown totalCount stale completeness info {{ name }}"
        " provenance { parameters revision }",
    )
    rows = {edge["node"]["actor"]["key"]: edge["node"]["value"] for edge in answer["edges"]}
    # Of 3 x 2 pairs of others: committee lies between office and residents, residents between
    # committee and office, office between residents and committee.
    assert rows == pytest.approx(
        {"office": 1 / 6, "committee": 1 / 6, "residents": 1 / 6, "market": 0}
    )
    assert list(rows) == ["committee", "office", "residents", "market"]
    assert answer["value"] is None
    assert (answer["unknown"], answer["totalCount"], answer["stale"]) == (1, 4, False)
    assert answer["completeness"] == "COMPLETE"
    assert answer["info"] == {"name": "betweenness"}
    assert answer["provenance"]["parameters"] == {"metric": "betweenness", "weighted": 1.0}


def test_a_number_of_the_whole_graph_stands_as_value(client: Client) -> None:
    answer = found(client, 'name: "reciprocity"', "value totalCount edges { cursor }")
    assert answer == {"value": 0.5, "totalCount": 0, "edges": []}


def test_what_was_worked_out_stands_in_the_provenance(client: Client) -> None:
    answer = found(client, 'name: "katz"', "provenance { parameters }")
    assert answer["provenance"]["parameters"] == {"metric": "katz", "alpha": 0.1}


def test_an_undefined_number_is_null_and_stands_last(client: Client) -> None:
    answer = found(client, 'name: "constraint"', SHOWN)
    assert answer["edges"][-1]["node"]["actor"]["key"] == "market"
    assert answer["edges"][-1]["node"]["value"] is None


def test_a_chosen_set_and_parts_are_there_where_a_metric_has_them(client: Client) -> None:
    answer = found(client, 'name: "key_players", parameters: [{key: "reach", value: 1}]', SHOWN)
    assert [edge["node"]["chosen"] for edge in answer["edges"]] == [True, False, False, False]
    rows = found(client, 'name: "brokerage"', SHOWN)["edges"]
    assert all(edge["node"]["chosen"] is None for edge in rows)
    parts = {part["name"]: part["value"] for part in rows[0]["node"]["parts"]}
    assert set(parts) == {"coordinator", "representative", "gatekeeper", "consultant", "liaison"}
    assert sum(parts.values()) == rows[0]["node"]["value"]


@pytest.mark.parametrize("name", ["pagerank", "constraint", "key_players", "brokerage"])
def test_pages_put_together_are_the_whole_list(client: Client, name: str) -> None:
    whole = found(client, f'name: "{name}"', SHOWN)["edges"]
    rows, after = [], None
    for _ in range(4):
        page = found(
            client,
            f'name: "{name}", first: 1, after: $after',
            f"{SHOWN} pageInfo {{ hasNextPage endCursor }}",
            after=after,
        )
        rows += page["edges"]
        after = page["pageInfo"]["endCursor"]
    assert rows == whole
    assert page["pageInfo"]["hasNextPage"] is False


def test_a_cursor_of_another_question_is_refused_and_one_of_an_older_revision_goes_on(
    client: Client,
) -> None:
    shown = 'name: "pagerank", first: 2'
    first = found(client, shown, "pageInfo { endCursor } edges { node { actor { key } } }")
    after = first["pageInfo"]["endCursor"]
    asked = 'name: "pagerank", first: 2, after: $after, parameters: [{key: "alpha", value: 0.5}]'
    refused = metric(client, asked, "value", after=after)
    assert refused["errors"][0]["extensions"]["code"] == "BAD_CURSOR"
    client.data(
        """mutation { applyChanges(input: {scenario: "small", expectedRevision: 1,
            changes: [{removeRelation: "r5"}]}) { __typename } }"""
    )
    rest = found(client, f"{shown}, after: $after", f"stale {SHOWN}", after=after)
    assert rest["stale"] is True
    keys = [edge["node"]["actor"]["key"] for edge in (*first["edges"], *rest["edges"])]
    assert sorted(keys) == ["committee", "market", "office", "residents"]


def test_a_chosen_set_stays_first_when_a_cursor_is_stale(client: Client) -> None:
    asked = 'name: "key_players", parameters: [{key: "size", value: 2}], first: 1'
    first = found(client, asked, f"{SHOWN} pageInfo {{ endCursor }}")
    client.data(
        """mutation { applyChanges(input: {scenario: "small", expectedRevision: 1,
            changes: [{removeRelation: "r5"}]}) { __typename } }"""
    )
    after = first["pageInfo"]["endCursor"]
    rest = found(client, f"{asked}0, after: $after", SHOWN, after=after)
    rows = [edge["node"] for edge in (*first["edges"], *rest["edges"])]
    assert len({row["actor"]["key"] for row in rows}) == len(rows) == 4
    assert [row["chosen"] for row in rows] == [True, True, False, False]


@pytest.mark.parametrize(
    ("arguments", "code", "parameter", "said"),
    [
        ('name: "betweennes"', "BAD_PARAMETER", "name", "did you mean 'betweenness'"),
        ('name: "bonacich_power"', "BAD_PARAMETER", "beta", "needs beta"),
        (
            'name: "bonacich_power", parameters: [{key: "beta", value: 9}]',
            "BAD_PARAMETER",
            "beta",
            "1 / (largest eigenvalue)",
        ),
        (
            'name: "katz", parameters: [{key: "alpha", value: 1e400}]',
            "BAD_PARAMETER",
            "alpha",
            "not inf",
        ),
        (
            'name: "katz", parameters: [{key: "a", value: 1}]',
            "BAD_PARAMETER",
            "a",
            "it has: alpha",
        ),
        (
            'name: "katz", parameters: [{key: "alpha", value: 0.1}, {key: "alpha", value: 0.2}]',
            "BAD_PARAMETER",
            "alpha",
            "given twice",
        ),
        ('name: "katz", first: 101', "BAD_PARAMETER", "first", "0..100"),
        ('name: "katz", after: "x"', "BAD_CURSOR", None, "not a cursor"),
    ],
)
def test_what_makes_no_sense_has_a_typed_error(
    client: Client, arguments: str, code: str, parameter: str | None, said: str
) -> None:
    only = error(client, arguments)
    assert only["extensions"]["code"] == code
    assert said in only["message"]
    if parameter is not None:
        assert only["extensions"]["parameter"] == parameter


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_answers_on_every_seed(seeded: Client, name: str) -> None:
    asked = ', parameters: [{key: "beta", value: -0.05}]' if name == "bonacich_power" else ""
    data = seeded.data("{ scenarios(first: 20) { edges { node { key } } } }")
    for edge in data["scenarios"]["edges"]:
        key = edge["node"]["key"]
        answer = seeded.ask(
            f'{{ scenario(key: "{key}") {{ view {{ metric(name: "{name}"{asked}) {{ value'
            " totalCount edges { node { value } } } } } }"
        )
        if name == "graph_theoretic_power" and key == "district":
            assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
        else:
            assert "errors" not in answer, (key, answer)


def test_a_metric_has_a_price() -> None:
    assert WEIGHTS["GraphView.metric"] >= 1_000
