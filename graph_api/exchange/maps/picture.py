"""The map of a view as a scene: bands, lines, signs, symbols, labels, legend, foot."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.domain import Band, GraphSnapshot
from graph_api.domain.words import Direction, RelationClass
from graph_api.errors import Language
from graph_api.exchange.maps.curves import Pieces, Points, sampled, within
from graph_api.exchange.maps.layout import Line, MapLayout
from graph_api.exchange.maps.legend import Seen, legend
from graph_api.exchange.maps.measure import break_lines, plain_line
from graph_api.exchange.maps.moving import moved
from graph_api.exchange.maps.places import FONT_SIZE, LABEL_GAP, LINE_HEIGHT, MARGIN, SYMBOL
from graph_api.exchange.maps.scene import Scene, Shape, Words, along, box, polygon
from graph_api.exchange.maps.signs import (
    ABSENT_COLOR,
    ABSENT_DASH,
    BADGE,
    BAND_FILL,
    CLASS_COLORS,
    DIRECTION_COLORS,
    INK,
    MUTED,
    UNKNOWN_DASH,
    badge,
    line_width,
    symbol,
)
from graph_api.version import __version__

TITLE_SIZE = 19.0
HEAD = 58.0
"""Over the map, for title and what it shows."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line with how it looks: strength None is unknown."""

    line: Line
    strength: float | None
    direction: Direction
    about: str

    @property
    def color(self) -> str:
        if self.strength == 0:
            return ABSENT_COLOR
        if self.line.relation_class is RelationClass.EMPOWERMENT:
            return DIRECTION_COLORS[self.direction]
        return CLASS_COLORS[self.line.relation_class]


def map_scene(
    graph: GraphSnapshot, layout: MapLayout, language: Language = "en", title: str | None = None
) -> Scene:
    """Give the picture of a view.

    Parameters
    ----------
    graph, layout
        The view, and `lay_out` of it.
    language
        Of all texts.
    title
        What stands over it; None: the keys of scenario and variant.

    """
    lines = [_drawn(graph, line, language) for line in layout.lines]
    # The strong above the weak, what is absent below all.
    lines.sort(key=lambda drawn: (drawn.strength or 0, drawn.strength is None))
    heading = plain_line(title or f"{graph.key.scenario} · {graph.key.variant}")
    width = layout.width
    items: list[Shape | Words] = [*_bands(layout, language)]
    for drawn in lines:
        items += _line(drawn, language)
    items += _badges(layout, lines, language)
    for spot in layout.spots.values():
        actor = graph.actor(spot.actor)
        about = plain_line(f"{actor.name.text(language, actor.id)} ({actor.id})")
        items.append(symbol(actor.sphere, spot.x, spot.y, SYMBOL, about))
        top = spot.y + SYMBOL + LABEL_GAP + FONT_SIZE * 0.9
        items += [
            Words(spot.x, top + n * LINE_HEIGHT, text, FONT_SIZE, INK, "middle")
            for n, text in enumerate(spot.labels[language])
        ]
    key, key_height = legend(_seen(graph, layout, lines), language, width - 2 * MARGIN)
    bottom = HEAD + layout.height
    foot = _fitted(_origin(graph, language), width - 2 * MARGIN, 10)
    height = bottom + key_height + 40
    about = _about(graph, layout, language)
    return Scene(
        width=width,
        height=height,
        title=heading,
        about=f"{about} {foot}",
        language=language,
        items=(
            *(
                Words(MARGIN, 34, text, TITLE_SIZE, INK, is_bold=True)
                for text in [_fitted(heading, (width - 2 * MARGIN) / 1.12, TITLE_SIZE)]
            ),
            Words(MARGIN, 56, _fitted(about, width - 2 * MARGIN, 12.5), 12.5, MUTED),
            *moved(items, 0, HEAD),
            *moved(key, MARGIN, bottom),
            Words(width - MARGIN, height - 16, foot, 10, MUTED, "end"),
        ),
    )


def _fitted(text: str, room: float, size: float) -> str:
    """Cut a text to one line that fits."""
    return break_lines(text, room, size, 1)[0]


def _about(graph: GraphSnapshot, layout: MapLayout, language: Language) -> str:
    actors, relations = len(layout.spots), sum(len(line.relations) for line in layout.lines)
    parts = (len(graph.actors), len(graph.relations)) != (actors, relations)
    if language == "zh":
        whole = f"（图中共 {len(graph.actors)} 个、{len(graph.relations)} 条）" if parts else ""
        return (
            f"{actors} 个行动者、{relations} 条关系{whole}。箭头由充权者指向被充权者；"
            "各行按层级排列，国家在上。"
        )
    whole = f" (of {len(graph.actors)} and {len(graph.relations)})" if parts else ""
    return (
        f"{actors} actors, {relations} relations{whole}. Arrows run from who empowers to who is"
        " empowered; rows are levels, the state on top."
    )


def _origin(graph: GraphSnapshot, language: Language) -> str:
    """Say what the picture was drawn from, for whoever meets it alone."""
    key = graph.key
    if language == "zh":
        extra = ["另有日期、假设更改或筛选"] if key.digest else []
        said = [key.scenario, key.variant, f"修订 {key.revision}", *extra, f"版本 {__version__}"]
    else:
        extra = ["with a date, what-if changes or a filter"] if key.digest else []
        version = f"empower {__version__}"
        said = [key.scenario, key.variant, f"revision {key.revision}", *extra, version]
    return " · ".join(said)


