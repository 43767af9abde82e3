"""All Nash equilibria of the water game, for two households in any number of ways to find them.

Each of n households plays the table against every other, and its payoff is the mean. So its gain of
keeping the rules, D(s) = a + (b - a) s / (n - 1), depends only on the sum s of the others'
probabilities of keeping them, and is LINEAR in it: a = S - P is the gain when all others break the
rules, b = R - T the gain when all others keep them.

Proof of the closed form. Let b != a and let s* = (n - 1) a / (a - b) be the only root of D (as a
mean of the others: q* = (P - S) / ((R - T) + (P - S))). Whoever mixes is indifferent: the others of
each mixer sum to s*. This sum is the total less the mixer's own probability, so all mixers have the
SAME probability p. With k who surely keep the rules and m >= 2 mixers, k + (m - 1) p = s*, hence
p = (s* - k) / (m - 1), which must lie strictly between 0 and 1. A sure keeper sees s* + p - 1 < s*
and needs D >= 0 there; a sure breaker sees s* + p > s* and needs D <= 0 there. If D falls (b < a)
both hold for every such k and m. If D rises both fail, so that nobody plays purely: k = 0, m = n.
One mixer alone (m = 1) is indifferent only if k = s* exactly; then every p does, if D falls (if it
rises, the same two inequalities leave no sure player, and n >= 2 has some): a continuum, and the
game is degenerate. If b = a the gain never changes sign: all keep (a > 0), all break (a < 0), or
(a = 0) every profile is an equilibrium. Pure profiles: k keep the rules iff D(k - 1) >= 0 (where
k > 0) and D(k) <= 0 (where k < n). So a game is degenerate iff D vanishes at a whole number of
others; it is flagged, and the continuum named.
"""

from __future__ import annotations

import itertools
import math
import warnings
from dataclasses import dataclass

from graph_api.domain.numbers import require_whole
from graph_api.systems.water_game.payoffs import Table

MOST_PLAYERS = 200
"""How many households may be asked about."""

HALF = 0.5
"""Stands for the probability of a mixer who may have any."""

MOST_NAMED = 4
"""Up to how many households each equilibrium is told apart by who does what."""

ROUNDING = 1e-9
"""A probability nearer to 0 or 1 than this is pure."""


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """One equilibrium up to the names of the households.

    ``cooperating`` surely keep the rules, ``mixing`` keep them with ``probability`` each,
    ``defecting`` surely break them; payoffs of one household of each kind, None where there is
    none of the kind. ``arrangements``: in how many ways the households can take these places.
    ``free``: the one mixer may have any probability in [0, 1], a continuum; its strategy and all
    payoffs are then those of one half.
    """

    cooperating: int
    mixing: int
    defecting: int
    probability: float | None
    payoff_cooperating: float | None
    payoff_mixing: float | None
    payoff_defecting: float | None
    arrangements: int
    free: bool = False

    @property
    def is_pure(self) -> bool:
        """Tell whether nobody mixes."""
        return self.mixing == 0

    @property
    def strategies(self) -> tuple[tuple[float, float], ...]:
        """Give for each household its probabilities of keeping and breaking the rules."""
        mixed = HALF if self.probability is None else self.probability
        return (
            *((1.0, 0.0),) * self.cooperating,
            *((mixed, 1 - mixed),) * self.mixing,
            *((0.0, 1.0),) * self.defecting,
        )

    def named(self) -> tuple[tuple[int, ...], ...]:
        """Give every way in which the households can take the places, as orders of ``strategies``.

        Examples
        --------
        >>> [item.named() for item in find_equilibria(Table(3.5, 3, -0.5, 0)).found if item.is_pure]
        [((0, 1), (1, 0))]

        """
        kinds = "C" * self.cooperating + "M" * self.mixing + "D" * self.defecting
        orders: dict[str, tuple[int, ...]] = {}
        for order in itertools.permutations(range(len(kinds))):
            orders.setdefault("".join(kinds[place] for place in order), order)
        return tuple(orders.values())

    @property
    def payoffs(self) -> tuple[float, ...]:
        """Give for each household its expected payoff, in the order of ``strategies``."""
        kinds = (
            (self.payoff_cooperating, self.cooperating),
            (self.payoff_mixing, self.mixing),
            (self.payoff_defecting, self.defecting),
        )
        return tuple(value for value, count in kinds if value is not None for _ in range(count))


@dataclass(frozen=True, slots=True)
class Equilibria:
    """All equilibria of one game; of a degenerate one the ends and continua that we can name.

    ``everything``: every profile whatever is an equilibrium. ``confirmed``: support enumeration
    found the same (None: not asked, or the game is degenerate, where its list is not complete).
    """

    players: int
    found: tuple[Equilibrium, ...]
    degenerate: bool
    everything: bool = False
    confirmed: bool | None = None

    @property
    def pure_counts(self) -> tuple[int, ...]:
        """Give how many keep the rules in each pure equilibrium."""
        return tuple(item.cooperating for item in self.found if item.is_pure)

    @property
    def cooperation_is_one(self) -> bool:
        """Tell whether it is an equilibrium that all keep the rules."""
        return self.players in self.pure_counts

    @property
    def cooperation_is_the_only_one(self) -> bool:
        """Tell whether there is no other equilibrium."""
        return self.cooperation_is_one and len(self.found) == 1

    @property
    def defection_is_the_only_one(self) -> bool:
        """Tell whether all equilibria there are is one in which all break the rules."""
        return self.pure_counts == (0,) and len(self.found) == 1


