"""The reading ALL_WALKS: all walks from one actor to another together, longer ones damped.

N = (I - cW)^-1 = I + cW + (cW)^2 + ...; the score from a to b is N_ab (docs/reference/scores.md). W
holds one entry per ordered pair: its strongest relation that passes the gate. The damping c hangs
on which relations the scenario has in any variant, and on no strength, so that N rises with each.
A small graph is factorised (`walk_factors`), of a large one the walks are added up by length
(`walk_series`); either way the error is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from graph_api.domain import GraphSnapshot, RelationId
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption
from graph_api.scoring.results import Scoring
from graph_api.scoring.unknowns.beyond import unknown_relations
from graph_api.scoring.walks.bounds import damping_of
from graph_api.scoring.walks.factors import Factored
from graph_api.scoring.walks.reach import reach_of
from graph_api.scoring.walks.series import Series
from graph_api.scoring.walks.system import Arrows, Numbers, Places, Sums, arcs_of, system_of

MOST_FACTORED_ACTORS = 1_000
"""Up to here a graph is factorised, in 0.08 s at worst (random ties): nothing can stop it before.
Of 2,000 actors it can take 0.3 s, for which a service would be deaf to everybody."""

MOST_FACTORED_ARROWS = 20_000
"""The same for arrows."""

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WalkPair:
    """Both directions of one pair over all walks, with exact bounds.

    ``forward`` and ``reverse`` are the point values: 0 without a walk, None where the only walks go
    over unknown relations. ``low`` and ``high`` hold (forward, reverse) with all strengths at their
    lower and upper ends. ``error`` bounds how far each of these numbers may be from the sum over
    all walks that it stands for. ``unknown`` are the unknown relations that lie on a walk and could
    make it stronger, by id.
    """

    forward: float | None
    reverse: float | None
    low: tuple[float, float]
    high: tuple[float, float]
    damping: float
    error: float
    unknown: tuple[RelationId, ...] = ()


def walk_pair(view: GraphSnapshot, a: str, b: str, scoring: Scoring) -> WalkPair:
    """Score one pair over all walks.

    Raises
    ------
    UnknownActorError
        If the view has no such actor.
    BadParameterError
        If the damping asked for is so large that the sum need not have an end.

    """
    pairs = _both_ways([(view.place(a), view.place(b))])
    damping = damping_of(view, scoring.damping)
    found: dict[Factored | Series, Sums] = {}  # where nothing is uncertain, all three are one
    by_assumption = []
    for assumption in (Assumption.POINT, Assumption.LOW, Assumption.HIGH):
        solver = walk_sums(view, scoring, assumption)
        if solver not in found:
            stopping.stage(
                f"the walks between {a} and {b} were being added up",
                f"正在累加 {a} 与 {b} 之间的通路",
            )
            found[solver] = solver.sums(*pairs)
        by_assumption.append(found[solver])
    point, low, high = by_assumption
    forward, reverse = _known(view, scoring, pairs, point)
    return WalkPair(
        forward,
        reverse,
        _two(low),
        _two(high),
        damping,
        max(float(sums.error.max()) for sums in (point, low, high)),
        _unknown_between(view, scoring, view.place(a), view.place(b)),
    )


def walk_scores(
    view: GraphSnapshot, pairs: Iterable[tuple[str, str]], scoring: Scoring
) -> list[tuple[float | None, float | None]]:
    """Give forward and reverse point values of many pairs, the same as `walk_pair` gives.

    Of a large graph they are the same within the error of each.

    Notes
    -----
    Time: for a small graph one factorisation, then a solution per actor that occurs; for a large
    one a sum per actor of the smaller side (0.03 s with 800,000 arrows).

    """
    both = _both_ways([(view.place(a), view.place(b)) for a, b in pairs])
    solver = walk_sums(view, scoring)
    stopping.stage(
        f"the walks of {both[0].size // 2} pairs were being added up",
        f"正在累加 {both[0].size // 2} 对之间的通路",
    )
    found = _known(view, scoring, both, solver.sums(*both))
    return list(zip(found[::2], found[1::2], strict=True))


_KEPT: WeakKeyDictionary[Arrows, dict[float, Factored | Series]] = WeakKeyDictionary()


def walk_sums(
    view: GraphSnapshot, scoring: Scoring, assumption: Assumption = Assumption.POINT
) -> Factored | Series:
    """Give what sums over the walks of a view, once per graph and damping.

    Raises
    ------
    BadParameterError
        If the damping asked for is too large.

    """
    graph: Arrows = carrier_graph(view, assumption, scoring.maturity)
    damping = damping_of(view, scoring.damping)
    of_graph = _KEPT.setdefault(graph, {})
    if damping not in of_graph:
        with stopping.aside("sums over all walks were being made ready", "正在准备通路求和"):
            system = system_of(graph, damping)
            small = system.size <= MOST_FACTORED_ACTORS
            small &= system.share.size <= MOST_FACTORED_ARROWS
            of_graph[damping] = Factored(system) if small else Series(system)
    return of_graph[damping]


def _both_ways(pairs: Sequence[Pair]) -> tuple[Places, Places]:
    """Give starts and ends of all pairs, each pair followed by its reverse."""
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return ends.ravel(), ends[:, ::-1].ravel()


def _two(sums: Sums) -> tuple[float, float]:
    forward, reverse = sums.value.tolist()
    return forward, reverse


def _known(
    view: GraphSnapshot, scoring: Scoring, pairs: tuple[Places, Places], sums: Sums
) -> list[float | None]:
    """Give the values, with None in place of 0 where a walk over unknown relations may be there."""
    values: list[float | None] = sums.value.tolist()
    known: Arrows = carrier_graph(view, maturity=scoring.maturity)
    hope: Arrows = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    if hope is known:
        return values
    missing: dict[int, list[int]] = {}
    for place in np.flatnonzero(sums.value == 0).tolist():
        missing.setdefault(int(pairs[0][place]), []).append(place)
    for start, places in missing.items():
        hoped, there = reach_of(hope).within(start), reach_of(known).within(start)
        for place in places:
            end = pairs[1][place]
            if hoped[end] and not there[end]:
                values[place] = None
    return values


def _unknown_between(
    view: GraphSnapshot, scoring: Scoring, a: int, b: int
) -> tuple[RelationId, ...]:
    unknown = unknown_relations(view, scoring.maturity)
    if not unknown:
        return ()
    hope: Arrows = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    after_a, after_b = (reach_of(hope).within(end) for end in (a, b))
    before_a, before_b = (reach_of(hope).within(end, ahead=False) for end in (a, b))
    places = np.array([place for place, _ in unknown], dtype=np.int64)
    most = np.array([strength for _, strength in unknown])
    start = view.from_index[places].astype(np.int64)
    end = view.to_index[places].astype(np.int64)
    between = (after_a[start] & before_b[end]) | (after_b[start] & before_a[end])
    twins = _strengths_of(carrier_graph(view, maturity=scoring.maturity), start, end)
    found = places[between & (twins < most)].tolist()
    return tuple(sorted(view.relations[place].id for place in found))


def _strengths_of(graph: Arrows, start: Places, end: Places) -> Numbers:
    """Give the strength of the arrow of each ordered pair, 0 where there is none."""
    from_all, to_all, strength = arcs_of(graph)
    keys = from_all * graph.size + to_all
    order = np.argsort(keys, kind="stable")  # they mostly are in order
    wanted = start * graph.size + end
    where = np.searchsorted(keys, wanted, sorter=order)
    where = order[np.minimum(where, keys.size - 1)] if keys.size else np.zeros(0, np.int64)
    found = np.zeros(wanted.size)
    if keys.size:
        there = keys[where] == wanted
        found[there] = strength[where[there]]
    return found
