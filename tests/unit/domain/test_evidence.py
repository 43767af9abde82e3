"""Lines of sources, figures, parameters."""

from __future__ import annotations

import math
import re

import pytest

from graph_api.domain import Figure, Source
from graph_api.domain.evidence import line_range


@pytest.mark.parametrize(
    ("text", "lines"),
    [("1", (1, 1)), ("177", (177, 177)), ("187-191", (187, 191)), ("5-5", (5, 5))],
)
def test_lines_are_a_number_or_a_range(text: str, lines: tuple[int, int]) -> None:
    assert line_range(text) == lines


@pytest.mark.parametrize(
    "text", ["0", "1１", "-3", "3-", "191-187", "1-2-3", "1 - 2", "a", "1.5", "１", "1\n", "1" * 10]
)
def test_other_texts_are_no_lines(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        line_range(text)


def test_no_text_is_no_line() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        line_range("")


def test_a_source_holds_the_lines_that_lie_in_one_of_its_ranges() -> None:
    source = Source("s", lines=("10-20", "30"))
    assert source.holds(["10", "20", "12-18", "30"])
    assert source.holds([])
    assert not source.holds(["9"])
    assert not source.holds(["21"])
    assert not source.holds(["15-25"])
    assert not source.holds(["20-30"])  # in two pieces, with a gap
    assert not source.holds(["12", "31"])


def test_a_source_without_lines_is_the_whole_file() -> None:
    assert Source("s").holds(["1-999999999"])


@pytest.mark.parametrize(("value", "unit"), [(math.nan, "count"), (math.inf, "count"), (1.0, "")])
def test_a_figure_needs_a_finite_value_and_a_unit(value: float, unit: str) -> None:
    with pytest.raises(ValueError, match="'tasks' needs a finite value and a unit"):
        Figure("tasks", value, unit)
