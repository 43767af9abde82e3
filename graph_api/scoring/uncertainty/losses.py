"""What each subject costs chosen pairs, in every draw: losses as `rank_bottlenecks` defines them.

As there, only what lies on a best path can cost anything, and only in those draws. These are put
together, draws of many subjects side by side, and searched again in steps over all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_api.scoring import stopping
from graph_api.scoring.results import Scoring, Target
from graph_api.scoring.searches.kernels import TIE
from graph_api.scoring.uncertainty.distributions import Numbers
from graph_api.scoring.uncertainty.graphs import DrawnGraph, Flags, Places
from graph_api.scoring.uncertainty.searches import BatchSearch
from graph_api.scoring.uncertainty.walks import walk_blocks

AT_ONCE = 1024
"""Columns that are searched again together: their strengths should fit a cache."""

Report = Callable[[float], None]
Groups = Mapping[int, Sequence[int]]
"""For some actors the others that they are paired with, all by their places in the drawn graph."""


@dataclass(frozen=True, eq=False)
class DrawnLosses:
    """What subjects cost in every draw.

    Attributes
    ----------
    losses
        Shape (subjects, draws); subjects are actors, relations or arrows of the drawn graph.
    total
        Shape (draws,): the sum of the scores of all pairs.

    """

    losses: Numbers
    total: Numbers


@dataclass(slots=True)
class _Removal:
    """One subject that is gone, in some of the draws."""

    subject: int
    columns: Places
    actor: int = -1
    arrow: int = -1
    instead: Numbers | None = None


def mutual_scores(there: Numbers | float, back: Numbers | float) -> Numbers:
    """Give sqrt(F R), to the digit what a pair says (`pairs.order.mutual_score`)."""
    both = there * back
    return np.where(both > 1e-300, np.sqrt(both), np.sqrt(there) * np.sqrt(back))


def drawn_losses(
    graph: DrawnGraph, groups: Groups, scoring: Scoring, target: Target, report: Report
) -> DrawnLosses:
    """Work out losses for the readings PRODUCT and WEAKEST."""
    count = {
        Target.ACTOR: graph.size,
        Target.RELATION: graph.relations.size,
        Target.CHANNEL: graph.tail.size,
    }[target]
    draws = graph.strength.shape[1]
    found = DrawnLosses(np.zeros((count, draws)), np.zeros(draws))
    for done, (start, ends) in enumerate(groups.items()):
        part = _OneStart(graph, start, ends, scoring, target)
        for share in part.add_to(found):
            report((done + share) / len(groups))
    np.minimum(found.losses, found.total, out=found.losses)
    return found


@dataclass(eq=False)
class _OneStart:
    """All pairs of one actor."""

    graph: DrawnGraph
    start: int
    ends: Sequence[int]
    scoring: Scoring
    target: Target
    sides: list[BatchSearch] = field(init=False)

    def __post_init__(self) -> None:
        turned, self._turn = self.graph.turned
        self._graphs = self.graph, turned
        self.sides = [BatchSearch(graph, self.start, self.scoring) for graph in self._graphs]

    def add_to(self, found: DrawnLosses) -> Iterator[float]:
        """Add what the pairs score and lose; gives the share that is done, again and again."""
        ends = np.array(self.ends, np.int64)
        keys = [side.keys[ends] for side in self.sides]
        now = self._mutual(*keys)
        np.add(found.total, now.sum(axis=0), out=found.total)
        scored = now > 0
        without: dict[int, list[Numbers]] = {}
        removals = [self._removals(place, scored) for place in range(2)]
        count = sum(map(len, removals)) or 1
        done = 0
        for place, side in enumerate(self.sides):
            for removal, again in self._searched(side, place, removals[place]):
                changed = without.setdefault(removal.subject, list(keys))
                if changed[place] is keys[place]:
                    changed[place] = keys[place].copy()
                changed[place][:, removal.columns] = again[ends]
                done += 1
                yield 0.9 * done / count
        for subject, changed in without.items():
            left = self._mutual(*changed)
            lost = np.where(left < now * (1 - TIE), now - left, 0.0)
            if self.target is Target.ACTOR:
                lost[ends == subject] = 0.0  # a pair loses nothing by the absence of its own end
            found.losses[subject] += lost.sum(axis=0)

    def _mutual(self, there: Numbers, back: Numbers) -> Numbers:
        decay = self.scoring.decay  # a key of a product is damped once too often
        return mutual_scores(there / decay, back / decay)

    def _removals(self, place: int, scored: Flags) -> list[_Removal]:
        """Give what lies on the best paths of one side, with the draws in which it does."""
        graph = self._graphs[place]
        used = self.sides[place].used(self.ends, scored)
        if self.target is Target.ACTOR:
            inner = np.zeros((graph.size, used.shape[1]), np.bool_)
            for arrow in np.flatnonzero(used.any(axis=1)).tolist():
                inner[graph.tail[arrow]] |= used[arrow]
            inner[self.start] = False
            return [
                _Removal(actor, np.flatnonzero(inner[actor]), actor=actor)
                for actor in np.flatnonzero(inner.any(axis=1)).tolist()
            ]
        removals: list[_Removal] = []
        for arrow in np.flatnonzero(used.any(axis=1)).tolist():
            was = int(self._turn[arrow]) if place else arrow
            if self.target is Target.CHANNEL:
                removals.append(_Removal(was, np.flatnonzero(used[arrow]), arrow=arrow))
                continue
            for row, instead in rivals(self.graph, was):
                columns = np.flatnonzero(used[arrow] & (self.graph.drawn[row] > instead))
                if columns.size:
                    removals.append(_Removal(row, columns, arrow=arrow, instead=instead[columns]))
        return removals

    def _searched(
        self, side: BatchSearch, place: int, removals: Sequence[_Removal]
    ) -> Iterator[tuple[_Removal, Numbers]]:
        """Search again without each subject; gives the keys of all actors."""
        graph = self._graphs[place]
        for batch in _batches(removals):
            stopping.check()
            every = np.concatenate([removal.columns for removal in batch])
            strength = graph.strength[:, every]
            absent: list[tuple[int, slice]] = []
            parts: list[slice] = []
            begin = 0
            for removal in batch:
                part = slice(begin, begin + removal.columns.size)
                begin = part.stop
                parts.append(part)
                if removal.arrow >= 0:
                    strength[removal.arrow, part] = (
                        0.0 if removal.instead is None else removal.instead
                    )
                else:
                    absent.append((removal.actor, part))
            keys = side.again(strength, absent)
            for removal, part in zip(batch, parts, strict=True):
                yield removal, keys[:, part]


def rivals(graph: DrawnGraph, arrow: int) -> Iterator[tuple[int, Numbers]]:
    """Give each relation of an arrow with the strongest of the others in every draw."""
    first, end = np.searchsorted(graph.arrow, [arrow, arrow + 1]).tolist()
    for row in range(first, end):
        others = [other for other in range(first, end) if other != row]
        draws = graph.drawn.shape[1]
        yield row, graph.drawn[others].max(axis=0) if others else np.zeros(draws)


def _batches(removals: Sequence[_Removal]) -> Iterator[list[_Removal]]:
    """Put removals together until they fill a batch; an actor stands at most once in each."""
    batch: list[_Removal] = []
    size = 0
    for removal in removals:
        if batch and size + removal.columns.size > AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(removal)
        size += removal.columns.size
    if batch:
        yield batch


def drawn_walk_losses(
    graph: DrawnGraph, groups: Groups, damping: float, target: Target, report: Report
) -> DrawnLosses:
    """Work out losses for the reading ALL_WALKS."""
    pairs = [(start, end) for start, ends in groups.items() for end in ends]
    first, second = np.array(pairs, np.int64).reshape(-1, 2).T
    draws = graph.strength.shape[1]
    parts: list[Numbers] = []
    total = np.zeros(draws)
    for block in walk_blocks(graph, damping):
        here = block.sums[:, first, second], block.sums[:, second, first]
        now = mutual_scores(*here)
        total[block.columns] = now.sum(axis=1)

        def lost(there: Numbers, back: Numbers, now: Numbers = now) -> Numbers:
            return np.maximum(now - mutual_scores(there, back), 0.0)

        rows: list[Numbers] = []
        if target is Target.ACTOR:
            for actor in range(graph.size):
                stopping.check()
                gone = lost(
                    block.without_actor(actor, first, second),
                    block.without_actor(actor, second, first),
                )
                gone[:, (first == actor) | (second == actor)] = 0.0
                rows.append(gone.sum(axis=1))
        else:
            for arrow in range(graph.tail.size):
                stopping.check()
                none = np.zeros(draws)
                change = (
                    [none]
                    if target is Target.CHANNEL
                    else [
                        np.minimum(instead, graph.strength[arrow])
                        for _, instead in rivals(graph, arrow)
                    ]
                )
                for instead in change:
                    kept = instead[block.columns]
                    gone = lost(
                        block.without_arrow(arrow, kept, first, second),
                        block.without_arrow(arrow, kept, second, first),
                    )
                    rows.append(gone.sum(axis=1))
        parts.append(np.array(rows).reshape(len(rows), now.shape[0]))
        report(block.columns.stop / draws)
    losses = np.minimum(np.concatenate(parts, axis=1), total)
    return DrawnLosses(losses, total)
