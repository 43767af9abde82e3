"""The production store: a property graph in Neo4j, over Bolt; the only place that knows the driver.

The statements are in `graph_api.stores.cypher`. A write, and a reading of a whole scenario, first
locks the scenario's journal: Neo4j reads what is committed at the moment of reading, row by row,
and without the lock a reader could see half of somebody else's change set.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as driver_errors

from graph_api.domain import ChangeSet, Committed, Label, Scenario, Section
from graph_api.domain.edits import TEXT_KEY
from graph_api.domain.tables import LARGE
from graph_api.errors import ScenarioExistsError, StoreUnavailableError, UnknownScenarioError
from graph_api.stores import cypher, graph_bulk, graph_schema
from graph_api.stores.base import ActorBatch, RelationBatch, ScenarioInfo, StoredRows
from graph_api.stores.bulk import import_words, require_bare
from graph_api.stores.cypher_bulk import EMPTY_ALL_ELSE
from graph_api.stores.graph_schema import SCHEMA, Neo4jSchema
from graph_api.stores.graph_work import (
    State,
    fetch,
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
from graph_api.stores.neo4j_errors import neo4j_error, require_address, without_account
from graph_api.stores.rows import (
    JournalLine,
    committed,
    creation,
    decode,
    deletion_edits,
    encode_edits,
    half_a_character,
    join_edits,
    journal_line,
    rows_to_write,
    scenario_of,
)

CONNECT_SECONDS = 5.0
RETRY_SECONDS = 3.0
"""How long a transaction is tried again while the server is away or somebody else was first."""
TRANSACTION_SECONDS = 600.0
"""After this the server ends a transaction, so that a client that hangs frees its locks."""

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]


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
        self._server = _Server(uri, user, password, database)
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
    server = _Server(uri, user, password, database)
    try:
        return graph_schema.migrate(server, schema)
    finally:
        server.close()


class _Server:
    """A driver with the settings that the promises rest on, and our errors."""

    def __init__(self, uri: str, user: str, password: str, database: str) -> None:
        require_address(uri)
        self.location = f"{without_account(uri)}/{database}"
        self._database = database
        self._secrets = tuple(filter(None, (password, urlsplit(uri).password)))
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=neo4j.basic_auth(user, password) if user else None,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                liveness_check_timeout=30,
                notifications_min_severity="OFF",
            )

    def read(self, work: Work[T]) -> T:
        with self._session() as session:
            return session.execute_read(neo4j.unit_of_work(timeout=TRANSACTION_SECONDS)(work))

    def write(self, work: Work[T]) -> T:
        with self._session() as session:
            return session.execute_write(neo4j.unit_of_work(timeout=TRANSACTION_SECONDS)(work))

    def ping(self) -> None:
        """Ask once; a connection from before a restart of the server is given a second chance."""
        began = time.monotonic()
        try:
            self._ask()
        except StoreUnavailableError:
            if time.monotonic() - began > CONNECT_SECONDS / 2:
                raise
            self._ask()

    def _ask(self) -> None:
        with self._session() as session:
            session.run(cypher.PING).consume()

    def close(self) -> None:
        self._driver.close()

    def run(self, *statements: str) -> list[dict[str, Any]]:
        """Run statements one by one, each by itself; give the rows of the last."""
        found: list[dict[str, Any]] = []
        with self._session() as session:
            for statement in statements:
                found = session.run(statement).data()
        return found

    @contextmanager
    def _session(self) -> Iterator[neo4j.Session]:
        with self._translated(), self._driver.session(database=self._database) as session:
            yield session

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what the driver says into our errors, keeping the cause, never a password."""
        try:
            yield
        except (driver_errors.Neo4jError, driver_errors.DriverError, OSError) as error:
            raise neo4j_error(error, self.location, self._secrets) from error
        except UnicodeEncodeError as error:
            raise half_a_character("key") from error
