"""Neo4j killed and started again under load, with the service staying up.

Too long for every change; ``scripts/audit`` runs it (``pytest tests/faults/long_neo4j.py``).
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing
from pathlib import Path

import pytest

from graph_api.stores.neo4j_local import LocalNeo4j
from graph_api.stores.neo4j_store import Neo4jStore
from tests.contract.rich import large_scenario
from tests.contract.test_store_contract import assert_journal_replays
from tests.faults.serving import READ, ROUNDS, Writer, serving

KEY = "large-1"
WITHIN = 10.5
"""The deadline of a request, and a little."""


def java_of(server: LocalNeo4j) -> list[int]:
    """Give the ids of the Java processes (one) that the guard of a server started."""
    guard = server._process
    assert guard is not None
    children = Path(f"/proc/{guard.pid}/task/{guard.pid}/children").read_text().split()
    return [int(child) for child in children]


def kill(server: LocalNeo4j) -> None:
    """Kill the Java process with no word of warning; the guard that started it ends by itself."""
    guard = server._process
    assert guard is not None
    for child in java_of(server):
        os.kill(child, signal.SIGKILL)
    guard.wait(30)
    assert not server.running


@pytest.mark.neo4j
def test_neo4j_killed_under_writes_is_told_and_heals(tmp_path: Path) -> None:
    writer = Writer(KEY)
    with LocalNeo4j(home=tmp_path / "neo4j") as server:
        with closing(Neo4jStore(server.uri, "", "")) as store:
            store.create(large_scenario(1))
        data = tmp_path / "data"
        data.mkdir()
        with serving(data, NEO4J_URI=server.uri) as service:
            for _ in range(ROUNDS):
                before = len(writer.acknowledged)
                with writer.beside(service):
                    until = time.monotonic() + 60
                    while len(writer.acknowledged) < before + 5 and time.monotonic() < until:
                        time.sleep(0.01)
                    kill(server)
                    time.sleep(1)
                assert len(writer.acknowledged) >= before + 5
                code, seconds = service.code(READ, key=KEY)
                assert code == "STORE_UNAVAILABLE"
                assert seconds < WITHIN
                began = time.monotonic()
                answer = service.change(KEY, 0, 1)
                assert answer["errors"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"
                assert time.monotonic() - began < WITHIN
                assert service.becomes(503)
                server.start()
                assert service.becomes(200)
                code, seconds = service.code(READ, key=KEY)  # the first after it is back
                assert code is None
                assert seconds < 5
                before = len(writer.acknowledged)
                assert writer.once(service)
                assert len(writer.acknowledged) == before + 1
        assert set(writer.refused) <= {"STORE_UNAVAILABLE", "DEADLINE_EXCEEDED"}
        with closing(Neo4jStore(server.uri, "", "")) as store:
            writer.assert_kept(store)
            assert_journal_replays(store, KEY)
