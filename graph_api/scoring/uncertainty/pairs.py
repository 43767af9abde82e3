"""How sure the mutual score of a pair is: exact bounds, and what many draws say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.paths import two_places
from graph_api.scoring.results import (
    PRODUCT,
    Completeness,
    Interval,
    PairBounds,
    Reading,
    Scoring,
)
from graph_api.scoring.searches.search import Search, search_from, search_to
from graph_api.scoring.uncertainty.bounds import outlook
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.graphs import Flags, Places, drawn_graph
from graph_api.scoring.uncertainty.losses import mutual_scores
from graph_api.scoring.uncertainty.results import Sampling, Uncertainty
from graph_api.scoring.uncertainty.searches import BatchSearch
from graph_api.scoring.uncertainty.spreads import bands_of, spread_of
from graph_api.scoring.uncertainty.walks import walk_blocks
from graph_api.scoring.walks.bounds import damping_of

MARGIN = 1e-9
"""Far more than rounding may hide."""


def pair_uncertainty(  # noqa: PLR0913, PLR0917  # the question
    view: GraphSnapshot,
    a: str,
    b: str,
    scoring: Scoring = PRODUCT,
    sampling: Sampling | None = None,
    progress: Callable[[float], None] | None = None,
) -> Uncertainty:
    """Tell how sure the scores of the pair ``a``, ``b`` are.

    Parameters
    ----------
    view
        The graph to read.
    a, b
        Ids of two different actors.
    scoring
        Reading, decay, maturity gate, hop limit.
    sampling
        Draws, seed, coupling.
    progress
        Called now and then with the share that is done.

    Returns
    -------
    Uncertainty
        Exact bounds, and medians with 90% bands of F, R, M and A over the draws. An unknown
        relation is drawn from all of [0, 1], so there is a median even where the point score is
        null. TRUNCATED by HOPS where, under any of the assumptions of the bounds or at the point
        values, a path longer than ``max_hops`` is better, or is the only one.

    Raises
    ------
    UnknownActorError
        If one of the two is not in ``view``.
    BadParameterError
        If the two are one.
    TooCostlyError
        If the relations that may lie between them, times draws, are too many.

    Notes
    -----
    Every draw lies within the bounds: F, R and M rise with every strength.
    Definitions, literature and limits: docs/reference/uncertainty.md.

    Examples
    --------
    >>> from graph_api.workbench import load
    >>> view = load("seeds/mutual-empowerment.yaml").view().graph
    >>> sure = pair_uncertainty(view, "residents", "street_office")
    >>> sure.bounds.mutual.low <= sure.band90.low <= sure.median <= sure.band90.high
    True

    """
    sampling = sampling or Sampling()
    first, last = two_places(view, a, b)
    ahead = outlook(view, first, last, scoring)
    bounds = ahead.bounds
    forward, reverse, uncertain = drawn_pair(view, a, b, scoring, sampling, bounds, progress)
    mutual = mutual_scores(forward, reverse)
    works = forward + reverse > 0
    asymmetry = (forward[works] - reverse[works]) / (forward[works] + reverse[works])
    spread = spread_of(mutual, bounds.mutual)
    is_walks = scoring.reading is Reading.ALL_WALKS
    return Uncertainty(
        a=view.actor_id(first),
        b=view.actor_id(last),
        scoring=scoring,
        bounds=bounds,
        median=spread.median,
        band90=spread.band90,
        monte_carlo_error=spread.error,
        forward=spread_of(forward, bounds.forward),
        reverse=spread_of(reverse, bounds.reverse),
        mutual=spread,
        asymmetry=spread_of(asymmetry, Interval(-1.0, 1.0)) if asymmetry.size else None,
        bands=() if is_walks else bands_of(mutual),
        drawn=uncertain,
        draws=sampling.draws,
        seed=sampling.seed,
        coupling=sampling.coupling,
        damping=ahead.damping,
        completeness=Completeness.TRUNCATED if ahead.truncated_by else Completeness.COMPLETE,
        truncated_by=ahead.truncated_by,
    )


def drawn_pair(  # noqa: PLR0913, PLR0917  # the question
    view: GraphSnapshot,
    a: str,
    b: str,
    scoring: Scoring,
    sampling: Sampling,
    bounds: PairBounds,
    progress: Callable[[float], None] | None = None,
) -> tuple[Numbers, Numbers, int]:
    """Give F and R of every draw, shape (draws,), and how many relations were drawn for them.

    ``bounds`` are the exact ones of the pair: a relation over which no path reaches even the lower
    bound, with all strengths at their high ends, is on no best path and is not drawn.
    """
    report = progress or (lambda _: None)
    report(0)
    ends = [view.place(a), view.place(b)]
    is_walks = scoring.reading is Reading.ALL_WALKS
    graph = drawn_graph(
        view,
        ends,
        sampling,
        maturity=scoring.maturity,
        max_hops=scoring.max_hops,
        keep=None if is_walks else partial(_may_be_best, view, ends, scoring, bounds),
        report=lambda share: report(0.6 * share),
    )
    first, last = graph.here(ends)
    if is_walks:
        forward, reverse = np.zeros(sampling.draws), np.zeros(sampling.draws)
        for block in walk_blocks(graph, damping_of(view, scoring.damping)):
            forward[block.columns] = block.sums[:, first, last]
            reverse[block.columns] = block.sums[:, last, first]
            report(0.6 + 0.4 * block.columns.stop / sampling.draws)
    else:
        # A key of a product is damped once too often.
        forward = BatchSearch(graph, first, scoring).keys[last] / scoring.decay
        reverse = BatchSearch(graph, last, scoring).keys[first] / scoring.decay
    report(1)
    return forward, reverse, graph.uncertain


def _may_be_best(  # noqa: PLR0913, PLR0917  # the pair, and the relations in question
    view: GraphSnapshot,
    ends: Sequence[int],
    scoring: Scoring,
    bounds: PairBounds,
    start: Places,
    end: Places,
    strength: Numbers,
) -> Flags:
    """Tell which relations could lie on a best path of either direction in some draw."""
    graph = carrier_graph(view, Assumption.HIGH, scoring.maturity)
    free = Scoring(scoring.reading, scoring.decay)  # without a hop limit a path is never worse
    found = np.zeros(start.size, np.bool_)
    first, last = ends
    for origin, goal, least in (
        (first, last, bounds.forward.low),
        (last, first, bounds.reverse.low),
    ):
        before = _keys(search_from(graph, origin, free), origin, start)
        after = _keys(search_to(graph, goal, free), goal, end)
        if scoring.reading is Reading.WEAKEST:
            most = np.minimum(np.minimum(before, strength), after)
        else:
            most = before * strength * after
        found |= most >= least * (1 - MARGIN)
    return found


def _keys(search: Search, own: int, places: Places) -> Numbers:
    """Give the best keys of places, 1 for where the search began, 0 out of reach."""
    which, back = np.unique(places, return_inverse=True)
    keys = np.array([1.0 if at == own else max(search.best(at), 0.0) for at in which.tolist()])
    return keys[back]
