"""From which fine and which patience on keeping the rules pays, with and without a third party."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph_api.domain.numbers import require_whole, require_within
from graph_api.domain.words import Word
from graph_api.systems.water_game.equilibria import find_equilibria
from graph_api.systems.water_game.payoffs import Institution, Table, fine_for


class Repeated(Word):
    """The strategy that keeps the rules as long as the other does."""

    GRIM = "grim", "grim trigger", "冷酷触发策略", "After one breach it breaks the rules for ever."
    TIT_FOR_TAT = "tit_for_tat", "tit for tat", "以牙还牙", "It does what the other did last."


@dataclass(frozen=True, slots=True)
class Margin:
    """How far keeping the rules pays: payoff per round above the best breach.

    ``sustained`` from 0 on, this value included; ``at_edge``: it is 0 to rounding, so that keeping
    and breaking are worth the same.
    """

    value: float
    sustained: bool
    at_edge: bool


def margin_of(value: float, tolerance: float) -> Margin:
    """Give a margin; at the edge the weak inequality counts as sustained."""
    return Margin(value, value >= -tolerance, abs(value) <= tolerance)


def one_shot_margin(table: Table) -> Margin:
    """Give what one household loses by breaking the rules once, when all others keep them."""
    return margin_of(table.reward - table.temptation, table.tolerance)


def dominance_margin(table: Table) -> Margin:
    """Give what it loses at least, whatever the others do."""
    return margin_of(
        min(table.reward - table.temptation, table.sucker - table.punishment), table.tolerance
    )


def repeated_margin(table: Table, discount: float, strategy: Repeated) -> Margin:
    """Give what the best breach of endless play loses, as a mean per round.

    Against grim the best breach is one defection, then the better of P and S for ever. Against tit
    for tat it is defecting for ever, or in every second round.

    Raises
    ------
    BadParameterError
        If ``discount`` is not in [0, 1].

    """
    require_within("discount", discount, 0, 1)
    if strategy is Repeated.GRIM:
        after = max(table.punishment, table.sucker)
        best = (1 - discount) * table.temptation + discount * after
    else:
        ever = (1 - discount) * table.temptation + discount * table.punishment
        turns = (table.temptation + discount * table.sucker) / (1 + discount)
        best = max(ever, turns)
    return margin_of(table.reward - best, table.tolerance)


def critical_discount(table: Table, strategy: Repeated = Repeated.GRIM) -> float | None:
    """Give the smallest discount factor from which endless play sustains cooperation.

    Grim: (T - R) / (T - P); tit for tat: the larger of it and (T - R) / (R - S); 0 where one round
    alone sustains it. Where fines make it better to keep the rules alone than to break them
    together (S > P), the breaker of grim does so, and S takes the place of P.

    Returns
    -------
    float or None
        In [0, 1); None: no discount factor below 1 does.

    Notes
    -----
    Source: Friedman (1971) for grim, Axelrod (1984) for tit for tat; with an institution the same
    with the four payoffs that it makes (design: every threshold is the plain game's with these).

    Examples
    --------
    >>> critical_discount(Table(5, 3, 1, 0))
    0.5
    >>> round(critical_discount(Table(5, 3, 1, 0), Repeated.TIT_FOR_TAT), 3)
    0.667

    """
    gain = table.temptation - table.reward
    if gain <= table.tolerance:
        return 0.0
    if strategy is Repeated.GRIM:
        bounds = [table.temptation - max(table.punishment, table.sucker)]
    else:
        bounds = [table.temptation - table.punishment, table.reward - table.sucker]
    if any(bound <= gain + table.tolerance for bound in bounds):
        return None
    return max(gain / bound for bound in bounds)


def needed_deterrence(table: Table) -> tuple[float, float]:
    """Give f (y - x) from which all keep the rules in one equilibrium, and from which in the only.

    Examples
    --------
    >>> needed_deterrence(Table(5, 3, 1, 0))
    (2, 2)

    """
    first = table.temptation - table.reward
    return first, max(first, table.punishment - table.sucker)


def needed_fine(table: Table, detection: float, error: float) -> float | None:
    """Give the smallest fine with which keeping the rules is an equilibrium.

    None: no fine up to 1e6 does.
    """
    Institution(detection, error, 0)
    return fine_for(needed_deterrence(table)[0], detection - error)


def needed_detection(table: Table, error: float, fine: float) -> float | None:
    """Give the smallest detection with which it is one; None: not even certain detection does."""
    Institution(0, error, fine)
    needed = needed_deterrence(table)[0]
    if needed <= 0:
        return 0.0
    if fine == 0:
        return None
    detection = error + needed / fine
    return detection if detection <= 1 + table.tolerance else None


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The fines that one detection needs; None: no fine up to 1e6 does."""

    detection: float
    fine: float | None
    fine_for_the_only_one: float | None


def frontier(
    table: Table, detections: Iterable[float], error: float = 0.0
) -> tuple[FrontierPoint, ...]:
    """Give for each detection the fine that makes cooperation an equilibrium, and the only one.

    Above ``fine_for_the_only_one`` it is the only one; at it others stand beside it.

    Examples
    --------
    >>> [(point.fine, point.fine_for_the_only_one) for point in frontier(Table(4, 3, 2, 0), [0.5])]
    [(2.0, 4.0)]

    """
    points = []
    for detection in detections:
        Institution(detection, error, 0)
        one, only = (fine_for(needed, detection - error) for needed in needed_deterrence(table))
        points.append(FrontierPoint(detection, one, only))
    return tuple(points)


def cooperates_until_known_end(table: Table, rounds: int) -> bool | None:
    """Tell whether cooperation survives in a game whose last round is known, by induction back.

    In the last round only an equilibrium of the one round is played. If defection is the only one,
    nothing done before changes it, so the round before is a last round too, and so on to the first.
    If cooperation of all is one, playing it in every round is an equilibrium whatever the end.

    Returns
    -------
    bool or None
        None: neither, and induction does not tell.

    Raises
    ------
    BadParameterError
        If ``rounds`` is out of range.

    """
    require_whole("rounds", rounds, 1, 10_000)
    found = find_equilibria(table)
    if found.cooperation_is_one:
        return True
    return False if found.defection_is_the_only_one else None


def reputation_loss(table: Table, notice_probability: float, rounds: int, discount: float) -> float:
    """Give what a free-rider must expect to lose later: q times the sum of discounted R - P.

    Examples
    --------
    >>> reputation_loss(Table(5, 3, 1, 0), 0.5, 2, 1.0)
    2.0

    """
    require_within("noticeProbability", notice_probability, 0, 1)
    require_within("discount", discount, 0, 1)
    require_whole("reputationRounds", rounds, 1, 10_000)
    weight = sum(discount**later for later in range(1, rounds + 1))
    return notice_probability * weight * (table.reward - table.punishment)
