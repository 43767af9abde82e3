"""A real server in a thread, and small clients of its sockets and events."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from websockets.sync.client import ClientConnection, connect

from graph_api.api.operating.draining import Draining
from graph_api.cli.patient_sockets import PatientSockets
from graph_api.service import Service

PROTOCOL = "graphql-transport-ws"
CHANGED = """subscription Changes($key: String!, $after: Int, $until: Int) {
  scenarioChanged(key: $key, after: $after, until: $until) {
    key deleted committed { revision by reason changes } } }"""


class Address(str):
    """Where a server listens; it can be told to stop."""

    __slots__ = ("server",)
    server: uvicorn.Server

    def stop(self) -> None:
        """Tell the server to stop, as a signal would."""
        self.server.should_exit = True


class _Server(uvicorn.Server):
    """Says farewell before it stops, as the one of the command line does."""

    def __init__(self, config: uvicorn.Config, draining: Draining | None) -> None:
        super().__init__(config)
        self._draining = draining

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        if self._draining is not None:
            await self._draining.say_farewell(5)
        await super().shutdown(sockets)


@contextmanager
def served(app: Starlette, draining: Draining | None = None) -> Iterator[Address]:
    """Serve an application on loopback in a thread."""
    config = uvicorn.Config(
        app,
        port=0,
        log_config=None,
        access_log=False,
        ws=PatientSockets,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    server = _Server(config, draining)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        address = Address(f"127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
        address.server = server
        yield address
    finally:
        server.should_exit = True
        thread.join(15)
    assert not thread.is_alive()


class Socket:
    """A client of graphql-transport-ws that shows each message."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, **message: Any) -> None:
        self.connection.send(json.dumps(message))

    def hear(self, seconds: float = 5.0) -> dict[str, Any]:
        heard: dict[str, Any] = json.loads(self.connection.recv(seconds))
        return heard

    def begin(self, **payload: Any) -> None:
        self.say(type="connection_init", payload=payload)
        assert self.hear() == {"type": "connection_ack"}

    def subscribe(self, name: str, query: str = CHANGED, **variables: Any) -> None:
        payload = {"query": query, "variables": variables}
        self.say(type="subscribe", id=name, payload=payload)

    def revisions(self, count: int) -> list[int]:
        """Give the revisions of the next events; a ping between them is answered."""
        heard: list[int] = []
        while len(heard) < count:
            message = self.hear()
            if message["type"] == "ping":
                self.say(type="pong")
            else:
                heard.append(revision_of(message["payload"]))
        return heard


@contextmanager
def socket(address: str, *, begins: bool = True, **options: Any) -> Iterator[Socket]:
    """Open a socket; ``begins`` says whether it is initialised."""
    options.setdefault("subprotocols", [PROTOCOL])
    with connect(f"ws://{address}/graphql", open_timeout=5, close_timeout=1, **options) as raw:
        client = Socket(raw)
        if begins:
            client.begin()
        yield client


def revision_of(payload: dict[str, Any]) -> int:
    """Give the revision of one event."""
    assert "errors" not in payload, payload
    revision: int = payload["data"]["scenarioChanged"]["committed"]["revision"]
    return revision


@contextmanager
def events(address: str, query: str = CHANGED, **asked: Any) -> Iterator[httpx.Response]:
    """Ask for events by POST; ``headers`` beside the variables."""
    headers = {"accept": "text/event-stream", **asked.pop("headers", {})}
    body = {"query": query, "variables": asked}
    with (
        httpx.Client(timeout=5) as client,
        client.stream("POST", f"http://{address}/graphql", json=body, headers=headers) as answer,
    ):
        yield answer


def told(answer: httpx.Response) -> Iterator[tuple[str, str | None, Any]]:
    """Give the events of an answer: name, id, data."""
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
            continue
        if "event" in fields:
            data = json.loads(fields["data"]) if fields["data"] else None
            yield fields["event"], fields.get("id"), data
        elif "" in fields:
            yield "", None, None
        fields = {}


def commit(service: Service, key: str = "small", count: int = 1) -> int:
    """Commit changes one by one, and give the last revision."""
    revision = service.store.revision(key)
    for _ in range(count):
        change = {"set_relation": {"id": "r1", "strength": (revision % 10) / 10}}
        revision = service.apply_changes(
            key, [change], expected_revision=revision, by="wang", reason=f"step {revision}"
        )
    return revision
