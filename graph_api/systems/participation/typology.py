"""What residents take part in, and on whose initiative: the shares of the four cells (L131, L135).

The essay gives the order of the types and no number; the shares are a proposal (A-75).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import Label, Word
from graph_api.errors import BadParameterError


class Kind(Word):
    """What an act of participation is about."""

    ENTERTAINMENT = "entertainment", "entertainment", "娱乐活动", "Sport, dance, games (L131)."
    PUBLIC = "public", "public affairs", "公共事务", "Fees, parking, safety and the like (L131)."


class Initiative(Word):
    """Who sets an act of participation going."""

    PASSIVE = "passive", "passive", "被动", "Residents are called out, or drift along (L135)."
    ACTIVE = "active", "active", "主动", "Residents begin it themselves (L131, L135)."


Axes = tuple[Kind, Initiative]
"""A cell of the typology."""

CELLS: tuple[Axes, ...] = tuple((kind, initiative) for kind in Kind for initiative in Initiative)
"""The four cells: entertainment first, passive first."""

SHARES: Mapping[Axes, str] = {
    (kind, initiative): f"share_{kind.value}_{initiative.value}" for kind, initiative in CELLS
}
"""The parameter that weighs each cell."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One type of participation; ``share`` is its part of all participation, in [0, 1]."""

    kind: Kind
    initiative: Initiative
    share: float
    examples: tuple[Label, ...] = ()


def shares_of(weights: Mapping[Axes, float]) -> dict[Axes, float]:
    """Give the share of each cell: its weight among all four (A-75).

    Parameters
    ----------
    weights
        A number from 0 for each of the four cells; they need not sum to 1.

    Returns
    -------
    dict
        The shares; they sum to 1.

    Raises
    ------
    BadParameterError
        If a weight is negative or not finite, a cell is missing, or all are 0.

    Examples
    --------
    >>> shares = shares_of(dict(zip(CELLS, (2, 1, 1, 0))))
    >>> [shares[cell] for cell in CELLS]
    [0.5, 0.25, 0.25, 0.0]

    """
    for cell in CELLS:
        weight = weights.get(cell)
        if weight is None or not math.isfinite(weight) or weight < 0:
            raise BadParameterError(
                f"{SHARES[cell]} must be a finite number from 0, not {weight}.",
                f"{SHARES[cell]} 必须是不小于 0 的有限数，不能是 {weight}。",
                parameter=SHARES[cell],
            )
    total = math.fsum(weights[cell] for cell in CELLS)
    if total == 0:
        names = ", ".join(SHARES.values())
        raise BadParameterError(
            f"No participation at all: {names} are all 0. Raise one of them.",
            f"没有任何参与：{names} 均为 0。请至少提高其中一个。",
            parameter=SHARES[CELLS[0]],
        )
    return {cell: weights[cell] / total for cell in CELLS}


@dataclass(frozen=True, slots=True)
class Tally:
    """How much participation there is of each type; None on an axis: nobody has said.

    ``weights`` are numbers from 0, not all 0; ``by_heads``: they count who came, else activities,
    or are the weights of the scenario (None).
    """

    weights: Mapping[Axes, float] | Mapping[tuple[Kind | None, Initiative | None], float]
    by_heads: bool | None = None

    def shares(self) -> dict[Axes, float]:
        """Give the share of each type among what is known on both axes.

        Raises
        ------
        BadParameterError
            If nothing is.

        """
        said = {cell: weight for cell, weight in self.weights.items() if None not in cell}
        known = {cell: said.get(cell, 0.0) for cell in CELLS}
        if not any(known.values()) and self.by_heads is not None:
            raise BadParameterError(
                "No activity that anybody came to says both its kind and whose initiative it was.",
                "没有一项有人参加的活动同时说明内容和主动性。",
                parameter="activities",
            )
        return shares_of(known)

    def share(self, side: Kind | Initiative) -> float | None:
        """Give the share of one side of an axis among what is known on it; None if nothing is."""
        weight, other, _ = self._sides(side)
        return None if weight + other == 0 else weight / (weight + other)

    def bounds(self, side: Kind | Initiative) -> tuple[float, float]:
        """Give the least and the greatest share of a side, as the unknown may turn out."""
        weight, other, unknown = self._sides(side)
        total = weight + other + unknown
        return weight / total, (weight + unknown) / total

    def _sides(self, side: Kind | Initiative) -> tuple[float, float, float]:
        place = 0 if isinstance(side, Kind) else 1
        told = [(cell[place], weight) for cell, weight in self.weights.items()]
        unknown = math.fsum(weight for word, weight in told if word is None)
        here = math.fsum(weight for word, weight in told if word is side)
        other = math.fsum(weight for word, weight in told if word not in {None, side})
        return here, other, unknown
