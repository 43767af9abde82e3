"""A scenario under change: reads the base, keeps what was touched, tells the edits.

One place decides what a change does; the baseline, variants and what-if questions all use it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from graph_api.domain.actors import Actor, Capability
from graph_api.domain.changes import (
    AddActor,
    AddRelation,
    AddSource,
    Change,
    Edit,
    RemoveActor,
    RemoveRelation,
    RenameActor,
    RenameRelation,
    Section,
    SetActor,
    SetParameter,
    SetRelation,
)
from graph_api.domain.evidence import Evidence, Parameter, Source
from graph_api.domain.overlay import Overlay, is_large, members_of, relations_at
from graph_api.domain.relations import Relation, Strength, pool
from graph_api.domain.scenario import Scenario, Variant
from graph_api.domain.settling import settled
from graph_api.domain.words import ActorId, RelationId
from graph_api.errors import Problem, nearest


class Draft:
    """A scenario being changed.

    ``apply`` gathers every problem instead of stopping at the first; after a problem the draft is
    not to be used.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.base = scenario
        self.actors = Overlay[ActorId, Actor](scenario.actors)
        self.relations = Overlay[RelationId, Relation](scenario.relations)
        self.parameters = Overlay[str, Parameter](scenario.parameters)
        self.sources = Overlay[str, Source](scenario.sources)
        self.variants = Overlay[str, Variant](scenario.variants)
        # In a table the first numbers are taken: looking for the next free one must not cost hours.
        self._last_number = len(self.relations) if is_large(self.relations) else 0

    def apply(self, changes: Iterable[Change], path: str = "changes") -> list[Problem]:
        """Apply the changes in order and give the problems, each with its path."""
        problems: list[Problem] = []
        for number, change in enumerate(changes):
            word = WORDS[type(change)]
            place = f"{path}[{number}].{word}"
            problem = _DOERS[type(change)](self, change, place)
            if problem is not None:
                problems.append(problem)
        return problems

    def edits(self) -> tuple[Edit, ...]:
        """Tell every entry that differs from the base."""
        return (
            *self.sources.edits(Section.SOURCE),
            *self.actors.edits(Section.ACTOR),
            *self.relations.edits(Section.RELATION),
            *self.parameters.edits(Section.PARAMETER),
            *self.variants.edits(Section.VARIANT),
        )

    def scenario(self) -> Scenario:
        """Give the changed scenario."""
        actors, relations = settled(self.actors, self.relations)
        return dataclasses.replace(
            self.base,
            actors=actors,
            relations=relations,
            parameters=dict(self.parameters),
            sources=dict(self.sources),
            variants=dict(self.variants),
        )

    def named(self, change: Change) -> Change:
        """Give the change with its id filled in where an added relation has none."""
        if not isinstance(change, AddRelation) or change.relation.id:
            return change
        while True:
            self._last_number += 1
            identity = RelationId(f"r{self._last_number}")
            if identity not in self.relations:
                return AddRelation(dataclasses.replace(change.relation, id=identity))

    # Each doer applies one kind of change; it returns a problem or None.

    def _set_relation(self, change: SetRelation, path: str) -> Problem | None:
        relation = self.relations.get(change.id)
        if relation is None:
            return _unknown("relation", change.id, self.relations, f"{path}.id")
        fields = dict(change.fields)
        judgements = fields.get("judgements")
        if judgements:
            fields["strength"] = pool(judgements)
        elif "strength" in fields:
            fields["judgements"] = ()
        return self._put_relation(relation, fields, path)

    def _put_relation(
        self, relation: Relation, fields: Mapping[str, Any], path: str
    ) -> Problem | None:
        try:
            changed = dataclasses.replace(relation, **fields)
        except ValueError as error:
            return Problem("bad-value", str(error), f"数值不合法：{error}", path)
        problem = _lines_problem(changed.evidence, self.sources, path)
        if problem is None:
            self.relations[changed.id] = changed
        return problem

    def _add_relation(self, change: AddRelation, path: str) -> Problem | None:
        relation = cast("AddRelation", self.named(change)).relation
        if relation.id in self.relations:
            return _taken("relation", relation.id, f"{path}.id")
        for name, end in (("from", relation.from_id), ("to", relation.to_id)):
            if end not in self.actors:
                return _unknown("actor", end, self.actors, f"{path}.{name}")
        return self._put_relation(relation, {}, path)

    def _remove_relation(self, change: RemoveRelation, path: str) -> Problem | None:
        if change.id not in self.relations:
            return _unknown("relation", change.id, self.relations, path)
        del self.relations[change.id]
        return None

    def _set_actor(self, change: SetActor, path: str) -> Problem | None:
        actor = self.actors.get(change.id)
        if actor is None:
            return _unknown("actor", change.id, self.actors, f"{path}.id")
        fields = dict(change.fields)
        if "capability" in fields:
            levels = {**actor.capability.elements, **fields["capability"]}
            fields["capability"] = Capability(levels)
        if "capitals" in fields:
            fields["capitals"] = dataclasses.replace(actor.capitals, **fields["capitals"])
        return self._put_actor(actor, fields, path)

    def _put_actor(self, actor: Actor, fields: Mapping[str, Any], path: str) -> Problem | None:
        changed = dataclasses.replace(actor, **fields)
        member_of = changed.member_of
        seen = {changed.id}
        while member_of is not None:
            if member_of in seen:
                return Problem(
                    "member-cycle",
                    f"Actor {changed.id!r} would be a member of itself through {member_of!r};"
                    " leave member_of out of one of them.",
                    f"行动者“{changed.id}”将经“{member_of}”隶属于自身；请去掉其中一个 member_of。",
                    f"{path}.member_of",
                )
            seen.add(member_of)
            above = self.actors.get(member_of)
            if above is None:
                return _unknown("actor", member_of, self.actors, f"{path}.member_of")
            member_of = above.member_of
        problem = _lines_problem(changed.evidence, self.sources, path)
        if problem is None:
            self.actors[changed.id] = changed
        return problem

    def _add_actor(self, change: AddActor, path: str) -> Problem | None:
        if change.actor.id in self.actors:
            return _taken("actor", change.actor.id, f"{path}.id")
        return self._put_actor(change.actor, {}, path)

    def _remove_actor(self, change: RemoveActor, path: str) -> Problem | None:
        if change.id not in self.actors:
            return _unknown("actor", change.id, self.actors, path)
        for relation in [*relations_at(self.relations, change.id)]:
            del self.relations[relation.id]
        for actor in [*members_of(self.actors, change.id)]:
            self.actors[actor.id] = dataclasses.replace(actor, member_of=None)
        del self.actors[change.id]
        return None

    def _set_parameter(self, change: SetParameter, path: str) -> Problem | None:
        parameter = self.parameters.get(change.key)
        if parameter is None:
            return _unknown("parameter", change.key, self.parameters, f"{path}.key")
        low, high = parameter.low, parameter.high
        if (low is not None and change.value < low) or (high is not None and change.value > high):
            return Problem(
                "parameter-range",
                f"Parameter {change.key!r} takes values from {low} to {high}, not {change.value}.",
                f"参数“{change.key}”的取值范围是 {low} 到 {high}，不能是 {change.value}。",
                f"{path}.value",
            )
        self.parameters[change.key] = dataclasses.replace(parameter, value=change.value)
        return None

    def _add_source(self, change: AddSource, path: str) -> Problem | None:
        if change.source.key in self.sources:
            return _taken("source", change.source.key, f"{path}.key")
        self.sources[change.source.key] = change.source
        return None

    def _rename_actor(self, change: RenameActor, path: str) -> Problem | None:
        if change.id not in self.actors:
            return _unknown("actor", change.id, self.actors, f"{path}.id")
        if change.to in self.actors:
            return _taken("actor", change.to, f"{path}.to")
        actor = self.actors.pop(change.id)
        self.actors[change.to] = dataclasses.replace(actor, id=change.to)
        for other in [*members_of(self.actors, change.id)]:
            self.actors[other.id] = dataclasses.replace(other, member_of=change.to)
        for relation in [*relations_at(self.relations, change.id)]:
            self.relations[relation.id] = _moved(relation, change.id, change.to)
        self._rename_in_variants(lambda word: _actor_renamed(word, change.id, change.to))
        return None

    def _rename_relation(self, change: RenameRelation, path: str) -> Problem | None:
        if change.id not in self.relations:
            return _unknown("relation", change.id, self.relations, f"{path}.id")
        if change.to in self.relations:
            return _taken("relation", change.to, f"{path}.to")
        relation = self.relations.pop(change.id)
        self.relations[change.to] = dataclasses.replace(relation, id=change.to)
        self._rename_in_variants(lambda word: _relation_renamed(word, change.id, change.to))
        return None

    def _rename_in_variants(self, follow: Callable[[Change], Change]) -> None:
        for variant in [*self.variants.values()]:
            changes = tuple(map(follow, variant.changes))
            if changes != variant.changes:
                self.variants[variant.key] = dataclasses.replace(variant, changes=changes)


