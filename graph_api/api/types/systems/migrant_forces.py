"""What the mechanism of essay 5 says of forces, barriers and channels."""

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.path import actors_of
from graph_api.api.types.systems.migrant_persons import GENERATION, Dimensions
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.domain import Label
from graph_api.systems.migrant_integration.barriers import BARRIERS, DIMENSIONS
from graph_api.systems.migrant_integration.channels import Door
from graph_api.systems.migrant_integration.generations import Generation
from graph_api.systems.migrant_integration.involution import (
    Improvement,
    explain_bounds,
    explain_involution,
)
from graph_api.systems.migrant_integration.involution import Involution as Forces
from graph_api.systems.migrant_integration.involution import InvolutionBounds as Bounds
from graph_api.systems.migrant_integration.registration import RegistrationStep
from graph_api.systems.migrant_integration.supports import SUPPORTS, Supports, explain_supports
from graph_api.systems.migrant_integration.system import SideIntegration
from graph_api.systems.migrant_integration.uplift import Uplift


@strawberry.type(description="The four forces on the new generation, and the verdict (内卷化).")
class Involution:
    """Push and pull."""

    entry: strawberry.Private[Forces]

    @resolver(description="Pull of the community (社区拉力).")
    def city_pull(self) -> float:
        """Give the pull of the community."""
        return self.entry.city_pull

    @resolver(description="Push of the community (社区推力).")
    def city_push(self) -> float:
        """Give the push of the community."""
        return self.entry.city_push

    @resolver(description="Pull of fellow migrants (同质群体拉力).")
    def peer_pull(self) -> float:
        """Give the pull of the peers."""
        return self.entry.peer_pull

    @resolver(description="Push of fellow migrants (同质群体推力).")
    def peer_push(self) -> float:
        """Give the push of the peers."""
        return self.entry.peer_push

    @resolver(description="Both conditions hold; at equality they do not (是否内卷化).")
    def involuted(self) -> bool:
        """Give the verdict."""
        return self.entry.involuted

    @resolver(description="The smaller gap: above 0 exactly when locked in (余量).")
    def margin(self) -> float:
        """Give the margin."""
        return self.entry.margin

    @resolver(description="Push - pull of the community (社区推力减拉力).")
    def community_gap(self) -> float:
        """Give the gap of the community."""
        return self.entry.community_gap

    @resolver(description="Pull - push of fellow migrants (同质群体拉力减推力).")
    def peer_gap(self) -> float:
        """Give the gap of the peers."""
        return self.entry.peer_gap

    @resolver(description="The deciding forces are equal (处于边界).")
    def at_the_edge(self) -> bool:
        """Tell whether it is close."""
        return self.entry.at_the_edge

    @resolver(description="Which condition holds, with the numbers (解释).")
    def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Say it in words."""
        return explain_involution(self.entry).text(language_word(language))


@strawberry.type(
    description="The verdict at both ends of the bands of the four forces (内卷化的区间)."
)
class InvolutionBounds:
    """What the bands leave open."""

    entry: strawberry.Private[Bounds]

    @resolver(description="The verdict, if the same throughout; null: it can turn (是否内卷化).")
    def involuted(self) -> bool | None:
        """Give the verdict."""
        return self.entry.involuted

    @resolver(description="Least locked in: greatest pull of the community, and so on (最不内卷).")
    def least(self) -> Involution:
        """Give the lower end."""
        return Involution(entry=self.entry.least)

    @resolver(description="Most locked in (最内卷).")
    def most(self) -> Involution:
        """Give the upper end."""
        return Involution(entry=self.entry.most)

    @resolver(description="Between which margins, and whether the verdict can turn (解释).")
    def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Say it in words."""
        return explain_bounds(self.entry).text(language_word(language))


