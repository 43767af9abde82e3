"""What removals cost pairs on a graph of arrays where paths have a limited number of hops.

As `array_losses`, over layers (`engine.hop_removals`) instead of trees.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from os import cpu_count
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

from graph_api.errors import BadParameterError
from graph_api.scoring import stopping
from graph_api.scoring.distinct import distinct
from graph_api.scoring.engine import compiling
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.hop_removals import (
    Again,
    Ends,
    Gone,
    Layers,
    Sides,
    grow_layers,
    remove_each_limited,
)
from graph_api.scoring.engine.labels import STOPPED, UNREACHED
from graph_api.scoring.engine.repairs import NOT_TOUCHED
from graph_api.scoring.engine.trees import NOT_THERE
from graph_api.scoring.losses.removal_trees import locked, scores_of
from graph_api.scoring.losses.sums import (
    PREPARED,
    Gathered,
    Losses,
    Numbers,
    Places,
    Twins,
    in_portions,
    no_sums,
    stage_of,
)
from graph_api.scoring.results import Reading, Scoring, Target

MOST_STATES = 20_000_000
"""Actors times hops: more would take gigabytes."""

PATIENT = 100_000
"""With more relations than this a compiler is quicker than plain Python is."""

SEARCHED = 0.2
"""The share of the work on one actor that is done when its layers are there."""


@dataclass(frozen=True, eq=False)
class LimitedLosses:
    """What subjects cost the pairs of some actors with others, over at most ``max_hops`` hops.

    Attributes
    ----------
    graph, hope
        The arcs of known strength, and those of which some may be unknown; one object: none is.
    partners
        For each actor of the smaller group the places of the other ends of its pairs.
    scoring
        PRODUCT or WEAKEST, with a hop limit.
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

    @property
    def hops(self) -> int:
        """Give the limit; no loopless path has more hops than there are other actors."""
        return min(self.scoring.max_hops or self.graph.size, max(1, self.graph.size - 1))

    def losses(self, report: Callable[[float], None]) -> Losses:
        """Work through the actors of the smaller group.

        Raises
        ------
        BadParameterError
            If the layers of so many hops would take too much memory.
        DeadlineExceededError
            If the question is over before that.

        """
        most = MOST_STATES // max(1, self.graph.size)
        if self.hops > most:
            raise BadParameterError(
                f"maxHops of {self.hops} is too much for bottlenecks of a graph of this size: give"
                f" at most {most}, or none at all, which is quicker.",
                f"对这样大的图做瓶颈分析时，maxHops 为 {self.hops} 过大：请不超过 {most}，"
                "或不设限制（更快）。",
                parameter="maxHops",
            )
        if self.graph.count > PATIENT:
            compiling.wait()
        count = len(self.partners)
        scores: list[float] = []
        gathered = Gathered.nothing()
        decay = 1.0 if self.scoring.reading is Reading.WEAKEST else self.scoring.decay
        twins = Twins.of(self.graph, self.target, decay)
        hoped_twins = Twins.of(self.hope, self.target, None)
        for done, start in enumerate(sorted(self.partners)):
            stage_of(done, count)
            one = _OneStart(self, start, decay, twins, hoped_twins)
            for part in one.work():
                report((done + part) / count)
            scores.append(one.score)
            gathered = gathered.plus(one.gathered())
        total = math.fsum(scores)
        loss = np.minimum(gathered.loss + gathered.rest, total)
        return Losses(total, gathered.subject, loss, gathered.cut)


Space = tuple[Sides, Sides, NDArray[np.uint32], NDArray[np.uint32]]
"""What one thread writes on."""


