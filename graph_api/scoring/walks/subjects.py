"""All that one target means, as arrays: what each removal takes from the sums over walks.

Without actor v:          N'_ab = N_ab - N_av N_vb / N_vv
Without strength d, i->j: N'_ab = N_ab - c d N_ai N_jb / (1 + c d N_ji)    (Sherman-Morrison)

Both are N_ab - factor N_a,into N_out,b / divisor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph_api.scoring.graphs.carriers import CarrierGraph, Parallel
from graph_api.scoring.losses.subjects import Subject
from graph_api.scoring.results import Target
from graph_api.scoring.searches.trees import Arrow
from graph_api.scoring.walks.system import Arrows, Numbers, Places, arcs_of, relation_at


@dataclass(frozen=True, eq=False)
class Subjects:
    """Subjects whose removal takes something from a sum over walks; arrays of one length.

    Attributes
    ----------
    into, out
        Where walks enter and leave the subject: the same place for an actor.
    factor
        1 for an actor; damping times the strength that is lost for an arrow.
    is_actor
        Whether they are actors.
    named
        Gives the subject at a place of the arrays.

    """

    into: Places
    out: Places
    factor: Numbers
    is_actor: bool
    named: Callable[[int], Subject]

    @property
    def count(self) -> int:
        """Count the subjects."""
        return int(self.into.size)

    def divisors(self, which: Places, returns: Numbers) -> Numbers:
        """Give the divisors of some, from N of each from ``out`` to ``into``."""
        return returns if self.is_actor else 1 + self.factor[which] * returns

    def factors(self, which: Places, first: Places, second: Places) -> Numbers:
        """Give the factors of some for all pairs, 0 where the subject is an end: shape (k, p)."""
        factors = np.repeat(self.factor[which][:, None], first.size, axis=1)
        if self.is_actor:
            subject = self.into[which][:, None]
            factors[(subject == first) | (subject == second)] = 0.0
        return factors


def subjects_in(graph: Arrows, target: Target, damping: float) -> Subjects:
    """Give all subjects of a target that carry walks."""
    if target is Target.ACTOR:
        places = np.arange(graph.size)
        return Subjects(places, places, np.ones(graph.size), is_actor=True, named=int)
    into, out, strength = arcs_of(graph)
    if target is Target.CHANNEL:
        return Subjects(
            into,
            out,
            damping * strength,
            is_actor=False,
            named=lambda place: (int(into[place]), int(out[place])),
        )
    less = np.maximum(strength - _next_best(graph, into * graph.size + out), 0.0)
    return Subjects(
        into,
        out,
        damping * less,
        is_actor=False,
        named=lambda place: relation_at(graph, int(into[place]), int(out[place])),
    )


def parallels_of(graph: Arrows) -> Mapping[Arrow, Sequence[Parallel]]:
    """Give at least the ordered pairs with several relations, each with all, the chosen first."""
    found: Mapping[Arrow, Sequence[Parallel]] = (
        graph.parallels if isinstance(graph, CarrierGraph) else getattr(graph, "twins", {})
    )
    return found


def _next_best(graph: Arrows, keys: Places) -> Numbers:
    """Give what takes the place of the chosen relation of each arrow, 0 where nothing does."""
    found = np.zeros(keys.size)
    twins = {pair: some for pair, some in parallels_of(graph).items() if len(some) > 1}
    if twins:
        order = np.argsort(keys, kind="stable")
        wanted = np.array([start * graph.size + end for start, end in twins], dtype=np.int64)
        where = order[np.searchsorted(keys, wanted, sorter=order)]
        found[where] = [some[1][0] for some in twins.values()]
    return found
