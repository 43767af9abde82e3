"""What is believed about one strength: a distribution on [0, 1], given by its quantile function.

Each is drawn by putting uniform numbers into its quantile function, so that one uniform number per
draw can serve all relations (`Coupling.SHARED`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Judgement, Strength

Numbers = NDArray[np.float64]

LAMBDA = 4
"""How much more the best value of a Beta-PERT weighs than an end: its mean is (l + 4b + h) / 6."""

DECIMALS = 9
"""Quantiles are rounded to so many decimals, so that maths libraries that differ in the last digit
give the same strengths."""

HALVINGS = 36
"""Halvings of [0, 1] after which a quantile of a pool is known to 1.5e-11."""


class Belief(Protocol):
    """A distribution of one strength."""

    def quantile(self, shares: Numbers) -> Numbers:
        """Give the strengths below which these shares in [0, 1) of all draws lie."""

    def pick(self, shares: Numbers, choices: Numbers) -> Numbers:
        """Give strengths from two independent uniform numbers each; the second may go unused."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One number."""

    value: float

    def quantile(self, shares: Numbers) -> Numbers:
        """Give the number."""
        return np.full(shares.shape, self.value)

    def pick(self, shares: Numbers, choices: Numbers) -> Numbers:  # noqa: ARG002  # see Belief
        """Give the number."""
        return self.quantile(shares)

    def share_below(self, values: Numbers) -> Numbers:
        """Give the share of draws up to and including each value."""
        return (values >= self.value).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any number of a range as likely as any other: only its ends are known, or nothing."""

    low: float
    high: float

    def quantile(self, shares: Numbers) -> Numbers:
        """Give quantiles."""
        return _within(self.low + shares * (self.high - self.low), self.low, self.high)

    def pick(self, shares: Numbers, choices: Numbers) -> Numbers:  # noqa: ARG002  # see Belief
        """Give quantiles."""
        return self.quantile(shares)


@dataclass(frozen=True, slots=True)
class Pert:
    """Beta-PERT: a Beta distribution on [low, high] of mean (low + 4 best + high) / 6.

    Its two shapes are 1 + 4 (best - low) / (high - low) and 1 + 4 (high - best) / (high - low).

    Examples
    --------
    >>> pert = Pert(0.2, 0.5, 0.9)
    >>> round(pert.mean, 5), round(pert.deviation, 5)
    (0.51667, 0.13169)

    Notes
    -----
    Source: Malcolm, Roseboom, Clark and Fazar 1959, whose mean is this; Vose 2008 for the shapes
    with a free weight of the best value, here 4.

    """

    low: float
    best: float
    high: float

    @property
    def shapes(self) -> tuple[float, float]:
        """Give the two shapes; they sum to 6."""
        width = self.high - self.low
        return (
            1 + LAMBDA * (self.best - self.low) / width,
            1 + LAMBDA * (self.high - self.best) / width,
        )

    @property
    def mean(self) -> float:
        """Give the mean."""
        return (self.low + LAMBDA * self.best + self.high) / (2 + LAMBDA)

    @property
    def deviation(self) -> float:
        """Give the standard deviation."""
        first, second = self.shapes
        share: float = first * second / ((first + second) ** 2 * (first + second + 1))
        return (self.high - self.low) * math.sqrt(share)

    def quantile(self, shares: Numbers) -> Numbers:
        """Give quantiles."""
        from scipy.special import betaincinv  # noqa: PLC0415  # slow to import

        part = betaincinv(*self.shapes, shares)
        return _within(self.low + part * (self.high - self.low), self.low, self.high)

    def pick(self, shares: Numbers, choices: Numbers) -> Numbers:  # noqa: ARG002  # see Belief
        """Give quantiles."""
        return self.quantile(shares)

    def share_below(self, values: Numbers) -> Numbers:
        """Give the share of draws up to and including each value."""
        from scipy.special import betainc  # noqa: PLC0415  # slow to import

        part = np.clip((values - self.low) / (self.high - self.low), 0, 1)
        below: Numbers = betainc(*self.shapes, part)
        return below


@dataclass(frozen=True, slots=True)
class Pool:
    """The linear pool of several experts: a mixture of what each of them believes.

    Attributes
    ----------
    parts
        A belief per expert.
    weights
        Their confidences as shares that sum to 1.

    Notes
    -----
    Source: the linear opinion pool (Stone 1961). A quantile of the pool is a quantile of the
    mixture, not the mean of the experts' quantiles: where two experts contradict each other, the
    pool has two humps and nothing between.

    """

    parts: tuple[Fixed | Pert, ...]
    weights: tuple[float, ...]

    def quantile(self, shares: Numbers) -> Numbers:
        """Give quantiles, by halving the range in which they must lie."""
        every = np.stack([part.quantile(shares) for part in self.parts])
        low: Numbers = every.min(axis=0)
        high: Numbers = every.max(axis=0)
        unsure = np.flatnonzero(high > low)
        if unsure.size:
            wanted, below, above = shares[unsure], low[unsure], high[unsure]
            for _ in range(HALVINGS):
                middle = (below + above) / 2
                enough = self.share_below(middle) >= wanted
                above = np.where(enough, middle, above)
                below = np.where(enough, below, middle)
            high[unsure] = np.round(above, DECIMALS)
        return high

    def pick(self, shares: Numbers, choices: Numbers) -> Numbers:
        """Choose an expert by the second number and draw from what that one believes."""
        ends = np.cumsum(self.weights)[:-1]
        expert = np.searchsorted(ends, choices, side="right")
        drawn = np.empty(shares.shape)
        for place, part in enumerate(self.parts):
            own = expert == place
            drawn[own] = part.quantile(shares[own])
        return drawn

    def share_below(self, values: Numbers) -> Numbers:
        """Give the share of draws up to and including each value."""
        below: Numbers = np.zeros(values.shape)
        for part, weight in zip(self.parts, self.weights, strict=True):
            below += weight * part.share_below(values)
        return below


def belief_of(strength: Strength | None, judgements: Sequence[Judgement] = ()) -> Belief:
    """Give what is believed about a strength.

    Three numbers are a Beta-PERT, low and high alone or nothing known at all a uniform range, one
    number (or a range of no width) stays what it is; judgements of several experts are pooled.

    Examples
    --------
    >>> belief_of(None)
    Uniform(low=0.0, high=1.0)
    >>> belief_of(Strength(0.25, None, 0.75))
    Uniform(low=0.25, high=0.75)
    >>> belief_of(Strength.exactly(0.5))
    Fixed(value=0.5)

    """
    if judgements:
        most = max(item.confidence for item in judgements)
        total = math.fsum(item.confidence / most for item in judgements)
        return Pool(
            tuple(_three(item.low, item.best, item.high) for item in judgements),
            tuple(item.confidence / most / total for item in judgements),
        )
    if strength is None:
        return Uniform(0.0, 1.0)
    if strength.best is None and strength.low < strength.high:
        return Uniform(strength.low, strength.high)
    return _three(strength.low, strength.point, strength.high)


def _three(low: float, best: float, high: float) -> Fixed | Pert:
    return Fixed(best) if low == high else Pert(low, best, high)


def _within(values: Numbers, low: float, high: float) -> Numbers:
    kept: Numbers = np.clip(np.round(values, DECIMALS), low, high)
    return kept
