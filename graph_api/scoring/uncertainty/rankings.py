"""How sure a ranking of bottlenecks is: who is first how often, and whom the draws cannot part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.results import (
    PRODUCT,
    Bound,
    Channel,
    Completeness,
    Interval,
    Scoring,
    Target,
)
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.drawn import Subject, bottleneck_draws
from graph_api.scoring.uncertainty.results import (
    RankProbability,
    RankUncertainty,
    Sampling,
    name_of,
    require_whole,
)
from graph_api.scoring.uncertainty.spreads import (
    HIGH_END,
    LOW_END,
    places_in,
    probability_error,
    share_above,
)

SEPARABLE = 0.8
"""One subject is above another if it is so in more than this share of the draws."""

MOST_ROWS = 1_000_000_000

DRAWING = 0.97
"""Share of the progress that draws and losses take."""


def rank_uncertainty(  # noqa: PLR0913  # the question
    view: GraphSnapshot,
    pairs: Iterable[tuple[str, str]] | GroupPairs,
    scoring: Scoring = PRODUCT,
    sampling: Sampling | None = None,
    *,
    target: Target = Target.ACTOR,
    first: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> RankUncertainty:
    """Draw strengths, rank bottlenecks in every draw, and tell how sure the ranking is.

    Parameters
    ----------
    view
        The graph to read.
    pairs
        Pairs of ids, or two groups of places, as for `rank_bottlenecks`.
    scoring
        Reading, decay, maturity gate, hop limit.
    sampling
        Draws, seed, coupling.
    target
        What is thought away.
    first
        Give only so many rows, at least 1; None: all.
    progress
        Called now and then with the share that is done.

    Returns
    -------
    RankUncertainty
        With ``first`` given and more subjects that cost something: TRUNCATED by COUNT.

    Raises
    ------
    UnknownActorError
        If a pair names an actor that is not in ``view``.
    BadParameterError
        If a pair has one actor twice, or ``first`` is below 1.
    TooCostlyError
        If relations that matter, or pairs, times draws are too many.

    Notes
    -----
    In each draw losses and ties are those of `rank_bottlenecks` on a view with these strengths.
    Definitions, literature and limits: docs/reference/uncertainty.md.

    Examples
    --------
    >>> from graph_api.workbench import load
    >>> view = load("seeds/mutual-empowerment.yaml").view().graph
    >>> sure = rank_uncertainty(view, [("residents", "street_office")])
    >>> sure.rows[0].subject
    'upper_government'

    """
    sampling = sampling or Sampling()
    if first is not None:
        require_whole("first", first, 1, MOST_ROWS)
    report = progress or (lambda _: None)
    drawn = bottleneck_draws(
        view,
        pairs,
        scoring,
        sampling,
        target=target,
        progress=lambda share: report(DRAWING * share),
    )
    costly = len(drawn.subjects)
    ranks, firsts = places_in(drawn.losses, drawn.count - costly)
    rows = [
        _row(subject, losses, rank, share)
        for subject, losses, rank, share in zip(
            drawn.subjects, drawn.losses, ranks, firsts, strict=True
        )
    ]
    order = sorted(range(len(rows)), key=lambda at: (rows[at].expected_rank, _key(rows[at])))
    shown = order[:first]
    is_cut = len(shown) < len(order)
    answer = RankUncertainty(
        rows=tuple(rows[at] for at in shown),
        not_separable=tuple(
            (name_of(rows[one].subject), name_of(rows[other].subject))
            for one, other in _not_separable(ranks, shown)
        ),
        probability_none=1 - float(firsts.any(axis=0).mean()) if costly else 1.0,
        subjects=drawn.count,
        costly=costly,
        drawn=drawn.uncertain,
        target=target,
        scoring=scoring,
        draws=sampling.draws,
        seed=sampling.seed,
        coupling=sampling.coupling,
        damping=drawn.damping,
        completeness=Completeness.TRUNCATED if is_cut else Completeness.COMPLETE,
        truncated_by=Bound.COUNT if is_cut else None,
    )
    report(1)
    return answer


def _row(subject: Subject, losses: Numbers, rank: Numbers, first: Numbers) -> RankProbability:
    draws = losses.size
    probability = min(float(first.sum()) / draws, 1.0)
    low, middle, high = np.quantile(losses, [LOW_END, 0.5, HIGH_END]).tolist()
    return RankProbability(
        subject=subject,
        probability_first=probability,
        probability_error=probability_error(probability, draws),
        expected_rank=float(rank.sum()) / draws,
        rank_error=float(rank.std(ddof=1)) / draws**0.5,
        loss=Interval(low, high),
        median_loss=middle,
    )


def _key(row: RankProbability) -> tuple[str, ...]:
    subject = row.subject
    return (subject.from_id, subject.to_id) if isinstance(subject, Channel) else (subject,)


def _not_separable(ranks: Numbers, shown: Sequence[int]) -> list[tuple[int, int]]:
    """Give the pairs of which neither is above the other in more than 80% of the draws."""
    found = []
    for place, one in enumerate(shown):
        stopping.check()
        for other in shown[place + 1 :]:
            share = share_above(ranks, one, other)
            if 1 - SEPARABLE <= share <= SEPARABLE:
                found.append((one, other))
    return found
