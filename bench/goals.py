"""What was promised of each row (issue 5, "Done when"), and whether a run holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]

MILLION = 1_000_000

TIMES_AT_A_MILLION: Mapping[str, tuple[str | None, float]] = {
    "pair": (None, 200),
    "paths": ("igraph", 300),
    "top": ("scipy", 300),
    "source": ("scipy", 6),
}
"""Peer (None: the best one) / ours, on the district at decay 0.9."""

SECONDS_AT_A_MILLION: Mapping[str, float] = {
    "actors": 6.0,
    "relations": 12.0,
    "what_if": 0.004,
    "mapped": 1.0,
    "load": 1.0,
}
"""Seconds of CPU (of a mapped file: of the clock), on the district at decay 0.9."""

OUTSIDE = ("load", "bytes")
"""Rows in which nobody races: a view also holds names and entries, a matrix numbers only."""

AHEAD_ON = ("lattice", "scale_free")
"""At a million and decay 1 with strengths of 1: no peer ahead on any row."""

BYTES_A_RELATION = 32.0

HALF = 0.5
"""Under this share of a goal a run fails."""


@dataclass(frozen=True)
class Verdict:
    """A goal and how near a row came: ``share`` from 1 on is reached."""

    record: Record
    goal: str
    found: str
    share: float

    @property
    def reached(self) -> bool:
        return self.share >= 1

    @property
    def fails(self) -> bool:
        return self.share < HALF


def verdicts(records: Sequence[Record]) -> list[Verdict]:
    """Give a verdict for every record that has a goal, in their order."""
    return [found for record in records if record["own"] for found in _of(record)]


def _of(record: Record) -> list[Verdict]:
    at_a_million = record["size"] == MILLION
    named = at_a_million and record["shape"] == "district" and record["decay"] == 0.9
    name = record["row"]
    if named and name in TIMES_AT_A_MILLION:
        return [_times(record, *TIMES_AT_A_MILLION[name])]
    if named and name in SECONDS_AT_A_MILLION:
        return [_seconds(record, SECONDS_AT_A_MILLION[name])]
    if at_a_million and name == "bytes" and record.get("arrays") is not None:
        return [_bytes(record)]
    ahead = at_a_million and record["shape"] in AHEAD_ON and record["decay"] == 1
    small = record["size"] in {1_000, 10_000}
    if name in OUTSIDE or record["library"] is not None:
        return []
    if (ahead or small) and record.get("best"):
        return [_times(record, None, 1)]
    return []


def _times(record: Record, peer: str | None, goal: float) -> Verdict:
    said = f"{goal:g}x {peer or 'the best peer'}"
    peer = peer or record.get("best")
    found = record["peers"].get(peer)
    if found is None:
        return Verdict(record, said, f"{peer} was not asked", HALF)
    return Verdict(record, said, f"{found['ratio']:.3g}x {peer}", found["ratio"] / goal)


def _seconds(record: Record, goal: float) -> Verdict:
    taken = record["own"]["wall" if record["row"] == "mapped" else "cpu"]
    return Verdict(record, f"within {goal:g} s", f"{taken:.3g} s", goal / taken)


def _bytes(record: Record) -> Verdict:
    taken = record["arrays"]
    share = BYTES_A_RELATION / taken
    return Verdict(record, f"under {BYTES_A_RELATION:g} bytes", f"{taken:.1f}", share)


Key = tuple[str, int, float, str]


def key_of(record: Record) -> Key:
    return record["shape"], record["size"], record["decay"], record["row"]


@dataclass(frozen=True)
class Drift:
    """A row whose ratio to its best peer moved since the last committed run."""

    record: Record
    before: float
    now: float


def drifts(records: Sequence[Record], committed: Sequence[Record], by: float = 1.5) -> list[Drift]:
    """Give rows whose ratio fell or rose ``by`` so many times or more, the worst fall first.

    The ratio is to the best peer that both runs asked.
    """
    before = {key_of(record): record for record in committed}
    found = []
    for record in records:
        old = before.get(key_of(record))
        shared = (old or {}).get("peers", {}).keys() & record["peers"].keys()
        ratios = [
            (old["peers"][name]["ratio"], record["peers"][name]["ratio"])
            for name in shared
            if old and "ratio" in old["peers"][name] and "ratio" in record["peers"][name]
        ]
        if not ratios:
            continue
        then, now = (min(column) for column in zip(*ratios, strict=True))
        if now * by <= then or then * by <= now:
            found.append(Drift(record, then, now))
    return sorted(found, key=lambda one: one.now / one.before)
