"""The association and government from inside, the water, the mediator, the village."""

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.path import actors_of
from graph_api.api.types.systems.water_game_parts import CheckedCondition
from graph_api.api.types.systems.water_game_words import Arrangement
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.systems.water_game.mediator import MediatorPlace
from graph_api.systems.water_game.payoffs import Institution
from graph_api.systems.water_game.village import Fit


@strawberry.type(description="Detection, error and fine of a third party (第三方的数值).")
class WaterInstitution:
    """A third party."""

    entry: strawberry.Private[Institution]

    @resolver(description="Probability that a breach is fined (发现率).")
    def detection(self) -> float:
        """Give y."""
        return self.entry.detection

    @resolver(description="Probability that keeping the rules is fined (误罚率).")
    def error(self) -> float:
        """Give x."""
        return self.entry.error

    @resolver(description="The size of the fine (罚金).")
    def fine(self) -> float:
        """Give f."""
        return self.entry.fine

    @resolver(description="What a breach is fined more than keeping the rules: f (y - x) (威慑).")
    def deterrence(self) -> float:
        """Give the deterrence."""
        return self.entry.deterrence


@strawberry.type(description="Income and cost of the association in one season, L103 (收支).")
class AssociationAccounts:
    """Accounts."""

    income: float = strawberry.field(description="Shares paid, in payoff (收入).")
    labour: float = strawberry.field(description="Labour given, in payoff (投劳).")
    cost: float = strawberry.field(description="Pay of staff and monitors (支出).")
    balance: float = strawberry.field(description="Income less cost (结余).")
    break_even: int | None = strawberry.field(
        description="Fewest members whose shares pay the staff; null: no number does (保本户数)."
    )


@strawberry.type(description="Who pays for the sanction? Free-riding on it, L105 (二阶搭便车).")
class SecondOrderDilemma:
    """The second-order dilemma."""

    gain: float = strawberry.field(description="What not paying saves (不缴费省下).")
    loss: float = strawberry.field(description="What exclusion costs, in expectation (排除损失).")
    pays: bool = strawberry.field(description="Paying is the better choice (缴费划算).")
    exclusion_needed: float | None = strawberry.field(
        description="Probability of exclusion from which it is; null: not even 1 (所需排除概率)."
    )


@strawberry.type(description="What becomes of the association when its head spares some (俘获).")
class AssociationCapture:
    """Capture."""

    cooperation: bool = strawberry.field(
        description="It holds while nobody knows beforehand whom he spares (合作成立)."
    )
    breaks_from: float | None = strawberry.field(
        description="Share spared above which it ends; null: it did not hold anyway (瓦解比例)."
    )
    rest_margin: float = strawberry.field(
        description="Where the spared are known and break the rules: what keeping them is worth to"
        " one of the others (其余农户守规余量)."
    )
    rest_worth_joining: float = strawberry.field(
        description="What membership is then worth to it; below 0 it leaves (其余农户入会净得)."
    )
    can_be_recalled: bool = strawberry.field(
        description="The others are more than the majority (可以罢免)."
    )


@strawberry.type(description="The fine for one more offence (逐次加重的罚金).")
class SanctionStep:
    """A step."""

    offence: int = strawberry.field(description="1 is the first offence (第几次).")
    fine: float = strawberry.field(description="The fine (罚金).")
    deterrence: float = strawberry.field(
        description="What it costs more than keeping the rules, in expectation (威慑)."
    )
    deters: bool = strawberry.field(description="It deters by itself (足以威慑).")


@strawberry.type(description="Where on the canal a household lies (渠首与渠尾).")
class CanalPosition:
    """A position."""

    key: str = strawberry.field(description="`head` or `tail` (位置).")
    temptation: float = strawberry.field(description="T of this household (背叛诱惑).")
    reward: float = strawberry.field(description="R of this household (合作报酬).")
    margin: float = strawberry.field(description="What a breach loses; below 0: wins (余量).")
    fine_needed: float | None = strawberry.field(
        description="Fine from which it keeps the rules; null: none does (所需罚金)."
    )
    worth_joining: float = strawberry.field(
        description="What membership is worth to it, dues paid (入会净得)."
    )


