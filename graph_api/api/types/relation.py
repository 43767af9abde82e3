"""Relations: who empowers, burdens, controls, excludes or opposes whom, and how strongly."""

from collections.abc import Iterable, Sequence
from datetime import date

import strawberry

from graph_api import domain
from graph_api.api.connections import Connection, Edge, cut_page
from graph_api.api.context import in_thread
from graph_api.api.cursors import Row, question
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.evidence import Evidence
from graph_api.api.types.node import Node
from graph_api.api.types.words import Band, Basis, Direction, Element, RelationClass, Status
from graph_api.api.views import OpenView


@strawberry.type(description="What one expert says a strength is (专家判断).")
class Judgement:
    """A judgement."""

    expert: str = strawberry.field(description="Who judged (专家).")
    low: float | None = strawberry.field(description="Lowest strength thought possible (下限).")
    best: float = strawberry.field(description="Best guess, in [0, 1] (最佳值).")
    high: float | None = strawberry.field(description="Highest strength thought possible (上限).")
    confidence: float = strawberry.field(description="Weight in the pool, above 0 (权重).")


@strawberry.type(
    description="One directed relation between two actors, or of one upon itself (关系)."
)
class Relation(Node):
    """A relation of one view."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[domain.Relation]

    def node_id(self) -> str:
        """Give the id of this relation in this view."""
        return self.view.node_id("Relation", self.entry.id)

    @classmethod
    def of(cls, view: OpenView, ids: Iterable[str]) -> list["Relation"]:
        """Wrap the relations of a result."""
        found = [cls(view=view, entry=view.graph.relation(item)) for item in ids]
        view.budget.spend(len(found))
        return found

    @resolver(description="The scenario's own key: `r28`.")
    def key(self) -> str:
        """Give the key."""
        return self.entry.id

    @resolver(name="from", description="The actor it begins at (起点).")
    def from_actor(self) -> Actor:
        """Give the start."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.from_id))

    @resolver(name="to", description="The actor it reaches (终点).")
    def to_actor(self) -> Actor:
        """Give the end."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.to_id))

    @resolver(name="class", description="What it does to the actor it reaches (类别).")
    def relation_class(self) -> RelationClass:
        """Give the class."""
        return self.entry.relation_class

    @resolver(
        description="As the source calls it, else from level, then stateness, of its ends (方向)."
    )
    def direction(self) -> Direction:
        """Give the resolved direction."""
        return self.view.graph.direction_of(self.entry.id)

    @resolver(description="Words for what flows along it (传递内容).")
    def conveys(self) -> list[str]:
        """Give the words."""
        return [*self.entry.conveys]

    @resolver(description="The elements that it works on (要素).")
    def elements(self) -> list[Element]:
        """Give the elements."""
        return [*self.entry.elements]

    @resolver(
        description="The point value in [0, 1]: 0 known to be absent, 1 as strong as can be; null:"
        " unknown (强度)."
    )
    def strength(self) -> float | None:
        """Give the point value."""
        return self.entry.strength.point if self.entry.strength else None

    @resolver(description="Lowest strength thought possible; null: unknown (下限).")
    def low(self) -> float | None:
        """Give the lower end."""
        return self.entry.strength.low if self.entry.strength else None

    @resolver(description="Highest strength thought possible; null: unknown (上限).")
    def high(self) -> float | None:
        """Give the upper end."""
        return self.entry.strength.high if self.entry.strength else None

    @resolver(description="A word for the strength (强度等级).")
    def band(self) -> Band:
        """Give the word."""
        return self.entry.band

    @resolver(description="The judgements that the strength is pooled from (专家判断).")
    def judgements(self) -> list[Judgement]:
        """Give the judgements."""
        return [
            Judgement(
                expert=item.expert,
                low=item.low,
                best=item.best,
                high=item.high,
                confidence=item.confidence,
            )
            for item in self.entry.judgements
        ]

    @resolver(description="Law, practice, or only proposed (状态).")
    def status(self) -> Status:
        """Give the status."""
        return self.entry.status

    @resolver(description="Where the number comes from (数值依据).")
    def basis(self) -> Basis:
        """Give the basis."""
        return self.entry.basis

    @resolver(description="First day it holds; null: no beginning stated (生效日).")
    def valid_from(self) -> date | None:
        """Give the first day."""
        return self.entry.valid_from

    @resolver(description="Last day it holds; null: no end stated (失效日).")
    def valid_to(self) -> date | None:
        """Give the last day."""
        return self.entry.valid_to

    @resolver(
        description="Relations of any class the other way between the same two actors (反向的关系)."
    )
    async def counterparts(self) -> list["Relation"]:
        """Give the relations back."""
        links = await self.view.links()
        back = await in_thread(links.between, self.entry.to_id, self.entry.from_id)
        self.view.budget.spend(len(back))
        return [
            Relation(view=self.view, entry=entry) for entry in back if entry.id != self.entry.id
        ]

    @resolver(description="What supports the entry (依据).")
    def evidence(self) -> list[Evidence]:
        """Give the evidence."""
        return Evidence.of(self.entry.evidence, self.view.graph.sources)


@strawberry.type(description="One page of relations (关系分页).")
class RelationConnection(Connection[Relation]):
    """A page of relations."""


def relation_page(
    view: OpenView,
    relations: Sequence[domain.Relation],
    asked: tuple[object, ...],
    first: int | None,
    after: str | None,
) -> RelationConnection:
    """Cut a page out of relations in the author's order."""
    this = question(view.graph.key.revision, *asked, ranked=False)
    page = cut_page(relations, lambda place, item: Row(place, (item.id,)), this, first, after)
    return RelationConnection(
        edges=[
            Edge(place=cursor, node=Relation(view=view, entry=entry))
            for cursor, entry in zip(page.cursors, page.items, strict=True)
        ],
        page_info=page.info,
        counted=relations.__len__,
        stale=page.stale,
    )
