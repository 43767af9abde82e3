"""Drawing graphs to measure with."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_name_too_long_is_a_mistake(run: Runs, tmp_path: Path, language: str) -> None:
    folder = tmp_path / ("x" * 300)
    done = run("bench", "lattice", "--actors", "100", "--out", str(folder), "--lang", language)
    assert done.code == 2
    assert ("cannot be written" if language == "en" else "无法写入") in done.err
    assert not [*tmp_path.iterdir()]


def test_a_name_that_is_not_utf_8_is_a_name(run: Runs, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"bad\xff")
    assert run("bench", "lattice", "--actors", "100", "--out", str(folder)).code == 0
    with (folder / "relations.parquet").open("rb") as file:
        assert pq.read_metadata(file).num_rows == 360


def test_a_link_to_nothing_is_left_alone(run: Runs, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    done = run("bench", "lattice", "--actors", "100", "--out", str(link))
    assert done.code == 2
    assert "is there already" in done.err
    assert [*tmp_path.iterdir()] == [link]
