"""A client that leaves takes its question along, and a write that has begun is done to its end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graph_api.api.app import Options, build_app
from graph_api.scoring import stopping
from graph_api.service import Service, asking
from graph_api.stores import sqlite
from graph_api.stores.rows import encode_edits
from tests.api.streaming import Address, served

RANK = '{ scenario(key: "small") { view { bottlenecks(between: {}, and: {}) { stale } } } }'
CHANGE = """mutation { applyChanges(input: {scenario: "small", expectedRevision: 1, changes: [
  {setRelation: {id: "r1", strength: {best: 0.7}}}]}) { __typename } }"""


@pytest.fixture
def address(service: Service) -> Iterator[Address]:
    with served(build_app(service, Options())) as address:
        yield address


def asked(address: str, query: str, **extensions: Any) -> socket.socket:
    """Send a question by a bare socket, and leave the answer where it is."""
    host, port = address.split(":")
    connection = socket.create_connection((host, int(port)), timeout=5)
    body = json.dumps({"query": query, "extensions": extensions}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n"
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return connection


def until(true: Callable[[], bool], seconds: float = 5.0) -> float:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.002)
    return time.monotonic() - began


def test_the_work_for_a_client_that_leaves_ends_at_once(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    working: set[int] = set()

    def endless(*_: Any, **__: Any) -> Any:
        working.add(threading.get_ident())
        try:
            while True:
                time.sleep(0.002)
                stopping.check()
        finally:
            working.discard(threading.get_ident())

    monkeypatch.setattr(asking, "rank_bottlenecks", endless)
    connections = [asked(address, RANK) for _ in range(4)]
    until(lambda: len(working) == 4)
    for connection in connections:
        connection.close()
    assert until(lambda: not working) < 0.2 * 5  # five times as long on a machine that is busy
    assert json.loads(answer_of(asked(address, "{ viewer { role } }")))["data"]


def test_threads_of_clients_that_leave_do_not_pile_up(
    address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: Any, **__: Any) -> Any:
        while True:
            time.sleep(0.002)
            stopping.check()

    monkeypatch.setattr(asking, "rank_bottlenecks", endless)
    counts = []
    for _ in range(4):
        connections = [asked(address, RANK) for _ in range(4)]
        time.sleep(0.1)
        for connection in connections:
            connection.close()
        time.sleep(0.1)
        counts.append(threading.active_count())
    assert counts[-1] <= counts[1] + 1


def test_a_write_whose_client_leaves_is_done(
    address: Address, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def slow(*given: Any) -> Any:
        begun.set()
        time.sleep(0.3)
        return encode_edits(*given)

    monkeypatch.setattr(sqlite, "encode_edits", slow)
    connection = asked(address, CHANGE)
    assert begun.wait(5)
    connection.close()
    until(lambda: service.store.revision("small") == 2)


def test_a_request_may_give_itself_less_time_and_never_more(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: Any, **__: Any) -> Any:
        while True:
            time.sleep(0.002)
            stopping.check()

    monkeypatch.setattr(asking, "rank_bottlenecks", endless)
    with served(build_app(service, Options())) as address:
        began = time.monotonic()
        (error,) = json.loads(answer_of(asked(address, RANK, deadlineMs=150)))["errors"]
        assert time.monotonic() - began < 2
        assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
        assert "0.15 s" in error["message"]
        for wrong in (0, -1, 1.5, "1", True):
            (error,) = json.loads(answer_of(asked(address, RANK, deadlineMs=wrong)))["errors"]
            assert error["extensions"]["code"] == "BAD_REQUEST"


def answer_of(connection: socket.socket) -> bytes:
    """Give the body of the answer."""
    with connection, connection.makefile("rb") as file:
        while (line := file.readline().lower()) not in (b"\r\n", b""):
            if line.startswith(b"content-length"):
                length = int(line.split(b":")[1])
        return file.read(length)
