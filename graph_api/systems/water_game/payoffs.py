"""The table of the game: four payoffs, and what an institution makes of them (L85, L89)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError

EDGE = 1e-9
"""Margins smaller than this, times the size of the payoffs, are an edge: both sides are right."""

LARGEST = 1e6
"""No payoff and no fine is larger, so that sums stay exact enough to tell an edge."""


@dataclass(frozen=True, slots=True)
class Table:
    """Four payoffs in any order: of one household, by what it and the other do.

    ``temptation``: it breaks the rules, the other keeps them; ``reward``: both keep them;
    ``punishment``: both break them; ``sucker``: it keeps them, the other breaks them.
    """

    temptation: float
    reward: float
    punishment: float
    sucker: float

    @property
    def tolerance(self) -> float:
        """Give the distance within which two payoffs of this table count as equal."""
        return EDGE * max(
            1.0, *map(abs, (self.temptation, self.reward, self.punishment, self.sucker))
        )

    def gain_of_cooperating(self, others: float) -> float:
        """Give what keeping the rules is worth, when a share ``others`` of the others keeps them.

        Linear in ``others``: the payoff is the mean over all others of the table against each.

        Examples
        --------
        >>> Table(5, 3, 1, 0).gain_of_cooperating(1), Table(5, 3, 1, 0).gain_of_cooperating(0)
        (-2.0, -1.0)

        """
        alone = self.sucker - self.punishment
        together = self.reward - self.temptation
        return float(alone * (1 - others) + together * others)


@dataclass(frozen=True, slots=True)
class Institution:
    """A third party that fines: a breach with probability ``detection``, a keeper with ``error``.

    Raises
    ------
    BadParameterError
        If a probability is outside [0, 1] or the fine outside [0, 1e6].

    """

    detection: float
    error: float
    fine: float

    def __post_init__(self) -> None:
        """Refuse what is no probability and no fine."""
        require_within("detection", self.detection, 0, 1)
        require_within("error", self.error, 0, 1)
        require_within("fine", self.fine, 0, LARGEST)

    @property
    def deterrence(self) -> float:
        """Give the expected fine of a breach above that of keeping the rules: f (y - x)."""
        return self.fine * (self.detection - self.error)


@dataclass(frozen=True, slots=True)
class Payoffs(Table):
    """The four payoffs of a prisoners' dilemma: T > R > P > S.

    Raises
    ------
    BadParameterError
        If a payoff is not finite, too large, or not above the next; it names the field.

    """

    def __post_init__(self) -> None:
        """Refuse four numbers that make no dilemma."""
        ranked = (
            ("temptation", self.temptation),
            ("reward", self.reward),
            ("punishment", self.punishment),
            ("sucker", self.sucker),
        )
        for name, value in ranked:
            require_within(name, value, -LARGEST, LARGEST)
        for (name, value), (lower_name, lower) in itertools.pairwise(ranked):
            if value <= lower:
                raise BadParameterError(
                    f"{name} = {value:g} must be greater than {lower_name} = {lower:g}: the game"
                    " is a prisoners' dilemma only if temptation > reward > punishment > sucker.",
                    f"{name} = {value:g} 必须大于 {lower_name} = {lower:g}：只有 temptation >"
                    " reward > punishment > sucker 才是囚徒困境。",
                    parameter=name,
                )

    def require_repeated(self) -> None:
        """Refuse payoffs under which taking turns is worth as much as cooperating: 2R <= T + S.

        Raises
        ------
        BadParameterError
            Naming ``reward``.

        """
        if 2 * self.reward <= self.temptation + self.sucker:
            raise BadParameterError(
                f"2 x reward = {2 * self.reward:g} must be greater than temptation + sucker ="
                f" {self.temptation + self.sucker:g}: else taking turns in breaking the rules is"
                " worth as much as cooperating, and the repeated game is another one.",
                f"2 × reward = {2 * self.reward:g} 必须大于 temptation + sucker ="
                f" {self.temptation + self.sucker:g}：否则轮流违规不比合作差，"
                "重复博弈便是另一种博弈。",
                parameter="reward",
            )


def under(table: Table, institution: Institution | None) -> Table:
    """Give the table that an institution makes: T - f y, R - f x, P - f y, S - f x.

    Breakers (T and P) are fined with probability y, keepers (R and S) with probability x.

    Examples
    --------
    >>> under(Table(5, 3, 1, 0), Institution(0.75, 0, 4))
    Table(temptation=2.0, reward=3.0, punishment=-2.0, sucker=0.0)

    """
    breach = institution.fine * institution.detection if institution else 0.0
    mistake = institution.fine * institution.error if institution else 0.0
    return Table(
        float(table.temptation - breach),
        float(table.reward - mistake),
        float(table.punishment - breach),
        float(table.sucker - mistake),
    )


def fine_for(needed: float, apart: float) -> float | None:
    """Give the fine whose expectation, with detection above error by ``apart``, is ``needed``.

    0 where nothing is needed; None where no fine up to 1e6 is enough.

    Examples
    --------
    >>> fine_for(2, 0.5), fine_for(2, 0), fine_for(-1, 0)
    (4.0, None, 0.0)

    """
    if needed <= 0:
        return 0.0
    return needed / apart if apart * LARGEST >= needed else None
