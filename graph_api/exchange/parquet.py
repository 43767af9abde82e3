"""Drawn graphs as a folder of Parquet tables, so that nothing of millions stands in memory as rows.

The columns are those of docs/reference/format.md; `graph_api.exchange.folder` reads and writes them
for scenarios.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from graph_api.domain import KINDS
from graph_api.exchange.folder.columns import ACTORS, RELATIONS, REST_FILE
from graph_api.exchange.folder.writing import new_folder, write_table

if TYPE_CHECKING:
    import pyarrow as pa

    from graph_api.bench import Drawn

ROWS = 100_000
"""Rows of one row group."""

REST = """\
# The actors and relations of this scenario are in actors.parquet and relations.parquet.
format: 1
scenario: {key}
title: {{en: "{en}", zh: {zh}}}
sources:
  drawn: {{title: {{en: "{en}", zh: {zh}}}}}
"""

Progress = Callable[[float], None]


def write_drawn(  # noqa: PLR0913, PLR0917  # what is written where, and what it is called
    drawn: Drawn, folder: Path, key: str, en: str, zh: str, progress: Progress | None = None
) -> None:
    """Write a drawn graph as a folder of tables.

    Parameters
    ----------
    drawn
        The graph.
    folder
        Must not be there yet.
    key, en, zh
        Key and title of the scenario.
    progress
        Called with the share that is written, in [0, 1].

    Raises
    ------
    BadParameterError
        If the folder is there already or cannot be written.

    """
    tell = progress or (lambda _: None)
    count = drawn.actors + drawn.relations
    with new_folder(folder) as part:
        (part / REST_FILE).write_text(REST.format(key=key, en=en, zh=zh), "utf-8")
        write_table(part / ACTORS.file, _actors(drawn), lambda done: tell(done / count))
        write_table(
            part / RELATIONS.file,
            _relations(drawn),
            lambda done: tell((drawn.actors + done) / count),
        )


def _actors(drawn: Drawn) -> Iterator[pa.Table]:
    import pyarrow as pa  # noqa: PLC0415  # slow to load

    kinds = [KINDS[kind] for kind in drawn.kinds]
    for rows in _slices(drawn.actors):
        kind = drawn.kind[rows].tolist()
        numbers = range(rows.start + 1, rows.start + 1 + len(kind))
        yield pa.table(
            {
                "id": [f"a{number}" for number in numbers],
                "name_en": [f"{kinds[k].label.en} {n}" for k, n in zip(kind, numbers, strict=True)],
                "name_zh": [f"{kinds[k].label.zh}{n}" for k, n in zip(kind, numbers, strict=True)],
                "kind": [drawn.kinds[k] for k in kind],
                "level": [kinds[k].level.value for k in kind],
                "sphere": [kinds[k].sphere.value for k in kind],
                "stateness": np.array([kinds[k].stateness for k in kind], np.float64),
                "group": [None if g < 0 else f"area_{g + 1}" for g in drawn.group[rows].tolist()],
            }
        )


def _relations(drawn: Drawn) -> Iterator[pa.Table]:
    import pyarrow as pa  # noqa: PLC0415  # slow to load

    for rows in _slices(drawn.relations):
        strength = drawn.strength[rows]
        size = strength.size
        unsaid: Any = pa.nulls(size, pa.float64())
        yield pa.table(
            {
                "id": [f"r{number}" for number in range(rows.start + 1, rows.start + 1 + size)],
                "from": [f"a{place + 1}" for place in drawn.starts[rows].tolist()],
                "to": [f"a{place + 1}" for place in drawn.ends[rows].tolist()],
                "class": pa.array(["empowerment"] * size),
                "best": strength,
                "low": unsaid,
                "high": unsaid,
                "conveys": pa.nulls(size, pa.list_(pa.string())),
            }
        )


def _slices(count: int) -> Iterator[slice]:
    for start in range(0, count, ROWS):
        yield slice(start, min(start + ROWS, count))
