"""A scenario as the plain values of its file: only what differs from the defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graph_api.domain.actors import Actor
from graph_api.domain.changes import Change, Section
from graph_api.domain.plain import plain_change, plain_entry
from graph_api.domain.relations import Relation
from graph_api.domain.scenario import FORMAT, Scenario, Variant
from graph_api.domain.words import ActorKind, Basis, RelationClass, Sphere, Status

Plain = dict[str, Any]


class Share(float):
    """A number in [0, 1] of the graph, written with two decimals so that columns compare."""

    __slots__ = ()


class Span(str):
    """Lines of a source, 177 or 187-191, which are written without quotes."""

    __slots__ = ()


def compact_scenario(scenario: Scenario) -> Plain:
    """Give the whole file as plain values, in the order of the house.

    Examples
    --------
    >>> compact_scenario(Scenario("empty"))
    {'format': 1, 'scenario': 'empty'}

    """
    about = plain_entry(Section.ABOUT, scenario.about)
    kinds = scenario.about.vocabulary.all_kinds()
    sections: Plain = {
        "title": about.get("title"),
        "description": about.get("description"),
        "system": about.get("system"),
        "sources": {
            key: _source(plain_entry(Section.SOURCE, source))
            for key, source in scenario.sources.items()
        },
        "actors": {key: _actor(actor, kinds) for key, actor in scenario.actors.items()},
        "relations": [_relation(relation) for relation in scenario.relations.values()],
        "variants": {key: _variant(item, kinds) for key, item in scenario.variants.items()},
        "vocabulary": _vocabulary(about.get("vocabulary", {})),
        "parameters": {
            key: _without(_evidence(plain_entry(Section.PARAMETER, item)), basis=Basis.PROPOSAL)
            for key, item in scenario.parameters.items()
        },
        "figures": {
            key: _evidence(plain_entry(Section.FIGURE, item))
            for key, item in scenario.figures.items()
        },
        "cases": {key: plain_entry(Section.CASE, item) for key, item in scenario.cases.items()},
    }
    said = {key: value for key, value in sections.items() if value}
    return {"format": FORMAT, "scenario": scenario.key, **said}


def _without(plain: Plain, **defaults: object) -> Plain:
    """Leave out the fields that have their defaults."""
    return {key: value for key, value in plain.items() if defaults.get(key, _NOTHING) != value}


_NOTHING = object()


def _source(plain: Plain) -> Plain:
    return {key: _spans(value) if key == "lines" else value for key, value in plain.items()}


def _spans(lines: Iterable[str]) -> list[Span]:
    return [Span(line) for line in lines]


def _evidence(plain: Plain) -> Plain:
    if not plain.get("evidence"):
        return plain
    return {**plain, "evidence": [_source(item) for item in plain["evidence"]]}


def _shares(value: Any) -> Any:  # noqa: ANN401  # plain values have no better type
    """Mark every number inside as one of [0, 1]."""
    match value:
        case dict():
            return {key: _shares(inner) for key, inner in value.items()}
        case bool() | None | str():
            return value
        case _:
            return Share(value)


def _actor(actor: Actor, kinds: Mapping[str, ActorKind]) -> Plain:
    plain = _actor_numbers(plain_entry(Section.ACTOR, actor))
    kind = kinds.get(actor.kind)
    if kind is None:
        return plain
    return _without(plain, level=kind.level, sphere=kind.sphere, stateness=kind.stateness)


def _actor_numbers(plain: Plain) -> Plain:
    marked = ("stateness", "capability", "capitals")
    return _evidence({key: _shares(v) if key in marked else v for key, v in plain.items()})


def _relation(relation: Relation) -> Plain:
    plain = _relation_numbers(plain_entry(Section.RELATION, relation))
    return _without(
        plain,
        **{"class": RelationClass.EMPOWERMENT},
        status=Status.PRACTICE,
        basis=Basis.PROPOSAL,
    )


def _relation_numbers(plain: Plain) -> Plain:
    said = _evidence(plain)
    if plain.get("strength") is not None:
        said = {**said, "strength": _strength(plain["strength"])}
    if plain.get("judgements"):
        said = {**said, "judgements": [_judgement(item) for item in plain["judgements"]]}
        said.pop("strength", None)
    return said


def _strength(plain: Plain) -> Plain | Share:
    if plain["low"] == plain["best"] == plain["high"]:
        return Share(plain["best"])
    return {key: Share(value) for key, value in plain.items() if value is not None}


def _judgement(plain: Plain) -> Plain:
    said = {key: Share(v) if key in ("low", "best", "high") else v for key, v in plain.items()}
    if plain["low"] == plain["best"] == plain["high"]:
        said = {key: value for key, value in said.items() if key not in ("low", "high")}
    return _without(said, confidence=1)


def _variant(variant: Variant, kinds: Mapping[str, ActorKind]) -> Plain:
    plain: Plain = plain_entry(Section.VARIANT, variant)
    if variant.changes:
        plain["changes"] = [_change(change, kinds) for change in variant.changes]
    return plain


def _change(change: Change, kinds: Mapping[str, ActorKind]) -> Plain:
    ((word, said),) = plain_change(change).items()
    match word:
        case "set_relation":
            said = _relation_numbers(said)
        case "add_relation":
            said = _relation(change.relation)  # type: ignore[union-attr]  # the word says which
        case "set_actor":
            said = _actor_numbers(said)
        case "add_actor":
            actor: Actor = change.actor  # type: ignore[union-attr]  # the word says which
            said = {"id": actor.id, **_actor(actor, kinds)}
        case "add_source":
            said = _source(said)
    return {word: said}


def _vocabulary(plain: Plain) -> Plain:
    kinds = {key: _kind(kind) for key, kind in plain.get("kinds", {}).items()}
    return {**plain, "kinds": kinds} if kinds else plain


def _kind(plain: Plain) -> Plain:
    usual = 1 if plain["sphere"] == Sphere.STATE else 0
    return _without({**plain, "stateness": Share(plain["stateness"])}, stateness=usual)
