"""Which arrangement fits a village: private works, the association, or none (L97, L109)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from graph_api.domain import Label
from graph_api.domain.words import Word
from graph_api.systems.water_game.checklists import (
    FIT_FOR_ASSOCIATION,
    PRIVATE_WORKS,
    Checked,
    all_met,
)


class Arrangement(Word):
    """What L97 and L109 advise for a village."""

    PRIVATE = "private", "privatise the works", "民营化", "Clear, small, cheaply excludable works."
    ASSOCIATION = "association", "an association", "成立用水者协会", "All six tests are passed."
    UNCOVERED = "uncovered", "a case the essay leaves open", "原文未涉及", "Neither list is met."
    UNKNOWN = "unknown", "not known", "未知", "What nobody has said would decide."


@dataclass(frozen=True, slots=True)
class Village:
    """What is known of a village and its works; None: nobody has said."""

    clear_property: bool | None = None
    small_scale: bool | None = None
    cheap_exclusion: bool | None = None
    concentrated: bool | None = None
    stable: bool | None = None
    acquainted: bool | None = None
    adjoining: bool | None = None
    single_source: bool | None = None
    same_use: bool | None = None

    def known(self) -> dict[str, bool | None]:
        """Give what is known by the name of the test."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(frozen=True, slots=True)
class Fit:
    """The tests of both lists, and the arrangement that they lead to."""

    private: tuple[Checked, ...]
    association: tuple[Checked, ...]
    advice: Arrangement


def village_fit(village: Village) -> Fit:
    """Tell which arrangement fits: private works come first, then the association.

    Examples
    --------
    >>> village_fit(Village(True, True, True)).advice.value
    'private'
    >>> village_fit(Village(clear_property=False)).advice.value
    'unknown'

    """
    known = village.known()

    def tested(key: str) -> Checked:
        condition = next(
            item
            for item in (*PRIVATE_WORKS, *FIT_FOR_ASSOCIATION)
            if item.key.partition(".")[2] == key
        )
        met = known[key]
        why = (
            Label("nobody has said", "未说明")
            if met is None
            else Label("as said of the village", "按所给的村庄情况")
        )
        return Checked(condition, None if met is None else float(met), met, why)

    private = tuple(tested(item.key.partition(".")[2]) for item in PRIVATE_WORKS)
    association = tuple(tested(item.key.partition(".")[2]) for item in FIT_FOR_ASSOCIATION)
    first, second = all_met(private), all_met(association)
    if first:
        advice = Arrangement.PRIVATE
    elif first is None:
        advice = Arrangement.UNKNOWN
    elif second:
        advice = Arrangement.ASSOCIATION
    else:
        advice = Arrangement.UNKNOWN if second is None else Arrangement.UNCOVERED
    return Fit(private, association, advice)
