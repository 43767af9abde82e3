"""Entries and changes as plain values, in the words of the YAML format, ready for JSON.

`graph_api.domain.reading` is the way back, and nothing is lost between the two. What is empty is
left out, except where null says something: an unknown strength, a value that nobody gives, a case
that was not there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from graph_api.domain.actors import Capability, Capitals
from graph_api.domain.changes import (
    AddActor,
    AddRelation,
    AddSource,
    Change,
    Entry,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    Section,
    SetActor,
    SetParameter,
    SetRelation,
)
from graph_api.domain.draft import WORDS
from graph_api.domain.evidence import Evidence
from graph_api.domain.relations import Judgement, Strength
from graph_api.domain.scenario import CaseEvent, Observation, Vocabulary
from graph_api.domain.words import Element, Label, Word

Write = Callable[[Any], Any]
Table = Mapping[str, tuple[str, Write]]
"""The word of the format for each field: the attribute that holds it, and how it is written."""


def plain_entry(section: Section, entry: Entry) -> Any:  # noqa: ANN401  # JSON has no better type
    """Give an entry as a plain value: mappings, lists, texts, numbers and null.

    A relation names its ``id``; every other entry stands under its key, which is not repeated.

    Examples
    --------
    >>> from graph_api.domain import Source
    >>> plain_entry(Section.SOURCE, Source("essay-4", Label(zh="范文4"), lines=("167-231",)))
    {'title': {'zh': '范文4'}, 'lines': ['167-231']}

    """
    if section is Section.TEXT:
        return entry
    return _whole(_ENTRIES[section], entry)


def plain_change(change: Change) -> dict[str, Any]:
    """Give a change as a plain value: one word, and what it says.

    Examples
    --------
    >>> from graph_api.domain import RelationId
    >>> plain_change(RemoveRelation(RelationId("r7")))
    {'remove_relation': 'r7'}
    >>> plain_change(SetRelation(RelationId("r28"), {"strength": None, "conveys": ("money",)}))
    {'set_relation': {'id': 'r28', 'strength': None, 'conveys': ['money']}}

    """
    return {WORDS[type(change)]: _said(change)}


def _said(change: Change) -> object:  # noqa: PLR0911  # one per kind of change
    match change:
        case RemoveRelation(identity) | RemoveActor(identity):
            return identity
        case RenameActor(identity, to) | RenameRelation(identity, to):
            return {"id": identity, "to": to}
        case SetParameter(key, value):
            return {"key": key, "value": value}
        case AddSource(source):
            return {"key": source.key, **_whole(_SOURCE, source)}
        case AddActor(actor):
            return {"id": actor.id, **_whole(_ACTOR, actor)}
        case AddRelation(relation):
            return _whole(_RELATION, relation)
        case SetRelation(identity, fields):
            return {"id": identity, **_patch(_RELATION_PATCH, fields)}
        case SetActor(identity, fields):
            return {"id": identity, **_patch(_ACTOR_PATCH, fields)}


def _whole(table: Table, value: object) -> dict[str, Any]:
    """Write every field of a value, without those that say nothing."""
    fields = ((word, write(getattr(value, name))) for word, (name, write) in table.items())
    return {
        word: written
        for word, written in fields
        if word in _NULL_SAYS_SOMETHING or not (written is None or written in ([], {}))
    }


def _patch(table: Table, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Write the fields that a patch names; null stays null, which is not the same as left out."""
    words = {name: (word, write) for word, (name, write) in table.items()}
    patch = {}
    for name, value in fields.items():
        word, write = words[name]
        patch[word] = None if value is None else write(value)
    return patch


_NULL_SAYS_SOMETHING = {"strength", "value", "before"}


def _as_it_is(value: object) -> object:
    return value


def _unless_empty(text: str) -> str | None:
    return text or None


def _list(values: Iterable[str]) -> list[str]:
    return list(values)


def _word(value: Word | None) -> str | None:
    return None if value is None else value.value


def _words(values: Iterable[Word]) -> list[str]:
    return [value.value for value in values]


