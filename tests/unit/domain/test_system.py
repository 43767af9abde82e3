"""Measures, tables and claims, on a toy whose numbers are known by heart."""

from __future__ import annotations

import pytest

from graph_api.domain import (
    Claim,
    Evidence,
    Label,
    Measure,
    RelationClass,
    Table,
)
from graph_api.errors import BadParameterError, UnknownActorError
from tests.toys import Bare, Toy, toy_view

# Measures, tables, claims


def test_measures_come_in_the_order_of_the_system_and_what_is_unknown_is_none() -> None:
    toy = Toy(toy_view())
    assert toy.measure_keys() == ("double", "is_large", "part")
    double, is_large, part = toy.measures()
    assert double == Measure("double", Label("Twice x", "x 的两倍"), 4.0, "index", ("A-01",))
    assert is_large.value is False
    assert part.value is None
    assert [m.value for m in Toy(toy_view(), {"x": 6, "missing": 0.5}).measures()] == [12, True, 3]


def test_some_measures_by_key() -> None:
    toy = Toy(toy_view())
    assert [m.key for m in toy.measures(["part", "double", "part"])] == ["double", "part"]
    assert toy.measures([]) == ()
    with pytest.raises(BadParameterError, match=r"no measure 'doble'.*double, is_large") as caught:
        toy.measures(["double", "doble"])
    assert caught.value.details == {"parameter": "measure", "nearest": ["double"]}
    assert "没有测度" in caught.value.zh


def test_tables_without_rows_or_that_need_what_nobody_has_said_are_left_out() -> None:
    (persons,) = Toy(toy_view(), {"people": 2}).tables()
    assert persons == Table(
        "persons",
        Label("Persons", "人员"),
        (Label("number", "序号"), Label("name", "名称"), Label("new?", "新？")),
        ((1, Label("P1", "P1号"), False), (2, Label("P2", "P2号"), True)),
        ("A-03",),
    )
    assert [table.key for table in Toy(toy_view(), {"missing": 1}).tables()] == ["persons", "parts"]
    assert Bare(toy_view()).tables() == ()


def test_claims_are_checked_and_one_that_lacks_a_number_says_which() -> None:
    small, large, known = Toy(toy_view()).claims()
    assert small == Claim(
        "small",
        Label("x is small.", "x 很小。"),
        True,
        Label("x is 2", "x 为 2"),
        (Evidence("essay", ("177", "187-191")),),
    )
    assert (large.holds, large.assumptions) == (False, ("A-01",))
    assert known.holds is None
    assert "'missing'" in known.observed.text("en")
    assert "missing" in known.observed.text("zh")
    flipped = Toy(toy_view(), {"x": 6, "missing": 0}).claims()
    assert [claim.holds for claim in flipped] == [False, True, True]


def test_a_table_is_read_by_systems_that_read_one() -> None:
    toy = Toy(toy_view(), {"x": 5}).with_rows([{"name": "Li"}, {"name": "Wang"}])
    assert toy.persons()[1] == (2, Label("Wang", "Wang号"), True)
    assert toy.x == 5
    with pytest.raises(BadParameterError, match=r"bare reads no table \(a.csv, 1 rows\)") as caught:
        Bare(toy_view()).with_rows([{"name": "Li"}], "a.csv")
    assert caught.value.details == {"parameter": "table"}
    assert "不读取表格" in caught.value.zh


# What systems look up

ROADS = (
    "office -> residents 0.3",
    "office -> residents 0.6",
    "office -> residents ?",
    "office -> residents 0.9 control",
    "residents -> office ?",
)


def test_relations_are_found_by_ends_content_and_class() -> None:
    toy = Toy(toy_view(*ROADS))
    assert [r.id for r in toy.relations_between("office", "residents")] == ["r1", "r2", "r3"]
    any_class = toy.relations_between("office", "residents", relation_class=None)
    assert [r.id for r in any_class] == ["r1", "r2", "r3", "r4"]
    control = toy.relations_between("office", "residents", relation_class=RelationClass.CONTROL)
    assert [r.id for r in control] == ["r4"]
    assert toy.relations_between("office", "residents", conveys="money") == ()


def test_the_strength_between_two_is_the_strongest_known_0_without_and_none_if_unknown() -> None:
    toy = Toy(toy_view(*ROADS))
    assert toy.strength_between("office", "residents") == 0.6
    assert toy.strength_between("office", "residents", relation_class=None) == 0.9
    assert toy.strength_between("residents", "office") is None
    assert toy.strength_between("office", "office") == 0
    assert toy.strength_between("office", "residents", conveys="money") == 0


def test_an_actor_that_is_not_there_is_no_relation_of_strength_0() -> None:
    toy = Toy(toy_view(*ROADS))
    assert toy.has_actor("office")
    assert not toy.has_actor("offce")
    for ends in (("offce", "office"), ("office", "offce")):
        with pytest.raises(UnknownActorError):
            toy.strength_between(*ends)
