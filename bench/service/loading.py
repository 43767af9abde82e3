"""A client that asks over a few connections, each its next question when it has its answer.

It speaks just enough HTTP/1.1 to take little of the two cores that it shares with the server.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import orjson

Ask = Callable[[], bytes]
"""Gives the body of the next request."""


@dataclass
class Taken:
    """What a round took: seconds of each request, and bytes of answers."""

    seconds: list[float] = field(default_factory=list)
    answered: int = 0
    wall: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall


def body_of(query: str, variables: dict[str, object] | None = None) -> bytes:
    said: dict[str, object] = {"query": query}
    if variables:
        said["variables"] = variables
    return orjson.dumps(said)


async def load(address: str, ask: Ask, seconds: float, connections: int = 4) -> Taken:
    """Ask for so many seconds; an answer with errors ends it."""
    taken = Taken()
    place = urlsplit(address)
    began = time.perf_counter()
    await asyncio.gather(
        *(
            _one(place.hostname or "", place.port or 0, ask, began + seconds, taken)
            for _ in range(connections)
        )
    )
    taken.wall = time.perf_counter() - began
    return taken


async def _one(host: str, port: int, ask: Ask, until: float, taken: Taken) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json\r\n"
        "accept: application/json\r\ncontent-length: "
    ).encode()
    try:
        while time.perf_counter() < until:
            body = ask()
            began = time.perf_counter()
            writer.write(b"%s%d\r\n\r\n%s" % (head, len(body), body))
            answer = await _answer(reader)
            taken.seconds.append(time.perf_counter() - began)
            taken.answered += len(answer)
            if b'"errors"' in answer[:200] or b'"data":null' in answer[:20]:
                raise RuntimeError(f"an answer with errors: {answer[:300]!r}")
    finally:
        writer.close()
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise RuntimeError(f"refused: {head[:200]!r}")
    at = head.index(b"content-length:") + 15
    return await reader.readexactly(int(head[at : head.index(b"\r", at)]))
