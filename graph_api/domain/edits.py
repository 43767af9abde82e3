"""What lies between two states of a scenario, entry by entry, and how edits are carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace
from typing import Any, cast

from graph_api.domain.changes import Edit, Entry, Section, squeeze
from graph_api.domain.overlay import Overlay, flat
from graph_api.domain.scenario import About, Scenario
from graph_api.domain.settling import settled
from graph_api.errors import Problem

ABOUT_KEY = TEXT_KEY = ""
"""The key of the two sections that hold one entry each."""

FIELDS: Mapping[Section, str] = {
    Section.SOURCE: "sources",
    Section.ACTOR: "actors",
    Section.RELATION: "relations",
    Section.VARIANT: "variants",
    Section.PARAMETER: "parameters",
    Section.FIGURE: "figures",
    Section.CASE: "cases",
}
"""The sections that are mappings of `Scenario`, in the order in which they are written."""


def entries_of(scenario: Scenario, text: str | None = None) -> Iterator[tuple[Section, str, Entry]]:
    """Give every entry of a scenario, each section in the author's order."""
    yield Section.ABOUT, ABOUT_KEY, scenario.about
    for section, name in FIELDS.items():
        for key, entry in getattr(scenario, name).items():
            yield section, key, entry
    if text is not None:
        yield Section.TEXT, TEXT_KEY, text


def edits_between(
    before: Scenario, after: Scenario, *, text_before: str | None = None, text: str | None = None
) -> tuple[Edit, ...]:
    """Give the edits that lead from one state of a scenario to another.

    Of two states of one large scenario only what lies over its tables is compared.
    """
    old: dict[tuple[Section, str], Entry] = {}
    new: dict[tuple[Section, str], Entry] = {}
    old[Section.ABOUT, ABOUT_KEY], new[Section.ABOUT, ABOUT_KEY] = before.about, after.about
    for section, name in FIELDS.items():
        parts = getattr(before, name), getattr(after, name)
        keys = _changed_keys(*parts)
        for entries, found in zip(parts, (old, new), strict=True):
            some = entries.items() if keys is None else _some(entries, keys)
            found.update(((section, key), entry) for key, entry in some)
    for kept, found in ((text_before, old), (text, new)):
        if kept is not None:
            found[Section.TEXT, TEXT_KEY] = kept
    places = dict.fromkeys([*old, *new])
    return squeeze(Edit(*place, old.get(place), new.get(place)) for place in places)


def _changed_keys(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterable[str] | None:
    """Give the keys that may differ where both lie over one table, None for all."""
    (root, old), (other, new) = flat(before), flat(after)
    return dict.fromkeys([*old, *new]) if root is other else None


def _some(entries: Mapping[str, Entry], keys: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    for key in keys:
        entry = entries.get(key)
        if entry is not None:
            yield key, entry


def edited(scenario: Scenario, edits: Iterable[Edit]) -> Scenario:
    """Give the scenario after the edits; the text of the file is no part of it.

    Entries of a large scenario that the edits do not name are not looked at.
    """
    about = scenario.about
    parts: dict[str, MutableMapping[str, Entry]] = {}
    for edit in edits:
        if edit.section is Section.ABOUT:
            about = cast("About", edit.after)
        elif edit.section is not Section.TEXT:
            name = FIELDS[edit.section]
            part = parts.setdefault(name, Overlay(getattr(scenario, name)))
            if edit.after is None:
                part.pop(edit.key, None)
            else:
                part[edit.key] = edit.after
    changed: dict[str, Any] = {
        name: dict(part) for name, part in parts.items() if name not in _SETTLED
    }
    if not _SETTLED.isdisjoint(parts):
        actors = cast("Any", parts.get("actors", scenario.actors))
        relations = cast("Any", parts.get("relations", scenario.relations))
        changed["actors"], changed["relations"] = settled(actors, relations)
    return replace(scenario, about=about, **changed)


_SETTLED = frozenset(("actors", "relations"))
"""The sections that may be tables; they are kept together."""


def in_the_way(edits: Iterable[Edit], scenario: Scenario, text: str | None) -> tuple[Problem, ...]:
    """Name the entries that are not what the edits start from, because somebody changed them."""
    return tuple(
        Problem(
            "changed-since",
            f"The {edit.section.value} {edit.key!r} was changed by a later commit; undo that one"
            " first.",
            f"{edit.section.value}“{edit.key}”已被后来的提交更改，请先撤销那一次。",
            f"{edit.section.value}.{edit.key}",
            subject=edit.key,
        )
        for edit in edits
        if _entry(scenario, text, edit.section, edit.key) != edit.before
    )


def _entry(scenario: Scenario, text: str | None, section: Section, key: str) -> Entry | None:
    if section is Section.ABOUT:
        return scenario.about
    if section is Section.TEXT:
        return text
    entries: Mapping[str, Entry] = getattr(scenario, FIELDS[section])
    return entries.get(key)
