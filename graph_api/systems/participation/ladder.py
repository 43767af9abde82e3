"""Which relations of a view stand on the ladder, and which count in its median (A-82, A-83)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph_api.domain import Relation, RelationId
from graph_api.systems.participation.groups import cooptation
from graph_api.systems.participation.interests import HOLDERS, OPINION_CHANNEL, RESIDENTS
from graph_api.systems.participation.rungs import Rung, Tie, rung_of

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation

CALLS_TO_ACCOUNT = ("supervision", "sanction")
MEDIUM = 0.40


@dataclass(frozen=True, slots=True)
class Rated:
    """A relation on the ladder; ``counted``: it is no second face of another one."""

    relation: RelationId
    rung: Rung
    counted: bool


def rated(system: Participation) -> tuple[Rated, ...]:
    """Give the relations of a view that have a rung, in its order."""
    floor = system.parameters.value("voice_floor")
    second = second_faces(system)
    found = []
    for relation in system.view.relations:
        tie = tie_of(system, relation)
        rung = None if tie is None else rung_of(tie, floor)
        if rung is not None:
            found.append(Rated(relation.id, rung, relation.id not in second))
    return tuple(found)


def unrated(system: Participation) -> tuple[RelationId, ...]:
    """Name the relations of unknown strength that would have a rung if it were known."""
    floor = system.parameters.value("voice_floor")
    found = []
    for relation in system.view.relations:
        tie = tie_of(system, relation) if relation.strength is None else None
        if tie is not None and any(rung_of(replace(tie, strength=w), floor) for w in (floor, 1.0)):
            found.append(relation.id)
    return tuple(found)


def tie_of(system: Participation, relation: Relation) -> Tie | None:
    """Give what the rule looks at; None for a relation that is not with who decides."""
    start, end = relation.from_id, relation.to_id
    if (start in HOLDERS) == (end in HOLDERS):
        return None
    holder, body = (end, start) if end in HOLDERS else (start, end)
    elected = system.parameters.known_value("representatives_elected")
    guided = None
    if body != RESIDENTS:
        guidance = system.strength(holder, body, conveys="authority")
        guided = cooptation(guidance, system.strength(RESIDENTS, body))
    calls = [system.strength(body, holder, conveys=flow) or 0.0 for flow in CALLS_TO_ACCOUNT]
    return Tie(
        relation.relation_class,
        relation.conveys,
        upward=end in HOLDERS,
        strength=None if relation.strength is None else relation.strength.point,
        status=relation.status,
        coopted=(guided or 0.0) > system.parameters.value("cooptation_limit") + 1e-12,
        accountable=max(calls) >= MEDIUM,
        chosen_by_residents=None if elected is None else elected >= 1,
    )


def second_faces(system: Participation) -> frozenset[RelationId]:
    """Name the weaker face of each channel: the direct word, or that of the opinion day.

    After the remedies both are the effect of one measure (A-79), so only the stronger counts.
    """
    second: set[RelationId] = set()
    for holder in filter(system.has_actor, HOLDERS):
        if system.word(RESIDENTS, holder) and system.word(OPINION_CHANNEL, holder):
            direct = system.capacity_via(holder, None) or 0.0
            through = system.capacity_via(holder, OPINION_CHANNEL) or 0.0
            weaker = RESIDENTS if through > direct else OPINION_CHANNEL
            found = system.relations_between(weaker, holder, conveys="opinion")
            second.update(item.id for item in found)
    return frozenset(second)
