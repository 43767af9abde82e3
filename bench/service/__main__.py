"""``scripts/bench service``: requests a second, CPU and latency, beside the peers in one run of
about 5 minutes."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.machine import load as machine_load
from bench.service.loading import Taken, load
from bench.service.questions import asks
from bench.service.report import Measured, report
from bench.service.servers import NAMES, Server, running

HERE = Path(__file__).parents[1]


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("scripts/bench service", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each server (5)")
    parser.add_argument("--seconds", type=float, default=4, help="of one turn (4)")
    parser.add_argument("--revision", default="unknown", help="what is measured")
    parser.add_argument("--only", help="one row: hello, list, pair, cached pair, mixed")
    parser.add_argument("--out", type=Path, default=HERE / "service.md", help="the page")
    asked = parser.parse_args(words)
    before = machine_load()
    found: dict[tuple[str, str], Measured] = {}
    with running() as (servers, ids):
        rows = {name: row for name, row in asks(ids).items() if asked.only in (None, name)}
        for name, row in rows.items():  # the first requests load what is loaded once
            for server, ask in row.items():
                asyncio.run(load(servers[server].address, ask, 1.0))
                found[name, server] = Measured()
        for turn in range(asked.rounds):
            for name, row in rows.items():
                for server in _rotated(turn):
                    if server in row:
                        taken, cpu = _turn(servers[server], row[server], asked.seconds)
                        found[name, server].add(taken, cpu)
                        said = f"{name:12} {server:11} {taken.per_second:8.0f} /s"
                        print(said, file=sys.stderr, flush=True)
        memory = {name: one.memory() for name, one in servers.items()}
    when = datetime.now(UTC).isoformat(timespec="minutes")
    text = report(found, memory, when, asked.revision, (before, machine_load()), asked.rounds)
    asked.out.write_text(text, encoding="utf-8")
    print(text)
    return 0


def _rotated(by: int) -> tuple[str, ...]:
    by %= len(NAMES)
    return NAMES[by:] + NAMES[:by]


def _turn(server: Server, ask: object, seconds: float) -> tuple[Taken, float]:
    cpu = server.cpu()
    taken = asyncio.run(load(server.address, ask, seconds))  # type: ignore[arg-type]
    return taken, server.cpu() - cpu


if __name__ == "__main__":
    raise SystemExit(main())
