"""The column ``more``: as JSON, in the words of the YAML, what the other columns cannot say.

Of an actor capability, capitals, membership, population and evidence; of a relation direction,
elements, judgements, status, basis, dates and evidence. So a folder keeps all that a scenario says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from graph_api.domain.changes import Section
from graph_api.domain.plain import plain_entry
from graph_api.errors import Problem
from graph_api.scenarios.document import Node, node_of
from graph_api.scenarios.graph_fields import actor_fields, relation_fields
from graph_api.scenarios.naming import NO_PLACE, Plain
from graph_api.scenarios.problems import Basket, Path, Place, path_text
from graph_api.scenarios.rest import check_entries
from graph_api.scenarios.shapes import BAD, Record

Noun = Literal["actors", "relations"]

_COLUMNS: Mapping[Noun, frozenset[str]] = {
    "actors": frozenset(("id", "name", "kind", "level", "sphere", "stateness", "group")),
    "relations": frozenset(("id", "from", "to", "class", "strength", "conveys")),
}
"""The fields that have columns of their own."""

_USUAL: Mapping[str, str] = {"status": "practice", "basis": "proposal"}

SHAPES: Mapping[Noun, Record] = {
    "actors": Record(
        ("more of an actor", "行动者的 more"),
        tuple(f for f in actor_fields(whole=True) if f.name not in _COLUMNS["actors"]),
    ),
    "relations": Record(
        ("more of a relation", "关系的 more"),
        tuple(f for f in relation_fields(whole=True) if f.name not in _COLUMNS["relations"]),
    ),
}

_MOST_KEPT = 20_000_000
"""So many characters of texts that were read are remembered, for they often repeat."""


def more_of(section: Section, entry: Any) -> str | None:  # noqa: ANN401  # an actor or relation
    """Give what the columns do not say of an entry, None where they say all.

    Examples
    --------
    >>> from graph_api.domain import Relation, Status
    >>> more_of(Section.RELATION, Relation("r1", "a", "b", status=Status.LAW))
    '{"status":"law"}'

    """
    own = _COLUMNS["actors" if section is Section.ACTOR else "relations"]
    more = {
        word: value
        for word, value in plain_entry(section, entry).items()
        if word not in own and _USUAL.get(word) != value
    }
    return json.dumps(more, ensure_ascii=False, separators=(",", ":")) if more else None


@dataclass(frozen=True, slots=True)
class More:
    """What a cell of ``more`` says: fields as plain values, and problems with their paths in it."""

    fields: Plain
    problems: tuple[Problem, ...] = ()


class MoreReader:
    """Reads the cells of ``more`` of one table; equal texts are read once.

    ``sources`` are those that evidence may name, `BAD` where they are not known. Whom an actor is a
    member of is not looked at here.
    """

    def __init__(self, noun: Noun, sources: object) -> None:
        self._noun: Noun = noun
        self._sources = sources
        self._kept: dict[str, More] = {}
        self._signs = 0

    def read(self, text: str) -> More:
        """Give what a cell says."""
        found = self._kept.get(text)
        if found is None:
            found = self._read(text)
            self._signs += len(text) + 200
            if self._signs > _MOST_KEPT:
                self._kept.clear()
                self._signs = len(text)
            self._kept[text] = found
        return found

    def _read(self, text: str) -> More:
        basket = Basket()
        try:
            node = node_of(_parsed(text))
        except (ValueError, RecursionError) as error:
            said = "nested too deep" if isinstance(error, RecursionError) else str(error)[:100]
            basket.say(
                "wrong-type",
                Place((), NO_PLACE),
                (f"This is no JSON: {said}.", f"这不是 JSON：{said}。"),
                (
                    'Write {"basis": "survey"}, in the words of the YAML, or leave the cell empty.',
                    '请用 YAML 的词写成 {"basis": "survey"}，或将单元格留空。',
                ),
            )
            return More({}, tuple(basket.problems))
        fields = self._fields(node, basket)
        if basket.problems:
            return More({}, tuple(basket.problems))
        return More(fields, self._checked(fields))

    def _fields(self, node: Node, basket: Basket) -> Plain:
        read = SHAPES[self._noun].read(Place((), node), basket)
        if read is BAD:
            return {}
        return {word: value for word, value in read.items() if value is not None}

    def _checked(self, fields: Plain) -> tuple[Problem, ...]:
        """Run the checks that a whole file is given; what stands in columns is not asked for."""
        said = {word: value for word, value in fields.items() if word != "member_of"}
        entries: Any = {"": said} if self._noun == "actors" else [said]
        found = check_entries({self._noun: entries}, self._sources)
        return tuple(_inside(path, problem) for path, problem in found)


def _inside(path: Path, problem: Problem) -> Problem:
    return Problem(
        problem.code,
        problem.en,
        problem.zh,
        path_text(path[2:]),
        hint_en=problem.hint_en,
        hint_zh=problem.hint_zh,
        subject=problem.subject,
    )


def _parsed(text: str) -> object:
    parsed = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    if "\\u" in text:
        json.dumps(parsed, ensure_ascii=False).encode()  # half a pair of surrogates: ValueError
    return parsed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    once: dict[str, Any] = {}
    for key, value in pairs:
        if key in once:
            msg = f"the key {key[:80]!r} stands twice"
            raise ValueError(msg)
        once[key] = value
    return once


def _no_number(word: str) -> float:
    msg = f"{word} is no number"
    raise ValueError(msg)
