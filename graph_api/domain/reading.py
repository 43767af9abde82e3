"""Plain values back into entries and changes: the way back of `graph_api.domain.plain`.

For values that this program wrote. A person's file goes through `graph_api.scenarios`, which names
every problem with its place; here the first thing that is not as it was written ends the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from graph_api.domain.reading_values import (
    Table,
    as_day,
    as_mapping,
    as_moment,
    as_number,
    as_text,
    as_whole_number,
    fields_of,
    one_of,
    or_none,
    several,
)
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
)


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
    ((word, said),) = as_mapping(plain).items()
    return _CHANGES[word](said)


# Parts of entries

_ELEMENT = one_of(Element)
_MAYBE_TEXT = or_none(as_text)
_MAYBE_NUMBER = or_none(as_number)
_TEXTS = several(as_text)
_LABEL: Table = {"en": ("en", as_text), "zh": ("zh", as_text)}


def _label(plain: object) -> Label:
    return Label(**fields_of(_LABEL, plain))


def _strength(plain: object) -> Strength | None:
    return None if plain is None else Strength(**fields_of(_STRENGTH, plain))


def _judgement(plain: object) -> Judgement:
    return Judgement(**fields_of(_JUDGEMENT, plain))


def _levels(plain: object) -> dict[Element, float | None]:
    return {_ELEMENT(word): _MAYBE_NUMBER(level) for word, level in as_mapping(plain).items()}


def _capability(plain: object) -> Capability:
    return Capability(_levels(plain))


def _some_capitals(plain: object) -> dict[str, float | None]:
    return fields_of(_CAPITALS, plain)


def _capitals(plain: object) -> Capitals:
    return Capitals(**_some_capitals(plain))


def _place(plain: object) -> Evidence:
    return Evidence(**fields_of(_EVIDENCE, plain))


def _case_event(plain: object) -> CaseEvent:
    return CaseEvent(**fields_of(_CASE_EVENT, plain))


def _observation(plain: object) -> Observation:
    return Observation(**fields_of(_OBSERVATION, plain))


def _kind(plain: object) -> ActorKind:
    fields = fields_of(_KIND, plain)
    label = Label(fields.pop("en", None), fields.pop("zh", None))
    return ActorKind(label, **fields)


def _kinds(plain: object) -> dict[str, ActorKind]:
    return {key: _kind(value) for key, value in as_mapping(plain).items()}


def _conveys(plain: object) -> dict[str, Label]:
    return {key: _label(value) for key, value in as_mapping(plain).items()}


def _vocabulary(plain: object) -> Vocabulary:
    return Vocabulary(
        **fields_of({"kinds": ("kinds", _kinds), "conveys": ("conveys", _conveys)}, plain)
    )


_STRENGTH: Table = {
    "low": ("low", as_number),
    "best": ("best", _MAYBE_NUMBER),
    "high": ("high", as_number),
}
_JUDGEMENT: Table = {
    "expert": ("expert", as_text),
    "low": ("low", as_number),
    "best": ("best", as_number),
    "high": ("high", as_number),
    "confidence": ("confidence", as_number),
}
_CAPITALS: Table = {name: (name, _MAYBE_NUMBER) for name in ("political", "economic", "social")}
_EVIDENCE: Table = {
    "source": ("source", as_text),
    "lines": ("lines", _TEXTS),
    "note": ("note", _label),
}
_CASE_EVENT: Table = {
    "at": ("at", as_moment),
    "before": ("before", or_none(one_of(CaseState))),
    "after": ("after", one_of(CaseState)),
    "note": ("note", _MAYBE_TEXT),
    "by": ("by", as_text),
}
_OBSERVATION: Table = {
    "indicator": ("indicator", as_text),
    "value": ("value", _MAYBE_NUMBER),
    "at": ("at", as_day),
    "note": ("note", _MAYBE_TEXT),
    "by": ("by", as_text),
}
_KIND: Table = {
    **_LABEL,
    "level": ("level", one_of(Level)),
    "sphere": ("sphere", one_of(Sphere)),
    "stateness": ("stateness", as_number),
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
    "kind": ("kind", as_text),
    "level": ("level", one_of(Level)),
    "sphere": ("sphere", one_of(Sphere)),
    "stateness": ("stateness", as_number),
    "capability": ("capability", _capability),
    "capitals": ("capitals", _capitals),
    "member_of": ("member_of", _MAYBE_TEXT),
    "group": ("group", _MAYBE_TEXT),
    "population": ("population", _MAYBE_NUMBER),
    "evidence": ("evidence", several(_place)),
}
_ACTOR_PATCH: Table = {
    **_ACTOR,
    "capability": ("capability", _levels),  # a patch names levels, which are merged
    "capitals": ("capitals", _some_capitals),
}
_RELATION_PATCH: Table = {
    "from": ("from_id", as_text),
    "to": ("to_id", as_text),
    "class": ("relation_class", one_of(RelationClass)),
    "direction": ("direction", or_none(one_of(Direction))),
    "conveys": ("conveys", _TEXTS),
    "elements": ("elements", several(_ELEMENT)),
    "strength": ("strength", _strength),
    "judgements": ("judgements", several(_judgement)),
    "status": ("status", one_of(Status)),
    "basis": ("basis", one_of(Basis)),
    "valid_from": ("valid_from", or_none(as_day)),
    "valid_to": ("valid_to", or_none(as_day)),
    "evidence": ("evidence", several(_place)),
}
_RELATION: Table = {"id": ("id", as_text), **_RELATION_PATCH}
_VARIANT: Table = {
    "title": ("title", _label),
    "extends": ("extends", _MAYBE_TEXT),
    "changes": ("changes", several(read_change)),
}
_PARAMETER: Table = {
    "value": ("value", _MAYBE_NUMBER),
    "unit": ("unit", as_text),
    "low": ("low", _MAYBE_NUMBER),
    "high": ("high", _MAYBE_NUMBER),
    "basis": ("basis", one_of(Basis)),
    "description": ("description", _label),
    "evidence": ("evidence", several(_place)),
}
_FIGURE: Table = {
    "value": ("value", as_number),
    "unit": ("unit", as_text),
    "year": ("year", or_none(as_whole_number)),
    "label": ("label", _label),
    "conflicts_with": ("conflicts_with", _TEXTS),
    "evidence": ("evidence", several(_place)),
}
_CASE: Table = {
    "state": ("state", one_of(CaseState)),
    "history": ("history", several(_case_event)),
    "observations": ("observations", several(_observation)),
}


def _actor(identity: str, fields: dict[str, Any]) -> Actor:
    return Actor(**{"id": ActorId(identity), "name": Label(), **fields})


def _relation(key: str, plain: object) -> Relation:
    relation = Relation(**fields_of(_RELATION, plain))
    if relation.id != key:
        msg = f"the relation under {key!r} calls itself {relation.id!r}"
        raise ValueError(msg)
    return relation


def _only_without_key(key: str) -> None:
    if key:
        raise KeyError(key)


def _about(key: str, plain: object) -> About:
    _only_without_key(key)
    return About(**fields_of(_ABOUT, plain))


def _kept_text(key: str, plain: object) -> str:
    _only_without_key(key)
    return as_text(plain)


_ENTRIES: Mapping[Section, Callable[[str, Any], Entry]] = {
    Section.ABOUT: _about,
    Section.SOURCE: lambda key, plain: Source(key, **fields_of(_SOURCE, plain)),
    Section.ACTOR: lambda key, plain: _actor(key, fields_of(_ACTOR, plain)),
    Section.RELATION: _relation,
    Section.VARIANT: lambda key, plain: Variant(key, **fields_of(_VARIANT, plain)),
    Section.PARAMETER: lambda key, plain: Parameter(key, **fields_of(_PARAMETER, plain)),
    Section.FIGURE: lambda key, plain: Figure(key, **fields_of(_FIGURE, plain)),
    Section.CASE: lambda key, plain: Case(key, **fields_of(_CASE, plain)),
    Section.TEXT: _kept_text,
}

# Changes


def _set_relation(said: object) -> SetRelation:
    fields = fields_of(_RELATION, said)
    return SetRelation(fields.pop("id"), fields)


def _add_relation(said: object) -> AddRelation:
    return AddRelation(Relation(**{"id": RelationId(""), **fields_of(_RELATION, said)}))


def _set_actor(said: object) -> SetActor:
    fields = fields_of({"id": ("id", as_text), **_ACTOR_PATCH}, said)
    return SetActor(fields.pop("id"), fields)


def _add_actor(said: object) -> AddActor:
    fields = fields_of({"id": ("id", as_text), **_ACTOR}, said)
    return AddActor(_actor(fields.pop("id"), fields))


def _set_parameter(said: object) -> SetParameter:
    return SetParameter(**fields_of({"key": ("key", as_text), "value": ("value", as_number)}, said))


def _add_source(said: object) -> AddSource:
    return AddSource(Source(**fields_of({"key": ("key", as_text), **_SOURCE}, said)))


_RENAME: Table = {"id": ("id", as_text), "to": ("to", as_text)}

_CHANGES: Mapping[str, Callable[[Any], Change]] = {
    "set_relation": _set_relation,
    "add_relation": _add_relation,
    "remove_relation": lambda said: RemoveRelation(RelationId(as_text(said))),
    "set_actor": _set_actor,
    "add_actor": _add_actor,
    "remove_actor": lambda said: RemoveActor(ActorId(as_text(said))),
    "set_parameter": _set_parameter,
    "add_source": _add_source,
    "rename_actor": lambda said: RenameActor(**fields_of(_RENAME, said)),
    "rename_relation": lambda said: RenameRelation(**fields_of(_RENAME, said)),
}
