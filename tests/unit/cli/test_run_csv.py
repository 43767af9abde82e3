"""CSV of a mechanism: what each row rests on, and a file that spreadsheets read rightly."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from graph_api.cli.run_csv import write_csv
from graph_api.cli.run_output import About, Drawn, Results
from graph_api.errors import BadParameterError
from graph_api.exchange.tables import read_table
from tests.unit.cli.test_run_output import ABOUT, ALL, CHINESE, ENGLISH, PROVENANCE, TOY, Captured


def rows(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def test_csv_leads_each_row_with_what_it_rests_on(capsys: Captured) -> None:
    write_csv(ENGLISH, ABOUT, Results(measures=ALL.measures))
    found = rows(capsys.readouterr().out)
    assert found[0] == {
        "scenario": "test", "variant": "today", "revision": "1", "version": "1", "x": "6.0",
        "measure": "double", "label": "Twice x", "value": "12.0", "unit": "index",
        "assumptions": "A-01",
    }  # fmt: skip
    assert [row["value"] for row in found] == ["12.0", "1", ""]


@pytest.mark.parametrize(
    ("results", "first"),
    [
        (
            Results(claims=ALL.claims),
            {"claim": "small", "holds": "0", "lines": "L177 L187-191", "observed": "x 为 6"},
        ),
        (Results(tables=ALL.tables), {"序号": "1", "名称": "P1号", "新？": "0"}),
        (
            Results(parameters=ALL.parameters),
            {"parameter": "x", "value": "6.0", "low": "0.0", "description": "多少"},
        ),
    ],
)
def test_csv_of_the_other_parts(capsys: Captured, results: Results, first: dict[str, str]) -> None:
    write_csv(CHINESE, ABOUT, results)
    found = rows(capsys.readouterr().out)
    assert first.items() <= found[0].items()
    assert found[0]["x"] == "6.0"


def test_csv_stays_clean_where_a_figure_is_told(capsys: Captured) -> None:
    about = About(TOY, PROVENANCE, Drawn("a.svg", "twice", None))
    write_csv(CHINESE, about, Results(measures=ALL.measures))
    written = capsys.readouterr()
    assert len(rows(written.out)) == 3
    assert "绘入" not in written.out
    assert "已将 twice 绘入 a.svg。" in written.err
    assert "EMPOWER_FONT" in written.err


def test_a_file_has_the_mark_by_which_spreadsheets_read_chinese(
    capsys: Captured, tmp_path: Path
) -> None:
    path = tmp_path / "values.csv"
    write_csv(CHINESE, replace(ABOUT, output=str(path)), Results(measures=ALL.measures))
    told = capsys.readouterr()
    assert told.out == ""
    assert f"已写入 {path}。" in told.err
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfscenario,")
    assert read_table(data).rows[0]["label"] == "x 的两倍"


@pytest.mark.parametrize("output", [None, "-"])
def test_standard_output_has_no_mark(capsys: Captured, output: str | None) -> None:
    write_csv(CHINESE, replace(ABOUT, output=output), Results(measures=ALL.measures))
    assert capsys.readouterr().out.startswith("scenario,")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    about = replace(ABOUT, output=str(tmp_path / "nowhere" / "values.csv"))
    with pytest.raises(BadParameterError, match=r"values\.csv cannot be written"):
        write_csv(ENGLISH, about, Results(measures=ALL.measures))
