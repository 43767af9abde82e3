"""The pairs of one actor with a group that may be among the best or worst, with printed scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_api.scoring import stopping
from graph_api.scoring.engine.arcs import ArcGraph, Places
from graph_api.scoring.engine.between import Met, arcs_to, best_between
from graph_api.scoring.engine.labels import STOPPED, UNREACHED, workspace
from graph_api.scoring.engine.meeting import BEYOND
from graph_api.scoring.engine.printing import NOT_ONE, follow, print_of
from graph_api.scoring.engine.sources import keys_from
from graph_api.scoring.engine.top_pairs import CLOSE, SHARED, best_pairs, leave, new_best


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
        best, by = new_best(graph.size, max(count, 1)), print_of(graph, self.decay)
        with workspace(graph, self.decay) as space:
            while True:
                ahead, behind = space.ahead, space.behind
                left, found, touched_a, touched_b, settled_a, settled_b, *far = best_pairs(
                    graph.out, graph.back, graph.worth(self.decay), np.uint64(hub), marks,
                    bool(marks[hub] == SHARED), floor, ahead, behind, best, by,
                    stopping.current().watch(),
                )  # fmt: skip
                if found >= 0:
                    pairs = Pairs(
                        hub,
                        best.found[:found].copy(),
                        best.worth[:found].copy(),
                        best.forward[:found].copy(),
                        best.reverse[:found].copy(),
                    )
                    if left > 0:
                        self._print_left(pairs, Keys(hub, ahead.key, behind.key, far[0], far[1]))
                        leave(ahead, best.order_ahead, touched_a, settled_a)
                        leave(behind, best.order_behind, touched_b, settled_b)
                    return pairs
                if found == STOPPED:
                    raise stopping.current().error(
                        f"the searches for one actor had reached {touched_a} actors ahead and"
                        f" {touched_b} behind",
                        f"对一个行动者的搜索已向前到达 {touched_a} 个、"
                        f"向后到达 {touched_b} 个行动者",
                    )
                space.grow()

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
        graph, hub, count = self.graph, np.uint64(keys.hub), places.size
        rows = graph.worth(self.decay), print_of(graph, self.decay)
        pairs = Pairs(keys.hub, places, worth, np.empty(count), np.empty(count))
        left = follow(
            graph.back, *rows, keys.ahead, keys.far_ahead, hub, places, count, True, pairs.forward
        )
        left += follow(
            graph.out, *rows, keys.behind, keys.far_behind, hub, places, count, False, pairs.reverse
        )
        if left > 0:
            self._print_left(pairs, keys)
        return pairs

    def _print_left(self, pairs: Pairs, keys: Keys) -> None:
        """Print the scores that a loop left, by the rule of ties."""
        graph, decay, hub = self.graph, self.decay, keys.hub
        for ahead, key, far, printed in (
            (True, keys.ahead, keys.far_ahead, pairs.forward),
            (False, keys.behind, keys.far_behind, pairs.reverse),
        ):
            for index in np.flatnonzero(printed == NOT_ONE).tolist():
                place = int(pairs.place[index])
                ends = (hub, place) if ahead else (place, hub)
                if key[place] * (1 - BEYOND) < far:
                    met = best_between(graph, *ends, decay)
                else:
                    met = arcs_to(graph, key, place, decay, ahead=ahead)
                printed[index] = self.printed(*ends, met)
