"""Graphs seen at a glance: one line per relation, all else has a default.

    office -> residents 0.8                     a number
    office -> residents 0.5 [0.4..0.6]          with a range;  [0.4..0.6] alone has no best value
    office -> residents ?                       unknown
    r9: office -> residents 0.8 control         an id of one's own, a class
    residents -> office 0.8 downward            what the source calls it
    hermit                                      an actor without relations

Relations without an id are r1, r2, ... by line. Actors are organisations of society; ``actors``
says what is different: ``{"residents": {"level": Level.INDIVIDUAL, "capability": 0.5}}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from graph_api.domain import (
    Actor,
    ActorId,
    Capability,
    Direction,
    Element,
    GraphSnapshot,
    Label,
    Level,
    Relation,
    RelationClass,
    RelationId,
    Sphere,
    Strength,
    ViewKey,
)
from graph_api.domain import snapshot as build

KEY = ViewKey("test", 1)
CLASSES = {item.value: item for item in RelationClass}
DIRECTIONS = {item.value: item for item in Direction}
LINE = re.compile(
    r"(?:(?P<id>\S+):\s+)?(?P<start>\S+)\s*->\s*(?P<end>\S+)\s+"
    r"(?P<best>\?|[\d.]+)?\s*(?:\[(?P<low>[\d.]+?)\.\.(?P<high>[\d.]+)\])?\s*(?P<words>[a-z ]*)"
)


def snapshot(
    text: str,
    *,
    actors: Mapping[str, Mapping[str, Any]] | None = None,
    key: ViewKey = KEY,
) -> GraphSnapshot:
    """Draw a view; see the head of this module for the lines."""
    ids: dict[str, None] = {}
    relations: list[Relation] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if "->" not in line:
            ids[line] = None
            continue
        found = relation(line, f"r{len(relations) + 1}")
        ids |= {found.from_id: None, found.to_id: None}
        relations.append(found)
    drawn = [actor(name, **(actors or {}).get(name, {})) for name in ids]
    support = frozenset(
        (r.from_id, r.to_id) for r in relations if r.relation_class is RelationClass.EMPOWERMENT
    )
    return build(key, drawn, relations, support=support)


def relation(line: str, default_id: str = "r1") -> Relation:
    """Draw one relation."""
    match = LINE.fullmatch(line)
    if match is None:
        msg = f"not a relation: {line!r}"
        raise ValueError(msg)
    words = match["words"].split()
    strength = None
    if match["best"] != "?":
        best = float(match["best"]) if match["best"] else None
        low = float(match["low"]) if match["low"] else best
        high = float(match["high"]) if match["high"] else best
        assert low is not None
        assert high is not None
        strength = Strength(low, best, high)
    classes = [CLASSES[word] for word in words if word in CLASSES]
    directions = [DIRECTIONS[word] for word in words if word in DIRECTIONS]
    assert len(classes) + len(directions) == len(words), line
    return Relation(
        RelationId(match["id"] or default_id),
        ActorId(match["start"]),
        ActorId(match["end"]),
        relation_class=classes[0] if classes else RelationClass.EMPOWERMENT,
        direction=directions[0] if directions else None,
        strength=strength,
    )


def actor(name: str, /, **fields: Any) -> Actor:
    """Draw one actor; a number as ``capability`` is the level of four elements, so the index."""
    given = fields.pop("capability", None)
    if isinstance(given, int | float):
        given = Capability({element: float(given) for element in list(Element)[:4]})
    plain: dict[str, Any] = {
        "name": Label(name),
        "kind": "self_organisation",
        "level": Level.ORGANISATION,
        "sphere": Sphere.SOCIETY,
        "stateness": 0.0,
        "capability": given or Capability(),
    }
    return Actor(ActorId(name), **(plain | fields))
