"""GraphQL over sockets, by a real server and a real client: graphql-transport-ws to the letter."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from graph_api.api.app import Options, build_app
from graph_api.api.operating.draining import Draining
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.transport.streams import Patience, Streams
from graph_api.auth import Caller, Role
from graph_api.errors import UnauthenticatedError
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import SMALL
from tests.api.streaming import Socket, commit, served, socket

KEY = '{ scenario(key: "small") { key } }'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all tests that change nothing."""
    store = SqliteStore(tmp_path_factory.mktemp("sockets") / FILE_NAME)
    service = Service(store)
    service.import_scenario(SMALL, name="small.yaml")
    with served(build_app(service, Options(streams=Streams()))) as address:
        yield address
    store.close()


def closed(client: Socket) -> tuple[int, str]:
    """Wait for the server to close, and give its code and reason."""
    end = time.monotonic() + 8
    with suppress(ConnectionClosed):
        while time.monotonic() < end:
            client.hear()
    return client.connection.close_code or 0, client.connection.close_reason or ""


INIT = '{"type": "connection_init"}'


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (["not json"], 4400),
        (["[]"], 4400),
        (['{"id": "a"}'], 4400),
        ([INIT, '{"type": "bogus"}'], 4400),
        ([INIT, b"\0\1"], 4400),
        ([INIT, '{"type": "subscribe", "payload": {"query": "{ __typename }"}}'], 4400),
        ([INIT, '{"type": "subscribe", "id": "", "payload": {"query": "{ a }"}}'], 4400),
        ([INIT, '{"type": "subscribe", "id": "a"}'], 4400),
        ([INIT, '{"type": "subscribe", "id": "a", "payload": {"query": 1}}'], 4400),
        (['{"type": "connection_init", "payload": 1}'], 4400),
        (["[" * 100_000], 4400),
        (['{"type": "ping", "payload": NaN}'], 4400),
        (['{"type": "subscribe", "id": "a", "payload": {"query": "{ a }"}}'], 4401),
        ([INIT, INIT], 4429),
        (["x" * 6_000_001], 1009),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_no_message_closes_with_the_code_of_the_protocol(
    address: str, said: list[str], code: int
) -> None:
    with socket(address, begins=False) as client:
        for message in said:
            client.connection.send(message)
        assert closed(client)[0] == code


def test_a_second_operation_of_the_same_id_closes_and_a_completed_id_is_free(address: str) -> None:
    with socket(address) as client:
        client.subscribe("a", key="small")
        client.say(type="complete", id="a")
        client.subscribe("a", key="small", after=0, until=1)
        assert client.hear()["id"] == "a"
        assert client.hear() == {"type": "complete", "id": "a"}
        client.subscribe("b", key="small")
        client.subscribe("b", key="small")
        assert closed(client) == (4409, "Subscriber for b already exists")


def test_the_beginning_is_waited_for_and_pings_are_answered_before_it(service: Service) -> None:
    streams = Streams(patience=Patience(begin=0.3))
    with (
        served(build_app(service, Options(streams=streams))) as address,
        socket(address, begins=False) as client,
    ):
        client.say(type="ping", payload={"a": 1})
        assert client.hear() == {"type": "pong"}
        assert closed(client)[0] == 4408


@pytest.mark.parametrize("protocols", [["graphql-ws"], ["nonsense"], None])
def test_another_protocol_is_refused(address: str, protocols: list[str] | None) -> None:
    with socket(address, begins=False, subprotocols=protocols) as client:
        assert closed(client)[0] == 4406


def test_a_page_of_another_site_gets_no_socket(address: str) -> None:
    with pytest.raises(InvalidStatus) as refused, socket(address, origin="https://evil.example"):
        pass
    assert refused.value.response.status_code == 403
    with socket(address, origin=f"http://{address}"):
        pass


def test_queries_and_changes_go_over_the_socket_too(service: Service) -> None:
    app = build_app(service, Options(streams=Streams()))
    with served(app) as address, socket(address) as client:
        client.subscribe("q", KEY)
        first = client.hear()
        assert first["payload"]["data"] == {"scenario": {"key": "small"}}
        assert client.hear() == {"type": "complete", "id": "q"}
        client.subscribe(
            "m",
            """mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) {
                 ... on DeletedScenario { key } } }""",
        )
        assert client.hear()["payload"]["data"]["deleteScenario"] == {"key": "small"}
    assert service.scenarios() == ()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "SYNTAX"),
        ("subscription { nope }", None),
        ("{ nope }", None),
        ("query A { __typename } query B { __typename }", "BAD_PARAMETER"),
        ("fragment f on Query { __typename }", "BAD_REQUEST"),
        ('subscription { scenarioChanged(key: "smal") { key } }', "UNKNOWN_SCENARIO"),
        ('subscription { scenarioChanged(key: "small", after: 2) { key } }', "BAD_PARAMETER"),
        ('subscription { scenarioChanged(key: "small", after: -1) { key } }', "BAD_PARAMETER"),
        ('subscription { scenarioChanged(key: "small", until: 0) { key } }', "BAD_PARAMETER"),
        ("subscription { a: __typename " + "a " * 5_000 + "}", None),
        (
            'subscription { a: scenarioChanged(key: "small") { key }'
            ' b: scenarioChanged(key: "small") { key } }',
            None,
        ),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_document_that_is_refused_is_an_error_message_and_the_socket_stays(
    address: str, query: str, code: str | None
) -> None:
    with socket(address) as client:
        client.subscribe("a", query)
        refused = client.hear()
        assert (refused["type"], refused["id"]) == ("error", "a")
        assert all(error["extensions"]["requestId"] for error in refused["payload"])
        assert len(json.dumps(refused)) < 5_000
        if code is not None:
            assert refused["payload"][0]["extensions"]["code"] == code
        if code == "UNKNOWN_SCENARIO":
            assert refused["payload"][0]["extensions"]["nearest"] == ["small"]
        client.subscribe("a", KEY)
        assert client.hear()["type"] == "next"


