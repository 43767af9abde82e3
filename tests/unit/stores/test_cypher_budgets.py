"""The exact Cypher of each operation, and how often each may hit the graph, whatever its size.

After a change that is meant, ``GOLDEN=write`` before pytest writes the file anew; read its diff.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from graph_api.stores.neo4j_store import Neo4jStore
from tests.conftest import Neo4jAddress, _empty
from tests.unit.stores.profiling import OPERATIONS, Measured, golden, measure

GOLDEN = Path(__file__).parent / "golden" / "operations.cypher"
SMALL, LARGE = 1_000, 10_000

BUDGETS = {
    "scenarios": 14,
    "counters": 10,
    "size": 6,
    "revision": 4,
    "revisions": 4,
    "text": 6,
    "changes_since the last": 14,
    "apply: an actor changed": 76,
    "apply: an actor added": 71,
    "apply: a relation changed": 80,
    "apply: a relation added": 79,
    "apply: a relation taken away": 55,
}
"""The most hits of an operation: what was measured, and a third more."""

pytestmark = pytest.mark.neo4j


@pytest.fixture(scope="module")
def found(neo4j_server: Neo4jAddress) -> dict[int, dict[str, Measured]]:
    """Every operation on both graphs, measured once for this file."""
    address = neo4j_server
    measured = {}
    where = (address.uri, address.user, address.password, address.database)
    for size in (SMALL, LARGE):
        with closing(Neo4jStore(*where)) as store:
            measured[size] = measure(store, size)
        _empty(address)
    return measured


def test_the_cypher_of_each_operation_is_the_one_that_was_read(
    found: dict[int, dict[str, Measured]],
) -> None:
    text = golden(found[SMALL])
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
    assert text == golden(found[LARGE])


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_operation_hits_the_graph_more_often_than_its_budget(
    found: dict[int, dict[str, Measured]], name: str
) -> None:
    small, large = found[SMALL][name].hits, found[LARGE][name].hits
    assert 0 < small <= BUDGETS[name]
    assert 0 < large <= BUDGETS[name]
    assert large <= small + 5, "it grows with the graph"
