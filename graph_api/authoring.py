"""Edits of authors as change sets: what changes, a variant or an undo commit.

Pure: a scenario goes in, a change set comes out, or every problem is raised and nothing is to be
stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph_api.domain import (
    BASELINE,
    Actor,
    ActorId,
    Change,
    ChangeSet,
    Committed,
    Draft,
    Edit,
    Label,
    RelationId,
    Scenario,
    Section,
    Variant,
    variant_problems,
)
from graph_api.domain.edits import edited, in_the_way
from graph_api.domain.overlay import is_large, relations_at
from graph_api.domain.plain import plain_change
from graph_api.domain.words import ID_PATTERN
from graph_api.errors import BadParameterError, Problem, ScenarioError, UnknownVariantError
from graph_api.scenarios import check_label, check_scenario, read_changes


def changed(
    scenario: Scenario, changes: Sequence[Mapping[str, Any]], *, by: str, reason: str | None
) -> ChangeSet:
    """Give the change set of changes to the baseline.

    Raises
    ------
    ScenarioError
        With every problem of the changes, or of the scenario that they would make.

    """
    meant = _read(changes, scenario, None)
    draft = Draft(scenario)
    named = tuple(draft.named(change) for change in _one_by_one(draft, meant))
    edits = draft.edits()
    _require_whole(draft.scenario(), edits)
    return ChangeSet(edits, words=tuple(map(plain_change, named)), by=by, reason=reason)


def grown(  # noqa: PLR0913  # what grows by what, and what the journal says of it
    scenario: Scenario,
    key: str,
    changes: Sequence[Mapping[str, Any]],
    *,
    by: str,
    reason: str | None,
    is_new: bool = False,
) -> ChangeSet:
    """Give the change set by which the list of a variant grows; ``is_new``: the store lacks it.

    Raises
    ------
    UnknownVariantError
        If the scenario has no such variant.
    ScenarioError
        With every problem.

    """
    variant = scenario.variants.get(key)
    if variant is None:
        raise UnknownVariantError(key, scenario.variant_keys, scenario.key)
    draft = Draft(scenario)
    for step in scenario.lineage(key):
        draft.apply(step.changes)
    meant = tuple(draft.named(item) for item in _one_by_one(draft, _read(changes, scenario, key)))
    after = replace(variant, changes=(*variant.changes, *meant))
    edit = Edit(Section.VARIANT, key, None if is_new else variant, after)
    _require_whole(replace(scenario, variants={**scenario.variants, key: after}), (edit,))
    return ChangeSet((edit,), tuple(map(plain_change, meant)), key, by, reason)


def with_variant(scenario: Scenario, variant: str, title: Label, extends: str | None) -> Scenario:
    """Give the scenario with a further variant that changes nothing yet.

    Raises
    ------
    BadParameterError
        If the key cannot be one or is taken.
    UnknownVariantError
        If it extends none of the variants.
    ScenarioError
        If the title is no text.

    """
    if re.fullmatch(ID_PATTERN, variant) is None:
        raise BadParameterError(
            f"{variant[:100]!r} cannot be the key of a variant: begin with a letter or digit,"
            " then up to 79 letters, digits, '_', '.', '-'.",
            f"“{variant[:100]}”不能作为变体的键：须以字母或数字开头，其后最多 79 个字母、数字、"
            "“_”“.”“-”。",
            parameter="key",
        )
    if variant in scenario.variant_keys:
        raise BadParameterError(
            f"Scenario {scenario.key!r} has a variant {variant!r} already: take another key, or"
            " apply changes to that one.",
            f"情景“{scenario.key}”已有变体“{variant}”：请换一个键，或在该变体上应用更改。",
            parameter="key",
        )
    if extends is not None and extends not in scenario.variant_keys:
        raise UnknownVariantError(extends, scenario.variant_keys, scenario.key)
    problems = check_label(title, "title")
    if problems:
        raise ScenarioError(problems, "title")
    added = Variant(variant, title, None if extends == BASELINE else extends)
    return replace(scenario, variants={**scenario.variants, variant: added})


def require_edits(commit: Committed, key: str) -> None:
    """Refuse to take back what the journal does not tell in full: a large import or removal.

    Raises
    ------
    BadParameterError
        If the commit holds no edits.

    """
    if commit.change_set.edits:
        return
    if commit.deleted:
        en = "removed the scenario {key!r}, which was too large for the journal, for good"
        zh = "删除了情景“{key}”，其规模过大，未记入日志，无法恢复"
        next_en, next_zh = "Import its tables again.", "请重新导入其表格。"
    else:
        en = "made the scenario {key!r} from tables, whose rows are not in the journal"
        zh = "由表格创建了情景“{key}”，各行未记入日志"
        next_en, next_zh = "To take that back, delete it.", "如要撤销，请删除该情景。"
    raise BadParameterError(
        f"Nothing was undone: revision {commit.revision} {en.format(key=key)}. {next_en}",
        f"未撤销任何内容：修订 {commit.revision} {zh.format(key=key)}。{next_zh}",
        parameter="revision",
        revision=commit.revision,
    )


def undone(  # what is taken back where, and what the journal says of it
    scenario: Scenario, commit: Committed, text: str | None, *, by: str, reason: str | None
) -> ChangeSet:
    """Give the change set that takes one commit back; ``text`` is the YAML that is kept.

    Raises
    ------
    BadParameterError
        If the commit is the creation of the scenario.
    ScenarioError
        If a later commit stands in the way, or what would be left is not whole.

    """
    edits = commit.inverse()
    if any(edit.section is Section.ABOUT and edit.after is None for edit in edits):
        raise BadParameterError(
            f"Revision {commit.revision} made the scenario {scenario.key!r}; to take that back,"
            " delete it.",
            f"修订 {commit.revision} 创建了情景“{scenario.key}”；如要撤销，请删除该情景。",
            parameter="revision",
        )
    problems = in_the_way(edits, scenario, text)
    if problems:
        raise ScenarioError(problems, f"undo of revision {commit.revision}")
    _require_whole(edited(scenario, edits), edits)
    words = ({"undo": commit.revision},)
    return ChangeSet(edits, words, commit.change_set.variant, by, reason)


def _read(
    changes: Sequence[Mapping[str, Any]], scenario: Scenario, variant: str | None
) -> tuple[Change, ...]:
    meant, problems = read_changes(changes, scenario, variant)
    if any(problem.severity == "error" for problem in problems):
        raise ScenarioError(problems, "changes")
    return meant


def _one_by_one(draft: Draft, changes: Iterable[Change]) -> Iterable[Change]:
    """Apply changes in turn, giving each with the id that it got; problems are gathered first."""
    problems: list[Problem] = []
    named: list[Change] = []
    for number, change in enumerate(changes):
        complete = draft.named(change)
        named.append(complete)
        problems += [
            replace(item, path=item.path.replace("changes[0]", f"changes[{number}]", 1))
            for item in draft.apply((complete,))
        ]
    if problems:
        raise ScenarioError(problems, "changes")
    return named


def _require_whole(scenario: Scenario, edits: Sequence[Edit]) -> None:
    """Refuse a scenario that would break a variant or a check; ``edits`` lead to it."""
    checked = _around(scenario, edits) if is_large(scenario.relations) else scenario
    problems = [
        *variant_problems(scenario),
        *(item for item in check_scenario(checked) if item.severity == "error"),
    ]
    if problems:
        raise ScenarioError(problems, scenario.key)


def _around(scenario: Scenario, edits: Sequence[Edit]) -> Scenario:
    """Give the part of a large scenario that edits touch: of millions only these are checked.

    Where actors and relations say what they may was checked when they came; `Draft` and
    `variant_problems` see to what the edits take from under them.
    """
    keys = {
        section: [edit.key for edit in edits if edit.section is section and edit.after is not None]
        for section in (Section.ACTOR, Section.RELATION)
    }
    relations = {key: scenario.relations[key] for key in map(RelationId, keys[Section.RELATION])}
    for edit in edits:
        if edit.section is Section.ACTOR and edit.after is None:
            left = relations_at(scenario.relations, ActorId(edit.key))
            relations |= {relation.id: relation for relation in left}
    near = [*map(ActorId, keys[Section.ACTOR])]
    near += [end for item in relations.values() for end in (item.from_id, item.to_id)]
    actors: dict[ActorId, Actor] = {}
    while near:
        actor = scenario.actors.get(near.pop())
        if actor is not None and actor.id not in actors:
            actors[actor.id] = actor
            near += [actor.member_of] if actor.member_of else []
    variants = {key: replace(item, changes=()) for key, item in scenario.variants.items()}
    return replace(scenario, actors=actors, relations=relations, variants=variants)
