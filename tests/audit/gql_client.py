"""The Python client `gql` against the server: HTTP, websocket, its own look at the schema.

Run by ``scripts/audit`` with the address and the revision that a subscription ends with.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

QUERY = """query($key: String!) { scenario(key: $key) {
  view { pair(a: "residents", b: "street_office") { mutual } } } }"""
SUBSCRIPTION = """subscription($until: Int) {
  scenarioChanged(key: "mutual-empowerment", after: 0, until: $until) {
    committed { revision } } }"""


async def http(url: str) -> Any:
    async with Client(transport=HTTPXAsyncTransport(url), fetch_schema_from_transport=True) as one:
        return await one.execute(gql(QUERY), variable_values={"key": "mutual-empowerment"})


async def failing(url: str) -> Any:
    async with Client(transport=HTTPXAsyncTransport(url)) as one:
        try:
            await one.execute(gql(QUERY), variable_values={"key": "mutual-empowermen"})
        except TransportQueryError as error:
            return (error.errors or [{}])[0]
    return None


async def socket(url: str) -> Any:
    async with Client(transport=WebsocketsTransport(url.replace("http", "ws", 1))) as one:
        return await one.execute(gql(QUERY), variable_values={"key": "mutual-empowerment"})


async def following(url: str, until: int) -> list[int]:
    async with Client(transport=WebsocketsTransport(url.replace("http", "ws", 1))) as one:
        values = one.subscribe(gql(SUBSCRIPTION), variable_values={"until": until})
        return [value["scenarioChanged"]["committed"]["revision"] async for value in values]


def printed(url: str) -> str:
    command = [str(Path(sys.executable).with_name("gql-cli")), url, "--print-schema"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603  # the client's own command
    return done.stdout + done.stderr


def main() -> None:
    url, until = sys.argv[1], int(sys.argv[2])
    checks: list[tuple[str, Callable[[], Any], Callable[[Any], bool]]] = [
        ("a query by HTTP, checked against the schema", lambda: asyncio.run(http(url)), _is_pair),
        (
            "the code of an error",
            lambda: asyncio.run(failing(url)),
            lambda error: error["extensions"]["code"] == "UNKNOWN_SCENARIO",
        ),
        ("a query by websocket", lambda: asyncio.run(socket(url)), _is_pair),
        (
            "a subscription by websocket, in order to its end",
            lambda: asyncio.run(following(url, until)),
            lambda found: found == [*range(1, until + 1)],
        ),
        ("gql-cli prints the schema", lambda: printed(url), lambda text: "type Query" in text),
    ]
    passed = 0
    for name, ask, is_right in checks:
        try:
            got = ask()
            good = is_right(got)
        except Exception as error:  # noqa: BLE001  # whatever the client raises is what is told
            got, good = repr(error), False
        passed += good
        print("ok  " if good else "FAIL", name, "" if good else str(got)[:400])  # noqa: T201
    print(json.dumps({"passed": passed, "of": len(checks)}))  # noqa: T201


def _is_pair(data: Any) -> bool:
    return bool(data["scenario"]["view"]["pair"]["mutual"] > 0)


if __name__ == "__main__":
    main()
