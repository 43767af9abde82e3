"""How far a word of residents gets: routes, the best of them, and what is left of it (L131, L141).

A route is as strong as the product of its relations (A-22). Between two actors the best route
counts, once: the direct voice after the remedies is the effect of the opinion day, not a second
channel beside it (A-79).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_api.domain.numbers import product
from graph_api.domain.words import Word

TIE = 1e-12
"""Strengths within this are equal."""


class Factor(Word):
    """What an effective voice takes."""

    WILLINGNESS = "willingness", "willingness", "意愿", "Residents wish to be heard (L139)."
    CHANNEL = "channel", "channel", "渠道", "There is a way for their word to get there (L141)."
    RESPONSIVENESS = "responsiveness", "answer", "回应", "Who hears it gives an answer (L149)."


@dataclass(frozen=True, slots=True)
class Route:
    """One way from residents to who decides, over ``via`` (empty: directly).

    ``strengths`` belong to its relations in order; None is unknown, 0 is missing.
    """

    via: tuple[str, ...]
    strengths: tuple[float | None, ...]

    @property
    def capacity(self) -> float | None:
        """Give the product of the strengths: 0 if one is missing, else None if one is unknown."""
        return product(self.strengths)

    def beyond(self, floor: float) -> bool | None:
        """Tell whether it carries more than ``floor``; None where what is unknown decides that.

        Examples
        --------
        >>> Route(("day",), (0.5, None)).beyond(0.12), Route(("day",), (0.1, None)).beyond(0.12)
        (None, False)

        """
        most = math.prod(1.0 if item is None else item for item in self.strengths)
        if most <= floor + TIE:
            return False
        return None if None in self.strengths else True


def open_to(routes: Iterable[Route], floor: float) -> bool | None:
    """Tell whether one of the ways carries more than ``floor``; None where an unknown one might.

    Examples
    --------
    >>> open_to([Route((), (0.1,)), Route(("day",), (0.5, None))], 0.12)

    """
    found = [route.beyond(floor) for route in routes]
    if True in found:
        return True
    return None if None in found else False


def best_route(routes: Sequence[Route]) -> Route | None:
    """Give the route of greatest capacity; of equals the shorter, then the first.

    Where no known route carries anything and an unknown one may, that one is given (its capacity is
    None). None without a route.

    Examples
    --------
    >>> best_route([Route((), (0.1,)), Route(("day",), (0.5, 0.5))])
    Route(via=('day',), strengths=(0.5, 0.5))

    """
    best: Route | None = None
    for route in sorted(routes, key=lambda item: len(item.via)):
        if best is None or _reach(route) > _reach(best) + TIE:
            best = route
    return best


def _reach(route: Route) -> float:
    """Order routes: carrying ones by capacity, then unknown ones, then missing ones."""
    capacity = route.capacity
    if capacity is None:
        return 0.0
    return capacity if capacity > 0 else -1.0


@dataclass(frozen=True, slots=True)
class EffectiveVoice:
    """What is left of a wish to be heard: willingness x channel x answer, each in [0, 1] (A-77)."""

    factors: Mapping[Factor, float | None]

    @property
    def value(self) -> float | None:
        """Give the product; None if it hangs on what nobody knows."""
        return product(self.factors.values())

    @property
    def weakest(self) -> tuple[Factor, ...]:
        """Give the smallest factors: what to raise first, for the product gains most there.

        Empty where an unknown factor might be smaller.
        """
        known = [number for number in self.factors.values() if number is not None]
        if len(known) < len(self.factors) and 0 not in known:
            return ()
        least = min(known)
        return tuple(
            factor
            for factor, number in self.factors.items()
            if number is not None and number <= least + TIE
        )


def effective_voice(
    willingness: float | None, channel: float | None, responsiveness: float | None
) -> EffectiveVoice:
    """Put the three factors together.

    Examples
    --------
    >>> voice = effective_voice(0.5, 0.25, 0.5)
    >>> voice.value, voice.weakest
    (0.0625, (<Factor.CHANNEL: 'channel'>,))

    """
    return EffectiveVoice(
        {
            Factor.WILLINGNESS: willingness,
            Factor.CHANNEL: channel,
            Factor.RESPONSIVENESS: responsiveness,
        }
    )
