"""What can be asked of one view: scores of pairs and paths, bottlenecks, the mechanism."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph_api.domain import ActorFilter, GraphSnapshot, System
from graph_api.errors import BadParameterError
from graph_api.scoring import (
    PRODUCT,
    Bottleneck,
    PairRanking,
    PairScore,
    PathRanking,
    Scoring,
    Target,
    best_paths,
    rank_bottlenecks,
    rank_pairs,
    score_pair,
)
from graph_api.scoring.losses.subjects import GroupPairs, require_few_pairs, require_little_work
from graph_api.scoring.pairs.scores import Order
from graph_api.scoring.pairs.top import FirstPairs, first_pairs
from graph_api.systems import open_system
from graph_api.version import __version__


def provenance(view: GraphSnapshot, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give what an answer rests on: scenario, variant, revision, version, parameters.

    Every face shows this beside its numbers (GraphQL ``provenance``, ``--json`` of the CLI).
    """
    return {
        "scenario": view.key.scenario,
        "variant": view.key.variant,
        "revision": view.key.revision,
        "version": __version__,
        "parameters": dict(parameters),
    }


class Asking:
    """What a view answers; nothing of it touches the store."""

    @staticmethod
    def pair(view: GraphSnapshot, a: str, b: str, scoring: Scoring = PRODUCT) -> PairScore:
        """Score both directions of one pair."""
        return score_pair(view, a, b, scoring)

    @staticmethod
    def paths(
        view: GraphSnapshot, start: str, end: str, count: int = 3, scoring: Scoring = PRODUCT
    ) -> PathRanking:
        """Give the best paths from one actor to another."""
        return best_paths(view, start, end, count, scoring)

    @staticmethod
    def pairs(  # noqa: PLR0913  # the two groups, how to score, how to order
        view: GraphSnapshot,
        between: ActorFilter,
        other: ActorFilter,
        scoring: Scoring = PRODUCT,
        *,
        worst: bool = False,
        missing: bool = False,
        first: int | None = None,
    ) -> PairRanking | FirstPairs:
        """Rank the pairs of two groups: best first, or worst first, or those without a direction.

        Where only the ``first`` are wanted, those of a large graph are found without the rest.

        Raises
        ------
        BadParameterError
            If ``worst`` and ``missing`` are asked together, or the groups make too many pairs.

        """
        if worst and missing:
            raise BadParameterError(
                "worst and missing exclude each other: worst lists pairs above 0, missing those"
                " without one direction. Ask for one of them.",
                "worst 与 missing 互斥：前者列出得分大于 0 的对，后者列出缺少某一方向的对。"
                "请只选其一。",
                parameter="worst",
            )
        order: Order = "worst" if worst else "missing" if missing else "best"
        if first is not None:
            places = GroupPairs(view.chosen_places(between), view.chosen_places(other))
            require_little_work(view, places, scoring)
            found = first_pairs(
                view, places.between, places.other, max(1, first), scoring, order=order
            )
            if found is not None:
                return found
        groups = view.chosen(between), view.chosen(other)
        require_few_pairs(*map(len, groups))
        return rank_pairs(view, *groups, scoring, order=order)

    @staticmethod
    def bottlenecks(  # noqa: PLR0913  # the two groups, how to score, what to think away
        view: GraphSnapshot,
        between: ActorFilter,
        other: ActorFilter,
        scoring: Scoring = PRODUCT,
        *,
        target: Target = Target.ACTOR,
        progress: Callable[[float], None] | None = None,
    ) -> Sequence[Bottleneck]:
        """Rank what the pairs of two groups would miss most."""
        pairs = GroupPairs(view.chosen_places(between), view.chosen_places(other))
        require_little_work(view, pairs, scoring)
        return rank_bottlenecks(view, pairs, scoring, target=target, progress=progress)

    @staticmethod
    def system(view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> System:
        """Give the mechanism of a view, ready to run; ``overrides`` are other parameters."""
        return open_system(view, overrides)
