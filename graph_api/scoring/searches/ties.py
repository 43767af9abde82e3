"""The rule of ties: which of several paths that score alike is the one that is shown.

Fewest hops, then the smallest list of actor ids (docs/reference/scores.md). Searches gather the
arrows that may lie on a tied path; this picks among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from graph_api.scoring.searches.kernels import Arrow, fewest_hops, first_path

Tied = tuple[int, int, float, int]
"""An arrow: where it leaves, what it reaches, its strength, the place of its relation."""

Order = Callable[[int], Any]
"""Gives what actors are ordered by, from their places: ids, or ranks of ids."""


def choose(  # noqa: PLR0913, PLR0917  # a pair, its arrows, and what is tied
    start: int,
    end: int,
    arrows: Iterable[Tied],
    floor: float,
    decay: float,
    order: Order,
    *,
    sure: bool = True,
) -> tuple[Arrow, ...] | None:
    """Choose among tied paths: fewest hops, then the smallest list of actor ids.

    Parameters
    ----------
    start, end
        Places of the two ends.
    arrows
        All arrows of tied paths; a few of others may be among them.
    floor
        The key from which on a path is tied.
    decay
        Of the scoring.
    order
        What actors are ordered by.
    sure
        That there is a tied path among them, but for the rounding of products.

    Returns
    -------
    tuple of Arrow or None
        The arrows of the path; None if no path of these arrows is as good as ``floor``.

    """
    out: dict[int, list[Arrow]] = {start: [], end: []}
    back: dict[int, list[Arrow]] = {start: [], end: []}
    for first, last, strength, relation in arrows:
        out.setdefault(first, []).append((last, strength, relation))
        back.setdefault(last, []).append((first, strength, relation))
        back.setdefault(first, [])
    for row in out.values():
        if len(row) > 1:
            row.sort(key=lambda arrow: order(arrow[0]))
    layers = fewest_hops(back, start, end, floor, decay)
    if layers[-1][start] < floor and not sure:
        return None
    return tuple(first_path(out, layers, start, floor, decay))
