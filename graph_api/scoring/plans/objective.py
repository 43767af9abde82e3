"""What a set of options scores, without searching the graph again.

A best path goes over touched relations one after another, and between two of them along what is
best without any. So the graph is searched once from and to the ends of the touched relations; a set
of options is then a matter of small arrays of products (or, by WEAKEST, of minima) over them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import Graph, carrier_graph
from graph_api.scoring.losses.subjects import Pair, by_busier_end
from graph_api.scoring.plans.options import Measures
from graph_api.scoring.results import Reading, Scoring
from graph_api.scoring.searches.search import Search, search_from, search_to

Array = NDArray[np.float64]
Tell = Callable[[float], None]

SAME = 1e-12
"""A score that rises by no more than this share of itself has not risen."""


@dataclass(frozen=True, eq=False)
class Keys:
    """What paths over none of the touched relations give; keys of at most so many hops.

    The last axis counts hops, 0 to the limit; without a limit there is one place for any number.
    Shapes, of E ends of pairs, K touched relations, P pairs: ``into`` (E, K, L) from an end to the
    start of a relation, ``between`` (K, K, L) from the end of one to the start of the next,
    ``out`` (K, E, L) from the end of one to an end, ``base`` (2, P): from first to last of a pair,
    and back.
    """

    into: Array
    between: Array
    out: Array
    base: Array


class Objective:
    """The mutual scores of chosen pairs, for any strengths of the touched relations.

    Parameters
    ----------
    measures
        What may be done.
    pairs
        Places of actors; each unordered pair once.
    scoring
        PRODUCT or WEAKEST.
    tell
        Called with the share that is done of making it ready.

    Attributes
    ----------
    first, last
        For each pair the places of its two ends among ``ends``.

    """

    def __init__(
        self, measures: Measures, pairs: Sequence[Pair], scoring: Scoring, tell: Tell
    ) -> None:
        self.measures = measures
        self.scoring = scoring
        self.pairs = [*pairs]
        view = measures.view
        limit = scoring.max_hops
        self.hops = limit if limit is not None and limit < len(view.actors) - 1 else 0
        self._weakest = scoring.reading is Reading.WEAKEST
        ends = dict.fromkeys(end for pair in self.pairs for end in pair)
        self.ends = {place: at for at, place in enumerate(ends)}
        self.first = np.array([self.ends[a] for a, _ in self.pairs], np.int64)
        self.last = np.array([self.ends[b] for _, b in self.pairs], np.int64)
        self.keys = _Reader(view, self, tell).keys()

    @cached_property
    def scale(self) -> float:
        """Give what a key is divided by to be a score: a key is damped by its first hop too."""
        return self.scoring.decay

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Forget the other pairs."""
        self.pairs = [
            pair for pair, is_kept in zip(self.pairs, kept.tolist(), strict=True) if is_kept
        ]
        used, places = np.unique(
            np.concatenate((self.first[kept], self.last[kept])), return_inverse=True
        )
        self.first, self.last = places[: len(self.pairs)], places[len(self.pairs) :]
        every = [*self.ends]
        self.ends = {every[place]: at for at, place in enumerate(used.tolist())}
        keys = self.keys
        self.keys = Keys(keys.into[used], keys.between, keys.out[:, used], keys.base[:, kept])

    def directions(self, strengths: Array) -> Array:
        """Give the best keys of all pairs, shape (2, P): from first to last, and back."""
        active = np.flatnonzero(strengths > 0)
        if not active.size or not self.pairs:
            return self.keys.base
        reached = self._reached(active, strengths[active])
        return np.stack(
            [
                self._arriving(active, reached, start, end, self.keys.base[way])
                for way, (start, end) in enumerate(
                    ((self.first, self.last), (self.last, self.first))
                )
            ]
        )

    def mutual(self, directions: Array) -> Array:
        """Give the mutual scores, shape (P,), of keys of both directions."""
        found: Array = np.sqrt(directions[0] * directions[1]) / self.scale
        return found

    def through(self, strengths: Array) -> Array:
        """Give the best keys over each touched relation, shape (2, K, P), however many hops.

        With a hop limit they are upper ends.
        """
        active = np.flatnonzero(strengths > 0)
        found = np.zeros((2, strengths.size, len(self.pairs)))
        if not active.size or not self.pairs:
            return found
        keys = self.keys
        into, out = keys.into[:, active, -1], keys.out[active, :, -1]
        step = self._with(
            keys.between[np.ix_(active, active)][..., -1], self._damped(strengths[active])
        )
        ahead = self._with(into, self._damped(strengths[active]))
        behind = out
        for _ in range(active.size):
            stopping.check()
            farther = np.maximum(ahead, self._joined(ahead, step))
            onward = np.maximum(behind, self._joined(step, behind))
            if np.array_equal(farther, ahead) and np.array_equal(onward, behind):
                break
            ahead, behind = farther, onward
        for way, (start, end) in enumerate(((self.first, self.last), (self.last, self.first))):
            found[way, active] = self._with(ahead[start].T, behind[:, end])
        return found

    # Joining pieces of paths

    def _with(self, one: Array, other: Array) -> Array:
        """Give the key of two pieces, one after the other, element by element."""
        return np.minimum(one, other) if self._weakest else one * other

    def _joined(self, one: Array, other: Array) -> Array:
        """Give the best keys of pieces (A, K) then (K, B): a product of matrices of maxima."""
        found: Array = self._with(one[:, :, None], other[None]).max(axis=1)
        return found

    def _damped(self, strengths: Array) -> Array:
        return strengths if self._weakest else strengths * self.scoring.decay

    def _reached(self, active: NDArray[np.int64], strengths: Array) -> Array:
        """Give the best keys from each end over each touched relation: (E, K, hops)."""
        keys = self.keys
        weights = self._damped(strengths)
        into = keys.into[:, active]
        between = keys.between[np.ix_(active, active)]
        if not self.hops:
            reached = self._with(into[..., 0], weights)
            step = self._with(between[..., 0], weights)
            for _ in range(active.size):
                farther = np.maximum(reached, self._joined(reached, step))
                if np.array_equal(farther, reached):
                    break
                reached = farther
            return reached[..., None]
        by_hops = np.zeros((*into.shape[:2], self.hops + 1))
        for hops in range(1, self.hops + 1):
            best = into[..., hops - 1]
            for before in range(1, hops):
                joined = self._joined(by_hops[..., before], between[..., hops - 1 - before])
                best = np.maximum(best, joined)
            by_hops[..., hops] = self._with(best, weights)
        return by_hops

    def _arriving(
        self,
        active: NDArray[np.int64],
        reached: Array,
        start: NDArray[np.int64],
        end: NDArray[np.int64],
        best: Array,
    ) -> Array:
        out = self.keys.out[active]
        for hops in range(reached.shape[-1]):
            left = self.hops - hops
            piece = self._with(reached[start, :, hops], out[:, end, left].T)
            best = np.maximum(best, piece.max(axis=1))
        return best


