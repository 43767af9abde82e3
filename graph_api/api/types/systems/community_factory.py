"""The community factory (社区工厂), as clients ask it."""

from datetime import date
from typing import Annotated, cast

import strawberry

from graph_api.api.connections import After, First
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.case import CaseConnection, cases_page
from graph_api.api.types.system import System
from graph_api.api.types.systems.community_factory_parts import (
    DimensionInput,
    HeadcountStep,
    HouseholdInput,
    Identification,
    RuleErrors,
    Stability,
    Targeting,
)
from graph_api.api.types.systems.community_factory_relief import (
    AfterTheLoans,
    Creaming,
    ExplainedHouseholds,
    FourDimensions,
    JobQuality,
    Monitoring,
    WithoutFactories,
)
from graph_api.domain import CaseState
from graph_api.errors import BadParameterError
from graph_api.systems.community_factory import CommunityFactory
from graph_api.systems.community_factory.households import (
    MOST_DIMENSIONS,
    MOST_HOUSEHOLDS,
    Dimension,
    Household,
)
from graph_api.systems.community_factory.robustness import headcounts_over_k, stability
from graph_api.systems.community_factory.targeting import target

Households = Annotated[
    list[HouseholdInput],
    strawberry.argument(description="The households, 10,000 at most (农户)."),
]
Dimensions = Annotated[
    list[DimensionInput],
    strawberry.argument(description="The dimensions, 100 at most; weights sum to 1 (维度)."),
]
Cutoff = Annotated[
    float,
    strawberry.argument(
        description="Weighted share of deprivations from which a household is poor, in (0, 1]"
        " (贫困临界值)."
    ),
]


