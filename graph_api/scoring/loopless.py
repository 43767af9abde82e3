"""All loopless paths of one ordered pair, best first: Yen's algorithm with our tie rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from graph_api.scoring.graphs import CarrierGraph
from graph_api.scoring.kernels import TIE, Arrow, product
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches import Route, require_paths, search_from


def ranked_routes(graph: CarrierGraph, start: int, end: int, scoring: Scoring) -> Iterator[Route]:
    """Give the loopless paths from ``start`` to ``end`` one by one, best first.

    A path is a list of actors; between two of them it takes the strongest parallel relation. Each
    path is the one that the tie rule chooses among those not yet given. Time: one search per hop
    of each path given (Yen 1971); memory: a few numbers per search.
    """
    require_paths(scoring)
    search = _Spurs(graph, start, end, scoring)
    open_spaces = list(search.spaces(_Space((), frozenset())))
    while open_spaces:
        chosen = search.first_of(open_spaces)
        open_spaces.remove(chosen)
        yield chosen.route
        open_spaces.extend(search.rest_of(chosen))


@dataclass(frozen=True, slots=True)
class _Space:
    """The paths that begin with ``prefix`` and do not go on to one of ``banned``."""

    prefix: tuple[Arrow, ...]
    banned: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Found:
    """A space with the best value of its paths and the path that the tie rule chooses there."""

    space: _Space
    best: float
    route: Route


class _Spurs:
    def __init__(self, graph: CarrierGraph, start: int, end: int, scoring: Scoring) -> None:
        self.graph = graph
        self.start = start
        self.end = end
        self.scoring = scoring
        self.is_weakest = scoring.reading is Reading.WEAKEST

    def value(self, arrows: tuple[Arrow, ...]) -> float:
        """Give what paths are compared by: the smallest strength, or strengths times decays."""
        if self.is_weakest:
            return min((arrow[1] for arrow in arrows), default=1.0)
        return product(arrow[1] for arrow in arrows) * self.scoring.decay ** len(arrows)

    def spaces(self, space: _Space, floor: float | None = None) -> Iterator[_Found]:
        """Search one space; nothing if no path is in it."""
        places = Route(self.start, space.prefix).places
        graph = self.graph
        for place in places[:-1]:
            graph = graph.without_actor(place)
        yield from self._search(graph, places[-1], space, floor)

    def rest_of(self, chosen: _Found) -> Iterator[_Found]:
        """Part what is left of a space once its chosen path is taken out."""
        arrows = chosen.route.arrows
        places = chosen.route.places
        shared = len(chosen.space.prefix)
        graph = self.graph
        for hop, place in enumerate(places[:-1]):
            if hop >= shared:
                banned = chosen.space.banned if hop == shared else frozenset()
                space = _Space(arrows[:hop], banned | {arrows[hop][0]})
                yield from self._search(graph, place, space)
            graph = graph.without_actor(place)

    def _search(
        self, graph: CarrierGraph, spur: int, space: _Space, floor: float | None = None
    ) -> Iterator[_Found]:
        for other in space.banned:
            graph = graph.without_channel(spur, other)
        scoring = self.scoring
        if scoring.max_hops is not None:
            scoring = dataclasses.replace(scoring, max_hops=scoring.max_hops - len(space.prefix))
        search = search_from(graph, spur, scoring, self.end)
        if not search.reaches(self.end):
            return
        before = self.value(space.prefix)
        tail = search.best(self.end)
        best = min(before, tail) if self.is_weakest else before * tail
        if self.is_weakest:
            # Behind a weak prefix all that is not weaker is tied.
            route = search.route(self.end, best * (1 - TIE) if floor is None else floor)
        else:
            route = search.route(self.end, None if floor is None else floor / before)
        assert route is not None  # noqa: S101  # it is reached
        yield _Found(space, best, Route(self.start, space.prefix + route.arrows))

    def first_of(self, found: list[_Found]) -> _Found:
        """Choose by the tie rule among the paths that the spaces offer."""
        floor = max(item.best for item in found) * (1 - TIE)
        tied = [item for item in found if item.best >= floor]
        for place, item in enumerate(tied):
            if self.value(item.route.arrows) < floor:
                # Tied with the best of its own space, but not with the best of all.
                tied[place] = next(self.spaces(item.space, floor))
                found[found.index(item)] = tied[place]
        hops = min(len(item.route.arrows) for item in tied)
        tied = [item for item in tied if len(item.route.arrows) == hops]
        if self.is_weakest:
            products = [product(arrow[1] for arrow in item.route.arrows) for item in tied]
            least = max(products) * (1 - TIE)
            tied = [i for i, value in zip(tied, products, strict=True) if value >= least]
        rank = self.graph.rank
        return min(tied, key=lambda item: [rank[place] for place in item.route.places])
