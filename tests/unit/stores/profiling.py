"""Runs a store's operations under PROFILE: which Cypher is sent, how often it hits the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import neo4j

from graph_api.domain import (
    Actor,
    ActorId,
    ChangeSet,
    Edit,
    Label,
    Relation,
    RelationId,
    Scenario,
    Section,
    Strength,
)
from graph_api.stores.neo4j_store import Neo4jStore
from tests.contract.rich import actor, relation

KEY = "measured"


@dataclass
class Measured:
    """What one operation sent, and the hits of all its statements together."""

    statements: list[str] = field(default_factory=list)
    hits: int = 0


class _Answer:
    def __init__(self, result: neo4j.Result, measured: Measured) -> None:
        self._rows = result.data()
        profile = result.consume().profile
        assert profile is not None
        measured.hits += _hits(profile)

    def data(self) -> list[dict[str, Any]]:
        return self._rows


def _hits(plan: dict[str, Any]) -> int:
    return int(plan.get("dbHits", 0)) + sum(_hits(child) for child in plan.get("children", ()))


class _Profiling:
    def __init__(self, tx: neo4j.ManagedTransaction, measured: Measured) -> None:
        self._tx = tx
        self._measured = measured

    def run(self, query: str, parameters: dict[str, Any] | None = None) -> _Answer:
        self._measured.statements.append(query)
        return _Answer(self._tx.run(f"PROFILE {query}", parameters), self._measured)


@contextmanager
def measuring(store: Neo4jStore) -> Iterator[Measured]:
    """Profile everything that a store does inside the block."""
    measured = Measured()
    server = store._server
    read, write = server.read, server.write
    server.read = lambda work: read(lambda tx: work(_Profiling(tx, measured)))  # type: ignore[method-assign,arg-type]  # only here
    server.write = lambda work: write(lambda tx: work(_Profiling(tx, measured)))  # type: ignore[method-assign,arg-type]  # only here
    try:
        yield measured
    finally:
        del server.read, server.write


def scenario(relations: int) -> Scenario:
    """A scenario of a known size: ten relations an actor."""
    people = [actor(f"a{index}") for index in range(relations // 10)]
    ties = [
        relation(
            f"r{index}",
            f"a{index % len(people)}",
            f"a{(index * 7 + 1) % len(people)}",
            strength=Strength.exactly(0.5),
        )
        for index in range(relations)
    ]
    return Scenario(
        KEY,
        actors={item.id: item for item in people},
        relations={item.id: item for item in ties},
    )


def _apply(section: Section, key: str, change: Callable[[Any], Any]) -> Callable[[Neo4jStore], Any]:
    def operation(store: Neo4jStore) -> None:
        before: Any = None
        if not key.startswith("new"):
            found = OPENED[store.location]
            parts = found.actors if section is Section.ACTOR else found.relations
            before = parts[key]  # type: ignore[index]  # an id of the section
        edit = Edit(section, key, before, change(before))
        revision = REVISIONS[store.location]
        store.apply(KEY, ChangeSet((edit,), by="li"), expected_revision=revision)
        REVISIONS[store.location] += 1

    return operation


OPENED: dict[str, Scenario] = {}
REVISIONS: dict[str, int] = {}


def _renamed(item: Actor) -> Actor:
    return replace(item, name=Label("Renamed"))


def _stronger(item: Relation) -> Relation:
    return replace(item, strength=Strength.exactly(0.75))


OPERATIONS: dict[str, Callable[[Neo4jStore], Any]] = {
    "scenarios": lambda store: store.scenarios(),
    "counters": lambda store: store.counters(),
    "size": lambda store: store.size(KEY),
    "revision": lambda store: store.revision(KEY),
    "revisions": lambda store: store.revisions([KEY]),
    "text": lambda store: store.text(KEY),
    "changes_since the last": lambda store: store.changes_since(KEY, REVISIONS[store.location]),
    "apply: an actor changed": _apply(Section.ACTOR, "a3", _renamed),
    "apply: an actor added": _apply(Section.ACTOR, "new", lambda _: actor(str(ActorId("new")))),
    "apply: a relation changed": _apply(Section.RELATION, "r3", _stronger),
    "apply: a relation added": _apply(
        Section.RELATION, "new1", lambda _: relation(str(RelationId("new1")), "a1", "a2")
    ),
    "apply: a relation taken away": _apply(Section.RELATION, "r5", lambda _: None),
}
"""What must not cost more in a larger graph, in the order in which it is measured."""


def measure(store: Neo4jStore, relations: int) -> dict[str, Measured]:
    """Keep a scenario of so many relations and measure every operation on it."""
    made = scenario(relations)
    REVISIONS[store.location] = store.create(made)
    OPENED[store.location] = made
    found = {}
    for name, operation in OPERATIONS.items():
        with measuring(store) as measured:
            operation(store)
        found[name] = measured
    return found


def golden(found: dict[str, Measured]) -> str:
    """Give the statements of every operation as one readable file."""
    parts = [
        "// What the store sends for each operation; tests/unit/stores/test_cypher_budgets.py\n"
    ]
    for name, measured in found.items():
        parts.append(f"\n// {name}\n")
        parts += [f"{statement.strip()};\n" for statement in measured.statements]
    return "".join(parts)
