"""A changed graph of which only strengths differ: one loop writes the rows they stand in."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph, Rows
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.spare_ends import (
    NOBODY,
    Annex,
    NoRoomError,
    annexes_of,
    codes_of,
    slots_for,
    writable,
)


class Arcs(NamedTuple):
    """Some arcs of a graph: places where they leave and what they reach."""

    starts: list[int]
    ends: list[int]


def arcs_at(graph: ArcGraph, places: NDArray[np.uint32]) -> Arcs:
    """Give the arcs at some places in ``out``."""
    starts = graph.out.first.searchsorted(places, side="right") - 1
    return Arcs(starts.tolist(), graph.out.other[places].tolist())


def restrengthened(base: ArcGraph, arcs: Arcs, strengths: Sequence[float]) -> ArcGraph:
    """Give the graph in which some arcs of ``base`` have other strengths.

    Parameters
    ----------
    base
        A graph that is not itself changed.
    arcs
        At least one, each once.
    strengths
        Of each of them, in (0, 1].

    Raises
    ------
    NoRoomError
        If it does not fit into the spare ends.

    """
    table, code = codes_of(base, strengths)
    codes = np.array([code[strength] for strength in strengths], np.uint32)
    starts, ends = np.array(arcs, np.uint32)
    annexes = annexes_of(base)
    with annexes.lock:
        out, free_out = _rewritten(base.out, starts, ends, codes, annexes.out)
        try:
            back, free_back = _rewritten(base.back, ends, starts, codes, annexes.back)
        except NoRoomError:
            annexes.out.give_back(free_out)
            raise
    graph = ArcGraph(
        base.size,
        out,
        back,
        table,
        base.count,
        base.relation,
        base.twins,
        base.name,
        origin=base,
    )
    weakref.finalize(graph, annexes.leave, free_out, free_back)
    return graph


def _rewritten(
    rows: Rows,
    own: NDArray[np.uint32],
    other: NDArray[np.uint32],
    codes: NDArray[np.uint32],
    annex: Annex,
) -> tuple[Rows, int | None]:
    """Write the rows of some actors with other codes; give them with where they begin."""
    firsts, lasts = rows.first[own].tolist(), rows.first[own + np.uint32(1)].tolist()
    sizes = dict(zip(firsts, lasts, strict=True))  # each row once
    begin = annex.take(sum(sizes.values()) - sum(sizes))
    slots = np.zeros(slots_for(len(sizes)), np.uint32)
    made = np.zeros((3, len(sizes) + 1), np.uint32)
    made[0, 0] = NOBODY
    rewrite(
        rows.first, writable(rows.other), writable(rows.code), begin or 0, own, other, codes,
        slots, *made,
    )  # fmt: skip
    for array in (slots, made):
        array.setflags(write=False)
    return Rows(rows.first, rows.other, rows.code, slots, *made), begin


@kernel
def rewrite(  # a graph, what changes, and what is written
    first: NDArray[np.uint32],
    others: NDArray[np.uint32],
    all_codes: NDArray[np.unsignedinteger],
    begin: int,
    own: NDArray[np.uint32],
    other: NDArray[np.uint32],
    codes: NDArray[np.uint32],
    slots: NDArray[np.uint32],
    owners: NDArray[np.uint32],
    own_first: NDArray[np.uint32],
    own_last: NDArray[np.uint32],
) -> None:
    """Copy the row of each of ``own`` once, from ``begin`` on, and give its arcs new codes.

    The last four arrays lead to the copies, as those of `arcs.Rows` do.
    """
    one = np.uint64(1)
    mask = np.uint64(slots.size - 1)
    at = np.int64(begin)
    count = 0
    for number in range(own.size):
        actor = np.uint64(own[number])
        slot = (actor * np.uint64(0x9E3779B1)) & mask
        while slots[slot] != 0 and owners[slots[slot]] != actor:
            slot = (slot + one) & mask
        if slots[slot] == 0:
            count += 1
            slots[slot] = count
            owners[count] = actor
            own_first[count] = at
            for arc in range(first[actor], first[actor + one]):
                others[at] = others[arc]
                all_codes[at] = all_codes[arc]
                at += 1
            own_last[count] = at
        low, high = np.int64(own_first[slots[slot]]), np.int64(own_last[slots[slot]])
        while low < high:
            middle = (low + high) // 2
            if others[middle] < other[number]:
                low = middle + 1
            else:
                high = middle
        all_codes[low] = codes[number]
