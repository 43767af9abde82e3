"""A scenario becomes a folder of tables, which appears whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graph_api.domain import Scenario, Section
from graph_api.errors import BadParameterError
from graph_api.exchange.folder.columns import ACTORS, RELATIONS, REST_FILE
from graph_api.exchange.folder.more import more_of
from graph_api.exchange.folder.rows import actor_row, relation_row
from graph_api.scenarios import write_scenario
from graph_api.scenarios.limits import MAX_BYTES
from graph_api.stores.base import ActorBatch, RelationBatch

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 100_000
"""Rows of one row group."""

HEADER = (
    "# The actors and relations of this scenario are in actors.parquet and relations.parquet.\n"
)

_Item = TypeVar("_Item")


def write_folder(
    scenario: Scenario,
    actors: Iterable[ActorBatch],
    relations: Iterable[RelationBatch],
    folder: Path,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write a scenario as a folder of tables; reading it gives the same scenario.

    Parameters
    ----------
    scenario
        Everything but actors and relations.
    actors, relations
        The entries, batch by batch (`batches_of`, or the rows of a store).
    folder
        Must not be there yet.
    progress
        Called with how many entries are written.

    Raises
    ------
    BadParameterError
        If the folder is there already or cannot be written, or the rest is too large for YAML.

    """
    rest = HEADER + write_scenario(replace(scenario, actors={}, relations={})).text
    _require_small(scenario.key, rest)
    tell = progress or (lambda _: None)
    with new_folder(folder, "--tables") as part:
        (part / REST_FILE).write_text(rest, "utf-8")
        tables = _at_least_one(map(_actor_table, actors), _actor_table(ActorBatch(())))
        count = write_table(part / ACTORS.file, tables, tell)
        tables = _at_least_one(map(_relation_table, relations), _relation_table(RelationBatch(())))
        write_table(part / RELATIONS.file, tables, lambda done: tell(count + done))


def batches_of(scenario: Scenario) -> tuple[Iterator[ActorBatch], Iterator[RelationBatch]]:
    """Give the entries of a scenario in memory as batches."""
    return _actor_batches(scenario), _relation_batches(scenario)


@contextmanager
def new_folder(folder: Path, option: str = "--out") -> Iterator[Path]:
    """Lend a folder to write into, which gets its name at the end if all went well.

    Parameters
    ----------
    folder
        The name; must not be there yet.
    option
        How to name another one.

    Raises
    ------
    BadParameterError
        If the folder is there already or cannot be written.

    """
    require_new(folder, option)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        try:
            part.mkdir(parents=True)
            yield part
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise BadParameterError(
            f"{folder} cannot be written ({error.strerror}). Check the place and the rights.",
            f"无法写入 {folder}（{error.strerror}）。请检查位置与权限。",
            path=str(folder),
        ) from error


def require_new(folder: Path, option: str = "--out") -> None:
    """Refuse a folder that is there already, before anything long is made for it.

    Raises
    ------
    BadParameterError
        If it is there.

    """
    if os.path.lexists(folder):  # a name too long is refused when it is made
        raise BadParameterError(
            f"{folder} is there already and was left alone. Name another folder ({option}).",
            f"{folder} 已存在，未作改动。请指定另一个目录（{option}）。",
            path=str(folder),
        )


def write_table(path: Path, tables: Iterator[pa.Table], tell: Callable[[int], None]) -> int:
    """Write tables into one file, a row group each, and give how many rows there are."""
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
    return done


def _require_small(key: str, rest: str) -> None:
    size = len(rest.encode())
    if size > MAX_BYTES:
        raise BadParameterError(
            f"What scenario {key!r} says beside its actors and relations takes {size:,} bytes of"
            f" YAML; {REST_FILE} ends at {MAX_BYTES:,}. Take variants or cases out.",
            f"情景“{key}”除行动者与关系外的内容共 {size:,} 字节 YAML，超过 {REST_FILE} 的上限"
            f" {MAX_BYTES:,}。请删去部分变体或个案。",
            bytes=size,
        )


def _at_least_one(tables: Iterable[pa.Table], empty: pa.Table) -> Iterator[pa.Table]:
    """Give the tables, one without rows if there is none: a file must name its columns."""
    source = iter(tables)
    yield next(source, empty)
    yield from source


def _several(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    source = iter(items)
    while several := [*islice(source, ROWS)]:
        yield several


def _actor_batches(scenario: Scenario) -> Iterator[ActorBatch]:
    for several in _several(scenario.actors.values()):
        yield ActorBatch([*map(actor_row, several)], dict(enumerate(several)))


def _relation_batches(scenario: Scenario) -> Iterator[RelationBatch]:
    for several in _several(scenario.relations.values()):
        yield RelationBatch([*map(relation_row, several)], dict(enumerate(several)))


def _actor_table(batch: ActorBatch) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  # slow to load

    columns = _columns(batch.rows, 8)
    more: list[str | None] = [None] * len(batch.rows)
    for place, actor in batch.more.items():
        more[place] = more_of(Section.ACTOR, actor)
    names = ("id", "name_en", "name_zh", "kind", "level", "sphere", "stateness", "group")
    fields = {name: (pa.float64() if name == "stateness" else pa.string()) for name in names}
    schema = pa.schema([*fields.items(), ("more", pa.string())])
    return pa.table([*columns, more], schema=schema)


def _relation_table(batch: RelationBatch) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  # slow to load

    ids, starts, ends, classes, low, best, high, conveys = _columns(batch.rows, 8)
    more: list[str | None] = [None] * len(batch.rows)
    for place, relation in batch.more.items():
        more[place] = more_of(Section.RELATION, relation)
    # One plain number is said once: low and high follow from it.
    ranges = [
        (None, None) if first == middle == last else (first, last)
        for first, middle, last in zip(low, best, high, strict=True)
    ]
    words = [[*several] if several else None for several in conveys]
    schema = pa.schema(
        [
            *((name, pa.string()) for name in ("id", "from", "to", "class")),
            *((name, pa.float64()) for name in ("best", "low", "high")),
            ("conveys", pa.list_(pa.string())),
            ("more", pa.string()),
        ]
    )
    low, high = _columns(ranges, 2)
    return pa.table([ids, starts, ends, classes, best, low, high, words, more], schema=schema)


def _columns(rows: Sequence[Sequence[Any]], count: int) -> list[Sequence[Any]]:
    if not rows:
        return [()] * count
    return list(zip(*rows, strict=True))
