"""Unknown relations of large graphs: a few by searches of their own, many on what may pass the bar.

What cannot lie on a path above the bar is left out by arrays; what is left is mostly a small graph,
on which `graph_api.scoring.unknowns.lists` decides.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.hops import hop_counts
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.weakest import widest_from
from graph_api.scoring.graphs.lists import CarrierGraph
from graph_api.scoring.results import Reading
from graph_api.scoring.searches.kernels import Arrow
from graph_api.scoring.searches.search import search_from, search_to
from graph_api.scoring.unknowns.lists import Ends, Seeker, Sought, proof

FEW = 16
"""So many unknown relations are looked at one by one before all keys are asked for."""

SMALL = 50_000
"""So many arcs may be left for the search of loopless paths; with more, only what the best ways
prove is sure."""

PROVEN = 500
"""So many are proven one by one; of more it is only said that they are possible."""

ROUNDING = 1e-9
"""Keys from both ends were rounded in another order than those along one path."""

Unknown = tuple[int, float]
"""The place of an unknown relation, and how strong it can be."""


@dataclass(frozen=True, slots=True)
class _Reach:
    """How well each actor is reached from the start and reaches the end, and over how many hops."""

    ahead: NDArray[np.float64]
    behind: NDArray[np.float64]
    hops_ahead: NDArray[np.int64]
    hops_behind: NDArray[np.int64]


def beyond_on_arrays(
    graph: ArcGraph, asked: Sought, candidates: Sequence[Unknown], ends: Ends
) -> tuple[set[int], bool]:
    """Give the unknown relations on a path above the bar, and whether all of them are sure.

    ``graph`` holds unknown relations as strong as they can be.
    """
    found: set[int] = set()
    left = candidates
    if len(candidates) <= FEW:
        left = []
        for relation, strength in candidates:
            stopping.check()
            proven = _alone(graph, asked, *ends[relation], strength)
            if proven is None:
                left.append((relation, strength))
            elif not isinstance(proven, bool):
                found |= {relation} | (proven & ends.keys())
        left = [item for item in left if item[0] not in found]
    if not left:
        return found, True
    reach = _reach(graph, asked)
    left = [item for item in left if _passes(asked, reach, *ends[item[0]], item[1])]
    if not left:
        return found, True
    small = _small(graph, asked, reach, ends)
    if small is None:
        more, is_complete = _by_best_ways(graph, asked, left, ends)
    else:
        more, is_complete = _by_seeking(small, asked, left, ends)
    return found | more, is_complete


def _alone(
    graph: ArcGraph, asked: Sought, first: int, last: int, strength: float
) -> set[int] | Literal[False] | None:
    """Decide about one relation: False if no path passes the bar, None if it stays open."""
    if first == asked.end or last == asked.start:
        return False
    head = search_from(graph, asked.start, asked.free, first)
    before = 1.0 if first == asked.start else head.best(first)
    if before < 0 or asked.join(before, strength) <= asked.bar:
        return False
    tail = search_to(graph, asked.end, asked.free, last)
    after = 1.0 if last == asked.end else tail.best(last)
    if after < 0 or asked.join(before, strength, after) <= asked.bar:
        return False
    return proof(
        asked,
        head.route(first) if first != asked.start else None,
        last,
        tail.route(last) if last != asked.end else None,
    )


def _reach(graph: ArcGraph, asked: Sought) -> _Reach:
    start, end = asked.start, asked.end
    if asked.scoring.reading is Reading.WEAKEST:
        keys = widest_from(graph, start), widest_from(graph, end, ahead=False)
    else:
        decay = asked.scoring.decay
        keys = keys_from(graph, start, decay), keys_from(graph, end, decay, ahead=False)
    limit = asked.scoring.max_hops
    if limit is None:
        none = np.zeros(graph.size, np.int64)
        return _Reach(*keys, none, none)
    counts = hop_counts(graph, start, limit), hop_counts(graph, end, limit, ahead=False)
    return _Reach(*keys, *counts)


def _passes(asked: Sought, reach: _Reach, first: int, last: int, strength: float) -> bool:
    """Tell whether the best ways to and from an arc pass the bar, loops or not."""
    if first == asked.end or last == asked.start:
        return False
    before, after = float(reach.ahead[first]), float(reach.behind[last])
    hops = int(reach.hops_ahead[first]) + 1 + int(reach.hops_behind[last])
    return (
        before >= 0
        and after >= 0
        and asked.join(before, strength, after) > asked.bar
        and asked.allows(hops)
    )


def _small(graph: ArcGraph, asked: Sought, reach: _Reach, ends: Ends) -> _Small | None:
    """Give the graph of the arcs that may lie on a path above the bar, None if it is large."""
    ahead, behind = reach.ahead, reach.behind
    through = (
        np.minimum(ahead, behind) if asked.scoring.reading is Reading.WEAKEST else ahead * behind
    )
    alive = (ahead >= 0) & (behind >= 0) & (through >= asked.bar * (1 - ROUNDING))
    if asked.scoring.max_hops is not None:
        alive &= reach.hops_ahead + reach.hops_behind <= asked.scoring.max_hops
    alive[[asked.start, asked.end]] = True
    places = np.flatnonzero(alive)
    if places.size > SMALL:
        return None
    number = {place: own for own, place in enumerate(places.tolist())}
    out: list[list[Arrow]] = []
    back: list[list[Arrow]] = [[] for _ in number]
    pairs = set(ends.values())
    count = 0
    for place, own in number.items():
        row = [
            (number[end], strength, graph.relation_at(place, end) if (place, end) in pairs else -1)
            for end, strength in _row(graph, asked, reach, alive, place)
        ]
        out.append(row)
        count += len(row)
        if count > SMALL:
            return None
        for end, strength, relation in row:
            back[end].append((own, strength, relation))
    return _Small(CarrierGraph(out, back, {}, range(len(out))), number)


@dataclass(frozen=True, slots=True)
class _Small:
    graph: CarrierGraph
    number: dict[int, int]


def _row(
    graph: ArcGraph, asked: Sought, reach: _Reach, alive: NDArray[np.bool_], place: int
) -> Iterator[tuple[int, float]]:
    stopping.check()
    if place == asked.end:
        return
    row = graph.row(place)
    others = graph.out.other[row]
    kept = alive[others] & (others != asked.start)
    strengths = graph.table[graph.out.code[row][kept]].tolist()
    for end, strength in zip(others[kept].tolist(), strengths, strict=True):
        if asked.join(
            float(reach.ahead[place]), strength, float(reach.behind[end])
        ) >= asked.bar * (1 - ROUNDING):
            yield end, strength


def _by_seeking(
    small: _Small, asked: Sought, candidates: Sequence[Unknown], ends: Ends
) -> tuple[set[int], bool]:
    number = small.number
    own = dataclasses.replace(asked, start=number[asked.start], end=number[asked.end])
    own_ends = {
        relation: (number[first], number[last])
        for relation, (first, last) in ends.items()
        if first in number and last in number
    }
    seeker = Seeker(small.graph, own, own_ends)
    found: set[int] = set()
    for relation, strength in candidates:
        if relation not in found and relation in own_ends:
            found |= seeker.witness(relation, strength)
    return found, seeker.left >= 0


def _by_best_ways(
    graph: ArcGraph, asked: Sought, candidates: Sequence[Unknown], ends: Ends
) -> tuple[set[int], bool]:
    """Call all possible; whether that is sure, the best ways to and from each of them decide."""
    everyone = {relation for relation, _ in candidates}
    if len(candidates) > PROVEN:
        return everyone, False
    ahead = search_from(graph, asked.start, asked.free)
    behind = search_to(graph, asked.end, asked.free)
    proven: set[int] = set()
    for relation, _ in candidates:
        stopping.check()
        if relation in proven:
            continue
        first, last = ends[relation]
        head = ahead.route(first) if first != asked.start else None
        tail = behind.route(last) if last != asked.end else None
        found = proof(asked, head, last, tail)
        if found is None:
            return everyone, False
        proven |= found
    return everyone, True
