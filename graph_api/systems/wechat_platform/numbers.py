"""Numbers that may be unknown, and the refusal of those that make no sense."""

from __future__ import annotations

import math
from collections.abc import Iterable

from graph_api.errors import BadParameterError


def product(numbers: Iterable[float | None]) -> float | None:
    """Multiply: 0 if one is 0, whatever the others; else None if one is unknown.

    Examples
    --------
    >>> product([0.5, 0.5]), product([None, 0.0]), product([None, 0.5])
    (0.25, 0.0, None)

    """
    given = list(numbers)
    if 0 in given:
        return 0.0
    known = [item for item in given if item is not None]
    return math.prod(known) if len(known) == len(given) else None


def require_within(name: str, value: float | None, low: float, high: float) -> None:
    """Refuse a number outside [low, high]; NaN is outside, None passes.

    Raises
    ------
    BadParameterError
        If the number is not in the range; it names the number.

    """
    if value is not None and not low <= value <= high:
        raise BadParameterError(
            f"{name} must lie in [{low:g}, {high:g}], not {value}.",
            f"{name} 必须在 [{low:g}, {high:g}] 之内，不能是 {value}。",
            parameter=name,
        )


def require_count(name: str, value: float, low: int, high: int) -> None:
    """Refuse what is not a whole number from ``low`` to ``high``.

    Raises
    ------
    BadParameterError
        If it is none; it names the number.

    """
    if not low <= value <= high or value != int(value):
        raise BadParameterError(
            f"{name} must be a whole number from {low} to {high}, not {value}.",
            f"{name} 必须是 {low} 至 {high} 的整数，不能是 {value}。",
            parameter=name,
        )


def missing(name: str, en: str, zh: str) -> BadParameterError:
    """Give the error that a number is needed which nobody has said.

    Examples
    --------
    >>> missing("coverage", "the share of residents covered", "覆盖比例").details["parameter"]
    'coverage'

    """
    return BadParameterError(
        f"Nobody has said {en} ({name}); give one: the argument, or set_parameter.",
        f"没有给定{zh}（{name}）；请给出一个：用参数，或 set_parameter。",
        parameter=name,
    )
