"""How far "start with the residents" hangs on the numbers: draws of all rates, a line, and a map.

Many courses run side by side here (`side_by_side`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product
from typing import TYPE_CHECKING

from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError, nearest
from graph_api.systems.mutual_empowerment.dynamics import LEVELS, Rates, State
from graph_api.systems.mutual_empowerment.pushes import (
    Component,
    Landscape,
    Trap,
    first_of,
    landscape,
    trap_of,
)
from graph_api.systems.mutual_empowerment.side_by_side import columns_of, ends_above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph_api.systems.mutual_empowerment.side_by_side import Array

ROUNDS = 14
"""Bisections of [0, 1]: the push is known to 1e-4."""

MOST_DRAWS = 5_000
"""More draws than this are refused."""

BATCH = 512
"""So many landscapes run side by side."""

MOVED = (*(item.name for item in fields(Rates) if item.name not in LEVELS), "theta")
"""What is drawn and moved: ten rates and the threshold."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Point:
    """What there is at one set of numbers, and whose push is the smallest where there is a trap."""

    rates: Rates
    trap: Trap
    first: Component | None
    pushes: Mapping[Component, float | None]


@dataclass(frozen=True, slots=True)
class Robustness:
    """How often there is a trap, and how often each quantity needs the smallest push there."""

    draws: int
    no_trap: int
    no_strong_state: int
    trap: int
    first: Mapping[Component, int]
    points: tuple[Point, ...]

    @property
    def trap_share(self) -> float:
        """Give the share of the draws in which there is a trap."""
        return self.trap / self.draws

    @property
    def residents_first_share(self) -> float | None:
        """Give the share of the traps that residents leave with the smallest push."""
        return self.first.get(Component.RESIDENTS, 0) / self.trap if self.trap else None


def drawn_rates(rates: Rates, spread: float, draws: int, seed: int) -> tuple[Rates, ...]:
    """Draw the ten rates and theta evenly within a share to either side; levels stay.

    Raises
    ------
    BadParameterError
        If the spread is not in [0, 1], or there are no draws or too many.

    """
    import numpy as np  # noqa: PLC0415  # slow to load

    require_within("spread", spread, 0, 1)
    require_within("draws", draws, 1, MOST_DRAWS)
    if seed < 0:
        raise BadParameterError(
            f"seed must be a whole number from 0 on, not {seed!r}.",
            f"seed 必须是不小于 0 的整数，不能是 {seed!r}。",
            parameter="seed",
        )
    factors = np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, len(MOVED)))
    return tuple(
        rates.with_(
            **{
                name: min(1.0, getattr(rates, name) * float(factor))
                if name in LEVELS
                else getattr(rates, name) * float(factor)
                for name, factor in zip(MOVED, row, strict=True)
            }
        )
        for row in factors
    )


def robustness(  # noqa: PLR0913  # each is a setting of its own
    rates: Rates,
    start: State,
    *,
    spread: float = 0.3,
    draws: int = 200,
    seed: int = 0,
    progress: Progress | None = None,
) -> Robustness:
    """Tell in what share of the draws there is a trap, and who leaves it with the smallest push."""
    points = explore(drawn_rates(rates, spread, draws, seed), start, progress)
    traps = Counter(point.trap for point in points)
    return Robustness(
        draws,
        traps[Trap.NO_TRAP],
        traps[Trap.NO_STRONG_STATE],
        traps[Trap.TRAP],
        {
            on: sum(point.first is on and point.trap is Trap.TRAP for point in points)
            for on in Component
        },
        points,
    )


def map_of(
    rates: Rates,
    start: State,
    h: Sequence[float],
    theta: Sequence[float],
    progress: Progress | None = None,
) -> tuple[Point, ...]:
    """Tell what there is, and who comes first, over a grid of h and theta; theta runs fastest."""
    grid = [rates.with_(h=one, theta=other) for one, other in product(h, theta)]
    return explore(grid, start, progress)


def line_of(
    rates: Rates,
    start: State,
    name: str,
    values: Sequence[float],
    progress: Progress | None = None,
) -> tuple[Point, ...]:
    """Tell what there is, and who comes first, while one rate, or theta, takes other values.

    Raises
    ------
    BadParameterError
        If ``name`` is neither a rate nor theta: the levels c0, i0 and d0 are part of the start.

    """
    if name not in MOVED:
        raise BadParameterError(
            f"There is no rate {name[:100]!r}; there are: {', '.join(MOVED)}.",
            f"没有速率“{name[:100]}”；现有：{'、'.join(MOVED)}。",
            parameter="parameter",
            nearest=list(nearest(name, MOVED)),
        )
    return explore([rates.with_(**{name: value}) for value in values], start, progress)


def explore(
    many: Sequence[Rates], start: State, progress: Progress | None = None
) -> tuple[Point, ...]:
    """Tell what there is at each set of numbers, and the smallest push of each quantity."""
    points: list[Point] = []
    for place in range(0, len(many), BATCH):
        lands = [landscape(rates) for rates in many[place : place + BATCH]]
        traps = [trap_of(land, start) for land in lands]
        trapped = [
            land for land, found_trap in zip(lands, traps, strict=True) if found_trap is Trap.TRAP
        ]

        def told(share: float, place: int = place, size: int = len(lands)) -> None:
            if progress:
                progress((place + share * size) / len(many))

        found = iter(batch_pushes(trapped, start, told) if trapped else ())
        for land, found_trap in zip(lands, traps, strict=True):
            pushes = next(found) if found_trap is Trap.TRAP else {}
            points.append(Point(land.rates, found_trap, first_of(pushes), pushes))
        told(1.0)
    return tuple(points)


def batch_pushes(
    lands: Sequence[Landscape], start: State, progress: Progress | None = None
) -> list[dict[Component, float | None]]:
    """Give the smallest pushes in many landscapes with a trap, all courses side by side."""
    import numpy as np  # noqa: PLC0415  # slow to load

    lanes = [(land, on) for land in lands for on in Component]
    numbers = columns_of([land.rates for land, _ in lanes])
    saddles = np.array([land.saddle.values for land, _ in lanes if land.saddle is not None]).T
    places = np.array([[*Component].index(on) for _, on in lanes])
    level = np.array(start.values)[places]
    little = level.copy()
    enough = np.where(places == [*Component].index(Component.DESPOTIC), 0.0, 1.0)

    def outcome(pushed: Array) -> NDArray[np.bool_]:
        values = np.repeat(np.array(start.values)[:, None], len(lanes), axis=1)
        values[places, np.arange(len(lanes))] = pushed
        return ends_above(numbers, saddles, values)

    reachable = outcome(enough)
    for done in range(ROUNDS):
        if progress:
            progress(done / ROUNDS)
        middle = (little + enough) / 2
        out = outcome(middle)
        enough = np.where(out, middle, enough)
        little = np.where(out, little, middle)
    sizes = np.where(reachable, enough - level, np.nan)
    pushes = [None if np.isnan(size) else float(size) for size in sizes]
    width = len(Component)
    return [
        dict(zip(Component, pushes[place : place + width], strict=True))
        for place in range(0, len(pushes), width)
    ]
