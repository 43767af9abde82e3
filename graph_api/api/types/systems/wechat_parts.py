"""What the WeChat platform answers about communication, gates and remedies (微信平台)."""

from typing import Self

import strawberry

from graph_api import domain
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.path import actors_of
from graph_api.api.types.relation import Relation
from graph_api.api.types.words import Language, describe, language_word
from graph_api.api.views import OpenView
from graph_api.systems.wechat_platform import WechatPlatform
from graph_api.systems.wechat_platform.coverage import Bounds
from graph_api.systems.wechat_platform.flows import Flow
from graph_api.systems.wechat_platform.gates import LINES, Gate, Gates, LimitingFactor
from graph_api.systems.wechat_platform.layers import PlatformLink, Reached
from graph_api.systems.wechat_platform.problems import CounterMeasure, Problem, RemedyFit
from graph_api.systems.wechat_platform.remedies import Effect, Effects

describe(PlatformLink, "What kind of link two directions make (联系类型).")
describe(LimitingFactor, "A factor that the essay names as limiting the platform (限制因素).")
describe(CounterMeasure, "A counter-measure of the essay (对策).")
describe(RemedyFit, "How a counter-measure meets a problem (对策方式).")


def evidence_at(view: OpenView, lines: tuple[str, ...]) -> list[Evidence]:
    """Give lines of the essay as evidence."""
    cited = domain.Evidence(WechatPlatform.source, lines)
    return Evidence.of([cited], view.graph.sources)


@strawberry.type(description="Lowest and highest value, and what would narrow them down (区间).")
class PlatformBounds:
    """Bounds of a share."""

    low: float = strawberry.field(description="Everything unknown at 0 (下限).")
    high: float = strawberry.field(description="Everything unknown at 1 (上限).")
    unknown: list[str] = strawberry.field(description="What nobody has said (未知项).")

    @classmethod
    def of(cls, found: Bounds) -> Self:
        """Wrap bounds."""
        return cls(low=found.low, high=found.high, unknown=[*found.unknown])


@strawberry.type(description="Both directions between the office and somebody (双向流动).")
class PlatformFlow:
    """Both directions."""

    entry: strawberry.Private[Flow]
    threshold: strawberry.Private[float]

    @resolver(description="What comes down from the office, in [0, 1]; null: unknown (向下).")
    def down(self) -> float | None:
        """Give the downward direction."""
        return self.entry.down

    @resolver(description="What goes up to the office, in [0, 1]; null: unknown (向上).")
    def up(self) -> float | None:
        """Give the upward direction."""
        return self.entry.up

    @resolver(
        description="B, the weaker over the stronger direction: 0 one-way, 1 even; null: unknown,"
        " or nothing flows, A-42 (平衡度)."
    )
    def balance(self) -> float | None:
        """Give the balance."""
        return self.entry.balance

    @resolver(description="B reaches the parameter `one_way_threshold`, A-28 (是否双向).")
    def two_way(self) -> bool | None:
        """Tell whether it is two-way."""
        return self.entry.is_two_way(self.threshold)

    @resolver(description="Product of both directions (回路).")
    def loop(self) -> float | None:
        """Give the loop."""
        return self.entry.loop


