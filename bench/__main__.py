"""``scripts/bench``: measure, compare, write, and fail where a goal is missed by half."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import stored
from bench.cases import DECAYS, case_of, draw
from bench.goals import drifts, verdicts
from bench.growth import draw_growth
from bench.machine import load, machine
from bench.peers import PEERS
from bench.removals import RANKINGS
from bench.report import report
from bench.rows import ROWS
from bench.run import Run
from graph_api.bench import SHAPES

HERE = Path(__file__).parent
ROW_NAMES = ("load", "bytes", *(row.name for row in ROWS), *RANKINGS, *stored.ROWS)
STANDARD = (1_000, 10_000, 100_000, 1_000_000)
QUICK = STANDARD[:2]
HUGE = 10_000_000


def main(words: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(words)
    sizes = asked.sizes or (QUICK if asked.quick else STANDARD)
    if asked.huge:
        sizes = (*sizes, HUGE)
    whole = (set(sizes) >= set(STANDARD)) and not (asked.shapes or asked.rows or asked.peers)
    folder = asked.out or (HERE if whole else Path(".cache/bench"))
    committed = _committed(HERE / "results.json")
    found = _measured(asked, sizes, committed)
    judged = verdicts(found["rows"])
    moved = drifts(found["rows"], committed)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "results.md").write_text(report(found, judged, moved), encoding="utf-8")
    draw_growth(found["rows"], folder / "growth.svg")
    return _told(found, judged, moved, folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1e3 and 1e4 actors only")
    parser.add_argument("--huge", action="store_true", help="1e7 actors too")
    parser.add_argument("--sizes", type=_sizes, help="for instance 1e3,1e5")
    parser.add_argument("--shapes", type=_of(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--rows", type=_of(ROW_NAMES), help=f"of {', '.join(ROW_NAMES)}")
    parser.add_argument("--peers", type=_of(PEERS), help=f"of {', '.join(PEERS)}")
    parser.add_argument(
        "--out", type=Path, help="folder to write to; default: bench/ for a whole run"
    )
    parser.add_argument(
        "--seconds", type=float, help="what everybody may spend on a row; default: by size"
    )
    parser.add_argument("--revision", default="unknown", help=argparse.SUPPRESS)
    return parser


def _sizes(said: str) -> tuple[int, ...]:
    return tuple(int(float(word)) for word in said.split(","))


def _of(known: Mapping[str, Any] | Sequence[str]) -> Any:
    def read(said: str) -> tuple[str, ...]:
        words = tuple(said.split(","))
        strange = [word for word in words if word not in known]
        if strange:
            message = f"{', '.join(strange)}: there are {', '.join(known)}"
            raise argparse.ArgumentTypeError(message)
        return words

    return read


def _committed(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return list(json.loads(path.read_text(encoding="utf-8"))["rows"])


def _measured(
    asked: argparse.Namespace, sizes: Sequence[int], committed: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    began, busy = time.monotonic(), load()
    run = Run(
        asked.rows or ROW_NAMES,
        asked.peers or tuple(PEERS),
        lambda line: print(line, flush=True),
        seconds=asked.seconds,
    )
    run.learn_from(committed)
    rows: list[dict[str, Any]] = []
    for size in sorted(sizes):
        for shape in asked.shapes or SHAPES:
            drawn = draw(shape, size)
            for decay, ones in DECAYS:
                rows += run.case(case_of(shape, size, drawn, decay, ones))
    return {
        "format": 1,
        "date": datetime.now(UTC).date().isoformat(),
        "revision": asked.revision,
        "seconds": round(time.monotonic() - began),
        "load": busy,
        "machine": machine(),
        "rows": rows,
    }


def _told(found: dict[str, Any], judged: Any, moved: Any, folder: Path) -> int:
    wrong = [record for record in found["rows"] if record.get("differ")]
    failed = [one for one in judged if one.fails]
    reached = sum(one.reached for one in judged)
    print(f"{reached} of {len(judged)} goals reached; written to {folder}", flush=True)
    for one in moved:
        if one.now < one.before:
            record = one.record
            print(
                f"slower than before: {record['row']} on {record['shape']} {record['size']:,}"
                f" decay {record['decay']}: {one.before:.3g}x, now {one.now:.3g}x"
            )
    for record in wrong:
        print(
            f"ANSWERS DIFFER: {record['row']} on {record['shape']} {record['size']:,} decay"
            f" {record['decay']} from {', '.join(record['differ'])}",
            file=sys.stderr,
        )
    for one in failed:
        record = one.record
        print(
            f"UNDER HALF OF A GOAL: {record['row']} on {record['shape']} {record['size']:,} decay"
            f" {record['decay']}: {one.found}, goal {one.goal}",
            file=sys.stderr,
        )
    broken = any(record.get("failed") for record in found["rows"])
    return 1 if wrong or failed or broken else 0


if __name__ == "__main__":
    sys.exit(main())
