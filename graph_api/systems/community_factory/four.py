"""The four dimensions of targeted relief, each as strong as its relations are in the view.

A relation belongs to the dimension in whose section the essay speaks of it: identification
L295-L303, assistance L305-L315, management L317-L321, assessment L323-L329. Of which one the essay
says more good than bad is not typed in; it follows from the strengths.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain import Label

FOUR = ("identification", "assistance", "management", "assessment")
"""In the order of the essay (L289, L297-L325)."""

FOUR_LABELS: Mapping[str, Label] = {
    "identification": Label("identification", "精准识别"),
    "assistance": Label("assistance", "精准帮扶"),
    "management": Label("management", "精准管理"),
    "assessment": Label("assessment", "精准考核"),
}

SECTIONS: Mapping[str, tuple[int, int]] = {
    "identification": (295, 303),
    "assistance": (305, 315),
    "management": (317, 321),
    "assessment": (323, 329),
}
"""First and last line of the section of each."""

DEFICIENCY_AT: Mapping[str, int | None] = {
    "identification": 303,
    "assistance": 315,
    "management": None,
    "assessment": 329,
}
"""The line that names what is lacking; of management the essay names nothing."""


@dataclass(frozen=True, slots=True)
class Support:
    """A relation that carries a dimension: from whom, to whom, and what it conveys."""

    start: str
    end: str
    conveys: str


SUPPORTS: Mapping[str, tuple[Support, ...]] = {
    "identification": (
        Support("community_factories", "relocated_households", "employment"),
        Support("community_factories", "poor_households", "employment"),
        Support("poor_households", "community_factories", "labour"),
        Support("relief_cadres", "poor_households", "service"),
        Support("pingli_county", "relief_cadres", "authority"),
        Support("relief_cadres", "spiritual_poor", "service"),
        Support("relief_cadres", "pingli_county", "information"),
    ),
    "assistance": (
        Support("pingli_county", "community_factories", "money"),
        Support("pingli_county", "poor_households", "skill"),
        Support("community_factories", "poor_households", "service"),
        Support("ecommerce_station", "community_factories", "service"),
        Support("returnee_entrepreneurs", "community_factories", "skill"),
        Support("poor_households", "poor_households", "skill"),
        Support("townships", "ecommerce_station", "authority"),
    ),
    "management": (
        Support("pingli_county", "factory_office", "authority"),
        Support("factory_office", "community_factories", "information"),
        Support("community_factories", "factory_office", "information"),
        Support("community_factories", "pingli_county", "supervision"),
    ),
    "assessment": (
        Support("pingli_county", "townships", "authority"),
        Support("townships", "community_factories", "supervision"),
        Support("poor_households", "community_factories", "opinion"),
        Support("community_factories", "poor_households", "service"),
        Support("pingli_county", "community_factories", "supervision"),
        Support("pingli_county", "relief_cadres", "supervision"),
        Support("community_factories", "pingli_county", "money"),
        Support("universities", "pingli_county", "skill"),
    ),
}
"""The relations of each dimension, by the lines that stand on them today; control counts too."""


@dataclass(frozen=True, slots=True)
class DimensionLevel:
    """How strong one dimension is.

    ``level`` is the mean strength of its relations, in [0, 1]; None where one of them is unknown.
    ``weakest`` is the weakest known of them, the first where several are; None where none is known.
    """

    key: str
    level: float | None
    weakest: Support | None
    least: float | None


@dataclass(frozen=True, slots=True)
class FourDimensions:
    """How strong relief is as a whole.

    ``overall`` is the smallest level, ``weakest`` the dimension it belongs to, the first in the
    order of the essay; ``margin`` is how far the next one lies above. None where a level is
    unknown: that one could be weaker.
    """

    levels: tuple[DimensionLevel, ...]
    overall: float | None
    weakest: str | None
    margin: float | None


def level_of(key: str, strengths: Sequence[tuple[Support, float | None]]) -> DimensionLevel:
    """Give the level of one dimension from the strengths of its relations.

    Examples
    --------
    >>> jobs, culture = Support("firm", "poor", "labour"), Support("firm", "poor", "skill")
    >>> found = level_of("assistance", [(jobs, 0.5), (culture, 0.25)])
    >>> found.level, found.weakest.conveys, found.least
    (0.375, 'skill', 0.25)

    """
    known = [(support, strength) for support, strength in strengths if strength is not None]
    least = min(known, key=lambda item: item[1], default=(None, None))
    complete = len(known) == len(strengths) > 0
    return DimensionLevel(
        key,
        math.fsum(strength for _, strength in known) / len(known) if complete else None,
        *least,
    )


def four_dimensions(levels: Sequence[DimensionLevel]) -> FourDimensions:
    """Find the weakest of the four dimensions.

    Examples
    --------
    >>> levels = [DimensionLevel(key, level, None, None) for key, level in zip(FOUR, (5, 4, 6, 3))]
    >>> found = four_dimensions(levels)
    >>> found.weakest, found.overall, found.margin
    ('assessment', 3, 1)

    """
    known = [(item.level, item.key) for item in levels if item.level is not None]
    if len(known) < len(FOUR):
        return FourDimensions(tuple(levels), None, None, None)
    overall, weakest = min(known, key=lambda item: item[0])
    margin = min(level for level, key in known if key != weakest) - overall
    return FourDimensions(tuple(levels), overall, weakest, margin)
