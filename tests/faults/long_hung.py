"""The real process of a Neo4j stopped (SIGSTOP) under the service, and let go on (SIGCONT).

Too long for every change; ``scripts/audit`` runs it (``pytest tests/faults/long_hung.py``).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph_api.stores.neo4j_local import LocalNeo4j
from graph_api.stores.neo4j_server import SILENCE_SECONDS
from graph_api.stores.neo4j_store import Neo4jStore
from tests.contract.rich import large_scenario
from tests.faults.long_neo4j import java_of
from tests.faults.serving import READ, serving

KEY = "large-1"
OVER = {"DEADLINE_EXCEEDED", "STORE_UNAVAILABLE"}


@pytest.mark.neo4j
def test_a_stopped_neo4j_holds_nobody_and_heals(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with LocalNeo4j(home=tmp_path / "neo4j") as server:
        with closing(Neo4jStore(server.uri, "", "")) as store:
            store.create(large_scenario(1))
        with serving(data, NEO4J_URI=server.uri) as service:
            assert service.code(READ, key=KEY)[0] is None
            (java,) = java_of(server)
            os.kill(java, signal.SIGSTOP)
            try:
                reads: list[tuple[str | None, float]] = []
                threads = [
                    threading.Thread(target=lambda: reads.append(service.code(READ, key=KEY)))
                    for _ in range(40)  # more than the service has threads for
                ]
                told: list[Any] = []
                writes = threading.Thread(target=lambda: told.append(service.change(KEY, 1, 1)))
                began = time.monotonic()
                writes.start()
                time.sleep(0.5)  # it is let in before the others fill the room
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                writes.join()
                took = time.monotonic() - began
                assert len(reads) == 40
                assert {code for code, _ in reads} <= {*OVER, "TOO_MANY_REQUESTS", "OVERLOADED"}
                assert max(seconds for _, seconds in reads) < 11.5
                error = told[0]["errors"][0]
                assert error["extensions"]["code"] == "STORE_UNAVAILABLE"
                assert "Nothing was written" in error["message"]
                assert took < SILENCE_SECONDS + 5
                assert service.becomes(503)
                code, seconds = service.code(READ, key=KEY)  # its threads are free again
                assert code in OVER
                assert seconds < 11.5
            finally:
                os.kill(java, signal.SIGCONT)
            assert service.becomes(200)
            code, seconds = service.code(READ, key=KEY)
            assert code is None
            assert seconds < 5
            answer = service.change(KEY, 2, 1)
            assert answer["data"]["applyChanges"]["revision"] == 2
