"""The WeChat platform (微信平台), as clients ask it."""

from typing import Annotated, cast

import strawberry

from graph_api.api.context import Info, in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.system import System
from graph_api.api.types.systems.wechat_parts import (
    PlatformBounds,
    PlatformFlow,
    PlatformGates,
    PlatformLayer,
    PlatformProblem,
    RemedyEffects,
)
from graph_api.api.types.systems.wechat_public import (
    PlatformConsensus,
    PlatformNonUsers,
    PlatformPush,
    PlatformSurveillance,
    PlatformWaiting,
    RumourRace,
)
from graph_api.api.types.systems.wechat_supervision import PlatformSupervision
from graph_api.domain import ViewSpec
from graph_api.domain.numbers import require_whole, require_within
from graph_api.errors import BadParameterError
from graph_api.systems.wechat_platform import WechatPlatform
from graph_api.systems.wechat_platform.actors import COMMUNICATION
from graph_api.systems.wechat_platform.rumour import SAMPLES, mean_field

MOST_ROUNDS = 1_000
MOST_RESIDENTS = 100_000
MOST_RUNS = 500
"""What one query may run; the command line and Python take more."""


def _share(what: str, zh: str) -> object:
    return strawberry.argument(
        description=f"{what}, in [0, 1]; left out: as the parameter says ({zh})."
    )


Coverage = Annotated[float | None, _share("Share of residents covered", "覆盖比例")]
Identification = Annotated[
    float | None, _share("Share of those covered who use the platform", "认同使用比例")
]


