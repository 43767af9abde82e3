"""Who comes when called, and who stays away: the rule of refusal by stratum (L135).

The essay says that an activity held for a task from above or for someone's record meets
under-participation once residents are free to stay away, and that working-age people have no time.
The sum is a proposal of ours (A-76).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph_api.domain.parameters import Parameters
from graph_api.domain.words import Word
from graph_api.systems.participation.numbers import require_from_zero

TOLERANCE = 1e-12
"""A margin within this of 0 is 0: nobody comes for nothing."""


class Stratum(Word):
    """Who is asked to take part."""

    WORKING_AGE = (
        "working_age",
        "working-age residents",
        "青壮年居民",
        "Busy, without time (L135).",
    )
    RETIRED = (
        "retired",
        "retired people and full-time homemakers",
        "退休老人和全职太太",
        "Come to pass the time (L135).",
    )
    TENANTS = (
        "tenants",
        "working-age tenants",
        "青壮年租户",
        "Not in the essay, which speaks of owners (L139, L147).",
    )


class Activity(Word):
    """What residents are asked to take part in."""

    SHOWCASE = (
        "showcase",
        "activity for the record",
        "业绩活动",
        "Held for a task from above or someone's record (L135, L141).",
    )
    LEISURE = "leisure", "leisure", "娱乐活动", "Dance, chess, exercise (L131)."
    DECISION = (
        "decision",
        "decision on own interests",
        "切身事务决策",
        "Fees, parking, safety, facilities (L139, L149).",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What one stratum makes of one activity.

    ``margin`` above 0: they are willing; None: not known. ``break_even`` is the alignment above
    which they would be, None where the activity is worth nothing to anybody.
    """

    stratum: Stratum
    activity: Activity
    margin: float | None
    break_even: float | None

    @property
    def willing(self) -> bool | None:
        """Tell whether they would come."""
        return None if self.margin is None else self.margin > TOLERANCE


def choose(  # noqa: PLR0913  # the terms of the rule
    stratum: Stratum,
    activity: Activity,
    *,
    alignment: float | None,
    value: float,
    time_cost: float,
    pleasure: float,
) -> Choice:
    """Weigh an activity: alignment x value - time cost + pleasure > 0 (L135, A-76).

    Parameters
    ----------
    stratum, activity
        Who is asked, and to what.
    alignment
        How far the activity serves their own interest, in [0, 1]; None: not known.
    value
        Worth of an activity that serves it fully.
    time_cost, pleasure
        What the time costs them, and what the company gives them, on the scale of ``value``.

    Raises
    ------
    BadParameterError
        If a number is not finite or negative, or the alignment above 1.

    Examples
    --------
    >>> choose(Stratum.WORKING_AGE, Activity.SHOWCASE, alignment=0.25, value=1, time_cost=0.5,
    ...        pleasure=0.125)
    Choice(stratum=<Stratum.WORKING_AGE: 'working_age'>, activity=<Activity.SHOWCASE: 'showcase'>, margin=-0.125, break_even=0.375)

    """  # noqa: E501  # what Python prints
    said = {"alignment": alignment, "value": value, "time_cost": time_cost, "pleasure": pleasure}
    for name, number in said.items():
        if number is not None:
            require_from_zero(name, number, 1.0 if name == "alignment" else math.inf)
    margin = None if alignment is None else alignment * value - time_cost + pleasure
    break_even = None if value == 0 else max(0.0, time_cost - pleasure) / value
    return Choice(stratum, activity, margin, break_even)


def choices_of(parameters: Parameters) -> tuple[Choice, ...]:
    """Ask each stratum to each activity, with the numbers of the scenario (A-76).

    Tenants are asked about decisions alone; nobody has said how far these serve them (A-88).
    """
    number = parameters.value
    alignment = {
        Activity.SHOWCASE: parameters.known_value("alignment_showcase"),
        Activity.LEISURE: parameters.known_value("alignment_leisure"),
        Activity.DECISION: parameters.known_value("alignment_own_interest"),
    }
    pleasure = dict.fromkeys(Activity, number("social_pleasure"))
    pleasure[Activity.DECISION] = number("pleasure_decision")
    cost = {
        Stratum.WORKING_AGE: number("time_cost_young"),
        Stratum.RETIRED: number("time_cost_retired"),
    }
    asked = [
        (stratum, activity, alignment[activity], cost[stratum])
        for stratum in cost
        for activity in Activity
    ]
    tenants = parameters.known_value("alignment_tenants")
    asked.append((Stratum.TENANTS, Activity.DECISION, tenants, cost[Stratum.WORKING_AGE]))
    return tuple(
        choose(
            stratum,
            activity,
            alignment=aligned,
            value=number("activity_value"),
            time_cost=hours,
            pleasure=pleasure[activity],
        )
        for stratum, activity, aligned, hours in asked
    )
