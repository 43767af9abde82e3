"""The best path, and the k best, from one actor to another."""

from __future__ import annotations

from collections.abc import Sequence

from graph_api.domain import GraphSnapshot, RelationId
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.results import (
    PRODUCT,
    Bound,
    Completeness,
    Path,
    PathRanking,
    Scoring,
)
from graph_api.scoring.searches.kernels import TIE
from graph_api.scoring.searches.loopless import ranked_routes
from graph_api.scoring.searches.search import Route, require_paths


def best_paths(
    view: GraphSnapshot, start: str, end: str, count: int = 3, scoring: Scoring = PRODUCT
) -> PathRanking:
    """Rank the best loopless paths from ``start`` to ``end``, best first.

    A path is a list of actors that takes the strongest parallel relation between any two of them
    (within 1e-12: the smallest id), so parallel relations do not make two paths. Unknown relations
    carry none. Paths within 1e-12 (relative) of the best that is left are tied: fewest hops first
    (for WEAKEST then the greater product), then the smallest list of actor ids.

    Parameters
    ----------
    view
        The graph to read.
    start, end
        Ids of two different actors.
    count
        How many paths at most; at least 1.
    scoring
        PRODUCT or WEAKEST, with decay, maturity gate, hop limit.

    Returns
    -------
    PathRanking
        TRUNCATED by COUNT when there are more paths under the hop limit; by HOPS when those are
        all, but longer ones exist.

    Raises
    ------
    UnknownActorError
        If one of the two is not in ``view``.
    BadParameterError
        If the two are one, ``count`` is below 1, or the reading is ALL_WALKS.

    Examples
    --------
    >>> from graph_api.domain import *
    >>> shared = (Label(), "resident", Level.GROUP, Sphere.SOCIETY, 0)
    >>> actors = [Actor(ActorId(name), *shared) for name in "ab"]
    >>> tie = Relation(RelationId("r1"), ActorId("a"), ActorId("b"), strength=Strength.exactly(0.5))
    >>> best_paths(snapshot(ViewKey("s", 1), actors, [tie]), "a", "b").paths
    (Path(score=0.5, actors=('a', 'b'), relations=('r1',), weakest=('r1',)),)

    """
    first, last = two_places(view, start, end)
    require_paths(scoring)
    if count < 1:
        raise BadParameterError(
            f"count must be at least 1, not {count}: it says how many paths to list.",
            f"count 至少为 1，不能是 {count}：它表示列出多少条路径。",
            parameter="count",
        )
    graph = carrier_graph(view, maturity=scoring.maturity)
    stopping.stage(
        f"the {count} best paths from {start} to {end} were being searched",
        f"正在搜索 {start} 到 {end} 的前 {count} 条最佳路径",
    )
    found = list(ranked_routes(graph, first, last, scoring, count + 1))
    paths = tuple(as_path(view, route, scoring) for route in found[:count])
    if len(found) > count:
        return PathRanking(paths, Completeness.TRUNCATED, Bound.COUNT)
    if scoring.max_hops is not None:
        unlimited = Scoring(scoring.reading, scoring.decay, scoring.maturity)
        every = ranked_routes(graph, first, last, unlimited, len(found) + 1)
        # The paths within the limit are all known: one more of any length is a longer one.
        if len(list(every)) > len(found):
            return PathRanking(paths, Completeness.TRUNCATED, Bound.HOPS)
    return PathRanking(paths, Completeness.COMPLETE)


def two_places(view: GraphSnapshot, a: str, b: str) -> tuple[int, int]:
    """Give the places of two different actors.

    Raises
    ------
    UnknownActorError
        If one of the two is not in ``view``.
    BadParameterError
        If the two are one.

    """
    places = view.place(a), view.place(b)
    if places[0] == places[1]:
        raise BadParameterError(
            f"A score is between two different actors; {a!r} was named twice. What an actor does"
            " for itself stands in its capability and its loops.",
            f"得分是两个不同行动者之间的；“{a}”出现了两次。行动者对自身的充权见其能力与自环关系。",
            parameter="b",
            actor=a,
        )
    return places


def as_path(view: GraphSnapshot, route: Route, scoring: Scoring) -> Path:
    """Give a path by ids, with its printed score and its weakest relations."""
    relations = view.relation_ids(route.relations)
    return Path(
        route.score(scoring),
        view.actor_ids(route.places),
        relations,
        weakest_of(relations, route.strengths, min(route.strengths)),
    )


def weakest_of(
    relations: Sequence[RelationId], strengths: Sequence[float], least: float
) -> tuple[RelationId, ...]:
    """Give those whose strength is tied with the least one, in their order."""
    both = zip(relations, strengths, strict=True)
    return tuple([relation for relation, strength in both if strength * (1 - TIE) <= least])