WORDS: Mapping[type, str] = {
    SetRelation: "set_relation",
    AddRelation: "add_relation",
    RemoveRelation: "remove_relation",
    SetActor: "set_actor",
    AddActor: "add_actor",
    RemoveActor: "remove_actor",
    SetParameter: "set_parameter",
    AddSource: "add_source",
    RenameActor: "rename_actor",
    RenameRelation: "rename_relation",
}
"""Each kind of change and its word in YAML; GraphQL says the same in camelCase."""

_DOERS: Mapping[type, Callable[[Draft, Any, str], Problem | None]] = {
    kind: getattr(Draft, f"_{word}") for kind, word in WORDS.items()
}


def only_strengths(changes: Iterable[Change]) -> dict[RelationId, Strength | None] | None:
    """Give the strengths that changes set, each as said last; None where they do anything else.

    What `Draft.apply` makes of such changes cannot be refused where their relations are there and
    have no evidence.
    """
    said: dict[RelationId, Strength | None] = {}
    for change in changes:
        if type(change) is not SetRelation or len(change.fields) != 1:
            return None
        strength = change.fields.get("strength", change)
        if strength is not None and type(strength) is not Strength:
            return None
        said[change.id] = strength
    return said


def variant_problems(scenario: Scenario) -> list[Problem]:
    """Try every variant and give what does not apply, as after a change of the baseline."""
    problems: list[Problem] = []
    broken: set[str] = set()
    for variant in scenario.variants.values():
        draft = Draft(scenario)
        for step in scenario.lineage(variant.key):
            found = draft.apply(step.changes, f"variants.{step.key}.changes")
            if found and step.key not in broken:
                broken.add(step.key)
                problems.extend(found)
            if found:
                break
    return problems


