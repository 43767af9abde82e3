"""The first pairs of two groups in the order of `rank_pairs`, without scoring all of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
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
from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import Met
from graph_api.scoring.engine.pairing import Pairing, Pairs
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.top_pairs import CLOSE, SHARED
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.pairs.groups import Group, Groups, groups_of, ids_of
from graph_api.scoring.pairs.order import in_order, mutual_score
from graph_api.scoring.pairs.scores import Order, rank_pairs
from graph_api.scoring.results import PRODUCT, PairRow, Reading, Scoring
from graph_api.scoring.searches.tied_routes import route_met

BLOCK = 65_536
"""Pairs that are named at once."""

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
    top = _top(view, between, other, count, scoring, threads)
    if top is None:
        ids = ids_of(view, between), ids_of(view, other)
        return rank_pairs(view, ids[0], ids[1], scoring, order=order).rows[:count]
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
    _top: _Top

    @cached_property
    def count(self) -> int:
        """Count the pairs of the two groups: a look at each pair, so only where it is asked."""
        return self._top.pairs()

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
    top = _top(view, between, other, count, scoring)
    return None if top is None else FirstPairs(top.rows(order), top)


def _top(  # noqa: PLR0913, PLR0917  # as `top_pairs`
    view: GraphSnapshot,
    between: Group,
    other: Group,
    count: int,
    scoring: Scoring,
    threads: int | None = None,
) -> _Top | None:
    """Give what finds the first pairs; None where all of them have to be scored."""
    graph = carrier_graph(view, maturity=scoring.maturity)
    limited = scoring.max_hops is not None and scoring.max_hops < graph.size - 1
    if not isinstance(graph, ArcGraph) or scoring.reading is not Reading.PRODUCT or limited:
        return None
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    assert isinstance(hoped, ArcGraph)  # noqa: S101  # as large as the other
    groups = groups_of(view, graph, between, other)
    return _Top(view, graph, hoped, groups, count, scoring, threads)


class _Top:
    """The first pairs of two groups on one graph of arrays."""

    def __init__(  # noqa: PLR0913, PLR0917  # as `top_pairs`
        self,
        view: GraphSnapshot,
        graph: ArcGraph,
        hoped: ArcGraph,
        groups: Groups,
        count: int,
        scoring: Scoring,
        threads: int | None,
    ) -> None:
        self.view = view
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
            if len(self.groups.hubs) == 1:
                return found  # nobody else needs to know
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
        rows = [row for pairs in every for row in self._rows(pairs, pairs.worth <= most)]
        above = [row for row in rows if row.mutual]
        return in_order(above, greatest_first=False)[: self.count]

    def missing(self) -> tuple[PairRow, ...]:
        """Give pairs that lack a direction, the smallest ids first."""
        rows = [row for row in self._beyond(unknown=False) if row.mutual == 0]
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
        return self._rows(pairs, np.ones(places.size, np.bool_), ways)

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
        chosen: list[tuple[tuple[ActorId, ActorId], int]] = []
        for at in range(0, places.size, BLOCK):
            block = places[at : at + BLOCK]
            named = zip(self._ids(hub, block), block.tolist(), strict=True)
            chosen = nsmallest(self.count, chain(chosen, named))
        return [place for _, place in chosen]

    def _rows(
        self,
        pairs: Pairs,
        kept: NDArray[np.bool_],
        no_way: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None,
    ) -> list[PairRow]:
        hub = self.view.actor_id(pairs.hub)
        forward, reverse = (
            self._known(printed[kept], None if no_way is None else no_way[way][kept])
            for way, printed in enumerate((pairs.forward, pairs.reverse))
        )
        ids = self._ids(pairs.hub, pairs.place[kept])
        ways = zip(ids, forward, reverse, strict=True)
        return [
            PairRow(a, b, ahead, behind, mutual_score(ahead, behind))
            if a == hub
            else PairRow(a, b, behind, ahead, mutual_score(behind, ahead))
            for (a, b), ahead, behind in ways
        ]

    @staticmethod
    def _known(
        printed: NDArray[np.float64], no_way: NDArray[np.bool_] | None
    ) -> list[float | None]:
        """Give scores: what was printed, else 0 where there is no way, else None."""
        scores: list[float | None] = printed.tolist()
        for index in np.flatnonzero(np.isnan(printed)).tolist():
            scores[index] = 0.0 if no_way is None or no_way[index] else None
        return scores

    def _ids(self, hub: int, places: NDArray[np.integer[Any]]) -> list[tuple[ActorId, ActorId]]:
        """Give the ids of pairs: the first of ``between``, the smaller where both are of both."""
        name, names = self.view.actor_id(hub), self.view.actor_ids(places.tolist())
        marks = self.groups.marks
        if self.groups.hub_is_first:
            ids = [(name, other) for other in names]
        else:
            ids = [(other, name) for other in names]
        if marks[hub] == SHARED:
            shared = np.flatnonzero(marks[places] == SHARED)
            for index in shared.tolist():
                ids[index] = min(ids[index]), max(ids[index])
        return ids

    def _for_each_hub(self, search: Callable[[int], T]) -> list[T]:
        hubs = self.groups.hubs
        most = min(len(hubs), 1 if len(hubs) < 2 else self.threads or os.cpu_count() or 1)
        if most < 2:
            return self._told(search(hub) for hub in hubs)
        with ThreadPoolExecutor(most) as pool:
            tasks = [pool.submit(copy_context().run, search, hub) for hub in hubs]
            return self._told(task.result() for task in tasks)

    def _told(self, found: Iterator[T]) -> list[T]:
        """Gather what is found for each hub, and say how many are done."""
        gathered: list[T] = []
        self._say(0)
        for one in found:
            gathered.append(one)
            self._say(len(gathered))
        return gathered

    def _say(self, done: int) -> None:
        count = len(self.groups.hubs)
        stopping.stage(
            f"{done} of {count} actors of the smaller group had been searched",
            f"较小一组的 {count} 个行动者已搜索 {done} 个",
        )

    def _printed(self, start: int, end: int, met: Met) -> float:
        return route_met(self.graph, start, end, met, self.scoring.decay).score(self.scoring)
