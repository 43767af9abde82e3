"""Strategies of repeated play under the names of the literature (L91)."""

from __future__ import annotations

from graph_api.domain.words import Word
from graph_api.errors import BadParameterError, nearest


class Strategy(Word):
    """A rule for the next move; its value is its name in the literature."""

    ALWAYS_COOPERATE = (
        "always cooperate",
        "always cooperate",
        "永远合作",
        "It keeps the rules always.",
    )
    ALWAYS_DEFECT = "always defect", "always defect", "永远背叛", "It breaks the rules always."
    ALTERNATOR = "alternator", "alternator", "交替策略", "It keeps and breaks them by turns."
    CONTRITE_TIT_FOR_TAT = (
        "contrite tit for tat",
        "contrite tit for tat",
        "悔过式以牙还牙",
        "Tit for tat that makes up for its own slips (Boyd 1989).",
    )
    FIRM_BUT_FAIR = (
        "firm but fair",
        "firm but fair",
        "坚定而公平",
        "It keeps the rules, except after being exploited (Frean 1994).",
    )
    FORGIVER = (
        "forgiver",
        "forgiver",
        "宽恕者",
        "It breaks the rules if the other did so in over 10 %.",
    )
    GENEROUS_TIT_FOR_TAT = (
        "generous tit for tat",
        "generous tit for tat",
        "宽容的以牙还牙",
        "Tit for tat that forgives by chance (Nowak and Sigmund 1993).",
    )
    GRIM_TRIGGER = (
        "grim trigger",
        "grim trigger",
        "冷酷触发策略",
        "After one breach of the other it breaks the rules for ever (Friedman 1971).",
    )
    HARD_TIT_FOR_TAT = (
        "hard tit for tat",
        "hard tit for tat",
        "强硬的以牙还牙",
        "It answers a breach in any of the last three rounds.",
    )
    JOSS = "joss", "joss", "乔斯策略", "Tit for tat that breaks the rules by chance (Axelrod 1980)."
    PROBER = (
        "prober",
        "prober",
        "试探者",
        "It tries the other first, and exploits who does not answer.",
    )
    RANDOM = "random", "random", "随机策略", "It tosses a coin."
    SUSPICIOUS_TIT_FOR_TAT = (
        "suspicious tit for tat",
        "suspicious tit for tat",
        "多疑的以牙还牙",
        "Tit for tat that starts with a breach.",
    )
    TIT_FOR_TAT = (
        "tit for tat",
        "tit for tat",
        "以牙还牙",
        "It starts by keeping the rules and then does what the other did last (Axelrod 1984).",
    )
    TIT_FOR_TWO_TATS = (
        "tit for two tats",
        "tit for two tats",
        "两报还一报",
        "It answers only two breaches in a row (Axelrod 1984).",
    )
    WIN_STAY_LOSE_SHIFT = (
        "win-stay lose-shift",
        "win-stay lose-shift",
        "赢则守输则变",
        "It repeats what paid and changes what did not (Nowak and Sigmund 1993).",
    )


LIBRARY_CLASSES = {
    Strategy.ALWAYS_COOPERATE: "Cooperator",
    Strategy.ALWAYS_DEFECT: "Defector",
    Strategy.ALTERNATOR: "Alternator",
    Strategy.CONTRITE_TIT_FOR_TAT: "ContriteTitForTat",
    Strategy.FIRM_BUT_FAIR: "FirmButFair",
    Strategy.FORGIVER: "Forgiver",
    Strategy.GENEROUS_TIT_FOR_TAT: "GTFT",
    Strategy.GRIM_TRIGGER: "Grudger",
    Strategy.HARD_TIT_FOR_TAT: "HardTitForTat",
    Strategy.JOSS: "FirstByJoss",
    Strategy.PROBER: "Prober",
    Strategy.RANDOM: "Random",
    Strategy.SUSPICIOUS_TIT_FOR_TAT: "SuspiciousTitForTat",
    Strategy.TIT_FOR_TAT: "TitForTat",
    Strategy.TIT_FOR_TWO_TATS: "TitFor2Tats",
    Strategy.WIN_STAY_LOSE_SHIFT: "WinStayLoseShift",
}
"""The class of the axelrod library that plays each strategy."""


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


_NAMES = {
    _plain(name): strategy
    for strategy, class_name in LIBRARY_CLASSES.items()
    for name in (strategy.value, class_name)
}


def strategy_named(name: str) -> Strategy:
    """Find a strategy by its name in the literature or in the axelrod library, however written.

    Raises
    ------
    BadParameterError
        If there is none of that name.

    Examples
    --------
    >>> strategy_named("Tit For Tat"), strategy_named("Grudger")
    (<Strategy.TIT_FOR_TAT: 'tit for tat'>, <Strategy.GRIM_TRIGGER: 'grim trigger'>)

    """
    found = _NAMES.get(_plain(name[:100]))
    if found is None:
        known = [strategy.value for strategy in Strategy]
        near = nearest(name[:100].casefold(), known)
        raise BadParameterError(
            f"players: there is no strategy {name[:100]!r}"
            + (f"; did you mean {' or '.join(map(repr, near))}?" if near else ".")
            + f" There are: {', '.join(known)}.",
            f"players：没有策略“{name[:100]}”。现有：{'、'.join(known)}。",
            parameter="players",
            nearest=list(near),
        )
    return found
