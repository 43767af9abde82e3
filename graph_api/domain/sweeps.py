"""Sweeps: the measures of a system over a grid of one or two of its parameters."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graph_api.domain.numbers import read_number, require_number
from graph_api.domain.parameters import Parameters
from graph_api.domain.system import Measure, System
from graph_api.domain.words import Label
from graph_api.errors import BadParameterError

MOST_POINTS = 10_000
"""A sweep runs the mechanism at most so many times."""

MOST_KEYS = 2
"""A line or a surface can be drawn; more can not."""

Number = float | bool | None


@dataclass(frozen=True, slots=True)
class Range:
    """The values over which one parameter is swept; each once, finite."""

    key: str
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values or len(set(self.values)) < len(self.values):
            raise _bad(
                f"A sweep of {self.key!r} needs one value or more, each once.",
                f"对“{self.key}”的扫描需要至少一个取值，且不得重复。",
                self.key,
            )
        if not all(map(math.isfinite, self.values)):
            raise _bad(
                f"The values of {self.key!r} must be finite numbers.",
                f"“{self.key}”的取值必须是有限的数。",
                self.key,
            )
        _require_few(len(self.values))


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter that was swept: over which values, and what the view itself says (``value``)."""

    key: str
    values: tuple[float, ...]
    unit: str
    description: Label
    value: float | None


@dataclass(frozen=True, slots=True)
class SweptMeasure:
    """One measure, at every point of a sweep in their order."""

    key: str
    label: Label
    unit: str
    assumptions: tuple[str, ...]
    values: tuple[Number, ...]

    @property
    def changes(self) -> bool:
        """Tell whether it has two values or more; to be unknown is a value of its own."""
        return len(set(self.values)) > 1


@dataclass(frozen=True, slots=True)
class Sweep:
    """The measures of a system over a grid; the last axis runs fastest."""

    system: str
    title: Label
    axes: tuple[Axis, ...]
    measures: tuple[SweptMeasure, ...]

    @property
    def points(self) -> tuple[tuple[float, ...], ...]:
        """Give the points: the value of every axis."""
        return tuple(itertools.product(*(axis.values for axis in self.axes)))


def range_of(key: str, items: object) -> Range:
    """Give the range over values that a program says.

    Raises
    ------
    BadParameterError
        If they are no list of numbers, each once and finite.

    """
    if isinstance(items, str | bytes) or not isinstance(items, Iterable):
        raise _bad(
            f"The values of {key!r} must be a list of numbers, such as [0, 0.5, 1].",
            f"“{key}”的取值必须是数的列表，例如 [0, 0.5, 1]。",
            key,
        )
    return Range(key, tuple(require_number(key, item) for item in items))


def read_range(text: str) -> Range:
    """Give what ``key=a:b:n`` means: n values from a to b, both included, evenly apart.

    Raises
    ------
    BadParameterError
        If it is not of this form, a or b is not finite, or n is no whole number from 1 to 10,000,
        or 1 with a and b apart.

    Examples
    --------
    >>> read_range("h=0:0.3:4")
    Range(key='h', values=(0.0, 0.1, 0.2, 0.3))

    """
    key, sign, said = text.partition("=")
    parts = said.split(":")
    if not (sign and key.strip() and len(parts) == 3):
        shown = text[:80]
        raise _bad(
            f"{shown!r} is no sweep; write key=a:b:n, such as h=0:0.5:11 for eleven values from"
            " 0 to 0.5.",
            f"“{shown}”不是扫描范围；请写成 键=a:b:n，例如 h=0:0.5:11 表示从 0 到 0.5 的 11 个值。",
            key.strip()[:80] or "sweep",
        )
    key = key.strip()
    low, high = (_number(key, part) for part in parts[:2])
    count = parts[2].strip()
    if not (count.isascii() and count.isdigit() and 0 < len(count) < 10):
        shown = count[:20]
        raise _bad(
            f"{key}: n in a:b:n counts the values, so it must be a whole number, not {shown!r}.",
            f"{key}：a:b:n 中的 n 是取值个数，必须是整数，不能是“{shown}”。",
            key,
        )
    return Range(key, _evenly(key, low, high, int(count)))


