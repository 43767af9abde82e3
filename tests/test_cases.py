"""Runs the cases of ``tests/cases``; their README says how to add one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from graph_api.domain import GraphSnapshot, Level, Sphere
from graph_api.domain.words import Word
from graph_api.scoring import (
    Channel,
    Reading,
    RegimeBasis,
    Scoring,
    Target,
    best_paths,
    brokerage_roles,
    find_cut,
    rank_bottlenecks,
    regime,
    score_pair,
    synergy,
)
from tests.builders import snapshot

T = TypeVar("T", bound=Word)

CASES = Path(__file__).parent / "cases"
FIELDS = {"name", "graph", "actors", "ask", "scoring", "expect", "tolerance"}
WORDS: Mapping[str, type[Word]] = {"level": Level, "sphere": Sphere}


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def actors(case: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        name: {key: word(WORDS[key], v) if key in WORDS else v for key, v in fields.items()}
        for name, fields in case.get("actors", {}).items()
    }


def scoring(case: Mapping[str, Any]) -> Scoring:
    given: dict[str, Any] = dict(case.get("scoring", {}))
    return Scoring(**{**given, "reading": word(Reading, given.get("reading", "product"))})


def word(kind: type[T], value: str) -> T:
    return next(item for item in kind if item == value)


def of_pair(view: GraphSnapshot, ends: list[str], case: Mapping[str, Any]) -> Any:
    score = score_pair(view, ends[0], ends[1], scoring(case))
    found = {}
    for key in case["expect"]:
        value = getattr(score, key)
        if key.endswith("_path"):
            value = value.actors if value else ()
        found[key] = list(value) if isinstance(value, tuple) else value
    return found


def of_paths(view: GraphSnapshot, asked: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    ranking = best_paths(view, asked["from"], asked["to"], asked["count"], scoring(case))
    return [[path.score, list(path.actors)] for path in ranking.paths]


def of_bottlenecks(view: GraphSnapshot, asked: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    target = word(Target, asked.get("target", "actor"))
    found = {}
    for item in rank_bottlenecks(view, asked["pairs"], scoring(case), target=target):
        subject = item.subject
        name = f"{subject.from_id} -> {subject.to_id}" if isinstance(subject, Channel) else subject
        found[name] = item.loss
    return {name: found[name] for name in case["expect"]}


def of_cut(view: GraphSnapshot, asked: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    cut = find_cut(view, asked["from"], asked["to"], word(Target, asked.get("target", "relation")))
    values = {key: getattr(cut, key) for key in case["expect"]}
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def of_regime(view: GraphSnapshot, asked: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    by = word(RegimeBasis, asked.get("by", "relations"))
    found = regime(view, asked.get("threshold", 0.5), by)
    return {key: getattr(found, key) for key in case["expect"]}


def of_roles(view: GraphSnapshot, actor: str, case: Mapping[str, Any]) -> Any:
    roles = brokerage_roles(view, actor)
    return {key: getattr(roles, key) for key in roles.__slots__ if getattr(roles, key)}


def of_synergy(view: GraphSnapshot, asked: Mapping[str, Any], case: Mapping[str, Any]) -> Any:
    return synergy(view, snapshot(asked["after"], actors=actors(case)))


QUESTIONS: Mapping[str, Callable[[GraphSnapshot, Any, Mapping[str, Any]], Any]] = {
    "pair": of_pair,
    "paths": of_paths,
    "bottlenecks": of_bottlenecks,
    "cut": of_cut,
    "regime": of_regime,
    "roles": of_roles,
    "synergy": of_synergy,
}


def same(found: Any, expected: Any, tolerance: float) -> bool:
    """Compare values of any shape; numbers within the tolerance."""
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            same(found[key], expected[key], tolerance) for key in expected
        )
    if isinstance(expected, list):
        return len(found) == len(expected) and all(
            same(one, other, tolerance) for one, other in zip(found, expected, strict=True)
        )
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        return found is not None and abs(found - expected) <= tolerance
    return bool(found == expected)


@pytest.mark.parametrize("case", cases())
def test_case(case: Mapping[str, Any]) -> None:
    ((question, asked),) = case["ask"].items()
    view = snapshot(case["graph"], actors=actors(case))
    found = QUESTIONS[question](view, asked, case)
    assert same(found, case["expect"], case.get("tolerance", 1e-9)), (found, case["expect"])


def test_cases_have_names_of_their_own_and_no_field_that_nobody_reads() -> None:
    ids = [case.id for case in cases()]
    assert len(ids) == len(set(ids)) >= 20
    for case in cases():
        assert set(case.values[0]) <= FIELDS, case.id
        assert len(case.values[0]["ask"]) == 1, case.id


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"a": 1.0}, {"a": 1.1}),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}),
        ([1.0], [1.0, 2.0]),
        (None, 0),
        (0.0, None),
        (["x"], ["y"]),
    ],
)
def test_a_wrong_answer_is_seen(found: object, expected: object) -> None:
    assert not same(found, expected, 1e-9)
