"""Mutual empowerment (相互充权), as clients ask it."""

from typing import Annotated

import strawberry

from graph_api.api.context import Info, in_thread
from graph_api.api.fields import resolver
from graph_api.api.types.actor import Actor
from graph_api.api.types.system import System
from graph_api.api.types.systems.mutual_actors import (
    Burden,
    EmpowermentElement,
    EmpowermentElements,
    Growth,
    Mismatch,
    Uplift,
)
from graph_api.api.types.systems.mutual_dynamics import (
    Basin,
    DynamicsInput,
    Push,
    PushLinePoint,
    PushMapPoint,
    RestingState,
    Robustness,
    State,
    StateInput,
    Trajectory,
    changes_of,
    state_of,
)
from graph_api.api.values import require_finite
from graph_api.domain import ViewSpec
from graph_api.domain.numbers import require_within
from graph_api.systems.mutual_empowerment import MutualEmpowerment
from graph_api.systems.mutual_empowerment.basins import POINTS
from graph_api.systems.mutual_empowerment.dynamics import RestingState as FoundState
from graph_api.systems.mutual_empowerment.elements import elements_of, gate
from graph_api.systems.mutual_empowerment.pushes import Component
from graph_api.systems.mutual_empowerment.uplift import uplifts

RESIDENTS = strawberry.ID("residents")

LONGEST = 10_000
"""The greatest horizon, in units of time; the range of the parameter."""

ActorId = Annotated[
    strawberry.ID, strawberry.argument(description="Key or node id of an actor (行动者).")
]
Start = Annotated[
    StateInput | None,
    strawberry.argument(description="Where it starts; default: the scenario's (起点)."),
]
Numbers = Annotated[
    DynamicsInput | None,
    strawberry.argument(description="Numbers of the equations to set otherwise (方程参数)."),
]
Horizon = Annotated[
    float, strawberry.argument(description="How long at most, in units of time (时长).")
]
Pushed = Annotated[Component, strawberry.argument(description="What is pushed (分量).")]
Draws = Annotated[int, strawberry.argument(description="How many draws, at most 1,000 (抽取次数).")]
Seed = Annotated[int, strawberry.argument(description="Of chance, from 0 on (随机种子).")]
Spread = Annotated[
    float | None,
    strawberry.argument(
        description="How far to either side rates and theta are drawn, as a share; default: the"
        " parameter `draw_spread` (幅度)."
    ),
]
Points = Annotated[
    int, strawberry.argument(description="How many starts are drawn, at most 20,000 (起点数).")
]
Rate = Annotated[
    str,
    strawberry.argument(description="Key of the rate that moves, or theta (参数)."),
]
Values = Annotated[
    list[float], strawberry.argument(description="The values, at most 900 pairs (取值).")
]
Target = Annotated[
    str, strawberry.argument(name="to", description="The variant to compare with (目标方案).")
]

MOST_DRAWS = 1_000
"""In one request; more are drawn in Python or on the command line."""


