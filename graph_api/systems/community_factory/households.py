"""Households and the dimensions in which they may fall short; what both must be like."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain import Label, Parameters
from graph_api.errors import BadParameterError, nearest

MOST_HOUSEHOLDS = 10_000
"""More households than this are not taken in one question."""

MOST_DIMENSIONS = 100
"""More dimensions than this are not taken in one question."""

WEIGHTS_TOLERANCE = 1e-9
"""Weights may miss the sum of 1 by this."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One side of life: a household whose achievement lies below ``cutoff`` is deprived in it."""

    key: str
    weight: float
    cutoff: float
    label: Label = Label()  # noqa: RUF009  # frozen


@dataclass(frozen=True, slots=True)
class Household:
    """A household and what it has achieved, by dimension; None or left out is unknown."""

    id: str
    achievements: Mapping[str, float | None]

    def value(self, dimension: str) -> float | None:
        """Give the achievement in a dimension, None if nobody knows it."""
        return self.achievements.get(dimension)


def require_dimensions(dimensions: Sequence[Dimension]) -> None:
    """Refuse dimensions that make no index.

    Raises
    ------
    BadParameterError
        If there are none or too many, a key is empty or repeated, a weight is not in [0, 1], a
        cutoff is not finite, or the weights do not sum to 1 (within 1e-9).

    """
    _require_number(len(dimensions), MOST_DIMENSIONS, "dimensions", "dimensions", "维度")
    _require_once([item.key for item in dimensions], "dimensions", "dimension", "维度")
    for item in dimensions:
        if not 0 <= item.weight <= 1:
            raise BadParameterError(
                f"The weight of dimension {item.key!r} must lie in [0, 1], not {item.weight!r}.",
                f"维度“{item.key}”的权重必须在 [0, 1] 之内，不能是 {item.weight!r}。",
                parameter="dimensions",
            )
        if not math.isfinite(item.cutoff):
            raise BadParameterError(
                f"The cutoff of dimension {item.key!r} must be a finite number, not"
                f" {item.cutoff!r}.",
                f"维度“{item.key}”的临界值必须是有限数，不能是 {item.cutoff!r}。",
                parameter="dimensions",
            )
    total = math.fsum(item.weight for item in dimensions)
    if abs(total - 1) > WEIGHTS_TOLERANCE:
        raise BadParameterError(
            f"The weights of the dimensions sum to {total:.6g}, not to 1. Divide each by"
            f" {total:.6g}, or mend the one that is wrong.",
            f"各维度权重之和为 {total:.6g}，而不是 1。请将各权重除以 {total:.6g}，"
            "或改正有误的一项。",
            parameter="dimensions",
            sum=total,
        )


def require_weights(parameters: Parameters, keys: Sequence[str]) -> None:
    """Refuse weights among the parameters that do not sum to 1, as far as all are stated.

    Raises
    ------
    BadParameterError
        If they do not; it names the first that was set otherwise, else the first of all.

    """
    known = [parameters[key].value for key in keys if key in parameters]
    stated = [value for value in known if value is not None]
    total = math.fsum(stated)
    if len(stated) == len(keys) and abs(total - 1) > WEIGHTS_TOLERANCE:
        blamed = next((key for key in keys if key in parameters.overrides), keys[0])
        raise BadParameterError(
            f"{', '.join(keys)} sum to {total:.6g}, not to 1. Where one is set otherwise, set the"
            " others too.",
            f"{'、'.join(keys)} 之和为 {total:.6g}，而不是 1。改动其中一个时，请一并改动其余各项。",
            parameter=blamed,
            sum=total,
        )


def require_households(households: Sequence[Household], dimensions: Sequence[Dimension]) -> None:
    """Refuse households that cannot be held against the dimensions.

    Raises
    ------
    BadParameterError
        If there are none or too many, an id is empty or repeated, an achievement is not finite, or
        belongs to no dimension.

    """
    _require_number(len(households), MOST_HOUSEHOLDS, "households", "households", "农户")
    _require_once([item.id for item in households], "households", "household", "农户")
    known = {item.key for item in dimensions}
    for household in households:
        for key, value in household.achievements.items():
            if key not in known:
                near = nearest(key, known)
                raise BadParameterError(
                    f"Household {household.id!r} has an achievement in {key[:100]!r}, which is no"
                    f" dimension; there are: {', '.join(sorted(known)[:20])}.",
                    f"农户“{household.id}”的“{key[:100]}”不属于任何维度；现有："
                    f"{'、'.join(sorted(known)[:20])}。",
                    parameter="households",
                    nearest=list(near),
                )
            if value is not None and not math.isfinite(value):
                raise BadParameterError(
                    f"The achievement of household {household.id!r} in {key!r} must be a finite"
                    f" number, or null where it is unknown, not {value!r}.",
                    f"农户“{household.id}”在“{key}”上的取值必须是有限数（未知则为空），"
                    f"不能是 {value!r}。",
                    parameter="households",
                )


def require_cutoff(k: float) -> None:
    """Refuse a poverty cutoff that is not in (0, 1].

    Raises
    ------
    BadParameterError
        If ``k`` is not in (0, 1]; at 0 every household would be poor.

    """
    if not 0 < k <= 1:
        raise BadParameterError(
            f"k must lie above 0 and not above 1, not {k!r}: it is the weighted share of"
            " deprivations from which a household is poor.",
            f"k 必须大于 0 且不超过 1，不能是 {k!r}：它是农户被认定为贫困的加权剥夺比例。",
            parameter="k",
        )


def _require_number(count: int, most: int, parameter: str, en: str, zh: str) -> None:
    if not 1 <= count <= most:
        raise BadParameterError(
            f"{count} {en} were given; give 1 to {most}.",
            f"给出了 {count} 个{zh}；请给出 1 至 {most} 个。",
            parameter=parameter,
        )


def _require_once(keys: Sequence[str], parameter: str, en: str, zh: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if not key:
            raise BadParameterError(
                f"A {en} has no name; give each one.",
                f"有{zh}没有名称；请逐一命名。",
                parameter=parameter,
            )
        if key in seen:
            raise BadParameterError(
                f"The {en} {key[:100]!r} is given twice; give each once.",
                f"{zh}“{key[:100]}”重复给出；每个只能给一次。",
                parameter=parameter,
            )
        seen.add(key)
