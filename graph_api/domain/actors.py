"""Who takes part: actors, what they can do, and the index of their capability."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph_api.domain.evidence import Evidence
from graph_api.domain.words import ActorId, Element, Label, Level, Sphere

LEAST_KNOWN_ELEMENTS = 4
"""An index over fewer known elements would say more than is known (docs/reference/scores.md)."""

Mean = Literal["geometric", "arithmetic"]


def unit_interval(value: float | None, what: str) -> None:
    """Refuse a number outside [0, 1]; None passes.

    Raises
    ------
    ValueError
        If the number is not in [0, 1] (NaN is not).

    """
    if value is not None and not 0 <= value <= 1:
        msg = f"{what} must lie in [0, 1], not {value!r}"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Capability:
    """Levels of the eight elements of one actor, with their index.

    ``elements`` holds only what a source or an author stated; None is stated as unknown.
    """

    elements: Mapping[Element, float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for element, level in self.elements.items():
            unit_interval(level, element)

    def __bool__(self) -> bool:
        return bool(self.elements)

    def known_levels(self) -> dict[Element, float]:
        """Give the levels that are known, in the order of `Element`."""
        levels = ((element, self.elements.get(element)) for element in Element)
        return {element: level for element, level in levels if level is not None}

    @property
    def known(self) -> float:
        """Give the share of the eight elements whose level is known, in [0, 1]."""
        return len(self.known_levels()) / len(Element)

    @property
    def weakest(self) -> Element | None:
        """Give the element of the lowest known level, the first of equals; None if none is."""
        levels = self.known_levels()
        return min(levels, key=levels.__getitem__) if levels else None

    def index(self, mean: Mean = "geometric") -> float | None:
        """Give the mean of the known elements, None with fewer than four of them.

        The geometric mean is the default: one dead element pulls it to 0 (essay 4, L213; the
        essay gives no formula, so this is a proposal of ours: docs/assumptions.md).

        Examples
        --------
        >>> levels = dict(zip(Element, (0.30, 0.25, 0.35, 0.25, 0.25, 0.20, 0.15, 0.25)))
        >>> round(Capability(levels).index(), 3), Capability(levels).index("arithmetic")
        (0.243, 0.25)

        """
        levels = list(self.known_levels().values())
        if len(levels) < LEAST_KNOWN_ELEMENTS:
            return None
        if mean == "arithmetic":
            return math.fsum(levels) / len(levels)
        if min(levels) == 0:
            return 0.0
        return math.exp(math.fsum(map(math.log, levels)) / len(levels))


@dataclass(frozen=True, slots=True)
class Capitals:
    """Political, economic and social capital in [0, 1]; None is unknown (essay 4, L183-185)."""

    political: float | None = None
    economic: float | None = None
    social: float | None = None

    def __post_init__(self) -> None:
        for name in ("political", "economic", "social"):
            unit_interval(getattr(self, name), name)

    def __bool__(self) -> bool:
        return (self.political, self.economic, self.social) != (None, None, None)


@dataclass(frozen=True, slots=True)
class Actor:
    """One who can empower or be empowered: a body, a group, a person, a resource.

    ``stateness`` in [0, 1] says how far it acts as the state (1) or as society (0). ``group`` is a
    free word that puts actors together; ``member_of`` names one actor; ``population`` counts
    persons.
    """

    id: ActorId
    name: Label
    kind: str
    level: Level
    sphere: Sphere
    stateness: float
    capability: Capability = Capability()
    capitals: Capitals = Capitals()
    member_of: ActorId | None = None
    group: str | None = None
    population: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        unit_interval(self.stateness, "stateness")
        if self.population is not None and not 0 <= self.population < math.inf:
            msg = f"population must be a finite number from 0 on, not {self.population!r}"
            raise ValueError(msg)
