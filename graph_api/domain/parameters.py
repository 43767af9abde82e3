"""The numbers that a mechanism reads, each inside its range, some of them set otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from graph_api.domain.evidence import Parameter
from graph_api.domain.numbers import require_number
from graph_api.errors import BadParameterError, nearest

WHOLE_UNITS = frozenset({"count", "household", "person", "round"})
"""Units of which there are only whole numbers."""


class Parameters(Mapping[str, Parameter]):
    """The numbers that a mechanism reads: those of the view, some of them set otherwise.

    Parameters
    ----------
    known
        The parameters of the view.
    overrides
        Other values, by key; each inside the range of its parameter.
    where
        What the messages call the scenario.

    Raises
    ------
    BadParameterError
        If an override names no parameter, or its value is not finite, not whole where only whole
        numbers are, or outside the range.

    """

    def __init__(
        self,
        known: Mapping[str, Parameter],
        overrides: Mapping[str, float] | None = None,
        where: str = "scenario",
    ) -> None:
        self.overrides = dict(overrides or {})
        self.where = where
        self._known = dict(known)
        for key, value in self.overrides.items():
            self.overrides[key] = _allowed(self[key], value)
            self._known[key] = replace(self[key], value=self.overrides[key])

    def __getitem__(self, key: str) -> Parameter:
        found = self._known.get(key)
        if found is None:
            near = nearest(key, self._known)
            shown = key[:100]
            raise BadParameterError(
                f"{self.where!r} has no parameter {shown!r}"
                + (f"; did you mean {' or '.join(map(repr, near))}?" if near else ".")
                + " Parameters stand under `parameters:` of the scenario (--only parameters"
                " lists them).",
                f"“{self.where}”没有参数“{shown}”"
                + (f"；是否指“{'”或“'.join(near)}”？" if near else "。")
                + "参数写在情景的 `parameters:` 中（--only parameters 列出全部）。",
                parameter=shown,
                nearest=list(near),
            )
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def value(self, key: str) -> float:
        """Give the value of a parameter.

        Raises
        ------
        BadParameterError
            If there is no such parameter, or nobody has said its value.

        """
        value = self[key].value
        if value is None:
            raise BadParameterError(
                f"Nobody has said the value of parameter {key!r} of {self.where!r}; give one"
                f" (--set {key}=..., or set_parameter).",
                f"“{self.where}”的参数“{key}”没有给定数值；请给出一个"
                f"（--set {key}=…，或 set_parameter）。",
                parameter=key,
            )
        return value

    def known_value(self, key: str) -> float | None:
        """Give the value of a parameter, None where nobody has said it."""
        return self[key].value


def _allowed(parameter: Parameter, said: object) -> float:
    value = require_number(parameter.key, said)
    low = -math.inf if parameter.low is None else parameter.low
    high = math.inf if parameter.high is None else parameter.high
    if not math.isfinite(value) or not low <= value <= high:
        raise BadParameterError(
            f"{parameter.key} = {value:g} is outside its range: {low:g} to {high:g}"
            f" ({parameter.unit}).",
            f"{parameter.key} = {value:g} 超出范围：{low:g} 至 {high:g}（{parameter.unit}）。",
            parameter=parameter.key,
            low=parameter.low,
            high=parameter.high,
        )
    if parameter.unit in WHOLE_UNITS and value != int(value):
        raise BadParameterError(
            f"{parameter.key} = {value:g} must be a whole number ({parameter.unit}).",
            f"{parameter.key} = {value:g} 必须是整数（{parameter.unit}）。",
            parameter=parameter.key,
        )
    return value
