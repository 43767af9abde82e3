"""The arrays of a graph come back from a file as the graph that they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from graph_api.scoring.engine.arcs import ArcGraph
from graph_api.scoring.engine.between import best_between
from graph_api.scoring.engine.patches import patched
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.graphs.stored import restored, stored
from graph_api.snapshots.column_file import read_columns, write_columns
from tests.builders import snapshot
from tests.large import as_arrays

VIEWS = (
    snapshot("a -> b 0.5\na -> b 0.7\nb -> c 1\nc -> a 0.25\nc -> a 0.25"),
    snapshot("a -> b 0.5\nb -> a 0.7"),
)


def through_a_file(graph: ArcGraph, folder: Path) -> ArcGraph:
    path = folder / "graph.columns"
    write_columns(path, {}, dict(stored(graph)))
    file = read_columns(path)
    assert file is not None
    return restored(file.arrays, graph.name)


def test_parallel_relations_and_lone_actors_survive(tmp_path: Path) -> None:
    for number, view in enumerate(VIEWS):
        with as_arrays():
            graph = carrier_graph(view)
        assert isinstance(graph, ArcGraph)
        folder = tmp_path / str(number)
        folder.mkdir()
        back = through_a_file(graph, folder)
        assert (back.size, back.count, dict(back.twins)) == (
            graph.size, graph.count, dict(graph.twins),
        )  # fmt: skip
        for one, other in zip(back.arrows, graph.arrows, strict=True):
            assert np.array_equal(np.asarray(one), np.asarray(other))


def test_a_mapped_graph_can_be_changed_and_its_file_is_not(tmp_path: Path) -> None:
    with as_arrays():
        graph = carrier_graph(VIEWS[0])
    assert isinstance(graph, ArcGraph)
    mapped = through_a_file(graph, tmp_path)
    before = (tmp_path / "graph.columns").read_bytes()
    changed = patched(mapped, {(0, 2): [(0.9, 0)]}, size=3, name=mapped.name)
    assert best_between(changed, 0, 2).best == 0.9
    assert best_between(mapped, 0, 2).best == 0.7
    assert (tmp_path / "graph.columns").read_bytes() == before
