"""Shares of the relations in the mutual score of a pair."""

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import Answer, provenance
from graph_api.api.types.relation import Relation
from graph_api.api.views import OpenView
from graph_api.scoring import attribution


@strawberry.type(description="What one relation contributes to the mutual score of a pair (份额).")
class AttributionShare:
    """One share."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[attribution.AttributionShare]

    @resolver(description="The relation (关系).")
    def relation(self) -> Relation:
        """Give the relation."""
        return Relation(view=self.view, entry=self.view.graph.relation(self.entry.relation))

    @resolver(description="Its Shapley value: what it adds, on average over all orders (份额).")
    def share(self) -> float:
        """Give the share."""
        return self.entry.share

    @resolver(description="Standard error of a drawn share; null: it is exact (标准误差).")
    def standard_error(self) -> float | None:
        """Give the error."""
        return self.entry.standard_error


@strawberry.type(
    description="The mutual score of a pair as a sum over the relations that make it (归因)."
)
class Attribution(Answer):
    """Shares that add up to the score."""

    a: Actor = strawberry.field(description="The one actor (一方).")
    b: Actor = strawberry.field(description="The other actor (另一方).")
    score: float = strawberry.field(description="The mutual score of the pair (相互充权).")
    shares: list[AttributionShare] = strawberry.field(
        description="Largest first; they add up to `score` exactly (份额)."
    )
    exact: bool = strawberry.field(
        description="All sets of relations were weighed; else orders were drawn (是否精确)."
    )
    permutations: int = strawberry.field(
        description="How many orders were drawn; 0 where exact (抽取的顺序数)."
    )
    seed: int = strawberry.field(description="The seed: the same gives the same numbers (种子).")
    paths_listed: bool = strawberry.field(
        description="The relations are those on loopless paths; else those on any walk, some of"
        " which may get 0 (是否列出全部路径)."
    )

    @classmethod
    def of(cls, view: OpenView, entry: attribution.Attribution, **asked: object) -> "Attribution":
        """Wrap an answer."""
        return cls(
            completeness=entry.completeness,
            truncated_by=entry.truncated_by,
            provenance=provenance(
                view, a=entry.a, b=entry.b, **asked, **entry.scoring.parameters()
            ),
            a=Actor(view=view, entry=view.graph.actor(entry.a)),
            b=Actor(view=view, entry=view.graph.actor(entry.b)),
            score=entry.score,
            shares=[AttributionShare(view=view, entry=share) for share in entry.shares],
            exact=entry.exact,
            permutations=entry.permutations,
            seed=entry.seed,
            paths_listed=entry.paths_listed,
        )
