"""Drawn graphs: the same by the same seed, simple, and of the shape that their name says."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from graph_api.bench import SHAPES, Drawn
from graph_api.domain import KINDS


def as_networkx(drawn: Drawn) -> nx.DiGraph[int]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(drawn.actors))
    graph.add_edges_from(zip(drawn.starts.tolist(), drawn.ends.tolist(), strict=True))
    return graph


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_seed_draws_the_same_and_another_another(shape: str) -> None:
    one, same, other = (SHAPES[shape](1_000, seed) for seed in (7, 7, 8))
    assert np.array_equal(one.strength, same.strength)
    assert np.array_equal(one.starts, same.starts)
    assert not np.array_equal(one.strength[:100], other.strength[:100])


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("actors", [100, 1_000, 12_345])
def test_it_is_a_simple_graph_with_strengths_above_0(shape: str, actors: int) -> None:
    drawn = SHAPES[shape](actors, 1)
    graph = as_networkx(drawn)
    assert graph.number_of_edges() == drawn.relations  # no pair twice
    assert nx.number_of_selfloops(graph) == 0
    assert graph.number_of_nodes() == drawn.actors <= actors
    assert drawn.strength.min() > 0
    assert drawn.strength.max() <= 1
    assert nx.number_weakly_connected_components(graph) == 1
    assert set(drawn.kinds) <= set(KINDS)


def test_the_district_has_its_layers() -> None:
    drawn = SHAPES["district"](20_000, 7)
    count = dict(zip(drawn.kinds, np.bincount(drawn.kind).tolist(), strict=True))
    assert count["street_office"] == 2
    assert count["residents_committee"] == 13
    assert count["building_group"] == 8 * 13
    assert count["owners_committee"] == count["property_firm"] == 3 * 13
    assert 7 < drawn.relations / drawn.actors < 9
    residents = drawn.kind == drawn.kinds.index("resident")
    assert set(drawn.group[residents].tolist()) == set(range(13))
    # A committee empowers its own area only.
    committee = drawn.kind == drawn.kinds.index("residents_committee")
    down = committee[drawn.starts] & residents[drawn.ends]
    assert (drawn.group[drawn.starts[down]] == drawn.group[drawn.ends[down]]).all()


def test_the_scale_free_graph_has_hubs_and_the_lattice_none() -> None:
    hubs = np.bincount(SHAPES["scale_free"](20_000, 7).ends)
    assert hubs.max() > 50 * np.median(hubs)
    square = SHAPES["lattice"](20_000, 7)
    assert square.actors == 141**2
    assert np.bincount(square.ends).max() == 4


def test_a_district_of_a_handful_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        SHAPES["district"](99, 7)
