"""Whom the platform reaches, and whom it cannot: coverage, pushes, hours, non-users (L35, L47).

No follower, coverage or response figure is printed. Everything here is a share that somebody has to
give, or a bound that holds whatever they give.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from graph_api.domain.numbers import product, require_within
from graph_api.errors import BadParameterError
from graph_api.systems.wechat_platform.numbers import missing

DAY_HOURS = 24.0
MOST_PUSHES = 10_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest a number can be; ``unknown`` names what would narrow it down."""

    low: float
    high: float
    unknown: tuple[str, ...] = ()


def reach(
    coverage: float | None, identification: float | None, published: float | None
) -> float | None:
    """Give the expected share of residents whom one message reaches (L35; A-45).

    Parameters
    ----------
    coverage
        Share of residents whom the platform covers.
    identification
        Share of those who identify with it and use it.
    published
        How much of what the office has to say stands on the platform: office -> platform.

    Returns
    -------
    float or None
        Their product, in [0, 1]; None while one is unknown and none is 0.

    Notes
    -----
    The strength platform -> residents is not a factor: it was read from words that speak of the
    small coverage already, and would count it twice.

    Examples
    --------
    >>> reach(0.5, 0.5, 0.5), reach(0.0, None, 0.5), reach(0.5, None, 0.5)
    (0.125, 0.0, None)

    """
    _require_shares(coverage, identification)
    return product((coverage, identification, published))


def reach_bounds(
    coverage: float | None, identification: float | None, published: float | None
) -> Bounds:
    """Give the reach with unknown shares at 0 and at 1; it rises with each of them.

    Examples
    --------
    >>> reach_bounds(0.5, None, 0.5)
    Bounds(low=0.0, high=0.25, unknown=('identification',))

    """
    _require_shares(coverage, identification)
    given = {"coverage": coverage, "identification": identification, "published": published}
    unknown = tuple(name for name, value in given.items() if value is None)
    low = math.prod(0.0 if value is None else value for value in given.values())
    high = math.prod(1.0 if value is None else value for value in given.values())
    return Bounds(low, high, unknown)


def required_coverage(
    target: float, identification: float | None, published: float | None
) -> float | None:
    """Give the smallest coverage with which one message reaches a share of residents (L35).

    None: not to be had, not even by covering everybody.

    Raises
    ------
    BadParameterError
        If ``target`` is not in [0, 1], or the answer hangs on a share that nobody has said.

    Examples
    --------
    >>> required_coverage(0.25, 1.0, 0.5), required_coverage(0.6, 1.0, 0.5)
    (0.5, None)
    >>> required_coverage(0.6, None, 0.5) is None  # more than is published
    True

    """
    require_within("reach", target, 0, 1)
    _require_shares(None, identification)
    if target == 0:
        return 0.0
    best = reach_bounds(1.0, identification, published)
    if best.high < target - 1e-12:
        return None
    if identification is None:
        raise missing(
            "identification", "how many of those covered use the platform", "认同使用比例"
        )
    if published is None:
        raise missing("published", "how much the office publishes on it", "发布程度")
    return min(1.0, target / (identification * published))


@dataclass(frozen=True, slots=True)
class Push:
    """What pushes of one message bring by a deadline (L47; A-46).

    ``of_covered`` is the share of those covered and using it whom at least one push has reached;
    ``of_all`` of all residents, None while coverage or identification is unknown. ``ceiling`` is
    what no frequency gets beyond: coverage x identification, at most.
    """

    pushes: int
    of_covered: float | None
    of_all: float | None
    ceiling: Bounds


def push(  # what a push consists of
    per_day: float,
    deadline_hours: float,
    *,
    coverage: float | None,
    identification: float | None,
    published: float | None,
) -> Push:
    """Push one message evenly, the first at the end of the first interval, up to a deadline.

    Each push reaches a resident who is covered and uses the platform with the chance ``published``,
    independent of the others, so n pushes reach 1 - (1 - ``published``)^n of them. Nobody else is
    reached, however often it is pushed.

    Raises
    ------
    BadParameterError
        If a number is out of range.

    Examples
    --------
    >>> push(2, 24, coverage=0.5, identification=None, published=0.5)
    Push(pushes=2, of_covered=0.75, of_all=None, ceiling=Bounds(low=0.0, high=0.5, \
unknown=('identification',)))

    """
    require_within("pushesPerDay", per_day, 0, DAY_HOURS)
    require_within("deadline", deadline_hours, 0, 720)
    _require_shares(coverage, identification)
    pushes = math.floor(per_day * deadline_hours / DAY_HOURS + 1e-9)
    of_covered = None if published is None else 1 - (1 - published) ** pushes
    if pushes == 0:
        of_covered = 0.0
    return Push(
        pushes,
        of_covered,
        product((coverage, identification, of_covered)),
        reach_bounds(coverage, identification, 1.0),
    )


