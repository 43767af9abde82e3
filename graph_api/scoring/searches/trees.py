"""Best paths from one actor to all others as a tree, and what is left of it without one subject.

Without an actor or an arrow only those actors can lose whose path in the tree leads over it: its
subtree is searched again, from the arrows that enter it from outside, and nothing else. The sum
over all subjects is the sum of the sizes of the subtrees, not (number of subjects) x (whole graph).

Two kinds of tree with the same face: `BestTree` for paths of any length, `HopTree` for paths of a
limited number of hops, whose nodes are (hops so far, actor). Keys are those of `kernels`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Protocol

from graph_api.scoring.searches.kernels import UNREACHED, Neighbours

Extend = Callable[[float, float], float]
"""Give the key of a path one arrow longer: from its key so far, and the strength of the arrow."""

Arrow = tuple[int, int]
"""An ordered pair of places."""

NOBODY = -1
"""No actor: nothing is thought away."""

NO_ARROW: Arrow = (-1, -1)
"""No arrow: nothing is thought away."""

State = tuple[int, int]
"""Hops so far, and a place."""


def product_of(decay: float) -> Extend:
    """Give the step of the reading PRODUCT."""
    return lambda key, strength: key * decay * strength


class Tree(Protocol):
    """What removals ask of the best paths from one actor."""

    @property
    def keys(self) -> Sequence[float]:
        """Give the best key for each place; `UNREACHED` where there is no path."""

    def passed(self, ends: Iterable[int]) -> tuple[set[int], set[Arrow]]:
        """Give the inner actors and the arrows of the best paths to ``ends``."""

    def without_actor(self, place: int) -> Mapping[int, float]:
        """Give the new best keys of the actors that may have lost by the absence of one."""

    def without_arrow(self, arrow: Arrow, instead: float | None) -> Mapping[int, float]:
        """Give the same for an arrow that is gone (None), or has another strength ``instead``."""


class BestTree:
    """Best paths of any length (Dijkstra, with the last actor before each)."""

    def __init__(self, ahead: Neighbours, behind: Neighbours, start: int, extend: Extend) -> None:
        self.start = start
        self._behind = behind
        self._ahead = ahead
        self._extend = extend
        self.keys: list[float] = [UNREACHED] * len(ahead)
        self._parents = [-1] * len(ahead)
        self._children: list[list[int]] = [[] for _ in ahead]
        self._grow()

    def _grow(self) -> None:
        keys, parents, extend = self.keys, self._parents, self._extend
        keys[self.start] = 1.0
        heap = [(-1.0, self.start)]
        while heap:
            negative, place = heappop(heap)
            if -negative < keys[place]:
                continue
            for other, strength, _ in self._ahead[place]:
                found = extend(-negative, strength)
                if found > keys[other]:
                    keys[other] = found
                    parents[other] = place
                    heappush(heap, (-found, other))
        for place, parent in enumerate(parents):
            if parent >= 0:
                self._children[parent].append(place)

    def passed(self, ends: Iterable[int]) -> tuple[set[int], set[Arrow]]:
        """Give the inner actors and the arrows of the paths to ``ends``."""
        actors: set[int] = set()
        arrows: set[Arrow] = set()
        for end in ends:
            place = end
            while (parent := self._parents[place]) >= 0 and (parent, place) not in arrows:
                arrows.add((parent, place))
                actors.add(parent)
                place = parent
        return actors - {self.start}, arrows

    def without_actor(self, place: int) -> Mapping[int, float]:
        """Search the subtree of an actor again, without it."""
        return self._search_again(self._children[place], place, NO_ARROW, None)

    def without_arrow(self, arrow: Arrow, instead: float | None) -> Mapping[int, float]:
        """Search the subtree behind an arrow again."""
        start, end = arrow
        roots = [end] if self._parents[end] == start else []
        return self._search_again(roots, NOBODY, arrow, instead)

    def _search_again(
        self, roots: Iterable[int], absent: int, changed: Arrow, instead: float | None
    ) -> Mapping[int, float]:
        todo = [*roots]
        keys: dict[int, float] = {}
        while todo:
            place = todo.pop()
            keys[place] = UNREACHED
            todo.extend(self._children[place])
        extend = self._extend
        for place in keys:
            best = UNREACHED
            for other, strength, _ in self._behind[place]:
                if other in keys or other == absent or self.keys[other] < 0:
                    continue
                found = extend(self.keys[other], strength)
                if (other, place) == changed:
                    found = UNREACHED if instead is None else extend(self.keys[other], instead)
                best = max(best, found)
            keys[place] = best
        heap = [(-key, place) for place, key in keys.items() if key >= 0]
        heapify(heap)
        while heap:
            negative, place = heappop(heap)
            if -negative < keys[place]:
                continue
            for other, strength, _ in self._ahead[place]:
                if other in keys and (found := extend(-negative, strength)) > keys[other]:
                    keys[other] = found
                    heappush(heap, (-found, other))
        return keys


class HopTree:
    """Best paths of at most ``hops`` arrows: layer after layer, one for each number of arrows.

    A walk that returns to an actor is never better than without the detour, so the best of all
    layers belongs to a loopless path.
    """

    def __init__(
        self, ahead: Neighbours, behind: Neighbours, start: int, extend: Extend, hops: int
    ) -> None:
        self.start = start
        self._behind = behind
        self._extend = extend
        self._layers: list[dict[int, float]] = [{start: 1.0}]
        self._parents: dict[State, int] = {}
        self._children: dict[State, list[int]] = {}
        self._by_place: dict[int, list[int]] = {start: [0]}
        self._grow(ahead, hops)
        self.keys: list[float] = [
            max(
                (self._layers[hop][place] for hop in self._by_place.get(place, ())),
                default=UNREACHED,
            )
            for place in range(len(ahead))
        ]

    def _grow(self, ahead: Neighbours, hops: int) -> None:
        for hop in range(1, hops + 1):
            layer: dict[int, float] = {}
            for place, key in self._layers[-1].items():
                for other, strength, _ in ahead[place]:
                    found = self._extend(key, strength)
                    # Back at the start nothing is gained, and the start cannot be thought away.
                    if other != self.start and found > layer.get(other, UNREACHED):
                        layer[other] = found
                        self._parents[hop, other] = place
            if not layer:
                break
            self._layers.append(layer)
            for place in layer:
                self._by_place.setdefault(place, []).append(hop)
                self._children.setdefault((hop - 1, self._parents[hop, place]), []).append(place)

    def passed(self, ends: Iterable[int]) -> tuple[set[int], set[Arrow]]:
        """Give the inner actors and the arrows of the best path to each of ``ends``."""
        actors: set[int] = set()
        arrows: set[Arrow] = set()
        seen: set[State] = set()
        for end in ends:
            place = end
            hops = self._by_place.get(end, ())
            hop = max(hops, key=lambda hop: self._layers[hop][end], default=0)
            while hop and (hop, place) not in seen:
                seen.add((hop, place))
                parent = self._parents[hop, place]
                arrows.add((parent, place))
                actors.add(parent)
                hop, place = hop - 1, parent
        return actors - {self.start}, arrows

    def without_actor(self, place: int) -> Mapping[int, float]:
        """Search again what the layers reach over an actor, without it."""
        roots = [
            (hop + 1, child)
            for hop in self._by_place.get(place, ())
            for child in self._children.get((hop, place), ())
        ]
        return self._search_again(roots, place, NO_ARROW, None)

    def without_arrow(self, arrow: Arrow, instead: float | None) -> Mapping[int, float]:
        """Search again what the layers reach over an arrow."""
        start, end = arrow
        roots = [
            (hop, end) for hop in self._by_place.get(end, ()) if self._parents[hop, end] == start
        ]
        return self._search_again(roots, NOBODY, arrow, instead)

    def _search_again(
        self, roots: Iterable[State], absent: int, changed: Arrow, instead: float | None
    ) -> Mapping[int, float]:
        keys: dict[State, float] = {}
        todo = [*roots]
        while todo:
            hop, place = todo.pop()
            if place != absent and (hop, place) not in keys:
                keys[hop, place] = UNREACHED
                todo.extend((hop + 1, child) for child in self._children.get((hop, place), ()))
        for hop, place in sorted(keys):
            best = UNREACHED
            for other, strength, _ in self._behind[place]:
                before = (hop - 1, other)
                key = (
                    keys[before] if before in keys else self._layers[hop - 1].get(other, UNREACHED)
                )
                weight = instead if (other, place) == changed else strength
                if key >= 0 and other != absent and weight is not None:
                    best = max(best, self._extend(key, weight))
            keys[hop, place] = best
        return {
            place: max(
                keys.get((hop, place), self._layers[hop][place]) for hop in self._by_place[place]
            )
            for place in {place for _, place in keys}
        }


def within_reach(
    neighbours: Neighbours, start: int, hops: int | None, absent: int, arrow: Arrow
) -> set[int]:
    """Give the places that a path of at most ``hops`` arrows reaches without an actor and an arrow.

    ``arrow`` is given in the sense of ``neighbours``; `NOBODY` and `NO_ARROW` take nothing away.
    """
    seen = {start}
    level = [start]
    while level and hops != 0:
        following = []
        for place in level:
            for other, _, _ in neighbours[place]:
                if other not in seen and other != absent and (place, other) != arrow:
                    seen.add(other)
                    following.append(other)
        level = following
        hops = None if hops is None else hops - 1
    return seen
