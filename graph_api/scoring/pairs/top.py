"""The first pairs of two groups in the order of `rank_pairs`, without scoring all of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring.engine.arcs import ArcGraph, fixed
from graph_api.scoring.engine.between import Met
from graph_api.scoring.engine.pairing import Pairing, Pairs
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.top_pairs import CLOSE, SHARED, mark
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.pairs.order import in_order, mutual_score
from graph_api.scoring.pairs.scores import Order, rank_pairs
from graph_api.scoring.results import PRODUCT, PairRow, Reading, Scoring
from graph_api.scoring.searches.kernels import TIE
from graph_api.scoring.searches.tied_routes import route_of

Group = Sequence[str] | NDArray[np.integer[Any]]
"""Actors by ids, or by their places in the view."""

T = TypeVar("T")


def top_pairs(  # noqa: PLR0913  # two groups, how many, how to score and order
    view: GraphSnapshot,
    between: Group,
    other: Group,
    count: int,
    scoring: Scoring = PRODUCT,
    *,
    order: Order = "best",
    threads: int | None = None,
) -> tuple[PairRow, ...]:
    """Give the first rows of `rank_pairs`: the best, the worst, or some that are missing.

    Parameters
    ----------
    view
        The graph to read.
    between, other
        The two groups, as for `rank_pairs`; arrays of places will do, which saves a large group
        its ids.
    count
        How many rows at most; at least 1.
    scoring, order
        As for `rank_pairs`.
    threads
        How many members are searched at once; None: as many as there are cores.

    Returns
    -------
    tuple of PairRow
        Equal to ``rank_pairs(...).rows[:count]``.

    Raises
    ------
    UnknownActorError
        If a group names an actor that is not in ``view``.
    BadParameterError
        If ``count`` is below 1, or a place is not one of the view.
    DeadlineExceededError
        If the question is over before the searches are.

    Notes
    -----
    On large graphs the best pairs by PRODUCT take, for each member of the smaller group, two
    searches that end where no better pair can be (threshold algorithm); the worst and the missing
    ones two whole searches. Other readings and hop limits score all pairs.

    """
    if count < 1:
        raise BadParameterError(
            f"count must be at least 1, not {count}: it says how many pairs to list.",
            f"count 至少为 1，不能是 {count}：它表示列出多少对。",
            parameter="count",
        )
    graph = carrier_graph(view, maturity=scoring.maturity)
    limited = scoring.max_hops is not None and scoring.max_hops < graph.size - 1
    if not isinstance(graph, ArcGraph) or scoring.reading is not Reading.PRODUCT or limited:
        ids = _ids(view, between), _ids(view, other)
        return rank_pairs(view, ids[0], ids[1], scoring, order=order).rows[:count]
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    assert isinstance(hoped, ArcGraph)  # noqa: S101  # as large as the other
    groups = _groups(view, graph, between, other)
    top = _Top(graph, hoped, groups, count, scoring, threads or os.cpu_count() or 1)
    return top.rows(order)


@dataclass(frozen=True, eq=False)
class FirstPairs:
    """The first rows of a ranking of pairs whose rest nobody scored.

    Attributes
    ----------
    rows
        As `rank_pairs` would give them.
    count
        How many pairs the two groups make; a ranking of the worst or the missing has fewer rows.

    """

    rows: tuple[PairRow, ...]
    count: int
    _top: _Top

    @cached_property
    def disconnected(self) -> int:
        """Count the pairs whose mutual score is 0: two whole searches per member."""
        return self._top.disconnected()


def first_pairs(  # noqa: PLR0913  # as `top_pairs`
    view: GraphSnapshot,
    between: Group,
    other: Group,
    count: int,
    scoring: Scoring = PRODUCT,
    *,
    order: Order = "best",
) -> FirstPairs | None:
    """Give the first rows of `rank_pairs` where all of them need not be scored for that.

    None for small graphs, other readings than PRODUCT and hop limits: there rank them all.

    Raises
    ------
    UnknownActorError
        If a group names an actor that is not in ``view``.
    DeadlineExceededError
        If the question is over before the searches are.

    """
    graph = carrier_graph(view, maturity=scoring.maturity)
    limited = scoring.max_hops is not None and scoring.max_hops < graph.size - 1
    if not isinstance(graph, ArcGraph) or scoring.reading is not Reading.PRODUCT or limited:
        return None
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    assert isinstance(hoped, ArcGraph)  # noqa: S101  # as large as the other
    groups = _groups(view, graph, between, other)
    top = _Top(graph, hoped, groups, count, scoring, os.cpu_count() or 1)
    return FirstPairs(top.rows(order), top.pairs(), top)


def _ids(view: GraphSnapshot, group: Group) -> Sequence[str]:
    if not isinstance(group, np.ndarray):
        return group
    _require_places(group, len(view.actors))
    return [view.actors[place].id for place in group.tolist()]


def _require_places(group: NDArray[np.integer[Any]], size: int) -> None:
    wrong = np.flatnonzero((group < 0) | (group >= size))
    if wrong.size:
        raise BadParameterError(
            f"{int(group[wrong[0]])} is no place of an actor: the view has {size} actors, at places"
            f" from 0 to {size - 1}.",
            f"{int(group[wrong[0]])} 不是行动者的位置：该视图有 {size} 个行动者，位置为 0 至"
            f" {size - 1}。",
            parameter="between",
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Two groups: the members of one, marks for the other."""

    hubs: list[int]
    marks: NDArray[np.uint8]
    hub_is_first: bool


