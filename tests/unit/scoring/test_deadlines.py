"""Whatever is asked ends when its time is up, wherever it is then, and says how far it was."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from graph_api import scoring, view_from_arrays
from graph_api.bench import SHAPES
from graph_api.domain import GraphSnapshot
from graph_api.errors import DeadlineExceededError
from graph_api.scoring import (
    Reading,
    RegimeBasis,
    Scoring,
    Target,
    best_paths,
    brokerage_roles,
    find_cut,
    rank_bottlenecks,
    rank_pairs,
    regime,
    relation_deltas,
    score_pair,
    stopping,
    synergy,
    to_networkx,
)
from graph_api.scoring.losses.subjects import GroupPairs
from graph_api.scoring.pairs.top import top_pairs
from graph_api.scoring.stopping import Stop
from tests.large import as_arrays, fresh, kernels

PATIENCE = 1.0
"""Ten times the 100 ms within which a question is to end: a guard against one that hangs."""

DAMPED = Scoring(decay=0.9)
WEAKEST = Scoring(reading=Reading.WEAKEST)
WALKS = Scoring(reading=Reading.ALL_WALKS)
SHORT = Scoring(decay=0.9, max_hops=3)

A, B = "a3", "a150"

Ask = Callable[[GraphSnapshot], object]


def ranked(scoring: Scoring, target: Target, members: int = 3) -> Ask:
    places = np.arange(members), np.arange(members, 60)
    return lambda view: rank_bottlenecks(view, GroupPairs(*places), scoring, target=target)


GROUPS = [f"a{number}" for number in range(4)], [f"a{number}" for number in range(4, 60)]

QUESTIONS: dict[str, tuple[Ask, str]] = {
    "pair": (lambda view: score_pair(view, A, B, DAMPED), "the way from"),
    "pair by weakest": (lambda view: score_pair(view, A, B, WEAKEST), "the way from"),
    "pair of few hops": (lambda view: score_pair(view, A, B, SHORT), "the way from"),
    "pair by walks": (lambda view: score_pair(view, A, B, WALKS), "walks"),
    "paths": (lambda view: best_paths(view, A, B, 20, DAMPED), "20 best paths"),
    "paths by weakest": (lambda view: best_paths(view, A, B, 5, WEAKEST), "5 best paths"),
    "paths of few hops": (lambda view: best_paths(view, A, B, 5, SHORT), "5 best paths"),
    "all pairs": (lambda view: rank_pairs(view, *GROUPS, WEAKEST), "4 actors of the smaller group"),
    "all pairs by walks": (lambda view: rank_pairs(view, *GROUPS, WALKS), "walks"),
    "top pairs": (
        lambda view: top_pairs(view, *GROUPS, 5, DAMPED),
        "4 actors of the smaller group",
    ),
    "worst pairs": (
        lambda view: top_pairs(view, *GROUPS, 5, DAMPED, order="worst"),
        "4 actors of the smaller group",
    ),
    "missing pairs": (
        lambda view: top_pairs(view, *GROUPS, 5, DAMPED, order="missing"),
        "4 actors of the smaller group",
    ),
    "actors": (ranked(DAMPED, Target.ACTOR), "of 3 actors"),
    "relations": (ranked(DAMPED, Target.RELATION), "of 3 actors"),
    "channels": (ranked(DAMPED, Target.CHANNEL), "of 3 actors"),
    "actors by weakest": (ranked(WEAKEST, Target.ACTOR), "of 3 actors"),
    "relations of few hops": (ranked(SHORT, Target.RELATION), "of 3 actors"),
    "actors by walks": (ranked(WALKS, Target.ACTOR, 1), "thought away"),
    "relations by walks": (ranked(WALKS, Target.RELATION, 1), "thought away"),
    "cut of relations": (lambda view: find_cut(view, A, B), "the cut from"),
    "cut of actors": (lambda view: find_cut(view, A, B, Target.ACTOR), "the cut from"),
    "roles": (lambda view: brokerage_roles(view, A), "whom a3 stands between"),
}


class Impatient(Stop):
    """A question that is over after so many looks at it, wherever it is then."""

    looks = 0

    @property
    def is_over(self) -> bool:
        if Impatient.looks == 0:
            self.cancel()
        Impatient.looks -= 1
        return bool(self.flag[0])

    def watch(self) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        assert self.is_over in {True, False}  # a loop that is about to begin looks as well
        return self.flag


@pytest.fixture(scope="module")
def town() -> GraphSnapshot:
    drawn = SHAPES["district"](200, 7)
    ids = [f"a{number}" for number in range(drawn.actors)]
    return view_from_arrays(ids, drawn.starts, drawn.ends, drawn.strength).graph


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(stopping, "Stop", Impatient)
    with kernels("plain"):
        yield


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", ["lists", "arrays"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_that_ends_anywhere_says_how_far_it_was(
    town: GraphSnapshot, name: str, kind: str
) -> None:
    ask, expected = QUESTIONS[name]
    said = []
    looks, more = 0, 1
    while True:
        view = fresh(town)
        Impatient.looks = looks
        try:
            with stopping.within(None):
                if kind == "arrays":
                    with as_arrays():
                        ask(view)
                else:
                    ask(view)
            break
        except DeadlineExceededError as error:
            said.append((error.en, error.zh))
        looks, more = looks + more, looks
    assert said, "nothing looked whether the question was over"
    for en, zh in said:
        assert "within its time: " in en, "it does not say what had been searched"
        assert "未能在时限内完成：" in zh
    assert any(expected in en for en, _ in said), said


GIVEN: dict[str, Ask] = {
    "best_paths": lambda view: best_paths(view, A, B),
    "brokerage_roles": lambda view: brokerage_roles(view, A),
    "find_cut": lambda view: find_cut(view, A, B),
    "rank_bottlenecks": lambda view: rank_bottlenecks(view, [(A, B)]),
    "rank_pairs": lambda view: rank_pairs(view, *GROUPS),
    "regime": lambda view: regime(view, by=RegimeBasis.CAPABILITY),
    "relation_deltas": lambda view: relation_deltas(view, fresh(view)),
    "score_pair": lambda view: score_pair(view, A, B),
    "synergy": lambda view: synergy(view, fresh(view)),
    "to_networkx": to_networkx,
}

SAID = {"derivation", "explain_pair", "explain_path"}
"""These put an answer into words that is there already."""


def reads_a_view(name: str) -> bool:
    function = getattr(scoring, name)
    if not inspect.isfunction(function):
        return False
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation == "GraphSnapshot"


@pytest.fixture(scope="module")
def city() -> GraphSnapshot:
    drawn = SHAPES["district"](30_000, 7)
    ids = [f"a{number}" for number in range(drawn.actors)]
    return view_from_arrays(ids, drawn.starts, drawn.ends, drawn.strength).graph


@pytest.mark.parametrize("name", sorted({*filter(reads_a_view, scoring.__all__)} - SAID))
def test_whatever_reads_a_large_view_looks_whether_the_question_is_over(
    city: GraphSnapshot, name: str
) -> None:
    view = fresh(city)
    begun = time.monotonic()
    with (
        stopping.within(0),
        pytest.raises(DeadlineExceededError, match="within its time of 0 s"),
    ):
        GIVEN[name](view)
    assert time.monotonic() - begun < PATIENCE
