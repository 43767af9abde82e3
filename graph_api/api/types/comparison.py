"""Comparisons of two variants: which relations and pairs differ, and for whom."""

from typing import Annotated

import strawberry

from graph_api.api.connections import First, require_first
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.filters import ActorFilter, ScoringInput, scoring_of
from graph_api.api.types.pair import PairScore
from graph_api.api.types.path import actors_of
from graph_api.api.types.relation import Relation
from graph_api.api.types.words import Synergy
from graph_api.api.views import OpenView
from graph_api.domain import ActorFilter as Wanted
from graph_api.domain import ActorId, GraphSnapshot
from graph_api.errors import UnknownActorError
from graph_api.scoring import (
    Scoring,
    rank_pairs,
    relation_deltas,
    results,
    score_pair,
    synergy,
)


@strawberry.type(description="A relation whose strength differs between two views (关系变化).")
class RelationDelta:
    """A relation before and after."""

    relation: Relation = strawberry.field(
        description="As it is after, or before where it is gone (关系)."
    )
    before: float | None = strawberry.field(
        description="Strength before: null unknown, 0 absent (之前)."
    )
    after: float | None = strawberry.field(
        description="Strength after: null unknown, 0 absent (之后)."
    )


@strawberry.type(description="A pair in both views (配对变化).")
class PairDelta:
    """A pair before and after."""

    a: Actor = strawberry.field(description="The first actor, as it is after.")
    b: Actor = strawberry.field(description="The second actor, as it is after.")
    before: PairScore = strawberry.field(description="The scores before (之前).")
    after: PairScore = strawberry.field(description="The scores after (之后).")


@strawberry.type(description="How two variants of one scenario differ (比较).")
class Comparison:
    """Two views side by side."""

    before: strawberry.Private[OpenView]
    later: strawberry.Private[OpenView]

    @resolver(description="The relations that differ (变化的关系).")
    async def relations(self) -> list[RelationDelta]:
        """Give the relations that differ."""
        deltas = await in_thread(relation_deltas, self.before.graph, self.later.graph)
        return [self._delta(delta) for delta in deltas]

    @resolver(description="Who gains and who loses, state and society (协同).")
    async def synergy(self) -> Synergy:
        """Tell who gains."""
        return await in_thread(synergy, self.before.graph, self.later.graph)

    @resolver(
        description="Pairs of two groups in both views, the largest change of `mutual`"
        " first; a pair"
        " with an actor that one view lacks is left out (配对变化)."
    )
    async def pairs(
        self,
        between: Annotated[
            ActorFilter, strawberry.argument(description="The one group of actors (第一组).")
        ],
        other: Annotated[
            ActorFilter,
            strawberry.argument(name="and", description="The other group of actors (第二组)."),
        ],
        first: First = 20,
        scoring: Annotated[
            ScoringInput | None, strawberry.argument(description="How to score (计分方式).")
        ] = None,
    ) -> list[PairDelta] | None:
        """Compare pairs."""
        size = require_first(first)
        scenario = self.before.graph.key.scenario
        groups = between.meant(scenario), other.meant(scenario)
        meant = scoring_of(scoring)
        chosen = await in_thread(
            _changed_most, self.before.graph, self.later.graph, groups, meant, size
        )
        return [
            PairDelta(
                a=actors_of(self.later, [before.a])[0],
                b=actors_of(self.later, [before.b])[0],
                before=PairScore.of(self.before, before),
                after=PairScore.of(self.later, after),
            )
            for before, after in chosen
        ]

    def _delta(self, delta: results.RelationDelta) -> RelationDelta:
        there = delta.relation in self.later.graph.relation_places
        view = self.later if there else self.before
        return RelationDelta(
            relation=Relation.of(view, [delta.relation])[0],
            before=delta.before,
            after=delta.after,
        )


def _changed_most(
    before: GraphSnapshot,
    after: GraphSnapshot,
    groups: tuple[Wanted, Wanted],
    scoring: Scoring,
    first: int,
) -> list[tuple[results.PairScore, results.PairScore]]:
    """Score, in both views, the pairs whose mutual score changes most; a null one counts as 0."""
    one, other = (_in_both(before, after, group) for group in groups)
    old, new = (
        {(row.a, row.b): row.mutual or 0 for row in rank_pairs(view, one, other, scoring).rows}
        for view in (before, after)
    )
    order = sorted(old, key=lambda pair: (-abs(new[pair] - old[pair]), pair))
    return [
        (score_pair(before, *pair, scoring), score_pair(after, *pair, scoring))
        for pair in order[:first]
    ]


def _in_both(before: GraphSnapshot, after: GraphSnapshot, wanted: Wanted) -> list[ActorId]:
    """Give the actors that are meant in one of two views and stand in both, in the later order."""
    for actor in wanted.ids or ():
        if actor not in before.places and actor not in after.places:
            raise UnknownActorError(actor, after.places, after.key.scenario)
    return [
        actor.id
        for actor in after.actors
        if actor.id in before.places
        and (wanted.passes(actor) or wanted.passes(before.actor(actor.id)))
    ]
