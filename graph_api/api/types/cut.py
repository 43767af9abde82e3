"""Cuts: the cheapest way to leave no path from one actor to another."""

import strawberry

from graph_api.api.types.actor import Actor
from graph_api.api.types.node import Answer, provenance
from graph_api.api.types.path import actors_of
from graph_api.api.types.relation import Relation
from graph_api.api.types.words import Completeness
from graph_api.api.views import OpenView
from graph_api.scoring import results


@strawberry.type(
    description="The relations, or actors, whose loss leaves no path; strengths of"
    " parallels add, so"
    " it is not on the scale of scores (割集)."
)
class Cut(Answer):
    """A smallest cut."""

    capacity: float | None = strawberry.field(
        description="Sum of the strengths, for ACTOR the number of actors; null where a"
        " relation joins"
        " the two ends and no actor stands between (容量)."
    )
    relations: list[Relation] = strawberry.field(description="The relations of the cut (关系).")
    actors: list[Actor] = strawberry.field(description="The actors of the cut (行动者).")
    connected: bool = strawberry.field(description="There is a path to begin with (是否连通).")

    @classmethod
    def of(cls, view: OpenView, cut: results.Cut) -> "Cut":
        """Wrap a cut."""
        asked = {"from": cut.from_id, "to": cut.to_id, "target": cut.target.name}
        return cls(
            completeness=Completeness.COMPLETE,
            truncated_by=None,
            provenance=provenance(view, **asked),
            capacity=cut.capacity,
            relations=Relation.of(view, cut.relations),
            actors=actors_of(view, cut.actors),
            connected=cut.connected,
        )