def _moment(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _label(label: Label) -> dict[str, str]:
    texts = (("en", label.en), ("zh", label.zh))
    return {language: text for language, text in texts if text is not None}


def _strength(strength: Strength | None) -> dict[str, float | None] | None:
    if strength is None:
        return None
    return {"low": strength.low, "best": strength.best, "high": strength.high}


def _capability(capability: Capability) -> dict[str, float | None]:
    return _levels(capability.elements)


def _levels(levels: Mapping[Element, float | None]) -> dict[str, float | None]:
    return {element.value: level for element, level in levels.items()}


def _capitals(capitals: Capitals) -> dict[str, float]:
    values = ((name, getattr(capitals, name)) for name in ("political", "economic", "social"))
    return {name: value for name, value in values if value is not None}


def _vocabulary(vocabulary: Vocabulary) -> dict[str, Any]:
    kinds = {
        key: {
            **_label(kind.label),
            "level": kind.level.value,
            "sphere": kind.sphere.value,
            "stateness": kind.stateness,
        }
        for key, kind in vocabulary.kinds.items()
    }
    conveys = {key: _label(label) for key, label in vocabulary.conveys.items()}
    parts = (("kinds", kinds), ("conveys", conveys))
    return {word: part for word, part in parts if part}


def _evidence(items: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [_whole(_PLACE, item) for item in items]


def _judgements(items: Iterable[Judgement]) -> list[dict[str, Any]]:
    return [_whole(_JUDGEMENT, item) for item in items]


def _history(items: Iterable[CaseEvent]) -> list[dict[str, Any]]:
    return [_whole(_CASE_EVENT, item) for item in items]


def _observations(items: Iterable[Observation]) -> list[dict[str, Any]]:
    return [_whole(_OBSERVATION, item) for item in items]


def _changes(items: Iterable[Change]) -> list[dict[str, Any]]:
    return [plain_change(item) for item in items]


_PLACE: Table = {
    "source": ("source", _as_it_is),
    "lines": ("lines", _list),
    "note": ("note", _label),
}
_JUDGEMENT: Table = {
    "expert": ("expert", _as_it_is),
    "low": ("low", _as_it_is),
    "best": ("best", _as_it_is),
    "high": ("high", _as_it_is),
    "confidence": ("confidence", _as_it_is),
}
_CASE_EVENT: Table = {
    "at": ("at", _moment),
    "before": ("before", _word),
    "after": ("after", _word),
    "note": ("note", _as_it_is),
    "by": ("by", _unless_empty),
}
_OBSERVATION: Table = {
    "indicator": ("indicator", _as_it_is),
    "value": ("value", _as_it_is),
    "at": ("at", _moment),
    "note": ("note", _as_it_is),
    "by": ("by", _unless_empty),
}
_SOURCE: Table = {
    "title": ("title", _label),
    "file": ("file", _as_it_is),
    "lines": ("lines", _list),
}
_ACTOR: Table = {
    "name": ("name", _label),
    "kind": ("kind", _as_it_is),
    "level": ("level", _word),
    "sphere": ("sphere", _word),
    "stateness": ("stateness", _as_it_is),
    "capability": ("capability", _capability),
    "capitals": ("capitals", _capitals),
    "member_of": ("member_of", _as_it_is),
    "group": ("group", _as_it_is),
    "population": ("population", _as_it_is),
    "evidence": ("evidence", _evidence),
}
_ACTOR_PATCH: Table = {
    **_ACTOR,
    "capability": ("capability", _levels),  # a patch names levels, which are merged
    "capitals": ("capitals", dict),
}
_RELATION_PATCH: Table = {
    "from": ("from_id", _as_it_is),
    "to": ("to_id", _as_it_is),
    "class": ("relation_class", _word),
    "direction": ("direction", _word),
    "conveys": ("conveys", _list),
    "elements": ("elements", _words),
    "strength": ("strength", _strength),
    "judgements": ("judgements", _judgements),
    "status": ("status", _word),
    "basis": ("basis", _word),
    "valid_from": ("valid_from", _moment),
    "valid_to": ("valid_to", _moment),
    "evidence": ("evidence", _evidence),
}
_RELATION: Table = {"id": ("id", _unless_empty), **_RELATION_PATCH}
_ENTRIES: Mapping[Section, Table] = {
    Section.ABOUT: {
        "title": ("title", _label),
        "description": ("description", _label),
        "system": ("system", _as_it_is),
        "vocabulary": ("vocabulary", _vocabulary),
    },
    Section.SOURCE: _SOURCE,
    Section.ACTOR: _ACTOR,
    Section.RELATION: _RELATION,
    Section.VARIANT: {
        "title": ("title", _label),
        "extends": ("extends", _as_it_is),
        "changes": ("changes", _changes),
    },
    Section.PARAMETER: {
        "value": ("value", _as_it_is),
        "unit": ("unit", _as_it_is),
        "low": ("low", _as_it_is),
        "high": ("high", _as_it_is),
        "basis": ("basis", _word),
        "description": ("description", _label),
        "evidence": ("evidence", _evidence),
    },
    Section.FIGURE: {
        "value": ("value", _as_it_is),
        "unit": ("unit", _as_it_is),
        "year": ("year", _as_it_is),
        "label": ("label", _label),
        "conflicts_with": ("conflicts_with", _list),
        "evidence": ("evidence", _evidence),
    },
    Section.CASE: {
        "state": ("state", _word),
        "history": ("history", _history),
        "observations": ("observations", _observations),
    },
}
