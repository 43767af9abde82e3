"""Strengths of many graphs at once, drawn from what is believed about each relation.

Each relation has a stream of random numbers of its own, named by the seed and by its id: another
relation, another order of relations or another filter leaves its numbers as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot
from graph_api.scoring import stopping
from graph_api.scoring.graphs.strengths import effective_strengths
from graph_api.scoring.uncertainty.distributions import (
    Belief,
    Fixed,
    Numbers,
    Pool,
    Uniform,
    belief_of,
)
from graph_api.scoring.uncertainty.results import Coupling, Sampling

WORD = 4
"""Bytes of one word of a spawn key."""


def stream_of(seed: int, name: str = "") -> np.random.Generator:
    """Give the stream of random numbers of a seed and a name (PCG64, O'Neill 2014).

    Examples
    --------
    >>> stream_of(0, "r1").random() == stream_of(0, "r1").random()
    True
    >>> stream_of(0, "r1").random() == stream_of(0, "r2").random()
    False

    """
    digest = hashlib.blake2b(name.encode(), digest_size=16).digest() if name else b""
    words = [
        int.from_bytes(digest[place : place + WORD], "little")
        for place in range(0, len(digest), WORD)
    ]
    sequence = np.random.SeedSequence(seed, spawn_key=words)
    return np.random.Generator(np.random.PCG64(sequence))


def drawn_strengths(
    view: GraphSnapshot,
    places: NDArray[np.integer],
    sampling: Sampling,
    maturity: float | None = None,
    report: Callable[[float], None] | None = None,
) -> tuple[Numbers, int]:
    """Draw effective strengths of some relations.

    Parameters
    ----------
    view
        The graph to read.
    places
        Places of k relations in the view.
    sampling
        How many draws, seed, coupling.
    maturity
        The gate, which multiplies every draw as it multiplies the point value. Behind an unknown
        capability a relation is uniform from 0 to its own high end.
    report
        Called with the share that is done.

    Returns
    -------
    (array of shape (k, draws), int)
        Strengths in [0, 1], and how many of the relations are not certain.

    """
    effective = effective_strengths(view, maturity)
    shared = stream_of(sampling.seed).random(sampling.draws)
    strengths = np.empty((len(places), sampling.draws))
    uncertain = 0
    kept: dict[Belief, Numbers] = {}
    for row, (place, belief, factor) in enumerate(_beliefs(view, places, maturity)):
        stopping.check(f"{row} relations had been drawn", f"已抽取 {row} 条关系")
        if isinstance(belief, Fixed):
            strengths[row] = effective.low[place]
            continue
        uncertain += 1
        if sampling.coupling is Coupling.SHARED:
            if belief not in kept:
                kept[belief] = belief.quantile(shared)
            drawn = kept[belief]
        else:
            stream = stream_of(sampling.seed, view.relation_id(place))
            shares = stream.random(sampling.draws)
            choices = stream.random(sampling.draws) if isinstance(belief, Pool) else shares
            drawn = belief.pick(shares, choices)
        strengths[row] = np.clip(drawn * factor, effective.low[place], effective.high[place])
        if report is not None:
            report((row + 1) / len(places))
    return strengths, uncertain


def _beliefs(
    view: GraphSnapshot, places: NDArray[np.integer], maturity: float | None
) -> Iterator[tuple[int, Belief, float]]:
    """Give what is believed about each relation, and by how much the gate multiplies it."""
    effective = effective_strengths(view, maturity)
    for place in places.tolist():
        low, high = float(effective.low[place]), float(effective.high[place])
        if low == high:
            yield place, Fixed(low), 1.0
        elif np.isnan(view.point[place]):
            yield place, Uniform(0.0, 1.0), high
        elif np.isnan(effective.point[place]):  # behind a capability that nobody knows
            yield place, Uniform(0.0, high), 1.0
        else:
            relation = view.relations[place]
            factor = high / relation.strength.high if relation.strength else 1.0
            yield place, belief_of(relation.strength, relation.judgements), factor
