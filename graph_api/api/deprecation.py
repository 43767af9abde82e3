"""Deprecations: what goes, what stands in its place, and the day until which it stays.

Everything deprecated says so in one form, with dates: ``since 2026-11: use X; removed after
2027-05``. It stays for six months at least (docs/reference/graphql.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST_MONTHS = 6
"""What is deprecated stays this long at least."""

_FORM = re.compile(
    r"since (?P<since>\d{4}-\d{2}): use (?P<use>[^;]+); removed after (?P<until>\d{4}-\d{2})"
)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since when something is deprecated, what to use in its place, and until when it stays.

    ``since`` and ``until`` are months, ``2026-11``; it is there to the end of ``until``.
    """

    since: str
    use: str
    until: str

    @property
    def months(self) -> int:
        """Count the months from the one to the other."""
        return _count(self.until) - _count(self.since)

    def is_past(self, today: str) -> bool:
        """Tell whether it was to be gone by a month or a day in ISO form."""
        return _count(self.until) < _count(today[:7])


def deprecated(use: str, *, since: str, until: str) -> str:
    """Give the reason of a deprecation, for ``deprecation_reason=``.

    Parameters
    ----------
    use
        What stands in its place; holds no semicolon.
    since, until
        Months, ``2026-11``, six of them apart at least.

    Raises
    ------
    ValueError
        If a month is none, or they lie closer together.

    Examples
    --------
    >>> deprecated("Actor.key", since="2026-11", until="2027-05")
    'since 2026-11: use Actor.key; removed after 2027-05'

    """
    if ";" in use or not use.strip():
        msg = f"say what to use in its place, without a semicolon, not {use!r}"
        raise ValueError(msg)
    found = Deprecation(since, use, until)
    if found.months < LEAST_MONTHS:
        msg = f"{until} is less than {LEAST_MONTHS} months after {since}; promise more"
        raise ValueError(msg)
    return f"since {since}: use {use}; removed after {until}"


def read_deprecation(reason: str) -> Deprecation | None:
    """Read a reason; None where it is not in our form.

    Examples
    --------
    >>> read_deprecation("since 2026-11: use Actor.key; removed after 2027-05").until
    '2027-05'
    >>> read_deprecation("No longer supported")

    """
    match = _FORM.fullmatch(reason)
    if match is None or not (_MONTH.fullmatch(match["since"]) and _MONTH.fullmatch(match["until"])):
        return None
    return Deprecation(match["since"], match["use"], match["until"])


def _count(month: str) -> int:
    """Count the months since the year 0."""
    match = _MONTH.fullmatch(month)
    if match is None:
        msg = f"{month!r} is no month; write it as 2026-11"
        raise ValueError(msg)
    return int(match[1]) * 12 + int(match[2]) - 1
