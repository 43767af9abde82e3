"""The water users' association from inside (用水者协会内部), as clients ask it."""

from dataclasses import asdict
from typing import Annotated

import strawberry

from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.systems.water_game_village import (
    AssociationAccounts,
    AssociationCapture,
    CanalPosition,
    SanctionStep,
    SecondOrderDilemma,
    WaterInstitution,
)
from graph_api.api.types.systems.water_game_words import LevyKind
from graph_api.domain.numbers import require_within
from graph_api.systems.water_game import WaterGame

Members = Annotated[int, strawberry.argument(description="Members, 1 to 10,000 (成员数).")]


@strawberry.type(description="The water users' association from inside, L103 to L107 (协会内部).")
class WaterAssociation:
    """The association."""

    entry: strawberry.Private[WaterGame]

    @resolver(description="It is at work in this view, not only proposed (已建立).")
    def present(self) -> bool:
        """Tell whether it is there."""
        return self.entry.association_present

    @resolver(description="Its detection, error and fine (监督与惩罚).")
    def institution(self) -> WaterInstitution:
        """Give the institution."""
        return WaterInstitution(entry=self.entry.association())

    @resolver(description="What a member owes per season: share and labour (应缴).")
    def dues(self) -> float | None:
        """Give the dues."""
        return self.entry.dues()

    @resolver(description="What a household gains by joining, entry being voluntary (入会净得).")
    def entry_margin(self) -> float | None:
        """Give the margin."""
        return self.entry.entry_margin()

    @resolver(
        description="Accounts of a season; null with an error while nobody has said how many"
        " households there are and what the staff cost (收支)."
    )
    async def accounts(
        self,
        kind: Annotated[
            LevyKind, strawberry.argument(description="In what the share is paid (份额形式).")
        ] = LevyKind.MONEY,
        paying: Annotated[
            float,
            strawberry.argument(description="Share of members who pay, in [0, 1] (缴费比例)."),
        ] = 1.0,
    ) -> AssociationAccounts | None:
        """Give the accounts."""
        require_within("paying", paying, 0, 1)
        return AssociationAccounts(**asdict(await in_thread(self.entry.accounts, kind, paying)))

    @resolver(
        description="A proposal is carried: one vote each, more than the majority (表决通过)."
    )
    def carried(
        self,
        votes_for: Annotated[int, strawberry.argument(description="Votes for it (赞成票).")],
        members: Members,
    ) -> bool | None:
        """Count the votes."""
        return self.entry.carried(votes_for, members)

    @resolver(description="Whether paying for the sanction pays (二阶搭便车).")
    def second_order(
        self,
        exclusion: Annotated[
            float | None,
            strawberry.argument(
                description="Probability of being kept from the water; null: as in this view"
                " (排除概率)."
            ),
        ] = None,
    ) -> SecondOrderDilemma | None:
        """Weigh paying."""
        return SecondOrderDilemma(**asdict(self.entry.second_order(exclusion)))

    @resolver(description="What happens when the head never fines a share of them (俘获).")
    def capture(
        self,
        spared: Annotated[
            float | None,
            strawberry.argument(
                description="Share of households spared, in [0, 1]; null: as in this view"
                " (受庇护比例)."
            ),
        ] = None,
    ) -> AssociationCapture | None:
        """Capture the head."""
        found = self.entry.capture(spared)
        return AssociationCapture(
            cooperation=found.cooperation_holds,
            breaks_from=found.breaks_from,
            rest_margin=found.rest_margin,
            rest_worth_joining=found.rest_worth_joining,
            can_be_recalled=found.can_be_recalled,
        )

    @resolver(description="Fines that grow with each offence (逐次加重的罚金).")
    def graduated(
        self,
        offences: Annotated[
            int, strawberry.argument(description="How many offences, 1 to 50 (次数).")
        ] = 5,
    ) -> list[SanctionStep] | None:
        """Give the steps."""
        return [SanctionStep(**asdict(step)) for step in self.entry.graduated(offences)]

    @resolver(description="The game at the head and at the tail of the canal (渠首与渠尾).")
    def positions(self) -> list[CanalPosition] | None:
        """Give the positions."""
        return [CanalPosition(**asdict(item)) for item in self.entry.positions()]