def find_equilibria(table: Table, players: int = 2) -> Equilibria:
    """Give all equilibria of the game of n households, in closed form.

    Parameters
    ----------
    table
        The payoffs after fines.
    players
        n, from 2 to 200.

    Returns
    -------
    Equilibria
        By falling number of sure keepers, then of mixers.

    Raises
    ------
    BadParameterError
        If ``players`` is out of range.

    Notes
    -----
    Time: O(n^2). Proof: the head of this module.

    Examples
    --------
    >>> find_equilibria(Table(5, 3, 1, 0)).pure_counts
    (0,)
    >>> find_equilibria(Table(3.5, 3, -0.5, 0)).pure_counts  # fined 1.5: one of the two keeps them
    (1,)

    """
    require_whole("players", players, 2, MOST_PLAYERS)
    others = players - 1
    signs = [_sign(table, kept / others) for kept in range(players)]
    found = [
        _described(table, players, kept, 0, None)
        for kept in range(players + 1)
        if (kept == 0 or signs[kept - 1] >= 0) and (kept == players or signs[kept] <= 0)
    ]
    if not any(signs):
        return Equilibria(players, tuple(reversed(found)), degenerate=True, everything=True)
    rises, falls = signs[0] < 0 < signs[-1], signs[-1] < 0 < signs[0]
    if falls or rises:
        alone, together = table.gain_of_cooperating(0), table.gain_of_cooperating(1)
        root = others * alone / (alone - together)
        found += (
            _mixtures(table, players, root)
            if falls
            else [_described(table, players, 0, players, root / others)]
        )
    if signs[0] > signs[-1]:
        found += [
            _described(table, players, kept, 1, None)
            for kept, sign in enumerate(signs)
            if sign == 0
        ]
    found.sort(key=lambda item: (-item.cooperating, -item.mixing))
    return Equilibria(players, tuple(found), degenerate=0 in signs)


def _sign(table: Table, others: float) -> int:
    gain = table.gain_of_cooperating(others)
    return 0 if abs(gain) <= table.tolerance else int(math.copysign(1, gain))


def _mixtures(table: Table, players: int, root: float) -> list[Equilibrium]:
    return [
        _described(table, players, kept, mixing, share)
        for kept in range(players - 1)
        for mixing in range(2, players - kept + 1)
        if ROUNDING < (share := (root - kept) / (mixing - 1)) < 1 - ROUNDING
    ]


def _described(
    table: Table, players: int, kept: int, mixing: int, share: float | None
) -> Equilibrium:
    """Describe a profile; a mixer without a share may have any, and is taken at one half."""
    likely = HALF if share is None else share
    total = kept + mixing * likely
    others = players - 1
    broken = players - kept - mixing

    def keeping(seen: float) -> float:
        return (seen * table.reward + (others - seen) * table.sucker) / others

    def breaking(seen: float) -> float:
        return (seen * table.temptation + (others - seen) * table.punishment) / others

    return Equilibrium(
        cooperating=kept,
        mixing=mixing,
        defecting=broken,
        probability=share,
        payoff_cooperating=keeping(total - 1) if kept else None,
        payoff_mixing=keeping(total - likely) if mixing else None,
        payoff_defecting=breaking(total) if broken else None,
        arrangements=math.comb(players, kept) * math.comb(players - kept, mixing),
        free=mixing == 1,
    )


@dataclass(frozen=True, slots=True)
class Enumerated:
    """What support enumeration found: for each equilibrium both households' probability of C."""

    found: tuple[tuple[float, float], ...]
    degenerate: bool


def support_enumeration(table: Table) -> Enumerated:
    """Give the equilibria of two households as nashpy finds them, and whether it warns.

    Of a degenerate game its list is not complete, and it says so by a warning, which we keep.
    """
    import nashpy  # noqa: PLC0415  # slow to load
    import numpy as np  # noqa: PLC0415

    own = np.array([[table.reward, table.sucker], [table.temptation, table.punishment]])
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        pairs = [
            (float(row[0]), float(column[0]))
            for row, column in nashpy.Game(own, own.T).support_enumeration()
        ]
    return Enumerated(tuple(sorted(pairs)), bool(said))


def confirmed(table: Table, result: Equilibria) -> bool | None:
    """Tell whether support enumeration finds the same equilibria; None where it cannot tell."""
    if result.players != 2 or result.degenerate:
        return None
    named = sorted(
        pair
        for item in result.found
        for pair in {
            (first[0], second[0]) for first, second in (item.strategies, item.strategies[::-1])
        }
    )
    other = support_enumeration(table).found
    return len(named) == len(other) and all(
        math.isclose(one, two, abs_tol=1e-6)
        for mine, theirs in zip(named, other, strict=True)
        for one, two in zip(mine, theirs, strict=True)
    )
