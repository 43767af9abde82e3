"""A rumour and its clarification race for residents: the deterministic limit (L21).

The essay says that timely clarification curbed the spread of rumours "to some extent" and prevented
panic; it gives no speed. The mechanism is that of Daley and Kendall (1964), ignorant, spreader,
stifler, with clarification as a second way out (A-48):

- *ignorant* to *spreading*: each spreader tells one resident per ``contact_hours``; a resident who
  is still ignorant believes it with the chance ``believed``;
- *spreading* to *silent* (still believing): after ``stifling_hours`` on average;
- any of the three to *clarified*, from ``delay`` on, at the rate ``accepted`` /
  ``clarifying_hours``, but only the share ``reach`` of residents whom the platform reaches at all;
  the others hear rumours and never the clarification. Who is clarified stays so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from graph_api.domain.numbers import require_within

LONGEST_HOURS = 720.0
"""Longest horizon, and latest clarification."""

SHORTEST_HOURS = 0.5
LONGEST_MEAN_HOURS = 8760.0
"""Between these a mean time may lie; anything faster would need shorter steps."""

STEP_HOURS = 0.1
"""Longest step of the deterministic limit; the race changes over hours."""

SAMPLES = 144
"""How many equal parts of the horizon an answer shows."""


@dataclass(frozen=True, slots=True)
class Race:
    """What a race consists of; shares in [0, 1], times in hours.

    Raises
    ------
    BadParameterError
        If a number is out of range; it names the number.

    """

    believed: float
    accepted: float
    reach: float
    initial: float
    contact_hours: float
    stifling_hours: float
    clarifying_hours: float
    delay: float = 0.0
    horizon: float = 72.0

    def __post_init__(self) -> None:
        """Refuse numbers out of range."""
        for name in ("believed", "accepted", "reach", "initial"):
            require_within(name, getattr(self, name), 0, 1)
        for name in ("contact_hours", "stifling_hours", "clarifying_hours"):
            value = getattr(self, name)
            require_within(name, value, SHORTEST_HOURS, LONGEST_MEAN_HOURS)
        require_within("delay", self.delay, 0, LONGEST_HOURS)
        require_within("horizon", self.horizon, 1, LONGEST_HOURS)

    @property
    def spread_rate(self) -> float:
        """Give how many ignorant residents a spreader convinces per hour, among ignorant ones."""
        return self.believed / self.contact_hours

    @property
    def silence_rate(self) -> float:
        """Give how many spreaders fall silent per hour."""
        return 1 / self.stifling_hours

    @property
    def clarify_rate(self) -> float:
        """Give how many of those reached are clarified per hour, once the clarification is out."""
        return 0.0 if self.reach == 0 else self.accepted / self.clarifying_hours

    @property
    def reproduction(self) -> float:
        """Give how many residents one spreader convinces before it falls silent or is clarified.

        A mean over spreaders who are and who are not reached, nearly all residents being ignorant
        and the clarification out. Above 1 the rumour grows at first, up to 1 it dies out.
        """
        reached = self.reach / (self.silence_rate + self.clarify_rate)
        others = (1 - self.reach) / self.silence_rate
        return self.spread_rate * (reached + others)

    def samples(self) -> tuple[float, ...]:
        """Give the hours that an answer shows: 0 to the horizon in equal parts."""
        return tuple(self.horizon * part / SAMPLES for part in range(SAMPLES + 1))

    def steps(self, longest: float = STEP_HOURS) -> Iterator[tuple[float, float, bool]]:
        """Give every step: length, rate of clarification, whether it ends at a sample.

        No step is longer than ``longest`` hours, and none straddles the delay.
        """
        samples = self.samples()
        for start, end in itertools.pairwise(samples):
            parts = [start, end]
            if start < self.delay < end:
                parts.insert(1, self.delay)
            for first, last in itertools.pairwise(parts):
                rate = self.clarify_rate if first >= self.delay else 0.0
                count = max(1, math.ceil((last - first) / longest - 1e-9))
                for number in range(count):
                    yield (last - first) / count, rate, number == count - 1 and last == end


@dataclass(frozen=True, slots=True)
class Course:
    """How a race goes: shares of residents at each hour of ``times``.

    ``misinformed`` believe the rumour now, ``clarified`` know better, ``believed`` have believed it
    up to now. The horizon need not be the end: a rumour may go on among those out of reach.
    """

    times: tuple[float, ...]
    misinformed: tuple[float, ...]
    clarified: tuple[float, ...]
    believed: tuple[float, ...]

    @property
    def peak(self) -> float:
        """Give the largest share that believed the rumour at one time."""
        return max(self.misinformed)

    @property
    def peak_hour(self) -> float:
        """Give when that was; the first time, if it comes twice."""
        return self.times[self.misinformed.index(self.peak)]


State = tuple[float, ...]
"""Shares of all residents: ignorant, spreading, silent of those reached; the same three of the
others; who has believed it so far. The clarified are the rest."""


def mean_field(race: Race, longest: float = STEP_HOURS) -> Course:
    """Give the course for endlessly many residents, who all meet alike, in steps up to ``longest``.

    Notes
    -----
    The classical method of Runge and Kutta (fourth order), steps of at most 0.1 hours that never
    straddle the delay: the error stays below 1e-6 where no mean time is shorter than an
    hour.

    Examples
    --------
    >>> race = Race(believed=0.4, accepted=0.5, reach=0.45, initial=0.01, contact_hours=4,
    ...             stifling_hours=24, clarifying_hours=4)
    >>> course = mean_field(race)
    >>> 0.01 < course.peak < course.believed[-1] < 1
    True
    >>> course.clarified[-1] < race.reach
    True

    """
    first, reach = race.initial, race.reach
    state: State = (
        reach * (1 - first),
        reach * first,
        0.0,
        (1 - reach) * (1 - first),
        (1 - reach) * first,
        0.0,
        first,
    )
    shown = [state]
    for length, rate, done in race.steps(longest):
        state = _runge_kutta(state, length, race, rate)
        if done:
            shown.append(state)
    return Course(
        race.samples(),
        tuple(item[1] + item[2] + item[4] + item[5] for item in shown),
        tuple(max(0.0, reach - item[0] - item[1] - item[2]) for item in shown),
        tuple(item[6] for item in shown),
    )


def _change(state: State, race: Race, rate: float) -> State:
    ignorant, spreading, silent, others, others_spreading, _, _ = state
    hazard = race.spread_rate * (spreading + others_spreading)
    convinced, more = hazard * ignorant, hazard * others
    silenced, others_silenced = race.silence_rate * spreading, race.silence_rate * others_spreading
    return (
        -convinced - rate * ignorant,
        convinced - silenced - rate * spreading,
        silenced - rate * silent,
        -more,
        more - others_silenced,
        others_silenced,
        convinced + more,
    )


def _runge_kutta(state: State, length: float, race: Race, rate: float) -> State:
    one = _change(state, race, rate)
    two = _change(_moved(state, one, length / 2), race, rate)
    three = _change(_moved(state, two, length / 2), race, rate)
    four = _change(_moved(state, three, length), race, rate)
    slope = tuple(a + 2 * b + 2 * c + d for a, b, c, d in zip(one, two, three, four, strict=True))
    return _moved(state, slope, length / 6)


def _moved(state: State, change: State, by: float) -> State:
    return tuple(share + by * slope for share, slope in zip(state, change, strict=True))