def _number(key: str, text: str) -> float:
    value = read_number(text)
    if value is None or not math.isfinite(value):
        shown = text[:40]
        raise _bad(f"{key}: {shown!r} is no finite number.", f"{key}：“{shown}”不是有限的数。", key)
    return value


def _evenly(key: str, low: float, high: float, count: int) -> tuple[float, ...]:
    _require_few(count)
    if count == 1 and low == high:
        return (low,)
    if count < 2 or low == high:
        raise _bad(
            f"{key}: {count} values from {low:g} to {high:g} make no sweep; both ends are values,"
            " so n is at least 2 and they differ.",
            f"{key}：从 {low:g} 到 {high:g} 取 {count} 个值不构成扫描；"
            "两端都是取值，因此 n 至少为 2 且两端不同。",
            key,
        )
    # By fractions of the decimals that were written: 0:0.3:4 is 0, 0.1, 0.2, 0.3 to the last bit.
    start, end = Fraction(repr(low)), Fraction(repr(high))
    step = (end - start) / (count - 1)
    return tuple(float(start + step * number) for number in range(count))


def sweep(
    open_at: Callable[[Mapping[str, float]], System],
    ranges: Sequence[Range],
    measures: Iterable[str] | None = None,
    *,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """Run a system at every point of a grid.

    Parameters
    ----------
    open_at
        Gives the system with these values of the swept parameters.
    ranges
        One or two parameters with their values.
    measures
        The keys of the measures to follow; None: all.
    progress
        Called with the share that is done, in [0, 1].

    Raises
    ------
    BadParameterError
        If there are no ranges or too many, or more than 10,000 points; if a key is repeated or no
        parameter, or a value outside the range of its parameter (before anything is run); if
        ``measures`` names none.

    """
    _require_grid(ranges)
    wanted = None if measures is None else tuple(measures)
    base = open_at({})
    axes = tuple(_axis(base.parameters, swept) for swept in ranges)
    keys = [axis.key for axis in axes]
    count = math.prod(len(axis.values) for axis in axes)
    rows: list[tuple[Measure, ...]] = []
    for number, values in enumerate(itertools.product(*(axis.values for axis in axes))):
        if progress:
            progress(number / count)
        rows.append(open_at(dict(zip(keys, values, strict=True))).measures(wanted))
    if progress:
        progress(1.0)
    followed = tuple(
        SweptMeasure(
            column[0].key,
            column[0].label,
            column[0].unit,
            column[0].assumptions,
            tuple(measure.value for measure in column),
        )
        for column in zip(*rows, strict=True)
    )
    return Sweep(base.key, base.title, axes, followed)


def _require_grid(ranges: Sequence[Range]) -> None:
    keys = [swept.key for swept in ranges]
    if not 1 <= len(keys) <= MOST_KEYS:
        raise _bad(
            f"One or two parameters can be swept at once, not {len(keys)}.",
            f"一次可以扫描一个或两个参数，不能是 {len(keys)} 个。",
            "sweep",
        )
    if len(set(keys)) < len(keys):
        raise _bad(
            f"{keys[0]!r} is swept twice; name another parameter, or sweep it alone.",
            f"“{keys[0]}”被扫描两次；请换一个参数，或只扫描这一个。",
            keys[0],
        )
    _require_few(math.prod(len(swept.values) for swept in ranges))


def _require_few(count: int) -> None:
    if count > MOST_POINTS:
        raise _bad(
            f"A sweep has at most {MOST_POINTS:,} points, and this has {count:,}; take fewer.",
            f"一次扫描最多 {MOST_POINTS:,} 个点，这里有 {count:,} 个；请减少取值。",
            "sweep",
        )


def _axis(parameters: Parameters, swept: Range) -> Axis:
    """Give the axis of a range, every value of which its parameter allows."""
    parameter = parameters[swept.key]
    if swept.key in parameters.overrides:
        raise _bad(
            f"{swept.key!r} is set and swept at once; do one of them.",
            f"“{swept.key}”同时被设定与扫描；请只做其一。",
            swept.key,
        )
    for value in swept.values:
        Parameters({swept.key: parameter}, {swept.key: value}, parameters.where)
    return Axis(swept.key, swept.values, parameter.unit, parameter.description, parameter.value)


def _bad(en: str, zh: str, parameter: str) -> BadParameterError:
    return BadParameterError(en, zh, parameter=parameter)
