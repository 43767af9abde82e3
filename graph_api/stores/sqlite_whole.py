"""All that the embedded store keeps of a key, out and in again with its journal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from graph_api.domain import Section
from graph_api.domain.edits import TEXT_KEY
from graph_api.errors import UnknownScenarioError
from graph_api.stores import sql
from graph_api.stores.base import StoredWhole
from graph_api.stores.bulk import require_open
from graph_api.stores.rows import JournalLine, Row, creation, decode
from graph_api.stores.sqlite_bulk import Load, SqliteRows, loading
from graph_api.stores.sqlite_work import known_keys, record, write
from graph_api.stores.whole import going_on

LINES = 20
"""How many lines of the journal are held at once: one may be as large as a scenario."""


class SqliteWhole(StoredWhole):
    """The state that one reading transaction sees of a key."""

    def __init__(self, connection: sqlite3.Connection, key: str) -> None:
        self._connection = connection
        self._key = key
        counter = connection.execute(sql.COUNTER, (key,)).fetchone()
        if counter is None:
            raise UnknownScenarioError(key, known_keys(connection))
        self._revision = int(counter[0])
        self._rows = None if counter[1] else SqliteRows(connection, key)
        self._is_open = True

    @property
    def revision(self) -> int:
        """Give the last revision of the state."""
        return self._revision

    @property
    def rows(self) -> SqliteRows | None:
        """Give the scenario; None where it was deleted."""
        return self._rows

    @property
    def text(self) -> str | None:
        """Give the text of the file last imported."""
        place = (self._key, Section.TEXT.value, TEXT_KEY)
        row = self._connection.execute(sql.TEXT, place).fetchone() if self._rows else None
        return None if row is None else cast("str", decode(Section.TEXT, TEXT_KEY, row[0]))

    def journal(self) -> Iterator[tuple[int, JournalLine]]:
        """Give the journal, oldest first."""
        cursor = self._connection.execute(sql.JOURNAL, (self._key, 0))
        try:
            while found := cursor.fetchmany(LINES):
                for revision, *columns in found:
                    require_open(self._key, is_open=self._is_open)
                    yield revision, _line(columns)
        finally:
            cursor.close()

    def close(self) -> None:
        """End all reading that is still under way."""
        self._is_open = False
        if self._rows is not None:
            self._rows.close()


def restore(path: Path, key: str, whole: StoredWhole) -> int:
    """Write a key that is not there, with its journal (see `Store.restore`)."""
    rows = whole.rows
    if rows is None:
        with loading(path, key) as load:
            return _finish(load, key, whole, None)
    _, entries = creation(rows.scenario, text=whole.text, by="", reason=None)
    with loading(path, key) as load:
        load.add(rows.actors(), rows.relations())
        load.require_whole()
        return _finish(load, key, whole, entries)


def _finish(load: Load, key: str, whole: StoredWhole, rows: tuple[Row, ...] | None) -> int:
    """Write the journal and open the scenario, in one transaction."""
    with load.last_step() as connection:
        (last,) = connection.execute(sql.LAST_REVISION, (key,)).fetchone()

        def stored(revision: int) -> JournalLine | None:
            found = connection.execute(sql.JOURNAL_LINE, (key, revision)).fetchone()
            return found and _line(found)

        revision = int(last)
        for made, line in going_on(key, whole.journal(), revision, stored):
            record(connection, key, made, line)
            revision = made
        if rows is None:
            connection.execute(sql.CLOSE_SCENARIO, (revision, key))
        else:
            connection.execute(sql.OPEN_SCENARIO, (key, revision))
            write(connection, key, revision, rows)
            connection.execute(sql.COUNT, (*load.counts, key))
    return revision


def _line(columns: list[object]) -> JournalLine:
    *rest, deleted = columns
    return JournalLine(*cast("tuple[str, str, str, str, str, str]", tuple(rest)), bool(deleted))
