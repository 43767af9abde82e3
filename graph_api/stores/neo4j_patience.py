"""How long a server is waited for that has been reached and says nothing: stopped, or swapping.

The driver has no limit for that: it waits for an answer as long as the connection stands, and the
thread of whoever asked with it. So each connection is told, when it is lent, until when it may wait
for the next word; one that waited in vain is closed by the driver, which the server takes as the
end of the transaction, should it ever go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from graph_api.errors import StoreUnavailableError
from graph_api.scoring import stopping

LATE_SECONDS = 0.7
"""How long after the end of a question the server may still say that it ended it."""


@dataclass
class Patience:
    """How long one use of the driver waits.

    Attributes
    ----------
    silence
        Seconds without a word after which the server is given up.
    end
        The instant, of the clock that only goes forward, at which it is given up whatever it says;
        None: never.

    """

    silence: float
    end: float | None = None
    _lent: Any = None
    _since: float = 0.0

    @property
    def left(self) -> float | None:
        """Give the seconds until the end, above 0; None: no end."""
        return None if self.end is None else max(self.end - time.monotonic(), 0.001)

    def require(self, location: str) -> None:
        """Do not try again what the server was silent about, nor what is too late.

        Raises
        ------
        DeadlineExceededError
            If the question is over.
        StoreUnavailableError
            Which says that nothing was written: a commit that got no answer is not tried again.

        """
        stopping.check()
        now = time.monotonic()
        was_silent = (
            self._lent is not None and self._lent.defunct() and now - self._since >= self.silence
        )
        if was_silent:
            raise silent(location, now - self._since)

    def lend(self, connection: Any) -> None:  # noqa: ANN401  # the driver's own
        """Tell a connection how long it may wait."""
        self._lent, self._since = connection, time.monotonic()
        connection.socket.set_read_timeout(self.silence)
        connection.socket.set_read_deadline(self.left)


_PATIENCE: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def patient(patience: Patience) -> Iterator[None]:
    """Use the driver in this thread for no longer than that."""
    token = _PATIENCE.set(patience)
    try:
        yield
    finally:
        _PATIENCE.reset(token)


def bound(driver: Any, location: str) -> None:  # noqa: ANN401  # only the store knows its kind
    """Have every connection of a driver bounded when it is lent.

    The driver (6.4) offers no way to do so; this one place reaches into it.
    """
    pool: Any = driver._pool
    acquire: Callable[..., Any] = pool.acquire

    def bounded(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # whatever the driver passes
        patience = _PATIENCE.get()
        if patience is None:
            return acquire(*args, **kwargs)
        patience.require(location)
        connection = acquire(*args, **kwargs)
        patience.lend(connection)
        return connection

    pool.acquire = bounded


def silent(location: str, seconds: float) -> StoreUnavailableError:
    """Give the error for a server that was reached and said nothing."""
    return StoreUnavailableError(
        f"Neo4j at {location} was reached and said nothing for {seconds:.0f} s: it is stopped, or"
        " far too busy. Nothing was written; try again later.",
        f"位于 {location} 的 Neo4j 可以连接，但 {seconds:.0f} 秒内没有应答：已停顿或过于繁忙。"
        "未写入任何内容，请稍后重试。",
        location=location,
        reason="silent",
    )
