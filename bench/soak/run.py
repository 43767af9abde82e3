"""The run: servers, readers, writers, listeners, and a watch over memory."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.soak.clients import Listener, Reader, Writer
from bench.soak.questions import PLACES
from bench.soak.servers import Server, memory_of, started

Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Mix:
    """How much of what, for how long (seconds)."""

    seconds: float
    reads: float
    writes: float
    listeners: int
    servers: int
    seed: int


@dataclass
class Seen:
    """What the clients saw.

    ``latencies`` holds (question, seconds from the planned start to the answer). ``written`` holds
    every acknowledged write: (scenario, revision, its name). ``heard`` is what each listener got,
    in order. ``journals`` is what the store holds in the end. ``memory`` holds (seconds since the
    start, bytes of all server processes).
    """

    latencies: list[tuple[str, float]] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    written: list[tuple[str, int, str]] = field(default_factory=list)
    conflicts: int = 0
    heard: list[tuple[str, list[tuple[int, str | None]]]] = field(default_factory=list)
    reconnects: int = 0
    journals: dict[str, list[tuple[int, str | None]]] = field(default_factory=dict)
    memory: list[tuple[float, int]] = field(default_factory=list)
    cpu_seconds: float = 0.0
    committed_at: dict[tuple[str, int], float] = field(default_factory=dict)


async def soak(mix: Mix, folder: Path, tell: Tell) -> Seen:
    """Run the mix against servers over a store of their own in ``folder``."""
    seen = Seen()
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(started(folder)) for _ in range(mix.servers)]
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=server.address, timeout=30, trust_env=False)
            )
            for server in servers
        ]
        end = time.monotonic() + mix.seconds
        listeners = [
            Listener(servers[n % len(servers)], [*PLACES][n % len(PLACES)], seen, random.Random(n))
            for n in range(mix.listeners)
        ]
        listening = [asyncio.create_task(listener.run(end)) for listener in listeners]
        await asyncio.sleep(1)
        working = [
            asyncio.create_task(_watch(servers, seen, end, mix.seconds, tell)),
            asyncio.create_task(Reader(clients, seen, random.Random(mix.seed)).run(mix.reads, end)),
            *(
                asyncio.create_task(
                    Writer(client, n, seen, random.Random(mix.seed + n)).run(
                        mix.writes / len(clients), end
                    )
                )
                for n, client in enumerate(clients)
            ),
        ]
        await asyncio.gather(*working)
        seen.journals = {key: await _journal(clients[0], key) for key in PLACES}
        ends = {key: journal[-1][0] for key, journal in seen.journals.items()}
        for listener in listeners:
            listener.until = ends[listener.scenario]
        await asyncio.wait_for(asyncio.gather(*listening), 30)
        seen.heard = [(listener.scenario, listener.heard) for listener in listeners]
        seen.cpu_seconds = sum(server.cpu_seconds() for server in servers)
    return seen


async def _watch(servers: list[Server], seen: Seen, end: float, seconds: float, tell: Tell) -> None:
    while (left := end - time.monotonic()) > 0:
        seen.memory.append((seconds - left, sum(memory_of(server.pid) for server in servers)))
        tell(
            1 - left / seconds,
            f"{len(seen.latencies)} answers, {len(seen.written)} writes, {len(seen.errors)} errors",
        )
        await asyncio.sleep(min(5, left))
    tell(1.0, f"{len(seen.latencies)} answers, {len(seen.written)} writes")


async def _journal(client: httpx.AsyncClient, key: str) -> list[tuple[int, str | None]]:
    """Read the whole journal of a scenario, oldest first."""
    query = """query All($s: String!, $after: String) { scenario(key: $s) {
      history(first: 100, after: $after) { edges { node { revision reason } }
        pageInfo { hasNextPage endCursor } } } }"""
    found: list[tuple[int, str | None]] = []
    after: str | None = None
    while True:
        body = {"query": query, "variables": {"s": key, "after": after}}
        answer = (await client.post("/graphql", json=body)).json()
        page = answer["data"]["scenario"]["history"]
        found += [(edge["node"]["revision"], edge["node"]["reason"]) for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return sorted(found)
        after = page["pageInfo"]["endCursor"]
