"""What the water game answers: equilibria, verdicts, thresholds, rounds, conditions."""

from typing import Self

import strawberry

from graph_api import domain
from graph_api.api.fields import resolver
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.systems.water_game_words import Standing
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.systems.water_game import WaterGame
from graph_api.systems.water_game import governance as modes
from graph_api.systems.water_game import verdict as verdicts
from graph_api.systems.water_game.checklists import Checked, Condition
from graph_api.systems.water_game.equilibria import MOST_NAMED, Equilibria
from graph_api.systems.water_game.equilibria import Equilibrium as Profile
from graph_api.systems.water_game.third_party import Credibility


@strawberry.type(
    description="An equilibrium: no household gains by doing otherwise alone (纳什均衡)."
)
class Equilibrium:
    """One equilibrium."""

    strategies: list[list[float]] = strawberry.field(
        description="Of each household: probabilities of keeping and breaking the rules; with"
        " more than 4 households those who keep them stand first (各户策略)."
    )
    payoffs: list[float] = strawberry.field(
        description="Of each household, in the same order: its expected payoff (期望得益)."
    )
    pure: bool = strawberry.field(description="Nobody mixes (纯策略).")
    arrangements: float = strawberry.field(
        description="How many equilibria this entry stands for, that differ only in who is who; 1"
        " with up to 4 households, where each stands by itself (户名排列数)."
    )
    free: bool = strawberry.field(
        description="The one household that mixes may do so with any probability: a continuum, here"
        " at one half (连续统)."
    )
    degenerate: bool = strawberry.field(
        description="The game is at an edge where somebody is indifferent: beside the listed"
        " equilibria there may be a continuum between them (退化博弈)."
    )
    confirmed: bool | None = strawberry.field(
        description="Support enumeration (nashpy) finds the same list; null: more than two"
        " households, or the game is degenerate (复核一致)."
    )

    @classmethod
    def of(cls, found: Equilibria, *, pure_only: bool = False) -> list[Self]:
        """Give the equilibria of a game, up to 4 households each by itself."""
        by_name = found.players <= MOST_NAMED
        return [
            cls(
                strategies=[[*profile.strategies[place]] for place in order],
                payoffs=[profile.payoffs[place] for place in order],
                pure=profile.is_pure,
                arrangements=1.0 if by_name else float(profile.arrangements),
                free=profile.free,
                degenerate=found.degenerate,
                confirmed=found.confirmed,
            )
            for profile in found.found
            if profile.is_pure or not pure_only
            for order in _orders(profile, found.players, by_name=by_name)
        ]


def _orders(profile: Profile, players: int, *, by_name: bool) -> tuple[tuple[int, ...], ...]:
    return profile.named() if by_name else (tuple(range(players)),)


