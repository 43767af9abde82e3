"""A snapshot of actors of which only ids are known, from arrays over the relations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph_api.domain.actors import Actor
from graph_api.domain.relations import Relation, Strength
from graph_api.domain.snapshot import GraphSnapshot, ViewKey, snapshot
from graph_api.domain.words import KINDS, ActorId, Label, RelationId
from graph_api.errors import BadParameterError

DEFAULT_KIND = "association"
"""The kind of these actors."""


def snapshot_from_arrays(
    ids: Sequence[str], from_index: ArrayLike, to_index: ArrayLike, strength: ArrayLike
) -> GraphSnapshot:
    """Make a snapshot from arrays; see `graph_api.workbench.view_from_arrays`.

    Raises
    ------
    BadParameterError
        If lengths differ, an id is repeated, a place or a strength is out of range.

    """
    # As floats: a cast to int32 would wrap what is too large and cut what is no whole number.
    starts = np.asarray(from_index, np.float64)
    ends = np.asarray(to_index, np.float64)
    strengths = np.asarray(strength, np.float64)
    _require_arrays(ids, starts, ends, strengths)
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
    return snapshot(ViewKey("arrays", 0), actors, relations, support=support)


def _require_arrays(
    ids: Sequence[str],
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
    strengths: NDArray[np.float64],
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
    if len(set(ids)) != len(ids):
        faults.append(("an id is repeated", "有重复的标识"))
    places = np.concatenate((starts.ravel(), ends.ravel()))
    if places.size and not (places.min() >= 0 and places.max() < len(ids)):
        faults.append(
            (f"places must lie from 0 to {len(ids) - 1}", f"下标必须在 0 到 {len(ids) - 1} 之间")
        )
    elif (places != np.floor(places)).any():
        faults.append(("places must be whole numbers", "下标必须是整数"))
    known = strengths[~np.isnan(strengths)]
    if known.size and not (known.min() >= 0 and known.max() <= 1):
        faults.append(("strengths must lie in [0, 1]", "强度必须在 [0, 1] 内"))
    if faults:
        raise BadParameterError(
            "The arrays make no view: " + "; ".join(en for en, _ in faults) + ".",
            "这些数组不能构成视图：" + "；".join(zh for _, zh in faults) + "。",
        )
