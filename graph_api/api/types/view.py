"""A graph to ask: one variant, optionally with a date, what-if changes and a filter."""

import math
from functools import partial
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph_api.api.connections import After, Edge, First, cut_page, require_first
from graph_api.api.context import Info, at_once_if_small, in_thread
from graph_api.api.cursors import Row, question, read_cursor
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor, ActorConnection, actor_page
from graph_api.api.types.bottleneck import Bottleneck, BottleneckConnection
from graph_api.api.types.cut import Cut
from graph_api.api.types.filters import ActorFilter, RelationFilter, scoring_of
from graph_api.api.types.node import provenance
from graph_api.api.types.pair import PairScore, PairScoreConnection
from graph_api.api.types.path import Path, PathConnection
from graph_api.api.types.regime import Regime
from graph_api.api.types.relation import Relation, RelationConnection, relation_page
from graph_api.api.types.system import System
from graph_api.api.types.systems import system_of
from graph_api.api.types.variant import Variant
from graph_api.api.types.view_layout import LayoutFields
from graph_api.api.types.view_metrics import MetricFields
from graph_api.api.types.view_part import (
    ActorArgument,
    And,
    Between,
    End,
    RelationArgument,
    ScoringArgument,
    Start,
    ViewPart,
)
from graph_api.api.types.view_plans import PlanFields
from graph_api.api.types.view_uncertainty import UncertaintyFields
from graph_api.api.types.words import Bound, Completeness, RegimeBasis, Target
from graph_api.api.values import as_json
from graph_api.domain.links import Picked
from graph_api.domain.numbers import require_within
from graph_api.scoring import find_cut, regime, results, score_pair, stopping
from graph_api.scoring.pairs.top import FirstPairs
from graph_api.scoring.walks.ranking import FirstRanking

if TYPE_CHECKING:
    from graph_api.api.types.scenario import Scenario

ALL_AT_ONCE = 1_000
"""Without a filter so many are counted off while one is looked at."""


