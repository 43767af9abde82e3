"""Numbers in sentences."""

from __future__ import annotations


def number(value: float) -> str:
    """Write a number as sentences have it: two decimals, three where two would say little.

    Examples
    --------
    >>> number(0.664), number(0.075), number(0)
    ('0.66', '0.075', '0.00')

    """
    return f"{value:.2f}" if value == 0 or abs(value) >= 0.1 else f"{value:.3f}"
