"""How far a household has settled in: able to move, to stay, to get rich (搬得出、稳得住、能致富).

The essay names the three steps (L279) and no test for any of them; the tests are proposals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.systems.community_factory.alkire_foster import deprivation_score, is_deprived
from graph_api.systems.community_factory.households import Dimension, Household

MOVED = ("housing",)
"""A household that could move is not short in these."""

STAYS = ("income", "family", "culture")
"""One that stays is not short in these either: livelihood, social life, culture (L279)."""

STEP_LABELS = (
    Label("none", "尚未搬出"),
    Label("able to move", "搬得出"),
    Label("able to stay", "稳得住"),
    Label("able to get rich", "能致富"),
)
"""What the number of steps is called."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The last step reached, 0 to 3: with what is unknown taken as short, and as fine."""

    household: str
    at_least: int
    at_most: int


def settled(household: Household, dimensions: Sequence[Dimension], exit_cutoff: float) -> Settled:
    """Tell which step a household has reached; each step needs the one before.

    Able to move: not short in housing. Able to stay: nor in income, family life and culture. Able
    to get rich: the weighted share of all its deprivations is below the exit standard.

    Examples
    --------
    >>> sides = [Dimension(key, 0.25, 0.5) for key in ("housing", "income", "family", "culture")]
    >>> values = {"housing": 0.9, "income": 0.9, "family": 0.9, "culture": None}
    >>> settled(Household("a", values), sides, exit_cutoff=0.2)
    Settled(household='a', at_least=1, at_most=3)

    """
    short = {item.key: is_deprived(household, item) for item in dimensions}
    low, high = deprivation_score(household, dimensions)
    return Settled(
        household.id,
        _steps(short, surely=True, rich=high < exit_cutoff),
        _steps(short, surely=False, rich=low < exit_cutoff),
    )


def _steps(short: Mapping[str, bool | None], *, surely: bool, rich: bool) -> int:
    """Count the steps; what is unknown is fine unless they are to be counted ``surely``."""
    fine = {key for key, lacks in short.items() if lacks is False or (lacks is None and not surely)}
    tests = (fine.issuperset(MOVED), fine.issuperset(STAYS), rich)
    return next((number for number, passed in enumerate(tests) if not passed), len(tests))
