"""Both directions between office and residents: how even, how answered (L19, L43).

The essay sets "one-way indoctrination" against "two-way communication" and gives no number. A
direction is as strong as the product of its relations (A-22); the balance B is the weaker over the
stronger direction (A-28).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from graph_api.domain.numbers import product, require_within


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes down and what comes up, each in [0, 1]; None is unknown."""

    down: float | None
    up: float | None

    @property
    def balance(self) -> float | None:
        """Give B, the weaker over the stronger direction: 0 one-way, 1 even.

        None where a direction is unknown, or nothing flows at all.

        Examples
        --------
        >>> Flow(0.5, 0.25).balance, Flow(0.0, 0.0).balance
        (0.5, None)

        """
        if self.down is None or self.up is None or max(self.down, self.up) == 0:
            return None
        return min(self.down, self.up) / max(self.down, self.up)

    @property
    def loop(self) -> float | None:
        """Give what is left of a message after both directions, in [0, 1]."""
        return product((self.down, self.up))

    def is_two_way(self, threshold: float) -> bool | None:
        """Tell whether B reaches ``threshold`` (1e-12 below it still counts)."""
        return None if self.balance is None else self.balance >= threshold - 1e-12


def answered_by_people(flow: Flow, automatic_share: float) -> Flow:
    """Leave out of the upward direction what a machine answers: nobody at the office hears it.

    The essay counts the automatic reply system as pooling of opinion (L19); here only what a person
    reads comes up, so up x (1 - ``automatic_share``) (A-52).

    Raises
    ------
    BadParameterError
        If ``automatic_share`` is not in [0, 1].

    Examples
    --------
    >>> answered_by_people(Flow(0.5, 0.5), 0.25)
    Flow(down=0.5, up=0.375)

    """
    require_within("automaticReplyShare", automatic_share, 0, 1)
    return Flow(flow.down, product((flow.up, 1 - automatic_share)))


def automatic_limit(flow: Flow, threshold: float) -> float | None:
    """Give the largest share of automatic replies with which the link is still two-way.

    At the limit up x (1 - a) is ``threshold`` x down; beyond it less comes up and the link is
    one-way. None where it is one-way even without a machine, or a direction is missing or unknown.

    Examples
    --------
    >>> automatic_limit(Flow(0.5, 0.5), 0.5), automatic_limit(Flow(0.5, 0.2), 0.5)
    (0.5, None)

    """
    if flow.down is None or flow.up is None or flow.up == 0:
        return None
    if flow.down == 0:
        return None
    limit = 1 - threshold * flow.down / flow.up
    if limit < -1e-12:
        return None
    return min(1.0, max(0.0, limit))


def weighted_reciprocity(ties: Mapping[tuple[str, str], float]) -> float | None:
    """Give the share of all strength that is returned: sum of min(w_ij, w_ji) over sum of w_ij.

    Parameters
    ----------
    ties
        Strength by ordered pair of different actors.

    Returns
    -------
    float or None
        0: nothing is returned, 1: every tie as strongly as it is given; None without strength.

    Notes
    -----
    Source: Squartini et al. (2013), Reciprocity of weighted networks.

    Examples
    --------
    >>> weighted_reciprocity({("a", "b"): 0.5, ("b", "a"): 0.25})
    0.6666666666666666

    """
    total = math.fsum(ties.values())
    if total == 0:
        return None
    back = math.fsum(min(w, ties.get((j, i), 0.0)) for (i, j), w in ties.items())
    return back / total
