"""Thresholds of the water game, and rounds that were played."""

from typing import Self

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Language, language_word
from graph_api.systems.water_game.payoffs import Institution, Table, under
from graph_api.systems.water_game.play import Match as Played
from graph_api.systems.water_game.strategies import Strategy
from graph_api.systems.water_game.thresholds import (
    Repeated,
    critical_discount,
    dominance_margin,
    needed_detection,
    needed_deterrence,
    needed_fine,
    one_shot_margin,
)


@strawberry.type(
    description="What keeping the rules needs, without and with a third party (各项阈值)."
)
class WaterThresholds:
    """Thresholds."""

    one_shot_margin: float = strawberry.field(
        description="What a breach loses when all others keep the rules (单轮余量)."
    )
    dominance_margin: float = strawberry.field(
        description="What it loses at least, whatever the others do (占优余量)."
    )
    needed_deterrence: float = strawberry.field(
        description="From which f (y - x) on cooperation is an equilibrium: T - R (所需威慑)."
    )
    needed_deterrence_for_the_only_one: float = strawberry.field(
        description="Above which f (y - x) it is the only one (唯一均衡所需威慑)."
    )
    needed_fine: float | None = strawberry.field(
        description="Smallest fine that does, with this detection and error; null: none does, or"
        " there is no third party (所需罚金)."
    )
    needed_detection: float | None = strawberry.field(
        description="Smallest detection that does, with this fine and error; null: none does, or"
        " there is no third party (所需发现率)."
    )
    critical_discount_grim: float | None = strawberry.field(
        description="Patience that grim trigger needs, in [0, 1); null: none is enough"
        " (冷酷触发策略)."
    )
    critical_discount_tit_for_tat: float | None = strawberry.field(
        description="Patience that tit for tat needs; null: none is enough (以牙还牙)."
    )

    @classmethod
    def of(cls, plain: Table, third_party: Institution | None) -> Self:
        """Work them out."""
        ruled = under(plain, third_party)
        one, only = needed_deterrence(plain)
        fine = detection = None
        if third_party is not None:
            fine = needed_fine(plain, third_party.detection, third_party.error)
            detection = needed_detection(plain, third_party.error, third_party.fine)
        return cls(
            one_shot_margin=one_shot_margin(ruled).value,
            dominance_margin=dominance_margin(ruled).value,
            needed_deterrence=one,
            needed_deterrence_for_the_only_one=only,
            needed_fine=fine,
            needed_detection=detection,
            critical_discount_grim=critical_discount(ruled, Repeated.GRIM),
            critical_discount_tit_for_tat=critical_discount(ruled, Repeated.TIT_FOR_TAT),
        )


@strawberry.type(description="The fines that one detection needs (罚金与发现率的边界).")
class FrontierPoint:
    """A point of the frontier."""

    detection: float = strawberry.field(description="Probability that a breach is fined (发现率).")
    fine: float | None = strawberry.field(
        description="From here on cooperation is an equilibrium; null: no fine does (成为均衡)."
    )
    fine_for_the_only_one: float | None = strawberry.field(
        description="Above this it is the only equilibrium; null: no fine does (成为唯一均衡)."
    )


@strawberry.type(description="Rounds that were played, each player against every other (对局).")
class Match:
    """A tournament."""

    players: list[str] = strawberry.field(description="The strategies that played (策略).")
    payoffs: list[float] = strawberry.field(
        description="Of each player: mean payoff per round and opponent, fines included (平均得益)."
    )
    cooperation: list[float] = strawberry.field(
        description="Of each player: share of its moves that kept the rules (合作率)."
    )
    moves: list[str] = strawberry.field(
        description="Of each player: C and D against each other player in turn, a bar between them"
        " (出手)."
    )
    by_round: list[float] = strawberry.field(
        description="Share of all moves of each round that kept the rules (逐轮合作率)."
    )

    @classmethod
    def of(cls, found: Played) -> Self:
        """Wrap what was played."""
        return cls(
            players=[*found.players],
            payoffs=[*found.payoffs],
            cooperation=[*found.cooperation],
            moves=[*found.moves],
            by_round=[*found.by_round],
        )


@strawberry.type(description="A strategy of repeated play (策略).")
class WaterStrategy:
    """A strategy."""

    entry: strawberry.Private[Strategy]

    @resolver(description="Its name in the literature; `play` takes it (文献中的名称).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.value

    @resolver(description="Its name in a language (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        return self.entry.label.text(language_word(language))

    @resolver(description="What it does (做法).")
    def meaning(self) -> str:
        """Give the meaning."""
        return self.entry.meaning
