"""Supervision of power over the platform, and where it ends (L17, L43).

The essay asks for supervision open to all on equal terms, without obstacle, around the clock, and
amplified by the medium so that both sides bind each other. It names no sanction, and the platform
on which the office is supervised belongs to the office (L13; A-49).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.domain.numbers import require_within
from graph_api.domain.words import ActorId, Label
from graph_api.systems.wechat_platform.coverage import DAY_HOURS


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A stakeholder and its ways to the office; strengths in [0, 1], None: unknown.

    ``direct`` needs no platform, ``over_platform`` does; ``amplified`` is how far a complaint of it
    spreads: its voice times what the other stakeholders hear, on average.
    """

    actor: ActorId
    direct: float | None
    over_platform: float | None
    amplified: float | None

    def is_open(self, floor: float) -> bool | None:
        """Tell whether it has an unobstructed way: more than a form."""
        ways = (self.direct, self.over_platform)
        if any(way is not None and way > floor + 1e-12 for way in ways):
            return True
        return None if None in ways else False


@dataclass(frozen=True, slots=True)
class Supervision:
    """Supervision of the office by its stakeholders.

    ``open_share`` of them with an unobstructed way, ``hours_share`` of the day, ``amplification``
    the mean of theirs; ``index`` is the product. ``without_platform`` is the share that is left if
    the office closes the platform. ``sanction`` is the strongest sanction of society on the office.
    """

    supervisors: tuple[Supervisor, ...]
    open_share: float | None
    hours_share: float
    amplification: float | None
    without_platform: float | None
    sanction: float | None

    @property
    def index(self) -> float | None:
        """Give open share x share of hours x amplification, in [0, 1]."""
        if self.open_share is None or self.amplification is None:
            return None
        return self.open_share * self.hours_share * self.amplification

    def limits(self) -> tuple[Label, ...]:
        """Say where supervision ends in this view."""
        found = []
        if self.open_share is not None and self.open_share < 1:
            found.append(Label("not open to all stakeholders", "并非对所有利益相关者开放"))
        if self.hours_share < 1:
            found.append(Label("not around the clock", "并非全天候"))
        if self.without_platform is not None and self.without_platform < (self.open_share or 0):
            found.append(
                Label(
                    "the office owns the platform on which it is supervised",
                    "监督所依托的平台归被监督的街道所有",
                )
            )
        if self.sanction == 0:
            found.append(Label("no sanction follows from it", "监督之后没有惩戒"))
        return tuple(found)


def supervision(
    supervisors: Sequence[Supervisor], hours_per_day: float, floor: float, sanction: float | None
) -> Supervision:
    """Put the ways of the stakeholders together (L43; A-49).

    Raises
    ------
    BadParameterError
        If ``hours_per_day`` is not in [0, 24].

    Examples
    --------
    >>> one = Supervisor(ActorId("a"), 0.5, 0.0, 0.25)
    >>> other = Supervisor(ActorId("b"), 0.0, 0.1, 0.75)
    >>> found = supervision([one, other], 24, floor=0.12, sanction=0.0)
    >>> found.open_share, found.index, found.without_platform
    (0.5, 0.25, 0.5)

    """
    require_within("hoursPerDay", hours_per_day, 0, DAY_HOURS)
    direct = [Supervisor(item.actor, item.direct, 0.0, None) for item in supervisors]
    return Supervision(
        tuple(supervisors),
        _share([item.is_open(floor) for item in supervisors]),
        hours_per_day / DAY_HOURS,
        _mean([item.amplified for item in supervisors]),
        _share([item.is_open(floor) for item in direct]),
        sanction,
    )


def _share(answers: Sequence[bool | None]) -> float | None:
    if not answers or None in answers:
        return None
    return sum(item is True for item in answers) / len(answers)


def _mean(numbers: Sequence[float | None]) -> float | None:
    known = [item for item in numbers if item is not None]
    if not known or len(known) < len(numbers):
        return None
    return math.fsum(known) / len(known)
