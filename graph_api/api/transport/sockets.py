"""GraphQL over a WebSocket: the protocol graphql-transport-ws, and no other.

docs/reference/subscriptions.md says what a client sees. Strawberry's own handler closes the socket
on a syntax error, neither asks whether the client is still there nor bounds how long it may take
(docs/decisions/0013-own-stream-transports.md).
"""

from __future__ import annotations

import logging
import time
from contextlib import ExitStack, aclosing, suppress
from dataclasses import dataclass, field
from typing import Any

import anyio
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from graph_api.api.pricing.limits import limits_of
from graph_api.api.streaming import StreamFailedError, Streaming, message_of, ours
from graph_api.api.transport.answering import RefusedError, request_id
from graph_api.api.transport.reading import Asked, parse_json, read_request
from graph_api.api.transport.signing_in import caller_of
from graph_api.api.transport.streams import Streams, encoded, until_refused
from graph_api.auth import LOCAL, Authenticator, Caller
from graph_api.errors import (
    ForbiddenError,
    GraphApiError,
    TooManyRequestsError,
    UnauthenticatedError,
)
from graph_api.observing import metrics

logger = logging.getLogger(__name__)

PROTOCOL = "graphql-transport-ws"

GOING_AWAY = 1001
TOO_BIG = 1009
INTERNAL = 1011
TRY_AGAIN = 1013
BAD_MESSAGE = 4400
NOT_INITIALISED = 4401
FORBIDDEN = 4403
BAD_PROTOCOL = 4406
INIT_TIMEOUT = 4408
DUPLICATE_ID = 4409
TOO_MANY_INITS = 4429
TERMINATED = 4499

MOST_ID = 128
"""Characters of the id of an operation."""

MOST_REASON = 123
"""Bytes of the reason of a close frame, by the standard."""


class _Closed(Exception):  # noqa: N818  # no error: how a connection ends
    """The connection is to be closed, with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class SocketEndpoint:
    """The ASGI application behind the WebSocket of ``/graphql``."""

    def __init__(
        self, streaming: Streaming, authenticator: Authenticator, streams: Streams
    ) -> None:
        self._streaming = streaming
        self._authenticator = authenticator
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, from its handshake to its end."""
        await receive()  # websocket.connect
        connection = _Connection(
            self._streaming, self._authenticator, self._streams, scope, receive, send
        )
        try:
            with self._streams.opened(connection.end):
                if PROTOCOL not in scope.get("subprotocols", ()):
                    await send({"type": "websocket.accept"})
                    await connection.close(BAD_PROTOCOL, f"speak {PROTOCOL}")
                    return
                await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
                await connection.serve()
        except GraphApiError as error:
            await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
            await connection.close(TRY_AGAIN, error.en)


