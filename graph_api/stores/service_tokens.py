"""The table of local tokens in ``service.sqlite``: who may sign in, never with what.

Of a token only the SHA-256 of its text is kept, which signs nobody in. A token that was revoked or
has expired stays in the table, so that the journal's names keep their meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any, Protocol

TABLE: tuple[str, ...] = (
    """CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        digest BLOB NOT NULL,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        created REAL NOT NULL,
        expires REAL,
        revoked REAL,
        used REAL
    ) STRICT, WITHOUT ROWID""",
)

_COLUMNS = "id, digest, name, role, created, expires, revoked, used"


class Db(Protocol):
    """What lends connections: `graph_api.stores.service_db.ServiceDb`."""

    @property
    def reading(self) -> Callable[[], AbstractContextManager[Connection]]:
        """Lend a connection that sees one state."""
        ...

    @property
    def writing(self) -> Callable[[], AbstractContextManager[Connection]]:
        """Lend a connection that nobody else writes beside."""
        ...


@dataclass(frozen=True, slots=True)
class StoredToken:
    """What is kept of a token; instants in seconds since 1970, UTC.

    ``used`` is when it last signed somebody in, to within some minutes; None: never.
    """

    id: str
    digest: bytes
    name: str
    role: str
    created: float
    expires: float | None = None
    revoked: float | None = None
    used: float | None = None

    def is_live(self, now: float) -> bool:
        """Tell whether it signs anybody in at this instant.

        Examples
        --------
        >>> StoredToken("a", b"", "Li", "reader", 0.0, expires=10.0).is_live(10.0)
        False

        """
        return self.revoked is None and (self.expires is None or now < self.expires)

    def state(self, now: float) -> str:
        """Give ``live``, ``expired`` or ``revoked``."""
        if self.revoked is not None:
            return "revoked"
        return "live" if self.is_live(now) else "expired"


def instant(seconds: float | None) -> str | None:
    """Give an instant as ISO 8601 in UTC.

    Examples
    --------
    >>> instant(0.0)
    '1970-01-01T00:00:00+00:00'

    """
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The local tokens of one ``service.sqlite``.

    Every method is one transaction; another process sees what it did at once.
    """

    db: Db

    def add(self, token: StoredToken) -> None:
        """Keep a token."""
        with self.db.writing() as connection:
            connection.execute(
                f"INSERT INTO tokens ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # ours
                (
                    token.id,
                    token.digest,
                    token.name,
                    token.role,
                    token.created,
                    token.expires,
                    token.revoked,
                    token.used,
                ),
            )

    def find(self, identity: str) -> StoredToken | None:
        """Give the token of an id, in whatever state it is."""
        with self.db.reading() as connection:
            row = connection.execute(
                f"SELECT {_COLUMNS} FROM tokens WHERE id = ?",  # noqa: S608  # ours
                (identity,),
            ).fetchone()
        return None if row is None else _token(row)

    def every(self) -> tuple[StoredToken, ...]:
        """Give all tokens, oldest first."""
        with self.db.reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM tokens ORDER BY created, id"  # noqa: S608  # ours
            ).fetchall()
        return tuple(map(_token, rows))

    def has_live(self, now: float) -> bool:
        """Tell whether anybody could sign in with a token."""
        with self.db.reading() as connection:
            found = connection.execute(
                "SELECT 1 FROM tokens WHERE revoked IS NULL AND (expires IS NULL OR expires > ?)"
                " LIMIT 1",
                (now,),
            ).fetchone()
        return found is not None

    def revoke(self, identity: str, now: float) -> bool:
        """End a token for good; False where there is none, or it was revoked before."""
        with self.db.writing() as connection:
            done = connection.execute(
                "UPDATE tokens SET revoked = ? WHERE id = ? AND revoked IS NULL", (now, identity)
            )
            return done.rowcount > 0

    def note_use(self, identity: str, now: float) -> None:
        """Note when a token last signed somebody in."""
        with self.db.writing() as connection:
            connection.execute("UPDATE tokens SET used = ? WHERE id = ?", (now, identity))


def _token(row: tuple[Any, ...]) -> StoredToken:
    return StoredToken(*row)
