"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from graph_api.domain import (
    Case,
    ClaimRule,
    GraphSnapshot,
    Label,
    MeasureRule,
    System,
    TableRule,
)
from graph_api.scoring import PairScore, score_pair
from graph_api.systems.community_factory.alkire_foster import Identification, identify
from graph_api.systems.community_factory.cases import DEADLINES, ExitRule
from graph_api.systems.community_factory.claims import CLAIMS
from graph_api.systems.community_factory.creaming import Creaming, creaming
from graph_api.systems.community_factory.economy import (
    Explained,
    Jobs,
    WithoutFactories,
    explained,
    funds_arriving,
    job_balance,
    without_factories,
)
from graph_api.systems.community_factory.four import (
    FOUR,
    SUPPORTS,
    DimensionLevel,
    FourDimensions,
    Support,
    four_dimensions,
    level_of,
)
from graph_api.systems.community_factory.households import (
    Dimension,
    Household,
    require_weights,
)
from graph_api.systems.community_factory.measures import MEASURES
from graph_api.systems.community_factory.monitoring import Monitoring, Standards, monitor
from graph_api.systems.community_factory.outlook import (
    AfterTheLoans,
    JobQuality,
    above_zero,
    after_the_loans,
    job_quality,
)
from graph_api.systems.community_factory.reading import households_of
from graph_api.systems.community_factory.robustness import Stability, stability
from graph_api.systems.community_factory.settling import Settled, settled
from graph_api.systems.community_factory.tables import TABLES
from graph_api.systems.community_factory.targeting import (
    RULES,
    Rule,
    Targeting,
    all_profiles,
    found_by_rule,
    target,
)

COUNTY = "pingli_county"
FACTORIES = "community_factories"
POOR = "poor_households"
MISSED = "spiritual_poor"

COUNTS = (
    ("registered_poor_employed_households", 297),
    ("poor_employed", 281),
    ("itemised_employed", 281),
    ("jobs_nearby", 281),
)
"""Figures that count those at work, the narrowest first, each with its line."""

DIMENSION_LABELS: Mapping[str, Label] = {
    "income": Label("income", "收入"),
    "housing": Label("housing", "居住条件"),
    "family": Label("family life", "家庭生活"),
    "health": Label("health", "健康"),
    "education": Label("education", "教育"),
    "culture": Label("culture", "文化娱乐"),
    "spirit": Label("spirit", "精神状态"),
}
"""The seven dimensions of the scenario, in the order of its parameters."""


