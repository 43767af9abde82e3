"""PageRank, Katz, Bonacich: against libraries and sums of walks, and where they are refused."""

from __future__ import annotations

import math
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot
from graph_api.domain.from_arrays import snapshot_from_arrays
from graph_api.errors import BadParameterError
from graph_api.scoring.metrics import METRICS, metric, ties_of, walks
from tests.builders import snapshot
from tests.published.networks import network
from tests.unit.scoring.metrics.graphs import digraph, values, views


@given(views(), st.sampled_from([0.5, 0.85, 0.99]))
def test_pagerank_is_that_of_networkx_where_that_is_let_run(
    view: GraphSnapshot, alpha: float
) -> None:
    theirs = nx.pagerank(digraph(view), alpha=alpha, weight="w", tol=1e-14, max_iter=100_000)
    ours = values(view, "pagerank", alpha=alpha)
    assert ours == pytest.approx(theirs, abs=1e-10)
    assert math.fsum(value or 0 for value in ours.values()) == pytest.approx(1, abs=1e-12)


def largest(graph: nx.DiGraph[str]) -> float:
    matrix = nx.to_numpy_array(graph, weight="w")
    return float(max(abs(np.linalg.eigvals(matrix))))


@given(views())
def test_the_limit_is_1_over_the_largest_eigenvalue(view: GraphSnapshot) -> None:
    graph = digraph(view)
    limit = walks.largest_attenuation(ties_of(view))
    if nx.is_directed_acyclic_graph(graph):
        assert limit == math.inf
    else:
        assert limit == pytest.approx(1 / largest(graph), rel=1e-6)
        assert limit <= 1 / largest(graph) * (1 + 1e-7)


@given(views(), st.floats(-0.95, 0.95))
def test_bonacich_power_is_the_sum_over_walks(view: GraphSnapshot, share: float) -> None:
    graph = digraph(view)
    limit = walks.largest_attenuation(ties_of(view))
    beta = share * min(limit, 2.0)
    matrix = nx.to_numpy_array(graph, weight="w")
    term = total = matrix @ np.ones(len(graph))
    for _ in range(2_000):
        term = beta * matrix @ term
        total = total + term
    norm = float(total @ total)
    ours = values(view, "bonacich_power", beta=beta)
    if norm == 0:
        assert set(ours.values()) == {None}
        return
    expected = dict(zip(graph, total * math.sqrt(len(graph) / norm), strict=True))
    assert ours == pytest.approx(expected, abs=1e-7)


@given(views(least=2), st.floats(0.01, 0.95))  # networkx fails on a single actor
def test_katz_is_that_of_networkx_less_its_norm(view: GraphSnapshot, share: float) -> None:
    alpha = share * min(walks.largest_attenuation(ties_of(view)), 5.0)
    # Over ties that lead to the actor, as Katz has it; networkx counts the actor itself too.
    theirs = nx.katz_centrality_numpy(digraph(view), alpha=alpha, normalized=False, weight="w")
    expected = {name: value - 1 for name, value in theirs.items()}
    assert values(view, "katz", alpha=alpha) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", ["pagerank", "katz", "bonacich_power"])
