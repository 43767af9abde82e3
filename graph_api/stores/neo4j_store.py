"""The production store: a property graph in Neo4j, over Bolt; the only place that knows the driver.

The statements are in `graph_api.stores.cypher`. A write, and a reading of a whole scenario, first
locks the scenario's journal: Neo4j reads what is committed at the moment of reading, row by row,
and without the lock a reader could see half of somebody else's change set.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

import neo4j

from graph_api.domain import ChangeSet, Committed, Label, Scenario, Section
from graph_api.domain.edits import TEXT_KEY
from graph_api.domain.tables import LARGE
from graph_api.errors import ScenarioExistsError, UnknownScenarioError
from graph_api.stores import cypher, graph_bulk, graph_schema, graph_whole
from graph_api.stores.base import (
    ActorBatch,
    Counter,
    RelationBatch,
    ScenarioInfo,
    StoredRows,
    StoredWhole,
    Watch,
)
from graph_api.stores.bulk import import_words, require_bare
from graph_api.stores.cypher_bulk import EMPTY_ALL_ELSE
from graph_api.stores.graph_schema import SCHEMA, Neo4jSchema
from graph_api.stores.graph_work import (
    State,
    fetch,
    journal_page,
    known_keys,
    lock,
    look_up,
    record,
    revision_of,
    size_of,
    state_of,
    stored_entries,
    write,
)
from graph_api.stores.neo4j_server import TRANSACTION_SECONDS, Server
from graph_api.stores.rows import (
    JournalLine,
    committed,
    creation,
    decode,
    deletion_edits,
    encode_edits,
    join_edits,
    journal_line,
    rows_to_write,
    scenario_of,
)
from graph_api.stores.watching import AskingWatch

WATCH_SECONDS = 0.15
"""How often the revisions of watched scenarios are asked for while somebody listens."""


def _now() -> datetime:
    return datetime.now(UTC)


class Neo4jStore:
    """Keeps scenarios in one database of a Neo4j server, Community edition or larger.

    Parameters
    ----------
    uri
        ``bolt://``, ``neo4j://``, or one of them with ``+s`` or ``+ssc`` for encryption.
    user, password
        The account; an empty user signs in without one.
    database
        Always named, so that no default decides where the data go.
    clock
        Gives the instant of a commit.
    schema
        The version of the stored graph.

    Raises
    ------
    StoreUnavailableError
        If the server does not answer within a few seconds.
    StoreError
        If it refuses the account or database, or the graph has another version.

    """

    def __init__(  # noqa: PLR0913  # what an account needs, and what tests pass in
        self,
        uri: str,
        user: str,
        password: str,
        database: str = "neo4j",
        *,
        clock: Callable[[], datetime] = _now,
        schema: Neo4jSchema = SCHEMA,
    ) -> None:
        self._server = Server(uri, user, password, database)
        self._clock = clock
        try:
            self._server.ping()  # no trying again while the server is away: say so at once
            graph_schema.prepare(self._server, schema, clock())
            graph_bulk.remove_leftovers(self._server)
        except BaseException:
            self._server.close()
            raise

    @property
    def kind(self) -> str:
        """Tell which store this is."""
        return "neo4j"

    @property
    def location(self) -> str:
        """Give the address and the database, without the account."""
        return self._server.location

    def scenarios(self) -> tuple[ScenarioInfo, ...]:
        """List the scenarios, sorted by key."""
        found = self._server.read(lambda tx: fetch(tx, cypher.SCENARIOS))
        infos = [
            ScenarioInfo(
                item["key"],
                item["revision"],
                Label(item["en"], item["zh"]),
                item["actors"],
                item["relations"],
            )
            for item in found
        ]
        return tuple(sorted(infos, key=lambda info: info.key))

    def create(
        self,
        scenario: Scenario,
        *,
        text: str | None = None,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Keep a new scenario and give its revision (see `Store.create`)."""
        key = scenario.key
        change_set, rows = creation(scenario, text=text, by=by, reason=reason)
        line = journal_line(change_set, encode_edits(change_set, rows), self._clock())

        claim = graph_bulk.Claim(self._server, key)

        def work(tx: neo4j.ManagedTransaction) -> int | None:
            if not claim.take(tx):
                return None
            fetch(tx, cypher.OPEN_JOURNAL, scenario=key)
            state = cast("State", state_of(tx, key))
            if state.about is not None:
                raise ScenarioExistsError(key, state.revision)
            fetch(tx, cypher.ADD_SCENARIO, scenario=key)
            revision = write(tx, state, rows, {}, line)
            claim.release(tx)
            return revision

        while (revision := self._server.write(work)) is None:
            claim.clear()  # what a load left that was cut off
        return revision

    def create_from_rows(
        self,
        scenario: Scenario,
        actors: Iterable[ActorBatch],
        relations: Iterable[RelationBatch],
        *,
        by: str = "",
        reason: str | None = None,
    ) -> int:
        """Keep a new scenario whose actors and relations come as tables.

        See `Store.create_from_rows`.
        """
        require_bare(scenario)
        _, rows = creation(scenario, text=None, by=by, reason=reason)
        with graph_bulk.loading(self._server, scenario.key) as load:
            load.add(actors, relations)
            change_set = import_words(*load.counts, by=by, reason=reason)
            return load.finish(rows, journal_line(change_set, join_edits(()), self._clock()))

    def size(self, key: str) -> tuple[int, int]:
        """Give how many actors and relations a scenario has (see `Store.size`)."""
        return self._server.read(lambda tx: size_of(tx, key))

    @contextmanager
    def rows(self, key: str) -> Iterator[StoredRows]:
        """Open one consistent state of a scenario as tables (see `Store.rows`)."""
        found = graph_bulk.read_rows(self._server, key)
        try:
            yield found
        finally:
            found.close()

    def counters(self) -> tuple[Counter, ...]:
        """List every key that ever was (see `Store.counters`)."""
        found = self._server.read(lambda tx: fetch(tx, cypher.COUNTERS))
        counters = (Counter(item["key"], item["revision"], item["deleted"]) for item in found)
        return tuple(sorted(counters, key=lambda counter: counter.key))

    @contextmanager
    def whole(self, key: str) -> Iterator[StoredWhole]:
        """Open all that is kept of a key, in one state (see `Store.whole`)."""
        found = graph_whole.read_whole(self._server, key)
        try:
            yield found
        finally:
            found.close()

    def restore(self, key: str, whole: StoredWhole) -> int:
        """Keep a scenario with its whole journal (see `Store.restore`)."""
        return graph_whole.restore(self._server, key, whole)

    def load(self, key: str) -> Scenario:
        """Give the scenario as it is now (see `Store.load`)."""

        def work(tx: neo4j.ManagedTransaction) -> tuple[int, list[tuple[Section, str, str]]]:
            return lock(tx, key).revision, list(stored_entries(tx, key))

        revision, stored = self._server.write(work)
        return scenario_of(
            key,
            revision,
            ((section, name, decode(section, name, data)) for section, name, data in stored),
        )

    def revision(self, key: str) -> int:
        """Give the revision of a scenario (see `Store.revision`)."""
        return self._server.read(lambda tx: revision_of(tx, key))

    def revisions(self, keys: Collection[str]) -> Mapping[str, int]:
        """Give the revisions of keys at once (see `Store.revisions`)."""
        found = self._server.read(lambda tx: fetch(tx, cypher.REVISIONS, keys=[*keys]))
        return {item["key"]: item["revision"] for item in found}

    def glance(self, keys: Collection[str]) -> Mapping[str, int] | None:  # noqa: ARG002
        """Give nothing: the answer of a server has to be waited for (see `Store.glance`)."""
        return None

    def watch(self) -> Watch:
        """Start to watch for commits (see `Store.watch`)."""
        return AskingWatch(self.revisions, WATCH_SECONDS)

    def text(self, key: str) -> str | None:
        """Give the text of the file last imported (see `Store.text`)."""

        def work(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            revision_of(tx, key)
            return fetch(tx, cypher.TEXT, scenario=key, key=TEXT_KEY)

        found = self._server.read(work)
        return cast("str", decode(Section.TEXT, TEXT_KEY, found[0]["data"])) if found else None

    def apply(self, key: str, change_set: ChangeSet, *, expected_revision: int) -> int:
        """Commit a change set (see `Store.apply`)."""

        def work(tx: neo4j.ManagedTransaction) -> int:
            state = lock(tx, key, expected_revision)
            stored, positions = look_up(tx, state, change_set)
            rows = rows_to_write(change_set, stored)
            if not rows:
                return state.revision
            line = journal_line(change_set, encode_edits(change_set, rows), self._clock())
            return write(tx, state, rows, positions, line)

        return self._server.write(work)

    def changes_since(self, key: str, revision: int) -> tuple[Committed, ...]:
        """Give the journal after ``revision`` (see `Store.changes_since`)."""

        def work(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
            fetch(tx, cypher.LOCK, scenario=key)
            if state_of(tx, key) is None:
                raise UnknownScenarioError(key, known_keys(tx))
            return fetch(tx, cypher.JOURNAL, scenario=key, revision=max(revision, 0))

        return tuple(
            committed(item.pop("revision"), JournalLine(**item))
            for item in self._server.write(work)
        )

    def journal(self, key: str, revision: int) -> tuple[Committed, ...]:
        """Give the next journal entries without their edits (see `Store.journal`)."""
        return self._server.read(lambda tx: journal_page(tx, key, max(revision, 0)))

    def delete(
        self, key: str, *, expected_revision: int, by: str = "", reason: str | None = None
    ) -> int:
        """Take a scenario away (see `Store.delete`)."""
        change_set = ChangeSet((), by=by, reason=reason)
        claim = graph_bulk.Claim(self._server, key)

        def work(tx: neo4j.ManagedTransaction) -> tuple[int, bool]:
            is_large = size_of(tx, key)[1] > LARGE
            if is_large:  # before the journal is locked, as `create` does
                claim.take(tx)
            revision = lock(tx, key, expected_revision).revision + 1
            edits = join_edits(()) if is_large else deletion_edits(stored_entries(tx, key))
            line = journal_line(change_set, edits, self._clock(), deleted=True)
            for statement in EMPTY_ALL_ELSE if is_large else cypher.EMPTY_SCENARIO:
                fetch(tx, statement, scenario=key)
            fetch(tx, cypher.CLOSE_JOURNAL, scenario=key, revision=revision)
            record(tx, key, revision, line)
            return revision, is_large

        revision, is_large = self._server.write(work)
        if is_large:
            claim.clear_or_put_off()
        return revision

    def ping(self) -> None:
        """Make sure that the server answers."""
        self._server.ping()

    def close(self) -> None:
        """Close all connections."""
        self._server.close()


def migrate(
    uri: str, user: str, password: str, database: str = "neo4j", *, schema: Neo4jSchema = SCHEMA
) -> tuple[int, int]:
    """Bring a stored graph to the version of this program; give the version before and after.

    All steps are one transaction: one that fails leaves the graph as it was.

    Raises
    ------
    StoreError
        If the database holds no graph of this program, or a newer one.

    """
    server = Server(uri, user, password, database, silence=TRANSACTION_SECONDS)
    try:
        return graph_schema.migrate(server, schema)
    finally:
        server.close()
