"""What can be asked of a view, and what an answer looks like: frozen values, no computation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph_api.domain import ActorId, Band, Direction, RelationId
from graph_api.domain.words import Word
from graph_api.errors import BadParameterError


class Reading(Word):
    """How relations along a path make one number."""

    PRODUCT = "product", "product", "乘积", "The product of the strengths, damped per hop."
    WEAKEST = "weakest", "weakest relation", "最弱关系", "The smallest strength on the path."
    ALL_WALKS = "all_walks", "all walks", "全部通路", "All walks together, longer ones damped."


class Target(Word):
    """What is thought away."""

    ACTOR = "actor", "actor", "行动者", "One actor with all its relations."
    RELATION = "relation", "relation", "关系", "One relation."
    CHANNEL = "channel", "channel", "通道", "All relations of one ordered pair at once."


class Completeness(Word):
    """Whether an answer is all there is."""

    COMPLETE = "complete", "complete", "完整", "Nothing was left out."
    TRUNCATED = "truncated", "truncated", "截断", "A limit cut the answer short."


class Bound(Word):
    """What cut an answer short."""

    COUNT = "count", "count", "数量", "A limit on how many."
    HOPS = "hops", "hops", "跳数", "A limit on the length of paths."
    TIME = "time", "time", "时间", "The deadline."
    COST = "cost", "cost", "成本", "A limit on cost."
    MEMORY = "memory", "memory", "内存", "A limit on memory."


class Synergy(Word):
    """How two graphs differ on the side of the state and on the side of society."""

    MUTUAL = "mutual", "mutual", "双赢", "Both sides gain."
    ZERO_SUM = "zero_sum", "zero-sum", "零和", "One side gains, the other loses."
    ENFEEBLING = "enfeebling", "enfeebling", "双输", "Both sides lose."
    ONE_SIDED = "one_sided", "one-sided", "单边", "One side changes, the other does not."
    UNCHANGED = "unchanged", "unchanged", "不变", "Neither side changes."


class Quadrant(Word):
    """Strength of state and society, in this order."""

    WEAK_WEAK = "weak_weak", "weak state, weak society", "弱政府—弱社会", "Both below."
    STRONG_WEAK = "strong_weak", "strong state, weak society", "强政府—弱社会", "State above."
    WEAK_STRONG = "weak_strong", "weak state, strong society", "弱政府—强社会", "Society above."
    STRONG_STRONG = "strong_strong", "strong state, strong society", "强政府—强社会", "Both above."


class RegimeBasis(Word):
    """What the strength of a side is read from."""

    RELATIONS = "relations", "relations", "关系", "What each side is given to act with."
    CAPABILITY = "capability", "capability", "能力", "The capability index of its actors."


@dataclass(frozen=True, slots=True)
class Scoring:
    """How to score: reading, damping per hop, gate on immature reverse relations, longest path.

    Attributes
    ----------
    reading
        See `Reading`.
    decay
        In (0, 1]; each hop after the first multiplies a product by it.
    maturity
        In [0, 1), or None for no gate (docs/reference/scores.md).
    max_hops
        At least 1, or None.
    damping
        Only for ALL_WALKS; None: certified (docs/reference/scores.md).

    Raises
    ------
    BadParameterError
        If a number is out of range, or a combination has no meaning.

    """

    reading: Reading = Reading.PRODUCT
    decay: float = 1.0
    maturity: float | None = None
    max_hops: int | None = None
    damping: float | None = None

    def __post_init__(self) -> None:
        if not 0 < self.decay <= 1:
            raise _bad("decay", self.decay, "above 0 and up to 1", "大于 0 且不超过 1")
        if self.maturity is not None and not 0 <= self.maturity < 1:
            raise _bad("maturity", self.maturity, "from 0 on and below 1", "不小于 0 且小于 1")
        if self.max_hops is not None and self.max_hops < 1:
            raise _bad("maxHops", self.max_hops, "at least 1", "至少为 1")
        if self.damping is not None and not (0 < self.damping < math.inf):
            raise _bad("damping", self.damping, "a finite number above 0", "大于 0 的有限数")
        self._require_meaning()

    def _require_meaning(self) -> None:
        walks = self.reading is Reading.ALL_WALKS
        if self.decay != 1 and self.reading is not Reading.PRODUCT:
            raise _meaningless("decay", self.reading, (Reading.PRODUCT,))
        if self.max_hops is not None and walks:
            raise _meaningless("maxHops", self.reading, (Reading.PRODUCT, Reading.WEAKEST))
        if self.damping is not None and not walks:
            raise _meaningless("damping", self.reading, (Reading.ALL_WALKS,))

    def parameters(self) -> Mapping[str, Any]:
        """Give what was asked, JSON-ready, for the provenance of an answer."""
        return {
            "reading": self.reading.value,
            "decay": self.decay,
            "maturity": self.maturity,
            "maxHops": self.max_hops,
            "damping": self.damping,
        }


def _bad(name: str, value: object, en: str, zh: str) -> BadParameterError:
    return BadParameterError(
        f"{name} must be {en}, not {value!r}.",
        f"{name} 必须{zh}，不能是 {value!r}。",
        parameter=name,
    )


def _meaningless(name: str, reading: Reading, meant: tuple[Reading, ...]) -> BadParameterError:
    good = ", ".join(item.name for item in meant)
    return BadParameterError(
        f"{name} has no meaning for the reading {reading.name}; it has one for {good}.",
        f"{name} 对读法 {reading.name} 没有意义；适用于 {good}。",
        parameter=name,
        reading=reading.value,
    )


PRODUCT = Scoring()


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Path:
    """One loopless path: ``hops`` relations through ``hops + 1`` actors.

    ``score`` is computed along the path, in its order, in float64. ``weakest`` are the relations
    of the smallest effective strength (within 1e-12 relative), in path order.
    """

    score: float
    actors: tuple[ActorId, ...]
    relations: tuple[RelationId, ...]
    weakest: tuple[RelationId, ...]

    @property
    def hops(self) -> int:
        """Count the relations."""
        return len(self.relations)

    @property
    def band(self) -> Band:
        """Give the word for the score."""
        return Band.of(self.score)


@dataclass(frozen=True, slots=True)
class PathRanking:
    """The best paths, best first, and whether there are more that were not searched."""

    paths: tuple[Path, ...]
    completeness: Completeness
    truncated_by: Bound | None = None


@dataclass(frozen=True, slots=True)
class PairBounds:
    """Exact bounds: all strengths at low and at high, unknown ones at 0 and at 1."""

    forward: Interval
    reverse: Interval
    mutual: Interval


@dataclass(frozen=True, slots=True)
class PairScore:
    """Both directions of one pair (docs/reference/scores.md).

    ``forward`` is the best score from ``a`` to ``b``, ``reverse`` from ``b`` to ``a``; 0 without a
    path, None where the only paths go over unknown relations. ``mutual`` is sqrt(F R).
    ``unknown`` are the unknown relations that would change the score if they were 1; ``gated`` the
    reverse relations that the maturity gate closes. ``shared_actors`` lie inside both best paths.
    """

    a: ActorId
    b: ActorId
    scoring: Scoring
    forward: float | None
    reverse: float | None
    mutual: float | None
    dependence: float | None
    asymmetry: float | None
    bounds: PairBounds
    unknown: tuple[RelationId, ...] = ()
    gated: tuple[RelationId, ...] = ()
    forward_path: Path | None = None
    reverse_path: Path | None = None
    weakest: tuple[RelationId, ...] = ()
    shared_actors: tuple[ActorId, ...] = ()
    damping: float | None = None
    error: float | None = None
    completeness: Completeness = Completeness.COMPLETE
    truncated_by: Bound | None = None

    @property
    def band(self) -> Band | None:
        """Give the word for the mutual score; None for ALL_WALKS, which has its own scale."""
        return None if self.scoring.reading is Reading.ALL_WALKS else Band.of(self.mutual)


class PairRow(NamedTuple):
    """One pair of a ranking: the three scores, without derivation.

    A tuple, because rankings make thousands of them.
    """

    a: ActorId
    b: ActorId
    forward: float | None
    reverse: float | None
    mutual: float | None


@dataclass(frozen=True, slots=True)
class PairRanking:
    """Unordered pairs of two groups, each once, in the order asked for.

    ``disconnected`` counts, of all pairs of the two groups, those whose mutual score is 0.
    """

    rows: tuple[PairRow, ...]
    disconnected: int


@dataclass(frozen=True, slots=True)
class Channel:
    """All relations of one ordered pair of actors."""

    from_id: ActorId
    to_id: ActorId
    relations: tuple[RelationId, ...]


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """What one actor, relation or channel costs the chosen pairs by its absence.

    ``loss`` >= 0 is a sum of scores; ``loss_share`` in [0, 1] is None where the sum over all pairs
    is 0. ``subject`` is an actor id, a relation id, or a `Channel`.
    """

    subject: ActorId | RelationId | Channel
    loss: float
    loss_share: float | None
    pairs_cut: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The cheapest way to leave no path (docs/reference/scores.md); not on the scale of scores."""

    from_id: ActorId
    to_id: ActorId
    target: Target
    capacity: float | None
    relations: tuple[RelationId, ...] = ()
    actors: tuple[ActorId, ...] = ()
    connected: bool = False


@dataclass(frozen=True, slots=True)
class Regime:
    """How strong state and society are, each in [0, 1] or None, and the quadrant they make."""

    state: float | None
    society: float | None
    quadrant: Quadrant | None
    borderline: bool
    threshold: float
    by: RegimeBasis


@dataclass(frozen=True, slots=True)
class RelationDelta:
    """A relation of two views that differs; a strength is None where unknown, 0 where absent."""

    relation: RelationId
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class BrokerageRoles:
    """Gould-Fernandez counts of one actor by sphere, open triads only."""

    coordinator: int
    representative: int
    gatekeeper: int
    consultant: int
    liaison: int


@dataclass(frozen=True, slots=True)
class Step:
    """One relation of a derivation, with what the number rests on."""

    relation: RelationId
    from_id: ActorId
    to_id: ActorId
    direction: Direction
    strength: float | None
    band: Band
    evidence: tuple[str, ...]