@strawberry.type(
    description="A graph to ask: one variant at one revision, with what the question adds (视图)."
)
class GraphView(LayoutFields, MetricFields, PlanFields, UncertaintyFields, ViewPart):
    """One view of a scenario."""

    owner: strawberry.Private[
        Annotated["Scenario", strawberry.lazy("graph_api.api.types.scenario")]
    ]

    @resolver(description="The scenario it is a view of (情景).")
    def scenario(
        self,
    ) -> Annotated["Scenario", strawberry.lazy("graph_api.api.types.scenario")]:
        """Give the scenario."""
        return self.owner

    @resolver(description="The variant it shows (变体).")
    def variant(self) -> Variant:
        """Give the variant."""
        return Variant.of(self.view.scenario, self.view.graph.key.variant)

    @resolver(description="The revision of the scenario (修订号).")
    def revision(self) -> int:
        """Give the revision."""
        return self.view.graph.key.revision

    @resolver(description="How many actors the view has (行动者数).")
    def actor_count(self) -> int:
        """Count the actors."""
        return len(self.view.graph.actors)

    @resolver(description="How many relations the view has, after the filter (关系数).")
    def relation_count(self) -> int:
        """Count the relations."""
        return len(self.view.graph.relations)

    @resolver(description="The actors, in the author's order (行动者列表).")
    async def actors(
        self,
        filter: Annotated[  # noqa: A002  # the word of the schema
            ActorFilter | None, strawberry.argument(description="Which actors (筛选).")
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> ActorConnection:
        """List actors."""
        graph = self.view.graph
        wanted = (filter or ActorFilter()).meant(graph.key.scenario)
        looked_at = len(graph.actors) // (1 if filter else ALL_AT_ONCE)
        places = await at_once_if_small(looked_at, graph.chosen_places, wanted)
        chosen = Picked(graph.actors, places)
        return actor_page(self.view, chosen, self._asked("actors", filter), first, after)

    @resolver(description="The relations, in the author's order (关系列表).")
    async def relations(
        self,
        filter: Annotated[  # noqa: A002  # the word of the schema
            RelationFilter | None, strawberry.argument(description="Which relations (筛选).")
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> RelationConnection:
        """List relations."""
        graph = self.view.graph
        wanted = (filter or RelationFilter()).meant()
        looked_at = len(graph.relations) // (1 if filter else ALL_AT_ONCE)
        places = await at_once_if_small(looked_at, graph.passing_places, wanted)
        chosen = Picked(graph.relations, places)
        return relation_page(self.view, chosen, self._asked("relations", filter), first, after)

    @resolver(description="One actor (行动者).")
    def actor(self, id: ActorArgument) -> Actor | None:  # noqa: A002  # the word of the schema
        """Give an actor."""
        return Actor(view=self.view, entry=self.view.actor(id))

    @resolver(description="One relation (关系).")
    def relation(self, id: RelationArgument) -> Relation | None:  # noqa: A002  # see actor
        """Give a relation."""
        return Relation(view=self.view, entry=self.view.relation(id))

    @resolver(
        description="The best loopless paths from one actor to another, best first (最佳路径)."
    )
    async def paths(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        info: Info,
        start: Start,
        end: End,
        first: First = 3,
        after: After = None,
        scoring: ScoringArgument = None,
    ) -> PathConnection | None:
        """Rank paths."""
        meant = scoring_of(scoring)
        ends = self._two(start, end, "from", "to")
        asked = question(self.view.graph.key.revision, *self._asked("paths", ends, scoring))
        most = info.context.limits.max_paths
        given = 0 if after is None else read_cursor(after, asked).number + 1
        wanted = given + require_first(first) + 1
        found = await in_thread(
            info.context.service.paths, self.view.graph, *ends, min(wanted, most), meant
        )
        page = cut_page(found.paths, _path_row, asked, first, after)
        bound = found.truncated_by
        complete = found.completeness is Completeness.COMPLETE and not page.info.has_next_page
        if bound is None and not complete:
            bound = Bound.COUNT
        return PathConnection(
            edges=[
                Edge(place=cursor, node=Path(view=self.view, entry=path, scoring=meant))
                for cursor, path in zip(page.cursors, page.items, strict=True)
            ],
            page_info=page.info,
            counted=lambda: None if found.truncated_by is Bound.COUNT else len(found.paths),
            stale=page.stale,
            completeness=Completeness.COMPLETE if complete else Completeness.TRUNCATED,
            truncated_by=bound,
            provenance=provenance(
                self.view, **{"from": ends[0], "to": ends[1]}, **meant.parameters()
            ),
        )

    @resolver(description="Both directions of one pair, together (双向得分).")
    async def pair(
        self, info: Info, a: ActorArgument, b: ActorArgument, scoring: ScoringArgument = None
    ) -> PairScore | None:
        """Score a pair."""
        ends = self._two(a, b, "a", "b")
        graph = self.view.graph
        found = await at_once_if_small(
            len(graph.actors) + len(graph.relations),
            info.context.service.pair,
            graph,
            *ends,
            scoring_of(scoring),
        )
        return PairScore.of(self.view, found)

    @resolver(
        description="Pairs of two groups, each once, best first; `worst`: those above 0,"
        " lowest first;"
        " `missing`: those without one direction (两组之间的配对)."
    )
    async def pairs(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        info: Info,
        between: Between,
        other: And,
        first: First = 20,
        after: After = None,
        worst: Annotated[
            bool | None,
            strawberry.argument(description="Lowest first, of those above 0 (最弱优先)."),
        ] = False,
        missing: Annotated[
            bool | None,
            strawberry.argument(description="Only those without one direction (缺失者)."),
        ] = False,
        scoring: ScoringArgument = None,
    ) -> PairScoreConnection | None:
        """Rank pairs."""
        graph = self.view.graph
        meant = scoring_of(scoring)
        asked = question(
            graph.key.revision, *self._asked("pairs", between, other, worst, missing, scoring)
        )
        # A cursor of another revision may stand anywhere, so there all rows are needed.
        given = None if after is None else read_cursor(after, asked)
        is_new = given is None or given.revision == asked.revision
        begin = 0 if given is None else given.number + 1
        found = await in_thread(
            info.context.service.pairs,
            graph,
            between.meant(graph.key.scenario),
            other.meant(graph.key.scenario),
            meant,
            worst=bool(worst),
            missing=bool(missing),
            first=begin + require_first(first) + 1 if is_new else None,
        )
        row = _worst_row if worst else _pair_row
        page = cut_page(found.rows, row, asked, first, after)
        scores = await in_thread(
            lambda: [score_pair(graph, item.a, item.b, meant) for item in page.items]
        )
        return PairScoreConnection(
            edges=[
                Edge(place=cursor, node=PairScore.of(self.view, score))
                for cursor, score in zip(page.cursors, scores, strict=True)
            ],
            page_info=page.info,
            counted=partial(_pair_count, found, is_best=not (worst or missing)),
            stale=page.stale,
            completeness=Completeness.COMPLETE,
            truncated_by=None,
            provenance=provenance(
                self.view,
                **{"between": as_json(between), "and": as_json(other)},
                worst=bool(worst),
                missing=bool(missing),
                **meant.parameters(),
            ),
            found=found,
        )

    @resolver(description="Whose absence costs the chosen pairs most of their mutual score (瓶颈).")
    async def bottlenecks(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        info: Info,
        between: Between,
        other: And,
        target: Annotated[
            Target | None, strawberry.argument(description="What is thought away (对象).")
        ] = Target.ACTOR,
        first: First = 10,
        after: After = None,
        scoring: ScoringArgument = None,
    ) -> BottleneckConnection | None:
        """Rank bottlenecks."""
        target = target or Target.ACTOR
        graph = self.view.graph
        meant = scoring_of(scoring)
        asked = question(
            graph.key.revision, *self._asked("bottlenecks", between, other, target, scoring)
        )
        found = await in_thread(
            info.context.service.bottlenecks,
            graph,
            between.meant(graph.key.scenario),
            other.meant(graph.key.scenario),
            meant,
            target=target,
            progress=stopping.advance,
        )
        page = cut_page(found, _bottleneck_row, asked, first, after)
        truncated_by = found.truncated_by if isinstance(found, FirstRanking) else None
        return BottleneckConnection(
            edges=[
                Edge(place=cursor, node=Bottleneck(view=self.view, entry=entry, target=target))
                for cursor, entry in zip(page.cursors, page.items, strict=True)
            ],
            page_info=page.info,
            counted=lambda: None if truncated_by else len(found),
            stale=page.stale,
            completeness=Completeness.TRUNCATED if truncated_by else Completeness.COMPLETE,
            truncated_by=truncated_by,
            provenance=provenance(
                self.view,
                **{"between": as_json(between), "and": as_json(other)},
                target=target.name,
                **meant.parameters(),
            ),
        )

    @resolver(description="The cheapest way to leave no path from one actor to another (割集).")
    async def cut(
        self,
        start: Start,
        end: End,
        target: Annotated[
            Target | None, strawberry.argument(description="RELATION or ACTOR (对象).")
        ] = Target.RELATION,
    ) -> Cut | None:
        """Find a smallest cut."""
        target = target or Target.RELATION
        ends = self._two(start, end, "from", "to")
        return Cut.of(self.view, await in_thread(find_cut, self.view.graph, *ends, target))

    @resolver(description="How strong state and society are in this view (强弱格局).")
    async def regime(
        self,
        threshold: Annotated[
            float | None,
            strawberry.argument(description="From where a side is strong, in [0, 1] (阈值)."),
        ] = 0.5,
        by: Annotated[
            RegimeBasis | None,
            strawberry.argument(description="What strength is read from (依据)."),
        ] = RegimeBasis.RELATIONS,
    ) -> Regime | None:
        """Read the regime."""
        threshold = 0.5 if threshold is None else threshold
        require_within("threshold", threshold, 0, 1)
        basis = by or RegimeBasis.RELATIONS
        return Regime.of(self.view, await in_thread(regime, self.view.graph, threshold, basis))

    @resolver(
        description="The mechanism over this view, ready to run; null: the scenario has none"
        " (系统)."
    )
    def system(self) -> System | None:
        """Open the mechanism."""
        return system_of(self.view)


def _pair_count(found: results.PairRanking | FirstPairs, *, is_best: bool) -> int | None:
    if isinstance(found, results.PairRanking):
        return len(found.rows)
    return found.count if is_best else None


def _path_row(_: int, path: results.Path) -> Row:
    return Row(-path.score, (f"{path.hops:09}", *path.actors, "", *path.relations))


def _pair_row(_: int, pair: results.PairRow) -> Row:
    rank = math.inf if pair.mutual is None else -pair.mutual  # unknown ones come last
    return Row(rank, (pair.a, pair.b))


def _worst_row(_: int, pair: results.PairRow) -> Row:
    return Row(pair.mutual or 0, (pair.a, pair.b))


def _bottleneck_row(_: int, row: results.Bottleneck) -> Row:
    subject = row.subject
    if isinstance(subject, results.Channel):
        return Row(-row.loss, (subject.from_id, subject.to_id))
    return Row(-row.loss, (subject,))
