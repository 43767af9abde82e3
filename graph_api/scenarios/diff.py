"""What changed between two scenarios, entry by entry and down to the field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from graph_api.domain.changes import Entry, Section
from graph_api.domain.plain import plain_entry
from graph_api.domain.scenario import Scenario
from graph_api.errors import Language
from graph_api.scenarios.layout import one_line, piece_of

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value before and after, in the words of the file.

    ``path`` leads to it (``relations.r28.strength.best``); ``key`` names the entry, empty for what
    the scenario says of itself. None is null where the value ``changed``, and nothing where it was
    ``added`` or ``removed``. ``str()`` is one line for a terminal.
    """

    section: Section
    key: str
    path: str
    before: Any
    after: Any
    kind: Kind = "changed"

    def __str__(self) -> str:
        match self.kind:
            case "added":
                return f"+ {self.path}: {_shown(self.after)}"
            case "removed":
                return f"- {self.path}: {_shown(self.before)}"
            case "changed":
                return f"{self.path}: {_shown(self.before)} -> {_shown(self.after)}"

    def text(self, language: Language = "en") -> str:
        """Give the difference as a sentence.

        Examples
        --------
        >>> step = Difference(Section.RELATION, "r28", "relations.r28.strength.best", 0.1, 0.6)
        >>> step.text()
        'relations.r28.strength.best changed from 0.1 to 0.6.'
        >>> step.text("zh")
        'relations.r28.strength.best 由 0.1 改为 0.6。'

        """
        before, after = _shown(self.before), _shown(self.after)
        if language == "zh":
            match self.kind:
                case "added":
                    return f"新增 {self.path}：{after}。"
                case "removed":
                    return f"删除 {self.path}：原为 {before}。"
                case "changed":
                    return f"{self.path} 由 {before} 改为 {after}。"
        match self.kind:
            case "added":
                return f"{self.path} was added: {after}."
            case "removed":
                return f"{self.path} was removed; it was {before}."
            case "changed":
                return f"{self.path} changed from {before} to {after}."


def diff_scenarios(before: Scenario, after: Scenario) -> tuple[Difference, ...]:
    """Tell what changed from one scenario to the other; nothing where they are equal.

    The order is that of the file: what the scenario says of itself, sources, actors, relations,
    variants, parameters, figures, cases. Within a section entries that were there keep the order
    of ``before``, and new ones follow in the order of ``after``; an entry with another id counts as
    removed and added. Defaults are compared as if they were written.

    Examples
    --------
    >>> from graph_api.domain import About, Label
    >>> old = Scenario("s", About(Label("Now")))
    >>> [str(step) for step in diff_scenarios(old, Scenario("s", About(Label("Now", "现在"))))]
    ['+ title.zh: 现在']

    """
    return tuple(_differences(before, after))


_SECTIONS: Mapping[Section, str] = {
    Section.SOURCE: "sources",
    Section.ACTOR: "actors",
    Section.RELATION: "relations",
    Section.VARIANT: "variants",
    Section.PARAMETER: "parameters",
    Section.FIGURE: "figures",
    Section.CASE: "cases",
}


def _differences(before: Scenario, after: Scenario) -> Iterator[Difference]:
    about = [
        {"scenario": item.key, **plain_entry(Section.ABOUT, item.about)} for item in (before, after)
    ]
    yield from _mappings(Section.ABOUT, "", "", *about)
    for section, name in _SECTIONS.items():
        olds: Mapping[str, Entry] = getattr(before, name)
        news: Mapping[str, Entry] = getattr(after, name)
        for key in (*olds, *(key for key in news if key not in olds)):
            if olds.get(key) != news.get(key):
                old, new = (
                    {key: plain_entry(section, items[key])} if key in items else {}
                    for items in (olds, news)
                )
                yield from _mappings(section, key, name, old, new)


def _mappings(
    section: Section, entry: str, path: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Difference]:
    for key in (*old, *(key for key in new if key not in old)):
        place = f"{path}.{key}" if path else key
        if key not in new:
            yield Difference(section, entry, place, old[key], None, "removed")
        elif key not in old:
            yield Difference(section, entry, place, None, new[key], "added")
        else:
            yield from _values(section, entry, place, old[key], new[key])


def _values(
    section: Section, entry: str, path: str, old: object, new: object
) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _mappings(section, entry, path, old, new)
    elif isinstance(old, list) and isinstance(new, list) and _hold_mappings(old, new):
        yield from _lists(section, entry, path, old, new)
    else:
        yield Difference(section, entry, path, old, new)


def _hold_mappings(*lists: list[object]) -> bool:
    return all(isinstance(item, dict) for items in lists for item in items)


def _lists(
    section: Section, entry: str, path: str, old: list[Any], new: list[Any]
) -> Iterator[Difference]:
    """Compare lists whose order counts; numbers of removed items are those they had."""
    befores, afters = ([json.dumps(item) for item in items] for items in (old, new))
    matcher = SequenceMatcher(None, befores, afters, autojunk=False)
    for _, start, end, new_start, new_end in matcher.get_opcodes():
        both = min(end - start, new_end - new_start)
        for step in range(both):
            place = f"{path}[{new_start + step}]"
            yield from _values(section, entry, place, old[start + step], new[new_start + step])
        for number in range(start + both, end):
            yield Difference(section, entry, f"{path}[{number}]", old[number], None, "removed")
        for number in range(new_start + both, new_end):
            yield Difference(section, entry, f"{path}[{number}]", None, new[number], "added")


def _shown(value: object) -> str:
    return one_line(piece_of(value))
