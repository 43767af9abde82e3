"""What holds for every metric: the ties it reads, its parameters, its limits, the order of rows."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import GraphSnapshot
from graph_api.errors import BadParameterError, DeadlineExceededError, TooCostlyError
from graph_api.scoring import stopping
from graph_api.scoring.metrics import METRICS, ask, metric, ties_of
from graph_api.scoring.metrics.info import Found
from tests.builders import snapshot
from tests.published.networks import network
from tests.unit.scoring.metrics.graphs import digraph, values, views

DEFAULTS = {name: {"beta": 0.1} if name == "bonacich_power" else {} for name in METRICS}


def test_ties_are_the_strongest_known_empowering_relations_of_ordered_pairs() -> None:
    view = snapshot("""
        a -> b 0.2
        a -> b 0.7
        a -> b ?
        b -> a 0
        b -> b 0.9
        a -> c 0.8 control
        c -> a ?
        b -> c 1
    """)
    ties = ties_of(view)
    assert (ties.start.tolist(), ties.end.tolist()) == ([0, 1], [1, 2])
    assert ties.strength.tolist() == [0.7, 1.0]
    assert ties.length.tolist() == pytest.approx([-math.log(0.7), 0.0])
    assert math.copysign(1, ties.length[1]) == 1
    assert ties.unknown == 2
    assert metric(view, "pagerank").unknown == 2
    back = ties.reversed()
    assert (back.start.tolist(), back.end.tolist()) == ([1, 2], [0, 1])
    assert back.strength.tolist() == [0.7, 1.0]


@given(views(), st.sampled_from(sorted(METRICS)))
def test_whoever_is_renamed_keeps_his_value(view: GraphSnapshot, name: str) -> None:
    graph = digraph(view)
    rename = {old: f"z{len(graph) - place}" for place, old in enumerate(graph)}
    lines = [rename[old] for old in sorted(graph, key=rename.__getitem__)]
    lines += [f"{rename[a]} -> {rename[b]} {graph.edges[a, b]['w']}" for a, b in graph.edges]
    other = snapshot("\n".join(lines))
    asked = {"beta": 0.05} if name == "bonacich_power" else {}
    before, after = metric(view, name, asked), metric(other, name, asked)
    assert after.value == pytest.approx(before.value, abs=1e-9)
    renamed = {rename[str(row.actor)]: row.value for row in before.rows}
    assert {str(row.actor): row.value for row in after.rows} == pytest.approx(renamed, abs=1e-9)


@given(views(), st.sampled_from(sorted(METRICS)))
def test_no_number_is_nan_and_rows_are_in_order(view: GraphSnapshot, name: str) -> None:
    info = METRICS[name]
    answer = metric(view, name, {"beta": -0.05} if name == "bonacich_power" else {})
    assert answer.value is None or math.isfinite(answer.value)
    assert len(answer.rows) == (0 if info.is_of_graph else len(view.actors))
    keys = []
    for row in answer.rows:
        assert row.value is None or math.isfinite(row.value)
        assert row.value is None or math.copysign(1, row.value) == 1 or row.value < 0
        keys.append((not row.chosen, math.inf if row.value is None else -row.value))
        if "[0, 1]" in info.value_range.text("en"):
            assert row.value is None or -1e-12 <= row.value <= 1 + 1e-12
    assert all(a <= b or math.isclose(a[1], b[1]) for a, b in pairwise(keys))


def test_ties_of_the_ranking_stand_by_id_and_undefined_ones_last() -> None:
    view = snapshot(
        "b -> d 0.5\nc -> d 0.5\nhermit\na -> d 0.5\nd -> a 0.5\nd -> b 0.5\nd -> c 0.5"
    )
    rows = metric(view, "constraint").rows
    assert [row.actor for row in rows] == ["a", "b", "c", "d", "hermit"]
    assert rows[-1].value is None
    assert rows[1:3] == (rows[1], rows[2])
    nearly = Found(np.array([0.1 + 0.2, 0.3]))  # 0.30000000000000004
    assert ask._order(snapshot("b\na"), nearly).tolist() == [1, 0]
    apart = Found(np.array([0.3 + 1e-11, 0.3]))
    assert ask._order(snapshot("b\na"), apart).tolist() == [0, 1]
    half = 126.3896484375  # its 13th digit is a 5: where it goes, it goes for order and for pages
    for near in (126.389648437, 126.389648438):
        order = ask._order(snapshot("b\na"), Found(np.array([half, near]))).tolist()
        keys = sorted((-ask.to_digits(value), name) for value, name in ((half, "b"), (near, "a")))
        assert [name for _, name in keys] == ["ba"[place] for place in order]
    assert metric(view, "constraint").of("hermit") is None
    with pytest.raises(BadParameterError, match="no such actor"):
        metric(view, "constraint").of("nobody")
    with pytest.raises(BadParameterError, match="whole graph"):
        metric(view, "reciprocity").of("a")


@pytest.mark.parametrize("name", METRICS)
def test_an_empty_view_and_a_hermit_break_nothing(name: str) -> None:
    assert len(metric(snapshot(""), name, DEFAULTS[name]).rows) == 0
    answer = metric(snapshot("hermit"), name, DEFAULTS[name])
    assert answer.value is None
    for row in answer.rows:
        assert row.value in ({None, 1.0} if name == "pagerank" else {None, 0.0})


@pytest.mark.parametrize(
    ("name", "parameters", "said", "said_zh"),
    [
        ("betweennes", {}, "did you mean 'betweenness'", "是否指“betweenness”"),
        ("", {}, "there are: betweenness", "现有：betweenness"),
        ("betweenness", {"wieghted": 1}, "it has: weighted", "现有：weighted"),
        ("constraint", {"alpha": 1}, "it has: none", "现有：无"),
        ("betweenness", {"weighted": 0.5}, "a whole number in 0 … 1", "是整数且在 0 … 1"),
        ("pagerank", {"alpha": 1}, r"in \(0, 1\), not 1", "在 (0, 1) 之内"),
        ("pagerank", {"alpha": math.nan}, "not nan", "不能是 nan"),
        ("pagerank", {"alpha": math.inf}, "not inf", "不能是 inf"),
        ("katz", {"alpha": 0}, "not 0", "不能是 0"),
        ("katz", {"alpha": "much"}, "not 'much'", "不能是 'much'"),
        ("katz", {"alpha": 10**400}, "not 1000", "不能是 1000"),
        ("katz", {"alpha": 1j}, "not 1j", "不能是 1j"),
        ("katz", {5: 1}, "it has: alpha", "现有：alpha"),
        (5, {}, "no metric '5'", "没有指标“5”"),
        ("key_players", {"size": 11}, "in 1 … 10", "1 … 10"),
        ("key_players", {"size": -1}, "in 1 … 10", "1 … 10"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    name: str, parameters: dict[str, Any], said: str, said_zh: str
) -> None:
    with pytest.raises(BadParameterError, match=said) as refused:
        metric(network("kite").view(), name, parameters)
    assert said_zh in refused.value.zh
    assert refused.value.details["parameter"] == str(next(iter(parameters), "name"))


@pytest.mark.parametrize("name", [name for name, info in METRICS.items() if info.most_actors])
def test_too_many_actors_are_refused_with_the_limit(name: str) -> None:
    limit = METRICS[name].most_actors
    assert limit is not None
    view = snapshot("\n".join(f"a{number}" for number in range(limit + 1)))
    with pytest.raises(TooCostlyError, match=f"{limit:,}") as refused:
        metric(view, name)
    assert refused.value.details == {"metric": name, "size": limit + 1, "limit": limit}
    assert "请筛选" in refused.value.zh


@pytest.mark.parametrize("name", ["betweenness", "closeness"])
def test_too_much_work_is_refused_with_the_limit(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = dataclasses.replace(METRICS[name], most_work=359)
    monkeypatch.setattr(ask, "METRICS", {name: info})
    view = network("kite").view()  # 10 actors, 36 ties
    with pytest.raises(TooCostlyError, match="359") as refused:
        metric(view, name)
    assert refused.value.details["size"] == 360


@pytest.mark.parametrize("name", METRICS)
def test_a_question_that_is_over_stops(name: str) -> None:
    with stopping.within(None) as stop:
        stop.cancel()
        with pytest.raises(DeadlineExceededError):
            metric(network("kite").view(), name, DEFAULTS[name])


@pytest.mark.parametrize("name", ["betweenness", "closeness", "brokerage", "key_players"])
def test_progress_rises_from_0_towards_1(name: str) -> None:
    told: list[float] = []
    metric(network("karate").view(), name, progress=told.append)
    assert told
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1


def test_each_entry_of_the_catalogue_says_all_it_should() -> None:
    assert list(METRICS)[:5] == ["betweenness", "closeness", "pagerank", "katz", "bonacich_power"]
    for name, info in METRICS.items():
        assert name == info.name
        for text in (info.title, info.description, info.not_to_be_read_as, info.unit, info.reads):
            assert text.en
            assert text.zh
            assert text.en != text.zh or name == "pagerank"
        for text in (info.formula, info.library, info.value_range, *info.parts.values()):
            assert text.en
            assert text.zh
        assert info.library.en != info.library.zh
        assert info.literature
        for parameter in info.parameters:
            assert parameter.description.en
            assert parameter.description.zh
            if parameter.default is not None:
                parameter.require(parameter.default)


def test_strengths_change_what_reads_them_and_nothing_else() -> None:
    strong = snapshot("a -> b 0.9\nb -> c 0.9\na -> c 0.5\nc -> a 0.4")
    weak = snapshot("a -> b 0.2\nb -> c 0.3\na -> c 0.5\nc -> a 0.4")
    for name, info in METRICS.items():
        asked = {"beta": 0.3} if name == "bonacich_power" else {}
        same = values(strong, name, **asked) == values(weak, name, **asked) and (
            metric(strong, name, asked).value == metric(weak, name, asked).value
        )
        reads = (info.reads.en or "").startswith("Strengths")
        assert same is not reads, name
