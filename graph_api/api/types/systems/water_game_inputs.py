"""What clients give the water game: payoffs, a third party, a village."""

from dataclasses import fields
from typing import Annotated

import strawberry

from graph_api.api.types.systems.water_game_words import Fining
from graph_api.errors import BadParameterError
from graph_api.systems.water_game import WaterGame
from graph_api.systems.water_game.payoffs import Institution, Payoffs, Table
from graph_api.systems.water_game.village import Village


@strawberry.input(
    description="Payoffs of a prisoners' dilemma: temptation > reward > punishment > sucker (得益)."
)
class PayoffsInput:
    """Four payoffs."""

    temptation: float = strawberry.field(
        description="T: of one who breaks the rules while the other keeps them (背叛诱惑)."
    )
    reward: float = strawberry.field(description="R: of each, where both keep them (合作报酬).")
    punishment: float = strawberry.field(
        description="P: of each, where both break them (相互背叛)."
    )
    sucker: float = strawberry.field(
        description="S: of one who keeps them while the other breaks them (受骗得益)."
    )

    def meant(self) -> Payoffs:
        """Read the payoffs; refuse what makes no dilemma."""
        return Payoffs(self.temptation, self.reward, self.punishment, self.sucker)


@strawberry.input(description="A third party that fines, with these numbers (第三方).")
class InstitutionInput:
    """Detection, error and fine."""

    detection: float = strawberry.field(
        description="Probability that a breach is fined, in [0, 1] (发现率)."
    )
    error: float = strawberry.field(
        default=0.0, description="Probability that keeping the rules is fined, in [0, 1] (误罚率)."
    )
    fine: float = strawberry.field(description="The size of the fine, from 0 (罚金).")

    def meant(self) -> Institution:
        """Read the third party."""
        return Institution(self.detection, self.error, self.fine)


@strawberry.input(
    description="What is known of a village and its works; null: nobody has said (村庄情况)."
)
class VillageInput:
    """Nine tests."""

    clear_property: bool | None = strawberry.field(
        default=None, description="The property right in the works is clear, L97 (产权明晰)."
    )
    small_scale: bool | None = strawberry.field(
        default=None, description="The works are small, L97 (规模小)."
    )
    cheap_exclusion: bool | None = strawberry.field(
        default=None, description="Others can be kept from them at low cost, L97 (排他成本低)."
    )
    concentrated: bool | None = strawberry.field(
        default=None, description="Households live close together, L109 (居住集中)."
    )
    stable: bool | None = strawberry.field(
        default=None, description="Residence is stable, L109 (居住稳定)."
    )
    acquainted: bool | None = strawberry.field(
        default=None, description="Households know each other, L109 (彼此熟悉)."
    )
    adjoining: bool | None = strawberry.field(
        default=None, description="Their plots adjoin, L109 (地块相邻)."
    )
    single_source: bool | None = strawberry.field(
        default=None, description="There is one source of irrigation, L109 (水源单一)."
    )
    same_use: bool | None = strawberry.field(
        default=None, description="The water has one use, L109 (用途相同)."
    )

    def meant(self) -> Village:
        """Read the village."""
        return Village(**{item.name: getattr(self, item.name) for item in fields(Village)})


PayoffsArgument = Annotated[
    PayoffsInput | None,
    strawberry.argument(description="Payoffs; null: those of the view (得益)."),
]
InstitutionArgument = Annotated[
    InstitutionInput | None,
    strawberry.argument(description="A third party; null: there is none (第三方)."),
]
FiningArgument = Annotated[
    Fining | None,
    strawberry.argument(
        description="A third party of the view, in the place of `institution` (视图中的第三方)."
    ),
]


def table_of(system: WaterGame, payoffs: PayoffsInput | None) -> Table:
    """Give the payoffs that are asked about, else those of the view in whatever order."""
    return system.table() if payoffs is None else payoffs.meant()


def payoffs_of(system: WaterGame, payoffs: PayoffsInput | None) -> Payoffs:
    """Give the payoffs that are asked about, else those of the view, as those of a dilemma."""
    return system.payoffs() if payoffs is None else payoffs.meant()


def institution_of(
    system: WaterGame, institution: InstitutionInput | None, by: Fining | None
) -> Institution | None:
    """Give the third party that is asked about; None: there is none."""
    if by is None:
        return None if institution is None else institution.meant()
    if institution is not None:
        raise BadParameterError(
            "Say either `institution` or `by`, not both.",
            "请给出 institution 或 by 其中之一，不能都给。",
            parameter="by",
        )
    return system.association() if by is Fining.ASSOCIATION else system.government()
