"""From a scenario to one view of it: variant, date, what-if changes, filter, in this order."""

from __future__ import annotations

import hashlib

from graph_api.domain.draft import Draft
from graph_api.domain.overlay import dated_relations, is_large
from graph_api.domain.relations import direction_of
from graph_api.domain.scenario import BASELINE, Scenario
from graph_api.domain.snapshot import (
    GraphSnapshot,
    RelationFilter,
    ViewKey,
    ViewSpec,
    snapshot,
)
from graph_api.domain.table_view import view_over_tables
from graph_api.domain.what_if import view_of_strengths
from graph_api.domain.words import ActorId, RelationClass
from graph_api.errors import (
    BadParameterError,
    Problem,
    UnknownActorError,
    UnknownRelationError,
)


def view_key(scenario: Scenario, spec: ViewSpec) -> ViewKey:
    """Give the key of a view without building it."""
    digest = ""
    if not spec.is_stored:
        said = repr((spec.as_of, spec.changes, spec.filter))
        digest = hashlib.blake2b(said.encode(), digest_size=12).hexdigest()
    return ViewKey(scenario.key, scenario.revision, spec.variant, digest)


def build_view(scenario: Scenario, spec: ViewSpec | None = None) -> GraphSnapshot:
    """Build the view of a scenario that ``spec`` describes (default: the baseline).

    Raises
    ------
    UnknownVariantError
        If there is no such variant.
    UnknownActorError, UnknownRelationError, BadParameterError
        If a what-if change does not apply.

    """
    spec = spec or ViewSpec()
    view = view_of_strengths(scenario, spec, view_key)
    if view is not None:
        return view
    draft = Draft(scenario)
    for variant in scenario.lineage(spec.variant):
        _refuse(draft.apply(variant.changes, f"variants.{variant.key}.changes"), draft)
    if spec.as_of is not None:
        for relation in [*dated_relations(draft.relations)]:
            if not relation.holds_on(spec.as_of):
                del draft.relations[relation.id]
    _refuse(draft.apply(spec.changes), draft)
    if is_large(scenario.relations):
        return view_over_tables(view_key(scenario, spec), scenario, draft, spec.filter)
    actors = tuple(draft.actors.values())
    by_id = {actor.id: actor for actor in actors}
    relations = tuple(
        relation
        for relation in draft.relations.values()
        if spec.filter == RelationFilter()
        or spec.filter.passes(
            relation, direction_of(relation, by_id[relation.from_id], by_id[relation.to_id])
        )
    )
    return snapshot(
        view_key(scenario, spec),
        actors,
        relations,
        support=support_of(scenario),
        parameters=draft.parameters,
        sources=draft.sources,
        figures=scenario.figures,
        system=scenario.about.system,
    )


def support_of(scenario: Scenario) -> frozenset[tuple[ActorId, ActorId]]:
    """Give the ordered pairs with an EMPOWERMENT relation in the baseline or any variant."""
    pairs: set[tuple[ActorId, ActorId]] = set()
    for key in (BASELINE, *scenario.variants):
        draft = Draft(scenario)
        for variant in scenario.lineage(key):
            draft.apply(variant.changes)
        pairs.update(
            (relation.from_id, relation.to_id)
            for relation in draft.relations.values()
            if relation.relation_class is RelationClass.EMPOWERMENT
        )
    return frozenset(pairs)


def _refuse(problems: list[Problem], draft: Draft) -> None:
    if not problems:
        return
    first = problems[0]
    name = first.subject or ""
    if first.code == "unknown-relation":
        raise UnknownRelationError(name, draft.relations, first.path)
    if first.code == "unknown-actor":
        raise UnknownActorError(name, draft.actors, first.path)
    raise BadParameterError(
        "; ".join(f"{p.path}: {p.en}" for p in problems),
        "；".join(f"{p.path}：{p.zh}" for p in problems),
        path=first.path,
    )
