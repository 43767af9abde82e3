"""Sums over all walks of a small graph, by sparse factors of I - cW.

The system is factorised without leaving the diagonal. Since no strength is negative, every step of
a solution then adds numbers of one sign: nothing cancels, and an actor that no walk reaches gets
exactly 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np

from graph_api.scoring import stopping
from graph_api.scoring.walks.system import HALF_UNIT, Numbers, Places, Sums, System

if TYPE_CHECKING:
    from scipy.sparse.linalg import SuperLU


class Factored:
    """N = (I - cW)^-1, solved for one actor at a time; the columns of scores are kept."""

    def __init__(self, system: System) -> None:
        # Slow to import, and only this reading needs it.
        from scipy.sparse import csc_array, eye_array  # noqa: PLC0415
        from scipy.sparse.linalg import splu  # noqa: PLC0415

        self._system = system
        self._order = system.order
        shape = (system.size, system.size)
        shares = csc_array((system.share, (system.start, system.end)), shape=shape)
        self._matrix = csc_array(eye_array(system.size, format="csc") - shares)
        self._factors: SuperLU = splu(
            self._matrix,
            permc_spec="MMD_AT_PLUS_A",
            diag_pivot_thresh=0.0,
            options={"SymmetricMode": True},
        )
        self._solved: dict[int, Numbers] = {}
        self._residuals: dict[int, float] = {}
        # x = N 1 is at least 1, and cW x = x - 1.
        self._weights = self._solved_for(np.ones(system.size), "N")
        contraction = system.contraction(system.matrix(), self._weights)
        self._missing = 1 / (1 - contraction) if contraction < 1 else np.inf

    def sums(self, start: Places, end: Places) -> Sums:
        """Give N for ordered pairs of places."""
        begins = self._order[start]
        value, error = np.zeros(start.size), np.zeros(start.size)
        ends, count = np.unique(end, return_counts=True)
        by_end = np.split(np.argsort(end, kind="stable"), np.cumsum(count)[:-1])
        for one, asked in zip(ends.tolist(), by_end, strict=False):
            if one not in self._solved:
                self._solved[one] = self._solve(one, "N")
                self._residuals[one] = self._residual(self._solved[one], one)
            value[asked] = self._solved[one][begins[asked]]
            error[asked] = self._residuals[one] * self._weights[begins[asked]]
        error[value == 0] = 0.0
        return Sums(value, error)

    def column(self, end: int) -> Numbers:
        """Give N from every place to ``end``."""
        return self._solve(end, "N")[self._order]

    def row(self, start: int) -> Numbers:
        """Give N from ``start`` to every place."""
        return self._solve(start, "T")[self._order]

    def _solve(self, place: int, sense: str) -> Numbers:
        stopping.check()
        return self._solved_for(self._unit(place), sense)

    def _solved_for(self, right: Numbers, sense: str) -> Numbers:
        solve = cast("Callable[[Numbers, str], Numbers]", self._factors.solve)  # stubs lack "T"
        return solve(right, sense)

    def _unit(self, place: int) -> Numbers:
        unit = np.zeros(self._system.size)
        unit[self._order[place]] = 1.0
        return unit

    def _residual(self, column: Numbers, end: int) -> float:
        """Bound the error of a column, per weight."""
        unit = self._unit(end)
        residual = np.abs(unit - self._matrix @ column)
        # What rounding may hide in the residual itself: all its terms taken with one sign.
        hidden = (self._system.most_added + 4) * HALF_UNIT * 1.01
        residual += hidden * (unit + abs(self._matrix) @ column)
        return float((residual / self._weights).max()) * self._missing
