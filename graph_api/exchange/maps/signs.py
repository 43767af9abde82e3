"""What stands for what on a map: shapes and colours of actors, lines and signs of relations.

Nothing is told by colour alone: spheres differ in shape, classes in their sign, what is unknown is
dashed, and an arrow says where a relation goes. Colours are those of Okabe and Ito or darker, apart
for colour-blind people and in grey.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph_api.domain import Sphere
from graph_api.domain.words import Direction, RelationClass
from graph_api.exchange.maps.scene import Shape, Step, box, disc, polygon, polyline

INK, MUTED, PAPER, BAND_FILL = "#1c2430", "#566173", "#ffffff", "#f3f5f9"
SPHERE_COLORS = {Sphere.STATE: "#0072B2", Sphere.MARKET: "#E69F00", Sphere.SOCIETY: "#009E73"}
DIRECTION_COLORS = {
    Direction.DOWNWARD: "#1F5C99",
    Direction.REVERSE: "#C0430E",
    Direction.LATERAL: "#6B7480",
    Direction.SELF: "#6B7480",
}
CLASS_COLORS = {
    RelationClass.BURDEN: "#7A4B00",
    RelationClass.CONTROL: "#5B3A8E",
    RelationClass.EXCLUSION: "#8E1B1B",
    RelationClass.TENSION: "#A3246F",
}
ABSENT_COLOR = "#9aa3b0"
UNKNOWN_DASH, ABSENT_DASH = (7.0, 5.0), (1.6, 4.0)
BADGE = 7.5
"""Radius of the sign in the middle of a line."""


def line_width(strength: float | None) -> float:
    """Give the width of a line, in pixels: from 0.9 for almost nothing to 4.4 for 1."""
    if strength is None:
        return 1.6
    return 1.1 if strength == 0 else 0.9 + 3.5 * strength


def symbol(sphere: Sphere, x: float, y: float, size: float, about: str = "") -> Shape:
    """Give the symbol of an actor: a square for the state, a diamond, a disc for society."""
    steps: dict[Sphere, tuple[Step, ...]] = {
        Sphere.STATE: box(x - size * 0.86, y - size * 0.86, x + size * 0.86, y + size * 0.86),
        Sphere.MARKET: polygon(
            [(x, y - size * 1.05), (x + size * 1.05, y), (x, y + size * 1.05), (x - size * 1.05, y)]
        ),
        Sphere.SOCIETY: disc(x, y, size * 0.93),
    }
    return Shape(steps[sphere], fill=SPHERE_COLORS[sphere], stroke=INK, width=1.2, about=about)


def badge(kind: RelationClass, x: float, y: float, about: str = "") -> Iterator[Shape]:
    """Give the sign of a class that carries no path, on a white disc with a ring."""
    color = CLASS_COLORS[kind]
    yield Shape(disc(x, y, BADGE), fill=PAPER, stroke=color, width=1.4, about=about)
    if kind is RelationClass.BURDEN:  # a weight that hangs
        yield Shape(polygon([(x - 4, y - 3), (x + 4, y - 3), (x, y + 4.4)]), fill=color)
    elif kind is RelationClass.CONTROL:  # a block
        yield Shape(box(x - 3.2, y - 3.2, x + 3.2, y + 3.2), fill=color)
    elif kind is RelationClass.EXCLUSION:  # a cross
        for s in (1, -1):
            yield Shape(
                polyline([(x - 3.6, y - 3.6 * s), (x + 3.6, y + 3.6 * s)]), stroke=color, width=2.2
            )
    else:  # a flash
        yield Shape(
            polyline([(x - 4.6, y + 2.6), (x - 1.5, y - 3), (x + 1.5, y + 3), (x + 4.6, y - 2.6)]),
            stroke=color,
            width=2.0,
        )
