"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from graph_api.domain import (
    ClaimRule,
    GraphSnapshot,
    Label,
    MeasureRule,
    RelationClass,
    System,
    TableRule,
)
from graph_api.domain.numbers import require_whole
from graph_api.errors import BadParameterError
from graph_api.scoring import PairScore, score_pair
from graph_api.systems.migrant_integration import channels, forces, generations, persons
from graph_api.systems.migrant_integration.barriers import (
    BARRIERS,
    DIMENSIONS,
    Ceiling,
    ceiling,
    integration,
)
from graph_api.systems.migrant_integration.claims import CLAIMS
from graph_api.systems.migrant_integration.cohorts import (
    Gap,
    Identification,
    birth_years,
    told_apart,
)
from graph_api.systems.migrant_integration.comparison import (
    INDICATORS,
    DimensionSign,
    Indicator,
    by_dimension,
    compare,
)
from graph_api.systems.migrant_integration.exclusion import risk_path
from graph_api.systems.migrant_integration.generations import ACTORS, AgeClass, Generation
from graph_api.systems.migrant_integration.involution import (
    Improvement,
    Involution,
    InvolutionBounds,
    single_improvements,
)
from graph_api.systems.migrant_integration.measures import MEASURES
from graph_api.systems.migrant_integration.persons import Person, Profile, read_persons
from graph_api.systems.migrant_integration.registration import (
    LEVELS,
    RegistrationStep,
    registration_lever,
)
from graph_api.systems.migrant_integration.supports import SUPPORTS, Supports, supports
from graph_api.systems.migrant_integration.tables import TABLES
from graph_api.systems.migrant_integration.uplift import Uplift, uplifts

MOST_ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class SideIntegration:
    """One dimension of one generation: capability, ceiling, and their product."""

    generation: Generation
    capability: float | None
    ceiling: Ceiling

    @property
    def integration(self) -> float | None:
        """Give capability x openness; None where it is not known."""
        return integration(self.capability, self.ceiling.openness)


