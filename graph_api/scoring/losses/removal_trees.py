"""The pairs of one actor, made ready for removals on a graph of arrays: trees, ends, subjects.

Steps over arrays of a million take some 10 ms each; between them it is looked whether the question
is over.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.labels import UNREACHED
from graph_api.scoring.engine.removals import Subjects, Way
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.trees import NOT_THERE, Tree, tree_of
from graph_api.scoring.engine.weakest import widest_from

Places = NDArray[np.int64]
Numbers = NDArray[np.float64]

NONE = np.uint32(NOT_THERE)


@dataclass(frozen=True, eq=False)
class Trees:
    """The paths from one actor to all, and from all to it."""

    there: Tree
    back: Tree

    @property
    def work(self) -> int:
        """Count the places that hang on all actors together."""
        return sum(
            int((tree.last.astype(np.int64) - np.arange(tree.order.size)).sum())
            for tree in (self.there, self.back)
        )


def best_trees(
    graph: ArcGraph, start: int, decay: float, pool: Executor, *, weakest: bool
) -> Trees:
    """Search the best paths of an actor in both senses, both at once if there are two threads.

    Raises
    ------
    DeadlineExceededError
        If the question is over before that.

    """

    def one(ahead: bool) -> Tree:  # the sense
        if weakest:
            worth, key = graph.table, widest_from(graph, start, ahead=ahead)
        else:
            worth, key = graph.worth(decay), keys_from(graph, start, decay, ahead=ahead)
        return tree_of(graph, locked(worth), key, start, ahead=ahead, weakest=weakest)

    return _both(one, pool)


def all_trees(graph: ArcGraph, start: int, pool: Executor) -> Trees:
    """Search which paths an actor has at all in both senses, whatever they are worth.

    Raises
    ------
    DeadlineExceededError
        If the question is over before that.

    """

    def one(ahead: bool) -> Tree:  # the sense
        worth = locked(np.ones(graph.table.size))
        key = np.ones(graph.size)
        return tree_of(graph, worth, key, start, ahead=ahead, weakest=True)

    return _both(one, pool)


def _both(one: Callable[[bool], Tree], pool: Executor) -> Trees:
    there = pool.submit(copy_context().run, partial(one, True))
    back = pool.submit(copy_context().run, partial(one, False))
    return Trees(there.result(), back.result())


def locked(array: Numbers) -> Numbers:
    """Give an array that cannot be written to, as compiled loops expect it of a graph."""
    if not array.flags.writeable:
        return array
    view = array.view()
    view.setflags(write=False)
    return view


def by_place(tree: Tree, size: int) -> Numbers:
    """Give the keys of a tree by place, `UNREACHED` out of reach."""
    stopping.check()
    keys = np.full(size, UNREACHED)
    keys[tree.order] = tree.key
    return keys


def scores_of(there: Numbers, back: Numbers, decay: float) -> Numbers:
    """Give the mutual scores of keys; see `engine.removals.mutual`."""
    stopping.check()
    scores = np.zeros(there.size)
    sound = np.flatnonzero((there > 0) & (back > 0))
    forward, reverse = there[sound] / decay, back[sound] / decay
    product = forward * reverse
    scores[sound] = np.where(
        product > 1e-300, np.sqrt(product), np.sqrt(forward) * np.sqrt(reverse)
    )
    return scores


def ways_of(trees: Trees, now: Numbers) -> tuple[Way, Way]:
    """Give both directions of the pairs whose score stands in ``now``, by place."""
    keys = by_place(trees.there, now.size), by_place(trees.back, now.size)
    there, back = trees.there, trees.back
    ahead = Way(there, now[there.order], back.position[there.order], keys[1][there.order])
    stopping.check()
    return ahead, Way(back, now[back.order], there.position[back.order], keys[0][back.order])


@dataclass(frozen=True, eq=False)
class Chosen:
    """Subjects that something may hang on: places of actors, or of both ends of arcs."""

    start: Places
    end: Places
    is_actor: bool

    def key(self, size: int) -> Places:
        """Give what the subject is called: the place of an actor, start x n + end of an arc."""
        return self.start if self.is_actor else self.start * size + self.end

    def at(self, trees: Trees, now: Numbers, instead: Numbers) -> Subjects:
        """Give where the subjects stand in trees, but for those on which no pair hangs there."""
        above = None if self.is_actor else self.start
        over = None if self.is_actor else self.end
        return Subjects(
            _hanging(trees.there, now, self.end, above),
            _hanging(trees.back, now, self.start, over),
            instead,
        )

    def only(self, which: NDArray[np.bool_]) -> Chosen:
        """Give some of them."""
        return Chosen(self.start[which], self.end[which], self.is_actor)


def actors_in(trees: Trees) -> Chosen:
    """Give the actors of the trees in the order of the first, so that neighbours stand together."""
    there, back = trees.there, trees.back
    more = back.order[there.position[back.order] == NONE]
    places = np.concatenate((there.order[1:], more)).astype(np.int64)
    return Chosen(places, places, is_actor=True)


def arcs_in(trees: Trees) -> Chosen:
    """Give the arcs of the trees, those of both once."""
    there, back = trees.there, trees.back
    end = there.order[1:].astype(np.int64)
    start = there.order[there.above[1:]].astype(np.int64)
    stopping.check()
    more_start = back.order[1:].astype(np.int64)
    more_end = back.order[back.above[1:]].astype(np.int64)
    fresh = _above_of(there, more_end) != more_start
    stopping.check()
    return Chosen(
        np.concatenate((start, more_start[fresh])),
        np.concatenate((end, more_end[fresh])),
        is_actor=False,
    )


def _above_of(tree: Tree, places: Places) -> Places:
    """Give the places of those above actors in a tree, -1 for none."""
    stopping.check()
    position = tree.position[places]
    found = np.full(places.size, -1, np.int64)
    inside = np.flatnonzero((position != NONE) & (position != 0))
    found[inside] = tree.order[tree.above[position[inside]]]
    return found


def _hanging(tree: Tree, now: Numbers, places: Places, above: Places | None) -> NDArray[np.uint32]:
    position = tree.position[places]
    counts = (position != NONE) & (position != 0)
    if above is not None:
        counts &= _above_of(tree, places) == above
    stopping.check()
    held = np.zeros(tree.order.size + 1, np.int64)
    np.cumsum(now[tree.order] > 0, out=held[1:])
    stopping.check()
    inside = np.flatnonzero(counts)
    at = position[inside]
    # An actor itself is not among those that may lose by its absence.
    first = at if above is not None else at + np.uint32(1)
    inside = inside[held[tree.last[at]] > held[first]]
    found = np.full(places.size, NONE, np.uint32)
    found[inside] = position[inside]
    return found
