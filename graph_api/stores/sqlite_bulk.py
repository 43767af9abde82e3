"""Many rows in and out of the embedded store: loading, reading and removing them by batches.

While rows come or go, their scenario is closed, so that nobody sees them. Who loads or removes
holds a lock that dies with the process; rows of a closed scenario that nobody holds are left over,
and whoever opens the file next takes them away.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph_api.domain import Scenario, Section
from graph_api.domain.tables import LARGE
from graph_api.errors import ScenarioExistsError
from graph_api.stores import sql, sqlite_schema
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
from graph_api.stores.rows import JournalLine, Row, decode, scenario_of
from graph_api.stores.sqlite_work import record, revision_of, size_of, stored_rest, write

logger = logging.getLogger(__name__)

ROWS = 20_000
"""How many rows one transaction writes or removes, and one batch holds when they are read."""

CACHE_KIB = 256 * 1024
"""How much of the file a loader keeps in memory: four indexes grow at places that jump about."""


PAUSE = 0.15
"""How long a removal pauses after each transaction, as a share of the time that it took."""


class LoadLock:
    """Tells others that somebody is loading or removing a scenario; it dies with the process.

    It is a lock of SQLite on an empty file of its own, which works on every system. Take and
    release it only inside a writing transaction on the store: that keeps the file from going away
    between another one's opening and locking it.
    """

    def __init__(self, store: Path, key: str) -> None:
        self._path = store.with_name(f"{store.name}.load-{sha256(key.encode()).hexdigest()[:16]}")
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Take the lock and tell whether that worked, without waiting."""
        connection = sqlite3.connect(
            self._path, timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorname == "SQLITE_BUSY":
                return False
            raise
        self._held = connection
        return True

    def release(self) -> None:
        """Let go of the lock and take its file away; twice is harmless."""
        if self._held is not None:
            with suppress(PermissionError):  # Windows keeps a file that is open; it is empty
                self._path.unlink(missing_ok=True)
            self.drop()

    def drop(self) -> None:
        """Let go of the lock outside a transaction; its empty file stays, and may be taken."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def is_free(self) -> bool:
        """Tell whether nobody holds it."""
        if not self._path.exists():
            return True
        free = self.take()
        self.release()
        return free


class Load:
    """Rows of one new scenario on their way into the file.

    The connection is not one of the pool: it remembers more of the file and leaves it to
    `require_whole` to look for actors that are missing.
    """

    def __init__(self, connection: sqlite3.Connection, key: str) -> None:
        self._connection = connection
        self._key = key
        self._actors = self._relations = 0

    def add(self, actors: Iterable[ActorBatch], relations: Iterable[RelationBatch]) -> None:
        """Write all rows, a transaction for each `ROWS` of them."""
        key = self._key
        self._actors = self._write_all(
            sql.ADD[Section.ACTOR],
            (sql.actor_values(key, row, entry) for row, entry in checked_actors(actors)),
        )
        self._relations = self._write_all(
            sql.ADD[Section.RELATION],
            (sql.relation_values(key, row, entry) for row, entry in checked_relations(relations)),
        )

    def _write_all(self, statement: str, values: Iterable[tuple[Any, ...]]) -> int:
        written = 0
        try:
            for chunk in chunks(values, ROWS):  # made before the file is locked for writing
                with _writing(self._connection):
                    self._connection.executemany(statement, chunk)
                written += len(chunk)
        except sqlite3.IntegrityError as error:
            raise torn(self._key) from error
        return written

    @property
    def counts(self) -> tuple[int, int]:
        """Give how many actors and relations were written."""
        return self._actors, self._relations

    def require_whole(self) -> None:
        """Make sure that every relation has its two actors."""
        if self._connection.execute(sql.RELATION_WITHOUT_ACTOR, (self._key,)).fetchone():
            raise torn(self._key)

    def finish(self, rows: tuple[Row, ...], line: JournalLine) -> int:
        """Write all else and open the scenario, in one transaction; give its revision."""
        key = self._key
        with self.last_step() as connection:
            (last,) = connection.execute(sql.LAST_REVISION, (key,)).fetchone()
            revision = int(last) + 1
            connection.execute(sql.OPEN_SCENARIO, (key, revision))
            write(connection, key, revision, rows)
            connection.execute(sql.COUNT, (self._actors, self._relations, key))
            record(connection, key, revision, line)
        return revision

    @contextmanager
    def last_step(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for the transaction that opens the scenario."""
        self._connection.execute("PRAGMA synchronous = FULL")  # makes safe what came before too
        with _writing(self._connection):
            yield self._connection


@contextmanager
def loading(path: Path, key: str) -> Iterator[Load]:
    """Begin to load a scenario; where that does not come to its end, nothing is left of it.

    Raises
    ------
    ScenarioExistsError
        If the key is taken.
    StoreUnavailableError
        If somebody else is loading or removing it.

    """
    lock = LoadLock(path, key)
    with closing(_bulk_connection(path)) as connection:
        with _writing(connection):
            counter = connection.execute(sql.COUNTER, (key,)).fetchone()
            if counter is not None and not counter[1]:
                raise ScenarioExistsError(key, counter[0])
            if not lock.take():
                raise busy(key)
            connection.execute(sql.CLOSE_NEW, (key,))
        try:
            _remove_rows(connection, key)  # what somebody else left, who was killed
            yield Load(connection, key)
        except BaseException:
            with _put_off(path):
                _clear(connection, key)
            raise
        finally:
            _release(connection, lock)


def remove_rows(path: Path, key: str) -> None:
    """Take the rows of a closed scenario away, batch by batch, unless somebody is at it."""
    with _put_off(path), closing(_bulk_connection(path)) as connection:
        lock = LoadLock(path, key)
        with _writing(connection):
            # The key may be open again by now: then another one has done this already.
            closed = connection.execute(sql.IS_CLOSED, (key,)).fetchone()
            if closed is None or not lock.take():
                return
        try:
            _clear(connection, key)
        finally:
            _release(connection, lock)


def remove_leftovers(path: Path) -> None:
    """Take away what loads and removals left that ended before their time."""
    keys: list[str] = []
    with _put_off(path), closing(sqlite_schema.connect(path)) as connection:
        keys = [key for (key,) in connection.execute(sql.LEFT_OVER)]
    for key in keys:
        logger.info("removing what an import or removal left that was cut off: %s", key)
        remove_rows(path, key)


@contextmanager
def _put_off(path: Path) -> Iterator[None]:
    """Go on where rows cannot be removed now (the file is busy, full or damaged).

    Nobody sees them, and the next one who opens the store tries again.
    """
    try:
        yield
    except sqlite3.Error as error:
        logger.warning("%s: rows that nobody sees stay for now: %s", path, error)


def make_way(connection: sqlite3.Connection, path: Path, key: str) -> None:
    """Make sure, inside a transaction, that no rows are left or on their way under a new key."""
    if connection.execute(sql.IS_CLOSED, (key,)).fetchone() is None:
        return
    if not LoadLock(path, key).is_free():
        raise busy(key)
    for statement in sql.EMPTY_SCENARIO:
        connection.execute(statement, (key,))


def _clear(connection: sqlite3.Connection, key: str) -> None:
    _remove_rows(connection, key)
    with _writing(connection):
        connection.execute(sql.FORGET, (key,))


def _release(connection: sqlite3.Connection, lock: LoadLock) -> None:
    """Release a lock; what was committed stays so, even if this does not work."""
    try:
        with suppress(sqlite3.Error), _writing(connection):
            lock.release()
    finally:
        lock.drop()


def _remove_rows(connection: sqlite3.Connection, key: str) -> None:
    for statement in sql.REMOVE_SOME:
        removed = ROWS
        while removed == ROWS:
            began = time.monotonic()
            with _writing(connection):
                removed = connection.execute(statement, (key, ROWS)).rowcount
            if removed:  # SQLite does not queue: others ask now and then whether it is their turn
                time.sleep((time.monotonic() - began) * PAUSE)


def _bulk_connection(path: Path) -> sqlite3.Connection:
    connection = sqlite_schema.connect(path)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = NORMAL")  # nothing is promised before the last one
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


@contextmanager
def _writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


class SqliteRows(StoredRows):
    """The state that one reading transaction sees, as tables."""

    def __init__(self, connection: sqlite3.Connection, key: str) -> None:
        self._connection = connection
        self._key = key
        self._cursors: list[sqlite3.Cursor] = []
        self._is_open = True
        self._revision = revision_of(connection, key)
        self._is_large = max(size_of(connection, key)) > LARGE
        rest = stored_rest(connection, key)
        self._scenario = scenario_of(
            key,
            self._revision,
            ((section, name, decode(section, name, data)) for section, name, data in rest),
        )

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
        for columns in self._batches(Section.ACTOR):
            yield ActorBatch(*gathered(columns, actor_from))

    def relations(self) -> Iterator[RelationBatch]:
        """Give all relations in their order, batch by batch."""
        for columns in self._batches(Section.RELATION):
            rows = [(*row[:-1], (), row[-1]) for row in columns]  # what flows has no column
            yield RelationBatch(*gathered(rows, relation_from))

    def close(self) -> None:
        """End all reading that is still under way."""
        self._is_open = False
        for cursor in self._cursors:
            cursor.close()

    def _batches(self, section: Section) -> Iterator[list[tuple[Any, ...]]]:
        require_open(self._key, is_open=self._is_open)
        cursor = self._read(section)
        self._cursors.append(cursor)
        while rows := cursor.fetchmany(ROWS):
            yield rows
            require_open(self._key, is_open=self._is_open)

    def _read(self, section: Section) -> sqlite3.Cursor:
        """Read the rows: a few by the index, many in the order of the file."""
        execute = self._connection.execute
        if not self._is_large:
            return execute(sql.READ[section], (self._key,))
        low, high = execute(sql.RANGE[section], (self._key,)).fetchone()
        return execute(sql.READ_RANGE[section], (low, high, self._key))
