"""The reading ALL_WALKS: all walks from one actor to another together, longer ones damped.

N = (I - cW)^-1 = I + cW + (cW)^2 + ...; the score from a to b is N_ab (docs/reference/scores.md). W
holds one entry per ordered pair: its strongest relation that passes the gate. The damping c hangs
on which relations the scenario has in any variant, and on no strength, so that N rises with each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.errors import BadParameterError
from graph_api.scoring.graphs import CarrierGraph, carrier_graph
from graph_api.scoring.results import Scoring
from graph_api.scoring.strengths import Assumption
from graph_api.scoring.trees import NO_ARROW, NOBODY, within_reach
from graph_api.scoring.unknowns import unknown_relations

if TYPE_CHECKING:
    from scipy.sparse.linalg import SuperLU

SHARE = 0.85
"""How close the damping comes to where the sum over all walks has no end."""

STEPS = 50
"""Steps towards the bound on the damping; any number gives a bound that holds."""

DIGITS = 4
"""Significant digits of the damping, so that it can be copied from one answer into a question."""

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WalkPair:
    """Both directions of one pair over all walks, with exact bounds.

    ``forward`` and ``reverse`` are the point values: 0 without a walk, None where the only walks go
    over unknown relations. ``low`` and ``high`` hold (forward, reverse) with all strengths at their
    lower and upper ends. ``unknown`` are the unknown relations that lie on a walk and could make it
    stronger, by id.
    """

    forward: float | None
    reverse: float | None
    low: tuple[float, float]
    high: tuple[float, float]
    damping: float
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
    ends = view.place(a), view.place(b)
    damping = damping_of(view, scoring.damping)
    point, low, high = (
        Walks(carrier_graph(view, assumption, scoring.maturity), damping)
        for assumption in (Assumption.POINT, Assumption.LOW, Assumption.HIGH)
    )
    hope = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    return WalkPair(
        _known(point.score(*ends), hope, *ends),
        _known(point.score(*ends[::-1]), hope, *ends[::-1]),
        (low.score(*ends), low.score(*ends[::-1])),
        (high.score(*ends), high.score(*ends[::-1])),
        damping,
        _unknown_between(view, scoring, *ends),
    )


def walk_scores(
    view: GraphSnapshot, pairs: Iterable[tuple[str, str]], scoring: Scoring
) -> list[tuple[float | None, float | None]]:
    """Give forward and reverse point values of many pairs, the same as `walk_pair` gives.

    Time: one sparse factorisation, then one solution per actor that occurs.
    """
    places = [(view.place(a), view.place(b)) for a, b in pairs]
    walks = Walks(carrier_graph(view, maturity=scoring.maturity), damping_of(view, scoring.damping))
    hope = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    return [
        (_known(walks.score(a, b), hope, a, b), _known(walks.score(b, a), hope, b, a))
        for a, b in places
    ]


class Walks:
    """The sums over all walks in one graph; solved for one actor at a time, and kept.

    The system is factorised without leaving the diagonal. Since no strength is negative, every step
    of a solution then adds numbers of one sign: nothing cancels, and an actor that no walk reaches
    gets exactly 0.
    """

    def __init__(self, graph: CarrierGraph, damping: float) -> None:
        self._rank = np.array(graph.rank, dtype=np.int64)
        self._factors = _factors(graph, damping)
        self._columns: dict[int, Column] = {}

    def score(self, start: int, end: int) -> float:
        """Give N for an ordered pair of places."""
        if end not in self._columns:
            self._columns[end] = self.column(end)
        return float(self._columns[end][start])

    def column(self, end: int) -> Column:
        """Give N from every place to ``end``."""
        return self._solve(end, "N")

    def row(self, start: int) -> Column:
        """Give N from ``start`` to every place."""
        return self._solve(start, "T")

    def _solve(self, place: int, system: str) -> Column:
        unit = np.zeros(len(self._rank))
        unit[self._rank[place]] = 1.0
        solve = cast("Callable[[Column, str], Column]", self._factors.solve)  # stubs lack "T"
        return solve(unit, system)[self._rank]


_FACTORS: WeakKeyDictionary[CarrierGraph, dict[float, SuperLU]] = WeakKeyDictionary()


def _factors(graph: CarrierGraph, damping: float) -> SuperLU:
    """Factorise I - cW, with the actors by id: the order of the author must not change a digit."""
    # Slow to import, and only this reading needs it.
    from scipy.sparse import csc_array, eye_array  # noqa: PLC0415
    from scipy.sparse.linalg import splu  # noqa: PLC0415

    of_graph = _FACTORS.setdefault(graph, {})
    if damping not in of_graph:
        rank = np.array(graph.rank, dtype=np.int64)
        start, end, strength, _ = graph.arrows
        size = (graph.size, graph.size)
        weights = csc_array((strength, (rank[start], rank[end])), shape=size)
        of_graph[damping] = splu(
            csc_array(eye_array(graph.size, format="csc") - damping * weights),
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )
    return of_graph[damping]


def damping_of(view: GraphSnapshot, wanted: float | None = None) -> float:
    """Give the damping c: the one asked for if the sum has an end with it, else a certified one.

    c = 0.85 / max(1, b), rounded down to four significant digits, where b bounds the growth of the
    number of walks (Collatz-Wielandt) in the graph of every ordered pair that has an empowerment
    relation in any variant, filters ignored. A what-if question may add relations that no variant
    has; they count as well, or nothing would be certain.

    Raises
    ------
    BadParameterError
        If c b is not below 1.

    """
    bound = _growth(view)
    if wanted is None:
        exact = Decimal(repr(SHARE / max(1.0, bound)))
        return float(Context(prec=DIGITS, rounding=ROUND_DOWN).plus(exact))
    if wanted * bound >= 1:
        raise BadParameterError(
            f"damping {wanted!r} is too large: with it the sum over all walks need not have an end."
            f" It must stay below {1 / bound:.6g} here; leave it out for {damping_of(view)!r}.",
            f"damping {wanted!r} 过大：全部通路之和可能没有极限。此处须小于 {1 / bound:.6g}；"
            f"不填则取 {damping_of(view)!r}。",
            parameter="damping",
        )
    return wanted


_BOUNDS: WeakKeyDictionary[GraphSnapshot, float] = WeakKeyDictionary()


def _growth(view: GraphSnapshot) -> float:
    """Give b = max (Ux)_i / x_i for an x near the eigenvector of U, once per view."""
    if view not in _BOUNDS:
        own = zip(
            view.from_index[view.carries].tolist(),
            view.to_index[view.carries].tolist(),
            strict=True,
        )
        ids = [actor.id for actor in view.actors]
        pairs = view.support | {(ids[start], ids[end]) for start, end in own}
        _BOUNDS[view] = growth_bound(sorted(pair for pair in pairs if pair[0] != pair[1]))
    return _BOUNDS[view]


def growth_bound(pairs: Sequence[tuple[ActorId, ActorId]]) -> float:
    """Give a number that the spectral radius of a graph of ordered pairs does not exceed.

    Source: Collatz (1942), Wielandt (1950): max (Ux)_i / x_i is such a bound for every x > 0.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415  # as in _factors

    ids = sorted({actor for pair in pairs for actor in pair})
    places = {actor: place for place, actor in enumerate(ids)}
    rows = [places[start] for start, _ in pairs]
    columns = [places[end] for _, end in pairs]
    matrix = csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(ids), len(ids)))
    x = np.ones(len(ids))
    for _ in range(STEPS):
        x = matrix @ x + x
        x /= x.max(initial=1.0)
    grown = np.asarray(matrix @ x)
    return float(np.divide(grown, x, out=np.zeros_like(x), where=grown > 0).max(initial=0.0))


def _known(score: float, hope: CarrierGraph, start: int, end: int) -> float | None:
    """Give None in place of 0 where a walk over unknown relations may be there."""
    if score > 0 or end not in within_reach(hope.out, start, None, NOBODY, NO_ARROW):
        return score
    return None


def _unknown_between(
    view: GraphSnapshot, scoring: Scoring, a: int, b: int
) -> tuple[RelationId, ...]:
    known = carrier_graph(view, maturity=scoring.maturity)
    hope = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    after_a, after_b = (within_reach(hope.out, end, None, NOBODY, NO_ARROW) for end in (a, b))
    before_a, before_b = (within_reach(hope.back, end, None, NOBODY, NO_ARROW) for end in (a, b))
    found = []
    for place, most in unknown_relations(view, scoring.maturity):
        start, end = int(view.from_index[place]), int(view.to_index[place])
        between = (start in after_a and end in before_b) or (start in after_b and end in before_a)
        twin = known.arrow(start, end)
        if between and (twin is None or twin[1] < most):
            found.append(view.relations[place].id)
    return tuple(sorted(found))
