"""Shapley values from drawn orders: relations come one by one, and each gets what it adds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.attribution.players import Player
from graph_api.scoring.attribution.results import LEAST_PERMUTATIONS, Order
from graph_api.scoring.results import Reading, Scoring


@dataclass(frozen=True, slots=True)
class Sample:
    """Means over drawn orders, their standard errors, and how many orders there were."""

    shares: tuple[float, ...]
    errors: tuple[float, ...]
    permutations: int


def sampled_values(  # noqa: PLR0913, PLR0917  # the game, and how to draw
    players: Sequence[Player],
    a: int,
    b: int,
    scoring: Scoring,
    order: Order,
    tell: Callable[[float], None],
) -> Sample:
    """Draw orders of the players and average what each adds; fewer orders where time runs out.

    Notes
    -----
    Source: Castro, Gomez and Tejada (2009). Each order gives shares that add up to the whole, so
    their means do. Time: O(permutations x players) improvements of best paths.

    """
    generator = np.random.Generator(np.random.PCG64(order.seed))
    total, squares = np.zeros(len(players)), np.zeros(len(players))
    ways = [_Growing.of(players, *ends, scoring) for ends in ((a, b), (b, a))]
    done = 0
    while done < order.permutations:
        if done >= LEAST_PERMUTATIONS and stopping.is_nearly_over():
            break
        stopping.tell(f"{done} orders were drawn", f"已抽取 {done} 个顺序")
        gains = _gains(ways, generator.permutation(len(players)))
        total += gains
        squares += gains * gains
        done += 1
        tell(done / order.permutations)
    mean = total / done
    spread = np.maximum(squares / done - mean * mean, 0) * done / (done - 1)
    return Sample(tuple(mean.tolist()), tuple(np.sqrt(spread / done).tolist()), done)


def _gains(ways: Sequence[_Growing], order: NDArray[np.int64]) -> NDArray[np.float64]:
    gains = np.zeros(order.size)
    for way in ways:
        way.clear()
    before = 0.0
    forward, reverse = ways
    for number in order.tolist():
        if forward.add(number) | reverse.add(number):
            now = math.sqrt(forward.value * reverse.value)
            gains[number] = now - before
            before = now
    return gains


class _Growing:
    """The best path of one direction while relations are added one by one.

    A state is an actor, or, with a hop limit, an actor and how many hops it took.
    """

    def __init__(
        self, arrows: Sequence[tuple[int, int, float]], size: int, ends: tuple[int, int]
    ) -> None:
        self.arrows = arrows
        self.size = size
        self.start, self.end = ends
        self.decay, self.weakest, self.hops = 1.0, False, 0
        self.clear()

    @classmethod
    def of(cls, players: Sequence[Player], start: int, end: int, scoring: Scoring) -> _Growing:
        """Make it of players, with no relation added yet."""
        named = [start, end, *(place for item in players for place in (item.start, item.end))]
        number = {place: new for new, place in enumerate(dict.fromkeys(named))}
        arrows = [(number[item.start], number[item.end], item.strength) for item in players]
        made = cls(arrows, len(number), (number[start], number[end]))
        made.decay = scoring.decay
        made.weakest = scoring.reading is Reading.WEAKEST
        limit = scoring.max_hops
        made.hops = limit if limit is not None and limit < len(number) - 1 else 0
        made.clear()
        return made

    def clear(self) -> None:
        """Take all relations away."""
        self.out: list[list[tuple[int, float]]] = [[] for _ in range(self.size)]
        self.keys = [-1.0] * (self.size * (self.hops + 1))
        self.keys[self.start] = 1.0
        self.value = 0.0

    def add(self, number: int) -> bool:
        """Add a relation; tell whether the best path from start to end is better now."""
        start, end, strength = self.arrows[number]
        before = self.value
        self.out[start].append((end, strength))
        heap: list[tuple[float, int]] = []
        for level in range(max(self.hops, 1)):
            self._reach(level * self.size + start, end, strength, heap)
        while heap:
            negative, state = heappop(heap)
            if -negative < self.keys[state]:
                continue
            if self.hops and state >= self.hops * self.size:
                continue  # no hop is left
            for other, weight in self.out[state % self.size]:
                self._reach(state, other, weight, heap)
        return self.value > before

    def _reach(self, state: int, end: int, strength: float, heap: list[tuple[float, int]]) -> None:
        key = self.keys[state]
        if key < 0 or end == self.start:
            return
        if self.weakest:
            found = min(key, strength)
        else:
            found = (key if state == self.start else key * self.decay) * strength
        level = state // self.size + 1 if self.hops else 0
        target = level * self.size + end
        if found > self.keys[target]:
            self.keys[target] = found
            if end == self.end:
                self.value = max(self.value, found)
            else:
                heappush(heap, (-found, target))
