"""From plain values that were read without fault to the domain's objects, defaults filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from graph_api.domain.changes import Change, Section
from graph_api.domain.reading import read_change, read_entry
from graph_api.domain.scenario import Scenario
from graph_api.domain.words import ActorKind, Sphere
from graph_api.scenarios.change_checks import pooled_strength
from graph_api.scenarios.naming import Plain, entries, relations
from graph_api.scenarios.problems import Path

_SECTIONS: Mapping[str, Section] = {
    "sources": Section.SOURCE,
    "parameters": Section.PARAMETER,
    "figures": Section.FIGURE,
    "cases": Section.CASE,
}


def build_base(document: Plain, broken: Collection[Path]) -> Scenario:
    """Build everything but the variants, without the entries at the ``broken`` paths."""
    about = {
        name: document[name]
        for name in ("title", "description", "system", "vocabulary")
        if document.get(name) is not None and not _any_inside((name,), broken)
    }
    if "vocabulary" in about:
        about["vocabulary"] = _vocabulary(about["vocabulary"])
    found: Any = read_entry(Section.ABOUT, "", about)
    kinds = found.vocabulary.all_kinds()
    return Scenario(
        key=str(document.get("scenario", "")),
        about=found,
        relations=dict(_relations(document, broken)),
        sources=dict(_entries(document, "sources", broken)),
        actors=dict(_actors(document, broken, kinds)),
        parameters=dict(_entries(document, "parameters", broken)),
        figures=dict(_entries(document, "figures", broken)),
        cases=dict(_entries(document, "cases", broken)),
    )


def _entries(document: Plain, name: str, broken: Collection[Path]) -> Iterator[tuple[Any, Any]]:
    for key, entry in entries(document, name):
        if (name, key) not in broken:
            yield key, read_entry(_SECTIONS[name], key, entry)


def _actors(
    document: Plain, broken: Collection[Path], kinds: Mapping[str, ActorKind]
) -> Iterator[tuple[Any, Any]]:
    for key, entry in entries(document, "actors"):
        whole = None if ("actors", key) in broken else whole_actor(entry, kinds)
        if whole is not None:
            yield key, read_entry(Section.ACTOR, key, whole)


def _any_inside(path: Path, broken: Collection[Path]) -> bool:
    return any(place[: len(path)] == path for place in broken)


def _relations(document: Plain, broken: Collection[Path]) -> Iterator[tuple[Any, Any]]:
    for number, relation in relations(document):
        if ("relations", number) not in broken:
            yield relation["id"], read_entry(Section.RELATION, relation["id"], _pooled(relation))


def _pooled(relation: Plain) -> Plain:
    pooled = pooled_strength(relation)
    return relation if pooled is None else {**relation, "strength": pooled}


def whole_actor(said: Plain, kinds: Mapping[str, ActorKind]) -> dict[str, Any] | None:
    """Fill level, sphere and stateness from the kind; None where the kind could not be read."""
    kind = kinds.get(said["kind"])
    if kind is None:
        return None
    follows = {"level": kind.level.value, "sphere": kind.sphere.value, "stateness": kind.stateness}
    stated = {name: value for name, value in said.items() if value is not None}
    return {"name": {}, **follows, **stated}


def _vocabulary(said: Plain) -> dict[str, Any]:
    parts = {name: words for name, words in said.items() if words is not None}
    if "kinds" in parts:
        parts["kinds"] = {key: _kind(kind) for key, kind in parts["kinds"].items()}
    return parts


def _kind(said: Plain) -> dict[str, Any]:
    stated = {name: value for name, value in said.items() if value is not None}
    return {"stateness": 1.0 if said["sphere"] == Sphere.STATE else 0.0, **stated}


def build_change(said: Plain, kinds: Mapping[str, ActorKind]) -> Change | None:
    """Build a change that was read without fault; None where its kind of actor could not be."""
    ((word, fields),) = said.items()
    if word == "add_actor":
        fields = whole_actor(fields, kinds)
        if fields is None:
            return None
    elif word in {"add_relation", "set_relation"}:
        fields = _pooled(fields)
        if fields.get("id", "") is None:
            fields = {name: value for name, value in fields.items() if name != "id"}
    return read_change({word: fields})


def kinds_of(base: Scenario) -> Mapping[str, ActorKind]:
    """Give the kinds of actors that a scenario knows."""
    return base.about.vocabulary.all_kinds()
