"""Many rows in and out of the graph: loading, reading and removing them by batches.

While rows come or go there is no (:Scenario) of their key, so that no store shows them, and a mark,
(:Load), says who is at work; each batch renews it. A mark that was silent too long is a dead one's:
whoever needs the key, or opens the store next, takes it over and removes what is left. The dead
one, should it wake, finds that the mark is not its own any more, and stops.
"""

from __future__ import annotations

import logging
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any, cast
from uuid import uuid4

from graph_api.domain import Scenario, Section
from graph_api.errors import GraphApiError, ScenarioExistsError, StoreError
from graph_api.stores import cypher, cypher_bulk
from graph_api.stores.base import ActorBatch, RelationBatch, StoredRows
from graph_api.stores.bulk import (
    actor_from,
    busy,
    checked_actors,
    checked_relations,
    chunks,
    gathered,
    relation_from,
    require_open,
    torn,
)
from graph_api.stores.graph_schema import Server
from graph_api.stores.graph_work import (
    State,
    Transaction,
    fetch,
    lock,
    state_of,
    stored_rest,
    write,
)
from graph_api.stores.properties import Properties, actor_properties, relation_properties
from graph_api.stores.rows import JournalLine, Row, decode, scenario_of

logger = logging.getLogger(__name__)

ROWS = 5_000
"""How many rows one transaction writes."""

ACTORS_AT_ONCE = 1_000
"""How many actors one transaction removes, with all their relations."""

RANGE = 20_000
"""How many positions one statement reads."""

SILENT_SECONDS = 120
"""A load or removal that says nothing for so long is dead; a batch takes about a second."""

ATTEMPTS = 3
"""How often reading begins anew because somebody wrote, before writers are made to wait."""

SPOOLED_BYTES = 32 * 2**20
"""What is read stays in memory up to so much, then in a file that has no name."""


Journal = Callable[[Transaction, int], int]
"""Writes the lines of a journal after a revision, and gives the last one's."""


class Claim:
    """The right to write or remove the rows of a key that has no scenario."""

    def __init__(self, server: Server, key: str) -> None:
        self._server = server
        self.key = key
        self._id = uuid4().hex

    def take(self, tx: Transaction) -> bool:
        """Mark the key as ours; False if we took it over from a dead one, whose rows are there.

        Raises
        ------
        StoreUnavailableError
            If somebody else is at work who is not dead.

        """
        (mark,) = fetch(tx, cypher_bulk.CLAIM, scenario=self.key, id=self._id)
        if mark["id"] == self._id:
            return True
        if mark["silent"] < SILENT_SECONDS * 1000:
            raise busy(self.key)
        fetch(tx, cypher_bulk.TAKE_OVER, scenario=self.key, id=self._id)
        return False

    def beat(self, tx: Transaction) -> None:
        """Say that we live, and make sure that nobody thought otherwise."""
        if not fetch(tx, cypher_bulk.BEAT, scenario=self.key, id=self._id)[0]["count"]:
            raise StoreError(
                f"Loading {self.key!r} was given up: this process said nothing for"
                f" {SILENT_SECONDS} s, and another one took the key over. Import it again.",
                f"“{self.key}”的导入已中止：本进程超过 {SILENT_SECONDS} 秒没有动静，"
                "该键已被其他进程接管。请重新导入。",
                scenario=self.key,
            )

    def release(self, tx: Transaction) -> None:
        """Take the mark away, if it is ours."""
        fetch(tx, cypher_bulk.RELEASE, scenario=self.key, id=self._id)

    def remove_rows(self) -> None:
        """Remove all actors of the key with their relations, batch by batch."""

        def work(tx: Transaction) -> int:
            self.beat(tx)
            some = {"scenario": self.key, "count": ACTORS_AT_ONCE}
            return int(fetch(tx, cypher_bulk.REMOVE_ACTORS, **some)[0]["count"])

        while self._server.write(work):
            pass

    def clear(self) -> None:
        """Remove all rows, then the mark."""
        self.remove_rows()
        self._server.write(self.release)

    def clear_or_put_off(self) -> None:
        """Remove all rows; where that does not work now, a later start does it."""
        try:
            self.clear()
        except GraphApiError as error:
            logger.warning("rows of %r that nobody sees stay for now: %s", self.key, error)


def clear_dead(server: Server, key: str) -> None:
    """Remove what a dead load or removal left of a key."""
    claim = Claim(server, key)
    server.write(claim.take)
    claim.clear()


