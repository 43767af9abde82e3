"""Searches on graphs of arrays: the large ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import Met, arcs_to, best_between, both_between
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.array_base import EverySearch, PairSearch
from graph_api.scoring.searches.array_readings import search_limited, search_weakest
from graph_api.scoring.searches.routes import Route, Search
from graph_api.scoring.searches.tied_routes import route_met


def search_arrays(
    graph: ArcGraph, origin: int, scoring: Scoring, stop: int | None, *, ahead: bool
) -> Search:
    """Search from (or, not ``ahead``, to) ``origin``; with ``stop`` only for that one."""
    limit = _limit(graph, scoring)
    if scoring.reading is Reading.WEAKEST:
        return search_weakest(graph, origin, limit, stop, ahead=ahead)
    if limit is not None:
        return search_limited(graph, origin, scoring, stop, ahead=ahead)
    if stop is not None:
        return _MeetSearch(graph, origin, scoring, ahead, stop)
    return _KeysSearch(graph, origin, scoring, ahead)


def search_both_on_arrays(
    graph: ArcGraph, a: int, b: int, scoring: Scoring
) -> tuple[Search, Search]:
    """Search one pair in both directions; by PRODUCT at once."""
    if scoring.reading is Reading.PRODUCT and _limit(graph, scoring) is None:
        there, back = both_between(graph, a, b, scoring.decay)
        return (
            _MeetSearch(graph, a, scoring, True, b, there),
            _MeetSearch(graph, b, scoring, True, a, back),
        )
    return (
        search_arrays(graph, a, scoring, b, ahead=True),
        search_arrays(graph, b, scoring, a, ahead=True),
    )


def _limit(graph: ArcGraph, scoring: Scoring) -> int | None:
    """Give the hop limit, None where it allows every path."""
    limit = scoring.max_hops
    return None if limit is None or limit >= graph.size - 1 else limit


@dataclass(frozen=True, eq=False)
class _MeetSearch(PairSearch):
    """By the product of strengths."""

    given: Met | None = None

    def find(self, start: int, end: int) -> Met:
        return self.given or best_between(self.graph, start, end, self.scoring.decay)


@dataclass(frozen=True, eq=False)
class _KeysSearch(EverySearch):
    """By the product of strengths."""

    @cached_property
    def keys(self) -> NDArray[np.float64]:
        return keys_from(self.graph, self.origin, self.scoring.decay, ahead=self.ahead)

    def route_from(self, place: int, floor: float) -> Route:
        decay = self.scoring.decay
        met = arcs_to(self.graph, self.keys, place, decay, ahead=self.ahead)
        return route_met(self.graph, *self.ends(place), met, decay, floor=floor)
