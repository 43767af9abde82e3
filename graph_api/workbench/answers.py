"""Answers that one view alone does not give: a sweep, and the difference of two views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from graph_api.domain import RelationId, Sweep, System
from graph_api.domain.words import Label
from graph_api.errors import BadParameterError, Language
from graph_api.scoring import PairScore, RelationDelta, Synergy
from graph_api.workbench.shown import MOST_ROWS, Cell, Shown, Table, origin_text

if TYPE_CHECKING:
    from graph_api.domain.selection import Selection
    from graph_api.workbench.view import View
    from graph_api.workbench.words import ScoringWords


@dataclass(frozen=True, slots=True)
class SweptView:
    """A sweep over one view: ``sweep`` holds the axes, and each measure at every point."""

    view: View
    system: System
    sweep: Sweep

    def measure(self, key: str) -> tuple[float | bool | None, ...]:
        """Give one measure at every point, in their order.

        Raises
        ------
        BadParameterError
            If it was not followed.

        """
        for item in self.sweep.measures:
            if item.key == key:
                return item.values
        known = [item.key for item in self.sweep.measures]
        raise BadParameterError(
            f"The sweep followed no measure {key!r}; it has: {', '.join(known)}.",
            f"该扫描没有跟踪测度“{key}”；现有：{'、'.join(known)}。",
            parameter="measure",
        )

    def to_figure(
        self, path: str | Path, *, language: Language = "en", font: str | Path | None = None
    ) -> None:
        """Draw it into a file that ends in .svg, .png or .pdf.

        Raises
        ------
        BadParameterError
            If the file cannot be written, or Chinese is asked for and no font has its signs.

        """
        from graph_api.exchange.figures import save_drawing  # noqa: PLC0415  # slow to load
        from graph_api.exchange.figures.sweep import sweep_drawing  # noqa: PLC0415

        save_drawing(
            sweep_drawing(self.sweep),
            self.system,
            Path(path),
            language=language,
            font=None if font is None else Path(font),
        )


@dataclass(frozen=True, slots=True)
class PairDelta:
    """One pair in two views."""

    before: PairScore
    after: PairScore


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Shown):
    """How two views differ: relation by relation, and on the sides of state and society."""

    before: View
    after: View
    relations: tuple[RelationDelta, ...]
    synergy: Synergy

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Give what each of the two views is, under ``before`` and ``after``."""
        return {"before": self.before.provenance(), "after": self.after.provenance()}

    def table(self, language: Language = "en") -> Table:
        """Give the first relations that differ, and how the two sides fare."""
        rows: list[tuple[Cell, ...]] = [
            (self._tie(delta.relation, language), delta.before, delta.after)
            for delta in self.relations[:MOST_ROWS]
        ]
        columns = (Label("relation", "关系"), Label("before", "之前"), Label("after", "之后"))
        about = f"{self.before.graph.key.variant} → {self.after.graph.key.variant}"
        title = f"{about}: {self.synergy.label.text(language)}"
        return Table(title, columns, rows, len(self.relations))

    def _foot(self, language: Language) -> str:
        known = self.provenance
        return f"{origin_text(known['before'], language)} → {origin_text(known['after'], language)}"

    def _tie(self, relation: RelationId, language: Language) -> str:
        """Give a relation with whom it leads from and to, in the view that has it."""
        has = self.before if relation in self.before.graph.relation_places else self.after
        found = has.graph.relation(relation)
        start, end = has.graph.actor(found.from_id), has.graph.actor(found.to_id)
        names = start.name.text(language, start.id), end.name.text(language, end.id)
        return f"{relation}: {' → '.join(names)}"

    def pairs(
        self, between: Selection, other: Selection, count: int = 20, **scoring: Unpack[ScoringWords]
    ) -> tuple[PairDelta, ...]:
        """Score pairs of two groups in both views, in the order of the view before, best first."""
        rows = self.before.pairs(between, other, first=count, **scoring).rows[:count]
        return tuple(
            PairDelta(
                self.before.pair(row.a, row.b, **scoring), self.after.pair(row.a, row.b, **scoring)
            )
            for row in rows
        )
