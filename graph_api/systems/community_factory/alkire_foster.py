"""Who is poor in many dimensions, and how poor: the measures of Alkire and Foster (2011).

Two cutoffs: a household is deprived in a dimension below the cutoff of that dimension, and poor
when the weights of its deprivations reach k.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.systems.community_factory.households import (
    Dimension,
    Household,
    require_cutoff,
    require_dimensions,
    require_households,
)

AT_CUTOFF = 1e-12
"""Weights that sum to k but for rounding reach it."""


@dataclass(frozen=True, slots=True)
class DimensionShare:
    """What one dimension adds: the share of households that are poor and deprived in it.

    ``contribution`` is its part of M0, None where M0 is 0; the contributions sum to 1.
    """

    dimension: str
    censored_headcount: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Identification:
    """Who is poor, and the measures over the households of known standing.

    Attributes
    ----------
    headcount
        H, the share of the poor; None where no household's standing is known.
    intensity, intensity_at_most
        A, the mean weighted share of deprivations of the poor; None without a poor household. What
        is unknown of a poor household counts as fine; ``intensity_at_most`` counts it as short.
    adjusted, adjusted_at_most
        M0 = H A, likewise.
    gap, squared_gap
        M1 and M2: with each deprivation weighed by its gap (z - x) / z, and by its square. None
        where an achievement of a poor household is unknown, or a gap is not defined (z must be
        above 0 and x not below 0).
    poor, not_poor, unknown
        Ids, in the order of the households. The unknown could be poor or not; they are in no
        denominator.
    scores
        Weighted share of deprivations by household: at least, at most.

    """

    headcount: float | None
    intensity: float | None
    intensity_at_most: float | None
    adjusted: float | None
    adjusted_at_most: float | None
    gap: float | None
    squared_gap: float | None
    poor: tuple[str, ...]
    not_poor: tuple[str, ...]
    unknown: tuple[str, ...]
    by_dimension: tuple[DimensionShare, ...]
    scores: tuple[tuple[str, float, float], ...]


def deprivation_score(household: Household, dimensions: Sequence[Dimension]) -> tuple[float, float]:
    """Give the weighted share of deprivations of a household: at least, and at most.

    What is unknown is fine in the first and short in the second. Both in [0, 1]; 0 is no
    deprivation, 1 is all.

    Examples
    --------
    >>> both = (Dimension("income", 0.75, 10.0), Dimension("spirit", 0.25, 0.5))
    >>> deprivation_score(Household("a", {"income": 8.0, "spirit": None}), both)
    (0.75, 1.0)

    """
    known = [item.weight for item in dimensions if is_deprived(household, item)]
    unknown = [item.weight for item in dimensions if is_deprived(household, item) is None]
    return math.fsum(known), math.fsum([*known, *unknown])


def is_deprived(household: Household, dimension: Dimension) -> bool | None:
    """Tell whether a household falls short in a dimension; None if its achievement is unknown."""
    value = household.value(dimension.key)
    return None if value is None else value < dimension.cutoff


def identify(
    households: Sequence[Household], dimensions: Sequence[Dimension], k: float
) -> Identification:
    """Find the poor by many dimensions, and measure how many and how poor they are.

    Parameters
    ----------
    households
        1 to 10,000, each id once.
    dimensions
        1 to 100; weights sum to 1.
    k
        In (0, 1]: the weighted share of deprivations from which a household is poor, this value
        included (within 1e-12).

    Raises
    ------
    BadParameterError
        If a household, a dimension or k is not like this; it names the field.

    Notes
    -----
    Source: Alkire and Foster 2011. The essay asks for many dimensions (L339) and gives no formula.
    Time: O(households x dimensions).

    Examples
    --------
    >>> both = (Dimension("income", 0.5, 10.0), Dimension("spirit", 0.5, 0.5))
    >>> found = identify([Household("a", {"income": 8.0, "spirit": 0.9})], both, k=0.5)
    >>> found.poor, found.headcount, found.intensity, found.adjusted
    (('a',), 1.0, 0.5, 0.5)

    """
    require_dimensions(dimensions)
    require_households(households, dimensions)
    require_cutoff(k)
    scores = [(item, *deprivation_score(item, dimensions)) for item in households]
    poor = [row for row in scores if row[1] >= k - AT_CUTOFF]
    not_poor = [row for row in scores if row[2] < k - AT_CUTOFF]
    unknown = [row for row in scores if row[1] < k - AT_CUTOFF <= row[2]]
    known = len(poor) + len(not_poor)
    at_least = math.fsum(row[1] for row in poor)
    return Identification(
        headcount=len(poor) / known if known else None,
        intensity=at_least / len(poor) if poor else None,
        intensity_at_most=math.fsum(row[2] for row in poor) / len(poor) if poor else None,
        adjusted=at_least / known if known else None,
        adjusted_at_most=math.fsum(row[2] for row in poor) / known if known else None,
        gap=_gap([row[0] for row in poor], dimensions, 1, known),
        squared_gap=_gap([row[0] for row in poor], dimensions, 2, known),
        poor=tuple(row[0].id for row in poor),
        not_poor=tuple(row[0].id for row in not_poor),
        unknown=tuple(row[0].id for row in unknown),
        by_dimension=_shares([row[0] for row in poor], dimensions, known, at_least),
        scores=tuple((row[0].id, row[1], row[2]) for row in scores),
    )


def _gap(
    poor: Sequence[Household], dimensions: Sequence[Dimension], power: int, known: int
) -> float | None:
    gaps: list[float] = []
    for household in poor:
        for item in dimensions:
            value = household.value(item.key)
            if value is None:
                return None
            if value < item.cutoff:
                if item.cutoff <= 0 or value < 0:
                    return None
                gaps.append(item.weight * ((item.cutoff - value) / item.cutoff) ** power)
    return math.fsum(gaps) / known if known else None


def _shares(
    poor: Sequence[Household], dimensions: Sequence[Dimension], known: int, total: float
) -> tuple[DimensionShare, ...]:
    shares = []
    for item in dimensions:
        short = sum(is_deprived(household, item) is True for household in poor)
        shares.append(
            DimensionShare(
                item.key,
                short / known if known else 0.0,
                item.weight * short / total if total else None,
            )
        )
    return tuple(shares)
