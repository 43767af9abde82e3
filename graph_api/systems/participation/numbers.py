"""The refusal of numbers that no mechanism of participation can mean."""

from __future__ import annotations

import math

from graph_api.errors import BadParameterError


def require_from_zero(name: str, value: float, high: float = math.inf) -> None:
    """Refuse what is not a finite number from 0 on, or from 0 to 1 where ``high`` is 1.

    Raises
    ------
    BadParameterError
        If it is none; it names the number.

    """
    if not (0 <= value <= high and math.isfinite(value)):
        raise BadParameterError(
            f"{name} must be a finite number from 0{' to 1' if high == 1 else ''}, not {value}.",
            f"{name} 必须是{'0 至 1 之间' if high == 1 else '不小于 0'}的有限数，不能是 {value}。",
            parameter=name,
        )
