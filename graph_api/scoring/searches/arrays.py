"""Searches on graphs of arrays: the large ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import Met, arcs_to, best_between
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.array_readings import search_limited, search_weakest
from graph_api.scoring.searches.kernels import TIE, UNREACHED
from graph_api.scoring.searches.routes import Route, Search
from graph_api.scoring.searches.tied_routes import route_of


def search_arrays(
    graph: ArcGraph, origin: int, scoring: Scoring, stop: int | None, *, ahead: bool
) -> Search:
    """Search from (or, not ``ahead``, to) ``origin``; with ``stop`` only for that one."""
    limit = scoring.max_hops
    if limit is not None and limit >= graph.size - 1:
        limit = None
    if scoring.reading is Reading.WEAKEST:
        return search_weakest(graph, origin, limit, stop, ahead=ahead)
    if limit is not None:
        return search_limited(graph, origin, scoring, stop, ahead=ahead)
    if stop is not None:
        return _MeetSearch(graph, origin, stop, scoring, ahead)
    return _KeysSearch(graph, origin, scoring, ahead)


@dataclass(frozen=True, eq=False)
class _MeetSearch:
    """One pair, searched from both ends."""

    graph: ArcGraph
    origin: int
    goal: int
    scoring: Scoring
    ahead: bool

    @cached_property
    def _met(self) -> Met:
        start, end = self._ends
        if start == end:
            return Met(UNREACHED)
        return best_between(self.graph, start, end, self.scoring.decay)

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
        return self._route if floor is None else self._route_from(floor)

    @cached_property
    def _route(self) -> Route:
        return self._route_from(self._met.best * (1 - TIE))

    def _route_from(self, floor: float) -> Route:
        return route_of(self.graph, *self._ends, self._met.arcs, floor, self.scoring.decay)

    def score(self, place: int) -> float:
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0


@dataclass(frozen=True, eq=False)
class _KeysSearch:
    """All that one actor reaches, or is reached from."""

    graph: ArcGraph
    origin: int
    scoring: Scoring
    ahead: bool

    @cached_property
    def keys(self) -> NDArray[np.float64]:
        return keys_from(self.graph, self.origin, self.scoring.decay, ahead=self.ahead)

    def reaches(self, place: int) -> bool:
        return place != self.origin and bool(self.keys[place] >= 0)

    def best(self, place: int) -> float:
        return float(self.keys[place]) if place != self.origin else UNREACHED

    def route(self, place: int, floor: float | None = None) -> Route | None:
        if not self.reaches(place):
            return None
        decay = self.scoring.decay
        met = arcs_to(self.graph, self.keys, place, decay, ahead=self.ahead)
        ends = (self.origin, place) if self.ahead else (place, self.origin)
        floor = met.best * (1 - TIE) if floor is None else floor
        return route_of(self.graph, *ends, met.arcs, floor, decay)

    def score(self, place: int) -> float:
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0
