"""What essay 4 says of single actors: burdens, duty and power, elements, capitals, uplifts."""

from typing import Self

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Element, Language, language_word
from graph_api.systems.mutual_empowerment import burden, growth
from graph_api.systems.mutual_empowerment.elements import gate


@strawberry.type(description="What comes down to an actor and what it passes on (负担).")
class Burden:
    """Tasks against authority."""

    tasks_received: float | None = strawberry.field(
        description="Strength of the strongest burden that arrives; null: unknown (承接任务)."
    )
    tasks_passed_on: float | None = strawberry.field(
        description="Strength of the strongest burden that it passes on; null: unknown (下派任务)."
    )
    authority_received: float | None = strawberry.field(
        description="Strongest authority that it is given; null: unknown (获得权力)."
    )
    burden_to_authority: float | None = strawberry.field(
        description="How much stronger the tasks are; null: no authority (负担与权力之比)."
    )
    pass_on_share: float | None = strawberry.field(
        description="What is passed on of what arrives; null: nothing arrives (下派比例)."
    )
    statutory: int | None = strawberry.field(
        description="Tasks of the statute; only of the street office (法定任务数)."
    )
    actual: int | None = strawberry.field(
        description="Tasks that it carries, at least; only of the street office (实际任务数)."
    )
    fields: int | None = strawberry.field(
        description="Fields that they lie in, at least; only of the street office (涉及方面数)."
    )
    inflation: float | None = strawberry.field(
        description="Actual tasks for one in the statute, at least (任务膨胀倍数)."
    )

    @classmethod
    def of(cls, found: burden.Burden) -> Self:
        """Wrap a burden."""
        return cls(
            tasks_received=found.tasks_received,
            tasks_passed_on=found.tasks_passed_on,
            authority_received=found.authority_received,
            burden_to_authority=found.burden_to_authority,
            pass_on_share=found.pass_on_share,
            statutory=found.statutory,
            actual=found.actual,
            fields=found.fields,
            inflation=found.inflation,
        )


@strawberry.type(description="Function, responsibility, power and benefit (职、责、权、利).")
class Mismatch:
    """Four levels of one office."""

    function: float | None = strawberry.field(description="How much it is to do (职能).")
    responsibility: float | None = strawberry.field(description="How much it answers for (责任).")
    power: float | None = strawberry.field(description="What it may decide (权力).")
    benefit: float | None = strawberry.field(description="What it gets for it (利益).")
    size: float | None = strawberry.field(
        description="Greatest less smallest; null: one is not known (不统一程度)."
    )


@strawberry.type(description="One of the eight elements of an actor (要素水平).")
class EmpowermentElement:
    """An element and its level."""

    element: Element = strawberry.field(description="Which (要素).")
    level: float = strawberry.field(description="Its level, in [0, 1] (水平).")
    leverage: float | None = strawberry.field(
        description="How far the index rises if this element alone rises to the level of the"
        " strongest; null: no index (提升潜力)."
    )


@strawberry.type(description="The eight elements of an actor and what they come to (充权八要素).")
class EmpowermentElements:
    """Elements."""

    levels: list[EmpowermentElement] = strawberry.field(
        description="The known elements (已知要素)."
    )
    geometric: float | None = strawberry.field(
        description="Geometric mean; null with fewer than four known (几何平均)."
    )
    arithmetic: float | None = strawberry.field(
        description="Arithmetic mean; null with fewer than four known (算术平均)."
    )
    weakest: Element | None = strawberry.field(
        description="The lowest, the first of equals; null: none is known (最低要素)."
    )
    gate: float | None = strawberry.field(
        description="Share of the actor's reverse relations that counts at this maturity; null: no"
        " index (反向充权门槛)."
    )


@strawberry.type(
    description="One element or capital from this view to another, by what feeds it (水平变化)."
)
class LevelGrowth:
    """A level and what feeds it."""

    entry: strawberry.Private[growth.Growth]

    @resolver(description="The element or capital (要素或资本).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="Its name (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        return self.entry.label.text(language_word(language))

    @resolver(description="Its level in this view; null: unknown (现水平).")
    def before(self) -> float | None:
        """Give the level here."""
        return self.entry.before

    @resolver(description="Strongest relation that feeds it here; 0: none; null: unknown (现滋养).")
    def fed_before(self) -> float | None:
        """Give the feed here."""
        return self.entry.fed_before

    @resolver(description="The same in the other view (之后滋养).")
    def fed_after(self) -> float | None:
        """Give the feed there."""
        return self.entry.fed_after

    @resolver(description="Its level in the other view; null: unknown (之后水平).")
    def after(self) -> float | None:
        """Give the level there."""
        return self.entry.after

    @resolver(description="The other view says the level itself (是否由方案直接给出).")
    def stated(self) -> bool:
        """Tell whether the level is stated."""
        return self.entry.stated

    @resolver(description="Keys of the relations that feed it; empty: nothing does (滋养关系).")
    def relations(self) -> list[str]:
        """Give the relations."""
        return [*self.entry.relations]


@strawberry.type(
    description="Where elements and capitals stand in another view: reckoned by what feeds them"
    " (补救后的水平)."
)
class Growth:
    """Levels in another view."""

    elements: list[LevelGrowth] = strawberry.field(description="The eight elements (八要素).")
    capitals: list[LevelGrowth] = strawberry.field(description="The three capitals (三种资本).")
    index_before: float | None = strawberry.field(
        description="Geometric mean of the known elements here (现指数)."
    )
    index_after: float | None = strawberry.field(
        description="The same in the other view (之后指数)."
    )
    gate_after: float | None = strawberry.field(
        description="Share of the residents' reverse relations that counts there (之后门槛)."
    )
    mean_capital_after: float | None = strawberry.field(
        description="Mean of the three capitals there; null: one is unknown (之后资本平均)."
    )

    @classmethod
    def of(
        cls,
        elements: tuple[growth.Growth, ...],
        capitals: tuple[growth.Growth, ...],
        index_before: float | None,
        theta: float | None,
    ) -> Self:
        """Wrap the levels."""
        known = [item.after for item in capitals if item.after is not None]
        after = growth.grown_capability(elements).index()
        return cls(
            elements=[LevelGrowth(entry=item) for item in elements],
            capitals=[LevelGrowth(entry=item) for item in capitals],
            index_before=index_before,
            index_after=after,
            gate_after=None if theta is None else gate(after, theta),
            mean_capital_after=sum(known) / len(known) if len(known) == len(capitals) else None,
        )


@strawberry.type(description="What the relations of one actor gain (提升).")
class Uplift:
    """An uplift."""

    actor: Actor = strawberry.field(description="Where the relations start (起点).")
    relations: int = strawberry.field(description="How many of them change (变化的关系数).")
    total: float = strawberry.field(description="What they gain together (增量之和).")
