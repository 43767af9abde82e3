"""Who stands where on a map: rows by level, each label with its room, free ways between all.

Places hang only on who takes part, what they are called, and who may empower whom in any variant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from graph_api.domain import Actor, ActorId, Level
from graph_api.errors import Language
from graph_api.exchange.maps.bends import Box, Boxes, Field
from graph_api.exchange.maps.measure import break_lines, text_width
from graph_api.exchange.maps.order import order_rows

FONT_SIZE = 12.0
LINE_HEIGHT = 15.0
MOST_LABEL_LINES = 4
SYMBOL = 15.0
"""Half of the height and width of a symbol."""

LABEL_GAP = 5.0
LABEL_WIDTH, WIDEST_LABEL = 132.0, 196.0
GAP = 44.0
"""Free between the labels of two neighbours: lines pass there."""

CORRIDOR, DENSE_CORRIDOR = 74.0, 104.0
"""Free between two rows; where there are many relations, more."""

BAND = 22.0
"""What lies around the rows of a level, above and below."""

GUTTER = 116.0
"""At the left, for the names of the levels."""

MARGIN = 34.0
AISLE = 34.0
"""Free at the left and right of all actors: lines pass there."""

LANGUAGES: tuple[Language, ...] = ("en", "zh")
Names = tuple[str, str]
"""The name of an actor in English and in Chinese."""

LEVELS = tuple(reversed(Level))
"""From the top."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an actor stands: the middle of its symbol, and its label in both languages."""

    actor: ActorId
    x: float
    y: float
    labels: Mapping[Language, tuple[str, ...]]

    @property
    def boxes(self) -> tuple[Box, Box]:
        """Give what it covers in either language, symbol and label."""
        (symbol, one), (_, other) = map(self.boxes_in, LANGUAGES)
        return symbol, (min(one[0], other[0]), one[1], max(one[2], other[2]), max(one[3], other[3]))

    def boxes_in(self, language: Language) -> tuple[Box, Box]:
        """Give what it covers, symbol and label: left, top, right, bottom of each."""
        top = self.y + SYMBOL + LABEL_GAP
        lines = self.labels[language]
        half = max(text_width(line, FONT_SIZE) for line in lines) / 2 + 3
        return (
            (self.x - SYMBOL, self.y - SYMBOL, self.x + SYMBOL, top),
            (self.x - half, top, self.x + half, top + len(lines) * LINE_HEIGHT),
        )


@dataclass(frozen=True, slots=True)
class Strip:
    """The band of one level: from ``top`` to ``bottom``, over the whole width."""

    level: Level
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """The places of a cast: for each x, y and how wide its label may be."""

    width: float
    height: float
    strips: tuple[Strip, ...]
    places: Mapping[ActorId, tuple[float, float, float]]
    boxes: Mapping[ActorId, Boxes]
    field: Field


@lru_cache(maxsize=64)
def page_of(
    ids: tuple[ActorId, ...],
    levels: tuple[Level, ...],
    names: tuple[tuple[Names, ...], ...],
    ties: tuple[tuple[ActorId, ActorId], ...],
) -> Page:
    """Put a cast on a page; views of one scenario share it."""
    rows = [[i for i, level in enumerate(levels) if level is wanted] for wanted in LEVELS]
    kept = [(level, row) for level, row in zip(LEVELS, rows, strict=True) if row]
    columns = max(4, min(22, math.ceil(math.sqrt(1.7 * len(ids)))))
    depths = [math.ceil(len(row) / columns) for _, row in kept]
    pitch = LABEL_WIDTH + GAP
    inner = max(
        820.0,
        *(
            pitch * (len(row) - 1) / d + LABEL_WIDTH
            for (_, row), d in zip(kept, depths, strict=True)
        ),
    )
    corridor = DENSE_CORRIDOR if len(ties) > 2.5 * len(ids) else CORRIDOR
    left = GUTTER + AISLE

    slots = []
    rough = 0.0
    for (_, row), depth in zip(kept, depths, strict=True):
        steps = np.arange(len(row))
        x = left + inner / 2 + (steps - (len(row) - 1) / 2) * _step(len(row), depth, inner)
        slots.append(np.column_stack((x, rough + (steps % depth) * 150.0)))
        rough += depth * 150.0 + 40
    number = {actor: i for i, actor in enumerate(ids)}
    pairs = np.array([(number[a], number[b]) for a, b in ties], np.int64).reshape(-1, 2)
    order = order_rows([row for _, row in kept], slots, pairs)

    found: dict[ActorId, tuple[float, float, float]] = {}
    bands: list[Strip] = []
    boxes: dict[ActorId, Boxes] = {}
    field_rows: list[list[Boxes]] = []
    top = MARGIN
    for (level, _), row, depth, slot in zip(kept, order, depths, slots, strict=True):
        room = _step(len(row), depth, inner) * depth - GAP
        room = min(max(room, LABEL_WIDTH), WIDEST_LABEL)
        band_top = top
        top += BAND
        for sub in range(depth):
            members = []
            for i in range(sub, len(row), depth):
                place = round(float(slot[i, 0]), 1), round(top + SYMBOL, 1), room
                found[ids[row[i]]] = place
                every = [spot_of(ids[row[i]], own, *place) for own in names[row[i]]]
                boxes[ids[row[i]]] = _boxes(every)
                members.append(boxes[ids[row[i]]])
            field_rows.append(members)
            top = max(label[3] for _, label in members)
            if sub < depth - 1:
                top += corridor
        top += BAND
        bands.append(Strip(level, band_top, top))
        top += max(corridor - 2 * BAND, 20.0)
    height = bands[-1].bottom + MARGIN
    width = left + inner + AISLE + MARGIN / 2
    page = (GUTTER, 8.0, width - MARGIN / 2, height - 8)
    return Page(width, height, tuple(bands), found, boxes, Field(field_rows, page))


def _step(count: int, depth: int, inner: float) -> float:
    """Give how far the actors of a level are apart, one after the other over its rows."""
    least = (LABEL_WIDTH + GAP) / depth
    most = (inner - LABEL_WIDTH) / max(count - 1, 1)
    return max(least, min(inner / count, most))


def names_of(actor: Actor) -> Names:
    """Give the name of an actor in both languages; a missing one falls back to the other."""
    return actor.name.text("en", actor.id), actor.name.text("zh", actor.id)


def spot_of(actor: ActorId, names: Names, x: float, y: float, room: float) -> Spot:
    """Put an actor at a place, its name broken into lines no wider than ``room``."""
    labels = {
        language: break_lines(name, room, FONT_SIZE, MOST_LABEL_LINES)
        for language, name in zip(LANGUAGES, names, strict=True)
    }
    return Spot(actor, x, y, labels)


def _boxes(spots: Iterable[Spot]) -> Boxes:
    """Give what an actor covers under any of its names."""
    every = [spot.boxes for spot in spots]
    labels = [label for _, label in every]
    return every[0][0], (
        min(label[0] for label in labels),
        labels[0][1],
        max(label[2] for label in labels),
        max(label[3] for label in labels),
    )
