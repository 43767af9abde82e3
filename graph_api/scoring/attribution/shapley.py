"""The mutual score of a pair as a sum over the relations that make it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.attribution.exact import MOST_EXACT, shapley_values, subset_maxima
from graph_api.scoring.attribution.players import Path, Player, Players, players_of
from graph_api.scoring.attribution.results import Attribution, AttributionShare, Order
from graph_api.scoring.attribution.sampled import sampled_values
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.losses.ranking import by_loss
from graph_api.scoring.pairs.order import mutual_score
from graph_api.scoring.paths import two_places
from graph_api.scoring.results import PRODUCT, Bound, Completeness, Reading, Scoring
from graph_api.scoring.searches.kernels import product
from graph_api.scoring.searches.search import require_paths, search_from


def attribution(  # noqa: PLR0913, PLR0917  # the pair, and how to score and draw
    view: GraphSnapshot,
    a: str,
    b: str,
    scoring: Scoring = PRODUCT,
    order: Order = Order(),  # noqa: B008  # frozen
    progress: Callable[[float], None] | None = None,
) -> Attribution:
    """Share the mutual score of a pair out among the relations that make it.

    The share of a relation is its Shapley value: the mean, over all orders in which the relations
    could come one by one, of what it adds to the mutual score when it comes.

    Parameters
    ----------
    view
        The graph to read.
    a, b
        Ids of two different actors.
    scoring
        Reading (PRODUCT or WEAKEST), decay, maturity gate, hop limit.
    order
        How many orders to draw, and from which seed, where the relations are more than 22.
    progress
        Called now and then with the share that is done, from 0 to 1.

    Returns
    -------
    Attribution
        ``shares`` of all relations of known strength above 0 on a loopless path of either
        direction, largest first (within 1e-12: by id); they add up to ``score`` exactly. Where the
        paths cannot be listed, of those on any walk: one that is on no path gets 0. TRUNCATED by
        TIME where fewer orders were drawn than asked for.

    Raises
    ------
    UnknownActorError
        If one of the two is not in ``view``.
    BadParameterError
        If the two are one; for ALL_WALKS; if the mutual score is unknown; if more than 5,000
        relations lie on walks between the two.

    Notes
    -----
    Unit: that of the mutual score. Relations of unknown strength take no part, as in point scores.
    Exact to 22 relations: both directions are maxima over the paths within a set, found for all
    2**22 sets by one transform; else means over drawn orders with standard errors. What rounding
    leaves between the sum and the score goes to the largest share.
    Source: Shapley (1953); sampling: Castro, Gomez and Tejada (2009).

    """
    require_paths(scoring)
    first, last = two_places(view, a, b)
    score = _known_score(view, first, last, scoring)
    found = players_of(view, first, last, scoring)
    tell = progress or (lambda _share: None)
    tell(0)
    if score == 0:
        shares, errors, drawn = [0.0] * len(found.players), None, 0
    elif found.are_listed and len(found.players) <= MOST_EXACT:
        shares, errors, drawn = _exact(found, scoring, tell), None, 0
    else:
        stopping.stage("orders were being drawn", "正在抽取顺序")
        sample = sampled_values(found.players, first, last, scoring, order, tell)
        shares, errors, drawn = [*sample.shares], sample.errors, sample.permutations
    shares = _adding_up(shares, score)
    tell(1)
    ids = [view.relation_id(item.relation) for item in found.players]
    ranked = by_loss(shares, lambda place: (ids[place],))
    is_short = 0 < drawn < order.permutations
    return Attribution(
        a=view.actor_id(first),
        b=view.actor_id(last),
        scoring=scoring,
        score=score,
        shares=tuple(
            AttributionShare(ids[place], shares[place], None if errors is None else errors[place])
            for place in ranked
        ),
        exact=errors is None,
        permutations=drawn,
        seed=order.seed,
        paths_listed=found.are_listed,
        completeness=Completeness.TRUNCATED if is_short else Completeness.COMPLETE,
        truncated_by=Bound.TIME if is_short else None,
    )


def _known_score(view: GraphSnapshot, first: int, last: int, scoring: Scoring) -> float:
    """Give the mutual score of the pair, as `score_pair` does."""
    known = carrier_graph(view, Assumption.POINT, scoring.maturity)
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    scores: list[float | None] = []
    for start, end in ((first, last), (last, first)):
        search = search_from(known, start, scoring, end)
        if search.reaches(end):
            scores.append(search.score(end))
        else:
            is_hope = search_from(hoped, start, scoring, end).reaches(end)
            scores.append(None if is_hope else 0.0)
    mutual = mutual_score(*scores)
    if mutual is None:
        ids = view.actor_id(first), view.actor_id(last)
        raise BadParameterError(
            f"The mutual score of {ids[0]!r} and {ids[1]!r} is not known: a direction has only"
            " paths over relations of unknown strength. There is nothing to share out; `unknown` of"
            " the pair names those relations.",
            f"“{ids[0]}”与“{ids[1]}”的相互充权未知：某一方向的路径均经过强度未知的关系，"
            "因此无从分摊；该对的 unknown 列出这些关系。",
            parameter="b",
        )
    return mutual


def _exact(found: Players, scoring: Scoring, tell: Callable[[float], None]) -> list[float]:
    count = len(found.players)
    stopping.stage(
        f"all sets of {count} relations were being weighed", f"正在衡量 {count} 个关系的所有组合"
    )

    def maxima(paths: Sequence[Path], begun: float) -> NDArray[np.float64]:
        scored = (
            (sum(1 << place for place in path), _score(path, found.players, scoring))
            for path in paths
        )
        return subset_maxima(scored, count, lambda share: tell(begun + share / 4))

    value = maxima(found.forward or (), 0)
    value *= maxima(found.reverse or (), 0.25)
    np.sqrt(value, out=value)
    return shapley_values(value, count, lambda share: tell((1 + share) / 2))


def _score(path: Path, players: Sequence[Player], scoring: Scoring) -> float:
    strengths = [players[place].strength for place in path]
    if scoring.reading is Reading.WEAKEST:
        return min(strengths)
    return product(strengths, scoring.decay)


def _adding_up(shares: Sequence[float], score: float) -> list[float]:
    """Give what rounding left between the sum and the score to the largest share."""
    kept = [max(share, 0.0) for share in shares]
    if not kept:
        return kept
    largest = max(range(len(kept)), key=kept.__getitem__)
    kept[largest] = math.fsum((score, *(-share for at, share in enumerate(kept) if at != largest)))
    return kept
