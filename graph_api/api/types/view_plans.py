"""The questions to a view about where a score comes from, and what would raise it."""

from typing import Annotated

import strawberry

from graph_api.api.connections import require_first
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.types.attribution import Attribution
from graph_api.api.types.filters import scoring_of
from graph_api.api.types.node import provenance
from graph_api.api.types.plan import Opening, Openings, OptionInput, Plan, options_of
from graph_api.api.types.view_part import ActorArgument, And, Between, ScoringArgument, ViewPart
from graph_api.api.types.words import Bound, Completeness
from graph_api.api.values import as_json
from graph_api.scoring import stopping
from graph_api.scoring.attribution import Order, attribution
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.plans import best_plan, find_openings

DEFAULT = Order()

Options = Annotated[
    list[OptionInput],
    strawberry.argument(description="What may be done, at most 200 (选项)."),
]


@strawberry.type
class PlanFields(ViewPart):
    """Shares of a score, plans, openings."""

    @resolver(
        description="Shares of the relations in a pair's mutual score; they sum to it (归因)."
    )
    async def attribution(  # the arguments of the schema
        self,
        a: ActorArgument,
        b: ActorArgument,
        scoring: ScoringArgument = None,
        permutations: Annotated[
            int | None,
            strawberry.argument(
                description="How many orders to draw, 100 to 100,000, where more than 22 relations"
                " matter (抽取的顺序数)."
            ),
        ] = DEFAULT.permutations,
        seed: Annotated[
            int | None,
            strawberry.argument(description="From 0; the same gives the same numbers (种子)."),
        ] = DEFAULT.seed,
    ) -> Attribution | None:
        """Share a score out."""
        ends = self._two(a, b, "a", "b")
        order = Order(
            DEFAULT.permutations if permutations is None else permutations,
            DEFAULT.seed if seed is None else seed,
        )
        found = await in_thread(
            attribution,
            self.view.graph,
            *ends,
            scoring_of(scoring),
            order,
            progress=stopping.advance,
        )
        asked = {"permutations": order.permutations, "seed": order.seed}
        return Attribution.of(self.view, found, **asked)

    @resolver(description="The best set of measures under a budget (方案).")
    async def plan(  # the arguments of the schema
        self,
        options: Options,
        budget: Annotated[
            float, strawberry.argument(description="What may be spent, from 0 on (预算).")
        ],
        between: Between,
        other: And,
        scoring: ScoringArgument = None,
    ) -> Plan | None:
        """Find the best plan."""
        meant = options_of(options, self.view.graph.key.scenario)
        found = await in_thread(
            best_plan,
            self.view.graph,
            meant,
            budget,
            self._group_pairs(between, other),
            scoring_of(scoring),
            progress=stopping.advance,
        )
        asked = {"between": as_json(between), "and": as_json(other), "budget": budget}
        return Plan.of(self.view, found, options=[as_json(item) for item in options], **asked)

    @resolver(
        description="For each direction without a path the cheapest options that open it (打通)."
    )
    async def openings(  # the arguments of the schema
        self,
        options: Options,
        between: Between,
        other: And,
        scoring: ScoringArgument = None,
        first: Annotated[
            int | None, strawberry.argument(description="How many rows at most, 1 to 100 (行数).")
        ] = DEFAULT_LIMITS.max_first,
    ) -> Openings | None:
        """Find what opens missing directions."""
        meant = options_of(options, self.view.graph.key.scenario)
        most = DEFAULT_LIMITS.max_first if first is None else require_first(first)
        how = scoring_of(scoring)
        pairs = self._group_pairs(between, other)
        found = await in_thread(
            find_openings, self.view.graph, meant, pairs, how, progress=stopping.advance
        )
        is_cut = len(found) > most
        return Openings(
            completeness=Completeness.TRUNCATED if is_cut else Completeness.COMPLETE,
            truncated_by=Bound.COUNT if is_cut else None,
            provenance=provenance(
                self.view,
                **{"between": as_json(between), "and": as_json(other)},
                options=[as_json(item) for item in options],
                first=most,
                **how.parameters(),
            ),
            rows=[Opening(view=self.view, entry=entry) for entry in found[:most]],
            missing=len(found),
        )

    def _group_pairs(self, between: Between, other: And) -> GroupPairs:
        graph = self.view.graph
        groups = (group.meant(graph.key.scenario) for group in (between, other))
        return GroupPairs(*map(graph.chosen_places, groups))
