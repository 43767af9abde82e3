"""The embedded default: one SQLite file, many threads and processes at once.

Each public method is one transaction on one connection of a small pool. Writers queue up
(``BEGIN IMMEDIATE``); readers see the snapshot of their transaction and wait for nobody.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from graph_api.domain import ChangeSet, Committed, Label, Scenario, Section
from graph_api.domain.edits import TEXT_KEY
from graph_api.domain.tables import LARGE
from graph_api.errors import (
    GraphApiError,
    ScenarioExistsError,
    StoreError,
    StoreUnavailableError,
    UnknownScenarioError,
)
from graph_api.stores import sql, sqlite_bulk, sqlite_schema
from graph_api.stores.base import ActorBatch, RelationBatch, ScenarioInfo, StoredRows
from graph_api.stores.bulk import import_words, require_bare
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
from graph_api.stores.sqlite_schema import SCHEMA, SqliteSchema
from graph_api.stores.sqlite_work import (
    expect,
    known_keys,
    look_up,
    record,
    revision_of,
    size_of,
    stored,
    translated,
    write,
)

FILE_NAME = "graph.sqlite"
"""The name of the file in the data folder."""


def _now() -> datetime:
    return datetime.now(UTC)


class SqliteStore:
    """Keeps scenarios in one SQLite file.

    Parameters
    ----------
    path
        The file; it is made where it is missing, its folder is not.
    clock
        Gives the instant of a commit.
    schema
        The version of the tables.

    Raises
    ------
    StoreError
        If the file cannot be used; the message says why and what to do.

    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], datetime] = _now,
        schema: SqliteSchema = SCHEMA,
    ) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        with translated(path):
            sqlite_schema.prepare(path, schema)
            sqlite_bulk.remove_leftovers(path)

    @property
    def kind(self) -> str:
        """Tell which store this is."""
        return "sqlite"

    @property
    def location(self) -> str:
        """Give the path of the file."""
        return str(self._path)

    def scenarios(self) -> tuple[ScenarioInfo, ...]:
        """List the scenarios, sorted by key."""
        with self._reading() as connection:
            return tuple(
                ScenarioInfo(key, revision, Label(en, zh), actors, relations)
                for key, revision, en, zh, actors, relations in connection.execute(sql.SCENARIOS)
            )

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
        with self._writing() as connection:
            counter = connection.execute(sql.COUNTER, (key,)).fetchone()
            revision, deleted = counter or (0, 1)
            if not deleted:
                raise ScenarioExistsError(key, revision)
            sqlite_bulk.make_way(connection, self._path, key)
            connection.execute(sql.OPEN_SCENARIO, (key, revision + 1))
            write(connection, key, revision + 1, rows)
            record(connection, key, revision + 1, line)
        return int(revision) + 1

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
        self.ping()  # a loader has a connection of its own, which would make a new file
        with (
            translated(self._path),
            sqlite_bulk.loading(self._path, scenario.key) as load,
        ):
            load.add(actors, relations)
            load.require_whole()
            change_set = import_words(*load.counts, by=by, reason=reason)
            line = journal_line(change_set, join_edits(()), self._clock())
            return load.finish(rows, line)

    def size(self, key: str) -> tuple[int, int]:
        """Give how many actors and relations a scenario has (see `Store.size`)."""
        with self._reading() as connection:
            return size_of(connection, key)

    @contextmanager
    def rows(self, key: str) -> Iterator[StoredRows]:
        """Open one consistent state of a scenario as tables (see `Store.rows`)."""
        with self._reading() as connection:
            found = sqlite_bulk.SqliteRows(connection, key)
            try:
                yield found
            finally:
                found.close()

    def load(self, key: str) -> Scenario:
        """Give the scenario as it is now (see `Store.load`)."""
        with self._reading() as connection:
            revision = revision_of(connection, key)
            rows = list(stored(connection, key))
        return scenario_of(
            key,
            revision,
            ((section, name, decode(section, name, data)) for section, name, data in rows),
        )

    def revision(self, key: str) -> int:
        """Give the revision of a scenario (see `Store.revision`)."""
        with self._reading() as connection:
            return revision_of(connection, key)

    def text(self, key: str) -> str | None:
        """Give the text of the file last imported (see `Store.text`)."""
        with self._reading() as connection:
            revision_of(connection, key)
            row = connection.execute(sql.TEXT, (key, Section.TEXT.value, TEXT_KEY)).fetchone()
        return None if row is None else cast("str", decode(Section.TEXT, TEXT_KEY, row[0]))

    def apply(self, key: str, change_set: ChangeSet, *, expected_revision: int) -> int:
        """Commit a change set (see `Store.apply`)."""
        with self._writing() as connection:
            revision = expect(connection, key, expected_revision)
            rows = rows_to_write(change_set, look_up(connection, key, change_set))
            if not rows:
                return revision
            line = journal_line(change_set, encode_edits(change_set, rows), self._clock())
            write(connection, key, revision + 1, rows)
            record(connection, key, revision + 1, line)
        return revision + 1

    def changes_since(self, key: str, revision: int) -> tuple[Committed, ...]:
        """Give the journal after ``revision`` (see `Store.changes_since`)."""
        with self._reading() as connection:
            if connection.execute(sql.COUNTER, (key,)).fetchone() is None:
                raise UnknownScenarioError(key, known_keys(connection))
            found = connection.execute(sql.JOURNAL, (key, max(revision, 0))).fetchall()
        return tuple(committed(number, JournalLine(*columns)) for number, *columns in found)

    def delete(
        self, key: str, *, expected_revision: int, by: str = "", reason: str | None = None
    ) -> int:
        """Take a scenario away (see `Store.delete`)."""
        change_set = ChangeSet((), by=by, reason=reason)
        with self._writing() as connection:
            revision = expect(connection, key, expected_revision) + 1
            is_large = size_of(connection, key)[1] > LARGE
            edits = join_edits(()) if is_large else deletion_edits(stored(connection, key))
            line = journal_line(change_set, edits, self._clock(), deleted=True)
            if not is_large:
                for statement in sql.EMPTY_SCENARIO:
                    connection.execute(statement, (key,))
            connection.execute(sql.CLOSE_SCENARIO, (revision, key))
            record(connection, key, revision, line)
        if is_large:
            sqlite_bulk.remove_rows(self._path, key)
        return revision

    def ping(self) -> None:
        """Make sure that the file can be read."""
        with self._reading() as connection:
            connection.execute("SELECT count(*) FROM migrations").fetchone()

    def close(self) -> None:
        """Close all connections; the ones in use are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction; any error takes everything back."""
        with translated(self._path):
            connection = self._take()
            try:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            except GraphApiError:
                connection.execute("ROLLBACK")
                self._put_back(connection)
                raise
            except BaseException:
                connection.close()  # rolls back; a connection that failed is not used again
                raise
            self._put_back(connection)

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._closed:
                raise StoreError(
                    f"The store {self._path} was closed; open it again.",
                    f"存储 {self._path} 已关闭，请重新打开。",
                    path=self.location,
                )
            if self._idle:
                return self._idle.pop()
        if not self._path.exists():  # a new empty file would hide that the old one is gone
            raise StoreUnavailableError(
                f"The file {self._path} is gone: put it back, or start again to make a new one.",
                f"文件 {self._path} 已不存在：请恢复该文件，或重新启动以新建。",
                path=self.location,
            )
        return sqlite_schema.connect(self._path)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()


def migrate(path: Path, schema: SqliteSchema = SCHEMA) -> tuple[int, int]:
    """Bring a file to the version of this program (see `sqlite_schema.migrate`)."""
    with translated(path):
        return sqlite_schema.migrate(path, schema)
