"""What the essay gives as examples of each type of participation (L131, L135, L149, L153)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph_api.domain.words import Label
from graph_api.systems.participation.interests import (
    CHAT_GROUP,
    OPINION_CHANNEL,
    SELF_ORGANISATION,
)
from graph_api.systems.participation.typology import Axes, Initiative, Kind

_ALWAYS: Mapping[Axes, tuple[Label, ...]] = {
    (Kind.ENTERTAINMENT, Initiative.PASSIVE): (
        Label("sports days held by the committee (L135)", "居委会举办的趣味运动会（L135）"),
        Label(
            "cultural and sports activities that show the work of committee or firm (L141)",
            "体现居委会业绩或物业工作的文体活动（L141）",
        ),
    ),
    (Kind.ENTERTAINMENT, Initiative.ACTIVE): (
        Label("square dance (L131)", "广场舞（L131）"),
        Label("games of go among the elderly (L131)", "老年人下围棋（L131）"),
    ),
    (Kind.PUBLIC, Initiative.PASSIVE): (
        Label("drifting along, grumbling in private (L131)", "随波逐流、私下议论（L131）"),
        Label(
            "cleaning, security patrols and donation drives when called (L153)",
            "应邀参加卫生清扫、治安联防、捐赠（L153）",
        ),
    ),
    (Kind.PUBLIC, Initiative.ACTIVE): (),
}
_OF_BODIES: Mapping[str, Label] = {
    CHAT_GROUP: Label("owners' QQ groups (L131)", "业主QQ群（L131）"),
    OPINION_CHANNEL: Label("the residents' opinion day (L149)", "居民意见日（L149）"),
    SELF_ORGANISATION: Label(
        "governance groups and opinion groups (L153)", "社区治理小组、居民意见组（L153）"
    ),
}


def examples_of(cell: Axes, alive: Collection[str]) -> tuple[Label, ...]:
    """Give the examples of a cell; active public ones are the bodies in which residents act."""
    if cell == (Kind.PUBLIC, Initiative.ACTIVE):
        return tuple(label for body, label in _OF_BODIES.items() if body in alive)
    return _ALWAYS[cell]
