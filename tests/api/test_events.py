"""GraphQL over server-sent events, by a real server: one request, one operation, many answers."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.operating.draining import Draining
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.transport.streams import Patience, Streams
from graph_api.auth import Caller, Role
from graph_api.errors import UnauthenticatedError
from graph_api.service import Service
from tests.api.streaming import CHANGED, commit, events, revision_of, served, told

KEY = '{ scenario(key: "small") { key } }'


@pytest.fixture
def streams() -> Streams:
    return Streams(patience=Patience(keep_alive=0.1, recheck=0.2))


@pytest.fixture
def address(service: Service, streams: Streams) -> Iterator[str]:
    with served(build_app(service, Options(streams=streams))) as address:
        yield address


def test_events_come_one_by_one_with_ids_and_end_with_complete(
    address: str, service: Service
) -> None:
    commit(service, count=3)
    with events(address, key="small", after=0, until=3) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        heard = [*told(answer)]
    assert [name for name, _, _ in heard] == ["next"] * 3 + ["complete"]
    assert [(mark, revision_of(data)) for _, mark, data in heard[:3]] == [
        ("1", 1),
        ("2", 2),
        ("3", 3),
    ]


def test_one_comes_back_with_the_id_of_the_last_event(address: str, service: Service) -> None:
    commit(service, count=4)
    headers = {"last-event-id": "3"}
    with events(address, key="small", after=0, until=5, headers=headers) as answer:
        heard = [revision_of(data) for name, _, data in told(answer) if name == "next"]
    assert heard == [4, 5]
    for said in ("x", "-1", "1" * 40):
        with events(address, key="small", headers={"last-event-id": said}) as answer:
            assert answer.status_code == 400
    with events(address, key="small", headers={"last-event-id": "99"}) as answer:
        (_, _, refused), last = told(answer)
    assert refused["errors"][0]["extensions"]["code"] == "BAD_PARAMETER"
    assert last[0] == "complete"


def test_a_url_is_enough_for_the_event_source_of_a_browser(address: str) -> None:
    asked = {"query": 'subscription { scenarioChanged(key: "small", after: 0, until: 1) { key } }'}
    headers = {"accept": "text/event-stream"}
    answer = httpx.get(f"http://{address}/graphql", params=asked, headers=headers)
    assert 'data: {"data":{"scenarioChanged":{"key":"small"}}}' in answer.text
    change = (
        'mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) { __typename } }'
    )
    refused = httpx.get(f"http://{address}/graphql", params={"query": change}, headers=headers)
    assert "METHOD_NOT_ALLOWED" in refused.text
    assert '{"data":{"scenario":{"key":"small"}}' in (
        httpx.get(f"http://{address}/graphql", params={"query": KEY}, headers=headers).text
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription {", "SYNTAX"),
        ("{ nope }", None),
        ('subscription { scenarioChanged(key: "smal") { key } }', "UNKNOWN_SCENARIO"),
    ],
)
def test_a_document_that_is_refused_is_told_by_an_event(
    address: str, query: str, code: str | None
) -> None:
    with events(address, query) as answer:
        assert answer.status_code == 200
        (_, _, refused), last = told(answer)
    assert last[0] == "complete"
    assert "data" not in refused
    if code is not None:
        assert refused["errors"][0]["extensions"]["code"] == code


def test_a_request_that_is_none_has_its_status(address: str) -> None:
    url, headers = f"http://{address}/graphql", {"accept": "text/event-stream"}
    assert httpx.post(url, content=b"{", headers=headers).status_code == 415
    assert httpx.post(url, json=[], headers=headers).status_code == 400
    assert httpx.get(url, headers=headers).status_code == 400


def test_a_subscription_without_events_is_told_how_and_with_both_gets_events(address: str) -> None:
    url = f"http://{address}/graphql"
    body = {"query": CHANGED, "variables": {"key": "small", "after": 0, "until": 1}}
    refused = httpx.post(url, json=body)
    assert refused.status_code == 400
    assert "text/event-stream" in refused.json()["errors"][0]["message"]
    assert (
        httpx.get(
            url, params={"query": 'subscription { scenarioChanged(key: "small") { key } }'}
        ).status_code
        == 400
    )
    both = {"accept": "application/graphql-response+json, application/json, text/event-stream"}
    assert httpx.post(url, json=body, headers=both).headers["content-type"].startswith("text/event")
    for query in (KEY, "{"):
        answer = httpx.post(url, json={"query": query}, headers=both)
        assert answer.headers["content-type"].startswith("application/graphql-response+json")


def test_with_both_no_more_is_read_than_the_caller_may_ask(address: str, service: Service) -> None:
    both = {"accept": "application/graphql-response+json, text/event-stream"}
    most = DEFAULT_LIMITS.max_tokens
    long = f'subscription {{ scenarioChanged(key: "small") {{ {"key " * most} }} }}'
    answer = httpx.post(f"http://{address}/graphql", json={"query": long}, headers=both)
    assert answer.headers["content-type"].startswith("application/graphql-response+json")
    assert str(most) in answer.json()["errors"][0]["message"]
    with served(build_app(service, Options(authenticator=Tokens()))) as other:
        answer = httpx.post(f"http://{other}/graphql", json=[], headers=both)
        assert answer.status_code == 401  # not 400: what a stranger sends is not looked at


def test_silence_is_filled_and_a_client_that_leaves_is_let_go(
    address: str, service: Service, streams: Streams
) -> None:
    with events(address, key="small", after=1) as answer:
        heard = told(answer)
        assert next(heard) == ("", None, None)
        assert service.follower.listeners == 1
        commit(service)
        names = (name for name, _, _ in heard)
        assert "next" in names
    deadline = time.monotonic() + 3
    while (streams.open or service.follower.listeners) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (streams.open, service.follower.listeners) == (0, 0)


class Tokens:
    """Knows one token, until it is revoked."""

    known = True

    def caller(self, authorization: str | None) -> Caller:
        if authorization != "Bearer good" or not self.known:
            raise UnauthenticatedError("Sign in.", "请登录。")
        return Caller("wang", Role.READER, "token:1")


def test_one_signs_in_by_header_and_a_revoked_token_ends_the_stream(
    service: Service, streams: Streams
) -> None:
    tokens = Tokens()
    with served(build_app(service, Options(authenticator=tokens, streams=streams))) as address:
        with events(address, key="small") as answer:
            assert answer.status_code == 401
        good = {"authorization": "Bearer good"}
        with events(address, key="small", headers=good) as answer:
            tokens.known = False
            heard = [item for item in told(answer) if item[0]]
    assert [name for name, _, _ in heard] == ["next", "complete"]
    assert heard[0][2]["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_when_the_service_stops_streams_are_completed_and_say_why(service: Service) -> None:
    draining, streams = Draining(), Streams()
    app = build_app(service, Options(draining=draining, streams=streams))
    with served(app, draining) as address, events(address, key="small", after=1) as answer:
        commit(service)
        heard = told(answer)
        assert next(heard)[0] == "next"
        address.stop()
        rest = [*heard]
    assert [name for name, _, _ in rest] == ["next", "complete"]
    assert rest[0][2]["errors"][0]["extensions"]["code"] == "OVERLOADED"


def test_there_are_so_many_streams_and_no_more(service: Service) -> None:
    app = build_app(service, Options(streams=Streams(most_of_a_caller=1)))
    with (
        served(app) as address,
        events(address, key="small") as first,
        events(address, key="small") as second,
    ):
        assert first.status_code == 200
        assert second.status_code == 429
