"""What is asked about uncertain strengths, and what an answer looks like: frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import ActorId, Band, RelationId
from graph_api.domain.words import Word
from graph_api.errors import BadParameterError
from graph_api.scoring.results import (
    Bound,
    Channel,
    Completeness,
    Interval,
    PairBounds,
    Scoring,
    Target,
)

FEWEST_DRAWS = 100
"""Fewer say nothing of the ends of a 90% band."""

MOST_DRAWS = 100_000

GREATEST_SEED = 2**63 - 1


class Coupling(Word):
    """How draws of different relations hang together."""

    INDEPENDENT = (
        "independent",
        "independent",
        "相互独立",
        "Each relation is drawn by itself: one may be strong where another is weak.",
    )
    SHARED = (
        "shared",
        "shared",
        "同升同降",
        "One quantile per draw for all relations: all are high together or low together.",
    )


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to draw.

    Attributes
    ----------
    draws
        How many graphs are drawn, from 100 to 100,000.
    seed
        From 0 to 2^63 - 1: the same seed gives the same numbers.
    coupling
        See `Coupling`.

    Raises
    ------
    BadParameterError
        If a number is out of range.

    """

    draws: int = 1000
    seed: int = 0
    coupling: Coupling = Coupling.INDEPENDENT

    def __post_init__(self) -> None:
        require_whole("draws", self.draws, FEWEST_DRAWS, MOST_DRAWS)
        require_whole("seed", self.seed, 0, GREATEST_SEED)


def require_whole(name: str, value: object, least: int, most: int) -> None:
    """Refuse what is no whole number between two ends, by its name."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not least <= value <= most:  # type: ignore[operator]  # it is an int here
        shown = repr(value)[:40]
        raise BadParameterError(
            f"{name} must be a whole number from {least} to {most}, not {shown}.",
            f"{name} 必须是 {least} 至 {most} 的整数，不能是 {shown}。",
            parameter=name,
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """How a score varies over the draws.

    ``band90`` holds from the 5% to the 95% quantile. ``error`` is the Monte Carlo standard error of
    the median, from order statistics (docs/reference/uncertainty.md).
    """

    median: float
    band90: Interval
    error: float


@dataclass(frozen=True, slots=True)
class BandProbability:
    """How probable it is that the mutual score has this word, and its Monte Carlo error."""

    band: Band
    probability: float
    error: float


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How sure the mutual score of one pair is.

    ``bounds`` are exact; ``median``, ``band90`` and ``monte_carlo_error`` are those of ``mutual``.
    ``asymmetry`` is None where in no draw either direction works; draws in which neither does are
    left out of it. ``bands`` is empty for ALL_WALKS, which has its own scale. ``drawn`` counts the
    relations of uncertain strength that could matter and were drawn.
    """

    a: ActorId
    b: ActorId
    scoring: Scoring
    bounds: PairBounds
    median: float
    band90: Interval
    monte_carlo_error: float
    forward: Spread
    reverse: Spread
    mutual: Spread
    asymmetry: Spread | None
    bands: tuple[BandProbability, ...]
    drawn: int
    draws: int
    seed: int
    coupling: Coupling
    damping: float | None = None
    completeness: Completeness = Completeness.COMPLETE
    truncated_by: Bound | None = None


@dataclass(frozen=True, slots=True)
class RankProbability:
    """How one subject ranks over the draws.

    ``probability_first`` in [0, 1]: tied firsts share their draw equally; where nothing costs
    anything nobody is first. ``expected_rank`` from 1: tied subjects each have the mean of the
    places that they share. ``loss`` holds from the 5% to the 95% quantile.
    """

    subject: ActorId | RelationId | Channel
    probability_first: float
    probability_error: float
    expected_rank: float
    rank_error: float
    loss: Interval
    median_loss: float


@dataclass(frozen=True, slots=True)
class RankUncertainty:
    """How sure a ranking of bottlenecks is.

    ``rows`` are the subjects that cost something in at least one draw, lowest expected rank first,
    then by id. ``not_separable`` are pairs of ``rows`` of which the draws do not tell which is the
    worse bottleneck: P(one above the other) in [.2, .8]. ``probability_none``: of no bottleneck.
    """

    rows: tuple[RankProbability, ...]
    not_separable: tuple[tuple[str, str], ...]
    probability_none: float
    subjects: int
    costly: int
    drawn: int
    target: Target
    scoring: Scoring
    draws: int
    seed: int
    coupling: Coupling
    damping: float | None = None
    completeness: Completeness = Completeness.COMPLETE
    truncated_by: Bound | None = None


def name_of(subject: ActorId | RelationId | Channel) -> str:
    """Give the name of a subject as one text: its id, of a channel ``from → to``."""
    if isinstance(subject, Channel):
        return f"{subject.from_id} → {subject.to_id}"
    return subject
