"""What chosen pairs would lose most by: one actor, one relation, or one channel thought away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from graph_api.domain import ActorId, GraphSnapshot
from graph_api.scoring.losses import Subject, distinct_pairs, subjects_of
from graph_api.scoring.path_losses import PathLosses
from graph_api.scoring.results import PRODUCT, Bottleneck, Channel, Reading, Scoring, Target
from graph_api.scoring.walk_losses import WalkLosses

SAME_LOSS = 1e-12
"""Losses this close to the largest left are tied and stand by id (docs/reference/scores.md)."""


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
    pairs: Iterable[tuple[str, str]],
    scoring: Scoring = PRODUCT,
    *,
    target: Target = Target.ACTOR,
    progress: Callable[[float], None] | None = None,
) -> tuple[Bottleneck, ...]:
    """Rank actors, relations or channels by the mutual score that the chosen pairs lose without.

    The loss of x is the sum over the pairs of M(G) - M(G - x), where M is the mutual score; a pair
    that has x as an end contributes 0, and so does a score that is not known.

    Parameters
    ----------
    view
        The graph to read; n actors, m relations.
    pairs
        Pairs of ids in ``view``; each counts once, whichever way round and however often given.
    scoring
        Reading, decay, maturity gate, hop limit.
    target
        ACTOR: all actors. RELATION: all empowerment relations. CHANNEL: all ordered pairs with
        empowerment relations, which are thought away together.
    progress
        Called now and then with the share that is done, from 0 to 1, never less than before.

    Returns
    -------
    tuple of Bottleneck
        One for each subject, largest ``loss`` first; losses within 1e-12 of the largest left are
        tied and stand by id (channels: from, then to). ``pairs_cut`` counts the pairs whose score
        is above 0 with the subject and known to be 0 without.

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
    ALL_WALKS two solutions of a sparse system per actor, with closed forms for removals.
    Source: vitality (Koschuetzki et al. 2005) applied to M; essay 4 names bottlenecks without a
    formula (L177-191).

    """
    chosen = distinct_pairs(view, pairs)
    report = _Report(progress)
    report(0)
    kind = WalkLosses if scoring.reading is Reading.ALL_WALKS else PathLosses
    tally = kind(view, chosen, scoring, target).tally(report)
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
    names = {
        subject: (name.from_id, name.to_id) if isinstance(name, Channel) else (name,)
        for subject, name in named.items()
    }
    order = sorted(names, key=lambda subject: (-losses[subject], names[subject]))
    taken = [False] * len(order)
    tied: list[tuple[tuple[str, ...], int]] = []
    following = 0
    for largest, subject in enumerate(order):
        least = losses[subject] - SAME_LOSS
        while not taken[largest]:
            while following < len(order) and losses[order[following]] >= least:
                heappush(tied, (names[order[following]], following))
                following += 1
            _, first = heappop(tied)
            taken[first] = True
            yield order[first]
