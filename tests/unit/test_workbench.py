"""The Python face gives what the service gives, from a file, a store or a seed."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import graph_api as ea
from graph_api import bootstrap
from graph_api.domain import ActorFilter, RelationClass, RelationFilter
from graph_api.errors import (
    BadParameterError,
    ScenarioError,
    UnknownActorError,
    UnknownScenarioError,
    UnknownVariantError,
)
from graph_api.scoring import Completeness, Quadrant, Reading, RegimeBasis, Synergy, Target
from graph_api.settings import Settings
from graph_api.workbench import View, Workbench
from tests.unit.cli.conftest import STREET

ROOT = Path(__file__).parents[2]


@pytest.fixture
def street(tmp_path: Path) -> Workbench:
    path = tmp_path / "street.yaml"
    path.write_text(STREET, encoding="utf-8")
    return ea.load(path)


def test_the_public_names_are_there_and_sorted() -> None:
    assert list(ea.__all__) == sorted(ea.__all__)
    for name in ea.__all__:
        assert getattr(ea, name) is not None
        assert name in dir(ea)
    assert ea.Workbench is Workbench
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        _ = ea.lod


def test_a_path_a_text_of_a_path_and_a_seed_are_loaded(tmp_path: Path, street: Workbench) -> None:
    assert ea.load(str(tmp_path / "street.yaml")).scenario == street.scenario
    assert street.variants == ("today", "better")
    assert "3 actors, 4 relations" in repr(street)
    seed = ea.load("district", data=tmp_path / "nothing")
    assert len(seed.scenario.actors) == 60
    with pytest.raises(UnknownScenarioError):
        ea.load("distrct", data=tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_key_of_the_store_comes_before_a_seed(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    service = bootstrap.build_service(settings)
    service.import_scenario(STREET.replace("scenario: street", "scenario: district"))
    service.store.close()
    for bench in (ea.load("district", settings=settings), ea.load("district", data=tmp_path)):
        assert bench.scenario.revision == 1
        assert len(bench.scenario.actors) == 3


def test_a_view_answers_what_was_worked_out_by_hand(street: Workbench) -> None:
    view = street.view()
    score = view.pair("residents", "office")
    assert (score.forward, score.reverse) == (0.4, 0.8 * 0.5)
    assert score.mutual == pytest.approx(0.4)
    better = street.view("better").pair("residents", "office").mutual
    assert better == pytest.approx(math.sqrt(0.9 * 0.4))
    assert "street@today at revision 0" in repr(view)


def test_what_if_changes_a_date_and_a_filter_make_other_views(street: Workbench) -> None:
    changed = street.view(changes=[{"set_relation": {"id": "r3", "strength": 0.1}}])
    assert changed.pair("residents", "office").forward == 0.1
    assert street.view(as_of="2019-12-31").graph.relation_places.keys() == {"r1", "r2", "r3"}
    assert len(street.view(as_of=date(2020, 1, 1)).graph.relations) == 4
    kept = street.view(filter={"classes": ["control"]})
    assert [relation.id for relation in kept.graph.relations] == ["r4"]
    same = street.view(filter=RelationFilter(classes=(RelationClass.CONTROL,)))
    assert same.graph.relations == kept.graph.relations


def test_the_provenance_says_what_a_view_was_asked_with(street: Workbench) -> None:
    changes = [{"remove_relation": "r4"}]
    view = street.view(
        as_of="2020-01-01", changes=changes, filter={"bases": ["proposal"], "min_strength": 0.1}
    )
    said = view.provenance(target="actor")
    assert said["scenario"] == "street"
    assert said["version"] == ea.__version__
    assert said["parameters"] == {
        "asOf": "2020-01-01",
        "changes": changes,
        "filter": {"bases": ["proposal"], "minStrength": 0.1},
        "target": "actor",
    }
    assert street.view().provenance()["parameters"] == {}


def test_questions_without_meaning_are_refused(street: Workbench) -> None:
    with pytest.raises(UnknownVariantError):
        street.view("bettr")
    with pytest.raises(BadParameterError, match="2024-12-31"):
        street.view(as_of="31.12.2024")
    with pytest.raises(ScenarioError):
        street.view(changes=[{"set_relation": {"id": "r3", "strength": 7}}])
    with pytest.raises(BadParameterError, match="Nothing conveys 'gold'"):
        street.view(filter={"conveys": ["gold"]})
    with pytest.raises(UnknownActorError):
        street.view().pair("resident", "office")
    with pytest.raises(BadParameterError):
        street.view().pair("residents", "office", reading="bst")


def test_every_question_of_the_service_can_be_asked(street: Workbench) -> None:
    view = street.view()
    ranking = view.paths("office", "residents", 2)
    assert ranking.paths[0].actors == ("office", "committee", "residents")
    assert ranking.completeness is Completeness.COMPLETE
    assert view.paths("office", "residents", reading=Reading.WEAKEST).paths[0].score == 0.5
    first = view.pairs("residents", "all").rows[0]
    assert (first.a, first.b) == ("residents", "committee")
    assert view.pairs(["residents"], "office", order="worst").rows[0].mutual == pytest.approx(0.4)
    without = street.view(filter={"conveys": ["opinion"]})
    assert len(without.pairs("residents", "office", order="missing").rows) == 1
    told: list[float] = []
    found = view.bottlenecks(
        ActorFilter(ids=(view.graph.actors[2].id,)), "office", progress=told.append
    )
    assert (found[0].subject, found[0].pairs_cut) == ("committee", 1)
    assert found[0].loss == pytest.approx(0.4)
    assert told == sorted(told)
    assert view.bottlenecks("residents", "office", target="relation")[0].loss == pytest.approx(0.4)
    assert view.cut("office", "residents").relations == ("r2",)
    assert view.cut("office", "residents", target=Target.ACTOR).actors == ("committee",)
    regime = view.regime(by="capability", threshold=0.25)
    assert regime.by is RegimeBasis.CAPABILITY
    # The only known index is that of the residents, who are of society alone: 0.5.
    assert (regime.state, regime.society) == (None, 0.5)
    assert view.regime().quadrant in set(Quadrant)
    # office (state) -> committee (society) -> residents (society)
    assert view.roles("committee").gatekeeper == 1
    assert view.to_networkx().number_of_edges() == 4


def test_an_answer_is_explained_in_both_languages(street: Workbench) -> None:
    view = street.view()
    score = view.pair("residents", "office")
    assert score.forward_path is not None
    for language in ("en", "zh"):
        assert view.explain(score, language)
        assert view.explain(score.forward_path, language, reading="product")
    assert "居民" in view.explain(score, "zh")


def test_two_views_are_compared(street: Workbench) -> None:
    comparison = street.view().compare(street.view("better"))
    assert [(d.relation, d.before, d.after) for d in comparison.relations] == [("r3", 0.4, 0.9)]
    assert comparison.synergy is Synergy.ONE_SIDED
    (delta,) = comparison.pairs("residents", "office")
    assert delta.before.mutual == pytest.approx(0.4)
    assert delta.after.mutual == pytest.approx(0.6)
    assert comparison.pairs("all", "all", count=2, reading="weakest")[1].before.a


def test_arrays_become_a_view(tmp_path: Path) -> None:
    view = ea.view_from_arrays(
        ["a", "b", "c"], np.array([0, 1, 2, 0]), np.array([1, 2, 0, 2]), [0.5, 0.5, 0.25, np.nan]
    )
    assert isinstance(view, View)
    score = view.pair("a", "c")
    assert (score.forward, score.reverse) == (0.25, 0.25)
    assert score.unknown == ("r4",)
    assert view.graph.support == {("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")}
    assert ea.view_from_arrays([], [], [], []).graph.actors == ()


@pytest.mark.parametrize(
    ("arrays", "why"),
    [
        ((["a"], [0], [0, 0], [0.1]), "one length"),
        ((["a"], [[0]], [[0]], [[0.1]]), "one length"),
        ((["a", "a"], [0], [1], [0.1]), "repeated"),
        ((["a"], [0], [1], [0.1]), "from 0 to 0"),
        ((["a"], [-1], [0], [0.1]), "from 0 to 0"),
        ((["a", "b"], np.array([2**32]), [1], [0.1]), "from 0 to 1"),
        ((["a", "b"], np.array([2**63], np.uint64), [1], [0.1]), "from 0 to 1"),
        ((["a", "b"], [10**30], [1], [0.1]), "from 0 to 1"),
        ((["a", "b"], [np.nan], [1], [0.1]), "from 0 to 1"),
        ((["a", "b"], [0.5], [1], [0.1]), "whole"),
        ((["a"], [0], [0], [1.1]), r"\[0, 1\]"),
        ((["a"], [0], [0], [-0.1]), r"\[0, 1\]"),
        ((["a"], [0], [0], [np.inf]), r"\[0, 1\]"),
    ],
)
def test_arrays_that_make_no_view_are_refused(arrays: tuple[object, ...], why: str) -> None:
    with pytest.raises(BadParameterError, match=why):
        ea.view_from_arrays(*arrays)  # type: ignore[arg-type]


def test_a_sweep_follows_measures_and_becomes_a_figure(tmp_path: Path) -> None:
    view = ea.load("participation", data=tmp_path / "nothing").view("after_remedies")
    shares: list[float] = []
    swept = view.sweep(
        {"share_public_passive": [0, 0.1, 0.2]},
        ["share_passive"],
        progress=shares.append,
        share_public_active=0.3,
    )
    alone = [
        view.system(share_public_passive=at, share_public_active=0.3).measures(["share_passive"])
        for at in (0, 0.1, 0.2)
    ]
    assert [*swept.measure("share_passive")] == [measure.value for (measure,) in alone]
    assert [*swept.sweep.points] == [(0,), (0.1,), (0.2,)]
    assert shares[-1] == 1
    with pytest.raises(BadParameterError, match="followed no measure 'share'"):
        swept.measure("share")
    swept.to_figure(str(tmp_path / "a.svg"), language="zh")
    assert (tmp_path / "a.svg").stat().st_size > 0
    with pytest.raises(BadParameterError, match="is no font"):
        swept.to_figure(tmp_path / "b.svg", font=str(tmp_path / "a.svg"))


def test_a_sweep_of_what_is_no_parameter_is_refused(tmp_path: Path) -> None:
    view = ea.load("participation", data=tmp_path / "nothing").view()
    with pytest.raises(BadParameterError, match="has no parameter 'h'"):
        view.sweep({"h": [1]})
    with pytest.raises(BadParameterError, match="each once"):
        view.sweep({"share_public_passive": []})


@pytest.mark.parametrize("value", ["4", None, [4], np.array([4.0, 5.0]), 10**400, 4j])
def test_what_is_no_number_is_refused_by_name(value: object) -> None:
    view = ea.load(ROOT / "seeds" / "water-game.yaml").view()
    parameters: dict[str, Any] = {"fine": value}
    for ask in (
        lambda: view.system(**parameters),
        lambda: view.sweep({"fine": cast("Any", [value])}),
        lambda: view.sweep({"households": [20]}, **parameters),
    ):
        with pytest.raises(BadParameterError, match="fine must be a number") as caught:
            ask()
        assert caught.value.zh.startswith("fine 必须")
        assert caught.value.details["parameter"] == "fine"


@pytest.mark.parametrize("values", [3, None, "0:1:3"])
def test_a_sweep_of_no_list_is_refused(values: object) -> None:
    view = ea.load(ROOT / "seeds" / "water-game.yaml").view()
    with pytest.raises(BadParameterError, match="must be a list of numbers") as caught:
        view.sweep({"fine": cast("Any", values)})
    assert "列表" in caught.value.zh


def test_numbers_of_any_kind_are_values() -> None:
    view = ea.load(ROOT / "seeds" / "water-game.yaml").view()
    for value in (4, np.float64(4), np.int64(4), Fraction(4)):
        system = view.system(fine=cast("float", value))
        assert system.parameters.value("fine") == 4
    assert view.sweep({"fine": np.array([1.0, 2.0]).tolist()}).sweep.axes[0].values == (1, 2)