def _bands(layout: MapLayout, language: Language) -> Iterator[Shape | Words]:
    for strip in layout.strips:
        yield Shape(
            box(MARGIN / 2, strip.top, layout.width - MARGIN / 2, strip.bottom), fill=BAND_FILL
        )
        name = strip.level.label.text(language)
        y = (strip.top + strip.bottom) / 2 + 4
        yield Words(MARGIN, y, name[:1].upper() + name[1:], 12, MUTED, is_bold=True)


def _drawn(graph: GraphSnapshot, line: Line, language: Language) -> _Drawn:
    found = [graph.relation(relation) for relation in line.relations]
    known = [item for item in found if item.strength is not None]
    first = max(known, key=lambda r: r.strength.point if r.strength else 0, default=found[0])
    strength = first.strength.point if first.strength else None
    names = [graph.actor(end).name.text(language, end) for end in (line.from_id, line.to_id)]
    kind = line.relation_class.label.text(language)
    band = Band.of(strength).label.text(language)
    number = "" if strength is None else f" {strength:.4g}"
    separator, colon = ("，", "：") if language == "zh" else (", ", ": ")
    ids = separator.join(line.relations)
    about = f"{' → '.join(names)}{colon}{kind}{separator}{band}{number} ({ids})"
    return _Drawn(line, strength, graph.direction_of(first.id), plain_line(about))


def _line(drawn: _Drawn, language: Language) -> Iterator[Shape]:
    pieces, width, color = drawn.line.pieces[language], line_width(drawn.strength), drawn.color
    is_open = drawn.strength is None or drawn.strength == 0
    half = 3.2 + 0.75 * width
    long = 2.5 * half
    tip = pieces[-1][2]
    pieces = _shortened(pieces, long * 0.85)
    back = pieces[-1][2]
    way = tip - back
    length = max(float(np.hypot(*way)), 1e-6)
    ahead = way / length
    side = np.array([-ahead[1], ahead[0]])
    base = tip - ahead * long
    dash: tuple[float, ...] = ()
    if is_open:
        dash = UNKNOWN_DASH if drawn.strength is None else ABSENT_DASH
    yield Shape(
        along(pieces), stroke=color, width=width, dash=dash, opacity=0.85, about=drawn.about
    )
    yield Shape(
        polygon([tip, base + side * half, base - side * half]),
        fill="#ffffff" if is_open else color,
        stroke=color,
        width=1.1,
    )


def _shortened(pieces: Pieces, by: float) -> Pieces:
    """Cut the end off, where the head of the arrow stands."""
    last = pieces[-1]
    length = float(np.hypot(*(last[1:] - last[:-1]).T).sum())
    while len(pieces) > 1 and length <= by * 1.2:
        by -= length
        pieces = pieces[:-1]
        last = pieces[-1]
        length = float(np.hypot(*(last[1:] - last[:-1]).T).sum())
    if by <= 0:
        return pieces
    share = max(1 - by / max(length, 1e-9), 0.3)
    one = last[0] + (last[1] - last[0]) * share
    other = last[1] + (last[2] - last[1]) * share
    cut = np.array([last[0], one, one + (other - one) * share])
    return np.concatenate((pieces[:-1], cut[None]))


def _badges(layout: MapLayout, lines: Sequence[_Drawn], language: Language) -> Iterator[Shape]:
    """Put the sign of each class on its lines, where no label and no other sign is."""
    boxes = np.array([box for spot in layout.spots.values() for box in spot.boxes])
    grown = boxes + np.array([-1, -1, 1, 1]) * (BADGE + 2)
    taken: list[Points] = []
    for drawn in lines:
        kind = drawn.line.relation_class
        if kind is RelationClass.EMPOWERMENT:
            continue
        points = sampled(drawn.line.pieces[language])
        free = ~within(points, grown)
        best, room = points[len(points) // 2], -math.inf
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18):
            place = int(share * (len(points) - 1))
            here = points[place]
            near = min((float(np.hypot(*(here - other))) for other in taken), default=99.0)
            fits = min(near, 2.6 * BADGE) - (0 if free[place] else 100)
            if fits > room + 1e-9:
                best, room = here, fits
        taken.append(best)
        yield from badge(kind, float(best[0]), float(best[1]), drawn.about)


def _seen(graph: GraphSnapshot, layout: MapLayout, lines: Sequence[_Drawn]) -> Seen:
    """Tell what the legend has to explain."""
    kinds = {drawn.line.relation_class for drawn in lines}
    carries = [d for d in lines if d.line.relation_class is RelationClass.EMPOWERMENT]
    return Seen(
        spheres={graph.actor(actor).sphere for actor in layout.spots},
        directions={d.direction for d in carries if d.strength != 0},
        classes=kinds - {RelationClass.EMPOWERMENT},
        has_known=any(d.strength for d in lines),
        has_unknown=any(d.strength is None for d in lines),
        has_absent=any(d.strength == 0 for d in lines),
    )
