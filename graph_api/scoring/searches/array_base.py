"""What all searches on graphs of arrays have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import NO_WAY, Met
from graph_api.scoring.results import Scoring
from graph_api.scoring.searches.kernels import TIE, UNREACHED
from graph_api.scoring.searches.routes import Route
from graph_api.scoring.searches.tied_routes import route_met


@dataclass(frozen=True, eq=False)
class ArraySearch(ABC):
    """From one actor or, not ``ahead``, to it."""

    graph: ArcGraph
    origin: int
    scoring: Scoring
    ahead: bool

    @abstractmethod
    def best(self, place: int) -> float:
        """Give the best key of an actor, UNREACHED without a path."""

    @abstractmethod
    def route_from(self, place: int, floor: float) -> Route:
        """Give the path that the tie rule chooses, for an actor that has one."""

    def reaches(self, place: int) -> bool:
        """Tell whether there is a path."""
        return self.best(place) >= 0

    def route(self, place: int, floor: float | None = None) -> Route | None:
        """Give the path that the tie rule chooses; ``floor``: what is tied with the best."""
        best = self.best(place)
        if best < 0:
            return None
        return self.route_from(place, best * (1 - TIE) if floor is None else floor)

    def score(self, place: int) -> float:
        """Give the printed score of that path, 0 without one."""
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0

    def ends(self, place: int) -> tuple[int, int]:
        """Give where a path begins and ends."""
        return (self.origin, place) if self.ahead else (place, self.origin)


@dataclass(frozen=True, eq=False)
class PairSearch(ArraySearch):
    """One pair, searched from both ends."""

    goal: int

    @abstractmethod
    def find(self, start: int, end: int) -> Met:
        """Search the pair, whose ends are two."""

    @cached_property
    def _met(self) -> Met:
        return NO_WAY if self.origin == self.goal else self.find(*self.ends(self.goal))

    def best(self, place: int) -> float:
        """Give the best key of an actor, UNREACHED without a path."""
        return self._met.best if place == self.goal else UNREACHED

    def route_from(self, place: int, floor: float) -> Route:
        """Give the path that the tie rule chooses, for an actor that has one."""
        return route_met(self.graph, *self.ends(place), self._met, self.scoring.decay, floor=floor)


@dataclass(frozen=True, eq=False)
class EverySearch(ArraySearch):
    """All that one actor reaches, or is reached from."""

    @property
    @abstractmethod
    def keys(self) -> NDArray[np.float64]:
        """Give the best key of every actor, UNREACHED for none: shape (n,)."""

    def best(self, place: int) -> float:
        """Give the best key of an actor, UNREACHED without a path."""
        return float(self.keys[place]) if place != self.origin else UNREACHED
