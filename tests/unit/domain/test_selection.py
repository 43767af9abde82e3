"""Selections: ids, fields and filters in one short text."""

from __future__ import annotations

import pytest

from graph_api.domain import (
    Actor,
    ActorFilter,
    ActorId,
    Direction,
    GraphSnapshot,
    Label,
    Level,
    RelationClass,
    RelationFilter,
    Sphere,
    ViewKey,
    snapshot,
)
from graph_api.domain.selection import choose, read_filter, read_selection, read_word
from graph_api.errors import BadParameterError, UnknownActorError


def actor(name: str, kind: str, level: Level, group: str | None = None) -> Actor:
    return Actor(ActorId(name), Label(name.title()), kind, level, Sphere.SOCIETY, 0, group=group)


@pytest.fixture
def view() -> GraphSnapshot:
    actors = (
        actor("anna", "resident", Level.INDIVIDUAL, "east"),
        actor("bo", "resident", Level.INDIVIDUAL, "west"),
        actor("club", "association", Level.ORGANISATION),
    )
    return snapshot(ViewKey("small", 1), actors, ())


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("anna, bo", ["anna", "bo"]),
        ("all", ["anna", "bo", "club"]),
        ("kind=resident", ["anna", "bo"]),
        ("kind=resident,association", ["anna", "bo", "club"]),
        ("kind=resident,group=east", ["anna"]),
        ("group=west,north", ["bo"]),
        ("level=ORGANISATION", ["club"]),
        ("sphere=society", ["anna", "bo", "club"]),
        ("search=CLU", ["club"]),
        ("id=anna,club,kind=resident", ["anna"]),
        (["bo"], ["bo"]),
        (("club", "anna"), ["anna", "club"]),
        (ActorFilter(kinds=("association",)), ["club"]),
    ],
)
def test_a_selection_means_these_actors(
    view: GraphSnapshot, said: object, meant: list[str]
) -> None:
    assert list(view.chosen(choose(view, said))) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["", "anna,,bo", "kind=", "kind=resident, "])
def test_an_empty_place_is_a_mistake(said: str) -> None:
    with pytest.raises(BadParameterError, match="empty place"):
        read_selection(said)


@pytest.mark.parametrize(
    ("said", "near"), [("knd=resident", "'kind'"), ("colour=red", "Fields: id, kind")]
)
def test_a_field_that_is_not_there_is_named(said: str, near: str) -> None:
    with pytest.raises(BadParameterError, match=near):
        read_selection(said)


def test_a_word_that_is_not_there_is_named_with_the_nearest_and_all(view: GraphSnapshot) -> None:
    with pytest.raises(BadParameterError) as caught:
        read_selection("level=grup")
    assert caught.value.details["nearest"] == ["group"]
    assert "individual, group, organisation, state" in caught.value.en
    with pytest.raises(BadParameterError, match="none of the words for Level\\. There are"):
        read_word(Level, "zzzz")


def test_a_selection_of_nobody_names_the_words_of_the_view(view: GraphSnapshot) -> None:
    with pytest.raises(BadParameterError, match="Kinds here: association, resident") as caught:
        choose(view, "kind=residnt")
    assert "east, west" in caught.value.en
    assert "east、west" in caught.value.zh


def test_an_id_that_is_not_there_is_an_unknown_actor(view: GraphSnapshot) -> None:
    with pytest.raises(UnknownActorError, match="'anna'"):
        choose(view, "ana")


def test_a_word_may_be_written_in_either_case_and_with_a_hyphen() -> None:
    assert read_word(RelationClass, " Empowerment ") is RelationClass.EMPOWERMENT


def test_a_filter_is_read_from_its_fields() -> None:
    assert read_filter({}) == RelationFilter()
    assert read_filter(
        {"classes": ["EMPOWERMENT"], "directions": ["reverse"], "conveys": ["x"], "min_strength": 1}
    ) == RelationFilter(
        classes=(RelationClass.EMPOWERMENT,),
        directions=(Direction.REVERSE,),
        conveys=("x",),
        min_strength=1.0,
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"clases": ["empowerment"]}, "'classes'"),
        ({"zzz": 1}, "Fields: classes"),
        ({"classes": ["power"]}, "RelationClass"),
        ({"min_strength": 1.5}, "min_strength"),
        ({"min_strength": float("nan")}, "min_strength"),
    ],
)
def test_a_filter_without_meaning_is_a_mistake(said: dict[str, object], why: str) -> None:
    with pytest.raises(BadParameterError, match=why):
        read_filter(said)
