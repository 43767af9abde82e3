"""The four supports of the community: only several together bring integration about (L247)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.systems.migrant_integration.numbers import EDGE, require_share

SUPPORTS: Mapping[str, Label] = {
    "management": Label("community management", "社区管理"),
    "services": Label("community services", "社区服务"),
    "security": Label("community security", "社区保障"),
    "participation": Label("community participation", "社区参与"),
}


@dataclass(frozen=True, slots=True)
class Supports:
    """The levels of the supports, and what they come to together.

    ``lowest`` and ``mean`` (geometric) are None while a support is unknown, except that a support
    known to be 0 makes both 0. ``limits`` are the supports at the lowest level, () if not known.
    """

    levels: Mapping[str, float | None]
    lowest: float | None
    mean: float | None
    limits: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Give the supports whose level nobody has said."""
        return tuple(key for key, level in self.levels.items() if level is None)


def supports(levels: Mapping[str, float | None]) -> Supports:
    """Find the limit of the supports, each a level in [0, 1] or None.

    Raises
    ------
    BadParameterError
        If a level is no number of [0, 1].

    """
    known = {
        key: require_share(f"support_{key}", level)
        for key, level in levels.items()
        if level is not None
    }
    lowest = min(known.values(), default=None)
    if lowest is None or (len(known) < len(levels) and lowest > 0):
        return Supports(dict(levels), None, None, ())
    limits = tuple(key for key, level in known.items() if level <= lowest + EDGE)
    mean = 0.0 if lowest == 0 else math.prod(known.values()) ** (1 / len(known))
    return Supports(dict(levels), lowest, mean, limits)


def explain_supports(found: Supports) -> Label:
    """Say which support is the limit, or that there is no evidence."""
    if not found.limits:
        missing = [SUPPORTS[key] for key in found.missing]
        return Label(
            "No evidence: the essay names four supports and gives no level of any; unknown here:"
            f" {', '.join(str(item.en) for item in missing)}. Set support_... to say one.",
            "没有依据：原文列出四种支持，但没有给出任何一种的水平；此处未知："
            f"{'、'.join(str(item.zh) for item in missing)}。可设置 support_… 参数。",
        )
    limits = [SUPPORTS[key] for key in found.limits]
    return Label(
        f"The limit is {' and '.join(str(item.en) for item in limits)}, at {found.lowest:.2f}; the"
        f" geometric mean is {found.mean:.2f}.",
        f"限制因素是{'和'.join(str(item.zh) for item in limits)}，水平为 {found.lowest:.2f}；"
        f"几何平均为 {found.mean:.2f}。",
    )