@strawberry.type(description="One reading of the forces and its verdict (读法).")
class InvolutionReading:
    """A reading."""

    text: strawberry.Private[Label]
    entry: strawberry.Private[Forces]

    @resolver(description="How the forces are read (读法).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label."""
        return self.text.text(language_word(language))

    @resolver(description="The verdict by this reading (判断).")
    def verdict(self) -> Involution:
        """Give the verdict."""
        return Involution(entry=self.entry)


@strawberry.type(description="One lever that ends the involution by itself (单项改进).")
class InvolutionLever:
    """A lever."""

    entry: strawberry.Private[Improvement]

    @resolver(description="The lever's own key.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What is done (办法).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Say what is done."""
        return self.entry.label.text(language_word(language))

    @resolver(description="The strength in this view (目前).")
    def today(self) -> float:
        """Give the strength now."""
        return self.entry.today

    @resolver(description="The strength at which the involution ends (需要).")
    def needed(self) -> float:
        """Give the strength needed."""
        return self.entry.needed

    @resolver(description="Needed - today (变化).")
    def change(self) -> float:
        """Give the change."""
        return self.entry.change

    @resolver(description="It takes the peers away: no remedy of the essay (使人孤立).")
    def isolates(self) -> bool:
        """Tell whether it isolates."""
        return self.entry.isolates


@strawberry.type(description="How high a barrier stands (障碍).")
class BarrierHeight:
    """One barrier."""

    text: strawberry.Private[Label]
    key: str = strawberry.field(description="The barrier's own key.")
    height: float | None = strawberry.field(
        description="Strength of the exclusion, 0: none named, null: unknown (高度)."
    )

    @resolver(description="What bars (名称).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label."""
        return self.text.text(language_word(language))


@strawberry.type(description="One dimension of one generation: capability x openness (融入).")
class DimensionIntegration:
    """Integration in one dimension."""

    generation: str = strawberry.field(description=GENERATION)
    dimension: str = strawberry.field(description="The dimension's own key (层面).")
    barriers: list[BarrierHeight] = strawberry.field(description="What bars it (障碍).")
    openness: float | None = strawberry.field(
        description="1 - the highest barrier: nobody gets above it; null: unknown (开放度)."
    )
    binding: list[str] = strawberry.field(description="The highest barriers (起决定作用的障碍).")
    capability: float | None = strawberry.field(
        description="The generation's capability; null: nobody has said it (能力)."
    )
    integration: float | None = strawberry.field(
        description="Capability x openness; null: not known (融入程度)."
    )

    @classmethod
    def of(cls, found: SideIntegration) -> "DimensionIntegration":
        """Wrap a dimension."""
        ceiling = found.ceiling
        names = {barrier.key: barrier.label for barrier in BARRIERS}
        return cls(
            generation=found.generation.value,
            dimension=ceiling.dimension,
            barriers=[
                BarrierHeight(text=names[key], key=key, height=height)
                for key, height in ceiling.heights.items()
            ],
            openness=ceiling.openness,
            binding=[*ceiling.binding],
            capability=found.capability,
            integration=found.integration,
        )


@strawberry.type(description="Openness at one height of the barrier of registration (户籍杠杆).")
class RegistrationCeiling:
    """One step of the lever."""

    generation: str = strawberry.field(description=GENERATION)
    barrier: float = strawberry.field(description="Barrier of the institutions (制度障碍).")
    openness: Dimensions = strawberry.field(description="Openness by dimension (开放度).")

    @classmethod
    def of(cls, generation: Generation, step: RegistrationStep) -> "RegistrationCeiling":
        """Wrap a step."""
        sides = dict.fromkeys((*DIMENSIONS, "identity"), None)
        opened = {item.dimension: item.openness for item in step.ceilings}
        return cls(
            generation=generation.value,
            barrier=step.barrier,
            openness=Dimensions.of({**sides, **opened}),
        )


@strawberry.type(description="One of the four supports (支持).")
class SupportLevel:
    """A support."""

    text: strawberry.Private[Label]
    key: str = strawberry.field(description="The support's own key.")
    level: float | None = strawberry.field(description="In [0, 1]; null: not stated (水平).")

    @resolver(description="What supports (名称).")
    def label(self, language: LanguageArgument = Language.EN) -> str:
        """Give the label."""
        return self.text.text(language_word(language))


@strawberry.type(description="The four supports together (四种支持).")
class SupportLimit:
    """The supports and their limit."""

    entry: strawberry.Private[Supports]

    @resolver(description="Each support (各项支持).")
    def levels(self) -> list[SupportLevel]:
        """Give each support."""
        return [
            SupportLevel(text=SUPPORTS[key], key=key, level=level)
            for key, level in self.entry.levels.items()
        ]

    @resolver(description="The lowest level; null: no evidence (最低水平).")
    def lowest(self) -> float | None:
        """Give the lowest."""
        return self.entry.lowest

    @resolver(description="Geometric mean; null: no evidence (几何平均).")
    def mean(self) -> float | None:
        """Give the mean."""
        return self.entry.mean

    @resolver(description="Keys of the lowest supports; empty: no evidence (限制因素).")
    def limits(self) -> list[str]:
        """Give the limits."""
        return [*self.entry.limits]

    @resolver(description="Which is the limit, or that there is no evidence (解释).")
    def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Say it in words."""
        return explain_supports(self.entry).text(language_word(language))


@strawberry.type(description="Risk of drift and deviance over rounds (长期排斥的风险).")
class ExclusionRisk:
    """The risk."""

    involuted: bool = strawberry.field(description="Every round is one of involution (是否内卷化).")
    after_each_round: list[float] = strawberry.field(description="In [0, 1], by round (逐轮风险).")


@strawberry.type(description="Who could carry a voice to the government (通向政府的门户).")
class VoiceDoor:
    """A door."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Door]
    generation: str = strawberry.field(description=GENERATION)

    @classmethod
    def of(cls, view: OpenView, generation: Generation, door: Door) -> "VoiceDoor":
        """Wrap a door."""
        return cls(view=view, entry=door, generation=generation.value)

    @resolver(description="Who it is (行动者).")
    def actor(self) -> Actor:
        """Give the actor."""
        return actors_of(self.view, [self.entry.actor])[0]

    @resolver(description="Best path of the migrants to it: the most it could give (到达程度).")
    def reach(self) -> float | None:
        """Give how well it is reached."""
        return self.entry.reach

    @resolver(description="Its own best path to the government; 0: none (通向政府).")
    def onward(self) -> float | None:
        """Give how well it reaches up."""
        return self.entry.onward


@strawberry.type(description="What an actor changes in another variant (充权增量).")
class IntegrationUplift:
    """An uplift."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Uplift]

    @classmethod
    def of(cls, view: OpenView, found: Uplift) -> "IntegrationUplift":
        """Wrap an uplift."""
        return cls(view=view, entry=found)

    @resolver(description="Who it is; null: only the other variant has it (行动者).")
    def actor(self) -> Actor | None:
        """Give the actor."""
        if self.entry.actor not in self.view.graph.places:
            return None
        return actors_of(self.view, [self.entry.actor])[0]

    @resolver(description="Sum of the changes of what it gives (给予的增量).")
    def given(self) -> float:
        """Give what it gives more."""
        return self.entry.given

    @resolver(description="Sum by which it excludes less (排斥的减少).")
    def relief(self) -> float:
        """Give what it excludes less."""
        return self.entry.relief

    @resolver(description="Relations left out as unknown (未知关系数).")
    def unknown(self) -> int:
        """Count what is unknown."""
        return self.entry.unknown
