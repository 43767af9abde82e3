"""What the Neo4j store writes beside ``data``: flat, typed properties for analysts.

The store reads them back only of actors and relations that came as plain rows of a table, whose
``data`` is empty. Neo4j keeps numbers, texts and lists of one kind, so evidence and
names are parallel properties; what is null is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from graph_api.domain import (
    About,
    Actor,
    Band,
    Case,
    Change,
    Entry,
    Evidence,
    Figure,
    Label,
    Parameter,
    Relation,
    Section,
    Source,
    Variant,
)
from graph_api.domain.plain import plain_change
from graph_api.stores.base import ActorRow, RelationRow
from graph_api.stores.bulk import relation_data
from graph_api.stores.cypher import CLASSES
from graph_api.stores.rows import encode

Properties = dict[str, Any]

_INTEGERS = range(-(2**63), 2**63)
"""The whole numbers that Neo4j can keep."""


def properties_of(entry: Entry) -> Properties:  # noqa: PLR0911  # one per kind of entry
    """Give the typed properties of an entry, without those that say where it stands."""
    match entry:
        case About():
            return {
                **_label("title", entry.title),
                **_label("description", entry.description),
                "system": entry.system,
            }
        case Actor():
            return _actor(entry)
        case Relation():
            return _relation(entry)
        case Source():
            return {
                **_label("title", entry.title),
                "file": entry.file,
                "lines": list(entry.lines),
            }
        case Variant():
            return {**_label("title", entry.title), "extends": entry.extends}
        case Parameter():
            return {
                "value": _number(entry.value),
                "unit": entry.unit,
                "low": _number(entry.low),
                "high": _number(entry.high),
                "basis": entry.basis.value,
                **_label("description", entry.description),
                **_evidence(entry.evidence),
            }
        case Figure():
            return {
                "value": _number(entry.value),
                "unit": entry.unit,
                "year": _whole_number(entry.year),
                **_label("label", entry.label),
                "conflicts_with": list(entry.conflicts_with),
                **_evidence(entry.evidence),
            }
        case Case():
            return {
                "state": entry.state.value,
                "events": len(entry.history),
                "observations": len(entry.observations),
            }
        case _:
            return {}


def actor_properties(row: ActorRow, entry: Actor | None) -> Properties:
    """Give id, typed properties and JSON of a row of a table; ``entry`` where it says more.

    What a plain row cannot say (evidence, elements) is not there at all, not even as empty lists.
    """
    identity, en, zh, kind, level, sphere, stateness, group = row
    if entry is not None:
        return {"id": identity, **_actor(entry), "data": encode(Section.ACTOR, identity, entry)}
    return {
        "id": identity,
        "name_en": en,
        "name_zh": zh,
        "kind": kind,
        "level": level,
        "sphere": sphere,
        "stateness": float(stateness),
        "group": group,
        "data": "",
    }


def relation_properties(row: RelationRow, entry: Relation | None) -> Properties:
    """Give id, typed properties and JSON of a row of a table, as `actor_properties` does."""
    identity, _, _, _, low, best, high, conveys = row
    if entry is not None:
        data = encode(Section.RELATION, identity, entry)
        return {"id": identity, **_relation(entry), "data": data}
    properties: Properties = {"id": identity, "status": "practice", "basis": "proposal", "data": ""}
    point = best
    if low is not None and high is not None:
        if best is None:  # that there is none would be lost: ``strength`` shows the middle
            point = (low + high) / 2
            properties["data"] = relation_data(row)
        properties |= {
            "low": float(low),
            "high": float(high),
            "strength": float(cast("float", point)),
        }
    properties["band"] = Band.of(point).value
    if conveys:
        properties["conveys"] = list(conveys)
    return properties


def actor_row_of(found: Mapping[str, Any]) -> ActorRow:
    """Give the row that `actor_properties` wrote."""
    get = found.get
    names = ("name_en", "name_zh", "kind", "level", "sphere", "stateness", "group")
    en, zh, kind, level, sphere, stateness, group = map(get, names)
    return found["id"], en, zh, str(kind), str(level), str(sphere), cast("float", stateness), group


def relation_row_of(found: Mapping[str, Any]) -> RelationRow:
    """Give the row that `relation_properties` wrote; the store adds ``from``, ``to``, ``type``."""
    return (
        found["id"],
        found["from"],
        found["to"],
        CLASSES[found["type"]],
        found.get("low"),
        found.get("strength"),
        found.get("high"),
        tuple(found.get("conveys") or ()),
    )


def changes_of(variant: Variant) -> Iterator[Properties]:
    """Give the properties of the changes of a variant, in their order."""
    for position, change in enumerate(variant.changes):
        plain = plain_change(change)
        (word, body), *_ = plain.items()
        yield {
            "variant": variant.key,
            "position": position,
            "word": word,
            "target": _target(change, body),
            "data": json.dumps(plain, ensure_ascii=False),
        }


def _target(change: Change, body: object) -> str | None:
    """Give the id or key of what a change is about."""
    if isinstance(body, Mapping):
        found = body.get("id", body.get("key"))
        return None if found is None else str(found)
    return str(getattr(change, "id", body))


def _actor(actor: Actor) -> Properties:
    capitals = actor.capitals
    return {
        **_label("name", actor.name),
        "kind": actor.kind,
        "level": actor.level.value,
        "sphere": actor.sphere.value,
        "stateness": _number(actor.stateness),
        **{
            f"capability_{element.value}": _number(level)
            for element, level in actor.capability.elements.items()
        },
        "capital_political": _number(capitals.political),
        "capital_economic": _number(capitals.economic),
        "capital_social": _number(capitals.social),
        "member_of": actor.member_of,
        "group": actor.group,
        "population": _number(actor.population),
        **_evidence(actor.evidence),
    }


def _relation(relation: Relation) -> Properties:
    strength = relation.strength
    return {
        "direction": relation.direction and relation.direction.value,
        "conveys": list(relation.conveys),
        "elements": [element.value for element in relation.elements],
        "strength": strength and _number(strength.point),
        "low": strength and _number(strength.low),
        "high": strength and _number(strength.high),
        "band": relation.band.value,
        "experts": [judgement.expert for judgement in relation.judgements],
        "status": relation.status.value,
        "basis": relation.basis.value,
        "valid_from": relation.valid_from and relation.valid_from.isoformat(),
        "valid_to": relation.valid_to and relation.valid_to.isoformat(),
        **_evidence(relation.evidence),
    }


def _label(name: str, label: Label) -> Properties:
    return {f"{name}_en": label.en, f"{name}_zh": label.zh}


def _evidence(evidence: tuple[Evidence, ...]) -> Properties:
    return {
        "evidence_source": [item.source for item in evidence],
        "evidence_lines": [", ".join(item.lines) for item in evidence],
    }


def _whole_number(value: int | None) -> int | None:
    # never ask a range for None: it would look at each of its numbers
    return value if value is not None and value in _INTEGERS else None


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