def test_a_large_graph_is_summed_to_what_a_small_one_is_solved_to(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = network("karate").view(0.3)
    near = 0.97 * walks.largest_attenuation(ties_of(view))
    asked = {"pagerank": {"alpha": 0.97}, "katz": {"alpha": near}}.get(name, {"beta": -near})
    solved = values(view, name, **asked)
    monkeypatch.setattr(walks, "MOST_DENSE", 1)
    assert values(view, name, **asked) == pytest.approx(solved, rel=1e-11, abs=1e-13)


@pytest.mark.parametrize(("name", "key"), [("bonacich_power", "beta"), ("katz", "alpha")])
def test_an_attenuation_at_or_beyond_the_limit_is_refused_and_the_limit_named(
    name: str, key: str
) -> None:
    view = network("line_of_five").view()  # largest eigenvalue: sqrt(3)
    limit = 1 / math.sqrt(3)
    assert metric(view, name, {key: limit * 0.999}).rows[0].value is not None
    for beyond in (limit, limit * 1.001, 100.0):
        with pytest.raises(BadParameterError, match=r"0\.57735") as refused:
            metric(view, name, {key: beyond})
        assert refused.value.details["limit"] == pytest.approx(limit)
        assert "0.57735" in refused.value.zh
    if name == "bonacich_power":
        with pytest.raises(BadParameterError):
            metric(view, name, {key: -limit})


def test_without_a_circle_any_attenuation_has_a_value() -> None:
    view = snapshot("a -> b 0.5\nb -> c 0.5")
    assert values(view, "katz", alpha=10) == {"c": 30.0, "b": 5.0, "a": 0.0}  # 5 + 5 x 5


def test_katz_says_which_alpha_it_took() -> None:
    assert metric(network("line_of_five").view(), "katz").parameters == {"alpha": 0.1}
    # 33 eigenvalues of the complete graph are -1, one is 33: 0.85 / 33, down to four digits.
    names = [f"a{number}" for number in range(34)]
    lines = "\n".join(f"{a} -> {b} 1" for a in names for b in names if a != b)
    assert metric(snapshot(lines), "katz").parameters == {"alpha": 0.02575}


def test_the_two_readings_of_power_part_on_the_line_of_five() -> None:
    """Cook and others 1983, Bonacich 1987: the centre is central, those beside it are powerful.

    Actor 1 is the centre, 2 and 3 stand beside it, 4 and 5 are the ends.
    """
    view = network("line_of_five").view()

    def ranked(name: str, **parameters: float) -> list[set[str]]:
        groups: dict[float, set[str]] = {}
        for actor, value in values(view, name, **parameters).items():
            groups.setdefault(round(value or 0, 9), set()).add(actor)
        return [groups[value] for value in sorted(groups, reverse=True)]

    centre_first = [{"1"}, {"2", "3"}, {"4", "5"}]
    assert ranked("betweenness") == centre_first
    assert ranked("closeness", weighted=0) == centre_first
    assert ranked("bonacich_power", beta=0.4) == centre_first
    beside_first = [{"2", "3"}, {"1"}, {"4", "5"}]
    assert ranked("bonacich_power", beta=-0.4) == beside_first
    assert ranked("bonacich_power", beta=-0.5)[0] == {"2", "3"}
    assert ranked("graph_theoretic_power") == [{"2", "3"}, {"1", "4", "5"}]
    # Between them lies beta = 0, the mere number of ties, where neither is ahead.
    assert ranked("bonacich_power", beta=0) == [{"1", "2", "3"}, {"4", "5"}]


def test_beta_has_to_be_said() -> None:
    with pytest.raises(BadParameterError, match="needs beta") as refused:
        metric(network("kite").view(), "bonacich_power")
    assert "需要给出 beta" in refused.value.zh
    assert [p.key for p in METRICS["bonacich_power"].parameters if p.is_required] == ["beta"]


def test_a_graph_of_a_hundred_thousand_actors_has_a_pagerank() -> None:
    rng = np.random.default_rng(7)
    size, count = 100_000, 400_000
    starts = rng.integers(0, size, count, dtype=np.int32)
    ends = (starts + rng.integers(1, size, count, dtype=np.int32)) % size
    ids = [f"a{number}" for number in range(size)]
    view = snapshot_from_arrays(ids, starts, ends.astype(np.int32), rng.random(count))
    rows = metric(view, "pagerank").rows
    assert len(rows) == size
    assert rows[0].value is not None
    assert rows[0].value > 1 / size


@pytest.mark.parametrize("beta", [-1.0, -0.5, 0.75])
def test_walks_that_cancel_leave_every_digit(beta: float) -> None:
    """With everybody above all who follow there are up to 2^58 walks, half of them of each sign."""
    size = 60
    view = snapshot_from_arrays(
        [f"n{place:02}" for place in range(size)], *np.triu_indices(size, 1), np.ones(1770)
    )
    exact = [Fraction(0)] * size
    for place in reversed(range(size)):
        beyond = exact[place + 1 :]
        exact[place] = len(beyond) + Fraction(beta) * sum(beyond, Fraction(0))
    norm = math.sqrt(size / float(sum(power**2 for power in exact)))
    ours = values(view, "bonacich_power", beta=beta)
    expected = {f"n{place:02}": float(power) * norm for place, power in enumerate(exact)}
    assert ours == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("katz", {"alpha": 1e5}),
        ("bonacich_power", {"beta": 1e5}),
        ("bonacich_power", {"beta": -1e5}),
        ("bonacich_power", {"beta": -5.0}),
    ],
)
@pytest.mark.parametrize("most", [10, walks.MOST_DENSE])
def test_what_float64_cannot_hold_or_get_right_is_refused(
    name: str, asked: dict[str, float], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chain has no cycle, so that no eigenvalue forbids any parameter."""
    monkeypatch.setattr(walks, "MOST_DENSE", most)
    size = 600
    steps = np.arange(size - 1)
    view = snapshot_from_arrays([*map(str, range(size))], steps, steps + 1, np.ones(size - 1))
    with pytest.raises(BadParameterError, match=f"this {next(iter(asked))}") as refused:
        metric(view, name, asked)
    assert refused.value.details == {"parameter": next(iter(asked))}
    assert "请取绝对值较小的" in refused.value.zh


def test_power_over_the_faintest_of_ties_is_not_nothing() -> None:
    """Of which the squares vanish in float64."""
    view = snapshot_from_arrays(["a", "b", "c"], [0, 1, 2], [1, 2, 0], [1e-200] * 3)
    assert values(view, "bonacich_power", beta=0.5) == pytest.approx({"a": 1, "b": 1, "c": 1})
