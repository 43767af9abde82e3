"""networkit: a library in C++. Its bidirectional search of 11.3 crashes on a weighted digraph."""

from __future__ import annotations

import networkit as nk
import numpy as np

from bench.cases import Case, Change, smallest


class Networkit:
    """Weights are lengths."""

    name = "networkit"
    most = 10_000_000

    def __init__(self, case: Case) -> None:
        drawn = case.drawn
        places = drawn.starts.astype(np.uint64), drawn.ends.astype(np.uint64)
        self.graph = nk.GraphFromCoo(
            (case.lengths, places), n=case.actors, weighted=True, directed=True
        )
        self.back = nk.graphtools.transpose(self.graph)
        self.case = case

    def prepare(self) -> None:
        """Nothing is left to do."""

    def _path(self, start: int, end: int) -> list[int]:
        search = nk.distance.Dijkstra(self.graph, start, True, False, end)
        search.run()
        return search.getPath(end)

    def pair(self, start: int, end: int) -> object:
        return self._path(start, end), self._path(end, start)

    def source(self, start: int) -> object:
        return self._all(self.graph, start)

    def top(self) -> object:
        ahead = self._all(self.graph, self.case.office)
        behind = self._all(self.back, self.case.office)
        return smallest((ahead + behind)[self.case.residents], 50)

    @staticmethod
    def _all(graph: nk.Graph, start: int) -> np.ndarray:
        search = nk.distance.Dijkstra(graph, start, False, False)
        search.run()
        return np.asarray(search.getDistances(asarray=True))

    def change(self, changes: tuple[Change, ...]) -> None:
        starts, ends = self.case.drawn.starts, self.case.drawn.ends
        for place, value in changes:
            self.graph.setWeight(
                int(starts[place]), int(ends[place]), float(self.case.lengths_of(value))
            )
