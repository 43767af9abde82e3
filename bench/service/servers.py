"""The servers of one run: each in a process of its own, over the same actors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph_api.bench import SHAPES
from graph_api.exchange.parquet import write_drawn
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore

ROOT = Path(__file__).parents[2]
TOWN, SEED = "town", "mutual-empowerment"
ACTORS = 1_000
NAMES = ("ours", "strawberry", "ariadne")


@dataclass(frozen=True)
class Server:
    """One server that runs."""

    name: str
    address: str
    process: subprocess.Popen[str]

    def cpu(self) -> float:
        """Give the seconds of CPU that it has used, in user and system together."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Give the memory that it holds, in MiB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0


@contextmanager
def running() -> Iterator[tuple[dict[str, Server], list[str]]]:
    """Start all of them over one folder of data; give them, and the actors of the seed."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        ids = _prepare(folder)
        servers = {}
        for server in NAMES:
            process = stack.enter_context(_process(server, folder))
            first = process.stdout.readline() if process.stdout else ""
            address = json.loads(first)["address"] if server == "ours" else first.strip()
            servers[server] = Server(server, address, process)
        yield servers, ids


def _prepare(folder: Path) -> list[str]:
    store = SqliteStore(folder / FILE_NAME)
    service = Service(store)
    write_drawn(SHAPES["district"](ACTORS, 7), folder / "tables", TOWN, "A town", "一座城")
    service.import_tables(folder / "tables")
    service.import_scenario((ROOT / "seeds" / f"{SEED}.yaml").read_bytes(), name=SEED)
    rows = [
        {
            "key": actor.id,
            "level": actor.level.name,
            "stateness": actor.stateness,
            "group": actor.group,
        }
        for actor in service.view(TOWN).actors
    ]
    (folder / "actors.json").write_bytes(orjson.dumps(rows))
    ids = [str(actor.id) for actor in service.view(SEED).actors]
    store.close()
    return ids


@contextmanager
def _process(name: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    if name == "ours":
        words = ["-m", "graph_api", "serve", "--no-seeds", "--port", "0", "--json"]
        words += ["--data", str(folder)]
    else:
        words = ["-m", "bench.service.peers", name]
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, *words],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=ROOT,
            env={**os.environ, "BENCH_ACTORS": str(folder / "actors.json")},
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
