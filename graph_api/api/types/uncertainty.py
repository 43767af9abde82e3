"""Answers about uncertain strengths: of a pair, of a ranking, of the analyst's own choices."""

import strawberry

from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.bottleneck import BottleneckSubject, Channel
from graph_api.api.types.node import Answer, provenance
from graph_api.api.types.pair import Interval, PairBounds
from graph_api.api.types.relation import Relation
from graph_api.api.types.words import Band, Completeness, Quadrant, describe
from graph_api.api.views import OpenView
from graph_api.scoring import Target, results, uncertainty
from graph_api.scoring.uncertainty import Choice, Coupling, Flip
from graph_api.scoring.uncertainty.drawn import Subject

describe(Coupling, "How draws of different relations hang together (抽样方式).")
describe(Choice, "What an analyst chooses, and might have chosen otherwise (选择).")
describe(Flip, "What comes out otherwise under another choice (变化).")


@strawberry.type(description="How a number varies over the draws (分布).")
class Spread:
    """Median and band of one number."""

    median: float = strawberry.field(description="The median (中位数).")
    band90: Interval = strawberry.field(
        description="From the 5% to the 95% quantile of the draws (90% 区间)."
    )
    monte_carlo_error: float = strawberry.field(
        description="Standard error of the median by chance of drawing, from order"
        " statistics (蒙特卡洛误差)."
    )

    @classmethod
    def of(cls, spread: uncertainty.Spread) -> "Spread":
        """Wrap a spread."""
        return cls(
            median=spread.median,
            band90=Interval.of(spread.band90),
            monte_carlo_error=spread.error,
        )


@strawberry.type(description="How probable one word for the mutual score is (等级概率).")
class BandProbability:
    """The share of draws with one word."""

    band: Band = strawberry.field(description="The word (强度等级).")
    probability: float = strawberry.field(description="Share of the draws, in [0, 1] (概率).")
    monte_carlo_error: float = strawberry.field(
        description="Its standard error, sqrt(p (1 - p) / draws) (蒙特卡洛误差)."
    )


@strawberry.type(
    description="How sure the mutual score of a pair is, given ranges, unknown strengths and"
    " several experts (不确定性)."
)
class Uncertainty(Answer):
    """Bounds and draws of one pair."""

    bounds: PairBounds = strawberry.field(
        description="Exact bounds: no choice of strengths within their ranges leaves them (上下界)."
    )
    median: float | None = strawberry.field(
        description="Median of the mutual score over the draws (中位数)."
    )
    band90: Interval | None = strawberry.field(
        description="Of the mutual score, from the 5% to the 95% quantile (90% 区间)."
    )
    draws: int = strawberry.field(description="How many graphs were drawn (抽取次数).")
    seed: int = strawberry.field(description="The seed: the same gives the same numbers (种子).")
    coupling: Coupling = strawberry.field(
        description="How draws of different relations hang together (抽样方式)."
    )
    monte_carlo_error: float = strawberry.field(
        description="Standard error of `median` by chance of drawing, from order"
        " statistics (蒙特卡洛误差)."
    )
    forward: Spread = strawberry.field(description="Of the score from `a` to `b` (正向).")
    reverse: Spread = strawberry.field(description="Of the score from `b` to `a` (反向).")
    asymmetry: Spread | None = strawberry.field(
        description="Of (forward - reverse) / (forward + reverse), without draws in which neither"
        " direction works; null if there are no others (不对称)."
    )
    bands: list[BandProbability] = strawberry.field(
        description="Probability of each word for the mutual score; empty for ALL_WALKS (等级概率)."
    )
    drawn: int = strawberry.field(
        description="How many relations of uncertain strength could matter and were drawn"
        " (抽取的关系数)."
    )
    damping: float | None = strawberry.field(description="The damping used; ALL_WALKS only (阻尼).")

    @classmethod
    def of(cls, view: OpenView, entry: uncertainty.Uncertainty) -> "Uncertainty":
        """Wrap an answer."""
        return cls(
            completeness=entry.completeness,
            truncated_by=entry.truncated_by,
            provenance=provenance(
                view,
                a=entry.a,
                b=entry.b,
                draws=entry.draws,
                seed=entry.seed,
                coupling=entry.coupling.name,
                **entry.scoring.parameters(),
            ),
            bounds=PairBounds(
                forward=Interval.of(entry.bounds.forward),
                reverse=Interval.of(entry.bounds.reverse),
                mutual=Interval.of(entry.bounds.mutual),
            ),
            median=entry.median,
            band90=Interval.of(entry.band90),
            draws=entry.draws,
            seed=entry.seed,
            coupling=entry.coupling,
            monte_carlo_error=entry.monte_carlo_error,
            forward=Spread.of(entry.forward),
            reverse=Spread.of(entry.reverse),
            asymmetry=None if entry.asymmetry is None else Spread.of(entry.asymmetry),
            bands=[
                BandProbability(
                    band=item.band, probability=item.probability, monte_carlo_error=item.error
                )
                for item in entry.bands
            ],
            drawn=entry.drawn,
            damping=entry.damping,
        )


