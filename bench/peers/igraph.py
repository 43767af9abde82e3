"""igraph: a library in C; it reads the weights anew in every call."""

from __future__ import annotations

import igraph
import numpy as np

from bench.cases import Case, Change, smallest


class Igraph:
    """Edges stand in the order of the case and carry their length as ``c``."""

    name = "igraph"
    most = 1_000_000

    def __init__(self, case: Case) -> None:
        drawn = case.drawn
        edges = np.column_stack((drawn.starts, drawn.ends))
        self.graph = igraph.Graph(n=case.actors, edges=edges, directed=True)
        self.graph.es["c"] = case.lengths.tolist()
        self.case = case

    def prepare(self) -> None:
        self.graph.es["w"] = [float(number) for number in self.case.whole.tolist()]

    def pair(self, start: int, end: int) -> object:
        return (
            self.graph.get_shortest_path(start, to=end, weights="c", output="vpath"),
            self.graph.get_shortest_path(end, to=start, weights="c", output="vpath"),
        )

    def paths(self, start: int, end: int) -> object:
        return self.graph.get_k_shortest_paths(start, to=end, k=10, weights="c", output="vpath")

    def source(self, start: int) -> object:
        return self.graph.distances(source=[start], weights="c")[0]

    def top(self) -> object:
        office = [self.case.office]
        ahead = np.array(self.graph.distances(source=office, weights="c", mode="out")[0])
        behind = np.array(self.graph.distances(source=office, weights="c", mode="in")[0])
        return smallest((ahead + behind)[self.case.residents], 50)

    def change(self, changes: tuple[Change, ...]) -> None:
        for place, value in changes:
            self.graph.es[place]["c"] = float(self.case.lengths_of(value))

    def cut(self, start: int, end: int) -> object:
        return self.graph.maxflow_value(start, end, capacity="w")
