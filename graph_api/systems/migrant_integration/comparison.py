"""The comparison of the generations: who is ahead by which indicator, and never by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.errors import BadParameterError

INDICATORS: Mapping[str, tuple[str, Label]] = {
    "monthly_income": ("economic", Label("monthly income", "月收入")),
    "yearly_consumption": ("economic", Label("yearly consumption", "年消费")),
    "interaction_frequency": ("daily_life", Label("frequency of interaction", "互动频率")),
    "interaction_intensity": ("daily_life", Label("intensity of interaction", "互动强度")),
    "acceptance_chat": ("psychological", Label("chat with urban residents", "与城里人聊天")),
    "acceptance_work": ("psychological", Label("work with urban residents", "与城里人一起工作")),
    "acceptance_neighbour": (
        "psychological",
        Label("be neighbours of urban residents", "与城里人成为邻居"),
    ),
    "acceptance_friend": (
        "psychological",
        Label("be close friends with urban residents", "与城里人成为亲密朋友"),
    ),
}
"""What is compared, by the dimension that it stands for (L263)."""

WORDS: Mapping[int | None, Label] = {
    1: Label("new generation ahead", "新生代领先"),
    -1: Label("older generation ahead", "老一代领先"),
    0: Label("neither is ahead, or the indicators disagree", "不分先后或各指标不一致"),
    None: Label("no result is given", "没有给出结果"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """Who is ahead by one indicator: 1 new, -1 old, 0 equal, None no result."""

    key: str
    dimension: str
    label: Label
    sign: int | None


@dataclass(frozen=True, slots=True)
class DimensionSign:
    """Who is ahead in a dimension: the sign of all its known indicators, 0 where they disagree."""

    dimension: str
    sign: int | None
    known: int
    count: int


def compare(signs: Mapping[str, float | None]) -> tuple[Indicator, ...]:
    """Read the sign of every indicator.

    Raises
    ------
    BadParameterError
        If a sign is not -1, 0, 1 or None: magnitudes are not known, so none is invented.

    """
    return tuple(
        Indicator(key, dimension, label, _sign(key, signs.get(key)))
        for key, (dimension, label) in INDICATORS.items()
    )


def by_dimension(indicators: Sequence[Indicator]) -> tuple[DimensionSign, ...]:
    """Sum up the indicators of each dimension by their signs."""
    found = []
    for dimension in dict.fromkeys(item.dimension for item in indicators):
        mine = [item.sign for item in indicators if item.dimension == dimension]
        known = {sign for sign in mine if sign is not None}
        sign = (known.pop() if len(known) == 1 else 0) if known else None
        count = sum(sign is not None for sign in mine)
        found.append(DimensionSign(dimension, sign, count, len(mine)))
    return tuple(found)


def _sign(key: str, value: float | None) -> int | None:
    if value is None:
        return None
    if value not in {-1, 0, 1}:
        raise BadParameterError(
            f"sign_{key} must be -1 (older generation ahead), 0 or 1 (new generation ahead), not"
            f" {value:g}: the essay gives signs, no magnitudes.",
            f"sign_{key} 必须是 -1（老一代领先）、0 或 1（新生代领先），不能是 {value:g}："
            "原文只给出方向，没有给出大小。",
            parameter=f"sign_{key}",
        )
    return int(value)
