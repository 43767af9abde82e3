"""Numbers that callers give: refused with their name where they cannot be meant."""

from __future__ import annotations

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
