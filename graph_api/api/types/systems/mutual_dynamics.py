"""The dynamics of mutual empowerment: what goes in, states, courses, pushes, and how robust."""

from typing import Self

import strawberry

from graph_api.api.types.words import Quadrant, describe
from graph_api.domain.numbers import require_within
from graph_api.systems.mutual_empowerment import MutualEmpowerment, basins, dynamics, robustness
from graph_api.systems.mutual_empowerment.pushes import Component, Trap

describe(Component, "A quantity that a planner can push, once (分量).")
describe(Trap, "What the dynamics has: a trap, only a strong state, or only a weak one (陷阱).")

LEVELS = ("residents", "organisations", "infrastructural", "despotic")


@strawberry.input(description="Where the dynamics starts; each in [0, 1] (起点).")
class StateInput:
    """Four levels."""

    residents: float = strawberry.field(description="Residents (居民).")
    organisations: float = strawberry.field(description="Organisations (组织).")
    infrastructural: float = strawberry.field(
        description="Infrastructural power of the state (基础权力)."
    )
    despotic: float = strawberry.field(description="Despotic power of the state (专制权力).")


def state_of(given: StateInput | None) -> dynamics.State | None:
    """Read a start; None where none is given."""
    if given is None:
        return None
    for name in LEVELS:
        require_within(name, getattr(given, name), 0, 1)
    return dynamics.State(*(getattr(given, name) for name in LEVELS))


@strawberry.input(
    description="Numbers of the equations; each defaults to the scenario's parameter (方程参数)."
)
class DynamicsInput:
    """Fourteen numbers, all optional."""

    s: float | None = strawberry.field(
        default=None, description="Rate at which residents empower themselves (自我充权速率)."
    )
    a: float | None = strawberry.field(
        default=None, description="Rate at which organisations empower residents (组织充权速率)."
    )
    b: float | None = strawberry.field(
        default=None,
        description="Rate at which infrastructural power empowers residents (基础权力充权速率).",
    )
    h: float | None = strawberry.field(
        default=None,
        description="Rate at which despotic power wears residents down (专制削弱速率).",
    )
    c: float | None = strawberry.field(
        default=None,
        description="Rate at which mature residents build organisations (建设组织速率).",
    )
    g: float | None = strawberry.field(
        default=None,
        description="Rate at which mature organisations force infrastructural power up (倒逼速率).",
    )
    u: float | None = strawberry.field(
        default=None, description="Rate at which organisations fall back (组织回落速率)."
    )
    v: float | None = strawberry.field(
        default=None,
        description="Rate at which infrastructural power falls back (基础权力回落速率).",
    )
    k: float | None = strawberry.field(
        default=None, description="Rate at which organisations check despotic power (制约速率)."
    )
    z: float | None = strawberry.field(
        default=None, description="Rate at which despotic power returns (专制恢复速率)."
    )
    theta: float | None = strawberry.field(
        default=None, description="Maturity from which residents and organisations act (成熟度)."
    )
    c0: float | None = strawberry.field(
        default=None, description="What organisations fall back to (组织初始水平)."
    )
    i0: float | None = strawberry.field(
        default=None, description="What infrastructural power falls back to (基础权力初始水平)."
    )
    d0: float | None = strawberry.field(
        default=None, description="What despotic power returns to (专制权力初始水平)."
    )


def changes_of(given: DynamicsInput | None) -> dict[str, float]:
    """Give the numbers that an input sets."""
    if given is None:
        return {}
    return {name: value for name, value in vars(given).items() if value is not None}


@strawberry.type(description="One moment of the dynamics; each level in [0, 1] (状态).")
class State:
    """Four levels and their quadrant."""

    residents: float = strawberry.field(description="What residents can do (居民).")
    organisations: float = strawberry.field(description="What organisations can do (组织).")
    infrastructural: float = strawberry.field(
        description="Infrastructural power of the state (基础权力)."
    )
    despotic: float = strawberry.field(description="Despotic power of the state (专制权力).")
    quadrant: Quadrant = strawberry.field(
        description="The state by its infrastructural power, society by the mean of residents and"
        " organisations, both strong from the parameter `strong_from` (象限)."
    )

    @classmethod
    def of(cls, system: MutualEmpowerment, state: dynamics.State) -> Self:
        """Wrap a state."""
        return cls(
            residents=state.residents,
            organisations=state.organisations,
            infrastructural=state.infrastructural,
            despotic=state.despotic,
            quadrant=system.quadrant(state),
        )


@strawberry.type(description="A state in which nothing moves (静止状态).")
class RestingState:
    """A state at rest."""

    state: State = strawberry.field(description="The state (状态).")
    stable: bool = strawberry.field(description="Small disturbances die out there (是否稳定).")
    slowest: float = strawberry.field(
        description="Greatest real part of the eigenvalues of the Jacobian, per unit of time; below"
        " 0: stable (最慢恢复速率)."
    )


