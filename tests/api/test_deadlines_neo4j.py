"""A deadline reaches Neo4j: the server itself ends a statement that takes too long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.errors import DeadlineExceededError
from graph_api.scoring import stopping
from graph_api.service import Service
from graph_api.stores import cypher
from graph_api.stores.graph_work import fetch
from graph_api.stores.neo4j_store import Neo4jStore
from tests.api.client import PATIENT, Client
from tests.conftest import Neo4jAddress

pytestmark = pytest.mark.neo4j

LONG = "UNWIND range(1, 4000000000) AS n WITH n WHERE n % 7 = 3 RETURN count(n) AS count"
RUNNING = (
    "SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery CONTAINS '4000000000'"
    " AND NOT currentQuery STARTS WITH 'SHOW' RETURN count(*) AS count"
)


@pytest.fixture
def store(neo4j_server: Neo4jAddress) -> Iterator[Neo4jStore]:
    store = Neo4jStore(
        neo4j_server.uri, neo4j_server.user, neo4j_server.password, neo4j_server.database
    )
    yield store
    store.close()


def ended(address: Neo4jAddress, seconds: float = 5.0) -> None:
    """Wait until the server works on nothing of this any more."""
    end = time.monotonic() + seconds
    while address.ask(RUNNING) != [{"count": 0}]:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("way", ["read", "write"])
def test_the_server_ends_a_statement_with_the_question_it_is_for(
    store: Neo4jStore, neo4j_server: Neo4jAddress, way: str
) -> None:
    work = getattr(store._server, way)
    began = time.monotonic()
    with stopping.within(0.4), pytest.raises(DeadlineExceededError):
        work(lambda tx: fetch(tx, LONG))
    assert time.monotonic() - began < 5
    ended(neo4j_server)
    assert store.scenarios() == ()


def test_a_question_that_is_over_never_reaches_the_server(store: Neo4jStore) -> None:
    with stopping.within(1) as stop:
        stop.cancel()
        with pytest.raises(DeadlineExceededError):
            store.scenarios()


def test_over_graphql_it_is_a_deadline(
    store: Neo4jStore, neo4j_server: Neo4jAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = replace(DEFAULT_LIMITS, deadline_ms=400)
    client = Client(build_app(Service(store), Options(limits=limits)))
    patient = Client(build_app(Service(store), PATIENT))
    assert patient.data("{ scenarios { totalCount } }") == {"scenarios": {"totalCount": 0}}
    monkeypatch.setattr(cypher, "SCENARIOS", LONG)
    began = time.monotonic()
    error = client.error("{ scenarios { totalCount } }")
    assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert time.monotonic() - began < 3
    ended(neo4j_server)
