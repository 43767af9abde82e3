"""new, check, fmt, diff: an author's commands, which need no store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import STREET, Runs

BAD = """\
format: 1
scenario: bad
actors:
  a: {name: {en: A, zh: 甲}, kind: resident}
  b: {name: {en: B}, kind: resident}
relations:
  - {id: r1, from: a, to: b, strength: 1.5}
  - {id: r2, from: a, to: c, strength: 0.5}
"""


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_scenario_is_good_at_once(
    run: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("new", "our-street", "--lang", language)
    assert done.code == 0
    assert "empower check our-street.yaml" in done.out
    assert run("check", "our-street.yaml").code == 0


def test_new_leaves_a_file_alone_unless_forced(run: Runs, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("mine")
    done = run("new", "our-street", "-o", str(path))
    assert done.code == 2
    assert "--force" in done.err
    assert path.read_text() == "mine"
    assert run("new", "our-street", "-o", str(path), "--force", "--json").plain == {
        "file": str(path),
        "scenario": "our-street",
    }
    assert "scenario: our-street" in path.read_text(encoding="utf-8")


def test_new_writes_to_standard_output_or_says_why_not(run: Runs, tmp_path: Path) -> None:
    assert "scenario: x" in run("new", "x", "-o", "-").out
    assert run("new", "not a key").code == 2
    done = run("new", "x", "-o", str(tmp_path / "no" / "such" / "x.yaml"))
    assert done.code == 2
    assert "cannot be written" in done.err


def test_check_names_place_check_message_and_hint(run: Runs, bad: Path) -> None:
    done = run("check", str(bad))
    assert done.code == 2
    assert f"{bad}:7:" in done.out
    assert f"{bad}:8:" in done.out
    assert "unknown-actor" in done.out
    assert "warning" in done.out
    assert "good" not in done.out
    chinese = run("check", str(bad), "--lang", "zh")
    assert "错误" in chinese.out
    assert "警告" in chinese.out


def test_check_of_good_files_says_how_large_they_are(run: Runs, street: Path) -> None:
    done = run("check", str(street))
    assert done.code == 0
    assert f"{street}: good, 3 actors, 4 relations" in done.out


def test_check_as_json_tells_every_file(run: Runs, street: Path, bad: Path) -> None:
    done = run("check", str(street), str(bad), "--json")
    assert done.code == 2
    good, wrong = done.plain["files"]
    assert (good["scenario"], wrong["scenario"]) == ("street", None)
    errors = [item for item in wrong["problems"] if item["severity"] == "error"]
    assert [item["line"] for item in errors] == [7, 8]
    assert run("check", str(street), "--json").code == 0


def test_check_reads_standard_input(run: Runs) -> None:
    assert run("check", "-", stdin=STREET).code == 0
    assert run("check", "-", stdin=b"\xff\xfe").code == 2
    assert run("check", "none.yaml").code == 2


def test_fmt_changes_a_file_once_and_keeps_its_meaning_and_comments(
    run: Runs, street: Path
) -> None:
    street.write_text(STREET.replace("format: 1", "# ours\nformat:    1"), encoding="utf-8")
    assert run("fmt", str(street), "--check").code == 2
    assert "format:    1" in street.read_text(encoding="utf-8")
    done = run("fmt", str(street))
    assert done.code == 0
    assert "was put into form" in done.err
    text = street.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "format: 1" in text
    assert run("fmt", str(street), "--check", "--json").plain == {"changed": [], "written": False}
    assert run("fmt", str(street)).err == ""
    pair = run("pair", str(street), "residents", "office", "--json").plain
    assert pair["mutual"] == pytest.approx(0.4)


def test_fmt_says_what_would_change(run: Runs, street: Path) -> None:
    street.write_text(STREET.replace("format: 1", "format:    1"), encoding="utf-8")
    assert "would change" in run("fmt", str(street), "--check").err
    assert run("fmt", str(street), "--json").plain == {"changed": [str(street)], "written": True}


def test_fmt_of_standard_input_goes_to_standard_output(run: Runs, bad: Path) -> None:
    done = run("fmt", "-", stdin=STREET)
    assert done.code == 0
    assert run("fmt", "-", stdin=done.out).out == done.out
    assert run("fmt", str(bad)).code == 2
    assert bad.read_text(encoding="utf-8") == BAD


def test_diff_tells_what_differs_between_files(run: Runs, street: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(STREET.replace("strength: 0.8", "strength: 0.7"), encoding="utf-8")
    done = run("diff", str(street), str(other))
    assert done.code == 0
    assert "relations.r1.strength" in done.out
    differences = run("diff", str(street), str(other), "--json").plain["differences"]
    assert {
        (item["kind"], item["path"].partition(".strength")[0], item["before"], item["after"])
        for item in differences
    } == {("changed", "relations.r1", 0.8, 0.7)}
    assert "No difference." in run("diff", str(street), str(street)).out
    assert "没有差异" in run("diff", str(street), str(street), "--lang", "zh").out


def test_diff_looks_at_variants_of_stored_scenarios_and_files(run: Runs, street: Path) -> None:
    run("import", str(street))
    done = run("diff", "street@today", "street@better", "--json")
    paths = {item["path"] for item in done.plain["differences"]}
    assert paths
    assert all(path.startswith("relations.r3.strength") for path in paths)
    assert run("diff", str(street), f"{street}@better", "--json").plain["differences"]
    assert run("diff", "street", "street@worse").code == 2
