"""Actors: who takes part, what they can do, and what they are linked to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph_api import domain
from graph_api.api.connections import After, Connection, Edge, First, cut_page
from graph_api.api.context import in_thread
from graph_api.api.cursors import Row, question
from graph_api.api.fields import resolver
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import LanguageArgument, Node
from graph_api.api.types.words import (
    Element,
    Language,
    Level,
    Mean,
    Sphere,
    language_word,
    mean_word,
)
from graph_api.api.views import OpenView
from graph_api.scoring import brokerage_roles, results

if TYPE_CHECKING:
    from graph_api.api.types.relation import RelationConnection

    RelationPage = RelationConnection
else:
    RelationPage = Annotated["RelationConnection", strawberry.lazy("graph_api.api.types.relation")]

MeanArgument = Annotated[
    Mean | None, strawberry.argument(description="Which mean the index is (平均方式).")
]


@strawberry.type(description="What sort of actor; levels and spheres default from it (行动者类型).")
class ActorKind:
    """A kind of actors, built in or of the scenario's own vocabulary."""

    key: str = strawberry.field(description="The word for it: `street_office`.")
    label: strawberry.Private[domain.Label]

    @resolver(description="Name (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name, else the key."""
        return self.label.text(language_word(language), self.key)


@strawberry.type(description="The level of one element of an actor's capability (要素水平).")
class ElementLevel:
    """An element and its level."""

    element: Element = strawberry.field(description="Which of the eight elements (要素).")
    level: float | None = strawberry.field(description="In [0, 1]; null: unknown (水平).")


@strawberry.type(description="What an actor can do: eight elements and their mean (能力).")
class Capability:
    """The capability of an actor."""

    entry: strawberry.Private[domain.Capability]
    mean: strawberry.Private[Mean | None]

    @resolver(description="All eight elements, in their fixed order (八要素).")
    def elements(self) -> list[ElementLevel]:
        """Give the levels."""
        levels = self.entry.elements
        return [ElementLevel(element=item, level=levels.get(item)) for item in domain.Element]

    @resolver(
        description="Mean of the known elements, in [0, 1]; null with fewer than four known (指数)."
    )
    def index(self) -> float | None:
        """Give the index."""
        return self.entry.index(mean_word(self.mean))

    @resolver(description="Share of the eight elements that is known, in [0, 1] (已知比例).")
    def known(self) -> float:
        """Give the share."""
        return self.entry.known

    @resolver(description="The known element of the lowest level (最弱要素).")
    def weakest(self) -> Element | None:
        """Give the weakest element."""
        return self.entry.weakest


@strawberry.type(
    description="Three capitals of an actor, each in [0, 1]; null: unknown (三种资本)."
)
class Capitals:
    """Political, economic and social capital."""

    political: float | None = strawberry.field(description="Political capital (政治资本).")
    economic: float | None = strawberry.field(description="Economic capital (经济资本).")
    social: float | None = strawberry.field(description="Social capital (社会资本).")


@strawberry.type(
    description="How often an actor stands between two others that are not linked, by sphere, after"
    " Gould and Fernandez (中介角色)."
)
class BrokerageRoles:
    """Counts of open triads by role."""

    coordinator: int = strawberry.field(description="All three in one sphere (协调者).")
    representative: int = strawberry.field(
        description="From its own sphere out to another one (代表)."
    )
    gatekeeper: int = strawberry.field(description="From another sphere into its own (守门人).")
    consultant: int = strawberry.field(
        description="Between two of one sphere that is not its own (顾问)."
    )
    liaison: int = strawberry.field(description="All three in different spheres (联络者).")

    @classmethod
    def of(cls, roles: results.BrokerageRoles) -> "BrokerageRoles":
        """Wrap the counts."""
        return cls(
            coordinator=roles.coordinator,
            representative=roles.representative,
            gatekeeper=roles.gatekeeper,
            consultant=roles.consultant,
            liaison=roles.liaison,
        )


@strawberry.type(
    description="One who can empower or be empowered: a body, a group, a person, a"
    " resource (行动者)."
)
class Actor(Node):
    """An actor of one view."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[domain.Actor]

    def node_id(self) -> str:
        """Give the id of this actor in this view."""
        return self.view.node_id("Actor", self.entry.id)

    @resolver(description="The scenario's own key: `residents`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.id

    @resolver(description="What sort of actor (类型).")
    def kind(self) -> ActorKind:
        """Give the kind."""
        kinds = self.view.scenario.about.vocabulary.all_kinds()
        kind = kinds.get(self.entry.kind)
        return ActorKind(key=self.entry.kind, label=kind.label if kind else domain.Label())

    @resolver(description="How large a body it is (层级).")
    def level(self) -> Level:
        """Give the level."""
        return self.entry.level

    @resolver(description="State, market or society, by law (领域).")
    def sphere(self) -> Sphere:
        """Give the sphere."""
        return self.entry.sphere

    @resolver(
        description="In [0, 1]: 1 acts as the state, 0 as society; hybrids stand between (国家性)."
    )
    def stateness(self) -> float:
        """Give the stateness."""
        return self.entry.stateness

    @resolver(description="Name (名称).")
    def name(self, language: LanguageArgument = Language.EN) -> str:
        """Give the name, else the key."""
        return self.entry.name.text(language_word(language), self.entry.id)

    @resolver(description="Eight elements and their index (能力).")
    def capability(self, mean: MeanArgument = Mean.GEOMETRIC) -> Capability:
        """Give the capability."""
        return Capability(entry=self.entry.capability, mean=mean)

    @resolver(description="Political, economic and social capital (资本).")
    def capitals(self) -> Capitals:
        """Give the capitals."""
        own = self.entry.capitals
        return Capitals(political=own.political, economic=own.economic, social=own.social)

    @resolver(description="The actor it is a member of (所属).")
    def member_of(self) -> "Actor | None":
        """Give the body."""
        body = self.entry.member_of
        return None if body is None else Actor(view=self.view, entry=self.view.graph.actor(body))

    @resolver(description="A free word that puts actors together (分组).")
    def group(self) -> str | None:
        """Give the group."""
        return self.entry.group

    @resolver(description="How many persons; null: unknown (人数).")
    def population(self) -> float | None:
        """Give the number of persons."""
        return self.entry.population

    @resolver(description="The actors that are members of this one (成员).")
    async def members(
        self, first: First = 50, after: After = None
    ) -> Annotated["ActorConnection", strawberry.lazy("graph_api.api.types.actor")]:
        """Give the members, in the author's order."""
        asked = (self.node_id(), "members")
        found = await in_thread((await self.view.links()).members, self.entry.id)
        return actor_page(self.view, found, asked, first, after)

    @resolver(
        description="The EMPOWERMENT relations that begin at it, loops included (其所充权的关系)."
    )
    async def empowers(self, first: First = 20, after: After = None) -> RelationPage:
        """Give the relations outwards, in the author's order."""
        from graph_api.api.types.relation import relation_page  # noqa: PLC0415  # a circle of types

        found = await in_thread((await self.view.links()).starting, self.entry.id)
        return relation_page(self.view, found, (self.node_id(), "empowers"), first, after)

    @resolver(
        description="The EMPOWERMENT relations that end at it, loops included (对它充权的关系)."
    )
    async def empowered_by(self, first: First = 20, after: After = None) -> RelationPage:
        """Give the relations inwards, in the author's order."""
        from graph_api.api.types.relation import relation_page  # noqa: PLC0415  # a circle of types

        found = await in_thread((await self.view.links()).ending, self.entry.id)
        return relation_page(self.view, found, (self.node_id(), "empoweredBy"), first, after)

    @resolver(description="How often it stands between two others, by sphere (中介角色).")
    async def roles(self) -> BrokerageRoles | None:
        """Count the brokerage roles."""
        roles = await in_thread(brokerage_roles, self.view.graph, self.entry.id)
        return BrokerageRoles.of(roles)

    @resolver(description="What supports the entry (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return Evidence.of(self.entry.evidence, self.view.graph.sources)


@strawberry.type(description="One page of actors (行动者分页).")
class ActorConnection(Connection[Actor]):
    """A page of actors."""


def actor_page(
    view: OpenView,
    actors: Sequence[domain.Actor],
    asked: tuple[object, ...],
    first: int | None,
    after: str | None,
) -> ActorConnection:
    """Cut a page out of actors in the author's order."""
    this = question(view.graph.key.revision, *asked, ranked=False)
    page = cut_page(actors, lambda place, actor: Row(place, (actor.id,)), this, first, after)
    return ActorConnection(
        edges=[
            Edge(place=cursor, node=Actor(view=view, entry=actor))
            for cursor, actor in zip(page.cursors, page.items, strict=True)
        ],
        page_info=page.info,
        counted=actors.__len__,
        stale=page.stale,
    )
