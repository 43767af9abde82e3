"""A scenario in a store of its own: written as rows, read from there, and from the mapped file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.cases import Case
from bench.ours import ready_view
from graph_api.domain import Label, Scenario
from graph_api.domain.scenario import About
from graph_api.domain.tables import LARGE
from graph_api.stores import FILE_NAME, SqliteStore
from graph_api.stores.base import ActorBatch, ActorRow, RelationBatch, RelationRow

ROWS = {
    "stored": "write rows into an embedded store",
    "read": "read them from the store until a pair can be asked",
    "mapped": "the same from the mapped file beside the store",
}
"""Without peers: none of them has a store."""

KEY = "bench"
TOGETHER = 50_000
RUNS = 3

Taken = dict[str, Any]


def is_stored(case: Case) -> bool:
    """Tell whether these rows are measured: tables, and each district once."""
    return case.relations > LARGE and case.shape == "district" and case.decay < 1


def measure(case: Case) -> dict[str, Taken]:
    """Give what each of the rows took."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with closing(SqliteStore(folder / FILE_NAME)) as store:
            about = About(title=Label(en="Drawn", zh="抽样"))
            written = _timed(
                lambda: store.create_from_rows(
                    Scenario(KEY, about), _actors(case), _relations(case)
                )
            )
        read = _timed(lambda: _opened(case, folder))
        mapped = [_timed(lambda: _opened(case, folder)) for _ in range(RUNS)]
    middle = sorted(mapped, key=lambda taken: taken["wall"])[RUNS // 2]
    return {"stored": written, "read": read, "mapped": {**middle, "questions": RUNS}}


def _opened(case: Case, folder: Path) -> None:
    """Open the store anew, as a process that starts does, and get ready for questions."""
    with closing(SqliteStore(folder / FILE_NAME)) as store:
        view = ready_view(store, KEY, folder)
        assert len(view.relations) == case.relations


def _timed(do: Any) -> Taken:
    cpu, wall = time.process_time(), time.perf_counter()
    do()
    wall = time.perf_counter() - wall
    return {"cpu": time.process_time() - cpu, "wall": wall, "questions": 1}


def _actors(case: Case) -> Iterator[ActorBatch]:
    kinds = [case.drawn.kinds[number] for number in case.drawn.kind.tolist()]
    for first in range(0, case.actors, TOGETHER):
        rows: list[ActorRow] = [
            (name, None, None, kind, "organisation", "society", 0.5, None)
            for name, kind in zip(
                case.ids[first : first + TOGETHER], kinds[first : first + TOGETHER], strict=True
            )
        ]
        yield ActorBatch(rows)


def _relations(case: Case) -> Iterator[RelationBatch]:
    ids = case.ids
    for first in range(0, case.relations, TOGETHER):
        part = slice(first, first + TOGETHER)
        ends = case.drawn.starts[part].tolist(), case.drawn.ends[part].tolist()
        rows: list[RelationRow] = [
            (f"r{number}", ids[start], ids[end], "empowerment", value, value, value, ())
            for number, start, end, value in zip(
                range(first + 1, first + 1 + len(ends[0])),
                *ends,
                case.strength[part].tolist(),
                strict=True,
            )
        ]
        yield RelationBatch(rows)
