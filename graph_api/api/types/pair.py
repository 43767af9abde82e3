"""Pairs: both directions of empowerment between two actors, together."""

import strawberry

from graph_api.api.connections import Connection
from graph_api.api.context import in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.node import Answer, LanguageArgument, provenance
from graph_api.api.types.path import Path, actors_of
from graph_api.api.types.relation import Relation
from graph_api.api.types.words import Band, Language, language_word
from graph_api.api.views import OpenView
from graph_api.scoring import explain_pair, results
from graph_api.scoring.pairs.top import FirstPairs


@strawberry.type(description="From `low` to `high`, both included (区间).")
class Interval:
    """A closed interval."""

    low: float = strawberry.field(description="Lower end (下限).")
    high: float = strawberry.field(description="Upper end (上限).")

    @classmethod
    def of(cls, interval: results.Interval) -> "Interval":
        """Wrap an interval."""
        return cls(low=interval.low, high=interval.high)


@strawberry.type(
    description="Exact bounds of the scores: all strengths at low and at high, unknown"
    " ones at 0 and"
    " at 1 (精确上下界)."
)
class PairBounds:
    """Bounds of the three scores."""

    forward: Interval = strawberry.field(description="Bounds of `forward`.")
    reverse: Interval = strawberry.field(description="Bounds of `reverse`.")
    mutual: Interval = strawberry.field(description="Bounds of `mutual`.")


@strawberry.type(
    description="Both directions of one pair: how well each can empower the other (相互充权得分)."
)
class PairScore(Answer):
    """The scores of one pair."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[results.PairScore]

    @classmethod
    def of(cls, view: OpenView, entry: results.PairScore) -> "PairScore":
        """Wrap the scores of a pair."""
        return cls(
            view=view,
            entry=entry,
            completeness=entry.completeness,
            truncated_by=entry.truncated_by,
            provenance=provenance(view, a=entry.a, b=entry.b, **entry.scoring.parameters()),
        )

    @resolver(description="The first actor.")
    def a(self) -> Actor:
        """Give the first actor."""
        return actors_of(self.view, [self.entry.a])[0]

    @resolver(description="The second actor.")
    def b(self) -> Actor:
        """Give the second actor."""
        return actors_of(self.view, [self.entry.b])[0]

    @resolver(
        description="Best path score from `a` to `b`: 0 without a path, null where the"
        " only paths go"
        " over unknown relations (正向)."
    )
    def forward(self) -> float | None:
        """Give the score from a to b."""
        return self.entry.forward

    @resolver(description="Best path score from `b` to `a`, likewise (反向).")
    def reverse(self) -> float | None:
        """Give the score from b to a."""
        return self.entry.reverse

    @resolver(
        description="Square root of forward x reverse: 0 if and only if a direction is known to be"
        " missing (相互充权)."
    )
    def mutual(self) -> float | None:
        """Give the mutual score."""
        return self.entry.mutual

    @resolver(description="Forward + reverse; null if one is null (相互依存).")
    def dependence(self) -> float | None:
        """Give the sum."""
        return self.entry.dependence

    @resolver(
        description="(forward - reverse) / dependence, in [-1, 1]; null where dependence"
        " is 0 or null"
        " (不对称)."
    )
    def asymmetry(self) -> float | None:
        """Give the asymmetry."""
        return self.entry.asymmetry

    @resolver(description="A word for `mutual`; null for ALL_WALKS (强度等级).")
    def band(self) -> Band | None:
        """Give the word."""
        return self.entry.band

    @resolver(description="Exact bounds of the three scores (上下界).")
    def bounds(self) -> PairBounds:
        """Give the bounds."""
        bounds = self.entry.bounds
        return PairBounds(
            forward=Interval.of(bounds.forward),
            reverse=Interval.of(bounds.reverse),
            mutual=Interval.of(bounds.mutual),
        )

    @resolver(
        description="Relations of unknown strength that would change a score if they were"
        " 1 (未知关系)."
    )
    def unknown(self) -> list[Relation]:
        """Give the unknown relations."""
        return Relation.of(self.view, self.entry.unknown)

    @resolver(description="Reverse relations that the maturity gate closes (被门槛关闭的关系).")
    def gated(self) -> list[Relation]:
        """Give the closed relations."""
        return Relation.of(self.view, self.entry.gated)

    @resolver(description="The best path from `a` to `b`; null: none (正向路径).")
    def forward_path(self) -> Path | None:
        """Give the path from a to b."""
        return self._path(self.entry.forward_path)

    @resolver(description="The best path from `b` to `a`; null: none (反向路径).")
    def reverse_path(self) -> Path | None:
        """Give the path from b to a."""
        return self._path(self.entry.reverse_path)

    @resolver(description="The weakest relations of both paths (最弱的关系).")
    def weakest(self) -> list[Relation]:
        """Give the weakest relations."""
        return Relation.of(self.view, self.entry.weakest)

    @resolver(description="Actors inside both best paths (两条路径共有的行动者).")
    def shared_actors(self) -> list[Actor]:
        """Give the shared actors."""
        return actors_of(self.view, self.entry.shared_actors)

    @resolver(description="The damping used; ALL_WALKS only (阻尼).")
    def damping(self) -> float | None:
        """Give the damping."""
        return self.entry.damping

    @resolver(
        description="How far forward, reverse and their bounds may be from the exact sums over all"
        " walks, at most; ALL_WALKS only (误差上界)."
    )
    def error(self) -> float | None:
        """Give the bound on the error."""
        return self.entry.error

    @resolver(description="How the scores come about, as sentences (解释).")
    async def explanation(self, language: LanguageArgument = Language.EN) -> str:
        """Say it in words."""
        return await in_thread(explain_pair, self.view.graph, self.entry, language_word(language))

    def _path(self, path: results.Path | None) -> Path | None:
        if path is None:
            return None
        return Path(view=self.view, entry=path, scoring=self.entry.scoring)


@strawberry.type(description="One page of pairs of two groups, each pair once (配对分页).")
class PairScoreConnection(Connection[PairScore], Answer):
    """A page of pairs."""

    found: strawberry.Private[results.PairRanking | FirstPairs]

    @resolver(
        description="How many pairs the whole list has, counted when asked for; null where the"
        " list was not followed to its end (总数)."
    )
    async def total_count(self) -> int | None:  # type: ignore[override]  # beside the event loop
        """Count the pairs, each of which may have to be looked at."""
        return await in_thread(self.counted)

    @resolver(
        description="How many of all pairs of the two groups have a mutual score of 0"
        " (不连通的对数)."
    )
    async def disconnected(self) -> int:
        """Count the pairs without one direction; on a large graph only when it is asked for."""
        return await in_thread(lambda: self.found.disconnected)
