"""The loops that scores spend their time in: plain lists and numbers, no snapshot, no results.

This is the one place where faster kernels go. Every function reads *neighbour lists*: for each
actor's place the arrows that leave it (or reach it), each ``(place of the other end, strength,
relation)``, ordered by the id of the other end. There is at most one arrow per ordered pair and no
loop; strengths lie in (0, 1].

Searches give *keys*. The key of a path is the product of strength x decay over its arrows, so
that one multiplication per arrow compares paths; it is not the printed score. A key of -1 means
out of reach (0 would not do: a long product may become 0 in float64 and still be a path).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

Arrow = tuple[int, float, int]
Neighbours = Sequence[Sequence[Arrow]]
Layer = dict[int, float]

TIE = 1e-12
"""Scores within this share of the best are tied (docs/reference/scores.md)."""

NEAR = 2e-12
"""An arrow of a tied path loses no more than this: `TIE` and the rounding of the products."""

BEYOND = 1e-9
"""A search for one end goes on to keys this much below the best, so that no tied path is missed."""

FAINT = 1e-290
"""Products below lose their digits (float64 ends at 1e-308): they count as equal."""

UNREACHED = -1.0


def tied_from(product: float) -> float:
    """Give the product from which on a path is tied with one of the greatest ``product``."""
    return product * (1 - TIE) if product >= FAINT else 0.0


def best_products(
    neighbours: Neighbours, start: int, decay: float = 1.0, stop: int | None = None
) -> list[float]:
    """Give the best key from ``start`` to every actor (Dijkstra on products).

    With ``stop`` only keys from a little below that of ``stop`` on are final.
    Time: O(m log m).
    """
    keys = [UNREACHED] * len(neighbours)
    keys[start] = 1.0
    heap = [(-1.0, start)]
    limit = UNREACHED
    while heap:
        negative, place = heappop(heap)
        key = -negative
        if key < keys[place]:
            continue
        if key < limit:
            break
        if place == stop:
            limit = key * (1 - BEYOND)
        key *= decay
        for other, strength, _ in neighbours[place]:
            found = key * strength
            if found > keys[other]:
                keys[other] = found
                heappush(heap, (-found, other))
    return keys


def best_weakest(neighbours: Neighbours, start: int, stop: int | None = None) -> list[float]:
    """Give the greatest smallest strength on any path from ``start`` to every actor.

    With ``stop`` only that one is sure to be final. Time: O(m log m).
    """
    keys = [UNREACHED] * len(neighbours)
    keys[start] = 1.0
    heap = [(-1.0, start)]
    while heap:
        negative, place = heappop(heap)
        key = -negative
        if key < keys[place]:
            continue
        if place == stop:
            break
        for other, strength, _ in neighbours[place]:
            found = min(key, strength)
            if found > keys[other]:
                keys[other] = found
                heappush(heap, (-found, other))
    return keys


def layered_products(
    neighbours: Neighbours, start: int, hops: int, decay: float = 1.0
) -> list[Layer]:
    """Give the best key of walks of exactly 0, 1, ... ``hops`` arrows from ``start``.

    A walk that returns to an actor is never better than without the detour, so the best of all
    layers belongs to a loopless path. Time: O(hops m).
    """
    layers: list[Layer] = [{start: 1.0}]
    while len(layers) <= hops and layers[-1]:
        layer: Layer = {}
        for place, key in layers[-1].items():
            damped = key * decay
            for other, strength, _ in neighbours[place]:
                found = damped * strength
                if found > layer.get(other, UNREACHED):
                    layer[other] = found
        layers.append(layer)
    return layers


def layered_weakest(neighbours: Neighbours, start: int, hops: int) -> list[float]:
    """Give the greatest smallest strength on paths of at most ``hops`` arrows, to every actor."""
    keys = [UNREACHED] * len(neighbours)
    keys[start] = 1.0
    fresh = {start: 1.0}
    for _ in range(hops):
        better: Layer = {}
        for place, key in fresh.items():
            for other, strength, _relation in neighbours[place]:
                found = min(key, strength)
                if found > keys[other] and found > better.get(other, UNREACHED):
                    better[other] = found
        if not better:
            break
        for place, key in better.items():
            keys[place] = key
        fresh = better
    return keys


def hops_from(neighbours: Neighbours, start: int) -> list[int]:
    """Give the fewest hops from ``start`` to every actor, -1 out of reach."""
    hops = [-1] * len(neighbours)
    hops[start] = 0
    level = [start]
    while level:
        following: list[int] = []
        for place in level:
            for other, _, _ in neighbours[place]:
                if hops[other] < 0:
                    hops[other] = hops[place] + 1
                    following.append(other)
        level = following
    return hops


def only_arrows(
    back: Neighbours, keys: Sequence[float], start: int, end: int, decay: float = 1.0
) -> list[Arrow] | None:
    """Give the arrows of the best path, from ``end`` back, if no other path comes near it.

    ``back`` lists arrows against the sense in which ``keys`` were found from ``start``.
    """
    path: list[Arrow] = []
    place = end
    while place != start:
        least = keys[place] * (1 - NEAR)
        tight = [
            arrow
            for arrow in back[place]
            if keys[arrow[0]] >= 0 and keys[arrow[0]] * decay * arrow[1] >= least
        ]
        if len(tight) != 1:
            return None
        path += tight
        place = tight[0][0]
    return path


def tight_hops(
    neighbours: Neighbours, keys: Sequence[float], start: int, decay: float = 1.0
) -> list[int]:
    """Give the fewest hops over arrows that lie on best paths, or near them; -1 out of reach."""
    hops = [-1] * len(neighbours)
    hops[start] = 0
    level = [start]
    while level:
        following: list[int] = []
        for place in level:
            key = keys[place] * decay
            for other, strength, _ in neighbours[place]:
                if hops[other] < 0 and key * strength >= keys[other] * (1 - NEAR):
                    hops[other] = hops[place] + 1
                    following.append(other)
        level = following
    return hops


def tight_arrows(
    back: Neighbours,
    keys: Sequence[float],
    end: int,
    decay: float = 1.0,
    hops: Sequence[int] | None = None,
) -> list[tuple[int, Arrow]]:
    """Give the arrows of all tied best paths from the start of ``keys`` to ``end``.

    Each as (the place whose list it stands in, arrow). ``back`` lists arrows against the sense in
    which ``keys`` were found. A few arrows of paths that are not tied may be among them. With
    ``hops`` (of `tight_hops`) only those of the fewest hops.
    """
    found: list[tuple[int, Arrow]] = []
    seen = {end}
    todo = [end]
    while todo:
        place = todo.pop()
        least = keys[place] * (1 - NEAR)
        for arrow in back[place]:
            other, strength, _ = arrow
            key = keys[other]
            if key < 0 or key * decay * strength < least:
                continue
            if hops is None or hops[other] == hops[place] - 1:
                found.append((place, arrow))
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
    return found


def tight_arrows_of_layers(
    back: Neighbours, layers: Sequence[Layer], end: int, hops: int, decay: float = 1.0
) -> list[tuple[int, Arrow]]:
    """Give the arrows of all tied best walks of exactly ``hops`` arrows, as `tight_arrows` does."""
    found: dict[tuple[int, int], tuple[int, Arrow]] = {}
    level = {end}
    for left in range(hops, 0, -1):
        before: set[int] = set()
        for place in level:
            least = layers[left][place] * (1 - NEAR)
            for arrow in back[place]:
                other, strength, _ = arrow
                key = layers[left - 1].get(other, UNREACHED)
                if key >= 0 and key * decay * strength >= least:
                    found[place, other] = (place, arrow)
                    before.add(other)
        level = before
    return list(found.values())


def fewest_hops(
    back: Neighbours | dict[int, list[Arrow]], start: int, end: int, floor: float, decay: float
) -> list[Layer]:
    """Count arrows back from ``end`` until a walk from ``start`` has a key of at least ``floor``.

    Gives the layers: the best key from each actor to ``end`` in exactly 0, 1, ... arrows, the last
    one the first that holds such a walk. There must be one.
    """
    layers: list[Layer] = [{end: 1.0}]
    while layers[-1].get(start, UNREACHED) < floor:
        if len(layers) > len(back):  # keys were rounded in another order: a hair below will do
            return fewest_hops(back, start, end, floor * (1 - TIE), decay)
        layer: Layer = {}
        for place, key in layers[-1].items():
            damped = key * decay
            for other, strength, _ in back[place]:
                found = damped * strength
                if found > layer.get(other, UNREACHED):
                    layer[other] = found
        layers.append(layer)
    return layers


def first_path(
    out: Neighbours | dict[int, list[Arrow]],
    layers: Sequence[Layer],
    start: int,
    floor: float,
    decay: float,
) -> list[Arrow]:
    """Follow from ``start`` the first arrow, by actor id, that still leads to a key of ``floor``.

    ``layers`` are those of `fewest_hops`; the path has as many arrows as they say, and no loop:
    without it the walk would be shorter and no worse.
    """
    path: list[Arrow] = []
    key = 1.0
    place = start
    for left in range(len(layers) - 2, -1, -1):
        layer = layers[left]
        options = [arrow for arrow in out[place] if arrow[0] in layer]
        reach = [key * decay * arrow[1] * layer[arrow[0]] for arrow in options]
        # Rounding may push every way a hair below the floor: then the best one is meant.
        least = min(floor, max(reach))
        arrow = next(a for a, value in zip(options, reach, strict=True) if value >= least)
        path.append(arrow)
        key *= decay * arrow[1]
        place = arrow[0]
    return path


def stronger_than(
    out: Neighbours, start: int, end: int, least: float
) -> tuple[dict[int, list[Arrow]], dict[int, list[Arrow]]]:
    """Give the arrows of at least ``least`` met on the way from ``start`` until ``end`` is reached.

    Both senses, as neighbour lists by place; whole layers of equal distance, so that every path of
    the fewest arrows is among them.
    """
    ahead: dict[int, list[Arrow]] = {}
    behind: dict[int, list[Arrow]] = {start: []}
    level = [start]
    while level and end not in behind:
        following: list[int] = []
        fresh: set[int] = set()
        for place in level:
            ahead[place] = [a for a in out[place] if a[1] >= least]
            for other, strength, relation in ahead[place]:
                if other not in behind:
                    behind[other] = []
                    fresh.add(other)
                    following.append(other)
                if other in fresh:
                    behind[other].append((place, strength, relation))
        level = following
    return ahead, behind


def product(strengths: Iterable[float], decay: float = 1.0) -> float:
    """Give the printed score: the product in path order, times decay^(hops - 1).

    Examples
    --------
    >>> product([0.5, 0.5, 0.4], decay=0.5)
    0.025

    """
    score = 1.0
    hops = 0
    for strength in strengths:
        score *= strength
        hops += 1
    return score * decay ** (hops - 1)
