"""The fixed words of the field: each has both languages and a meaning."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from graph_api.domain import (
    CONVEYS,
    KINDS,
    Band,
    Basis,
    CaseState,
    Direction,
    Element,
    Label,
    Level,
    RelationClass,
    Sphere,
    Status,
)
from graph_api.domain.words import ID_PATTERN

ALL_WORDS = [
    word
    for kind in (Band, Basis, CaseState, Direction, Element, Level, RelationClass, Sphere, Status)
    for word in kind
]


@pytest.mark.parametrize("word", ALL_WORDS, ids=lambda word: f"{type(word).__name__}.{word}")
def test_every_word_has_both_languages_and_a_meaning(word: Band) -> None:
    assert word.label.en
    assert re.search(r"[\u4e00-\u9fff]", word.label.zh or "")
    assert word.meaning.endswith(".")
    assert re.fullmatch("[a-z_]+", word.value)


def test_every_built_in_kind_and_flow_has_both_languages() -> None:
    for label in (*CONVEYS.values(), *(kind.label for kind in KINDS.values())):
        assert label.en
        assert re.search(r"[\u4e00-\u9fff]", label.zh or "")


def test_kinds_of_the_state_act_as_the_state() -> None:
    """Law and practice part at the residents' committee alone (docs/reference/format.md)."""
    for key, kind in KINDS.items():
        expected = 1 if kind.sphere is Sphere.STATE else 0
        assert kind.stateness == (0.5 if key == "residents_committee" else expected)


def test_levels_ascend_from_one_person_to_the_state() -> None:
    assert [level.value for level in sorted(Level, key=lambda level: level.rank)] == [
        "individual",
        "group",
        "organisation",
        "state",
    ]


def test_there_are_eight_elements() -> None:
    assert len(Element) == 8


@pytest.mark.parametrize(
    ("strength", "band"),
    [
        (None, Band.UNKNOWN),
        (0, Band.ABSENT),
        (0.000001, Band.NEAR_ABSENT),
        (0.12, Band.NEAR_ABSENT),
        (0.120001, Band.WEAK),
        (0.399999, Band.WEAK),
        (0.40, Band.MEDIUM),
        (0.599999, Band.MEDIUM),
        (0.60, Band.STRONG),
        (1, Band.STRONG),
    ],
)
def test_the_band_of_a_strength(strength: float | None, band: Band) -> None:
    """The limits are those of docs/reference/scores.md."""
    assert Band.of(strength) is band


def test_bands_never_fall_while_the_strength_rises() -> None:
    order = [*Band]
    places = [order.index(Band.of(step / 1000)) for step in range(1001)]
    assert all(before <= after for before, after in pairwise(places))


def test_a_missing_language_falls_back_to_the_other_and_then_to_the_default() -> None:
    both = Label("office", "办事处")
    assert (both.text("en"), both.text("zh")) == ("office", "办事处")
    assert Label(zh="办事处").text("en") == "办事处"
    assert Label("office").text("zh") == "office"
    assert Label().text("zh", "street_office") == "street_office"
    assert Label("", "").text(default="x") == "x"


def test_a_label_is_true_when_it_says_something() -> None:
    assert Label("x")
    assert Label(zh="x")
    assert not Label()
    assert not Label("", "")


@pytest.mark.parametrize("name", ["a", "居民", "r1", "1", "a_b.c-d", "é", "a" * 80])
def test_ids_of_any_script_are_ids(name: str) -> None:
    assert re.fullmatch(ID_PATTERN, name)


@pytest.mark.parametrize("name", ["", "_a", "-a", ".a", "~a", "a b", "a/b", "a" * 81, "a\n"])
def test_other_texts_are_no_ids(name: str) -> None:
    assert not re.fullmatch(ID_PATTERN, name)
