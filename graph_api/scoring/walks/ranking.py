"""What a large graph answers to a ranking of losses over all walks: the first, and no guess."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from graph_api.domain import ActorId, GraphSnapshot, RelationId
from graph_api.scoring.losses.ranking import SAME_LOSS, Name, by_loss
from graph_api.scoring.losses.subjects import Pair, Report, Subject
from graph_api.scoring.results import Bottleneck, Bound, Channel, Scoring, Target
from graph_api.scoring.walks.first import first_losses, tie_of
from graph_api.scoring.walks.scores import walk_sums
from graph_api.scoring.walks.series import Series

FIRST = 20
"""So many are searched: each takes a sum over walks or two (0.3 s with 8 million relations)."""


@dataclass(frozen=True, eq=False)
class FirstRanking(Sequence[Bottleneck]):
    """The first rows of a ranking, each exact and in its place; the others were not searched.

    Attributes
    ----------
    rows
        At most `FIRST`; fewer where no other can be told from one that costs nothing.
    rest
        No subject that is not among the rows costs the pairs more than this.
    truncated_by
        What kept the others from being searched.

    """

    rows: tuple[Bottleneck, ...]
    rest: float
    truncated_by: Bound = Bound.COST

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Bottleneck: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Bottleneck, ...]: ...
    def __getitem__(self, place: int | slice) -> Bottleneck | tuple[Bottleneck, ...]:
        return self.rows[place]

    def __iter__(self) -> Iterator[Bottleneck]:
        return iter(self.rows)


def first_ranking(
    view: GraphSnapshot, pairs: Sequence[Pair], scoring: Scoring, target: Target, report: Report
) -> FirstRanking | None:
    """Rank the subjects that cost the pairs most; None where a view is small enough for all."""
    series = walk_sums(view, scoring)
    if not isinstance(series, Series):
        return None
    found = first_losses(view, pairs, scoring, target, series, FIRST, report)
    subjects = [*found.tally.losses]
    total, sums = found.tally.sums(subjects)
    losses = [sums[subject] for subject in subjects]
    named = [_named(view, target, subject) for subject in subjects]
    # `by_loss` knows one tie; in units of this one that is what it takes.
    tie = tie_of(found.tally)
    scale = tie / SAME_LOSS
    order = by_loss([loss / scale for loss in losses], lambda place: _name(named[place]))
    rows = tuple(
        Bottleneck(
            named[place], losses[place], losses[place] / total, found.tally.cut[subjects[place]]
        )
        for place in order[:FIRST]
        if losses[place] > found.rest + tie
    )
    left = (loss for place, loss in enumerate(losses) if place not in order[: len(rows)])
    return FirstRanking(rows, max(found.rest, *left, 0.0))


def _named(view: GraphSnapshot, target: Target, subject: Subject) -> ActorId | RelationId | Channel:
    if not isinstance(subject, int):
        start, end = subject
        places = np.flatnonzero(
            (view.from_index == start) & (view.to_index == end) & view.carries
        ).tolist()
        relations = tuple(sorted(view.relations[place].id for place in places))
        return Channel(view.actors[start].id, view.actors[end].id, relations)
    if target is Target.ACTOR:
        return view.actors[subject].id
    return view.relations[subject].id


def _name(subject: ActorId | RelationId | Channel) -> Name:
    return (subject.from_id, subject.to_id) if isinstance(subject, Channel) else (subject,)
