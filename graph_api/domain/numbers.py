"""Numbers that callers give, some of them unknown; refused by name where they cannot be meant."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import SupportsFloat

from graph_api.errors import BadParameterError

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def read_number(text: str) -> float | None:
    """Give the number that a text writes in plain digits; None if it writes none.

    Python itself would read ``1_0`` as ten, digits of any script, ``nan`` and ``inf``; one too
    large for float64 is infinite here.

    Examples
    --------
    >>> read_number(" 1e-3 "), read_number("1_0"), read_number("nan")
    (0.001, None, None)

    """
    plain = text.strip()
    return float(plain) if _PLAIN.fullmatch(plain) else None


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


def require_number(name: str, value: object) -> float:
    """Give ``value`` as a float if it is a number; a text that writes one is none.

    Raises
    ------
    BadParameterError
        If it is none, or has more digits than a float can hold; it names the number.

    """
    if isinstance(value, SupportsFloat) and not isinstance(value, str | bytes):
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):  # an array, an integer of 400 digits
            pass
    kind = type(value).__name__
    raise BadParameterError(
        f"{name} must be a number that fits a float, not this {kind}.",
        f"{name} 必须是浮点数可表示的数，不能是此 {kind}。",
        parameter=name,
    )


def require_within(name: str, value: float | None, low: float, high: float) -> None:
    """Refuse a number outside [low, high]; NaN is outside, None passes.

    Raises
    ------
    BadParameterError
        If the number is not in the range; it names the number.

    """
    if value is not None and not low <= value <= high:
        raise BadParameterError(
            f"{name} must lie in [{low:g}, {high:g}], not {value:g}.",
            f"{name} 必须在 [{low:g}, {high:g}] 之内，不能是 {value:g}。",
            parameter=name,
            low=low,
            high=high,
        )


def require_whole(name: str, value: float, low: int, high: int) -> int:
    """Give ``value`` as a whole number if it is one from ``low`` to ``high``.

    Raises
    ------
    BadParameterError
        If it is not; it names the number.

    """
    if not low <= value <= high or value != int(value):
        raise BadParameterError(
            f"{name} must be a whole number from {low} to {high}, not {value}.",
            f"{name} 必须是 {low} 至 {high} 之间的整数，不能是 {value}。",
            parameter=name,
            low=low,
            high=high,
        )
    return int(value)