@strawberry.type(description="The mechanism of essay 1 (微信平台).")
class WechatPlatformSystem(System):
    """The WeChat platform."""

    @property
    def own(self) -> WechatPlatform:
        """Give the mechanism."""
        return cast("WechatPlatform", self.entry)

    def _threshold(self) -> float:
        return self.own.parameters.value("one_way_threshold")

    # Reach

    @resolver(
        description="Expected share of residents whom one message reaches: coverage x"
        " identification x what is published, A-45; an error names what nobody has said (触达比例)."
    )
    async def reach(
        self, coverage: Coverage = None, identification: Identification = None
    ) -> float | None:
        """Give the reach."""
        return await in_thread(self.own.reach, coverage, identification)

    @resolver(description="The same with everything unknown at 0 and at 1, A-45 (触达区间).")
    async def reach_bounds(
        self, coverage: Coverage = None, identification: Identification = None
    ) -> PlatformBounds | None:
        """Give the bounds of the reach."""
        found = await in_thread(self.own.reach_bounds, coverage, identification)
        return PlatformBounds.of(found)

    @resolver(
        description="Smallest coverage with which one message reaches this share of residents;"
        " null with an error-free answer: not to be had, A-45 (所需覆盖)."
    )
    async def required_coverage(
        self,
        reach: Annotated[
            float, strawberry.argument(description="Share to reach, in [0, 1] (目标触达).")
        ],
        identification: Identification = None,
    ) -> float | None:
        """Give the coverage needed."""
        return await in_thread(self.own.required_coverage, reach, identification)

    @resolver(description="Every actor with its layer, counted from the office, A-41 (触达层).")
    async def layers(self) -> list[PlatformLayer] | None:
        """Give the layers."""
        found = await in_thread(self._layers)
        self.view.budget.spend(len(found))
        return found

    def _layers(self) -> list[PlatformLayer]:
        limit = self._threshold()
        return [
            PlatformLayer(view=self.view, entry=item, threshold=limit) for item in self.own.layers()
        ]

    @resolver(description="What pushes of one message bring by a deadline, A-46 (推送).")
    async def push(
        self,
        per_day: Annotated[
            float | None,
            strawberry.argument(description="Pushes a day, 0 to 24; left out: as the parameter."),
        ] = None,
        deadline: Annotated[
            float | None,
            strawberry.argument(description="Hours, 0 to 720; left out: as the parameter (时限)."),
        ] = None,
        coverage: Coverage = None,
        identification: Identification = None,
    ) -> PlatformPush | None:
        """Push a message."""
        found = await in_thread(self.own.push, per_day, deadline, coverage, identification)
        return PlatformPush.of(found)

    @resolver(description="How long a question waits for a person, A-46 (等待人工答复).")
    async def waiting(
        self,
        staffed_hours: Annotated[
            float | None,
            strawberry.argument(
                description="Hours a day in which a person answers; left out: as the parameter."
            ),
        ] = None,
    ) -> PlatformWaiting | None:
        """Wait for a person."""
        found = await in_thread(self.own.waiting, staffed_hours)
        return PlatformWaiting(mean=found.mean, longest=found.longest)

    @resolver(description="Who has no such medium at all, by age, A-51 (不使用者).")
    async def non_users(
        self,
        older_share: Annotated[float | None, _share("Share of older residents", "老年比例")] = None,
        users_among_older: Annotated[
            float | None, _share("Share of them who use the medium", "老年使用比例")
        ] = None,
        users_among_younger: Annotated[
            float | None, _share("Share of the others who use it", "其余使用比例")
        ] = None,
    ) -> PlatformNonUsers | None:
        """Count non-users."""
        found = await in_thread(
            self.own.non_users, older_share, users_among_older, users_among_younger
        )
        return PlatformNonUsers.of(found)

    # Both directions

    @resolver(
        description="Information down and opinion up over the platform, office and residents, A-42"
        " (双向流动)."
    )
    async def flow(self) -> PlatformFlow | None:
        """Give both directions."""
        found = await in_thread(self.own.flow)
        return PlatformFlow(entry=found, threshold=self._threshold())

    @resolver(
        description="The same with automatic replies left out: what people read, A-52"
        " (剔除自动回复)."
    )
    async def flow_of_people(
        self,
        automatic_share: Annotated[
            float | None, _share("Share of automatic replies", "自动回复比例")
        ] = None,
    ) -> PlatformFlow | None:
        """Give both directions without automatic replies."""
        found = await in_thread(self.own.human_flow, automatic_share)
        return PlatformFlow(entry=found, threshold=self._threshold())

    @resolver(
        description="Share of automatic replies up to which the link is two-way; null with an"
        " error-free answer: it is one-way even without any, A-52 (自动回复上限)."
    )
    async def automatic_reply_limit(self) -> float | None:
        """Give the limit."""
        return await in_thread(self.own.automatic_limit)

    @resolver(
        description="Weighted reciprocity of the platform's relations: the share of their strength"
        " that is returned, in [0, 1], A-42 (双向份额)."
    )
    async def two_way_share(
        self,
        communication_only: Annotated[
            bool,
            strawberry.argument(
                description="Leave out support with skill, which nobody returns (只计沟通)."
            ),
        ] = False,
    ) -> float | None:
        """Give the share."""
        contents = COMMUNICATION if communication_only else None
        return await in_thread(self.own.two_way_share, contents)

    @resolver(
        description="Product round office, platform, residents, office: both path scores of office"
        " and residents multiplied, A-42 (回应回路)."
    )
    async def response_loop(self) -> float | None:
        """Give the loop."""
        return await in_thread(self.own.response_loop)

    # Gates, problems, remedies

    @resolver(description="What holds the platform back: the scarcest factor, A-43 (限制因素).")
    async def gates(
        self,
        target: Annotated[
            float,
            strawberry.argument(description="Level that k is to reach, in [0, 1] (目标)."),
        ] = 0.4,
    ) -> PlatformGates | None:
        """Give the gates."""
        require_within("target", target, 0, 1)
        found = await in_thread(self.own.gates)
        return PlatformGates(view=self.view, entry=found, target=target)

    @resolver(
        description="Both directions if every relation of the platform carries its strength times"
        " k, A-44 (有效流动)."
    )
    async def effective_flow(self) -> PlatformFlow | None:
        """Give the effective flow."""
        found = await in_thread(self.own.effective_flow)
        return PlatformFlow(entry=found, threshold=self._threshold())

    @resolver(description="Problems, what is proposed against each, what is open, A-54 (问题).")
    async def problems(self) -> list[PlatformProblem]:
        """Give the problems."""
        found = await in_thread(self.own.problems)
        return [PlatformProblem(view=self.view, entry=item) for item in found]

    @resolver(
        description="What each counter-measure of another variant adds to one measure of this view,"
        " A-54 (各项对策的贡献)."
    )
    async def remedies(
        self,
        info: Info,
        measure: Annotated[
            str, strawberry.argument(description="Key of a measure: `balance` (测度).")
        ] = "balance",
        variant: Annotated[
            str, strawberry.argument(description="Key of the other variant (变体).")
        ] = "after_remedies",
    ) -> RemedyEffects | None:
        """Run every combination of counter-measures."""
        if self.view.asked.keys() & {"filter", "asOf"}:
            raise BadParameterError(
                "remedies compares whole views: ask it of a view without filter and date.",
                "remedies 比较完整的视图：请在没有筛选和日期的视图上查询。",
                parameter="filter",
            )
        after = await info.context.view(self.view.scenario, ViewSpec(variant=variant))
        found = await in_thread(self.own.remedies, after, measure)
        return RemedyEffects(view=self.view, entry=found)

    # Rumour, consensus, supervision, surveillance

    @resolver(
        description="Rumour against clarification: seeded runs, and the deterministic limit beside"
        " them, A-48 (谣言与澄清的竞争)."
    )
    async def race(  # noqa: PLR0913, PLR0917  # what a race consists of
        self,
        delay: Annotated[
            float | None,
            strawberry.argument(
                description="Hours until the clarification, 0 to 720; left out: as the parameter."
            ),
        ] = None,
        horizon: Annotated[
            float | None,
            strawberry.argument(
                description="Length in hours, 1 to 720; left out: as the parameter (时长)."
            ),
        ] = None,
        seed: Annotated[
            int, strawberry.argument(description="Seed of all chance, from 0 (随机种子).")
        ] = 0,
        reach: Annotated[
            float | None,
            strawberry.argument(
                description="Share whom the clarification can reach, in [0, 1]; left out: of this"
                " view, A-45 (触达)."
            ),
        ] = None,
        runs: Annotated[
            int | None,
            strawberry.argument(description="Runs, 1 to 500; left out: as the parameter (次数)."),
        ] = None,
        residents: Annotated[
            int | None,
            strawberry.argument(
                description="Residents, 1 to 100,000; left out: as the parameter (居民数)."
            ),
        ] = None,
    ) -> RumourRace | None:
        """Run the race."""
        if runs is not None:
            require_whole("runs", runs, 1, MOST_RUNS)
        if residents is not None:
            require_whole("residents", residents, 1, MOST_RESIDENTS)
        race = await in_thread(self.own.race, delay, horizon, reach)
        self.view.budget.spend(SAMPLES + (runs or 0))
        alone = await in_thread(self.own.race, delay, horizon, 0.0)
        return RumourRace(
            race=race,
            entry=await in_thread(self.own.runs, race, seed, runs, residents),
            course=await in_thread(mean_field, race),
            alone=await in_thread(mean_field, alone),
        )

    @resolver(
        description="Whether office, residents, units and two interest groups come to a consensus,"
        " A-47 (共识)."
    )
    async def consensus(
        self,
        rounds: Annotated[
            int | None,
            strawberry.argument(description="Rounds, 0 to 1,000; left out: as the parameter."),
        ] = None,
        openness: Annotated[
            float | None, _share("Weight that parties give to others", "开放度")
        ] = None,
        openness_second_group: Annotated[
            float | None, _share("The same of the second interest group", "乙群体开放度")
        ] = None,
    ) -> PlatformConsensus | None:
        """Consult."""
        if rounds is not None:
            require_whole("rounds", rounds, 0, MOST_ROUNDS)
        found = await in_thread(self.own.consult, rounds, openness, openness_second_group)
        return PlatformConsensus(entry=found)

    @resolver(
        description="Tension between groups and office meets a platform on which both are heard,"
        " A-53; null: unknown (有缓冲)."
    )
    async def buffered(self) -> bool | None:
        """Tell whether there is a buffer."""
        return await in_thread(self.own.is_buffered)

    @resolver(description="Who can supervise the office, and where that ends, A-49 (监督).")
    async def supervision(self) -> PlatformSupervision | None:
        """Give supervision."""
        found = await in_thread(self.own.supervision)
        floor = self.own.parameters.value("voice_floor")
        return PlatformSupervision(view=self.view, entry=found, floor=floor)

    @resolver(
        description="Reading opinion as surveillance: what the office hears when residents know"
        " that they are read, A-50 (民意读取与监视)."
    )
    async def surveillance(
        self,
        named_share: Annotated[
            float | None, _share("Share of opinions that can be traced to a person", "可追溯比例")
        ] = None,
        chilling: Annotated[
            float | None, _share("Part of the voice that falls silent if all can", "沉默部分")
        ] = None,
    ) -> PlatformSurveillance | None:
        """Read opinion."""
        found = await in_thread(self.own.read_opinion, named_share, chilling)
        return PlatformSurveillance.of(found)
