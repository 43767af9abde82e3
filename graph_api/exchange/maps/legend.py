"""The legend of a map: only what the map shows, in rows that fit its width."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from graph_api.domain import Sphere
from graph_api.domain.words import Direction, Label, RelationClass
from graph_api.errors import Language
from graph_api.exchange.maps.measure import text_width
from graph_api.exchange.maps.moving import moved
from graph_api.exchange.maps.scene import Shape, Words, polygon, polyline
from graph_api.exchange.maps.signs import (
    ABSENT_COLOR,
    ABSENT_DASH,
    CLASS_COLORS,
    DIRECTION_COLORS,
    INK,
    MUTED,
    UNKNOWN_DASH,
    badge,
    line_width,
    symbol,
)

SIZE = 12.0
ROW = 26.0
STROKE = 46.0
"""How long a line in the legend is."""

BETWEEN = 26.0

SPHERES = {
    Sphere.STATE: Label("state", "国家"),
    Sphere.MARKET: Label("market", "市场"),
    Sphere.SOCIETY: Label("society", "社会"),
}
DIRECTIONS = {
    Direction.DOWNWARD: Label("empowers downward", "向下充权"),
    Direction.REVERSE: Label("empowers in reverse (upward)", "反向充权（向上）"),
    Direction.LATERAL: Label("empowers its equal, or itself (loop)", "横向充权，或自我充权（环）"),
}
CLASSES = {
    RelationClass.BURDEN: Label("burden", "负担"),
    RelationClass.CONTROL: Label("control", "控制"),
    RelationClass.EXCLUSION: Label("exclusion", "排斥"),
    RelationClass.TENSION: Label("tension", "张力"),
}
UNKNOWN = Label("unknown", "未知")
ABSENT = Label("0: known to be absent", "0：已知不存在")
HEADS = (Label("Actors", "行动者"), Label("Relations", "关系"), Label("Strength", "强度"))
SAMPLES = (0.1, 0.5, 1.0)

Item = list[Shape | Words]


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to explain."""

    spheres: Set[Sphere]
    directions: Set[Direction]
    classes: Set[RelationClass]
    has_known: bool
    has_unknown: bool
    has_absent: bool


def legend(seen: Seen, language: Language, room: float) -> tuple[Item, float]:
    """Give the legend, its upper left corner at (0, 0), and its height."""
    found: Item = []
    indent = max(text_width(head.text(language), SIZE) for head in HEADS) * 1.12 + 16
    y = 4.0
    parts = (_actors, _relations, _strengths)
    for head, part in zip(HEADS, parts, strict=True):
        entries = [*part(seen, language)]
        if not entries:
            continue
        found.append(Words(0, y + 17, head.text(language), SIZE, MUTED, is_bold=True))
        x = indent
        for drawing, words in entries:
            width = _width_of(drawing) + 8 + text_width(words, SIZE)
            if x + width > room and x > indent:
                x, y = indent, y + ROW
            found += moved(drawing, x, y + 13)
            found.append(Words(x + _width_of(drawing) + 8, y + 17, words, SIZE, INK))
            x += width + BETWEEN
        y += ROW
    return found, y


def _width_of(drawing: Item) -> float:
    return max(
        number
        for item in drawing
        if isinstance(item, Shape)
        for _, numbers in item.steps
        for number in numbers[::2]
    )


def _actors(seen: Seen, language: Language) -> Iterator[tuple[Item, str]]:
    for sphere, said in SPHERES.items():
        if sphere in seen.spheres:
            yield [symbol(sphere, 9, 0, 9)], said.text(language)


def _relations(seen: Seen, language: Language) -> Iterator[tuple[Item, str]]:
    directions = {Direction.LATERAL if word is Direction.SELF else word for word in seen.directions}
    for direction, said in DIRECTIONS.items():
        if direction in directions:
            yield [*_arrow(2.6, DIRECTION_COLORS[direction])], said.text(language)
    for kind, said in CLASSES.items():
        if kind in seen.classes:
            color = CLASS_COLORS[kind]
            yield [*_arrow(2.6, color), *badge(kind, STROKE / 2 - 3, 0)], said.text(language)


def _strengths(seen: Seen, language: Language) -> Iterator[tuple[Item, str]]:
    if seen.has_known:
        for strength in SAMPLES:
            yield [*_stroke(line_width(strength), MUTED)], f"{strength:g}"
    if seen.has_absent:
        yield [*_arrow(1.1, ABSENT_COLOR, ABSENT_DASH)], ABSENT.text(language)
    if seen.has_unknown:
        yield [*_arrow(1.6, MUTED, UNKNOWN_DASH)], UNKNOWN.text(language)


def _stroke(width: float, color: str, dash: tuple[float, ...] = ()) -> Iterator[Shape]:
    yield Shape(polyline([(0, 0), (STROKE, 0)]), stroke=color, width=width, dash=dash)


def _arrow(width: float, color: str, dash: tuple[float, ...] = ()) -> Iterator[Shape]:
    yield Shape(polyline([(0, 0), (STROKE - 9, 0)]), stroke=color, width=width, dash=dash)
    yield Shape(
        polygon([(STROKE, 0), (STROKE - 11, 4.6), (STROKE - 11, -4.6)]),
        fill="#ffffff" if dash else color,
        stroke=color,
        width=1.1,
    )
