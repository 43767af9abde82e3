"""The tables of a run, in Markdown: bench/results.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bench.goals import Drift, Record, Verdict
from bench.merging import earlier, made_at
from bench.peers import PEERS
from bench.removals import RANKINGS
from bench.rows import ROWS

Run = Mapping[str, Any]

Marks = Mapping[tuple[str, str], str]
"""A letter for the revision and the date of each earlier run that rows are of."""

PLACES = {1_000: "1e3", 10_000: "1e4", 100_000: "1e5", 1_000_000: "1e6", 10_000_000: "1e7"}

NOTES = {row.name: row.note for row in ROWS if row.note} | {
    "load": "both senses, until the first question can be asked; a view has names and entries too",
    "bytes": "what the process grew by when loading, and its peak meanwhile; ours in brackets: the"
    " arrays that searches read",
    "actors": "of scipy two searches for each removed actor inside the two trees of best paths,"
    " from a sample, extrapolated",
    "relations": "of scipy two searches for each arrow of the two trees, from a sample,"
    " extrapolated",
    "stored": "sqlite, batch by batch, no index kept back",
    "read": "and the file for the next time is written",
    "mapped": "a store that was just opened, in a warm page cache; of the clock",
}


def report(
    run: Run, verdicts: Sequence[Verdict], drifts: Sequence[Drift], fresh: int | None = None
) -> str:
    """Write the tables; ``fresh`` rows are of the run itself, all others were merged into it."""
    records = run["rows"]
    marks = earlier(run)
    parts = [
        *_head(run, len(records) if fresh is None else fresh),
        *_marks(marks),
        *_goals(verdicts, marks),
        *_differences(records),
        *_growth(records),
        *_drifts(drifts),
    ]
    parts += ["## Row by row", "", *_legend(records), ""]
    for case, rows in groupby(records, key=_case):
        parts += _table(case, list(rows), marks)
    return "\n".join(parts) + "\n"


def _head(run: Run, fresh: int) -> Iterator[str]:
    on = run["machine"]
    libraries = ", ".join(f"{name} {number}" for name, number in on["libraries"].items())
    yield "# Ours and the libraries that users would pick instead"
    yield ""
    count = len(run["rows"])
    measured = "" if fresh == count else f"measuring {fresh} of the {count} rows "
    yield (
        f"Written by `scripts/bench` on {run['date']} at revision {run['revision']},"
        f" {measured}in {run['seconds'] / 60:.0f} minutes; `bench/results.json` holds the same"
        " numbers."
    )
    yield ""
    memory = f"{on['memory_gib']} GiB, " if on["memory_gib"] else ""
    processor = f"{on['processor']}, " if on["processor"] else ""
    yield f"Machine: {processor}{on['cores']} cores, {memory}{on['system']}, {on['python']};"
    yield f"{libraries}. Load at the start: {run['load']}."
    yield ""
    yield (
        "One process, the same questions to everybody in turn, round after round; medians of the"
        " CPU time of all threads. Every answer of every peer is compared with ours (1e-9"
        " relative). A ratio is a peer's time divided by ours over the questions that the peer got"
        " through; below 1 the peer is ahead."
    )
    yield ""


def _marks(marks: Marks) -> Iterator[str]:
    """Tell in one sentence which rows are of another run."""
    if not marks:
        return
    said = "; ".join(
        f"[{letter}] at {revision} on {date}" for (revision, date), letter in marks.items()
    )
    yield f"Rows with a mark were measured earlier: {said}."
    yield ""


def _titled(record: Record, marks: Marks) -> str:
    """Give the title of a row, marked if another run measured it."""
    mark = marks.get(made_at(record))
    return f"{record['title']} [{mark}]" if mark else str(record["title"])


def _goals(verdicts: Sequence[Verdict], marks: Marks) -> Iterator[str]:
    yield "## Goals"
    yield ""
    if not verdicts:
        yield "None of the rows of this run has a goal."
        yield ""
        return
    named = [one for one in verdicts if not one.goal.startswith("1x")]
    others = [one for one in verdicts if one.goal.startswith("1x")]
    if named:
        yield "| row | on | goal | found | |"
        yield "|---|---|---|---|---|"
        for one in named:
            row = _titled(one.record, marks)
            yield f"| {row} | {_place(one.record)} | {one.goal} | {one.found} | {_mark(one)} |"
        yield ""
    if others:
        behind = [one for one in others if not one.reached]
        yield (
            "No peer ahead (1e3 and 1e4; 1e6 on the lattice and the scale-free graph at decay 1):"
            f" {len(others) - len(behind)} of {len(others)} rows."
        )
        yield ""
        if behind:
            yield "| behind | on | found | |"
            yield "|---|---|---|---|"
            for one in behind:
                row = _titled(one.record, marks)
                yield f"| {row} | {_place(one.record)} | {one.found} | {_mark(one)} |"
            yield ""
    calls = sorted(
        {(r["title"], r["library"]) for r in (v.record for v in verdicts) if r["library"]}
    )
    for title, library in calls:
        yield f"- {title}: calls {library}."


def _mark(one: Verdict) -> str:
    if one.reached:
        return "reached"
    return "**under half**" if one.fails else "not reached"


def _place(record: Record) -> str:
    return f"{record['shape']}, {_size(record['size'])}, decay {record['decay']:g}"


def _size(size: int) -> str:
    return PLACES.get(size, f"{size:,}")


def _differences(records: Sequence[Record]) -> Iterator[str]:
    wrong = [record for record in records if record.get("differ")]
    broken = [record for record in records if record.get("failed")]
    if broken:
        yield "## Rows that failed"
        yield ""
        for record in broken:
            yield f"- {record['title']} ({_place(record)}): {record['failed']}"
        yield ""
    if wrong:
        yield "## Answers that differ"
        yield ""
        for record in wrong:
            yield f"- {record['title']} ({_place(record)}): {', '.join(record['differ'])}"
        yield ""


def _legend(records: Sequence[Record]) -> Iterator[str]:
    seen: dict[str, str] = {}
    libraries: dict[str, str] = {}
    for record in records:
        seen.setdefault(record["row"], record["title"])
        if record["library"]:
            libraries[record["row"]] = record["library"]
    for name, title in seen.items():
        note = NOTES.get(name)
        if name in libraries:
            note = f"{note + '; ' if note else ''}ours calls {libraries[name]}"
        if note:
            yield f"- *{title}*: {note}."
    yield (
        '- "-": the library does not offer it, or not at this size; (3 q): it got through so few'
        " questions in its time."
    )


Case = tuple[str, int, int, int, float]


def _case(record: Record) -> Case:
    return (
        record["shape"],
        record["size"],
        record["actors"],
        record["relations"],
        record["decay"],
    )


def _table(case: Case, rows: Sequence[Record], marks: Marks) -> Iterator[str]:
    shape, size, actors, relations, decay = case
    ones = "" if decay < 1 else ", 1 % of strengths are 1"
    yield f"### {shape}, {_size(size)}, decay {decay:g}{ones}"
    yield ""
    yield f"{actors:,} actors, {relations:,} relations."
    yield ""
    yield "| | ours | " + " | ".join(PEERS) + " | best peer / ours |"
    yield "|---|" + "---|" * (len(PEERS) + 2)
    for record in rows:
        cells = [_cell(record, name) for name in PEERS]
        best = f"**{_number(record['ratio'])}** ({record['best']})" if record.get("best") else ""
        yield f"| {_titled(record, marks)} | {_own(record)} | {' | '.join(cells)} | {best} |"
    yield ""


def _own(record: Record) -> str:
    if record.get("failed"):
        return "failed"
    if record["row"] == "bytes":
        arrays = record.get("arrays")
        own = record["own"]
        read = f" ({arrays:.1f})" if arrays else ""
        return f"{own['bytes']:.0f}{read}, peak {own['peak']:.0f}"
    return _time(record["own"]["cpu"])


def _cell(record: Record, name: str) -> str:
    found = record["peers"].get(name)
    if found is None:
        skipped = record.get("skipped", {}).get(name)
        return f"not asked: {skipped}" if skipped else "-"
    if record["row"] == "bytes":
        return f"{found['bytes']:.0f}, peak {found['peak']:.0f}"
    few = record["row"] not in RANKINGS and found["questions"] < min(4, record["own"]["questions"])
    return _time(found["cpu"]) + (f" ({found['questions']} q)" if few else "")


def _time(seconds: float) -> str:
    """Give three digits and a unit that suits.

    Examples
    --------
    >>> _time(0.0000123), _time(0.0123), _time(12.3), _time(98765.0)
    ('0.0123 ms', '12.3 ms', '12.3 s', '98,765 s')

    """
    if seconds >= 1000:
        return f"{seconds:,.0f} s"
    if seconds >= 1:
        return f"{_number(seconds)} s"
    return f"{_number(seconds * 1e3)} ms"


def _number(value: float) -> str:
    """Give three digits, without an exponent.

    Examples
    --------
    >>> _number(0.01234), _number(1.5), _number(123.4), _number(98765.4)
    ('0.0123', '1.50', '123', '98,765')

    """
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"


def _growth(records: Sequence[Record]) -> Iterator[str]:
    """Tell, for each row, how cost grows: the power of the number of actors from size to size."""
    lines = list(series(records))
    sizes = sorted({size for _, _, _, points in lines for size, _, _ in points})
    if len(sizes) < 2:
        return
    yield "## How cost grows"
    yield ""
    yield (
        "CPU time of ours by number of actors; in brackets the power of the number of actors that"
        " it grew by since the size before (1: as the graph does)."
    )
    yield ""
    yield "![How cost grows with the number of actors](growth.svg)"
    yield ""
    yield "| | shape | decay | " + " | ".join(map(_size, sizes)) + " |"
    yield "|---|---|---|" + "---|" * len(sizes)
    for title, shape, decay, points in lines:
        by_size = {size: (actors, seconds) for size, actors, seconds in points}
        cells = []
        before: tuple[int, float] | None = None
        for size in sizes:
            now = by_size.get(size)
            if now is None:
                cells.append("-")
                continue
            power = ""
            if before:
                power = f" ({math.log(now[1] / before[1]) / math.log(now[0] / before[0]):.2f})"
            cells.append(_time(now[1]) + power)
            before = now
        yield f"| {title} | {shape} | {decay:g} | {' | '.join(cells)} |"
    yield ""


Series = tuple[str, str, float, list[tuple[int, int, float]]]


def series(records: Sequence[Record]) -> Iterator[Series]:
    """Give title, shape, decay and points (size, actors, CPU seconds of ours) of each line."""
    lines: dict[tuple[str, str, float], list[tuple[int, int, float]]] = {}
    for record in records:
        if "cpu" in record["own"]:
            line = lines.setdefault((record["title"], record["shape"], record["decay"]), [])
            line.append((record["size"], record["actors"], record["own"]["cpu"]))
    order = {title: place for place, title in enumerate(dict.fromkeys(t for t, _, _ in lines))}
    for title, shape, decay in sorted(lines, key=lambda line: order[line[0]]):
        yield title, shape, decay, sorted(lines[title, shape, decay])


def _drifts(drifts: Sequence[Drift]) -> Iterator[str]:
    if not drifts:
        return
    yield "## Since the last committed run"
    yield ""
    yield "Rows whose ratio moved by half or more."
    yield ""
    yield "| row | on | before | now |"
    yield "|---|---|---|---|"
    for one in drifts:
        yield (
            f"| {one.record['title']} | {_place(one.record)} | {_number(one.before)}x |"
            f" {_number(one.now)}x |"
        )
    yield ""
