"""Persons from a list or a table, profiled side by side; unknown stays unknown."""

from __future__ import annotations

import math
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.domain import Label
from graph_api.errors import BadParameterError
from graph_api.exchange.tables import read_rows
from graph_api.systems.migrant_integration.cohorts import IN_SHORT
from graph_api.systems.migrant_integration.generations import Generation
from graph_api.systems.migrant_integration.persons import (
    MOST_PERSONS,
    Person,
    profile,
    read_persons,
)
from tests.systems.migrant_integration.worlds import system

SCORE = st.none() | st.floats(0, 1)
PEOPLE = st.lists(
    st.tuples(st.none() | st.integers(1940, 2000), SCORE, SCORE, SCORE), min_size=1, max_size=12
)


def row(**cells: str) -> dict[str, str]:
    empty = dict.fromkeys(("economic", "daily_life", "psychological"), "")
    return {"id": "p1", "birth_year": "1985", **empty, **cells}


def test_means_are_taken_over_those_who_are_known() -> None:
    people = [
        Person("a", 1970, 0.2, 0.8, None),
        Person("b", 1979, 0.4, None, None),
        Person("c", 1980, 0.6, 0.3, 0.9),
        Person("d", None, 1.0, 1.0, 1.0),
    ]
    found = profile(people, 1980)
    old, new = found.generations
    assert (old.generation, old.count, new.generation, new.count) == ("old", 2, "new", 1)
    assert old.mean["economic"] == pytest.approx(0.3)
    assert (old.mean["daily_life"], old.known["daily_life"]) == (0.8, 1)
    assert (old.mean["psychological"], old.known["psychological"]) == (None, 0)
    assert found.gap["economic"] == pytest.approx(0.3)  # 0.6 - 0.3
    assert found.gap["daily_life"] == pytest.approx(-0.5)  # 0.3 - 0.8
    assert found.gap["psychological"] is None
    assert found.gap["identity"] is None
    assert found.unplaced == ("d",)


@given(PEOPLE)
def test_everybody_is_counted_once_and_order_changes_nothing(rows: list[Any]) -> None:
    people = [Person(str(number), *cells) for number, cells in enumerate(rows)]
    found, turned = profile(people, 1980), profile(people[::-1], 1980)
    assert sum(one.count for one in found.generations) + len(found.unplaced) == len(people)
    assert found.generations == turned.generations
    for one in found.generations:
        for side, mean in one.mean.items():
            assert (mean is None) == (one.known[side] == 0)
            assert mean is None or 0 <= mean <= 1


@given(PEOPLE, st.floats(0, 1))
def test_who_is_not_known_moves_no_mean(rows: list[Any], score: float) -> None:
    people = [Person(str(number), *cells) for number, cells in enumerate(rows)]
    more = [*people, Person("x", 1990), Person("y", None, score, score, score)]
    before, after = profile(people, 1980), profile(more, 1980)
    for old, new in zip(before.generations, after.generations, strict=True):
        assert old.mean == new.mean


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("economic", {"economic": 1.2}),
        ("dailyLife", {"daily_life": -0.1}),
        ("psychological", {"psychological": math.nan}),
        ("identity", {"identity": math.inf}),
        ("birthYear", {"birth_year": 1850}),
        ("id", {"id": "  "}),
    ],
)
def test_an_impossible_person_is_refused_by_field(field: str, cells: dict[str, Any]) -> None:
    with pytest.raises(BadParameterError) as caught:
        Person(**{"id": "a", "birth_year": 1980, **cells})
    assert caught.value.details["parameter"] == field


def test_who_is_impossible_is_named() -> None:
    with pytest.raises(BadParameterError, match="Person 'li': economic must lie") as caught:
        Person("li", 1980, economic=7)
    assert caught.value.details["person"] == "li"
    assert caught.value.text("zh").startswith("人员“li”：economic 必须在")


def test_nobody_too_many_and_twice_are_refused() -> None:
    crowd = [Person(str(number), 1980) for number in range(MOST_PERSONS + 1)]
    for people in ([], crowd, [Person("a", 1980), Person("a", 1970)]):
        with pytest.raises(BadParameterError) as caught:
            profile(people, 1980)
        assert caught.value.details["parameter"] == "persons"
    assert profile(crowd[:-1], 1980).generations[1].count == MOST_PERSONS


