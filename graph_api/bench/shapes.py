"""Two other shapes, on which a search that suits a district may do badly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isqrt

import numpy as np

from graph_api.bench.district import district
from graph_api.bench.drawn import Drawn, cleaned

TIES_PER_ACTOR = 4
KINDS = ("resident",)


def scale_free(actors: int, seed: int = 7) -> Drawn:
    """Draw a graph with few hubs and many leaves: each actor ties itself to four earlier ones.

    Half of them are drawn evenly, half are the ends of earlier ties, so that who has many gets
    more (Kumar and others 2000). Each tie runs both ways, with strengths of their own.
    """
    chance = np.random.default_rng(seed)
    start = np.repeat(np.arange(1, actors), TIES_PER_ACTOR)
    end = (chance.random(start.size) * start).astype(np.int64)
    copied = chance.random(start.size) < 0.5
    copied[start <= 1] = False
    earlier = (chance.random(start.size) * (start - 1) * TIES_PER_ACTOR).astype(np.int64)
    # A copied tie ends where an earlier one does, which may be copied itself: follow to the root.
    root = np.where(copied, earlier, np.arange(start.size))
    while copied[root].any():
        root = np.where(copied[root], root[root], root)
    return _both_ways(actors, start, end[root], chance)


def lattice(actors: int, seed: int = 7) -> Drawn:
    """Draw a square in which neighbours are tied both ways; the largest square that fits."""
    side = isqrt(actors)
    square = np.arange(side * side).reshape(side, side)
    start = np.concatenate((square[:, :-1].ravel(), square[:-1].ravel()))
    end = np.concatenate((square[:, 1:].ravel(), square[1:].ravel()))
    return _both_ways(side * side, start, end, np.random.default_rng(seed))


def _both_ways(
    actors: int,
    start: np.ndarray[tuple[int], np.dtype[np.int64]],
    end: np.ndarray[tuple[int], np.dtype[np.int64]],
    chance: np.random.Generator,
) -> Drawn:
    return cleaned(
        KINDS,
        np.zeros(actors, np.int8),
        np.full(actors, -1, np.int32),
        np.concatenate((start, end)),
        np.concatenate((end, start)),
        chance.uniform(0.05, 0.95, 2 * start.size),
    )


SHAPES: Mapping[str, Callable[[int, int], Drawn]] = {
    "district": district,
    "scale_free": scale_free,
    "lattice": lattice,
}
"""What can be drawn, by name."""
