"""The real program on an address that others reach: refused, or served over TLS to who signs in."""

from __future__ import annotations

import json
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import websockets
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.e2e.certificates import write_certificate
from tests.unit.cli.test_processes import finished, started

pytestmark = pytest.mark.e2e

EVERYWHERE = "0.0.0.0"  # noqa: S104  # what is tested
MUTATION = """mutation { deleteScenario(input: {key: "x", expectedRevision: 1}) { __typename } }"""


@contextmanager
def serving(data: Path, *words: str, **own: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address of a server, on loopback, that listens everywhere."""
    options = ("--port", "0", "--no-seeds", "--json", "--data", str(data))
    with started("serve", *options, *words, **own) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        assert said, process.stderr and process.stderr.read()
        yield json.loads(said)["address"].replace(EVERYWHERE, "127.0.0.1"), process


def token(data: Path, role: str) -> dict[str, Any]:
    words = ("--role", role, "--name", f"a {role}", "--json", "--data", str(data))
    made: dict[str, Any] = json.loads(finished("token", "create", *words).stdout)
    return made


def ask(address: str, text: str | None, query: str, verify: Any = True) -> httpx.Response:
    headers = {"accept": "application/graphql-response+json"}
    if text is not None:
        headers["authorization"] = f"Bearer {text}"
    return httpx.post(
        f"{address}/graphql", json={"query": query}, headers=headers, verify=verify, timeout=30
    )


def test_an_open_address_is_refused_with_exit_code_2_and_the_way_out(tmp_path: Path) -> None:
    done = finished("serve", "--host", EVERYWHERE, "--port", "0", "--data", str(tmp_path / "d"))
    assert done.returncode == 2
    for step in (b"token create", b"--tls-cert", b"EMPOWER_PROXY"):
        assert step in done.stderr
    assert done.stdout == b""
    assert not (tmp_path / "d").exists()


def test_over_tls_who_signs_in_is_served_and_a_revoked_token_is_not(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    data = tmp_path / "data"
    reader, analyst = token(data, "reader"), token(data, "analyst")
    tls = ("--host", EVERYWHERE, "--tls-cert", str(certificate), "--tls-key", str(key))
    trust = ssl.create_default_context(cafile=certificate)
    with serving(data, *tls) as (address, process):
        assert address.startswith("https://")
        assert ask(address, None, "{ viewer { role } }", trust).status_code == 401
        answer = ask(address, reader["token"], "{ viewer { name role } }", trust)
        assert answer.json()["data"]["viewer"] == {"name": "a reader", "role": "READER"}
        assert "max-age" in answer.headers["strict-transport-security"]
        refused = ask(address, analyst["token"], MUTATION, trust)
        assert refused.status_code == 403
        assert refused.json()["errors"][0]["extensions"]["needed"] == "admin"
        with pytest.raises(httpx.TransportError):
            ask(address.replace("https", "http"), reader["token"], "{ viewer { role } }")
        anyio.run(over_socket, address, reader["token"], trust)
        finished("token", "revoke", reader["id"], "--data", str(data))
        time.sleep(1.05)
        assert ask(address, reader["token"], "{ viewer { role } }", trust).status_code == 401
        assert ask(address, analyst["token"], "{ viewer { role } }", trust).status_code == 200
        arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        process.terminate()
        _, log = process.communicate(timeout=30)
    for made in (reader, analyst):
        assert made["token"][17:].encode() not in log + arguments


async def over_socket(address: str, text: str, trust: ssl.SSLContext) -> None:
    """Sign in by the first message of a websocket, and be refused by it."""
    url = address.replace("https", "wss") + "/graphql"
    options: dict[str, Any] = {
        "subprotocols": [websockets.Subprotocol("graphql-transport-ws")],
        "ssl": trust,
    }
    hello = {"type": "connection_init", "payload": {"authorization": f"Bearer {text}"}}
    async with connect(url, **options) as socket:
        await socket.send(json.dumps(hello))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
    hello["payload"] = {"authorization": "Bearer emp_x"}
    async with connect(url, **options) as socket:
        await socket.send(json.dumps(hello))
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 4403
    with pytest.raises(InvalidStatus, match="403"):
        async with connect(url, origin=websockets.Origin("https://evil.example"), **options):
            pass


@pytest.mark.long
def test_behind_a_stated_proxy_nobody_else_is_answered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    made = token(data, "reader")
    own = {"EMPOWER_PROXY": "10.0.0.1", "EMPOWER_HOSTS": "empower.example,127.0.0.1"}
    with serving(data, "--host", EVERYWHERE, **own) as (address, process):
        assert ask(address, made["token"], "{ viewer { role } }").status_code == 200  # this machine
        assert ask(address, None, "{ viewer { role } }").status_code == 401
        foreign = httpx.get(f"{address}/healthz", headers={"host": "evil.example"})
        assert foreign.status_code == 421
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.long
def test_in_a_container_sign_in_may_be_asked_for(tmp_path: Path) -> None:
    own = {"EMPOWER_ALLOW_OPEN": "1", "EMPOWER_SIGN_IN": "1"}
    data = tmp_path / "data"
    with serving(data, "--host", EVERYWHERE, **own) as (address, process):
        assert ask(address, None, "{ viewer { role } }").status_code == 401
        made = token(data, "reader")  # while it runs, from another process
        assert ask(address, made["token"], "{ viewer { role } }").status_code == 200
        process.terminate()
        _, log = process.communicate(timeout=30)
    assert b"empower token create" in log  # it said so when it started
