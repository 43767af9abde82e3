"""Two servers over one file, and commands and programs that write beside them."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.errors import RevisionConflictError, StoreUnavailableError
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import SMALL
from tests.api.streaming import CHANGED, commit, events, revision_of, socket, told
from tests.faults.serving import Service as Server
from tests.faults.serving import serving
from tests.unit.cli.test_processes import environment

COMMITS = 200


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def own(data: Path) -> Iterator[Service]:
    store = SqliteStore(data / FILE_NAME)
    service = Service(store)
    service.import_scenario(SMALL, name="small.yaml")
    yield service
    store.close()


def commit_quickly(service: Service, count: int) -> None:
    done = 0
    while done < count:
        try:
            commit(service)
        except (RevisionConflictError, StoreUnavailableError):
            continue
        done += 1


def undo(data: Path) -> None:
    """Take the first change back, as a person at a terminal would."""
    words = [sys.executable, "-m", "graph_api", "undo", "small", "2", "--data", str(data)]
    while subprocess.run(words, capture_output=True, env=environment(), check=False).returncode:  # noqa: S603
        pass


def test_clients_of_two_servers_hear_the_same_whatever_process_commits(
    data: Path, own: Service
) -> None:
    commit(own)
    with serving(data) as first, serving(data) as second:
        places = [f"127.0.0.1:{server.port}" for server in (first, second)]
        with socket(places[0]) as one, socket(places[1]) as two:
            for client in (one, two):
                client.subscribe("a", key="small", after=2)
            beside = threading.Thread(target=undo, args=(data,))
            beside.start()
            commit_quickly(own, COMMITS)
            beside.join()
            last = own.store.revision("small")
            assert last == 2 + COMMITS + 1
            expected = [*range(3, last + 1)]
            assert one.revisions(len(expected)) == expected
            assert two.revisions(len(expected)) == expected
            _hears_of_the_other(first, second, places[1], last)


def _hears_of_the_other(first: Server, second: Server, place: str, last: int) -> None:
    """A change through one server is heard through the other, by events too."""
    with events(place, CHANGED, key="small", after=last, until=last + 1) as answer:
        change = [{"setRelation": {"id": "r1", "strength": {"best": 0.77}}}]
        query = """mutation ($expected: Int!, $changes: [ChangeInput!]!) {
          applyChanges(input: {scenario: "small", expectedRevision: $expected,
            changes: $changes}) { __typename } }"""
        said = first.send(query, expected=last, changes=change)
        assert said["data"]["applyChanges"]["__typename"] == "ChangesApplied"
        heard = [data for name, _, data in told(answer) if name == "next"]
    assert [revision_of(item) for item in heard] == [last + 1]
    assert second.get("/healthz")[0] == 200


def test_sigterm_closes_sockets_with_going_away_and_completes_streams(
    data: Path, own: Service
) -> None:
    with serving(data) as server:
        place = f"127.0.0.1:{server.port}"
        with socket(place) as client, events(place, CHANGED, key="small", after=1) as answer:
            client.subscribe("a", key="small", after=1)
            commit(own)
            heard = told(answer)
            assert client.revisions(1) == [2]
            assert next(heard)[0] == "next"
            began = time.monotonic()
            server.process.terminate()
            assert [name for name, _, _ in heard] == ["next", "complete"]
            with pytest.raises(Exception, match="1001"):
                client.hear()
            assert server.process.wait(10) == 0
            assert time.monotonic() - began < 8