@strawberry.type(description="A condition that the essay names (条件).")
class WaterCondition:
    """A condition."""

    entry: strawberry.Private[Condition]
    view: strawberry.Private[OpenView]

    @resolver(description="Its list and its name: `L89.communication` (代号).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="The line of its list: `L89`; L75, L89, L97 are three lists (所在行).")
    def line(self) -> str:
        """Give the line."""
        return self.entry.key.partition(".")[0]

    @resolver(description="The condition in the essay's sense (条件内容).")
    def text(self, language: LanguageArgument = Language.EN) -> str:
        """Give it in words."""
        return self.entry.label.text(language_word(language))

    @resolver(description="Where the essay names it (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        cited = domain.Evidence(WaterGame.source, self.entry.lines)
        return Evidence.of([cited], self.view.graph.sources)


@strawberry.type(description="A condition, and whether it is met in this view (条件是否满足).")
class CheckedCondition:
    """A condition that was checked."""

    entry: strawberry.Private[Checked]
    view: strawberry.Private[OpenView]

    @resolver(description="The condition (条件).")
    def condition(self) -> WaterCondition:
        """Give the condition."""
        return WaterCondition(entry=self.entry.condition, view=self.view)

    @resolver(description="The number it was read from, in [0, 1]; null: unknown (数值).")
    def value(self) -> float | None:
        """Give the value."""
        return self.entry.value

    @resolver(description="Met; null: nobody has said what would decide (满足).")
    def met(self) -> bool | None:
        """Tell whether it is met."""
        return self.entry.met

    @resolver(description="What it was read from (依据的量).")
    def why(self, language: LanguageArgument = Language.EN) -> str:
        """Give what was read."""
        return self.entry.why.text(language_word(language))


@strawberry.type(description="Whether cooperation holds, by how much, and at what price (判断).")
class Verdict:
    """A verdict."""

    entry: strawberry.Private[verdicts.Verdict]
    view: strawberry.Private[OpenView]

    @resolver(description="It is an equilibrium that all keep the rules (合作成立).")
    def cooperation(self) -> bool:
        """Tell whether it holds."""
        return self.entry.cooperation

    @resolver(description="Keeping and breaking the rules are worth the same (处于边界).")
    def at_the_edge(self) -> bool:
        """Tell whether it is an edge."""
        return self.entry.at_the_edge

    @resolver(description="Payoff per round that the best breach loses; below 0: wins (余量).")
    def margin(self) -> float:
        """Give the margin."""
        return self.entry.margin

    @resolver(description="What all gain per season by cooperating: n (R' - P) (增益).")
    def gain(self) -> float:
        """Give the gain."""
        return self.entry.gain

    @resolver(
        description="Cooperation holds and its gain is more than the cost; null: the cost is not"
        " known (值得建立)."
    )
    def worth_having(self) -> bool | None:
        """Tell whether it is worth having."""
        return self.entry.worth_having

    @resolver(
        description="Fewest households whose gain is more than the cost; null: the cost is not"
        " known, cooperation does not hold, or more than 10,000 (保本户数)."
    )
    def break_even_players(self) -> int | None:
        """Give the households."""
        return self.entry.break_even_players

    @resolver(
        description="Fewest seasons of gain that are more than the cost, with these households;"
        " null as above (保本季数)."
    )
    def break_even_seasons(self) -> int | None:
        """Give the seasons."""
        return self.entry.break_even_seasons

    @resolver(description="What fails, each with the line of its list, A-73 (未满足的条件).")
    def failed(self, language: LanguageArgument = Language.EN) -> list[str]:
        """Give what fails."""
        word = language_word(language)
        colon = "：" if word == "zh" else ": "
        return [f"L{item.lines[0]}{colon}{item.label.text(word)}" for item in self.entry.failed]

    @resolver(description="The same with keys and evidence, list by list (未满足的条件).")
    def failed_conditions(self) -> list[WaterCondition]:
        """Give the conditions that fail."""
        return [WaterCondition(entry=item, view=self.view) for item in self.entry.failed]

    @resolver(description="The verdict as a sentence, with its numbers (说明).")
    def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Explain it."""
        return self.entry.explanation.text(language_word(language))


@strawberry.type(description="A mode of governance, and its conditions of L89 to L109 (治理模式).")
class GovernanceMode:
    """A mode."""

    entry: strawberry.Private[modes.GovernanceMode]
    view: strawberry.Private[OpenView]

    @resolver(description="`government`, `privatised` or `association` (模式).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="The mode in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.name.text(language_word(language))

    @resolver(description="Keys of the conditions it meets: `L89.communication` (满足的条件).")
    def conditions_met(self) -> list[str]:
        """Give what is met."""
        return [*self.entry.keys(met=True)]

    @resolver(description="Keys of those it misses (未满足的条件).")
    def conditions_missed(self) -> list[str]:
        """Give what is missed."""
        return [*self.entry.keys(met=False)]

    @resolver(description="Keys of those of which nobody has said enough (未知的条件).")
    def conditions_unknown(self) -> list[str]:
        """Give what is unknown."""
        return [*self.entry.keys(met=None)]

    @resolver(description="Each condition with its number (各条件).")
    def conditions(self) -> list[CheckedCondition]:
        """Give the conditions."""
        return [CheckedCondition(entry=item, view=self.view) for item in self.entry.conditions]

    @resolver(description="Where the essay treats the mode (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return Evidence.of(self.entry.evidence, self.view.graph.sources)


@strawberry.type(description="One of the essay's three lists, for the association (条件清单).")
class WaterChecklist:
    """A list of conditions."""

    entry: strawberry.Private[modes.Checklist]
    view: strawberry.Private[OpenView]

    @resolver(description="The line at which it stands: 75, 89 or 97 (所在行).")
    def line(self) -> str:
        """Give the line."""
        return self.entry.line

    @resolver(description="What it lists (清单名称).")
    def title(self, language: LanguageArgument = Language.EN) -> str:
        """Give the title."""
        return self.entry.title.text(language_word(language))

    @resolver(description="Its conditions (各条件).")
    def conditions(self) -> list[CheckedCondition]:
        """Give the conditions."""
        return [CheckedCondition(entry=item, view=self.view) for item in self.entry.conditions]


@strawberry.type(description="How far a candidate is a credible third party, L89 (可置信第三方).")
class ThirdPartyCandidate:
    """A candidate."""

    entry: strawberry.Private[Credibility]
    view: strawberry.Private[OpenView]

    @resolver(description="`government`, `custom` or `association` (候选者).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.candidate

    @resolver(description="The candidate in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        return self.entry.name.text(language_word(language))

    @resolver(description="The weakest of its three conditions; null: unknown (最弱条件).")
    def score(self) -> float | None:
        """Give the score."""
        return self.entry.score

    @resolver(description="What follows (结论).")
    def standing(self) -> Standing:
        """Give the standing."""
        return self.entry.standing

    @resolver(description="Communication, impartiality, capacity to punish (三个条件).")
    def conditions(self) -> list[CheckedCondition]:
        """Give the conditions."""
        return [CheckedCondition(entry=item, view=self.view) for item in self.entry.conditions]
