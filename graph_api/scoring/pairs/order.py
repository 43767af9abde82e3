"""The mutual score of a pair, and the order in which pairs stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from operator import itemgetter

from graph_api.scoring.results import PairRow
from graph_api.scoring.searches.kernels import TIE


def mutual_score(forward: float | None, reverse: float | None) -> float | None:
    """Give sqrt(F R): 0 if a direction is known to be missing, else None if one is unknown.

    Examples
    --------
    >>> mutual_score(1.0, 0.25), mutual_score(None, 0.0), mutual_score(None, 0.4)
    (0.5, 0.0, None)

    """
    if forward == 0 or reverse == 0:
        return 0.0
    if forward is None or reverse is None:
        return None
    both = forward * reverse
    # Far below any strength that means something, the product would vanish before its root does.
    return math.sqrt(both) if both > 1e-300 else math.sqrt(forward) * math.sqrt(reverse)


def in_order(rows: Sequence[PairRow], *, greatest_first: bool) -> tuple[PairRow, ...]:
    """Order by mutual score, tied ones by ids, unknown ones last."""
    known = [(row.mutual, row) for row in rows if row.mutual is not None]
    known.sort(key=_MUTUAL, reverse=greatest_first)
    numbers, ordered = [item[0] for item in known], [item[1] for item in known]
    for first, stop in _tied(numbers, greatest_first=greatest_first):
        ordered[first:stop] = sorted(ordered[first:stop], key=by_ids)
    if len(ordered) < len(rows):
        ordered += sorted([row for row in rows if row.mutual is None], key=by_ids)
    return tuple(ordered)


_MUTUAL = itemgetter(0)


def _tied(numbers: Sequence[float], *, greatest_first: bool) -> Iterator[tuple[int, int]]:
    """Give from where to where numbers in order are tied with the first one there."""
    lead, first = 0.0, 0
    for place, number in enumerate(numbers):
        apart = lead - number if greatest_first else number - lead
        if apart > TIE * (lead if greatest_first else number) or not place:
            if place - first > 1:
                yield first, place
            lead, first = number, place
    if len(numbers) - first > 1:
        yield first, len(numbers)


def by_ids(row: PairRow) -> tuple[str, str]:
    """Give what tied pairs stand by."""
    return row.a, row.b
