from __future__ import annotations

import gc
import weakref
from datetime import date

import networkx as nx
import pytest

from graph_api.domain import (
    ActorId,
    Capitals,
    Evidence,
    GraphSnapshot,
    Level,
    Relation,
    RelationId,
    Strength,
    ViewKey,
)
from graph_api.domain import snapshot as build
from graph_api.scoring.graphs.carriers import (
    CarrierGraph,
    carrier_graph,
    carrier_graphs,
    to_networkx,
)
from graph_api.scoring.graphs.strengths import Assumption
from tests.builders import actor, snapshot


def lists(view: GraphSnapshot, assumption: Assumption = Assumption.POINT) -> CarrierGraph:
    graph = carrier_graph(view, assumption)
    assert isinstance(graph, CarrierGraph)
    return graph


VIEW = snapshot("r1: a -> b 0.5\nr2: a -> b 0.7\nr3: b -> a ?\nr4: a -> a 1\nr5: b -> c 1 control")


def test_only_the_strongest_known_empowerment_between_two_actors_is_an_arrow() -> None:
    graph = lists(VIEW)
    start, end, strength, relation = graph.arrows
    assert (start.tolist(), end.tolist(), strength.tolist(), relation.tolist()) == (
        [0], [1], [0.7], [1],
    )  # fmt: skip
    assert graph.arrow(0, 1) == (1, 0.7, 1)
    assert graph.arrow(1, 0) is None
    assert lists(VIEW, Assumption.HIGH).arrow(1, 0) == (0, 1.0, 2)
    assert carrier_graph(snapshot("a\nb")).arrows[0].shape == (0,)


def test_an_assumption_that_changes_nothing_is_the_same_graph() -> None:
    view = snapshot("a -> b 0.5")
    graphs = {carrier_graph(view, assumption) for assumption in Assumption}
    assert len(graphs) == 1
    assert carrier_graph(VIEW, Assumption.HOPED) is not carrier_graph(VIEW)


def test_all_graphs_of_a_view_are_one_where_nothing_is_uncertain() -> None:
    graphs = carrier_graphs(VIEW)
    assert graphs == tuple(carrier_graph(VIEW, assumption) for assumption in Assumption)
    assert graphs is carrier_graphs(VIEW)
    assert not graphs.are_one
    assert carrier_graphs(snapshot("a -> b 0.5")).are_one
    for uncertain in ("0.45 [0.4..0.5]", "?"):
        assert not carrier_graphs(snapshot(f"a -> b {uncertain}")).are_one


def test_graphs_do_not_keep_their_view_alive() -> None:
    view = snapshot("a -> b 0.5")
    carrier_graphs(view, maturity=0.5)
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None


def test_a_parallel_relation_takes_the_place_of_one_thought_away() -> None:
    graph = lists(VIEW)
    without = graph.without_relation(0, 1, 1)
    assert without.arrow(0, 1) == (1, 0.5, 0)
    assert without.back[1] == [(0, 0.5, 0)]
    assert without.without_relation(0, 1, 0).arrow(0, 1) is None
    assert graph.without_relation(0, 1, 0).arrow(0, 1) == (1, 0.7, 1)
    assert graph.without_relation(1, 0, 2).arrow(1, 0) is None
    assert graph.arrow(0, 1) == (1, 0.7, 1)


def test_a_channel_and_an_actor_go_with_all_their_relations() -> None:
    graph = lists(snapshot("a -> b 0.5\na -> b 0.7\nb -> c 1\nc -> a 1"))
    assert graph.without_channel(0, 1).arrow(0, 1) is None
    assert graph.without_channel(0, 1).arrow(1, 2) is not None
    alone = graph.without_actor(1)
    assert [list(arrows) for arrows in (*alone.out, *alone.back)] == [
        [], [], [(0, 1.0, 3)], [(2, 1.0, 3)], [], [],
    ]  # fmt: skip


def test_many_parallel_relations_stand_strongest_first_and_tied_ones_by_id() -> None:
    view = snapshot("r9: a -> b 0.5\nr1: a -> b 0.4\nr10: a -> b 0.5\nr0: a -> b 0.5")
    chosen = lists(view).parallels[0, 1]
    assert [view.relations[place].id for _, place in chosen] == ["r0", "r10", "r9", "r1"]


@pytest.fixture
def drawn() -> GraphSnapshot:
    person = actor("person", level=Level.INDIVIDUAL, capability=0.5, capitals=Capitals(social=0.2))
    up = Relation(
        RelationId("r1"),
        ActorId("person"),
        ActorId("office"),
        conveys=("opinion", "trust"),
        strength=Strength(0.2, 0.25, 0.3),
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 1, 1),
        evidence=(Evidence("essay", ("177", "187-191")), Evidence("law")),
    )
    return build(ViewKey("s", 3, "after"), [person, actor("office")], [up])


def test_networkx_gets_everything_flat_and_nothing_unknown(drawn: GraphSnapshot) -> None:
    graph = to_networkx(drawn)
    assert graph.graph == {"scenario": "s", "revision": 3, "variant": "after"}
    person = graph.nodes[ActorId("person")]
    assert (person["name_zh"], person["level"], person["capital_social"]) == (
        "person", "individual", 0.2,
    )  # fmt: skip
    assert person["capability_self_esteem"] == 0.5
    assert "capital_political" not in person
    edge = graph.edges[ActorId("person"), ActorId("office"), "r1"]
    assert edge["length"] == pytest.approx(1.3862943611198906)  # ln 4
    assert (edge["conveys"], edge["direction"]) == ("opinion, trust", "reverse")
    assert (edge["valid_from"], edge["valid_to"]) == ("2020-01-01", "2021-01-01")
    assert edge["evidence"] == "essay 177, 187-191; law"
    assert "\n".join(nx.generate_graphml(graph)).count("<edge") == 1


def test_only_what_carries_a_path_has_a_length() -> None:
    graph = to_networkx(snapshot("a -> b 1\na -> b ?\nb -> a 0\na -> a 0.5\na -> b 0.5 control"))
    lengths = {key: data.get("length") for _, _, key, data in graph.edges(keys=True, data=True)}
    assert lengths == {"r1": 0.0, "r2": None, "r3": None, "r4": None, "r5": None}
