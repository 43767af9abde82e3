"""Scenarios: their variants in order, their words, what makes two of them equal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph_api.domain import (
    CONVEYS,
    KINDS,
    ActorKind,
    Label,
    Level,
    Scenario,
    Sphere,
    Variant,
    Vocabulary,
)
from graph_api.errors import UnknownVariantError


def scenario(**extends: str | None) -> Scenario:
    return Scenario(
        "s", variants={key: Variant(key, extends=base) for key, base in extends.items()}
    )


def line(of: Scenario, variant: str) -> list[str]:
    return [item.key for item in of.lineage(variant)]


def test_a_variant_comes_after_those_it_extends() -> None:
    some = scenario(c="b", a=None, b="a", d="today")
    assert line(some, "c") == ["a", "b", "c"]
    assert line(some, "a") == ["a"]
    assert line(some, "d") == ["d"]  # today may be named
    assert line(some, "today") == []


def test_the_baseline_comes_first_among_the_variants() -> None:
    assert scenario(b=None, a=None).variant_keys == ("today", "b", "a")


def test_an_unknown_variant_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownVariantError, match="did you mean 'after'") as caught:
        scenario(after=None).lineage("aftr")
    assert caught.value.details == {"name": "aftr", "nearest": ["after"]}
    with pytest.raises(UnknownVariantError, match="'gone'"):
        scenario(after="gone").lineage("after")


def test_a_cycle_ends() -> None:
    assert sorted(line(scenario(a="b", b="a"), "a")) == ["a", "b"]


def test_equal_content_is_equal_at_any_revision() -> None:
    assert scenario(a=None) == replace(scenario(a=None), revision=7)
    assert scenario(a=None) != scenario(b=None)


def test_a_scenario_adds_words_to_the_built_in_ones() -> None:
    kind = ActorKind(Label("Night school"), Level.ORGANISATION, Sphere.SOCIETY, 0)
    own = Vocabulary({"night_school": kind}, {"craft": Label("craft")})
    assert own.all_kinds() == {**KINDS, "night_school": kind}
    assert own.all_conveys() == {**CONVEYS, "craft": Label("craft")}
