"""What chosen pairs would lose most by: one actor, one relation, or one channel thought away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.graphs.arrays import array_graph
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.strengths import Assumption, effective_strengths
from graph_api.scoring.losses.arrays import ArrayLosses
from graph_api.scoring.losses.limited import LimitedLosses
from graph_api.scoring.losses.lists import PathLosses
from graph_api.scoring.losses.ranking import LossRanking, Name, by_loss, ranking_of
from graph_api.scoring.losses.subjects import (
    GroupPairs,
    Pair,
    Subject,
    by_busier_end,
    distinct_pairs,
    groups_by_busier_end,
    subjects_of,
)
from graph_api.scoring.results import PRODUCT, Bottleneck, Channel, Reading, Scoring, Target
from graph_api.scoring.walks.losses import WalkLosses
from graph_api.scoring.walks.ranking import first_ranking


def unordered_pairs(
    between: Sequence[str], other: Sequence[str]
) -> tuple[tuple[ActorId, ActorId], ...]:
    """Give the pairs of two groups, each once whichever way round, nobody with itself.

    In the order of ``between``, then of ``other``.

    Examples
    --------
    >>> unordered_pairs(["a", "b"], ["b", "a", "c"])
    (('a', 'b'), ('a', 'c'), ('b', 'c'))

    """
    seen: dict[tuple[str, str], tuple[ActorId, ActorId]] = {}
    for first in between:
        for second in other:
            if first != second:
                name = (first, second) if first < second else (second, first)
                seen.setdefault(name, (ActorId(first), ActorId(second)))
    return tuple(seen.values())


def rank_bottlenecks(
    view: GraphSnapshot,
    pairs: Iterable[tuple[str, str]] | GroupPairs,
    scoring: Scoring = PRODUCT,
    *,
    target: Target = Target.ACTOR,
    progress: Callable[[float], None] | None = None,
) -> Sequence[Bottleneck]:
    """Rank actors, relations or channels by the mutual score that the chosen pairs lose without.

    The loss of x is the sum over the pairs of M(G) - M(G - x), where M is the mutual score; a pair
    that has x as an end contributes 0, and so does a score that is not known.

    Parameters
    ----------
    view
        The graph to read; n actors, m relations.
    pairs
        Pairs of ids in ``view``; each counts once, whichever way round and however often given.
        Or two groups of places.
    scoring
        Reading, decay, maturity gate, hop limit.
    target
        ACTOR: all actors. RELATION: all empowerment relations. CHANNEL: all ordered pairs with
        empowerment relations, which are thought away together.
    progress
        Called now and then with the share that is done, from 0 to 1, never less than before.

    Returns
    -------
    sequence of Bottleneck
        A tuple; for a large graph a sequence that makes its rows when asked for them. One for each
        subject, largest ``loss`` first; losses within 1e-12 of the largest left are tied and stand
        by id (channels: from, then to). ``pairs_cut`` counts the pairs whose score is above 0 with
        the subject and known to be 0 without. For ALL_WALKS on a large graph a `FirstRanking`: the
        first 20, and a bound for the others.

    Raises
    ------
    UnknownActorError
        If a pair names an actor that is not in ``view``.
    BadParameterError
        If a pair has one actor twice, or the scoring's damping is too large.

    Notes
    -----
    Unit: ``loss`` is a sum of scores; ``loss_share`` is it divided by the sum of M(G) over all
    pairs, None where that is 0. A score that drops by no more than 1e-12 of itself has not
    dropped: it has another path just as good.
    Time: for PRODUCT and WEAKEST one search per actor of the smaller group and sense, then only the
    subtrees that hang on a subject (see `trees`); subjects on no best path cost nothing. For
    ALL_WALKS two solutions of a sparse system per actor, with closed forms for removals, or of a
    large graph a sum over walks per subject searched (see `walk_first`).
    Source: vitality (Koschuetzki et al. 2005) applied to M; essay 4 names bottlenecks without a
    formula (L177-191).

    """
    stopping.stage("the pairs were being gathered", "正在汇集各对")
    chosen = pairs if isinstance(pairs, GroupPairs) else distinct_pairs(view, pairs)
    report = _Report(progress)
    report(0)
    if scoring.reading is not Reading.ALL_WALKS:
        graph = carrier_graph(view, maturity=scoring.maturity)
        if isinstance(graph, ArcGraph):
            large = _rank_large(view, graph, chosen, scoring, target, report)
            report(1)
            return large
    listed = chosen.listed() if isinstance(chosen, GroupPairs) else chosen
    if scoring.reading is Reading.ALL_WALKS:
        first = first_ranking(view, listed, scoring, target, report)
        if first is not None:
            report(1)
            return first
    kind = WalkLosses if scoring.reading is Reading.ALL_WALKS else PathLosses
    tally = kind(view, listed, scoring, target).tally(report)
    named = subjects_of(view, target)
    total, losses = tally.sums(named)
    ranking = tuple(
        Bottleneck(
            named[subject],
            losses[subject],
            losses[subject] / total if total > 0 else None,
            tally.cut.get(subject, 0),
        )
        for subject in _ranked(named, losses)
    )
    report(1)
    return ranking


def costly_in(ranking: Sequence[Bottleneck]) -> int:
    """Count the subjects of a ranking that cost something; makes no rows of a large one."""
    if isinstance(ranking, LossRanking):
        return ranking.costly
    return sum(item.loss > 0 for item in ranking)


def _rank_large(  # noqa: PLR0913, PLR0917  # the question
    view: GraphSnapshot,
    graph: ArcGraph,
    pairs: Sequence[Pair] | GroupPairs,
    scoring: Scoring,
    target: Target,
    report: Callable[[float], None],
) -> LossRanking:
    partners: Mapping[int, NDArray[np.int64]]
    if isinstance(pairs, GroupPairs):
        partners = groups_by_busier_end(view, pairs)
    else:
        groups = by_busier_end(view, pairs)
        partners = {start: np.array(ends, np.int64) for start, ends in groups.items()}
    hope = carrier_graph(view, Assumption.HOPED, scoring.maturity)
    if not isinstance(hope, ArcGraph):  # a patched view of about as many relations as lists hold
        strengths = effective_strengths(view, scoring.maturity).under(Assumption.HOPED)
        hope = array_graph(view, strengths)
    limit = scoring.max_hops
    # No loopless path has more hops than there are other actors.
    is_limited = limit is not None and limit < graph.size - 1
    kind = LimitedLosses if is_limited else ArrayLosses
    losses = kind(graph, hope, partners, scoring, target).losses(report)
    stopping.stage("all losses were known and being put in order", "损失均已算出，正在排序")
    return ranking_of(view, graph, losses, target)


@dataclass(slots=True)
class _Report:
    """Tells how far the work is, and never goes back."""

    progress: Callable[[float], None] | None
    told: float = -1.0

    def __call__(self, share: float) -> None:
        if self.progress is not None and share > self.told:
            self.told = share
            self.progress(share)


def _ranked(
    named: Mapping[Subject, str | Channel], losses: Mapping[Subject, float]
) -> Iterator[Subject]:
    """Give the subjects, largest loss first; of those tied with the largest left, the first id."""
    subjects = list(named)

    def name(place: int) -> Name:
        said = named[subjects[place]]
        return (said.from_id, said.to_id) if isinstance(said, Channel) else (said,)

    return (subjects[p] for p in by_loss([losses[subject] for subject in subjects], name))