@strawberry.type(description="A stable state and what share of all starts ends there (吸引域).")
class Basin:
    """A basin."""

    state: State = strawberry.field(description="The stable state (稳定状态).")
    share: float = strawberry.field(
        description="Share of starts drawn evenly from all states, each level in [0, 1] (比例)."
    )
    error: float = strawberry.field(description="Standard error of the share (标准误).")
    holds_start: bool = strawberry.field(
        description="The start that was asked for ends there (起点是否在其中)."
    )

    @classmethod
    def of(cls, system: MutualEmpowerment, found: basins.Basin) -> Self:
        """Wrap a basin."""
        return cls(
            state=State.of(system, found.state),
            share=found.share,
            error=found.error,
            holds_start=found.holds_start,
        )


@strawberry.type(description="A course through time (轨迹).")
class Trajectory:
    """A course."""

    times: list[float] = strawberry.field(description="Moments, from 0 on (时刻).")
    states: list[State] = strawberry.field(description="The state at each moment (各时刻状态).")
    converged: bool = strawberry.field(
        description="At the end nothing moves faster than 1e-8 of the fastest rate (是否收敛)."
    )

    @classmethod
    def of(cls, system: MutualEmpowerment, course: dynamics.Trajectory) -> Self:
        """Wrap a course."""
        return cls(
            times=[*course.times],
            states=[State.of(system, state) for state in course.states],
            converged=course.converged,
        )


@strawberry.type(description="The smallest one-time push of one quantity (最小推动).")
class Push:
    """A push."""

    on: Component = strawberry.field(description="What is pushed (分量).")
    size: float | None = strawberry.field(
        description="Signed change that ends in the strong state; 0: none is needed; null: no value"
        " in [0, 1] is enough (推动量)."
    )


@strawberry.type(description="How often a quantity needs the smallest push (领先次数).")
class FirstCount:
    """A count."""

    on: Component = strawberry.field(description="Which quantity (分量).")
    count: int = strawberry.field(description="In how many of the draws with a trap (次数).")


@strawberry.type(description="How far an answer hangs on the numbers of the equations (稳健性).")
class Robustness:
    """Counts over seeded draws."""

    draws: int = strawberry.field(description="How many draws (抽取次数).")
    no_trap: int = strawberry.field(
        description="Draws in which the start grows strong by itself (没有陷阱)."
    )
    no_strong_state: int = strawberry.field(
        description="Draws without any strong state (没有强态)."
    )
    trap: int = strawberry.field(description="Draws with a trap (存在陷阱).")
    first: list[FirstCount] = strawberry.field(
        description="Who leaves the trap with the smallest push; a trap that no single push leads"
        " out of counts for nobody (谁先)."
    )
    residents_first_share: float | None = strawberry.field(
        description="Share of the traps that residents leave first; null without a trap"
        " (居民领先比例)."
    )

    @classmethod
    def of(cls, found: robustness.Robustness) -> Self:
        """Wrap the counts."""
        return cls(
            draws=found.draws,
            no_trap=found.no_trap,
            no_strong_state=found.no_strong_state,
            trap=found.trap,
            first=[FirstCount(on=on, count=count) for on, count in found.first.items()],
            residents_first_share=found.residents_first_share,
        )


@strawberry.type(description="One point of the map over h and theta (地图上的一点).")
class PushMapPoint:
    """A point of the map."""

    h: float = strawberry.field(description="Rate at which despotic power wears down (h).")
    theta: float = strawberry.field(description="Maturity (成熟度).")
    trap: Trap = strawberry.field(description="What there is (有无陷阱).")
    first: Component | None = strawberry.field(
        description="Whose push is the smallest; null: no trap, or no push is enough (谁先)."
    )
    pushes: list[Push] = strawberry.field(
        description="The smallest push of each quantity, to 1e-4; empty without a trap (最小推动)."
    )

    @classmethod
    def of(cls, point: robustness.Point) -> Self:
        """Wrap a point."""
        return cls(
            h=point.rates.h,
            theta=point.rates.theta,
            trap=point.trap,
            first=point.first,
            pushes=pushes_of(point),
        )


@strawberry.type(description="One value of a rate, and what there is then (扫描中的一点).")
class PushLinePoint:
    """A point of the line."""

    value: float = strawberry.field(description="The value (取值).")
    trap: Trap = strawberry.field(description="What there is (有无陷阱).")
    first: Component | None = strawberry.field(
        description="Whose push is the smallest; null: no trap, or no push is enough (谁先)."
    )
    pushes: list[Push] = strawberry.field(
        description="The smallest push of each quantity, to 1e-4; empty without a trap (最小推动)."
    )

    @classmethod
    def of(cls, value: float, point: robustness.Point) -> Self:
        """Wrap a point."""
        return cls(value=value, trap=point.trap, first=point.first, pushes=pushes_of(point))


def pushes_of(point: robustness.Point) -> list[Push]:
    """Wrap the pushes of a point."""
    return [Push(on=on, size=size) for on, size in point.pushes.items()]
