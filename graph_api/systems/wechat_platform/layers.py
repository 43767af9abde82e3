"""Layers of reach: how many steps of communication lie between the office and each actor (L13-L19).

The levels are counted from the relations of the view: the office, what it publishes on, whom that
reaches. An actor may stand in a layer and still have no way back (A-41).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import ActorId, Word
from graph_api.systems.wechat_platform.flows import Flow

Ties = Mapping[ActorId, Mapping[ActorId, float | None]]
"""Strength of communication by sender and receiver; None is unknown, absent ones are left out."""


class PlatformLink(Word):
    """What kind of link two directions over the platform make (L19)."""

    NONE = "none", "no link", "没有联系", "Nothing goes either way."
    FORM = "form", "a form only", "流于形式", "Neither direction is more than near absent."
    ONE_WAY = "one_way", "one-way", "单向", "The weaker direction is too weak beside the stronger."
    TWO_WAY = "two_way", "two-way", "双向", "Both directions, evenly enough."


@dataclass(frozen=True, slots=True)
class Reached:
    """An actor with its layer, both directions between it and the office, and what link they make.

    ``layer`` 0 is the office, which has no link with itself; None: no known way gets there.
    ``maybe`` tells that a way over unknown relations would.
    """

    actor: ActorId
    layer: int | None
    flow: Flow
    link: PlatformLink | None
    maybe: bool = False


def link(flow: Flow, threshold: float, floor: float) -> PlatformLink | None:
    """Tell what kind of link two directions make (A-28, A-41).

    Parameters
    ----------
    flow
        Both directions; where one is unknown the kind is None.
    threshold
        The balance from which a link is two-way.
    floor
        Up to this strength a direction is a form: where both are, an even link is none in fact.

    Examples
    --------
    >>> [link(Flow(*ways), 0.5, 0.12).value for ways in ((0.5, 0.4), (0.5, 0.1), (0.1, 0.1))]
    ['two_way', 'one_way', 'form']

    """
    if flow.down is None or flow.up is None:
        return None
    strongest = max(flow.down, flow.up)
    if strongest == 0:
        return PlatformLink.NONE
    if strongest <= floor + 1e-12:
        return PlatformLink.FORM
    return PlatformLink.TWO_WAY if flow.is_two_way(threshold) else PlatformLink.ONE_WAY


def layers(ties: Ties, start: ActorId) -> dict[ActorId, int]:
    """Give the layer of every actor that communication of known strength above 0 reaches.

    Examples
    --------
    >>> a, b, c = ActorId("a"), ActorId("b"), ActorId("c")
    >>> layers({a: {b: 0.5}, b: {a: 0.1, c: 0.2}}, a)
    {'a': 0, 'b': 1, 'c': 2}

    """
    return _walk(ties, start, unknown_too=False)


def perhaps(ties: Ties, start: ActorId) -> dict[ActorId, int]:
    """Give the layers if every unknown tie carried."""
    return _walk(ties, start, unknown_too=True)


def _walk(ties: Ties, start: ActorId, *, unknown_too: bool) -> dict[ActorId, int]:
    found = {start: 0}
    front = [start]
    while front:
        reached = [
            end
            for actor in front
            for end, strength in ties.get(actor, {}).items()
            if (unknown_too if strength is None else strength > 0)
        ]
        depth = found[front[0]] + 1
        front = [actor for actor in dict.fromkeys(reached) if actor not in found]
        found.update(dict.fromkeys(front, depth))
    return found
