"""The version of the stored graph: made when a store opens, moved on by ``empower migrate``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from graph_api.errors import StoreError
from graph_api.stores import cypher
from graph_api.stores.graph_work import Transaction, fetch
from graph_api.stores.neo4j_errors import wrong_version

T = TypeVar("T")


class Server(Protocol):
    """What is needed of a server: transactions, and statements that commit by themselves."""

    location: str

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Do some work in a transaction that only reads."""
        ...

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do some work in a transaction, once more where somebody else was first."""
        ...

    def run(self, *statements: str) -> list[dict[str, Any]]:
        """Run statements one by one and give the rows of the last."""
        ...


@dataclass(frozen=True, slots=True)
class Neo4jSchema:
    """The version of the stored graph, and the statements that lead to it.

    ``steps[n]`` turns a graph of version n into one of version n + 1, inside one transaction.
    """

    version: int
    steps: Mapping[int, tuple[str, ...]]


SCHEMA = Neo4jSchema(version=1, steps={})


def prepare(server: Server, schema: Neo4jSchema, now: datetime) -> None:
    """Make constraints and indexes where they are missing, and look at the version."""
    version = _version(server)
    if version is not None and version != schema.version:
        raise wrong_version(server.location, version, schema.version)
    there = set(server.run(cypher.INDEX_NAMES)[0]["names"])
    missing = [text for name, text in cypher.SCHEMA.items() if name not in there]
    if missing:  # each commits by itself: Neo4j's schema has its own way
        server.run(*missing, cypher.AWAIT_INDEXES)
    if version is None:
        server.write(lambda tx: _set_version(tx, schema.version, now))


def migrate(server: Server, schema: Neo4jSchema) -> tuple[int, int]:
    """Take all steps in one transaction; give the version before and after."""

    def work(tx: Transaction) -> tuple[int, int]:
        found = fetch(tx, cypher.SCHEMA_VERSION)
        if not found:
            raise StoreError(
                f"{server.location} holds no graph of this program: nothing to migrate.",
                f"{server.location} 中没有本程序的图，无需迁移。",
                location=server.location,
            )
        version: int = found[0]["version"]
        if version > schema.version:
            raise wrong_version(server.location, version, schema.version)
        for number in range(version, schema.version):
            for statement in schema.steps[number]:
                fetch(tx, statement)
        if version != schema.version:
            _set_version(tx, schema.version, datetime.now(UTC))
        return version, schema.version

    return server.write(work)


def _version(server: Server) -> int | None:
    found = server.read(lambda tx: fetch(tx, cypher.SCHEMA_VERSION))
    return int(found[0]["version"]) if found else None


def _set_version(tx: Transaction, version: int, at: datetime) -> None:
    fetch(tx, cypher.SET_SCHEMA_VERSION, version=version, at=at.astimezone(UTC).isoformat())
