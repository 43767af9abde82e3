"""GraphQL over HTTP: any bytes get a clear answer, and no page of another site gets in."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from graphql import get_introspection_query as introspection

from graph_api.api.app import Options, build_app
from graph_api.api.page import EXAMPLE
from graph_api.api.pricing.limits import DEFAULT_LIMITS, Budget
from graph_api.api.pricing.weights import WEIGHTS
from graph_api.api.schema import schema
from graph_api.errors import TooCostlyError
from graph_api.service import Service
from tests.api.client import Client

MODERN = "application/graphql-response+json"
JSON = {"content-type": "application/json"}
KEY = '{ scenario(key: "small") { key } }'


def post(client: Client, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = client.send("POST", "/graphql", content=body, headers={**JSON, **named})
    answer: dict[str, Any] = response.json()
    return response.status_code, answer


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"1",
        b'"x"',
        b"[]",
        b'[{"query": "{viewer{role}}"}]',
        b"{}",
        b"{",
        b'{"query": null}',
        b'{"query": ""}',
        b'{"query": 1}',
        b'{"query": "{viewer{role}}", "variables": 1}',
        b'{"query": "{viewer{role}}", "variables": []}',
        b'{"query": "{viewer{role}}", "operationName": 1}',
        b'{"query": "{viewer{role}}", "extensions": "x"}',
        b'{"query": "{viewer{role}}", "variables": {"x": NaN}}',
        b'{"query": "{viewer{role}}", "variables": {"x": -Infinity}}',
        b'{"query": "{viewer{role}}", "variables": {"x": "\\ud800"}}',
        b'{"query": "{viewer{role}}", "variables": {"x": ' + b"1" * 5_000 + b"}}",
        b"[" * 100_000,
        b'{"query": "\xff"}',
        '{"query": "{viewer{role}}"}'.encode("utf-16"),
        b'{"query": "{viewer{role}}", "operationName": "Other"}',
        b'{"query": "fragment f on Query { viewer { role } }"}',
    ],
    ids=lambda body: repr(body[:40]),
)
def test_a_body_that_is_no_request_is_400_with_a_clear_error(client: Client, body: bytes) -> None:
    status, answer = post(client, body)
    assert status == 400
    (error,) = answer["errors"]
    assert "data" not in answer
    assert error["extensions"]["requestId"]
    assert error["extensions"]["messageZh"]


@pytest.mark.parametrize(
    "query",
    [
        "{" * 5_000,
        "{viewer{role}}" + " " * 10 + "}",
        "{ a" * 500,
        "query($x: Int!) { scenarios(first: $x) { totalCount } }",
        "{ nope }",
        "subscription { nope }",
        "\0",
        "query { viewer { role } } query { viewer { name } }",
        "query A { viewer { role } } query B { viewer { name } }",
        "{" + " ".join(f"a{n}: viewer {{ role }}" for n in range(5_000)) + "}",
        '{ scenario(key: "\\uD800") { key } }',
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "{ ...none }",
        "{ viewer { role } " + "__typename " * 4_000 + "}",
        "{ viewer { role } }" + "#\n" * 5_000,
        "{ viewer { role } }" + " " * 1_000_000,
    ],
    ids=lambda query: repr(query[:40]),
)
def test_a_bad_document_is_400_without_data_for_clients_that_know(
    client: Client, query: str
) -> None:
    body = json.dumps({"query": query}).encode()
    status, answer = post(client, body, accept=MODERN)
    assert status == 400
    assert "data" not in answer
    assert answer["errors"]
    # What old clients expect; a subscription needs another way, and that is told before all else.
    assert post(client, body)[0] == (400 if query.startswith("subscription") else 200)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ('Application/JSON; charset="UTF-8"', 200),
        ("application/json; charset=utf-16", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
    ],
)
def test_only_json_is_read(client: Client, content_type: str, status: int) -> None:
    body = json.dumps({"query": KEY}).encode()
    assert post(client, body, content_type=content_type)[0] == status


@pytest.mark.parametrize(
    ("accept", "status", "answered"),
    [
        ("", 200, "application/json; charset=utf-8"),
        ("*/*", 200, "application/json; charset=utf-8"),
        ("application/*", 200, "application/json; charset=utf-8"),
        ("application/json", 200, "application/json; charset=utf-8"),
        (MODERN, 200, f"{MODERN}; charset=utf-8"),
        (f"{MODERN}, application/json;q=0.9", 200, f"{MODERN}; charset=utf-8"),
        (f"{MODERN};q=0.5, application/json", 200, "application/json; charset=utf-8"),
        ("text/html", 406, "application/json; charset=utf-8"),
        ("application/json;q=0, application/xml", 406, "application/json; charset=utf-8"),
        ("application/json;q=x", 406, "application/json; charset=utf-8"),
    ],
)
def test_the_answer_is_what_the_client_accepts(
    client: Client, accept: str, status: int, answered: str
) -> None:
    response = client.send("POST", "/graphql", json={"query": KEY}, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (status, answered)


def test_get_asks_and_never_changes(client: Client) -> None:
    query = "query Q($k: String!) { scenario(key: $k) { key } } query R { viewer { role } }"
    good = client.send(
        "GET",
        "/graphql",
        params={"query": query, "variables": '{"k": "small"}', "operationName": "Q"},
    )
    assert good.json()["data"] == {"scenario": {"key": "small"}}
    change = (
        'mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) { __typename } }'
    )
    refused = client.send("GET", "/graphql", params={"query": change})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert client.data(KEY)["scenario"] == {"key": "small"}


@pytest.mark.parametrize(
    "url",
    [
        "/graphql",
        "/graphql?query=",
        "/graphql?query=%FF",
        "/graphql?query={viewer{role}}&variables=x",
        "/graphql?query={viewer{role}}&variables=[]",
        "/graphql?query={viewer{role}}&extensions={",
        "/graphql?" + "&".join(f"a{n}=1" for n in range(50)),
    ],
)
def test_a_url_that_is_no_request_is_400(client: Client, url: str) -> None:
    response = client.send("GET", url)
    assert response.status_code == 400
    assert response.json()["errors"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "QUERY"])
def test_other_methods_are_told_which_there_are(client: Client, method: str) -> None:
    response = client.send(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert response.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


def test_a_body_over_the_limit_is_413_said_or_unsaid(service: Service) -> None:
    client = Client(build_app(service, Options(limits=replace(DEFAULT_LIMITS, max_body_bytes=200))))
    body = json.dumps({"query": KEY + " " * 300}).encode()
    assert post(client, body)[0] == 413
    answer = client.data("{ limits { maxBodyBytes } }")
    assert answer == {"limits": {"maxBodyBytes": 200}}


def test_a_body_without_a_length_is_counted_as_it_comes(service: Service) -> None:
    client = Client(build_app(service, Options(limits=replace(DEFAULT_LIMITS, max_body_bytes=200))))

    async def parts() -> Any:
        for _ in range(1_000):
            yield b" " * 100

    response = client.send("POST", "/graphql", content=parts(), headers=JSON)
    assert response.status_code == 413


def test_a_person_gets_a_page_of_our_own_without_scripts(seeded: Client) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = seeded.send("GET", "/graphql", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert re.findall(r"(?:src|href|action)=\"(?!/)", page.text) == []
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "相互充权" in page.text
    # Its form asks by GET, and the browser shows the JSON.
    asked = seeded.send("GET", "/graphql", params={"query": EXAMPLE}, headers=browser)
    assert asked.headers["content-type"].startswith("application/json")
    assert asked.json()["data"]["scenario"]["after"]["pair"]["mutual"] > 0


def test_every_answer_has_its_headers(client: Client) -> None:
    for url in ("/graphql", "/healthz", "/readyz", "/nowhere"):
        headers = client.send("GET", url).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"])


def test_a_request_id_is_taken_over_if_it_looks_like_one(client: Client) -> None:
    good = client.send("GET", "/healthz", headers={"x-request-id": "trace-1.a"})
    assert good.headers["x-request-id"] == "trace-1.a"
    bad = client.send("GET", "/healthz", headers={"x-request-id": "a b\tc"})
    assert bad.headers["x-request-id"] != "a b\tc"


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"]
)
def test_our_own_names_are_answered(client: Client, host: str) -> None:
    assert client.send("GET", "/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1:x", "", "a@localhost", "[::1"]
)
def test_a_foreign_name_is_refused(client: Client, host: str) -> None:
    response = client.send("POST", "/graphql", json={"query": KEY}, headers={"host": host})
    assert response.status_code == 421
    assert response.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8000", 200),
        ("HTTP://127.0.0.1:8000", 200),
        ("http://127.0.0.1:9000", 403),
        ("http://localhost:8000", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_a_page_of_another_site_is_refused(client: Client, origin: str, status: int) -> None:
    response = client.send("POST", "/graphql", json={"query": KEY}, headers={"origin": origin})
    assert response.status_code == status


def test_without_the_loopback_rule_any_name_is_answered(service: Service) -> None:
    client = Client(build_app(service, Options(hosts=None)))
    headers = {"host": "empower.example", "origin": "https://empower.example"}
    assert client.send("POST", "/graphql", json={"query": KEY}, headers=headers).is_success
    headers["origin"] = "https://page.example"  # a page of another site stays one
    assert client.send("POST", "/graphql", json={"query": KEY}, headers=headers).status_code == 403


RECURSIVE = """{ scenario(key: "small") { view { actors(first: 100) { edges { node {
  empowers(first: 100) { edges { node { to { empowers(first: 100) { edges { node { to {
  empowers(first: 100) { totalCount } } } } } } } } } } } } } } }"""


def test_a_recursive_query_is_priced_and_not_run(client: Client) -> None:
    body = json.dumps({"query": RECURSIVE}).encode()
    status, answer = post(client, body, accept=MODERN)
    assert status == 400
    extensions = answer["errors"][0]["extensions"]
    assert extensions["code"] == "TOO_COSTLY"
    assert extensions["cost"] > extensions["limit"] == 200_000


def test_fragments_that_double_are_measured_at_once(client: Client) -> None:
    levels = 60
    fragments = "".join(
        f"fragment f{n} on Actor {{ memberOf {{ ...f{n + 1} }} other: memberOf {{ ...f{n + 1} }} }}"
        for n in range(levels)
    )
    query = '{ scenario(key: "small") { view { actor(id: "office") { ...f0 } } } }'
    query += fragments + f"fragment f{levels} on Actor {{ key }}"
    _, answer = post(client, json.dumps({"query": query}).encode())
    assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("{" + " ".join(f"a{n}: viewer {{ role }}" for n in range(201)) + "}", "aliases"),
        (
            '{ scenario(key: "small") {'
            + " ".join(f'v{n}: view(variant: "x{n}") {{ revision }}' for n in range(61))
            + "} }",
            "computing",
        ),
        (
            '{ scenario(key: "small") { view { actor(id: "office") '
            + "{ memberOf " * 20
            + "{ key }"
            + "}" * 20
            + "} } }",
            "depth",
        ),
        ("{" + "viewer { role } " * 51 + "}", "repeats"),
        ("{" + "... on Query {" * 150 + "viewer { role }" + "}" * 151, "nesting"),
    ],
)
def test_what_is_too_much_is_named_with_its_limit(client: Client, query: str, what: str) -> None:
    error = client.error(query)
    assert error["extensions"]["code"] == "TOO_COSTLY"
    assert error["extensions"][what] > error["extensions"]["limit"]


@pytest.mark.parametrize(
    ("arguments", "variables", "cost"),
    [
        ("first: 10", {}, 10),
        ("first: 0", {}, 1),
        ("first: 1000", {}, 100),
        ("first: -3", {}, 1),
        ("", {}, 20),
        ("first: $n", {"n": 7}, 7),
        ("first: $n", {}, 5),
        ("first: $m", {}, 20),
        ("first: $n", {"n": None}, 100),
        ("first: null", {}, 100),
        ("first: $n", {"n": "x"}, 100),
    ],
)
def test_first_is_multiplied_in(
    client: Client, arguments: str, variables: dict[str, Any], cost: int
) -> None:
    given = f"({arguments})" if arguments else ""
    query = "query($n: Int = 5, $m: Int) {"
    query += f" scenarios{given} {{ edges {{ node {{ key }} }} }} m: scenarios(first: $m)"
    answer = client.send(
        "POST", "/graphql", json={"query": query + " { stale } }", "variables": variables}
    ).json()
    # Each item is edges, node and key; the second field is 1 and `stale` twenty times.
    assert answer["extensions"]["cost"]["requested"] == 1 + 3 * cost + 1 + 20


def test_lists_without_first_and_ids_have_a_price_too(client: Client) -> None:
    def cost(query: str) -> Any:
        return client.ask(query)["extensions"]["cost"]["requested"]

    assert cost('{ scenario(key: "small") { variants { key } } }') == 1 + 1 + 15
    assert cost('{ node(id: "~") { ... on Relation { evidence { lines } } } }') == 1 + 20 + 1 + 5
    assert cost("{ nodes(ids: []) { id } }") == 1 + 100
    assert cost("{ __typename }") == 1


def test_lists_that_turn_out_long_are_stopped_on_the_way() -> None:
    budget = Budget(limit=3)
    budget.spend(3)
    with pytest.raises(TooCostlyError):
        budget.spend(1)


def test_every_price_is_of_a_field_that_there_is() -> None:
    for name in WEIGHTS:
        kind, field = name.split(".")
        assert field in schema.graphql_schema.type_map[kind].fields  # type: ignore[attr-defined]


def test_introspection_is_open(client: Client) -> None:
    answer = client.data(introspection(input_value_deprecation=True))
    assert {kind["name"] for kind in answer["__schema"]["types"]} >= {"Actor", "ErrorCode"}
    assert client.data('{ __type(name: "Actor") { name } }') == {"__type": {"name": "Actor"}}


def test_too_many_nodes_at_once_are_refused(client: Client) -> None:
    error = client.error("query($i: [ID!]!) { nodes(ids: $i) { id } }", i=["~"] * 101)
    assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("BAD_PARAMETER", 100)
