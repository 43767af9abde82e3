"""What the service refuses at run time, over a socket and as events: an error with code and id."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from threading import current_thread
from typing import Any, cast

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from graph_api.api.app import Options, build_app
from graph_api.api.execution import Execution
from graph_api.api.keeping.documents import Document
from graph_api.api.pricing.admission import Admission
from graph_api.api.pricing.limits import DEFAULT_LIMITS, ServiceLimits, limits_of
from graph_api.api.schema import LONG, schema
from graph_api.api.streaming import Streaming
from graph_api.api.transport.events import EventsEndpoint
from graph_api.api.transport.guard import Guard
from graph_api.api.transport.http import GraphQLEndpoint
from graph_api.api.transport.sockets import SocketEndpoint
from graph_api.api.transport.streams import Patience, Streams
from graph_api.auth import OPEN, Caller, Role
from graph_api.errors import UnauthenticatedError
from graph_api.service import Service
from graph_api.stores import Store
from tests.api.client import Client
from tests.api.streaming import Address, events, served, socket, told
from tests.api.test_error_shape import Slow

KEY = '{ scenario(key: "small") { key } }'


class Expired(Admission):
    """Lets nobody in whose token has expired meanwhile."""

    @asynccontextmanager
    async def turn(self, caller: Caller, limits: ServiceLimits) -> AsyncIterator[None]:
        if limits.max_first:
            raise UnauthenticatedError("Your token has expired.", "令牌已过期。")
        yield


def application(service: Service, admission: Admission, limits: ServiceLimits) -> Starlette:
    slow = Service(cast("Store", Slow(service)))
    execution = Execution(schema, slow, limits, admission=admission)
    streamed = (Streaming(execution), OPEN, Streams())
    http = GraphQLEndpoint(execution, OPEN)
    return Starlette(
        routes=[
            Route("/graphql", EventsEndpoint(http, *streamed)),
            WebSocketRoute("/graphql", SocketEndpoint(*streamed)),
        ],
        middleware=[Middleware(Guard, hosts=None, new_id=lambda: "q1")],
    )


ONE = replace(DEFAULT_LIMITS, max_concurrent=1)
REFUSALS: dict[str, tuple[Callable[[], Admission], ServiceLimits, int]] = {
    "TOO_MANY_REQUESTS": (
        lambda: Admission(patience=0.05),
        ONE,
        limits_of(Role.ADMIN, ONE).max_concurrent,
    ),
    "OVERLOADED": (lambda: Admission(most=1, patience=0.05), DEFAULT_LIMITS, 1),
    "UNAUTHENTICATED": (Expired, DEFAULT_LIMITS, 0),
}


def refused_over_a_socket(address: Address, running: int) -> list[dict[str, Any]]:
    with socket(address) as client:
        for number in range(running):
            client.subscribe(f"slow-{number}", KEY)
        client.subscribe("refused", KEY)
        said = client.hear()
        assert (said["type"], said["id"]) == ("error", "refused")
        for _ in range(running):  # the others are answered, and the socket stays
            while client.hear()["type"] != "complete":
                pass
        errors: list[dict[str, Any]] = said["payload"]
        return errors


def refused_as_event(address: Address, running: int) -> list[dict[str, Any]]:
    with socket(address) as client:
        for number in range(running):
            client.subscribe(f"slow-{number}", KEY)
        with events(address, KEY) as answer:
            assert answer.status_code == 200
            (name, _, said), last = told(answer)
        assert (name, last[0]) == ("next", "complete")
        assert "data" not in said
        errors: list[dict[str, Any]] = said["errors"]
        return errors


@pytest.mark.parametrize("way", [refused_over_a_socket, refused_as_event])
@pytest.mark.parametrize("code", REFUSALS)
def test_what_finds_no_turn_is_an_error_and_no_broken_stream(
    service: Service, code: str, way: Callable[[Address, int], list[dict[str, Any]]]
) -> None:
    admission, limits, running = REFUSALS[code]
    with served(application(service, admission(), limits)) as address:
        (error,) = way(address, running)
    assert error["message"]
    extensions = error["extensions"]
    assert extensions["code"] == code
    assert extensions["messageZh"]
    assert extensions["requestId"] == "q1"
    if running:
        assert extensions["retryAfter"] >= 1


class Short:
    """Signs one caller in, for a moment."""

    def __init__(self) -> None:
        self.until = time.time() + 0.5

    def caller(self, authorization: str | None) -> Caller:
        if time.time() >= self.until:
            raise UnauthenticatedError("Your token has expired.", "令牌已过期。")
        return Caller("wang", Role.READER, "token:1", self.until)


def test_what_is_open_ends_when_the_token_expires(service: Service) -> None:
    streams = Streams(patience=Patience(recheck=60))
    app = build_app(service, Options(authenticator=Short(), streams=streams))
    with served(app) as address, events(address, key="small") as answer:
        (_, _, said), last = told(answer)
        assert last[0] == "complete"
    assert said["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert said["errors"][0]["extensions"]["requestId"]


def test_an_answer_over_a_socket_says_what_it_cost_as_one_over_http_does(service: Service) -> None:
    app = build_app(service, Options(hosts=None, streams=Streams()))
    over_http = Client(app).ask(KEY)
    with served(app) as address, socket(address) as client, events(address, KEY) as answer:
        client.subscribe("a", KEY)
        assert client.hear()["payload"] == over_http
        assert next(told(answer))[2] == over_http
    assert over_http["extensions"]["cost"]["requested"] > 0


def test_a_long_document_is_validated_beside_the_event_loop(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, errors = [], Document.errors

    def noted(document: Document) -> Any:
        names.append(current_thread().name)
        return errors(document)

    monkeypatch.setattr(Document, "errors", noted)
    fields = " ".join(f"a{number}: key" for number in range(LONG // 2))
    root = 'scenarioChanged(key: "small", after: 0, until: 1)'
    app = build_app(service, Options(streams=Streams()))
    with served(app) as address, socket(address) as client:
        for asked in ("key", fields):
            client.subscribe("a", f"subscription {{ {root} {{ {asked} }} }}")
            assert client.hear()["type"] == "next"
            assert client.hear()["type"] == "complete"
    on_loop, beside = names
    assert "AnyIO" not in on_loop
    assert "AnyIO" in beside
