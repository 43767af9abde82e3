"""Connections to one SQLite file, lent for one transaction each; a question's deadline ends it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_api.errors import GraphApiError, StoreError, StoreUnavailableError
from graph_api.scoring import stopping
from graph_api.stores import sqlite_schema, statements
from graph_api.stores.sqlite_work import translated

LOOK_EVERY = 20_000
"""Steps of SQLite's machine between two looks at the deadline: about a millisecond."""


class SqlitePool:
    """A small pool of connections; any thread may ask, and only one uses a connection at a time.

    A reading ends with the question that it is a part of (`graph_api.scoring.stopping`), even in
    the middle of a statement; a writing never does, for its outcome must be told.

    Parameters
    ----------
    path
        The file, which is there.

    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._identity: tuple[int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one state of the file."""
        with self._transaction("BEGIN") as connection:
            stop = stopping.current()
            connection.set_progress_handler(lambda: int(stop.is_over), LOOK_EVERY)
            try:
                yield connection
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname == "SQLITE_INTERRUPT" and stop.is_over:
                    raise stop.error() from error
                raise
            finally:
                connection.set_progress_handler(None, LOOK_EVERY)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that nobody else writes beside."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def require_same_file(self) -> None:
        """Refuse to go on with a file that has no name any more: what it is told would be lost.

        Raises
        ------
        StoreUnavailableError
            If the file is gone, was replaced, or cannot be reached.

        """
        try:
            found = self._path.stat()
        except FileNotFoundError as error:  # a new empty file would hide that the old one is gone
            raise StoreUnavailableError(
                f"The file {self._path} is gone: put it back, or start again to make a new one.",
                f"文件 {self._path} 已不存在：请恢复该文件，或重新启动以新建。",
                path=str(self._path),
            ) from error
        except OSError as error:
            raise StoreUnavailableError(
                f"The file {self._path} cannot be reached ({error.strerror}). Check the folder and"
                " its rights.",
                f"无法访问文件 {self._path}（{error.strerror}）。请检查目录及其权限。",
                path=str(self._path),
            ) from error
        identity = (found.st_dev, found.st_ino)
        if self._identity is None:
            self._identity = identity
        elif identity != self._identity:
            raise StoreUnavailableError(
                f"The file {self._path} was replaced by another one while it was in use. Nothing"
                " was written; start again to use the new file.",
                f"文件 {self._path} 在使用中被另一个文件替换。未写入任何内容；"
                "请重新启动以使用新文件。",
                path=str(self._path),
            )

    def close(self) -> None:
        """Close all connections; the ones in use are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction; any error takes everything back."""
        with translated(self._path):
            connection = self._take()
            try:
                connection.set_trace_callback(statements.hearer())
                connection.execute(begin)
                yield connection
                self.require_same_file()
                connection.execute("COMMIT")
            except GraphApiError:
                if connection.in_transaction:  # a statement that was interrupted may have ended it
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
                    path=str(self._path),
                )
        self.require_same_file()
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return sqlite_schema.connect(self._path)

    def _put_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()
