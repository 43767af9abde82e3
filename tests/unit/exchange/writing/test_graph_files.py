"""GraphML and GEXF are read back by networkx and igraph to the same scenario and scores."""

from __future__ import annotations

import functools
import heapq
import io
import itertools
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings

from graph_api.domain import (
    Actor,
    ActorId,
    Label,
    Level,
    Relation,
    RelationClass,
    RelationId,
    Scenario,
    Sphere,
    Strength,
    ViewSpec,
    build_view,
)
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.writing import carried as carried_module
from graph_api.exchange.writing.carried import carry
from graph_api.exchange.writing.gexf import write_gexf
from graph_api.exchange.writing.graphml import write_graphml
from graph_api.scenarios import read_scenario
from graph_api.scoring import score_pair
from tests.strategies import scenarios
from tests.unit.exchange.writing.reading_back import said_of, whole

ROOT = Path(__file__).parents[4]
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))
HOSTILE = (
    "nul\x00 esc\x1b[31m",
    "\x85\u2028\ufeff",
    "\ufffe\uffff\U0001fffe",
    "<![CDATA[ ]]> </node> & \"quotes\" 'and'",
    "\u202eسلام\u202c",
    "\U0001f469\u200d\U0001f33e",
    "a\r\nb\rc\td",
    " edge\u3000",
    "=1+1",
    "",
    "街道办事处",
)

Row = dict[str, Any]
Read = tuple[Row, list[Row], list[Row]]


def written(scenario: Scenario, write: Callable[..., None], variant: str = "today") -> bytes:
    file = io.BytesIO()
    write(carry(scenario, variant), file)
    return file.getvalue()


def by_networkx_from_graphml(data: bytes) -> Read:
    return _of_networkx(nx.read_graphml(io.BytesIO(data), edge_key_type=str), None)


def by_networkx_from_gexf(data: bytes) -> Read:
    graph = nx.read_gexf(io.BytesIO(data))
    said = ET.fromstring(data).findtext("{*}meta/{*}description") or ""  # noqa: S314  # our own
    return _of_networkx(graph, json.loads(said)["rest"])


def _of_networkx(graph: Any, rest: Row | None) -> Read:  # of any class
    nodes = [{"id": node, **said} for node, said in graph.nodes(data=True)]
    edges = [
        {"from": start, "to": end, "id": said.get("id", key), **said}
        for start, end, key, said in _keyed(graph)
    ]
    return rest or json.loads(graph.graph["rest"]), nodes, edges


def _keyed(graph: Any) -> Iterable[tuple[str, str, str, Row]]:  # of any class
    if graph.is_multigraph():
        yield from graph.edges(keys=True, data=True)
        return
    for start, end, said in graph.edges(data=True):
        yield start, end, said["id"], said


def by_igraph_from_graphml(data: bytes) -> Read:
    with tempfile.NamedTemporaryFile(suffix=".graphml") as file:
        file.write(data)
        file.flush()
        graph = igraph.Graph.Read_GraphML(file.name)
    ids = graph.vs["id"] if graph.vcount() else []
    edges = [
        {
            **edge.attributes(),
            "id": edge["relation"],
            "from": ids[edge.source],
            "to": ids[edge.target],
        }
        for edge in graph.es
    ]
    return json.loads(graph["rest"]), [vertex.attributes() for vertex in graph.vs], edges


WAYS = [
    pytest.param(write_graphml, by_networkx_from_graphml, id="graphml-networkx"),
    pytest.param(write_graphml, by_igraph_from_graphml, id="graphml-igraph"),
    pytest.param(write_gexf, by_networkx_from_gexf, id="gexf-networkx"),
]


def best_products(edges: list[Row], start: str, *, hoped: bool) -> dict[str, float]:
    """Follow the best products from an actor over the weights that a file holds: Dijkstra."""
    arrows: dict[str, list[tuple[str, float]]] = {}
    for edge in edges:
        weight = said_of(edge).get("weight", 1.0 if hoped else 0.0)
        if edge["class"] == "empowerment" and weight > 0:
            arrows.setdefault(edge["from"], []).append((edge["to"], weight))
    best: dict[str, float] = {}
    heap = [(-1.0, start)]
    while heap:
        product, actor = heapq.heappop(heap)
        if actor in best:
            continue
        best[actor] = -product
        for end, weight in arrows.get(actor, []):
            heapq.heappush(heap, (product * weight, end))
    return best


Scores = dict[tuple[str, str], float | None]


def our_scores(scenario: Scenario, variant: str) -> Scores:
    view = build_view(scenario, ViewSpec(variant))
    scores: Scores = {}
    for a, b in itertools.combinations([actor.id for actor in view.actors], 2):
        score = score_pair(view, a, b)
        scores[a, b], scores[b, a] = score.forward, score.reverse
    return scores


@functools.cache
def seed_scores(path: Path, variant: str) -> Scores:
    return our_scores(seed(path), variant)


@functools.cache
def seed(path: Path) -> Scenario:
    scenario = read_scenario(path.read_bytes()).scenario
    assert scenario is not None
    return scenario


def require_same(scores: Scores, edges: list[Row]) -> None:
    starts = {start for start, _ in scores}
    known = {start: best_products(edges, start, hoped=False) for start in starts}
    hoped = {start: best_products(edges, start, hoped=True) for start in starts}
    for (start, end), ours in scores.items():
        theirs = known[start].get(end, 0.0)
        if ours is None:
            assert theirs == 0
            assert end in hoped[start]
        else:
            assert ours == pytest.approx(theirs, rel=1e-9)
            assert theirs > 0 or end not in hoped[start]


