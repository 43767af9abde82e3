"""How large the basins of the stable states are: what share of all starts ends in which."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError
from graph_api.systems.mutual_empowerment.dynamics import State
from graph_api.systems.mutual_empowerment.pushes import Landscape, end_of
from graph_api.systems.mutual_empowerment.side_by_side import columns_of, ends_above

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from graph_api.systems.mutual_empowerment.side_by_side import Array

POINTS = 2_000
"""Starts that are drawn where nobody says how many."""

MOST_POINTS = 20_000
"""More starts than this are refused."""


@dataclass(frozen=True, slots=True)
class Basin:
    """A stable state and the share of starts that end there.

    ``share`` is of starts drawn evenly from all states, each of the four levels in [0, 1], and
    ``error`` its standard error.
    """

    state: State
    share: float
    error: float
    holds_start: bool


def basins(land: Landscape, start: State, points: int = POINTS, seed: int = 0) -> tuple[Basin, ...]:
    """Give every stable state, the weakest first, with the share of all starts that end there.

    Parameters
    ----------
    land
        The landscape (`graph_api.systems.mutual_empowerment.pushes.landscape`).
    start
        The start whose basin is marked.
    points, seed
        How many starts are drawn, and from which chance.

    Raises
    ------
    BadParameterError
        If there are no points or too many, or the seed is below 0.

    """
    import numpy as np  # noqa: PLC0415  # slow to load

    require_within("points", points, 1, MOST_POINTS)
    if seed < 0:
        raise BadParameterError(
            f"seed must be a whole number from 0 on, not {seed!r}.",
            f"seed 必须是不小于 0 的整数，不能是 {seed!r}。",
            parameter="seed",
        )
    starts = np.random.default_rng(seed).uniform(size=(4, points))
    ends = ends_of(land, starts)
    mine = end_of(land, start)
    stable = [item.state for item in land.resting if item.stable]
    shares = [float(np.mean(ends == place)) for place in range(len(stable))]
    return tuple(
        Basin(state, share, math.sqrt(share * (1 - share) / points), state == mine)
        for state, share in zip(stable, shares, strict=True)
    )


def ends_of(land: Landscape, starts: Array) -> NDArray[np.int64]:
    """Tell for each column of starts at which stable state it ends: 0 is the weakest, -1 none."""
    import numpy as np  # noqa: PLC0415  # slow to load

    ends, left = np.full(starts.shape[1], -1), np.arange(starts.shape[1])
    stable = -1
    for item in land.resting:
        if item.stable:
            stable += 1
            ends[left] = stable
            continue
        saddles = np.repeat(np.array(item.state.values)[:, None], len(left), axis=1)
        left = left[ends_above(columns_of([land.rates] * len(left)), saddles, starts[:, left])]
    return ends
