"""A Neo4j that is reached and says nothing: nobody waits for ever, and it heals by itself.

The real server stands behind a wire that falls silent; ``long_hung.py`` stops the real process.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from graph_api.errors import DeadlineExceededError, StoreUnavailableError
from graph_api.scoring import stopping
from graph_api.service import Service
from graph_api.stores.neo4j_store import Neo4jStore
from tests.conftest import Neo4jAddress, _empty
from tests.contract.rich import large_scenario
from tests.faults.proxy import Wire, wire

pytestmark = pytest.mark.neo4j

KEY = "large-1"


@pytest.fixture
def laid(neo4j_server: Neo4jAddress) -> Iterator[Wire]:
    with wire(urlsplit(neo4j_server.uri).port or 7687) as made:
        yield made
    _empty(neo4j_server)


@pytest.fixture
def store(laid: Wire, neo4j_server: Neo4jAddress) -> Iterator[Neo4jStore]:
    opened = Neo4jStore(f"bolt://127.0.0.1:{laid.port}", neo4j_server.user, neo4j_server.password)
    with closing(opened):
        opened.create(large_scenario(1))
        opened._server._silence = 1.0
        yield opened


def test_what_a_silent_server_is_asked_ends_in_time_and_it_heals(
    laid: Wire, store: Neo4jStore
) -> None:
    laid.speaks.clear()
    for question in (store.scenarios, lambda: store.load(KEY)):
        began = time.monotonic()
        with stopping.within(0.5), pytest.raises(DeadlineExceededError):
            question()
        assert time.monotonic() - began < 1.5
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError):
        store.load(KEY)
    assert time.monotonic() - began < 6.5
    laid.speaks.set()
    began = time.monotonic()
    assert store.revision(KEY) == 1
    assert time.monotonic() - began < 2


@pytest.mark.long
def test_a_commit_that_got_no_answer_is_told_so_and_may_have_been_written(
    laid: Wire, store: Neo4jStore, neo4j_server: Neo4jAddress
) -> None:
    service = Service(store)
    change = {"set_relation": {"id": "r1", "strength": 0.999}}
    service.scenario(KEY)
    laid.commits = False
    began = time.monotonic()
    with pytest.raises(StoreUnavailableError) as raised:
        service.apply_changes(KEY, [change], expected_revision=1)
    assert time.monotonic() - began < 6
    assert "look at its revision" in raised.value.en
    assert "修订号" in raised.value.zh
    laid.commits = True
    laid.speaks.set()
    assert store.revision(KEY) in {1, 2}


def test_a_peer_that_never_says_a_word_is_refused_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as peer:
        began = time.monotonic()
        with stopping.within(1), pytest.raises((StoreUnavailableError, DeadlineExceededError)):
            Neo4jStore(f"bolt://127.0.0.1:{peer.getsockname()[1]}", "", "")
        assert time.monotonic() - began < 2.5
