"""A view as a folder of CSV files that spreadsheets open (docs/reference/exchange.md)."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from graph_api.exchange.folder.columns import REST_FILE
from graph_api.exchange.writing.carried import Carried, require_few
from graph_api.exchange.writing.flat import (
    ACTOR_COLUMNS,
    EXPERT_COLUMNS,
    RELATION_COLUMNS,
    SOURCE_COLUMNS,
    Cell,
    Cells,
    expert_cells,
    source_cells,
)
from graph_api.exchange.writing.replacing import new_folder
from graph_api.scenarios import write_scenario

FILES = (
    "actors.csv",
    "relations.csv",
    "experts.csv",
    "sources.csv",
    REST_FILE,
    "provenance.json",
)

Progress = Callable[[float], None]

_RUN_BY_SPREADSHEETS = re.compile("'*[=+@＝＋－＠-]")
"""A text that begins so is a formula to some spreadsheet; full-width signs too."""


def write_csv_folder(
    carried: Carried, folder: Path, *, force: bool = False, progress: Progress | None = None
) -> None:
    """Write a view as a folder of CSV files, whole or not at all.

    Parameters
    ----------
    carried
        What to write.
    folder
        Where to.
    force
        Replace a folder that an earlier export wrote.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If there are too many relations, or the folder is there already or cannot be written.

    """
    require_few(carried, "csv")
    tell = progress or (lambda _: None)
    actors, relations = carried.view.actors, carried.view.relations
    count = max(1, len(actors) + 2 * len(relations))
    done = 0

    def counted(rows: Iterable[Cells]) -> Iterator[Cells]:
        nonlocal done
        for row in rows:
            yield row
            done += 1
            tell(min(1.0, done / count))

    judged = (cells for relation in relations for cells in expert_cells(relation))
    sources = carried.beside.sources.values()
    with new_folder(folder, FILES, force=force) as part:
        _write(part / "actors.csv", ACTOR_COLUMNS, counted(carried.actors()))
        _write(part / "relations.csv", RELATION_COLUMNS, counted(carried.relations()))
        _write(part / "experts.csv", EXPERT_COLUMNS, counted(judged))
        _write(part / "sources.csv", SOURCE_COLUMNS, map(source_cells, sources))
        rest = write_scenario(replace(carried.beside, cases={})).text
        (part / REST_FILE).write_bytes(rest.encode())
        said = json.dumps(carried.provenance, ensure_ascii=False, indent=2) + "\n"
        (part / "provenance.json").write_bytes(said.encode())


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Cells]) -> None:
    # The mark tells spreadsheets on Chinese machines that this is UTF-8 and not GB18030.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_cell(cells[name]) for name in columns] for cells in rows)


def _cell(value: Cell) -> Cell:
    """Give a cell that no spreadsheet runs as a formula."""
    if isinstance(value, str) and _RUN_BY_SPREADSHEETS.match(value):
        return f"'{value}"
    return value
