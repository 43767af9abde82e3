"""The smallest one-time push that leads out of the weak state, for each of the four quantities.

Of two states the greater stays the greater, so a greater push never leads back: bisection finds the
smallest. A course is decided as soon as it stands above or below the saddle in every quantity: from
there it can only go up, or down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph_api.domain.words import Word
from graph_api.systems.mutual_empowerment.dynamics import (
    Rates,
    RestingState,
    State,
    jacobian,
    resting_states,
    velocity,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLERANCE = 1e-5
"""The push that is given leads out; one smaller by this does not."""

EDGE = 1e-9
"""All but residents may lie this far on the other side of the saddle: where residents or
organisations are not mature there, what they would move rests at one level on both sides of it."""

SAME = 1e-12
"""A start this near to a state at rest is that state."""

PATIENCE = 200.0
"""A course that is undecided for so many of the slowest time scales stands on the border itself."""

STIFF = 5_000.0
"""Courses that may take longer than this are followed by a method that does not mind slow rates."""

LONGEST = 1e8
"""No course is followed for longer."""


class Component(Word):
    """A quantity that a planner can push, once."""

    RESIDENTS = "residents", "residents", "居民", "What residents can do; pushed up."
    ORGANISATIONS = (
        "organisations",
        "organisations",
        "组织",
        "What organisations can do; pushed up.",
    )
    INFRASTRUCTURAL = (
        "infrastructural",
        "infrastructural power",
        "基础权力",
        "Power of the state that works through institutions; pushed up.",
    )
    DESPOTIC = (
        "despotic",
        "despotic power",
        "专制权力",
        "Power of the state over society; let down.",
    )


class Trap(Word):
    """What there is: a trap, only a strong state, or only a weak one."""

    TRAP = (
        "trap",
        "There is a trap: a weak and a strong state, and the start drifts into the weak one.",
        "存在陷阱：弱态与强态并存，起点滑向弱态。",
        "A weak and a strong state; the start drifts into the weak one.",
    )
    NO_TRAP = (
        "no_trap",
        "There is no trap: the start grows to the strong state by itself.",
        "没有陷阱：起点自行走向强态。",
        "The start grows to the strong state by itself.",
    )
    NO_STRONG_STATE = (
        "no_strong_state",
        "There is no strong state: nothing that is done once lasts.",
        "没有强态：任何一次性的推动都不能持久。",
        "Nothing that is done once lasts.",
    )


@dataclass(frozen=True, slots=True)
class Landscape:
    """The states at rest, and what separates the weak ones from the strong one.

    ``strong`` is the highest stable state in which mature residents and organisations act, None if
    there is none; ``saddle`` the highest unstable state below it, None if all courses end there.
    """

    rates: Rates
    resting: tuple[RestingState, ...]
    strong: State | None
    saddle: State | None

    @property
    def weak(self) -> State | None:
        """Give the lowest stable state, None where it is the strong one itself."""
        lowest = next((item.state for item in self.resting if item.stable), None)
        return None if lowest == self.strong else lowest


def landscape(rates: Rates) -> Landscape:
    """Find all states at rest, the strong one among them, and the border of its basin."""
    resting = resting_states(rates)
    strong = next(
        (
            item.state
            for item in reversed(resting)
            if item.stable
            and item.state.residents > rates.theta
            and item.state.organisations > rates.theta
        ),
        None,
    )
    below = [
        item.state
        for item in resting
        if strong is not None and not item.stable and item.state.residents < strong.residents
    ]
    return Landscape(rates, resting, strong, below[-1] if below else None)


def escapes(land: Landscape, start: State) -> bool:
    """Tell whether a course that starts here ends in the strong state.

    False as well where there is no strong state.
    """
    if land.strong is None:
        return False
    return land.saddle is None or passes(land.rates, land.saddle, start)


def end_of(land: Landscape, start: State) -> State | None:
    """Give the stable state at which a course that starts here ends; None: it stays on a border."""
    end = None
    for item in land.resting:
        if item.stable:
            end = item.state
        elif not passes(land.rates, item.state, start):
            break
    return end


def passes(rates: Rates, saddle: State, start: State) -> bool:
    """Tell whether a course that starts here ends above an unstable state at rest.

    False for the state itself, where nothing moves.
    """
    if max(abs(a - b) for a, b in zip(start.values, saddle.values, strict=True)) < SAME:
        return False
    if start.exceeds(saddle):
        return True
    if saddle.exceeds(start):
        return False
    return _decided_by_integration(rates, saddle, start)


def _decided_by_integration(rates: Rates, saddle: State, start: State) -> bool:
    import numpy as np  # noqa: PLC0415  # slow to load
    from scipy.integrate import solve_ivp  # noqa: PLC0415  # slow to load

    e, c, i, d = saddle.values
    first = np.array(start.values)

    def above(_time: float, values: NDArray[np.float64]) -> float:
        return float(
            min(values[0] - e, values[1] - c + EDGE, values[2] - i + EDGE, d - values[3] + EDGE)
        )

    def below(_time: float, values: NDArray[np.float64]) -> float:
        return float(
            min(e - values[0], c - values[1] + EDGE, i - values[2] + EDGE, values[3] - d + EDGE)
        )

    # An event is a change of sign, so what holds from the first moment on is none.
    if above(0.0, first) > 0:
        return True
    if below(0.0, first) > 0:
        return False
    above.terminal = True  # type: ignore[attr-defined]  # how solve_ivp wants it
    below.terminal = True  # type: ignore[attr-defined]
    away = float(np.max(np.linalg.eigvals(np.array(jacobian(rates, saddle.values))).real))
    slowest = min(rates.u, rates.v, rates.z, max(away, 0.0))
    patience = min(LONGEST, PATIENCE / max(slowest, PATIENCE / LONGEST))
    solved = solve_ivp(
        lambda _time, values: velocity(rates, values),
        (0.0, patience),
        first,
        method="DOP853" if patience <= STIFF else "LSODA",
        rtol=1e-9,
        atol=1e-11,
        events=(above, below),
    )
    reached: list[NDArray[np.float64]] = solved.t_events or []
    return len(reached[0]) > 0


def trap_of(land: Landscape, start: State) -> Trap:
    """Tell whether a start is trapped: the strong state is there, and not reached unaided."""
    if land.strong is None:
        return Trap.NO_STRONG_STATE
    return Trap.NO_TRAP if escapes(land, start) else Trap.TRAP


def smallest_push(
    land: Landscape, on: Component, start: State, tolerance: float = TOLERANCE
) -> float | None:
    """Give the smallest one-time change of one quantity that ends in the strong state.

    Parameters
    ----------
    land
        The landscape (`landscape`).
    on
        What is changed; despotic power is lowered, all else raised.
    start
        Where the push is made.
    tolerance
        Of the bisection.

    Returns
    -------
    float or None
        Signed, in [-1, 1]; 0 where the start ends there anyway; None where no value in [0, 1] of
        this quantity leads there.

    """
    if escapes(land, start):
        return 0.0
    level = getattr(start, on.value)
    end = 0.0 if on is Component.DESPOTIC else 1.0
    if not escapes(land, replace(start, **{on.value: end})):
        return None
    too_little, enough = level, end
    while abs(enough - too_little) > tolerance:
        middle = (too_little + enough) / 2
        if escapes(land, replace(start, **{on.value: middle})):
            enough = middle
        else:
            too_little = middle
    return float(enough - level)


def smallest_pushes(
    land: Landscape, start: State, tolerance: float = TOLERANCE
) -> dict[Component, float | None]:
    """Give the smallest push of every quantity."""
    return {on: smallest_push(land, on, start, tolerance) for on in Component}


def first_of(pushes: Mapping[Component, float | None]) -> Component | None:
    """Give whose push is the smallest in size, the first named of equals; None if none leads out.

    Pushes within the tolerance of the bisection are equal.
    """
    known = {on: abs(push) for on, push in pushes.items() if push is not None}
    if not known:
        return None
    least = min(known.values())
    return next(on for on, size in known.items() if size <= least + TOLERANCE)
