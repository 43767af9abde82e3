"""What the embedded store does inside one transaction; it knows the tables, not the pool."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Any

from graph_api.domain import About, ChangeSet, Entry, Section
from graph_api.errors import RevisionConflictError, UnknownScenarioError
from graph_api.stores import sql
from graph_api.stores.rows import (
    JournalLine,
    Place,
    Row,
    decode,
    growth,
    half_a_character,
)
from graph_api.stores.sqlite_errors import sqlite_error


def revision_of(connection: sqlite3.Connection, key: str) -> int:
    """Give the revision of a scenario that is there."""
    counter = connection.execute(sql.COUNTER, (key,)).fetchone()
    if counter is None or counter[1]:
        raise UnknownScenarioError(key, known_keys(connection))
    return int(counter[0])


def known_keys(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Give the keys of all scenarios."""
    return tuple(key for key, *_ in connection.execute(sql.SCENARIOS))


def expect(connection: sqlite3.Connection, key: str, expected: int) -> int:
    """Give the revision of a scenario, which must be the one that the caller saw."""
    revision = revision_of(connection, key)
    if revision != expected:
        raise RevisionConflictError(key, expected, revision)
    return revision


def size_of(connection: sqlite3.Connection, key: str) -> tuple[int, int]:
    """Give how many actors and relations a scenario has."""
    found = connection.execute(sql.SIZE, (key,)).fetchone()
    if found is None:
        raise UnknownScenarioError(key, known_keys(connection))
    actors, relations = found
    return actors, relations


def stored_rest(connection: sqlite3.Connection, key: str) -> Iterator[tuple[Section, str, str]]:
    """Give all rows but those of actors and relations, each section in its order."""
    for section, name, data in connection.execute(sql.READ_ENTRIES, (key,)):
        yield Section(section), name, data


def stored(connection: sqlite3.Connection, key: str) -> Iterator[tuple[Section, str, str]]:
    """Give all rows of a scenario, each section in its order."""
    yield from stored_rest(connection, key)
    for section, statement in sql.READ.items():
        for columns in connection.execute(statement, (key,)):
            yield section, *sql.stored_data(section, columns)


def look_up(
    connection: sqlite3.Connection, key: str, change_set: ChangeSet
) -> Mapping[Place, Entry]:
    """Give what is stored of the entries that a change set edits."""
    wanted: dict[Section, list[str]] = {}
    for section, name in dict.fromkeys((edit.section, edit.key) for edit in change_set.edits):
        wanted.setdefault(section, []).append(name)
    found: dict[Place, Entry] = {}
    for section, names in wanted.items():
        own = section in sql.TABLE_SECTIONS
        start = sql.LOOK_UP.get(section, sql.LOOK_UP_ENTRIES)
        first = (key,) if own else (key, section.value)
        for index in range(0, len(names), sql.BATCH):
            batch = names[index : index + sql.BATCH]
            statement = f"{start}({','.join('?' * len(batch))})"
            for columns in connection.execute(statement, (*first, *batch)):
                name, data = sql.stored_data(section, columns) if own else columns
                found[section, name] = decode(section, name, data)
    return found


def write(connection: sqlite3.Connection, key: str, revision: int, rows: tuple[Row, ...]) -> None:
    """Write rows and counter; that relations find their actors is checked at the commit."""
    batches: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        batches.setdefault(sql.statement_for(row), []).append(sql.values_for(key, row))
        if isinstance(row.after, About):
            title = row.after.title
            connection.execute(sql.SAY_ABOUT, (title.en, title.zh, row.after.system, key))
    for statement, values in batches.items():
        connection.executemany(statement, values)
    connection.execute(
        sql.ADVANCE, (revision, growth(rows, Section.ACTOR), growth(rows, Section.RELATION), key)
    )


def record(connection: sqlite3.Connection, key: str, revision: int, line: JournalLine) -> None:
    """Add a journal entry."""
    connection.execute(sql.COMMIT, (key, revision, *astuple(line)))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite says into our errors, keeping the cause."""
    try:
        yield
    except sqlite3.Error as error:
        raise sqlite_error(error, path) from error
    except UnicodeEncodeError as error:
        raise half_a_character("key") from error
