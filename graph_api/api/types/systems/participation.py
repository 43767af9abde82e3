"""Urban participation (城市社区参与), as clients ask it."""

from typing import Annotated

import strawberry

from graph_api import domain
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.pair import Interval
from graph_api.api.types.relation import Relation
from graph_api.api.types.system import System
from graph_api.api.types.systems.participation_channels import (
    ChannelRequirement,
    OpinionDay,
    ParticipationChannel,
    ParticipationInterest,
    ParticipationTenure,
    ParticipationVoice,
)
from graph_api.api.types.systems.participation_people import (
    Activities,
    ParticipationCell,
    ParticipationChoice,
    RepresentativeChoice,
)
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.domain.numbers import require_within
from graph_api.systems.participation import Participation
from graph_api.systems.participation.causes import Cause
from graph_api.systems.participation.interests import (
    COMMITTEE,
    FIRM,
    INTERESTS,
    find_interests,
)
from graph_api.systems.participation.ladder import Rated, unrated
from graph_api.systems.participation.rungs import Rung

MOST_DAYS = 7.0
"""Opinion days a week at most."""

Matter = Annotated[
    str | None,
    strawberry.argument(description="One matter by its key; null: all six (事项)."),
]

PerWeek = Annotated[
    float,
    strawberry.argument(
        description="Opinion days a week, 0 to 7; once a month is 0.25 (每周次数，每月一次为0.25)."
    ),
]


