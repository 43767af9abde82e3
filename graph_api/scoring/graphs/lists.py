"""The arrows of a small graph as lists: plain Python walks on them without any preparation."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from graph_api.domain import GraphSnapshot, Relation
from graph_api.scoring.searches.kernels import TIE, Arrow

Parallel = tuple[float, int]
"""One of several relations of an ordered pair: its strength, its place in the view."""


@dataclass(frozen=True, eq=False)
class CarrierGraph:
    """The arrows that carry a path: for each ordered pair of actors its strongest relation.

    Only EMPOWERMENT relations between different actors with an effective strength above 0. Of
    parallel relations within 1e-12 (relative) of the strongest, the one of the smallest id. Actors
    and relations are named by their places in the view. Not to be changed; ``without_...`` give
    another graph that shares what it can.

    Attributes
    ----------
    out, back
        For each actor the arrows that leave and reach it, as (place of the other end, strength,
        place of the relation), by the id of the other end.
    parallels
        For each ordered pair of places all its relations, the chosen one first.
    removed
        Places of relations that were thought away.

    """

    out: Sequence[Sequence[Arrow]]
    back: Sequence[Sequence[Arrow]]
    parallels: Mapping[tuple[int, int], Sequence[Parallel]]
    rank: Sequence[int]
    removed: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        """Count the actors."""
        return len(self.out)

    @cached_property
    def arrows(
        self,
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64], NDArray[np.int32]]:
        """Give places of both ends, strength and place of the relation of each arrow, as arrays."""
        rows = [(start, *arrow) for start, arrows in enumerate(self.out) for arrow in arrows]
        start, end, strength, relation = zip(*rows, strict=True) if rows else ((), (), (), ())
        return (
            np.array(start, dtype=np.int32),
            np.array(end, dtype=np.int32),
            np.array(strength, dtype=np.float64),
            np.array(relation, dtype=np.int32),
        )

    @cached_property
    def values(self) -> list[float]:
        """Give the strengths of all arrows, each once, smallest first."""
        return sorted({arrow[1] for arrows in self.out for arrow in arrows})

    def arrow(self, start: int, end: int) -> Arrow | None:
        """Give the arrow of an ordered pair, None if there is none."""
        return next((arrow for arrow in self.out[start] if arrow[0] == end), None)

    def without_actor(self, place: int) -> CarrierGraph:
        """Think an actor away: no path begins at it, ends at it or passes it."""
        out, back = list(self.out), list(self.back)
        for other, _, _ in self.out[place]:
            back[other] = [arrow for arrow in back[other] if arrow[0] != place]
        for other, _, _ in self.back[place]:
            out[other] = [arrow for arrow in out[other] if arrow[0] != place]
        out[place], back[place] = (), ()
        return dataclasses.replace(self, out=out, back=back)

    def without_relation(self, start: int, end: int, relation: int) -> CarrierGraph:
        """Think one relation from ``start`` to ``end`` away; a parallel one takes its place."""
        removed = self.removed | {relation}
        left = [p for p in self.parallels.get((start, end), ()) if p[1] not in removed]
        return self._with_arrow(start, end, left[0] if left else None, removed)

    def without_channel(self, start: int, end: int) -> CarrierGraph:
        """Think all relations from ``start`` to ``end`` away."""
        removed = self.removed | {p[1] for p in self.parallels.get((start, end), ())}
        return self._with_arrow(start, end, None, removed)

    def _with_arrow(
        self, start: int, end: int, chosen: Parallel | None, removed: frozenset[int]
    ) -> CarrierGraph:
        out, back = list(self.out), list(self.back)
        out[start] = list(_replaced(out[start], end, chosen))
        back[end] = list(_replaced(back[end], start, chosen))
        return dataclasses.replace(self, out=out, back=back, removed=removed)


def _replaced(arrows: Sequence[Arrow], other: int, chosen: Parallel | None) -> Iterator[Arrow]:
    for arrow in arrows:
        if arrow[0] != other:
            yield arrow
        elif chosen is not None:
            yield (other, *chosen)


def list_graph(view: GraphSnapshot, strengths: NDArray[np.float64]) -> CarrierGraph:
    """Make the lists of a view whose relations have these effective strengths, 0 for none."""
    kept = view.carries & (view.from_index != view.to_index) & (strengths > 0)
    groups: dict[tuple[int, int], list[Parallel]] = {}
    places = np.flatnonzero(kept)
    for start, end, strength, place in zip(
        view.from_index[places].tolist(),
        view.to_index[places].tolist(),
        strengths[places].tolist(),
        places.tolist(),
        strict=True,
    ):
        groups.setdefault((start, end), []).append((strength, place))
    for pair, group in groups.items():
        if len(group) > 1:
            groups[pair] = best_first(group, view.relations)
    by_id = sorted(range(len(view.actors)), key=lambda place: view.actors[place].id)
    rank = [0] * len(by_id)
    for order, place in enumerate(by_id):
        rank[place] = order
    out: list[list[Arrow]] = [[] for _ in by_id]
    back: list[list[Arrow]] = [[] for _ in by_id]
    for (start, end), group in groups.items():
        out[start].append((end, *group[0]))
        back[end].append((start, *group[0]))
    for arrows in (*out, *back):
        arrows.sort(key=lambda arrow: rank[arrow[0]])
    return CarrierGraph(out, back, groups, rank)


def best_first(group: list[Parallel], relations: Sequence[Relation]) -> list[Parallel]:
    """Put the strongest first; of those within 1e-12 of the strongest left, the smallest id."""
    group = sorted(group, reverse=True)
    ordered: list[Parallel] = []
    taken = [False] * len(group)
    tied: list[tuple[str, int]] = []  # those not weaker than the strongest left, by id
    strongest = following = 0
    while len(ordered) < len(group):
        while taken[strongest]:
            strongest += 1
        least = group[strongest][0] * (1 - TIE)
        while following < len(group) and group[following][0] >= least:
            heappush(tied, (relations[group[following][1]].id, following))
            following += 1
        _, first = heappop(tied)
        taken[first] = True
        ordered.append(group[first])
    return ordered
