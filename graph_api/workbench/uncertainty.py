"""How sure scores and rankings are, asked of a view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from graph_api.domain.selection import Selection, choose, read_word
from graph_api.scoring import RegimeBasis, Target
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.uncertainty import (
    Coupling,
    RankUncertainty,
    Sampling,
    Sensitivity,
    Uncertainty,
    pair_uncertainty,
    rank_uncertainty,
    sensitivity,
)
from graph_api.workbench.questions import Questions
from graph_api.workbench.words import ScoringWords, read_scoring


class UncertaintyQuestions(Questions):
    """What ranges, unknown strengths, several experts and the analyst's own choices do."""

    def uncertainty(  # noqa: PLR0913  # the pair, and how to draw
        self,
        a: str,
        b: str,
        *,
        draws: int = 1000,
        seed: int = 0,
        coupling: Coupling | str = Coupling.INDEPENDENT,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> Uncertainty:
        """Tell how sure the scores of a pair are: exact bounds, median, 90% band.

        See `graph_api.scoring.uncertainty.pair_uncertainty`.

        Examples
        --------
        >>> from graph_api.workbench import load
        >>> view = load("seeds/mutual-empowerment.yaml").view()
        >>> sure = view.uncertainty("residents", "street_office")
        >>> sure.bounds.mutual.low <= sure.median <= sure.bounds.mutual.high
        True

        """
        sampling = Sampling(draws, seed, read_word(Coupling, coupling))
        return pair_uncertainty(self.graph, a, b, read_scoring(**scoring), sampling, progress)

    def rank_uncertainty(  # noqa: PLR0913  # the two groups, and how to draw
        self,
        between: Selection,
        other: Selection,
        *,
        target: Target | str = Target.ACTOR,
        first: int | None = None,
        draws: int = 1000,
        seed: int = 0,
        coupling: Coupling | str = Coupling.INDEPENDENT,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> RankUncertainty:
        """Tell how sure the ranking of bottlenecks between two groups is.

        See `graph_api.scoring.uncertainty.rank_uncertainty`.
        """
        groups = choose(self.graph, between), choose(self.graph, other)
        return rank_uncertainty(
            self.graph,
            GroupPairs(*map(self.graph.chosen_places, groups)),
            read_scoring(**scoring),
            Sampling(draws, seed, read_word(Coupling, coupling)),
            target=read_word(Target, target),
            first=first,
            progress=progress,
        )

    def sensitivity(  # noqa: PLR0913  # the two groups, and what is chosen otherwise
        self,
        between: Selection,
        other: Selection,
        *,
        target: Target | str = Target.ACTOR,
        threshold: float = 0.5,
        by: RegimeBasis | str = RegimeBasis.RELATIONS,
        progress: Callable[[float], None] | None = None,
        **scoring: Unpack[ScoringWords],
    ) -> Sensitivity:
        """Change one choice at a time, and tell which results flip.

        See `graph_api.scoring.uncertainty.sensitivity`.
        """
        return sensitivity(
            self.graph,
            self.graph.chosen(choose(self.graph, between)),
            self.graph.chosen(choose(self.graph, other)),
            read_scoring(**scoring),
            target=read_word(Target, target),
            threshold=threshold,
            by=read_word(RegimeBasis, by),
            progress=progress,
        )
