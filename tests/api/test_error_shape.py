"""One shape for every error, and not a word of what only we may know."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from graphql import GraphQLError

from graph_api.api.app import Options, build_app
from graph_api.api.errors import ErrorCode, is_expected, shown
from graph_api.api.operating.readiness import FRESH
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.auth import Caller
from graph_api.errors import (
    BadCursorError,
    BadParameterError,
    DeadlineExceededError,
    ForbiddenError,
    GraphApiError,
    OverloadedError,
    StoreError,
    StoreUnavailableError,
    TooCostlyError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnknownActorError,
    UnknownRelationError,
    UnknownScenarioError,
    UnknownVariantError,
)
from graph_api.service import Service
from tests.api.client import Client

ERRORS: list[GraphApiError] = [
    UnknownScenarioError("smal", ["small"]),
    UnknownVariantError("bett", ["better"]),
    UnknownActorError("offic", ["office"]),
    UnknownRelationError("r9", ["r1"]),
    BadParameterError("no", "不"),
    BadCursorError("no", "不"),
    TooCostlyError("no", "不"),
    DeadlineExceededError("no", "不"),
    TooManyRequestsError.at_once(8),
    OverloadedError.busy(),
    StoreError("no", "不"),
    StoreUnavailableError("no", "不"),
    ForbiddenError("no", "不"),
    UnauthenticatedError("no", "不"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_of_ours_shows_code_request_and_both_languages(error: GraphApiError) -> None:
    raised = GraphQLError(str(error), original_error=error, path=["scenario"])
    answer = shown(raised, "q1").formatted
    assert answer["message"] == error.en
    assert answer["path"] == ["scenario"]
    extensions = answer["extensions"]
    assert extensions["code"] in ErrorCode.__members__
    assert (extensions["requestId"], extensions["messageZh"]) == ("q1", error.zh)
    assert is_expected(raised)


def test_nearest_names_come_with_what_is_unknown(client: Client) -> None:
    error = client.error('{ scenario(key: "smal") { key } }')
    assert error["extensions"]["code"] == "UNKNOWN_SCENARIO"
    assert error["extensions"]["nearest"] == ["small"]
    assert error["path"] == ["scenario"]
    variant = client.error('{ scenario(key: "small") { view(variant: "bettr") { revision } } }')
    assert variant["extensions"]["code"] == "UNKNOWN_VARIANT"
    assert variant["extensions"]["nearest"] == ["better"]


BAD: dict[str, str] = {
    'view(variant: null) { pair(a: "office", b: "office") { mutual } }': "parameter",
    'view { paths(from: "office", to: "office") { stale } }': "parameter",
    'view { cut(from: "office", to: "office") { capacity } }': "parameter",
    'view { cut(from: "office", to: "residents", target: CHANNEL) { capacity } }': "parameter",
    "view { regime(threshold: 1e400) { state } }": "parameter",
    "view { regime(threshold: -0.1) { state } }": "parameter",
    "view(filter: {minStrength: 1e400}) { revision }": "parameter",
    'view { pair(a: "office", b: "market", scoring: {decay: 1e400}) { mutual } }': "parameter",
    'view { pair(a: "office", b: "market", scoring: {decay: 0}) { mutual } }': "parameter",
    'view { pair(a: "office", b: "market", scoring: {maturity: 1}) { mutual } }': "parameter",
    'view { pair(a: "office", b: "market", scoring: {maxHops: 0}) { mutual } }': "parameter",
    'view { pair(a: "office", b: "market", scoring: {reading: WEAKEST, decay: 0.9})'
    " { mutual } }": "parameter",
    "view { pairs(between: {}, and: {}, worst: true, missing: true) { stale } }": "parameter",
    "view { pairs(between: {}, and: {}, first: 101) { stale } }": "limit",
    'view(changes: [{setRelation: {id: "r1", strength: {best: 1.5}}}]) { revision }': "path",
    'view(changes: [{setRelation: {id: "r1", strength: {low: 1e400}}}]) { revision }': "path",
    'view(changes: [{addActor: {id: "x", kind: "officee"}}]) { revision }': "path",
}


@pytest.mark.parametrize("field", BAD)
def test_an_argument_without_meaning_is_named(client: Client, field: str) -> None:
    error = client.error(f'{{ scenario(key: "small") {{ {field} }} }}')
    assert error["extensions"]["code"] == "BAD_PARAMETER"
    assert BAD[field] in error["extensions"]
    assert error["extensions"]["messageZh"]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ('{setRelation: {id: "r33"}}', "UNKNOWN_RELATION", "changes[0].set_relation.id"),
        ('{removeActor: "offices"}', "UNKNOWN_ACTOR", "changes[0].remove_actor"),
        ('{addRelation: {from: "office", to: "offices"}}', "UNKNOWN_ACTOR", "changes[0].add_rel"),
    ],
)
def test_a_what_if_that_names_what_is_not_there_says_where(
    client: Client, change: str, code: str, path: str
) -> None:
    query = f'{{ scenario(key: "small") {{ view(variant: "better", changes: [{change}])'
    error = client.error(query + " { revision } } }")
    assert error["extensions"]["code"] == code
    assert error["extensions"]["path"].startswith(path)
    assert error["extensions"]["nearest"]


def test_unknown_actor_no_path_and_only_over_unknown_are_different(client: Client) -> None:
    query = '{ scenario(key: "small") { view { pair(a: "%s", b: "%s") { forward reverse } } } }'
    unknown = client.ask(query % ("office", "offices"))
    assert unknown["data"]["scenario"]["view"]["pair"] is None
    none = client.data(query % ("residents", "market"))["scenario"]["view"]["pair"]
    assert none == {"forward": 0, "reverse": 0}
    alone = '{ scenario(key: "small") { view(changes: [{removeRelation: "r3"}])'
    over = client.data(f'{alone} {{ pair(a: "residents", b: "committee") {{ forward }} }} }} }}')
    assert over["scenario"]["view"]["pair"] == {"forward": None}


class Faulty:
    """A store that fails as often as it is told to, and else does what the real one does."""

    def __init__(self, service: Service, error: Exception | None = None) -> None:
        self._store = service.store
        self.error = error

    def __getattr__(self, name: str) -> Any:
        if self.error is not None and name != "kind":
            raise self.error
        return getattr(self._store, name)


def test_a_store_that_is_away_says_so_and_comes_back_by_itself(service: Service) -> None:
    away = StoreUnavailableError("The store is away; try again.", "存储暂不可用，请重试。")
    store = Faulty(service, away)
    client = Client(build_app(Service(store), Options(hosts=None)))
    error = client.error('{ scenario(key: "small") { key } }')
    assert error["extensions"]["code"] == "STORE_UNAVAILABLE"
    ready = client.send("GET", "/readyz")
    assert ready.status_code == 503
    assert ready.json()["reason"] == {"en": away.en, "zh": away.zh}
    assert client.send("GET", "/healthz").status_code == 200
    store.error = None
    assert client.data('{ scenario(key: "small") { key } }')["scenario"]["key"] == "small"
    time.sleep(FRESH)  # for so long an answer of /readyz is good
    ready = client.send("GET", "/readyz")
    assert ready.json() == {"status": "ready", "store": "sqlite", "journalLag": 0}


def test_what_we_did_not_expect_is_masked_and_logged_with_its_trace(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "bolt://neo4j:password@db.example"  # noqa: S105  # it must not reach the client
    client = Client(build_app(Service(Faulty(service, ValueError(secret))), Options(hosts=None)))
    with caplog.at_level(logging.INFO):
        response = client.send(
            "POST", "/graphql", json={"query": '{ scenario(key: "small") { key } }'}
        )
    assert secret not in response.text
    (error,) = response.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]
    (logged,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert logged.exc_info is not None
    assert error["extensions"]["requestId"] in logged.getMessage()


def test_what_was_to_be_expected_is_logged_in_one_line(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="graph_api"):
        client.ask('query Who { scenario(key: "smal") { key } }')
        client.ask('query View { scenario(key: "small") { view { revision } } }')
    assert {record.levelno for record in caplog.records} == {logging.INFO}
    assert all("\n" not in record.getMessage() and not record.exc_info for record in caplog.records)
    who, view = [vars(record) for record in caplog.records if record.message == "request"]
    assert (who["operation"], who["scenario"], who["outcome"]) == ("Who", None, "UNKNOWN_SCENARIO")
    assert (view["operation"], view["scenario"], view["outcome"]) == ("View", "small", "ok")
    assert (view["actors"], view["relations"], view["store"]) == (4, 6, "sqlite")
    assert view["milliseconds"] > 0
    assert re.fullmatch(r"\w+", view["request"])


def test_syntax_and_validation_errors_keep_their_words(client: Client) -> None:
    response = client.send("POST", "/graphql", json={"query": "{ scenari }"})
    (error,) = response.json()["errors"]
    assert "scenari" in error["message"]
    assert error["extensions"]["requestId"] == response.headers["x-request-id"]


def test_where_a_file_of_the_store_is_stands_in_the_log_alone(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    """A broken file is named, and no folder of this machine, in whatever way it is asked for."""
    caplog.set_level(logging.INFO, logger="graph_api")
    path = Path(service.store.location)
    away = path.with_name("away")
    path.rename(away)
    error = [StoreUnavailableError(f"{path} is away.", f"{path} 不可用。", path=str(path))]

    class Nobody:
        """Cannot tell who asks."""

        def caller(self, authorization: str | None) -> Caller:
            raise error[0]

    try:
        client = Client(build_app(service, Options(hosts=None)))
        body = {"query": '{ scenario(key: "small") { key } }'}
        answers = [
            client.send("POST", "/graphql", json=body),
            client.send("GET", "/readyz"),
            Client(build_app(service, Options(hosts=None, authenticator=Nobody()))).send(
                "POST", "/graphql", json=body
            ),
        ]
    finally:
        away.rename(path)
    for answer in answers:
        assert path.name in answer.text
        assert str(path.parent) not in answer.text
        assert '"path":"/' not in answer.text
    logged = [record.getMessage() for record in caplog.records]
    assert sum(str(path) in message for message in logged) >= len(answers)


class Slow(Faulty):
    """A store that takes its time."""

    def __getattr__(self, name: str) -> Any:
        if name != "kind":
            time.sleep(0.3)
        return super().__getattr__(name)


def test_a_query_that_takes_too_long_is_given_up_and_a_change_is_not(service: Service) -> None:
    app = build_app(
        Service(Slow(service)), Options(hosts=None, limits=replace(DEFAULT_LIMITS, deadline_ms=50))
    )
    query = '{ scenario(key: "small") { key } }'
    change = """mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) {
        ... on DeletedScenario { key } } }"""

    async def both() -> list[Any]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            answers = []
            for document in (query, change):
                response = await client.post("/graphql", json={"query": document})
                answers.append(response.json())
            await anyio.sleep(0.4)  # the thread that was given up ends
            return answers

    late, done = anyio.run(both)
    assert late["errors"][0]["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert done["data"]["deleteScenario"] == {"key": "small"}
