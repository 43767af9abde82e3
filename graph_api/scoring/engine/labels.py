"""What one search writes on: keys of actors, and the queue of those still to be worked through.

The queue is a ring of buckets; a bucket holds the actors whose keys fall into the same eighth of an
octave. Its entries are linked lists in one pool that grows when a search says `FULL`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil, log2
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import SPARE_ACTORS, ArcGraph
from graph_api.scoring.engine.bits import ONE, bits
from graph_api.scoring.engine.compiling import kernel

UNREACHED = -1.0
"""The key of an actor out of reach; 0 would not do: a long product may become 0 in float64."""

SHIFT = np.uint64(49)
"""What is left of the bits of a key is its bucket: an eighth of an octave."""

PER_OCTAVE = 8

FULL = -2
"""What a search gives when its pool was too small."""

STOPPED = -3
"""What a search gives when the question was over."""

FIRST_ROOM = 1 << 12
KEPT = 4
"""How many workspaces of a graph are kept for the next question."""


class Labels(NamedTuple):
    """The arrays of one search.

    ``key`` (n,) holds the best key of each actor so far, `UNREACHED` for none; ``touched`` (n,) who
    has one. ``head`` (a power of two,) leads to the first entry of each bucket, ``following`` to
    the next one, ``actor`` says who it is; entry 0 is none. ``seen`` (n,) is for marks that are
    taken off again.
    """

    key: NDArray[np.float64]
    touched: NDArray[np.uint32]
    head: NDArray[np.uint32]
    following: NDArray[np.uint32]
    actor: NDArray[np.uint32]
    seen: NDArray[np.uint8]


@kernel
def bucket_of(key: float) -> np.uint64:
    """Give the number of the bucket of a key in [0, 1]; it rises as the key falls."""
    return (ONE - bits(key)) >> SHIFT


def ring_size(least: float) -> int:
    """Give how many buckets a ring needs so that no arc leads round it: a power of two.

    ``least`` is the smallest that an arc multiplies a key by.
    """
    octaves = log2(1 / least) + 1.2
    return 1 << (ceil(octaves * PER_OCTAVE) + 3).bit_length()


def new_labels(size: int, least: float, room: int = FIRST_ROOM) -> Labels:
    """Make the arrays of a search.

    Parameters
    ----------
    size
        Number of actors.
    least
        The smallest that an arc multiplies a key by: one arc must not lead round the ring.
    room
        Number of entries.

    """
    ring = ring_size(least)
    return Labels(
        np.full(size, UNREACHED),
        np.empty(size, np.uint32),
        np.zeros(ring, np.uint32),
        np.zeros(room, np.uint32),
        np.empty(room, np.uint32),
        np.zeros(size, np.uint8),
    )


def grown(labels: Labels) -> Labels:
    """Give the same with twice the room; the queue is empty afterwards."""
    room = 2 * labels.following.size
    labels.head[:] = 0
    return labels._replace(following=np.zeros(room, np.uint32), actor=np.empty(room, np.uint32))


@kernel
def forget(labels: Labels, touched: int) -> None:
    """Take off the keys of so many actors, and what is left in the queue."""
    for index in range(touched):
        labels.key[labels.touched[index]] = UNREACHED
    for slot in range(labels.head.size):
        labels.head[slot] = 0


class Workspace:
    """Labels for both senses; whoever borrows them leaves them clean.

    They serve graphs of up to ``size`` actors, no arc of which multiplies by less than ``least``.
    """

    def __init__(self, size: int, least: float) -> None:
        self.size, self.least = size, least
        self.ahead = new_labels(size, least)
        self.behind = new_labels(size, least)
        self.room = FIRST_ROOM
        self.lists: Any = None  # of arcs, for `between`

    def clean(self, ahead: int, behind: int) -> None:
        """Take off the keys of so many actors on each side."""
        for labels, touched in ((self.ahead, ahead), (self.behind, behind)):
            labels.key[labels.touched[:touched]] = UNREACHED
            labels.head[:] = 0

    def grow(self) -> None:
        """Make more room."""
        self.ahead, self.behind = grown(self.ahead), grown(self.behind)
        self.lists = None
        self.room *= 2


_KEPT: WeakKeyDictionary[ArcGraph, list[Workspace]] = WeakKeyDictionary()
_LOCK = threading.Lock()


@contextmanager
def workspace(graph: ArcGraph, decay: float) -> Iterator[Workspace]:
    """Lend a clean workspace; after an error it is thrown away.

    All graphs that share arrays share them, so that a what-if question makes none of its own.
    """
    least = graph.least(decay)
    with _LOCK:
        kept = _KEPT.setdefault(graph.origin or graph, [])
        fitting = (n for n, w in enumerate(kept) if w.size >= graph.size and w.least <= least)
        place = next(fitting, None)
        lent = None if place is None else kept.pop(place)
    if lent is None:
        lent = Workspace(graph.size + SPARE_ACTORS, least)
    yield lent
    with _LOCK:
        if len(kept) < KEPT:
            kept.append(lent)
