"""The mutual score of a pair, and the order in which pairs stand."""

from __future__ import annotations

import math
from collections.abc import Iterable

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
    known.sort(key=lambda item: item[0], reverse=greatest_first)
    ordered: list[PairRow] = []
    place = 0
    while place < len(known):
        lead = known[place][0]
        tied: list[PairRow] = []
        while place < len(known) and abs(known[place][0] - lead) <= TIE * max(
            lead, known[place][0]
        ):
            tied.append(known[place][1])
            place += 1
        ordered += sorted(tied, key=by_ids)
    return (*ordered, *sorted((row for row in rows if row.mutual is None), key=by_ids))


def by_ids(row: PairRow) -> tuple[str, str]:
    """Give what tied pairs stand by."""
    return row.a, row.b
