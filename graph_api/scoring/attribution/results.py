"""What an attribution looks like: frozen values, no computation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph_api.domain import ActorId, RelationId
from graph_api.errors import BadParameterError
from graph_api.scoring.results import Bound, Completeness, Scoring

MOST_PERMUTATIONS = 100_000
LEAST_PERMUTATIONS = 100


@dataclass(frozen=True, slots=True)
class Order:
    """How orders are drawn where there are too many relations to weigh every set of them.

    Attributes
    ----------
    permutations
        How many, 100 to 100,000.
    seed
        From 0 to 2**31 - 1; the same seed gives the same numbers.

    Raises
    ------
    BadParameterError
        If one of them is out of range.

    """

    permutations: int = 1_000
    seed: int = 0

    def __post_init__(self) -> None:
        ranges: Mapping[str, tuple[int, int]] = {
            "permutations": (LEAST_PERMUTATIONS, MOST_PERMUTATIONS),
            "seed": (0, 2**31 - 1),
        }
        for name, (low, high) in ranges.items():
            said: Any = getattr(self, name)
            if isinstance(said, bool) or not isinstance(said, int) or not low <= said <= high:
                raise BadParameterError(
                    f"{name} must be a whole number from {low:,} to {high:,}, not {said!r}.",
                    f"{name} 必须是 {low:,} 到 {high:,} 的整数，不能是 {said!r}。",
                    parameter=name,
                )


@dataclass(frozen=True, slots=True)
class AttributionShare:
    """What one relation contributes to the mutual score of a pair; ``share`` >= 0.

    ``standard_error`` is None where the share is exact.
    """

    relation: RelationId
    share: float
    standard_error: float | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The mutual score of a pair as a sum over relations (docs/reference/attribution.md).

    ``shares`` stand largest first and add up to ``score`` exactly (``math.fsum``). ``permutations``
    is how many orders were drawn, 0 where the shares are exact. ``paths_listed``: the relations are
    those on a loopless path; else those on any walk, of which some may have to get 0.
    """

    a: ActorId
    b: ActorId
    scoring: Scoring
    score: float
    shares: tuple[AttributionShare, ...]
    exact: bool
    permutations: int
    seed: int
    paths_listed: bool
    completeness: Completeness = Completeness.COMPLETE
    truncated_by: Bound | None = None
