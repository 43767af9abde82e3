"""Numbers that callers give: refused with their name where they cannot be meant."""

from __future__ import annotations

import math

from graph_api.errors import BadParameterError

EDGE = 1e-12
"""Two strengths that differ by no more are equal: 0.1 + 0.2 is 0.3."""


def require_share(name: str, value: float) -> float:
    """Give ``value`` if it lies in [0, 1].

    Raises
    ------
    BadParameterError
        If it does not; NaN does not.

    """
    if not 0 <= value <= 1:
        raise BadParameterError(
            f"{name} must lie in [0, 1], not {value}; a score of a scale is divided by its range"
            " first.",
            f"{name} 必须在 [0, 1] 之内，不能是 {value}；量表得分请先按量程换算。",
            parameter=name,
        )
    return float(value)


def require_whole(name: str, value: float, low: int, high: int) -> int:
    """Give ``value`` as a whole number if it is one from ``low`` to ``high``.

    Raises
    ------
    BadParameterError
        If it is not.

    """
    if not math.isfinite(value) or value != int(value) or not low <= value <= high:
        raise BadParameterError(
            f"{name} must be a whole number from {low} to {high}, not {value}.",
            f"{name} 必须是 {low} 至 {high} 之间的整数，不能是 {value}。",
            parameter=name,
        )
    return int(value)
