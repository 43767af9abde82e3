"""Server processes, started as an operator starts them, over one store."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A process that serves, and where."""

    address: str
    pid: int

    def cpu_seconds(self) -> float:
        """Give the time that the process has computed."""
        fields = (
            Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        )
        return (int(fields[11]) + int(fields[12])) / TICKS


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[Server]:
    """Run ``empower serve`` over the store in a folder; at the end it is asked to stop."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "graph_api", "serve", "--port", "0", "--json"),
        cwd=ROOT,
        env={**os.environ, "EMPOWER_DATA": str(folder), "EMPOWER_LOG_LEVEL": "WARNING"},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 120)
        yield Server(json.loads(line)["address"], process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 30)


def memory_of(pid: int) -> int:
    """Give the bytes that a process has in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
