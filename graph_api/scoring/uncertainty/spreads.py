"""What many draws say: median, band, probabilities, and how far each may be off by chance."""

from __future__ import annotations

import math

import numpy as np

from graph_api.domain import Band
from graph_api.scoring.results import Interval
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.results import BandProbability, Spread

LOW_END, HIGH_END = 0.05, 0.95
"""The quantiles between which 90% of the draws lie."""

SAME_LOSS = 1e-12
"""Losses this close to the largest left are tied (docs/reference/scores.md)."""


def spread_of(values: Numbers, within: Interval | None = None) -> Spread:
    """Give median, 90% band and the standard error of the median.

    Quantiles are interpolated linearly between neighbouring draws. ``within`` are exact bounds:
    the last digit of an interpolation does not leave them.

    Examples
    --------
    >>> import numpy as np
    >>> spread_of(np.arange(101) / 100).band90
    Interval(low=0.05, high=0.95)

    """
    low, middle, high = np.quantile(values, [LOW_END, 0.5, HIGH_END]).tolist()
    if within is not None:
        low, middle, high = (min(max(x, within.low), within.high) for x in (low, middle, high))
    return Spread(middle, Interval(low, high), median_error(values))


def median_error(values: Numbers) -> float:
    """Give the Monte Carlo standard error of a median, from order statistics.

    The number of draws below the true median is binomial, of mean N/2 and deviation sqrt(N)/2. So
    the draws of the ranks N/2 - sqrt(N)/2 and N/2 + sqrt(N)/2 enclose it with about 68%; half of
    their distance is the error. It needs no assumption about the distribution.
    """
    ordered = np.sort(values)
    count = ordered.size
    reach = math.sqrt(count) / 2
    low = max(math.floor(count / 2 - reach), 0)
    high = min(math.ceil(count / 2 + reach), count - 1)
    return float(ordered[high] - ordered[low]) / 2


def probability_error(probability: float, draws: int) -> float:
    """Give the Monte Carlo standard error of a share of draws, sqrt(p (1 - p) / N).

    Examples
    --------
    >>> probability_error(0.5, 10_000)
    0.005

    """
    return math.sqrt(max(probability * (1 - probability), 0.0) / draws)


def bands_of(values: Numbers) -> tuple[BandProbability, ...]:
    """Give how probable each word for a score is, weakest first."""
    words = (Band.ABSENT, Band.NEAR_ABSENT, Band.WEAK, Band.MEDIUM, Band.STRONG)
    counts = dict.fromkeys(words, 0)
    for value in values.tolist():
        counts[Band.of(value)] += 1
    found = []
    for band in words:
        share = counts[band] / values.size
        found.append(BandProbability(band, share, probability_error(share, values.size)))
    return tuple(found)


def places_in(losses: Numbers, free: int) -> tuple[Numbers, Numbers]:
    """Rank subjects in each draw, largest loss first.

    Parameters
    ----------
    losses
        Shape (s, draws).
    free
        How many more subjects there are that cost nothing in any draw.

    Returns
    -------
    places
        Shape (s, draws), from 1; those within 1e-12 of the largest left are tied and have the mean
        of the places that they share.
    first
        Shape (s, draws): 1 for the first alone, an equal share for tied firsts; 0 for all where
        nothing costs anything.

    """
    count, draws = losses.shape
    places = np.zeros((count, draws))
    first = np.zeros((count, draws))
    if not count:
        return places, first
    order = np.argsort(-losses, axis=0, kind="stable")
    ordered = np.take_along_axis(losses, order, axis=0)
    leader = np.zeros((count, draws), np.int64)
    for place in range(1, count):
        lead = leader[place - 1]
        tied = ordered[place] >= np.take_along_axis(ordered, lead[None], axis=0)[0] - SAME_LOSS
        leader[place] = np.where(tied, lead, place)
    # How many share the places from each leader on, and the free ones beside those at nothing.
    size = np.zeros((count, draws))
    columns = np.arange(draws)
    for place in range(count):
        np.add.at(size, (leader[place], columns), 1)
    at_nothing = np.take_along_axis(ordered, leader[-1][None], axis=0)[0] <= SAME_LOSS
    size[leader[-1], columns] += np.where(at_nothing, free, 0)
    shared = np.take_along_axis(size, leader, axis=0)
    np.put_along_axis(places, order, leader + (shared + 1) / 2, axis=0)
    is_first = (leader == 0) & (ordered[0] > SAME_LOSS)
    np.put_along_axis(first, order, np.where(is_first, 1 / size[0], 0.0), axis=0)
    return places, first


def share_above(places: Numbers, one: int, other: int) -> float:
    """Give the share of draws in which one subject ranks above another, tied draws half."""
    above = int(np.count_nonzero(places[one] < places[other]))
    tied = int(np.count_nonzero(places[one] == places[other]))
    return (above + tied / 2) / int(places.shape[1])
