"""A client that leaves takes its question along; a write that has begun is done to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeVar

import anyio
from starlette.requests import ClientDisconnect
from starlette.types import Receive

T = TypeVar("T")


async def until_gone(receive: Receive, work: Awaitable[T]) -> T:
    """Wait for an answer as long as the client of an HTTP request does.

    Its body has been read, so that all that may still come is that it leaves.

    Raises
    ------
    ClientDisconnect
        If it left; what was at work is cancelled then.

    """
    with anyio.CancelScope() as scope:
        listener: asyncio.Task[None] | None = None

        def listen() -> None:
            nonlocal listener
            listener = asyncio.create_task(_listen(receive, scope))

        try:
            return await _Noticed(work, listen)
        finally:
            if listener is not None:
                listener.cancel()
    raise ClientDisconnect


class _Noticed(Awaitable[T]):
    """Something to wait for that says once that it has to be waited for.

    Most small answers are ready at once: for them nobody needs to listen beside.
    """

    def __init__(self, work: Awaitable[T], waits: Callable[[], object]) -> None:
        self._work = work
        self._waits = waits

    def __await__(self) -> Generator[Any, Any, T]:
        """Go through the work step by step, as `yield from` does."""
        steps = self._work.__await__()
        try:
            step = next(steps)
            self._waits()
            while True:
                try:
                    sent = yield step
                except GeneratorExit:
                    steps.close()
                    raise
                except BaseException as error:  # noqa: BLE001  # passed on, whatever it is
                    step = steps.throw(error)
                else:
                    step = steps.send(sent)
        except StopIteration as done:
            result: T = done.value
            return result


async def _listen(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
