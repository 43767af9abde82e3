"""The four forces on the new generation, as the relations of a view give them (L249, L269)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from graph_api.domain import Label, RelationClass, System
from graph_api.errors import BadParameterError
from graph_api.systems.migrant_integration.involution import (
    OFFERS,
    Involution,
    InvolutionBounds,
    Range,
    involution,
    involution_bounds,
)

NEW, COMMUNITY, PEERS = "new_gen_migrants", "urban_community", "peer_group"
PULLS, PUSHES = RelationClass.EMPOWERMENT, RelationClass.EXCLUSION
NAMES = ("cityPull", "cityPush", "peerPull", "peerPush")


def offers(system: System) -> dict[str, float | None]:
    """Give what the community pulls with: 0 without such a relation, None if it is unknown."""
    return {key: system.strength_between(COMMUNITY, NEW, conveys=key) for key in OFFERS}


def weigh(system: System, said: Sequence[float | None]) -> Involution:
    """Weigh the four forces in the order of `NAMES`; those that are None are the view's.

    Raises
    ------
    BadParameterError
        If a force is no number of [0, 1], or not said and unknown in the view.

    """
    own = (
        _strongest([*offers(system).values()]),
        system.strength_between(COMMUNITY, NEW, conveys="push", relation_class=PUSHES),
        system.strength_between(PEERS, NEW, conveys="pull"),
        system.strength_between(PEERS, NEW, conveys="push", relation_class=PUSHES),
    )
    return involution(*map(_known, NAMES, said, own))


def _strongest(values: Sequence[float | None]) -> float | None:
    """Give the greatest, None where an unknown one might be greater."""
    known = [value for value in values if value is not None]
    top = max(known, default=0.0)
    return top if len(known) == len(values) or top == 1 else None


def _known(name: str, said: float | None, own: float | None) -> float:
    value = own if said is None else said
    if value is None:
        raise BadParameterError(
            f"{name} is not known: the relation that carries it has no strength in this view. Give"
            f" {name}, or a strength (set_relation).",
            f"{name} 未知：该视图中相应的关系没有强度。请给出 {name}，或用 set_relation 设定强度。",
            parameter=name,
        )
    return value


def bounds(system: System) -> InvolutionBounds:
    """Weigh the forces at the ends of their bands, unknown ones at 0 and 1 (A-121)."""
    pulls = [_range(system, COMMUNITY, key, PULLS) for key in OFFERS]
    return involution_bounds(
        (max(low for low, _ in pulls), max(high for _, high in pulls)),
        _range(system, COMMUNITY, "push", PUSHES),
        _range(system, PEERS, "pull", PULLS),
        _range(system, PEERS, "push", PUSHES),
    )


def _range(system: System, giver: str, conveys: str, kind: RelationClass) -> Range:
    for actor in (giver, NEW):
        system.view.place(actor)
    found = system.relations_between(giver, NEW, conveys=conveys, relation_class=kind)
    ends = [
        (0.0, 1.0) if item.strength is None else (item.strength.low, item.strength.high)
        for item in found
    ]
    return max((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=0.0)


def readings(system: System) -> tuple[tuple[Label, Involution], ...]:
    """Give the verdict by other readings: of the community's pull, and of the bands.

    Readings of the pull are left out while a force is unknown.
    """
    ends = bounds(system)
    found = (
        (Label("least locked in by the bands", "区间内最不内卷"), ends.least),
        (Label("most locked in by the bands", "区间内最内卷"), ends.most),
    )
    known = [offer for offer in offers(system).values() if offer is not None]
    if len(known) < len(OFFERS):
        return found
    pulls = (
        (Label("pull: the strongest offer", "拉力取最强的一项"), max(known)),
        (Label("pull: the mean of the offers", "拉力取各项平均"), math.fsum(known) / len(known)),
        (Label("pull: the weakest offer", "拉力取最弱的一项"), min(known)),
    )
    try:
        by_pull = [(label, weigh(system, (pull, None, None, None))) for label, pull in pulls]
    except BadParameterError:
        return found
    return (*by_pull, *found)
