"""Variants and changes, tried on a draft: what does not apply is told at the line of its change."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_api.domain.changes import (
    Change,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    SetActor,
    SetParameter,
    SetRelation,
)
from graph_api.domain.draft import Draft
from graph_api.domain.scenario import BASELINE, Scenario
from graph_api.domain.words import ActorId, RelationId
from graph_api.errors import Problem
from graph_api.scenarios.build import build_change, kinds_of
from graph_api.scenarios.document import Node
from graph_api.scenarios.naming import NO_PLACE, NOUNS, Plain, entries, node_at, relations, section
from graph_api.scenarios.problems import Basket, Path, Place, shown
from graph_api.scenarios.shapes import Value

MAX_WORK = 2_000_000
"""How many entries all variants together may touch when they are tried."""


@dataclass(frozen=True, slots=True)
class Said:
    """A change as it was said: its path, its word, and the change where it could be built.

    ``partial`` says that some of it could not be read, and only its id is tried.
    """

    path: Path
    fields: Any
    change: Change | None
    partial: bool


def said_changes(
    items: Value, path: Path, base: Scenario, broken: Collection[Path]
) -> Iterator[Said]:
    """Give the changes of a list that name one of the ten words."""
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if not isinstance(item, Mapping) or len(item) != 1:
            continue
        ((word, fields),) = item.items()
        place = (*path, number)
        if place in broken:
            yield Said((*place, word), fields, _only_id(word, fields), partial=True)
        else:
            yield Said((*place, word), fields, build_change(item, kinds_of(base)), partial=False)


def _only_id(word: str, fields: Value) -> Change | None:
    key = fields.get("id") if isinstance(fields, Mapping) else None
    if not isinstance(key, str):
        return None
    if word == "set_relation":
        return SetRelation(RelationId(key), {})
    return SetActor(ActorId(key), {}) if word == "set_actor" else None


class Trial:
    """Tries changes on drafts of one scenario, and stops when that costs too much."""

    def __init__(
        self, base: Scenario, basket: Basket, root: Node | None, lost: Collection[str]
    ) -> None:
        self.base = base
        self.basket = basket
        self.root = root
        self.lost = lost
        self.work = 0
        self.heavy = 1 + len(base.actors) + len(base.relations)
        self.most = max(MAX_WORK, 20 * self.heavy)

    def apply(self, draft: Draft, said: Sequence[Said], *, tell: bool) -> bool:
        """Apply changes in turn; tell what does not apply. False when there was too much to do."""
        for item in said:
            if item.change is None:
                continue
            slow = isinstance(item.change, RemoveActor | RenameActor | RenameRelation)
            self.work += self.heavy if slow else 1
            if self.work > self.most:
                self._too_much(item)
            if self.work > self.most or self.basket.is_full:
                return False
            missing = _missing(draft, item.change)
            if missing is not None:
                if tell and missing.name not in self.lost:
                    self._say_missing(missing, item)
                continue
            for problem in draft.apply([item.change]):
                self.work += self.heavy  # it looked for near names among all of them
                if tell:
                    self._say(problem, item)
        return True

    def _place(self, path: Path) -> Place:
        return Place(path, NO_PLACE if self.root is None else node_at(self.root, path))

    def _say_missing(self, missing: _Missing, item: Said) -> None:
        en, zh = NOUNS[missing.noun]
        self.basket.say(
            f"unknown-{missing.noun}",
            self._place((*item.path, *missing.steps)),
            (
                f"There is no {en} {shown(missing.name)} at this point of the changes.",
                f"变更进行到此处时没有{zh}“{missing.name[:80]}”。",
            ),
            self.basket.near(missing.name, missing.known),
            missing.name,
        )

    def _say(self, problem: Problem, item: Said) -> None:
        if problem.subject in self.lost:
            return
        hint = (problem.hint_en, problem.hint_zh) if problem.hint_en and problem.hint_zh else None
        place = self._place((*item.path, *_steps(problem.path)))
        self.basket.say(problem.code, place, (problem.en, problem.zh), hint, problem.subject)

    def _too_much(self, item: Said) -> None:
        self.basket.say(
            "too-many-changes",
            self._place(item.path),
            (
                "All variants together change more than can be tried here.",
                "全部变体的变更总量过大，无法逐一检验。",
            ),
            (
                "Let fewer variants extend long ones, or split the scenario.",
                "请减少对长变体的扩展，或拆分情景。",
            ),
        )


@dataclass(frozen=True, slots=True)
class _Missing:
    """What a change speaks of and is not there."""

    noun: str
    name: str
    known: Mapping[Any, Any]
    steps: Path


def _missing(draft: Draft, change: Change) -> _Missing | None:
    """Give what a change speaks of, where it is not there."""
    match change:
        case SetRelation(id=name) | RenameRelation(id=name):
            found = _Missing("relation", name, draft.relations, ("id",))
        case RemoveRelation(name):
            found = _Missing("relation", name, draft.relations, ())
        case SetActor(id=name) | RenameActor(id=name):
            found = _Missing("actor", name, draft.actors, ("id",))
        case RemoveActor(name):
            found = _Missing("actor", name, draft.actors, ())
        case SetParameter(key=name):
            found = _Missing("parameter", name, draft.parameters, ("key",))
        case _:
            return None
    return None if found.name in found.known else found


def lost_names(said: Iterable[Said]) -> set[str]:
    """Give the names that faulty changes would have brought; that they are missing is no news."""
    lost: set[str] = set()
    for item in said:
        name = _BRINGS.get(str(item.path[-1]))
        sound = item.change is not None and not item.partial
        if not sound and name is not None and isinstance(item.fields, Mapping):
            lost.add(str(item.fields.get(name)))
    return lost


_BRINGS: Mapping[str, str] = {
    "add_actor": "id",
    "add_relation": "id",
    "add_source": "key",
    "rename_actor": "to",
    "rename_relation": "to",
}

_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def _steps(path: str) -> Path:
    """Give the steps of a draft's path after its change: of ``changes[0].set_actor.id`` the id."""
    found = _STEP.finditer(path.removeprefix("changes[0]"))
    return tuple(match[1] or int(match[2]) for match in found)[1:]


