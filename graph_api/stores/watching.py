"""How a store tells that something was committed, without being asked for every scenario."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from graph_api.stores import sql, sqlite_schema
from graph_api.stores.sqlite_work import translated


class SqliteWatch:
    """Watches one file by its change counter, which every commit of any process moves.

    ``require_same_file`` raises `StoreUnavailableError` once another file, or none, has its name.
    """

    interval = 0.04

    def __init__(self, path: Path, require_same_file: Callable[[], object]) -> None:
        self._require_same_file = require_same_file
        self._require_same_file()
        self._path = path
        self._seen: tuple[int, frozenset[str]] | None = None
        with translated(path):
            self._connection = sqlite_schema.connect(path)

    def look(self, keys: Collection[str]) -> Mapping[str, int] | None:
        """Give the revisions of keys (see `Watch.look`)."""
        self._require_same_file()  # one without a name keeps quiet for ever
        with translated(self._path):
            # The counter first: a commit between the two statements moves it for the next look.
            version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
            now = version, frozenset(keys)
            if now == self._seen:
                return None
            found = sqlite_revisions(self._connection, keys)
        self._seen = now
        return found

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def sqlite_revisions(connection: sqlite3.Connection, keys: Collection[str]) -> dict[str, int]:
    """Give the revisions of keys in one statement for each batch of them."""
    wanted = [*keys]
    found: dict[str, int] = {}
    for start in range(0, len(wanted), sql.BATCH):
        batch = wanted[start : start + sql.BATCH]
        statement = f"{sql.REVISIONS}({','.join('?' * len(batch))})"
        found.update(connection.execute(statement, batch).fetchall())
    return found


class AskingWatch:
    """Watches a store that has no change counter: one statement for all keys, each time."""

    def __init__(
        self, revisions: Callable[[Collection[str]], Mapping[str, int]], interval: float
    ) -> None:
        self._revisions = revisions
        self.interval = interval

    def look(self, keys: Collection[str]) -> Mapping[str, int] | None:
        """Give the revisions of keys (see `Watch.look`)."""
        return self._revisions(keys)

    def close(self) -> None:
        """Let go of nothing: the store has the connections."""
