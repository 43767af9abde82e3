"""GraphQL over server-sent events: the "distinct connections" mode of graphql-sse.

One request is one operation, by POST or GET with ``Accept: text/event-stream``: each answer is an
event ``next``, the end is ``complete``. docs/reference/subscriptions.md says what a client sees.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import anyio
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.api.streaming import StreamFailedError, Streaming, internal, message_of, ours
from graph_api.api.transport.answering import (
    LEGACY,
    MODERN,
    RefusedError,
    accepted_types,
    refusal,
    refused,
    request_id,
)
from graph_api.api.transport.reading import Asked, read_body, read_url
from graph_api.api.transport.signing_in import caller_of
from graph_api.api.transport.streams import Streams, encoded, until_refused
from graph_api.auth import Authenticator, Caller
from graph_api.errors import (
    BadParameterError,
    GraphApiError,
    OverloadedError,
    TooManyRequestsError,
)
from graph_api.observing import metrics

logger = logging.getLogger(__name__)

EVENTS = "text/event-stream"

HEADERS = {
    "content-type": f"{EVENTS}; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",  # a reverse proxy must not hold events back
}

SILENCE = b":\n\n"
"""A comment: it keeps proxies from closing what says nothing, and finds clients that have gone."""

MOST_DIGITS = 10

COMPLETE = b"event: complete\ndata:\n\n"


class EventsEndpoint:
    """Answers requests that accept events, and leaves all others to ``otherwise``."""

    def __init__(
        self,
        otherwise: ASGIApp,
        streaming: Streaming,
        authenticator: Authenticator,
        streams: Streams,
    ) -> None:
        self._otherwise = otherwise
        self._streaming = streaming
        self._authenticator = authenticator
        self._streams = streams

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        accepted = accepted_types(request)
        if request.method not in ("GET", "POST") or accepted.get(EVENTS, 0) <= 0:
            await self._otherwise(scope, receive, send)
            return
        body = _Kept(receive)
        request = Request(scope, body)
        # Some clients accept both whatever they ask: then only subscriptions get events.
        takes_both = accepted.get(MODERN, 0) > 0 or accepted.get(LEGACY, 0) > 0
        try:
            # Whoever may not ask has nothing of theirs read.
            caller = await caller_of(self._authenticator, scope)
            asked = await self._read(request)
            if takes_both and not self._streaming.is_subscription(asked, caller):
                await self._otherwise(scope, body.again, send)
                return
            by_get = request.method == "GET"
            opening = _Opening(scope, asked, caller, by_get, _last_event(request))
        except RefusedError as error:
            if takes_both:
                await self._otherwise(scope, body.again, send)
                return
            await refusal(error, request_id(scope))(scope, receive, send)
        except GraphApiError as error:
            await refusal(refused(error), request_id(scope))(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await self._serve(opening, scope, receive, send)

    async def _read(self, request: Request) -> Asked:
        if request.method == "GET":
            return read_url(request)
        return await read_body(request, self._streaming.execution.limits.max_body_bytes)

    async def _serve(self, opening: _Opening, scope: Scope, receive: Receive, send: Send) -> None:
        connection = _Connection(self._streams, request_id(scope), receive, send)
        try:
            with (
                self._streams.opened(connection.end),
                self._streams.claimed(opening.caller.identity),
            ):
                await connection.serve(self._streaming, self._authenticator, opening)
        except GraphApiError as error:  # no place for it: nothing was sent yet
            await refusal(refused(error), request_id(scope))(scope, receive, send)


@dataclass(frozen=True, slots=True)
class _Opening:
    """A stream that may begin."""

    scope: Scope
    asked: Asked
    caller: Caller
    by_get: bool
    resume_after: int | None


class _Connection:
    """One answer that goes on: its events, and the silence between them."""

    def __init__(self, streams: Streams, identity: str, receive: Receive, send: Send) -> None:
        self._streams = streams
        self._identity = identity
        self._receive = receive
        self._send = send
        self._sending = anyio.Lock()
        self._group = anyio.CancelScope()
        self._errors: Sequence[GraphQLError] = ()
        self._is_here = True

    def end(self) -> None:
        """Complete the stream, for the service stops."""
        self._break_off(
            OverloadedError(
                "The service stops; subscribe again.", "服务正在停止；请重新订阅。", retryAfter=1
            )
        )

    async def serve(
        self, streaming: Streaming, authenticator: Authenticator, opening: _Opening
    ) -> None:
        """Send events until the operation is complete, or the client has gone."""
        await self._send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(name.encode(), value.encode()) for name, value in HEADERS.items()],
            }
        )
        with self._group:
            async with anyio.create_task_group() as group:
                group.start_soon(self._notice_leaving)
                group.start_soon(self._keep_alive)
                group.start_soon(self._recheck, authenticator, opening)
                await self._answer(streaming, opening)
                group.cancel_scope.cancel()
        if not self._is_here:
            return
        last = b""
        if self._errors:
            last = _event({"errors": [error.formatted for error in self._errors]})
        with anyio.CancelScope(shield=True), anyio.move_on_after(self._streams.patience.linger):
            await self._send(
                {"type": "http.response.body", "body": last + COMPLETE, "more_body": False}
            )

    async def _answer(self, streaming: Streaming, opening: _Opening) -> None:
        results = streaming.results(
            opening.asked,
            opening.caller,
            self._identity,
            transport="sse",
            by_get=opening.by_get,
            resume_after=opening.resume_after,
        )
        try:
            async with aclosing(results):
                async for told in results:
                    await self._say(_event(message_of(told.result), told.mark))
        except StreamFailedError as failed:
            self._errors = failed.errors
        except Exception:
            logger.exception("request=%s a stream failed", self._identity)
            self._errors = (internal(self._identity),)

    async def _say(self, said: bytes) -> None:
        """Send some bytes; whoever does not take them in time is dropped, and told so."""
        try:
            with anyio.fail_after(self._streams.patience.send):
                async with self._sending:
                    await self._send(
                        {"type": "http.response.body", "body": said, "more_body": True}
                    )
        except TimeoutError:
            metrics.SUBSCRIPTIONS_DROPPED.add(reason="slow")
            self._break_off(
                TooManyRequestsError(
                    "You take events too slowly; subscribe again, with `after`.",
                    "接收事件过慢；请以 after 重新订阅。",
                )
            )
            await anyio.sleep_forever()  # until the cancellation arrives here

    def _break_off(self, error: GraphApiError) -> None:
        self._errors = self._errors or (ours(error, self._identity),)
        self._group.cancel()

    async def _notice_leaving(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._is_here = False
        self._group.cancel()

    async def _keep_alive(self) -> None:
        while True:
            await anyio.sleep(self._streams.patience.keep_alive)
            await self._say(SILENCE)

    async def _recheck(self, authenticator: Authenticator, opening: _Opening) -> None:
        self._break_off(
            await until_refused(
                authenticator,
                opening.scope,
                None,
                opening.caller,
                self._streams.patience.recheck,
            )
        )


class _Kept:
    """Keeps the messages of a body, so that somebody else can read it again."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._kept: list[Message] = []

    async def __call__(self) -> Message:
        """Receive a message, and keep it."""
        message = await self._receive()
        self._kept.append(message)
        return message

    async def again(self) -> Message:
        """Receive the messages once more, then what comes after them."""
        return self._kept.pop(0) if self._kept else await self._receive()


def _last_event(request: Request) -> int | None:
    said = request.headers.get("last-event-id")
    if not said:
        return None
    if not said.isascii() or not said.isdecimal() or len(said) > MOST_DIGITS:
        raise BadParameterError(
            "Last-Event-ID is no revision; leave it out, or send the `id` of an event.",
            "Last-Event-ID 不是修订号；请省略，或发送事件的 id。",
            parameter="Last-Event-ID",
        )
    return int(said)


def _event(payload: Mapping[str, Any], mark: str | None = None) -> bytes:
    """Give one event; ``mark`` is what a client sends to come back to this place."""
    named = b"" if mark is None else b"id: " + mark.encode() + b"\n"
    return b"event: next\n" + named + b"data: " + encoded(payload) + b"\n\n"
