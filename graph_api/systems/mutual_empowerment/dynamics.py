"""How residents, organisations and the two powers of the state move one another (essay 4, L207).

E residents, C organisations, I infrastructural and D despotic power of the state, each in [0, 1];
``[x]+`` is x where it is positive, else 0:

    dE/dt = (s E + a C + b I)(1 - E) - h D E        dC/dt = c [E - theta]+ (1 - C) - u (C - c0)
    dI/dt = g [C - theta]+ (1 - I) - v (I - i0)     dD/dt = -k [C - theta]+ D + z (d0 - D)

The essay describes the couplings and writes no formula (A-90). Everything here rests on one
property: with -D in place of D no quantity lowers the growth of another one, so that of two states
the greater stays the greater (a cooperative system; Smith 1995, Monotone Dynamical Systems).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from graph_api.errors import BadParameterError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

RTOL, ATOL = 1e-10, 1e-12
"""Tolerances of `solve_ivp` (DOP853): relative, and absolute per step."""

SHORTEST = 1e-9
"""Times below this horizon are too close together to be told apart."""

AT_REST = 1e-8
"""Nothing moves faster than this share of the fastest rate: the state has converged."""

TWIN = 1e-9
"""Roots closer than this are one root, found from both sides of a kink."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The numbers of the equations: ten rates per unit of time, a threshold, three levels."""

    s: float
    a: float
    b: float
    h: float
    c: float
    g: float
    u: float
    v: float
    k: float
    z: float
    theta: float
    c0: float
    i0: float
    d0: float

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            high = 1.0 if item.name in LEVELS else MOST_RATE
            if not 0 <= value <= high:
                raise BadParameterError(
                    f"{item.name} of the dynamics must lie in [0, {high:g}], not {value!r}.",
                    f"动态模型的 {item.name} 必须是不小于 0 且不大于 {high:g} 的数，"
                    f"不能是 {value!r}。",
                    parameter=item.name,
                )

    def with_(self, **values: float) -> Rates:
        """Give the same with some numbers set otherwise."""
        return replace(self, **values)


LEVELS = frozenset({"theta", "c0", "i0", "d0"})
"""Those of the numbers that are levels in [0, 1], not rates."""

MOST_RATE = 1e3
"""Rates are per unit of time; beyond any sense, and before their products overflow."""


@dataclass(frozen=True, slots=True)
class State:
    """One moment: how much residents, organisations and the two powers can do, in [0, 1]."""

    residents: float
    organisations: float
    infrastructural: float
    despotic: float

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if not 0 <= value <= 1:
                raise BadParameterError(
                    f"{item.name} of a state must lie in [0, 1], not {value!r}.",
                    f"状态的 {item.name} 必须在 [0, 1] 之内，不能是 {value!r}。",
                    parameter=item.name,
                )

    @property
    def values(self) -> tuple[float, float, float, float]:
        """Give the four numbers in the order E, C, I, D."""
        return self.residents, self.organisations, self.infrastructural, self.despotic

    def exceeds(self, other: State) -> bool:
        """Tell whether residents, organisations and capacity are greater here, and D smaller."""
        return (
            self.residents > other.residents
            and self.organisations > other.organisations
            and self.infrastructural > other.infrastructural
            and self.despotic < other.despotic
        )


