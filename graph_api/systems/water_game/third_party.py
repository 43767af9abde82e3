"""Who could be the credible third party: government, custom, association (L89, L91, L95, L105)."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.domain.words import Word
from graph_api.systems.water_game.checklists import Checked, all_met, check


class Fining(Word):
    """A third party whose detection, error and fine the scenario states."""

    ASSOCIATION = "association", "association", "协会", "The water users' association."
    GOVERNMENT = "government", "government", "政府", "Government, after what is lost on the way."


class Standing(Word):
    """How far a candidate counts as the third party."""

    CREDIBLE = "credible", "credible", "可置信", "It meets all three conditions."
    PARTIAL = (
        "partial",
        "to a certain degree",
        "某种程度上",
        "It misses a condition, but loss of reputation deters all the same.",
    )
    NOT_CREDIBLE = "not_credible", "not credible", "不可置信", "It misses a condition."
    ABSENT = "absent", "absent", "不存在", "It is only proposed in this view."
    UNKNOWN = "unknown", "not known", "未知", "Nobody has said what would decide."


@dataclass(frozen=True, slots=True)
class Powers:
    """What a candidate brings, each in [0, 1], None where nobody has said.

    ``communication`` with every participant, both ways, so that the weakest way counts; ``trust``
    of the participants in it; ``capacity`` to punish.
    """

    communication: float | None
    trust: float | None
    capacity: float | None
    why: tuple[Label, Label, Label]


@dataclass(frozen=True, slots=True)
class Credibility:
    """The three conditions of L89 for one candidate, and what follows.

    ``score``: the weakest of the three; None if one is unknown.
    """

    candidate: str
    name: Label
    conditions: tuple[Checked, ...]
    score: float | None
    standing: Standing


def weakest(*values: float | None) -> float | None:
    """Give the smallest; None if one is unknown, except that 0 is the smallest whatever it is."""
    if 0 in values:
        return 0.0
    known = [value for value in values if value is not None]
    return min(known) if len(known) == len(values) else None


def credibility(  # noqa: PLR0913  # what a candidate is judged by
    candidate: str,
    name: Label,
    powers: Powers,
    threshold: float,
    *,
    present: bool = True,
    deters: bool = False,
) -> Credibility:
    """Tell how far a candidate counts as credible third party.

    Parameters
    ----------
    candidate, name
        Its key and its name.
    powers
        What it brings.
    threshold
        From which value on a condition is met, this value included.
    present
        False: it is only proposed in this view.
    deters
        It deters although a condition is missed: it counts to a certain degree (custom, L91).

    """
    values = (powers.communication, powers.trust, powers.capacity)
    keys = ("L89.communication", "L89.impartiality", "L89.capacity")
    conditions = tuple(
        check(key, value, threshold, why)
        for key, value, why in zip(keys, values, powers.why, strict=True)
    )
    met = all_met(conditions)
    if not present:
        standing = Standing.ABSENT
    elif met:
        standing = Standing.CREDIBLE
    elif met is None:
        standing = Standing.UNKNOWN
    else:
        standing = Standing.PARTIAL if deters else Standing.NOT_CREDIBLE
    return Credibility(candidate, name, conditions, weakest(*values), standing)
