"""``scripts/soak``: real servers and clients for half an hour, judged and written down."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.machine import load, machine
from bench.soak.judging import Verdict, judge
from bench.soak.report import report
from bench.soak.run import Mix, soak

HERE = Path(__file__).parents[1]


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        description="Mixed reads, writes and subscriptions against real servers over one store:"
        " nothing may be lost or out of order, memory must stay flat."
        " 对真实服务混合读写与订阅：不丢失、不乱序、内存平稳。",
    )
    parser.add_argument("--minutes", type=float, default=30, help="how long (默认 30 分钟)")
    parser.add_argument("--reads", type=float, default=30, help="reads a second, in all (每秒读取)")
    parser.add_argument(
        "--writes", type=float, default=2, help="writes a second, in all (每秒写入)"
    )
    parser.add_argument("--listeners", type=int, default=24, help="subscriptions (订阅数)")
    parser.add_argument("--servers", type=int, default=2, help="server processes (服务进程数)")
    parser.add_argument("--seed", type=int, default=1, help="of the mix (随机种子)")
    parser.add_argument("--revision", default="unknown", help="what is measured (修订)")
    parser.add_argument("--out", type=Path, help="where to write (default: bench/ if 30 minutes)")
    asked = parser.parse_args(words)
    mix = Mix(
        asked.minutes * 60, asked.reads, asked.writes, asked.listeners, asked.servers, asked.seed
    )
    began, busy = datetime.now(UTC), load()
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(soak(mix, Path(folder), _tell))
    verdict: Verdict = judge(mix, seen)
    found = {
        "revision": asked.revision,
        "date": began.strftime("%Y-%m-%d %H:%M UTC"),
        "machine": machine(),
        "load_before": busy,
        "mix": mix.__dict__,
        "memory_mib": [[round(at), round(size / 2**20, 1)] for at, size in seen.memory[::12]],
        **verdict.as_data(),
    }
    out = asked.out or (HERE if asked.minutes >= 30 else Path(".cache/soak"))
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (out / "soak.json").write_text(text + "\n", encoding="utf-8")
    (out / "soak.md").write_text(report(found), encoding="utf-8")
    print(report(found))
    for fault in verdict.faults:
        print(f"FAULT: {fault}", file=sys.stderr)
    return 1 if verdict.faults else 0


def _tell(done: float, said: str) -> None:
    print(f"\r{done:6.1%}  {said:<70}", end="" if done < 1 else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
