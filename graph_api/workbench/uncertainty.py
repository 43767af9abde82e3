"""How sure scores and rankings are, asked of a view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Unpack

from graph_api.domain.selection import Selection, choose, read_word
from graph_api.scoring import RegimeBasis, Target
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.uncertainty import (
    Coupling,
    Sampling,
    pair_uncertainty,
    rank_uncertainty,
    sensitivity,
)
from graph_api.workbench.questions import Questions
from graph_api.workbench.shown import carry
from graph_api.workbench.shown_kinds import (
    ShownRankUncertainty,
    ShownSensitivity,
    ShownUncertainty,
)
from graph_api.workbench.words import ScoringWords, kept, read_scoring, said_groups


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
    ) -> ShownUncertainty:
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
        read = read_scoring(**scoring)
        found = pair_uncertainty(self.graph, a, b, read, sampling, progress)
        said = self.provenance(**read.parameters(), a=a, b=b, **_drawn(sampling))
        return carry(ShownUncertainty, found, self.graph, said)

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
    ) -> ShownRankUncertainty:
        """Tell how sure the ranking of bottlenecks between two groups is.

        See `graph_api.scoring.uncertainty.rank_uncertainty`.
        """
        between, other = kept(between), kept(other)
        groups = choose(self.graph, between), choose(self.graph, other)
        read, meant = read_scoring(**scoring), read_word(Target, target)
        sampling = Sampling(draws, seed, read_word(Coupling, coupling))
        found = rank_uncertainty(
            self.graph,
            GroupPairs(*map(self.graph.chosen_places, groups)),
            read,
            sampling,
            target=meant,
            first=first,
            progress=progress,
        )
        asked = {**said_groups(between, other), "target": meant.value, "first": first}
        said = self.provenance(**read.parameters(), **asked, **_drawn(sampling))
        return carry(ShownRankUncertainty, found, self.graph, said)

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
    ) -> ShownSensitivity:
        """Change one choice at a time, and tell which results flip.

        See `graph_api.scoring.uncertainty.sensitivity`.
        """
        between, other = kept(between), kept(other)
        read, meant = read_scoring(**scoring), read_word(Target, target)
        basis = read_word(RegimeBasis, by)
        found = sensitivity(
            self.graph,
            self.graph.chosen(choose(self.graph, between)),
            self.graph.chosen(choose(self.graph, other)),
            read,
            target=meant,
            threshold=threshold,
            by=basis,
            progress=progress,
        )
        asked: dict[str, object] = {**said_groups(between, other), "target": meant.value}
        asked |= {"threshold": threshold, "by": basis.value}
        said = self.provenance(**read.parameters(), **asked)
        return carry(ShownSensitivity, found, self.graph, said)


def _drawn(sampling: Sampling) -> dict[str, object]:
    return {
        "draws": sampling.draws,
        "seed": sampling.seed,
        "coupling": sampling.coupling.value,
    }
