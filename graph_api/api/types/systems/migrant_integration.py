"""Integration of migrant workers (农民工社区融入), as clients ask it."""

from typing import Annotated, cast

import strawberry

from graph_api.api.context import Info, in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.pair import PairScore
from graph_api.api.types.system import System
from graph_api.api.types.systems.migrant_forces import (
    DimensionIntegration,
    ExclusionRisk,
    IntegrationUplift,
    Involution,
    InvolutionBounds,
    InvolutionLever,
    InvolutionReading,
    RegistrationCeiling,
    SupportLimit,
    VoiceDoor,
)
from graph_api.api.types.systems.migrant_persons import (
    GenerationAnswer,
    GenerationComparison,
    GenerationGap,
    IntegrationProfile,
    PersonInput,
    SurveyIdentification,
)
from graph_api.domain import ViewSpec
from graph_api.errors import BadParameterError
from graph_api.systems.migrant_integration import MigrantIntegration
from graph_api.systems.migrant_integration.channels import two_way_ends
from graph_api.systems.migrant_integration.generations import Generation, generation_of
from graph_api.systems.migrant_integration.generations import explain_age as explained
from graph_api.systems.migrant_integration.registration import LEVELS

MOST_LEVELS = 100

MOST_LISTED = 10_000
"""Persons in one query; a table on the command line takes more."""


def _force(what: str, zh: str) -> object:
    return strawberry.argument(description=f"{what}, in [0, 1]; left out: as in this view ({zh}).")


