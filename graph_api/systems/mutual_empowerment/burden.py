"""What comes down to an office, what it passes on, and how much of itself is left (essay 4, L177).

Strengths may be unknown (None); what needs an unknown one is unknown too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Strengths = Iterable[float | None]


@dataclass(frozen=True, slots=True)
class Burden:
    """What arrives at an actor as tasks and as authority, and what it hands on.

    ``tasks_received`` and ``tasks_passed_on`` are strengths: the strongest burden relation that
    comes in, and that goes out; 0 without one, None if none is known.
    """

    tasks_received: float | None
    tasks_passed_on: float | None
    authority_received: float | None
    statutory: int | None = None
    actual: int | None = None
    fields: int | None = None

    @property
    def inflation(self) -> float | None:
        """Give how many tasks are carried for one in the statute; None if the statute has none."""
        if self.statutory is None or self.actual is None or self.statutory == 0:
            return None
        return self.actual / self.statutory

    @property
    def burden_to_authority(self) -> float | None:
        """Give how much stronger the tasks are than the authority; None without authority."""
        if self.tasks_received is None or not self.authority_received:
            return None
        return self.tasks_received / self.authority_received

    @property
    def pass_on_share(self) -> float | None:
        """Give what is passed on of what arrives; None where nothing arrives."""
        if self.tasks_passed_on is None or not self.tasks_received:
            return None
        return self.tasks_passed_on / self.tasks_received


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Function, responsibility, power and benefit (职、责、权、利) of one office, in [0, 1]."""

    levels: Mapping[str, float | None]

    @property
    def size(self) -> float | None:
        """Give the greatest less the smallest of the four: 0 in balance, 1 at worst."""
        known = [level for level in self.levels.values() if level is not None]
        return max(known) - min(known) if len(known) == len(self.levels) else None

    @property
    def least(self) -> str | None:
        """Give which of the four is the smallest, the first of equals."""
        if self.size is None:
            return None
        return min(self.levels, key=lambda name: self.levels[name] or 0.0)


def strongest(strengths: Strengths) -> float | None:
    """Give the strongest: 0 without any, None if none is known.

    Examples
    --------
    >>> strongest([0.9, None, 0.4]), strongest([]), strongest([None])
    (0.9, 0.0, None)

    """
    listed = [*strengths]
    known = [strength for strength in listed if strength is not None]
    return max(known, default=None if listed else 0.0)


def autonomy_share(own: Strengths, pressed: Strengths) -> float | None:
    """Give the share of self-governing in all that moves a body: own / (own + pressed).

    Parameters
    ----------
    own
        Strengths of what it gives of its own: its empowerment relations to others.
    pressed
        Strengths of the control and the burdens that reach it.

    Returns
    -------
    float or None
        In [0, 1]; None where nothing moves it, or a strength is unknown.

    Examples
    --------
    >>> autonomy_share([0.25, 0.25], [1.0, 0.5])
    0.25

    """
    mine, theirs = [*own], [*pressed]
    known = [item for item in (*mine, *theirs) if item is not None]
    if len(known) < len(mine) + len(theirs):
        return None
    whole = math.fsum(known)
    return math.fsum(item for item in mine if item is not None) / whole if whole else None
