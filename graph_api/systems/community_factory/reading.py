"""Households from a table of text, as people keep it in a sheet."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from graph_api.domain.numbers import read_number
from graph_api.errors import BadParameterError, nearest
from graph_api.systems.community_factory.households import MOST_HOUSEHOLDS, Household

ID_COLUMN = "household"


def households_of(
    rows: Sequence[Mapping[str, str]], dimensions: Collection[str], name: str
) -> tuple[Household, ...]:
    """Read households: a column ``household``, and one per dimension; empty cells are unknown.

    Raises
    ------
    BadParameterError
        If there are no rows or too many, a column is no dimension, a household has no name or a
        name that stands in an earlier line, or a cell is no finite number; it names the line.

    """
    if not 1 <= len(rows) <= MOST_HOUSEHOLDS:
        raise BadParameterError(
            f"{name} has {len(rows)} rows; give 1 to {MOST_HOUSEHOLDS}.",
            f"{name} 有 {len(rows)} 行；请给出 1 至 {MOST_HOUSEHOLDS} 行。",
            parameter="table",
        )
    for column in rows[0]:
        if column != ID_COLUMN and column not in dimensions:
            near = nearest(column, [ID_COLUMN, *dimensions])
            raise BadParameterError(
                f"{name}:1 the column {column[:100]!r} is no dimension; there are: {ID_COLUMN},"
                f" {', '.join(dimensions)}.",
                f"{name}:1 列“{column[:100]}”不是维度；现有：{ID_COLUMN}、"
                f"{'、'.join(dimensions)}。",
                parameter="table",
                nearest=list(near),
            )
    seen: dict[str, int] = {}
    found = []
    for line, row in enumerate(rows, start=2):
        household = (row.get(ID_COLUMN) or "").strip()
        if not household:
            raise BadParameterError(
                f"{name}:{line} has no household; fill the column {ID_COLUMN!r}.",
                f"{name}:{line} 没有农户名；请填写“{ID_COLUMN}”列。",
                parameter="table",
                line=line,
            )
        if household in seen:
            raise BadParameterError(
                f"{name}:{line} the household {household[:100]!r} stands in line"
                f" {seen[household]} already; give each once.",
                f"{name}:{line} 农户“{household[:100]}”已出现在第 {seen[household]} 行；"
                "每户只能出现一次。",
                parameter="table",
                line=line,
            )
        seen[household] = line
        values = {
            key: _number(row.get(key) or "", f"{name}:{line}", key, line)
            for key in dimensions
            if key in row
        }
        found.append(Household(household, values))
    return tuple(found)


def _number(cell: str, where: str, column: str, line: int) -> float | None:
    if not cell.strip():
        return None
    value = read_number(cell)
    if value is None or not math.isfinite(value):
        raise BadParameterError(
            f"{where} {column}: {cell[:100]!r} is no finite number; leave the cell empty if it is"
            " not known.",
            f"{where} {column}：“{cell[:100]}”不是有限数；未知则留空。",
            parameter="table",
            line=line,
            column=column,
        )
    return value
