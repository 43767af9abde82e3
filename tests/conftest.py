"""What several test folders share: stores of both kinds, a Neo4j server, seeded chance."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest
from hypothesis import settings

from graph_api.scoring.engine import compiling
from graph_api.stores import FILE_NAME, SqliteStore, Store, cypher
from graph_api.stores.neo4j_store import Neo4jStore
from tests import profiles

settings.load_profile(os.environ.get(profiles.VARIABLE, "dev"))

WHOLE = bool(os.environ.get("EMPOWER_AUDIT"))
MARKER = "MERGE (t:TestDatabase {name: 'graph_api'})"


@dataclass(frozen=True)
class Neo4jAddress:
    """Where a Neo4j for tests listens."""

    uri: str
    user: str = ""
    password: str = ""
    database: str = "neo4j"

    def driver(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(
            self.uri,
            auth=(self.user, self.password) if self.user else None,
            notifications_min_severity="OFF",
        )

    def ask(self, statement: str, **parameters: object) -> list[dict[str, object]]:
        """Run a statement past the store, as an analyst would."""
        with self.driver() as driver:
            records, _, _ = driver.execute_query(statement, parameters, database_=self.database)
            return [dict(record) for record in records]


@dataclass(frozen=True)
class Place:
    """Where the data of one test are; ``open`` opens them, once more if need be."""

    kind: str
    arguments: tuple[str, ...]

    def open(self) -> Store:
        if self.kind == "embedded":
            return SqliteStore(Path(self.arguments[0]))
        return Neo4jStore(*self.arguments)


def _is_long(item: pytest.Item) -> bool:
    """Tell whether a test, or this variant of it, is left to ``scripts/audit``."""
    mark = item.get_closest_marker("long")
    return mark is not None and (not mark.args or item.get_closest_marker(mark.args[0]) is not None)


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled kernels from one run to the next, for all workers together."""
    compiling.use_folder(config.rootpath / ".cache" / "kernels")
    config.addinivalue_line(
        "markers",
        "long(which): a long proof for scripts/audit (EMPOWER_AUDIT=1); `which`: only that variant",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long proofs to ``scripts/audit``."""
    long = [] if WHOLE else [item for item in items if _is_long(item)]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]


@pytest.fixture
def rng() -> random.Random:
    return random.Random(7)  # noqa: S311  # chance for tests, not for secrets


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Neo4jAddress]:
    """A server of our own for this process, or the one that TEST_NEO4J_URI names."""
    uri = os.environ.get("TEST_NEO4J_URI")
    if uri is None:
        from graph_api.stores.neo4j_local import LocalNeo4j  # noqa: PLC0415  # slow; only here

        with LocalNeo4j() as server:
            yield Neo4jAddress(server.uri)
        return
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) > 1:
        pytest.fail("TEST_NEO4J_URI names one database; run its tests with one worker (-n 1).")
    address = Neo4jAddress(
        uri,
        os.environ.get("TEST_NEO4J_USER", ""),
        os.environ.get("TEST_NEO4J_PASSWORD", ""),
        os.environ.get("TEST_NEO4J_DATABASE", "neo4j"),
    )
    _claim(address)
    yield address
    _empty(address)
    address.ask("MATCH (t:TestDatabase {name: 'graph_api'}) DELETE t")


def _claim(address: Neo4jAddress) -> None:
    """Refuse a database that holds anything these tests did not write."""
    ours = address.ask("MATCH (t:TestDatabase {name: 'graph_api'}) RETURN t.name AS name")
    own = ["StoreSchema", "TestDatabase", *(cypher.OWN_LABELS if ours else ())]
    if address.ask(cypher.FOREIGN_NODES, own=own)[0]["count"]:
        pytest.fail(f"{address.uri} holds nodes that these tests did not write: name another one.")
    address.ask(MARKER)
    if ours:
        _empty(address)


def _empty(address: Neo4jAddress) -> None:
    """Take away the scenarios of these tests, and their journals."""
    with address.driver() as driver, driver.session(database=address.database) as session:
        keys = "MATCH (j:Journal|Load) RETURN DISTINCT j.scenario AS key"
        for record in session.run(keys).data():
            for statement in (*cypher.EMPTY_SCENARIO, cypher.FORGET_JOURNAL):
                session.run(statement, scenario=record["key"]).consume()
        session.run("MATCH (l:Load) DELETE l").consume()


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "embedded":
        yield Place("embedded", (str(tmp_path / FILE_NAME),))
        return
    address: Neo4jAddress = request.getfixturevalue("neo4j_server")
    yield Place("neo4j", (address.uri, address.user, address.password, address.database))
    _empty(address)


@pytest.fixture
def open_store(place: Place) -> Iterator[Callable[[], Store]]:
    """Open the data of this test, as often as wanted; all are closed at the end."""
    opened: list[Store] = []

    def open_one() -> Store:
        opened.append(place.open())
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: Callable[[], Store]) -> Store:
    return open_store()
