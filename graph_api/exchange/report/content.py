"""What a report holds: frozen values, all of them results that other faces give too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_api.domain import GraphSnapshot, Relation
from graph_api.domain.words import Label
from graph_api.errors import Language
from graph_api.scoring import Bottleneck, Channel, PairRow, PairScore, Regime
from graph_api.scoring.metrics import MetricAnswer
from graph_api.scoring.uncertainty import RankUncertainty, Uncertainty

MOST_LISTED = 500
"""Of more relations only those are listed that carry a number of the report."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above: title and description of the scenario, title of the variant."""

    title: Label = Label()
    description: Label = Label()
    variant: Label = Label()

    def over_map(self, variant: str, language: Language) -> str | None:
        """Give what stands over the map of a variant; None: the map names the keys itself."""
        title = self.title.text(language)
        return f"{title} · {self.variant.text(language, variant)}" if title else None


@dataclass(frozen=True, slots=True)
class PairPart:
    """One pair: its scores, where they come from, and how sure they are (None: not asked)."""

    score: PairScore
    sentence: Label
    uncertainty: Uncertainty | None = None


@dataclass(frozen=True, slots=True)
class RefusedMetric:
    """A metric that this view is too large for, with the message that says so."""

    name: str
    title: Label
    why: Label


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says, before it becomes a page.

    Attributes
    ----------
    view, heading
        What is reported on.
    between, other
        The two groups, as they were said.
    pairs
        Those shown, best first.
    disconnected, missing
        How many pairs have a mutual score of 0, and the first of those without a direction.
    bottlenecks, channels
        Rankings of actors and of channels, cut to what is shown.
    ranks
        How sure the ranking of actors is; None: not asked, or no range to draw from.
    metrics
        Answers, or why there is none.
    picture
        The map as SVG; None: there is none for a view of this size, and ``no_picture`` says why.
    no_draws
        Why nothing was drawn, where nothing was.
    provenance
        What the numbers rest on.

    """

    view: GraphSnapshot
    heading: Heading
    between: str
    other: str
    pairs: tuple[PairPart, ...]
    disconnected: int
    missing: tuple[PairRow, ...]
    bottlenecks: tuple[Bottleneck, ...]
    channels: tuple[Bottleneck, ...]
    ranks: RankUncertainty | None
    regime: Regime
    metrics: tuple[MetricAnswer | RefusedMetric, ...]
    provenance: Mapping[str, Any]
    picture: str | None = None
    no_picture: Label = Label()
    no_draws: Label = Label()

    @property
    def is_uncertain(self) -> bool:
        """Tell whether anything was drawn."""
        return self.ranks is not None or any(part.uncertainty for part in self.pairs)

    @property
    def drawing(self) -> str:
        """Say how it was drawn, in the words of the parameters."""
        drawn = [part.uncertainty for part in self.pairs if part.uncertainty is not None]
        how = drawn[0] if drawn else self.ranks
        if how is None:
            return ""
        return f"draws={how.draws}, seed={how.seed}, coupling={how.coupling.value}"

    @property
    def listed(self) -> Sequence[Relation]:
        """Give the relations to list: all, or, of many, those that carry a number shown."""
        if len(self.view.relations) <= MOST_LISTED:
            return self.view.relations
        wanted: dict[str, None] = {}
        for part in self.pairs:
            for path in (part.score.forward_path, part.score.reverse_path):
                wanted.update(dict.fromkeys(() if path is None else path.relations))
        for item in self.channels:
            if isinstance(item.subject, Channel):
                wanted.update(dict.fromkeys(item.subject.relations))
        return [self.view.relation(key) for key in list(wanted)[:MOST_LISTED]]