def _groups(view: GraphSnapshot, graph: ArcGraph, between: Group, other: Group) -> _Groups:
    first, second = (
        fixed(group.astype(np.int32, copy=False))
        if isinstance(group, np.ndarray)
        else fixed(np.array([view.place(actor) for actor in group], dtype=np.int32))
        for group in (between, other)
    )
    hub_is_first = first.size <= second.size
    few, many = (first, second) if hub_is_first else (second, first)
    marks = np.zeros(graph.size, np.uint8)
    _require_places(few, graph.size)
    if mark(many, marks) >= 0:
        _require_places(many, graph.size)
    hubs = np.unique(few)
    marks[hubs[marks[hubs] != 0]] = SHARED
    return _Groups(hubs.tolist(), marks, hub_is_first)


class _Top:
    """The first pairs of two groups on one graph of arrays."""

    def __init__(  # noqa: PLR0913, PLR0917  # as `top_pairs`
        self,
        graph: ArcGraph,
        hoped: ArcGraph,
        groups: _Groups,
        count: int,
        scoring: Scoring,
        threads: int,
    ) -> None:
        self.graph = graph
        self.hoped = hoped
        self.groups = groups
        self.count = count
        self.scoring = scoring
        self.threads = threads
        self.pairing = Pairing(graph, groups.marks, scoring.decay, self._printed)

    def rows(self, order: Order) -> tuple[PairRow, ...]:
        """Give the first rows in an order."""
        if order == "best":
            return self.best()
        return self.worst() if order == "worst" else self.missing()

    def pairs(self) -> int:
        """Count the pairs of the two groups."""
        return sum(int(self.pairing.wanted(hub).sum()) for hub in self.groups.hubs)

    def disconnected(self) -> int:
        """Count the pairs whose mutual score is 0."""

        def count(hub: int) -> int:
            keys = self.pairing.keys(hub)
            no_way = self._no_way(keys.ahead, hub, ahead=True)
            no_way |= self._no_way(keys.behind, hub, ahead=False)
            return int((self.pairing.wanted(hub) & no_way).sum())

        return sum(self._for_each_hub(count))

    def best(self) -> tuple[PairRow, ...]:
        """Give the best pairs; after those with a path both ways the missing, then the unknown."""
        floor = np.zeros(1)
        tops = np.empty(0)
        lock = threading.Lock()

        def search(hub: int) -> Pairs:
            nonlocal tops
            found = self.pairing.best(hub, self.count, floor)
            with lock:
                tops = np.sort(np.concatenate((tops, found.worth)))[-self.count :]
                if tops.size == self.count:
                    floor[0] = tops[0]
            return found

        every = self._for_each_hub(search)
        least = floor[0] * (1 - CLOSE)
        rows = [row for pairs in every for row in self._rows(pairs, pairs.worth >= least)]
        if len(rows) >= self.count:
            return in_order(rows, greatest_first=True)[: self.count]
        seen = {(row.a, row.b) for row in rows}
        rows += [row for row in self._beyond() if (row.a, row.b) not in seen]
        return in_order(rows, greatest_first=True)[: self.count]

    def worst(self) -> tuple[PairRow, ...]:
        """Give the worst pairs with a path both ways."""
        every = self._for_each_hub(
            lambda hub: self.pairing.worst(self.pairing.keys(hub), self.count)
        )
        worth = np.concatenate([pairs.worth for pairs in every] or [np.empty(0)])
        most = np.inf
        if worth.size > self.count:
            most = np.partition(worth, self.count - 1)[self.count - 1] * (1 + CLOSE)
        rows = (row for pairs in every for row in self._rows(pairs, pairs.worth <= most))
        return in_order((row for row in rows if row.mutual), greatest_first=False)[: self.count]

    def missing(self) -> tuple[PairRow, ...]:
        """Give pairs that lack a direction, the smallest ids first."""
        rows = (row for row in self._beyond(unknown=False) if row.mutual == 0)
        return in_order(rows, greatest_first=True)[: self.count]

    def _beyond(self, *, unknown: bool = True) -> list[PairRow]:
        """Give the first pairs, by ids, that lack a direction, and the first unknown ones."""
        return list(
            chain.from_iterable(self._for_each_hub(lambda hub: self._lacking(hub, unknown=unknown)))
        )

    def _lacking(self, hub: int, *, unknown: bool) -> list[PairRow]:
        keys = self.pairing.keys(hub)
        wanted = self.pairing.wanted(hub)
        no_way = [self._no_way(keys.ahead, hub, ahead=True)]
        no_way.append(self._no_way(keys.behind, hub, ahead=False))
        zero = wanted & (no_way[0] | no_way[1])
        chosen = [*self._first_by_ids(hub, np.flatnonzero(zero))]
        if unknown:
            open_ones = wanted & ~zero & ((keys.ahead < 0) | (keys.behind < 0))
            chosen += self._first_by_ids(hub, np.flatnonzero(open_ones))
        places = np.array(chosen, np.uint32)
        pairs = self.pairing.scored(keys, places, np.zeros(places.size))
        ways = (no_way[0][places], no_way[1][places])
        return [*self._rows(pairs, np.ones(places.size, np.bool_), ways)]

    def _no_way(self, key: NDArray[np.float64], hub: int, *, ahead: bool) -> NDArray[np.bool_]:
        """Tell whom no path joins with the hub, even if all that is unknown were at its best.

        One of a score that vanished in float64 counts as none.
        """
        if self.hoped is self.graph:
            no_way: NDArray[np.bool_] = key <= 0
            return no_way
        hoped = keys_from(self.hoped, hub, self.scoring.decay, ahead=ahead)
        lost: NDArray[np.bool_] = (key == 0) | ((key < 0) & (hoped < 0))
        return lost

    def _first_by_ids(self, hub: int, places: NDArray[np.intp]) -> list[int]:
        return nsmallest(self.count, places.tolist(), key=lambda place: self._ids(hub, place))

    def _rows(
        self,
        pairs: Pairs,
        kept: NDArray[np.bool_],
        no_way: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None,
    ) -> Iterator[PairRow]:
        here = np.flatnonzero(kept)
        hub = self.graph.name(pairs.hub)
        ways = [
            self._known(printed[here], None if no_way is None else no_way[way][here])
            for way, printed in enumerate((pairs.forward, pairs.reverse))
        ]
        for place, forward, reverse in zip(pairs.place[here].tolist(), *ways, strict=True):
            a, b = self._ids(pairs.hub, place)
            there, back = (forward, reverse) if a == hub else (reverse, forward)
            yield PairRow(a, b, there, back, mutual_score(there, back))

    @staticmethod
    def _known(
        printed: NDArray[np.float64], no_way: NDArray[np.bool_] | None
    ) -> list[float | None]:
        """Give scores: what was printed, else 0 where there is no way, else None."""
        scores: list[float | None] = printed.tolist()
        for index in np.flatnonzero(np.isnan(printed)).tolist():
            scores[index] = 0.0 if no_way is None or no_way[index] else None
        return scores

    def _ids(self, hub: int, place: int) -> tuple[ActorId, ActorId]:
        """Give the ids of a pair: the first of ``between``, the smaller where both are of both."""
        names = ActorId(self.graph.name(hub)), ActorId(self.graph.name(place))
        marks = self.groups.marks
        if marks[hub] == SHARED and marks[place] == SHARED:
            return (min(names), max(names))
        return names if self.groups.hub_is_first else (names[1], names[0])

    def _for_each_hub(self, search: Callable[[int], T]) -> list[T]:
        hubs = self.groups.hubs
        if len(hubs) < 2 or self.threads < 2:
            return [search(hub) for hub in hubs]
        with ThreadPoolExecutor(min(self.threads, len(hubs))) as pool:
            tasks = [pool.submit(copy_context().run, search, hub) for hub in hubs]
            return [task.result() for task in tasks]

    def _printed(self, start: int, end: int, met: Met) -> float:
        floor = met.best * (1 - TIE)
        route = route_of(self.graph, start, end, met.arcs, floor, self.scoring.decay)
        return route.score(self.scoring)
