"""Drawing graphs to measure with."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tests.unit.cli.conftest import Runs


def test_a_graph_is_drawn_into_a_folder(run: Runs, tmp_path: Path) -> None:
    folder = tmp_path / "square"
    done = run("bench", "lattice", "--actors", "110", "--out", str(folder), "--json")
    assert done.code == 0
    assert done.plain == {
        "folder": str(folder),
        "scenario": "lattice-100-7",
        "actors": 100,
        "relations": 360,
    }
    assert pq.read_metadata(folder / "relations.parquet").num_rows == 360


def test_it_is_told_in_both_languages(run: Runs, tmp_path: Path) -> None:
    told = run("bench", "lattice", "--actors", "100", "--out", str(tmp_path / "a"))
    assert "100 actors and 360 relations" in told.out
    told = run("bench", "lattice", "--actors", "100", "--out", str(tmp_path / "b"), "--lang", "zh")
    assert "100 个行动者" in told.out


def test_what_cannot_be_drawn_is_refused(run: Runs, tmp_path: Path) -> None:
    for words in (["circle"], ["district", "--actors", "99"], ["district", "--seed", "-1"]):
        assert run("bench", *words, "--out", str(tmp_path / "x")).code == 2
    assert run("bench", "lattice", "--out", str(tmp_path)).code == 2  # it is there
    gone = run("bench", "lattice", "--actors", "100", "--out", "/dev/null/x")
    assert gone.code == 2
    assert "Traceback" not in gone.err
