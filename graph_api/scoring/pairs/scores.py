"""Both directions of a pair: forward, reverse, mutual; and the pairs of two groups in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import Carriers, carrier_graph, carrier_graphs
from graph_api.scoring.graphs.strengths import Assumption, gated_relations
from graph_api.scoring.pairs.order import in_order, mutual_score
from graph_api.scoring.paths import as_path, two_places, weakest_of
from graph_api.scoring.results import (
    PRODUCT,
    Bound,
    Completeness,
    Interval,
    PairBounds,
    PairRanking,
    PairRow,
    PairScore,
    Path,
    Reading,
    Scoring,
)
from graph_api.scoring.searches.kernels import TIE
from graph_api.scoring.searches.search import Route, Search, search_both, search_from, search_to
from graph_api.scoring.unknowns.beyond import unknown_beyond
from graph_api.scoring.walks.scores import walk_pair, walk_scores

Order = Literal["best", "worst", "missing"]


def score_pair(view: GraphSnapshot, a: str, b: str, scoring: Scoring = PRODUCT) -> PairScore:
    """Score both directions of the pair ``a``, ``b``, with bounds and what they rest on.

    Parameters
    ----------
    view
        The graph to read.
    a, b
        Ids of two different actors; forward is from ``a`` to ``b``.
    scoring
        Reading, decay, maturity gate, hop limit.

    Returns
    -------
    PairScore
        Scores in [0, 1]: 0 no path, 1 as strong as can be (ALL_WALKS has its own scale, no paths,
        a ``damping``, and an ``error`` that bounds how far each number may be from the exact sum).
        ``weakest`` are the relations of the smallest effective strength of both best paths
        together (within 1e-12), forward path first.
        ``gated`` are all relations of the view that the gate closes, ``unknown`` those of
        `unknown_beyond` in either direction, both by id. TRUNCATED by HOPS when a better path (or
        the only one) is longer than ``max_hops``; by COST when it could not be settled which
        unknown relations matter.

    Raises
    ------
    UnknownActorError
        If one of the two is not in ``view``.
    BadParameterError
        If the two are one.

    Notes
    -----
    Bounds are exact, because F, R and M rise with every strength: all strengths at their low ends
    and unknown ones at 0, all at their high ends and unknown ones at 1.
    Time: a few searches over the arrows, O(m log m).

    """
    first, last = two_places(view, a, b)
    damping = error = None
    if scoring.reading is Reading.ALL_WALKS:
        forward, reverse, damping, error = _both_walks(view, a, b, scoring)
    else:
        stopping.stage(
            f"the way from {a} to {b} and back was being searched",
            f"正在搜索 {a} 与 {b} 之间往返的路径",
        )
        forward, reverse = _both_ways(view, first, last, scoring)
    truncated_by = forward.truncated_by or reverse.truncated_by
    if Bound.HOPS in (forward.truncated_by, reverse.truncated_by):  # no hash
        truncated_by = Bound.HOPS
    dependence = (
        None if forward.score is None or reverse.score is None else forward.score + reverse.score
    )
    ids = view.actor_ids((first, last))
    return PairScore(
        a=ids[0],
        b=ids[1],
        scoring=scoring,
        forward=forward.score,
        reverse=reverse.score,
        mutual=mutual_score(forward.score, reverse.score),
        dependence=dependence,
        asymmetry=_asymmetry(forward.score, reverse.score),
        bounds=PairBounds(
            Interval(forward.low, forward.high),
            Interval(reverse.low, reverse.high),
            Interval(
                mutual_score(forward.low, reverse.low) or 0.0,
                mutual_score(forward.high, reverse.high) or 0.0,
            ),
        ),
        unknown=tuple(sorted(forward.unknown | reverse.unknown)),
        gated=gated_relations(view, scoring.maturity),
        forward_path=forward.path,
        reverse_path=reverse.path,
        weakest=_weakest(forward, reverse),
        shared_actors=_shared_actors(forward.path, reverse.path),
        damping=damping,
        error=error,
        truncated_by=truncated_by,
        completeness=Completeness.TRUNCATED if truncated_by else Completeness.COMPLETE,
    )


def _asymmetry(forward: float | None, reverse: float | None) -> float | None:
    if forward is None or reverse is None or forward + reverse == 0:
        return None
    return (forward - reverse) / (forward + reverse)


def _weakest(*ways: _OneWay) -> tuple[RelationId, ...]:
    found = [(way.path, way.route.strengths) for way in ways if way.path and way.route]
    numbers = [min(strengths) for _, strengths in found]
    least = min(numbers, default=0.0)
    weakest: dict[RelationId, None] = {}  # a relation may be on both paths
    for (path, strengths), number in zip(found, numbers, strict=True):
        if number == least:
            weakest.update(dict.fromkeys(path.weakest))
        elif number * (1 - TIE) <= least:
            weakest.update(dict.fromkeys(weakest_of(path.relations, strengths, least)))
    return tuple(weakest)


def _shared_actors(forward: Path | None, reverse: Path | None) -> tuple[ActorId, ...]:
    """Give the actors in between that both paths pass, in the order of the forward one."""
    if forward is None or reverse is None:
        return ()
    passed = frozenset(reverse.actors[1:-1])
    return tuple(actor for actor in forward.actors[1:-1] if actor in passed)


@dataclass(frozen=True, slots=True)
class _OneWay:
    """One direction of a pair."""

    score: float | None
    low: float
    high: float
    unknown: frozenset[RelationId]
    route: Route | None = None
    path: Path | None = None
    truncated_by: Bound | None = None


def _both_walks(
    view: GraphSnapshot, a: str, b: str, scoring: Scoring
) -> tuple[_OneWay, _OneWay, float, float]:
    pair = walk_pair(view, a, b, scoring)
    unknown = frozenset(pair.unknown)
    forward, reverse = (
        _OneWay(score, pair.low[way], pair.high[way], unknown)
        for way, score in enumerate((pair.forward, pair.reverse))
    )
    return forward, reverse, pair.damping, pair.error


def _both_ways(view: GraphSnapshot, a: int, b: int, scoring: Scoring) -> tuple[_OneWay, _OneWay]:
    graphs = carrier_graphs(view, scoring.maturity)
    there, back = search_both(graphs.point, a, b, scoring)
    return (
        _one_way(view, graphs, there, a, b, scoring),
        _one_way(view, graphs, back, b, a, scoring),
    )


def _one_way(  # noqa: PLR0913, PLR0917  # a pair on its graphs, and what was found on one
    view: GraphSnapshot, graphs: Carriers, known: Search, start: int, end: int, scoring: Scoring
) -> _OneWay:
    route = known.route(end)
    path = as_path(view, route, scoring) if route else None
    score: float | None = path.score if path else 0.0
    low = high = score or 0.0
    unknown: frozenset[RelationId] = frozenset()
    truncated_by = None
    if not graphs.are_one:
        searches = {
            graph: known if graph is graphs.point else search_from(graph, start, scoring, end)
            for graph in graphs
        }
        if route is None and searches[graphs.hoped].reaches(end):
            score = None
        low, high = searches[graphs.low].score(end), searches[graphs.high].score(end)
        if score is not None:  # the tie rule may print a hair less than the best
            low, high = min(low, score), max(high, score)
        beyond = unknown_beyond(view, start, end, scoring, known.best(end))
        unknown = frozenset(view.relation_ids([*beyond.relations]))
        truncated_by = None if beyond.complete else Bound.COST
    if _hides_longer(view, start, end, scoring, known.best(end)):
        truncated_by = Bound.HOPS
    return _OneWay(
        score=score,
        route=route,
        path=path,
        low=low,
        high=high,
        unknown=unknown,
        truncated_by=truncated_by,
    )


def _hides_longer(
    view: GraphSnapshot, start: int, end: int, scoring: Scoring, present: float
) -> bool:
    """Tell whether a longer path than ``max_hops`` allows is better, or is the only one."""
    if scoring.max_hops is None or scoring.max_hops >= len(view.actors) - 1:
        return False
    free = Scoring(scoring.reading, scoring.decay, scoring.maturity)
    known = search_from(carrier_graph(view, Assumption.POINT, scoring.maturity), start, free, end)
    if known.reaches(end):
        return known.best(end) > present * (1 + TIE)
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    return search_from(hoped, start, free, end).reaches(end) and not search_from(
        hoped, start, scoring, end
    ).reaches(end)


def rank_pairs(
    view: GraphSnapshot,
    between: Sequence[str],
    other: Sequence[str],
    scoring: Scoring = PRODUCT,
    *,
    order: Order = "best",
) -> PairRanking:
    """Rank the unordered pairs of two groups by their mutual score.

    Parameters
    ----------
    view
        The graph to read.
    between, other
        Ids of the two groups, which may overlap. Each pair of two different actors counts once;
        ``a`` is of ``between``, and the smaller id where both are of both.
    scoring
        As for `score_pair`, whose numbers these are.
    order
        ``best``: all pairs, greatest mutual score first, unknown ones (None) last. ``worst``: only
        those above 0, smallest first. ``missing``: only those that lack a direction (F or R is 0).
        Scores within 1e-12 (relative) of the first one left are tied and stand by ids.

    Returns
    -------
    PairRanking
        All rows in this order; ``disconnected`` counts the pairs of the two groups whose mutual
        score is 0.

    Raises
    ------
    UnknownActorError
        If a group names an actor that is not in ``view``.

    Notes
    -----
    Time: two searches per member of the smaller group.

    """
    rows = _rows(view, between, other, scoring)
    disconnected = sum(row.mutual == 0 for row in rows)
    if order == "missing":
        rows = [row for row in rows if row.mutual == 0]
    elif order == "worst":
        rows = [row for row in rows if row.mutual]
    return PairRanking(in_order(rows, greatest_first=order != "worst"), disconnected)


def _rows(
    view: GraphSnapshot, between: Sequence[str], other: Sequence[str], scoring: Scoring
) -> list[PairRow]:
    pairs = _oriented(view, between, other)
    ids = [(view.actors[a].id, view.actors[b].id) for a, b in pairs]
    if scoring.reading is Reading.ALL_WALKS:
        scores = walk_scores(view, ids, scoring)
    else:
        score = _scorer(view, pairs, scoring)
        scores = [(score(a, b), score(b, a)) for a, b in pairs]
    return [
        PairRow(a, b, forward, reverse, mutual_score(forward, reverse))
        for (a, b), (forward, reverse) in zip(ids, scores, strict=True)
    ]


def _oriented(
    view: GraphSnapshot, between: Sequence[str], other: Sequence[str]
) -> list[tuple[int, int]]:
    """Give each unordered pair once, as places, the same whatever the order of the groups."""
    first = dict.fromkeys(view.place(actor) for actor in between)
    second = dict.fromkeys(view.place(actor) for actor in other)
    shared = first.keys() & second.keys()
    return [
        (a, b)
        for a in first
        for b in second
        if a != b and not (a in shared and b in shared and view.actors[a].id > view.actors[b].id)
    ]


Scorer = Callable[[int, int], float | None]


def _scorer(view: GraphSnapshot, pairs: Sequence[tuple[int, int]], scoring: Scoring) -> Scorer:
    """Give a function that scores one direction, searching once per member of the smaller group."""
    hubs = min(({a for a, _ in pairs}, {b for _, b in pairs}), key=len)
    known = carrier_graph(view, Assumption.POINT, scoring.maturity)
    hoped = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    searches: dict[tuple[int, bool, bool], Search] = {}

    def search(hub: int, *, ahead: bool, hope: bool) -> Search:
        found = searches.get((hub, ahead, hope))
        if found is None:
            stopping.stage(
                f"{len(searches)} searches for {len(hubs)} actors of the smaller group were done",
                f"较小一组的 {len(hubs)} 个行动者已完成 {len(searches)} 次搜索",
            )
            graph = hoped if hope else known
            found = (search_from if ahead else search_to)(graph, hub, scoring)
            searches[hub, ahead, hope] = found
        return found

    def score(start: int, end: int) -> float | None:
        ahead = start in hubs
        hub, place = (start, end) if ahead else (end, start)
        one = search(hub, ahead=ahead, hope=False)
        if one.reaches(place) or hoped is known:
            return one.score(place)
        return None if search(hub, ahead=ahead, hope=True).reaches(place) else 0.0

    return score
