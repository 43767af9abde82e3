"""Graphs from other programs, and our own back again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import networkx as nx
import pytest

import graph_api as ea
from graph_api.domain import Scenario
from graph_api.errors import BadParameterError, ScenarioError
from graph_api.exchange.graph_files.reading import read_graph_file, read_networkx
from graph_api.exchange.sheets import read_sheets
from graph_api.exchange.writing.carried import carry
from graph_api.exchange.writing.exporting import write_path
from graph_api.scenarios import read_scenario
from graph_api.scenarios.parse import Checked

SEEDS = sorted((Path(__file__).parents[4] / "seeds").glob("*.yaml"))

GEPHI = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3" xmlns:viz="http://gexf.net/1.3/viz">
<meta><creator>Gephi 0.10</creator><description>two offices</description></meta>
<graph defaultedgetype="directed">
<attributes class="node" mode="static">
<attribute id="modularity_class" title="Modularity Class" type="integer"/></attributes>
<nodes>
<node id="0" label="街道办"><attvalues><attvalue for="modularity_class" value="1"/></attvalues>
<viz:size value="10.0"/><viz:position x="1.0" y="2.0"/></node>
<node id="1" label="Residents"/><node id="n 2"/></nodes>
<edges><edge id="7" source="0" target="1" weight="0.5"/><edge id="8" source="1" target="0"/>
<edge id="9" source="n 2" target="0" weight="0.25"/></edges></graph></gexf>
"""

YED = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
 xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d6" yfiles.type="nodegraphics"/>
