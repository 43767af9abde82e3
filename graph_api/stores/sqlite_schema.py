"""The tables of the embedded store, their version, and how an older file becomes a newer one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph_api.errors import StoreError, StoreUnavailableError

APPLICATION_ID = 0x45_4D_50_57
"""Marks the file as ours (``EMPW``), so that nobody else's database is ever written to."""

BUSY_SECONDS = 5.0
"""How long a writer waits for another one."""

OLDEST_LIBRARY = (3, 37, 0)
"""The first SQLite with STRICT tables."""

MIGRATIONS = """
    CREATE TABLE migrations (
        version INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        name TEXT NOT NULL
    ) STRICT
    """
"""Which versions a file has had; the first table of every file of ours."""

TABLES = (
    MIGRATIONS,
    """
    CREATE TABLE scenarios (
        key TEXT PRIMARY KEY,
        revision INTEGER NOT NULL CHECK (revision > 0),
        deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
        title_en TEXT,
        title_zh TEXT,
        system TEXT,
        actors INTEGER NOT NULL CHECK (actors >= 0),
        relations INTEGER NOT NULL CHECK (relations >= 0)
    ) STRICT
    """,
    """
    CREATE TABLE actors (
        position INTEGER PRIMARY KEY,
        scenario TEXT NOT NULL REFERENCES scenarios (key),
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        level TEXT NOT NULL,
        sphere TEXT NOT NULL,
        stateness REAL NOT NULL CHECK (stateness BETWEEN 0 AND 1),
        data TEXT NOT NULL,
        UNIQUE (scenario, id)
    ) STRICT
    """,
    """
    CREATE TABLE relations (
        position INTEGER PRIMARY KEY,
        scenario TEXT NOT NULL REFERENCES scenarios (key),
        id TEXT NOT NULL,
        from_id TEXT NOT NULL,
        to_id TEXT NOT NULL,
        class TEXT NOT NULL,
        low REAL CHECK (low BETWEEN 0 AND 1),
        best REAL CHECK (best BETWEEN 0 AND 1),
        high REAL CHECK (high BETWEEN 0 AND 1),
        data TEXT NOT NULL,
        UNIQUE (scenario, id),
        FOREIGN KEY (scenario, from_id) REFERENCES actors (scenario, id)
            DEFERRABLE INITIALLY DEFERRED,
        FOREIGN KEY (scenario, to_id) REFERENCES actors (scenario, id)
            DEFERRABLE INITIALLY DEFERRED
    ) STRICT
    """,
    "CREATE INDEX relations_from ON relations (scenario, from_id)",
    "CREATE INDEX relations_to ON relations (scenario, to_id)",
    """
    CREATE TABLE entries (
        position INTEGER PRIMARY KEY,
        scenario TEXT NOT NULL REFERENCES scenarios (key),
        section TEXT NOT NULL,
        key TEXT NOT NULL,
        data TEXT NOT NULL,
        UNIQUE (scenario, section, key)
    ) STRICT
    """,
    """
    CREATE TABLE journal (
        scenario TEXT NOT NULL REFERENCES scenarios (key),
        revision INTEGER NOT NULL,
        at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        reason TEXT,
        variant TEXT,
        words TEXT NOT NULL,
        edits TEXT NOT NULL,
        deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
        PRIMARY KEY (scenario, revision)
    ) STRICT
    """,
)

Step = Callable[[sqlite3.Connection], None]


@dataclass(frozen=True, slots=True)
class SqliteSchema:
    """One version of the tables, and the steps that lead to it.

    ``steps[n]`` turns a file of version n into one of version n + 1, inside one transaction.
    ``application`` marks the file as one of this kind. ``when_opened``: an older file takes the
    steps when it is opened, for what it holds can be made again.
    """

    version: int
    tables: tuple[str, ...]
    steps: Mapping[int, tuple[str, Step]]
    application: int = APPLICATION_ID
    when_opened: bool = False


SCHEMA = SqliteSchema(version=1, tables=TABLES, steps={})


def connect(path: Path) -> sqlite3.Connection:
    """Open a file with the settings that the promises rest on; nothing is written.

    A connection may wander between threads, but only one uses it at a time.
    """
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA schema_version").fetchone()  # reads the file: is it a database?
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def prepare(path: Path, schema: SqliteSchema = SCHEMA) -> None:
    """Make the tables of a new file, or make sure that an old one has this version.

    Raises
    ------
    StoreError
        If the file belongs to something else, is older (``empower migrate`` mends that) or newer.

    """
    _require_version(sqlite3.sqlite_version_info)
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")  # of two processes that start at once one makes them
        try:
            version = _own_version(connection, path, schema)
            if version is None:
                for statement in schema.tables:
                    connection.execute(statement)
                _record(connection, schema, schema.version, "made")
            elif version < schema.version and schema.when_opened:
                _take_steps(connection, schema, version)
            else:
                _require_same(path, version, schema.version)
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise
        _write_ahead(connection, path)


