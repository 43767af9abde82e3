"""Relief as clients ask it: the four dimensions, what jobs explain, and the watch over cases."""

from datetime import date

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.domain import CaseState
from graph_api.systems.community_factory import economy, four, monitoring


@strawberry.type(description="A relation that carries a dimension of relief (支撑关系).")
class ReliefRelation:
    """A relation of a dimension."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[four.Support]

    @resolver(name="from", description="From whom (起点).")
    def start(self) -> Actor:
        """Give the start."""
        return Actor(view=self.view, entry=self.view.actor(self.entry.start))

    @resolver(name="to", description="To whom (终点).")
    def end(self) -> Actor:
        """Give the end."""
        return Actor(view=self.view, entry=self.view.actor(self.entry.end))

    @resolver(description="What it conveys (传递内容).")
    def conveys(self) -> str:
        """Give the content."""
        return self.entry.conveys


@strawberry.type(
    description="One of the four dimensions: the mean strength of the relations of which the essay"
    " speaks in its section, A-132 (维度)."
)
class ReliefDimension:
    """A dimension of relief."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[four.DimensionLevel]

    @resolver(description="`identification`, `assistance`, `management`, `assessment` (维度).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="Its name (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        return four.FOUR_LABELS[self.entry.key].text(language_word(language))

    @resolver(description="Mean strength of its relations; null: one is unknown (水平).")
    def level(self) -> float | None:
        """Give the level."""
        return self.entry.level

    @resolver(description="Its weakest relation; null: none is known (最弱关系).")
    def weakest(self) -> ReliefRelation | None:
        """Give the weakest relation."""
        found = self.entry.weakest
        return None if found is None else ReliefRelation(view=self.view, entry=found)

    @resolver(description="The strength of that relation (最弱强度).")
    def least(self) -> float | None:
        """Give the least strength."""
        return self.entry.least

    @resolver(
        description="The line that names what is lacking; null: the essay names nothing (不足)."
    )
    def deficiency_at(self) -> str | None:
        """Give the line."""
        line = four.DEFICIENCY_AT[self.entry.key]
        return None if line is None else str(line)


@strawberry.type(description="The four dimensions of targeted relief (精准扶贫四维).")
class FourDimensions:
    """The four dimensions."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[four.FourDimensions]

    @resolver(description="In the order of the essay (各维度).")
    def dimensions(self) -> list[ReliefDimension]:
        """Give the dimensions."""
        return [ReliefDimension(view=self.view, entry=item) for item in self.entry.levels]

    @resolver(description="Level of the weakest; null: one is unknown (总体水平).")
    def overall(self) -> float | None:
        """Give the level of the weakest."""
        return self.entry.overall

    @resolver(description="Key of the weakest (最弱维度).")
    def weakest(self) -> str | None:
        """Give the weakest."""
        return self.entry.weakest

    @resolver(description="How far the next one lies above; near 0 it may turn (差距).")
    def margin(self) -> float | None:
        """Give the margin."""
        return self.entry.margin


@strawberry.type(
    description="Households out of poverty that one count of jobs explains at most, one job lifting"
    " one household, A-127 (岗位可解释的脱贫户)."
)
class ExplainedHouseholds:
    """What a count of jobs explains."""

    entry: strawberry.Private[economy.Explained]

    @resolver(description="Key of the figure that counts (数字).")
    def figure(self) -> str:
        """Give the figure."""
        return self.entry.figure

    @resolver(description="The line that prints it (行).")
    def line(self) -> str:
        """Give the line."""
        return str(self.entry.line)

    @resolver(description="Households explained at most (可解释户数).")
    def at_most(self) -> float:
        """Give the households."""
        return self.entry.at_most

    @resolver(description="Their share of all that left poverty; null: nobody did (占比).")
    def share(self) -> float | None:
        """Give the share."""
        return self.entry.share

    @resolver(description="Households left unexplained at least (未能解释).")
    def unexplained(self) -> float:
        """Give the rest."""
        return self.entry.unexplained


@strawberry.type(
    description="What would have been without the factories, in households, A-127 (若无社区工厂)."
)
class WithoutFactories:
    """A bound on what the factories did."""

    explained_at_most: float = strawberry.field(
        description="Households that the jobs of the poor can have lifted, one job lifting one"
        " household where one worker comes from each (最多由工厂带动)."
    )
    explained_share: float | None = strawberry.field(
        description="Their share of all that left poverty; null: nobody did (占比)."
    )
    out_anyway_at_least: float = strawberry.field(
        description="Households that must have left poverty in another way (其他途径至少)."
    )
    effect: float | None = strawberry.field(
        description="Households that would be poor without the factories, at most; null: nobody has"
        " said how many of those explained would have left poverty anyway (净效应)."
    )


@strawberry.type(description="How far one wage carries a household, A-137 (岗位质量).")
class JobQuality:
    """The quality of a job."""

    wage_per_head: float | None = strawberry.field(
        description="Wage of the household in a year by its members, yuan; null: no wage is stated"
        " (人均年工资收入)."
    )
    reaches_line: bool | None = strawberry.field(
        description="Whether that is the income line or more; null: wage or line is not stated"
        " (是否达线)."
    )
    wage_needed: float | None = strawberry.field(
        description="Wage in a month from which it is, yuan; null: no line is stated (所需月工资)."
    )
    output_per_job: float = strawberry.field(
        description="Output of one worker in a month, yuan: no wage lies above it for long"
        " (每岗月产值)."
    )


@strawberry.type(
    description="What a factory carries once loan and premises are free no longer, yuan a year,"
    " A-136 (贷款结束之后)."
)
class AfterTheLoans:
    """A factory after the loans."""

    output_per_factory: float = strawberry.field(description="Its output (产值).")
    burden: float | None = strawberry.field(
        description="Interest and rent; null: a part of it is not stated (利息与租金)."
    )
    kept: float | None = strawberry.field(
        description="Profit less interest and rent; below 0 it does not survive; null as `burden`"
        " is, or without a margin (所余)."
    )
    margin_needed: float | None = strawberry.field(
        description="Profit by output that just carries the burden (所需利润率)."
    )


@strawberry.type(
    description="Whom an assessment serves that puts economic effect first, A-135 (择优倾向)."
)
class Creaming:
    """Who gets the jobs."""

    selection: float | None = strawberry.field(
        description="Correlation of the ranking with need, in [-1, 1]: 1 the neediest first, 0 as"
        " by lot; null: all rank the same (与需求的相关)."
    )
    mean_need: float | None = strawberry.field(
        description="Mean need of those chosen above that of all, in standard units (平均需求)."
    )
    turning_weight: float | None = strawberry.field(
        description="Weight on output from which the neediest come last; null: none does"
        " (转折权重)."
    )


@strawberry.type(description="A step that a case waits for (待办步骤).")
class DueStep:
    """A step that is due."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[monitoring.Due]

    @resolver(description="The household of the case (农户).")
    def household(self) -> strawberry.ID:
        """Give the household."""
        return strawberry.ID(self.entry.household)

    @resolver(description="Where the case stands (现状态).")
    def before(self) -> CaseState:
        """Give the state."""
        return self.entry.before

    @resolver(description="Where the step leads (目标状态).")
    def after(self) -> CaseState:
        """Give the next state."""
        return self.entry.after

    @resolver(description="Who takes it; null: the view lacks that actor (责任者).")
    def role(self) -> Actor | None:
        """Give who takes it."""
        if self.entry.role not in self.view.graph.places:
            return None
        return Actor(view=self.view, entry=self.view.actor(self.entry.role))

    @resolver(description="The last day in time (期限).")
    def until(self) -> date:
        """Give the last day."""
        return self.entry.until

    @resolver(description="Whether that day was over on the day asked (逾期).")
    def late(self) -> bool:
        """Tell whether it is late."""
        return self.entry.late


@strawberry.type(
    description="The three poverties that monitoring is to find (L347), and what is due (动态监测)."
)
class Monitoring:
    """The watch over the cases, as of a day."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[monitoring.Monitoring]

    @resolver(description="Poor, without a case that is open or re-entered (漏贫).")
    def missed(self) -> list[strawberry.ID]:
        """Give the missed."""
        return [strawberry.ID(item) for item in self.entry.missed]

    @resolver(description="Re-entered within `return_window` years of the exit (返贫).")
    def returned(self) -> list[strawberry.ID]:
        """Give those who returned."""
        return [strawberry.ID(item) for item in self.entry.returned]

    @resolver(
        description="Left without the exit standard being met on that day, by what is recorded now"
        " (被脱贫)."
    )
    def declared_out(self) -> list[strawberry.ID]:
        """Give those declared out."""
        return [strawberry.ID(item) for item in self.entry.declared_out]

    @resolver(description="Left, and poor again by the last reading since (再度贫困).")
    def relapsing(self) -> list[strawberry.ID]:
        """Give those who relapse."""
        return [strawberry.ID(item) for item in self.entry.relapsing]

    @resolver(description="Steps with a deadline that cases wait for (待办).")
    def due(self) -> list[DueStep]:
        """Give what is due."""
        return [DueStep(view=self.view, entry=item) for item in self.entry.due]
