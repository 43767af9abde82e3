"""What is asked next of the factories: how good the jobs are, and what stays when the loans end.

The essay prints neither wage nor line, neither loan nor rent (A-136, A-137): what hangs on them is
None, and what they would have to be is told where it can be.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain import Parameters
from graph_api.errors import BadParameterError
from graph_api.systems.community_factory.economy import loan_margin, ratio, wage_lifts


@dataclass(frozen=True, slots=True)
class JobQuality:
    """How far one wage carries a household.

    Attributes
    ----------
    wage_per_head
        Wage of the household in a year by its members, yuan; None: no wage is stated.
    reaches_line
        Whether that is the income line or more; None: wage or line is not stated.
    wage_needed
        Wage in a month from which it is, yuan; None: no line is stated.
    output_per_job
        Output of one worker in a month, yuan: no wage lies above it for long.

    """

    wage_per_head: float | None
    reaches_line: bool | None
    wage_needed: float | None
    output_per_job: float


@dataclass(frozen=True, slots=True)
class AfterTheLoans:
    """What a factory carries once loan and premises are free no longer, in yuan a year.

    ``burden`` is interest and rent, ``kept`` the profit less it (below 0 it does not survive), and
    ``margin_needed`` the profit by output that just carries it. None where a part is not stated.
    """

    output_per_factory: float
    burden: float | None
    kept: float | None
    margin_needed: float | None


def job_quality(parameters: Parameters) -> JobQuality:
    """Tell how far a wage carries a household; one line and one size for all.

    Raises
    ------
    BadParameterError
        If a number that the essay prints was taken away, or is 0 where it divides.

    """
    value, known = parameters.value, parameters.known_value
    workers, members = value("workers_per_household"), value("members_per_household")
    wage, line = known("monthly_wage"), known("income_line")
    per_head, reaches = (
        (None, None) if wage is None else wage_lifts(wage, workers, members, line or 0.0)
    )
    return JobQuality(
        per_head,
        None if line is None else reaches,
        None if line is None else line * members / (12 * workers),
        value("output_per_year") / above_zero(parameters, "jobs_nearby") / 12,
    )


def after_the_loans(parameters: Parameters) -> AfterTheLoans:
    """Tell what a factory keeps once it pays interest and rent itself.

    Raises
    ------
    BadParameterError
        If a number that the essay prints was taken away, or is 0 where it divides.

    """
    known = parameters.known_value
    output = parameters.value("output_per_year") / above_zero(parameters, "factories")
    margin = known("profit_margin")
    loan, interest, rent = (
        known(key) for key in ("loan_per_factory", "interest_rate", "rent_per_factory")
    )
    if loan is None or interest is None or rent is None:
        return AfterTheLoans(output, None, None, None)
    burden = -loan_margin(output, 0, loan, interest, rent)
    kept = None if margin is None else loan_margin(output, margin, loan, interest, rent)
    return AfterTheLoans(output, burden, kept, ratio(burden, output))


def above_zero(parameters: Parameters, key: str) -> float:
    """Give a parameter that something is divided by.

    Raises
    ------
    BadParameterError
        If it is 0 or has no value.

    """
    value = parameters.value(key)
    if value == 0:
        raise BadParameterError(
            f"{key} is 0, so nothing can be divided by it; give a value above 0.",
            f"{key} 为 0，无法作除数；请给出大于 0 的值。",
            parameter=key,
        )
    return value
