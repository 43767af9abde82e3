"""The embedded default: one SQLite file, many threads and processes at once.

Each public method is one transaction on one connection of a small pool. Writers queue up
(``BEGIN IMMEDIATE``); readers see the snapshot of their transaction and wait for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from graph_api.domain import ChangeSet, Committed, Label, Scenario, Section
from graph_api.domain.edits import TEXT_KEY
from graph_api.domain.tables import LARGE
from graph_api.errors import ScenarioExistsError, UnknownScenarioError
from graph_api.stores import sql, sqlite_bulk, sqlite_schema, sqlite_whole
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
from graph_api.stores.rows import (
    MOST_COMMITS,
    JournalLine,
    committed,
    creation,
    decode,
    deletion_edits,
    encode_edits,
    join_edits,
    journal_line,
    page_of,
    rows_to_write,
    scenario_of,
)
from graph_api.stores.sqlite_glance import SqliteGlance
from graph_api.stores.sqlite_pool import SqlitePool
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
from graph_api.stores.watching import SqliteWatch, sqlite_revisions

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
        self._pool = SqlitePool(path)
        self._glance = SqliteGlance(path)
        with translated(path):
            sqlite_schema.prepare(path, schema)
            sqlite_bulk.remove_leftovers(path)
        self._glance.prepare()

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
        with self._pool.reading() as connection:
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
        with self._pool.writing() as connection:
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
        with self._pool.reading() as connection:
            return size_of(connection, key)

    @contextmanager
    def rows(self, key: str) -> Iterator[StoredRows]:
        """Open one consistent state of a scenario as tables (see `Store.rows`)."""
        with self._pool.reading() as connection:
            found = sqlite_bulk.SqliteRows(connection, key)
            try:
                yield found
            finally:
                found.close()

    def counters(self) -> tuple[Counter, ...]:
        """List every key that ever was (see `Store.counters`)."""
        with self._pool.reading() as connection:
            found = connection.execute(sql.COUNTERS).fetchall()
        return tuple(Counter(key, revision, bool(deleted)) for key, revision, deleted in found)

    @contextmanager
    def whole(self, key: str) -> Iterator[StoredWhole]:
        """Open all that is kept of a key, in one state (see `Store.whole`)."""
        with self._pool.reading() as connection:
            found = sqlite_whole.SqliteWhole(connection, key)
            try:
                yield found
            finally:
                found.close()

    def restore(self, key: str, whole: StoredWhole) -> int:
        """Keep a scenario with its whole journal (see `Store.restore`)."""
        self.ping()  # as in `create_from_rows`
        with translated(self._path):
            return sqlite_whole.restore(self._path, key, whole)

    def load(self, key: str) -> Scenario:
        """Give the scenario as it is now (see `Store.load`)."""
        with self._pool.reading() as connection:
            revision = revision_of(connection, key)
            rows = list(stored(connection, key))
        return scenario_of(
            key,
            revision,
            ((section, name, decode(section, name, data)) for section, name, data in rows),
        )

    def revision(self, key: str) -> int:
        """Give the revision of a scenario (see `Store.revision`)."""
        with self._pool.reading() as connection:
            found = revision_of(connection, key)
        self._glance.prepare()
        return found

    def revisions(self, keys: Collection[str]) -> Mapping[str, int]:
        """Give the revisions of keys at once (see `Store.revisions`)."""
        with self._pool.reading() as connection:
            found = sqlite_revisions(connection, keys)
        self._glance.prepare()
        return found

    def glance(self, keys: Collection[str]) -> Mapping[str, int] | None:
        """Give the revisions of keys without waiting (see `Store.glance`)."""
        return self._glance.look(keys)

    def watch(self) -> Watch:
        """Start to watch for commits (see `Store.watch`)."""
        return SqliteWatch(self._path, self._pool.require_same_file)

    def text(self, key: str) -> str | None:
        """Give the text of the file last imported (see `Store.text`)."""
        with self._pool.reading() as connection:
            revision_of(connection, key)
            row = connection.execute(sql.TEXT, (key, Section.TEXT.value, TEXT_KEY)).fetchone()
        return None if row is None else cast("str", decode(Section.TEXT, TEXT_KEY, row[0]))

    def apply(self, key: str, change_set: ChangeSet, *, expected_revision: int) -> int:
        """Commit a change set (see `Store.apply`)."""
        with self._pool.writing() as connection:
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
        with self._pool.reading() as connection:
            if connection.execute(sql.COUNTER, (key,)).fetchone() is None:
                raise UnknownScenarioError(key, known_keys(connection))
            found = connection.execute(sql.JOURNAL, (key, max(revision, 0))).fetchall()
        return tuple(committed(number, JournalLine(*columns)) for number, *columns in found)

    def journal(self, key: str, revision: int) -> tuple[Committed, ...]:
        """Give the next journal entries without their edits (see `Store.journal`)."""
        after = max(revision, 0)
        with self._pool.reading() as connection:
            if connection.execute(sql.COUNTER, (key,)).fetchone() is None:
                raise UnknownScenarioError(key, known_keys(connection))
            found = connection.execute(sql.JOURNAL_PAGE, (key, after, MOST_COMMITS))
            lines = (
                (number, JournalLine(at, by, reason, variant, words, "[]", deleted))
                for number, at, by, reason, variant, words, deleted in found
            )
            return page_of(after, lines)

    def delete(
        self, key: str, *, expected_revision: int, by: str = "", reason: str | None = None
    ) -> int:
        """Take a scenario away (see `Store.delete`)."""
        change_set = ChangeSet((), by=by, reason=reason)
        with self._pool.writing() as connection:
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
        with self._pool.reading() as connection:
            connection.execute("SELECT count(*) FROM migrations").fetchone()

    def close(self) -> None:
        """Close all connections; the ones in use are closed when they come back."""
        self._glance.close()
        self._pool.close()


def migrate(path: Path, schema: SqliteSchema = SCHEMA) -> tuple[int, int]:
    """Bring a file to the version of this program (see `sqlite_schema.migrate`)."""
    with translated(path):
        return sqlite_schema.migrate(path, schema)
