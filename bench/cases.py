"""One drawn graph with its questions, the same ones for everybody who is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_api.bench import SHAPES, Drawn

Change = tuple[int, float]
"""The place of a relation and its strength in a what-if."""

UNIT = 1_000_000
"""Strengths as whole numbers, for flows."""

NEARLY_ZERO = 1e-300
"""The length of a relation of strength 1 without decay: an explicit 0 is no edge for scipy."""


@dataclass(frozen=True, eq=False)
class Case:
    """A drawn graph, how paths are scored on it, and who asks.

    Attributes
    ----------
    shape, size
        What was drawn, and for how many actors (a lattice may have a few less).
    decay
        In (0, 1].
    drawn
        The relations; sorted by start, then end.
    strength
        Shape (m,), float64, in (0, 1]: those that were drawn, some of them set to 1.

    """

    shape: str
    size: int
    decay: float
    drawn: Drawn
    strength: NDArray[np.float64]

    @property
    def actors(self) -> int:
        return self.drawn.actors

    @property
    def relations(self) -> int:
        return self.drawn.relations

    @cached_property
    def ids(self) -> list[str]:
        return [f"a{place}" for place in range(self.actors)]

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """Give what peers add up: -ln(w decay) >= 0."""
        return self.lengths_of(self.strength)

    def lengths_of(self, strength: Any) -> Any:
        return np.maximum(-np.log(strength * self.decay), NEARLY_ZERO)

    @cached_property
    def whole(self) -> NDArray[np.int64]:
        """Give strengths as whole numbers, for flows."""
        return np.maximum(1, np.round(self.strength * UNIT)).astype(np.int64)

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        return self.drawn.starts.astype(np.int64) * self.actors + self.drawn.ends

    def place(self, start: int, end: int) -> int:
        """Give the place of the relation of an ordered pair that has one."""
        key = start * self.actors + end
        place = int(np.searchsorted(self._keys, key))
        assert self._keys[place] == key, f"nothing leads from {start} to {end}"
        return place

    def score(self, found: Any, changes: Sequence[Change] = ()) -> float:
        """Give the score that a peer found: of a length (a number) or of a path (places)."""
        if isinstance(found, (float, int, np.floating)):
            return float(np.exp(-found)) / self.decay
        path = list(found)
        if len(path) < 2:
            return 0.0
        changed = dict(changes)
        places = [self.place(*step) for step in pairwise(path)]
        worth = [changed.get(place, float(self.strength[place])) for place in places]
        return float(np.prod(worth)) * self.decay ** (len(worth) - 1)

    @cached_property
    def office(self) -> int:
        """Give the one whose pairs with all residents are ranked: an office, a hub, the middle."""
        if self.shape == "lattice":
            return self.actors // 2 + int(self.actors**0.5) // 2
        return 0

    @cached_property
    def residents(self) -> NDArray[np.int64]:
        if self.shape == "district":
            return np.flatnonzero(self.drawn.kind == self.drawn.kinds.index("resident"))
        return np.delete(np.arange(self.actors), self.office)

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Draw pairs: resident and office, office and resident, two residents, in turn."""
        chance = np.random.default_rng(3)
        found = []
        for turn in range(60):
            one, other = (int(place) for place in chance.choice(self.residents, 2, replace=False))
            found.append(((one, self.office), (self.office, one), (one, other))[turn % 3])
        return found

    @cached_property
    def sources(self) -> list[int]:
        return [start for start, _ in self.pairs]

    @cached_property
    def what_ifs(self) -> list[tuple[tuple[Change, ...], int, int]]:
        """Draw ten changes of strengths for each of some pairs."""
        chance = np.random.default_rng(5)
        found = []
        for start, end in self.pairs[:30]:
            places = chance.choice(self.relations, 10, replace=False)
            values = np.round(chance.uniform(0.05, 0.95, 10), 4)
            found.append((tuple(zip(places.tolist(), values.tolist(), strict=True)), start, end))
        return found


DECAYS = ((0.9, 0.0), (1.0, 0.01))
"""The decays, each with the share of strengths that are set to 1."""


def draw(shape: str, size: int) -> Drawn:
    return SHAPES[shape](size, 7)


def case_of(shape: str, size: int, drawn: Drawn, decay: float, ones: float) -> Case:
    strength = drawn.strength.copy()
    strength[np.random.default_rng(3).random(strength.size) < ones] = 1.0
    return Case(shape, size, decay, drawn, strength)


def smallest(numbers: np.ndarray, count: int) -> np.ndarray:
    """Give the ``count`` smallest numbers in order, without sorting the others."""
    if numbers.size > count:
        numbers = numbers[np.argpartition(numbers, count - 1)[:count]]
    return np.sort(numbers)
