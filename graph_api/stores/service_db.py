"""``service.sqlite``: what the service itself has to keep, whichever store holds the graphs.

Jobs and local tokens. The file lies in the data folder; several processes may have it open at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_api.errors import StoreError
from graph_api.scoring import stopping
from graph_api.stores import service_jobs, service_tokens, sqlite_schema
from graph_api.stores.sqlite_pool import SqlitePool
from graph_api.stores.sqlite_schema import MIGRATIONS, SqliteSchema
from graph_api.stores.sqlite_work import translated

SERVICE_FILE_NAME = "service.sqlite"
"""The name of the file in the data folder."""

APPLICATION_ID = 0x45_4D_50_53
"""Marks the file as ours (``EMPS``), so that it is never taken for a store of graphs."""

SCHEMA = SqliteSchema(
    version=1,
    tables=(MIGRATIONS, *service_jobs.TABLE, *service_tokens.TABLE),
    steps={},
    application=APPLICATION_ID,
    when_opened=True,
)


class ServiceDb:
    """One file with write-ahead log, every commit on the disk before it is acknowledged.

    An older file is brought to this version when it is opened; a newer one is refused.

    Parameters
    ----------
    path
        The file; it is made where it is missing, with rights for its owner alone, and so is its
        folder.
    schema
        The version of the tables.

    Raises
    ------
    StoreError
        If the file cannot be used; the message says why and what to do.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     db = ServiceDb(Path(folder) / SERVICE_FILE_NAME)
    ...     with db.reading() as connection:
    ...         connection.execute("SELECT count(*) FROM jobs").fetchone()
    ...     db.close()
    (0,)

    """

    def __init__(self, path: Path, *, schema: SqliteSchema = SCHEMA) -> None:
        self.path = path
        self._pool = SqlitePool(path)
        with translated(path):
            if not path.exists():
                self._make(path)
            sqlite_schema.prepare(path, schema)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one state of the file, whatever others write meanwhile."""
        with stopping.unlimited(), self._pool.reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that nobody else writes beside; what it did is kept, or none of it.

        Raises
        ------
        StoreUnavailableError
            If others wrote all the time, the disk is full, or the file is gone.

        """
        with self._pool.writing() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file; twice is harmless, any other use afterwards is refused."""
        self._pool.close()

    @staticmethod
    def _make(path: Path) -> None:
        """Make an empty file that only its owner reads: it holds what people asked."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be made ({error.strerror}). Name another data folder (--data or"
                " EMPOWER_DATA).",
                f"无法创建 {path}（{error.strerror}）。"
                "请指定另一个数据目录（--data 或 EMPOWER_DATA）。",
                path=str(path),
            ) from error
