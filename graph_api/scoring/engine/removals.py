"""What pairs of one actor with others lose without each actor, or each arc, on their best paths.

Two trees, of the best paths there and back, and a repair of a piece of each for every subject. Not
more than the sum of the sizes of these pieces is looked at, whatever the number of subjects.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring.engine.compiling import kernel
from graph_api.scoring.engine.labels import UNREACHED
from graph_api.scoring.engine.repairs import NOT_TOUCHED, Repair, clean, repair
from graph_api.scoring.engine.trees import NOT_THERE, Tree

TIE = 1e-12
"""A score that drops by no more than this share of itself has another path just as good."""


class Way(NamedTuple):
    """One direction of all pairs of an actor: arrays by position in its tree.

    Attributes
    ----------
    tree
        The best paths.
    now
        Shape (k,): the mutual score of those that are the other end of a pair, 0 for the rest.
    across, far
        Shape (k,): the position of the same actor in the tree of the other direction, `NOT_THERE`
        for none, and its key there.

    """

    tree: Tree
    now: NDArray[np.float64]
    across: NDArray[np.uint32]
    far: NDArray[np.float64]


class Subjects(NamedTuple):
    """What is thought away, one after the other: s actors, or s arcs.

    Attributes
    ----------
    there, back
        Shape (s,): the position in each tree of an actor, or of the one that an arc leads to;
        `NOT_THERE` where nothing that counts hangs on it.
    instead
        Shape (s,): strength (times decay) of the parallel that takes the place of an arc, below 0
        for none.

    """

    there: NDArray[np.uint32]
    back: NDArray[np.uint32]
    instead: NDArray[np.float64]


class Sums(NamedTuple):
    """What each subject costs: ``loss`` + ``rest`` (s,), and how many pairs it cuts (s,).

    ``rest`` gathers what the additions to ``loss`` rounded off (Neumaier 1974), so that the order
    of the pairs does not show.
    """

    loss: NDArray[np.float64]
    rest: NDArray[np.float64]
    cut: NDArray[np.int32]


@kernel
def mutual(there: float, back: float, decay: float) -> float:
    """Give the mutual score of two keys; a key of a product is damped once too often."""
    if there <= 0 or back <= 0:
        return 0.0
    forward = there / decay
    reverse = back / decay
    both = forward * reverse
    return math.sqrt(both) if both > 1e-300 else math.sqrt(forward) * math.sqrt(reverse)


class Hoped(NamedTuple):
    """All paths of both directions where relations of unknown strength count, whatever their worth.

    ``subjects`` are the same as those of the graph, by position in these trees.
    """

    there: Tree
    back: Tree
    subjects: Subjects
    new_there: Repair
    new_back: Repair


@kernel
def remove_each(  # one loop over subjects, its state in registers
    there: Way,
    back: Way,
    weakest: bool,  # the reading, for a compiled loop
    is_actor: bool,  # the kind of subject, for a compiled loop
    decay: float,
    subjects: Subjects,
    begin: int,
    end: int,
    new_there: Repair,
    new_back: Repair,
    is_hoped: bool,  # whether there are unknown relations, for a compiled loop
    hoped: Hoped,
    cut_off: NDArray[np.uint32],
    sums: Sums,
    stop: NDArray[np.uint8],
) -> int:
    """Think the subjects from ``begin`` up to ``end`` away; give how many there was time for.

    A pair is cut if a direction is missing even where unknown relations count. ``cut_off`` (k,) is
    room to write on.
    """
    none = np.uint64(0)
    for item in range(begin, end):
        root, root_back = np.uint64(subjects.there[item]), np.uint64(subjects.back[item])
        less = subjects.instead[item]
        count = count_back = none
        if root != NOT_THERE:
            count = repair(there.tree, weakest, root, is_actor, less, new_there, stop)
        if root_back != NOT_THERE:
            count_back = repair(back.tree, weakest, root_back, is_actor, less, new_back, stop)
        if stop[0] != 0:
            return item - begin
        total, rest = 0.0, 0.0
        cuts = 0
        for touched in range(count):
            at = np.uint64(new_there.touched[touched])
            score = there.now[at]
            if score > 0:
                key_back = new_back.key[there.across[at]] if count_back > 0 else NOT_TOUCHED
                if key_back == NOT_TOUCHED:
                    key_back = there.far[at]
                if new_there.key[at] < 0 or key_back < 0:
                    cut_off[cuts] = there.tree.order[at]
                    cuts += 1
                without = mutual(new_there.key[at], key_back, decay)
                if without < score * (1 - TIE):
                    drop = score - without
                    summed = total + drop
                    rest += (total - summed) + drop if total >= drop else (drop - summed) + total
                    total = summed
        for touched in range(count_back):
            at = np.uint64(new_back.touched[touched])
            score = back.now[at]
            # Those that lose in the other direction too were counted above.
            if score > 0 and (count == 0 or new_there.key[back.across[at]] == NOT_TOUCHED):
                if new_back.key[at] < 0:
                    cut_off[cuts] = back.tree.order[at]
                    cuts += 1
                without = mutual(back.far[at], new_back.key[at], decay)
                if without < score * (1 - TIE):
                    drop = score - without
                    summed = total + drop
                    rest += (total - summed) + drop if total >= drop else (drop - summed) + total
                    total = summed
        if root != NOT_THERE:
            clean(root, count, new_there)
        if root_back != NOT_THERE:
            clean(root_back, count_back, new_back)
        sums.loss[item] = total
        sums.rest[item] = rest
        if is_hoped and cuts > 0:
            cuts = _missing(hoped, is_actor, item, cut_off, cuts, stop)
            if stop[0] != 0:
                return item - begin
        sums.cut[item] = cuts
    return end - begin


@kernel
def _new_key(tree: Tree, new: Repair, place: np.uint64) -> float:
    """Give the key of an actor in a repaired tree."""
    at = np.uint64(tree.position[place])
    if at == NOT_THERE:
        return UNREACHED
    found = new.key[at]
    return float(tree.key[at] if found == NOT_TOUCHED else found)


@kernel
def _missing(  # one subject, and what it may have cut
    hoped: Hoped,
    is_actor: bool,  # the kind of subject, for a compiled loop
    item: int,
    ends: NDArray[np.uint32],
    count_ends: int,
    stop: NDArray[np.uint8],
) -> int:
    """Count the ends that have no path in one direction or the other even then."""
    root = np.uint64(hoped.subjects.there[item])
    root_back = np.uint64(hoped.subjects.back[item])
    less = hoped.subjects.instead[item]
    count = count_back = np.uint64(0)
    if root != NOT_THERE:
        count = repair(hoped.there, True, root, is_actor, less, hoped.new_there, stop)
    if root_back != NOT_THERE:
        count_back = repair(hoped.back, True, root_back, is_actor, less, hoped.new_back, stop)
    missing = 0
    for number in range(count_ends):
        place = np.uint64(ends[number])
        if (
            _new_key(hoped.there, hoped.new_there, place) < 0
            or _new_key(hoped.back, hoped.new_back, place) < 0
        ):
            missing += 1
    if root != NOT_THERE:
        clean(root, count, hoped.new_there)
    if root_back != NOT_THERE:
        clean(root_back, count_back, hoped.new_back)
    return missing