def subject_of(view: OpenView, subject: Subject, target: Target) -> BottleneckSubject:
    """Give what is thought away, as the rows of bottlenecks do."""
    if isinstance(subject, results.Channel):
        return Channel(view=view, entry=subject)
    if target is Target.RELATION:
        return Relation(view=view, entry=view.graph.relation(subject))
    return Actor(view=view, entry=view.graph.actor(subject))


@strawberry.type(description="How one subject ranks over the draws (排名概率).")
class RankProbability:
    """A row of an uncertain ranking."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[uncertainty.RankProbability]
    target: strawberry.Private[Target]

    @resolver(description="What is thought away (对象).")
    def subject(self) -> BottleneckSubject:
        """Give the actor, relation or channel."""
        return subject_of(self.view, self.entry.subject, self.target)

    @resolver(
        description="Share of the draws in which it costs most; tied firsts share a draw"
        " (首位概率)."
    )
    def probability_first(self) -> float:
        """Give the probability."""
        return self.entry.probability_first

    @resolver(
        description="Standard error of `probabilityFirst`, sqrt(p (1 - p) / draws) (蒙特卡洛误差)."
    )
    def monte_carlo_error(self) -> float:
        """Give its error."""
        return self.entry.probability_error

    @resolver(
        description="Mean place over the draws, from 1; tied subjects have the mean of the places"
        " that they share (期望名次)."
    )
    def expected_rank(self) -> float:
        """Give the expected rank."""
        return self.entry.expected_rank

    @resolver(description="Standard error of `expectedRank` (期望名次的误差).")
    def expected_rank_error(self) -> float:
        """Give its error."""
        return self.entry.rank_error

    @resolver(description="The loss, from the 5% to the 95% quantile of the draws (损失区间).")
    def loss(self) -> Interval:
        """Give the interval."""
        return Interval.of(self.entry.loss)

    @resolver(description="Median loss over the draws (损失中位数).")
    def median_loss(self) -> float:
        """Give the median."""
        return self.entry.median_loss


@strawberry.type(
    description="How sure a ranking of bottlenecks is, given ranges, unknown strengths and several"
    " experts (排名的不确定性)."
)
class RankUncertainty(Answer):
    """An uncertain ranking."""

    rows: list[RankProbability] = strawberry.field(
        description="Subjects that cost something in at least one draw, lowest expected rank first"
        " (排名)."
    )
    not_separable: list[list[str]] = strawberry.field(
        description="Pairs of `rows` of which the draws do not tell which is the worse bottleneck:"
        " P(one above the other) lies in [0.2, 0.8]. Keys of actors or relations; a channel is"
        " `from → to` (无法区分)."
    )
    draws: int = strawberry.field(description="How many graphs were drawn (抽取次数).")
    seed: int = strawberry.field(description="The seed: the same gives the same numbers (种子).")
    coupling: Coupling = strawberry.field(
        description="How draws of different relations hang together (抽样方式)."
    )
    probability_none: float = strawberry.field(
        description="Share of the draws in which nothing alone costs anything (无瓶颈概率)."
    )
    costly: int = strawberry.field(
        description="How many subjects cost something in at least one draw (有损失的对象数)."
    )
    drawn: int = strawberry.field(
        description="How many relations of uncertain strength could matter and were drawn"
        " (抽取的关系数)."
    )

    @classmethod
    def of(
        cls, view: OpenView, entry: uncertainty.RankUncertainty, **asked: object
    ) -> "RankUncertainty":
        """Wrap an answer."""
        return cls(
            completeness=entry.completeness,
            truncated_by=entry.truncated_by,
            provenance=provenance(
                view,
                **asked,
                target=entry.target.name,
                draws=entry.draws,
                seed=entry.seed,
                coupling=entry.coupling.name,
                **entry.scoring.parameters(),
            ),
            rows=[RankProbability(view=view, entry=row, target=entry.target) for row in entry.rows],
            not_separable=[[*pair] for pair in entry.not_separable],
            draws=entry.draws,
            seed=entry.seed,
            coupling=entry.coupling,
            probability_none=entry.probability_none,
            costly=entry.costly,
            drawn=entry.drawn,
        )


@strawberry.type(description="What comes out under one choice, all others as asked (单项改变).")
class SensitivityRow:
    """A row of the one-at-a-time table."""

    view: strawberry.Private[OpenView]
    entry: strawberry.Private[uncertainty.SensitivityRow]
    target: strawberry.Private[Target]

    @resolver(description="What was chosen otherwise (选择).")
    def choice(self) -> Choice:
        """Give the choice."""
        return self.entry.choice

    @resolver(description="The value; empty: no gate, limit or filter (取值).")
    def value(self) -> str:
        """Give the value."""
        return self.entry.value

    @resolver(
        description="Mean mutual score of the pairs, unknown ones counted 0; null: none is known"
        " (平均相互充权)."
    )
    def mutual(self) -> float | None:
        """Give the mean."""
        return self.entry.mutual

    @resolver(description="A word for `mutual`; null for ALL_WALKS (强度等级).")
    def band(self) -> Band | None:
        """Give the word."""
        return self.entry.band

    @resolver(
        name="first",
        description="The first bottleneck; null: nothing alone costs anything (首位瓶颈).",
    )
    def first_bottleneck(self) -> BottleneckSubject | None:
        """Give the first bottleneck."""
        if self.entry.first is None:
            return None
        return subject_of(self.view, self.entry.first, self.target)

    @resolver(description="Its share of all mutual scores (损失占比).")
    def loss_share(self) -> float | None:
        """Give the share."""
        return self.entry.loss_share

    @resolver(description="The quadrant of the regime (象限).")
    def quadrant(self) -> Quadrant | None:
        """Give the quadrant."""
        return self.entry.quadrant

    @resolver(description="What differs from `base` (变化).")
    def flips(self) -> list[Flip]:
        """Give what differs."""
        return [*self.entry.flips]


@strawberry.type(
    description="What the analyst's own choices decide: one changed at a time (敏感性)."
)
class Sensitivity(Answer):
    """The one-at-a-time table."""

    base: SensitivityRow = strawberry.field(description="Everything as asked (原设定).")
    rows: list[SensitivityRow] = strawberry.field(
        description="One choice changed at a time (各项改变)."
    )

    @classmethod
    def of(cls, view: OpenView, entry: uncertainty.Sensitivity, **asked: object) -> "Sensitivity":
        """Wrap a table."""
        base, *rows = (
            SensitivityRow(view=view, entry=row, target=entry.target)
            for row in (entry.base, *entry.rows)
        )
        return cls(
            completeness=Completeness.COMPLETE,
            truncated_by=None,
            provenance=provenance(
                view,
                **asked,
                target=entry.target.name,
                threshold=entry.threshold,
                by=entry.by.name,
                **entry.scoring.parameters(),
            ),
            base=base,
            rows=rows,
        )