@strawberry.type(description="An actor with its layer of reach, counted from the office (触达层).")
class PlatformLayer:
    """An actor in its layer."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Reached]
    threshold: strawberry.Private[float]

    @resolver(description="The actor (行动者).")
    def actor(self) -> Actor:
        """Give the actor."""
        return actors_of(self.view, [self.entry.actor])[0]

    @resolver(description="0 the office, 1 the platform, ...; null: not reached, A-41 (层).")
    def layer(self) -> int | None:
        """Give the layer."""
        return self.entry.layer

    @resolver(description="Relations of unknown strength might reach it (可能触达).")
    def maybe(self) -> bool:
        """Tell whether it might be reached."""
        return self.entry.maybe

    @resolver(description="Both directions over the platform; null for the office (双向流动).")
    def flow(self) -> PlatformFlow | None:
        """Give both directions."""
        if self.entry.layer == 0:
            return None
        return PlatformFlow(entry=self.entry.flow, threshold=self.threshold)

    @resolver(description="What kind of link they make; null: unknown, or the office (联系类型).")
    def link(self) -> PlatformLink | None:
        """Give the kind."""
        return self.entry.link


@strawberry.type(description="A factor that limits the platform (限制因素).")
class PlatformGate:
    """A gate."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Gate]

    @resolver(description="The factor (因素).")
    def factor(self) -> LimitingFactor:
        """Give the factor."""
        return self.entry.factor

    @resolver(description="It in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.factor.label.text(language_word(language))

    @resolver(description="Its level, in [0, 1]; null: nobody has said it (水平).")
    def level(self) -> float | None:
        """Give the level."""
        return self.entry.level

    @resolver(description="It is the scarcest of those known, or as scarce (最稀缺).")
    def binding(self) -> bool:
        """Tell whether it binds."""
        return self.entry.binding

    @resolver(description="It is below 0.40, A-02; null: unknown (偏弱).")
    def weak(self) -> bool | None:
        """Tell whether it is weak."""
        return self.entry.weak

    @resolver(description="Where the essay names it (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return evidence_at(self.view, LINES[self.entry.factor])


@strawberry.type(description="All limiting factors together: the scarcest counts (限制因素总览).")
class PlatformGates:
    """The gates."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Gates]
    target: strawberry.Private[float]

    @resolver(
        description="The scarcest known factor, k; the true one is never higher, and as low as"
        " `low` while a factor is unknown, A-43 (最小值)."
    )
    def minimum(self) -> float | None:
        """Give k."""
        return self.entry.minimum

    @resolver(description="What k cannot be below (下限).")
    def low(self) -> float:
        """Give the lower bound."""
        return self.entry.low

    @resolver(description="Geometric mean of the known factors, to compare with (几何平均).")
    def geometric(self) -> float | None:
        """Give the mean."""
        return self.entry.geometric

    @resolver(description="Factors that nobody has said (未知因素).")
    def unknown(self) -> list[LimitingFactor]:
        """Give the unknown ones."""
        return [*self.entry.unknown]

    @resolver(description="Known factors below `target`: all of them have to rise (需提高者).")
    def to_raise(self) -> list[LimitingFactor]:
        """Give what has to rise."""
        return [*self.entry.to_raise(self.target)]

    @resolver(description="Each factor (各因素).")
    def gates(self) -> list[PlatformGate]:
        """Give the factors."""
        return [PlatformGate(view=self.view, entry=item) for item in self.entry.gates]


@strawberry.type(description="A problem, what is proposed against it, and its state (问题).")
class PlatformProblem:
    """A problem."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Problem]

    @resolver(description="Its key: `operators`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="It in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.label.text(language_word(language))

    @resolver(description="The essay lists it; else a counter-measure implies it (文中列出).")
    def named(self) -> bool:
        """Tell whether it is listed."""
        return self.entry.named

    @resolver(description="How the counter-measures meet it, A-54 (对策方式).")
    def answer(self) -> RemedyFit:
        """Give the way."""
        return self.entry.answer

    @resolver(description="Which counter-measures; empty: none, a gap (对策).")
    def remedies(self) -> list[CounterMeasure]:
        """Give the counter-measures."""
        return [*self.entry.remedies]

    @resolver(description="What is measured, in words (衡量).")
    def measured(self, language: LanguageArgument = Language.EN) -> str:
        """Say what is measured."""
        return self.entry.measured.text(language_word(language))

    @resolver(description="Its level in this view, in [0, 1]; null: unknown (水平).")
    def level(self) -> float | None:
        """Give the level."""
        return self.entry.level

    @resolver(description="The problem is still there; null: unknown (仍存在).")
    def open(self) -> bool | None:
        """Tell whether it is open."""
        return self.entry.is_open

    @resolver(description="Where the essay names or implies it (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return evidence_at(self.view, self.entry.lines)


@strawberry.type(description="What one counter-measure does to one measure (对策效果).")
class RemedyEffect:
    """The effect of a counter-measure."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Effect]

    @resolver(description="The counter-measure (对策).")
    def remedy(self) -> CounterMeasure:
        """Give the counter-measure."""
        return self.entry.remedy

    @resolver(description="It in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.remedy.label.text(language_word(language))

    @resolver(description="Relations of this view that it moves (所改变的关系).")
    def relations(self) -> list[Relation]:
        """Give the relations that this view has too."""
        known = [key for key in self.entry.relations if key in self.view.graph.relation_places]
        return Relation.of(self.view, known)

    @resolver(description="Change when it alone is taken (单独效果).")
    def alone(self) -> float | None:
        """Give the effect alone."""
        return self.entry.alone

    @resolver(description="Change when it is added to all others (最后加入的效果).")
    def last(self) -> float | None:
        """Give the effect last of all."""
        return self.entry.last

    @resolver(
        description="Mean over every order of taking them (Shapley); the shares sum to the whole"
        " change, A-54 (公平份额)."
    )
    def share(self) -> float | None:
        """Give the share."""
        return self.entry.share


@strawberry.type(description="What all counter-measures do to one measure (对策总效果).")
class RemedyEffects:
    """The effects."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Effects]

    @resolver(description="The measure in this view (此前).")
    def before(self) -> float | None:
        """Give the value before."""
        return self.entry.before

    @resolver(description="The measure with all of them taken (此后).")
    def after(self) -> float | None:
        """Give the value after."""
        return self.entry.after

    @resolver(description="One by one, in the order of the essay (逐项).")
    def effects(self) -> list[RemedyEffect]:
        """Give the effects."""
        return [RemedyEffect(view=self.view, entry=item) for item in self.entry.effects]