@strawberry.type(description="The mechanism of essay 5 (农民工社区融入).")
class MigrantIntegrationSystem(System):
    """Integration of migrant workers."""

    @property
    def own(self) -> MigrantIntegration:
        """Give the mechanism."""
        return cast("MigrantIntegration", self.entry)

    @resolver(
        description="Persons by generation: three dimensions side by side, unknown ones left out,"
        " never one number; at most 10,000, A-117 (融入画像)."
    )
    async def profile(
        self,
        persons: Annotated[
            list[PersonInput], strawberry.argument(description="The persons (人员).")
        ],
    ) -> IntegrationProfile | None:
        """Profile persons."""
        if len(persons) > MOST_LISTED:
            raise BadParameterError(
                f"A query takes at most {MOST_LISTED:,} persons, not {len(persons):,}; split the"
                " list, or read it as a table on the command line.",
                f"一次查询至多 {MOST_LISTED:,} 人，现为 {len(persons):,} 人；请分批，"
                "或在命令行以表格读入。",
                parameter="persons",
            )
        people = await in_thread(lambda: [item.meant() for item in persons])
        return IntegrationProfile.of(await in_thread(self.own.profile, people))

    @resolver(
        description="Whether the community pushes the new generation more than it pulls and fellow"
        " migrants the other way, A-32 (内卷化)."
    )
    async def involution(
        self,
        city_pull: Annotated[float | None, _force("Pull of the community", "社区拉力")] = None,
        city_push: Annotated[float | None, _force("Push of the community", "社区推力")] = None,
        peer_pull: Annotated[
            float | None, _force("Pull of fellow migrants", "同质群体拉力")
        ] = None,
        peer_push: Annotated[
            float | None, _force("Push of fellow migrants", "同质群体推力")
        ] = None,
    ) -> Involution | None:
        """Weigh the four forces."""
        found = await in_thread(self.own.involution, city_pull, city_push, peer_pull, peer_push)
        return Involution(entry=found)

    @resolver(
        description="The verdict wherever the four forces of this view lie within their bands;"
        " an unknown one lies in [0, 1], A-121 (内卷化的区间)."
    )
    async def involution_bounds(self) -> InvolutionBounds | None:
        """Weigh the forces at the ends of their bands."""
        return InvolutionBounds(entry=await in_thread(self.own.involution_bounds))

    @resolver(
        description="The verdict by other readings: of the community's pull, and of the bands"
        ", A-121 (不同读法)."
    )
    async def involution_readings(self) -> list[InvolutionReading] | None:
        """Give the verdict by other readings."""
        found = await in_thread(self.own.readings)
        return [InvolutionReading(text=label, entry=item) for label, item in found]

    @resolver(
        description="Single levers that end the involution of this view, smallest change first;"
        " empty: there is none, A-32 (打破内卷化的办法)."
    )
    async def levers(self) -> list[InvolutionLever] | None:
        """Give the levers."""
        found = await in_thread(self.own.improvements)
        return [InvolutionLever(entry=item) for item in found]

    @resolver(
        description="The generation of one person, by year of birth or else by age in a year; an"
        " age may leave it open (世代)."
    )
    async def generation(
        self,
        birth_year: Annotated[
            int | None, strawberry.argument(description="Year of birth (出生年份).")
        ] = None,
        age: Annotated[
            int | None, strawberry.argument(description="Age in completed years (周岁).")
        ] = None,
        year: Annotated[
            int | None,
            strawberry.argument(description="Year of the age; left out: the survey's (年份)."),
        ] = None,
    ) -> GenerationAnswer | None:
        """Classify a person."""
        if (birth_year is None) == (age is None):
            raise BadParameterError(
                "Say either birthYear or age (with year), not both and not neither.",
                "请给出 birthYear 或 age（及 year）其中之一，不能都给，也不能都不给。",
                parameter="birthYear" if age is None else "age",
            )
        cut = self.own.first_new_year
        if birth_year is not None and year is not None:
            raise BadParameterError(
                "year goes with age; a birthYear needs none.",
                "year 与 age 搭配使用；给出 birthYear 时不需要。",
                parameter="year",
            )
        if birth_year is not None:
            return GenerationAnswer.born(birth_year, generation_of(birth_year, cut))
        assert age is not None  # noqa: S101  # one of the two is given
        found = self.own.generation_at_age(age, year)
        return GenerationAnswer.aged(found, explained(found, cut))

    @resolver(
        description="Who is ahead in each dimension by the survey of 2011: signs, no magnitudes"
        ", A-113 (代际比较)."
    )
    async def comparison(self) -> list[GenerationComparison] | None:
        """Compare the generations."""
        indicators = await in_thread(lambda: self.own.indicators)
        return [
            GenerationComparison.of(item, indicators)
            for item in await in_thread(self.own.comparison)
        ]

    @resolver(description="Figures of the survey of 2011 by generation, A-113 (代际差距).")
    async def gaps(self) -> list[GenerationGap] | None:
        """Give the gaps."""
        return [GenerationGap(entry=item) for item in await in_thread(self.own.gaps)]

    @resolver(
        description="What so many surveys could tell apart of age, period and cohort"
        ", A-113 (年龄、时期与队列)."
    )
    async def identification(
        self,
        waves: Annotated[
            int | None,
            strawberry.argument(
                description="Number of surveys, 1 to 50; left out: the parameter's (调查次数)."
            ),
        ] = None,
    ) -> SurveyIdentification | None:
        """Tell effects apart."""
        found = await in_thread(self.own.told_apart, waves)
        return SurveyIdentification(
            waves=found.waves,
            age_from_cohort=found.age_from_cohort,
            all_three=found.all_three,
        )

    @resolver(
        description="Barriers, openness, capability and integration of every dimension of both"
        " generations, A-110 and A-114 (障碍与融入)."
    )
    async def integration(self) -> list[DimensionIntegration] | None:
        """Give every dimension."""
        found = await in_thread(lambda: [self.own.integration(one) for one in Generation])
        return [DimensionIntegration.of(item) for items in found for item in items]

    @resolver(
        description="Openness as the barrier of household registration falls, all else as in this"
        " view, A-119 (户籍杠杆)."
    )
    async def registration(
        self,
        levels: Annotated[
            list[float] | None,
            strawberry.argument(
                description="Heights of the barrier to try, in [0, 1]; at most 100;"
                " left out: seven from 1 to 0 (障碍高度)."
            ),
        ] = None,
    ) -> list[RegistrationCeiling] | None:
        """Try the lever."""
        tried = LEVELS if levels is None else tuple(levels)
        if not 0 < len(tried) <= MOST_LEVELS:
            raise BadParameterError(
                f"levels takes 1 to {MOST_LEVELS} heights, not {len(tried)}.",
                f"levels 须有 1 至 {MOST_LEVELS} 个高度，现为 {len(tried)} 个。",
                parameter="levels",
            )
        found = await in_thread(
            lambda: [(one, self.own.registration(one, tried)) for one in Generation]
        )
        return [RegistrationCeiling.of(one, step) for one, steps in found for step in steps]

    @resolver(
        description="The four supports of the community and which is the limit; null inside: no"
        " evidence, A-111 (四种支持)."
    )
    async def supports(self) -> SupportLimit | None:
        """Give the supports."""
        return SupportLimit(entry=await in_thread(self.own.supports))

    @resolver(
        description="Risk of drift and deviance after each round in which this view lasts"
        ", A-112 (长期排斥的风险)."
    )
    async def risk(
        self,
        rounds: Annotated[
            int | None,
            strawberry.argument(
                description="How many rounds, 1 to 1000; left out: the parameter's (轮数)."
            ),
        ] = None,
    ) -> ExclusionRisk | None:
        """Follow the risk."""
        locked = (await in_thread(self.own.involution)).involuted
        return ExclusionRisk(
            involuted=locked, after_each_round=[*await in_thread(self.own.risk, rounds)]
        )

    @resolver(
        description="Who could carry the migrants' voice to the government, best reached first"
        ", A-118 (通向政府的门户)."
    )
    async def doors(self) -> list[VoiceDoor] | None:
        """Give the doors."""
        found = await in_thread(lambda: [(one, self.own.doors(one)) for one in Generation])
        return [VoiceDoor.of(self.view, one, door) for one, doors in found for door in doors]

    @resolver(
        description="Pairs related in both directions, the most one-sided first; `a` gives more"
        ", A-22 and A-23 (双向关系的不对称)."
    )
    async def two_way_pairs(self) -> list[PairScore] | None:
        """Give the pairs."""
        self.view.budget.spend(len(await in_thread(two_way_ends, self.view.graph)))
        found = await in_thread(self.own.two_way_pairs)
        return [PairScore.of(self.view, score) for score in found]

    @resolver(
        description="What each actor gives more, and excludes less, in another variant than in"
        " this view, the greatest first, A-120 (充权增量)."
    )
    async def uplift(
        self,
        info: Info,
        variant: Annotated[
            str, strawberry.argument(description="Key of the other variant (变体).")
        ] = "after_remedies",
    ) -> list[IntegrationUplift] | None:
        """Compare with a variant."""
        after = await info.context.view(self.view.scenario, ViewSpec(variant=variant))
        found = await in_thread(self.own.uplift, after)
        return [IntegrationUplift.of(self.view, item) for item in found]
