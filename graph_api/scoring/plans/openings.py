"""The cheapest options that open a direction of a pair that has none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from heapq import heappop, heappush

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.losses.subjects import GroupPairs, Pair, require_little_work
from graph_api.scoring.plans.objective import Objective
from graph_api.scoring.plans.options import Measures, read_options
from graph_api.scoring.plans.results import Opening, Option
from graph_api.scoring.results import PRODUCT, Scoring
from graph_api.scoring.searches.search import require_paths, search_from

Cost = tuple[Fraction, int, tuple[str, ...]]
"""What options cost, how many they are, and their keys: cheapest, fewest, first."""


def find_openings(
    view: GraphSnapshot,
    options: Sequence[Option],
    pairs: GroupPairs,
    scoring: Scoring = PRODUCT,
    progress: Callable[[float], None] | None = None,
) -> tuple[Opening, ...]:
    """Find, for each direction that has no path, the cheapest options that make one.

    Parameters
    ----------
    view
        The graph to read.
    options
        What may be done, at most 200.
    pairs
        The pairs of two groups.
    scoring
        Which relations carry (maturity gate), and how long a path may be.
    progress
        Called now and then with the share that is done.

    Returns
    -------
    tuple of Opening
        One for each direction of each pair without a path over relations of known strength; by
        ``from_id``, then ``to_id``. Of equally cheap sets the smallest, then the first by keys.

    Raises
    ------
    UnknownActorError, UnknownRelationError, BadParameterError
        As for `best_plan`.

    Notes
    -----
    A shortest path whose length is the cost of the options on it: each relation has its cheapest
    option, existing relations cost nothing. Time: one search per direction over the options.

    """
    require_paths(scoring)
    require_little_work(view, pairs, scoring)
    measures = read_options(view, options, scoring.maturity)
    objective = Objective(measures, pairs.listed(), scoring, progress or (lambda _share: None))
    arrows = _Arrows(measures, objective)
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    found: list[Opening] = []
    for at, (one, other) in enumerate(objective.pairs):
        for way, (start, end) in enumerate(((one, other), (other, one))):
            if objective.keys.base[way, at] > 0:
                continue
            stopping.check()
            cheapest = arrows.cheapest((start, end))
            found.append(
                Opening(
                    view.actor_id(start),
                    view.actor_id(end),
                    None if cheapest is None else tuple(sorted(cheapest[2])),
                    None if cheapest is None else float(cheapest[0]),
                    search_from(hoped, start, scoring, end).reaches(end),
                )
            )
    return tuple(sorted(found, key=lambda item: (item.from_id, item.to_id)))


class _Arrows:
    """The touched relations, each with its cheapest option that gives it a strength above 0."""

    def __init__(self, measures: Measures, objective: Objective) -> None:
        self.objective = objective
        self.cheapest_of: dict[int, Cost] = {}
        for number, option in enumerate(measures.options):
            chosen = np.zeros(len(measures.options), np.bool_)
            chosen[number] = True
            place = measures.relation_of[number]
            if measures.strengths(chosen)[place] > 0:
                cost: Cost = measures.costs[number], 1, (option.key,)
                self.cheapest_of[place] = min(cost, self.cheapest_of.get(place, cost))
        keys = objective.keys
        self.into, self.between, self.out = (
            _fewest_hops(array > 0) for array in (keys.into, keys.between, keys.out)
        )

    def cheapest(self, pair: Pair) -> Cost | None:
        """Give the cheapest way from one end to the other; None: there is none."""
        first, last = (self.objective.ends[place] for place in pair)
        most = self.objective.hops or np.inf
        heap: list[tuple[Cost, float, int]] = []
        for place, cost in self.cheapest_of.items():
            heappush(heap, (cost, self.into[first, place] + 1, place))
        fewest: dict[int, float] = {}
        ends: Cost | None = None
        while heap:
            cost, hops, place = heappop(heap)
            if ends is not None and cost >= ends:
                break
            if hops > most or hops >= fewest.get(place, np.inf):
                continue
            fewest[place] = hops
            if hops + self.out[place, last] <= most and np.isfinite(self.out[place, last]):
                ends = cost
                continue
            for other, (price, _, keys) in self.cheapest_of.items():
                step = self.between[place, other]
                if np.isfinite(step) and keys[0] not in cost[2]:
                    more = cost[0] + price, cost[1] + 1, tuple(sorted((*cost[2], *keys)))
                    heappush(heap, (more, hops + step + 1, other))
        return ends


def _fewest_hops(
    reached: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Give the fewest hops along the last axis; infinite: never. Without a limit they are 0."""
    found = np.where(reached.any(axis=-1), np.argmax(reached, axis=-1), np.inf)
    return found.astype(np.float64)
