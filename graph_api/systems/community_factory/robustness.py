"""Does it hang on our weights and cutoff who is poor? Both are proposals, so both are varied."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError
from graph_api.systems.community_factory.alkire_foster import (
    AT_CUTOFF,
    deprivation_score,
    is_deprived,
)
from graph_api.systems.community_factory.households import (
    Dimension,
    Household,
    require_cutoff,
    require_dimensions,
    require_households,
)

MOST_DRAWS = 10_000
"""More draws of the weights than this are not made in one question."""

MOST_CELLS = 20_000_000
"""Households times draws; more are not looked at in one question."""

CELLS_AT_ONCE = 1_000_000
"""Of these so many lie in memory at one time: 8 MB."""


@dataclass(frozen=True, slots=True)
class HeadcountAt:
    """Headcount and M0 for the k above ``above`` and up to ``up_to``: they change only at steps."""

    above: float
    up_to: float
    headcount: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class Stability:
    """In what share of the draws of the weights a household is poor.

    ``at_least`` counts the draws in which it is poor even with what is unknown fine, ``at_most``
    those in which it is poor with what is unknown short. ``error`` is the standard error of
    ``at_least`` from chance.
    """

    household: str
    at_least: float
    at_most: float
    error: float


def headcounts_over_k(
    households: Sequence[Household], dimensions: Sequence[Dimension]
) -> tuple[HeadcountAt, ...]:
    """Give headcount and M0 for every k in (0, 1]: the steps, in the order of k.

    Households with an unknown achievement are left out, so that all steps are of the same ones.

    Raises
    ------
    BadParameterError
        If households or dimensions are not what `identify` takes, or no household is fully known.

    """
    require_dimensions(dimensions)
    require_households(households, dimensions)
    scores = [
        deprivation_score(item, dimensions)[0]
        for item in households
        if all(is_deprived(item, dimension) is not None for dimension in dimensions)
    ]
    if not scores:
        raise BadParameterError(
            "Every household has an unknown achievement; give at least one that is fully known.",
            "每个农户都有未知的取值；请至少给出一个全部已知的农户。",
            parameter="households",
        )
    reached = sorted(round(score, 12) for score in {*scores} if score > AT_CUTOFF)
    ends = sorted({*reached, 1.0})
    steps = []
    for above, up_to in itertools.pairwise((0.0, *ends)):
        poor = [score for score in scores if score >= up_to - 2 * AT_CUTOFF]
        steps.append(HeadcountAt(above, up_to, len(poor) / len(scores), sum(poor) / len(scores)))
    return tuple(steps)


def stability(  # noqa: PLR0913  # the question, how far weights wander, and chance
    households: Sequence[Household],
    dimensions: Sequence[Dimension],
    k: float,
    *,
    concentration: float = 20.0,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[Stability, ...]:
    """Tell in what share of drawn weights each household is poor.

    Weights are drawn from a Dirichlet distribution around the given ones: the share of each has the
    given mean, and the greater ``concentration`` the less they wander (standard deviation
    ``sqrt(w (1 - w) / (concentration + 1))``). A weight of 0 stays 0.

    Parameters
    ----------
    households, dimensions, k
        As for `identify`.
    concentration
        Above 0, at most 1e6.
    draws, seed
        1 to 10,000 draws; equal seeds give equal answers.

    Raises
    ------
    BadParameterError
        If an argument is out of range; it names the field.

    """
    import numpy as np  # noqa: PLC0415  # slow to load

    require_dimensions(dimensions)
    require_households(households, dimensions)
    require_cutoff(k)
    _require_draws(len(households), concentration, draws, seed)
    means = np.array([item.weight for item in dimensions])
    weights = np.zeros((draws, len(dimensions)))
    drawn = means > 0
    rng = np.random.default_rng(seed)
    weights[:, drawn] = rng.dirichlet(concentration * means[drawn], size=draws)
    short = [[is_deprived(item, dimension) for dimension in dimensions] for item in households]
    surely = np.array([[state is True for state in row] for row in short], dtype=float)
    perhaps = np.array([[state is not False for state in row] for row in short], dtype=float)
    poor = np.zeros((2, len(households)), dtype=int)
    at_once = max(1, CELLS_AT_ONCE // len(households))
    for begin in range(0, draws, at_once):
        some = weights[begin : begin + at_once].T
        for place, state in enumerate((surely, perhaps)):
            poor[place] += np.count_nonzero(state @ some >= k - AT_CUTOFF, axis=1)
    return tuple(
        Stability(item.id, float(low), float(high), float((low * (1 - low) / draws) ** 0.5))
        for item, low, high in zip(households, *(poor / draws), strict=True)
    )


def _require_draws(households: int, concentration: float, draws: int, seed: int) -> None:
    require_within("concentration", concentration, 1e-3, 1e6)
    require_within("draws", draws, 1, MOST_DRAWS)
    require_within("seed", seed, 0, 2**31 - 1)
    if households * draws > MOST_CELLS:
        raise BadParameterError(
            f"{households} households x {draws} draws are too many for one question"
            f" ({MOST_CELLS}); ask for {MOST_CELLS // households} draws at most.",
            f"{households} 个农户 × {draws} 次抽样过多（上限 {MOST_CELLS}）；"
            f"请将抽样减至 {MOST_CELLS // households} 次以内。",
            parameter="draws",
        )
