"""How text for people is folded and numbers are rounded."""

from __future__ import annotations

import sys

import pytest

from graph_api.cli.folding import folded
from graph_api.cli.output import beside_or_below, paragraph, rounded


def test_chinese_signs_count_two_columns() -> None:
    assert folded("居民向街道办事处", 8) == "居民向街\n道办事处"
    assert folded("one two three", 8) == "one two\nthree"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 8, [""]),
        ("one\n\ntwo", 8, ["one", "", "two"]),
        ("    one two three", 11, ["    one two", "    three"]),
        ("居民委员会，街道", 10, ["居民委员", "会，街道"]),
        ("参与（议事）", 6, ["参与", "（议", "事）"]),
        ("居民的“话语权”", 7, ["居民的", "“话语", "权”"]),
        ("约束 A-01 等：见 docs", 8, ["约束", "A-01", "等：见", "docs"]),
        ("extraordinarily so", 4, ["extraordinarily", "so"]),
        ("a b", 1, ["a", "b"]),
    ],
)
def test_lines_break_where_either_language_may(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width).split("\n") == lines


def test_only_a_terminal_gets_its_text_folded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "8")
    paragraph("one two three")
    assert capsys.readouterr().out == "one two three\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    paragraph("one two three")
    assert capsys.readouterr().out == "one two\nthree\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0.000"), (0.0005, "0.001"), (0.0004, "0.0004"), (3e-9, "3e-09"), (1.0, "1.000")],
)
def test_nothing_but_nothing_is_shown_as_nothing(value: float, shown: str) -> None:
    assert rounded(value) == shown


@pytest.mark.parametrize(("width", "shown"), [(80, 2), (200, 3)])
def test_in_a_narrow_terminal_keys_stand_below_what_they_mean(
    monkeypatch: pytest.MonkeyPatch, width: int, shown: int
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    columns, rows = beside_or_below(
        ["measure", "value", "key"], [["Twice x", "8", "double"]], lower=2, under=0
    )
    assert len(columns) == len(rows[0]) == shown
    assert rows[0][0] == ("Twice x\ndouble" if shown == 2 else "Twice x")
