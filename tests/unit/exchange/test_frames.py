"""A view in pandas, polars and igraph: typed, unknown stays unknown, the scores are ours."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pandas as pd
import polars as pl
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
from graph_api.errors import BadParameterError
from graph_api.exchange.frames import to_igraph, to_pandas, to_polars
from graph_api.scoring import score_pair
from graph_api.workbench import View, load
from tests.strategies import scenarios

NAMES = ("to_pandas", "to_polars", "to_igraph")


def knots() -> View:
    actors = {
        ActorId(name): Actor(
            ActorId(name), Label(zh=f"名{name}"), "resident", Level.INDIVIDUAL, Sphere.SOCIETY, 0
        )
        for name in "abc"
    }
    plain = Relation(RelationId("r1"), ActorId("a"), ActorId("b"), strength=Strength.exactly(0.5))
    relations = (
        plain,
        replace(plain, id=RelationId("r2"), strength=None, valid_from=date(1, 1, 1)),
        replace(plain, id=RelationId("r3"), strength=Strength.exactly(0)),
        replace(plain, id=RelationId("r4"), relation_class=RelationClass.BURDEN),
        replace(plain, id=RelationId("r5"), from_id=ActorId("b"), to_id=ActorId("a")),
        replace(plain, id=RelationId("r6"), to_id=ActorId("a")),
        replace(plain, id=RelationId("r7"), from_id=ActorId("b"), to_id=ActorId("c")),
    )
    scenario = Scenario("knots", actors=actors, relations={item.id: item for item in relations})
    return View(build_view(scenario, ViewSpec()))


def test_pandas_has_types_and_says_where_it_comes_from() -> None:
    actors, relations = knots().to_pandas()
    assert [*relations["strength"].isna()] == [False, True, *[False] * 5]
    assert relations["strength"][2] == 0
    assert [*relations["length"].isna()] == [False, True, True, True, False, True, False]
    assert {str(relations[name].dtype) for name in ("low", "strength", "high")} == {"float64"}
    assert isinstance(relations["class"].dtype, pd.CategoricalDtype)
    assert [*actors["level"].cat.categories] == [level.value for level in Level]
    assert (actors["level"] < "state").all()
    assert str(relations["valid_from"].dtype) == "datetime64[s]"
    assert actors["name_en"].isna().all()
    assert [*actors["name_zh"]] == ["名a", "名b", "名c"]
    for frame in (actors, relations):
        assert frame.attrs["scenario"] == "knots"
        assert frame.attrs["version"]


def test_polars_has_types_and_null_is_unknown() -> None:
    actors, relations = knots().to_polars()
    assert relations["strength"].to_list() == [0.5, None, 0, 0.5, 0.5, 0.5, 0.5]
    assert relations.schema["class"] == pl.Enum([item.value for item in RelationClass])
    assert relations["valid_from"][1] == date(1, 1, 1)
    assert actors.schema["stateness"] == pl.Float64
    assert relations.filter(pl.col("class") == "burden")["id"].to_list() == ["r4"]


def test_igraph_keeps_every_edge_and_gives_our_scores() -> None:
    graph = knots().to_igraph()
    assert graph.is_directed()
    assert graph.ecount() == 7
    assert graph.es["strength"] == [0.5, None, 0, 0.5, 0.5, 0.5, 0.5]
    assert graph.vs["name"] == ["a", "b", "c"]
    assert graph["scenario"] == "knots"
    assert math.exp(-graph.distances("a", "c", weights="length")[0][0]) == pytest.approx(0.25)
    assert graph.distances("c", "a", weights="length")[0][0] == math.inf


@given(scenario=scenarios())
@settings(max_examples=30)
def test_any_view_becomes_frames_of_the_same_size_and_scores(scenario: Scenario) -> None:
    view = build_view(scenario, ViewSpec())
    for frames in (to_pandas(view, {}), to_polars(view)):
        assert [*frames.actors["id"]] == [*scenario.actors]
        assert [*frames.relations["id"]] == [*scenario.relations]
    graph = to_igraph(view, {})
    for start in scenario.actors:
        for end in scenario.actors:
            if start != end:
                length = graph.distances(start, end, weights="length")[0][0]
                forward = score_pair(view, start, end).forward
                assert math.exp(-length) == pytest.approx(forward or 0.0, rel=1e-9, abs=1e-12)


def test_the_frames_hold_the_numbers_of_the_view() -> None:
    view = load("seeds/district.yaml").view()
    relations = view.to_pandas().relations
    assert [*relations["strength"].dropna()] == [
        float(value) for value in view.graph.point if not math.isnan(value)
    ]
    assert [*relations["low"].dropna()] == [
        float(value) for value in view.graph.low if not math.isnan(value)
    ]
    assert relations["judgements"].sum() == sum(
        len(relation.judgements) for relation in view.graph.relations
    )
    assert isinstance(relations["valid_from"].iloc[0], datetime | type(pd.NaT))


@pytest.mark.parametrize("name", NAMES)
def test_a_library_that_is_missing_is_named_with_the_way_to_get_it(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.import_module

    def missing(module: str, *rest: Any) -> Any:  # as the real one
        if module == name.removeprefix("to_"):
            raise ModuleNotFoundError(module)
        return real(module, *rest)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(BadParameterError, match=r"empower\[analysis\]") as told:
        getattr(knots(), name)()
    assert "empower[analysis]" in told.value.zh
