"""The eight elements of a resident's empowerment, the three capitals, and the gate of maturity.

The elements are L213, without level or weight; the capitals are L183-185; that residents empower in
reverse when they are mature enough is L213 and L221.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import Capability, Capitals, Element

WEAK_BELOW = 0.40
"""Where the band "weak" ends (docs/assumptions.md, A-02)."""

CAPITALS = ("political", "economic", "social")


@dataclass(frozen=True, slots=True)
class Elements:
    """What one actor's eight elements come to.

    ``leverage`` tells for each known element how far the geometric index would rise if that element
    alone rose to the level of the strongest: the greatest stands where help does most.
    """

    levels: dict[Element, float]
    geometric: float | None
    arithmetic: float | None
    weakest: Element | None
    leverage: dict[Element, float]

    @property
    def all_weak(self) -> bool | None:
        """Tell whether every element is weak; None where one is not known and none is stronger."""
        if any(level >= WEAK_BELOW for level in self.levels.values()):
            return False
        return True if len(self.levels) == len(Element) else None


def elements_of(capability: Capability) -> Elements:
    """Read the eight elements of an actor."""
    levels = capability.known_levels()
    index = capability.index()
    leverage: dict[Element, float] = {}
    if index is not None:
        top = max(levels.values())
        for element in levels:
            raised = Capability({**levels, element: top}).index()
            leverage[element] = (raised or 0.0) - index
    return Elements(levels, index, capability.index("arithmetic"), capability.weakest, leverage)


def capital_levels(capitals: Capitals) -> dict[str, float | None]:
    """Give the three capitals by name."""
    return {name: getattr(capitals, name) for name in CAPITALS}


def mean_capital(capitals: Capitals) -> float | None:
    """Give the mean of the three capitals; None where one is not known."""
    known = [level for level in capital_levels(capitals).values() if level is not None]
    return sum(known) / len(known) if len(known) == len(CAPITALS) else None


def gate(index: float | None, theta: float) -> float | None:
    """Give the share of a reverse relation that counts: [index - theta]+ / (1 - theta).

    Examples
    --------
    >>> gate(0.25, 0.35), round(gate(0.664, 0.35), 3), gate(1.0, 1.0)
    (0.0, 0.483, 0.0)

    """
    if index is None:
        return None
    if theta >= 1:
        return 0.0
    return max(0.0, index - theta) / (1 - theta)


def participation(relation: float, value: float) -> float:
    """Give how far residents take part: the relation is the basis, so without it nothing (L191).

    Examples
    --------
    >>> participation(0, 1), participation(0.5, 0.5)
    (0, 0.25)

    """
    return relation * value
