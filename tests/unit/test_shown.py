"""Answers of a view: what they rest on, how they show themselves, and that they stay values."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_api as ea
from graph_api.domain import ActorId
from graph_api.scoring import (
    Bottleneck,
    PairScore,
    find_cut,
    rank_bottlenecks,
    regime,
    score_pair,
)
from graph_api.scoring.bottlenecks import unordered_pairs
from graph_api.version import __version__
from graph_api.workbench import View
from graph_api.workbench.shown import Shown, carry
from graph_api.workbench.shown_kinds import ShownPair

OPTIONS = [{"key": "hotline", "cost": 2, "measure": {"raise": {"relation": "r28", "by": 0.3}}}]
PAIR = ("residents", "street_office")
GROUPS = ("sphere=state", "sphere=society")

ASKED: dict[str, Callable[[View], Any]] = {
    "pair": lambda view: view.pair(*PAIR, decay=0.9),
    "paths": lambda view: view.paths(*PAIR),
    "pairs": lambda view: view.pairs(*GROUPS),
    "bottlenecks": lambda view: view.bottlenecks(*GROUPS),
    "relations": lambda view: view.bottlenecks(*GROUPS, target="relation"),
    "channels": lambda view: view.bottlenecks(*GROUPS, target="channel"),
    "cut": lambda view: view.cut(*PAIR),
    "cut of actors": lambda view: view.cut(*PAIR, target="actor"),
    "regime": lambda view: view.regime(),
    "uncertainty": lambda view: view.uncertainty(*PAIR, draws=100),
    "ranks": lambda view: view.rank_uncertainty(*GROUPS, draws=100),
    "sensitivity": lambda view: view.sensitivity(*PAIR),
    "metric": lambda view: view.metric("betweenness"),
    "metric of the graph": lambda view: view.metric("reciprocity"),
    "attribution": lambda view: view.attribution(*PAIR),
    "plan": lambda view: view.plan(OPTIONS, 10, *PAIR),
    "openings": lambda view: view.openings(OPTIONS, *PAIR),
}


@pytest.fixture(scope="module")
def view() -> View:
    return ea.load("seeds/mutual-empowerment.yaml").view()


@pytest.mark.parametrize("kind", ASKED)
def test_an_answer_says_what_it_rests_on(kind: str, view: View) -> None:
    answer = ASKED[kind](view)
    known = answer.provenance
    assert (known["scenario"], known["variant"], known["revision"]) == (
        "mutual-empowerment",
        "today",
        0,
    )
    assert known["version"] == __version__
    assert known["parameters"]
    with pytest.raises(TypeError):
        known["revision"] = 7


@pytest.mark.parametrize("kind", ASKED)
def test_an_answer_shows_itself_in_both_languages(kind: str, view: View) -> None:
    answer = ASKED[kind](view)
    text = repr(answer)
    assert f"mutual-empowerment@today, revision 0, empower {__version__}" in text
    assert "object at 0x" not in text
    assert max(map(len, text.splitlines())) < 200
    english, chinese = answer.to_html("en"), answer.to_html("zh")
    assert answer._repr_html_() == english
    assert english != chinese
    assert "修订 0" in chinese
    for html in (english, chinese):
        parser = HTMLParser()
        parser.feed(html)
        assert html.count("<tr>") == html.count("</tr>")


def test_a_pair_shows_names_and_numbers(view: View) -> None:
    text = repr(view.pair(*PAIR))
    assert text.splitlines()[0] == "Residents ⇄ Street office: near absent"
    assert "forward  0.100" in text
    assert "reverse  0.075" in text
    assert "mutual   0.087" in text
    assert 'value="0.08660254037844387"' in view.pair(*PAIR).to_html()


def test_parameters_are_those_of_the_command_line(view: View) -> None:
    known = view.pair(*PAIR, decay=0.9, max_hops=3).provenance["parameters"]
    assert known == {
        "reading": "product",
        "decay": 0.9,
        "maturity": None,
        "maxHops": 3,
        "damping": None,
    }
    said = view.bottlenecks(["residents"], ["street_office"]).provenance["parameters"]
    assert (said["between"], said["and"], said["target"]) == ("residents", "street_office", "actor")


def test_a_filter_of_the_view_is_told_too() -> None:
    bench = ea.load("seeds/mutual-empowerment.yaml")
    known = bench.view(filter={"classes": ["empowerment"]}).regime().provenance
    assert known["parameters"]["filter"] == {"classes": ["empowerment"]}


def test_names_from_strangers_are_escaped() -> None:
    view = ea.view_from_arrays(["<script>", "b&c"], [0, 1], [1, 0], [0.5, 0.5])
    html = view.pair("<script>", "b&c").to_html()
    assert "<script>" not in html
    assert "&lt;script&gt; ⇄ b&amp;c" in html


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_answers_equal_what_scoring_gives_and_hash_alike(strengths: list[float]) -> None:
    view = ea.view_from_arrays(["a", "b", "c"], [0, 1, 2, 1, 2, 0], [1, 2, 0, 0, 1, 2], strengths)
    shown, plain = view.pair("a", "b"), score_pair(view.graph, "a", "b")
    assert shown == plain
    assert plain == shown
    assert hash(shown) == hash(plain)
    assert isinstance(shown, PairScore)
    assert view.regime() == regime(view.graph)
    assert view.cut("a", "b") == find_cut(view.graph, "a", "b")
    pairs = unordered_pairs(["a"], ["b", "c"])
    assert view.bottlenecks(["a"], ["b", "c"]) == rank_bottlenecks(view.graph, pairs)


def test_different_answers_differ(view: View) -> None:
    first, second = view.pair(*PAIR), view.pair(*reversed(PAIR))
    assert first != second
    assert first != 1
    assert first != view.regime()
    assert dataclasses.replace(first, forward=0.25) != first


def test_what_nobody_computed_rests_on_nothing(view: View) -> None:
    other = dataclasses.replace(view.pair(*PAIR), forward=0.25)
    assert other.forward == 0.25
    assert other.provenance == {}
    assert "residents ⇄ street_office" in repr(other)


def test_an_answer_cannot_be_changed(view: View) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.pair(*PAIR).forward = 1.0  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize("kind", ["pair", "paths", "cut", "regime", "uncertainty", "attribution"])
def test_an_answer_can_be_kept_and_copied(kind: str, view: View) -> None:
    answer = ASKED[kind](view)
    for again in (pickle.loads(pickle.dumps(answer)), copy.copy(answer), copy.deepcopy(answer)):  # noqa: S301
        assert again == answer
        assert again.provenance == answer.provenance
        assert type(again) is type(answer)


def test_bottlenecks_stay_a_tuple(view: View) -> None:
    ranking = view.bottlenecks(*GROUPS)
    assert isinstance(ranking, tuple)
    assert isinstance(ranking[0], Bottleneck)
    assert [*ranking] == [*ranking[: len(ranking)]]


def test_a_large_view_answers_with_its_own_kinds() -> None:
    count = 12_000  # a star: everybody is two hops from everybody
    leaves = [*range(1, count)]
    ids = [f"a{place}" for place in range(count)]
    hub = [0] * len(leaves)
    view = ea.view_from_arrays(ids, leaves + hub, hub + leaves, [0.5] * 2 * len(leaves))
    ranking = view.bottlenecks(["a1"], ["a3"])
    assert isinstance(ranking, Shown)
    assert len(ranking) == count
    assert "and " in repr(ranking)
    assert ranking.provenance["parameters"]["target"] == "actor"
    pairs = view.pairs(["a0"], ["a3", "a4"], first=1)
    assert isinstance(pairs, Shown)
    assert len(pairs.rows) == 1


def test_a_comparison_names_both_views() -> None:
    bench = ea.load("seeds/mutual-empowerment.yaml")
    found = bench.view().compare(bench.view("after_remedies"))
    assert found.provenance["before"]["variant"] == "today"
    assert found.provenance["after"]["variant"] == "after_remedies"
    assert "today → after_remedies: mutual" in repr(found)
    assert "双赢" in found.to_html("zh")


def test_a_plain_result_becomes_an_answer(view: View) -> None:
    plain = score_pair(view.graph, ActorId("residents"), ActorId("street_office"))
    shown = carry(ShownPair, plain, view.graph, view.provenance())
    assert shown == plain
    assert shown.provenance["parameters"] == {}
