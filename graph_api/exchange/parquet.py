"""Graphs as a folder of Parquet tables: actors, relations, and the rest of the scenario as YAML.

The columns are those of docs/reference/format.md. Tables are written in row groups, so that a graph
of millions never stands in memory as rows, and the folder appears whole or not at all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from graph_api.domain import KINDS
from graph_api.errors import BadParameterError

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
    require_new(folder)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    tell = progress or (lambda _: None)
    count = drawn.actors + drawn.relations
    try:
        try:
            part.mkdir(parents=True)
            (part / "scenario.yaml").write_text(REST.format(key=key, en=en, zh=zh), "utf-8")
            _write(part / "actors.parquet", _actors(drawn), lambda done: tell(done / count))
            _write(
                part / "relations.parquet",
                _relations(drawn),
                lambda done: tell((drawn.actors + done) / count),
            )
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise BadParameterError(
            f"{folder} cannot be written ({error.strerror}). Check the place and the rights.",
            f"无法写入 {folder}（{error.strerror}）。请检查位置与权限。",
            path=str(folder),
        ) from error


def require_new(folder: Path) -> None:
    """Refuse a folder that is there already, before anything long is drawn for it.

    Raises
    ------
    BadParameterError
        If it is there.

    """
    if os.path.lexists(folder):  # a name too long is refused when it is made
        raise BadParameterError(
            f"{folder} is there already and was left alone. Name another folder (--out).",
            f"{folder} 已存在，未作改动。请指定另一个目录（--out）。",
            path=str(folder),
        )


def _write(path: Path, tables: Iterator[pa.Table], tell: Callable[[int], None]) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415  # slow to load

    writer, done = None, 0
    with path.open("wb") as file:  # a name that is not UTF-8 is none that pyarrow opens
        try:
            for table in tables:
                writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
                writer.write_table(table)
                done += table.num_rows
                tell(done)
        finally:
            if writer is not None:
                writer.close()


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
