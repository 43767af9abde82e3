"""Numbers of a whole graph: reciprocity, Krackhardt's four dimensions, flow hierarchy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import Asked, Found
from graph_api.scoring.metrics.ties import Ties


def reciprocity(asked: Asked) -> Found:
    """Give the share of ties that are answered by one the other way."""
    ties = asked.ties
    if not ties.count:
        return Found()
    return Found(value=float(np.count_nonzero(_answer(ties) > 0)) / ties.count)


def weighted_reciprocity(asked: Asked) -> Found:
    """Give the share of all strength that is answered by as much the other way."""
    ties = asked.ties
    if not ties.count:
        return Found()
    shared = np.minimum(ties.strength, _answer(ties))
    return Found(value=float(shared.sum() / ties.strength.sum()))


def flow_hierarchy(asked: Asked) -> Found:
    """Give the share of ties (or of strength) that lies on no cycle."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  # slow to load

    ties = asked.ties
    if not ties.count:
        return Found()
    _, part = connected_components(ties.matrix(), directed=True, connection="strong")
    weights = ties.strength if asked.parameters["weighted"] else np.ones(ties.count)
    onward = part[ties.start] != part[ties.end]
    return Found(value=float(weights[onward].sum() / weights.sum()))


def gtd_connectedness(asked: Asked) -> Found:
    """Give the share of pairs that some chain of ties joins, whichever way the ties point."""
    size = asked.ties.size
    if size < 2:
        return Found()
    joined = sum(count * (count - 1) for count in _parts(asked.ties)[1].tolist())
    return Found(value=joined / (size * (size - 1)))


def gtd_efficiency(asked: Asked) -> Found:
    """Give 1 less the share of ties that are there beyond those that joining the parts takes."""
    counts = _parts(asked.ties)[1].astype(np.float64)
    most = float(np.sum((counts - 1) ** 2))  # s (s - 1) ties at most, less s - 1 that are needed
    if most == 0:
        return Found()
    return Found(value=1 - (asked.ties.count - float(np.sum(counts - 1))) / most)


def gtd_hierarchy(asked: Asked) -> Found:
    """Give the share of pairs, of those where one reaches the other, where it is only one."""
    below, above = _closure(asked.ties, asked, 0.0), _closure(asked.ties.reversed(), asked, 0.5)
    # Everybody reaches himself: one too many in both.
    mutual = sum((one & other).bit_count() - 1 for one, other in zip(below, above, strict=True))
    either = sum((one | other).bit_count() - 1 for one, other in zip(below, above, strict=True))
    return Found(value=1 - mutual / either if either else None)


def gtd_lub(asked: Asked) -> Found:
    """Give 1 less the share of pairs that have no least upper bound."""
    ties = asked.ties
    part, counts = _parts(ties)
    most = sum((count - 1) * (count - 2) // 2 for count in counts.tolist())
    if most == 0:
        return Found()
    above = _closure(ties.reversed(), asked, 0.0)
    # The least of the upper bounds of two actors is one whom just these bounds reach: then each of
    # them leads over it. So it is enough to know for which actor the bounds are all there is above.
    known = set(above)
    missing = 0
    for number in range(len(counts)):
        members = Counter(above[place] for place in np.flatnonzero(part == number).tolist())
        sets = list(members.items())
        for first, (one, times) in enumerate(sets):
            stopping.check()
            for other, others in sets[first + 1 :]:
                if (one & other) not in known:
                    missing += times * others
    return Found(value=1 - missing / most)


def _answer(ties: Ties) -> NDArray[np.float64]:
    """Give for each tie the strength of the one the other way, 0 where there is none."""
    keys = ties.start * ties.size + ties.end
    wanted = ties.end * ties.size + ties.start
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[found] == wanted, ties.strength[found], 0.0)


def _parts(ties: Ties) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the part of each actor, and how many actors each part has, however ties point."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  # slow to load

    if not ties.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    count, part = connected_components(ties.matrix(), directed=True, connection="weak")
    return part.astype(np.int64), np.bincount(part, minlength=count)


def _closure(ties: Ties, asked: Asked, begun: float) -> Sequence[int]:
    """Give for each actor the set of those it reaches, itself included, as the bits of a number."""
    reached = [1 << place for place in range(ties.size)]
    for start, end in zip(ties.start.tolist(), ties.end.tolist(), strict=True):
        reached[start] |= 1 << end
    for middle in range(ties.size):  # Warshall (1962), a row at a time
        stopping.check()
        asked.tell(begun + middle / ties.size / 2)
        beyond, bit = reached[middle], 1 << middle
        for start, known in enumerate(reached):
            if known & bit:
                reached[start] = known | beyond
    return reached