class MigrantIntegration(System):
    """Integration of migrant workers over one view.

    Examples
    --------
    >>> import graph_api as ea
    >>> today = ea.load("seeds/migrant-integration.yaml").view().system()
    >>> today.involution().involuted, round(today.involution().community_gap, 2)
    (True, 0.45)

    """

    key: ClassVar[str] = "migrant_integration"
    title: ClassVar[Label] = Label("Integration of migrant workers", "农民工社区融入")
    source: ClassVar[str] = "essay-5"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = MEASURES
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = TABLES
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = CLAIMS
    table_input: ClassVar[Label | None] = Label(
        "persons: id, birth_year, economic, daily_life, psychological (identity if known); scores"
        " in [0, 1], empty where unknown",
        "人员：编号、出生年份、经济、社会日常生活、社会心理（身份认同可选），或用英文列名；得分在"
        " [0, 1] 之内，未知留空",
    )

    def __init__(self, view: GraphSnapshot, overrides: Mapping[str, float] | None = None) -> None:
        super().__init__(view, overrides)
        self.persons: tuple[Person, ...] = ()

    def read_rows(self, rows: Sequence[Mapping[str, str]], name: str) -> None:
        """Take the persons of a table."""
        self.persons = read_persons(rows, name)

    # Persons and generations

    def profile(self, people: Sequence[Person] | None = None) -> Profile:
        """Profile persons by generation, side by side, never in one number.

        Parameters
        ----------
        people
            Default: those that were read from a table.

        Raises
        ------
        BadParameterError
            If there are none, or more than 100,000, or an id stands twice.

        """
        chosen = self.persons if people is None else people
        return persons.profile(chosen, self.first_new_year)

    @property
    def first_new_year(self) -> float:
        """Give the first birth year of the new generation (L255)."""
        return self.parameters.value("generation_birth_year")

    def generation_of(self, birth_year: int) -> Generation:
        """Give the generation of a person by year of birth."""
        return generations.generation_of(birth_year, self.first_new_year)

    def generation_at_age(self, age: int, year: float | None = None) -> AgeClass:
        """Give what an age in a year says (default: the year of the survey)."""
        at = self.parameters.value("survey_year") if year is None else year
        return generations.generation_at_age(age, at, self.first_new_year)

    # The comparison of 2011

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Give who is ahead by each indicator, by signs alone (L263)."""
        return compare({key: self.parameters.known_value(f"sign_{key}") for key in INDICATORS})

    def comparison(self) -> tuple[DimensionSign, ...]:
        """Give who is ahead in each dimension."""
        return by_dimension(self.indicators)

    def gap(self, key: str) -> Gap:
        """Give the gap of a figure of the survey: ``age`` or ``schooling`` (L261).

        Raises
        ------
        BadParameterError
            If the view lacks the figures.

        """
        old, new = self._figure(f"mean_{key}_old"), self._figure(f"mean_{key}_new")
        older, younger = self._figure("mean_age_old"), self._figure("mean_age_new")
        return Gap(key, _GAPS[key], "year", old, new, younger - older)

    def gaps(self) -> tuple[Gap, ...]:
        """Give the gaps of age and of schooling."""
        return tuple(self.gap(key) for key in _GAPS)

    def birth_years(self, generation: Generation) -> tuple[float, float]:
        """Give the range of the mean birth year of a generation, from its mean age."""
        age = self._figure(f"mean_age_{generation.value}")
        return birth_years(age, self.parameters.value("survey_year"))

    def told_apart(self, waves: float | None = None) -> Identification:
        """Give what so many surveys tell apart (default: the parameter)."""
        asked = self.parameters.value("survey_waves") if waves is None else waves
        return told_apart(asked)

    def _figure(self, key: str) -> float:
        figure = self.view.figures.get(key)
        if figure is None:
            raise BadParameterError(
                f"{self.view.key.scenario!r} has no figure {key!r}; write it under `figures:`.",
                f"“{self.view.key.scenario}”没有数据“{key}”；请写入 `figures:`。",
                parameter=key,
            )
        return figure.value

    # Push and pull

    def offers(self) -> dict[str, float | None]:
        """Give what the community pulls with: training, services, a fair chance to take part."""
        return forces.offers(self)

    def involution(
        self,
        city_pull: float | None = None,
        city_push: float | None = None,
        peer_pull: float | None = None,
        peer_push: float | None = None,
    ) -> Involution:
        """Weigh the four forces on the new generation; those not named are the view's.

        The pull of the community is the strongest of its offers (A-32).

        Raises
        ------
        BadParameterError
            If a force is no number of [0, 1], or not named and unknown in the view.

        """
        return forces.weigh(self, (city_pull, city_push, peer_pull, peer_push))

    def involution_bounds(self) -> InvolutionBounds:
        """Weigh the four forces at the ends of their bands; an unknown one lies in [0, 1] (A-121).

        Raises
        ------
        UnknownActorError
            If the view lacks one of the three actors.

        """
        return forces.bounds(self)

    def readings(self) -> tuple[tuple[Label, Involution], ...]:
        """Give the verdict by other readings: of the community's pull, and of the bands."""
        return forces.readings(self)

    def improvements(self) -> tuple[Improvement, ...]:
        """Give the single levers that end the involution, smallest change first; () without one."""
        known = {key: offer for key, offer in self.offers().items() if offer is not None}
        return single_improvements(self.involution(), known)

    def risk(self, rounds: int | None = None) -> tuple[float, ...]:
        """Give the risk of long exclusion after each round in which this view lasts.

        Raises
        ------
        BadParameterError
            If ``rounds`` is no whole number from 1 to 1000.

        """
        asked = self.parameters.value("risk_rounds") if rounds is None else rounds
        count = require_whole("rounds", asked, 1, MOST_ROUNDS)
        locked = self.involution().involuted
        return risk_path([locked] * count, self.parameters.value("risk_per_round"))

    # Barriers, capability, supports

    def heights(self, generation: Generation) -> dict[str, float | None]:
        """Give how high each barrier stands before a generation; none named: 0."""
        return {
            barrier.key: self.strength_between(
                barrier.actor,
                ACTORS[generation],
                conveys="exclusion",
                relation_class=RelationClass.EXCLUSION,
            )
            for barrier in BARRIERS
        }

    def integration(self, generation: Generation) -> tuple[SideIntegration, ...]:
        """Give ceiling, capability and integration of each dimension; never summed up."""
        heights = self.heights(generation)
        return tuple(
            SideIntegration(
                generation,
                self.parameters.known_value(f"capability_{generation.value}_{side}"),
                ceiling(side, heights),
            )
            for side in DIMENSIONS
        )

    def ceilings(self, generation: Generation) -> tuple[Ceiling, ...]:
        """Give how open each dimension is to a generation."""
        return tuple(item.ceiling for item in self.integration(generation))

    def registration(
        self, generation: Generation, levels: Iterable[float] = LEVELS
    ) -> tuple[RegistrationStep, ...]:
        """Give the ceilings as the barrier of registration falls, all else as in this view."""
        return registration_lever(self.heights(generation), levels)

    def supports(self) -> Supports:
        """Give the four supports and their limit; no evidence, no limit (L247)."""
        levels = {key: self.parameters.known_value(f"support_{key}") for key in SUPPORTS}
        return supports(levels)

    # Channels

    def voice(self, generation: Generation) -> PairScore:
        """Score both ways between a generation and the government."""
        return score_pair(self.view, ACTORS[generation], channels.GOVERNMENT)

    def doors(self, generation: Generation) -> tuple[channels.Door, ...]:
        """Give who could carry the voice of a generation to the government, and how well."""
        return channels.doors(self.view, ACTORS[generation])

    def two_way_pairs(self) -> tuple[PairScore, ...]:
        """Give the pairs related in both directions, the most one-sided first."""
        return channels.two_way_pairs(self.view)

    def given_by(self, generation: Generation = Generation.NEW) -> dict[str, float | None]:
        """Give the sum of what each actor gives a generation; None where a part is unknown.

        Raises
        ------
        UnknownActorError
            If the view lacks the generation.

        """
        self.view.place(ACTORS[generation])
        found: dict[str, float | None] = {}
        for relation in self.view.relations:
            if (
                relation.to_id == ACTORS[generation]
                and relation.from_id != relation.to_id
                and relation.relation_class is RelationClass.EMPOWERMENT
            ):
                so_far = found.get(relation.from_id, 0.0)
                own = None if relation.strength is None else relation.strength.point
                found[relation.from_id] = None if own is None or so_far is None else so_far + own
        return found

    def uplift(self, after: GraphSnapshot) -> tuple[Uplift, ...]:
        """Give what each actor gives more, and excludes less, in another view."""
        return uplifts(self.view, after)


_GAPS: Mapping[str, Label] = {
    "age": Label("mean age", "平均年龄"),
    "schooling": Label("mean years of schooling", "平均受教育年限"),
}
