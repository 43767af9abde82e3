"""Losses in every draw: the numbers behind a ranking that is uncertain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.errors import TooCostlyError
from graph_api.scoring.losses.subjects import GroupPairs, Pair, by_busier_end, distinct_pairs
from graph_api.scoring.results import PRODUCT, Channel, Reading, Scoring, Target
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.graphs import DrawnGraph, drawn_graph
from graph_api.scoring.uncertainty.losses import DrawnLosses, drawn_losses, drawn_walk_losses
from graph_api.scoring.uncertainty.results import Sampling
from graph_api.scoring.walks.bounds import damping_of

MOST_PAIR_DRAWS = 20_000_000
"""Pairs times draws."""

DRAWING = 0.2
"""Share of the progress that drawing takes."""

Subject = ActorId | RelationId | Channel
"""What is thought away."""


@dataclass(frozen=True, eq=False)
class BottleneckDraws:
    """What every subject costs the chosen pairs, in every draw.

    Attributes
    ----------
    subjects
        Those that cost something in at least one draw, in the order of the view.
    losses
        Shape (len(subjects), draws).
    total
        Shape (draws,): the sum of the mutual scores of all pairs.
    count
        How many subjects there are in all.
    uncertain
        How many relations were drawn.
    damping
        For ALL_WALKS, else None.

    """

    subjects: tuple[Subject, ...]
    losses: Numbers
    total: Numbers
    count: int
    uncertain: int
    damping: float | None


def bottleneck_draws(  # noqa: PLR0913  # the question
    view: GraphSnapshot,
    pairs: Iterable[tuple[str, str]] | GroupPairs,
    scoring: Scoring = PRODUCT,
    sampling: Sampling | None = None,
    *,
    target: Target = Target.ACTOR,
    progress: Callable[[float], None] | None = None,
) -> BottleneckDraws:
    """Draw strengths and work out the loss of every subject in every draw.

    For who wants more than `rank_uncertainty` tells; parameters and errors are the same.
    """
    sampling = sampling or Sampling()
    places = _places_of(view, pairs, sampling)
    report = progress or (lambda _: None)
    report(0)
    ends = sorted({end for pair in places for end in pair})
    graph = drawn_graph(
        view,
        ends,
        sampling,
        maturity=scoring.maturity,
        max_hops=scoring.max_hops,
        report=lambda share: report(DRAWING * share),
    )
    damping, found = _losses(view, graph, places, scoring, target, report)
    costly = np.flatnonzero((found.losses > 0).any(axis=1))
    report(1)
    return BottleneckDraws(
        tuple(_subject(view, graph, place, target) for place in costly.tolist()),
        found.losses[costly],
        found.total,
        _count(view, target),
        graph.uncertain,
        damping,
    )


def _places_of(
    view: GraphSnapshot, pairs: Iterable[tuple[str, str]] | GroupPairs, sampling: Sampling
) -> Sequence[Pair]:
    if isinstance(pairs, GroupPairs):
        _require_few(pairs.count, sampling.draws)
        return pairs.listed()
    found = distinct_pairs(view, pairs)
    _require_few(len(found), sampling.draws)
    return found


def _require_few(pairs: int, draws: int) -> None:
    if pairs * draws > MOST_PAIR_DRAWS:
        raise TooCostlyError(
            f"{pairs:,} pairs in {draws:,} draws are too many for one question (the product may be"
            f" up to {MOST_PAIR_DRAWS:,}): narrow the groups or ask for fewer draws.",
            f"{pairs:,} 对、{draws:,} 次抽样超出单次上限（二者乘积至多 {MOST_PAIR_DRAWS:,}）："
            "请缩小两组或减少抽取次数。",
            parameter="between",
        )


def _losses(  # noqa: PLR0913, PLR0917  # the question
    view: GraphSnapshot,
    graph: DrawnGraph,
    pairs: Sequence[Pair],
    scoring: Scoring,
    target: Target,
    report: Callable[[float], None],
) -> tuple[float | None, DrawnLosses]:
    here = {start: graph.here([start, *ends]) for start, ends in by_busier_end(view, pairs).items()}
    groups = {places[0]: places[1:] for places in here.values()}

    def tell(share: float) -> None:
        report(DRAWING + (1 - DRAWING) * share)

    if scoring.reading is not Reading.ALL_WALKS:
        return None, drawn_losses(graph, groups, scoring, target, tell)
    damping = damping_of(view, scoring.damping)
    return damping, drawn_walk_losses(graph, groups, damping, target, tell)


def _count(view: GraphSnapshot, target: Target) -> int:
    """Count all that a target means."""
    if target is Target.ACTOR:
        return len(view.actors)
    carried = np.flatnonzero(view.carries)
    if target is Target.RELATION:
        return int(carried.size)
    starts = view.from_index[carried].astype(np.int64)
    return int(np.unique(starts * len(view.actors) + view.to_index[carried]).size)


def _subject(view: GraphSnapshot, graph: DrawnGraph, place: int, target: Target) -> Subject:
    """Give how an answer names a subject."""
    if target is Target.ACTOR:
        return view.actor_id(int(graph.actors[place]))
    if target is Target.RELATION:
        return view.relation_id(int(graph.relations[place]))
    start, end = int(graph.actors[graph.tail[place]]), int(graph.actors[graph.head[place]])
    between = view.carries & (view.from_index == start) & (view.to_index == end)
    relations = (view.relation_id(at) for at in np.flatnonzero(between).tolist())
    return Channel(view.actor_id(start), view.actor_id(end), tuple(sorted(relations)))
