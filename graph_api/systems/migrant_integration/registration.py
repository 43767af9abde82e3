"""Household registration as a lever: how open each dimension becomes as its barrier falls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_api.systems.migrant_integration.barriers import DIMENSIONS, Ceiling, ceiling
from graph_api.systems.migrant_integration.numbers import require_share

LEVELS = (1.0, 0.75, 0.6, 0.55, 0.4, 0.2, 0.0)
"""Barriers of registration that are tried where none are named."""


@dataclass(frozen=True, slots=True)
class RegistrationStep:
    """The ceilings of one generation with the barrier of the institutions at ``barrier``."""

    barrier: float
    ceilings: tuple[Ceiling, ...]


def registration_lever(
    heights: Mapping[str, float | None], levels: Iterable[float] = LEVELS
) -> tuple[RegistrationStep, ...]:
    """Try the barrier of the institutions at several heights, the other barriers as they are.

    A fall below the next highest barrier of a dimension opens that dimension no further.

    Raises
    ------
    BadParameterError
        If a level is no number of [0, 1].

    """
    return tuple(
        RegistrationStep(
            level,
            tuple(ceiling(side, {**heights, "institutions": level}) for side in DIMENSIONS),
        )
        for level in (require_share("levels", item) for item in levels)
    )


def saturation(heights: Mapping[str, float | None], dimension: str) -> float | None:
    """Give the height below which lowering the institutions' barrier opens a dimension no more.

    None where the other barriers of the dimension are not known.
    """
    openness = ceiling(dimension, {**heights, "institutions": 0.0}).openness
    return None if openness is None else 1 - openness
