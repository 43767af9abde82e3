"""The damping of the reading ALL_WALKS: certified, and the same however strong relations are.

For U, the graph of every ordered pair that has an empowerment relation in any variant, and any
x > 0 the number b = max (Ux)_i / x_i bounds how fast the number of walks grows (Collatz 1942,
Wielandt 1950). No strength is above 1, so no W grows faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Context, Decimal
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.domain.support import Support
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping

SHARE = 0.85
"""How close the damping comes to where the sum over all walks has no end."""

STEPS = 50
"""Steps towards the bound on the damping; any number gives a bound that holds."""

DIGITS = 4
"""Significant digits of the damping, so that it can be copied from one answer into a question."""

Ends = NDArray[np.int32]


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
    bound = growth_of(view)
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


def growth_of(view: GraphSnapshot) -> float:
    """Give b for a view, once per view; a what-if that adds no pair shares that of its base.

    Time: 50 products with U, 0.9 s of CPU for 8 million pairs.
    """
    found = _BOUNDS.get(view)
    if found is None:
        support = view.support
        if isinstance(support, Support):
            base = _same_pairs(view, support)
            # Those of the view itself are among the support of a large scenario.
            found = growth_of(base) if base else _bound(*support.arrays(), support.size)
        else:
            own = view.carries & (view.from_index != view.to_index)
            start, end = view.from_index[own].tolist(), view.to_index[own].tolist()
            ids = [actor.id for actor in view.actors]
            pairs = {(ids[a], ids[b]) for a, b in zip(start, end, strict=True)}
            found = growth_bound(sorted(pairs.union(p for p in support if p[0] != p[1])))
        _BOUNDS[view] = found
    return found


def _same_pairs(view: GraphSnapshot, support: Support) -> GraphSnapshot | None:
    """Give the base of a view if both have the same pairs, told from where they differ."""
    base = view.base
    if base is None or not isinstance(base.support, Support):
        return None
    other = base.support
    if other.table is not support.table:
        return None
    relations = (support.table.at(place) for place in support.gone ^ other.gone)
    differing = {(relation.from_id, relation.to_id) for relation in relations}
    differing |= support.added ^ other.added
    return base if all((pair in support) == (pair in other) for pair in differing) else None


def growth_bound(pairs: Sequence[tuple[ActorId, ActorId]]) -> float:
    """Give a number that the spectral radius of a graph of ordered pairs does not exceed.

    In the order of ids, so that the order of the author changes no digit.
    """
    ids = sorted({actor for pair in pairs for actor in pair})
    places = {actor: place for place, actor in enumerate(ids)}
    start = np.array([places[start] for start, _ in pairs], dtype=np.int32)
    end = np.array([places[end] for _, end in pairs], dtype=np.int32)
    return _bound(start, end, len(ids))


def _bound(start: Ends, end: Ends, size: int) -> float:
    """Step towards the eigenvector of U, and see what it shows; each pair is given once."""
    # Slow to import, and only this reading needs it.
    from scipy.sparse import csr_array  # noqa: PLC0415

    apart = start != end
    ones = np.ones(int(apart.sum()))
    matrix = csr_array((ones, (start[apart], end[apart])), shape=(size, size))
    x = np.ones(size)
    with stopping.aside("how fast walks multiply was being bounded", "正在估计通路增长的上界"):
        for step in range(STEPS):
            stopping.tell(f"{step} of {STEPS} steps were done", f"{STEPS} 步已完成 {step} 步")
            x = matrix @ x + x
            x /= x.max(initial=1.0)
    grown = np.asarray(matrix @ x)
    return float(np.divide(grown, x, out=np.zeros_like(x), where=grown > 0).max(initial=0.0))