def migrate(path: Path, schema: SqliteSchema = SCHEMA) -> tuple[int, int]:
    """Bring a file to the version of this program and give the version before and after.

    The file as it was is kept beside it, as ``<name>.v<version>``. All steps are one transaction:
    a step that fails leaves the file as it was.

    Raises
    ------
    StoreError
        If there is no such file, it is not a store of this program, or it is newer.

    """
    if not path.is_file():
        raise StoreError(
            f"There is no store at {path}: nothing to migrate.",
            f"{path} 处没有存储文件，无需迁移。",
            path=str(path),
        )
    with closing(connect(path)) as connection:
        version = _own_version(connection, path, schema)
        if version is None:
            raise _foreign(path)
        if version == schema.version:
            return version, version
        if version > schema.version:
            raise _wrong_version(path, version, schema.version)
        _keep_copy(connection, path.with_name(f"{path.name}.v{version}"))
        connection.execute("PRAGMA foreign_keys = OFF")  # a step may rebuild a table
        connection.execute("BEGIN IMMEDIATE")
        try:
            _take_steps(connection, schema, _own_version(connection, path, schema) or 0)
            _require_whole(connection, path)
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise
    return version, schema.version


def _take_steps(connection: sqlite3.Connection, schema: SqliteSchema, version: int) -> None:
    for number in range(version, schema.version):
        name, step = schema.steps[number]
        step(connection)
        _record(connection, schema, number + 1, name)


def _require_version(library: tuple[int, ...]) -> None:
    if library < OLDEST_LIBRARY:
        have, need = (".".join(map(str, version)) for version in (library, OLDEST_LIBRARY))
        raise StoreError(
            f"This Python has SQLite {have}, and the embedded store needs {need} or newer: use a"
            " newer Python, or Neo4j (NEO4J_URI).",
            f"当前 Python 自带 SQLite {have}，而嵌入式存储需要 {need} 或更新版本："
            "请使用较新的 Python，或改用 Neo4j（NEO4J_URI）。",
        )


def _require_same(path: Path, version: int, ours: int) -> None:
    if version != ours:
        raise _wrong_version(path, version, ours)


def _require_whole(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise StoreError(
            f"The migration of {path} would leave relations without their actors; nothing was"
            " changed. Please report this.",
            f"迁移 {path} 会使部分关系失去行动者，未做任何更改。请报告此问题。",
            path=str(path),
        )


def _own_version(connection: sqlite3.Connection, path: Path, schema: SqliteSchema) -> int | None:
    """Give the version of the tables, None for a file with nothing in it."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application == schema.application:
        return int(version)
    if application or version or tables:
        raise _foreign(path)
    return None


def _record(connection: sqlite3.Connection, schema: SqliteSchema, version: int, name: str) -> None:
    connection.execute(
        "INSERT INTO migrations (version, at, name) VALUES (?, ?, ?)",
        (version, datetime.now(UTC).isoformat(), name),
    )
    connection.execute(f"PRAGMA application_id = {schema.application:d}")
    connection.execute(f"PRAGMA user_version = {version:d}")


def _write_ahead(connection: sqlite3.Connection, path: Path) -> None:
    """Switch the file to a write-ahead log; readers then see a snapshot while others write.

    SQLite does not wait here when another process is switching too, so this does.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.02)
            continue
        if mode != "wal":
            raise StoreUnavailableError(
                f"{path} cannot keep a write-ahead log (it uses {mode!r}): put the data folder on a"
                " local disk.",
                f"{path} 无法使用预写日志（当前为“{mode}”）：请将数据目录放在本地磁盘上。",
                path=str(path),
            )
        return


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _foreign(path: Path) -> StoreError:
    return StoreError(
        f"{path} is a database of another program, or is empty; it was left alone. Name another"
        " data folder (--data).",
        f"{path} 是其他程序的数据库，或为空，未对其作任何改动。请指定另一个数据目录（--data）。",
        path=str(path),
    )


def _wrong_version(path: Path, version: int, ours: int) -> StoreError:
    if version > ours:
        return StoreError(
            f"{path} was written by a newer program (schema version {version}; this one knows"
            f" {ours}). Update this program; the file was left alone.",
            f"{path} 由更新版本的程序写入（结构版本 {version}，本程序支持到 {ours}）。"
            "请升级本程序；文件未被改动。",
            path=str(path),
            version=version,
        )
    return StoreError(
        f"{path} has schema version {version}; this program needs {ours}. Run `empower migrate`"
        " (it keeps a copy of the file).",
        f"{path} 的结构版本为 {version}，本程序需要 {ours}。请运行 `empower migrate`"
        "（会保留原文件的副本）。",
        path=str(path),
        version=version,
    )
