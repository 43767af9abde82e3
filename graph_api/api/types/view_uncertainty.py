"""The questions to a view about what is not certain: strengths, and choices of the analyst."""

from typing import Annotated

import strawberry

from graph_api.api.connections import require_first
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.api.types.filters import scoring_of
from graph_api.api.types.uncertainty import RankUncertainty, Sensitivity, Uncertainty
from graph_api.api.types.view_part import ActorArgument, And, Between, ScoringArgument, ViewPart
from graph_api.api.types.words import RegimeBasis, Target
from graph_api.api.values import as_json
from graph_api.domain.numbers import require_within
from graph_api.scoring import stopping
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.uncertainty import (
    Coupling,
    Sampling,
    pair_uncertainty,
    rank_uncertainty,
    sensitivity,
)

DEFAULT = Sampling()

Draws = Annotated[
    int | None,
    strawberry.argument(description="How many graphs to draw, 100 to 100,000 (抽取次数)."),
]
Seed = Annotated[
    int | None, strawberry.argument(description="From 0; the same gives the same numbers (种子).")
]
CouplingArgument = Annotated[
    Coupling | None,
    strawberry.argument(
        description="How draws of different relations hang together; look at both (抽样方式)."
    ),
]
TargetArgument = Annotated[
    Target | None, strawberry.argument(description="What is thought away (对象).")
]
Rows = Annotated[
    int | None, strawberry.argument(description="How many rows at most, 1 to 100 (行数).")
]


@strawberry.type
class UncertaintyFields(ViewPart):
    """How sure scores and rankings are."""

    @resolver(description="How sure the mutual score of a pair is (不确定性).")
    async def uncertainty(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        a: ActorArgument,
        b: ActorArgument,
        draws: Draws = DEFAULT.draws,
        seed: Seed = DEFAULT.seed,
        coupling: CouplingArgument = DEFAULT.coupling,
        scoring: ScoringArgument = None,
    ) -> Uncertainty | None:
        """Tell how sure a pair is."""
        ends = self._two(a, b, "a", "b")
        found = await in_thread(
            pair_uncertainty,
            self.view.graph,
            *ends,
            scoring_of(scoring),
            sampling_of(draws, seed, coupling),
            progress=stopping.advance,
        )
        return Uncertainty.of(self.view, found)

    @resolver(description="How sure a ranking of bottlenecks is (排名的不确定性).")
    async def rank_uncertainty(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        between: Between,
        other: And,
        target: TargetArgument = Target.ACTOR,
        draws: Draws = DEFAULT.draws,
        seed: Seed = DEFAULT.seed,
        coupling: CouplingArgument = DEFAULT.coupling,
        scoring: ScoringArgument = None,
        first: Rows = DEFAULT_LIMITS.max_first,
    ) -> RankUncertainty | None:
        """Tell how sure a ranking is."""
        graph = self.view.graph
        groups = between.meant(graph.key.scenario), other.meant(graph.key.scenario)
        sampling = sampling_of(draws, seed, coupling)
        most = DEFAULT_LIMITS.max_first if first is None else require_first(first)
        how = scoring_of(scoring)
        found = await in_thread(
            lambda: rank_uncertainty(
                graph,
                GroupPairs(*map(graph.chosen_places, groups)),
                how,
                sampling,
                target=target or Target.ACTOR,
                first=most,
                progress=stopping.advance,
            )
        )
        asked = {"between": as_json(between), "and": as_json(other), "first": most}
        return RankUncertainty.of(self.view, found, **asked)

    @resolver(
        description="What the analyst's own choices decide: decay, gate, hop limit, filters,"
        " thresholds, one changed at a time (敏感性)."
    )
    async def sensitivity(  # noqa: PLR0913, PLR0917  # the arguments of the schema
        self,
        between: Between,
        other: And,
        target: TargetArgument = Target.ACTOR,
        threshold: Annotated[
            float | None,
            strawberry.argument(description="From where a side is strong, in [0, 1] (阈值)."),
        ] = 0.5,
        by: Annotated[
            RegimeBasis | None,
            strawberry.argument(description="What strength is read from (依据)."),
        ] = RegimeBasis.RELATIONS,
        scoring: ScoringArgument = None,
    ) -> Sensitivity | None:
        """Change one choice at a time."""
        graph = self.view.graph
        threshold = 0.5 if threshold is None else threshold
        require_within("threshold", threshold, 0, 1)
        groups = between.meant(graph.key.scenario), other.meant(graph.key.scenario)
        how = scoring_of(scoring)
        found = await in_thread(
            lambda: sensitivity(
                graph,
                graph.chosen(groups[0]),
                graph.chosen(groups[1]),
                how,
                target=target or Target.ACTOR,
                threshold=threshold,
                by=by or RegimeBasis.RELATIONS,
                progress=stopping.advance,
            )
        )
        asked = {"between": as_json(between), "and": as_json(other)}
        return Sensitivity.of(self.view, found, **asked)


def sampling_of(draws: int | None, seed: int | None, coupling: Coupling | None) -> Sampling:
    """Give how to draw; a null means the default."""
    return Sampling(
        DEFAULT.draws if draws is None else draws,
        DEFAULT.seed if seed is None else seed,
        coupling or DEFAULT.coupling,
    )
