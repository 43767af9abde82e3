"""Arnstein's ladder: on which of its eight rungs each relation with who decides stands.

Source of the ladder: Arnstein 1969, "A ladder of citizen participation". The essay does not use it;
which relation stands where is a rule of ours (A-82). Rungs are an order, so they have medians and
no mean (A-83).
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from graph_api.domain.words import RelationClass, Status, Word
from graph_api.errors import BadParameterError


class Rung(Word):
    """A rung of the ladder, lowest first."""

    MANIPULATION = "manipulation", "manipulation", "操纵", "Residents serve as a front (L153)."
    THERAPY = "therapy", "therapy", "治疗", "They are kept busy, or let off steam (L135)."
    INFORMING = "informing", "informing", "告知", "They are told."
    CONSULTATION = "consultation", "consultation", "咨询", "They may speak; nobody must listen."
    PLACATION = "placation", "placation", "安抚", "They sit at the table; others decide."
    PARTNERSHIP = "partnership", "partnership", "合作", "They decide together with others."
    DELEGATED_POWER = "delegated_power", "delegated power", "授权", "They hold the greater part."
    CITIZEN_CONTROL = "citizen_control", "citizen control", "公民控制", "They decide alone."

    @property
    def number(self) -> int:
        """Give 1 for manipulation up to 8 for citizen control."""
        return list(Rung).index(self) + 1


NON_PARTICIPATION = 2
"""The two lowest rungs are no participation (Arnstein); 3 to 5 are tokenism, 6 to 8 a say."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What the rule looks at in one relation between residents and who decides.

    ``upward`` is from residents or a body of theirs to who decides; ``coopted``, of a body that it
    reaches: the greater part of what goes into it is not residents' own; ``accountable``: that body
    can call to account who gives it authority; ``chosen_by_residents``: who represents them, None
    where nobody has said.
    """

    relation_class: RelationClass
    conveys: tuple[str, ...]
    upward: bool
    strength: float | None
    status: Status
    coopted: bool = False
    accountable: bool = False
    chosen_by_residents: bool | None = None


def rung_of(tie: Tie, floor: float) -> Rung | None:
    """Give the rung of a relation; None: it has none (A-82).

    Absent, unknown and merely proposed relations have no rung, nor have those that are neither a
    say nor a show of it: burden, conflict, service.

    Parameters
    ----------
    tie
        The relation.
    floor
        Strength up to which it is a form without substance (near absent).

    Examples
    --------
    >>> rung_of(Tie(RelationClass.EMPOWERMENT, ("opinion",), True, 0.65, Status.PRACTICE), 0.12)
    <Rung.CONSULTATION: 'consultation'>

    """
    if not tie.strength or tie.status is Status.PROPOSED:
        return None
    flows = set(tie.conveys)
    if tie.relation_class is RelationClass.CONTROL and "mobilisation" in flows:
        return Rung.MANIPULATION
    if tie.relation_class is not RelationClass.EMPOWERMENT:
        return None
    if flows.isdisjoint({"opinion", "participation", "representation", "information", "authority"}):
        return None
    if tie.strength <= floor:
        return Rung.THERAPY if tie.upward else Rung.MANIPULATION
    return _upward(tie, flows) if tie.upward else _downward(tie, flows)


def _upward(tie: Tie, flows: set[str]) -> Rung | None:
    if "representation" in flows:
        if tie.chosen_by_residents is None:
            return None
        return Rung.PARTNERSHIP if tie.chosen_by_residents else Rung.PLACATION
    if "opinion" in flows:
        return Rung.CONSULTATION
    return Rung.THERAPY if "participation" in flows else Rung.INFORMING


def _downward(tie: Tie, flows: set[str]) -> Rung | None:
    strength = tie.strength or 0.0
    if "authority" in flows:
        if tie.coopted:
            return Rung.PLACATION
        if not tie.accountable:
            return Rung.PARTNERSHIP
        return Rung.CITIZEN_CONTROL if tie.status is Status.LAW else Rung.DELEGATED_POWER
    if not flows.isdisjoint({"participation", "representation"}) and strength >= 0.40:
        return Rung.PARTNERSHIP if strength >= 0.60 else Rung.PLACATION
    return Rung.INFORMING


def medians(rungs: Sequence[Rung]) -> tuple[Rung, Rung]:
    """Give the lower and the upper median; they differ only for an even number of rungs.

    Raises
    ------
    BadParameterError
        If there is no rung.

    Examples
    --------
    >>> medians([Rung.THERAPY, Rung.MANIPULATION, Rung.CONSULTATION, Rung.CITIZEN_CONTROL])
    (<Rung.THERAPY: 'therapy'>, <Rung.CONSULTATION: 'consultation'>)

    """
    if not rungs:
        raise BadParameterError(
            "No relation of this view stands on the ladder, so there is no median.",
            "该视图没有处于阶梯上的关系，因此没有中位数。",
            parameter="rungs",
        )
    places = [rung.number - 1 for rung in rungs]
    steps = list(Rung)
    return steps[statistics.median_low(places)], steps[statistics.median_high(places)]
