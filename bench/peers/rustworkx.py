"""rustworkx: a library in Rust; of a pair it gives the lengths alone, its quickest way."""

from __future__ import annotations

import numpy as np
import rustworkx as rx

from bench.cases import Case, Change, smallest


class Rustworkx:
    """The payload of an edge is its length."""

    name = "rustworkx"
    most = 1_000_000

    def __init__(self, case: Case) -> None:
        drawn = case.drawn
        self.graph = rx.PyDiGraph(multigraph=True)  # looks for no twin of each edge: quicker
        self.graph.add_nodes_from(range(case.actors))
        self.graph.add_edges_from(
            list(
                zip(drawn.starts.tolist(), drawn.ends.tolist(), case.lengths.tolist(), strict=True)
            )
        )
        self.back = self.graph.copy()
        self.back.reverse()
        self.case = case

    def prepare(self) -> None:
        """Nothing is left to do."""

    def pair(self, start: int, end: int) -> object:
        length = rx.digraph_dijkstra_shortest_path_lengths
        ahead = length(self.graph, start, float, goal=end)
        behind = length(self.graph, end, float, goal=start)
        return (
            ahead[end] if end in ahead else float("inf"),
            behind[start] if start in behind else float("inf"),
        )

    def source(self, start: int) -> object:
        return rx.digraph_dijkstra_shortest_path_lengths(self.graph, start, float)

    def top(self) -> object:
        office = self.case.office
        both = np.zeros(self.case.actors)
        for graph in (self.graph, self.back):
            found = rx.digraph_dijkstra_shortest_path_lengths(graph, office, float)
            one = np.full(self.case.actors, np.inf)
            one[np.fromiter(found.keys(), np.int64, len(found))] = np.fromiter(
                found.values(), np.float64, len(found)
            )
            both += one
        return smallest(both[self.case.residents], 50)

    def change(self, changes: tuple[Change, ...]) -> None:
        for place, value in changes:
            self.graph.update_edge_by_index(place, float(self.case.lengths_of(value)))
