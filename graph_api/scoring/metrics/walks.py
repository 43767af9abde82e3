"""Metrics over all walks: PageRank, Katz's status, Bonacich's power.

All three are a sum over walks, (I - M)^-1 v, and are solved as that. networkx stops PageRank at an
error of a millionth an actor and scales Katz to length 1, which hides how much status there is;
Bonacich's power it has not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import Asked, Found, Numbers
from graph_api.scoring.metrics.ties import Ties

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_DENSE = 2_000
"""Up to so many actors the system is solved at once where a sum would take long."""

SLOW = 0.9
"""Above this growth from step to step a sum takes hundreds of steps."""

MOST_CANCELLED = 1e4
"""Terms may be so many times as large as their sum: some 12 digits of it are then left."""

SHARE = 0.85
"""Of the largest attenuation that a graph allows, the share taken where none is said."""


def pagerank(asked: Asked) -> Found:
    """Give where a walk is found that follows ties by strength, and now and then starts anew."""
    ties, alpha = asked.ties, asked.parameters["alpha"]
    if not ties.size:
        return Found(np.zeros(0))
    given = np.bincount(ties.start, ties.strength, ties.size)
    moves = ties.matrix(ties.strength / given[ties.start])
    visited = summed((alpha * moves.T).tocsr(), np.ones(ties.size), alpha, "alpha")
    return Found(visited / visited.sum())


def katz(asked: Asked) -> Found:
    """Give the status that reaches each actor over walks of every length."""
    ties = asked.ties
    limit = largest_attenuation(ties)
    alpha = asked.parameters.get("alpha")
    if alpha is None:
        alpha = min(0.1, _four_digits(SHARE * limit))
    _require_below(alpha, limit, "alpha")
    matrix = ties.matrix().T.tocsr()
    status = summed(
        alpha * matrix, alpha * (matrix @ np.ones(ties.size)), _share(alpha, limit), "alpha"
    )
    return Found(status, used={"alpha": alpha})


def bonacich_power(asked: Asked) -> Found:
    """Give power that comes from being tied to the powerful (beta > 0) or the powerless (< 0)."""
    ties, beta = asked.ties, asked.parameters["beta"]
    limit = largest_attenuation(ties)
    _require_below(beta, limit, "beta")
    matrix = ties.matrix()
    power = summed(beta * matrix, matrix @ np.ones(ties.size), _share(beta, limit), "beta")
    largest = float(np.max(np.abs(power), initial=0))
    if largest == 0:
        return Found(np.full(ties.size, np.nan))
    power /= largest  # its square could leave float64
    return Found(power * math.sqrt(ties.size / float(np.sum(power**2))))


def summed(matrix: csr_array, vector: Numbers, ratio: float, name: str) -> Numbers:
    """Give the sum of M^k v over all k >= 0, where ``ratio`` < 1 bounds the growth of M.

    Raises
    ------
    BadParameterError
        If the sum leaves float64, or terms of different signs cancel so that hardly a digit of it
        is left; ``name`` is the parameter that does it.

    """
    alternates = bool(matrix.nnz) and float(matrix.min()) < 0
    if len(vector) <= MOST_DENSE and (alternates or ratio > SLOW):
        return _solved(matrix, vector, name)
    total, term = vector.copy(), vector
    size = np.abs(vector)
    # A term this small beside what came before it, for each actor: so are all that follow.
    while (np.abs(term) > np.finfo(np.float64).eps * size).any():
        stopping.check()
        with np.errstate(over="ignore", invalid="ignore"):
            term = matrix @ term
            total += term
            size += np.abs(term)
        if not np.isfinite(size).all():
            raise _too_much(name)
    # Rounding is of the terms, not of what they leave.
    if np.max(size, initial=0) > MOST_CANCELLED * np.max(np.abs(total), initial=0):
        raise _too_much(name)
    return total


def _solved(matrix: csr_array, vector: Numbers, name: str) -> Numbers:
    stopping.check()
    found = np.linalg.solve(np.eye(len(vector)) - matrix.toarray(), vector)
    if not np.isfinite(found).all():
        raise _too_much(name)
    # Where no walk leads the sum is 0, not what rounding leaves of it.
    touched, step = vector != 0, abs(matrix)
    while True:
        more = touched | (step @ touched.astype(np.float64) > 0)
        if (more == touched).all():
            return np.where(touched, found, 0.0)
        touched = more


def largest_attenuation(ties: Ties) -> float:
    """Give what an attenuation must stay below: 1 / the largest eigenvalue; infinite for no cycle.

    A bound that is never too large: the eigenvalue is bounded from above (Collatz 1942, Wielandt
    1950), within each part whose actors all reach one another.
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  # slow to load

    matrix = ties.matrix()
    count, part = connected_components(matrix, directed=True, connection="strong")
    inside = part[ties.start] == part[ties.end]
    if not inside.any():
        return math.inf
    kept = ties.matrix(np.where(inside, ties.strength, 0.0))
    # A shift makes every part primitive, so that the bounds close in; parts do not touch.
    shift = float(kept.sum(axis=1).max()) / 2
    vector = np.ones(ties.size)
    for step in range(20_000):
        stopping.check()
        grown = kept @ vector + shift * vector
        growth = grown / vector
        high = np.zeros(count)
        low = np.full(count, np.inf)
        np.maximum.at(high, part, growth)
        np.minimum.at(low, part, growth)
        first = int(np.argmax(high))
        if step and high[first] - low[first] <= 1e-13 * high[first]:
            break
        largest = np.zeros(count)
        np.maximum.at(largest, part, grown)
        vector = grown / largest[part]
        # Where a part is far from its limit an entry may vanish in float64; it must stay positive.
        vector = np.maximum(vector, 1e-290)
    return 1 / (float(high.max()) - shift)


def _share(attenuation: float, limit: float) -> float:
    return min(abs(attenuation) / limit, 1 - 1e-9)


def _four_digits(value: float) -> float:
    """Round down to four digits, so that a default can be read and said again."""
    if not math.isfinite(value):
        return value
    step = 10.0 ** (math.floor(math.log10(value)) - 3)
    return float(f"{math.floor(value / step) * step:.4g}")


def _require_below(value: float, limit: float, name: str) -> None:
    # Within a millionth of the limit only rounding is left to tell the one side from the other.
    if abs(value) < limit * (1 - 1e-6):
        return
    raise BadParameterError(
        f"{name} = {value:g} is too large for this graph: the sum over walks has a value only for"
        f" |{name}| below 1 / (largest eigenvalue) = {limit:.6g}; what the formula"
        f" gives beyond it is no such sum. Take a smaller one.",
        f"{name} = {value:g} 对此图过大：只有当 |{name}| 小于 1／最大特征值 = {limit:.6g} 时，"
        f"对全部通路的求和才有值；超过后公式给出的数并不是这样的和。请取较小的值。",
        parameter=name,
        limit=limit,
    )


def _too_much(name: str) -> BadParameterError:
    return BadParameterError(
        f"With this {name} the sum over walks has no number that a computer could hold or get"
        f" right: longer walks count far more than shorter ones. Take a smaller |{name}|.",
        f"取此 {name} 时，较长通路的分量远大于较短者，对全部通路的求和超出可表示或可算准的范围。"
        f"请取绝对值较小的 {name}。",
        parameter=name,
    )
