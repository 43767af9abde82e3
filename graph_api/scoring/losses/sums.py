"""What removals on arrays add up: sums that do not hang on an order, portions for threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.distinct import distinct
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.labels import UNREACHED
from graph_api.scoring.engine.removals import Sums
from graph_api.scoring.results import Target

Places = NDArray[np.int64]
Numbers = NDArray[np.float64]

PORTIONS = 32
"""The subjects of one actor are dealt out in so many portions."""


PREPARED: stopping.Words = (
    "its best paths had been found, and what hangs on them was being gathered",
    "其最佳路径已找到，正在汇集依赖于它们的对象",
)
"""How far the work on one actor is when it is known who is on its paths, but no more."""


@dataclass(frozen=True, eq=False)
class Losses:
    """What subjects cost; those that cost nothing are not among them.

    Attributes
    ----------
    total
        The sum of the scores of all pairs.
    subject
        Shape (s,), ascending: places of actors, or start x (number of actors) + end of arcs.
    loss
        Shape (s,): above 0, at most ``total``.
    cut
        Shape (s,): pairs left without a path in one direction.

    """

    total: float
    subject: Places
    loss: Numbers
    cut: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Gathered:
    """Sums of subjects, ascending by subject."""

    subject: Places
    loss: Numbers
    rest: Numbers
    cut: NDArray[np.int32]

    @classmethod
    def nothing(cls) -> Gathered:
        """Give sums of no subject."""
        return cls(np.empty(0, np.int64), np.empty(0), np.empty(0), np.empty(0, np.int32))

    def plus(self, other: Gathered) -> Gathered:
        """Add up two actors' sums; what the additions round off goes to ``rest``."""
        if self.subject.size == 0:
            return other
        subject = distinct(np.concatenate((self.subject, other.subject)))
        mine = np.searchsorted(subject, self.subject)
        theirs = np.searchsorted(subject, other.subject)
        loss, rest = np.zeros(subject.size), np.zeros(subject.size)
        cut = np.zeros(subject.size, np.int32)
        loss[mine], rest[mine], cut[mine] = self.loss, self.rest, self.cut
        before = loss[theirs]
        summed = before + other.loss
        off = (np.maximum(before, other.loss) - summed) + np.minimum(before, other.loss)
        loss[theirs] = summed
        rest[theirs] += other.rest + off
        cut[theirs] += other.cut
        return Gathered(subject, loss, rest, cut)


@dataclass(frozen=True, eq=False)
class Twins:
    """What takes the place of arcs that have parallels: ``key`` = start x n + end, ascending."""

    key: Places
    strength: Numbers

    @classmethod
    def of(cls, graph: ArcGraph, target: Target, decay: float | None) -> Twins:
        """Gather the parallels of a graph as strength times decay; None: only that there are."""
        if target is not Target.RELATION:
            return cls(np.empty(0, np.int64), np.empty(0))
        pairs = [(pair, some[1][0]) for pair, some in graph.twins.items() if len(some) > 1]
        key = np.array([start * graph.size + end for (start, end), _ in pairs], np.int64)
        strength = np.array([strength for _, strength in pairs], np.float64)
        order = np.argsort(key)
        strength = np.ones(key.size) if decay is None else strength[order] * decay
        return cls(key[order], strength)

    def instead(self, key: Places) -> Numbers:
        """Give what is left of arcs when their relation is gone; below 0: nothing."""
        found = np.full(key.size, UNREACHED)
        if self.key.size:
            where = np.minimum(np.searchsorted(self.key, key), self.key.size - 1)
            there = self.key[where] == key
            found[there] = self.strength[where[there]]
        return found


def no_sums(count: int) -> Sums:
    """Give room for the sums of so many subjects."""
    return Sums(np.zeros(count), np.zeros(count), np.zeros(count, np.int32))


def stage_of(done: int, count: int) -> None:
    """Say how many of the actors that are searched are done."""
    stopping.stage(
        f"{done} of {count} actors of the smaller group were done",
        f"较小一组的 {count} 个行动者已完成 {done} 个",
    )


def in_portions(
    pool: Executor, remove: Callable[[int, int], int], work: NDArray[np.int64]
) -> Iterator[float]:
    """Have subjects thought away in portions of about the same work; gives the share done so far.

    Parameters
    ----------
    pool
        Does the portions.
    remove
        Thinks the subjects from one number up to another away; gives how many it had time for.
    work
        Shape (s,): how much each takes.

    Raises
    ------
    DeadlineExceededError
        If it had no time for all.

    """
    before = np.concatenate(([0], np.cumsum(work)))
    shares = np.linspace(0, before[-1], PORTIONS + 1)
    bounds = np.unique(np.append(np.searchsorted(before, shares[:-1]), work.size)).tolist()
    tasks: list[tuple[int, Future[int]]] = [
        (end - begin, pool.submit(remove, begin, end)) for begin, end in pairwise(bounds)
    ]
    done = 0
    try:
        for wanted, task in tasks:
            found = task.result()
            done += found
            stopping.tell(
                f"{done} of {work.size} removals had been worked out for one actor",
                f"对一个行动者已算出 {work.size} 项移除中的 {done} 项",
            )
            assert found == wanted  # noqa: S101  # it stops early only where the question is over
            yield done / work.size
    finally:
        for _, other in tasks:
            other.cancel()
