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
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.array_base import ArraySearch, EverySearch, PairSearch
from graph_api.scoring.searches.kernels import TIE, UNREACHED, tied_from
from graph_api.scoring.searches.routes import Route, Search
from graph_api.scoring.searches.tied_routes import route_of


def search_weakest(
    graph: ArcGraph, origin: int, limit: int | None, stop: int | None, *, ahead: bool
) -> Search:
    """Search by the smallest strength, over at most ``limit`` hops."""
    return _WidestSearch(graph, origin, Scoring(Reading.WEAKEST), ahead, limit, stop)


def search_limited(
    graph: ArcGraph, origin: int, scoring: Scoring, stop: int | None, *, ahead: bool
) -> Search:
    """Search by the product of strengths over at most ``scoring.max_hops`` hops."""
    if stop is not None:
        return _LimitedPair(graph, origin, scoring, ahead, stop)
    return _LayeredSearch(graph, origin, scoring, ahead)


@dataclass(frozen=True, eq=False)
class _WidestSearch(ArraySearch):
    """The reading WEAKEST: of one pair, or of all that one actor reaches."""

    limit: int | None
    goal: int | None

    @cached_property
    def _keys(self) -> NDArray[np.float64]:
        if self.limit is not None:
            return widest_within(self.graph, self.origin, self.limit, ahead=self.ahead)
        return widest_from(self.graph, self.origin, ahead=self.ahead)

    @cached_property
    def _of_pair(self) -> float:
        assert self.goal is not None  # noqa: S101  # asked only then
        start, end = self.ends(self.goal)
        if self.limit is not None:
            return widest_between_within(self.graph, start, end, self.limit)
        return widest_between(self.graph, start, end)

    def best(self, place: int) -> float:
        if place == self.origin or (self.goal is not None and place != self.goal):
            return UNREACHED
        return self._of_pair if self.goal is not None else float(self._keys[place])

    def route_from(self, place: int, floor: float) -> Route:
        ends = self.ends(place)
        met = arcs_of_widest(self.graph, *ends, floor)
        return route_of(self.graph, *ends, met.arcs, tied_from(met.best), 1.0)

    def score(self, place: int) -> float:
        best = self.best(place)
        if best < 0:
            return 0.0
        values = ranks_of(self.graph).values
        below = int(np.searchsorted(values, best)) - 1
        if below < 1 or values[below] < best * (1 - TIE):
            return best  # no other strength is tied with it, so any tied path has this one
        return super().score(place)


@dataclass(frozen=True, eq=False)
class _LimitedPair(PairSearch):
    """By the product of strengths over a limited number of hops."""

    def find(self, start: int, end: int) -> Met:
        hops = self.scoring.max_hops
        assert hops is not None  # noqa: S101  # asked only then
        return limited_between(self.graph, start, end, hops, self.scoring.decay)


@dataclass(frozen=True, eq=False)
class _LayeredSearch(EverySearch):
    """By the product of strengths over a limited number of hops."""

    @cached_property
    def _layers(self) -> Sequence[SparseLayer]:
        hops = self.scoring.max_hops
        assert hops is not None  # noqa: S101  # asked only then
        return layers_from(self.graph, self.origin, hops, self.scoring.decay, ahead=self.ahead)

    @cached_property
    def keys(self) -> NDArray[np.float64]:
        return best_of(self._layers, self.graph.size)

    def route_from(self, place: int, floor: float) -> Route:
        decay = self.scoring.decay
        hops = next(hops for hops, layer in enumerate(self._layers) if layer.get(place) >= floor)
        arcs = arcs_in_layers(self.graph, self._layers, place, hops, decay, ahead=self.ahead)
        return route_of(self.graph, *self.ends(place), arcs, floor, decay)
