"""Plain values back into entries and changes: the way back of `graph_api.domain.plain`.

For values that this program wrote. A person's file goes through `graph_api.scenarios`, which names
every problem with its place; here the first thing that is not as it was written ends the reading.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from graph_api.domain.actors import Actor, Capability, Capitals
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
from graph_api.domain.evidence import Evidence, Figure, Parameter, Source
from graph_api.domain.relations import Judgement, Relation, Strength
from graph_api.domain.scenario import (
    About,
    Case,
    CaseEvent,
    CaseState,
    Observation,
    Variant,
    Vocabulary,
)
from graph_api.domain.words import (
    ActorId,
    ActorKind,
    Basis,
    Direction,
    Element,
    Label,
    Level,
    RelationClass,
    RelationId,
    Sphere,
    Status,
    Word,
)

Read = Callable[[Any], Any]
Table = Mapping[str, tuple[str, Read]]
"""The attribute for each word of the format, and how its value is read."""


def read_entry(section: Section, key: str, plain: object) -> Entry:
    """Give the entry that `plain_entry` wrote, under the key where it stands.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the value is anything that `plain_entry` does not write.

    Examples
    --------
    >>> read_entry(Section.SOURCE, "essay-4", {"lines": ["167-231"]}).lines
    ('167-231',)

    """
    return _ENTRIES[section](key, plain)


def read_change(plain: Mapping[str, Any]) -> Change:
    """Give the change that `plain_change` wrote.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the value is anything that `plain_change` does not write.

    Examples
    --------
    >>> read_change({"rename_actor": {"id": "office", "to": "street_office"}})
    RenameActor(id='office', to='street_office')

    """
    ((word, said),) = _mapping(plain).items()
    return _CHANGES[word](said)


def _fields(table: Table, plain: object) -> dict[str, Any]:
    """Read what a mapping names; a word that is not in the table is a `KeyError`."""
    fields = {}
    for word, value in _mapping(plain).items():
        name, read = table[word]
        fields[name] = read(value)
    return fields


# One value


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _unfit("a mapping", value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _unfit("a text", value)
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unfit("a number", value)
    if isinstance(value, float) and not math.isfinite(value):
        msg = f"a finite number was expected, not {value!r}"
        raise ValueError(msg)
    return value


def _whole_number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _unfit("a whole number", value)
    return value


def _unfit(expected: str, value: object) -> TypeError:
    return TypeError(f"{expected} was expected, not {type(value).__name__}")


def _one_of(words: type[Word]) -> Read:
    """Read a word of an enum; a word that is not in it is a `KeyError`."""
    known = {word.value: word for word in words}
    return lambda value: known[_text(value)]


def _or_none(read: Read) -> Read:
    return lambda value: None if value is None else read(value)


def _several(read: Read) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _unfit("a list", value)
        return tuple(map(read, value))

    return read_all


def _day(value: object) -> date:
    return date.fromisoformat(_text(value))


def _moment(value: object) -> datetime:
    return datetime.fromisoformat(_text(value))


_ELEMENT = _one_of(Element)
_MAYBE_TEXT = _or_none(_text)
_MAYBE_NUMBER = _or_none(_number)
_TEXTS = _several(_text)
_LABEL: Table = {"en": ("en", _text), "zh": ("zh", _text)}


def _label(plain: object) -> Label:
    return Label(**_fields(_LABEL, plain))


# Parts of entries


def _strength(plain: object) -> Strength | None:
    return None if plain is None else Strength(**_fields(_STRENGTH, plain))


def _judgement(plain: object) -> Judgement:
    return Judgement(**_fields(_JUDGEMENT, plain))


def _levels(plain: object) -> dict[Element, float | None]:
    return {_ELEMENT(word): _MAYBE_NUMBER(level) for word, level in _mapping(plain).items()}


def _capability(plain: object) -> Capability:
    return Capability(_levels(plain))


def _some_capitals(plain: object) -> dict[str, float | None]:
    return _fields(_CAPITALS, plain)


def _capitals(plain: object) -> Capitals:
    return Capitals(**_some_capitals(plain))


def _place(plain: object) -> Evidence:
    return Evidence(**_fields(_EVIDENCE, plain))


def _case_event(plain: object) -> CaseEvent:
    return CaseEvent(**_fields(_CASE_EVENT, plain))


def _observation(plain: object) -> Observation:
    return Observation(**_fields(_OBSERVATION, plain))


def _kind(plain: object) -> ActorKind:
    fields = _fields(_KIND, plain)
    label = Label(fields.pop("en", None), fields.pop("zh", None))
    return ActorKind(label, **fields)


def _kinds(plain: object) -> dict[str, ActorKind]:
    return {key: _kind(value) for key, value in _mapping(plain).items()}


def _conveys(plain: object) -> dict[str, Label]:
    return {key: _label(value) for key, value in _mapping(plain).items()}


def _vocabulary(plain: object) -> Vocabulary:
    return Vocabulary(
        **_fields({"kinds": ("kinds", _kinds), "conveys": ("conveys", _conveys)}, plain)
    )


_STRENGTH: Table = {
    "low": ("low", _number),
    "best": ("best", _MAYBE_NUMBER),
    "high": ("high", _number),
}
_JUDGEMENT: Table = {
    "expert": ("expert", _text),
    "low": ("low", _number),
    "best": ("best", _number),
    "high": ("high", _number),
    "confidence": ("confidence", _number),
}
_CAPITALS: Table = {name: (name, _MAYBE_NUMBER) for name in ("political", "economic", "social")}
_EVIDENCE: Table = {
    "source": ("source", _text),
    "lines": ("lines", _TEXTS),
    "note": ("note", _label),
}
_CASE_EVENT: Table = {
    "at": ("at", _moment),
    "before": ("before", _or_none(_one_of(CaseState))),
    "after": ("after", _one_of(CaseState)),
    "note": ("note", _MAYBE_TEXT),
    "by": ("by", _text),
}
_OBSERVATION: Table = {
    "indicator": ("indicator", _text),
    "value": ("value", _MAYBE_NUMBER),
    "at": ("at", _day),
    "note": ("note", _MAYBE_TEXT),
    "by": ("by", _text),
}
_KIND: Table = {
    **_LABEL,
    "level": ("level", _one_of(Level)),
    "sphere": ("sphere", _one_of(Sphere)),
    "stateness": ("stateness", _number),
}

# Entries

_ABOUT: Table = {
    "title": ("title", _label),
    "description": ("description", _label),
    "system": ("system", _MAYBE_TEXT),
    "vocabulary": ("vocabulary", _vocabulary),
}
_SOURCE: Table = {
    "title": ("title", _label),
    "file": ("file", _MAYBE_TEXT),
    "lines": ("lines", _TEXTS),
}
_ACTOR: Table = {
    "name": ("name", _label),
    "kind": ("kind", _text),
    "level": ("level", _one_of(Level)),
    "sphere": ("sphere", _one_of(Sphere)),
    "stateness": ("stateness", _number),
    "capability": ("capability", _capability),
    "capitals": ("capitals", _capitals),
    "member_of": ("member_of", _MAYBE_TEXT),
    "group": ("group", _MAYBE_TEXT),
    "population": ("population", _MAYBE_NUMBER),
    "evidence": ("evidence", _several(_place)),
}
_ACTOR_PATCH: Table = {
    **_ACTOR,
    "capability": ("capability", _levels),  # a patch names levels, which are merged
    "capitals": ("capitals", _some_capitals),
}
_RELATION_PATCH: Table = {
    "from": ("from_id", _text),
    "to": ("to_id", _text),
    "class": ("relation_class", _one_of(RelationClass)),
    "direction": ("direction", _or_none(_one_of(Direction))),
    "conveys": ("conveys", _TEXTS),
    "elements": ("elements", _several(_ELEMENT)),
    "strength": ("strength", _strength),
    "judgements": ("judgements", _several(_judgement)),
    "status": ("status", _one_of(Status)),
    "basis": ("basis", _one_of(Basis)),
    "valid_from": ("valid_from", _or_none(_day)),
    "valid_to": ("valid_to", _or_none(_day)),
    "evidence": ("evidence", _several(_place)),
}
_RELATION: Table = {"id": ("id", _text), **_RELATION_PATCH}
_VARIANT: Table = {
    "title": ("title", _label),
    "extends": ("extends", _MAYBE_TEXT),
    "changes": ("changes", _several(read_change)),
}
_PARAMETER: Table = {
    "value": ("value", _MAYBE_NUMBER),
    "unit": ("unit", _text),
    "low": ("low", _MAYBE_NUMBER),
    "high": ("high", _MAYBE_NUMBER),
    "basis": ("basis", _one_of(Basis)),
    "description": ("description", _label),
    "evidence": ("evidence", _several(_place)),
}
_FIGURE: Table = {
    "value": ("value", _number),
    "unit": ("unit", _text),
    "year": ("year", _or_none(_whole_number)),
    "label": ("label", _label),
    "conflicts_with": ("conflicts_with", _TEXTS),
    "evidence": ("evidence", _several(_place)),
}
_CASE: Table = {
    "state": ("state", _one_of(CaseState)),
    "history": ("history", _several(_case_event)),
    "observations": ("observations", _several(_observation)),
}


def _actor(identity: str, fields: dict[str, Any]) -> Actor:
    return Actor(**{"id": ActorId(identity), "name": Label(), **fields})


def _relation(key: str, plain: object) -> Relation:
    relation = Relation(**_fields(_RELATION, plain))
    if relation.id != key:
        msg = f"the relation under {key!r} calls itself {relation.id!r}"
        raise ValueError(msg)
    return relation


def _only_without_key(key: str) -> None:
    if key:
        raise KeyError(key)


def _about(key: str, plain: object) -> About:
    _only_without_key(key)
    return About(**_fields(_ABOUT, plain))


def _kept_text(key: str, plain: object) -> str:
    _only_without_key(key)
    return _text(plain)


_ENTRIES: Mapping[Section, Callable[[str, Any], Entry]] = {
    Section.ABOUT: _about,
    Section.SOURCE: lambda key, plain: Source(key, **_fields(_SOURCE, plain)),
    Section.ACTOR: lambda key, plain: _actor(key, _fields(_ACTOR, plain)),
    Section.RELATION: _relation,
    Section.VARIANT: lambda key, plain: Variant(key, **_fields(_VARIANT, plain)),
    Section.PARAMETER: lambda key, plain: Parameter(key, **_fields(_PARAMETER, plain)),
    Section.FIGURE: lambda key, plain: Figure(key, **_fields(_FIGURE, plain)),
    Section.CASE: lambda key, plain: Case(key, **_fields(_CASE, plain)),
    Section.TEXT: _kept_text,
}

# Changes


def _set_relation(said: object) -> SetRelation:
    fields = _fields(_RELATION, said)
    return SetRelation(fields.pop("id"), fields)


def _add_relation(said: object) -> AddRelation:
    return AddRelation(Relation(**{"id": RelationId(""), **_fields(_RELATION, said)}))


def _set_actor(said: object) -> SetActor:
    fields = _fields({"id": ("id", _text), **_ACTOR_PATCH}, said)
    return SetActor(fields.pop("id"), fields)


def _add_actor(said: object) -> AddActor:
    fields = _fields({"id": ("id", _text), **_ACTOR}, said)
    return AddActor(_actor(fields.pop("id"), fields))


def _set_parameter(said: object) -> SetParameter:
    return SetParameter(**_fields({"key": ("key", _text), "value": ("value", _number)}, said))


def _add_source(said: object) -> AddSource:
    return AddSource(Source(**_fields({"key": ("key", _text), **_SOURCE}, said)))


_RENAME: Table = {"id": ("id", _text), "to": ("to", _text)}

_CHANGES: Mapping[str, Callable[[Any], Change]] = {
    "set_relation": _set_relation,
    "add_relation": _add_relation,
    "remove_relation": lambda said: RemoveRelation(RelationId(_text(said))),
    "set_actor": _set_actor,
    "add_actor": _add_actor,
    "remove_actor": lambda said: RemoveActor(ActorId(_text(said))),
    "set_parameter": _set_parameter,
    "add_source": _add_source,
    "rename_actor": lambda said: RenameActor(**_fields(_RENAME, said)),
    "rename_relation": lambda said: RenameRelation(**_fields(_RENAME, said)),
}
