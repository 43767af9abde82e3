"""`empower export` in every format: guessed, refused, forced, and the same on the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph_api.exchange.writing import carried
from graph_api.exchange.writing.exporting import FORMATS
from tests.unit.cli.conftest import Runs


def everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_the_same_twice(
    run: Runs, street: Path, tmp_path: Path, form: str
) -> None:
    run("import", str(street))
    out = tmp_path / "out"
    out.mkdir()
    for variant in ("today", "better"):
        first, second = out / f"first-{variant}", out / f"second-{variant}"
        for path in (first, second):
            words = ("--format", form, "--out", str(path), "--variant", variant)
            done = run("export", "street", *words, "--json")
            assert done.code == 0, done.err
            assert done.plain["format"] == form
        if first.is_dir():
            assert everything(first) == everything(second)
        else:
            assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in out.iterdir()) == [
        *("first-better", "first-today", "second-better", "second-today")
    ]


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx", "parquet", "graphml", "gexf"])
def test_what_is_exported_is_imported_as_the_same(
    run: Runs, street: Path, tmp_path: Path, form: str
) -> None:
    run("import", str(street))
    path = tmp_path / (f"out.{form}" if form not in {"csv", "parquet"} else "out")
    assert run("export", "street", "--format", form, "--out", str(path)).code == 0
    before = run("export", "street", "--format", "json").plain["document"]
    done = run("import", str(path), "--replace")
    assert done.code == 0, done.err
    assert run("export", "street", "--format", "json").plain["document"] == before
    assert before["variants"]


def test_a_variant_becomes_the_baseline_of_the_file(
    run: Runs, street: Path, tmp_path: Path
) -> None:
    run("import", str(street))
    path = tmp_path / "better.json"
    run("export", "street", "--variant", "better", "--out", str(path))
    said = json.loads(path.read_bytes())
    assert said["provenance"]["variant"] == "better"
    assert said["provenance"]["revision"] == 1
    strengths = {item["id"]: item.get("strength", 0) for item in said["document"]["relations"]}
    assert strengths == {"r1": 0.8, "r2": 0.5, "r3": 0.9, "r4": None}
    assert "variants" not in said["document"]
    text = run("export", "street", "--variant", "better").out
    assert "# scenario street, variant better, revision 1" in text
    assert run("check", "-", stdin=text).code == 0


def test_the_ending_says_the_format(run: Runs, street: Path, tmp_path: Path) -> None:
    run("import", str(street))
    for ending, begin in (("gexf", b"<?xml"), ("json", b"{"), ("xlsx", b"PK"), ("yml", b"format")):
        path = tmp_path / f"street.{ending}"
        assert run("export", "street", "--out", str(path)).code == 0
        assert path.read_bytes().startswith(begin)
    assert "街道办" in (tmp_path / "street.gexf").read_text("utf-8")


def test_labels_follow_the_language(run: Runs, street: Path) -> None:
    run("import", str(street))
    assert 'label="Office"' in run("export", "street", "--format", "gexf").out
    assert 'label="街道办"' in run("export", "street", "--format", "gexf", "--lang", "zh").out


def test_nothing_is_replaced_without_force(run: Runs, street: Path, tmp_path: Path) -> None:
    run("import", str(street))
    for form in FORMATS:
        path = tmp_path / f"x-{form}"
        words = ("export", "street", "--format", form, "--out", str(path))
        assert run(*words).code == 0
        refused = run(*words, "--lang", "zh")
        assert refused.code == 2
        assert "--force" in refused.err
        assert run(*words, "--force").code == 0
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("mine")
    assert run("export", "street", "--format", "csv", "--out", str(mine), "--force").code == 2
    assert (mine / "diary.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "gefx"), "did you mean 'gexf'"),
        (("--format", "csv"), "--out"),
        (("--format", "xlsx"), "--out"),
        (("--out", "street.csv"), "--format csv"),
        (("--out", "map.png"), "empower map"),
        (("--tables", "x", "--format", "csv"), "exclude"),
        (("--variant", "bettr", "--format", "json"), "better"),
        (("--out", "missing/folder/x.gexf"), "cannot be written"),
        (("--format", "gexf", "--out", "."), "folder"),
    ],
)
def test_what_cannot_be_is_said_in_both_languages(
    run: Runs, street: Path, words: tuple[str, ...], said: str
) -> None:
    run("import", str(street))
    done = run("export", "street", *words)
    assert done.code == 2
    assert said.lower() in done.err.lower()
    assert run("export", "street", *words, "--lang", "zh").code == 2


def test_a_graph_too_large_for_a_format_is_refused(
    run: Runs, street: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("import", str(street))
    monkeypatch.setitem(carried.MOST_RELATIONS, "gexf", 3)
    for words in ((), ("--out", str(tmp_path / "x.gexf"))):
        done = run("export", "street", "--format", "gexf", *words)
        assert done.code == 2
        assert "at most 3" in done.err
        assert not done.out
    assert not (tmp_path / "x.gexf").exists()


def test_a_seed_and_a_file_are_exported_without_a_store(
    run: Runs, street: Path, tmp_path: Path
) -> None:
    assert run("export", "district", "--format", "graphml").out.startswith("<?xml")
    assert run("export", str(street)).out.encode() == street.read_bytes()
    assert run("export", str(street), "--format", "json").plain["document"]["scenario"] == "street"
    assert not (tmp_path / "data").exists()


def test_cases_stay_behind_and_it_is_said(run: Runs, street: Path, tmp_path: Path) -> None:
    text = street.read_text("utf-8") + "cases: {household-7: {state: assisted}}\n"
    street.write_text(text, "utf-8")
    run("import", str(street))
    done = run("export", "street", "--out", str(tmp_path / "x.gexf"))
    assert "1 case" in done.err
    assert b"household-7" not in (tmp_path / "x.gexf").read_bytes()
    assert "household-7" in run("export", "street", "--format", "json").out
