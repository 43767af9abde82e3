"""Errors: one tree, both languages, a code for each, no secrets, the nearest name."""

from __future__ import annotations

import inspect
import re

import pytest

from graph_api import errors
from graph_api.errors import (
    BadParameterError,
    GraphApiError,
    InputError,
    LimitError,
    Problem,
    RevisionConflictError,
    ScenarioError,
    ScenarioExistsError,
    StoreError,
    StoreUnavailableError,
    UnknownActorError,
    UnknownRelationError,
    UnknownScenarioError,
    UnknownVariantError,
    nearest,
)

TREE = {
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, GraphApiError)
}


def test_every_public_error_is_drawn_in_the_tree() -> None:
    drawn = set(re.findall(r"\w+Error", errors.__doc__ or ""))
    assert {kind.__name__ for kind in TREE if not kind.__name__.startswith("_")} == drawn


def test_the_public_names_are_sorted_and_complete() -> None:
    own = {
        name
        for name, item in vars(errors).items()
        if getattr(item, "__module__", "") == errors.__name__ and not name.startswith("_")
    }
    assert errors.__all__ == sorted({*own, "Language"})


def test_every_error_has_a_code_and_one_family() -> None:
    for kind in TREE - {GraphApiError}:
        assert re.fullmatch("[A-Z_]+", kind.code)
        families = [issubclass(kind, family) for family in (InputError, LimitError, StoreError)]
        assert sum(families) == 1


def test_an_error_speaks_both_languages_and_carries_details() -> None:
    error = BadParameterError("wrong", "错误", path="a.b")
    assert str(error) == error.text() == error.text("en") == "wrong"
    assert error.text("zh") == "错误"
    assert error.details == {"path": "a.b"}


def test_a_store_that_is_away_is_a_store_error() -> None:
    with pytest.raises(StoreError):
        raise StoreUnavailableError("away", "离线")


@pytest.mark.parametrize(
    ("kind", "en", "zh"),
    [
        (UnknownScenarioError, "There is no scenario 'x'.", "没有情景“x”。"),
        (UnknownVariantError, "There is no variant 'x'.", "没有变体“x”。"),
        (UnknownActorError, "There is no actor 'x'.", "没有行动者“x”。"),
        (UnknownRelationError, "There is no relation 'x'.", "没有关系“x”。"),
    ],
)
def test_what_is_not_there_is_named(kind: type[UnknownActorError], en: str, zh: str) -> None:
    error = kind("x")
    assert (error.en, error.zh) == (en, zh)
    assert error.details == {"name": "x", "nearest": []}


def test_the_nearest_names_are_offered() -> None:
    error = UnknownActorError("ofice", ["office", "offices", "people"], "district")
    assert error.en == (
        "There is no actor 'ofice' in 'district'; did you mean 'office' or 'offices'?"
    )
    assert error.zh == "“district”中没有行动者“ofice”；是否指“office”或“offices”？"
    assert error.details["nearest"] == ["office", "offices"]


def test_where_nothing_is_near_a_few_are_listed() -> None:
    error = UnknownActorError("x", ["b", "a"])
    assert error.en == "There is no actor 'x'; there are: a, b."
    assert error.zh == "没有行动者“x”；现有：a、b。"
    many = UnknownActorError("x", [f"a{number}" for number in range(9)])
    assert many.en.endswith("a6, a7, ....")
    assert many.zh.endswith("a7……。")


def test_a_long_name_is_cut() -> None:
    error = UnknownActorError("x" * 10_000)
    assert len(error.en) < 200
    assert nearest("x" * 100_000, ["xy"]) == ()


def test_the_nearest_come_best_first_and_no_more_than_asked() -> None:
    assert nearest("committee", ["comittee", "committees", "owners"], 1) == ("committees",)
    assert nearest("abc", []) == ()


def test_a_conflict_tells_both_revisions() -> None:
    error = RevisionConflictError("s", 3, 5)
    assert (error.key, error.expected, error.actual) == ("s", 3, 5)
    assert error.details == {"key": "s", "expected": 3, "actual": 5}
    assert "at revision 5, not 3" in error.en
    assert "修订 5，而非 3" in error.zh


def test_a_scenario_that_exists_tells_its_revision() -> None:
    error = ScenarioExistsError("s", 4)
    assert (error.key, error.revision, error.code) == ("s", 4, "SCENARIO_EXISTS")
    assert "revision 4" in error.en
    assert "修订 4" in error.zh


def test_all_problems_are_told_at_once_errors_counted_first_one_shown() -> None:
    warning = Problem("isolated-actor", "alone", "孤立", severity="warning")
    fault = Problem("unknown-actor", "nobody", "无此人", line=7, hint_en="look", hint_zh="请查")
    error = ScenarioError([warning, fault, fault], "water.yaml")
    assert error.en == "water.yaml:7: 2 problem(s); the first: nobody"
    assert error.zh == "water.yaml:7：2 处问题；第一处：无此人"
    assert error.problems == (warning, fault, fault)
    assert error.details == {"problems": 2}
    assert (fault.text(), fault.text("zh")) == ("nobody", "无此人")
    assert (fault.hint(), fault.hint("zh")) == ("look", "请查")
    assert warning.hint() is None


def test_problems_without_a_line_or_without_an_error() -> None:
    fault = Problem("x", "nobody", "无此人")
    assert ScenarioError([fault]).en == "scenario: 1 problem(s); the first: nobody"
    assert ScenarioError([]).en == "scenario: 0 problem(s)"
