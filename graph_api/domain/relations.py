"""Who empowers whom, with what, and how strongly; one relation is one directed tie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph_api.domain.actors import Actor, unit_interval
from graph_api.domain.evidence import Evidence
from graph_api.domain.words import (
    ActorId,
    Band,
    Basis,
    Direction,
    Element,
    RelationClass,
    RelationId,
    Status,
)

STRENGTH_DECIMALS = 6
"""Strengths carry at most six decimals, so that sums of them are exact integers times 1e-6."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a relation is, in [0, 1]: 0 known to be absent, 1 as strong as can be.

    ``best`` is None where only a range is known; the point value is then the middle of the range.
    """

    low: float
    best: float | None
    high: float

    def __post_init__(self) -> None:
        if 0 <= self.low <= self.point <= self.high <= 1:
            return
        for name in ("low", "best", "high"):  # say what is wrong
            unit_interval(getattr(self, name), name)
        msg = f"low <= best <= high does not hold: {self.low}, {self.best}, {self.high}"
        raise ValueError(msg)

    @classmethod
    def exactly(cls, value: float) -> Strength:
        """Give the strength that one plain number states."""
        return cls(value, value, value)

    @property
    def point(self) -> float:
        """Give the one number that point scores use."""
        return (self.low + self.high) / 2 if self.best is None else self.best


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one expert says a strength is; ``confidence`` is the weight in the pool."""

    expert: str
    low: float
    best: float
    high: float
    confidence: float = 1.0

    def __post_init__(self) -> None:
        Strength(self.low, self.best, self.high)
        if not 0 < self.confidence < math.inf:
            msg = f"confidence must be a finite number above 0, not {self.confidence!r}"
            raise ValueError(msg)


def pool(judgements: Sequence[Judgement]) -> Strength:
    """Pool judgements linearly: best is the mean weighted by confidence, low and high the extremes.

    Source: the linear opinion pool (Stone 1961); docs/reference/format.md.

    Examples
    --------
    >>> pool([Judgement("a", 0.1, 0.2, 0.3), Judgement("b", 0.2, 0.6, 0.7, confidence=3)])
    Strength(low=0.1, best=0.5, high=0.7)

    """
    most = max(j.confidence for j in judgements)  # so that no sum leaves float64
    weight = math.fsum(j.confidence / most for j in judgements)
    best = math.fsum(j.confidence / most * j.best for j in judgements) / weight
    low = min(j.low for j in judgements)
    high = max(j.high for j in judgements)
    return Strength(low, min(max(round(best, 12), low), high), high)


@dataclass(frozen=True, slots=True)
class Relation:
    """One directed relation between two actors, or a loop of one actor upon itself.

    ``direction`` is what the source calls it; None leaves it to the levels of the two ends
    (`direction_of`). ``strength`` None is unknown. With ``judgements`` the strength is their pool.
    ``valid_from`` and ``valid_to`` are both included.
    """

    id: RelationId
    from_id: ActorId
    to_id: ActorId
    relation_class: RelationClass = RelationClass.EMPOWERMENT
    direction: Direction | None = None
    conveys: tuple[str, ...] = ()
    elements: tuple[Element, ...] = ()
    strength: Strength | None = None
    judgements: tuple[Judgement, ...] = ()
    status: Status = Status.PRACTICE
    basis: Basis = Basis.PROPOSAL
    valid_from: date | None = None
    valid_to: date | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if self.judgements and self.strength != pool(self.judgements):
            msg = f"the strength of relation {self.id!r} must be the pool of its judgements"
            raise ValueError(msg)
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            msg = f"relation {self.id!r} ends before it begins"
            raise ValueError(msg)

    @property
    def band(self) -> Band:
        """Give the word for the strength."""
        return Band.of(self.strength.point if self.strength else None)

    def holds_on(self, day: date) -> bool:
        """Tell whether the relation is valid on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def direction_of(relation: Relation, start: Actor, end: Actor) -> Direction:
    """Give what the source calls the relation, else what level, then stateness, of its ends say."""
    if relation.direction is not None:
        return relation.direction
    if start.id == end.id:
        return Direction.SELF
    above = (start.level.rank, start.stateness)
    below = (end.level.rank, end.stateness)
    if above == below:
        return Direction.LATERAL
    return Direction.DOWNWARD if above > below else Direction.REVERSE
