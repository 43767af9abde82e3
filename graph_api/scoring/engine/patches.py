"""A changed graph that shares the arrays of the graph it came from.

Only the rows of the actors whose arcs changed are written, into the spare ends of the same arrays,
and a small table of hashes leads to them: time and memory are those of the change, not of the
graph. The spare end belongs to all changed graphs together; what one leaves is free again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import (
    ArcGraph,
    Parallel,
    Rows,
    fixed,
)
from graph_api.scoring.engine.spare_ends import (
    NOBODY,
    Annex,
    NoRoomError,
    annexes_of,
    codes_of,
    slots_for,
    writable,
)

Pair = tuple[int, int]
"""An ordered pair of places."""

HASH = 0x9E3779B1
"""What `arcs.own_row` multiplies a place by."""


def patched(
    base: ArcGraph,
    changes: Mapping[Pair, Sequence[Parallel]],
    *,
    size: int,
    name: Callable[[int], str],
    renumber: Callable[[int], int | None] | None = None,
) -> ArcGraph:
    """Give the graph that differs from ``base`` in some ordered pairs.

    Parameters
    ----------
    base
        A graph that is not itself changed.
    changes
        For each ordered pair that differs all its relations (strength above 0, place in the
        changed view), the chosen one first; an empty list: it has no arc any more.
    size
        Number of actors of the changed graph; new ones come last.
    name
        Gives the id of the actor at a place.
    renumber
        Gives the place in the changed view of a relation of the base.

    Raises
    ------
    NoRoomError
        If it does not fit into the spare ends.

    Notes
    -----
    Time: the arcs of the actors at the ends of the changed pairs.

    """
    if size > base.out.first.size - 1:
        raise NoRoomError
    table, found = codes_of(base, [p[0][0] for p in changes.values() if p])
    code = iter(found.tolist())
    codes = {pair: next(code) if p else None for pair, p in changes.items()}
    annexes = annexes_of(base)
    with annexes.lock:
        out, free_out = _changed(base.out, codes, annexes.out)
        try:
            turned = {(end, start): code for (start, end), code in codes.items()}
            back, free_back = _changed(base.back, turned, annexes.back)
        except NoRoomError:
            annexes.out.give_back(free_out)
            raise
    graph = dataclasses.replace(
        base,
        size=size,
        out=out,
        back=back,
        table=table,
        count=base.count + _more(base, changes),
        twins=_Twins(base.twins, changes),
        name=name,
        renumber=renumber,
        own_relation={pair: p[0][1] for pair, p in changes.items() if p},
        origin=base,
        _worth={},
    )
    annexes.lend(graph, free_out, free_back)
    return graph


def _more(base: ArcGraph, changes: Mapping[Pair, Sequence[Parallel]]) -> int:
    """Count by how many arcs the changed graph has more."""
    return sum(
        bool(parallels) - (base.arc(*pair) is not None) for pair, parallels in changes.items()
    )


def _changed(rows: Rows, codes: Mapping[Pair, int | None], annex: Annex) -> tuple[Rows, int | None]:
    """Write the changed rows; give them with where they begin in the spare end."""
    by_actor: dict[int, dict[int, int | None]] = {}
    for (own, other), code in codes.items():
        by_actor.setdefault(own, {})[other] = code
    written = [
        (actor, *_merged(rows, actor, changed)) for actor, changed in sorted(by_actor.items())
    ]
    at, free = annex.widest()
    stop = at + sum(row.size for _, row, _ in written)
    if stop > free:
        raise NoRoomError
    begin = annex.take(at, stop)
    others, all_codes = writable(rows.other), writable(rows.code)
    owners, first, last = [NOBODY], [0], [0]
    for actor, row, row_codes in written:
        others[at : at + row.size] = row
        all_codes[at : at + row.size] = row_codes
        owners.append(actor)
        first.append(at)
        at += row.size
        last.append(at)
    return (
        rows._replace(
            slots=_slots(owners),
            own=fixed(np.array(owners, np.uint32)),
            own_first=fixed(np.array(first, np.uint32)),
            own_last=fixed(np.array(last, np.uint32)),
        ),
        begin,
    )


def _merged(
    rows: Rows, actor: int, changed: Mapping[int, int | None]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Give the row of an actor with its changes, by place of the other end."""
    low, high = int(rows.first[actor]), int(rows.first[actor + 1])
    others, codes = rows.other[low:high], rows.code[low:high].astype(np.uint32)
    new: dict[int, int] = {}
    gone: list[int] = []
    for other, code in changed.items():
        place = int(others.searchsorted(np.uint32(other)))
        is_there = place < others.size and others[place] == other
        if code is None:
            gone += [place] if is_there else []
        elif is_there:
            codes[place] = code
        else:
            new[other] = code
    if gone:
        others, codes = np.delete(others, gone), np.delete(codes, gone)
    if new:
        others = np.concatenate((others, np.fromiter(new, np.uint32, len(new))))
        codes = np.concatenate((codes, np.fromiter(new.values(), np.uint32, len(new))))
        order = others.argsort(kind="stable")
        others, codes = others[order], codes[order]
    return others, codes


def _slots(own: Sequence[int]) -> NDArray[np.uint32]:
    """Make the table of hashes that `arcs.own_row` looks into."""
    size = slots_for(len(own) - 1)
    slots = np.zeros(size, np.uint32)
    for number, actor in enumerate(own[1:], 1):
        slot = actor * HASH & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number
    return fixed(slots)


class _Twins(Mapping[Pair, Sequence[Parallel]]):
    """The ordered pairs with several relations, of a changed graph over its base."""

    def __init__(
        self,
        base: Mapping[Pair, Sequence[Parallel]],
        changes: Mapping[Pair, Sequence[Parallel]],
    ) -> None:
        self._base = base
        self._changes = changes

    def __getitem__(self, pair: Pair) -> Sequence[Parallel]:
        found = self._changes.get(pair)
        if found is None:
            return self._base[pair]
        if len(found) < 2:
            raise KeyError(pair)
        return found

    def __iter__(self) -> Iterator[Pair]:
        yield from (pair for pair in self._base if pair not in self._changes)
        yield from (pair for pair, found in self._changes.items() if len(found) > 1)

    def __len__(self) -> int:
        return sum(1 for _ in self)
