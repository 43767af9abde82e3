"""The water users' association: who pays, who votes, who watches, who captures it (L103-L107)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph_api.domain.numbers import require_whole, require_within
from graph_api.domain.words import Word
from graph_api.systems.water_game.payoffs import LARGEST, Institution, Table, fine_for, under

MOST_MEMBERS = 10_000
"""How many members an association may have."""


class LevyKind(Word):
    """In what the yearly share is paid."""

    MONEY = "money", "in money", "以资金", "It pays staff at once."
    KIND = "kind", "in kind", "以实物", "It must be sold first, at a loss."


@dataclass(frozen=True, slots=True)
class Accounts:
    """What one season brings in and costs, in units of payoff.

    ``break_even``: the smallest number of members whose shares pay the staff; None: more than
    10,000.
    """

    income: float
    labour: float
    cost: float
    balance: float
    break_even: int | None


def accounts(  # noqa: PLR0913  # what a season consists of
    members: int,
    levy: float,
    labour_duty: float,
    staff_cost: float,
    *,
    kind: LevyKind = LevyKind.MONEY,
    kept_in_kind: float = 1.0,
    paying: float = 1.0,
) -> Accounts:
    """Give the accounts of one season: the yearly share pays the running staff (L103).

    Parameters
    ----------
    members
        Households in the association, 1 to 10,000.
    levy, labour_duty
        What each owes, in payoff: the share, and the labour for channels and repairs.
    staff_cost
        Pay of staff and monitors for the season.
    kind, kept_in_kind
        Money counts in full, kind only with the part that is left when it is sold.
    paying
        Share of the members who pay.

    """
    require_whole("members", members, 1, MOST_MEMBERS)
    require_within("levy", levy, 0, LARGEST)
    require_within("labourDuty", labour_duty, 0, LARGEST)
    require_within("staffCost", staff_cost, 0, LARGEST)
    require_within("keptInKind", kept_in_kind, 0, 1)
    require_within("paying", paying, 0, 1)
    each = paying * levy * (kept_in_kind if kind is LevyKind.KIND else 1.0)
    needed = None
    if MOST_MEMBERS * each >= staff_cost:
        needed = 0 if staff_cost == 0 else math.ceil(staff_cost / each)
    income = members * each
    return Accounts(income, members * paying * labour_duty, staff_cost, income - staff_cost, needed)


def carried(votes_for: int, members: int, majority: float) -> bool:
    """Tell whether a proposal is carried: one vote each, more than the majority share (L103).

    Examples
    --------
    >>> carried(5, 10, 0.5), carried(6, 10, 0.5)
    (False, True)

    """
    require_whole("members", members, 1, MOST_MEMBERS)
    require_whole("votesFor", votes_for, 0, members)
    require_within("majority", majority, 0, 1)
    return votes_for > majority * members


def entry_margin(table: Table, levy: float, labour_duty: float) -> float:
    """Give what a household gains by joining: R' - levy - labour - P, entry being voluntary.

    ``table`` holds P without the association in ``punishment`` and R' under it in ``reward``.
    """
    return table.reward - levy - labour_duty - table.punishment


@dataclass(frozen=True, slots=True)
class SecondOrder:
    """Who pays for the sanction? One who keeps the rules but not the share rides free once more.

    ``gain``: share and labour saved; ``loss``: what exclusion costs him in expectation;
    ``pays``: paying is the better choice; ``exclusion_needed``: the smallest probability of being
    excluded with which it is, None if even certain exclusion is not enough.
    """

    gain: float
    loss: float
    pays: bool
    exclusion_needed: float | None


def second_order(
    reward: float, punishment: float, levy: float, labour_duty: float, exclusion: float
) -> SecondOrder:
    """Weigh the share and labour that a non-payer saves against being kept from the water (L105).

    Without exclusion nobody pays, the monitors are not paid, and the first-order dilemma is back.

    Examples
    --------
    >>> second_order(3, 1, 0.2, 0.2, 0).pays
    False

    """
    require_within("exclusion", exclusion, 0, 1)
    at_stake = max(0.0, reward - punishment)
    gain = levy + labour_duty
    loss = exclusion * at_stake
    needed = 0.0 if gain == 0 else None
    if needed is None and at_stake >= gain:
        needed = gain / at_stake
    return SecondOrder(gain, loss, loss >= gain, needed)


@dataclass(frozen=True, slots=True)
class GraduatedStep:
    """The fine for one more offence, and whether it deters by itself."""

    offence: int
    fine: float
    deterrence: float
    deters: bool


def graduated(
    table: Table, institution: Institution, factor: float, offences: int
) -> tuple[GraduatedStep, ...]:
    """Give fines that grow with each offence, as Ostrom found them in lasting commons.

    ``institution`` has the fine of the first offence.

    Raises
    ------
    BadParameterError
        If a number is out of range; at most 50 offences.

    """
    require_within("factor", factor, 1, 100)
    require_whole("offences", offences, 1, 50)
    apart = institution.detection - institution.error
    needed = table.temptation - table.reward
    steps = []
    for offence in range(1, offences + 1):
        fine = min(institution.fine * factor ** (offence - 1), LARGEST)
        deterrence = fine * apart
        steps.append(
            GraduatedStep(offence, fine, deterrence, deterrence >= needed - table.tolerance)
        )
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class Capture:
    """What becomes of the association when the elected head never fines a share of the households.

    If nobody knows beforehand whom he spares: ``institution`` is what each expects,
    ``cooperation_holds`` under it, ``breaks_from`` is the share spared above which it does not (1:
    it always does, None: it never did). If they know: the spared break the rules, ``rest_margin``
    is what keeping them is worth to one of the others, ``rest_worth_joining`` what is left to it of
    membership, dues paid. ``can_be_recalled``: the others are more than the majority (L103).
    """

    institution: Institution
    cooperation_holds: bool
    breaks_from: float | None
    rest_margin: float
    rest_worth_joining: float
    can_be_recalled: bool


def capture(
    table: Table, institution: Institution, spared: float, majority: float, dues: float = 0.0
) -> Capture:
    """Tell what happens when a share of the households is never fined (capture of the head).

    Examples
    --------
    >>> found = capture(Table(5, 3, 1, 0), Institution(0.75, 0, 4), 0.5, 0.5)
    >>> found.cooperation_holds, round(found.breaks_from, 3), found.can_be_recalled
    (False, 0.333, False)
    >>> found.rest_margin, found.rest_worth_joining  # they keep the rules and win 0.5 by joining
    (1.5, 0.5)

    """
    require_within("captureShare", spared, 0, 1)
    require_within("majority", majority, 0, 1)
    require_within("dues", dues, 0, LARGEST)
    left = Institution(
        institution.detection * (1 - spared), institution.error * (1 - spared), institution.fine
    )
    needed = table.temptation - table.reward
    breaks_from = None
    if institution.deterrence >= needed - table.tolerance:
        breaks_from = 1.0 if needed <= 0 else max(0.0, 1 - needed / institution.deterrence)
    ruled = under(table, institution)
    met = (1 - spared) * ruled.reward + spared * ruled.sucker
    return Capture(
        left,
        left.deterrence >= needed - table.tolerance,
        breaks_from,
        ruled.gain_of_cooperating(1 - spared),
        met - dues - table.punishment,
        1 - spared > majority,
    )


@dataclass(frozen=True, slots=True)
class Position:
    """Where on the canal a household lies, and what that makes of its game."""

    key: str
    temptation: float
    reward: float
    margin: float
    fine_needed: float | None
    worth_joining: float


def positions(
    table: Table, institution: Institution, advantage: float, loss: float, dues: float
) -> tuple[Position, Position]:
    """Give the game of head- and tail-enders: the water passes the ones before the others.

    A head-ender takes ``advantage`` more when he breaks the rules; a tail-ender gets ``loss`` less
    even when all keep them. ``dues``: share and labour of a member.

    """
    require_within("headAdvantage", advantage, 0, LARGEST)
    require_within("tailLoss", loss, 0, LARGEST)
    mistakes = institution.error * institution.fine
    apart = institution.detection - institution.error

    def position(key: str, temptation: float, reward: float) -> Position:
        needed = temptation - reward
        fine = fine_for(needed, apart)
        joining = reward - mistakes - dues - table.punishment
        return Position(key, temptation, reward, institution.deterrence - needed, fine, joining)

    return (
        position("head", table.temptation + advantage, table.reward),
        position("tail", table.temptation - loss, table.reward - loss),
    )