def _moved(relation: Relation, old: ActorId, new: ActorId) -> Relation:
    return dataclasses.replace(
        relation,
        from_id=new if relation.from_id == old else relation.from_id,
        to_id=new if relation.to_id == old else relation.to_id,
    )


def _actor_renamed(change: Change, old: ActorId, new: ActorId) -> Change:
    match change:
        case AddRelation(relation):
            return AddRelation(_moved(relation, old, new))
        case SetActor(id=identity, fields=fields):
            member = {"member_of": new} if fields.get("member_of") == old else {}
            return SetActor(new if identity == old else identity, {**fields, **member})
        case AddActor(actor) if actor.member_of == old:
            return AddActor(dataclasses.replace(actor, member_of=new))
        case RemoveActor(id=identity) if identity == old:
            return RemoveActor(new)
        case RenameActor(id=identity, to=to) if identity == old:
            return RenameActor(new, to)
        case _:
            return change


def _relation_renamed(change: Change, old: RelationId, new: RelationId) -> Change:
    match change:
        case SetRelation(id=identity, fields=fields) if identity == old:
            return SetRelation(new, fields)
        case RemoveRelation(id=identity) if identity == old:
            return RemoveRelation(new)
        case RenameRelation(id=identity, to=to) if identity == old:
            return RenameRelation(new, to)
        case _:
            return change


_ZH = {"relation": "关系", "actor": "行动者", "parameter": "参数", "source": "来源"}


def _unknown(noun: str, name: str, known: Iterable[str], path: str) -> Problem:
    near = nearest(name, known)
    return Problem(
        f"unknown-{noun}",
        f"There is no {noun} {name!r} here.",
        f"此处没有{_ZH[noun]}“{name}”。",
        path,
        subject=name,
        hint_en=f"Did you mean {' or '.join(map(repr, near))}?" if near else None,
        hint_zh=f"是否指“{'”或“'.join(near)}”？" if near else None,
    )


def _taken(noun: str, name: str, path: str) -> Problem:
    return Problem(
        f"duplicate-{noun}",
        f"The {noun} {name!r} is there already.",
        f"已有{_ZH[noun]}“{name}”。",
        path,
        hint_en="Give it another id, or set the fields of the one that is there.",
        hint_zh="请换一个标识，或修改已有的那一个。",
    )


def _lines_problem(
    evidence: Iterable[Evidence], sources: Mapping[str, Source], path: str
) -> Problem | None:
    for number, item in enumerate(evidence):
        source = sources.get(item.source)
        place = f"{path}.evidence[{number}]"
        if source is None:
            return _unknown("source", item.source, sources, f"{place}.source")
        if not source.holds(item.lines):
            own = ", ".join(source.lines)
            return Problem(
                "lines-outside-source",
                f"Lines {', '.join(item.lines)} lie outside source {item.source!r} ({own}).",
                f"第 {'、'.join(item.lines)} 行不在来源“{item.source}”（{own}）之内。",
                f"{place}.lines",
            )
    return None
