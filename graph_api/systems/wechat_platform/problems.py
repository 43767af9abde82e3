"""The problems that the essay names or implies, what it proposes against each, and what stays open.

Three problems have no remedy at all: the cadres (L29), the operators (L31) and the input (L37). The
four counter-measures stand at L41, L43, L45 and L47. Which answers which is our reading (A-54).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.words import Label, Word
from graph_api.systems.wechat_platform.gates import WEAK_BELOW

STRONG_FROM = 0.60
"""Where "strong" begins (A-02)."""


class CounterMeasure(Word):
    """A counter-measure of the essay; ``OTHER`` is what it does not propose."""

    OPEN_PLATFORM = (
        "open_platform",
        "equal open platform",
        "平等开放平台",
        "An equal open platform on which all express their interests (L41).",
    )
    TWO_WAY_POWER = (
        "two_way_power",
        "two-way power under supervision",
        "双向权力运行与监督",
        "A two-way operation of power, supervised by all (L43).",
    )
    BUFFER = (
        "buffer",
        "buffer for conflicts",
        "矛盾缓冲地带",
        "A public sphere that cushions conflicts; opinion is analysed (L45).",
    )
    PUSH_SERVICES = (
        "push_services",
        "push services by user group",
        "细分推送服务",
        "One-stop services round the clock, cut to user groups (L47).",
    )
    OTHER = "other", "beside the essay", "文外设定", "What the essay does not propose."


REMEDY_LINES: Mapping[str, CounterMeasure] = {
    "41": CounterMeasure.OPEN_PLATFORM,
    "43": CounterMeasure.TWO_WAY_POWER,
    "45": CounterMeasure.BUFFER,
    "47": CounterMeasure.PUSH_SERVICES,
}
"""The line of each counter-measure."""


class RemedyFit(Word):
    """How a counter-measure meets a problem."""

    DIRECT = "direct", "direct", "直接", "A counter-measure is about it."
    INDIRECT = "indirect", "indirect", "间接", "A counter-measure touches it."
    NONE = "none", "none", "无", "No counter-measure reaches it."


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in one view.

    ``level`` in [0, 1] is what is measured (None: nobody has said it); it is open while the level
    is on the wrong side of ``limit``: below it, or from it on where ``is_harm``. ``named`` tells
    that the essay lists it (L27-L37); the others it implies with a counter-measure (L41-L47).
    """

    key: str
    label: Label
    lines: tuple[str, ...]
    named: bool
    answer: RemedyFit
    remedies: tuple[CounterMeasure, ...]
    measured: Label
    limit: float
    is_harm: bool
    level: float | None

    @property
    def is_open(self) -> bool | None:
        """Tell whether the problem is still there."""
        if self.level is None:
            return None
        if self.is_harm:
            return self.level >= self.limit - 1e-12
        return self.level < self.limit - 1e-12


_Row = tuple[
    Label, tuple[str, ...], bool, RemedyFit, tuple[CounterMeasure, ...], Label, float, bool
]

_PROBLEMS: Mapping[str, _Row] = {
    "inertia": (
        Label("inertia of the old ways of governing", "传统治理的思维惯性"),
        ("27",),
        True,
        RemedyFit.INDIRECT,
        (CounterMeasure.OPEN_PLATFORM, CounterMeasure.TWO_WAY_POWER),
        Label("one-way telling of residents", "对居民的单向灌输"),
        WEAK_BELOW,
        True,
    ),
    "cadres": (
        Label("cadres neither master nor promote new media", "基层干部未掌握、未推动新媒体"),
        ("29",),
        True,
        RemedyFit.NONE,
        (),
        Label("cadres' support", "干部支持"),
        WEAK_BELOW,
        False,
    ),
    "operators": (
        Label("operators are few and cannot develop", "运营人才缺乏、没有开发能力"),
        ("31",),
        True,
        RemedyFit.NONE,
        (),
        Label("operators' skill", "运营能力"),
        WEAK_BELOW,
        False,
    ),
    "coverage": (
        Label("small coverage, little identification", "覆盖小、认同感不足"),
        ("35",),
        True,
        RemedyFit.INDIRECT,
        (CounterMeasure.OPEN_PLATFORM, CounterMeasure.PUSH_SERVICES),
        Label("coverage x identification", "覆盖×认同"),
        WEAK_BELOW,
        False,
    ),
    "input": (
        Label("people, money and material are lacking", "缺乏人、财、物投入"),
        ("37",),
        True,
        RemedyFit.NONE,
        (),
        Label("input of the higher levels", "上级投入"),
        WEAK_BELOW,
        False,
    ),
    "expression": (
        Label("interests cannot be voiced", "利益表达机制缺失"),
        ("41",),
        False,
        RemedyFit.DIRECT,
        (CounterMeasure.OPEN_PLATFORM,),
        Label("voice of interest groups on the platform", "利益主体在平台上的声音"),
        WEAK_BELOW,
        False,
    ),
    "supervision": (
        Label("power is not constrained enough", "权力制约不足"),
        ("43",),
        False,
        RemedyFit.DIRECT,
        (CounterMeasure.TWO_WAY_POWER,),
        Label("supervision by residents", "居民监督"),
        WEAK_BELOW,
        False,
    ),
    "conflict": (
        Label("tension between state and society", "国家与社会之间的张力"),
        ("45",),
        False,
        RemedyFit.DIRECT,
        (CounterMeasure.BUFFER,),
        Label("tension", "张力"),
        STRONG_FROM,
        True,
    ),
    "service": (
        Label("one-stop service round the clock is missing", "缺少一站式24小时服务"),
        ("47",),
        False,
        RemedyFit.DIRECT,
        (CounterMeasure.PUSH_SERVICES,),
        Label("service to residents", "对居民的服务"),
        STRONG_FROM,
        False,
    ),
}

PROBLEM_KEYS = tuple(_PROBLEMS)


def problems(levels: Mapping[str, float | None]) -> tuple[Problem, ...]:
    """Put the levels of a view beside the problems, those that the essay lists first.

    Examples
    --------
    >>> found = problems({"operators": 0.15, "cadres": 0.60})
    >>> [(item.key, item.answer.value) for item in found if item.is_open]
    [('operators', 'none')]

    """
    return tuple(Problem(key, *row, levels.get(key)) for key, row in _PROBLEMS.items())
