"""Who takes part in any variant of a scenario: they all have a place on its map."""

from __future__ import annotations

from graph_api.domain import Actor, ActorId, Label, Scenario
from graph_api.domain.draft import Draft
from graph_api.exchange.maps.layout import MOST_ACTORS


def cast_of(scenario: Scenario) -> tuple[Actor, ...]:
    """Give the actors of the baseline, then those that variants add or name otherwise.

    Empty where the baseline has more actors than a map shows: there no two views share a page.
    """
    if len(scenario.actors) > MOST_ACTORS:
        return ()
    found: dict[tuple[ActorId, Label], Actor] = {}
    for key in scenario.variant_keys:
        draft = Draft(scenario)
        for variant in scenario.lineage(key):
            draft.apply(variant.changes)
        for actor in draft.actors.values():
            found.setdefault((actor.id, actor.name), actor)
    return tuple(found.values())