@pytest.mark.parametrize(("write", "read"), WAYS)
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_comes_back_with_the_same_scores_and_entries(
    path: Path, write: Callable[..., None], read: Callable[[bytes], Read]
) -> None:
    scenario = seed(path)
    for variant in (scenario.variant_keys[0], scenario.variant_keys[-1]):
        rest, nodes, edges = read(written(scenario, write, variant))
        require_same(seed_scores(path, variant), edges)
        wanted = replace(carry(scenario, variant).whole, cases={})
        assert whole(rest, nodes, edges) == wanted


@pytest.mark.parametrize(("write", "read"), WAYS)
@given(scenario=scenarios())
@settings(max_examples=40)
def test_any_scenario_comes_back_with_the_same_scores_and_entries(
    write: Callable[..., None], read: Callable[[bytes], Read], scenario: Scenario
) -> None:
    rest, nodes, edges = read(written(scenario, write))
    require_same(our_scores(scenario, "today"), edges)
    assert whole(rest, nodes, edges) == replace(scenario, cases={})


def hostile() -> Scenario:
    actors = {
        ActorId(f"居民{n}"): Actor(
            ActorId(f"居民{n}"),
            Label(text, text[::-1]),
            "resident",
            Level.INDIVIDUAL,
            Sphere.SOCIETY,
            0,
            group=text,
        )
        for n, text in enumerate(HOSTILE)
    }
    return Scenario("hostile", actors=actors)


@pytest.mark.parametrize(("write", "read"), WAYS)
def test_hostile_names_are_kept_to_the_last_sign(
    write: Callable[..., None], read: Callable[[bytes], Read]
) -> None:
    _, nodes, _ = read(written(hostile(), write))
    for text, node in zip(HOSTILE, nodes, strict=True):
        said = said_of(node)
        more = json.loads(said.get("more", "{}"))
        name = more.get("name", {"en": said.get("name_en"), "zh": said.get("name_zh")})
        assert name == {"en": text, "zh": text[::-1]}
        assert more.get("group", said.get("group")) == text
        assert said["label"]


def test_opposites_parallels_and_loops_are_edges_of_their_own() -> None:
    ends = (("a", "b"), ("b", "a"), ("a", "b"), ("a", "a"), ("a", "b"))
    relations = [
        Relation(RelationId(f"r{n}"), ActorId(start), ActorId(end), strength=strength)
        for n, ((start, end), strength) in enumerate(
            zip(
                ends,
                (Strength.exactly(0), None, Strength.exactly(1), None, Strength(0.2, None, 0.4)),
                strict=True,
            )
        )
    ]
    relations[4] = replace(relations[4], relation_class=RelationClass.BURDEN)
    actors = {
        ActorId(name): Actor(
            ActorId(name), Label(zh=f"名{name}"), "resident", Level.INDIVIDUAL, Sphere.SOCIETY, 0
        )
        for name in "ab"
    }
    scenario = Scenario(
        "knots", actors=actors, relations={relation.id: relation for relation in relations}
    )
    root = ET.fromstring(written(scenario, write_gexf))  # noqa: S314  # our own
    edges = root.findall(".//{*}edge")
    assert root.get("version") == "1.3"
    assert [edge.get("id") for edge in edges] == ["r0", "r1", "r2", "r3", "r4"]
    assert [edge.get("weight") for edge in edges] == [
        "0.0",
        None,
        "1.0",
        None,
        "0.30000000000000004",
    ]
    kinds = [edge.get("kind") for edge in edges]
    assert kinds == ["empowerment", "empowerment", "empowerment 2", "empowerment", "burden"]
    assert len({(e.get("source"), e.get("target"), e.get("kind")) for e in edges}) == 5
    assert [node.get("label") for node in root.findall(".//{*}node")] == ["名a", "名b"]
    _, _, read = by_igraph_from_graphml(written(scenario, write_graphml))
    assert [said_of(edge).get("weight") for edge in read] == [0, None, 1, None, pytest.approx(0.3)]


def test_labels_are_in_the_language_that_was_asked() -> None:
    scenario = seed(ROOT / "seeds" / "district.yaml")
    asked: tuple[tuple[Language, str], ...] = (("en", "Street office"), ("zh", "街道办事处"))
    for language, label in asked:
        for write in (write_gexf, write_graphml):
            file = io.BytesIO()
            write(carry(scenario), file, language)
            assert label in file.getvalue().decode()
        file = io.BytesIO()
        write_gexf(carry(scenario), file, language)
        assert f'label="{label}"' in file.getvalue().decode()


@pytest.mark.parametrize("write", [write_gexf, write_graphml])
def test_the_same_view_gives_the_same_bytes_and_says_where_it_comes_from(
    write: Callable[..., None],
) -> None:
    scenario = replace(hostile(), revision=17)
    first = written(scenario, write)
    assert first == written(scenario, write)
    assert b"17" in first
    assert b"hostile" in first


@pytest.mark.parametrize("write", [write_gexf, write_graphml])
def test_a_graph_that_is_too_large_is_refused_before_anything_is_written(
    write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carried_module, "MOST_ACTORS", 3)
    file = io.BytesIO()
    with pytest.raises(BadParameterError, match="at most 3"):
        write(carry(hostile()), file)
    assert file.getvalue() == b""


@pytest.mark.parametrize("write", [write_gexf, write_graphml])
def test_how_far_it_is_is_told(write: Callable[..., None]) -> None:
    told: list[float] = []
    write(carry(hostile()), io.BytesIO(), "zh", told.append)
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1
