"""A look at the revisions of a SQLite file that takes some microseconds and waits for nobody.

To hand so small a question to a thread takes longer than to ask it. So an event loop may look by
itself: over a connection of its own that never waits for a lock. Whatever is not plain and quick
(a lock, another file in its place, a disk that is slow) is left to the caller, who asks again in a
thread; there a fault gets its name.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from graph_api.stores import sqlite_schema, statements
from graph_api.stores.watching import sqlite_revisions

MOST_KEYS = 16
"""More are asked for in a thread."""

SLOW_SECONDS = 0.005
"""A look that took longer held an event loop too long, unless only its process had to wait."""

SLOW_IN_A_ROW = 2
"""So many slow looks are the disk's; a single one may be that another process had its turn."""

REST_SECONDS = 1.0
"""So long nobody looks after one that was slow, or that failed."""


class SqliteGlance:
    """Looks at revisions for whoever must not wait.

    Parameters
    ----------
    path
        The file, which is there. `prepare` opens it, in a thread that may wait.

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._is_closed = False
        self._heard_by: object = None
        self._not_before = 0.0
        self._slow = 0

    def look(self, keys: Collection[str]) -> dict[str, int] | None:
        """Give what `Store.revisions` gives, as committed now; None: ask in a thread."""
        if len(keys) > MOST_KEYS or not self._lock.acquire(blocking=False):
            return None
        try:
            connection = self._connection
            began = time.monotonic()
            if connection is None or began < self._not_before:
                return None
            try:
                found = self._asked(connection, keys)
            except (sqlite3.Error, OSError, UnicodeEncodeError):
                self._let_go()
                self._not_before = began + REST_SECONDS
                return None
            self._slow = self._slow + 1 if time.monotonic() - began > SLOW_SECONDS else 0
            if self._slow >= SLOW_IN_A_ROW:
                self._slow, self._not_before = 0, began + REST_SECONDS
            return found
        finally:
            self._lock.release()

    def prepare(self) -> None:
        """Open the file, where that is not done yet; the caller may wait."""
        if self._has_connection():
            return
        with self._lock, suppress(sqlite3.Error, OSError):  # whoever reads next says what it is
            if self._has_connection() or self._is_closed:
                return
            found = self._path.stat()
            connection = sqlite_schema.connect(self._path)
            try:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("PRAGMA busy_timeout = 0")
                sqlite_revisions(connection, ("",))  # what the first statement reads is read here
                now = self._path.stat()
            except BaseException:
                connection.close()
                raise
            if (found.st_dev, found.st_ino) != (now.st_dev, now.st_ino):
                connection.close()
                return
            self._heard_by = None
            self._connection, self._identity = connection, (now.st_dev, now.st_ino)

    def close(self) -> None:
        """Let go of the connection for good."""
        with self._lock:
            self._is_closed = True
            self._let_go()

    def _asked(
        self, connection: sqlite3.Connection, keys: Collection[str]
    ) -> dict[str, int] | None:
        found = self._path.stat()
        if (found.st_dev, found.st_ino) != self._identity:
            self._let_go()
            return None
        hearer = statements.hearer()
        if hearer is not self._heard_by:
            connection.set_trace_callback(hearer)
            self._heard_by = hearer
        return sqlite_revisions(connection, keys)  # one statement, so it sees one state

    def _has_connection(self) -> bool:
        return self._connection is not None

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
