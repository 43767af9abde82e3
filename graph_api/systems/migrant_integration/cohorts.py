"""Age, period and cohort: what one survey of 2011 can and cannot tell of a generation gap."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import Label
from graph_api.domain.numbers import require_whole

CAUTION = Label(
    "One survey cannot tell a generation from an age: in 2011 who was born later was younger too,"
    " so a gap between the generations may come from birth cohort, from age, or from both, and the"
    " year itself (period) stays the same for all.",
    "一次调查无法区分世代与年龄：在2011年，出生较晚的人也较年轻，两代之间的差距可能来自出生队列，"
    "可能来自年龄，也可能两者都有；而年份（时期）对所有人都相同。",
)
"""Said with every gap between the generations in the survey of the essay."""

ASKED_ONCE = Label(
    "Persons who are asked once cannot tell a generation from an age: at one time who was born"
    " later is younger too, so a gap between the generations may come from birth cohort, from age,"
    " or from both.",
    "只询问一次无法区分世代与年龄：在同一时点，出生较晚的人也较年轻，两代之间的差距可能来自出生队列，"
    "可能来自年龄，也可能两者都有。",
)
"""Said with every gap between the generations in a list of persons."""

IN_SHORT = Label(
    "generation or age: asked once, nobody can tell", "世代还是年龄：只调查一次无法区分"
)
"""The same in a cell of a table."""

AGES = range(16, 61)
"""Ages of working life at which people are asked; which ones does not matter."""

MOST_WAVES = 50


@dataclass(frozen=True, slots=True)
class Identification:
    """What surveys of ``waves`` years can tell apart.

    ``age_from_cohort``: effects of age and of cohort, if the years themselves had none;
    ``all_three``: linear effects of age, period and cohort together.
    """

    waves: int
    age_from_cohort: bool
    all_three: bool


def told_apart(waves: float) -> Identification:
    """Find what surveys, asked every other year, tell apart: the rank of their design.

    Each person gives a row 1, age, period, cohort, with cohort = period - age. Effects can be told
    apart exactly where their columns are linearly independent.

    Raises
    ------
    BadParameterError
        If ``waves`` is no whole number from 1 to 50.

    Examples
    --------
    >>> told_apart(1).age_from_cohort, told_apart(2).age_from_cohort, told_apart(50).all_three
    (False, True, False)

    """
    import numpy as np  # noqa: PLC0415  # only here

    count = require_whole("survey_waves", waves, 1, MOST_WAVES)
    rows = [(1, age, 2 * wave, 2 * wave - age) for wave in range(count) for age in AGES]
    design = np.array(rows, dtype=float)
    without_period = design[:, [0, 1, 3]]
    return Identification(
        count,
        int(np.linalg.matrix_rank(without_period)) == without_period.shape[1],
        int(np.linalg.matrix_rank(design)) == design.shape[1],
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap between the means of two generations in one year, and its two extreme readings.

    If age did nothing, the cohorts differ by ``difference``; if cohorts did nothing, each year
    older changes the figure by ``per_year_of_age``. Every mix of the two fits as well.
    ``age_gap`` is mean age new - old, below 0.
    """

    key: str
    label: Label
    unit: str
    old: float
    new: float
    age_gap: float

    @property
    def difference(self) -> float:
        """Give new - old."""
        return self.new - self.old

    @property
    def per_year_of_age(self) -> float | None:
        """Give the gap as one of age alone, per year older; None without a gap in age."""
        return None if self.age_gap == 0 else self.difference / self.age_gap


def birth_years(mean_age: float, year: float) -> tuple[float, float]:
    """Give the earliest and latest mean birth year for a mean age in completed years.

    Who is 33 in 2011 was born in 1977 or 1978, so the mean may lie up to one year earlier.
    """
    return year - mean_age - 1, year - mean_age