# Tables


def test_a_table_is_read_and_empty_cells_are_unknown() -> None:
    rows = [
        row(id=" a ", birth_year="1970", economic="0.4", daily_life=" 1 "),
        row(id="b", birth_year="", psychological="0", identity="0.5"),
    ]
    assert read_persons(rows) == (
        Person("a", 1970, 0.4, 1.0),
        Person("b", None, psychological=0.0, identity=0.5),
    )


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("economic", "1_0"),  # Python alone would read 10
        ("economic", "0_1"),
        ("economic", "inf"),
        ("economic", "80%"),
        ("economic", "0，5"),
        ("economic", "-0.001"),
        ("economic", "1e400"),
        ("daily_life", "."),
        ("psychological", "不详"),
        ("birth_year", "85"),
        ("birth_year", "1_985"),
        ("birth_year", "1e400"),
        ("birth_year", "1985-06"),
        ("birth_year", "nan"),
    ],
)
def test_what_is_no_plain_number_is_refused(column: str, text: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        read_persons([row(**{column: text})])
    (problem,) = caught.value.details["problems"]
    assert problem["line"] == 2
    assert column in problem["en"]
    assert text in problem["zh"]


@pytest.mark.parametrize(
    ("text", "score"), [("1", 1), ("1.", 1), (".5", 0.5), ("+0.5", 0.5), ("5e-1", 0.5), ("-0", 0)]
)
def test_a_plain_number_is_read_however_it_is_written(text: str, score: float) -> None:
    (person,) = read_persons([row(economic=text, birth_year="1985.0")])
    assert str(person.economic) == str(float(score))
    assert person.birth_year == 1985


def test_every_problem_of_a_table_is_named_with_its_line() -> None:
    rows = [
        row(id="a", economic="1,2", daily_life="1.2"),
        row(id="", birth_year="1985.5"),
        row(id="b", psychological="nan"),
        row(id="c"),
        row(id="c", birth_year="5"),
        row(id="c"),
    ]
    with pytest.raises(BadParameterError) as caught:
        read_persons(rows, "people.csv")
    problems = caught.value.details["problems"]
    assert [problem["line"] for problem in problems] == [2, 2, 3, 3, 4, 6, 6, 7]
    assert caught.value.details["count"] == 8
    assert "people.csv" in str(caught.value)
    assert "line 7: id 'c' stands in line 5 already" in str(caught.value)
    assert "第 7 行：编号“c”已在第 5 行出现" in caught.value.text("zh")


def test_an_id_that_stands_twice_is_named_though_its_lines_have_other_faults_too() -> None:
    rows = [row(id="a", economic="x"), row(id="a", economic="y"), row(id="", economic="0")]
    with pytest.raises(BadParameterError) as caught:
        read_persons(rows)
    problems = caught.value.details["problems"]
    assert [problem["line"] for problem in problems] == [2, 3, 3, 4]
    assert "stands in line 2 already" in problems[1]["en"]


def test_of_many_problems_twenty_are_shown_and_all_counted() -> None:
    rows = [row(id=str(number), economic="much" * 40) for number in range(30)]
    with pytest.raises(BadParameterError, match="and 10 more") as caught:
        read_persons(rows)
    assert len(caught.value.details["problems"]) == 20
    assert caught.value.details["count"] == 30
    assert "另有 10 处" in caught.value.text("zh")


def test_columns_are_asked_for_by_name() -> None:
    wrong = {"id": "a", "birth_year": "1980", "economc": "1", "daily_life": "", "spirit": ""}
    with pytest.raises(BadParameterError) as caught:
        read_persons([wrong])
    said = str(caught.value)
    assert "column 'economic' is missing" in said
    assert "column 'psychological' is missing" in said
    assert "did you mean 'economic'?" in said
    assert "column 'spirit' is unknown; there are: id" in said


@pytest.mark.parametrize("count", [0, MOST_PERSONS + 1])
def test_an_empty_or_endless_table_is_refused(count: int) -> None:
    with pytest.raises(BadParameterError, match="persons, not"):
        read_persons([row(id=str(number)) for number in range(count)])


# In the system


def test_the_system_reads_a_table_and_profiles_it() -> None:
    rows = [row(id="a", birth_year="1979", economic="0.2"), row(id="b", economic="0.6")]
    empty = system()
    found = empty.with_rows(rows, "people.csv")
    assert [one.count for one in found.profile().generations] == [1, 1]
    assert found.profile().gap["economic"] == pytest.approx(0.4)
    (table,) = (table for table in found.tables() if table.key == "profile")
    assert len(table.rows) == 8
    assert table.rows[0][2:] == (0.2, 1, 1)
    (gaps,) = (table for table in found.tables() if table.key == "profile_gap")
    assert [row[1] for row in gaps.rows] == [pytest.approx(0.4), None, None, None]
    assert {row[2] for row in gaps.rows} == {IN_SHORT}
    assert not {"profile", "profile_gap"} & {table.key for table in empty.tables()}
    with pytest.raises(BadParameterError):
        empty.profile()


def test_who_is_in_no_generation_is_counted_apart() -> None:
    rows = [row(id="a"), row(id="b", birth_year="", economic="1"), row(id="c", birth_year="")]
    (table,) = (table for table in system().with_rows(rows).tables() if table.key == "profile")
    assert len(table.rows) == 12
    placed, unplaced = table.rows[:8], table.rows[8:]
    assert [cells[2:] for cells in unplaced] == [(1, 1, 2), *[(None, 0, 2)] * 3]
    assert isinstance(unplaced[0][0], Label)
    assert "出生年份未知" in unplaced[0][0].text("zh")
    assert all(cells[2] is None for cells in placed)  # the 1 of b moves no mean


def test_columns_go_by_their_chinese_names_too() -> None:
    table = "编号,出生年份,经济,社会日常生活,社会心理,身份认同\n王,1979,0.2,,,1\n"
    assert read_persons(read_rows(table.encode())) == (Person("王", 1979, 0.2, identity=1.0),)
    mixed = "编号,birth_year,经济,daily_life,psychological\n王,1979,0.2,,\n"
    assert read_persons(read_rows(mixed.encode())) == (Person("王", 1979, 0.2),)


def test_a_column_in_both_languages_is_refused() -> None:
    with pytest.raises(BadParameterError, match="'id' stands there in Chinese too") as caught:
        read_persons([row(编号="b")])
    assert "“编号”重复出现" in caught.value.text("zh")
    with pytest.raises(BadParameterError) as caught:
        read_persons([{"编号": "a", "出生年": "1980"}])
    assert "是否指“出生年份”" in caught.value.text("zh")
    assert "缺少列“economic”（或“经济”）" in caught.value.text("zh")


CSV = "id,birth_year,economic,daily_life,psychological\n王,1979,0.2,,\nb,1980,.6,1.0,1e-1\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_a_file_is_read_to_the_same_persons_with_a_mark_or_without(mark: bytes) -> None:
    for data in (mark + CSV.encode(), mark + CSV.replace("\n", "\r\n").encode()):
        assert read_persons(read_rows(data)) == (
            Person("王", 1979, 0.2),
            Person("b", 1980, 0.6, 1.0, 0.1),
        )


def test_a_large_table_takes_no_longer_than_a_breath() -> None:
    rows = [
        row(id=str(number), birth_year=str(1950 + number % 60), economic=str(number % 11 / 10))
        for number in range(MOST_PERSONS)
    ]
    start = time.perf_counter()
    found = system().with_rows(rows).profile()
    assert time.perf_counter() - start < 10
    assert sum(one.count for one in found.generations) == MOST_PERSONS
    # Birth years go round in 60, half of them from 1980 on; scores go round in 11.
    assert found.generations[1].count == pytest.approx(MOST_PERSONS / 2, rel=0.01)
    assert found.generations[0].mean["economic"] == pytest.approx(0.5, abs=0.01)


def test_another_cut_parts_the_same_persons_otherwise_and_survives_reading() -> None:
    rows = [row(id="a", birth_year="1985")]
    found = system(parameters={"generation_birth_year": 1990}).with_rows(rows)
    assert found.generation_of(1985) is Generation.OLD
    assert [one.count for one in found.profile().generations] == [1, 0]
    assert found.profile([Person("x", 1995)]).generations[1].count == 1
