"""Bottlenecks: whose absence costs the chosen pairs most of their mutual score."""

from typing import Annotated

import strawberry

from graph_api.api.connections import Connection
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor, BrokerageRoles
from graph_api.api.types.node import Answer
from graph_api.api.types.relation import Relation
from graph_api.api.views import OpenView
from graph_api.scoring import Target, brokerage_roles, results


@strawberry.type(description="All relations of one ordered pair of actors (通道).")
class Channel:
    """A channel of one view."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[results.Channel]

    @resolver(name="from", description="The actor it begins at (起点).")
    def from_actor(self) -> Actor:
        """Give the start."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.from_id))

    @resolver(name="to", description="The actor it reaches (终点).")
    def to_actor(self) -> Actor:
        """Give the end."""
        return Actor(view=self.view, entry=self.view.graph.actor(self.entry.to_id))

    @resolver(description="Its relations (关系).")
    def relations(self) -> list[Relation]:
        """Give the relations."""
        return Relation.of(self.view, self.entry.relations)


BottleneckSubject = Annotated[
    Actor | Relation | Channel,
    strawberry.union("BottleneckSubject", description="What is thought away (瓶颈对象)."),
]


@strawberry.type(description="What one actor, relation or channel costs by its absence (瓶颈).")
class Bottleneck:
    """A row of the ranking."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[results.Bottleneck]
    target: strawberry.Private[Target]

    @resolver(description="What is thought away (对象).")
    def subject(self) -> BottleneckSubject:
        """Give the actor, relation or channel."""
        subject = self.entry.subject
        if isinstance(subject, results.Channel):
            return Channel(view=self.view, entry=subject)
        if self.target is Target.RELATION:
            return Relation(view=self.view, entry=self.view.graph.relation(subject))
        return Actor(view=self.view, entry=self.view.graph.actor(subject))

    @resolver(
        description="Sum over the chosen pairs of what their mutual score loses, at least 0 (损失)."
    )
    def loss(self) -> float:
        """Give the loss."""
        return self.entry.loss

    @resolver(
        description="`loss` as a share of the mutual scores of all chosen pairs, in [0,"
        " 1]; null where"
        " those sum to 0 (损失占比)."
    )
    def loss_share(self) -> float | None:
        """Give the share."""
        return self.entry.loss_share

    @resolver(
        description="How many pairs have a mutual score above 0 with it and 0 without (切断的对数)."
    )
    def pairs_cut(self) -> int:
        """Count the pairs cut."""
        return self.entry.pairs_cut

    @resolver(description="Its brokerage roles; null unless it is an actor (中介角色).")
    async def roles(self) -> BrokerageRoles | None:
        """Count the roles of an actor."""
        subject = self.entry.subject
        if self.target is not Target.ACTOR or isinstance(subject, results.Channel):
            return None
        return BrokerageRoles.of(await in_thread(brokerage_roles, self.view.graph, subject))


@strawberry.type(description="One page of bottlenecks, largest loss first (瓶颈分页).")
class BottleneckConnection(Connection[Bottleneck], Answer):
    """A page of bottlenecks."""
