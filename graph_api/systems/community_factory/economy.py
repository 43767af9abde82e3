"""Jobs, funds and output of the factories, and what would be without them.

Only simple arithmetic, but with every unknown kept unknown: the essay prints totals (L281, L297),
and neither a wage nor a loan nor what would have happened anyway.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph_api.domain.numbers import require_within
from graph_api.errors import BadParameterError


@dataclass(frozen=True, slots=True)
class Jobs:
    """How far the factories employ people.

    ``fill_rate`` is on the job / posts; ``coverage`` is on the job / demand, the demand being at
    most all who were moved; ``gap`` is how many of them have no job there. None where the
    denominator is 0.
    """

    fill_rate: float | None
    coverage: float | None
    gap: float


def job_balance(posts: float, on_the_job: float, demand: float) -> Jobs:
    """Hold posts, workers and demand against each other.

    Examples
    --------
    >>> job_balance(posts=2000, on_the_job=1000, demand=48000)
    Jobs(fill_rate=0.5, coverage=0.020833333333333332, gap=47000)

    """
    _require_not_negative(posts=posts, on_the_job=on_the_job, demand=demand)
    return Jobs(ratio(on_the_job, posts), ratio(on_the_job, demand), max(demand - on_the_job, 0))


def ratio(part: float, whole: float) -> float | None:
    """Give part / whole, None where whole is 0."""
    return part / whole if whole else None


def funds_arriving(leakage: float, steps: float) -> float:
    """Give the share of funds that arrives where each step loses a share of what it gets.

    Examples
    --------
    >>> funds_arriving(leakage=0.5, steps=2)
    0.25

    """
    if not 0 <= leakage <= 1:
        raise BadParameterError(
            f"leakage must lie in [0, 1], not {leakage!r}: it is the share lost at one step.",
            f"leakage 必须在 [0, 1] 之内，不能是 {leakage!r}：它是每一环节损失的比例。",
            parameter="leakage",
        )
    _require_not_negative(steps=steps)
    return math.pow(1 - leakage, steps)


@dataclass(frozen=True, slots=True)
class WithoutFactories:
    """What of the households out of poverty the factories can account for, at most.

    Attributes
    ----------
    explained_at_most
        Households: no more than there are poor workers, one job lifting one household.
    explained_share
        Of all households out of poverty.
    out_anyway_at_least
        Households that must have left poverty in another way: by the other half of relief, by
        other work, or by themselves.
    effect
        Households that would be poor without the factories, at most, given the share of those
        explained that would have left poverty anyway; None where nobody has said it.

    """

    explained_at_most: float
    explained_share: float | None
    out_anyway_at_least: float
    effect: float | None


def without_factories(
    lifted: float, poor_workers: float, workers_per_household: float, anyway: float | None
) -> WithoutFactories:
    """Bound what would have happened without the factories.

    Parameters
    ----------
    lifted
        Households out of poverty.
    poor_workers
        Poor people at work in the factories.
    workers_per_household
        How many of them come from one household, above 0.
    anyway
        Share of the households that the jobs explain that would have left poverty without them, in
        [0, 1]; None: unknown.

    Examples
    --------
    >>> without_factories(2500, 600, 1, None)  # doctest: +NORMALIZE_WHITESPACE
    WithoutFactories(explained_at_most=600.0, explained_share=0.24, out_anyway_at_least=1900.0,
        effect=None)

    """
    _require_not_negative(lifted=lifted, poor_workers=poor_workers)
    if not 0 < workers_per_household < math.inf:
        raise BadParameterError(
            f"workers_per_household must be above 0, not {workers_per_household!r}.",
            f"workers_per_household 必须大于 0，不能是 {workers_per_household!r}。",
            parameter="workers_per_household",
        )
    if anyway is not None and not 0 <= anyway <= 1:
        raise BadParameterError(
            f"anyway must lie in [0, 1], not {anyway!r}: it is a share of households.",
            f"anyway 必须在 [0, 1] 之内，不能是 {anyway!r}：它是农户的比例。",
            parameter="anyway",
        )
    explained = min(lifted, poor_workers / workers_per_household)
    effect = None if anyway is None else explained * (1 - anyway)
    return WithoutFactories(explained, ratio(explained, lifted), lifted - explained, effect)


@dataclass(frozen=True, slots=True)
class Explained:
    """Households out of poverty that one count of jobs explains, at most.

    ``figure`` names the count and ``line`` prints it; ``share`` is of all that left poverty.
    """

    figure: str
    line: int
    at_most: float
    share: float | None
    unexplained: float


def explained(figure: str, line: int, jobs: float, lifted: float) -> Explained:
    """Bound what a count of jobs explains where one job lifts at most one household.

    Examples
    --------
    >>> explained("registered_poor_employed_households", 297, 172, 2500).share
    0.0688

    """
    at_most = min(jobs, lifted)
    return Explained(figure, line, at_most, ratio(at_most, lifted), lifted - at_most)


def loan_margin(output: float, margin: float, loan: float, interest: float, rent: float) -> float:
    """Give what a factory keeps in a year once it pays interest and rent itself, in yuan.

    Below 0 it does not survive the end of the interest-free loan and of the free premises.

    Parameters
    ----------
    output
        Yuan a year.
    margin
        Profit by output, before interest and rent, in [0, 1].
    loan, rent
        Yuan, and yuan a year.
    interest
        Rate a year, in [0, 1].

    """
    _require_not_negative(output=output, loan=loan, rent=rent)
    require_within("margin", margin, 0, 1)
    require_within("interest", interest, 0, 1)
    return output * margin - loan * interest - rent


def wage_lifts(
    monthly_wage: float, workers: float, members: float, line: float
) -> tuple[float, bool]:
    """Give the yearly wage income per head of a household, and whether it reaches the line.

    ``members`` must be above 0; ``line`` is in yuan a year and head.
    """
    _require_not_negative(monthly_wage=monthly_wage, workers=workers, line=line)
    if not 0 < members < math.inf:
        raise BadParameterError(
            f"members must be above 0, not {members!r}.",
            f"members 必须大于 0，不能是 {members!r}。",
            parameter="members",
        )
    per_head = monthly_wage * 12 * workers / members
    return per_head, per_head >= line


def _require_not_negative(**values: float) -> None:
    for name, value in values.items():
        if not 0 <= value < math.inf:
            raise BadParameterError(
                f"{name} must be a finite number not below 0, not {value!r}.",
                f"{name} 必须是不小于 0 的有限数，不能是 {value!r}。",
                parameter=name,
            )
