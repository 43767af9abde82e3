"""The verdict: whether cooperation holds, by how much, what fails, and whether it is worth it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.domain.numbers import require_whole, require_within
from graph_api.systems.water_game.checklists import BY_KEY, Condition
from graph_api.systems.water_game.payoffs import LARGEST, Institution, Payoffs, Table, under
from graph_api.systems.water_game.thresholds import (
    Margin,
    Repeated,
    critical_discount,
    one_shot_margin,
    repeated_margin,
)

MOST_HOUSEHOLDS = 10_000
"""Up to how many households the gain is counted."""

READ_FROM: Mapping[str, frozenset[str]] = {
    "L75.communication": frozenset({"detection"}),
    "L75.transparency": frozenset({"detection"}),
    "L75.punishment": frozenset({"fine"}),
    "L89.communication": frozenset({"detection"}),
    "L89.impartiality": frozenset({"error"}),
    "L89.capacity": frozenset({"fine"}),
    "L97.third_party": frozenset(),  # fails with any condition of L89
    "L97.monitoring": frozenset({"detection"}),
}
"""Which number of the institution each condition is read from, list by list (A-73)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all keep the rules in an equilibrium, and whether that is worth its cost.

    ``margin``: payoff per round that the best breach loses. ``gain``: n (R' - P) per season, and
    ``worth_having`` whether it is more than the cost (over the seasons counted); None: the cost is
    not known. ``break_even_players``, ``break_even_seasons``: the fewest whose gain is more than
    the cost, with the other number as it is; None: unknown, more than 10,000, or cooperation does
    not hold. ``failed``: the conditions that fail, each of the list whose line stands in its key.
    """

    cooperation: bool
    at_the_edge: bool
    margin: float
    gain: float
    worth_having: bool | None
    break_even_players: int | None
    break_even_seasons: int | None
    failed: tuple[Condition, ...]
    explanation: Label


def verdict(  # noqa: PLR0913  # what a game is judged by
    payoffs: Payoffs,
    institution: Institution | None = None,
    *,
    discount: float | None = None,
    players: int = 2,
    cost: float | None = 0.0,
    seasons: int = 1,
    strategy: Repeated = Repeated.GRIM,
) -> Verdict:
    """Judge a game, one-shot (``discount`` None) or repeated without a known end.

    Parameters
    ----------
    payoffs
        Of the plain game.
    institution
        The third party; None: there is none.
    discount
        Weight of the next round; None: there is only one.
    players
        Households; each plays the table against every other, so they change the gain alone.
    cost
        Of the institution per season; None: not known.
    seasons
        Over which the gain is counted against the cost.
    strategy
        How a breach is answered in repeated play.

    Raises
    ------
    BadParameterError
        If a number is out of range, or the game is repeated and 2R <= T + S.

    """
    require_whole("players", players, 2, MOST_HOUSEHOLDS)
    require_whole("seasons", seasons, 1, 10_000)
    if cost is not None:
        require_within("cost", cost, 0, 1e12)
    table = under(payoffs, institution)

    def judge(other: Institution | None) -> Margin:
        return _margin(payoffs, under(payoffs, other), discount, strategy)

    margin = judge(institution)
    each = table.reward - payoffs.punishment
    gain = players * each
    worth = None if cost is None else margin.sustained and gain * seasons > cost
    failed = tuple(
        BY_KEY[key]
        for key in (
            *_failed_game(table, margin),
            *(() if margin.sustained else _failed_third_party(payoffs, institution, judge)),
            *_failed_patience(discount, table, strategy, margin),
            *(("L85.cost_below_gain",) if cost is not None and gain * seasons <= cost else ()),
        )
    )
    return Verdict(
        margin.sustained,
        margin.at_edge,
        margin.value,
        gain,
        worth,
        smallest_above(cost, each * seasons, 2) if margin.sustained else None,
        smallest_above(cost, gain, 1) if margin.sustained else None,
        failed,
        _explained(margin, discount, gain, cost, failed),
    )


def smallest_above(cost: float | None, each: float, least: int) -> int | None:
    """Give the smallest count, from ``least`` to 10,000, of which the gains sum up to more.

    Examples
    --------
    >>> smallest_above(90, 2, 2), smallest_above(90, 0.001, 2), smallest_above(None, 2, 2)
    (46, None, None)

    """
    if cost is None or each * MOST_HOUSEHOLDS <= cost:
        return None
    count = max(least, math.floor(cost / each))
    return count if count * each > cost else count + 1


def _margin(payoffs: Payoffs, table: Table, discount: float | None, strategy: Repeated) -> Margin:
    if discount is None:
        return one_shot_margin(table)
    payoffs.require_repeated()
    return repeated_margin(table, discount, strategy)


def _failed_game(table: Table, margin: Margin) -> tuple[str, ...]:
    best_for_all = 2 * table.reward >= max(table.temptation + table.sucker, 2 * table.punishment)
    return (
        *(() if margin.sustained else ("L85.equilibrium",)),
        *(() if best_for_all else ("L85.collective_maximum",)),
    )


def _failed_third_party(
    payoffs: Payoffs, institution: Institution | None, judge: Callable[[Institution], Margin]
) -> tuple[str, ...]:
    """Name the conditions of L75, L89 and L97 that fail, list by list (A-73).

    Repaired: every breach is seen; nobody is fined by mistake; a fine as large as need be. What
    fails is what alone would do if it were repaired, else all that falls short.
    """
    if institution is None:
        return ("L97.third_party",)
    y, x, f = institution.detection, institution.error, institution.fine
    repaired = {
        "detection": Institution(1, x, f),
        "error": Institution(y, 0, f),
        "fine": Institution(y, x, LARGEST),
    }
    short = {
        "detection": y < 1,
        "error": x > 0,
        "fine": f < payoffs.temptation - payoffs.reward,
    }
    alone = {name for name, other in repaired.items() if judge(other).sustained}
    failing = alone or {name for name, falls_short in short.items() if falls_short}
    return tuple(
        key
        for key, numbers in READ_FROM.items()
        if failing & numbers or (key == "L97.third_party" and failing)
    )


def _failed_patience(
    discount: float | None, table: Table, strategy: Repeated, margin: Margin
) -> tuple[str, ...]:
    """Tell whether more patience alone would do: the condition of L91 is what fails."""
    if discount is None or margin.sustained:
        return ()
    endless = critical_discount(table, strategy)
    return () if endless is None else ("L91.no_end",)


def _explained(
    margin: Margin,
    discount: float | None,
    gain: float,
    cost: float | None,
    failed: tuple[Condition, ...],
) -> Label:
    once = discount is None
    en = "Played once" if once else f"Repeated with discount {discount:.3g}"
    zh = "一次性博弈中" if once else f"贴现因子为 {discount:.3g} 的重复博弈中"
    if margin.at_edge:
        en += ", keeping and breaking the rules are worth the same: at the edge, counted as held."
        zh += "，守规与违规得益相同：处于边界，计为成立。"
    elif margin.sustained:
        en += f", whoever breaks the rules loses {margin.value:.3g} per round: cooperation holds."
        zh += f"，违规者每轮损失 {margin.value:.3g}：合作成立。"
    else:
        en += f", whoever breaks the rules wins {-margin.value:.3g} per round: it does not hold."
        zh += f"，违规者每轮得利 {-margin.value:.3g}：合作不成立。"
    en += f" All together gain {gain:.3g} per season by cooperating"
    zh += f"全体合作每季增益 {gain:.3g}"
    en += "; the cost is not known." if cost is None else f", against a cost of {cost:.3g}."
    zh += "；成本未知。" if cost is None else f"，成本为 {cost:.3g}。"
    if failed:
        en += (
            " What fails: "
            + "; ".join(f"{item.label.en} (L{item.lines[0]})" for item in failed)
            + "."
        )
        zh += (
            "未满足：" + "；".join(f"{item.label.zh}（L{item.lines[0]}）" for item in failed) + "。"
        )
    return Label(en, zh)
