"""report: what it writes, where to, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_api.version import __version__
from tests.unit.cli.conftest import Runs
from tests.unit.exchange.report.reading import read_page


def test_a_report_is_one_file(run: Runs, street: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    asked = ("--between", "residents", "--and", "office", "--out", str(out))
    done = run("report", str(street), *asked, "--variant", "better")
    assert done.code == 0
    assert done.out == f"{out} is written.\n"
    page = read_page(out.read_text(encoding="utf-8"))
    # 0.9 there, 0.8 x 0.5 = 0.4 back; sqrt(0.36) = 0.6.
    assert page.tables["pairs"]["residents office"][:3] == pytest.approx([0.9, 0.4, 0.6])
    assert "Better" in page.text
    assert [path.name for path in tmp_path.glob("*.html")] == ["report.html"]


def test_in_chinese(run: Runs, street: Path, tmp_path: Path) -> None:
    out = tmp_path / "报告.html"
    done = run("report", str(street), "--out", str(out), "--lang", "zh")
    assert done.code == 0
    assert done.out == f"已写入 {out}。\n"
    text = out.read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in text
    page = read_page(text)
    assert "一条街" in page.text
    assert "五月调查" in page.text
    assert "survey 第 7 行" in page.text


def test_the_page_goes_to_standard_output_too(run: Runs, street: Path) -> None:
    done = run("report", str(street), "--out", "-", "--draws", "0")
    assert done.code == 0
    assert done.out.startswith("<!DOCTYPE html>")
    read_page(done.out)


def test_machines_are_told_what_was_written(run: Runs, street: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    done = run("report", str(street), "--out", str(out), "--json", "--draws", "0", "--first", "3")
    plain = done.plain
    assert plain["file"] == str(out)
    assert plain["bytes"] == out.stat().st_size
    assert plain["provenance"]["version"] == __version__
    assert plain["provenance"]["parameters"]["first"] == 3


def test_what_cannot_be_written_is_said_before_anything_is_computed(
    run: Runs, street: Path, tmp_path: Path
) -> None:
    for out in (tmp_path, tmp_path / "none" / "report.html"):
        done = run("report", str(street), "--out", str(out))
        assert done.code == 2
        assert "--out" in done.err
    together = run("report", str(street), "--out", "-", "--json")
    assert together.code == 2
    assert together.error["code"] == "BAD_PARAMETER"


def test_half_a_question_is_refused(run: Runs, street: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    done = run("report", str(street), "--out", str(out), "--between", "residents")
    assert done.code == 2
    assert "two groups" in done.err
    assert not out.exists()
    unknown = run(
        "report", str(street), "--out", str(out), "--between", "nobody", "--and", "office"
    )
    assert unknown.code == 2
    assert "nobody" in unknown.err


def test_a_report_needs_a_file(run: Runs, street: Path) -> None:
    assert run("report", str(street)).code == 2
