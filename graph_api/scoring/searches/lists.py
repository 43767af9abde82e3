"""Searches on graphs of lists: the small ones, answered at once in plain Python."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph_api.scoring.graphs.carriers import CarrierGraph
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.kernels import (
    TIE,
    UNREACHED,
    Arrow,
    Layer,
    Neighbours,
    best_products,
    best_weakest,
    fewest_hops,
    first_path,
    layered_products,
    layered_weakest,
    only_arrows,
    stronger_than,
    tied_from,
    tight_arrows,
    tight_arrows_of_layers,
    tight_hops,
)
from graph_api.scoring.searches.routes import Route, Search, route_over
from graph_api.scoring.searches.ties import choose


def search_lists(
    graph: CarrierGraph, origin: int, scoring: Scoring, stop: int | None, *, ahead: bool
) -> Search:
    """Search from (or, not ``ahead``, to) ``origin``; with ``stop`` only that one is sure."""
    along = graph.out if ahead else graph.back
    limit = scoring.max_hops
    limited = limit is not None and limit < graph.size - 1
    if scoring.reading is Reading.WEAKEST:
        keys = (
            layered_weakest(along, origin, limit)
            if limited and limit is not None
            else best_weakest(along, origin, stop)
        )
        return _WeakestSearch(graph, origin, keys, ahead)
    if limited and limit is not None:
        layers = layered_products(along, origin, limit, scoring.decay)
        return _LayeredSearch(graph, origin, scoring, layers, ahead)
    keys = best_products(along, origin, scoring.decay, stop)
    return _ProductSearch(graph, origin, scoring, keys, ahead)


@dataclass(frozen=True, eq=False)
class _ProductSearch:
    graph: CarrierGraph
    origin: int
    scoring: Scoring
    keys: Sequence[float]
    ahead: bool

    @cached_property
    def _hops(self) -> list[int]:
        along = self.graph.out if self.ahead else self.graph.back
        return tight_hops(along, self.keys, self.origin, self.scoring.decay)

    def reaches(self, place: int) -> bool:
        return self.keys[place] >= 0 and place != self.origin

    def best(self, place: int) -> float:
        return self.keys[place] if place != self.origin else UNREACHED

    def route(self, place: int, floor: float | None = None) -> Route | None:
        if not self.reaches(place):
            return None
        against = self.graph.back if self.ahead else self.graph.out
        decay = self.scoring.decay
        only = only_arrows(against, self.keys, self.origin, place, decay)
        if only is not None:
            return _only_route(place, only, ahead=self.ahead)
        floor = self.keys[place] * (1 - TIE) if floor is None else floor
        # No path has fewer hops than the fewest over arrows that are nearly tied, and mostly one
        # of those is tied. Only where it is not, all nearly tied arrows have to be looked at.
        few = tight_arrows(against, self.keys, place, decay, self._hops)
        return _choose(self, place, few, floor, sure=False) or _choose(
            self, place, tight_arrows(against, self.keys, place, decay), floor
        )

    def score(self, place: int) -> float:
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _LayeredSearch:
    graph: CarrierGraph
    origin: int
    scoring: Scoring
    layers: Sequence[Layer]
    ahead: bool

    def reaches(self, place: int) -> bool:
        return place != self.origin and any(place in layer for layer in self.layers)

    def best(self, place: int) -> float:
        if place == self.origin:
            return UNREACHED
        return max(layer.get(place, UNREACHED) for layer in self.layers)

    def route(self, place: int, floor: float | None = None) -> Route | None:
        if not self.reaches(place):
            return None
        keys = [layer.get(place, UNREACHED) for layer in self.layers]
        floor = max(keys) * (1 - TIE) if floor is None else floor
        hops = next(count for count, key in enumerate(keys) if key >= floor)
        against = self.graph.back if self.ahead else self.graph.out
        tight = tight_arrows_of_layers(against, self.layers, place, hops, self.scoring.decay)
        return _choose(self, place, tight, floor)

    def score(self, place: int) -> float:
        route = self.route(place)
        return route.score(self.scoring) if route else 0.0


def _only_route(place: int, back: Sequence[Arrow], *, ahead: bool) -> Route:
    """Give the path whose arrows were followed from ``place`` back to the origin of a search."""
    if not ahead:
        return route_over(place, back)
    places = [place, *(arrow[0] for arrow in back)]
    arrows = [(end, *arrow[1:]) for end, arrow in zip(places, back, strict=False)]
    return route_over(places[-1], arrows[::-1])


def _choose(
    search: _ProductSearch | _LayeredSearch,
    place: int,
    tight: list[tuple[int, Arrow]],
    floor: float,
    *,
    sure: bool = True,
) -> Route | None:
    """Choose among tied paths (`tied_paths.choose`)."""
    start, end = (search.origin, place) if search.ahead else (place, search.origin)
    arrows = (
        (*((other, owner) if search.ahead else (owner, other)), strength, relation)
        for owner, (other, strength, relation) in tight
    )
    order = search.graph.rank.__getitem__
    found = choose(start, end, arrows, floor, search.scoring.decay, order, sure=sure)
    return route_over(start, found) if found is not None else None


@dataclass(frozen=True, slots=True, eq=False)
class _WeakestSearch:
    graph: CarrierGraph
    origin: int
    keys: Sequence[float]
    ahead: bool

    def reaches(self, place: int) -> bool:
        return self.keys[place] >= 0 and place != self.origin

    def best(self, place: int) -> float:
        return self.keys[place] if place != self.origin else UNREACHED

    def route(self, place: int, floor: float | None = None) -> Route | None:
        if not self.reaches(place):
            return None
        start, end = (self.origin, place) if self.ahead else (place, self.origin)
        least = self.keys[place] * (1 - TIE) if floor is None else floor
        return widest_route(self.graph.out, start, end, least)

    def score(self, place: int) -> float:
        if not self.reaches(place):
            return 0.0
        key = self.keys[place]
        values = self.graph.values
        below = bisect_left(values, key) - 1
        if below < 0 or values[below] < key * (1 - TIE):
            return key  # no other strength is tied with it, so any tied path has this one
        route = self.route(place)
        return min(route.strengths) if route else 0.0


def widest_route(out: Neighbours, start: int, end: int, least: float) -> Route:
    """Choose among the paths over arrows from ``least`` on; there must be one.

    Fewest hops, then the greatest product, then the smallest list of actor ids.
    """
    ahead, behind = stronger_than(out, start, end, least)
    layers = fewest_hops(behind, start, end, 0.0, 1.0)
    floor = tied_from(layers[-1][start])
    return route_over(start, first_path(ahead, layers, start, floor, 1.0))
