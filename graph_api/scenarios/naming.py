"""Who is named where: the names that a scenario holds, and the places that point to them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_api.domain.draft import Draft
from graph_api.domain.scenario import BASELINE
from graph_api.domain.system import SYSTEM_KEYS
from graph_api.domain.words import CONVEYS, KINDS
from graph_api.scenarios.document import Node
from graph_api.scenarios.problems import Basket, Both, Path, Place, shown
from graph_api.scenarios.shapes import Value

Plain = Mapping[str, Any]

NOUNS: Mapping[str, Both] = {
    "actor": ("actor", "行动者"),
    "relation": ("relation", "关系"),
    "source": ("source", "来源"),
    "variant": ("variant", "变体"),
    "parameter": ("parameter", "参数"),
    "figure": ("figure", "数字"),
    "kind": ("kind of actor", "行动者类型"),
    "conveys": ("word for what flows", "传递内容"),
    "system": ("mechanism", "机制"),
}

_OWN_WORDS: Mapping[str, Both] = {
    "kind": (
        "A word of your own goes under vocabulary.kinds.",
        "自定义的词请写入 vocabulary.kinds。",
    ),
    "conveys": (
        "A word of your own goes under vocabulary.conveys.",
        "自定义的词请写入 vocabulary.conveys。",
    ),
}

NO_PLACE = Node("scalar")
"""Stands for the place of values that were not read from a text."""


def section(document: Plain, name: str) -> Plain:
    """Give the entries of a section by key; none where it is missing or could not be read."""
    found = document.get(name)
    return found if isinstance(found, Mapping) else {}


def entries(document: Plain, name: str) -> Iterator[tuple[str, Plain]]:
    """Give the entries of a section that could be read."""
    for key, entry in section(document, name).items():
        if isinstance(entry, Mapping):
            yield key, entry


def relations(document: Plain) -> Iterator[tuple[int, Plain]]:
    """Give the relations that could be read, with their numbers in the list."""
    return numbered(document.get("relations"))


def numbered(items: Value) -> Iterator[tuple[int, Plain]]:
    """Give the mappings of a list that could be read, with their numbers."""
    if isinstance(items, list):
        for number, item in enumerate(items):
            if isinstance(item, Mapping):
                yield number, item


def changes(document: Plain) -> Iterator[tuple[Path, str, Plain]]:
    """Give path, word and fields of every change of every variant that has fields."""
    for key, variant in entries(document, "variants"):
        for number, change in numbered(variant.get("changes")):
            for word, said in change.items():
                if isinstance(said, Mapping):
                    yield ("variants", key, "changes", number, word), word, said


def words(items: Value) -> Iterator[tuple[int, str]]:
    """Give the texts of a list that could be read, with their numbers."""
    if isinstance(items, list):
        for number, item in enumerate(items):
            if isinstance(item, str):
                yield number, item


def relations_said(document: Plain) -> Iterator[tuple[Path, Plain]]:
    """Give every relation, of the baseline or added by a change."""
    for number, relation in relations(document):
        yield ("relations", number), relation
    for path, word, said in changes(document):
        if word == "add_relation":
            yield path, said


def actors_said(document: Plain) -> Iterator[tuple[Path, Plain]]:
    """Give every actor of the baseline, and what changes say of one."""
    for key, actor in entries(document, "actors"):
        yield ("actors", key), actor
    for path, word, said in changes(document):
        if word in {"add_actor", "set_actor"}:
            yield path, said


def relation_patches(document: Plain) -> Iterator[tuple[Path, Plain]]:
    """Give what changes set of a relation."""
    for path, word, said in changes(document):
        if word == "set_relation":
            yield path, said


@dataclass(frozen=True)
class Names:
    """The names that may be pointed to; None where their section could not be read at all.

    Actors and sources that some variant adds count everywhere: whether one is there when a change
    needs it is seen when the variant is tried.
    """

    known: Mapping[str, Collection[str] | None]

    @classmethod
    def of_changes(cls, document: Plain, draft: Draft) -> Names:
        """Gather the names that changes may point to, those of a draft and their own; no copies."""
        actors, sources = _added(document)
        vocabulary = draft.base.about.vocabulary
        return cls(
            {
                "actor": ChainMap[Any, Any](actors, draft.actors),
                "source": ChainMap[Any, Any](sources, draft.sources),
                "kind": vocabulary.all_kinds(),
                "conveys": vocabulary.all_conveys(),
            }
        )

    @classmethod
    def of(cls, document: Plain) -> Names:
        """Gather the names of a document."""
        actors, sources = _added(document)
        vocabulary = document.get("vocabulary") or {}
        return cls(
            {
                "actor": _with(document, "actors", actors),
                "source": _with(document, "sources", sources),
                "figure": _with(document, "figures", {}),
                "variant": _with(document, "variants", {BASELINE: None}),
                "kind": _with(vocabulary, "kinds", dict.fromkeys(KINDS)),
                "conveys": _with(vocabulary, "conveys", dict.fromkeys(CONVEYS)),
                "system": SYSTEM_KEYS,
            }
        )


def _added(document: Plain) -> tuple[dict[str, None], dict[str, None]]:
    """Give the ids of actors and the keys of sources that changes bring."""
    actors: dict[str, None] = {}
    sources: dict[str, None] = {}
    for _, word, said in changes(document):
        if word in {"add_actor", "rename_actor"}:
            actors[said.get("id" if word == "add_actor" else "to", "")] = None
        elif word == "add_source":
            sources[said.get("key", "")] = None
    return actors, sources


def _with(document: Value, name: str, more: Mapping[str, None]) -> Collection[str] | None:
    found = document.get(name) or {} if isinstance(document, Mapping) else None
    return {**found, **more} if isinstance(found, Mapping) else None


class Report:
    """Where checks say what they found: it knows the names and finds the lines.

    ``skip`` is how many steps of a path are not told.
    """

    def __init__(self, basket: Basket, names: Names, root: Node | None, skip: int = 0) -> None:
        self.basket = basket
        self.names = names
        self.root = root
        self.skip = skip

    def say(
        self,
        code: str,
        path: Path,
        text: Both,
        hint: Both | None = None,
        subject: str | None = None,
    ) -> None:
        """Note a problem at a path, with the line where that item begins."""
        if self.basket.tells_no_more(code):
            return  # before its place is looked for, which takes a moment in a large file
        node = node_at(self.root, path) if self.root is not None else NO_PLACE
        self.basket.say(code, Place(path[self.skip :], node), text, hint, subject)

    def require(self, noun: str, name: Value, path: Path) -> None:
        """Note it where there is no such name; what could not be read is not told again."""
        known = self.names.known[noun]
        if known is None or not isinstance(name, str) or name in known:
            return
        en, zh = NOUNS[noun]
        hint = self.basket.near(name, known)
        own = _OWN_WORDS.get(noun)
        if own is not None:
            hint = own if hint is None else (f"{hint[0]} {own[0]}", f"{hint[1]}{own[1]}")
        self.say(
            f"unknown-{noun}",
            path,
            (f"There is no {en} {shown(name)} here.", f"此处没有{zh}“{name[:80]}”。"),
            hint,
            name,
        )


def node_at(root: Node, path: Path) -> Node:
    """Give the node where the item at a path begins, or the deepest on the way that is there.

    Entries of a section and blocks begin at their key, anything else where it stands.
    """
    node = root
    for number, step in enumerate(path):
        if isinstance(step, int):
            if not 0 <= step < len(node.elements):
                return node
            node = node.elements[step]
            continue
        found = next((pair for pair in node.pairs if pair[0].raw == step), None)
        if found is None:
            return node
        is_entry = number == 1 and path[0] != "relations"
        if number == len(path) - 1 and (is_entry or found[1].style == "block"):
            return found[0]
        node = found[1]
    return node
