"""What lies between two states of a scenario, entry by entry, and how edits are carried out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from graph_api.domain.changes import Edit, Entry, Section, squeeze
from graph_api.domain.scenario import About, Scenario
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
    """Give the edits that lead from one state of a scenario to another."""
    old = {(section, key): entry for section, key, entry in entries_of(before, text_before)}
    new = {(section, key): entry for section, key, entry in entries_of(after, text)}
    places = dict.fromkeys([*old, *new])
    return squeeze(Edit(*place, old.get(place), new.get(place)) for place in places)


def edited(scenario: Scenario, edits: Iterable[Edit]) -> Scenario:
    """Give the scenario after the edits; the text of the file is no part of it."""
    about = scenario.about
    parts: dict[str, dict[str, Entry]] = {
        name: dict(getattr(scenario, name)) for name in FIELDS.values()
    }
    for edit in edits:
        if edit.section is Section.ABOUT:
            about = cast("About", edit.after)
        elif edit.section is not Section.TEXT:
            part = parts[FIELDS[edit.section]]
            if edit.after is None:
                part.pop(edit.key, None)
            else:
                part[edit.key] = edit.after
    return replace(scenario, about=about, **cast("dict[str, Any]", parts))


def in_the_way(edits: Iterable[Edit], scenario: Scenario, text: str | None) -> tuple[Problem, ...]:
    """Name the entries that are not what the edits start from, because somebody changed them."""
    now = {(section, key): entry for section, key, entry in entries_of(scenario, text)}
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
        if now.get((edit.section, edit.key)) != edit.before
    )
