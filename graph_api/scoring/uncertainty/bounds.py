"""The exact bounds of a pair, without asking which unknown relations stand behind them.

`score_pair` asks that too, which in a graph with thousands of unknown relations takes far longer
than all the draws; the bounds are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import Graph, carrier_graphs
from graph_api.scoring.results import Bound, Interval, PairBounds, Reading, Scoring
from graph_api.scoring.searches.kernels import TIE
from graph_api.scoring.searches.search import search_both
from graph_api.scoring.uncertainty.losses import mutual_scores
from graph_api.scoring.walks.scores import walk_pair

Two = tuple[float, float]
"""F and R."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How low and how high the scores of a pair can be, and what cut the search.

    ``damping`` is that of ALL_WALKS, else None.
    """

    bounds: PairBounds
    damping: float | None = None
    truncated_by: Bound | None = None


def outlook(view: GraphSnapshot, first: int, last: int, scoring: Scoring) -> Outlook:
    """Give the exact bounds of the pair of two different places.

    Notes
    -----
    Time: a search from each end for every assumption, O(m log m); twice that with a hop limit.

    """
    if scoring.reading is Reading.ALL_WALKS:
        pair = walk_pair(view, view.actor_id(first), view.actor_id(last), scoring)
        return Outlook(_bounds(pair.low, pair.high), pair.damping)
    stopping.stage("the exact bounds were being worked out", "正在计算精确界")
    graphs = carrier_graphs(view, scoring.maturity)
    point, low, high = (
        _scores(graph, first, last, scoring) for graph in (graphs.point, graphs.low, graphs.high)
    )
    # The tie rule may print a hair less than the best, of the point values too.
    bounds = _bounds(
        (min(low[0], point[0]), min(low[1], point[1])),
        (max(high[0], point[0]), max(high[1], point[1])),
    )
    is_cut = any(_hides_longer(graph, first, last, scoring) for graph in dict.fromkeys(graphs))
    return Outlook(bounds, truncated_by=Bound.HOPS if is_cut else None)


def _scores(graph: Graph, first: int, last: int, scoring: Scoring) -> Two:
    there, back = search_both(graph, first, last, scoring)
    return there.score(last), back.score(first)


def _hides_longer(graph: Graph, first: int, last: int, scoring: Scoring) -> bool:
    """Tell whether a longer path than ``max_hops`` allows is better, or is the only one."""
    if scoring.max_hops is None:
        return False
    free = Scoring(scoring.reading, scoring.decay)
    limited, every = (search_both(graph, first, last, how) for how in (scoring, free))
    return any(
        whole.best(end) > max(part.best(end), 0.0) * (1 + TIE)
        for part, whole, end in zip(limited, every, (last, first), strict=True)
    )


def _bounds(low: Two, high: Two) -> PairBounds:
    return PairBounds(
        Interval(low[0], high[0]),
        Interval(low[1], high[1]),
        Interval(_mutual(*low), _mutual(*high)),
    )


def _mutual(forward: float, reverse: float) -> float:
    return float(mutual_scores(forward, reverse))
