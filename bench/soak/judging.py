"""What the clients saw, judged: lost, out of order, late, growing."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.soak.run import Mix, Seen

GROWTH = 1.05
"""Memory of the last sixth may be so many times that of the second sixth."""

SLACK = 8 * 2**20
"""Bytes by which an allocator may wander."""


@dataclass
class Verdict:
    """The figures of a run, and its faults, each in a sentence."""

    figures: dict[str, Any] = field(default_factory=dict)
    latencies: dict[str, dict[str, float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        return {"figures": self.figures, "latencies": self.latencies, "faults": self.faults}


def judge(mix: Mix, seen: Seen) -> Verdict:
    """Compare what was acknowledged with what is kept and with what was heard."""
    lost = [write for write in seen.written if write[1:] not in seen.journals[write[0]]]
    disorder = missing = twice = 0
    for scenario, heard in seen.heard:
        revisions = [revision for revision, _ in heard]
        disorder += sum(b <= a for a, b in pairwise(revisions))
        twice += len(revisions) - len(set(revisions))
        kept = [entry for entry in seen.journals[scenario] if entry[0] > 1]
        missing += len(set(kept) - set(heard))
    gaps = sum(
        [revision for revision, _ in journal] != [*range(1, len(journal) + 1)]
        for journal in seen.journals.values()
    )
    early, late = _memory(mix, seen)
    verdict = Verdict(
        figures={
            "answers": len(seen.latencies),
            "answers_per_second": round(len(seen.latencies) / mix.seconds, 1),
            "writes": len(seen.written),
            "conflicts_retried": seen.conflicts,
            "events": sum(len(heard) for _, heard in seen.heard),
            "reconnects": seen.reconnects,
            "errors": len(seen.errors),
            "acknowledged_writes_lost": len(lost),
            "events_out_of_order": disorder,
            "events_twice": twice,
            "events_missing": missing,
            "journals_with_gaps": gaps,
            "memory_early_mib": round(early / 2**20, 1),
            "memory_late_mib": round(late / 2**20, 1),
            "server_cpu_share": round(seen.cpu_seconds / mix.seconds, 3),
        },
        latencies={
            name: _spread([seconds for _, seconds in rows])
            for name, rows in groupby(sorted(seen.latencies), key=lambda row: row[0])
        }
        | {"all": _spread([seconds for _, seconds in seen.latencies])}
        | {"commit to listener": _spread(seen.lags)},
    )
    for name in (
        "errors",
        "acknowledged_writes_lost",
        "events_out_of_order",
        "events_twice",
        "events_missing",
        "journals_with_gaps",
    ):
        if verdict.figures[name]:
            verdict.faults.append(f"{name.replace('_', ' ')}: {verdict.figures[name]}")
    verdict.faults += [f"e.g. {error}" for error in seen.errors[:3]]
    if late > early * GROWTH + SLACK:
        verdict.faults.append(f"memory grew from {early / 2**20:.1f} to {late / 2**20:.1f} MiB")
    if not seen.written or not seen.lags:
        verdict.faults.append("nothing was written, or nothing was heard")
    return verdict


def _memory(mix: Mix, seen: Seen) -> tuple[float, float]:
    """Give the mean of the second sixth of the run, when caches are warm, and of the last."""
    sixth = mix.seconds / 6
    early = [size for at, size in seen.memory if sixth <= at < 2 * sixth]
    late = [size for at, size in seen.memory if at >= 5 * sixth]
    return statistics.fmean(early or [0]), statistics.fmean(late or [0])


def _spread(seconds: list[float]) -> dict[str, float]:
    """Give count and milliseconds at the median, the 90th and 99th percentile, and the worst."""
    ordered = sorted(seconds)
    if not ordered:
        return {"count": 0}
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
    return {
        "count": len(ordered),
        **{
            name: round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)
            for name, share in at.items()
        },
        "max": round(1000 * ordered[-1], 1),
    }
