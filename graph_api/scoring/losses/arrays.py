"""What removals cost pairs of actors on a graph of arrays: all subjects of a million actors.

Two trees for every actor of the smaller group, then a piece of each for every subject
(`engine.removals`). Several threads take the subjects in portions; each subject is summed up by one
thread in one order, so that their number changes no digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.removals import Hoped, Subjects, Sums, Way, remove_each
from graph_api.scoring.engine.repairs import Repair, new_repair
from graph_api.scoring.losses.removal_trees import (
    NONE,
    Chosen,
    Numbers,
    Places,
    Trees,
    actors_in,
    all_trees,
    arcs_in,
    best_trees,
    by_place,
    scores_of,
    ways_of,
)
from graph_api.scoring.losses.sums import (
    PREPARED,
    Gathered,
    Losses,
    Twins,
    in_portions,
    no_sums,
    stage_of,
)
from graph_api.scoring.results import Reading, Scoring, Target

Report = Callable[[float], None]
"""Takes the share that is done."""

PATIENT = 300_000
"""With more than so many places to look at a compiler is quicker than plain Python is."""

SEARCHED = 0.2
"""The share of the work on one actor that is done when its trees are there."""


@dataclass(frozen=True, eq=False)
class ArrayLosses:
    """What subjects cost the pairs of some actors with others.

    Attributes
    ----------
    graph, hope
        The arcs of known strength, and those of which some may be unknown; one object: none is.
    partners
        For each actor of the smaller group the places of the other ends of its pairs.
    scoring
        PRODUCT or WEAKEST, without a hop limit.
    target
        What is thought away.
    threads
        How many work at once; None: as many as there are cores, up to 8.

    """

    graph: ArcGraph
    hope: ArcGraph
    partners: Mapping[int, NDArray[np.integer]]
    scoring: Scoring
    target: Target
    threads: int | None = None

    def losses(self, report: Report) -> Losses:
        """Work through the actors of the smaller group.

        Raises
        ------
        DeadlineExceededError
            If the question is over before that.

        """
        if self.graph.count > PATIENT:
            compiling.wait()
        count = len(self.partners)
        scores: list[float] = []
        gathered = Gathered.nothing()
        twins = Twins.of(self.graph, self.target, self.scoring.decay)
        hoped_twins = Twins.of(self.hope, self.target, None)
        for done, start in enumerate(sorted(self.partners)):
            stage_of(done, count)
            one = _OneStart(self, start, twins, hoped_twins)
            for part in one.work():
                report((done + part) / count)
            scores.append(one.score)
            gathered = gathered.plus(one.gathered())
        total = math.fsum(scores)
        loss = np.minimum(gathered.loss + gathered.rest, total)
        return Losses(total, gathered.subject, loss, gathered.cut)


class _OneStart:
    """The pairs of one actor."""

    score: float
    _chosen: Chosen
    _sums: Sums

    def __init__(self, asked: ArrayLosses, start: int, twins: Twins, hoped: Twins) -> None:
        self._asked = asked
        self._start = start
        self._twins = twins
        self._hoped_twins = hoped

    def work(self) -> Iterator[float]:
        """Do all of it; gives the share that is done, again and again."""
        asked = self._asked
        # Plain Python loops only get into one another's way.
        threads = asked.threads or (min(8, cpu_count() or 1) if compiling.is_ready() else 1)
        with ThreadPoolExecutor(threads) as pool:
            weakest = asked.scoring.reading is Reading.WEAKEST
            decay = 1.0 if weakest else asked.scoring.decay
            trees = best_trees(asked.graph, self._start, decay, pool, weakest=weakest)
            if trees.work > PATIENT:
                compiling.wait()
            stopping.tell(*PREPARED)
            now = self._now(trees, decay)
            self.score = math.fsum(now.tolist())
            portion = self._portion(trees, now, decay, pool, threads)
            work = _work_of(portion.subjects, trees)
            yield SEARCHED
            for done in in_portions(pool, portion.remove, work):
                yield SEARCHED + (1 - SEARCHED) * done

    def gathered(self) -> Gathered:
        """Give the sums of the subjects that cost something."""
        sums = self._sums
        key = self._chosen.key(self._asked.graph.size)
        costly = np.flatnonzero(sums.loss > 0)
        stopping.check()
        costly = costly[np.argsort(key[costly], kind="stable")]
        return Gathered(key[costly], sums.loss[costly], sums.rest[costly], sums.cut[costly])

    def _now(self, trees: Trees, decay: float) -> Numbers:
        """Give the mutual scores of all pairs, by place of the other end; 0 for all others."""
        size = self._asked.graph.size
        ends = np.asarray(self._asked.partners[self._start], np.int64)
        now = np.zeros(size)
        there, back = by_place(trees.there, size), by_place(trees.back, size)
        now[ends] = scores_of(there[ends], back[ends], decay)
        return now

    def _portion(
        self, trees: Trees, now: Numbers, decay: float, pool: ThreadPoolExecutor, threads: int
    ) -> _Portions:
        asked = self._asked
        size = asked.graph.size
        is_actor = asked.target is Target.ACTOR
        chosen = actors_in(trees) if is_actor else arcs_in(trees)
        subjects = chosen.at(trees, now, self._twins.instead(chosen.key(size)))
        counts = (subjects.there != NONE) | (subjects.back != NONE)
        stopping.check()
        self._chosen = chosen = chosen.only(counts)
        stopping.check()
        subjects = Subjects(*(array[counts] for array in subjects))
        self._sums = no_sums(subjects.there.size)
        is_hoped = asked.hope is not asked.graph
        hoped_trees, hoped_subjects = trees, subjects
        if is_hoped:
            hoped_trees = all_trees(asked.hope, self._start, pool)
            instead = self._hoped_twins.instead(chosen.key(size))
            hoped_subjects = chosen.at(hoped_trees, now, instead)
        return _Portions(
            *ways_of(trees, now),
            asked.scoring.reading is Reading.WEAKEST,
            is_actor,
            decay,
            subjects,
            is_hoped,
            hoped_trees,
            hoped_subjects,
            self._sums,
            threads,
        )


class _Portions:
    """Thinks subjects away, some at a time; each thread has something of its own to write on."""

    def __init__(  # noqa: PLR0913, PLR0917  # what the compiled loop takes
        self,
        there: Way,
        back: Way,
        weakest: bool,
        is_actor: bool,
        decay: float,
        subjects: Subjects,
        is_hoped: bool,
        hoped_trees: Trees,
        hoped_subjects: Subjects,
        sums: Sums,
        threads: int,
    ) -> None:
        self.subjects = subjects
        self._said = there, back, weakest, is_actor, decay, subjects
        self._is_hoped = is_hoped
        self._hoped = hoped_trees, hoped_subjects
        self._sums = sums
        self._stop = stopping.current().watch()
        self._free: SimpleQueue[tuple[Repair, Repair, Hoped, NDArray[np.uint32]] | None] = (
            SimpleQueue()
        )
        for _ in range(threads):
            self._free.put(None)

    def remove(self, begin: int, end: int) -> int:
        """Think the subjects from ``begin`` up to ``end`` away; give how many were."""
        space = self._free.get()
        if space is None:
            space = self._space()
        new_there, new_back, hoped, cut_off = space
        done = remove_each(
            *self._said, begin, end, new_there, new_back, self._is_hoped, hoped, cut_off,
            self._sums, self._stop,
        )  # fmt: skip
        self._free.put(space)
        return done

    def _space(self) -> tuple[Repair, Repair, Hoped, NDArray[np.uint32]]:
        there, back = self._said[0].tree, self._said[1].tree
        repairs = new_repair(there), new_repair(back)
        trees, subjects = self._hoped
        again = (new_repair(trees.there), new_repair(trees.back)) if self._is_hoped else repairs
        hoped = Hoped(trees.there, trees.back, subjects, *again)
        return *repairs, hoped, np.empty(there.position.size, np.uint32)


def _work_of(subjects: Subjects, trees: Trees) -> Places:
    """Count what hangs on each subject."""
    work = np.ones(subjects.there.size, np.int64)
    for position, tree in ((subjects.there, trees.there), (subjects.back, trees.back)):
        stopping.check()
        inside = np.flatnonzero(position != NONE)
        at = position[inside]
        work[inside] += tree.last[at].astype(np.int64) - at
    return work
