"""A changed graph of which only strengths differ: one loop writes the rows they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph, Rows
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.spare_ends import (
    NOBODY,
    NoRoomError,
    annexes_of,
    codes_of,
    slots_for,
    writable,
)


class Arcs(NamedTuple):
    """Some arcs of a graph: places where they leave and what they reach."""

    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]


class Room(NamedTuple):
    """The free pieces that copies are written into: where they begin and stop, in both senses."""

    out: int
    out_stop: int
    back: int
    back_stop: int


NO_ROOM = -1
"""Instead of the number of copies."""


def arcs_at(graph: ArcGraph, places: NDArray[np.uint32]) -> Arcs:
    """Give the arcs at some places in ``out``."""
    starts = graph.out.first.searchsorted(places, side="right") - 1
    return Arcs(starts.astype(np.uint32), graph.out.other[places])


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
    table, codes = codes_of(base, strengths)
    annexes = annexes_of(base)
    slots = slots_for(codes.size)
    made = np.zeros((2, slots + 3 * (codes.size + 1)), np.uint32)
    with annexes.lock:
        room = Room(*annexes.out.widest(), *annexes.back.widest())
        out, back = rewrite(
            base.out.first, writable(base.out.other), writable(base.out.code),
            base.back.first, writable(base.back.other), writable(base.back.code),
            room, *arcs, codes, slots, made,
        )  # fmt: skip
        if NO_ROOM in {out[0], back[0]}:
            raise NoRoomError
        at_out = annexes.out.take(room.out, out[1])
        at_back = annexes.back.take(room.back, back[1])
    made.setflags(write=False)
    graph = ArcGraph(
        base.size,
        _led(base.out, made[0], slots, out[0]),
        _led(base.back, made[1], slots, back[0]),
        table,
        base.count,
        base.relation,
        base.twins,
        base.name,
        origin=base,
    )
    annexes.lend(graph, at_out, at_back)
    return graph


def _led(rows: Rows, made: NDArray[np.uint32], slots: int, owners: int) -> Rows:
    """Give rows with what leads to the copies of some of them, as `rewrite` made it."""
    room = (made.size - slots) // 3
    lists = (made[at : at + owners + 1] for at in range(slots, made.size, room))
    return Rows(rows.first, rows.other, rows.code, made[:slots], *lists)


@kernel
def rewrite(  # a graph in both senses, what changes, and what is written
    first_out: NDArray[np.uint32],
    others_out: NDArray[np.uint32],
    codes_out: NDArray[np.unsignedinteger],
    first_back: NDArray[np.uint32],
    others_back: NDArray[np.uint32],
    codes_back: NDArray[np.unsignedinteger],
    room: Room,
    starts: NDArray[np.uint32],
    ends: NDArray[np.uint32],
    codes: NDArray[np.uint32],
    slots: int,
    made: NDArray[np.uint32],
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Copy the rows of all ends of some arcs and give these arcs new codes, in both senses.

    What leads to the copies goes to ``made``, a row each sense. Gives, for each sense, how many
    copies there are (NO_ROOM: they do not fit) and where the last one ends.
    """
    return (
        _rewrite_rows(
            first_out, others_out, codes_out, room.out, room.out_stop, starts, ends, codes,
            slots, made[0],
        ),
        _rewrite_rows(
            first_back, others_back, codes_back, room.back, room.back_stop, ends, starts, codes,
            slots, made[1],
        ),
    )  # fmt: skip


@kernel
def _rewrite_rows(
    first: NDArray[np.uint32],
    others: NDArray[np.uint32],
    all_codes: NDArray[np.unsignedinteger],
    begin: int,
    stop: int,
    own: NDArray[np.uint32],
    other: NDArray[np.uint32],
    codes: NDArray[np.uint32],
    slots: int,
    made: NDArray[np.uint32],
) -> tuple[int, int]:
    """Copy the row of each of ``own`` once, from ``begin`` on, and give its arcs new codes.

    ``made`` holds so many slots, then owners, where a row begins and where it ends: all that
    `arcs.Rows` says of a graph's own rows.
    """
    one = np.uint64(1)
    mask = np.uint64(slots - 1)
    owners = slots
    own_first = owners + own.size + 1
    own_last = own_first + own.size + 1
    at = np.int64(begin)
    count = 0
    made[owners] = NOBODY
    for number in range(own.size):
        actor = np.uint64(own[number])
        slot = (actor * np.uint64(0x9E3779B1)) & mask
        while made[slot] != 0 and made[owners + np.int64(made[slot])] != actor:
            slot = (slot + one) & mask
        if made[slot] == 0:
            count += 1
            made[slot] = count
            made[owners + count] = actor
            made[own_first + count] = at
            if at + np.int64(first[actor + one]) - np.int64(first[actor]) > stop:
                return NO_ROOM, int(at)
            for arc in range(first[actor], first[actor + one]):
                others[at] = others[arc]
                all_codes[at] = all_codes[arc]
                at += 1
            made[own_last + count] = at
        row = np.int64(made[slot])
        low, high = np.int64(made[own_first + row]), np.int64(made[own_last + row])
        while low < high:
            middle = (low + high) // 2
            if others[middle] < other[number]:
                low = middle + 1
            else:
                high = middle
        all_codes[low] = codes[number]
    return count, int(at)
