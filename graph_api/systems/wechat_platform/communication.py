"""Who tells whom over the platform: the lookups on which all else stands (L13-L19)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from graph_api.domain import ActorId, RelationClass, System
from graph_api.domain.numbers import product
from graph_api.scoring import PairScore, score_pair
from graph_api.systems.wechat_platform import actors as who
from graph_api.systems.wechat_platform.flows import (
    Flow,
    answered_by_people,
    automatic_limit,
    weighted_reciprocity,
)
from graph_api.systems.wechat_platform.layers import PlatformLink, Reached, layers, link, perhaps

EMPOWERMENT = RelationClass.EMPOWERMENT


class Communication(System):
    """The communication of one view: strengths between actors, both directions, layers."""

    # Both directions

    def flow(self) -> Flow:
        """Give information down and opinion up over the platform, office and residents (L19).

        Raises
        ------
        UnknownActorError
            If the view lacks office, platform or residents.

        """
        self._require(who.OFFICE, who.PLATFORM, who.RESIDENTS)
        return self.platform_flow(who.RESIDENTS)

    def platform_flow(self, actor: str) -> Flow:
        """Give both directions between the office and an actor, over the platform alone.

        Of the platform itself: what the office publishes on it, and what it hands back.
        """
        if actor == who.PLATFORM:
            return Flow(
                self.tie(who.OFFICE, actor, ("information",)),
                self.tie(actor, who.OFFICE, ("opinion",)),
            )
        down = product(
            (
                self.tie(who.OFFICE, who.PLATFORM, ("information",)),
                self.tie(who.PLATFORM, actor, ("information",)),
            )
        )
        return Flow(down, self.voice_of(actor))

    def voice_of(self, actor: str) -> float | None:
        """Give how much of an actor's opinion reaches the office over the platform (L19, L41)."""
        return product(
            (
                self.tie(actor, who.PLATFORM, ("opinion",)),
                self.tie(who.PLATFORM, who.OFFICE, ("opinion",)),
            )
        )

    def human_flow(self, automatic_share: float | None = None) -> Flow:
        """Give both directions with automatic replies left out (L19; A-52).

        ``automatic_share`` None: as the parameter `automatic_reply_share` says.

        Raises
        ------
        BadParameterError
            If nobody has said the share, or it is not in [0, 1].

        """
        if automatic_share is None:
            automatic_share = self.parameters.value("automatic_reply_share")
        return answered_by_people(self.flow(), automatic_share)

    def automatic_limit(self) -> float | None:
        """Give the share of automatic replies up to which the link is two-way; None: never."""
        return automatic_limit(self.flow(), self.parameters.value("one_way_threshold"))

    def two_way_share(self, contents: Collection[str] | None = None) -> float | None:
        """Give the weighted reciprocity of the platform's own relations (A-42).

        Every empowering relation that begins or ends at the platform counts, the strongest of each
        ordered pair; None where a pair has unknown ones only. ``contents`` leaves out relations
        that convey none of them: support with skill is never returned, so it lowers the share.
        """
        self._require(who.PLATFORM)
        ties: dict[tuple[str, str], float] = {}
        for relation in self.view.relations:
            pair = (relation.from_id, relation.to_id)
            if who.PLATFORM not in pair or pair[0] == pair[1]:
                continue
            if relation.relation_class is not EMPOWERMENT or pair in ties:
                continue
            if contents is not None and not set(contents).intersection(relation.conveys):
                continue
            strength = self.tie(*pair, contents)
            if strength is None:
                return None
            ties[pair] = strength
        return weighted_reciprocity(ties)

    @cached_property
    def pair(self) -> PairScore:
        """Score office and residents, both ways, over all empowering relations."""
        return score_pair(self.view, who.OFFICE, who.RESIDENTS)

    def response_loop(self) -> float | None:
        """Give what is left of a message that goes to residents and comes back (A-42).

        The product of both path scores of office and residents: 0 where a direction is missing.
        """
        return product((self.pair.forward, self.pair.reverse))

    # Layers

    def ties(self) -> dict[ActorId, dict[ActorId, float | None]]:
        """Give communication between actors: sender, receiver, strength (A-41)."""
        found: dict[ActorId, dict[ActorId, float | None]] = {}
        for relation in self.view.relations:
            if relation.relation_class is EMPOWERMENT and who.COMMUNICATION.intersection(
                relation.conveys
            ):
                strength = self.tie(relation.from_id, relation.to_id, who.COMMUNICATION)
                found.setdefault(relation.from_id, {})[relation.to_id] = strength
        return found

    def layers(self) -> tuple[Reached, ...]:
        """Give every actor with its layer, counted from the office, nearest first.

        Raises
        ------
        UnknownActorError
            If the view lacks the office.

        """
        start = ActorId(who.OFFICE)
        self._require(start)
        ties = self.ties()
        known, thinkable = layers(ties, start), perhaps(ties, start)
        found = []
        for actor in self.view.actors:
            flow = Flow(None, None) if actor.id == start else self.platform_flow(actor.id)
            found.append(
                Reached(
                    actor.id,
                    known.get(actor.id),
                    flow,
                    None if actor.id == start else self.link(flow),
                    maybe=actor.id in thinkable and actor.id not in known,
                )
            )
        last = len(found)
        return tuple(sorted(found, key=lambda item: last if item.layer is None else item.layer))

    def link(self, flow: Flow) -> PlatformLink | None:
        """Tell what kind of link two directions make; None where it is not known."""
        number = self.parameters.value
        return link(flow, number("one_way_threshold"), number("voice_floor"))

    # Looking up

    def tie(
        self,
        start: str,
        end: str,
        contents: Collection[str] | None = None,
        relation_class: RelationClass = EMPOWERMENT,
    ) -> float | None:
        """Give the strongest known relation from one actor to another, of some contents.

        0 where there is none, or the view lacks one of them; None where none is known.

        Raises
        ------
        UnknownActorError
            If the view lacks office or residents: then it is another community than the essay's.

        """
        self._require(who.OFFICE, who.RESIDENTS)
        found = [
            relation.strength
            for relation in self.relations_between(start, end, relation_class=relation_class)
            if contents is None or not set(contents).isdisjoint(relation.conveys)
        ]
        if not found:
            return 0.0
        return max((item.point for item in found if item is not None), default=None)

    def ways(
        self, start: str, end: str, contents: Collection[str]
    ) -> tuple[float | None, float | None]:
        """Give the way from one actor to another: directly, and over the platform."""
        direct = self.tie(start, end, contents)
        entry = self.tie(start, who.PLATFORM, contents)
        return direct, product((entry, self.tie(who.PLATFORM, end, contents)))

    def _require(self, *actors: str) -> None:
        for actor in actors:
            self.view.place(actor)
