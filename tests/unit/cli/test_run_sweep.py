"""How sweeps are written, on a toy whose numbers are known by heart: double = 2x."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from typing import Any

import pytest
from rich.cells import cell_len

from graph_api.cli.frame import Run
from graph_api.cli.run_output import About, Drawn
from graph_api.cli.run_sweep import write_sweep, write_sweep_csv
from graph_api.domain import Axis, Label, Range, Sweep, SweptMeasure, sweep
from tests.toys import Bare, Toy, toy_view

PROVENANCE = {
    "scenario": "test", "variant": "today", "revision": 1, "version": "1", "parameters": {}
}  # fmt: skip
ABOUT = About(Toy(toy_view()), PROVENANCE)
ENGLISH, CHINESE, JSON = Run({}), Run({}, "zh"), Run({}, wants_json=True)

Captured = pytest.CaptureFixture[str]


def swept(*ranges: Range, measures: tuple[str, ...] | None = None) -> Sweep:
    return sweep(lambda values: Toy(toy_view(), values), ranges, measures)


SWEPT = swept(Range("x", (4, 5, 6)))


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_points_show_what_changes_and_the_measures_where_they_go(capsys: Captured) -> None:
    write_sweep(ENGLISH, ABOUT, SWEPT, 2)
    out = capsys.readouterr().out
    lines = lines_of(out)
    assert lines[0] == "test · today · The toy"
    assert "x: How much (index; the scenario says 2)" in lines
    assert "x double is_large" in lines
    assert "4 8 no" in lines
    assert "6 12 yes" not in lines
    assert "1 more row; --first shows more, --csv and --json give all." in lines
    assert "Twice x 8 12 index A-01 double" in lines
    assert "Is x large? no yes yes or no is_large" in lines
    assert "The same at every point: part - (A-01 A-02)." in lines
    assert "docs/assumptions.md" in out


def test_it_is_written_in_chinese(capsys: Captured) -> None:
    write_sweep(CHINESE, ABOUT, SWEPT, 20)
    lines = lines_of(capsys.readouterr().out)
    assert "x：多少（指数；情景取值：2）" in lines
    assert "4 8 否" in lines
    assert "x 的两倍 8 12 指数 A-01 double" in lines
    assert "在各点均相同：part - (A-01 A-02)。" in lines


def test_nothing_that_changes_is_said(capsys: Captured) -> None:
    write_sweep(ENGLISH, ABOUT, swept(Range("people", (1, 2)), measures=("double",)), 20)
    lines = lines_of(capsys.readouterr().out)
    assert "No measure changes over the sweep." in lines
    assert "The same at every point: double 4 (A-01)." in lines
    assert "people double" not in lines


def test_points_that_are_unknown_are_counted(capsys: Captured) -> None:
    axis = Axis("x", (1.0, 2.0, 3.0), "index", Label(), None)
    measure = SweptMeasure("m", Label("M", "测度"), "share", (), (None, 0.25, None))
    write_sweep(ENGLISH, ABOUT, Sweep("toy", Label("The toy", "玩具"), (axis,), (measure,)), 20)
    lines = lines_of(capsys.readouterr().out)
    assert lines[2] == "x (index; the scenario says unknown)"
    assert "1 -" in lines
    assert "M 0.250 0.250 share 2 m" in lines
    assert "-: no value, because it is not known or not defined." in lines


def test_two_keys_make_a_grid_per_measure_the_second_across(capsys: Captured) -> None:
    found = swept(Range("x", (1, 6)), Range("missing", (0, 0.5, 1)), measures=("part", "is_large"))
    write_sweep(ENGLISH, ABOUT, found, 20)
    lines = lines_of(capsys.readouterr().out)
    assert "missing (share; the scenario says unknown)" in lines
    at = lines.index("The missing part of x [part] (index)")
    assert lines[at + 1] == r"x \ missing 0 0.5 1"
    assert lines[at + 3 : at + 5] == ["1 0 0.500 1", "6 0 3 6"]
    at = lines.index("Is x large? [is_large] (yes or no)")
    assert lines[at + 3 : at + 5] == ["1 no no no", "6 yes yes yes"]


def test_a_terminal_gets_tables_that_fit(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    found = swept(Range("missing", (0, 0.5)), Range("x", tuple(range(10))), measures=("part",))
    write_sweep(CHINESE, ABOUT, found, 20)
    out = re.sub("\x1b\\[[0-9]*m", "", capsys.readouterr().out)
    tables = [line for line in out.splitlines() if line.lstrip().startswith("missing \\ x")]
    assert [name for line in tables for name in line.split()[3:]] == [*map(str, range(10))]
    assert len(tables) > 1
    assert max(map(cell_len, tables)) <= 40


def test_json_has_axes_points_and_values(capsys: Captured) -> None:
    write_sweep(
        JSON, About(ABOUT.system, PROVENANCE, Drawn("a.png", "sweep-toy", "SimSun")), SWEPT, 1
    )
    plain: Any = json.loads(capsys.readouterr().out)
    assert plain["axes"][0]["values"] == [4, 5, 6]
    assert plain["axes"][0]["value"] == 2
    assert plain["points"] == [[4], [5], [6]]
    assert [m["values"] for m in plain["measures"]] == [
        [8, 10, 12], [False, False, True], [None, None, None]
    ]  # fmt: skip
    assert plain["figure"]["font"] == "SimSun"
    assert plain["provenance"] == PROVENANCE


def test_csv_has_one_row_per_point(capsys: Captured) -> None:
    write_sweep_csv(ENGLISH, ABOUT, SWEPT)
    found = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert found[2] == {
        "scenario": "test", "variant": "today", "revision": "1", "version": "1",
        "x": "6", "double": "12.0", "is_large": "1", "part": "",
    }  # fmt: skip


def test_a_system_without_measures_has_points_all_the_same(capsys: Captured) -> None:
    found = sweep(lambda values: Bare(toy_view(), values), [Range("x", (1, 2))])
    write_sweep_csv(ENGLISH, ABOUT, found)
    assert len(capsys.readouterr().out.splitlines()) == 3
    write_sweep(ENGLISH, ABOUT, found, 20)
    assert "No measure changes" in capsys.readouterr().out
