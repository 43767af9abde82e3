"""The causes that the essay names, and which of them are still in force (L135, L139-L141, L153)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import Label

IN_FORCE = 0.60
"""From here on a cause is in force: the lower end of "strong" (A-02, A-89)."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A named cause; ``strength`` in [0, 1] is how strongly it works in a view, None: unknown.

    ``remedy`` is what the essay names against it; empty: nothing.
    """

    key: str
    label: Label
    strength: float | None
    lines: tuple[str, ...]
    remedy: Label = Label()

    @property
    def in_force(self) -> bool | None:
        """Tell whether it works strongly."""
        return None if self.strength is None else self.strength >= IN_FORCE - 1e-12


def lack(strength: float | None) -> float | None:
    """Give how much is missing of what should be there; None where that is unknown.

    Examples
    --------
    >>> lack(0.25), lack(None)
    (0.75, None)

    """
    return None if strength is None else 1 - strength


_OPINION_DAY = Label("weekly opinion day, face to face, online", "每周意见日、面对面、网络平台")
_NAMED: Mapping[str, tuple[Label, tuple[str, ...], Label]] = {
    "burden": (
        Label("administration surrounds the committee", "居委会被行政事务包围"),
        ("141",),
        Label(),
    ),
    "mobilisation": (
        Label("habit of calling residents out", "动员居民的惯性"),
        ("135", "141"),
        Label("start from real needs, two-way communication", "从真实需求出发，双向沟通"),
    ),
    "infringement": (
        Label("the firm charges much and infringes", "物业收费高、侵犯权益"),
        ("139",),
        Label("opinion day attended by the firm; no sanction", "物业参加意见日；没有惩戒"),
    ),
    "no_way_to_firm": (
        Label("no way to the firm", "缺乏通向物业的渠道"),
        ("139", "141"),
        _OPINION_DAY,
    ),
    "no_way_to_committee": (
        Label("no way to the committee", "缺乏通向居委会的渠道"),
        ("141",),
        _OPINION_DAY,
    ),
    "atomisation": (
        Label("residents stand alone", "居民原子化"),
        ("141", "153"),
        Label("residents' own organisations", "居民自组织"),
    ),
    "no_time": (
        Label("working-age residents have no time", "青壮年居民没有时间"),
        ("135",),
        Label(),
    ),
}


def named_causes(strengths: Mapping[str, float | None]) -> tuple[Cause, ...]:
    """Put the strengths beside the causes that the essay names, in its order.

    Examples
    --------
    >>> [cause.key for cause in named_causes({"burden": 0.8}) if cause.in_force]
    ['burden']

    """
    return tuple(
        Cause(key, label, strengths.get(key), lines, remedy)
        for key, (label, lines, remedy) in _NAMED.items()
    )
