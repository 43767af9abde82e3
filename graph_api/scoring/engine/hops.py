"""Paths of a limited number of hops: best keys layer by layer, for both readings of single paths.

A layer holds the actors that a walk of exactly so many arcs reaches better than any shorter one
does. What a shorter walk equals is left out: it lies on no path that the rule of ties chooses, and
without it the layers soon run empty. A pair is searched from both ends, the smaller layer first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph, Places, Rows, own_row
from graph_api.scoring.engine.between import Arc, Met
from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import STOPPED, UNREACHED, Labels, workspace
from graph_api.scoring.engine.meeting import BEYOND
from graph_api.scoring.engine.sources import PATIENT
from graph_api.scoring.engine.tied import NEAR
from graph_api.scoring.engine.weakest import over
from graph_api.scoring.searches.kernels import TIE

NOBODY = np.zeros(0)


@kernel
def next_layer(  # one side, and what bounds it
    rows: Rows,
    worth: NDArray[np.float64],
    labels: Labels,
    opposite: NDArray[np.float64],
    places: Places,
    keys: NDArray[np.float64],
    fresh: Places,
    weakest: bool,  # the reading, for a compiled loop
    far: float,
    best: float,
    touched: int,
    stop: NDArray[np.uint8],
) -> tuple[int, int, float]:
    """Go one arc further from a layer.

    Writes into ``fresh`` the actors that are reached better than before, and into ``labels.key``
    how well. Gives their number (or STOPPED), how many have a key, and the best meeting with the
    other side, whose keys are ``opposite`` (none: an empty array); its newest ones are up to
    ``far``.
    """
    key, seen = labels.key, labels.seen
    meets = opposite.size != 0
    changed = rows.slots.size != 0
    count = 0
    for place in range(places.size):
        if stop[0] != 0:
            return STOPPED, touched, best
        u = np.uint64(places[place])
        own = keys[place]
        low = np.uint64(rows.first[u])
        high = np.uint64(rows.first[u + np.uint64(1)])
        if changed:
            row = own_row(rows, u)
            if row != 0:
                low = np.uint64(rows.own_first[row])
                high = np.uint64(rows.own_last[row])
        for arc in range(low, high):
            found = worth[rows.code[arc]]
            found = min(own, found) if weakest else own * found
            v = np.uint64(rows.other[arc])
            if found <= key[v]:
                continue
            if meets:
                met = opposite[v]
                if met >= 0:
                    best = max(best, min(found, met) if weakest else found * met)
                elif found <= best if weakest else found * far < best * (1 - BEYOND):
                    continue
            if key[v] < 0:
                labels.touched[touched] = v
                touched += 1
            key[v] = found
            if seen[v] == 0:
                seen[v] = 1
                fresh[count] = v
                count += 1
    for place in range(count):
        seen[np.uint64(fresh[place])] = 0
    return count, touched, best


@dataclass(frozen=True)
class SparseLayer:
    """Keys of the actors of one layer; ``places`` in no order.

    Attributes
    ----------
    places, keys
        Shape (k,): who is reached, and how well.

    """

    places: Places
    keys: NDArray[np.float64]

    def __len__(self) -> int:
        return self.places.size

    def __contains__(self, place: int) -> bool:
        return self.get(place) >= 0

    def get(self, place: int, default: float = UNREACHED) -> float:
        """Give the key of an actor."""
        found = float(self.at(np.array([place]))[0])
        return found if found >= 0 else default

    def at(self, places: NDArray[np.integer]) -> NDArray[np.float64]:
        """Give the keys of actors, `UNREACHED` for those of other layers."""
        ordered, keys = self._ordered
        if not ordered.size:
            return np.full(places.size, UNREACHED)
        found = np.minimum(np.searchsorted(ordered, places), ordered.size - 1)
        return np.where(ordered[found] == places, keys[found], UNREACHED)

    @cached_property
    def _ordered(self) -> tuple[Places, NDArray[np.float64]]:
        order = np.argsort(self.places)
        return self.places[order], self.keys[order]


@dataclass(slots=True)
class _Side:
    """One sense of a search: what it walks on, and its layers so far."""

    graph: ArcGraph
    rows: Rows
    worth: NDArray[np.float64]
    labels: Labels
    weakest: bool
    layers: list[SparseLayer]
    fresh: Places
    touched: int = 1

    def advance(self, opposite: _Side | None, best: float = UNREACHED) -> float:
        """Add a layer; give the best meeting."""
        last = self.layers[-1]
        count, touched, best = next_layer(
            self.rows,
            self.worth,
            self.labels,
            opposite.labels.key if opposite else NOBODY,
            last.places,
            last.keys,
            self.fresh,
            self.weakest,
            opposite.far if opposite else 1.0,
            best,
            self.touched,
            stopping.current().watch(),
        )
        self.touched = touched
        if count == STOPPED:
            raise over(self.graph, touched + (opposite.touched if opposite else 0))
        places = self.fresh[:count].copy()
        self.layers.append(SparseLayer(places, self.labels.key[places]))
        return float(best)

    @property
    def far(self) -> float:
        """Give the best key of the newest layer."""
        return float(self.layers[-1].keys.max(initial=0.0))


def _side(graph: ArcGraph, labels: Labels, origin: int, decay: float, *, ahead: bool) -> _Side:
    labels.key[origin] = 1.0
    labels.touched[0] = origin
    first = SparseLayer(np.array([origin], np.uint32), np.ones(1))
    return _Side(
        graph,
        graph.out if ahead else graph.back,
        graph.worth(decay),
        labels,
        False,  # PRODUCT, unless said
        [first],
        np.empty(graph.size, np.uint32),
    )


def layers_from(
    graph: ArcGraph, start: int, hops: int, decay: float = 1.0, *, ahead: bool = True
) -> list[SparseLayer]:
    """Give the layers of walks of 0, 1, ... up to ``hops`` arcs from one actor (or to it).

    A layer holds only keys better than those of all layers before it; the last may be empty.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Time: O(hops m) at most, and seldom more than a few times O(m).

    """
    return _layers(graph, start, hops, decay, ahead=ahead, weakest=False)


def widest_within(
    graph: ArcGraph, start: int, hops: int, *, ahead: bool = True
) -> NDArray[np.float64]:
    """Give the greatest smallest strength on paths of at most ``hops`` arcs, to every actor.

    Shape (n,); 1 for the actor itself, `UNREACHED` for whom no such path reaches.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    """
    return best_of(_layers(graph, start, hops, 1.0, ahead=ahead, weakest=True), graph.size)


def best_of(layers: Sequence[SparseLayer], size: int) -> NDArray[np.float64]:
    """Give the best key of each of ``size`` actors over all layers, `UNREACHED` without one."""
    best = np.full(size, UNREACHED)
    for layer in layers:
        best[layer.places] = layer.keys  # better than all before
    return best


def hop_counts(graph: ArcGraph, start: int, most: int, *, ahead: bool = True) -> NDArray[np.int64]:
    """Give the fewest hops from one actor to each (or from each to one).

    Shape (n,); ``most`` + 1 for all that is further away.
    """
    counts = np.full(graph.size, most + 1, np.int64)
    with workspace(graph, 1.0) as space:
        side = _side(graph, space.ahead, start, 1.0, ahead=ahead)
        side.worth = np.ones_like(graph.table)
        side.worth.setflags(write=False)
        while len(side.layers) <= most and len(side.layers[-1]):
            counts[side.layers[-1].places] = len(side.layers) - 1
            side.advance(None)
        counts[side.layers[-1].places] = len(side.layers) - 1
        space.clean(side.touched, 0)
    return counts


def _layers(  # as its callers
    graph: ArcGraph, start: int, hops: int, decay: float, *, ahead: bool, weakest: bool
) -> list[SparseLayer]:
    if graph.count > PATIENT:
        compiling.wait()
    with workspace(graph, decay) as space:
        side = _side(graph, space.ahead, start, decay, ahead=ahead)
        side.weakest = weakest
        while len(side.layers) <= hops and len(side.layers[-1]):
            side.advance(None)
        space.clean(side.touched, 0)
    return side.layers


def widest_between_within(graph: ArcGraph, start: int, end: int, hops: int) -> float:
    """Give the greatest smallest strength on paths of a pair of at most ``hops`` arcs.

    `UNREACHED` without one.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    """
    return _from_both_ends(graph, start, end, hops, 1.0, weakest=True)[0]


def limited_between(graph: ArcGraph, start: int, end: int, hops: int, decay: float = 1.0) -> Met:
    """Give the best key of a pair over at most ``hops`` arcs, and the arcs of the tied paths.

    The arcs are those of the tied paths of the fewest hops, which the rule of ties prefers; a few
    of paths that are not tied may be among them.

    Raises
    ------
    DeadlineExceededError
        If the question is over before the search is.

    Notes
    -----
    Time: the actors within about half the hops of either end.

    """
    best, ahead, behind = _from_both_ends(graph, start, end, hops, decay, weakest=False)
    if best < 0:
        return Met(UNREACHED)
    met = list(_meetings(ahead, behind, end))
    best = max(value for _, _, value, _ in met)
    left, right, best_here, middle = next(m for m in met if m[2] >= best * (1 - TIE))
    assert best_here >= 0  # noqa: S101  # as good as the best
    arcs = dict.fromkeys(_tight(graph, ahead[: left + 1], middle, decay, ahead=True))
    arcs |= dict.fromkeys(_tight(graph, behind[: right + 1], middle, decay, ahead=False))
    return Met(best, tuple(arcs))


def _from_both_ends(  # a pair, and how to read it
    graph: ArcGraph, start: int, end: int, hops: int, decay: float, *, weakest: bool
) -> tuple[float, list[SparseLayer], list[SparseLayer]]:
    best = UNREACHED
    with workspace(graph, decay) as space:
        ahead = _side(graph, space.ahead, start, decay, ahead=True)
        behind = _side(graph, space.behind, end, decay, ahead=False)
        ahead.weakest = behind.weakest = weakest
        for _ in range(hops):
            if not (len(ahead.layers[-1]) and len(behind.layers[-1])):
                break
            reach = min(ahead.far, behind.far) if weakest else ahead.far * behind.far
            if best >= 0 and (reach <= best if weakest else reach < best * (1 - BEYOND)):
                break
            sides = (ahead, behind)
            if len(behind.layers[-1]) < len(ahead.layers[-1]):
                sides = (behind, ahead)
            best = sides[0].advance(sides[1], best)
        space.clean(ahead.touched, behind.touched)
    return best, ahead.layers, behind.layers


def _meetings(
    ahead: Sequence[SparseLayer], behind: Sequence[SparseLayer], end: int
) -> Iterator[tuple[int, int, float, Places]]:
    """Give for each number of hops the layers that meet, their best key and who is on it."""
    whole = np.array([end], np.uint32)
    for left, layer in enumerate(ahead):
        yield left, 0, layer.get(end), whole
    last = len(ahead) - 1
    for right, layer in enumerate(behind[1:], 1):
        before = ahead[last].at(layer.places)
        keys = np.where(before >= 0, before * layer.keys, UNREACHED)
        best = float(keys.max(initial=UNREACHED))
        yield last, right, best, layer.places[(keys >= 0) & (keys >= best * (1 - NEAR))]


def arcs_in_layers(  # a search, and one of its ends
    graph: ArcGraph,
    layers: Sequence[SparseLayer],
    place: int,
    hops: int,
    decay: float = 1.0,
    *,
    ahead: bool = True,
) -> tuple[Arc, ...]:
    """Give the arcs of the tied best walks of exactly ``hops`` arcs to ``place`` (or from it).

    ``layers`` are those of `layers_from`, in the same sense.
    """
    goal = np.array([place], np.uint32)
    return tuple(dict.fromkeys(_tight(graph, layers[: hops + 1], goal, decay, ahead=ahead)))


def _tight(
    graph: ArcGraph, layers: Sequence[SparseLayer], goals: Places, decay: float, *, ahead: bool
) -> Iterator[Arc]:
    """Walk back from actors of the last layer along arcs that lose nothing of their keys."""
    rows = graph.back if ahead else graph.out
    worth = graph.worth(decay)
    for layer, before in pairwise(reversed(layers)):
        reached: dict[int, None] = {}
        for place, key in zip(goals.tolist(), layer.at(goals).tolist(), strict=True):
            row = graph.row(place, ahead=not ahead)
            others = rows.other[row]
            known = before.at(others)
            tight = (known >= 0) & (known * worth[rows.code[row]] >= key * (1 - NEAR))
            strengths = graph.table[rows.code[row][tight]].tolist()
            for other, strength in zip(others[tight].tolist(), strengths, strict=True):
                reached[other] = None
                yield (other, place, strength) if ahead else (place, other, strength)
        goals = np.array(list(reached), np.uint32)
