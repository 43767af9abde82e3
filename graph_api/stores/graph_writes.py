"""Which statements write a set of rows to the graph, in an order that keeps it whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from graph_api.domain import About, Relation, Section, Variant
from graph_api.stores import cypher
from graph_api.stores.properties import Properties, changes_of, properties_of
from graph_api.stores.rows import Place, Row


@dataclass(frozen=True, slots=True)
class Step:
    """One statement for many rows; ``counted`` if it must write every one of them."""

    statement: str
    counted: bool = True
    rows: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, and the position that the next new entry will take."""

    steps: tuple[Step, ...]
    position: int


def plan_writes(
    key: str, rows: Iterable[Row], positions: Mapping[Place, int], position: int
) -> Plan:
    """Plan the writing of rows: what goes away first, relations before actors; then what comes.

    Parameters
    ----------
    key
        The scenario.
    rows
        What to write.
    positions
        Where the rows stand that are stored already.
    position
        Where the first new row will stand.

    """
    phases: tuple[dict[str, Step], ...] = tuple({} for _ in range(6))

    def add(phase: int, statement: str, row: object, *, counted: bool = True) -> None:
        phases[phase].setdefault(statement, Step(statement, counted)).rows.append(row)

    for row in rows:
        if isinstance(row.before, Variant):
            add(1, cypher.REMOVE_CHANGES, row.key, counted=False)
        moved = isinstance(row.before, Relation) and not _stays(row)
        if moved:
            kind = cypher.TYPES[cast("Relation", row.before).relation_class]
            add(0, cypher.REMOVE_RELATIONS[kind], row.key)
        if row.after is None:
            if row.section is not Section.RELATION:
                add(2, cypher.REMOVE[row.section], row.key)
            continue
        if isinstance(row.after, About):
            add(3, cypher.SAY_ABOUT, {**properties_of(row.after), "data": row.data}, counted=False)
            continue
        stands = positions.get((row.section, row.key), position)
        position += stands == position
        properties: Properties = {
            **properties_of(row.after),
            "scenario": key,
            cypher.identity(row.section): row.key,
            "position": stands,
            "data": row.data,
        }
        if isinstance(row.after, Relation):
            kind = cypher.TYPES[row.after.relation_class]
            if row.before is not None and not moved:
                add(4, cypher.CHANGE_RELATIONS[kind], properties)
            else:
                ends = {"from": row.after.from_id, "to": row.after.to_id}
                add(4, cypher.ADD_RELATIONS[kind], {**ends, "properties": properties})
            continue
        statements = cypher.ADD if row.before is None else cypher.CHANGE
        add(3, statements[row.section], properties)
        if isinstance(row.after, Variant):
            for change in changes_of(row.after):
                add(5, cypher.ADD_CHANGES, {**change, "scenario": key})
    return Plan(tuple(step for phase in phases for step in phase.values()), position)


def _stays(row: Row) -> bool:
    """Tell whether a relation keeps its class and ends, and so its place in the graph."""
    before, after = cast("Relation", row.before), cast("Relation | None", row.after)
    return after is not None and (before.relation_class, before.from_id, before.to_id) == (
        after.relation_class,
        after.from_id,
        after.to_id,
    )
