"""The tables of a soak, in Markdown: bench/soak.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS = {
    "answers": "answers",
    "answers_per_second": "answers a second",
    "writes": "acknowledged writes",
    "conflicts_retried": "revision conflicts, told and tried again",
    "events": "events heard",
    "reconnects": "listeners that left and came back",
    "errors": "errors",
    "acknowledged_writes_lost": "acknowledged writes lost",
    "events_out_of_order": "events out of order",
    "events_twice": "events heard twice",
    "events_missing": "events missing",
    "journals_with_gaps": "journals with gaps",
    "memory_early_mib": "memory of the servers early (MiB, mean of the second sixth)",
    "memory_late_mib": "memory of the servers late (MiB, mean of the last sixth)",
    "server_cpu_share": "cores that the servers used",
}


def report(found: Mapping[str, Any]) -> str:
    """Write the tables."""
    mix, on = found["mix"], found["machine"]
    lines = [
        "# Half an hour of mixed use" if mix["seconds"] >= 1800 else "# A short soak",
        "",
        f"`scripts/soak` at {found['revision']}, {found['date']}, {mix['seconds'] / 60:g} minutes:"
        f" {mix['servers']} server processes over one SQLite store,"
        f" {mix['reads']:g} reads and {mix['writes']:g} writes planned a second"
        f" (Poisson, from a clock, so that a late answer counts as late),"
        f" {mix['listeners']} subscriptions over sockets that leave and come back.",
        f"{on['system']}, {on['cores']} cores, {on['memory_gib']} GiB, {on['processor']};"
        f" {on['python']}; the clients run on the same cores; load before: {found['load_before']}.",
        "",
        "| what | seen |",
        "|---|---:|",
        *(f"| {WORDS[name]} | {value} |" for name, value in found["figures"].items()),
        "",
        "| milliseconds | count | median | p90 | p99 | worst |",
        "|---|---:|---:|---:|---:|---:|",
        *(
            f"| {name} | "
            + " | ".join(str(row.get(key, "")) for key in ("count", "p50", "p90", "p99", "max"))
            + " |"
            for name, row in found["latencies"].items()
        ),
        "",
        "Faults: " + ("; ".join(found["faults"]) if found["faults"] else "none") + ".",
    ]
    return "\n".join(lines) + "\n"