@strawberry.type(description="A relation on Arnstein's ladder of participation (参与阶梯).")
class RelationRung:
    """A relation with its rung."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Rated]

    @resolver(description="The relation (关系).")
    def relation(self) -> Relation:
        """Give the relation."""
        return Relation.of(self.view, [self.entry.relation])[0]

    @resolver(description="1 manipulation to 8 citizen control; an order, A-82 (等级).")
    def rung(self) -> int:
        """Give the rung."""
        return self.entry.rung.number

    @resolver(description="Its name (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        return self.entry.rung.label.text(language_word(language))

    @resolver(
        description="It counts in the median: it is not the weaker face of a channel that counts"
        " already, A-83 (计入)."
    )
    def counted(self) -> bool:
        """Tell whether it counts."""
        return self.entry.counted


@strawberry.type(description="Medians of the rungs, an order that has no mean (等级中位数).")
class RungMedians:
    """The medians."""

    entry: strawberry.Private[tuple[Rung, Rung]]

    @resolver(description="Lower median, 1 to 8 (下中位数).")
    def low(self) -> int:
        """Give the lower one."""
        return self.entry[0].number

    @resolver(description="Upper median, 1 to 8; another one only for an even count (上中位数).")
    def high(self) -> int:
        """Give the upper one."""
        return self.entry[1].number

    @resolver(description="Name of the lower median (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        return self.entry[0].label.text(language_word(language))


@strawberry.type(description="A cause that the essay names, and whether it still works (原因).")
class ParticipationCause:
    """A cause."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Cause]

    @resolver(description="Its key: `burden`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="The cause in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.label.text(language_word(language))

    @resolver(description="How strongly it works, in [0, 1]; null: unknown (强度).")
    def strength(self) -> float | None:
        """Give the strength."""
        return self.entry.strength

    @resolver(description="It works strongly: from 0.60, A-89 (仍起作用).")
    def in_force(self) -> bool | None:
        """Tell whether it is in force."""
        return self.entry.in_force

    @resolver(description="What the essay names against it; null: nothing (对策).")
    def remedy(self, language: LanguageArgument = Language.EN) -> str | None:
        """Give the remedy."""
        return self.entry.remedy.text(language_word(language)) or None

    @resolver(description="Where the essay names it (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        cited = domain.Evidence(Participation.source, self.entry.lines)
        return Evidence.of([cited], self.view.graph.sources)


@strawberry.type(description="The mechanism of essay 3 (城市社区参与).")
class ParticipationSystem(System):
    """Urban participation."""

    entry: strawberry.Private[Participation]

    @resolver(
        description="Types of participation, kind by initiative, with their shares: those of the"
        " scenario, or counted from records of activities, A-75 (类型)."
    )
    async def typology(self, activities: Activities = None) -> list[ParticipationCell] | None:
        """Give the four cells."""
        records = None if activities is None else [item.meant() for item in activities]
        cells = await in_thread(self.entry.typology, records)
        return [ParticipationCell(entry=item) for item in cells]

    @resolver(
        description="The six matters of interest, and whether each has a channel, A-78 and A-79"
        " (事项)."
    )
    async def interests(self) -> list[ParticipationInterest] | None:
        """Give the matters."""
        found = [(item, await in_thread(self.entry.has_channel, item)) for item in INTERESTS]
        return [ParticipationInterest(view=self.view, entry=item, open=way) for item, way in found]

    @resolver(
        description="What reaches each addressee of owners' and of tenants' word, matter by matter,"
        " A-88 (业主与租户)."
    )
    async def tenures(self, interest: Matter = None) -> list[ParticipationTenure] | None:
        """Compare owners and tenants."""
        found = await in_thread(self.entry.tenures, interest)
        return [ParticipationTenure(view=self.view, entry=item) for item in found]

    @resolver(
        description="Each way in which each matter of interest can be voiced; capacity 0: it is"
        " missing, A-79 (渠道)."
    )
    async def channels(self, interest: Matter = None) -> list[ParticipationChannel] | None:
        """Give the ways."""
        found = await in_thread(self.entry.channels, interest)
        self.view.budget.spend(len(found))
        return [ParticipationChannel(view=self.view, entry=item) for item in found]

    @resolver(description="Relations with who decides, on Arnstein's ladder, A-82 (参与阶梯).")
    async def rungs(self) -> list[RelationRung] | None:
        """Give the relations with their rungs."""
        found = await in_thread(self.entry.rungs)
        self.view.budget.spend(len(found))
        return [RelationRung(view=self.view, entry=item) for item in found]

    @resolver(
        description="Relations with who decides whose strength nobody knows; they have no rung"
        ", A-82 (未知等级的关系)."
    )
    async def unrated(self) -> list[Relation] | None:
        """Give the unknown relations."""
        return Relation.of(self.view, await in_thread(unrated, self.entry))

    @resolver(description="Medians of the rungs, each channel counted once, A-83 (中位数).")
    async def median_rungs(self) -> RungMedians | None:
        """Give the medians."""
        return RungMedians(entry=await in_thread(self.entry.median_rungs))

    @resolver(description="What blocks each matter at each who has to hear it, A-77 (受阻之处).")
    async def voices(self, interest: Matter = None) -> list[ParticipationVoice] | None:
        """Give the effective voices."""
        return await in_thread(self._voices, interest)

    def _voices(self, key: str | None) -> list[ParticipationVoice]:
        return [
            ParticipationVoice(
                view=self.view,
                matter=interest,
                addressee=addressee,
                entry=self.entry.voice(interest, addressee),
            )
            for interest in find_interests(key)
            for addressee in interest.addressees
        ]

    @resolver(description="Who would come to what, by stratum, A-76 (各人群的取舍).")
    async def choices(self) -> list[ParticipationChoice] | None:
        """Give the choices."""
        return [ParticipationChoice(entry=item) for item in await in_thread(self.entry.choices)]

    @resolver(description="Seven requirements of the channel of opinion, A-81 (七项要求).")
    async def requirements(self) -> list[ChannelRequirement] | None:
        """Give the requirements."""
        found = await in_thread(self.entry.requirements)
        return [ChannelRequirement(entry=item) for item in found]

    @resolver(
        description="Whom representatives would speak for, by how they are chosen, A-85 (代表)."
    )
    async def representatives(self) -> list[RepresentativeChoice] | None:
        """Give the ways of choosing."""
        found = await in_thread(self.entry.delegations)
        return [RepresentativeChoice(entry=item) for item in found]

    @resolver(
        description="The government's part in what makes residents' own groups, in [0, 1]; null:"
        " there are none, or unknown, A-86 (政府占比)."
    )
    async def cooptation(self) -> float | None:
        """Give the share."""
        return await in_thread(self.entry.cooptation)

    @resolver(
        description="Between which ends that share lies, by low and high of the strengths; null:"
        " there may be none, A-86 (占比范围)."
    )
    async def cooptation_bounds(self) -> Interval | None:
        """Give the ends."""
        found = await in_thread(self.entry.cooptation_bounds)
        return None if found is None else Interval(low=found[0], high=found[1])

    @resolver(description="How far residents hold together, in [0, 1], A-84 (凝聚程度).")
    async def group_strength(self) -> float | None:
        """Give the strength."""
        return await in_thread(self.entry.group_strength)

    @resolver(description="Named causes, and which still work in this view, A-89 (原因).")
    async def causes(self) -> list[ParticipationCause] | None:
        """Give the causes."""
        found = await in_thread(self.entry.causes)
        return [ParticipationCause(view=self.view, entry=item) for item in found]

    @resolver(description="The opinion day at another frequency, by itself, A-80 (意见日频率).")
    async def opinion_day(self, per_week: PerWeek) -> OpinionDay | None:
        """Hold it at some frequency."""
        require_within("perWeek", per_week, 0, MOST_DAYS)
        return await in_thread(self._opinion_day, per_week)

    def _opinion_day(self, per_week: float) -> OpinionDay:
        firm, committee = (self.entry.opinion_day(holder, per_week) for holder in (FIRM, COMMITTEE))
        forms = [self.entry.is_missing(item) for item in (firm, committee)]
        return OpinionDay(
            per_week=per_week,
            entry=self.entry.entry(per_week),
            to_firm=firm,
            to_committee=committee,
            missing=True if True in forms else None if None in forms else False,
        )
