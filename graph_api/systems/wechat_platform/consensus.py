"""Consensus on the public interest: four conditions, at least two groups, and rounds (L41, L45).

The essay wants each party to state its interest, to weigh those of others, to consult as equals and
to give way to one another. Opinions are numbers in [0, 1], and in each round a party moves towards
what it hears on the platform (DeGroot 1974; A-47). With one group alone nobody could disagree, so
the interest groups of the scenario are two that start far apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain.numbers import require_whole, require_within
from graph_api.domain.words import Label, Word
from graph_api.errors import BadParameterError

MOST_ROUNDS = 10_000
TIE = 1e-12


class ConsensusNeed(Word):
    """What a consensus takes (L41)."""

    EXPRESSED = "expressed", "each states its interest", "各方表达利益", "A way into the platform."
    CONSIDERED = (
        "considered",
        "each weighs the interests of others",
        "各方考虑他人利益",
        "It hears them, and gives them weight.",
    )
    EQUAL = "equal", "consultation among equals", "平等协商", "No voice is much weaker."
    COMPROMISE = (
        "compromise",
        "each gives way",
        "彼此妥协",
        "Every party moves, and the spread falls to the limit within the rounds.",
    )


@dataclass(frozen=True, slots=True)
class Party:
    """A party; all numbers in [0, 1].

    ``voice`` is how strongly it speaks on the platform, ``hearing`` how strongly the platform
    reaches it, ``openness`` the weight that it gives to what it hears.
    """

    key: str
    label: Label
    position: float
    voice: float
    hearing: float
    openness: float

    def __post_init__(self) -> None:
        """Refuse numbers out of range."""
        for name in ("position", "voice", "hearing", "openness"):
            require_within(f"{self.key}.{name}", getattr(self, name), 0, 1)


@dataclass(frozen=True, slots=True)
class Consultation:
    """What rounds of consultation bring.

    ``positions`` holds one row per round, the start first. ``spread`` is the largest distance at
    the end, ``evenness`` the weakest voice over the strongest. ``rounds_needed``: after how many
    rounds the spread is small enough for the first time; None: not within those that were held.
    """

    parties: tuple[Party, ...]
    positions: tuple[tuple[float, ...], ...]
    conditions: Mapping[ConsensusNeed, bool]
    evenness: float
    rounds_needed: int | None

    @property
    def reached(self) -> bool:
        """Tell whether there is a consensus: all four conditions hold."""
        return all(self.conditions.values())

    @property
    def spread(self) -> float:
        """Give the largest distance between two parties at the end."""
        return max(self.positions[-1]) - min(self.positions[-1])

    @property
    def failed(self) -> tuple[ConsensusNeed, ...]:
        """Give the conditions that do not hold."""
        return tuple(key for key, holds in self.conditions.items() if not holds)


def consult(
    parties: Sequence[Party],
    rounds: int,
    *,
    spread_limit: float,
    voice_floor: float,
    equal_voice: float,
) -> Consultation:
    """Let parties consult on the platform for some rounds.

    In a round each party i moves from x_i to (1 - o_i h_i) x_i + o_i h_i m, where m is the mean of
    all positions on the platform weighted by voice.

    Parameters
    ----------
    parties
        Two or more.
    rounds
        How many rounds are held, 0 to 10,000.
    spread_limit
        Largest distance that counts as agreement.
    voice_floor
        Up to this strength voice and hearing are no more than a form.
    equal_voice
        From this ratio of weakest to strongest voice the parties are equals.

    Raises
    ------
    BadParameterError
        If there are fewer than two parties, or a number is out of range.

    Examples
    --------
    >>> one = Party("a", Label("a", "甲"), 0.0, 0.5, 1.0, 0.5)
    >>> other = Party("b", Label("b", "乙"), 1.0, 0.5, 1.0, 0.5)
    >>> found = consult([one, other], 5, spread_limit=0.05, voice_floor=0.12, equal_voice=0.5)
    >>> found.reached, found.spread, found.rounds_needed
    (True, 0.03125, 5)

    """
    if len(parties) < 2:
        raise BadParameterError(
            f"A consensus needs two parties or more, not {len(parties)}.",
            f"共识至少需要两方，现有 {len(parties)} 方。",
            parameter="parties",
        )
    require_whole("rounds", rounds, 0, MOST_ROUNDS)
    require_within("spreadLimit", spread_limit, 0, 1)
    positions = [tuple(party.position for party in parties)]
    for _ in range(rounds):
        positions.append(_next(parties, positions[-1]))
    voices = [party.voice for party in parties]
    evenness = min(voices) / max(voices) if max(voices) > 0 else 0.0
    needed = next(
        (
            number
            for number, row in enumerate(positions)
            if max(row) - min(row) <= spread_limit + TIE
        ),
        None,
    )
    ends = positions[-1]
    moved = all(
        abs(end - party.position) > TIE or abs(party.position - _mean(parties, positions[0])) <= TIE
        for party, end in zip(parties, ends, strict=True)
    )
    agreed = max(ends) - min(ends) <= spread_limit + TIE
    conditions = {
        ConsensusNeed.EXPRESSED: all(party.voice > voice_floor + TIE for party in parties),
        ConsensusNeed.CONSIDERED: all(
            party.openness > 0 and party.hearing > voice_floor + TIE for party in parties
        ),
        ConsensusNeed.EQUAL: evenness >= equal_voice - TIE,
        ConsensusNeed.COMPROMISE: moved and agreed,
    }
    return Consultation(tuple(parties), tuple(positions), conditions, evenness, needed)


def _next(parties: Sequence[Party], now: Sequence[float]) -> tuple[float, ...]:
    heard = _mean(parties, now)
    return tuple(
        x + party.openness * party.hearing * (heard - x)
        for party, x in zip(parties, now, strict=True)
    )


def _mean(parties: Sequence[Party], now: Sequence[float]) -> float:
    """Give the mean on the platform; where nobody speaks, that of all (nobody hears it either)."""
    total = math.fsum(party.voice for party in parties)
    if total == 0:
        return math.fsum(now) / len(now)
    return math.fsum(party.voice * x for party, x in zip(parties, now, strict=True)) / total
