"""What every kind of stream shares: how many there may be, how long they wait, how they end."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import orjson
from starlette.types import Scope

from graph_api.api.transport.signing_in import caller_of
from graph_api.auth import Authenticator, Caller
from graph_api.errors import (
    ForbiddenError,
    GraphApiError,
    OverloadedError,
    TooManyRequestsError,
    UnauthenticatedError,
)
from graph_api.observing import metrics


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds streams wait for what.

    Attributes
    ----------
    begin
        For the first message of a socket.
    keep_alive
        Of silence before we ask whether somebody is still there, and for the answer.
    send
        For a client to take one message; then it is too slow.
    linger
        For a client that was too slow to take the message that says so.
    recheck
        Between two looks whether a caller may still be here.
    farewell
        For streams to end when the service stops.

    """

    begin: float = 10.0
    keep_alive: float = 15.0
    send: float = 10.0
    linger: float = 30.0
    recheck: float = 15.0
    farewell: float = 3.0


@dataclass
class Streams:
    """All streams that are open, of every kind; it belongs to one event loop.

    Parameters
    ----------
    most
        Connections in all at a time.
    most_of_a_caller
        Connections of one caller at a time.
    patience
        How long they wait.

    """

    most: int = 2_000
    most_of_a_caller: int = 200
    patience: Patience = field(default_factory=Patience)
    ending: bool = False
    _callers: Counter[str] = field(default_factory=Counter)
    _ends: set[Callable[[], None]] = field(default_factory=set)

    @property
    def open(self) -> int:
        """Tell how many are open."""
        return len(self._ends)

    @contextmanager
    def opened(self, end: Callable[[], None]) -> Iterator[None]:
        """Hold a place; ``end`` is called when the service stops.

        Raises
        ------
        OverloadedError
            If there are as many as there may be, or the service is stopping.

        """
        if self.ending or len(self._ends) >= self.most:
            metrics.SUBSCRIPTIONS_DROPPED.add(reason="draining" if self.ending else "limit")
            raise OverloadedError(
                "The service has as many streams as it can hold, or is stopping; try again.",
                "服务的订阅连接已满或正在停止；请稍后重试。",
            )
        self._ends.add(end)
        try:
            yield
        finally:
            self._ends.discard(end)

    @contextmanager
    def claimed(self, identity: str) -> Iterator[None]:
        """Count a connection for its caller.

        Raises
        ------
        TooManyRequestsError
            If the caller has as many as there may be.

        """
        if self._callers[identity] >= self.most_of_a_caller:
            metrics.SUBSCRIPTIONS_DROPPED.add(reason="limit")
            raise TooManyRequestsError(
                f"You have {self.most_of_a_caller} connections with streams; close some of them.",
                f"您已有 {self.most_of_a_caller} 个订阅连接；请关闭一些。",
                limit=self.most_of_a_caller,
            )
        self._callers[identity] += 1
        try:
            yield
        finally:
            self._callers[identity] -= 1
            if not self._callers[identity]:
                del self._callers[identity]

    async def close(self) -> None:
        """End all streams, each in the way of its kind, and wait until they are gone."""
        self.ending = True
        ends = tuple(self._ends)
        for end in ends:
            metrics.SUBSCRIPTIONS_DROPPED.add(reason="draining")
            end()
        with anyio.move_on_after(self.patience.farewell):
            while self._ends:
                await anyio.sleep(0.01)


async def until_refused(
    authenticator: Authenticator,
    scope: Scope,
    said: str | None,
    caller: Caller,
    recheck: float,
) -> GraphApiError:
    """Wait until a caller may not be here any more, and give why.

    It is looked at now and then, and as soon as what the caller signed in with expires: a token
    that was revoked, or a role that was changed, ends what is open. ``said`` is what was signed in
    with in place of a header; ``recheck`` are the seconds between two looks.
    """
    while True:
        seconds = recheck
        if caller.expires is not None:
            seconds = min(seconds, max(0.0, caller.expires - time.time()))
        await anyio.sleep(seconds)
        try:
            now = await caller_of(authenticator, scope, said)
        except (UnauthenticatedError, ForbiddenError) as error:
            return error
        except GraphApiError:
            await anyio.sleep(1)  # whoever knows is away: asked again
            continue
        if (now.identity, now.role) != (caller.identity, caller.role):
            return UnauthenticatedError(
                "Your rights have changed; connect again.", "您的权限已变更；请重新连接。"
            )
        caller = now


def encoded(message: Any) -> bytes:  # noqa: ANN401  # JSON
    """Give a message as JSON, in UTF-8.

    Examples
    --------
    >>> encoded({"type": "complete", "id": "变更"}).decode()
    '{"type":"complete","id":"变更"}'

    """
    try:
        return orjson.dumps(message)
    except TypeError:  # whole numbers of more than 64 bits
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
