"""Involution (内卷化): the community pushes more than it pulls, and peers the other way (L249)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.systems.migrant_integration.numbers import EDGE, require_share


@dataclass(frozen=True, slots=True)
class Involution:
    """The four forces on the new generation, and whether they lock it in.

    ``community_gap`` is push - pull of the community, ``peer_gap`` pull - push of the peers; both
    must be above 0. ``margin`` is the smaller of the two: how far the verdict is from turning.
    """

    city_pull: float
    city_push: float
    peer_pull: float
    peer_push: float

    @property
    def community_gap(self) -> float:
        """Give by how much the push of the community exceeds its pull."""
        return self.city_push - self.city_pull

    @property
    def peer_gap(self) -> float:
        """Give by how much the pull of the peers exceeds their push."""
        return self.peer_pull - self.peer_push

    @property
    def margin(self) -> float:
        """Give the smaller gap: above 0 exactly where both conditions hold."""
        return min(self.community_gap, self.peer_gap)

    @property
    def involuted(self) -> bool:
        """Tell whether both conditions hold; at equality they do not."""
        return self.margin > EDGE

    @property
    def at_the_edge(self) -> bool:
        """Tell whether the deciding forces are equal."""
        return abs(self.margin) <= EDGE


def involution(
    city_pull: float, city_push: float, peer_pull: float, peer_push: float
) -> Involution:
    """Weigh the four forces, each in [0, 1].

    Raises
    ------
    BadParameterError
        If one is no number of [0, 1].

    Examples
    --------
    >>> involution(0.25, 0.70, 0.75, 0.25).involuted, involution(0.70, 0.70, 0.75, 0.25).involuted
    (True, False)

    """
    return Involution(
        require_share("cityPull", city_pull),
        require_share("cityPush", city_push),
        require_share("peerPull", peer_pull),
        require_share("peerPush", peer_push),
    )


def explain_involution(found: Involution) -> Label:
    """Say which of the two conditions hold, with the numbers."""
    community, peers = _sign(found.community_gap), _sign(found.peer_gap)
    en_community = {1: "pushes more than it pulls", 0: "pushes as much as it pulls"}
    zh_community = {1: "推力大于拉力", 0: "推力等于拉力"}
    en_peers = {1: "pull more than they push", 0: "pull as much as they push"}
    zh_peers = {1: "拉力大于推力", 0: "拉力等于推力"}
    en_verdict = "so there is involution" if found.involuted else "so there is no involution"
    zh_verdict = "因此存在内卷化" if found.involuted else "因此不存在内卷化"
    return Label(
        f"The community {en_community.get(community, 'pulls more than it pushes')}"
        f" (push {found.city_push:.2f}, pull {found.city_pull:.2f}), and fellow migrants"
        f" {en_peers.get(peers, 'push more than they pull')} (pull {found.peer_pull:.2f}, push"
        f" {found.peer_push:.2f}): {en_verdict}; the smaller gap is {_shown(found.margin)}.",
        f"社区{zh_community.get(community, '拉力大于推力')}"
        f"（推 {found.city_push:.2f}，拉 {found.city_pull:.2f}），"
        f"同质群体{zh_peers.get(peers, '推力大于拉力')}"
        f"（拉 {found.peer_pull:.2f}，推 {found.peer_push:.2f}）："
        f"{zh_verdict}；较小的差距为 {_shown(found.margin)}。",
    )


def _shown(gap: float) -> str:
    return f"{round(gap, 2) + 0.0:.2f}"  # never -0.00


def _sign(gap: float) -> int:
    return 0 if abs(gap) <= EDGE else (1 if gap > 0 else -1)


@dataclass(frozen=True, slots=True)
class InvolutionBounds:
    """The verdict at both ends of what the words of the essay allow (assumption A-121).

    In ``least`` the community pulls and the peers push as much as can be, and the other two forces
    are as small as can be; in ``most`` it is the other way round. Both gaps rise or fall with each
    force, so every margin between lies between these two: the bounds are exact.
    """

    least: Involution
    most: Involution

    @property
    def involuted(self) -> bool | None:
        """Give the verdict where it is the same throughout, else None."""
        if self.least.involuted:
            return True
        return None if self.most.involuted else False


Range = tuple[float, float]
"""Low and high end of a force, each in [0, 1]."""


def involution_bounds(
    city_pull: Range, city_push: Range, peer_pull: Range, peer_push: Range
) -> InvolutionBounds:
    """Weigh the forces at the ends of their ranges, each independent of the others.

    Raises
    ------
    BadParameterError
        If an end is no number of [0, 1].

    Examples
    --------
    >>> found = involution_bounds((0.12, 0.4), (0.6, 1), (0.6, 1), (0.12, 0.4))
    >>> found.involuted, round(found.least.margin, 2), round(found.most.margin, 2)
    (True, 0.2, 0.88)

    """
    return InvolutionBounds(
        least=involution(city_pull[1], city_push[0], peer_pull[0], peer_push[1]),
        most=involution(city_pull[0], city_push[1], peer_pull[1], peer_push[0]),
    )


def explain_bounds(found: InvolutionBounds) -> Label:
    """Say between which margins the words leave the verdict, and whether it can turn there."""
    low, high = _shown(found.least.margin), _shown(found.most.margin)
    en, zh = {
        True: ("there is involution throughout", "始终存在内卷化"),
        False: ("there is none throughout", "始终不存在内卷化"),
        None: ("the verdict can go either way", "两种结论都有可能"),
    }[found.involuted]
    return Label(
        f"Wherever the four forces lie within the bands of the words, the smaller gap is from {low}"
        f" to {high}: {en}.",
        f"四种力在其用词的区间内任意取值时，较小的差距为 {low} 至 {high}：{zh}。",
    )


@dataclass(frozen=True, slots=True)
class Improvement:
    """One lever that ends the involution by itself: from ``today`` to ``needed``.

    ``isolates``: it takes the peers away instead of opening the community.
    """

    key: str
    label: Label
    today: float
    needed: float
    isolates: bool

    @property
    def change(self) -> float:
        """Give the signed change that is needed."""
        return self.needed - self.today


OFFERS: Mapping[str, Label] = {
    "skill": Label("skill training", "技能培训"),
    "service": Label("equal services", "均等化服务"),
    "participation": Label("fair chance to take part", "公平参与"),
}
"""What the community can pull with, by what its relation conveys (L269)."""


def single_improvements(found: Involution, offers: Mapping[str, float]) -> tuple[Improvement, ...]:
    """Give every single lever that ends an involution, smallest change first; () without one.

    Parameters
    ----------
    found
        The forces.
    offers
        Strength of each offer of the community; the pull is the strongest of them.

    """
    if not found.involuted:
        return ()
    levers = [
        Improvement(f"raise_{key}", _raised(key), today, found.city_push, isolates=False)
        for key, today in offers.items()
    ]
    levers.append(
        Improvement(
            "lower_push",
            Label("The community pushes less", "社区推力减小"),
            found.city_push,
            found.city_pull,
            isolates=False,
        )
    )
    levers.append(
        Improvement(
            "weaken_peers",
            Label(
                "Fellow migrants pull less (isolates, no remedy of the essay)",
                "同质群体拉力减小（使人孤立，并非原文建议）",
            ),
            found.peer_pull,
            found.peer_push,
            isolates=True,
        )
    )
    return tuple(
        sorted(levers, key=lambda item: (item.isolates, round(abs(item.change), 9), item.key))
    )


def _raised(key: str) -> Label:
    offer = OFFERS.get(key, Label(key, key))
    return Label(f"The community offers more: {offer.en}", f"社区加强：{offer.zh}")
