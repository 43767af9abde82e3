"""The pairs of one actor with a group that may be among the best or worst, with printed scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, Places, fixed
from graph_api.scoring.engine.between import BEYOND, Met, arcs_to, best_between
from graph_api.scoring.engine.labels import STOPPED, UNREACHED, workspace
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.top_pairs import CLOSE, SHARED, Best, approach, follow, forget

LONGEST = 1 << 12
"""Paths of more arcs are not followed by a loop."""


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Keys from a hub and to it; none that is greater than ``far_...`` is still to be found."""

    hub: int
    ahead: NDArray[np.float64]
    behind: NDArray[np.float64]
    far_ahead: float = UNREACHED
    far_behind: float = UNREACHED


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of one hub with actors, as arrays of one length.

    ``worth`` orders them: the product of both keys. ``forward``, ``reverse``: printed scores from
    the hub and to it, NaN where there is no path.
    """

    hub: int
    place: Places
    worth: NDArray[np.float64]
    forward: NDArray[np.float64]
    reverse: NDArray[np.float64]


Printed = Callable[[int, int, Met], float]
"""Prints the score of one ordered pair along the path that the rule of ties chooses."""


class Pairing:
    """One graph, one group, and how to print the scores of pairs with it.

    Parameters
    ----------
    marks
        Shape (n,): WANTED or SHARED for whom to pair a hub with.
    printed
        Called where several paths come near the best.

    """

    def __init__(
        self, graph: ArcGraph, marks: NDArray[np.uint8], decay: float, printed: Printed
    ) -> None:
        self.graph = graph
        self.marks = marks
        self.decay = decay
        self.printed = printed

    def best(self, hub: int, count: int, floor: NDArray[np.float64]) -> Pairs:
        """Give the pairs of a hub that may be among the best ``count``, in no order.

        Parameters
        ----------
        floor
            Shape (1,): products of keys below are of no use; it may rise meanwhile.

        Raises
        ------
        DeadlineExceededError
            If the question is over before the searches are.

        Notes
        -----
        Only pairs with a path in both directions. Time: the actors whose keys in one sense are
        above about the product of the last pair given.

        """
        graph, marks = self.graph, self.marks
        best = Best(
            np.empty(max(count, 1)), np.empty(graph.size, np.uint32),
            np.empty(graph.size, np.uint32), np.empty(graph.size, np.uint32),
        )  # fmt: skip
        with workspace(graph, self.decay) as space:
            ahead, behind = space.ahead, space.behind
            while True:
                found, touched_a, touched_b, settled_a, settled_b, *far = approach(
                    graph.out, graph.back, graph.worth(self.decay), np.uint64(hub), marks,
                    bool(marks[hub] == SHARED), floor, ahead, behind, best,
                    stopping.current().watch(),
                )  # fmt: skip
                pairs = None
                if found >= 0:
                    keys = Keys(hub, ahead.key, behind.key, far[0], far[1])
                    places = best.found[:found].copy()
                    pairs = self.scored(keys, places, ahead.key[places] * behind.key[places])
                forget(ahead, best.order_ahead, touched_a, settled_a)
                forget(behind, best.order_behind, touched_b, settled_b)
                if pairs is not None:
                    return pairs
                if found == STOPPED:
                    raise stopping.current().error(
                        f"the searches for one actor had reached {touched_a} actors ahead and"
                        f" {touched_b} behind",
                        f"对一个行动者的搜索已向前到达 {touched_a} 个、"
                        f"向后到达 {touched_b} 个行动者",
                    )
                space.grow()
                ahead, behind = space.ahead, space.behind

    def keys(self, hub: int) -> Keys:
        """Search everybody from a hub and to it."""
        return Keys(
            hub,
            keys_from(self.graph, hub, self.decay),
            keys_from(self.graph, hub, self.decay, ahead=False),
        )

    def wanted(self, hub: int) -> NDArray[np.bool_]:
        """Tell for each actor whether its pair with the hub is asked for."""
        wanted: NDArray[np.bool_] = self.marks != 0
        if self.marks[hub] == SHARED:
            wanted[:hub] &= self.marks[:hub] != SHARED
        wanted[hub] = False
        return wanted

    def worst(self, keys: Keys, count: int) -> Pairs:
        """Give the pairs of a hub that may be among the worst ``count`` above 0, in no order."""
        ahead, behind = keys.ahead, keys.behind
        places = np.flatnonzero(self.wanted(keys.hub) & (ahead > 0) & (behind > 0))
        worth = np.sqrt(ahead[places]) * np.sqrt(behind[places])
        if places.size > count:
            kept = worth <= np.partition(worth, count - 1)[count - 1] * (1 + CLOSE)
            places, worth = places[kept], worth[kept]
        return self.scored(keys, places.astype(np.uint32), worth)

    def scored(self, keys: Keys, places: Places, worth: NDArray[np.float64]) -> Pairs:
        """Print the scores of pairs of a hub, from the keys of both searches."""
        return Pairs(
            keys.hub,
            places,
            worth,
            self._one_way(keys, places, ahead=True),
            self._one_way(keys, places, ahead=False),
        )

    def _one_way(self, keys: Keys, places: Places, *, ahead: bool) -> NDArray[np.float64]:
        graph, decay, hub = self.graph, self.decay, keys.hub
        key, far = (keys.ahead, keys.far_ahead) if ahead else (keys.behind, keys.far_behind)
        strength, hops = np.empty(places.size), np.empty(places.size, np.int32)
        follow(
            graph.back if ahead else graph.out, graph.worth(decay), fixed(graph.table), key, far,
            np.uint64(hub), places, ahead, strength, hops, np.empty(LONGEST, np.uint32),
        )  # fmt: skip
        powers = np.array([decay**k for k in range(max(1, int(hops.max(initial=1))))])
        printed = np.where(hops > 0, strength * powers[np.maximum(hops, 1) - 1], np.nan)
        for index in np.flatnonzero((hops < 0) & (key[places] >= 0)).tolist():
            place = int(places[index])
            ends = (hub, place) if ahead else (place, hub)
            if key[place] * (1 - BEYOND) < far:
                met = best_between(graph, *ends, decay)
            else:
                met = arcs_to(graph, key, place, decay, ahead=ahead)
            printed[index] = self.printed(*ends, met)
        return printed
