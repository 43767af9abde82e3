"""What the relations of a view say of government, custom and association as third party (A-57)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_api.domain import Label, RelationClass, Status
from graph_api.systems.water_game.third_party import Powers, weakest

if TYPE_CHECKING:
    from graph_api.domain import System

FARMERS = "farmers"
ASSOCIATION = "wua"
GOVERNMENT = "government"
CADRES = "village_cadres"
OFFICIALS = "officials"
NORMS = "community_norms"
STAFF = "wua_staff"
OWNER = "private_operator"
USERS = (FARMERS, ASSOCIATION, OWNER)
"""Who uses or gives the water, beside the mediator."""


def association_powers(system: System) -> Powers:
    """Read the association: its forum and the farmers' say, its trust, its sanctions."""
    return Powers(
        weakest(
            system.strength_between(ASSOCIATION, FARMERS, conveys="information"),
            system.strength_between(FARMERS, ASSOCIATION, conveys="opinion"),
        ),
        system.strength_between(ASSOCIATION, FARMERS, conveys="trust"),
        system.strength_between(
            ASSOCIATION, FARMERS, conveys="sanction", relation_class=RelationClass.CONTROL
        ),
        (
            Label("the weaker of its forum and the farmers' say", "会议与农户意见中较弱者"),
            Label("trust that it conveys", "它带来的信任"),
            Label("its supervision and sanction", "它的监督与惩罚"),
        ),
    )


def government_powers(system: System) -> Powers:
    """Read government: what it hears and gets across, how officials are held, how it supervises."""
    return Powers(
        weakest(
            _told_by_government(system),
            system.strength_between(FARMERS, GOVERNMENT, conveys="information"),
        ),
        system.strength_between(
            GOVERNMENT, OFFICIALS, conveys="incentive", relation_class=RelationClass.CONTROL
        ),
        system.strength_between(
            GOVERNMENT, FARMERS, conveys="supervision", relation_class=RelationClass.CONTROL
        ),
        (
            Label("the weaker of what it hears and what arrives", "所闻与所达中较弱者"),
            Label("how far its officials are held to their task", "对官员的监督与激励"),
            Label("its supervision of farmers", "对农户的监督"),
        ),
    )


def _told_by_government(system: System) -> float | None:
    """Give how well government gets across to farmers: directly, or through the village cadres."""
    direct = system.strength_between(GOVERNMENT, FARMERS, conveys="information")
    first = system.strength_between(GOVERNMENT, CADRES, conveys="information")
    second = system.strength_between(CADRES, FARMERS, conveys="information")
    if 0 in (first, second):
        return direct
    if direct is None or first is None or second is None:
        return None
    return max(direct, first * second)


def custom_powers(system: System, credit: float) -> Powers:
    """Read custom: households that watch each other, trust in it, and sanctions without force."""
    sanction = system.strength_between(NORMS, FARMERS, conveys="sanction")
    return Powers(
        system.strength_between(FARMERS, FARMERS, conveys="supervision"),
        system.strength_between(NORMS, FARMERS, conveys="trust"),
        None if sanction is None else credit * sanction,
        (
            Label("how far households watch each other", "农户相互监督的程度"),
            Label("trust in custom", "对习俗的信任"),
            Label("loss of reputation, credited in part", "声誉损失，部分计入"),
        ),
    )


def association_is_there(system: System) -> bool:
    """Tell whether a relation from the association to farmers is more than proposed."""
    return any(
        relation.status is not Status.PROPOSED
        for relation in system.relations_between(ASSOCIATION, FARMERS, relation_class=None)
    )


GOVERNMENT_LINKS = (
    (GOVERNMENT, CADRES),
    (CADRES, FARMERS),
    (GOVERNMENT, FARMERS),
    (FARMERS, GOVERNMENT),
    (GOVERNMENT, OFFICIALS),
    (OFFICIALS, FARMERS),
)
"""The links of the government mode (L95)."""


def government_links(system: System) -> tuple[tuple[str, str, float | None], ...]:
    """Give the links of the government mode with their strengths: weakest first, unknown last."""
    links = [
        (start, end, system.strength_between(start, end, relation_class=None))
        for start, end in GOVERNMENT_LINKS
    ]
    return tuple(sorted(links, key=lambda item: (item[2] is None, item[2] or 0.0)))
