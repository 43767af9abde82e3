"""Single cells: numbers, dates and lists as people write them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_api.exchange.sheets import cells
from graph_api.exchange.sheets.cells import CellError
from graph_api.exchange.sheets.columns import SHEETS
from graph_api.exchange.sheets.grid import letters


@given(st.integers(0, 10**6))
def test_every_strength_of_six_decimals_is_read_as_it_was_meant(millionths: int) -> None:
    meant = millionths / 10**6
    percent = Decimal(millionths) / 10**4
    full = f"{meant:.6f}".translate({ord("0") + n: ord("０") + n for n in range(10)})
    for text in (f"{meant:.6f}", repr(meant), f"{percent:f}%", f"{percent:f} ％", full):
        assert cells.unit(text) == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.01", "out-of-range"),
        ("-0.01", "out-of-range"),
        ("101%", "out-of-range"),
        ("1e400", "out-of-range"),
        ("0.1234567", "too-many-decimals"),
        ("nan", "wrong-type"),
        ("inf", "wrong-type"),
        ("0,5", "wrong-type"),
        ("1/2", "wrong-type"),
        ("0.5.1", "wrong-type"),
        ("½", "wrong-type"),
        ("٠.٥", "wrong-type"),
        ("9" * 5000, "out-of-range"),
        ("1e999999999999", "wrong-type"),
    ],
)
def test_what_is_no_strength_is_told(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.unit(text)
    assert caught.value.code == code


def test_what_a_spreadsheet_computed_is_rounded_to_what_was_meant() -> None:
    assert cells.unit("0.30000000000000004") == 0.3
    assert cells.unit("0.30000000000000004", decimals=None) == 0.30000000000000004


def test_persons_may_have_thousands_and_no_less_than_none() -> None:
    assert cells.amount("1,234,567", thousands=True) == 1_234_567
    for text in ("-1", "1e999", "12,34"):
        with pytest.raises(CellError):
            cells.amount(text, thousands=True)
    with pytest.raises(CellError):
        cells.amount("0", above_zero=True)


@given(st.dates())
def test_dates_are_read_in_four_forms(day: object) -> None:
    iso = str(day)
    year, month, date = iso.split("-")
    forms = (iso, f"{year}/{int(month)}/{int(date)}", f"{year}年{int(month)}月{int(date)}日")
    assert {cells.day(text) for text in (*forms, f"{year}.{month}.{date}")} == {iso}


@pytest.mark.parametrize("text", ["2023-02-30", "03/04/2024", "2024", "0000-01-01", "45000"])
def test_no_date_is_guessed(text: str) -> None:
    with pytest.raises(CellError) as caught:
        cells.day(text)
    assert caught.value.code == "bad-date"


@given(st.text(max_size=60))
def test_any_text_gives_an_answer_or_a_cell_error(text: str) -> None:
    for read in (
        cells.unit,
        cells.day,
        cells.more,
        lambda cell: cells.amount(cell, thousands=True),
        lambda cell: list(cells.places(cell)),
        lambda cell: list(cells.parts(cell)),
        cells.is_unknown,
        cells.plain_text,
    ):
        with suppress(CellError):
            read(text)


def test_evidence_is_read_as_people_and_as_exports_write_it() -> None:
    both = [("essay-4", ["177", "187-191"]), ("survey", [])]
    assert list(cells.places("essay-4 177, 187-191; survey")) == both
    assert list(cells.places("essay-4：177，187–191；survey")) == both


def test_no_header_names_two_columns_and_no_name_two_sheets() -> None:
    for form in SHEETS:
        words = [word for item in form.columns for word in item.words()]
        assert len(words) == len(set(words)), form.name
        assert all(item.label.en and item.label.zh for item in form.columns)
    names = [word for form in SHEETS for word in form.words()]
    assert len(names) == len(set(names))


@given(st.integers(1, 18_000))
def test_letters_of_columns_are_those_of_openpyxl(column: int) -> None:
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415  # only here

    assert column_index_from_string(letters(column)) == column
