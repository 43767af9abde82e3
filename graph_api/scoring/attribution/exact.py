"""Shapley values from all sets of relations: what each set scores, by a transform over bits."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping

MOST_EXACT = 22
"""Sets of so many relations: 2**22 numbers take 34 MB, and four such arrays stand at a time."""

Told = Callable[[float], None]


def subset_maxima(
    paths: Iterable[tuple[int, float]], count: int, tell: Told
) -> NDArray[np.float64]:
    """Give for each set of ``count`` players the best score of a path that lies within it.

    Parameters
    ----------
    paths
        Each as the bits of its players, and its score.
    count
        How many players.
    tell
        Called after each bit with the share that is done.

    Returns
    -------
    array
        Shape (2**count,): place s is the set whose bits are those of s; 0 without a path.

    Examples
    --------
    >>> subset_maxima([(0b01, 0.5), (0b10, 0.25)], 2, lambda share: None).tolist()
    [0.0, 0.5, 0.25, 0.5]

    """
    best = np.zeros(1 << count)
    for bits, score in paths:
        best[bits] = max(best[bits], score)
    for bit in range(count):
        stopping.check()
        halves = best.reshape(-1, 2, 1 << bit)
        np.maximum(halves[:, 1], halves[:, 0], out=halves[:, 1])
        tell((bit + 1) / count)
    return best


def shapley_values(value: NDArray[np.float64], count: int, tell: Told) -> list[float]:
    """Give the mean over all orders of what each player adds to those before it.

    The sum over the sets without player i of s! (n - s - 1)! / n! times what i adds to the set.

    Parameters
    ----------
    value
        Shape (2**count,), as of `subset_maxima`.
    count
        How many players, at least 1.
    tell
        Called after each player with the share that is done.

    Notes
    -----
    Source: Shapley (1953). Time: O(n 2**n).

    """
    weights = [1 / (count * math.comb(count - 1, size)) for size in range(count)]
    by_size = np.array([*weights, 0.0])  # the set of all has nobody to come
    sizes = np.zeros(1 << count, np.uint8)
    for bit in range(count):
        counted = sizes.reshape(-1, 2, 1 << bit)
        counted[:, 1] += 1
    weight: NDArray[np.float64] = by_size[sizes]
    shares: list[float] = []
    for bit in range(count):
        stopping.check()
        halves = value.reshape(-1, 2, 1 << bit)
        gain = halves[:, 1] - halves[:, 0]
        gain *= weight.reshape(-1, 2, 1 << bit)[:, 0]
        shares.append(float(gain.sum()))
        tell((bit + 1) / count)
    return shares