@dataclass(eq=False)
class _Connection:
    """One socket: its caller, its operations, what it still has to hear."""

    streaming: Streaming
    authenticator: Authenticator
    streams: Streams
    scope: Scope
    receive: Receive
    send: Send
    caller: Caller | None = None
    said: str | None = None
    is_initialised: bool = False
    heard: float = field(default_factory=time.monotonic)
    operations: dict[str, anyio.CancelScope] = field(default_factory=dict)
    ready: anyio.Event = field(default_factory=anyio.Event)
    sending: anyio.Lock = field(default_factory=anyio.Lock)
    closing: _Closed | None = None
    held: ExitStack = field(default_factory=ExitStack)
    group: anyio.CancelScope = field(default_factory=anyio.CancelScope)

    def end(self) -> None:
        """Close the connection, for the service stops."""
        self._close(GOING_AWAY, "the service stops; connect again")

    def _close(self, code: int, reason: str) -> None:
        self.closing = self.closing or _Closed(code, reason)
        self.group.cancel()

    async def serve(self) -> None:
        """Answer messages until either side closes."""
        with self.held, self.group:
            async with anyio.create_task_group() as group:
                group.start_soon(self._await_beginning)
                group.start_soon(self._keep_alive)
                group.start_soon(self._recheck)
                await self._read(group)
                group.cancel_scope.cancel()
        if self.closing is not None:
            await self.close(self.closing.code, self.closing.reason)

    async def close(self, code: int, reason: str) -> None:
        """Send the close frame; a client that takes nothing is left to itself after a while."""
        logger.info(
            "socket closed",
            extra={"request": request_id(self.scope), "status": code, "reason": reason},
        )
        text = reason.encode()[:MOST_REASON].decode(errors="ignore")
        message = {"type": "websocket.close", "code": code, "reason": text}
        with (
            anyio.CancelScope(shield=True),
            anyio.move_on_after(self.streams.patience.linger),
            suppress(OSError, RuntimeError, WebSocketDisconnect),  # it has gone already
        ):
            await self.send(message)

    async def _read(self, group: anyio.abc.TaskGroup) -> None:
        while True:
            message = await self.receive()
            if message["type"] == "websocket.disconnect":
                return
            self.heard = time.monotonic()
            try:
                await self._handle(self._understood(message), group)
            except _Closed as closed:
                self._close(closed.code, closed.reason)
                return

    def _understood(self, message: Message) -> dict[str, Any]:
        text = message.get("text")
        if text is None:
            raise _Closed(BAD_MESSAGE, "messages are texts")
        raw = text.encode("utf-8", "surrogatepass")
        if len(raw) > self.streaming.execution.limits.max_body_bytes:
            raise _Closed(TOO_BIG, "the message is larger than limits.maxBodyBytes")
        try:
            said = parse_json(raw, "message")
        except RefusedError as error:
            raise _Closed(BAD_MESSAGE, error.en) from error
        if not isinstance(said, dict) or not isinstance(said.get("type"), str):
            raise _Closed(BAD_MESSAGE, "a message is an object with a type")
        return said

    async def _handle(self, said: dict[str, Any], group: anyio.abc.TaskGroup) -> None:
        payload = said.get("payload")
        match said["type"]:
            case "connection_init":
                await self._begin(payload)
            case "ping":
                await self._say({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(_id_of(said), payload, group)
            case "complete":
                running = self.operations.pop(_id_of(said), None)
                if running is not None:
                    running.cancel()
            case other:
                raise _Closed(BAD_MESSAGE, f"unknown type {other[:40]!r}")

    async def _begin(self, payload: object) -> None:
        if self.is_initialised:
            raise _Closed(TOO_MANY_INITS, "Too many initialisation requests")
        if payload is not None and not isinstance(payload, dict):
            raise _Closed(BAD_MESSAGE, "the payload of connection_init is an object")
        self.is_initialised = True
        self.said = _authorization(payload or {})
        try:
            self.caller = await caller_of(self.authenticator, self.scope, self.said)
            self.held.enter_context(self.streams.claimed(self.caller.identity))
        except (UnauthenticatedError, ForbiddenError) as error:
            raise _Closed(FORBIDDEN, error.en) from error
        except GraphApiError as error:  # too many connections, or the store of tokens is away
            if error.told_outside() is not error:
                logger.warning("code=%s message=%s", error.code, error.en)
            raise _Closed(TRY_AGAIN, error.told_outside().en) from error
        await self._say({"type": "connection_ack"})
        self.ready.set()

    async def _subscribe(self, name: str, payload: object, group: anyio.abc.TaskGroup) -> None:
        if not self.ready.is_set() or self.caller is None:
            raise _Closed(NOT_INITIALISED, "Unauthorized: send connection_init first")
        if name in self.operations:
            raise _Closed(DUPLICATE_ID, f"Subscriber for {name} already exists")
        try:
            asked = read_request(payload)
        except RefusedError as error:
            raise _Closed(BAD_MESSAGE, error.en) from error
        most = limits_of(self.caller.role, self.streaming.execution.limits).max_subscriptions
        if len(self.operations) >= most:
            metrics.SUBSCRIPTIONS_DROPPED.add(reason="limit")
            refused = TooManyRequestsError(
                f"This connection has {most} operations already; complete some of them.",
                f"此连接已有 {most} 个操作；请先结束一些。",
                limit=most,
            )
            said = ours(refused, request_id(self.scope)).formatted
            await self._say({"id": name, "type": "error", "payload": [said]})
            return
        scope = self.operations[name] = anyio.CancelScope()
        group.start_soon(self._run, name, scope, asked)

    async def _run(self, name: str, scope: anyio.CancelScope, asked: Asked) -> None:
        """Answer one operation; nothing of it is said after its client has completed it."""
        with scope:
            last: dict[str, Any] = {"id": name, "type": "complete"}
            try:
                await self._answer(name, asked)
            except StreamFailedError as failed:
                last["type"] = "error"
                last["payload"] = [error.formatted for error in failed.errors]
            except Exception:
                logger.exception("request=%s a stream failed", request_id(self.scope))
                self._close(INTERNAL, "the service failed; quote the request id")
                return
            # Its id is free before the last message is out: the client may use it again.
            if self.operations.get(name) is scope:
                del self.operations[name]
            await self._say(last)

    async def _answer(self, name: str, asked: Asked) -> None:
        caller = self.caller or LOCAL
        results = self.streaming.results(asked, caller, request_id(self.scope), transport="ws")
        async with aclosing(results):
            async for told in results:
                message = {"id": name, "type": "next", "payload": message_of(told.result)}
                await self._say(message)

    async def _say(self, message: dict[str, Any]) -> None:
        """Send a message; whoever does not take it in time is dropped, and told so."""
        said = {"type": "websocket.send", "text": encoded(message).decode()}
        try:
            with anyio.fail_after(self.streams.patience.send):
                async with self.sending:
                    await self.send(said)
        except TimeoutError:
            if self.closing is None:
                metrics.SUBSCRIPTIONS_DROPPED.add(reason="slow")
            self._close(TRY_AGAIN, "too slow: connect again, with `after`")
            await anyio.sleep_forever()  # until the cancellation arrives here
        except (OSError, RuntimeError, WebSocketDisconnect):
            self._close(TERMINATED, "the client has gone")

    async def _await_beginning(self) -> None:
        with anyio.move_on_after(self.streams.patience.begin) as waited:
            await self.ready.wait()
        if waited.cancelled_caught:
            self._close(INIT_TIMEOUT, "Connection initialisation timeout")

    async def _keep_alive(self) -> None:
        """Ask, after a silence, whether somebody is there; close where nobody answers."""
        seconds = self.streams.patience.keep_alive
        await self.ready.wait()
        while True:
            await anyio.sleep(seconds)
            if time.monotonic() - self.heard < seconds:
                continue
            await self._say({"type": "ping"})
            asked = time.monotonic()
            await anyio.sleep(seconds)
            if self.heard < asked:
                self._close(TERMINATED, "no answer to a ping")

    async def _recheck(self) -> None:
        """Close when the caller may not be here any more."""
        await self.ready.wait()
        caller, recheck = self.caller or LOCAL, self.streams.patience.recheck
        error = await until_refused(self.authenticator, self.scope, self.said, caller, recheck)
        self._close(NOT_INITIALISED, error.en)


def _id_of(said: dict[str, Any]) -> str:
    name = said.get("id")
    if not isinstance(name, str) or not 0 < len(name) <= MOST_ID:
        raise _Closed(BAD_MESSAGE, f"an operation has an id of 1 to {MOST_ID} characters")
    return name


def _authorization(payload: dict[str, Any]) -> str | None:
    """Give what was said in place of a header, for browsers send none with a socket."""
    for name, value in payload.items():
        if isinstance(value, str) and name.lower() in ("authorization", "token"):
            return value if name.lower() == "authorization" else f"Bearer {value}"
    return None
