"""Searches on graphs of arrays by the smallest strength of a path, or over a limited length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import Met
from graph_api.scoring.engine.fewest import arcs_of_widest
from graph_api.scoring.engine.hops import (
    SparseLayer,
    arcs_in_layers,
    best_of,
    layers_from,
    limited_between,
    widest_between_within,
    widest_within,
)
from graph_api.scoring.engine.weakest import ranks_of, widest_between, widest_from
from graph_api.scoring.results import Scoring
from graph_api.scoring.searches.kernels import TIE, UNREACHED, tied_from
from graph_api.scoring.searches.routes import Route, Search
from graph_api.scoring.searches.tied_routes import route_of


def search_weakest(
    graph: ArcGraph, origin: int, limit: int | None, stop: int | None, *, ahead: bool
) -> Search:
    """Search by the smallest strength, over at most ``limit`` hops."""
    return _WidestSearch(graph, origin, limit, stop, ahead)


def search_limited(
    graph: ArcGraph, origin: int, scoring: Scoring, stop: int | None, *, ahead: bool
) -> Search:
    """Search by the product of strengths over at most ``scoring.max_hops`` hops."""
    if stop is not None:
        return _LimitedPair(graph, origin, stop, scoring, ahead)
    return _LayeredSearch(graph, origin, scoring, ahead)


@dataclass(frozen=True, eq=False)
class _WidestSearch:
    """The reading WEAKEST: of one pair, or of all that one actor reaches."""

    graph: ArcGraph
    origin: int
    limit: int | None
    goal: int | None
    ahead: bool

    @cached_property
    def _keys(self) -> NDArray[np.float64]:
        if self.limit is not None:
            return widest_within(self.graph, self.origin, self.limit, ahead=self.ahead)
        return widest_from(self.graph, self.origin, ahead=self.ahead)

    @cached_property
    def _of_pair(self) -> float:
        assert self.goal is not None  # noqa: S101  # asked only then
        start, end = self._ends(self.goal)
        if self.limit is not None:
            return widest_between_within(self.graph, start, end, self.limit)
        return widest_between(self.graph, start, end)

    def _ends(self, place: int) -> tuple[int, int]:
        return (self.origin, place) if self.ahead else (place, self.origin)

    def reaches(self, place: int) -> bool:
        return self.best(place) >= 0

    def best(self, place: int) -> float:
        if place == self.origin or (self.goal is not None and place != self.goal):
            return UNREACHED
        return self._of_pair if self.goal is not None else float(self._keys[place])

    def route(self, place: int, floor: float | None = None) -> Route | None:
        best = self.best(place)
        if best < 0:
            return None
        ends = self._ends(place)
        met = arcs_of_widest(self.graph, *ends, best * (1 - TIE) if floor is None else floor)
        return route_of(self.graph, *ends, met.arcs, tied_from(met.best), 1.0)

    def score(self, place: int) -> float:
        best = self.best(place)
        if best < 0:
            return 0.0
        values = ranks_of(self.graph).values
        below = int(np.searchsorted(values, best)) - 1
        if below < 1 or values[below] < best * (1 - TIE):
            return best  # no other strength is tied with it, so any tied path has this one
        route = self.route(place)
        return min(arrow[1] for arrow in route.arrows) if route else 0.0


@dataclass(frozen=True, eq=False)
class _LimitedPair:
    """One pair over a limited number of hops, searched from both ends."""

    graph: ArcGraph
    origin: int
    goal: int
    scoring: Scoring
    ahead: bool

    @cached_property
    def _met(self) -> Met:
        start, end = self._ends
        hops = self.scoring.max_hops
        if start == end or hops is None:
            return Met(UNREACHED)
        return limited_between(self.graph, start, end, hops, self.scoring.decay)

    @property
    def _ends(self) -> tuple[int, int]:
        return (self.origin, self.goal) if self.ahead else (self.goal, self.origin)

    def reaches(self, place: int) -> bool:
        return place == self.goal and self._met.best >= 0

    def best(self, place: int) -> float:
        return self._met.best if place == self.goal else UNREACHED

    def route(self, place: int, floor: float | None = None) -> Route | None:
        if not self.reaches(place):
            return None
        floor = self._met.best * (1 - TIE) if floor is None else floor
        return route_of(self.graph, *self._ends, self._met.arcs, floor, self.scoring.decay)

    def score(self, place: int) -> float:
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0


@dataclass(frozen=True, eq=False)
class _LayeredSearch:
    """All that one actor reaches over a limited number of hops, or is reached from."""

    graph: ArcGraph
    origin: int
    scoring: Scoring
    ahead: bool

    @cached_property
    def _layers(self) -> Sequence[SparseLayer]:
        hops = self.scoring.max_hops or 0
        return layers_from(self.graph, self.origin, hops, self.scoring.decay, ahead=self.ahead)

    @cached_property
    def keys(self) -> NDArray[np.float64]:
        return best_of(self._layers, self.graph.size)

    def reaches(self, place: int) -> bool:
        return place != self.origin and bool(self.keys[place] >= 0)

    def best(self, place: int) -> float:
        return float(self.keys[place]) if place != self.origin else UNREACHED

    def route(self, place: int, floor: float | None = None) -> Route | None:
        if not self.reaches(place):
            return None
        decay = self.scoring.decay
        floor = self.best(place) * (1 - TIE) if floor is None else floor
        hops = next(hops for hops, layer in enumerate(self._layers) if layer.get(place) >= floor)
        arcs = arcs_in_layers(self.graph, self._layers, place, hops, decay, ahead=self.ahead)
        ends = (self.origin, place) if self.ahead else (place, self.origin)
        return route_of(self.graph, *ends, arcs, floor, decay)

    def score(self, place: int) -> float:
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0
