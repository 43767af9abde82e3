"""The regime: how strong state and society are, and the quadrant they make."""

import strawberry

from graph_api.api.types.node import Answer, provenance
from graph_api.api.types.words import Completeness, Quadrant
from graph_api.api.views import OpenView
from graph_api.scoring import results


@strawberry.type(description="How strong state and society are (强弱格局).")
class Regime(Answer):
    """Strength of both sides."""

    state: float | None = strawberry.field(
        description="Strength of the state's side, in [0, 1]; null: nothing known (国家)."
    )
    society: float | None = strawberry.field(
        description="Strength of society's side, in [0, 1]; null: nothing known (社会)."
    )
    quadrant: Quadrant | None = strawberry.field(
        description="Which sides reach the threshold; null where a side is null (象限)."
    )
    borderline: bool = strawberry.field(
        description="A side lies within 0.05 of the threshold (处于边界)."
    )

    @classmethod
    def of(cls, view: OpenView, regime: results.Regime) -> "Regime":
        """Wrap a regime."""
        return cls(
            completeness=Completeness.COMPLETE,
            truncated_by=None,
            provenance=provenance(view, threshold=regime.threshold, by=regime.by.name),
            state=regime.state,
            society=regime.society,
            quadrant=regime.quadrant,
            borderline=regime.borderline,
        )
