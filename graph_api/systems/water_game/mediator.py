"""The mediator's place among the water users: whom it reaches, who trusts it, what if it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_api.domain import ActorId, RelationClass
from graph_api.errors import BadParameterError
from graph_api.scoring import rank_bottlenecks, score_pair

if TYPE_CHECKING:
    from graph_api.domain import GraphSnapshot


@dataclass(frozen=True, slots=True)
class MediatorPlace:
    """What a mediator can do in the graph of the water users.

    ``reach``: best path score to each other user, 0: none, None: only over unknown relations;
    ``heard_from``: from each of them; ``trust``: the weakest relation by which it conveys trust to
    a user, 0 without one; ``loss``: what the mutual scores of all pairs of other users lose without
    it; ``pairs_cut``: pairs that had a mutual score and have none any more.
    """

    mediator: str
    users: tuple[str, ...]
    reach: tuple[float | None, ...]
    heard_from: tuple[float | None, ...]
    trust: float | None
    loss: float
    pairs_cut: int

    @property
    def reaches_everyone(self) -> bool | None:
        """Tell whether it reaches every other user."""
        if 0 in self.reach:
            return False
        return None if None in self.reach else True


def mediator_place(
    view: GraphSnapshot, mediator: str, users: Sequence[str], *, trusted_by: Sequence[str]
) -> MediatorPlace:
    """Tell the mediator's place in the graph of the water users.

    Parameters
    ----------
    view
        The graph.
    mediator
        Who settles conflicts.
    users
        The other actors of the game, at least two.
    trusted_by
        The users whose trust it needs: those who quarrel.

    Raises
    ------
    UnknownActorError
        If the view lacks one of them.
    BadParameterError
        If there are fewer than two other users.

    """
    others = [user for user in dict.fromkeys(users) if user != mediator]
    view.place(mediator)
    if len(others) < 2:
        raise BadParameterError(
            f"A mediator stands between at least two water users; {mediator!r} has"
            f" {len(others)}. Name more (users).",
            f"调解者至少处于两个用水者之间；“{mediator}”只有 {len(others)} 个。请在 users 中补充。",
            parameter="users",
        )
    scores = [score_pair(view, ActorId(mediator), ActorId(user)) for user in others]
    pairs = [(a, b) for place, a in enumerate(others) for b in others[place + 1 :]]
    gone = next(item for item in rank_bottlenecks(view, pairs) if item.subject == mediator)
    return MediatorPlace(
        mediator,
        tuple(others),
        tuple(score.forward for score in scores),
        tuple(score.reverse for score in scores),
        _trust(view, mediator, [user for user in trusted_by if user != mediator]),
        gone.loss,
        gone.pairs_cut,
    )


def _trust(view: GraphSnapshot, mediator: str, users: Sequence[str]) -> float | None:
    values: list[float | None] = []
    for user in users:
        found = [
            relation.strength
            for relation in view.relations
            if relation.from_id == mediator
            and relation.to_id == user
            and "trust" in relation.conveys
            and relation.relation_class is RelationClass.EMPOWERMENT
        ]
        known = [strength.point for strength in found if strength is not None]
        values.append(max(known, default=None if found else 0.0))
    if 0.0 in values:
        return 0.0
    stated = [value for value in values if value is not None]
    return min(stated) if stated and len(stated) == len(values) else None