@strawberry.type(description="What delegates keep from government, and why, L95 (委托代理).")
class GovernmentRelay:
    """Delegates of government."""

    entry: strawberry.Private[Institution]

    information_kept: float = strawberry.field(
        description="Share of what is known that reaches government (到达的信息比例)."
    )
    delegate_margin: float = strawberry.field(
        description="What effort is worth to a delegate; below 0 he stays inactive (努力净得益)."
    )
    makes_an_effort: bool = strawberry.field(description="Effort is worth its cost (有所作为).")

    @resolver(description="The third party that is left (剩余的监督).")
    def institution(self) -> WaterInstitution:
        """Give the institution."""
        return WaterInstitution(entry=self.entry)


@strawberry.type(description="One link of the government mode (政府模式的环节).")
class GovernmentLink:
    """A link."""

    view: strawberry.Private[OpenView]
    ends: strawberry.Private[tuple[str, str]]
    strength: float | None = strawberry.field(description="In [0, 1]; null: unknown (强度).")

    @resolver(name="from", description="Where it starts (起点).")
    def from_actor(self) -> Actor:
        """Give the start."""
        return actors_of(self.view, [self.ends[0]])[0]

    @resolver(name="to", description="Where it ends (终点).")
    def to_actor(self) -> Actor:
        """Give the end."""
        return actors_of(self.view, [self.ends[1]])[0]


@strawberry.type(description="The stock of water over seasons, and its ruin, L81 (水量).")
class WaterStock:
    """A run of the stock."""

    stock: list[float] = strawberry.field(
        description="Share of what the works can hold, at the start and after each season (水量)."
    )
    ruined_in: int | None = strawberry.field(
        description="Season in which the works are lost; null: not in this time (毁坏季次)."
    )
    lasting: float = strawberry.field(description="What lasts in the long run (长期水量).")
    needed_share: float | None = strawberry.field(
        description="Share of households that must keep the rules; null: even all are not enough"
        " (所需守规比例)."
    )


@strawberry.type(description="A mediator's place among the water users, L107 (调解者的位置).")
class WaterMediator:
    """A mediator."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[MediatorPlace]

    @resolver(description="Who mediates (调解者).")
    def mediator(self) -> Actor:
        """Give the mediator."""
        return actors_of(self.view, [self.entry.mediator])[0]

    @resolver(description="The other users (用水方).")
    def users(self) -> list[Actor]:
        """Give the users."""
        return actors_of(self.view, self.entry.users)

    @resolver(description="Best path score to each; 0: none, null: unknown (可达).")
    def reach(self) -> list[float | None]:
        """Give the scores."""
        return [*self.entry.reach]

    @resolver(description="Best path score from each (可闻).")
    def heard_from(self) -> list[float | None]:
        """Give the scores."""
        return [*self.entry.heard_from]

    @resolver(description="It reaches every one of them; null: unknown (能到达所有人).")
    def reaches_everyone(self) -> bool | None:
        """Tell whether it does."""
        return self.entry.reaches_everyone

    @resolver(description="Trust of farmers in it, in [0, 1]; null: unknown (信任).")
    def trust(self) -> float | None:
        """Give the trust."""
        return self.entry.trust

    @resolver(description="Mutual scores of the other pairs that are lost without it (损失).")
    def loss(self) -> float:
        """Give the loss."""
        return self.entry.loss

    @resolver(description="Pairs that are cut off from each other without it (断开的对数).")
    def pairs_cut(self) -> int:
        """Give the pairs."""
        return self.entry.pairs_cut


@strawberry.type(description="Which arrangement fits a village, L97 and L109 (适用的安排).")
class VillageFit:
    """The fit of a village."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Fit]

    @resolver(description="What the tests lead to (结论).")
    def advice(self) -> Arrangement:
        """Give the advice."""
        return self.entry.advice

    @resolver(description="The same in words (结论说明).")
    def text(self, language: LanguageArgument = Language.EN) -> str:
        """Give the advice in words."""
        return self.entry.advice.label.text(language_word(language))

    @resolver(description="Tests for private works, L97 (民营化条件).")
    def private(self) -> list[CheckedCondition]:
        """Give the tests."""
        return [CheckedCondition(entry=item, view=self.view) for item in self.entry.private]

    @resolver(description="Tests for the association, L109 (协会条件).")
    def association(self) -> list[CheckedCondition]:
        """Give the tests."""
        return [CheckedCondition(entry=item, view=self.view) for item in self.entry.association]
