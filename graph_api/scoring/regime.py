"""How strong state and society are, by what each has to act with (docs/reference/scores.md)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.actor_columns import assessed_actors, stateness_of
from graph_api.scoring.exact_sums import exact_sum
from graph_api.scoring.results import Quadrant, Regime, RegimeBasis

BORDER = 0.05
"""A side this close to the threshold could as well stand on its other side."""

ROUNDING = 1e-12
"""A mean of decimal numbers may miss a decimal threshold by less than this."""

Weighed = tuple[float, float]
"""The stateness of an actor, and a number in [0, 1] that counts for it."""

_QUADRANTS = {
    (False, False): Quadrant.WEAK_WEAK,
    (True, False): Quadrant.STRONG_WEAK,
    (False, True): Quadrant.WEAK_STRONG,
    (True, True): Quadrant.STRONG_STRONG,
}


def regime(
    view: GraphSnapshot, threshold: float = 0.5, by: RegimeBasis = RegimeBasis.RELATIONS
) -> Regime:
    """Tell how strong state and society are, and which of the four quadrants they make.

    The state's strength is the mean strength of the empowerment relations of known strength (loops
    included), each weighed by the stateness of the actor that it reaches; society's the same mean,
    weighed by 1 - stateness. By CAPABILITY the means are those of the known indexes of the actors.

    Parameters
    ----------
    view
        The graph to read.
    threshold
        In [0, 1]: a side is strong from here on, this value included.
    by
        Relations, or capability of the actors.

    Returns
    -------
    Regime
        ``state`` and ``society`` in [0, 1]: 0 nothing to act with, 1 all relations as strong as can
        be; None where nothing counts for a side, and then ``quadrant`` is None too. ``borderline``
        when a side lies within 0.05 of the threshold, this distance included.

    Raises
    ------
    BadParameterError
        If the threshold is not in [0, 1].

    Notes
    -----
    Source: the quadrants are those of essay 4 (L193, L207, L219), which gives no formula.

    """
    if not 0 <= threshold <= 1:
        raise BadParameterError(
            f"threshold must lie in [0, 1], not {threshold!r}: it is compared with mean strengths.",
            f"threshold 必须在 [0, 1] 之内，不能是 {threshold!r}：它要与平均强度相比较。",
            parameter="threshold",
        )
    stopping.stage("state and society were being weighed", "正在衡量国家与社会两侧")
    weighed = _relations(view) if by is RegimeBasis.RELATIONS else _capabilities(view)
    state, society = sides_of(*weighed)
    quadrant = None
    if state is not None and society is not None:
        strong = (state >= threshold - ROUNDING, society >= threshold - ROUNDING)
        quadrant = _QUADRANTS[strong]
    borderline = any(
        abs(side - threshold) <= BORDER + ROUNDING for side in (state, society) if side is not None
    )
    return Regime(state, society, quadrant, borderline, threshold, by)


def two_sides(weighed: Iterable[Weighed]) -> tuple[float | None, float | None]:
    """Give the mean for the state and the mean for society; None where nothing has weight.

    Examples
    --------
    >>> two_sides([(1, 0.25), (0.5, 0.5), (0.5, 1)])
    (0.5, 0.75)

    """
    return sides_of(*_arrays(weighed))


def sides_of(
    stateness: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[float | None, float | None]:
    """Give the same of arrays: shape (m,), both in [0, 1]."""
    return _mean(stateness, values), _mean(1 - stateness, values)


def _mean(weights: NDArray[np.float64], values: NDArray[np.float64]) -> float | None:
    weight = exact_sum(weights)
    return None if weight == 0 else exact_sum(weights * values) / weight


def _relations(view: GraphSnapshot) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    kept = np.flatnonzero(view.carries & ~np.isnan(view.point))
    return stateness_of(view)[view.to_index[kept]], view.point[kept]


def _capabilities(view: GraphSnapshot) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    indexes = ((actor.stateness, actor.capability.index()) for actor in assessed_actors(view))
    return _arrays((stateness, index) for stateness, index in indexes if index is not None)


def _arrays(weighed: Iterable[Weighed]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = np.array(list(weighed), np.float64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]
