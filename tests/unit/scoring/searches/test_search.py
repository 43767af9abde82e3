from __future__ import annotations

import pytest

from graph_api.errors import BadParameterError
from graph_api.scoring import Reading, Scoring
from graph_api.scoring.graphs.carriers import carrier_graph
from graph_api.scoring.searches.search import Search, search_from, search_to
from tests.builders import snapshot

VIEW = snapshot("a -> b 0.5\nb -> c 0.4\na -> c 0.1\nd")
GRAPH = carrier_graph(VIEW)
A, B, C, D = (VIEW.place(name) for name in "abcd")
SCORINGS = [
    Scoring(),
    Scoring(Reading.WEAKEST),
    Scoring(max_hops=2),
    Scoring(Reading.WEAKEST, max_hops=2),
]


def relations(search: Search, place: int) -> list[str]:
    route = search.route(place)
    return [VIEW.relations[arrow[2]].id for arrow in route.arrows] if route else []


@pytest.mark.parametrize("scoring", SCORINGS)
def test_a_search_goes_from_one_to_all_or_from_all_to_one(scoring: Scoring) -> None:
    ahead, towards = search_from(GRAPH, A, scoring), search_to(GRAPH, C, scoring)
    assert relations(ahead, C) == relations(towards, A) == ["r1", "r2"]
    assert ahead.score(C) == towards.score(A)
    assert ahead.score(C) == (0.4 if scoring.reading is Reading.WEAKEST else 0.2)
    assert relations(towards, B) == ["r2"]


@pytest.mark.parametrize("scoring", SCORINGS)
def test_nobody_reaches_himself_or_one_who_stands_alone(scoring: Scoring) -> None:
    search = search_from(GRAPH, A, scoring)
    for place in (A, D):
        assert not search.reaches(place)
        assert search.best(place) < 0
        assert (search.route(place), search.score(place)) == (None, 0.0)


def test_a_hop_limit_makes_the_longer_way_disappear() -> None:
    assert relations(search_from(GRAPH, A, Scoring(max_hops=1)), C) == ["r3"]
    assert search_to(GRAPH, C, Scoring(Reading.WEAKEST, max_hops=1)).score(A) == 0.1


def test_all_walks_are_no_search_for_one_path() -> None:
    with pytest.raises(BadParameterError, match="ALL_WALKS"):
        search_from(GRAPH, A, Scoring(Reading.ALL_WALKS))
