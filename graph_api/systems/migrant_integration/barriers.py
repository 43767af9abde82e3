"""Barriers: what shuts migrants out of a dimension, and how much room is left (L241, L247).

Integration of a dimension = capability x openness; openness = 1 - the highest barrier on it. The
openness is a ceiling: with every capability there is, nobody comes above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.systems.migrant_integration.numbers import EDGE, require_share

DIMENSIONS: Mapping[str, Label] = {
    "economic": Label("economic", "经济"),
    "daily_life": Label("daily social life", "社会日常生活"),
    "psychological": Label("social psychology", "社会心理"),
}
"""The three dimensions that the essay compares (L263)."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """One of the barriers, from which actor it comes and which dimensions it closes."""

    key: str
    label: Label
    actor: str
    dimensions: tuple[str, ...]


BARRIERS: tuple[Barrier, ...] = (
    Barrier(
        "institutions",
        Label("institutions (registration, social security)", "制度（户籍与社会保障）"),
        "government",
        tuple(DIMENSIONS),
    ),
    Barrier("culture", Label("culture shock", "文化冲击"), "city_mainstream", ("psychological",)),
    Barrier(
        "people",
        Label("barriers made by people", "人为隔阂"),
        "urban_residents",
        ("daily_life", "psychological"),
    ),
)
"""The three barriers of L241; which dimensions each closes is assumption A-110."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How open one dimension is: 1 - the highest barrier; None where a barrier is unknown.

    ``binding`` are the barriers of that height, () where nothing bars.
    """

    dimension: str
    heights: Mapping[str, float | None]
    openness: float | None
    binding: tuple[str, ...]


def ceiling(dimension: str, heights: Mapping[str, float | None]) -> Ceiling:
    """Find the ceiling of a dimension from the height of each barrier, in [0, 1].

    Only the barriers that close this dimension count. A barrier of unknown height leaves the
    ceiling unknown, unless another one already closes the dimension altogether.

    Raises
    ------
    BadParameterError
        If a height is no number of [0, 1].

    """
    mine = {
        barrier.key: heights.get(barrier.key, 0.0)
        for barrier in BARRIERS
        if dimension in barrier.dimensions
    }
    known = {key: require_share(key, height) for key, height in mine.items() if height is not None}
    top = max(known.values(), default=0.0)
    if len(known) < len(mine) and top < 1:
        return Ceiling(dimension, mine, None, ())
    binding = tuple(key for key, height in known.items() if 0 < top <= height + EDGE)
    return Ceiling(dimension, mine, 1 - top, binding)


def integration(capability: float | None, openness: float | None) -> float | None:
    """Give capability x openness: 0 if one is known to be 0, else None if one is unknown.

    Examples
    --------
    >>> integration(0.5, 0.5), integration(None, 0.0), integration(0.5, None)
    (0.25, 0.0, None)

    """
    if capability == 0 or openness == 0:
        return 0.0
    if capability is None or openness is None:
        return None
    return capability * openness