def test_a_connection_has_so_many_operations_and_no_more(service: Service) -> None:
    limits = replace(DEFAULT_LIMITS, max_subscriptions=1)  # an admin may have twice as many
    app = build_app(service, Options(limits=limits, streams=Streams()))
    with served(app) as address, socket(address) as client:
        for name in "abc":
            client.subscribe(name, key="small", after=1)
        refused = client.hear()
        assert (refused["type"], refused["id"]) == ("error", "c")
        assert refused["payload"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
        commit(service)
        assert {client.hear()["id"], client.hear()["id"]} == {"a", "b"}


def test_there_are_so_many_connections_and_no_more(service: Service) -> None:
    streams = Streams(most=2, most_of_a_caller=1)
    with served(build_app(service, Options(streams=streams))) as address:
        with socket(address), socket(address, begins=False) as second:
            second.say(type="connection_init")
            assert closed(second)[0] == 1013
        with (
            socket(address),
            socket(address, begins=False),
            socket(address, begins=False) as third,
        ):
            assert closed(third)[0] == 1013
        deadline = time.monotonic() + 2
        while streams.open and time.monotonic() < deadline:
            time.sleep(0.01)
        assert (streams.open, dict(streams._callers)) == (0, {})


def test_we_ask_whether_somebody_is_there_and_close_where_nobody_answers(service: Service) -> None:
    streams = Streams(patience=Patience(keep_alive=0.2))
    app = build_app(service, Options(streams=streams))
    with served(app) as address, socket(address) as client:
        for _ in range(3):
            assert client.hear() == {"type": "ping"}
            client.say(type="pong")
        assert client.hear() == {"type": "ping"}
        assert closed(client)[0] == 4499


class Tokens:
    """Knows one token, until it is revoked."""

    def __init__(self) -> None:
        self.role = Role.READER

    def caller(self, authorization: str | None) -> Caller:
        if authorization != "Bearer good":
            raise UnauthenticatedError("Sign in.", "请登录。")
        return Caller("wang", self.role, "token:1")


def test_one_signs_in_by_header_or_by_connection_params(service: Service) -> None:
    app = build_app(service, Options(authenticator=Tokens(), streams=Streams()))
    with served(app) as address:
        with socket(address, additional_headers={"Authorization": "Bearer good"}):
            pass
        for payload in ({"authorization": "Bearer good"}, {"token": "good"}):
            with socket(address, begins=False) as client:
                client.begin(**payload)
        for payload in ({}, {"token": "bad"}, {"authorization": "good"}):
            with socket(address, begins=False) as client:
                client.say(type="connection_init", payload=payload)
                assert closed(client) == (4403, "Sign in.")


def test_what_a_caller_may_not_ask_is_refused_and_a_lost_right_closes(service: Service) -> None:
    tokens = Tokens()
    streams = Streams(patience=Patience(recheck=0.2))
    app = build_app(service, Options(authenticator=tokens, streams=streams))
    with served(app) as address, socket(address, begins=False) as client:
        client.begin(token="good")  # noqa: S106  # the one of this test
        given = '{key: "small", expectedRevision: 1}'
        client.subscribe("m", f"mutation {{ deleteScenario(input: {given}) {{ __typename }} }}")
        assert client.hear()["payload"][0]["extensions"]["code"] == "FORBIDDEN"
        client.subscribe("a", key="small")
        tokens.role = Role.ANALYST
        code, reason = closed(client)
        assert (code, reason) == (4401, "Your rights have changed; connect again.")


def test_when_the_service_stops_sockets_are_told_that_it_goes_away(service: Service) -> None:
    draining, streams = Draining(), Streams()
    app = build_app(service, Options(draining=draining, streams=streams))
    with (
        served(app, draining) as address,
        socket(address) as client,
        socket(address, begins=False) as idle,
    ):
        client.subscribe("a", key="small", after=1)
        commit(service)
        assert client.revisions(1) == [2]
        address.stop()
        assert closed(client)[0] == 1001
        assert closed(idle)[0] == 1001
    assert not service.follower.is_looking
