"""A driver of Neo4j with the settings that the promises rest on, and our errors.

A transaction ends with the question that it is a part of (`graph_api.scoring.stopping`): the server
is told how long it may take, and is given up soon after where it does not keep to it. A write that
has begun has no deadline, for its outcome must be told; a server that falls silent is given up all
the same (`SILENCE_SECONDS`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j import exceptions as driver_errors

from graph_api.errors import StoreUnavailableError
from graph_api.scoring import stopping
from graph_api.stores import cypher
from graph_api.stores.neo4j_errors import neo4j_error, require_address, without_account
from graph_api.stores.neo4j_patience import LATE_SECONDS, Patience, bound, patient
from graph_api.stores.rows import half_a_character

CONNECT_SECONDS = 5.0
RETRY_SECONDS = 3.0
"""How long a transaction is tried again while the server is away or somebody else was first."""
AGAIN_SECONDS = 0.1
"""The pause before it is tried again for the first time: a connection from before a restart of the
server costs no more than that."""
SILENCE_SECONDS = 30.0
"""After so long without a word the server is given up, whatever it was asked."""
TRANSACTION_SECONDS = 600.0
"""After this the server ends a transaction, so that a client that hangs frees its locks."""

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]


class Server:
    """A driver with the settings that the promises rest on, and our errors.

    ``silence``: seconds without a word after which the server is given up.
    """

    def __init__(  # what an account needs, and patience
        self,
        uri: str,
        user: str,
        password: str,
        database: str,
        *,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        require_address(uri)
        self._silence = silence
        self.location = f"{without_account(uri)}/{database}"
        self._database = database
        self._secrets = tuple(filter(None, (password, urlsplit(uri).password)))
        with self._translated():
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=neo4j.basic_auth(user, password) if user else None,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=2 * CONNECT_SECONDS,
                connection_write_timeout=CONNECT_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                initial_retry_delay=AGAIN_SECONDS,
                liveness_check_timeout=30,
                notifications_min_severity="OFF",
            )
        bound(self._driver, self.location)

    def read(self, work: Work[T]) -> T:
        """Do something that only reads, within the time of the question."""
        with self._session() as session:
            return session.execute_read(_in_time(work))

    def write(self, work: Work[T]) -> T:
        """Do something that locks or writes, within the time of the question if it has one."""
        with self._session() as session:
            return session.execute_write(_in_time(work))

    def ping(self) -> None:
        """Ask once; a connection from before a restart of the server is given a second chance."""
        began = time.monotonic()
        try:
            self._ask()
        except StoreUnavailableError:
            if time.monotonic() - began > CONNECT_SECONDS / 2:
                raise
            self._ask()

    def _ask(self) -> None:
        with self._session(CONNECT_SECONDS) as session:
            session.run(cypher.PING).consume()

    def close(self) -> None:
        """Close all connections."""
        self._driver.close()

    def run(self, *statements: str) -> list[dict[str, Any]]:
        """Run statements one by one, each by itself; give the rows of the last."""
        found: list[dict[str, Any]] = []
        with self._session() as session:
            for statement in statements:
                found = session.run(statement).data()
        return found

    @contextmanager
    def _session(self, silence: float | None = None) -> Iterator[neo4j.Session]:
        patience = Patience(silence or self._silence)
        left = stopping.current().left
        if left is not None:
            patience.end = time.monotonic() + left + LATE_SECONDS
        with (
            self._translated(),
            patient(patience),
            self._driver.session(
                database=self._database,
                connection_acquisition_timeout=min(
                    2 * CONNECT_SECONDS, patience.silence, patience.left or math.inf
                ),
            ) as session,
        ):
            yield session

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn what the driver says into our errors, keeping the cause, never a password."""
        try:
            yield
        except (driver_errors.Neo4jError, driver_errors.DriverError, OSError) as error:
            stop = stopping.current()
            if stop.is_over:  # whatever the server says of a transaction that it ended
                raise stop.error() from error
            raise neo4j_error(error, self.location, self._secrets) from error
        except UnicodeEncodeError as error:
            raise half_a_character("key") from error


def _in_time(work: Work[T]) -> Work[T]:
    """Let the server end a transaction with the question that it is a part of."""
    stopping.check()
    left = stopping.current().left
    seconds = TRANSACTION_SECONDS if left is None else min(left + 0.001, TRANSACTION_SECONDS)

    @neo4j.unit_of_work(timeout=seconds)  # 0 would be no end at all
    def timed(tx: neo4j.ManagedTransaction) -> T:
        stopping.check()  # it may be tried again and again
        return work(tx)

    return timed