def remove_leftovers(server: Server) -> None:
    """Remove what dead loads and removals left; a store that cannot do this opens all the same."""
    try:
        found = server.read(lambda tx: fetch(tx, cypher_bulk.SILENT, silent=SILENT_SECONDS * 1000))
        for item in found:
            clear_dead(server, item["key"])
            logger.info("removed what an import left that was cut off: %s", item["key"])
    except GraphApiError as error:
        logger.warning("%s: rows that an import left stay for now: %s", server.location, error)


class Load:
    """Rows of one new scenario on their way into the graph."""

    def __init__(self, server: Server, key: str) -> None:
        self._server = server
        self._key = key
        self._claim = Claim(server, key)
        self._first = 0
        self.counts = (0, 0)

    def begin(self) -> None:
        """Claim the key; what a dead load left under it is still there."""

        def work(tx: Transaction) -> int:
            self._claim.take(tx)
            state = state_of(tx, self._key)
            if state is not None and state.about is not None:
                raise ScenarioExistsError(self._key, state.revision)
            return state.position if state else 0

        self._first = self._server.write(work)

    def add(self, actors: Iterable[ActorBatch], relations: Iterable[RelationBatch]) -> None:
        """Write all rows, a transaction for each `ROWS` of them."""
        self._claim.remove_rows()  # of a load that was cut off
        key, positions = self._key, count(self._first)
        statement = cypher.ADD[Section.ACTOR]
        for some in chunks(checked_actors(actors), ROWS):
            people = [
                actor_properties(row, entry) | {"scenario": key, "position": position}
                for (row, entry), position in zip(some, positions, strict=False)
            ]
            self._write({statement: people})
            self.counts = (self.counts[0] + len(some), 0)
        positions = count(self._first + self.counts[0])
        for ties in chunks(checked_relations(relations), ROWS):
            rows: dict[str, list[Properties]] = {}
            for (row, entry), position in zip(ties, positions, strict=False):
                kind = cypher.TYPES_BY_WORD[row[3]]
                properties = relation_properties(row, entry)
                properties |= {"scenario": key, "position": position}
                rows.setdefault(cypher.ADD_RELATIONS[kind], []).append(
                    {"from": row[1], "to": row[2], "properties": properties}
                )
            self._write(rows)
            self.counts = (self.counts[0], self.counts[1] + len(ties))

    def _write(self, rows: dict[str, list[Properties]]) -> None:
        def work(tx: Transaction) -> None:
            self._claim.beat(tx)
            for statement, items in rows.items():
                found = fetch(tx, statement, rows=items)
                if found[0]["count"] != len(items):
                    raise torn(self._key)

        self._server.write(work)

    def finish(self, rows: tuple[Row, ...], line: JournalLine) -> int:
        """Write all else and the scenario itself, in one transaction; give its revision."""
        key = self._key
        actors, relations = self.counts

        def work(tx: Transaction) -> int:
            self._claim.beat(tx)
            fetch(tx, cypher.OPEN_JOURNAL, scenario=key)
            revision = cast("State", state_of(tx, key)).revision
            fetch(tx, cypher.ADD_SCENARIO, scenario=key)
            state = State(key, revision, self._first + actors + relations, None)
            made = write(tx, state, rows, {}, line)
            numbers = {"actors": actors, "relations": relations, "first": self._first}
            fetch(tx, cypher_bulk.COUNT, scenario=key, **numbers)
            self._claim.release(tx)
            return made

        return self._server.write(work)

    def hand_over(self, rows: tuple[Row, ...] | None, journal: Journal) -> int:
        """Write a journal that was given, all else and the scenario itself; give its revision.

        Without ``rows`` only the journal is written: the scenario was deleted.
        """
        key = self._key
        actors, relations = self.counts

        def work(tx: Transaction) -> int:
            self._claim.beat(tx)
            fetch(tx, cypher.OPEN_JOURNAL, scenario=key)
            last = cast("State", state_of(tx, key)).revision
            revision = journal(tx, last)
            if rows is None:
                fetch(tx, cypher.CLOSE_JOURNAL, scenario=key, revision=revision)
            else:
                fetch(tx, cypher.ADD_SCENARIO, scenario=key)
                state = State(key, revision - 1, self._first + actors + relations, None)
                write(tx, state, rows, {}, None)
                numbers = {"actors": actors, "relations": relations, "first": self._first}
                fetch(tx, cypher_bulk.COUNT, scenario=key, **numbers)
            self._claim.release(tx)
            return revision

        return self._server.write(work)

    def abandon(self) -> None:
        """Remove what was written; what cannot be removed now goes at a later start."""
        self._claim.clear_or_put_off()


@contextmanager
def loading(server: Server, key: str) -> Iterator[Load]:
    """Begin to load a scenario; where that does not come to its end, nothing is left of it."""
    load = Load(server, key)
    load.begin()
    try:
        yield load
    except BaseException:
        load.abandon()
        raise


