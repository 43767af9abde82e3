"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from typing import Any, ClassVar

from graph_api.domain import (
    ActorId,
    ClaimRule,
    GraphSnapshot,
    Label,
    MeasureRule,
    RelationClass,
    TableRule,
)
from graph_api.domain.numbers import product
from graph_api.systems.wechat_platform import actors as who
from graph_api.systems.wechat_platform.claims import CLAIMS
from graph_api.systems.wechat_platform.communication import EMPOWERMENT
from graph_api.systems.wechat_platform.consensus import Consultation, Party, consult
from graph_api.systems.wechat_platform.flows import Flow
from graph_api.systems.wechat_platform.gates import Gates, LimitingFactor, gates
from graph_api.systems.wechat_platform.measures import MEASURES
from graph_api.systems.wechat_platform.numbers import missing
from graph_api.systems.wechat_platform.problems import Problem, problems
from graph_api.systems.wechat_platform.reaching import Reaching
from graph_api.systems.wechat_platform.remedies import Effects, effects
from graph_api.systems.wechat_platform.supervision import Supervision, Supervisor, supervision
from graph_api.systems.wechat_platform.surveillance import Reading, read_opinion
from graph_api.systems.wechat_platform.tables import TABLES


class WechatPlatform(Reaching):
    """The WeChat platform over one view.

    Examples
    --------
    >>> from graph_api import load
    >>> scenario = load("seeds/wechat-platform.yaml")
    >>> for variant in ("today", "after_remedies"):
    ...     print(round(scenario.view(variant).system().flow().balance, 2))
    0.39
    0.87

    """

    key: ClassVar[str] = "wechat_platform"
    title: ClassVar[Label] = Label("The WeChat platform", "微信平台")
    source: ClassVar[str] = "essay-1"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = MEASURES
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = TABLES
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = CLAIMS

    # Gates, problems, remedies

    def gates(self) -> Gates:
        """Give the limiting factors (L27-L37; A-43)."""
        known = self.parameters.known_value
        return gates(
            [
                (LimitingFactor.ATTENTION, known("attention")),
                (LimitingFactor.SUPPORT, self.tie(who.CADRES, who.PLATFORM)),
                (LimitingFactor.SKILL, self.tie(who.OPERATORS, who.PLATFORM)),
                (LimitingFactor.COVERAGE, known("coverage")),
                (LimitingFactor.IDENTIFICATION, known("identification")),
                (LimitingFactor.INPUT, self.tie(who.HIGHER, who.OFFICE)),
            ]
        )

    def effective_flow(self) -> Flow:
        """Give both directions if every relation of the platform carries w x k (A-44).

        Each direction has two of them, so each is multiplied by k squared, and their balance is
        what it was: the gates quieten both sides alike.
        """
        flow, least = self.flow(), self.gates().minimum
        return Flow(product((flow.down, least, least)), product((flow.up, least, least)))

    def problems(self) -> tuple[Problem, ...]:
        """Give the problems with what the essay proposes and what is still open (A-54)."""
        return problems(
            {
                "inertia": self.tie(who.OFFICE, who.RESIDENTS, None, RelationClass.CONTROL),
                "cadres": self.tie(who.CADRES, who.PLATFORM),
                "operators": self.tie(who.OPERATORS, who.PLATFORM),
                "coverage": product(self.shares()),
                "input": self.tie(who.HIGHER, who.OFFICE),
                "expression": self.tie(who.GROUPS, who.PLATFORM, ("opinion",)),
                "supervision": self.tie(who.RESIDENTS, who.OFFICE, ("supervision",)),
                "conflict": self.tension(),
                "service": self.tie(who.PLATFORM, who.RESIDENTS, ("service",)),
            }
        )

    def remedies(self, after: GraphSnapshot, measure: str) -> Effects:
        """Give what each counter-measure adds to one measure, from this view to another.

        Raises
        ------
        BadParameterError
            If there is no such measure.

        """
        overrides = self.parameters.overrides

        def outcome(view: GraphSnapshot) -> float | None:
            (found,) = WechatPlatform(view, overrides).measures([measure])
            return None if found.value is None else float(found.value)

        return effects(self.view, after, outcome)

    # Consensus, supervision, surveillance, buffer

    def parties(
        self, openness: float | None = None, openness_second: float | None = None
    ) -> tuple[Party, ...]:
        """Give who consults: office, residents, units, and two interest groups (A-47).

        Raises
        ------
        BadParameterError
            If a strength or parameter is not known, or not in [0, 1].

        """
        number = self.parameters.value
        common = number("openness") if openness is None else openness
        second = number("openness_second_group") if openness_second is None else openness_second
        name = {actor.id: actor.name for actor in self.view.actors}
        rows = (
            (who.OFFICE, name.get(ActorId(who.OFFICE)), number("position_office"), common),
            (who.RESIDENTS, name.get(ActorId(who.RESIDENTS)), number("position_residents"), common),
            (who.UNITS, name.get(ActorId(who.UNITS)), number("position_local_units"), common),
            (who.GROUPS, Label("first group", "甲群体"), number("position_first_group"), common),
            (who.GROUPS, Label("second group", "乙群体"), number("position_second_group"), second),
        )
        found: list[Party] = []
        for actor, label, position, weight in rows:
            voice = self.tie(actor, who.PLATFORM, ("information", "opinion"))
            hearing = self.tie(who.PLATFORM, actor, ("information", "opinion"))
            if voice is None or hearing is None:
                raise missing(f"{actor} <-> {who.PLATFORM}", "its voice or hearing", "其声音或接收")
            key = f"{actor}_{len(found) - 2}" if actor == who.GROUPS else actor
            found.append(Party(key, label or Label(actor), position, voice, hearing, weight))
        return tuple(found)

    def consult(
        self,
        rounds: int | None = None,
        openness: float | None = None,
        openness_second: float | None = None,
    ) -> Consultation:
        """Let the parties consult for some rounds (L41; A-47)."""
        number = self.parameters.value
        return consult(
            self.parties(openness, openness_second),
            int(number("consultation_rounds")) if rounds is None else rounds,
            spread_limit=number("consensus_spread"),
            voice_floor=number("voice_floor"),
            equal_voice=number("equal_voice"),
        )

    def supervision(self) -> Supervision:
        """Give who can supervise the office, and where that ends (L43; A-49)."""
        present = [actor for actor in who.STAKEHOLDERS if self.has_actor(actor)]
        found = []
        for actor in present:
            direct, over = self.ways(actor, who.OFFICE, who.UPWARD)
            voice = self.tie(actor, who.PLATFORM, ("opinion",))
            others = [
                self.tie(who.PLATFORM, other, ("information",))
                for other in present
                if other != actor
            ]
            known = [item for item in others if item is not None]
            heard = sum(known) / len(known) if known and len(known) == len(others) else None
            found.append(Supervisor(ActorId(actor), direct, over, product((voice, heard))))
        sanctions = [
            self.tie(actor, who.OFFICE, ("sanction",), relation_class)
            for actor in present
            for relation_class in (EMPOWERMENT, RelationClass.CONTROL)
        ]
        return supervision(
            found,
            self.parameters.value("supervision_hours_per_day"),
            self.parameters.value("voice_floor"),
            None if None in sanctions else max((item for item in sanctions if item), default=0.0),
        )

    def read_opinion(
        self, named_share: float | None = None, chilling: float | None = None
    ) -> Reading:
        """Let the office read what residents say, who know it (L45; A-50)."""
        number = self.parameters.value
        return read_opinion(
            self.tie(who.RESIDENTS, who.PLATFORM, ("opinion",)),
            self.tie(who.PLATFORM, who.OFFICE, ("opinion",)),
            self.flow().down,
            chilling=number("chilling") if chilling is None else chilling,
            named_share=number("named_opinion_share") if named_share is None else named_share,
        )

    def tension(self) -> float | None:
        """Give the tension between interest groups and the office (L45)."""
        return self.tie(who.GROUPS, who.OFFICE, None, RelationClass.TENSION)

    def is_buffered(self) -> bool | None:
        """Tell whether groups and office meet on the platform too, both ways (L45; A-53)."""
        flow, floor = self.platform_flow(who.GROUPS), self.parameters.value("voice_floor")
        ways = (flow.down, flow.up)
        if any(way is not None and way <= floor + 1e-12 for way in ways):
            return False
        return None if None in ways else True