class CommunityFactory(System):
    """Targeted relief and the community factories over one view.

    ``given`` are households read from a table (`with_rows`); the essay prints none.

    Raises
    ------
    BadParameterError
        If the weights of the seven dimensions do not sum to 1; or as `System` does.

    """

    key: ClassVar[str] = "community_factory"
    title: ClassVar[Label] = Label("The community factory", "社区工厂")
    source: ClassVar[str] = "essay-6"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = MEASURES
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = TABLES
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = CLAIMS
    table_input: ClassVar[Label | None] = Label(
        "households: a column household, and one per dimension (income, housing, ...); empty cells"
        " are unknown",
        "农户表：一列 household，其余每列一个维度（income、housing 等）；空格表示未知",
    )

    def __init__(self, view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> None:
        super().__init__(view, overrides)
        self.given: tuple[Household, ...] = ()
        require_weights(self.parameters, [f"weight_{key}" for key in DIMENSION_LABELS])

    def read_rows(self, rows: Sequence[Mapping[str, str]], name: str) -> None:
        """Take the households of a table."""
        self.given = households_of(rows, DIMENSION_LABELS, name)

    # Who is poor

    def dimensions(self) -> tuple[Dimension, ...]:
        """Give the dimensions of the scenario, with the weights and cutoffs of its parameters.

        Raises
        ------
        BadParameterError
            If a weight or a cutoff has no value.

        """
        return tuple(
            Dimension(
                key,
                self.parameters.value(f"weight_{key}"),
                self.parameters.value(f"cutoff_{key}"),
                label,
            )
            for key, label in DIMENSION_LABELS.items()
        )

    def identify(
        self,
        households: Sequence[Household],
        dimensions: Sequence[Dimension] | None = None,
        k: float | None = None,
    ) -> Identification:
        """Find the poor among households; by default with the dimensions and k of the scenario.

        Raises
        ------
        BadParameterError
            If households, dimensions or k are not what `alkire_foster.identify` takes.

        """
        return identify(
            households,
            self.dimensions() if dimensions is None else dimensions,
            self.poverty_cutoff() if k is None else k,
        )

    def targeting(
        self,
        households: Sequence[Household],
        served: Collection[str],
        dimensions: Sequence[Dimension] | None = None,
        k: float | None = None,
    ) -> Targeting:
        """Hold those who are served against those who are poor."""
        return target(self.identify(households, dimensions, k), served)

    def stability(
        self, households: Sequence[Household], *, draws: int = 1000, seed: int = 0
    ) -> tuple[Stability, ...]:
        """Tell in what share of weights, drawn around those of the scenario, each is poor."""
        return stability(
            households,
            self.dimensions(),
            self.poverty_cutoff(),
            concentration=self.parameters.value("weight_concentration"),
            draws=draws,
            seed=seed,
        )

    def profiles(self) -> tuple[Household, ...]:
        """Give one household for every way of being deprived: 128 of them with 7 dimensions."""
        return all_profiles(self.dimensions())

    def households(self) -> tuple[Household, ...]:
        """Give the households that a table gave, or else every profile once."""
        return self.given or self.profiles()

    def rule_errors(self, rule: Rule, spirit_only: bool = False) -> Targeting:
        """Hold one of today's rules against many dimensions, over `households`.

        A rule that looks at several dimensions finds a household poor that is short in half of
        them. With ``spirit_only`` only households that are short in spirit are looked at.

        Raises
        ------
        BadParameterError
            If no household is left to look at.

        """
        dimensions = self.dimensions()
        chosen = self.households()
        if spirit_only:
            cutoff = self.parameters.value("cutoff_spirit")
            values = [(item, item.value("spirit")) for item in chosen]
            chosen = tuple(item for item, value in values if value is not None and value < cutoff)
        found = self.identify(chosen, dimensions)
        k = self.parameters.value("rule_cutoff")
        if rule is RULES[0]:
            served = identify(chosen, self._by_income(dimensions), k)
        else:
            served = found_by_rule(chosen, dimensions, rule, k)
        return target(found, served.poor)

    def settling(self) -> tuple[Settled, ...]:
        """Tell how far each of the given households has settled in (L279)."""
        cutoff = self.parameters.value("exit_cutoff")
        return tuple(settled(item, self.dimensions(), cutoff) for item in self.given)

    def settled(self) -> float | None:
        """Give the share of the steps of settling in that are reached, None without households."""
        found = self.settling()
        steps = self.parameters.value("settling_steps") * len(found)
        return sum(item.at_least for item in found) / steps if found else None

    def _by_income(self, dimensions: Sequence[Dimension]) -> tuple[Dimension, ...]:
        """Give the dimensions as today's rule weighs them: income first, the rest alike."""
        income = self.parameters.value("income_weight_today")
        rest = (1 - income) / (len(dimensions) - 1)
        return tuple(
            replace(item, weight=income if item.key == "income" else rest) for item in dimensions
        )

    # The four dimensions, the funds, the jobs

    def four_dimensions(self) -> FourDimensions:
        """Find the weakest of identification, assistance, management and assessment."""
        return four_dimensions([self._level(key) for key in FOUR])

    def support(self, item: Support) -> float | None:
        """Give the strength of a relation that carries a dimension; control counts too."""
        return self.strength_between(
            item.start, item.end, conveys=item.conveys, relation_class=None
        )

    def _level(self, key: str) -> DimensionLevel:
        return level_of(key, [(item, self.support(item)) for item in SUPPORTS[key]])

    def funds_arriving(self, *, today: bool = True) -> float:
        """Give the share of the funds that arrives: today, or before the flow was shortened."""
        steps = "fund_steps_today" if today else "fund_steps_before"
        return funds_arriving(
            self.parameters.value("leakage_per_step"), self.parameters.value(steps)
        )

    def jobs(self) -> Jobs:
        """Hold posts, workers and demand against each other (L281, L297)."""
        value = self.parameters.value
        return job_balance(value("posts"), value("on_the_job"), value("job_demand"))

    # Both directions

    def mutual(self) -> Mapping[str, PairScore]:
        """Score the three pairs of the three-way win: government, the poor, the factories."""
        return {
            "county_poor": score_pair(self.view, COUNTY, POOR),
            "factories_poor": score_pair(self.view, FACTORIES, POOR),
            "county_factories": score_pair(self.view, COUNTY, FACTORIES),
        }

    def win_win_win(self) -> float | None:
        """Give the smallest of the three mutual scores; None if one is unknown."""
        scores = [pair.mutual for pair in self.mutual().values()]
        known = [score for score in scores if score is not None]
        return min(known) if len(known) == len(scores) else None

    def reach_of_the_missed(self) -> float | None:
        """Give how far the county reaches people in spiritual poverty (L303)."""
        return score_pair(self.view, COUNTY, MISSED).forward

    def voice(self) -> float | None:
        """Give what the poor may say in the factories: the flow of opinion (L329)."""
        return self.strength_between(POOR, FACTORIES, conveys="opinion")

    def labour(self) -> float | None:
        """Give what the poor give to the factories in work; it is no voice."""
        return self.strength_between(POOR, FACTORIES, conveys="labour")

    # What is asked next

    def without_factories(self) -> WithoutFactories:
        """Bound how many households would be poor without the factories (L281)."""
        value = self.parameters.value
        return without_factories(
            value("households_lifted"),
            value("poor_at_work"),
            value("workers_per_household"),
            self.parameters.known_value("lifted_anyway"),
        )

    def explained(self) -> tuple[Explained, ...]:
        """Bound what each of the essay's counts of jobs explains of the households lifted."""
        lifted = self.parameters.value("households_lifted")
        counts = [(key, line, self.view.figures.get(key)) for key, line in COUNTS]
        return tuple(
            explained(key, line, figure.value, lifted)
            for key, line, figure in counts
            if figure is not None and figure.value is not None
        )

    def creaming(self) -> Creaming:
        """Tell whom an assessment serves that puts economic effect first (L327)."""
        value = self.parameters.value
        return creaming(
            value("economic_weight"),
            value("need_productivity_correlation"),
            min(1.0, value("posts") / above_zero(self.parameters, "job_demand")),
        )

    def after_the_loans(self) -> AfterTheLoans:
        """Tell what a factory keeps once it pays interest and rent itself (L311)."""
        return after_the_loans(self.parameters)

    def job_quality(self) -> JobQuality:
        """Tell how far a wage carries a household (L297, L337)."""
        return job_quality(self.parameters)

    def exit_rule(self) -> ExitRule:
        """Give the exit standard of the scenario (L347)."""
        value = self.parameters.value
        return ExitRule(value("exit_cutoff"), value("exit_years"), value("monitoring_interval"))

    def poverty_cutoff(self) -> float:
        """Give k, from which a household is poor, and a reading of deprivation too."""
        return self.parameters.value("poverty_cutoff")

    def monitoring(self, cases: Iterable[Case], day: date, poor: Collection[str]) -> Monitoring:
        """Find the three poverties among cases, and what is due, as of a day (L347).

        ``poor`` are households that are poor by many dimensions on that day.
        """
        value = self.parameters.value
        days = {key: self.parameters.known_value(key) for key in DEADLINES}
        known = {key: number for key, number in days.items() if number is not None}
        standards = Standards(
            self.exit_rule(), self.poverty_cutoff(), value("return_window"), known
        )
        return monitor(cases, day, poor, standards)

    def today_rules(self) -> tuple[Rule, ...]:
        """Give today's rule in the three ways the essay describes it."""
        return RULES