class _OneStart:
    """The pairs of one actor."""

    score: float
    _key: Places

    def __init__(
        self, asked: LimitedLosses, start: int, decay: float, twins: Twins, hoped: Twins
    ) -> None:
        self._asked = asked
        self._start = start
        self._decay = decay
        self._weakest = asked.scoring.reading is Reading.WEAKEST
        self._twins = twins
        self._hoped_twins = hoped
        self._stop = stopping.current().watch()

    def work(self) -> Iterator[float]:
        """Do all of it; gives the share that is done, again and again."""
        asked = self._asked
        threads = asked.threads or (min(8, cpu_count() or 1) if compiling.is_ready() else 1)
        with ThreadPoolExecutor(threads) as pool:
            worth = asked.graph.table if self._weakest else asked.graph.worth(self._decay)
            layers = self._both(asked.graph, worth, pool)
            hoped = None
            if asked.hope is not asked.graph:
                hoped = self._both(asked.hope, np.ones(asked.hope.table.size), pool)
            stopping.tell(*PREPARED)
            ends = self._ends(layers)
            self.score = math.fsum(ends.now.tolist())
            gone, work = self._gone(layers, ends)
            self._sums = no_sums(gone.start.size)
            free: SimpleQueue[Space | None] = SimpleQueue()
            for _ in range(threads):
                free.put(None)
            yield SEARCHED
            instead = self._hoped_twins.instead(self._key)
            remove = partial(self._remove, layers, hoped, ends, gone, instead, free)
            for done in in_portions(pool, remove, work):
                yield SEARCHED + (1 - SEARCHED) * done

    def gathered(self) -> Gathered:
        """Give the sums of the subjects that cost something, ascending."""
        sums = self._sums
        costly = np.flatnonzero(sums.loss > 0)
        return Gathered(self._key[costly], sums.loss[costly], sums.rest[costly], sums.cut[costly])

    def _both(self, graph: ArcGraph, worth: Numbers, pool: Executor) -> tuple[Layers, Layers]:
        one = partial(self._layers, graph, locked(worth))
        tasks = [pool.submit(copy_context().run, partial(one, ahead=a)) for a in (True, False)]
        return tasks[0].result(), tasks[1].result()

    def _layers(self, graph: ArcGraph, worth: Numbers, *, ahead: bool) -> Layers:
        hops, size = self._asked.hops, graph.size
        along, against = (graph.out, graph.back) if ahead else (graph.back, graph.out)
        room = hops * size + 1
        position = np.full((hops + 1) * size, NOT_THERE, np.uint32)
        place, parent = np.empty(room, np.uint32), np.empty(room, np.uint32)
        key = np.empty(room)
        count = grow_layers(
            along, worth, self._weakest, np.uint64(self._start), hops, position, place, key,
            parent, self._stop,
        )  # fmt: skip
        if count == STOPPED:
            raise stopping.current().error(
                f"the paths of up to {hops} hops of one actor were being searched",
                f"正在搜索一个行动者 {hops} 步以内的路径",
            )
        place, key, parent = place[:count].copy(), key[:count].copy(), parent[:count].copy()
        # The start hangs on itself, but on nothing that can be thought away: it is no child.
        stopping.check()
        first = np.zeros(count + 1, np.uint32)
        np.cumsum(np.bincount(parent[1:], minlength=count), out=first[1:])
        child = (np.argsort(parent[1:], kind="stable") + 1).astype(np.uint32)
        return Layers(position, place, key, parent, first, child, against, worth)

    def _ends(self, layers: tuple[Layers, Layers]) -> Ends:
        size = self._asked.graph.size
        keys = []
        for one in layers:
            stopping.check()
            best = np.full(size, UNREACHED)
            np.maximum.at(best, one.place, one.key)
            keys.append(best)
        now = np.zeros(size)
        ends = np.asarray(self._asked.partners[self._start], np.int64)
        now[ends] = scores_of(keys[0][ends], keys[1][ends], self._decay)
        return Ends(now, *keys)

    def _gone(self, layers: tuple[Layers, Layers], ends: Ends) -> tuple[Gone, Places]:
        """Give the subjects on which something hangs, and how much."""
        size = self._asked.graph.size
        is_actor = self._asked.target is Target.ACTOR
        stopping.check()
        there = _subjects(layers[0], ends.now, ends.there, size, is_actor, turned=False)
        stopping.check()
        back = _subjects(layers[1], ends.now, ends.back, size, is_actor, turned=True)
        stopping.check()
        self._key = distinct(np.concatenate((there[0], back[0])))
        work = np.ones(self._key.size, np.int64)
        in_there, in_back = np.zeros(work.size, np.bool_), np.zeros(work.size, np.bool_)
        for (key, below), inside in ((there, in_there), (back, in_back)):
            stopping.check()
            at = np.searchsorted(self._key, key)
            np.add.at(work, at, below)
            inside[at] = True
        first, second = (self._key, self._key) if is_actor else np.divmod(self._key, size)
        instead = self._twins.instead(self._key)
        start, end = first.astype(np.uint32), second.astype(np.uint32)
        return Gone(start, end, in_there, in_back, instead), work

    def _remove(  # noqa: PLR0913, PLR0917  # bound by `work` but for the portion
        self,
        layers: tuple[Layers, Layers],
        hoped: tuple[Layers, Layers] | None,
        ends: Ends,
        gone: Gone,
        instead: Numbers,
        free: SimpleQueue[Space | None],
        begin: int,
        end: int,
    ) -> int:
        space = free.get()
        if space is None:
            size = self._asked.graph.size
            sides = Sides(*layers, *map(_again, layers))
            again = Sides(*hoped, *map(_again, hoped)) if hoped else sides
            space = sides, again, np.zeros(size, np.uint32), np.empty(size, np.uint32)
        sides, again, seen, cut_off = space
        done = remove_each_limited(
            sides, self._weakest, self._asked.target is Target.ACTOR, self._decay,
            self._asked.hops, ends, gone, begin, end, hoped is not None, again, instead, seen,
            cut_off, *self._sums, self._stop,
        )  # fmt: skip
        free.put(space)
        return done