class GraphRows(StoredRows):
    """One state of a scenario, read as a whole into a spool before anybody sees it."""

    def __init__(self, revision: int, scenario: Scenario) -> None:
        self._revision = revision
        self._scenario = scenario
        self.text: str | None = None
        self._file = tempfile.SpooledTemporaryFile(SPOOLED_BYTES)  # noqa: SIM115  # see `close`
        self._places: dict[Section, list[int]] = {Section.ACTOR: [], Section.RELATION: []}

    @property
    def revision(self) -> int:
        """Give the revision of the state."""
        return self._revision

    @property
    def scenario(self) -> Scenario:
        """Give everything but actors and relations."""
        return self._scenario

    def actors(self) -> Iterator[ActorBatch]:
        """Give all actors in their order, batch by batch."""
        for rows in self._kept(Section.ACTOR):
            yield ActorBatch(*gathered(rows, actor_from))

    def relations(self) -> Iterator[RelationBatch]:
        """Give all relations in their order, batch by batch."""
        for rows in self._kept(Section.RELATION):
            yield RelationBatch(*gathered(rows, relation_from))

    def keep(self, section: Section, rows: list[tuple[Any, ...]]) -> None:
        """Add some rows, each a row of a table and its JSON."""
        if rows:
            self._places[section].append(self._file.tell())
            pickle.dump(rows, self._file, pickle.HIGHEST_PROTOCOL)

    def _kept(self, section: Section) -> Iterator[list[tuple[Any, ...]]]:
        for place in self._places[section]:
            require_open(self._scenario.key, is_open=not self._file.closed)
            self._file.seek(place)
            yield pickle.load(self._file)  # noqa: S301  # our own file, which nobody else can open

    def close(self) -> None:
        """Throw the spool away."""
        self._file.close()


def read_rows(server: Server, key: str) -> GraphRows:
    """Read one consistent state; writers wait only where they kept interrupting it.

    The revision before and after is read under the lock of the journal, which is held for a
    moment: without it a commit could be half visible while the revision still stands, or already.
    """
    extent = partial(_extent, key=key)
    for _ in range(ATTEMPTS):
        before = server.write(extent)
        try:
            rows = server.read(partial(_spooled, key=key, extent=before))
        except StoreError:  # what is removed while it is read can be an error of the server's
            if server.write(extent) == before:
                raise
            continue
        try:
            if server.write(extent) == before:
                return rows
        except BaseException:
            rows.close()
            raise
        rows.close()
    return server.write(lambda tx: _spooled(tx, key, _extent(tx, key)))  # nobody can write now


Extent = tuple[int, int, int]
"""A revision, and the positions between which the entries of its state stand."""


def _extent(tx: Transaction, key: str) -> Extent:
    lock(tx, key)
    (found,) = fetch(tx, cypher_bulk.EXTENT, scenario=key)
    return found["revision"], found["first"], found["end"]


def _spooled(tx: Transaction, key: str, extent: Extent) -> GraphRows:
    revision, first, end = extent
    rest = [
        (section, name, decode(section, name, data)) for section, name, data in stored_rest(tx, key)
    ]
    rows = GraphRows(revision, scenario_of(key, revision, rest))
    rows.text = next((cast("str", entry) for part, _, entry in rest if part is Section.TEXT), None)
    try:
        for low in range(first, end, RANGE):
            rows.keep(Section.ACTOR, _actors(tx, key, low))
        for low in range(first, end, RANGE):
            rows.keep(Section.RELATION, _relations(tx, key, low))
    except BaseException:
        rows.close()
        raise
    return rows


def _actors(tx: Transaction, key: str, low: int) -> list[tuple[Any, ...]]:
    part = {"scenario": key, "low": low, "high": low + RANGE}
    return _in_order(fetch(tx, cypher_bulk.READ_ACTORS, **part)[0]["rows"])


def _relations(tx: Transaction, key: str, low: int) -> list[tuple[Any, ...]]:
    part = {"scenario": key, "low": low, "high": low + RANGE}
    return _in_order(
        (position, name, start, end, word, weak, best, strong, tuple(conveys or ()), data)
        for word, kind in cypher.TYPES_BY_WORD.items()
        for found in fetch(tx, cypher_bulk.READ_RELATIONS[kind], **part)
        for position, name, start, end, weak, best, strong, conveys, data in found["rows"]
    )


def _in_order(records: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Sort by position, which comes first, and leave it out."""
    ordered = sorted(records, key=lambda record: record[0] or 0)  # None: removed just now
    return [tuple(record[1:]) for record in ordered]
