"""Power in exchange: who has somebody else to turn to (Markovsky, Willer and Patton 1988)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from graph_api.errors import TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.metrics.info import Asked, Found
from graph_api.scoring.metrics.ties import Ties

MOST_PATHS = 20_000
"""Paths of one length from one actor, and sets of actors that are looked at to part them."""


def graph_theoretic_power(asked: Asked) -> Found:
    """Count advantageous less disadvantageous paths: odd lengths give alternatives, even take them.

    An exchange needs both sides, so that only pairs count that are tied both ways.
    """
    partners = _partners(asked.ties)
    values = np.zeros(asked.ties.size)
    for actor in range(asked.ties.size):
        asked.tell(actor / asked.ties.size)
        for length in range(1, asked.ties.size):
            masks = {*_paths(partners, actor, length)}
            if not masks:
                break
            values[actor] += (-1) ** (length - 1) * _most_apart(masks)
    return Found(values)


def _partners(ties: Ties) -> Sequence[Sequence[int]]:
    pairs = {*zip(ties.start.tolist(), ties.end.tolist(), strict=True)}
    rows: list[list[int]] = [[] for _ in range(ties.size)]
    for start, end in sorted(pairs):
        if (end, start) in pairs:
            rows[start].append(end)
    return rows


def _paths(partners: Sequence[Sequence[int]], start: int, length: int) -> Iterator[int]:
    """Give the loopless paths of a length as sets of the actors on them, the first left out."""
    left = [(start, 1 << start, 0)]
    seen = 0
    while left:
        actor, visited, hops = left.pop()
        if hops == length:
            yield visited & ~(1 << start)
            continue
        seen += 1
        if seen > MOST_PATHS:
            raise _too_many()
        if seen % 1_000 == 0:
            stopping.check()
        left.extend(
            (other, visited | 1 << other, hops + 1)
            for other in partners[actor]
            if not visited >> other & 1
        )


def _most_apart(masks: set[int]) -> int:
    """Give how many of the sets can be had at once, no two with an actor in common."""

    @cache
    def most(kept: frozenset[int]) -> int:
        if most.cache_info().currsize > MOST_PATHS:
            raise _too_many()
        stopping.check()
        if not kept:
            return 0
        # Some actor is on one path at most: on none, or on one of those that are left.
        crowded = min(kept) & -min(kept)
        best = most(frozenset(mask for mask in kept if not mask & crowded))
        for chosen in kept:
            if chosen & crowded:
                best = max(best, 1 + most(frozenset(mask for mask in kept if not mask & chosen)))
        return best

    return most(frozenset(masks))


def _too_many() -> TooCostlyError:
    return TooCostlyError(
        f"graph_theoretic_power looks at no more than {MOST_PATHS:,} paths of one actor; this graph"
        " has more. It is meant for exchange networks of a few actors: filter the relations.",
        f"graph_theoretic_power 对一个行动者最多查看 {MOST_PATHS:,} 条路径，此图更多。"
        "它用于少数行动者的交换网络：请筛选关系。",
        limit=MOST_PATHS,
    )
