"""On 1e5 actors sampled answers equal scipy's: pairs, from one actor to all, the top pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

import graph_api
from graph_api.bench import SHAPES, Drawn
from graph_api.domain import GraphSnapshot
from graph_api.scoring import Path, Scoring, rank_pairs, score_pair
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.pairs.top import top_pairs
from graph_api.scoring.searches.search import search_from, search_to
from tests.large import kernels

ACTORS = 100_000
SAMPLED = 6
RANKED = 500
NEARLY_ZERO = 1e-300
"""An explicit 0 would be no edge for scipy."""


@dataclass(frozen=True)
class Both:
    """A view, and scipy's matrix of the lengths of its relations."""

    view: GraphSnapshot
    strength: NDArray[np.float64]
    drawn: Drawn
    decay: float
    lengths: csr_matrix[np.float64]

    def scores(self, start: int, *, ahead: bool = True) -> NDArray[np.float64]:
        """Give scipy's scores from one actor to all; 0 without a path."""
        matrix = self.lengths if ahead else self.lengths.T.tocsr()
        found: NDArray[np.float64] = dijkstra(matrix, indices=[start])[0]
        return np.asarray(np.exp(-found) / self.decay)


def name(place: int) -> str:
    return f"a{place}"


@pytest.fixture(
    scope="module",
    params=[(shape, decay, ones) for shape in SHAPES for decay, ones in ((0.9, 0.0), (1.0, 0.01))],
    ids=lambda param: f"{param[0]}-{param[1]}",
)
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    shape, decay, ones = request.param
    drawn = SHAPES[shape](ACTORS, 7)
    strength = drawn.strength.copy()
    strength[np.random.default_rng(3).random(strength.size) < ones] = 1.0
    ids = [name(place) for place in range(drawn.actors)]
    view = graph_api.view_from_arrays(ids, drawn.starts, drawn.ends, strength).graph
    costs = np.maximum(-np.log(strength * decay), NEARLY_ZERO)
    matrix = csr_matrix((costs, (drawn.starts, drawn.ends)), shape=(drawn.actors, drawn.actors))
    with kernels("compiled"):
        yield Both(view, strength, drawn, decay, matrix)


def along(both: Both, path: Path | None) -> float:
    """Multiply the strengths along a path as they were drawn, relation by relation."""
    if path is None:
        return 0.0
    places = [int(relation[1:]) - 1 for relation in path.relations]
    assert [name(int(place)) for place in both.drawn.starts[places]] == list(path.actors[:-1])
    assert [name(int(place)) for place in both.drawn.ends[places]] == list(path.actors[1:])
    return float(np.prod(both.strength[places])) * both.decay ** (len(places) - 1)


def test_pairs_equal_scipy_and_their_paths_multiply_to_them(both: Both) -> None:
    chance = np.random.default_rng(11)
    scoring = Scoring(decay=both.decay)
    for start, end in chance.choice(both.drawn.actors, (SAMPLED, 2), replace=False).tolist():
        pair = score_pair(both.view, name(start), name(end), scoring)
        ahead, behind = both.scores(start)[end], both.scores(end)[start]
        assert pair.forward == pytest.approx(ahead, rel=1e-9, abs=0)
        assert pair.reverse == pytest.approx(behind, rel=1e-9, abs=0)
        assert along(both, pair.forward_path) == pytest.approx(pair.forward, rel=1e-12, abs=0)
        assert along(both, pair.reverse_path) == pytest.approx(pair.reverse, rel=1e-12, abs=0)


@pytest.mark.parametrize("ahead", [True, False], ids=["from", "to"])
def test_what_is_best_between_one_actor_and_all_others_equals_scipy(
    both: Both, *, ahead: bool
) -> None:
    start = int(np.random.default_rng(12).integers(both.drawn.actors))
    search = (search_from if ahead else search_to)(
        carrier_graph(both.view), start, Scoring(decay=both.decay)
    )
    others = [place for place in range(both.drawn.actors) if place != start]
    # What paths are compared by damps the first hop too; -1 is out of reach.
    found = np.array([search.best(place) for place in others]) / both.decay
    wanted = both.scores(start, ahead=ahead)[others]
    np.testing.assert_array_equal(found < 0, wanted == 0)
    np.testing.assert_allclose(np.maximum(found, 0), wanted, rtol=1e-9, atol=0)


def test_the_top_pairs_of_one_actor_with_all_others_are_those_of_scipy(both: Both) -> None:
    start = int(np.random.default_rng(14).integers(both.drawn.actors))
    others = np.delete(np.arange(both.drawn.actors, dtype=np.int32), start)
    top = top_pairs(both.view, [name(start)], others, 50, Scoring(decay=both.decay))
    scores = both.scores(start), both.scores(start, ahead=False)
    wanted = np.sort(np.sqrt(scores[0] * scores[1])[others])[::-1][:50]
    np.testing.assert_allclose([row.mutual or 0.0 for row in top], wanted, rtol=1e-9, atol=0)
    for row in top:
        assert row.a == name(start)
        assert row.forward == pytest.approx(scores[0][int(row.b[1:])], rel=1e-9, abs=0)
        assert row.reverse == pytest.approx(scores[1][int(row.b[1:])], rel=1e-9, abs=0)


def test_the_pairs_of_one_actor_stand_by_their_scores_as_scipy_has_them(both: Both) -> None:
    chance = np.random.default_rng(13)
    start, *others = chance.choice(both.drawn.actors, RANKED + 1, replace=False).tolist()
    scores = both.scores(start)[others], both.scores(start, ahead=False)[others]
    ranking = rank_pairs(
        both.view, [name(start)], list(map(name, others)), Scoring(decay=both.decay)
    )
    place = {name(other): number for number, other in enumerate(others)}
    order = [place[row.b] for row in ranking.rows]
    assert sorted(order) == list(range(RANKED))
    for one, way in zip(scores, ("forward", "reverse"), strict=True):
        numbers = [getattr(row, way) for row in ranking.rows]
        np.testing.assert_allclose(numbers, one[order], rtol=1e-9, atol=0)
    mutual = np.sqrt(scores[0] * scores[1])
    found = [row.mutual or 0.0 for row in ranking.rows]
    np.testing.assert_allclose(found, np.sort(mutual)[::-1], rtol=1e-9, atol=0)
