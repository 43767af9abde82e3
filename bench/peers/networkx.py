"""networkx: pure Python; its search of a pair is bidirectional."""

from __future__ import annotations

from itertools import islice

import networkx as nx

from bench.cases import Case, Change


class Networkx:
    """Edges carry their length as ``c`` and their capacity as ``w``."""

    name = "networkx"
    most = 100_000  # 1e6 actors would take about 3.5 GB and 10 s to load

    def __init__(self, case: Case) -> None:
        drawn = case.drawn
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from(range(case.actors))
        self.graph.add_weighted_edges_from(
            zip(drawn.starts.tolist(), drawn.ends.tolist(), case.lengths.tolist(), strict=True),
            weight="c",
        )
        self.back = self.graph.reverse(copy=False)
        self.case = case

    def prepare(self) -> None:
        self.residents = self.case.residents.tolist()
        if self.case.size <= 1_000:
            places = zip(
                self.case.drawn.starts.tolist(), self.case.drawn.ends.tolist(), strict=True
            )
            whole = zip(places, self.case.whole.tolist(), strict=True)
            nx.set_edge_attributes(self.graph, dict(whole), "w")
            self.cut = self._cut

    def _path(self, start: int, end: int) -> list[int]:
        try:
            return nx.bidirectional_dijkstra(self.graph, start, end, weight="c")[1]
        except nx.NetworkXNoPath:
            return []

    def pair(self, start: int, end: int) -> object:
        return self._path(start, end), self._path(end, start)

    def paths(self, start: int, end: int) -> object:
        try:
            return list(islice(nx.shortest_simple_paths(self.graph, start, end, "c"), 10))
        except nx.NetworkXNoPath:
            return []

    def source(self, start: int) -> object:
        return nx.single_source_dijkstra_path_length(self.graph, start, weight="c")

    def top(self) -> object:
        office = self.case.office
        ahead = nx.single_source_dijkstra_path_length(self.graph, office, weight="c")
        behind = nx.single_source_dijkstra_path_length(self.back, office, weight="c")
        both = (ahead[v] + behind[v] for v in self.residents if v in ahead and v in behind)
        return sorted(both)[:50]

    def change(self, changes: tuple[Change, ...]) -> None:
        starts, ends = self.case.drawn.starts, self.case.drawn.ends
        for place, value in changes:
            edge = self.graph[int(starts[place])][int(ends[place])]
            edge["c"] = float(self.case.lengths_of(value))

    def _cut(self, start: int, end: int) -> object:
        return nx.maximum_flow_value(self.graph, start, end, capacity="w")