@dataclass(frozen=True, slots=True)
class RestingState:
    """A state in which nothing moves, and whether small disturbances die out there."""

    state: State
    stable: bool
    slowest: float
    """The greatest real part of the eigenvalues of the Jacobian, per unit of time."""


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A course through time; ``converged``: at its end nothing moves any more."""

    times: tuple[float, ...]
    states: tuple[State, ...]
    converged: bool


def velocity(rates: Rates, values: Vector | tuple[float, ...]) -> tuple[float, ...]:
    """Give how fast E, C, I and D move."""
    e, c, i, d = values
    mature_residents = max(0.0, e - rates.theta)
    mature_organisations = max(0.0, c - rates.theta)
    return (
        (rates.s * e + rates.a * c + rates.b * i) * (1 - e) - rates.h * d * e,
        rates.c * mature_residents * (1 - c) - rates.u * (c - rates.c0),
        rates.g * mature_organisations * (1 - i) - rates.v * (i - rates.i0),
        -rates.k * mature_organisations * d + rates.z * (rates.d0 - d),
    )


def jacobian(rates: Rates, values: Vector | tuple[float, ...]) -> list[list[float]]:
    """Give how each velocity changes with each quantity; at a kink, the side without the flow."""
    e, c, i, d = values
    residents_act, organisations_act = float(e > rates.theta), float(c > rates.theta)
    flow_e, flow_c = max(0.0, e - rates.theta), max(0.0, c - rates.theta)
    return [
        [
            rates.s * (1 - 2 * e) - rates.a * c - rates.b * i - rates.h * d,
            rates.a * (1 - e),
            rates.b * (1 - e),
            -rates.h * e,
        ],
        [rates.c * residents_act * (1 - c), -rates.c * flow_e - rates.u, 0.0, 0.0],
        [0.0, rates.g * organisations_act * (1 - i), -rates.g * flow_c - rates.v, 0.0],
        [0.0, -rates.k * organisations_act * d, 0.0, -rates.k * flow_c - rates.z],
    ]


def trajectory(rates: Rates, start: State, horizon: float = 200.0, points: int = 101) -> Trajectory:
    """Follow the equations from a start until nothing moves, or the horizon is reached.

    Parameters
    ----------
    rates, start
        The equations, and where they start.
    horizon
        How long at most, in units of time, 1e-9 or more.
    points
        At how many evenly spaced moments up to the horizon the course is given; it ends sooner
        where nothing moves any more.

    Raises
    ------
    BadParameterError
        If the horizon is below 1e-9 or not finite, or there are fewer than two points.

    """
    import numpy as np  # noqa: PLC0415  # slow to load
    from scipy.integrate import solve_ivp  # noqa: PLC0415  # slow to load

    if not (math.isfinite(horizon) and horizon >= SHORTEST):
        raise BadParameterError(
            f"horizon must be a finite time of {SHORTEST:g} or more, not {horizon!r}.",
            f"horizon 必须是不小于 {SHORTEST:g} 的有限时间，不能是 {horizon!r}。",
            parameter="horizon",
        )
    if points < 2:
        raise BadParameterError(
            f"A course has two points or more, not {points}.",
            f"一条轨迹至少有两个点，不能是 {points} 个。",
            parameter="points",
        )

    speeds = [getattr(rates, item.name) for item in fields(rates) if item.name not in LEVELS]
    slow: float = AT_REST * max(speeds)

    def rest(_time: float, values: Vector) -> float:
        return max(map(abs, velocity(rates, values))) - slow

    if rest(0.0, np.array(start.values)) <= 0:
        return Trajectory((0.0, horizon), (start, start), converged=True)
    rest.terminal = True  # type: ignore[attr-defined]  # how solve_ivp wants it
    solved = solve_ivp(
        lambda _time, values: velocity(rates, values),
        (0.0, horizon),
        start.values,
        method="DOP853",
        rtol=RTOL,
        atol=ATOL,
        events=rest,
        t_eval=np.linspace(0.0, horizon, points),
    )
    ended: list[Vector] = solved.t_events or []
    times, course = [*map(float, solved.t)], solved.y
    if len(ended[0]):
        times.append(float(ended[0][0]))
        course = np.column_stack([course, (solved.y_events or [])[0][0]])
    course = np.clip(course, 0.0, 1.0)
    return Trajectory(
        tuple(times),
        tuple(State(*map(float, column)) for column in course.T),
        converged=bool(solved.status == 1),
    )


def at_rest_with(rates: Rates, residents: float) -> State:
    """Give what organisations and state come to rest at while residents stay at a level.

    Raises
    ------
    BadParameterError
        If u, v or z is 0: then they never come back, and rest anywhere.

    """
    _require_return(rates)
    flow = max(0.0, residents - rates.theta)
    organisations = (rates.c * flow + rates.u * rates.c0) / (rates.c * flow + rates.u)
    flow = max(0.0, organisations - rates.theta)
    return State(
        residents,
        min(1.0, organisations),
        min(1.0, (rates.g * flow + rates.v * rates.i0) / (rates.g * flow + rates.v)),
        min(1.0, rates.z * rates.d0 / (rates.k * flow + rates.z)),
    )


def resting_states(rates: Rates) -> tuple[RestingState, ...]:
    """Give every state in which nothing moves, the weakest first; each lies below the next.

    With C, I and D at rest each is a fraction of two lines in E on the pieces between the kinks, so
    dE/dt = 0 is a polynomial of degree five at most: its roots are all there are. They are ordered,
    for organisations and state rise with residents, and D falls.

    Raises
    ------
    BadParameterError
        If u, v or z is 0, or nothing moves residents at all.

    """
    import numpy as np  # noqa: PLC0415  # slow to load

    _require_return(rates)
    found: list[float] = []
    for low, high in pairwise(_kinks(rates)):
        polynomial = _polynomial(rates, (low + high) / 2)
        if not polynomial.any():
            raise BadParameterError(
                f"With these numbers nothing moves residents between {low:g} and {high:g}, so they"
                " can rest at any level there: set s, a, b or h above 0.",
                f"按这些数值，居民在 {low:g} 与 {high:g} 之间不受任何作用，可停在任何水平："
                "请把 s、a、b 或 h 设为大于 0。",
                parameter="s",
            )
        roots = np.roots(polynomial)
        real = roots.real[np.abs(roots.imag) < 1e-7]
        slope = np.polyval(np.polyder(polynomial), real)
        steps = np.divide(
            np.polyval(polynomial, real), slope, out=np.zeros_like(real), where=slope != 0
        )
        # One step of Newton: the roots of a companion matrix miss the last bits.
        found += [
            min(high, max(low, float(root)))
            for root in real - steps
            if low - TWIN <= root <= high + TWIN
        ]
    ordered: list[float] = []
    for root in sorted(found):
        if abs(_drift(rates, root)) < TWIN and (not ordered or root - ordered[-1] > TWIN):
            ordered.append(root)
    return tuple(_resting(rates, root) for root in ordered)


def stable_states(rates: Rates) -> tuple[State, ...]:
    """Give the states at which a course can end, the weakest first."""
    return tuple(item.state for item in resting_states(rates) if item.stable)


def _resting(rates: Rates, residents: float) -> RestingState:
    import numpy as np  # noqa: PLC0415  # slow to load

    state = at_rest_with(rates, residents)
    slowest = float(np.max(np.linalg.eigvals(np.array(jacobian(rates, state.values))).real))
    return RestingState(state, slowest < 0, slowest)


def _drift(rates: Rates, residents: float) -> float:
    """Give dE/dt where all else is at rest: its roots are the states at rest."""
    return velocity(rates, at_rest_with(rates, min(1.0, max(0.0, residents))).values)[0]


def _kinks(rates: Rates) -> list[float]:
    """Give the ends of the pieces of E: 0, 1, theta, and where organisations reach theta."""
    ends = {0.0, 1.0, rates.theta}
    if rates.c0 < rates.theta < 1 and rates.c > 0:
        # c p (1 - theta) = u (theta - c0)
        reached = rates.theta + rates.u * (rates.theta - rates.c0) / (rates.c * (1 - rates.theta))
        ends.add(min(1.0, reached))
    return sorted(ends)


def _polynomial(rates: Rates, inside: float) -> Vector:
    """Give dE/dt, times its denominators, as a polynomial in E on the piece with a point."""
    import numpy as np  # noqa: PLC0415  # slow to load

    one, e = np.array([1.0]), np.array([1.0, 0.0])
    level = at_rest_with(rates, inside)
    flow = np.polysub(e, [rates.theta]) if inside > rates.theta else np.array([0.0])
    # Organisations at rest are a fraction of two lines in E.
    over = np.polyadd(rates.c * flow, [rates.u * rates.c0])
    under = np.polyadd(rates.c * flow, [rates.u])
    acts = level.organisations > rates.theta
    # q = (over - theta under) / under, so everything below is multiplied by under
    flow = np.polysub(over, rates.theta * under) if acts else np.array([0.0])
    infra_over = np.polyadd(rates.g * flow, rates.v * rates.i0 * under)
    infra_under = np.polyadd(rates.g * flow, rates.v * under)
    despot_over = rates.z * rates.d0 * under
    despot_under = np.polyadd(rates.k * flow, rates.z * under)
    gain = np.polyadd(
        np.polymul(np.polymul(rates.s * e, under), infra_under),
        np.polyadd(
            np.polymul(rates.a * over, infra_under),
            np.polymul(rates.b * infra_over, under),
        ),
    )
    gain = np.polymul(np.polymul(gain, np.polysub(one, e)), despot_under)
    loss = np.polymul(np.polymul(rates.h * e, despot_over), np.polymul(under, infra_under))
    return np.asarray(np.polysub(gain, loss), dtype=np.float64)


def _require_return(rates: Rates) -> None:
    for name in ("u", "v", "z"):
        if getattr(rates, name) == 0:
            raise BadParameterError(
                f"{name} must be above 0: without a way back to its start a quantity can rest at"
                " any level, so there is no list of stable states.",
                f"{name} 必须大于 0：没有回落，该量可停在任何水平，稳定状态便无法列出。",
                parameter=name,
            )
