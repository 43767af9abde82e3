"""The channel with its opinion day: how often it is held, and what it takes (L149)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph_api.domain.words import Label, Status
from graph_api.errors import BadParameterError
from graph_api.systems.participation.interests import COMMITTEE, FIRM, OPINION_CHANNEL, RESIDENTS
from graph_api.systems.participation.numbers import require_from_zero

if TYPE_CHECKING:
    from graph_api.systems.participation.system import Participation

MONTHLY = 0.25
"""One day a month, in days a week."""


def entry_factor(per_week: float, monthly: float, weekly: float = 1.0) -> float:
    """Give the factor on the entry of the channel, by opinion days a week (A-31, A-80).

    It runs straight from 0 without a day over ``monthly`` at a quarter to ``weekly`` at one; more
    days than the essay asks for add nothing. Only the entry is scaled, once: who cannot come is not
    heard, and what was heard is passed on as before.

    Raises
    ------
    BadParameterError
        If a number is not finite or negative, or a factor above 1.

    Examples
    --------
    >>> [entry_factor(days, 0.25) for days in (0, 0.25, 0.5, 1, 7)]
    [0.0, 0.25, 0.5, 1.0, 1.0]

    """
    for name, number, high in (
        ("meetings_per_week", per_week, math.inf),
        ("frequency_factor_monthly", monthly, 1.0),
        ("frequency_factor_weekly", weekly, 1.0),
    ):
        require_from_zero(name, number, high)
    if per_week <= MONTHLY:
        return monthly * per_week / MONTHLY
    return monthly + (weekly - monthly) * min(1.0, (per_week - MONTHLY) / (1 - MONTHLY))


def scaled_entry(
    strength: float, per_week: float, holds_at: float, monthly: float, weekly: float = 1.0
) -> float:
    """Give the strength of the entry at another frequency than that for which it is stated (A-80).

    Raises
    ------
    BadParameterError
        If a number is out of its range, or nothing is left of the entry at ``holds_at``.

    Examples
    --------
    >>> scaled_entry(0.70, 0.25, 1, 0.25), scaled_entry(0.175, 1, 0.25, 0.25)
    (0.175, 0.7)

    """
    base = entry_factor(holds_at, monthly, weekly)
    if base == 0:
        raise BadParameterError(
            f"At entry_holds_at = {holds_at:g} opinion days a week the factor is 0, so no other"
            " frequency can be reckoned from it. Raise it, or frequency_factor_monthly.",
            f"entry_holds_at = {holds_at:g}（每周次数）时系数为 0，无法换算到其他频率。"
            "请提高它或 frequency_factor_monthly。",
            parameter="entry_holds_at",
        )
    return min(1.0, strength * entry_factor(per_week, monthly, weekly) / base)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of the seven things that the essay asks of the channel; ``met`` None: not known."""

    key: str
    label: Label
    met: bool | None


REQUIREMENTS: Mapping[str, Label] = {
    "institutional": Label("institutionalised, not only proposed", "制度化，而非仅为建议"),
    "face_to_face": Label("face to face with residents' representatives", "与居民代表面对面"),
    "two_way": Label("two-way: what is said is answered", "双向沟通：有问有答"),
    "visible": Label("opinions made visible", "意见显性化"),
    "weekly": Label("regular, once a week", "定期，每周一次"),
    "attended": Label("staff of firm and committee attend", "物业与居委会人员到场"),
    "matters_of_all": Label("open to the matters of all residents", "涵盖事关全体居民的事项"),
}
"""In the order of L149."""


def requirements(found: Mapping[str, bool | None], *, exists: bool | None) -> list[Requirement]:
    """List the seven; without a channel none is met, however well it is meant (A-81).

    Raises
    ------
    BadParameterError
        If one of the seven is not told.

    """
    for key in REQUIREMENTS:
        if key not in found:
            raise BadParameterError(
                f"Nothing is said about the requirement {key!r} of the channel.",
                f"没有说明渠道的要求“{key}”。",
                parameter=key,
            )
    return [
        Requirement(key, label, found[key] if exists else exists)
        for key, label in REQUIREMENTS.items()
    ]


def requirements_of(system: Participation) -> tuple[Requirement, ...]:
    """Check the seven in a view (A-81)."""
    number = system.parameters.value
    entry = system.word(RESIDENTS, OPINION_CHANNEL)
    proposed = any(
        relation.status is Status.PROPOSED
        for relation in system.relations_between(RESIDENTS, OPINION_CHANNEL)
    )
    answers = [system.is_missing(system.responsiveness(holder)) for holder in (FIRM, COMMITTEE)]
    exits = [
        system.is_missing(system.word(OPINION_CHANNEL, holder)) for holder in (FIRM, COMMITTEE)
    ]
    return tuple(
        requirements(
            {
                "institutional": not proposed,
                "face_to_face": number("face_to_face") >= 1,
                "two_way": _none_missing(answers),
                "visible": number("opinions_visible") >= 1,
                "weekly": number("meetings_per_week") >= 1,
                "attended": _none_missing(exits),
                "matters_of_all": number("covers_unnamed") >= 1,
            },
            exists=None if entry is None else entry > 0,
        )
    )


def _none_missing(missing: list[bool | None]) -> bool | None:
    if True in missing:
        return False
    return None if None in missing else True
