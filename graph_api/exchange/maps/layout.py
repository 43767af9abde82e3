"""Where everything stands on the map of a view: computed once, the same for page, export, report.

Actors stand in rows by level, the state above, and keep their places whatever a filter hides and
whichever variant is shown: places hang only on who takes part in the scenario and on who may
empower whom in any of its variants. Lines bend to the right of travel, so that both directions of
a pair are seen, and none runs behind an actor that is not its end (docs/reference/map.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from graph_api.domain import Actor, ActorId, GraphSnapshot, Relation
from graph_api.domain.words import RelationClass, RelationId
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.maps.bends import Bent, End, bend
from graph_api.exchange.maps.curves import Pieces
from graph_api.exchange.maps.places import (
    FONT_SIZE,
    LABEL_GAP,
    LANGUAGES,
    LINE_HEIGHT,
    SYMBOL,
    Names,
    Page,
    Spot,
    Strip,
    names_of,
    page_of,
    spot_of,
)

MOST_ACTORS = 300
"""So many can be read on one map."""

MOST_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn for all relations of one class from one actor to another.

    ``pieces`` holds, for each language, what is seen between the labels of both ends: shape
    (p, 3, 2), a chain of quadratic Bezier curves.
    """

    from_id: ActorId
    to_id: ActorId
    relation_class: RelationClass
    relations: tuple[RelationId, ...]
    pieces: Mapping[Language, Pieces]

    def path(self, language: Language) -> str:
        """Give the line as the ``d`` of an SVG path."""
        pieces = self.pieces[language]
        begin = pieces[0][0]
        words = [f"M{begin[0]:.1f} {begin[1]:.1f}"]
        words += [f"Q{c[0]:.1f} {c[1]:.1f} {e[0]:.1f} {e[1]:.1f}" for _, c, e in pieces]
        return "".join(words)


@dataclass(frozen=True, slots=True)
class MapLayout:
    """A map, in pixels of a page that is ``width`` wide and ``height`` high; y grows downwards."""

    width: float
    height: float
    strips: tuple[Strip, ...]
    spots: Mapping[ActorId, Spot]
    lines: tuple[Line, ...]

    def plain(self) -> dict[str, Any]:
        """Give the layout as JSON: what GraphQL serves as ``layout``."""
        return {
            "width": self.width,
            "height": self.height,
            "symbol": 2 * SYMBOL,
            "fontSize": FONT_SIZE,
            "lineHeight": LINE_HEIGHT,
            "levels": [
                {"level": strip.level.name, "top": strip.top, "bottom": strip.bottom}
                for strip in self.strips
            ],
            "actors": [
                {
                    "key": spot.actor,
                    "x": spot.x,
                    "y": spot.y,
                    "labelTop": spot.y + SYMBOL + LABEL_GAP,
                    "labels": {word: list(lines) for word, lines in spot.labels.items()},
                }
                for spot in self.spots.values()
            ],
            "lines": [
                {
                    "from": line.from_id,
                    "to": line.to_id,
                    "class": line.relation_class.name,
                    "relations": list(line.relations),
                    "paths": {word: line.path(word) for word in LANGUAGES},
                }
                for line in self.lines
            ],
        }


def lay_out(
    graph: GraphSnapshot, cast: Sequence[Actor] = (), among: Sequence[str] | None = None
) -> MapLayout:
    """Lay out the map of a view.

    Parameters
    ----------
    graph
        The view.
    cast
        Who takes part in any variant of the scenario: their places are kept free where the view
        does not have them, and room for every name that one has (`cast_of`). Empty: who is in the
        view.
    among
        Only these actors, and what is between them; None: all.

    Returns
    -------
    MapLayout
        The same for the same view, on every machine.

    Raises
    ------
    UnknownActorError
        If ``among`` names one that the view does not have.
    BadParameterError
        If there are more than 300 actors, or 1,500 lines: more is not to be read.

    """
    places = _places_among(graph, among)
    if among is not None:
        return _laid_out(graph, cast, places, everything=False)
    who = tuple((actor.id, actor.name, actor.level) for actor in cast)
    kept = _LAYOUTS.get(graph)
    if kept is None or kept[0] != who:
        kept = _LAYOUTS[graph] = (who, _laid_out(graph, cast, places, everything=True))
    return kept[1]


_LAYOUTS: WeakKeyDictionary[GraphSnapshot, tuple[object, MapLayout]] = WeakKeyDictionary()
"""The last layout of each graph with its cast; they live as long as their graph."""


