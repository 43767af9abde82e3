"""The mutual score of a pair, and the order in which pairs stand."""

from __future__ import annotations

import math
from collections.abc import Iterable
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


def in_order(rows: Iterable[PairRow], *, greatest_first: bool) -> tuple[PairRow, ...]:
    """Order by mutual score, tied ones by ids, unknown ones last."""
    known = [(row.mutual, row) for row in rows if row.mutual is not None]
    known.sort(key=_MUTUAL, reverse=greatest_first)
    ordered: list[PairRow] = []
    lead, first = 0.0, 0  # of the tied ones that are listed last
    for mutual, row in known:
        if abs(mutual - lead) > TIE * max(lead, mutual):
            _settle(ordered, first)
            lead, first = mutual, len(ordered)
        ordered.append(row)
    _settle(ordered, first)
    return (*ordered, *sorted((row for row in rows if row.mutual is None), key=by_ids))


_MUTUAL = itemgetter(0)


def _settle(ordered: list[PairRow], first: int) -> None:
    """Put the last ones, from ``first`` on, in the order of their ids."""
    if len(ordered) - first > 1:
        ordered[first:] = sorted(ordered[first:], key=by_ids)


def by_ids(row: PairRow) -> tuple[str, str]:
    """Give what tied pairs stand by."""
    return row.a, row.b
