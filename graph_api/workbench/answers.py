"""Answers that one view alone does not give: a sweep, and the difference of two views."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from graph_api.domain import Sweep, System
from graph_api.errors import BadParameterError, Language
from graph_api.scoring import PairScore, RelationDelta, Synergy

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two views differ: relation by relation, and on the sides of state and society."""

    before: View
    after: View
    relations: tuple[RelationDelta, ...]
    synergy: Synergy

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
