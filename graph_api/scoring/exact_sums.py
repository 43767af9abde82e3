"""Sums of millions of numbers that no order of adding can change."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

MANY = 10_000
"""Up to so many numbers plain Python adds up as quickly."""

CHUNK = 1 << 20
"""So many numbers are added up at a time: their whole numbers fit into 64 bits."""

DIGITS = 38
CUTS = 3
"""Products of strengths of six decimals have no bits beyond DIGITS x CUTS."""


def exact_sum(values: NDArray[np.float64]) -> float:
    """Give the sum of numbers in [0, 1], rounded once: what ``math.fsum`` gives, but sooner.

    Notes
    -----
    The numbers are cut into whole numbers of `DIGITS` bits, whose sums are exact.

    """
    if values.size < MANY:
        return math.fsum(values.tolist())
    total = 0
    for first in range(0, values.size, CHUNK):
        rest = values[first : first + CHUNK]
        part = 0
        for _ in range(CUTS):
            scaled = np.ldexp(rest, DIGITS)
            whole = np.floor(scaled)
            part = (part << DIGITS) + int(whole.astype(np.int64).sum())
            rest = scaled - whole
        if rest.any():
            return math.fsum(values.tolist())
        total += part
    return total / (1 << DIGITS * CUTS)
