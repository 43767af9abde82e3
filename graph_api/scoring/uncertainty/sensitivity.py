"""What changes when one choice of the analyst does: decay, gate, hop limit, filters, thresholds."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.domain import (
    ActorId,
    Band,
    Basis,
    GraphSnapshot,
    RelationFilter,
    RelationId,
    Status,
    ViewKey,
    snapshot,
)
from graph_api.domain.words import Word
from graph_api.errors import BadParameterError, TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.bottlenecks import rank_bottlenecks
from graph_api.scoring.losses.subjects import GroupPairs, require_few_pairs
from graph_api.scoring.pairs.scores import rank_pairs
from graph_api.scoring.regime import regime
from graph_api.scoring.results import (
    PRODUCT,
    Channel,
    Quadrant,
    Reading,
    RegimeBasis,
    Scoring,
    Target,
)

MOST_RELATIONS = 100_000
"""Each filter builds a view of its own."""

DECAYS = (1.0, 0.9, 0.8, 0.7, 0.5)
MATURITIES = (None, 0.2, 0.3, 0.4, 0.5, 0.6)
HOPS = (None, 2, 3, 4, 5)
STRENGTHS = (0.05, 0.12, 0.2, 0.4)
THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6)


class Choice(Word):
    """What an analyst chooses, and might have chosen otherwise."""

    BASE = "base", "as asked", "原设定", "Nothing is changed: what the others are compared with."
    DECAY = "decay", "decay", "衰减", "The factor per hop after the first."
    MATURITY = "maturity", "maturity gate", "成熟度门槛", "The gate on reverse relations."
    MAX_HOPS = "max_hops", "hop limit", "跳数上限", "The longest path that is looked at."
    READING = "reading", "reading", "读法", "How relations along a path make one number."
    MIN_STRENGTH = (
        "min_strength",
        "least strength",
        "最低强度",
        "Relations below it, or unknown, are left out.",
    )
    STATUS = "status", "left out by status", "按状态排除", "Relations of one status are left out."
    BASIS = "basis", "left out by basis", "按依据排除", "Relations of one basis are left out."
    THRESHOLD = "threshold", "threshold", "阈值", "From where a side of the regime is strong."
    REGIME_BASIS = "regime_basis", "read from", "格局依据", "What a side's strength is read from."


class Flip(Word):
    """What may come out otherwise."""

    FIRST = "first", "first bottleneck", "首位瓶颈", "Another subject is the first bottleneck."
    BAND = "band", "band", "强度等级", "The mean mutual score has another word."
    QUADRANT = "quadrant", "quadrant", "象限", "The regime lies in another quadrant."


@dataclass(frozen=True, slots=True)
class SensitivityRow:
    """What comes out under one choice, all others as asked.

    ``value`` is what was chosen, as text; empty for no gate, limit or filter. ``mutual`` is the
    mean mutual score of the pairs, an unknown one counted 0; None where none is known. ``first`` is
    the first bottleneck, None where nothing alone costs anything. ``flips`` names what differs from
    the base row.
    """

    choice: Choice
    value: str
    mutual: float | None
    band: Band | None
    first: ActorId | RelationId | Channel | None
    loss_share: float | None
    quadrant: Quadrant | None
    flips: tuple[Flip, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One choice changed at a time; ``rows`` does not hold the base."""

    base: SensitivityRow
    rows: tuple[SensitivityRow, ...]
    pairs: int
    target: Target
    scoring: Scoring
    threshold: float
    by: RegimeBasis


@dataclass(frozen=True, slots=True)
class _Settings:
    view: GraphSnapshot
    scoring: Scoring
    threshold: float
    by: RegimeBasis


def sensitivity(  # noqa: PLR0913  # the question
    view: GraphSnapshot,
    between: Sequence[str],
    other: Sequence[str],
    scoring: Scoring = PRODUCT,
    *,
    target: Target = Target.ACTOR,
    threshold: float = 0.5,
    by: RegimeBasis = RegimeBasis.RELATIONS,
    progress: Callable[[float], None] | None = None,
) -> Sensitivity:
    """Change one choice at a time, and tell what comes out otherwise.

    Parameters
    ----------
    view
        The graph to read.
    between, other
        Ids of two groups; their pairs as in `rank_bottlenecks`. Two single actors are one pair.
    scoring
        How to score otherwise; a parameter that its reading does not have is not varied.
    target
        What is thought away.
    threshold, by
        Of the regime.
    progress
        Called with the share that is done.

    Returns
    -------
    Sensitivity
        A row per choice and value: decay, gate, hop limit, reading (where nothing else would have
        to change with it), least strength, each status and basis that the view has left out in
        turn, threshold of the regime and what it is read from.

    Raises
    ------
    UnknownActorError
        If a group names an actor that is not in ``view``.
    BadParameterError
        If the groups make no pair, or too many, or the threshold is not in [0, 1].
    TooCostlyError
        If the view has more than 100,000 relations.

    Notes
    -----
    One-at-a-time changes show no interactions (Saltelli and Annoni 2010): two choices may flip
    together what neither flips alone. See docs/reference/uncertainty.md.

    """
    require_few_pairs(len(between), len(other))
    _require_small(view)
    pairs = GroupPairs(
        *(np.array([view.place(actor) for actor in group], np.int64) for group in (between, other))
    )
    if not pairs.count:
        raise BadParameterError(
            "The two groups make no pair of two different actors: name another actor.",
            "两组之间没有由两个不同行动者构成的对：请另选行动者。",
            parameter="and",
        )
    settings = _Settings(view, scoring, threshold, by)
    changed = [*_changed(settings)]

    def row(choice: Choice, value: str, under: _Settings) -> SensitivityRow:
        return _row(choice, value, under, (between, other), pairs, target)

    base = row(Choice.BASE, "", settings)
    rows = []
    for done, (choice, value, under) in enumerate(changed, 1):
        stopping.check(f"{done - 1} choices had been tried", f"已试过 {done - 1} 种选择")
        found = row(choice, value, under)
        rows.append(dataclasses.replace(found, flips=_flips(base, found)))
        if progress is not None:
            progress(done / len(changed))
    return Sensitivity(base, tuple(rows), pairs.count, target, scoring, threshold, by)


