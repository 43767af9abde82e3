"""CSV in, with the line of every fault; CSV out, in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.errors import BadParameterError
from graph_api.exchange.tables import MOST_BYTES, read_rows, read_table, write_rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_rows_are_read_with_or_without_a_mark_whatever_ends_the_lines(
    end: str, mark: bytes
) -> None:
    lines = ["name, born ,note", "李,1985, ", '"Wang, Mei",,"said ""yes"""', "", " "]
    assert read_rows(mark + end.join(lines).encode()) == (
        {"name": "李", "born": "1985", "note": ""},
        {"name": "Wang, Mei", "born": "", "note": 'said "yes"'},
    )


def test_names_alone_are_a_table_without_rows() -> None:
    assert read_rows(b"name") == ()


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "is empty"),
        (b"\n\n", 1, "is empty"),
        (b"\xef\xbb\xbf", 1, "is empty"),
        (b"\nname\nLi", 1, "is empty"),
        (b"name;born\nLi;1985", 1, "part the columns by commas"),
        (b"name\tborn", 1, "part the columns by commas"),
        (b"name,name", 1, "names column 2 'name'"),
        (b"name,,born", 1, "names column 2 ''"),
        (b"a," * 200 + b"b", 1, "names 201 columns"),
        (b"name,born\nLi", 2, "has 1 cells, and line 1 names 2"),
        (b"name,born\nLi,1985\nWang,1,990", 3, "has 3 cells"),
        (b"name,born\nLi,1985\n\nWang,1990", 3, "is empty; take it out"),
        (b'name,born\n"Li\nMing",1985', 2, "may hold no break of a line"),
        (b'name,born\nLi,"19"85"', 2, "is no line of a CSV file"),
        ("name,born\nLi,1985\nMüller,1985".encode("latin-1"), 3, "is not UTF-8; save it as 'CSV"),
        ("name,born\n林雅琪,1985".encode("big5"), 2, "is not UTF-8; save it as 'CSV UTF-8'"),
        ("name,born\nさくら,1985".encode("shift-jis"), 2, "is not UTF-8"),
        (b"\xff\xfen\x00a", 1, "is not UTF-8"),
        ("name,born\nLi,1985".encode("utf-16-le"), 1, r"holds the control sign U\+0000"),
        (b"PK\x03\x04\x14\x00", 1, "so this is no text"),
        ("姓名，年份".encode(), 1, r"part the columns by commas \(,\)"),
        (b"name\n" + b"x" * 200_000, 2, "is no line of a CSV file"),
    ],
)
def test_every_fault_has_its_line(data: bytes, line: int, said: str) -> None:
    with pytest.raises(BadParameterError, match=said) as caught:
        read_rows(data, "persons.csv")
    assert caught.value.en.startswith(f"persons.csv:{line}: ")
    assert f"第 {line} 行" in caught.value.zh
    assert caught.value.details == {"parameter": "table", "line": line}


def test_all_faulty_lines_are_named() -> None:
    few = b"name,born\nLi\nWang,1990\nZhou,1,2\n\nHe,1991"
    with pytest.raises(BadParameterError, match=r"Also faulty: lines 4, 5\.$") as caught:
        read_rows(few, "persons.csv")
    assert caught.value.en.startswith("persons.csv:2: this line has 1 cells")
    assert caught.value.zh.endswith("另有错误的行：4、5。")
    assert caught.value.details == {"parameter": "table", "line": 2, "lines": [2, 4, 5]}
    with pytest.raises(BadParameterError, match=r"Also faulty: line 3\.$"):
        read_rows(b"name,born\nLi\nWang")
    with pytest.raises(BadParameterError, match=r"lines 3, 4, .*, 12 and 488 more\.$") as caught:
        read_rows(b"name,born\n" + b"Li\n" * 499)
    assert len(caught.value.details["lines"]) == 11


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a" * (MOST_BYTES + 1), "holds more than 10,000,000 bytes"),
        (b"a,b\n" + b"1,2\n" * 500_000, "has 500,001 lines of 2 cells; at most 1,000,000 cells"),
    ],
)
def test_a_table_has_a_largest_size(data: bytes, said: str) -> None:
    with pytest.raises(BadParameterError, match=said) as caught:
        read_rows(data)
    assert caught.value.details == {"parameter": "table"}
    assert "请拆分" in caught.value.zh


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
    ],
)
def test_what_spreadsheets_write_on_chinese_machines_is_read(encoding: str, called: str) -> None:
    text = "编号,姓名,收入\r\np1,李明,1985\r\np2,王小芳,\r\n"
    found = read_table(text.encode(encoding))
    assert found.encoding == called
    assert [row["姓名"] for row in found.rows] == ["李明", "王小芳"]


def test_a_rare_name_among_common_ones_does_not_hide_what_the_file_is() -> None:
    found = read_table("姓名,村庄\n陶喆,李家村".encode("gb18030"))
    assert (found.encoding, found.rows[0]["姓名"]) == ("gb18030", "陶喆")


def test_lines_of_empty_cells_at_the_end_do_not_count() -> None:
    assert read_rows(b"name,born\nLi,1985\n,\n , \n") == ({"name": "Li", "born": "1985"},)
    assert read_rows(b"name,born\n,\nLi,1985\n")[0] == {"name": "", "born": ""}


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_line(data: bytes) -> None:
    try:
        rows = read_rows(data)
    except BadParameterError as error:
        assert error.details["line"] >= 1  # noqa: PT017  # most bytes are no table
    else:
        assert len({len(row) for row in rows}) <= 1


def test_numbers_are_written_whole_and_none_is_nothing() -> None:
    text = write_rows(["a", "b", "c"], [[0.1 + 0.2, None, True], [-1e-300, -3, False]])
    assert text == "a,b,c\n0.30000000000000004,,1\n-1e-300,-3,0\n"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_a_text_that_would_be_a_formula_is_none(cell: str) -> None:
    (_, row) = csv.reader(io.StringIO(write_rows(["text"], [[cell]]), newline=""))
    assert row == [f"'{cell}".replace("\r", "\n")]
    assert write_rows([cell], []).startswith(("'", "\"'"))


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="=+-@"))


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_what_is_written_can_be_read(rows: list[tuple[str, str]]) -> None:
    text = write_rows(["first", "second"], rows)
    found = [*csv.reader(io.StringIO(text, newline=""))]
    assert found == [["first", "second"], *map(list, rows)]
