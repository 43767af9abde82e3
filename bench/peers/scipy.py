"""scipy.sparse.csgraph: it knows no end of a search, so a pair is two searches to everywhere."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra, maximum_flow, yen

from bench.cases import Case, Change, smallest


class Scipy:
    """A matrix of lengths, and its transpose; relations stand in the order of the case."""

    name = "scipy"
    most = 10_000_000

    def __init__(self, case: Case) -> None:
        places = case.drawn.starts, case.drawn.ends
        self.graph = csr_matrix((case.lengths, places), (case.actors, case.actors))
        self.back = self.graph.T.tocsr()
        self.case = case

    def prepare(self) -> None:
        whole = self.case.whole.astype(np.int32)
        self.flow = csr_matrix((whole, self.graph.indices, self.graph.indptr), self.graph.shape)

    def _path(self, start: int, end: int) -> list[int]:
        _, before = dijkstra(self.graph, indices=start, return_predecessors=True)
        if before[end] < 0:
            return []
        path = [end]
        while path[-1] != start:
            path.append(int(before[path[-1]]))
        return path[::-1]

    def pair(self, start: int, end: int) -> object:
        return self._path(start, end), self._path(end, start)

    def paths(self, start: int, end: int) -> object:
        return yen(self.graph, start, end, 10)

    def source(self, start: int) -> object:
        return dijkstra(self.graph, indices=start)

    def top(self) -> object:
        ahead = dijkstra(self.graph, indices=self.case.office)
        behind = dijkstra(self.back, indices=self.case.office)
        return smallest((ahead + behind)[self.case.residents], 50)

    def inner(self) -> tuple[int, int]:
        """Count the actors inside the two trees of the office, and the arrows of both trees.

        A careful user removes no other one: what hangs on nothing costs nothing.
        """
        inside: set[int] = set()
        arrows = 0
        for graph in (self.graph, self.back):
            _, before = dijkstra(graph, indices=self.case.office, return_predecessors=True)
            above = before[before >= 0]
            inside.update(np.unique(above).tolist())
            arrows += above.size
        return len(inside - {self.case.office}), arrows

    def change(self, changes: tuple[Change, ...]) -> None:
        for place, value in changes:
            self.graph.data[place] = self.case.lengths_of(value)

    def cut(self, start: int, end: int) -> object:
        return maximum_flow(self.flow, start, end).flow_value

    def mutual(self) -> np.ndarray:
        """Give the mutual scores of the office with all, from two searches."""
        office = self.case.office
        lengths = dijkstra(self.graph, indices=office) + dijkstra(self.back, indices=office)
        return np.exp(-lengths / 2) / self.case.decay

    def without(self, actor: int) -> np.ndarray:
        """Give the same without one actor."""
        rows = [slice(*graph.indptr[actor : actor + 2]) for graph in (self.graph, self.back)]
        return self._mutual_without(*rows)

    def without_relation(self, place: int) -> np.ndarray:
        """Give the same without one relation."""
        start, end = int(self.case.drawn.starts[place]), int(self.case.drawn.ends[place])
        first, beyond = self.back.indptr[end : end + 2]
        behind = first + int(np.flatnonzero(self.back.indices[first:beyond] == start)[0])
        return self._mutual_without(slice(place, place + 1), slice(behind, behind + 1))

    def _mutual_without(self, ahead: slice, behind: slice) -> np.ndarray:
        """Give them while some lengths are endless, which is as good as no relation."""
        kept = self.graph.data[ahead].copy(), self.back.data[behind].copy()
        self.graph.data[ahead] = self.back.data[behind] = np.inf
        try:
            return self.mutual()
        finally:
            self.graph.data[ahead], self.back.data[behind] = kept
