"""Where ranking measures one by one misleads: options that gain nothing alone, but do together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.plans.options import after_view
from graph_api.scoring.plans.results import SeriesTrap
from graph_api.scoring.plans.search import MOST_PAIRED, TIED, Evaluator, Set
from graph_api.scoring.results import Scoring
from graph_api.scoring.searches.search import search_from

MOST_TRAPS = 10


def series_traps(score: Evaluator, chosen: Set, scoring: Scoring) -> tuple[SeriesTrap, ...]:
    """Find sets of options none of which gains anything alone, and none of which can be left out.

    First those within the plan, then pairs of options beyond it; at most 10 in all.
    """
    nothing = score(frozenset()).total
    alone = {
        at: score(frozenset((at,))).total - nothing for at in range(len(score.measures.options))
    }
    useless = [at for at, gain in alone.items() if gain <= TIED]
    found: dict[Set, SeriesTrap] = {}
    for some in (*_within(score, chosen, useless), *_pairs(score, useless)):
        if some not in found and len(found) < MOST_TRAPS:
            found[some] = _told(score, some, chosen, scoring)
    return tuple(found.values())


def _within(score: Evaluator, chosen: Set, useless: Sequence[int]) -> Iterator[Set]:
    """Give, for each option of the plan that gains nothing alone, the smallest set it works in."""
    for one in sorted(chosen.intersection(useless)):
        least: Set = chosen
        for other in sorted(chosen - {one}):
            fewer = least - {other}
            if score(fewer).total - score(fewer - {one}).total > TIED:
                least = fewer
        if len(least) > 1 and least.issubset(useless):
            yield least


def _pairs(score: Evaluator, useless: Sequence[int]) -> Iterator[Set]:
    if len(useless) > MOST_PAIRED:
        return
    nothing = score(frozenset()).total
    for two in combinations(useless, 2):
        some = frozenset(two)
        if score(some).total - nothing > TIED:
            yield some


def _told(score: Evaluator, some: Set, chosen: Set, scoring: Scoring) -> SeriesTrap:
    view = score.measures.view
    before, after = score(frozenset()), score(some)
    gains = after.mutual - before.mutual
    most = float(gains.max())
    a, b = min(
        (view.actor_id(one), view.actor_id(other))
        for (one, other), gain in zip(score.objective.pairs, gains.tolist(), strict=True)
        if gain >= most - TIED
    )
    keys = tuple(sorted(score.measures.options[at].key for at in some))
    path = _path(after_view(score.measures, some), a, b, _ids(score, some), scoring)
    return SeriesTrap(keys, after.total - before.total, a, b, path, some <= chosen)


def _ids(score: Evaluator, some: Iterable[int]) -> set[str]:
    measures = score.measures
    return {measures.relations[measures.relation_of[at]].id for at in some}


def _path(
    after: GraphSnapshot, a: str, b: str, mended: set[str], scoring: Scoring
) -> tuple[ActorId, ...]:
    """Give the path of either direction over all mended relations; empty: there is none."""
    graph = carrier_graph(after, maturity=scoring.maturity)
    for start, end in ((a, b), (b, a)):
        route = search_from(graph, after.place(start), scoring, after.place(end)).route(
            after.place(end)
        )
        ids = {after.relation_id(arrow[2]) for arrow in route.arrows} if route else set()
        if route is not None and mended <= ids:
            return tuple(after.actor_id(place) for place in route.places)
    return ()