def try_variants(
    document: Plain, base: Scenario, basket: Basket, root: Node, broken: Collection[Path]
) -> dict[str, tuple[Change, ...]]:
    """Try every variant on the baseline and those it extends; give the changes of each."""
    variants = dict(entries(document, "variants"))
    said = {
        key: tuple(said_changes(variant.get("changes"), ("variants", key, "changes"), base, broken))
        for key, variant in variants.items()
    }
    trial = Trial(base, basket, root, _lost(document, base, said))
    for key in variants:
        draft = Draft(base)
        above = [item for name in _above(key, variants) for item in said[name]]
        if not trial.apply(draft, above, tell=False) or not trial.apply(
            draft, said[key], tell=True
        ):
            break
    return {
        key: tuple(item.change for item in items if item.change is not None)
        for key, items in said.items()
    }


def _lost(document: Plain, base: Scenario, said: Mapping[str, Sequence[Said]]) -> set[str]:
    """Give the names that are there but could not be built; that they are missing is no news."""
    lost: set[str] = {str(relation.get("id")) for _, relation in relations(document)}
    for name in ("actors", "parameters", "sources"):
        lost.update(section(document, name))
    lost.update(lost_names(item for items in said.values() for item in items))
    return lost.difference(base.relations, base.actors, base.parameters, base.sources)


def _above(key: str, variants: Mapping[str, Plain]) -> list[str]:
    """Give the variants that one extends, farthest first."""
    line: dict[str, None] = {key: None}
    name = variants[key].get("extends")
    while isinstance(name, str) and name in variants and name != BASELINE and name not in line:
        line[name] = None
        name = variants[name].get("extends")
    return [*line][:0:-1]