@strawberry.type(description="The mechanism of essay 4 (相互充权).")
class MutualEmpowermentSystem(System):
    """Mutual empowerment."""

    entry: strawberry.Private[MutualEmpowerment]

    @resolver(
        description="What arrives at an actor as tasks and authority, and what it passes on, A-96"
        " (负担)."
    )
    async def burden(self, actor: ActorId) -> Burden | None:
        """Give the burden."""
        return Burden.of(await in_thread(self.entry.burden, self.view.actor(actor).id))

    @resolver(
        description="Its own empowerment of others / (that + the control and burdens that reach"
        " it); null: nothing moves it, or a strength is unknown, A-97 (自治占比)."
    )
    async def autonomy_share(self, actor: ActorId) -> float | None:
        """Give the share."""
        return await in_thread(self.entry.autonomy_share, self.view.actor(actor).id)

    @resolver(description="Duty and power of the street office, A-95 (职责权利).")
    def mismatch(self) -> Mismatch:
        """Give the four levels."""
        found = self.entry.mismatch()
        return Mismatch(**found.levels, size=found.size)

    @resolver(description="The eight elements of an actor, A-20 and A-21 (充权八要素).")
    def elements(self, actor: ActorId = RESIDENTS) -> EmpowermentElements:
        """Give the elements."""
        found = elements_of(self.view.actor(actor).capability)
        theta = self.entry.parameters.known_value("theta")
        return EmpowermentElements(
            levels=[
                EmpowermentElement(
                    element=element, level=level, leverage=found.leverage.get(element)
                )
                for element, level in found.levels.items()
            ],
            geometric=found.geometric,
            arithmetic=found.arithmetic,
            weakest=found.weakest,
            gate=None if theta is None else gate(found.geometric, theta),
        )

    @resolver(
        description="The course of residents, organisations and the two powers of the state until"
        " nothing moves, or the horizon, A-90 and A-91 (动态轨迹)."
    )
    async def dynamics(
        self, parameters: Numbers = None, start: Start = None, horizon: Horizon = 200.0
    ) -> Trajectory | None:
        """Run the dynamics."""
        require_within("horizon", horizon, 0, LONGEST)
        course = await in_thread(
            self.entry.dynamics, state_of(start), horizon, changes_of(parameters)
        )
        return Trajectory.of(self.entry, course)

    @resolver(
        description="Every state at which a course can end, the weakest first, A-90 and A-91"
        " (稳定状态)."
    )
    async def stable_states(self, parameters: Numbers = None) -> list[State] | None:
        """Give the stable states."""
        found = await in_thread(self.entry.stable_states, changes_of(parameters))
        return [State.of(self.entry, state) for state in found]

    @resolver(
        description="Every state in which nothing moves, stable or not, the weakest first"
        ", A-90 and A-91 (静止状态)."
    )
    async def resting_states(self, parameters: Numbers = None) -> list[RestingState] | None:
        """Give the states at rest."""
        found = await in_thread(self.entry.resting_states, changes_of(parameters))
        return [self._resting(item) for item in found]

    def _resting(self, item: FoundState) -> RestingState:
        return RestingState(
            state=State.of(self.entry, item.state), stable=item.stable, slowest=item.slowest
        )

    @resolver(
        description="Every stable state with the share of all starts that end there, the weakest"
        " first, A-90 and A-98 (吸引域)."
    )
    async def basins(
        self,
        start: Start = None,
        parameters: Numbers = None,
        points: Points = POINTS,
        seed: Seed = 0,
    ) -> list[Basin] | None:
        """Give the basins."""
        found = await in_thread(
            self.entry.basins, state_of(start), changes_of(parameters), points, seed
        )
        return [Basin.of(self.entry, item) for item in found]

    @resolver(
        description="Signed: the smallest one-time change of one quantity from the start that ends"
        " in the strong state, to 1e-4; 0: none is needed; null with no error: no value in [0, 1]"
        " is enough, A-90 to A-93 (最小推动)."
    )
    async def smallest_push(
        self, on: Pushed, start: Start = None, parameters: Numbers = None
    ) -> float | None:
        """Give the smallest push."""
        return await in_thread(
            self.entry.smallest_push, on, state_of(start), changes_of(parameters)
        )

    @resolver(description="The smallest push of every quantity, A-90 to A-93 (各分量的最小推动).")
    async def smallest_pushes(
        self, start: Start = None, parameters: Numbers = None
    ) -> list[Push] | None:
        """Give all four."""
        where, numbers = state_of(start), changes_of(parameters)
        return [
            Push(on=on, size=await in_thread(self.entry.smallest_push, on, where, numbers))
            for on in Component
        ]

    @resolver(
        description="In what share of drawn numbers there is a trap, and who leaves it with the"
        " smallest push, A-90 to A-93 and A-104 (稳健性)."
    )
    async def robustness(
        self, draws: Draws = 200, seed: Seed = 0, spread: Spread = None
    ) -> Robustness | None:
        """Draw and count."""
        require_within("draws", draws, 1, MOST_DRAWS)
        require_finite("spread", spread)
        return Robustness.of(await in_thread(self.entry.robustness, draws, seed, spread))

    @resolver(
        description="Where over h and theta the order of pushes holds and where there is no trap;"
        " theta runs fastest, A-90 to A-93 (谁先地图)."
    )
    async def push_map(self, h: Values, theta: Values) -> list[PushMapPoint] | None:
        """Give the map."""
        return [PushMapPoint.of(point) for point in await in_thread(self.entry.push_map, h, theta)]

    @resolver(
        description="While one rate, or theta, takes other values: whether there is a trap, and who"
        " leaves it with the smallest push, A-90 to A-93 (逐参数扫描)."
    )
    async def push_line(self, parameter: Rate, values: Values) -> list[PushLinePoint] | None:
        """Give the line."""
        for value in values:
            require_finite("values", value)
        found = await in_thread(self.entry.push_line, parameter, values)
        return [PushLinePoint.of(value, point) for value, point in zip(values, found, strict=True)]

    @resolver(
        description="Where the residents' elements and the organisations' capitals stand in another"
        " variant, by what feeds them there, A-101 (补救后的水平)."
    )
    async def growth(self, info: Info, to: Target = "after_remedies") -> Growth | None:
        """Give the levels."""
        after = await info.context.view(self.view.scenario, ViewSpec(to))
        return Growth.of(
            self.entry.elements_growth(after),
            self.entry.capitals_growth(after),
            self.entry.elements().geometric,
            self.entry.parameters.known_value("theta"),
        )

    @resolver(
        description="Actors by what their empowerment relations gain from this view to a variant,"
        " the greatest first, A-105 (充权起点排序)."
    )
    async def uplifts(self, info: Info, to: Target = "after_remedies") -> list[Uplift] | None:
        """Rank the actors."""
        after = await info.context.view(self.view.scenario, ViewSpec(to))
        return [
            Uplift(
                actor=Actor(view=self.view, entry=self.view.graph.actor(item.actor)),
                relations=item.relations,
                total=item.total,
            )
            for item in await in_thread(uplifts, self.view.graph, after)
            if item.actor in self.view.graph.places
        ]
