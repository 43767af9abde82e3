"""The page of metrics says what the catalogue says, and its table is what the program computes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_api.scoring.metrics import METRICS, metric
from tests.published.networks import network

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "metrics.md").read_text(encoding="utf-8")
LINE = {"A1": "4", "B1": "2", "C": "1", "B2": "3", "A2": "5"}
ROW = re.compile(r"^\| (\w+)(?:, (by hops|beta = [-.\d]+))? \|((?: [-.\d]+ \|){5})", re.MULTILINE)


def section(name: str) -> str:
    return PAGE.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]


def test_each_metric_has_a_heading_in_the_order_of_the_catalogue() -> None:
    headings = re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)
    assert headings == list(METRICS)


@pytest.mark.parametrize("name", METRICS)
def test_the_section_says_what_the_entry_says(name: str) -> None:
    info, said = METRICS[name], section(name)
    labels = info.title, info.description, info.not_to_be_read_as, info.formula, info.library
    for label in labels:
        assert label.text("en") in said
        assert label.text("zh") in said
    assert f"| formula | `{info.formula.text('en')}` |" in said
    assert f"| unit; range | {info.unit.text('en')}; {info.value_range.text('en')} |" in said
    assert f"| literature | {info.literature} |" in said
    assert f"| computed by | {info.library.text('en')} |" in said
    assert f"{info.unit.text('zh')}；{info.value_range.text('zh')}" in said
    for parameter in info.parameters:
        assert f"| `{parameter.key}` | {parameter.range}, " in said


def test_the_table_of_the_line_of_five_is_what_the_program_gives() -> None:
    view = network("line_of_five").view()
    rows = ROW.findall(PAGE)
    assert len(rows) == 7
    for name, how, numbers in rows:
        asked = {"weighted": 0.0} if how == "by hops" else {}
        if how.startswith("beta"):
            asked = {"beta": float(how.removeprefix("beta = "))}
        answer = metric(view, name, asked)
        printed = [float(number) for number in re.findall(r"[-.\d]+", numbers)]
        assert printed == pytest.approx([answer.of(LINE[a]) for a in LINE], abs=0.0006)
