"""Effective strengths of a view: what the maturity gate leaves, and how far each number may go.

Everything that scores paths reads strengths from here, so that points, bounds and unknown relations
are gated alike (docs/reference/scores.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import Direction, GraphSnapshot, Level, RelationId
from graph_api.domain.snapshot import DIRECTIONS

REVERSE = DIRECTIONS.index(Direction.REVERSE)
GATED_LEVELS = (Level.INDIVIDUAL, Level.GROUP)


class Assumption(Enum):
    """Which number each relation takes, where it has more than one."""

    POINT = "point"
    """Known strengths at their point value; unknown relations left out."""
    LOW = "low"
    """Known strengths at their low end, unknown ones at 0: the exact lower bound."""
    HIGH = "high"
    """Known strengths at their high end, unknown ones as high as they can be: the upper bound."""
    HOPED = "hoped"
    """Known strengths at their point value, unknown ones as high as they can be."""


@dataclass(frozen=True, eq=False)
class EffectiveStrengths:
    """Strengths of all relations after the gate; arrays of shape (m,), not to be changed.

    Attributes
    ----------
    point
        NaN where unknown.
    low, high
        0 and 1 where the strength is unknown; 0 and the relation's own high where only the
        capability of its actor is.
    gated
        Places of the relations that the gate closes, in the order of the view. One that is known
        to be absent anyway (its high end is 0) is not among them.

    """

    point: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    gated: tuple[int, ...]

    def under(self, assumption: Assumption) -> NDArray[np.float64]:
        """Give the numbers to count with; 0 where a relation carries nothing."""
        if assumption is Assumption.LOW:
            return self.low
        if assumption is Assumption.HIGH:
            return self.high
        unknown = self.is_unknown
        if not unknown.any():
            return self.point
        return np.where(unknown, self.high if assumption is Assumption.HOPED else 0.0, self.point)

    @property
    def is_unknown(self) -> NDArray[np.bool_]:
        """Tell which relations have no known effective strength."""
        return np.isnan(self.point)


_CACHE: WeakKeyDictionary[GraphSnapshot, dict[float | None, EffectiveStrengths]] = (
    WeakKeyDictionary()
)


def effective_strengths(view: GraphSnapshot, maturity: float | None = None) -> EffectiveStrengths:
    """Give the strengths that scores count with, once per view and gate; see `strength_of` for one.

    With ``maturity`` given, a reverse relation that begins at an individual or group counts
    w max(0, E - maturity) / (1 - maturity), where E is the capability index of that actor in this
    view. Where E is unknown the relation becomes unknown, between 0 and its own high end.
    """
    of_view = _CACHE.setdefault(view, {})
    found = of_view.get(maturity)
    if found is None:
        found = of_view[maturity] = _compute(view, maturity)
    return found


def gated_relations(view: GraphSnapshot, maturity: float | None) -> tuple[RelationId, ...]:
    """Give the relations that the gate closes, by id."""
    if maturity is None:
        return ()
    gated = effective_strengths(view, maturity).gated
    return tuple(sorted(view.relations[place].id for place in gated))


def strength_of(view: GraphSnapshot, relation: str, maturity: float | None = None) -> float | None:
    """Give the effective strength of one relation, None where it is unknown.

    Without a gate this does not touch the other relations of the view.
    """
    if maturity is None:
        strength = view.relation(relation).strength
        return None if strength is None else strength.point
    view.relation(relation)
    place = view.relation_places[RelationId(relation)]
    point = float(effective_strengths(view, maturity).point[place])
    return None if math.isnan(point) else point


def _compute(view: GraphSnapshot, maturity: float | None) -> EffectiveStrengths:
    unknown = np.isnan(view.point)
    if maturity is None and not unknown.any():
        return EffectiveStrengths(view.point, view.low, view.high, ())
    point = view.point.copy()
    low = np.where(unknown, 0.0, view.low)
    high = np.where(unknown, 1.0, view.high)
    gated: list[int] = []
    if maturity is not None:
        for place in np.flatnonzero(view.carries & (view.direction == REVERSE)).tolist():
            actor = view.actors[view.from_index[place]]
            if actor.level not in GATED_LEVELS:
                continue
            index = actor.capability.index()
            if index is None:
                # Whatever the capability turns out to be, a relation known to be absent stays so.
                point[place] = np.nan if high[place] > 0 else 0.0
                low[place] = 0.0
                continue
            share = max(0.0, index - maturity) / (1 - maturity)
            if share == 0 and high[place] > 0:
                gated.append(place)
            # An unknown strength behind a closed gate is no longer unknown: it counts 0.
            point[place] = 0.0 if share == 0 else point[place] * share
            low[place] *= share
            high[place] *= share
    for array in (point, low, high):
        array.setflags(write=False)
    return EffectiveStrengths(point, low, high, tuple(gated))
