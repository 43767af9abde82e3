"""The arrays of a view for a program that reckons with them itself: JSON, Arrow or Parquet.

docs/reference/graphql.md says what each column is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from graph_api.domain import GraphSnapshot
from graph_api.domain.snapshot import DIRECTIONS
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping

if TYPE_CHECKING:
    import pyarrow as pa

ColumnForm = Literal["json", "arrow", "parquet"]
COLUMN_FORMS: tuple[ColumnForm, ...] = ("json", "arrow", "parquet")

MOST_RELATIONS: Mapping[ColumnForm, int] = {
    "json": 200_000,
    "arrow": 2_000_000,
    "parquet": 2_000_000,
}
"""How many relations a form takes; their ids stand in memory while it is written."""


def write_columns(
    view: GraphSnapshot, form: ColumnForm, file: BinaryIO, provenance: Mapping[str, Any]
) -> None:
    """Write ids, ends and strengths of the relations of a view.

    ``from`` and ``to`` of the JSON are places in its list of actors; in Arrow and Parquet they are
    dictionaries of the actors' ids, which holds those without a relation too. An unknown strength
    is null, never 0.

    Parameters
    ----------
    view
        The view.
    form
        ``json``, ``arrow`` (a stream, not a file) or ``parquet``.
    file
        Where to; it stays open.
    provenance
        Scenario, variant, revision and version, which the file names.

    Raises
    ------
    BadParameterError
        If there are more relations than the form takes.

    """
    count, most = len(view.relations), MOST_RELATIONS[form]
    if count > most:
        raise BadParameterError(
            f"The view has {count:,} relations; {form} takes at most {most:,}. The export as"
            " Parquet takes any number.",
            f"该视图有 {count:,} 个关系；{form} 最多 {most:,} 个。Parquet 导出不限数量。",
            parameter="format",
            count=count,
            limit=most,
        )
    actors = [*view.actor_ids(range(len(view.actors)))]
    stopping.check()
    relations = [*view.relation_ids(range(count))]
    stopping.check()
    if form == "json":
        file.write(_json(view, actors, relations, provenance))
        return
    table = _table(view, actors, relations, provenance)
    stopping.check()
    if form == "arrow":
        import pyarrow as pa  # noqa: PLC0415  # slow to load

        with pa.ipc.new_stream(file, table.schema) as stream:
            stream.write_table(table)
    else:
        import pyarrow.parquet as pq  # noqa: PLC0415  # slow to load

        pq.write_table(table, file, compression="zstd")


def _json(
    view: GraphSnapshot, actors: list[Any], relations: list[Any], provenance: Mapping[str, Any]
) -> bytes:
    def numbers(values: list[float]) -> list[float | None]:
        return [None if math.isnan(value) else value for value in values]

    said = {
        "provenance": dict(provenance),
        "actors": {"id": actors},
        "relations": {
            "id": relations,
            "from": view.from_index.tolist(),
            "to": view.to_index.tolist(),
            "strength": numbers(view.point.tolist()),
            "low": numbers(view.low.tolist()),
            "high": numbers(view.high.tolist()),
            "carries": view.carries.tolist(),
            "direction": [DIRECTIONS[code].name for code in view.direction.tolist()],
        },
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _table(
    view: GraphSnapshot, actors: list[Any], relations: list[Any], provenance: Mapping[str, Any]
) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415  # slow to load

    names: Any = pa.array(actors, pa.string())
    directions: Any = pa.array([word.name for word in DIRECTIONS], pa.string())
    columns = {
        "id": pa.array(relations, pa.string()),
        "from": pa.DictionaryArray.from_arrays(pa.array(view.from_index), names),
        "to": pa.DictionaryArray.from_arrays(pa.array(view.to_index), names),
        "strength": pa.array(view.point, from_pandas=True),
        "low": pa.array(view.low, from_pandas=True),
        "high": pa.array(view.high, from_pandas=True),
        "carries": pa.array(view.carries),
        "direction": pa.DictionaryArray.from_arrays(pa.array(view.direction), directions),
    }
    said = {str(word): str(value) for word, value in provenance.items()}
    return pa.table(columns).replace_schema_metadata(said)