<key attr.name="weight" attr.type="double" for="edge" id="d9"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="d6"><y:ShapeNode>
<y:NodeLabel>居委会</y:NodeLabel></y:ShapeNode></data></node>
<node id="n1"><data key="d6"><y:ShapeNode>
<y:NodeLabel>Owners</y:NodeLabel></y:ShapeNode></data></node>
<edge id="e0" source="n0" target="n1"><data key="d9">3.0</data></edge>
<edge id="e1" source="n0" target="n1"><data key="d9">1.5</data></edge>
</graph></graphml>
"""


def codes(checked: Checked) -> set[str]:
    return {problem.code for problem in checked.problems}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def scenario(checked: Checked) -> Scenario:
    assert checked.errors == ()
    assert checked.scenario is not None
    return checked.scenario


@pytest.mark.parametrize("form", ["csv", "xlsx", "graphml", "gexf"])
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_what_an_export_writes_comes_back_as_the_same_scenario(
    seed: Path, form: str, tmp_path: Path
) -> None:
    before = read_scenario(seed.read_bytes()).scenario
    assert before is not None
    path = tmp_path / ("out" if form == "csv" else f"out.{form}")
    write_path(carry(before), form, path)
    read = read_sheets if form in {"csv", "xlsx"} else read_graph_file
    checked: Checked = read(path)
    after = scenario(checked)
    assert after == dataclasses.replace(before, cases={})


def test_a_graph_of_gephi_comes_in_with_what_it_lacks_told(tmp_path: Path) -> None:
    checked = read_graph_file(written(tmp_path / "g.gexf", GEPHI))
    found = scenario(checked)
    assert {key: actor.name.text("zh") for key, actor in found.actors.items()} == {
        "0": "街道办",
        "1": "Residents",
        "n_2": "n 2",
    }
    said = [
        (r.id, r.from_id, r.to_id, r.strength and r.strength.best) for r in found.relations.values()
    ]
    assert said == [("7", "0", "1", 0.5), ("8", "1", "0", None), ("9", "n_2", "0", 0.25)]
    assert {"kind-assumed", "id-made", "strength-unknown", "unknown-column"} <= codes(checked)
    assert {actor.kind for actor in found.actors.values()} == {"unspecified"}


def test_weights_above_one_are_refused_and_scaled_where_asked(tmp_path: Path) -> None:
    path = written(tmp_path / "y.graphml", YED)
    refused = read_graph_file(path)
    assert [problem.code for problem in refused.errors] == ["weights-above-one"]
    assert "--scale max" in (refused.errors[0].hint_en or "")
    checked = read_graph_file(path, scale="max")
    found = scenario(checked)
    assert [r.strength and r.strength.best for r in found.relations.values()] == [1.0, 0.5]
    assert [actor.name.text("zh") for actor in found.actors.values()] == ["居委会", "Owners"]
    assert "weights-scaled" in codes(checked)


def test_edges_that_networkx_would_lose_are_refused(tmp_path: Path) -> None:
    for name, text in (
        ("a.graphml", YED.replace('id="e1"', 'id="e0"')),
        ("b.graphml", YED.replace('target="n1"', 'target="n9"', 1)),
        ("c.gexf", GEPHI.replace('id="9" source="n 2" target="0"', 'id="7" source="0" target="1"')),
    ):
        checked = read_graph_file(written(tmp_path / name, text))
        assert [problem.code for problem in checked.errors] == ["bad-sheet"], name


def test_a_graph_of_networkx_scores_as_paths_by_hand() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_edge("a", "b", weight=0.5)
    graph.add_edge("a", "b", weight=0.8)
    graph.add_edge("b", "c", weight=0.5)
    graph.add_edge("c", "a", strength=0.9)
    view = ea.from_networkx(graph).view()
    assert view.pair("a", "c").forward == pytest.approx(0.8 * 0.5)
    assert view.pair("a", "c").reverse == pytest.approx(0.9)


def test_an_undirected_edge_is_two_relations() -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_edge(1, 2, weight=0.5)
    graph.add_edge(2, 2, weight=0.25)
    checked = read_networkx(graph)
    found = scenario(checked)
    ends = sorted((r.from_id, r.to_id) for r in found.relations.values())
    assert ends == [("1", "2"), ("2", "1"), ("2", "2")]
    assert "edges-doubled" in codes(checked)


def test_attributes_are_those_of_the_columns() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", kind="street_office", name_zh="街道办", stateness=0.9, level=None)
    graph.add_node("b", 类型="居民", population=12)
    graph.add_edge("a", "b", low=0.1, best=0.2, high=0.4, conveys=["money", "信任"], id="x")
    graph.add_edge("b", "a", best=float("nan"))
    found = scenario(read_networkx(graph, key="k", title="图"))
    assert (found.key, found.about.title.zh) == ("k", "图")
    office, residents = found.actors.values()
    assert (office.kind, office.stateness, residents.kind, residents.population) == (
        *("street_office", 0.9, "resident", 12),
    )
    x, back = found.relations.values()
    assert (x.id, x.conveys) == ("x", ("money", "trust"))
    assert x.strength is not None
    assert (x.strength.low, x.strength.best, x.strength.high) == (0.1, 0.2, 0.4)
    assert back.strength is None


def test_a_faulty_node_or_edge_is_named() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", kind="residnt")
    graph.add_edge("a", "b", weight=-0.5)
    graph.add_edge("b", "a", weight=float("inf"), **{"class": "love"})
    with pytest.raises(ScenarioError) as caught:
        ea.from_networkx(graph)
    errors = [(p.path, p.code) for p in caught.value.problems if p.severity == "error"]
    assert errors == [
        ("node a: kind", "unknown-kind"),
        ("edge a -> b: best", "out-of-range"),
        ("edge b -> a: best", "wrong-type"),
        ("edge b -> a: class", "bad-word"),
    ]


def test_what_is_no_graph_is_told(tmp_path: Path) -> None:
    empty: nx.DiGraph[str] = nx.DiGraph()
    with pytest.raises(BadParameterError):
        ea.from_networkx([1, 2])
    with pytest.raises(BadParameterError):
        ea.from_networkx(empty, scale="log")
    with pytest.raises(BadParameterError):
        ea.from_networkx(empty, key="-")
    with pytest.raises(BadParameterError):
        ea.read_sheets(tmp_path / "none.gexf")


def test_nodes_whose_texts_are_alike_are_told() -> None:
    graph: nx.DiGraph[int | str] = nx.DiGraph()
    graph.add_edge(1, "1")
    assert "duplicate-actor" in codes(read_networkx(graph))


def test_an_empty_graph_is_an_empty_scenario() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    found = scenario(read_networkx(graph))
    assert (found.actors, found.relations) == ({}, {})
