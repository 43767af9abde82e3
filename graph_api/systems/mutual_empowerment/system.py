"""What the system answers, and where each answer is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
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
from graph_api.errors import BadParameterError
from graph_api.scoring import Quadrant
from graph_api.systems.mutual_empowerment import (
    basins,
    burden,
    dynamics,
    elements,
    pushes,
    robustness,
)
from graph_api.systems.mutual_empowerment.basins import POINTS, Basin
from graph_api.systems.mutual_empowerment.burden import Burden, Mismatch
from graph_api.systems.mutual_empowerment.claims import CLAIMS
from graph_api.systems.mutual_empowerment.dynamics import Rates, RestingState, State, Trajectory
from graph_api.systems.mutual_empowerment.elements import Elements
from graph_api.systems.mutual_empowerment.growth import Growth, capitals_growth, elements_growth
from graph_api.systems.mutual_empowerment.measures import MEASURES
from graph_api.systems.mutual_empowerment.pushes import Component, Landscape, Trap
from graph_api.systems.mutual_empowerment.robustness import Point, Robustness
from graph_api.systems.mutual_empowerment.tables import TABLES

STREET = "street_office"
COMMITTEE = "residents_committee"
RESIDENTS = "residents"
ORGANISATIONS = "community_orgs"

PRESSURE = (RelationClass.BURDEN, RelationClass.CONTROL)
"""What reaches a body without being its own doing."""

MOST_CELLS = 900
"""A map has at most so many points."""


class MutualEmpowerment(System):
    """Mutual empowerment over one view."""

    key: ClassVar[str] = "mutual_empowerment"
    title: ClassVar[Label] = Label("Mutual empowerment", "相互充权")
    source: ClassVar[str] = "essay-4"
    measure_rules: ClassVar[tuple[MeasureRule[Any], ...]] = MEASURES
    table_rules: ClassVar[tuple[TableRule[Any], ...]] = TABLES
    claim_rules: ClassVar[tuple[ClaimRule[Any], ...]] = CLAIMS

    # The coupled growth of residents, organisations and the two powers of the state

    @cached_property
    def rates(self) -> Rates:
        """Give the numbers of the equations, as the parameters say."""
        return Rates(**{item.name: self.parameters.value(item.name) for item in fields(Rates)})

    @cached_property
    def start(self) -> State:
        """Give where the dynamics starts: e0, c0, i0, d0."""
        value = self.parameters.value
        return State(value("e0"), value("c0"), value("i0"), value("d0"))

    @cached_property
    def landscape(self) -> Landscape:
        """Give the states at rest and the border between weak and strong."""
        return pushes.landscape(self.rates)

    @cached_property
    def trap(self) -> Trap:
        """Tell whether the start is trapped."""
        return pushes.trap_of(self.landscape, self.start)

    @cached_property
    def pushes(self) -> Mapping[Component, float | None]:
        """Give the smallest push of every quantity from the start (`smallest_push`)."""
        return pushes.smallest_pushes(self.landscape, self.start)

    def changed_rates(self, changes: Mapping[str, float] | None = None) -> Rates:
        """Give the numbers of the equations, some of them set otherwise, inside their ranges."""
        if not changes:
            return self.rates
        other = type(self)(self.view, {**self.parameters.overrides, **changes})
        return other.rates

    def dynamics(
        self,
        start: State | None = None,
        horizon: float | None = None,
        changes: Mapping[str, float] | None = None,
    ) -> Trajectory:
        """Follow the dynamics from a start, by default the scenario's, for a horizon."""
        if horizon is None:
            horizon = self.parameters.value("horizon")
        return dynamics.trajectory(self.changed_rates(changes), start or self.start, horizon)

    def resting_states(
        self, changes: Mapping[str, float] | None = None
    ) -> tuple[RestingState, ...]:
        """Give every state in which nothing moves, stable or not, the weakest first."""
        return dynamics.resting_states(self.changed_rates(changes))

    def stable_states(self, changes: Mapping[str, float] | None = None) -> tuple[State, ...]:
        """Give the states at which a course can end, the weakest first."""
        return dynamics.stable_states(self.changed_rates(changes))

    def basins(
        self,
        start: State | None = None,
        changes: Mapping[str, float] | None = None,
        points: int = POINTS,
        seed: int = 0,
    ) -> tuple[Basin, ...]:
        """Give every stable state, the weakest first, with the share of all starts ending there."""
        land = pushes.landscape(self.changed_rates(changes)) if changes else self.landscape
        return basins.basins(land, start or self.start, points, seed)

    def smallest_push(
        self,
        on: Component | str,
        start: State | None = None,
        changes: Mapping[str, float] | None = None,
    ) -> float | None:
        """Give the smallest one-time change of a quantity that leads to the strong state.

        Signed; 0 where the start gets there unaided; None where no value in [0, 1] leads there.

        Raises
        ------
        BadParameterError
            If ``on`` is none of the quantities, or a number is outside its range.

        """
        found = next((item for item in Component if item == on), None)
        if found is None:
            raise BadParameterError(
                f"There is no component {on!r}; there are: {', '.join(Component)}.",
                f"没有分量“{on}”；现有：{'、'.join(Component)}。",
                parameter="on",
            )
        if not changes and start is None:
            return self.pushes[found]
        land = pushes.landscape(self.changed_rates(changes))
        return pushes.smallest_push(land, found, start or self.start)

    def quadrant(self, state: State) -> Quadrant:
        """Tell which of the four quadrants a state is in.

        The state is strong by its infrastructural power, society by the mean of residents and
        organisations, both from ``strong_from`` on.
        """
        border = self.parameters.value("strong_from") - 1e-12
        society = (state.residents + state.organisations) / 2 >= border
        if state.infrastructural >= border:
            return Quadrant.STRONG_STRONG if society else Quadrant.STRONG_WEAK
        return Quadrant.WEAK_STRONG if society else Quadrant.WEAK_WEAK

    def robustness(
        self,
        draws: int = 200,
        seed: int = 0,
        spread: float | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Robustness:
        """Draw all rates and theta anew, and count traps and who leaves them first."""
        return robustness.robustness(
            self.rates,
            self.start,
            spread=self.parameters.value("draw_spread") if spread is None else spread,
            draws=draws,
            seed=seed,
            progress=progress,
        )

    def push_map(
        self,
        h: Sequence[float],
        theta: Sequence[float],
        progress: Callable[[float], None] | None = None,
    ) -> tuple[Point, ...]:
        """Tell over a grid of h and theta whether there is a trap and who leaves it first.

        Raises
        ------
        BadParameterError
            If a list is empty, the grid has more than 900 points, or a value is out of its range.

        """
        if not h or not theta or len(h) * len(theta) > MOST_CELLS:
            raise BadParameterError(
                f"A map needs values of h and of theta, at most {MOST_CELLS} pairs, not"
                f" {len(h)} x {len(theta)}.",
                f"地图需要 h 与 theta 的取值，最多 {MOST_CELLS} 对，"
                f"不能是 {len(h)} x {len(theta)}。",
                parameter="h" if not h else "theta",
            )
        for key, values in (("h", h), ("theta", theta)):
            for value in values:
                self.changed_rates({key: value})
        return robustness.map_of(self.rates, self.start, h, theta, progress)

    def push_line(
        self,
        parameter: str,
        values: Sequence[float],
        progress: Callable[[float], None] | None = None,
    ) -> tuple[Point, ...]:
        """Tell while one rate, or theta, moves whether there is a trap and who leaves it first.

        Raises
        ------
        BadParameterError
            If there is no such rate, no value or more than 900, or one is out of its range.

        """
        if not 1 <= len(values) <= MOST_CELLS:
            raise BadParameterError(
                f"Give 1 to {MOST_CELLS} values of {parameter}, not {len(values)}.",
                f"请给出 {parameter} 的 1 至 {MOST_CELLS} 个取值，不能是 {len(values)} 个。",
                parameter="values",
            )
        if parameter in robustness.MOVED:
            for value in values:
                self.changed_rates({parameter: value})
        return robustness.line_of(self.rates, self.start, parameter, values, progress)

    # Duty and power

    def burden(self, actor: str) -> Burden:
        """Give what arrives at an actor as tasks and authority, and what it passes on."""
        self.view.place(actor)
        office = actor == STREET
        return Burden(
            burden.strongest(self._strengths(RelationClass.BURDEN, into=actor)),
            burden.strongest(self._strengths(RelationClass.BURDEN, out_of=actor)),
            burden.strongest(
                self._strengths(RelationClass.EMPOWERMENT, into=actor, conveys="authority")
            ),
            self._count("statutory_tasks") if office else None,
            self._count("actual_tasks") if office else None,
            self._count("fields") if office else None,
        )

    def mismatch(self) -> Mismatch:
        """Give function, responsibility, power and benefit of the street office."""
        names = ("function", "responsibility", "power", "benefit")
        return Mismatch({name: self.parameters.known_value(f"street_{name}") for name in names})

    def autonomy_share(self, actor: str = COMMITTEE) -> float | None:
        """Give the share of self-governing in all that moves a body; None where nothing does.

        Own: its empowerment relations to others. Against it: control and burdens that reach it.
        """
        self.view.place(actor)
        pressed = [strength for kind in PRESSURE for strength in self._strengths(kind, into=actor)]
        own = self._strengths(RelationClass.EMPOWERMENT, out_of=actor)
        return burden.autonomy_share(own, pressed)

    # Persons

    def elements(self, actor: str = RESIDENTS) -> Elements:
        """Give the eight elements of an actor and what they come to."""
        return elements.elements_of(self.view.actor(actor).capability)

    def gate(self, actor: str = RESIDENTS) -> float | None:
        """Give the share of an actor's reverse relations that counts at its maturity."""
        return elements.gate(self.elements(actor).geometric, self.parameters.value("theta"))

    def participation(self) -> float:
        """Give how far residents take part: relation to the community x value of taking part."""
        value = self.parameters.value
        return elements.participation(value("participation_relation"), value("participation_value"))

    def mean_capital(self, actor: str = ORGANISATIONS) -> float | None:
        """Give the mean of the three capitals of an actor; None where one is not known."""
        return elements.mean_capital(self.view.actor(actor).capitals)

    def elements_growth(self, after: GraphSnapshot, actor: str = RESIDENTS) -> tuple[Growth, ...]:
        """Give where the eight elements of an actor stand in another view, by what feeds them."""
        return elements_growth(self.view, after, actor)

    def capitals_growth(
        self, after: GraphSnapshot, actor: str = ORGANISATIONS
    ) -> tuple[Growth, ...]:
        """Give where the three capitals of an actor stand in another view, by what feeds them."""
        return capitals_growth(self.view, after, actor)

    # The property triangle

    def hiring_in_law(self) -> float | None:
        """Give how strongly the owners' committee hires the property firm."""
        return self.strength_between("owners_committee", "property_firm", conveys="authority")

    def appointment_in_fact(self) -> float | None:
        """Give how strongly the developer appoints it."""
        return self.strength_between(
            "developer",
            "property_firm",
            conveys="authority",
            relation_class=RelationClass.CONTROL,
        )

    def _strengths(
        self,
        relation_class: RelationClass,
        *,
        into: str | None = None,
        out_of: str | None = None,
        conveys: str | None = None,
    ) -> list[float | None]:
        """Give the strengths of relations of a class, loops left out."""
        return [
            None if relation.strength is None else relation.strength.point
            for relation in self.view.relations
            if relation.relation_class is relation_class
            and relation.from_id != relation.to_id
            and into in (None, relation.to_id)
            and out_of in (None, relation.from_id)
            and (conveys is None or conveys in relation.conveys)
        ]

    def _count(self, key: str) -> int | None:
        known = self.parameters.known_value(key)
        return None if known is None else int(known)
