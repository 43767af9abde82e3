"""What a map shows, read back out of the SVG path of its lines: no code of the layout is asked."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph_api.errors import Language
from graph_api.exchange.maps.layout import Line, MapLayout
from graph_api.exchange.maps.places import Spot

LANGUAGES: tuple[Language, ...] = ("en", "zh")
SYMBOL = 15.0
LINE = 15.0


def points_of(path: str) -> NDArray[np.float64]:
    """Give a point for each pixel or more of an SVG path of M and Q."""
    numbers = [float(word) for word in re.findall(r"-?[\d.]+", path)]
    assert re.sub(r"[\d. -]", "", path) == "M" + "Q" * ((len(numbers) - 2) // 4)
    here = np.array(numbers[:2])
    found = []
    for place in range(2, len(numbers), 4):
        control, end = (
            np.array(numbers[place : place + 2]),
            np.array(numbers[place + 2 : place + 4]),
        )
        long = np.hypot(*(control - here)) + np.hypot(*(end - control))
        for t in np.linspace(0, 1, int(long * 2) + 2):
            one, other = here + (control - here) * t, control + (end - control) * t
            found.append(one + (other - one) * t)
        here = end
    return np.array(found)


def covered(spot: Spot, language: Language, width: float) -> list[tuple[float, ...]]:
    """Give symbol and label of an actor; ``width`` is that of the label as it is drawn."""
    top = spot.y + SYMBOL + 5
    lines = len(spot.labels[language])
    return [
        (spot.x - SYMBOL, spot.y - SYMBOL, spot.x + SYMBOL, spot.y + SYMBOL),
        (spot.x - width / 2, top, spot.x + width / 2, top + lines * LINE),
    ]


def touches(points: NDArray[np.float64], box: tuple[float, ...]) -> bool:
    left, top, right, bottom = box
    x, y = points.T
    return bool(((x > left) & (x < right) & (y > top) & (y < bottom)).any())


def apart_at_middles(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Give the least of: from the middle of each to anywhere on the other."""

    def half_way(points: NDArray[np.float64]) -> NDArray[np.float64]:
        steps = [float(np.hypot(*(b - a))) for a, b in pairwise(points)]
        half, done = sum(steps) / 2, 0.0
        for place, step in enumerate(steps):
            done += step
            if done >= half:
                return np.asarray(points[place + 1])
        return np.asarray(points[-1])

    return min(
        float(np.hypot(*(other - half_way(one)).T).min()),
        float(np.hypot(*(one - half_way(other)).T).min()),
    )


def opposite(layout: MapLayout) -> list[tuple[Line, Line]]:
    """Give the lines of two actors that run both ways."""
    return [
        (one, other)
        for place, one in enumerate(layout.lines)
        for other in layout.lines[:place]
        if (one.from_id, one.to_id) == (other.to_id, other.from_id) and one.from_id != one.to_id
    ]