def _laid_out(
    graph: GraphSnapshot, cast: Sequence[Actor], places: Sequence[int], *, everything: bool
) -> MapLayout:
    actors = [graph.actors[place] for place in places]
    shown = {actor.id for actor in actors}
    # A subset is laid out by itself; what the whole scenario knows is used for the whole.
    absent = () if not everything else [actor for actor in cast if actor.id not in shown]
    known = {actor.id: actor for actor in (*absent, *actors)}
    named: dict[ActorId, set[Names]] = {}
    for actor in (*actors, *(actor for actor in cast if actor.id in known)):
        named.setdefault(actor.id, set()).add(names_of(actor))
    # The order of the scenario, not of the view: a variant may put its own last.
    first = [actor.id for actor in cast if actor.id in known]
    ids = tuple(dict.fromkeys((*first, *known)))
    relations = _relations_among(graph, places, shown, everything=everything)
    page = page_of(
        ids,
        tuple(known[i].level for i in ids),
        tuple(tuple(sorted(named[i])) for i in ids),
        _ties(graph, relations, known),
    )
    spots = {
        actor.id: spot_of(actor.id, names_of(actor), *page.places[actor.id]) for actor in actors
    }
    return MapLayout(page.width, page.height, page.strips, spots, _lines(page, spots, relations))


def _places_among(graph: GraphSnapshot, among: Sequence[str] | None) -> list[int]:
    if among is None:
        count = len(graph.actors)
    else:
        among = [*dict.fromkeys(among)]
        count = len(among)
    if count > MOST_ACTORS:
        raise BadParameterError(
            f"A map shows at most {MOST_ACTORS} actors, not {count}: more cannot be read. Name"
            " some of them (--actors kind=resident, or group=...), or export the graph for Gephi"
            " (empower export --format gexf).",
            f"一张图最多显示 {MOST_ACTORS} 个行动者，现有 {count} 个，无法阅读。"
            "请只选其中一部分（--actors kind=resident 或 group=…），"
            "或导出给 Gephi（empower export --format gexf）。",
            parameter="actors",
        )
    if count == 0:
        raise BadParameterError(
            "There is no actor to draw; choose others.",
            "没有可绘制的行动者；请另选。",
            parameter="actors",
        )
    return [*range(count)] if among is None else sorted(map(graph.place, among))


def _relations_among(
    graph: GraphSnapshot, places: Sequence[int], shown: set[ActorId], *, everything: bool
) -> list[Relation]:
    if everything:
        kept = [*range(len(graph.relations))]
    else:
        inside = np.zeros(len(graph.actors), np.bool_)
        inside[places] = True
        kept = np.flatnonzero(inside[graph.from_index] & inside[graph.to_index]).tolist()
    if len(kept) > 20 * MOST_LINES:
        _refuse_lines(len(kept))
    found = [graph.relations[place] for place in kept]
    found = [item for item in found if item.from_id in shown and item.to_id in shown]
    lines = {(item.from_id, item.to_id, item.relation_class) for item in found}
    if len(lines) > MOST_LINES:
        _refuse_lines(len(lines))
    return found


def _refuse_lines(count: int) -> None:
    raise BadParameterError(
        f"A map shows at most {MOST_LINES} lines between actors, not {count}; name fewer actors"
        " (--actors) or filter the relations (--class, --min-strength).",
        f"一张图最多显示 {MOST_LINES} 条连线，现有 {count} 条；请减少行动者（--actors）"
        "或筛选关系（--class、--min-strength）。",
        parameter="actors",
    )


def _ties(
    graph: GraphSnapshot, relations: Sequence[Relation], known: Mapping[ActorId, Actor]
) -> tuple[tuple[ActorId, ActorId], ...]:
    """Give who is tied to whom, for the order: by what no filter hides, where there is any."""
    pairs: set[tuple[ActorId, ActorId]] = set()
    if len(known) <= MOST_ACTORS and graph.support:
        pairs = {
            (min(a, b), max(a, b)) for a, b in graph.support if a != b and a in known and b in known
        }
    if not pairs:
        ends = ((r.from_id, r.to_id) for r in relations if r.from_id != r.to_id)
        pairs = {(min(a, b), max(a, b)) for a, b in ends}
    return tuple(sorted(pairs))


def _lines(
    page: Page, spots: Mapping[ActorId, Spot], relations: Sequence[Relation]
) -> tuple[Line, ...]:
    """Bend a line for each class of relations from one actor to another."""
    found: dict[tuple[ActorId, ActorId, RelationClass], list[RelationId]] = {}
    for relation in relations:
        key = (relation.from_id, relation.to_id, relation.relation_class)
        found.setdefault(key, []).append(relation.id)
    classes = [*RelationClass]
    ends = {
        spot.actor: End(spot.actor, page.boxes[spot.actor], tuple(map(spot.boxes_in, LANGUAGES)))
        for spot in spots.values()
    }
    # In an order that no filter changes: by pair, then by class, then by direction.
    keys = sorted(
        found,
        key=lambda key: (min(key[0], key[1]), max(key[0], key[1]), classes.index(key[2]), key[0]),
    )
    drawn: dict[tuple[ActorId, ActorId], list[Bent]] = {}
    lines = []
    for key in keys:
        start, end, kind = key
        pair = (min(start, end), max(start, end))
        others = drawn.setdefault(pair, [])
        one, other = ends[start], ends[end]
        bent = bend(page.field, one, other, others, is_forward=start == pair[0])
        others.append(bent)
        pieces = dict(zip(LANGUAGES, bent.pieces, strict=True))
        lines.append(Line(start, end, kind, tuple(found[key]), pieces))
    return tuple(lines)
