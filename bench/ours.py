"""Our side: one function a row, on the public functions of ``graph_api``.

The thin layer between the bench and the package; where a function of ours moves, it follows here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import graph_api
from bench.cases import Case, Change
from graph_api.domain import (
    GraphSnapshot,
    RelationId,
    Scenario,
    SetRelation,
    Strength,
    ViewSpec,
    build_view,
)
from graph_api.domain.tables import TableRows
from graph_api.scoring import (
    Reading,
    Scoring,
    Target,
    best_paths,
    find_cut,
    rank_bottlenecks,
    score_pair,
)
from graph_api.scoring.engine import compiling
from graph_api.scoring.graphs.carriers import carrier_graph, search_arrays
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.pairs.top import top_pairs
from graph_api.scoring.searches.search import search_from
from graph_api.snapshots import Snapshots
from graph_api.stores import Store

LIBRARIES: dict[str, str] = {}
"""Rows that are a library's work when we answer them, by its name; they have no goal."""

WEAKEST = Scoring(Reading.WEAKEST)


KERNELS = Path(".cache/kernels")


def get_ready() -> None:
    """Wait until the compiled loops are there; what that takes is not what a row measures."""
    KERNELS.mkdir(parents=True, exist_ok=True)
    compiling.use_folder(KERNELS)
    assert compiling.wait(), "the kernels could not be compiled; the log says why"


def ready_view(store: Store, key: str, folder: Path) -> GraphSnapshot:
    """Give a view of a stored scenario that can be asked, from the file in ``folder`` if there."""
    snapshots = Snapshots(store, folder=folder / "columns", extra=search_arrays)
    view = snapshots.get(key)
    carrier_graph(view)
    return view


class Ours:
    """A view of the case, ready to be asked."""

    name = "ours"
    most = 100_000_000

    def __init__(self, case: Case) -> None:
        drawn = case.drawn
        view = graph_api.view_from_arrays(case.ids, drawn.starts, drawn.ends, case.strength)
        self.view = view.graph
        self.graph = carrier_graph(self.view)
        self.case = case

    def prepare(self) -> None:
        case = self.case
        self.scoring = Scoring(decay=case.decay)
        self.office = case.ids[case.office]
        self.places = case.residents.astype(np.int32)
        self.scenario = _scenario_of(self.view)
        self.base = build_view(self.scenario)  # a what-if lies over it, as in a service
        carrier_graph(self.base)

    def nbytes(self) -> int | None:
        """Give what the arrays of the searches take, None where there are lists instead."""
        found = getattr(self.graph, "nbytes", None)
        return None if found is None else int(found)

    def _pair(self, start: int, end: int) -> tuple[str, str]:
        return self.case.ids[start], self.case.ids[end]

    def pair(self, start: int, end: int) -> Any:
        return score_pair(self.view, *self._pair(start, end), self.scoring)

    def weakest(self, start: int, end: int) -> Any:
        return score_pair(self.view, *self._pair(start, end), WEAKEST)

    def paths(self, start: int, end: int) -> Any:
        return best_paths(self.view, *self._pair(start, end), 10, self.scoring)

    def source(self, start: int) -> Any:
        search: Any = search_from(self.graph, start, self.scoring)
        return search.keys

    def top(self) -> Any:
        return top_pairs(self.view, [self.office], self.places, 50, self.scoring)

    def actors(self) -> Any:
        return self._removals(Target.ACTOR)

    def relations(self) -> Any:
        return self._removals(Target.RELATION)

    def _removals(self, target: Target) -> Any:
        pairs = GroupPairs(np.array([self.case.office]), self.places)
        return rank_bottlenecks(self.view, pairs, self.scoring, target=target)

    def what_if(self, changes: tuple[Change, ...], start: int, end: int) -> Any:
        said = tuple(
            SetRelation(RelationId(f"r{place + 1}"), {"strength": Strength.exactly(value)})
            for place, value in changes
        )
        view = build_view(self.scenario, ViewSpec(changes=said))
        return score_pair(view, *self._pair(start, end), self.scoring)

    def cut(self, start: int, end: int) -> Any:
        return find_cut(self.view, *self._pair(start, end))


def _scenario_of(view: GraphSnapshot) -> Scenario:
    """Give the scenario that would have this view: the same tables, or the same entries."""
    if isinstance(view.actors, TableRows) and isinstance(view.relations, TableRows):
        return Scenario("bench", actors=view.actors.table, relations=view.relations.table)
    actors = {actor.id: actor for actor in view.actors}
    relations = {relation.id: relation for relation in view.relations}
    return Scenario("bench", actors=actors, relations=relations)


UNANSWERED: dict[str, int] = {}
"""Rows that we do not answer (in any time) above so many actors."""
