"""What holds the platform back: the scarcest factor limits all (L27-L37).

The essay says of one lack after another that it "constrains" the whole, and of the operators that
they are the key. Read as a minimum (Liebig's law), nothing is gained by raising one factor while
another is as scarce; the geometric mean is shown beside it (A-43).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.domain.numbers import require_within
from graph_api.domain.words import Word

WEAK_BELOW = 0.40
"""Where "weak" ends (A-02)."""

TIE = 1e-12


class LimitingFactor(Word):
    """A factor that the essay names as limiting."""

    ATTENTION = (
        "attention",
        "attention of the office",
        "街道的重视程度",
        "Attention that governing pays to new media; inertia of the old ways (L27).",
    )
    SUPPORT = (
        "support",
        "cadres' mastery and support",
        "基层干部的掌握与支持",
        "Cadres master new media and promote them (L29).",
    )
    SKILL = (
        "skill",
        "operators' skill",
        "运营人员的能力",
        "Operators can develop the platform, not only use it; called the key (L31).",
    )
    COVERAGE = (
        "coverage",
        "coverage of residents",
        "居民覆盖",
        "Share of residents whom the platform covers (L35).",
    )
    IDENTIFICATION = (
        "identification",
        "residents' identification",
        "居民认同",
        "Share of those covered who identify with it and use it (L35).",
    )
    INPUT = (
        "input",
        "people, money and material",
        "人财物投入",
        "What the higher levels put into grassroots governance (L37).",
    )


LINES = {
    LimitingFactor.ATTENTION: ("27",),
    LimitingFactor.SUPPORT: ("29",),
    LimitingFactor.SKILL: ("31",),
    LimitingFactor.COVERAGE: ("35",),
    LimitingFactor.IDENTIFICATION: ("35",),
    LimitingFactor.INPUT: ("37",),
}
"""Where the essay names each."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A factor with its level in [0, 1] (None: nobody has said it).

    ``binding``: it is the scarcest of those known, or as scarce. ``weak``: below 0.40.
    """

    factor: LimitingFactor
    level: float | None
    binding: bool

    @property
    def weak(self) -> bool | None:
        """Tell whether it is weak."""
        return None if self.level is None else self.level < WEAK_BELOW - TIE


@dataclass(frozen=True, slots=True)
class Gates:
    """All factors together.

    ``minimum`` is the scarcest of the known ones: k, which every flow over the platform is
    multiplied by. While ``unknown`` names factors, the true k may be lower, down to 0, and never
    higher. Both None where nothing is known.
    """

    gates: tuple[Gate, ...]

    @property
    def known(self) -> dict[LimitingFactor, float]:
        """Give the levels that are known."""
        return {gate.factor: gate.level for gate in self.gates if gate.level is not None}

    @property
    def unknown(self) -> tuple[LimitingFactor, ...]:
        """Give the factors that nobody has said."""
        return tuple(gate.factor for gate in self.gates if gate.level is None)

    @property
    def minimum(self) -> float | None:
        """Give k over the known factors."""
        return min(self.known.values(), default=None)

    @property
    def low(self) -> float:
        """Give what k cannot be below: 0 while a factor is unknown."""
        return 0.0 if self.unknown or self.minimum is None else self.minimum

    @property
    def geometric(self) -> float | None:
        """Give the geometric mean of the known factors, which lets one lack be made up for."""
        levels = list(self.known.values())
        if not levels:
            return None
        if 0 in levels:
            return 0.0
        return math.exp(math.fsum(map(math.log, levels)) / len(levels))

    @property
    def binding(self) -> tuple[LimitingFactor, ...]:
        """Give the scarcest known factors."""
        return tuple(gate.factor for gate in self.gates if gate.binding)

    @property
    def weak(self) -> tuple[LimitingFactor, ...]:
        """Give the known factors that are weak."""
        return tuple(gate.factor for gate in self.gates if gate.weak)

    def to_raise(self, target: float) -> tuple[LimitingFactor, ...]:
        """Give the known factors below ``target``: all of them have to rise for k to reach it.

        Raises
        ------
        BadParameterError
            If ``target`` is not in [0, 1].

        """
        require_within("target", target, 0, 1)
        return tuple(factor for factor, level in self.known.items() if level < target - TIE)

    def with_level(self, factor: LimitingFactor, level: float) -> Gates:
        """Give the gates with one factor at another level."""
        return gates(
            [(gate.factor, gate.level) for gate in self.gates if gate.factor != factor]
            + [(factor, level)]
        )


def gates(levels: Sequence[tuple[LimitingFactor, float | None]]) -> Gates:
    """Put the levels of the factors together, in the order of `LimitingFactor`.

    Raises
    ------
    BadParameterError
        If a level is not in [0, 1]; it names the factor.

    Examples
    --------
    >>> skill, money = LimitingFactor.SKILL, LimitingFactor.INPUT
    >>> found = gates([(skill, 0.25), (money, 0.25), (LimitingFactor.ATTENTION, None)])
    >>> found.minimum, found.low, [item.value for item in found.binding]
    (0.25, 0.0, ['skill', 'input'])
    >>> found.with_level(skill, 0.75).minimum  # the input holds it where it is
    0.25

    """
    given = dict(levels)
    for factor, level in given.items():
        require_within(factor.value, level, 0, 1)
    known = [level for level in given.values() if level is not None]
    least = min(known, default=math.inf)
    return Gates(
        tuple(
            Gate(factor, given[factor], _binds(given[factor], least))
            for factor in LimitingFactor
            if factor in given
        )
    )


def _binds(level: float | None, least: float) -> bool:
    return level is not None and level <= least + TIE
