"""Losses of all subjects under the reading ALL_WALKS, by closed forms for removals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph_api.domain import GraphSnapshot
from graph_api.errors import TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.losses.subjects import Pair, Report, Tally, by_busier_end
from graph_api.scoring.results import Scoring, Target
from graph_api.scoring.walks.bounds import damping_of
from graph_api.scoring.walks.factors import Factored
from graph_api.scoring.walks.removed import Removed
from graph_api.scoring.walks.scores import walk_sums
from graph_api.scoring.walks.subjects import subjects_in
from graph_api.scoring.walks.system import Arrows, Places


class WalkLosses:
    """What all subjects cost chosen pairs: two solutions of the sparse system for each actor.

    Raises
    ------
    TooCostlyError
        If the graph is too large to be factorised; then ask for the first losses (`walk_first`).

    """

    def __init__(
        self, view: GraphSnapshot, pairs: Sequence[Pair], scoring: Scoring, target: Target
    ) -> None:
        sums = walk_sums(view, scoring)
        if not isinstance(sums, Factored):
            raise _too_large(len(view.actors))
        graph: Arrows = carrier_graph(view, maturity=scoring.maturity)
        self._sums = sums
        self._subjects = subjects_in(graph, target, damping_of(view, scoring.damping))
        self._removed = Removed(view, scoring, target, *turned(view, pairs), sums)

    def tally(self, report: Report) -> Tally:
        """Think each subject away in turn."""
        removed, subjects = self._removed, self._subjects
        first, second = removed.first, removed.second
        tally = Tally(scores=removed.now.tolist())
        entered, to = -1, np.zeros(0)
        for place in range(subjects.count):
            stopping.tell(
                f"{place} of {subjects.count} subjects had been thought away",
                f"已逐一去掉 {subjects.count} 个对象中的 {place} 个",
            )
            into, out = int(subjects.into[place]), int(subjects.out[place])
            if into != entered:
                entered, to = into, self._sums.column(into)
            of = self._sums.row(out)
            which = np.array([place])
            factors = subjects.factors(which, first, second)[0]
            factors /= subjects.divisors(which, to[[out]])
            removed.note(
                tally,
                subjects.named(place),
                factors * to[first] * of[second],
                factors * to[second] * of[first],
            )
            report((place + 1) / subjects.count)
        return tally


def turned(view: GraphSnapshot, pairs: Sequence[Pair]) -> tuple[Places, Places]:
    """Give both ends of the pairs, so that the sense in which a pair is given changes no digit."""
    groups = by_busier_end(view, pairs)
    ends = [(start, end) for start, others in groups.items() for end in others]
    both = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _too_large(actors: int) -> TooCostlyError:
    return TooCostlyError(
        f"Ranking everything by all walks would take a sum over walks for each of {actors:,}"
        " actors. Ask for the first few only, which are as exact; or narrow the view by a filter;"
        " or take another reading.",
        f"按全部通路给所有对象排名，需要为 {actors:,} 个行动者各求一次通路之和。"
        "请只求前几名（同样精确），或用筛选缩小视图，或改用其他读法。",
        parameter="reading",
    )