def _again(layers: Layers) -> Again:
    return Again(np.full(layers.key.size, NOT_TOUCHED), np.empty(layers.key.size, np.uint32))


def _subjects(  # noqa: PLR0913  # layers, what hangs on them, what is asked
    layers: Layers, now: Numbers, best: Numbers, size: int, is_actor: bool, *, turned: bool
) -> tuple[Places, Places]:
    """Give the subjects on which an end hangs, and how many states do; some several times."""
    held, below = _hanging(layers, now, best)
    states = np.flatnonzero(held > 0)
    states = states[states != 0]
    above = layers.parent[states].astype(np.int64)
    if is_actor:
        # Not what hangs on an actor counts, but on those that hang on it; the start stays.
        above = distinct(above)
        above = above[above != 0]
        return layers.place[above].astype(np.int64), below[above]
    first, second = layers.place[above].astype(np.int64), layers.place[states].astype(np.int64)
    return (second * size + first if turned else first * size + second), below[states]


def _hanging(layers: Layers, now: Numbers, best: Numbers) -> tuple[Places, Places]:
    """Count what hangs on each state, itself too: ends at their best key, and states.

    An end whose best state stays loses nothing.
    """
    held = ((now[layers.place] > 0) & (layers.key == best[layers.place])).astype(np.int64)
    below = np.ones(layers.key.size, np.int64)
    first = layers.first.astype(np.int64)
    # States stand by layer; what hangs on those of one stands in the next.
    hops = layers.position.size // now.size
    counts_of = np.count_nonzero(layers.position.reshape(hops, -1) != NOT_THERE, axis=1)
    begins = np.concatenate(([0], np.cumsum(counts_of)))
    for hop in range(hops - 2, -1, -1):
        stopping.check()
        begin, end = int(begins[hop]), int(begins[hop + 1])
        for counts in (held, below):
            sums = np.concatenate(([0], np.cumsum(counts[layers.child])))
            counts[begin:end] += sums[first[begin + 1 : end + 1]] - sums[first[begin:end]]
    return held, below
