"""Two groups of actors whose pairs are ranked: by ids or by places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring.engine.arcs import ArcGraph, fixed
from graph_api.scoring.engine.top_pairs import SHARED, mark

Group = Sequence[str] | NDArray[np.integer[Any]]
"""Actors by ids, or by their places in the view."""


def ids_of(view: GraphSnapshot, group: Group) -> Sequence[str]:
    """Give the ids of the actors of a group."""
    if not isinstance(group, np.ndarray):
        return group
    _require_places(group, len(view.actors))
    return view.actor_ids(group.tolist())


def _require_places(group: NDArray[np.integer[Any]], size: int) -> None:
    wrong = np.flatnonzero((group < 0) | (group >= size))
    if wrong.size:
        raise BadParameterError(
            f"{int(group[wrong[0]])} is no place of an actor: the view has {size} actors, at places"
            f" from 0 to {size - 1}.",
            f"{int(group[wrong[0]])} 不是行动者的位置：该视图有 {size} 个行动者，位置为 0 至"
            f" {size - 1}。",
            parameter="between",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Two groups: the members of one, marks for the other."""

    hubs: list[int]
    marks: NDArray[np.uint8]
    hub_is_first: bool


def groups_of(view: GraphSnapshot, graph: ArcGraph, between: Group, other: Group) -> Groups:
    """Give two groups of a view, the smaller one as members."""
    first, second = (
        fixed(group.astype(np.int32, copy=False))
        if isinstance(group, np.ndarray)
        else fixed(np.array([view.place(actor) for actor in group], dtype=np.int32))
        for group in (between, other)
    )
    hub_is_first = first.size <= second.size
    few, many = (first, second) if hub_is_first else (second, first)
    marks = np.zeros(graph.size, np.uint8)
    hubs = sorted({*few.tolist()})
    if hubs and (hubs[0] < 0 or hubs[-1] >= graph.size):
        _require_places(few, graph.size)
    if mark(many, marks) >= 0:
        _require_places(many, graph.size)
    for hub in hubs:
        if marks[hub]:
            marks[hub] = SHARED
    return Groups(hubs, marks, hub_is_first)
