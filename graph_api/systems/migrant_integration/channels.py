"""Channels: whether migrants reach the government, through whom they could, who is one-sided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_api.domain import GraphSnapshot, RelationClass
from graph_api.scoring import PairScore, rank_pairs, score_pair

GOVERNMENT = "government"


@dataclass(frozen=True, slots=True)
class Door:
    """An actor who could speak for migrants: how well they reach it, how well it reaches up.

    ``reach`` is the best path of the migrants to it; ``onward`` its own best path to the
    government, 0 where it has none. Were it to be heard with strength s, the migrants' path would
    be worth reach x s, so ``reach`` is the most that this door could give.
    """

    actor: str
    reach: float | None
    onward: float | None


def doors(view: GraphSnapshot, migrants: str) -> tuple[Door, ...]:
    """Give the actors who could carry the migrants' voice, best reached first, unknown last.

    Whoever is not reached at all (0) is no door and left out.

    Raises
    ------
    UnknownActorError
        If the view lacks the migrants or the government.

    """
    view.place(migrants)
    view.place(GOVERNMENT)
    others = [actor.id for actor in view.actors if actor.id not in {migrants, GOVERNMENT}]
    reach = {row.b: row.forward for row in rank_pairs(view, [migrants], others).rows}
    reached = [actor for actor, score in reach.items() if score != 0]
    onward = {row.b: row.reverse for row in rank_pairs(view, [GOVERNMENT], reached).rows}
    found = [Door(actor, reach[actor], onward[actor]) for actor in reached]
    return tuple(
        sorted(found, key=lambda door: (door.reach is None, -(door.reach or 0), door.actor))
    )


def two_way_ends(view: GraphSnapshot) -> tuple[tuple[str, str], ...]:
    """Give the pairs that are related in both directions, by relations that empower; by ids."""
    linked = {
        (relation.from_id, relation.to_id)
        for relation in view.relations
        if relation.relation_class is RelationClass.EMPOWERMENT
        and relation.from_id != relation.to_id
    }
    return tuple(sorted((a, b) for a, b in linked if a < b and (b, a) in linked))


def two_way_pairs(view: GraphSnapshot) -> tuple[PairScore, ...]:
    """Score the pairs that are related in both directions, the most one-sided first.

    ``a`` is the end that gives more. Pairs whose asymmetry is not known come last.
    """
    return tuple(sorted(_scored(view, two_way_ends(view)), key=_one_sided_first))


def _scored(view: GraphSnapshot, pairs: Iterable[tuple[str, str]]) -> Iterable[PairScore]:
    for a, b in pairs:
        score = score_pair(view, a, b)
        yield score if (score.asymmetry or 0) >= 0 else score_pair(view, b, a)


def _one_sided_first(score: PairScore) -> tuple[bool, float, str, str]:
    asymmetry = score.asymmetry
    return asymmetry is None, -abs(asymmetry or 0.0), score.a, score.b
