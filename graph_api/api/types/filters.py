"""What narrows a question: filters of actors and relations, and how to score."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import strawberry

from graph_api import domain
from graph_api.api.ids import own_key
from graph_api.api.types.words import (
    Basis,
    Direction,
    Element,
    Level,
    Reading,
    RelationClass,
    Sphere,
    Status,
)
from graph_api.api.values import as_json, require_finite
from graph_api.scoring.results import PRODUCT, Scoring

T = TypeVar("T")


@strawberry.input(
    description="Which relations a view keeps; a list means any of these, null lets all pass"
    " (关系筛选)."
)
class RelationFilter:
    """A filter of relations."""

    classes: list[RelationClass] | None = strawberry.field(
        default=None, description="Classes (类别)."
    )
    directions: list[Direction] | None = strawberry.field(
        default=None, description="Directions, as resolved (方向)."
    )
    conveys: list[str] | None = strawberry.field(
        default=None,
        description="Words for what flows: `authority`, `money`, `opinion` (传递内容).",
    )
    elements: list[Element] | None = strawberry.field(
        default=None, description="Elements that the relation works on (要素)."
    )
    statuses: list[Status] | None = strawberry.field(
        default=None, description="Law, practice, proposed (状态)."
    )
    bases: list[Basis] | None = strawberry.field(
        default=None, description="Where the number comes from (数值依据)."
    )
    min_strength: float | None = strawberry.field(
        default=None,
        description="Smallest strength, in [0, 1]; an unknown strength passes only without it"
        " (最小强度).",
    )

    def meant(self) -> domain.RelationFilter:
        """Give the filter as the domain knows it."""
        require_finite("filter.minStrength", self.min_strength)
        return domain.RelationFilter(
            classes=_fixed(self.classes),
            directions=_fixed(self.directions),
            conveys=_fixed(self.conveys),
            elements=_fixed(self.elements),
            statuses=_fixed(self.statuses),
            bases=_fixed(self.bases),
            min_strength=self.min_strength,
        )


@strawberry.input(
    description="Which actors are meant; all that is given must hold, a list means any of these"
    " (行动者筛选)."
)
class ActorFilter:
    """A filter of actors."""

    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Keys or node ids of actors."
    )
    kinds: list[str] | None = strawberry.field(
        default=None, description="Keys of kinds: `resident`, `street_office` (类型)."
    )
    levels: list[Level] | None = strawberry.field(default=None, description="Levels (层级).")
    spheres: list[Sphere] | None = strawberry.field(default=None, description="Spheres (领域).")
    groups: list[str] | None = strawberry.field(
        default=None, description="Words that the author put actors together by (分组)."
    )
    search: str | None = strawberry.field(
        default=None,
        description="Looked for, without case, in keys and names of both languages (搜索).",
    )

    def meant(self, scenario: str) -> domain.ActorFilter:
        """Give the filter as the domain knows it."""
        ids = [domain.ActorId(own_key(item, "Actor", scenario)) for item in self.ids or ()]
        return domain.ActorFilter(
            ids=None if self.ids is None else tuple(ids),
            kinds=_fixed(self.kinds),
            levels=_fixed(self.levels),
            spheres=_fixed(self.spheres),
            groups=_fixed(self.groups),
            search=self.search,
        )


@strawberry.input(description="How to score; a combination without meaning is refused (计分方式).")
class ScoringInput:
    """How to score."""

    reading: Reading | None = strawberry.field(
        default=Reading.PRODUCT, description="How strengths along a path make one number (读法)."
    )
    decay: float | None = strawberry.field(
        default=1.0, description="In (0, 1]; each hop after the first multiplies by it (衰减)."
    )
    maturity: float | None = strawberry.field(
        default=None,
        description="In [0, 1): the capability from which reverse relations of individuals and"
        " groups open; null: no gate (成熟度门槛).",
    )
    max_hops: int | None = strawberry.field(
        default=None, description="Longest path, at least 1; null: any (最大跳数)."
    )
    damping: float | None = strawberry.field(
        default=None, description="ALL_WALKS only; null: the certified one (阻尼)."
    )

    def meant(self) -> Scoring:
        """Give the scoring, or raise `BadParameterError`."""
        for name in ("decay", "maturity", "damping"):
            require_finite(f"scoring.{name}", getattr(self, name))
        return Scoring(
            self.reading or Reading.PRODUCT,
            1.0 if self.decay is None else self.decay,
            self.maturity,
            self.max_hops,
            self.damping,
        )


def scoring_of(scoring: ScoringInput | None) -> Scoring:
    """Give how to score; the product of strengths where nothing was said."""
    return PRODUCT if scoring is None else scoring.meant()


def asked_of_view(
    as_of: date | None, changes: Sequence[object], relation_filter: RelationFilter | None
) -> dict[str, object]:
    """Say, as JSON, what a view adds to its variant: date, what-if changes, filter."""
    said = {
        "asOf": None if as_of is None else as_of.isoformat(),
        "changes": [*changes] or None,
        "filter": as_json(relation_filter),
    }
    return {name: value for name, value in said.items() if value is not None}


def _fixed(items: list[T] | None) -> tuple[T, ...] | None:
    return None if items is None else tuple(items)
