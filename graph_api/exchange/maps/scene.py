"""A picture as a list of shapes and texts, in pixels; SVG and matplotlib both draw it.

So the SVG, which keeps its text as text and names what a pointer rests on, and the PNG show the
same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from graph_api.errors import Language
from graph_api.exchange.maps.curves import Pieces

Step = tuple[str, tuple[float, ...]]
"""A letter of an SVG path in capitals (M, L, Q, Z), and its numbers."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, filled or stroked or both; ``about`` is what a pointer is told that rests on it."""

    steps: tuple[Step, ...]
    fill: str | None = None
    stroke: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is that of its base line."""

    x: float
    y: float
    text: str
    size: float
    color: str = "#1c2430"
    anchor: Anchor = "start"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture."""

    width: float
    height: float
    title: str
    about: str
    language: Language
    items: tuple[Shape | Words, ...]


def along(pieces: Pieces) -> tuple[Step, ...]:
    """Give the steps of a chain of quadratic curves."""
    begin = pieces[0][0]
    steps: list[Step] = [("M", (float(begin[0]), float(begin[1])))]
    steps += [("Q", tuple(float(v) for v in (*c, *e))) for _, c, e in pieces]
    return tuple(steps)


def polygon(points: Iterable[Sequence[float]]) -> tuple[Step, ...]:
    """Give the steps of a closed polygon."""
    return (*polyline(points), ("Z", ()))


def polyline(points: Iterable[Sequence[float]]) -> tuple[Step, ...]:
    """Give the steps of straight lines from point to point."""
    return tuple(
        ("L" if place else "M", (float(x), float(y))) for place, (x, y) in enumerate(points)
    )


def box(left: float, top: float, right: float, bottom: float) -> tuple[Step, ...]:
    """Give the steps of a rectangle."""
    return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])


def disc(x: float, y: float, radius: float) -> tuple[Step, ...]:
    """Give the steps of a circle, of eight quadratic curves: within a thousandth of the radius."""
    a, b = radius * 0.41421356, radius * 0.70710678
    r = radius
    turns = (
        (r, a, b, b), (a, r, 0, r), (-a, r, -b, b), (-r, a, -r, 0),
        (-r, -a, -b, -b), (-a, -r, 0, -r), (a, -r, b, -b), (r, -a, r, 0),
    )  # fmt: skip
    quads = (("Q", (x + p, y + q, x + s, y + t)) for p, q, s, t in turns)
    return (("M", (x + r, y)), *quads, ("Z", ()))
