"""Cuts of arrays against networkx and scipy, and what the loops do in the corners."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

from graph_api.bench import SHAPES, Drawn
from graph_api.errors import DeadlineExceededError
from graph_api.scoring import stopping
from graph_api.scoring.engine import flows
from graph_api.scoring.engine.arcs import ArcGraph, arc_graph
from graph_api.scoring.engine.flows import Room
from graph_api.scoring.engine.nearest_cut import SPARE, Cutting, smallest_cut
from graph_api.scoring.engine.patches import patched
from tests.large import kernels

UNIT = 10
Arcs = Mapping[tuple[int, int], int]
"""Amounts of ordered pairs, in tenths of a strength."""


def graph(arcs: Arcs, size: int) -> ArcGraph:
    ends = np.array(list(arcs), np.int32).reshape(-1, 2)
    return arc_graph(size, ends[:, 0], ends[:, 1], np.array(list(arcs.values())) / UNIT)


def cut_of(of: ArcGraph, start: int, end: int) -> Cutting:
    by_code = np.rint(of.table * UNIT).astype(np.int64)
    found = smallest_cut(of, start, end, Room(by_code, np.zeros(0, np.int64)))
    return Cutting(found.amount, tuple(sorted(found.arcs)))


def cut_by_networkx(arcs: Arcs, size: int, start: int, end: int) -> Cutting:
    """Give the greatest flow, and the arcs that leave what it leaves within reach of the start."""
    of: nx.DiGraph[int] = nx.DiGraph()
    of.add_nodes_from(range(size))
    for (one, other), amount in arcs.items():
        of.add_edge(one, other, capacity=amount)
    left = nx.algorithms.flow.preflow_push(of, start, end)
    open_arcs = [
        (one, other) for one, other, of_arc in left.edges(data=True)
        if of_arc["flow"] < of_arc["capacity"]
    ]  # fmt: skip
    near = {start, *nx.descendants(nx.DiGraph([(start, start), *open_arcs]), start)}
    cut = sorted((one, other) for one, other in arcs if one in near and other not in near)
    return Cutting(left.graph["flow_value"], tuple(cut))


@st.composite
def networks(draw: st.DrawFn) -> tuple[Arcs, int]:
    size = draw(st.integers(2, 9))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    pairs = pairs.filter(lambda pair: pair[0] != pair[1])
    # Few amounts, so that many cuts are equally small.
    amounts = st.integers(1, draw(st.sampled_from((1, 2, 10))))
    return draw(st.dictionaries(pairs, amounts, max_size=4 * size)), size


@given(networks())
def test_a_cut_is_that_of_networkx_nearest_the_start(network: tuple[Arcs, int]) -> None:
    arcs, size = network
    made = graph(arcs, size)
    for start, end in ((0, size - 1), (size - 1, 0)):
        assert cut_of(made, start, end) == cut_by_networkx(arcs, size, start, end)


@pytest.mark.parametrize("seed", range(8))
def test_random_graphs_in_which_flow_must_give_way_are_cut_as_networkx_cuts_them(seed: int) -> None:
    # Two or three arcs an actor and few amounts: many ways cross, and many cuts are equally small.
    chance = random.Random(seed)  # noqa: S311  # no secret
    for _ in range(60):
        size = chance.randrange(6, 20)
        pairs = list(itertools.permutations(range(size), 2))
        chosen = chance.sample(pairs, min(len(pairs), chance.randrange(2 * size, 3 * size)))
        arcs = {pair: chance.choice((1, 1, 2, 3)) for pair in chosen}
        assert cut_of(graph(arcs, size), 0, 1) == cut_by_networkx(arcs, size, 0, 1)


@given(networks(), st.data())
def test_a_changed_graph_is_cut_as_one_that_was_built_so(
    network: tuple[Arcs, int], data: st.DataObject
) -> None:
    arcs, size = network
    pairs = list(itertools.permutations(range(size), 2))
    changes = data.draw(st.dictionaries(st.sampled_from(pairs), st.integers(0, UNIT), max_size=5))
    whole = {pair: amount for pair, amount in {**arcs, **changes}.items() if amount}
    changed = patched(
        graph(arcs, size),
        {pair: [(amount / UNIT, 0)] if amount else [] for pair, amount in changes.items()},
        size=size,
        name=str,
    )
    assert cut_of(changed, 0, size - 1) == cut_by_networkx(whole, size, 0, size - 1)


@given(networks(), st.integers(0, 3))
def test_counting_heights_anew_changes_nothing(network: tuple[Arcs, int], patience: int) -> None:
    arcs, size = network
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flows, "PATIENCE", patience / 3 or 1e-9)
        found = cut_of(graph(arcs, size), 0, size - 1)
    assert found == cut_by_networkx(arcs, size, 0, size - 1)


def scipy_cut(drawn: Drawn, start: int, end: int) -> Cutting:
    starts, ends, size = drawn.starts, drawn.ends, drawn.actors
    amounts = np.rint(drawn.strength * 1_000_000)
    arcs = csr_array((amounts.astype(np.int32), (starts, ends)), shape=(size, size))
    found = maximum_flow(arcs, start, end)
    left = csr_array(arcs - found.flow)
    left.data = np.maximum(left.data, 0)
    left.eliminate_zeros()
    near = np.zeros(size, np.bool_)
    near[breadth_first_order(left, start, return_predecessors=False)] = True
    leaving = np.flatnonzero(near[starts] & ~near[ends])
    pairs = zip(starts[leaving].tolist(), ends[leaving].tolist(), strict=True)
    return Cutting(int(found.flow_value), tuple(sorted(pairs)))


@pytest.mark.parametrize("size", [1_000, 10_000])
@pytest.mark.parametrize("shape", SHAPES)
def test_large_graphs_are_cut_as_scipy_cuts_them(shape: str, size: int) -> None:
    drawn = SHAPES[shape](size, 7)
    made = arc_graph(drawn.actors, drawn.starts, drawn.ends, drawn.strength)
    room = Room(np.rint(made.table * 1_000_000).astype(np.int64), np.zeros(0, np.int64))
    chance = np.random.default_rng(5)
    with kernels("compiled"):
        for _ in range(6):
            start, end = map(int, chance.choice(drawn.actors, 2, replace=False))
            found = smallest_cut(made, start, end, room)
            expected = scipy_cut(drawn, start, end)
            assert (found.amount, tuple(sorted(found.arcs))) == expected


def test_a_cut_may_have_more_arcs_than_there_was_room_for_at_first() -> None:
    many = SPARE + 9
    ways = {(0, place): 1 for place in range(2, many + 2)}
    ways |= {(place, 1): 2 for place in range(2, many + 2)}
    assert cut_of(graph(ways, many + 2), 0, 1) == (many, tuple(sorted(ways))[:many])
    # And far from the start: all that leads into the end.
    turned = {(one, other): 3 - amount for (one, other), amount in ways.items()}
    assert cut_of(graph(turned, many + 2), 0, 1).arcs == tuple(sorted(turned))[many:]


def test_actors_that_cannot_be_reached_are_on_the_far_side() -> None:
    # 2 leads into the end, and nothing to 2.
    assert cut_of(graph({(0, 1): 3, (2, 1): 5, (3, 2): 1}, 4), 0, 1) == (3, ((0, 1),))
    assert cut_of(graph({(2, 1): 5}, 3), 0, 1) == (0, ())
    assert cut_of(graph({}, 2), 0, 1) == (0, ())


@pytest.mark.parametrize("at", range(1, 40, 3))
def test_it_stops_wherever_it_is_when_the_question_ends(at: int) -> None:
    # A ladder: dozens of looks at the flag before the cut is known.
    ladder = {(place, place + 2): 1 + place % 3 for place in range(30)}
    ladder |= {(place, place ^ 1): 1 for place in range(32)}
    made = graph(ladder, 32)
    expected = cut_of(made, 0, 31)

    class Flag:
        """Stands at 1 from the n-th look on."""

        looks = 0

        def __getitem__(self, _: int) -> int:
            self.looks += 1
            return int(self.looks >= at)

    # Plain even after another test had the loops compiled: compiled ones take arrays only.
    with kernels("plain"), pytest.MonkeyPatch.context() as patch, stopping.within(None) as stop:
        patch.setattr(stop, "flag", Flag())
        with pytest.raises(DeadlineExceededError, match=r"reached \d+ of 32 actors"):
            cut_of(made, 0, 31)
    assert cut_of(made, 0, 31) == expected
