"""The largest losses over all walks in a large graph: each exact, with a proof that they are first.

To know all losses takes a sum over walks per actor. Upper bounds of all of them take a few sums
together: N_vv is at least what walks of two steps back to v make it. In the order of these bounds
the losses are computed, until the next bound is below what has been found.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.losses.ranking import SAME_LOSS
from graph_api.scoring.losses.subjects import Pair, Report, Tally
from graph_api.scoring.results import Scoring, Target
from graph_api.scoring.walks.bounds import damping_of
from graph_api.scoring.walks.losses import turned
from graph_api.scoring.walks.removed import Removed
from graph_api.scoring.walks.series import BLOCK, Series
from graph_api.scoring.walks.subjects import Subjects, subjects_in
from graph_api.scoring.walks.system import Arrows, Numbers, Places

FEW_ENDS = 8
"""With so many ends or fewer, their rows and columns of N are kept: two vectors for each."""

FAINTEST = 1e-100
"""Pairs that score less add nothing to a bound."""


@dataclass(frozen=True, eq=False)
class FirstLosses:
    """Losses of the subjects that were searched, and a bound for those that were not.

    Attributes
    ----------
    tally
        Exact losses; no entry: not searched.
    rest
        No subject without an entry costs the pairs more than this. Every loss above it by more
        than a tie (`tie_of`) stands where a ranking of all subjects would have it.

    """

    tally: Tally
    rest: float


def first_losses(  # noqa: PLR0913, PLR0917  # as for rank_bottlenecks
    view: GraphSnapshot,
    pairs: Sequence[Pair],
    scoring: Scoring,
    target: Target,
    series: Series,
    first: int,
    report: Report,
) -> FirstLosses:
    """Give exact losses until the ``first`` largest are among them for certain.

    Parameters
    ----------
    view, scoring
        The graph to read and how; ``series`` are its sums over walks.
    pairs
        Distinct pairs of places; p of them, with e different ends.
    target
        What is thought away.
    first
        How many; fewer are found where no more can cost more than rounding.
    report
        Told which share of ``first`` is proven, now and then.

    Raises
    ------
    DeadlineExceededError
        If the question is over before they are found.

    Notes
    -----
    Time: up to 8 ends, 2 e sums over walks and then one per subject that is searched (some more
    than ``first``); with more ends 4 sums per actor of the smaller side and then two per subject.

    """
    stopping.stage("no subject had been thought away yet", "尚未逐一去掉对象")
    removed = Removed(view, scoring, target, *turned(view, pairs), series)
    graph: Arrows = carrier_graph(view, maturity=scoring.maturity)
    subjects = subjects_in(graph, target, damping_of(view, scoring.damping))
    kind = _FewEnds if removed.ends.size <= FEW_ENDS else _ManyEnds
    effects = kind(removed, subjects, series)
    bounds = effects.bounds()
    tally = Tally(scores=removed.now.tolist())
    tie = tie_of(tally)
    least = tie + effects.doubt * float(removed.now.sum())
    order = np.flatnonzero(bounds > least)
    order = order[np.argsort(-bounds[order], kind="stable")]
    best: list[float] = []
    done = 0
    while done < order.size:
        unsearched = float(bounds[order[done]])
        proven = sum(loss > unsearched + tie for loss in best)
        if proven >= first:
            return FirstLosses(tally, unsearched)
        report(proven / first)
        stopping.stage(f"{done} subjects had been thought away", f"已逐一去掉 {done} 个对象")
        block = order[done : done + BLOCK]
        for place, there, back in zip(block.tolist(), *effects.decreases(block), strict=True):
            subject = subjects.named(place)
            removed.note(tally, subject, there, back)
            heapq.heappush(best, sum(tally.losses[subject]))
        while len(best) > first:
            heapq.heappop(best)
        done += block.size
    return FirstLosses(tally, float(bounds[bounds <= least].max(initial=0.0)))


def tie_of(tally: Tally) -> float:
    """Give how far apart losses may be and count as tied.

    In a large graph all scores may lie below 1e-12; then it is 1e-12 of their sum.
    """
    return SAME_LOSS * min(1.0, math.fsum(tally.scores))


class _Effects:
    """What the removal of each subject takes from the pairs."""

    def __init__(self, removed: Removed, subjects: Subjects, series: Series) -> None:
        self._removed = removed
        self._subjects = subjects
        self._series = series
        self._first = np.searchsorted(removed.ends, removed.first)
        self._second = np.searchsorted(removed.ends, removed.second)

    @property
    def doubt(self) -> float:
        """Give what bounds may exceed losses by, as a share of all scores, where they mean 0."""
        return 2 * self._series.hidden

    def _shares(self) -> Numbers:
        """Give upper bounds of factor / divisor."""
        if self._subjects.is_actor:
            return 1 / self._series.returns()
        return self._subjects.factor

    def _decreases(self, block: Places, to: Numbers, of: Numbers) -> tuple[Numbers, Numbers]:
        """Give what both directions of all pairs lose: shape (block, pairs).

        From N from each end into the subject, and from it to each end: shape (block, ends).
        """
        subjects, removed = self._subjects, self._removed
        returns = self._series.sums(subjects.out[block], subjects.into[block]).value
        factors = subjects.factors(block, removed.first, removed.second)
        factors /= subjects.divisors(block, returns)[:, None]
        return (
            factors * to[:, self._first] * of[:, self._second],
            factors * to[:, self._second] * of[:, self._first],
        )


class _FewEnds(_Effects):
    """Bounds and decreases from the rows and columns of all ends."""

    def __init__(self, removed: Removed, subjects: Subjects, series: Series) -> None:
        super().__init__(removed, subjects, series)
        ends = removed.ends.tolist()
        self._rows = series.rows(ends, ends)
        self._columns = series.columns(ends, ends)

    def bounds(self) -> Numbers:
        """Give an upper bound of the loss of each subject."""
        into, out = self._subjects.into, self._subjects.out
        shares = self._shares()
        bounds = np.zeros(into.size)
        for pair in np.flatnonzero(self._removed.now > 0).tolist():
            first, second = self._first[pair], self._second[pair]
            there, back = float(self._removed.there[pair]), float(self._removed.back[pair])
            less_there = shares * self._rows[into, first] * self._columns[out, second]
            less_back = shares * self._rows[into, second] * self._columns[out, first]
            hidden = self._series.hidden * ((less_there > 0) | (less_back > 0))
            left = np.sqrt(np.maximum(1 - hidden - less_there / there, 0.0))
            left *= np.sqrt(np.maximum(1 - hidden - less_back / back, 0.0))
            loss = self._removed.now[pair] * (1 - left)
            if self._subjects.is_actor:
                loss[[self._removed.first[pair], self._removed.second[pair]]] = 0.0
            bounds += loss
        return bounds

    def decreases(self, block: Places) -> tuple[Numbers, Numbers]:
        """Give what both directions of all pairs lose: shape (block, pairs)."""
        to, of = self._rows[self._subjects.into[block]], self._columns[self._subjects.out[block]]
        return self._decreases(block, to, of)


class _ManyEnds(_Effects):
    """Bounds from sums over the pairs of each hub; decreases from sums of the subject's own.

    Of 1 - sqrt((1 - f)(1 - r)) no more than f + r is used: it is linear, so that all pairs of a hub
    take two sums together, and at most twice as much as the loss.
    """

    @property
    def doubt(self) -> float:
        """Give what bounds may exceed losses by, as a share of all scores, where they mean 0."""
        return 8 * self._series.hidden + 1e-8

    def bounds(self) -> Numbers:
        """Give an upper bound of the loss of each subject."""
        removed = self._removed
        shares = self._shares()
        bounds = np.full(self._subjects.count, FAINTEST * removed.now.size)
        for hub in np.unique(removed.first).tolist():
            pairs = np.flatnonzero((removed.first == hub) & (removed.now > FAINTEST))
            if pairs.size:
                bounds += self._of_hub(hub, pairs, shares)
        return bounds

    def _of_hub(self, hub: int, pairs: Places, shares: Numbers) -> Numbers:
        into, out = self._subjects.into, self._subjects.out
        others, now = self._removed.second[pairs], self._removed.now[pairs]
        row = self._series.rows([hub], others.tolist())[:, 0]
        column = self._series.columns([hub], others.tolist())[:, 0]
        ahead, behind = np.zeros(row.size), np.zeros(row.size)
        ahead[others] = now / self._removed.there[pairs]
        behind[others] = now / self._removed.back[pairs]
        less = row[into] * self._series.most_into(ahead)[out]
        less += self._series.most_from(behind)[into] * column[out]
        less *= shares
        hidden = self._series.hidden
        if self._subjects.is_actor:
            # A pair does not count where the subject is its end, and would lose everything twice.
            less[others] -= 2 * now * (1 - hidden)
            less[hub] = 0.0
        total = float(now.sum()) * (1 + hidden)
        return np.clip(less * (1 + hidden) + 4 * hidden * total, 0.0, total)

    def decreases(self, block: Places) -> tuple[Numbers, Numbers]:
        """Give what both directions of all pairs lose: shape (block, pairs)."""
        ends = self._removed.ends
        shape = block.size, ends.size
        into = np.repeat(self._subjects.into[block], ends.size)
        out = np.repeat(self._subjects.out[block], ends.size)
        to = self._series.sums(np.tile(ends, block.size), into).value.reshape(shape)
        of = self._series.sums(out, np.tile(ends, block.size)).value.reshape(shape)
        return self._decreases(block, to, of)
