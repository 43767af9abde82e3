"""Many courses side by side, in steps of equal length (Runge-Kutta of fourth order).

A second way beside the single courses of `pushes`, and the quick one: thousands of starts or of
sets of numbers at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from graph_api.systems.mutual_empowerment.dynamics import Rates, State
from graph_api.systems.mutual_empowerment.pushes import EDGE, SAME, passes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

STEP = 0.25
"""One step, times the fastest rate (`_step`)."""

MOST_STEPS = 4_000
"""A course that is undecided after so many goes on alone (`pushes.passes`)."""


def columns_of(many: Sequence[Rates]) -> dict[str, Array]:
    """Give the numbers of many sets, each as one column."""
    import numpy as np  # noqa: PLC0415  # slow to load

    return {
        item.name: np.array([getattr(rates, item.name) for rates in many]) for item in fields(Rates)
    }


def ends_above(numbers: dict[str, Array], saddles: Array, values: Array) -> NDArray[np.bool_]:
    """Run every course until it stands above or below its saddle; tell which stand above.

    One that begins at its saddle stays there, so it is not above.
    """
    import numpy as np  # noqa: PLC0415  # slow to load

    sign = np.array([1.0, 1.0, 1.0, -1.0])[:, None]
    ends_above = np.zeros(values.shape[1], dtype=bool)
    running = np.flatnonzero(np.abs(values - saddles).max(axis=0) >= SAME)
    values, saddles = values[:, running], saddles[:, running]
    step = _step(numbers)
    numbers = {name: column[running] for name, column in numbers.items()}
    for _number in range(MOST_STEPS):
        beyond = (values - saddles) * sign
        beyond[1:] += np.where(beyond[0] > 0, EDGE, -EDGE)
        above, below = (beyond > 0).all(axis=0), (beyond < 0).all(axis=0)
        ends_above[running[above]] = True
        go_on = ~(above | below)
        if not go_on.any():
            break
        if not go_on.all():
            running, values, saddles = running[go_on], values[:, go_on], saddles[:, go_on]
            numbers = {name: column[go_on] for name, column in numbers.items()}
        first = _velocities(numbers, values)
        second = _velocities(numbers, values + step / 2 * first)
        third = _velocities(numbers, values + step / 2 * second)
        fourth = _velocities(numbers, values + step * third)
        values = values + step / 6 * (first + 2 * second + 2 * third + fourth)
    else:
        for place, course in enumerate(running):
            rates = Rates(**{name: float(column[place]) for name, column in numbers.items()})
            saddle, state = (
                State(*map(float, np.clip(side[:, place], 0, 1))) for side in (saddles, values)
            )
            ends_above[course] = passes(rates, saddle, state)
    return ends_above


def _step(n: dict[str, Array]) -> float:
    """Give a step that is short against the fastest rate, whatever the unit of time is."""
    residents = n["s"] + n["a"] + n["b"] + n["h"]
    together = (residents, n["c"] + n["u"], n["g"] + n["v"], n["k"] + n["z"])
    fastest = max(float(rate.max()) for rate in together)
    return STEP / fastest


def _velocities(n: dict[str, Array], values: Array) -> Array:
    import numpy as np  # noqa: PLC0415  # slow to load

    e, c, i, d = values
    residents, organisations = np.maximum(0, e - n["theta"]), np.maximum(0, c - n["theta"])
    return np.stack(
        [
            (n["s"] * e + n["a"] * c + n["b"] * i) * (1 - e) - n["h"] * d * e,
            n["c"] * residents * (1 - c) - n["u"] * (c - n["c0"]),
            n["g"] * organisations * (1 - i) - n["v"] * (i - n["i0"]),
            -n["k"] * organisations * d + n["z"] * (n["d0"] - d),
        ]
    )