def pushes_needed(target: float, published: float | None) -> int | None:
    """Give the fewest pushes that reach a share of those covered and using it.

    None: not to be had (nothing is published, or all of them are asked for), or not known.

    Examples
    --------
    >>> pushes_needed(0.75, 0.5), pushes_needed(1.0, 0.5), pushes_needed(1.0, 1.0)
    (2, None, 1)

    """
    require_within("share", target, 0, 1)
    if target == 0:
        return 0
    if published is None or published == 0:
        return None
    if published == 1:
        return 1
    if target == 1:
        return None
    count = math.ceil(math.log1p(-target) / math.log1p(-published) - 1e-9)
    return count if count <= MOST_PUSHES else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a question waits for a person, if it may come at any hour of the day (hours)."""

    mean: float
    longest: float


def waiting(staffed_hours: float) -> Waiting:
    """Give the wait until the desk opens, when it is staffed so many hours a day in one stretch.

    A question comes at every hour alike. In (24 - h) of 24 hours it waits, half of that stretch on
    average: mean (24 - h)^2 / 48, longest 24 - h (L47 asks for 24 hours without a break; A-46).

    Raises
    ------
    BadParameterError
        If ``staffed_hours`` is not in [0, 24]; at 0 nobody ever answers, and the wait has no end.

    Examples
    --------
    >>> waiting(24), waiting(12)
    (Waiting(mean=0.0, longest=0.0), Waiting(mean=3.0, longest=12.0))

    """
    require_within("staffedHours", staffed_hours, 0, DAY_HOURS)
    if staffed_hours == 0:
        raise BadParameterError(
            "staffedHours is 0: nobody ever answers, so the wait has no end. Give more than 0.",
            "staffedHours 为 0：无人答复，等待没有尽头。请给出大于 0 的数。",
            parameter="staffedHours",
        )
    closed = DAY_HOURS - staffed_hours
    return Waiting(closed * closed / (2 * DAY_HOURS), closed)


@dataclass(frozen=True, slots=True)
class NonUsers:
    """Residents without the medium: no push, reply or platform of any quality reaches them.

    ``share`` of all residents; ``older_part`` is the part of the older ones among non-users, None
    where there are none or it is unknown; ``coverage_limit`` is what coverage cannot get beyond.
    """

    share: Bounds
    older_part: float | None
    coverage_limit: float


def non_users(
    older_share: float | None, users_older: float | None, users_younger: float | None
) -> NonUsers:
    """Count who does not use the medium, by age (L35, L47; A-51).

    Each unknown number is taken at both ends; the share is linear in each, so its extremes stand at
    the ends.

    Raises
    ------
    BadParameterError
        If a share is not in [0, 1].

    Examples
    --------
    >>> found = non_users(0.25, 0.5, 0.75)
    >>> found.share, found.older_part
    (Bounds(low=0.3125, high=0.3125, unknown=()), 0.4)

    """
    given = {
        "olderShare": older_share,
        "usersAmongOlder": users_older,
        "usersAmongYounger": users_younger,
    }
    for name, value in given.items():
        require_within(name, value, 0, 1)
    ends = [(0.0, 1.0) if value is None else (value, value) for value in given.values()]
    shares = [
        old * (1 - among_old) + (1 - old) * (1 - among_young)
        for old in ends[0]
        for among_old in ends[1]
        for among_young in ends[2]
    ]
    low, high = min(shares), max(shares)
    unknown = tuple(name for name, value in given.items() if value is None)
    part = None
    if older_share is not None and users_older is not None and not unknown and high > 0:
        part = older_share * (1 - users_older) / high
    return NonUsers(Bounds(low, high, unknown), part, 1 - low)


def _require_shares(coverage: float | None, identification: float | None) -> None:
    require_within("coverage", coverage, 0, 1)
    require_within("identification", identification, 0, 1)
