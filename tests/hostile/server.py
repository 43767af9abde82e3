"""A real server to attack: its own process, a small store, and what it says of itself."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.api.client import ROOT, SMALL

AT_ONCE = 2.0
"""Seconds for the next normal request, on a machine that may be busy with other tests."""

NORMAL = '{ scenario(key: "small") { view { pair(a: "office", b: "residents") { mutual } } } }'

_INNER = re.compile(
    rf"{re.escape(str(ROOT))}/|"
    r"Traceback|File \"|site-packages|graph_api[./]|/usr/|/home/|\.py\b|<class|object at 0x"
    r"|sqlite|SELECT |bolt://|[a-z]Error\b|RecursionError|NoneType"
)


def tells_nothing(text: str) -> bool:
    """Tell whether an answer is free of what only we may know."""
    return _INNER.search(text) is None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over a socket; status 0: the connection was closed without an answer."""

    status: int
    head: str
    body: str

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in json.loads(self.body)["errors"]]


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    port: int
    process: subprocess.Popen[str]
    log: Path

    def connect(self, seconds: float = 10) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), seconds)

    def head(self, *lines: str, method: str = "POST", path: str = "/graphql") -> bytes:
        said = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *lines]
        return ("\r\n".join(said) + "\r\n\r\n").encode("utf-8", "surrogateescape")

    def raw(self, data: bytes, seconds: float = 10) -> Answer:
        """Send bytes as they are, and read the first answer."""
        with self.connect(seconds) as connection:
            # It may be refused before all of it was sent; what was said about it is read then.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(data)
            return read(connection)

    def post(
        self, body: bytes, *lines: str, kind: str = "application/json", seconds: float = 10
    ) -> Answer:
        said = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close")
        return self.raw(self.head(*said, *lines) + body, seconds)

    def ask(self, query: str, seconds: float = 15, **variables: Any) -> Answer:
        body = {"query": query, "variables": variables}
        return self.post(json.dumps(body, ensure_ascii=False).encode(), seconds=seconds)

    def is_well(self) -> None:
        """Ask something normal: it is answered at once, and rightly."""
        assert self.process.poll() is None, self.log.read_text("utf-8")[-3000:]
        began = time.monotonic()
        answer = self.ask(NORMAL)
        seconds = time.monotonic() - began
        assert answer.status == 200
        assert json.loads(answer.body)["data"]["scenario"]["view"]["pair"]["mutual"] == 0.4
        assert seconds < AT_ONCE, f"the next request took {seconds:.2f} s"

    @property
    def resident(self) -> int:
        """Give the bytes of memory that the process holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) * 1024


def read(connection: socket.socket) -> Answer:
    """Read one answer, to its declared end."""
    data = b""
    try:
        while b"\r\n\r\n" not in data:
            part = connection.recv(65_536)
            if not part:
                return Answer(0, "", data.decode("latin-1"))
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        while length is None or len(body) < int(length[1]):
            part = connection.recv(65_536)
            if not part:
                break
            body += part
    except ConnectionResetError:
        if b"\r\n\r\n" not in data:
            return Answer(0, "", "")
        head, _, body = data.partition(b"\r\n\r\n")
    return Answer(int(head.split(b" ", 2)[1]), head.decode("latin-1"), body.decode("utf-8"))


@contextmanager
def serving(folder: Path, *, seeds: bool = False) -> Iterator[Server]:
    """Lend a server that holds one small scenario, and the seeds too; it is stopped at the end."""
    log = folder / "server.log"
    kept = {name: value for name, value in os.environ.items() if "EMPOWER_" not in name}
    kept |= {"EMPOWER_DATA": str(folder / "data"), "EMPOWER_LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "graph_api", "serve", "--port", "0", "--json"]
    command += [] if seeds else ["--no-seeds"]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(  # noqa: S603  # our own
            command, cwd=ROOT, env=kept, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said.startswith("{"), log.read_text("utf-8")
            port = int(json.loads(said)["address"].rpartition(":")[2])
            server = Server(port, process, log)
            imported = server.ask(
                "mutation($yaml: String!) { importScenario(input: {yaml: $yaml}) { __typename } }",
                yaml=SMALL,
            )
            assert "ImportedScenario" in imported.body, imported.body
            server.ask(NORMAL)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