@strawberry.type(description="The mechanism of essay 6 (社区工厂).")
class CommunityFactorySystem(System):
    """The community factory."""

    @property
    def own(self) -> CommunityFactory:
        """Give the mechanism."""
        return cast("CommunityFactory", self.entry)

    @resolver(
        description="Who is poor in many dimensions, and how poor: the measures of Alkire and"
        " Foster, A-33 (识别)."
    )
    async def identify(
        self, households: Households, dimensions: Dimensions, k: Cutoff
    ) -> Identification | None:
        """Identify the poor."""

        def identified() -> Identification:
            people, sides = _meant(households, dimensions)
            return Identification(entry=self.own.identify(people, sides, k))

        return await in_thread(identified)

    @resolver(
        description="Those who are served against those who are poor: errors of exclusion and"
        " inclusion, A-33 (瞄准)."
    )
    async def targeting(
        self,
        households: Households,
        dimensions: Dimensions,
        k: Cutoff,
        served: Annotated[
            list[strawberry.ID],
            strawberry.argument(description="Ids of the households that are served (受助农户)."),
        ],
    ) -> Targeting | None:
        """Target."""

        def targeted() -> Targeting:
            people, sides = _meant(households, dimensions)
            found = self.own.identify(people, sides, k)
            return Targeting(entry=target(found, [str(item) for item in served]))

        return await in_thread(targeted)

    @resolver(
        description="In what share of weights, drawn around those given, each household is poor"
        ", A-138 (权重稳健性)."
    )
    async def stability(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        households: Households,
        dimensions: Dimensions,
        k: Cutoff,
        concentration: Annotated[
            float,
            strawberry.argument(
                description="The greater, the less the weights wander; 0.001 to 1,000,000 (集中度)."
            ),
        ] = 20.0,
        draws: Annotated[
            int, strawberry.argument(description="How many draws, 1 to 10,000 (抽样次数).")
        ] = 1000,
        seed: Annotated[
            int, strawberry.argument(description="Equal seeds give equal answers (随机种子).")
        ] = 0,
    ) -> list[Stability] | None:
        """Draw weights."""

        def drawn() -> list[Stability]:
            people, sides = _meant(households, dimensions)
            found = stability(people, sides, k, concentration=concentration, draws=draws, seed=seed)
            return [Stability(entry=item) for item in found]

        return await in_thread(drawn)

    @resolver(
        description="H and M0 for every k, of the households that are fully known, A-33"
        " (临界值稳健性)."
    )
    async def headcount_over_k(
        self, households: Households, dimensions: Dimensions
    ) -> list[HeadcountStep] | None:
        """Give the steps over k."""

        def stepped() -> list[HeadcountStep]:
            return [
                HeadcountStep(
                    above=item.above,
                    up_to=item.up_to,
                    headcount=item.headcount,
                    adjusted=item.adjusted,
                )
                for item in headcounts_over_k(*_meant(households, dimensions))
            ]

        return await in_thread(stepped)

    @resolver(
        description="Today's rule in the three ways the essay describes it, tried on every profile"
        " of deprivation, A-129 and A-130 (现行规则的误差)."
    )
    async def today_rules(
        self,
        spirit_only: Annotated[
            bool,
            strawberry.argument(description="Only profiles that are short in spirit (仅精神贫困)."),
        ] = False,
    ) -> list[RuleErrors] | None:
        """Try the rules."""

        def tried() -> list[RuleErrors]:
            return [
                RuleErrors(rule=rule, entry=self.own.rule_errors(rule, spirit_only=spirit_only))
                for rule in self.own.today_rules()
            ]

        return await in_thread(tried)

    @resolver(
        description="The four dimensions of targeted relief, and which is weakest, A-132"
        " (四个维度)."
    )
    async def four_dimensions(self) -> FourDimensions | None:
        """Give the four dimensions."""
        found = await in_thread(self.own.four_dimensions)
        return FourDimensions(view=self.view, entry=found)

    @resolver(
        description="What each of the essay's counts of jobs explains, at most, of the households"
        " that left poverty, A-127 (若无社区工厂)."
    )
    async def explained_households(self) -> list[ExplainedHouseholds] | None:
        """Bound what the jobs explain."""
        return [ExplainedHouseholds(entry=item) for item in await in_thread(self.own.explained)]

    @resolver(
        description="What would have been without the factories, at most, A-127 (若无社区工厂)."
    )
    def without_factories(self) -> WithoutFactories | None:
        """Bound what the factories did."""
        found = self.own.without_factories()
        return WithoutFactories(
            explained_at_most=found.explained_at_most,
            explained_share=found.explained_share,
            out_anyway_at_least=found.out_anyway_at_least,
            effect=found.effect,
        )

    @resolver(description="How far one wage carries a household, A-137 (岗位质量).")
    def job_quality(self) -> JobQuality | None:
        """Tell how far a wage carries."""
        found = self.own.job_quality()
        return JobQuality(
            wage_per_head=found.wage_per_head,
            reaches_line=found.reaches_line,
            wage_needed=found.wage_needed,
            output_per_job=found.output_per_job,
        )

    @resolver(
        description="What a factory keeps once it pays interest and rent, A-136 (贷款结束之后)."
    )
    def after_the_loans(self) -> AfterTheLoans | None:
        """Tell what is left."""
        found = self.own.after_the_loans()
        return AfterTheLoans(
            output_per_factory=found.output_per_factory,
            burden=found.burden,
            kept=found.kept,
            margin_needed=found.margin_needed,
        )

    @resolver(
        description="Whom an assessment serves that puts economic effect first, A-135 (择优倾向)."
    )
    def creaming(self) -> Creaming | None:
        """Tell who gets the jobs."""
        found = self.own.creaming()
        return Creaming(
            selection=found.selection,
            mean_need=found.mean_need,
            turning_weight=found.turning_weight,
        )

    @resolver(
        description="The three poverties among the cases, and what is due, as of a day; the same in"
        " every variant but for its parameters, A-133 and A-134 (动态监测)."
    )
    async def monitoring(
        self,
        as_of: Annotated[
            date,
            strawberry.argument(description="Later steps and readings are not looked at (截至)."),
        ],
        poor: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(
                description="Households that are poor on that day, as `identify` finds them, 10,000"
                " at most; those without a case are missed (贫困户)."
            ),
        ] = None,
    ) -> Monitoring | None:
        """Watch the cases."""
        people = [str(item) for item in poor or ()]
        require_number(len(people))
        cases = sorted(self.view.scenario.cases.values(), key=lambda case: case.id)
        found = await in_thread(self.own.monitoring, cases, as_of, people)
        return Monitoring(view=self.view, entry=found)

    @resolver(
        description="The cases of households, by household; the same in every variant, A-134"
        " (个案)."
    )
    async def cases(
        self,
        first: First = 50,
        after: After = None,
        state: Annotated[
            CaseState | None,
            strawberry.argument(description="Only cases in this state; null: all (状态)."),
        ] = None,
    ) -> CaseConnection:
        """List the cases."""
        return await in_thread(cases_page, self.view.scenario, state, first, after)


def require_number(poor: int) -> None:
    """Refuse more poor households than are taken in one question."""
    if poor > MOST_HOUSEHOLDS:
        raise BadParameterError(
            f"{poor} poor households were given; give {MOST_HOUSEHOLDS} at most.",
            f"给出了 {poor} 个贫困户；最多 {MOST_HOUSEHOLDS} 个。",
            parameter="poor",
        )


def _meant(
    households: list[HouseholdInput], dimensions: list[DimensionInput]
) -> tuple[list[Household], list[Dimension]]:
    """Read the inputs; one more than allowed is enough to be refused."""
    return (
        [item.meant() for item in households[: MOST_HOUSEHOLDS + 1]],
        [item.meant() for item in dimensions[: MOST_DIMENSIONS + 1]],
    )
