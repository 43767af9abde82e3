"""Government as third party: what its delegates keep from it, and why they do (L95)."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain.numbers import require_whole, require_within
from graph_api.systems.water_game.payoffs import LARGEST, Institution


@dataclass(frozen=True, slots=True)
class Delegate:
    """One who acts for another and cannot be watched: what he is paid for effort, and its cost.

    ``incentive`` in [0, 1] is how much of the ``bonus`` hangs on what he does.
    """

    incentive: float
    bonus: float
    effort_cost: float

    def __post_init__(self) -> None:
        """Refuse numbers out of range."""
        require_within("incentive", self.incentive, 0, 1)
        require_within("cadreBonus", self.bonus, 0, LARGEST)
        require_within("cadreEffortCost", self.effort_cost, 0, LARGEST)

    @property
    def margin(self) -> float:
        """Give what effort is worth to him; below 0 he stays inactive: moral hazard."""
        return self.incentive * self.bonus - self.effort_cost

    @property
    def makes_an_effort(self) -> bool:
        """Tell whether effort is worth its cost, the break-even included."""
        return self.margin >= 0


def information_kept(kept_per_relay: float, relays: int, *, effort: bool) -> float:
    """Give the share of what is known that reaches the other end.

    A relay that makes an effort passes on everything; one that does not, ``kept_per_relay``.

    Examples
    --------
    >>> information_kept(0.5, 2, effort=False)
    0.25

    """
    require_within("informationKeptPerRelay", kept_per_relay, 0, 1)
    require_whole("governmentRelays", relays, 0, 100)
    return 1.0 if effort else float(kept_per_relay**relays)


def government_institution(detection: float, error: float, fine: float, kept: float) -> Institution:
    """Give the institution that government is, after the loss on the way.

    Only what it learns about breaches is lost; a wrong fine needs no information.
    """
    return Institution(detection * kept, error, fine)
