"""What the community factory is given and what it answers."""

import strawberry

from graph_api.api.fields import resolver
from graph_api.errors import BadParameterError
from graph_api.systems.community_factory import alkire_foster, robustness, targeting
from graph_api.systems.community_factory.households import Dimension, Household


@strawberry.input(description="A dimension of poverty with its weight and cutoff (维度).")
class DimensionInput:
    """A dimension."""

    key: str = strawberry.field(description="Its key: `income` (键).")
    weight: float = strawberry.field(
        description="In [0, 1]; the weights of all dimensions sum to 1 (权重)."
    )
    cutoff: float = strawberry.field(
        description="A household whose achievement lies below is deprived (临界值)."
    )

    def meant(self) -> Dimension:
        """Give the dimension of the mechanism."""
        return Dimension(self.key, self.weight, self.cutoff)


@strawberry.input(description="What a household has achieved in one dimension (取值).")
class AchievementInput:
    """An achievement."""

    dimension: str = strawberry.field(description="Key of the dimension (维度).")
    value: float | None = strawberry.field(
        default=None, description="In the unit of the cutoff; null: unknown (取值)."
    )


@strawberry.input(description="A household and its achievements (农户).")
class HouseholdInput:
    """A household."""

    id: strawberry.ID = strawberry.field(description="Its own id, once per question (标识).")
    achievements: list[AchievementInput] = strawberry.field(
        description="By dimension, each once; one left out is unknown (各维度取值)."
    )

    def meant(self) -> Household:
        """Give the household of the mechanism.

        Raises
        ------
        BadParameterError
            If a dimension is given twice.

        """
        values: dict[str, float | None] = {}
        for item in self.achievements:
            if item.dimension in values:
                raise BadParameterError(
                    f"Household {self.id!r} has two achievements in {item.dimension[:100]!r}; give"
                    " one.",
                    f"农户“{self.id}”在“{item.dimension[:100]}”上有两个取值；只能给一个。",
                    parameter="households",
                )
            values[item.dimension] = item.value
        return Household(str(self.id), values)


@strawberry.type(description="What one dimension adds to poverty (维度贡献).")
class DimensionShare:
    """The share of a dimension."""

    dimension: str = strawberry.field(description="Key of the dimension (维度).")
    censored_headcount: float = strawberry.field(
        description="Share of households that are poor and deprived in it (删失发生率)."
    )
    contribution: float | None = strawberry.field(
        description="Its part of `adjusted`; all sum to 1; null where that is 0 (贡献率)."
    )


@strawberry.type(
    description="Who is poor in many dimensions: H, A, M0, M1, M2 of Alkire and Foster"
    " (多维贫困识别)."
)
class Identification:
    """The measures of Alkire and Foster."""

    entry: strawberry.Private[alkire_foster.Identification]

    @resolver(description="H: share of the poor among those of known standing (贫困发生率).")
    def headcount(self) -> float:
        """Give H."""
        return self._known(self.entry.headcount)

    @resolver(
        description="A: mean weighted share of deprivations of the poor, the unknown taken as"
        " fine; null without a poor household (剥夺强度)."
    )
    def intensity(self) -> float | None:
        """Give A."""
        return self.entry.intensity

    @resolver(description="A with the unknown of the poor taken as short (剥夺强度上限).")
    def intensity_at_most(self) -> float | None:
        """Give A at most."""
        return self.entry.intensity_at_most

    @resolver(description="M0 = H A, the unknown taken as fine (调整后发生率).")
    def adjusted(self) -> float:
        """Give M0."""
        return self._known(self.entry.adjusted)

    @resolver(description="M0 with the unknown of the poor taken as short (调整后发生率上限).")
    def adjusted_at_most(self) -> float:
        """Give M0 at most."""
        return self._known(self.entry.adjusted_at_most)

    @resolver(
        description="M1: with gaps (z - x) / z; null where an achievement of a poor household is"
        " unknown, or a gap is not defined (贫困缺口)."
    )
    def gap(self) -> float | None:
        """Give M1."""
        return self.entry.gap

    @resolver(description="M2: with squared gaps; null as `gap` is (平方缺口).")
    def squared_gap(self) -> float | None:
        """Give M2."""
        return self.entry.squared_gap

    @resolver(description="Households that are poor, whatever is unknown of them (贫困户).")
    def poor(self) -> list[strawberry.ID]:
        """Give the poor."""
        return [strawberry.ID(item) for item in self.entry.poor]

    @resolver(
        description="Households that could be poor or not: too much is unknown; they are in no"
        " denominator (无法判定)."
    )
    def unknown(self) -> list[strawberry.ID]:
        """Give the unknown."""
        return [strawberry.ID(item) for item in self.entry.unknown]

    @resolver(description="What each dimension adds, in the order given (各维度贡献).")
    def by_dimension(self) -> list[DimensionShare]:
        """Give the shares."""
        return [
            DimensionShare(
                dimension=item.dimension,
                censored_headcount=item.censored_headcount,
                contribution=item.contribution,
            )
            for item in self.entry.by_dimension
        ]

    def _known(self, value: float | None) -> float:
        if value is None:
            raise BadParameterError(
                "No household is of known standing, so no share can be given; fill in more of the"
                " achievements (`unknown` lists the households).",
                "没有一个农户的贫困状况可以判定，因此无法给出比例；请补充取值"
                "（unknown 列出这些农户）。",
                parameter="households",
            )
        return value


