"""What the Neo4j store does inside one transaction; it knows the graph, not the driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol, TypeVar

from graph_api.domain import ChangeSet, Committed, Entry, Section
from graph_api.domain.edits import ABOUT_KEY
from graph_api.errors import RevisionConflictError, StoreError, UnknownScenarioError
from graph_api.stores import cypher, statements
from graph_api.stores.bulk import actor_data, relation_data
from graph_api.stores.graph_writes import plan_writes
from graph_api.stores.properties import actor_row_of, relation_row_of
from graph_api.stores.rows import (
    MOST_COMMITS,
    JournalLine,
    Place,
    Row,
    decode,
    growth,
    page_of,
)

_BATCH = 5_000
"""How many rows one statement carries."""

T = TypeVar("T")


class Transaction(Protocol):
    """What is needed of the driver's transaction."""

    def run(self, query: Any, parameters: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """Run a statement and give the driver's result."""
        ...


def fetch(tx: Transaction, statement: str, **parameters: object) -> list[dict[str, Any]]:
    """Run a statement and give its rows."""
    statements.said(statement)
    found: list[dict[str, Any]] = tx.run(statement, parameters).data()
    return found


@dataclass(frozen=True, slots=True)
class State:
    """Where the journal of a key stands; ``about`` is the JSON, None where it was deleted."""

    key: str
    revision: int
    position: int
    about: str | None


def state_of(tx: Transaction, key: str) -> State | None:
    """Tell where a journal stands; None if no scenario ever had this key."""
    found = fetch(tx, cypher.STATE, scenario=key)
    return State(key, **found[0]) if found else None


def lock(tx: Transaction, key: str, expected: int | None = None) -> State:
    """Make the scenario stand still, and tell where it stands."""
    fetch(tx, cypher.LOCK, scenario=key)
    state = state_of(tx, key)
    if state is None or state.about is None:
        raise UnknownScenarioError(key, known_keys(tx))
    if expected is not None and state.revision != expected:
        raise RevisionConflictError(key, expected, state.revision)
    return state


def revision_of(tx: Transaction, key: str) -> int:
    """Give the revision of a scenario, without a lock."""
    found = fetch(tx, cypher.REVISION, scenario=key)
    if not found:
        raise UnknownScenarioError(key, known_keys(tx))
    return int(found[0]["revision"])


def known_keys(tx: Transaction) -> list[str]:
    """Give the keys of all scenarios."""
    return [item["key"] for item in fetch(tx, cypher.KEYS)]


def journal_page(tx: Transaction, key: str, after: int) -> tuple[Committed, ...]:
    """Give the next entries of a journal without their edits, without a lock."""
    if state_of(tx, key) is None:
        raise UnknownScenarioError(key, known_keys(tx))
    found = fetch(tx, cypher.JOURNAL_PAGE, scenario=key, revision=after, most=MOST_COMMITS)
    lines = ((item.pop("revision"), JournalLine(edits="[]", **item)) for item in found)
    return page_of(after, lines)


def size_of(tx: Transaction, key: str) -> tuple[int, int]:
    """Give how many actors and relations a scenario has, without a lock."""
    found = fetch(tx, cypher.SIZE, scenario=key)
    if not found:
        raise UnknownScenarioError(key, known_keys(tx))
    return found[0]["actors"], found[0]["relations"]


def stored_rest(tx: Transaction, key: str) -> Iterator[tuple[Section, str, str]]:
    """Give all entries but actors and relations, each section in its order."""
    state = state_of(tx, key)
    if state is None or state.about is None:
        raise UnknownScenarioError(key, known_keys(tx))
    yield Section.ABOUT, ABOUT_KEY, state.about
    for section, statement in cypher.READ.items():
        if section is not Section.ACTOR:
            for item in fetch(tx, statement, scenario=key):
                yield section, item["key"], item["data"]


def stored_entries(tx: Transaction, key: str) -> Iterator[tuple[Section, str, str]]:
    """Give all entries of a scenario, each section in its order."""
    yield from stored_rest(tx, key)
    for section, statement in (
        (Section.ACTOR, cypher.READ[Section.ACTOR]),
        (Section.RELATION, cypher.READ_RELATIONS),
    ):
        for item in fetch(tx, statement, scenario=key):
            yield section, item["key"], _data(section, item)


def _data(section: Section, item: Mapping[str, Any]) -> str:
    """Give the JSON of what was found; of a plain row it is made from the properties."""
    if item["row"] is None:
        return str(item["data"])
    if section is Section.ACTOR:
        return actor_data(actor_row_of(item["row"]))
    return relation_data(relation_row_of(item["row"]))


def look_up(
    tx: Transaction, state: State, change_set: ChangeSet
) -> tuple[dict[Place, Entry], dict[Place, int]]:
    """Give what is stored of the entries that a change set edits, and where each stands."""
    wanted: dict[Section, dict[str, None]] = {}
    for edit in change_set.edits:
        wanted.setdefault(edit.section, {})[edit.key] = None
    stored: dict[Place, Entry] = {}
    positions: dict[Place, int] = {}
    for section, names in wanted.items():
        if section is Section.ABOUT:
            stored[section, ABOUT_KEY] = decode(section, ABOUT_KEY, state.about or "")
            continue
        statement = cypher.LOOK_UP.get(section, cypher.LOOK_UP_RELATIONS)
        for batch in _batches(list(names)):
            for item in fetch(tx, statement, scenario=state.key, rows=batch):
                place = (section, item["key"])
                stored[place] = decode(*place, _data(section, item))
                positions[place] = item["position"]
    return stored, positions


def write(
    tx: Transaction,
    state: State,
    rows: tuple[Row, ...],
    positions: Mapping[Place, int],
    line: JournalLine | None,
) -> int:
    """Write rows, counter and journal entry, and give the revision that they made.

    Without a line the journal has it already.
    """
    key = state.key
    plan = plan_writes(key, rows, positions, state.position)
    for step in plan.steps:
        done = 0
        for batch in _batches(step.rows):
            found = fetch(tx, step.statement, scenario=key, rows=batch)
            done += found[0]["count"] if found else 0
        if step.counted and done != len(step.rows):
            raise StoreError(
                "Nothing was written: the change set contradicts itself; it leaves a relation"
                " without its actor.",
                "未写入任何内容：变更集自相矛盾，会使关系缺少行动者。",
                scenario=key,
            )
    revision = state.revision + 1
    fetch(
        tx,
        cypher.ADVANCE,
        scenario=key,
        revision=revision,
        position=plan.position,
        actors=growth(rows, Section.ACTOR),
        relations=growth(rows, Section.RELATION),
    )
    if line is not None:
        record(tx, key, revision, line)
    return revision


def record(tx: Transaction, key: str, revision: int, line: JournalLine) -> None:
    """Add a journal entry."""
    properties = {**asdict(line), "scenario": key, "revision": revision}
    fetch(tx, cypher.COMMIT, scenario=key, properties=properties)


def _batches(items: list[T]) -> Iterator[list[T]]:
    for index in range(0, len(items), _BATCH):
        yield items[index : index + _BATCH]
