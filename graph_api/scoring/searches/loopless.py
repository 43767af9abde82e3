"""All loopless paths of one ordered pair, best first: Yen's algorithm with our tie rule."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Protocol

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.loopless import Deviations, Listing, deviations
from graph_api.scoring.engine.masked import Masked
from graph_api.scoring.graphs.carriers import CarrierGraph, Graph
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.kernels import TIE, Arrow, product
from graph_api.scoring.searches.routes import Route, require_paths, route_over
from graph_api.scoring.searches.search import search_from
from graph_api.scoring.searches.tied_routes import route_of

Without = Callable[[Iterable[int], int, Iterable[int]], AbstractContextManager[Graph]]
"""Lends a graph without some actors, and without the arrows from an actor to some others."""

FIRST = 8
"""How many paths are listed at first where nobody says how many are wanted."""


def ranked_routes(
    graph: Graph,
    start: int,
    end: int,
    scoring: Scoring,
    count: int | None = None,
) -> Iterator[Route]:
    """Give the loopless paths from ``start`` to ``end`` one by one, best first.

    A path is a list of actors; between two of them it takes the strongest parallel relation. Each
    path is the one that the tie rule chooses among those not yet given. ``count`` says how many
    will be asked for at most, which saves searches. Time: one search per hop of each path given
    (Yen 1971); memory: a few numbers per search.
    """
    require_paths(scoring)
    if isinstance(graph, ArcGraph):
        routes = _routes_over_arcs(graph, start, end, scoring, count)
    else:
        routes = _chosen_one_by_one(
            _SearchedSpaces(graph, start, end, scoring, partial(_without, graph))
        )
    return islice(routes, count)


@dataclass(frozen=True, slots=True)
class _Space:
    """The paths that begin with ``prefix`` and do not go on to one of ``banned``."""

    prefix: tuple[Arrow, ...]
    banned: frozenset[int]


WHOLE = _Space((), frozenset())


@dataclass(frozen=True, slots=True)
class _Found:
    """A space with the best value of its paths and the path that the tie rule chooses there."""

    space: _Space
    best: float
    route: Route


class _Spaces(Protocol):
    """How the paths of one ordered pair are searched, space by space."""

    is_weakest: bool

    def value(self, arrows: Sequence[Arrow]) -> float:
        """Give what paths are compared by: the smallest strength, or strengths times decays."""

    def search(self, space: _Space, floor: float | None = None) -> Iterator[_Found]:
        """Search one space; nothing if no path is in it.

        ``floor`` says what is tied with the best; default: what is within 1e-12 of it.
        """

    def order(self, places: Sequence[int]) -> list[int] | list[str]:
        """Give what stands for the ids of these actors when they are compared."""


def _chosen_one_by_one(spaces: _Spaces) -> Iterator[Route]:
    open_spaces = list(spaces.search(WHOLE))
    while open_spaces:
        chosen = _first_of(spaces, open_spaces)
        open_spaces.remove(chosen)
        yield chosen.route
        for rest in _rest_of(chosen):
            open_spaces.extend(spaces.search(rest))


def _rest_of(chosen: _Found) -> Iterator[_Space]:
    """Part what is left of a space once its chosen path is taken out."""
    arrows = chosen.route.arrows
    shared = len(chosen.space.prefix)
    for hop in range(shared, len(arrows)):
        banned = chosen.space.banned if hop == shared else frozenset()
        yield _Space(arrows[:hop], banned | {arrows[hop][0]})


def _first_of(spaces: _Spaces, found: list[_Found]) -> _Found:
    """Choose by the tie rule among the paths that the spaces offer."""
    floor = max(item.best for item in found) * (1 - TIE)
    tied = [item for item in found if item.best >= floor]
    for place, item in enumerate(tied):
        if spaces.value(item.route.arrows) < floor:
            # Tied with the best of its own space, but not with the best of all.
            tied[place] = next(spaces.search(item.space, floor))
            found[found.index(item)] = tied[place]
    hops = min(len(item.route.ends) for item in tied)
    tied = [item for item in tied if len(item.route.ends) == hops]
    if spaces.is_weakest:
        products = [product(item.route.strengths) for item in tied]
        least = max(products) * (1 - TIE)
        tied = [i for i, value in zip(tied, products, strict=True) if value >= least]
    if len(tied) == 1:
        return tied[0]
    return min(tied, key=lambda item: spaces.order(item.route.places))


class _SearchedSpaces:
    """Spaces that are searched by `searches`, in graphs from which something is taken away."""

    def __init__(
        self, graph: Graph, start: int, end: int, scoring: Scoring, without: Without
    ) -> None:
        self.graph = graph
        self.without = without
        self.start = start
        self.end = end
        self.scoring = scoring
        self.is_weakest = scoring.reading is Reading.WEAKEST

    def value(self, arrows: Sequence[Arrow]) -> float:
        if self.is_weakest:
            return min((arrow[1] for arrow in arrows), default=1.0)
        return product(arrow[1] for arrow in arrows) * self.scoring.decay ** len(arrows)

    def order(self, places: Sequence[int]) -> list[int] | list[str]:
        if isinstance(self.graph, ArcGraph):
            return [self.graph.name(place) for place in places]
        return [self.graph.rank[place] for place in places]

    def search(self, space: _Space, floor: float | None = None) -> Iterator[_Found]:
        *passed, spur = route_over(self.start, space.prefix).places
        with self.without(passed, spur, space.banned) as graph:
            found = self._search(graph, spur, space, floor)
        if found is not None:
            yield found

    def _search(self, graph: Graph, spur: int, space: _Space, floor: float | None) -> _Found | None:
        scoring = self.scoring
        if scoring.max_hops is not None:
            scoring = dataclasses.replace(scoring, max_hops=scoring.max_hops - len(space.prefix))
        search = search_from(graph, spur, scoring, self.end)
        if not search.reaches(self.end):
            return None
        before = self.value(space.prefix)
        tail = search.best(self.end)
        best = min(before, tail) if self.is_weakest else before * tail
        if self.is_weakest:
            # Behind a weak prefix all that is not weaker is tied.
            route = search.route(self.end, best * (1 - TIE) if floor is None else floor)
        else:
            route = search.route(self.end, None if floor is None else floor / before)
        assert route is not None  # noqa: S101  # it is reached
        return _Found(space, best, route_over(self.start, space.prefix + route.arrows))


@contextmanager
def _without(
    whole: CarrierGraph, passed: Iterable[int], spur: int, banned: Iterable[int]
) -> Iterator[Graph]:
    """Give a graph of lists without some actors, and without the arrows from ``spur`` to some."""
    graph = whole
    for place in passed:
        graph = graph.without_actor(place)
    for other in banned:
        graph = graph.without_channel(spur, other)
    yield graph


def _routes_over_arcs(
    graph: ArcGraph, start: int, end: int, scoring: Scoring, count: int | None
) -> Iterator[Route]:
    """List many at once; where too many are tied, choose one by one."""
    if scoring.reading is Reading.WEAKEST or (
        scoring.max_hops is not None and scoring.max_hops < graph.size - 1
    ):
        without = Masked(graph).without
        yield from _chosen_one_by_one(_SearchedSpaces(graph, start, end, scoring, without))
        return
    with deviations(graph, start, end, count or FIRST, scoring.decay) as searches:
        if searches is None:
            return
        given = 0
        wanted = count or FIRST
        while (listing := searches.listing(wanted)) is not None:
            yield from islice(_in_order(graph, start, listing, scoring.decay), given, wanted)
            if listing.is_complete:
                return
            given, wanted = wanted, 2 * wanted
        one_by_one = _chosen_one_by_one(_ArcSpaces(graph, scoring.decay, searches))
        yield from islice(one_by_one, given, None)


def _in_order(graph: ArcGraph, start: int, listing: Listing, decay: float) -> Iterator[Route]:
    """Put listed paths in the order of the tie rule."""
    out = graph.out
    left: list[tuple[float, list[int], list[float]]] = []
    for arcs in listing.paths:
        strengths = graph.table[out.code[arcs]].tolist()
        value = product(strengths) * decay ** len(strengths)
        left.append((value, out.other[arcs].tolist(), strengths))
    left.sort(key=lambda item: item[0], reverse=True)
    while left:
        floor = left[0][0] * (1 - TIE)
        tied = 1
        while tied < len(left) and left[tied][0] >= floor:
            tied += 1
        chosen = 0
        if tied > 1:
            hops = min(len(item[1]) for item in left[:tied])
            chosen = min(
                (place for place in range(tied) if len(left[place][1]) == hops),
                key=lambda place: [graph.name(actor) for actor in left[place][1]],
            )
        _, places, strengths = left.pop(chosen)
        yield _route(graph, start, places, strengths)


def _route(graph: ArcGraph, start: int, places: Sequence[int], strengths: Sequence[float]) -> Route:
    froms = (start, *places[:-1])
    relations = tuple(graph.relation_at(a, b) for a, b in zip(froms, places, strict=True))
    return Route(start, tuple(places), tuple(strengths), relations)


class _ArcSpaces:
    """Spaces of a graph of arrays, for products without a hop limit."""

    is_weakest = False

    def __init__(self, graph: ArcGraph, decay: float, searches: Deviations) -> None:
        self.graph = graph
        self.decay = decay
        self.searches = searches

    def value(self, arrows: Sequence[Arrow]) -> float:
        return product(arrow[1] for arrow in arrows) * self.decay ** len(arrows)

    def order(self, places: Sequence[int]) -> list[str]:
        return [self.graph.name(place) for place in places]

    def search(self, space: _Space, floor: float | None = None) -> Iterator[_Found]:
        start, end = self.searches.start, self.searches.end
        passed = route_over(start, space.prefix).places
        tail, arcs = self.searches.tied(passed, space.banned)
        if tail < 0:
            return
        before = self.value(space.prefix)
        least = tail * (1 - TIE) if floor is None else floor / before
        route = route_of(self.graph, passed[-1], end, arcs, least, self.decay)
        yield _Found(space, before * tail, route_over(start, space.prefix + route.arrows))