@strawberry.type(description="How those who are served differ from those who are poor (瞄准).")
class Targeting:
    """The errors of targeting."""

    entry: strawberry.Private[targeting.Targeting]

    @resolver(description="Missed by poor, in [0, 1]; null without a poor household (排斥误差).")
    def exclusion_error(self) -> float | None:
        """Give the error of exclusion."""
        return self.entry.exclusion_error

    @resolver(
        description="Leaked by served, in [0, 1]; null where nobody of known standing is"
        " served (纳入误差)."
    )
    def inclusion_error(self) -> float | None:
        """Give the error of inclusion."""
        return self.entry.inclusion_error

    @resolver(description="Poor and not served (漏贫).")
    def missed(self) -> list[strawberry.ID]:
        """Give the missed."""
        return [strawberry.ID(item) for item in self.entry.missed]

    @resolver(description="Served and not poor (误纳).")
    def leaked(self) -> list[strawberry.ID]:
        """Give the leaked."""
        return [strawberry.ID(item) for item in self.entry.leaked]

    @resolver(description="Served and of unknown standing; in no rate (受助而无法判定).")
    def unknown_served(self) -> list[strawberry.ID]:
        """Give the served of unknown standing."""
        return [strawberry.ID(item) for item in self.entry.unknown_served]


@strawberry.type(description="How firmly a household is poor when the weights wander (稳健性).")
class Stability:
    """The share of drawn weights in which a household is poor."""

    entry: strawberry.Private[robustness.Stability]

    @resolver(description="The household (农户).")
    def household(self) -> strawberry.ID:
        """Give the household."""
        return strawberry.ID(self.entry.household)

    @resolver(description="Share of draws in which it is poor, the unknown taken as fine (下限).")
    def at_least(self) -> float:
        """Give the share at least."""
        return self.entry.at_least

    @resolver(description="Share of draws, the unknown taken as short (上限).")
    def at_most(self) -> float:
        """Give the share at most."""
        return self.entry.at_most

    @resolver(description="Standard error of `atLeast` from chance (标准误).")
    def error(self) -> float:
        """Give the standard error."""
        return self.entry.error


@strawberry.type(description="H and M0 for every k of one step (随 k 的变化).")
class HeadcountStep:
    """One step of the headcount over k."""

    above: float = strawberry.field(description="The step begins above this k (k 大于).")
    up_to: float = strawberry.field(description="The step ends at this k, included (k 至).")
    headcount: float = strawberry.field(description="H in this step (贫困发生率).")
    adjusted: float = strawberry.field(description="M0 in this step (调整后发生率).")


@strawberry.type(description="The errors of one description of today's rule (现行规则的误差).")
class RuleErrors:
    """Today's rule against many dimensions, over every profile of deprivation."""

    rule: strawberry.Private[targeting.Rule]
    entry: strawberry.Private[targeting.Targeting]

    @resolver(description="Key of the rule: `income`, `material`, `visits` (规则).")
    def key(self) -> str:
        """Give the key."""
        return self.rule.key

    @resolver(description="The line of the essay that describes it (行).")
    def line(self) -> str:
        """Give the line."""
        return self.rule.line

    @resolver(description="Missed by poor, of the profiles (排斥误差).")
    def exclusion_error(self) -> float | None:
        """Give the error of exclusion."""
        return self.entry.exclusion_error

    @resolver(description="Wrongly found by found, of the profiles (纳入误差).")
    def inclusion_error(self) -> float | None:
        """Give the error of inclusion."""
        return self.entry.inclusion_error

    @resolver(description="The profiles that it misses: what they fall short in (遗漏的情形).")
    def missed(self) -> list[str]:
        """Give the missed profiles."""
        return [*self.entry.missed]
