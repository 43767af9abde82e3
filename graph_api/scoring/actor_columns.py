"""What scores need of all actors of a view at once, from its tables where there are any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Actor, GraphSnapshot
from graph_api.domain.patch import PatchedRows
from graph_api.domain.tables import SPHERES, ActorTable, TableRows

T = TypeVar("T", np.float64, np.int8)


def stateness_of(view: GraphSnapshot) -> NDArray[np.float64]:
    """Give the stateness of each actor: shape (n,), in [0, 1]."""
    return _stateness(view.actors)


def _stateness(rows: Sequence[Actor]) -> NDArray[np.float64]:
    table = _table(rows)
    if table is not None:
        return table.stateness
    if isinstance(rows, PatchedRows):
        changed = {place: actor.stateness for place, actor in rows.changed.items()}
        added = np.array([actor.stateness for actor in rows.added], np.float64)
        return _patched(_stateness(rows.base), changed, added)
    return np.array([actor.stateness for actor in rows], np.float64)


def spheres_of(view: GraphSnapshot) -> NDArray[np.int8]:
    """Give the sphere of each actor, as its place in `graph_api.domain.tables.SPHERES`: (n,)."""
    return _spheres(view.actors)


def _spheres(rows: Sequence[Actor]) -> NDArray[np.int8]:
    table = _table(rows)
    if table is not None:
        return table.sphere
    if isinstance(rows, PatchedRows):
        changed = {place: SPHERES.index(actor.sphere) for place, actor in rows.changed.items()}
        added = np.array([SPHERES.index(actor.sphere) for actor in rows.added], np.int8)
        return _patched(_spheres(rows.base), changed, added)
    return np.array([SPHERES.index(actor.sphere) for actor in rows], np.int8)


def assessed_actors(view: GraphSnapshot) -> Iterator[Actor]:
    """Give the actors that may have a capability, in no order; a row of a table has none."""
    return _assessed(view.actors)


def _assessed(rows: Sequence[Actor]) -> Iterator[Actor]:
    table = _table(rows)
    if table is not None:
        yield from table.special.values()
    elif isinstance(rows, PatchedRows) and (below := _table(rows.base)) is not None:
        kept = below.special.items()
        yield from (actor for place, actor in kept if place not in rows.changed)
        yield from rows.changed.values()
        yield from rows.added
    else:
        yield from rows


def _table(rows: Sequence[Actor]) -> ActorTable | None:
    if isinstance(rows, TableRows) and isinstance(rows.table, ActorTable):
        return rows.table
    return None


def _patched(
    base: NDArray[T], changed: dict[int, float] | dict[int, int], added: NDArray[T]
) -> NDArray[T]:
    array = np.concatenate((base, added))
    array[list(changed)] = list(changed.values())
    return array
