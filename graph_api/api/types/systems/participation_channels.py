"""Channels of participation (参与渠道), as clients ask them."""

import strawberry

from graph_api import domain
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import LanguageArgument
from graph_api.api.types.path import actors_of
from graph_api.api.types.words import Language, language_word
from graph_api.api.views import OpenView
from graph_api.systems.participation import Participation
from graph_api.systems.participation.channels import Channel, Tenure
from graph_api.systems.participation.interests import RESIDENTS, Interest
from graph_api.systems.participation.opinion_day import Requirement
from graph_api.systems.participation.voice import EffectiveVoice, Factor


@strawberry.type(description="One way in which a matter can be voiced to somebody (表达渠道).")
class ParticipationChannel:
    """A way for one matter."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Channel]

    @resolver(description="The key of the matter: `property_fee` (事项).")
    def interest(self) -> str:
        """Give the matter."""
        return self.entry.interest.key

    @resolver(description="The matter in words (事项名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.interest.label.text(language_word(language))

    @resolver(name="from", description="Who speaks (起点).")
    def from_actor(self) -> Actor:
        """Give the start."""
        return actors_of(self.view, [RESIDENTS])[0]

    @resolver(name="to", description="Who has to hear it (对象).")
    def to_actor(self) -> Actor:
        """Give the addressee."""
        return actors_of(self.view, [self.entry.addressee])[0]

    @resolver(
        description="Product of the strengths of its relations, in [0, 1]; 0: the way is missing;"
        " null: it hangs on an unknown relation (容量)."
    )
    def capacity(self) -> float | None:
        """Give the capacity."""
        return self.entry.route.capacity

    @resolver(description="Whom it passes; empty: directly (经由).")
    def via(self) -> list[Actor]:
        """Give the actors between."""
        return actors_of(self.view, self.entry.route.via)

    @resolver(description="It is the strongest way there, the one that counts, A-79 (最强渠道).")
    def best(self) -> bool:
        """Tell whether it is the best."""
        return self.entry.best

    @resolver(description="It is no more than a form: near absent; null: unknown (缺失).")
    def missing(self) -> bool | None:
        """Tell whether it is missing."""
        return self.entry.missing

    @resolver(
        description="Tenants have it too: it is not the group of the owners, A-88 (租户可用)."
    )
    def for_tenants(self) -> bool:
        """Tell whether tenants have it."""
        return self.entry.for_tenants

    @resolver(description="Where the essay brings up the matter (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        cited = domain.Evidence(Participation.source, self.entry.interest.lines)
        return Evidence.of([cited], self.view.graph.sources)


@strawberry.type(
    description="A matter in which residents have a real interest, and whether it has a channel"
    " (切身利益事项)."
)
class ParticipationInterest:
    """A matter of interest."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Interest]
    open: strawberry.Private[bool | None]

    @resolver(description="Its key: `property_fee` (事项).")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="The matter in words (事项名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give its name."""
        return self.entry.label.text(language_word(language))

    @resolver(description="Who has to hear it, A-78 (对象).")
    def addressees(self) -> list[Actor]:
        """Give the addressees."""
        return actors_of(self.view, self.entry.addressees)

    @resolver(description="The essay names it for the opinion day, L149 (意见日列明).")
    def named(self) -> bool:
        """Tell whether it is named."""
        return self.entry.named

    @resolver(description="The essay calls it an interest of owners, L131, L139 (业主利益).")
    def owners(self) -> bool:
        """Tell whether it is the owners'."""
        return self.entry.owners

    @resolver(
        description="It reaches one of them by more than a form, A-79; null: unknown (有渠道)."
    )
    def has_channel(self) -> bool | None:
        """Tell whether it has a channel."""
        return self.open

    @resolver(description="Where the essay brings it up (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        cited = domain.Evidence(Participation.source, self.entry.lines)
        return Evidence.of([cited], self.view.graph.sources)


@strawberry.type(
    description="What reaches an addressee of owners' and of tenants' word, A-88 (业主与租户)."
)
class ParticipationTenure:
    """Owners and tenants on one matter."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[Tenure]

    @resolver(description="The key of the matter (事项).")
    def interest(self) -> str:
        """Give the matter."""
        return self.entry.interest.key

    @resolver(name="to", description="Who has to hear it (对象).")
    def to_actor(self) -> Actor:
        """Give the addressee."""
        return actors_of(self.view, [self.entry.addressee])[0]

    @resolver(description="Capacity of owners' strongest way, in [0, 1]; null: unknown (业主).")
    def owners(self) -> float | None:
        """Give the owners' capacity."""
        return self.entry.owners

    @resolver(description="Capacity of tenants' strongest way, in [0, 1]; null: unknown (租户).")
    def tenants(self) -> float | None:
        """Give the tenants' capacity."""
        return self.entry.tenants

    @resolver(description="Owners' less tenants' capacity; null: unknown (差额).")
    def lost(self) -> float | None:
        """Give the difference."""
        return self.entry.lost


@strawberry.type(
    description="What is left of residents' will on one matter, and what blocks it (有效表达)."
)
class ParticipationVoice:
    """The effective voice of one matter."""

    view: strawberry.Private[OpenView]
    matter: strawberry.Private[Interest]
    addressee: strawberry.Private[str]
    entry: strawberry.Private[EffectiveVoice]

    @resolver(description="The key of the matter (事项).")
    def interest(self) -> str:
        """Give the matter."""
        return self.matter.key

    @resolver(name="to", description="Who has to hear it (对象).")
    def to_actor(self) -> Actor:
        """Give the addressee."""
        return actors_of(self.view, [self.addressee])[0]

    @resolver(description="Wish to be heard, in [0, 1] (意愿).")
    def willingness(self) -> float | None:
        """Give the will."""
        return self.entry.factors[Factor.WILLINGNESS]

    @resolver(description="Capacity of the strongest way, in [0, 1] (渠道).")
    def channel(self) -> float | None:
        """Give the channel."""
        return self.entry.factors[Factor.CHANNEL]

    @resolver(description="How far the addressee answers, in [0, 1] (回应).")
    def answer(self) -> float | None:
        """Give the answer."""
        return self.entry.factors[Factor.RESPONSIVENESS]

    @resolver(description="Product of the three, A-77; null: unknown (有效表达).")
    def effective(self) -> float | None:
        """Give the product."""
        return self.entry.value

    @resolver(description="The smallest factors: what to raise first (受阻于).")
    def blocked_by(self, language: LanguageArgument = Language.EN) -> list[str]:
        """Give what blocks."""
        return [item.label.text(language_word(language)) for item in self.entry.weakest]


@strawberry.type(description="One of seven requirements of the channel of opinion (渠道要求).")
class ChannelRequirement:
    """A requirement."""

    entry: strawberry.Private[Requirement]

    @resolver(description="Its key: `weekly`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.key

    @resolver(description="What is required (要求).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give it in words."""
        return self.entry.label.text(language_word(language))

    @resolver(description="Whether it is met in this view; null: unknown (满足).")
    def met(self) -> bool | None:
        """Tell whether it is met."""
        return self.entry.met


@strawberry.type(description="What the opinion day carries at some frequency (居民意见日).")
class OpinionDay:
    """The opinion day."""

    per_week: float = strawberry.field(description="Opinion days a week (每周次数).")
    entry: float | None = strawberry.field(
        description="How strongly residents get in; the frequency scales this, once (入口)."
    )
    to_firm: float | None = strawberry.field(
        description="What reaches the property firm by it alone (到达物业)."
    )
    to_committee: float | None = strawberry.field(
        description="What reaches the residents' committee by it alone (到达居委会)."
    )
    missing: bool | None = strawberry.field(
        description="It is no more than a form at one of the two; null: unknown (流于形式)."
    )
