"""A job outlives its server: killed in the middle, it is answered by the one that comes after."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from graph_api.service import Service as UseCases
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import ROOT
from tests.faults.serving import Service, serving

pytestmark = pytest.mark.e2e

KEY = "mutual-empowerment"
DRAWS = """query($draws: Int!) { scenario(key: "mutual-empowerment") { view {
  rankUncertainty(between: {}, and: {}, draws: $draws, seed: 7) {
    provenance { revision parameters } } } } }"""
START = """mutation($document: String!, $variables: JSON) {
  startJob(input: {document: $document, variables: $variables}) { id } }"""
JOB = """query($id: ID!) { node(id: $id) { ... on Job {
  state done message attempts error result revisions { scenario asked answered } } } }"""
LONG, SHORT = 20_000, 200


def job(server: Service, identity: str, *states: str, seconds: float = 60.0) -> Any:
    end = time.monotonic() + seconds
    while True:
        found = server.send(JOB, id=identity)["data"]["node"]
        if found["state"] in states:
            return found
        assert time.monotonic() < end, found
        time.sleep(0.02)


def started(server: Service, draws: int) -> str:
    answer = server.send(START, document=DRAWS, variables={"draws": draws})
    assert "errors" not in answer, answer
    identity: str = answer["data"]["startJob"]["id"]
    return identity


@pytest.mark.timeout(180)
def test_a_killed_server_loses_no_job(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    store = SqliteStore(data / FILE_NAME)
    UseCases(store).import_scenario((ROOT / "seeds" / f"{KEY}.yaml").read_bytes())
    store.close()
    with serving(data) as server:
        direct = server.send(DRAWS, draws=SHORT)["data"]
        running, queued = started(server, LONG), started(server, SHORT)
        job(server, running, "RUNNING")
        server.kill()
    with serving(data) as server:
        waiting = server.send(JOB, id=queued)["data"]["node"]
        assert waiting["state"] in ("QUEUED", "RUNNING", "DONE")
        first, second = job(server, running, "DONE"), job(server, queued, "DONE")
    assert (first["attempts"], first["error"]) == (2, None)
    assert (second["attempts"], second["result"]) == (1, {"data": direct})
    assert second["revisions"] == [{"scenario": KEY, "asked": 1, "answered": 1}]
