"""The page of a run: medians, spread, ratios, CPU, latencies."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.machine import machine
from bench.service.loading import Taken
from bench.service.questions import ROWS
from bench.service.servers import NAMES


@dataclass
class Measured:
    """All turns of one row with one server."""

    rates: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def add(self, taken: Taken, cpu: float) -> None:
        self.rates.append(taken.per_second)
        self.cpus.append(cpu / len(taken.seconds))
        self.seconds.extend(taken.seconds)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def cpu(self) -> float:
        return statistics.median(self.cpus)

    def at(self, share: float) -> float:
        """Give the milliseconds within which this share of the answers came."""
        return 1e3 * sorted(self.seconds)[int(share * (len(self.seconds) - 1))]


Found = Mapping[tuple[str, str], Measured]

GOALS: tuple[tuple[str, tuple[str, str], tuple[str, str], float], ...] = (
    ("list beside strawberry's", ("list", "ours"), ("list", "strawberry"), 3.0),
    ("list beside ariadne's", ("list", "ours"), ("list", "ariadne"), 3.0),
    ("pair beside our hello", ("pair", "ours"), ("hello", "ours"), 0.5),
    ("pair beside strawberry's hello", ("pair", "ours"), ("hello", "strawberry"), 0.5),
    ("cached pair beside our hello", ("cached pair", "ours"), ("hello", "ours"), 0.8),
    (
        "cached pair beside strawberry's hello",
        ("cached pair", "ours"),
        ("hello", "strawberry"),
        0.8,
    ),
)


def report(  # all that a page tells
    found: Found,
    memory: Mapping[str, float],
    when: str,
    revision: str,
    loads: tuple[float | None, float | None],
    rounds: int,
) -> str:
    """Write the page."""
    on = machine()
    lines = [
        "# Speed of the GraphQL service",
        "",
        f"{when}, revision {revision}, {on['cores']} cores ({on['processor']}), {on['system']},"
        f" {on['python']}; load of the machine {loads[0]} before, {loads[1]} after. One worker"
        " process, SQLite, uvicorn with uvloop and h11 for all; four connections from a client on"
        f" the same cores; {rounds} turns of each, servers taking turns. Ours is `empower serve`"
        " with all its limits, deadlines, ids, headers and logs; the peers have none of these."
        " Written by `scripts/bench service`.",
        "",
        "同一次运行中轮流测量；本服务启用全部限额、时限、请求编号、响应头与日志，对照服务均未启用。",
        "",
        "| row | server | requests/s (median; least to most) | CPU of the server, ms a request |"
        " p50 ms | p99 ms |",
        "|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        for server in NAMES:
            one = found.get((row, server))
            if one is not None:
                lines.append(
                    f"| {row} | {server} | {one.rate:.0f}; {min(one.rates):.0f} to"
                    f" {max(one.rates):.0f} | {1e3 * statistics.median(one.cpus):.2f} |"
                    f" {one.at(0.5):.1f} | {one.at(0.99):.1f} |"
                )
    lines += ["", *(f"- **{row}**: {what}" for row, what in ROWS.items()), ""]
    lines += [
        "Where other work takes turns on the cores, compare the CPU: it does not count waiting.",
        "",
        "| ratio of medians | requests/s | by CPU of the server | goal |",
        "|---|---|---|---|",
    ]
    for name, ours, other, goal in GOALS:
        if ours in found and other in found:
            ratio = found[ours].rate / found[other].rate
            mark = "" if ratio >= goal else " (missed)"
            by_cpu = found[other].cpu / found[ours].cpu
            lines.append(f"| {name} | {ratio:.2f} | {by_cpu:.2f} | {goal:g}{mark} |")
    held = ", ".join(f"{name} {mib:.0f} MiB" for name, mib in memory.items())
    return "\n".join([*lines, "", f"Memory held at the end: {held}.", ""])
