"""A snapshot of actors of which only ids are known, from arrays over the relations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.relations import Relation, Strength
from graph_api.domain.snapshot import GraphSnapshot, ViewKey, snapshot
from graph_api.domain.support import Support
from graph_api.domain.table_parts import NOT_STATED, RelationParts, assembled
from graph_api.domain.tables import (
    EMPOWERMENT,
    LEVELS,
    SPHERES,
    ActorTable,
    RelationTable,
)
from graph_api.domain.texts import Numbered, TextColumn, Texts, compact
from graph_api.domain.words import KINDS, ActorId, Label, RelationId
from graph_api.errors import BadParameterError

MOST_ENTRIES = 2_000
"""More relations than this are kept as tables, so that a what-if costs what it changes."""

DEFAULT_KIND = "association"
"""The kind of these actors."""


PlaceNumbers = NDArray[np.integer[Any]] | NDArray[np.float64]


def snapshot_from_arrays(
    ids: Sequence[str], from_index: ArrayLike, to_index: ArrayLike, strength: ArrayLike
) -> GraphSnapshot:
    """Make a snapshot from arrays; see `graph_api.workbench.view_from_arrays`.

    Relations keep the order of the arrays up to `MOST_ENTRIES` of them; more are put into the order
    of a table. The id of a relation always tells its place in the arrays.

    Raises
    ------
    BadParameterError
        If lengths differ, an id is repeated, a place or a strength is out of range.

    """
    starts, ends = _numbers(from_index), _numbers(to_index)
    strengths = np.asarray(strength, np.float64)
    key = ViewKey("arrays", 0)
    if strengths.size > MOST_ENTRIES:
        column = compact(Texts.of(ids))
        # What finds a repeated id also finds the actors of the first question.
        _require_arrays(column, starts, ends, strengths, again=column.repeated() is not None)
        actors, relations = _tables(column, starts, ends, strengths)
        return GraphSnapshot(key, actors.rows, relations.rows, Support(relations))
    _require_arrays(ids, starts, ends, strengths, again=len(set(ids)) != len(ids))
    return _from_entries(key, ids, starts, ends, strengths)


def _numbers(places: ArrayLike) -> PlaceNumbers:
    """Take places as they are, or as floats: a cast would wrap or cut what is none."""
    array = np.asarray(places)
    if array.dtype.kind in "iu" and array.dtype != np.uint64:
        return array
    return np.asarray(places, np.float64)


def _from_entries(
    key: ViewKey,
    ids: Sequence[str],
    starts: PlaceNumbers,
    ends: PlaceNumbers,
    strengths: NDArray[np.float64],
) -> GraphSnapshot:
    kind = KINDS[DEFAULT_KIND]
    actors = tuple(
        Actor(ActorId(name), Label(), DEFAULT_KIND, kind.level, kind.sphere, kind.stateness)
        for name in ids
    )
    relations = tuple(
        Relation(
            RelationId(f"r{number}"),
            actors[start].id,
            actors[end].id,
            strength=None if value != value else Strength.exactly(value),  # noqa: PLR0124  # NaN
        )
        for number, (start, end, value) in enumerate(
            zip(
                starts.astype(np.int32).tolist(),
                ends.astype(np.int32).tolist(),
                strengths.tolist(),
                strict=True,
            ),
            1,
        )
    )
    support = frozenset((relation.from_id, relation.to_id) for relation in relations)
    return snapshot(key, actors, relations, support=support)


def _tables(
    ids: TextColumn,
    starts: PlaceNumbers,
    ends: PlaceNumbers,
    strengths: NDArray[np.float64],
) -> tuple[ActorTable, RelationTable]:
    kind, count = KINDS[DEFAULT_KIND], len(ids)
    nameless = Texts(np.zeros(count + 1, np.uint32), np.empty(0, np.uint8))
    actors = ActorTable(
        ids=ids,
        name_en=nameless,
        name_zh=nameless,
        flags=np.zeros(count, np.uint8),
        kind=np.zeros(count, np.uint16),
        level=np.full(count, LEVELS.index(kind.level), np.int8),
        sphere=np.full(count, SPHERES.index(kind.sphere), np.int8),
        stateness=np.full(count, kind.stateness, np.float64),
        group=np.full(count, -1, np.int32),
        kinds=(DEFAULT_KIND,),
        groups=(),
    )
    relations = RelationParts(
        ids=Numbered("r", np.arange(1, strengths.size + 1, dtype=np.uint32)),
        start=starts.astype(np.uint32),
        to=ends.astype(np.uint32),
        relation_class=np.full(strengths.size, EMPOWERMENT, np.int8),
        stated=np.full(strengths.size, NOT_STATED, np.int8),
        low=strengths,
        point=strengths,
        high=strengths,
        is_range=None,
        conveys=np.zeros(strengths.size, np.int32),
        words=((),),
        special={},
    )
    return actors, assembled(actors, relations)


def _require_arrays(
    ids: Sequence[str],
    starts: PlaceNumbers,
    ends: PlaceNumbers,
    strengths: NDArray[np.float64],
    *,
    again: bool,
) -> None:
    faults: list[tuple[str, str]] = []
    if not starts.shape == ends.shape == strengths.shape or starts.ndim != 1:
        faults.append(
            (
                f"from_index, to_index and strength must have one length, not {starts.shape},"
                f" {ends.shape}, {strengths.shape}",
                f"from_index、to_index 与 strength 长度必须相同，而不是 {starts.shape}、"
                f"{ends.shape}、{strengths.shape}",
            )
        )
    if again:
        faults.append(("an id is repeated", "有重复的标识"))
    ends_of_ranges = [bound for p in (starts, ends) if p.size for bound in (p.min(), p.max())]
    if not all(0 <= bound < len(ids) for bound in ends_of_ranges):
        faults.append(
            (f"places must lie from 0 to {len(ids) - 1}", f"下标必须在 0 到 {len(ids) - 1} 之间")
        )
    elif any(p.dtype.kind == "f" and (p != np.floor(p)).any() for p in (starts, ends)):
        faults.append(("places must be whole numbers", "下标必须是整数"))
    if ((strengths < 0) | (strengths > 1)).any():
        faults.append(("strengths must lie in [0, 1]", "强度必须在 [0, 1] 内"))
    if faults:
        raise BadParameterError(
            "The arrays make no view: " + "; ".join(en for en, _ in faults) + ".",
            "这些数组不能构成视图：" + "；".join(zh for _, zh in faults) + "。",
        )