def _require_small(view: GraphSnapshot) -> None:
    if len(view.relations) > MOST_RELATIONS:
        raise TooCostlyError(
            f"A view of {len(view.relations):,} relations is too large to be built anew for every"
            f" filter (up to {MOST_RELATIONS:,}): narrow it by a filter first.",
            f"视图有 {len(view.relations):,} 条关系，无法为每种筛选重建（至多"
            f" {MOST_RELATIONS:,} 条）：请先用筛选缩小视图。",
            parameter="filter",
        )


def _row(  # noqa: PLR0913, PLR0917  # the question
    choice: Choice,
    value: str,
    under: _Settings,
    groups: tuple[Sequence[str], Sequence[str]],
    pairs: GroupPairs,
    target: Target,
) -> SensitivityRow:
    known = [
        row.mutual
        for row in rank_pairs(under.view, *groups, under.scoring).rows
        if row.mutual is not None
    ]
    mutual = sum(known) / pairs.count if known else None
    ranking = rank_bottlenecks(under.view, pairs, under.scoring, target=target)
    leader = ranking[0] if len(ranking) and ranking[0].loss > 0 else None
    is_walks = under.scoring.reading is Reading.ALL_WALKS
    return SensitivityRow(
        choice,
        value,
        mutual,
        None if is_walks else Band.of(mutual),
        leader.subject if leader else None,
        leader.loss_share if leader else None,
        regime(under.view, under.threshold, under.by).quadrant,
    )


def _flips(base: SensitivityRow, row: SensitivityRow) -> tuple[Flip, ...]:
    differs = {
        Flip.FIRST: _ends_of(base.first) != _ends_of(row.first),
        Flip.BAND: None not in {base.band, row.band} and base.band is not row.band,
        Flip.QUADRANT: base.quadrant is not row.quadrant,
    }
    return tuple(flip for flip, is_other in differs.items() if is_other)


def _ends_of(subject: ActorId | RelationId | Channel | None) -> object:
    """Give what names a subject: a channel stays itself where a filter takes a relation of it."""
    return (subject.from_id, subject.to_id) if isinstance(subject, Channel) else subject


Changed = tuple[Choice, str, _Settings]


def _changed(base: _Settings) -> Iterator[Changed]:
    """Give what is changed, one at a time."""
    yield from _scorings(base)
    for least in STRENGTHS:
        wanted = RelationFilter(min_strength=least)
        yield Choice.MIN_STRENGTH, f"{least:g}", _filtered(base, wanted)
    relations = base.view.relations
    statuses = Counter(relation.status for relation in relations)
    for status in Status:
        if 0 < statuses[status] < len(relations):
            left = RelationFilter(statuses=tuple(item for item in Status if item is not status))
            yield Choice.STATUS, status.value, _filtered(base, left)
    bases = Counter(relation.basis for relation in relations)
    for basis in Basis:
        if 0 < bases[basis] < len(relations):
            kept = RelationFilter(bases=tuple(item for item in Basis if item is not basis))
            yield Choice.BASIS, basis.value, _filtered(base, kept)
    for threshold in THRESHOLDS:
        if threshold != base.threshold:
            changed = dataclasses.replace(base, threshold=threshold)
            yield Choice.THRESHOLD, f"{threshold:g}", changed
    for by in RegimeBasis:
        if by is not base.by:
            yield Choice.REGIME_BASIS, by.value, dataclasses.replace(base, by=by)


def _scorings(base: _Settings) -> Iterator[Changed]:
    scoring = base.scoring

    def other(**change: object) -> _Settings:
        return dataclasses.replace(base, scoring=dataclasses.replace(scoring, **change))  # type: ignore[arg-type]  # named above each call

    if scoring.reading is Reading.PRODUCT:
        for decay in DECAYS:
            if decay != scoring.decay:
                yield Choice.DECAY, f"{decay:g}", other(decay=decay)
    for maturity in MATURITIES:
        if maturity != scoring.maturity:
            said = "" if maturity is None else f"{maturity:g}"
            yield Choice.MATURITY, said, other(maturity=maturity)
    if scoring.reading is not Reading.ALL_WALKS:
        for hops in HOPS:
            if hops != scoring.max_hops:
                said = "" if hops is None else str(hops)
                yield Choice.MAX_HOPS, said, other(max_hops=hops)
    if scoring.decay == 1 and scoring.max_hops is None and scoring.damping is None:
        for reading in Reading:
            if reading is not scoring.reading:
                yield Choice.READING, reading.value, other(reading=reading)


def _filtered(base: _Settings, wanted: RelationFilter) -> _Settings:
    view = base.view
    kept = [view.relations[place] for place in view.passing_places(wanted).tolist()]
    key = ViewKey(view.key.scenario, view.key.revision, view.key.variant, f"{view.key.digest}+")
    smaller = snapshot(key, view.actors, kept, support=view.support)
    return dataclasses.replace(base, view=smaller)