class _Reader:
    """Searches the graph from and to the ends of touched relations, each actor once."""

    def __init__(self, view: GraphSnapshot, objective: Objective, tell: Tell) -> None:
        self.graph: Graph = carrier_graph(view, maturity=objective.scoring.maturity)
        self.objective = objective
        self.scoring = objective.scoring
        relations = objective.measures.relations
        self.starts = [view.places[item.from_id] for item in relations]
        self.stops = [view.places[item.to_id] for item in relations]
        self.groups = by_busier_end(view, objective.pairs)
        levels = len(self._levels())
        self.all = levels * (len({*self.starts}) + len({*self.stops})) + 2 * len(self.groups)
        self.done = 0
        self.tell = tell

    def keys(self) -> Keys:
        """Search, and put the keys in order."""
        ends = [*self.objective.ends]
        starts, stops = self.starts, self.stops
        rows = {place: self._row(place, search_from, [*ends, *starts]) for place in {*stops}}
        columns = {place: self._row(place, search_to, ends) for place in {*starts}}
        levels = len(self._levels())
        count = len(starts)
        onward = np.array([rows[place] for place in stops]).reshape(
            count, len(ends) + count, levels
        )
        into = np.array([columns[place] for place in starts]).reshape(count, len(ends), levels)
        return Keys(
            into.transpose(1, 0, 2).copy(),
            onward[:, len(ends) :].copy(),
            onward[:, : len(ends)].copy(),
            self._base(),
        )

    def _levels(self) -> list[Scoring | None]:
        """Give how to search for paths of at most 0, 1, ... hops; None: stay where you are."""
        how = self.scoring
        free = Scoring(how.reading, how.decay, how.maturity)
        if not self.objective.hops:
            return [free]
        limits = range(1, self.objective.hops + 1)
        return [None, *(Scoring(how.reading, how.decay, how.maturity, hops) for hops in limits)]

    def _row(
        self, origin: int, search: Callable[..., Search], others: Sequence[int]
    ) -> NDArray[np.float64]:
        found = np.zeros((len(others), len(self._levels())))
        for level, how in enumerate(self._levels()):
            if how is not None:
                search_ = search(self.graph, origin, how)
                found[:, level] = [max(search_.best(place), 0.0) for place in others]
            self._report()
        for at, place in enumerate(others):
            if place == origin:
                found[at] = 1.0
        return found

    def _base(self) -> Array:
        ends: dict[Pair, tuple[float, float]] = {}
        for hub, others in self.groups.items():
            ahead = search_from(self.graph, hub, self.scoring)
            behind = search_to(self.graph, hub, self.scoring)
            for other in others:
                there, back = max(ahead.best(other), 0.0), max(behind.best(other), 0.0)
                ends[hub, other] = there, back
                ends[other, hub] = back, there
            self._report(2)
        base = np.array([ends[pair] for pair in self.objective.pairs]).reshape(-1, 2)
        return base.T.copy()

    def _report(self, steps: int = 1) -> None:
        self.done += steps
        stopping.tell(
            f"{self.done} of {self.all} searches were done",
            f"已完成 {self.all} 次搜索中的 {self.done} 次",
        )
        self.tell(min(1.0, self.done / max(1, self.all)))
