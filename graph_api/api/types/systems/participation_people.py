"""Who takes part in what, and who speaks for whom (参与者), as clients ask it."""

from typing import Annotated

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.words import Language, language_word
from graph_api.systems.participation.activities import Record, word_of
from graph_api.systems.participation.groups import Delegation
from graph_api.systems.participation.refusal import Choice
from graph_api.systems.participation.typology import Cell, Initiative, Kind


@strawberry.input(description="One activity that was held (活动记录).")
class ActivityInput:
    """An activity as a client says it."""

    activity: str = strawberry.field(description="What it is called (活动).")
    kind: str | None = strawberry.field(
        default=None, description="`entertainment` or `public`; null: unknown (内容)."
    )
    initiative: str | None = strawberry.field(
        default=None, description="`passive` or `active`; null: unknown (主动性)."
    )
    participants: int | None = strawberry.field(
        default=None,
        description="How many came, 0 to 1,000,000; where one record does not say it, each counts"
        " as one (人数).",
    )

    def meant(self) -> Record:
        """Give the record."""
        return Record(
            self.activity,
            word_of(Kind, self.kind, "kind"),
            word_of(Initiative, self.initiative, "initiative"),
            self.participants,
        )


Activities = Annotated[
    list[ActivityInput] | None,
    strawberry.argument(
        description="Records to count, 1 to 10,000; null: the shares of the scenario (活动记录)."
    ),
]


@strawberry.type(
    description="One type of participation: what about, on whose initiative (参与类型)."
)
class ParticipationCell:
    """A cell of the typology."""

    entry: strawberry.Private[Cell]

    @resolver(description="`entertainment` or `public` (内容).")
    def kind(self) -> str:
        """Give the kind."""
        return self.entry.kind.value

    @resolver(description="`passive` or `active` (主动性).")
    def initiative(self) -> str:
        """Give the initiative."""
        return self.entry.initiative.value

    @resolver(description="Both in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name."""
        word = language_word(language)
        kind, initiative = self.entry.kind.label, self.entry.initiative.label
        if word == "zh":
            return f"{kind.text(word)}·{initiative.text(word)}"
        return f"{kind.text(word)}, {initiative.text(word)}"

    @resolver(description="Its part of all participation, in [0, 1]; a proposal, A-75 (比例).")
    def share(self) -> float:
        """Give the share."""
        return self.entry.share

    @resolver(description="What the essay gives as examples, with its lines (例子).")
    def examples(self, language: LanguageArgument = Language.EN) -> list[str]:
        """Give the examples."""
        return [item.text(language_word(language)) for item in self.entry.examples]


@strawberry.type(
    description="What one stratum makes of one activity, by the rule of refusal (取舍)."
)
class ParticipationChoice:
    """A choice."""

    entry: strawberry.Private[Choice]

    @resolver(description="`working_age`, `retired` or `tenants` (人群).")
    def stratum(self) -> str:
        """Give the stratum."""
        return self.entry.stratum.value

    @resolver(description="`showcase`, `leisure` or `decision` (活动).")
    def activity(self) -> str:
        """Give the activity."""
        return self.entry.activity.value

    @resolver(description="Who and what, in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give both names."""
        word = language_word(language)
        stratum, activity = self.entry.stratum.label, self.entry.activity.label
        return f"{stratum.text(word)}{'：' if word == 'zh' else ': '}{activity.text(word)}"

    @resolver(description="What they gain; above 0 they come; null: unknown, A-76 (净得).")
    def margin(self) -> float | None:
        """Give the margin."""
        return self.entry.margin

    @resolver(description="How far it has to serve them for that, from 0 (所需契合度).")
    def alignment_needed(self) -> float | None:
        """Give the break-even alignment."""
        return self.entry.break_even

    @resolver(description="Whether they are willing; null: unknown (愿意).")
    def willing(self) -> bool | None:
        """Tell whether they come."""
        return self.entry.willing


@strawberry.type(description="Whom representatives chosen in one way would speak for (代表性).")
class RepresentativeChoice:
    """A way of choosing representatives."""

    entry: strawberry.Private[Delegation]

    @resolver(description="`appointed`, `volunteers`, `elected` or `lot` (产生方式).")
    def chosen(self) -> str:
        """Give the way."""
        return self.entry.selection.value

    @resolver(description="The way in words (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.selection.label.text(language_word(language))

    @resolver(
        description="How much likelier a retired resident is to represent than a working-age one;"
        " null: unknown, or no working-age one at all, A-85 (几率比)."
    )
    def odds(self) -> float | None:
        """Give the odds."""
        return self.entry.odds

    @resolver(
        description="Share of the retired among representatives; null while nobody has said their"
        " share among residents (退休者比例)."
    )
    def retired_share(self) -> float | None:
        """Give the share."""
        return self.entry.retired_share

    @resolver(description="How far that is from their share among residents (偏差).")
    def gap(self) -> float | None:
        """Give the gap."""
        return self.entry.gap
