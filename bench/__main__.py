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
from bench.machine import code, load, machine
from bench.merging import merged, stamped
from bench.partial import OtherRunError, Partial
from bench.peers import PEERS
from bench.removals import RANKINGS
from bench.report import report
from bench.rows import ROWS
from bench.run import Run
from graph_api.bench import SHAPES

HERE = Path(__file__).parent
SCRATCH = Path(".cache/bench")
PARTIAL = "partial.jsonl"
ROW_NAMES = ("load", "bytes", *(row.name for row in ROWS), *RANKINGS, *stored.ROWS)
STANDARD = (1_000, 10_000, 100_000, 1_000_000)
QUICK = STANDARD[:2]
HUGE = 10_000_000


def main(words: Sequence[str] | None = None) -> int:
    parser = _parser()
    asked = parser.parse_args(words)
    sizes = asked.sizes or (QUICK if asked.quick else STANDARD)
    if asked.huge:
        sizes = (*sizes, HUGE)
    whole = (set(sizes) >= set(STANDARD)) and not (asked.shapes or asked.only or asked.peers)
    folder = asked.out or (HERE if whole or asked.merge else SCRATCH)
    committed = _committed(HERE / "results.json")
    before = stamped(committed) if committed else []
    if asked.merge:
        _require_mergeable(parser, asked, committed)
    partial = _partial(parser, asked)
    found = _measured(asked, sizes, before, partial)
    fresh = len(found["rows"])
    if asked.merge:
        found["rows"] = merged(before, found["rows"], ROW_NAMES)
    judged = verdicts(found["rows"])
    moved = drifts(found["rows"], before)
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (folder / "results.json").write_text(text + "\n", encoding="utf-8")
    (folder / "results.md").write_text(report(found, judged, moved, fresh), encoding="utf-8")
    draw_growth(found["rows"], folder / "growth.svg")
    partial.forget()
    return _told(found, judged, moved, folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1e3 and 1e4 actors only")
    parser.add_argument("--huge", action="store_true", help="1e7 actors too")
    parser.add_argument("--sizes", type=_sizes, help="for instance 1e3,1e5")
    parser.add_argument("--shapes", type=_of(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument(
        "--only", type=_of(ROW_NAMES), help=f"only these rows: of {', '.join(ROW_NAMES)}"
    )
    parser.add_argument("--peers", type=_of(PEERS), help=f"of {', '.join(PEERS)}")
    parser.add_argument(
        "--out", type=Path, help="folder to write to; default: bench/ for a whole run or --merge"
    )
    parser.add_argument(
        "--merge",
        action="store_true",
        help="put what is measured into bench/results.json; all else there stays, with the revision"
        " at which it was measured",
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help=f"go on where a run of the same code on this machine stopped ({SCRATCH / PARTIAL})",
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


def _committed(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _require_mergeable(
    parser: argparse.ArgumentParser, asked: argparse.Namespace, committed: dict[str, Any] | None
) -> None:
    """Refuse before anything is measured: results are of one machine, each row of all peers."""
    if asked.peers:
        parser.error(
            "--merge replaces whole rows, so all peers are asked."
            " / --merge 替换整行，须询问所有对照库。"
        )
    here = machine()
    before = committed["machine"] if committed else here
    others = [name for name in here if here[name] != before.get(name)]
    if others:
        parser.error(
            f"bench/results.json is of another machine ({', '.join(others)}); measure all rows."
            f" / bench/results.json 来自另一台机器（{'、'.join(others)}），请测量所有行。"
        )


def _partial(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> Partial:
    head = {
        "revision": asked.revision,
        "code": code(),
        "machine": machine(),
        "rows": list(asked.only or ROW_NAMES),
        "peers": list(asked.peers or PEERS),
        "seconds": asked.seconds,
    }
    try:
        return Partial(SCRATCH / PARTIAL, head, resume=asked.resume)
    except OtherRunError as error:
        parser.error(
            f"the run that stopped cannot go on, these have changed: {error}; run without --resume."
            f" / 中断的测量无法继续，以下已改变：{error}；请去掉 --resume 重新测量。"
        )


def _measured(
    asked: argparse.Namespace,
    sizes: Sequence[int],
    committed: Sequence[dict[str, Any]],
    partial: Partial,
) -> dict[str, Any]:
    busy, began = load(), time.monotonic() - partial.spent
    run = Run(
        asked.only or ROW_NAMES,
        asked.peers or tuple(PEERS),
        lambda line: print(line, flush=True),
        seconds=asked.seconds,
    )
    run.learn_from(committed)
    run.learn_from(partial.records)
    for size in sorted(sizes):
        for shape in asked.shapes or SHAPES:
            left = [one for one in DECAYS if (shape, size, one[0]) not in partial.finished]
            drawn = draw(shape, size) if left else None
            for decay, ones in left:
                assert drawn is not None
                key = shape, size, decay
                case = case_of(shape, size, drawn, decay, ones)
                for record in run.case(case, done=partial.rows_of(key)):
                    stamp = {"revision": asked.revision, "date": _today()}
                    partial.add({**record, **stamp}, time.monotonic() - began)
                partial.finish(key)
    return {
        "format": 2,
        "date": _today(),
        "revision": asked.revision,
        "seconds": round(time.monotonic() - began),
        "load": busy,
        "machine": machine(),
        "rows": partial.records,
    }


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


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
