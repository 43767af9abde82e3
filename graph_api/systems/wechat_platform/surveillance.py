"""Reading opinion as surveillance: when the office hears less by reading more (L45).

The essay has the government collect and analyse opinion with big data and sees no other side to it.
Here residents speak less where they expect to be read by name: of their voice is left
1 - chilling x named share x how closely the office reads (A-50).
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain.numbers import require_within


@dataclass(frozen=True, slots=True)
class Reading:
    """What the office reads, and what it does to the voice; all in [0, 1].

    ``heard`` is what reaches the office: voice x what chilling leaves of it x reading.
    ``turning_point`` is the reading above which more reading hears less, 1 / (2 x chilling x named
    share); None where there is none up to 1. ``office_reads`` over ``residents_read`` tells who can
    see whom: above 1 the office sees more of residents than they of it; None if unknown.
    """

    heard: float | None
    unchilled: float | None
    turning_point: float | None
    office_reads: float | None
    residents_read: float | None

    @property
    def asymmetry(self) -> float | None:
        """Give how much more the office reads than it lets be read: a ratio from 0."""
        if self.office_reads is None or not self.residents_read:
            return None
        return self.office_reads / self.residents_read


def read_opinion(
    voice: float | None,
    reading: float | None,
    shown: float | None,
    *,
    chilling: float,
    named_share: float,
) -> Reading:
    """Let the office read what residents say.

    Parameters
    ----------
    voice
        Residents -> platform, opinion.
    reading
        Platform -> office: how closely it is read.
    shown
        What residents get to see of the office: office -> platform -> residents.
    chilling
        The part of the voice that falls silent if every word is read by name.
    named_share
        The share of opinions that can be traced to a person.

    Raises
    ------
    BadParameterError
        If ``chilling`` or ``named_share`` is not in [0, 1].

    Examples
    --------
    >>> found = read_opinion(0.5, 0.5, 0.5, chilling=1.0, named_share=1.0)
    >>> found.heard, found.unchilled, found.turning_point
    (0.125, 0.25, 0.5)

    """
    require_within("chilling", chilling, 0, 1)
    require_within("namedShare", named_share, 0, 1)
    strength = chilling * named_share
    turning = 1 / (2 * strength) if strength > 0.5 else None
    if voice is None or reading is None:
        return Reading(None, None, turning, None, shown)
    heard = voice * (1 - strength * reading) * reading
    return Reading(heard, voice * reading, turning, voice * reading, shown)
