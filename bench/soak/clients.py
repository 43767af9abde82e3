"""Clients: readers at a fixed rate, writers that name every write, listeners that come and go."""

from __future__ import annotations

import asyncio
import json
import random
import time
from typing import TYPE_CHECKING, Any

import httpx
import websockets

from bench.soak.questions import PLACES, draw
from bench.soak.servers import Server

if TYPE_CHECKING:
    from bench.soak.run import Seen

APPLY = """mutation Apply($i: ApplyChangesInput!) { applyChanges(input: $i) { __typename
  ... on ChangesApplied { revision } ... on RevisionConflict { actual }
  ... on InvalidChanges { problems { message } } } }"""
LISTEN = """subscription Listen($s: String!, $after: Int) {
  scenarioChanged(key: $s, after: $after) { deleted committed { revision reason } } }"""


class Reader:
    """Asks at a fixed rate, whether the last answer is there or not; late answers count as late."""

    def __init__(self, clients: list[httpx.AsyncClient], seen: Seen, chance: random.Random) -> None:
        self._clients = clients
        self._seen = seen
        self._chance = chance

    async def run(self, rate: float, end: float) -> None:
        planned = time.monotonic()
        async with asyncio.TaskGroup() as group:
            while planned < end:
                await asyncio.sleep(max(0, planned - time.monotonic()))
                client = self._chance.choice(self._clients)
                group.create_task(self._ask(client, planned, *draw(self._chance)))
                planned += self._chance.expovariate(rate)

    async def _ask(
        self,
        client: httpx.AsyncClient,
        planned: float,
        name: str,
        query: str,
        given: dict[str, Any],
    ) -> None:
        try:
            answer = await client.post("/graphql", json={"query": query, "variables": given})
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            self._seen.errors.append(f"{name}: {type(error).__name__}: {error}")
            return
        self._seen.latencies.append((name, time.monotonic() - planned))
        if answer.status_code != 200 or "errors" in body:
            self._seen.errors.append(f"{name}: {answer.status_code} {answer.text[:200]}")


class Writer:
    """Changes one relation at a time; every write carries a name of its own as its reason."""

    def __init__(
        self, client: httpx.AsyncClient, number: int, seen: Seen, chance: random.Random
    ) -> None:
        self._client = client
        self._number = number
        self._seen = seen
        self._chance = chance
        self._revisions = dict.fromkeys(PLACES, 1)
        self._count = 0

    async def run(self, rate: float, end: float) -> None:
        planned = time.monotonic()
        while planned < end:
            await asyncio.sleep(max(0, planned - time.monotonic()))
            await self._write(self._chance.choice([*PLACES]))
            planned += self._chance.expovariate(rate)

    async def _write(self, scenario: str) -> None:
        self._count += 1
        name = f"write {self._number}.{self._count}"
        # Never what is there already, from whichever writer: that would commit nothing.
        strength = (7 * self._count + self._number) % 1_000_000 / 1_000_000
        for _ in range(20):
            change = {"setRelation": {"id": PLACES[scenario][2], "strength": {"best": strength}}}
            given = {
                "scenario": scenario,
                "expectedRevision": self._revisions[scenario],
                "changes": [change],
                "reason": name,
            }
            began = time.monotonic()
            try:
                answer = await self._client.post(
                    "/graphql", json={"query": APPLY, "variables": {"i": given}}
                )
                done = answer.json()["data"]["applyChanges"]
            except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
                self._seen.errors.append(f"write: {type(error).__name__}: {error}")
                return
            if done["__typename"] == "RevisionConflict":
                self._seen.conflicts += 1
                self._revisions[scenario] = done["actual"]
                continue
            if done["__typename"] != "ChangesApplied":
                self._seen.errors.append(f"write: {done}")
                return
            now = time.monotonic()
            self._seen.latencies.append(("write", now - began))
            self._revisions[scenario] = done["revision"]
            self._seen.written.append((scenario, done["revision"], name))
            self._seen.committed_at[scenario, done["revision"]] = now
            return
        self._seen.errors.append("write: twenty conflicts in a row")


class Listener:
    """Follows a scenario over a socket; now and then it leaves and comes back where it was."""

    def __init__(self, server: Server, scenario: str, seen: Seen, chance: random.Random) -> None:
        self.scenario = scenario
        self.heard: list[tuple[int, str | None]] = []
        self.until: int | None = None
        self._url = server.address.replace("http", "ws", 1) + "/graphql"
        self._seen = seen
        self._chance = chance
        self._came = 0.0

    @property
    def _last(self) -> int:
        return self.heard[-1][0] if self.heard else 1

    async def run(self, end: float) -> None:
        first = True
        while self.until is None or self._last < self.until:
            self._seen.reconnects += not first
            first = False
            leaves = min(time.monotonic() + self._chance.uniform(20, 180), max(end, 0))
            if time.monotonic() >= end:
                leaves = time.monotonic() + 5
            try:
                await self._listen(leaves)
            except (OSError, websockets.WebSocketException) as error:
                self._seen.errors.append(f"listener: {type(error).__name__}: {error}")
                await asyncio.sleep(1)

    async def _listen(self, leaves: float) -> None:
        async with websockets.connect(
            self._url, subprotocols=[websockets.Subprotocol("graphql-transport-ws")], proxy=None
        ) as socket:
            await socket.send(json.dumps({"type": "connection_init"}))
            self._came = time.monotonic()
            given = {"s": self.scenario, "after": self._last}
            await socket.send(
                json.dumps(
                    {
                        "id": "1",
                        "type": "subscribe",
                        "payload": {"query": LISTEN, "variables": given},
                    }
                )
            )
            while (left := leaves - time.monotonic()) > 0:
                if self.until is not None and self._last >= self.until:
                    return
                try:
                    message = json.loads(await asyncio.wait_for(socket.recv(), min(left, 1)))
                except TimeoutError:
                    continue
                if message["type"] == "ping":
                    await socket.send(json.dumps({"type": "pong"}))
                self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "error":
            self._seen.errors.append(f"listener: {message['payload']}")
        if message["type"] != "next":
            return
        payload = message["payload"]
        if payload.get("errors"):
            self._seen.errors.append(f"listener: {payload['errors']}")
            return
        committed = payload["data"]["scenarioChanged"]["committed"]
        self.heard.append((committed["revision"], committed["reason"]))
        at = self._seen.committed_at.get((self.scenario, committed["revision"]))
        # An event may come before the answer to the writer: then it was not late at all.
        if at is None:
            self._seen.lags.append(0.0)
        elif at > self._came:  # what happened while it was away says nothing of the service
            self._seen.lags.append(time.monotonic() - at)
