"""What every part of `GraphView` has: the open view, the arguments, what a cursor rests on."""

from typing import Annotated

import strawberry

from graph_api.api.types.filters import ActorFilter, ScoringInput
from graph_api.api.values import as_json
from graph_api.api.views import OpenView
from graph_api.errors import BadParameterError

Start = Annotated[
    strawberry.ID,
    strawberry.argument(name="from", description="Key or node id of the start (起点)."),
]
End = Annotated[
    strawberry.ID, strawberry.argument(name="to", description="Key or node id of the end (终点).")
]
ActorArgument = Annotated[
    strawberry.ID, strawberry.argument(description="Key or node id of an actor (行动者).")
]
RelationArgument = Annotated[
    strawberry.ID, strawberry.argument(description="Key or node id of a relation (关系).")
]
Between = Annotated[
    ActorFilter, strawberry.argument(description="The one group of actors (第一组).")
]
And = Annotated[
    ActorFilter, strawberry.argument(name="and", description="The other group of actors (第二组).")
]
ScoringArgument = Annotated[
    ScoringInput | None, strawberry.argument(description="How to score (计分方式).")
]


@strawberry.type
class ViewPart:
    """A part of the questions to one view; `GraphView` puts the parts together."""

    view: strawberry.Private[OpenView]

    def _asked(self, field: str, *arguments: object) -> tuple[object, ...]:
        """Say what a list answers, all but the page, for its cursors."""
        key = self.view.graph.key
        view = (key.scenario, key.variant, key.digest)
        return (field, *view, *(as_json(item) for item in arguments))

    def _two(self, one: str, other: str, *names: str) -> tuple[str, str]:
        """Give the keys of two actors that differ."""
        ends = self.view.actor(one).id, self.view.actor(other).id
        if ends[0] == ends[1]:
            raise BadParameterError(
                f"{names[0]} and {names[1]} are the same actor, {ends[0]!r}; name two actors.",
                f"{names[0]} 与 {names[1]} 是同一行动者“{ends[0]}”，请给出两个不同的行动者。",
                parameter=names[1],
            )
        return ends
