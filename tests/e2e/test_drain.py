"""A server that is told to stop finishes what it has begun, and loses nothing acknowledged."""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_api.service import Service as UseCases
from graph_api.settings import Settings
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import SMALL
from tests.faults.serving import CHANGE, Service, serving
from tests.unit.cli.test_processes import environment

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

VIEW = '{ scenario(key: "small") { view { pair(a: "office", b: "residents") { mutual } } } }'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    store = SqliteStore(folder / FILE_NAME)
    UseCases(store).import_scenario(SMALL)
    store.close()
    return folder


def lines(data: Path, message: str) -> list[dict[str, Any]]:
    """Give the lines of the server's log that say this."""
    found = []
    for line in (data.parent / f"{data.name}.log").read_text().splitlines():
        with suppress(ValueError):
            found.append(json.loads(line))
    return [line for line in found if line["message"] == message]


@dataclass
class Asking:
    """Clients that ask and write without a pause until nobody lets them in any more."""

    port: int
    answered: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    acknowledged: dict[int, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def work(self, number: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=30) as client:
            for step in range(100_000):
                identity = f"c{number}-{step}"
                body = self.writing(identity, step) if step % 2 else {"query": VIEW}
                headers = {"X-Request-Id": identity}
                try:
                    response = client.post("/graphql", json=body, headers=headers)
                except httpx.ConnectError:
                    return  # nobody listens: this one was never accepted
                except httpx.TransportError as error:
                    self.lost.append(f"{identity} {error!r}")
                    continue
                self.keep(identity, response)

    @staticmethod
    def writing(identity: str, step: int) -> dict[str, Any]:
        change = {"setRelation": {"id": "r3", "strength": {"best": step % 997 / 1000}}}
        variables = {"key": "small", "expected": step, "changes": [change], "reason": identity}
        return {"query": CHANGE, "variables": variables}

    def keep(self, identity: str, response: httpx.Response) -> None:
        self.answered.add(identity)
        answer = response.json()
        if response.status_code != 200 or "errors" in answer:
            self.failed.append(f"{identity} {response.status_code} {response.text[:200]}")
        applied = (answer.get("data") or {}).get("applyChanges") or {}
        if applied.get("__typename") == "ChangesApplied":
            self.acknowledged[applied["revision"]] = identity


WHOLE = json.dumps({"query": VIEW}).encode()


def begun(server: Service, length: int) -> socket.socket:
    """Begin a request whose body has one of so many bytes; the server works on it."""
    client = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    client.sendall(
        b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"X-Request-Id: slow\r\nContent-Length: %d\r\n\r\n{" % length
    )
    time.sleep(0.2)
    return client


def test_no_accepted_request_fails_and_no_acknowledged_write_is_lost(data: Path) -> None:
    with serving(data, EMPOWER_DRAIN_DELAY_MS="400") as server:
        asking = Asking(server.port)
        # One writes with the revision it expects; the others read and are refused in good order.
        threads = [threading.Thread(target=asking.work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        until = time.monotonic() + 10
        while len(asking.answered) < 100 and time.monotonic() < until:
            time.sleep(0.02)
        slow = begun(server, len(WHOLE))
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.1)
        status, said = server.get("/readyz")
        assert (status, said["status"]) == (503, "draining")
        assert said["reason"]["zh"] == "服务正在停止；请改用其他实例。"
        assert server.get("/healthz") == (200, {"status": "alive"})
        for thread in threads:
            thread.join(30)
        time.sleep(0.5)  # nobody is let in any more, and this one is still waited for
        with slow:
            slow.sendall(WHOLE[1:])
            parts = iter(lambda: slow.recv(65_536), b"")
            assert b'{"data":{"scenario":{"view":{"pair":{"mutual":' in b"".join(parts)
        assert server.process.wait(20) == 0
    assert asking.failed == []
    accepted = {line["request"] for line in lines(data, "request")}
    assert accepted <= asking.answered | {"slow"}, asking.lost
    assert len(asking.answered) > 100
    assert asking.acknowledged
    store = SqliteStore(data / FILE_NAME)
    try:
        reasons = {
            item.revision: item.change_set.reason for item in store.changes_since("small", 0)
        }
    finally:
        store.close()
    assert {revision: reasons[revision] for revision in asking.acknowledged} == asking.acknowledged


@pytest.fixture
def half(data: Path) -> Iterator[tuple[Service, socket.socket]]:
    """A server that works on a request whose body never comes to its end."""
    own = {"EMPOWER_DRAIN_SECONDS": "1", "EMPOWER_DRAIN_DELAY_MS": "0"}
    with serving(data, **own) as server, begun(server, 100) as client:
        yield server, client


def test_what_does_not_end_is_waited_for_no_longer_than_was_said(
    half: tuple[Service, socket.socket],
) -> None:
    server, _ = half
    began = time.monotonic()
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(20) == 0
    assert 0.9 < time.monotonic() - began < 6


@pytest.mark.long
def test_a_second_signal_ends_it_at_once(half: tuple[Service, socket.socket]) -> None:
    server, _ = half
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 128 + signal.SIGTERM
    assert time.monotonic() - began < 0.7


@pytest.mark.long
def test_a_write_is_finished_and_told_however_little_time_there_is(data: Path) -> None:
    own = {"EMPOWER_DRAIN_SECONDS": "0", "EMPOWER_DRAIN_DELAY_MS": "0"}
    answers: list[Any] = []
    with serving(data, **own) as server, sqlite3.connect(data / FILE_NAME) as other:

        def write() -> None:
            body = Asking.writing("slow", 1)
            answers.append(server.send(body["query"], **body["variables"]))

        other.execute("BEGIN IMMEDIATE")  # nobody else writes now: this one has to wait
        thread = threading.Thread(target=write)
        thread.start()
        until = time.monotonic() + 20
        while "empower_writes_running 1.0" not in numbers(server):
            assert time.monotonic() < until
            time.sleep(0.02)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert server.process.poll() is None
        other.rollback()
        thread.join(20)
        assert server.process.wait(20) == 0
    other.close()
    assert answers[0]["data"]["applyChanges"] == {"__typename": "ChangesApplied", "revision": 2}


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def numbers(server: Service) -> list[str]:
    url = f"http://127.0.0.1:{server.port}/metrics"
    with urllib.request.urlopen(url, timeout=30) as response:
        return str(response.read().decode()).splitlines()


def workers_of(server: Service) -> set[int]:
    """Ask on new connections until two workers were met."""
    met: set[int] = set()
    until = time.monotonic() + 20
    while len(met) < 2 and time.monotonic() < until:
        met = {
            int(line.partition('pid="')[2].partition('"')[0])
            for line in numbers(server)
            if line.startswith("empower_process_threads{")
        }
        time.sleep(0.05)
    return met


@pytest.mark.long
def test_workers_share_a_socket_are_replaced_and_stop_together(data: Path) -> None:
    with serving(data, "--workers", "2", EMPOWER_DRAIN_DELAY_MS="0") as server:
        first = workers_of(server)
        assert len(first) == 2
        killed = min(first)
        os.kill(killed, signal.SIGKILL)
        for _ in range(20):  # the other one answers meanwhile
            assert "errors" not in server.send(VIEW)
        until = time.monotonic() + 30
        while (after := workers_of(server)) & {killed} or len(after) < 2:
            assert time.monotonic() < until
        assert max(first) in after
        (ended,) = lines(data, "a worker ended by itself and is started anew")
        assert (ended["ended"], ended["code"]) == (killed, -signal.SIGKILL)
        assert "empower_workers_ended_total 1.0" in numbers(server)
        assert [*(data / "metrics").iterdir()]
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
        assert not any(map(is_there, after))
        assert not [*(data / "metrics").iterdir()]


@pytest.mark.long
def test_a_worker_ends_when_the_one_that_started_it_is_gone(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        descriptor = listener.fileno()
        with subprocess.Popen(
            [sys.executable, "-m", "graph_api.cli.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(descriptor,),
            env=environment(),
        ) as worker:
            assert worker.stdin is not None
            assert worker.stdout is not None
            settings = Settings(data=data, drain_delay_ms=0)
            pickle.dump((settings, descriptor, None), worker.stdin)
            worker.stdin.flush()
            assert worker.stdout.readline() == b"ready\n"
            worker.stdin.close()
            assert worker.wait(20) == 0
