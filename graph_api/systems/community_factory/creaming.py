"""Who gets the jobs when the factories are assessed by their output first (L327).

Applicants differ in need and in what they are expected to produce. Places go to the highest of
``economic_weight`` x productivity + (1 - economic_weight) x need, both in standard units. Where the
neediest produce least, weight on output draws the places away from them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError


@dataclass(frozen=True, slots=True)
class Creaming:
    """Whom the assessment serves.

    Attributes
    ----------
    selection
        Correlation of the ranking with need, in [-1, 1]: 1 the neediest first, 0 as by lot, below
        0 the least needy first; None where all rank the same.
    mean_need
        Mean need of those chosen in standard units above that of all applicants.
    turning_weight
        Weight on output from which the neediest come last; None: no weight does that.

    """

    selection: float | None
    mean_need: float | None
    turning_weight: float | None


def creaming(economic_weight: float, correlation: float, places: float) -> Creaming:
    """Tell whom an assessment serves whose ranking mixes output and need.

    Parameters
    ----------
    economic_weight
        In [0, 1]: 0 need alone, 1 output alone.
    correlation
        Of need and productivity, in [-1, 1].
    places
        Share of the applicants who get a place, in (0, 1].

    Notes
    -----
    Need and productivity are normal: the mean need of the chosen is selection x (density at the
    threshold) / places (the inverse Mills ratio).

    Examples
    --------
    >>> creaming(economic_weight=0.0, correlation=-0.5, places=0.5).selection
    1.0

    """
    require_within("economic_weight", economic_weight, 0, 1)
    require_within("correlation", correlation, -1, 1)
    if not 0 < places <= 1:
        raise BadParameterError(
            f"places must lie above 0 and not above 1, not {places!r}: the share of applicants"
            " who get one.",
            f"places 必须大于 0 且不超过 1，不能是 {places!r}：它是获得岗位者的比例。",
            parameter="places",
        )
    need_weight = 1 - economic_weight
    spread = math.sqrt(
        max(
            economic_weight**2 + need_weight**2 + 2 * economic_weight * need_weight * correlation,
            0.0,
        )
    )
    turning = 1 / (1 - correlation) if correlation < 0 else None
    if spread < 1e-9:
        return Creaming(None, None, turning)
    selection = (economic_weight * correlation + need_weight) / spread
    normal = NormalDist()
    above = 0.0 if places == 1 else normal.pdf(normal.inv_cdf(places)) / places
    return Creaming(selection, selection * above, turning)
