"""Sheets and graphs on the command line: made, mended, imported, asked, and out again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Runs

DATA = Path(__file__).parents[2] / "data" / "sheets"
EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "sheets"
EDGE = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    '<key id="w" for="edge" attr.name="weight" attr.type="double"/>'
    '<graph edgedefault="directed"><node id="a"/><node id="b"/>'
    '<edge id="e" source="a" target="b"><data key="w">{weight}</data></edge></graph></graphml>'
)


def test_every_planted_fault_is_printed_and_nothing_is_kept(run: Runs) -> None:
    done = run("import", str(DATA / "faulty"), "--key", "survey", "--json")
    assert done.code == 2
    problems = done.error["problems"]
    faults = json.loads((DATA / "faulty" / "faults.json").read_text(encoding="utf-8"))
    assert [(p["line"], p["code"]) for p in problems] == [(f["row"], f["code"]) for f in faults]
    assert "empty" in run("list").err
    told = run("import", str(DATA / "faulty"), "--lang", "zh").err
    assert "actors.csv!D64 [unknown-kind] 此处没有行动者类型“自组识”" in told


def test_a_clean_survey_is_tried_kept_and_replaced(run: Runs) -> None:
    words = ("import", str(DATA / "clean"), "--key", "survey", "--title", "五月调查")
    assert "would be created" in run(*words, "--dry-run").out
    assert "empty" in run("list").err
    done = run(*words, "--json").plain
    assert (done["scenario"], done["created"], done["revision"]) == ("survey", True, 1)
    assert {item["code"] for item in done["warnings"]} == {"isolated-actor", "missing-name"}
    assert run(*words, "--json").plain["changed"] is False
    other = (*words[:-1], "June")
    assert run(*other, "--json").error["code"] == "SCENARIO_EXISTS"
    assert run(*other, "--replace", "--json").plain["revision"] == 2
    pair = run("pair", "survey", "a001", "a002", "--json").plain
    assert pair["provenance"]["scenario"] == "survey"


def test_both_examples_answer_alike(run: Runs) -> None:
    answers = []
    for language in ("english", "chinese"):
        run("import", str(EXAMPLES / language))
        pair = run("pair", language, "residents", "office", "--json").plain
        answers.append((pair["forward"], pair["reverse"], pair["mutual"]))
    assert answers[0] == answers[1]
    # By hand: residents -> committee 0.1 -> office 0.6, against the group: 0.5 and no more known.
    assert answers[0][0] == pytest.approx(0.1 * 0.6)
    assert answers[0][1] == pytest.approx(0.5 * 0.3)


def test_weights_of_a_graph_are_scaled_only_where_asked(run: Runs, tmp_path: Path) -> None:
    path = tmp_path / "net.graphml"
    path.write_text(EDGE.format(weight=4), encoding="utf-8")
    refused = run("import", str(path))
    assert refused.code == 2
    assert "--scale max" in refused.err
    assert "net created" in run("import", str(path), "--scale", "max").out
    assert run("pair", "net", "a", "b", "--json").plain["forward"] == 1
    assert run("import", str(path), "--scale", "log").code == 2


def test_options_that_belong_to_one_foreign_file_are_refused_elsewhere(
    run: Runs, street: Path
) -> None:
    for words in (("--title", "x"), ("--scale", "max"), ("--key", "x")):
        refused = run("import", str(street), *words)
        assert refused.code == 2
        assert words[0] in refused.err
    refused = run("import", str(EXAMPLES / "english"), "--scale", "max")
    assert refused.code == 2
    assert "GraphML" in refused.err
    both = (str(EXAMPLES / "english"), str(EXAMPLES / "chinese"))
    assert run("import", *both, "--key", "x").code == 2
    assert run("import", *both).code == 0


def test_new_writes_empty_sheets_in_the_language_asked_for(run: Runs, tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    done = run("new", "--sheets", str(folder), "--lang", "zh")
    assert done.code == 0
    assert (folder / "关系.csv").read_text(encoding="utf-8-sig").startswith("编号,起点,终点")
    assert run("import", str(folder), "--dry-run").code == 0
    assert run("new", "--sheets", str(folder)).code == 2
    files = run("new", "--sheets", str(tmp_path / "en"), "--json").plain["files"]
    assert files == ["actors.csv", "experts.csv", "readme.txt", "relations.csv", "sources.csv"]
    assert run("new").code == 2
    assert run("new", "key", "--sheets", str(tmp_path / "x")).code == 2


def test_what_is_exported_is_imported_as_the_same(run: Runs, street: Path, tmp_path: Path) -> None:
    run("import", str(street))
    before = run("export", "street", "--json").plain
    for form in ("csv", "xlsx", "graphml", "gexf"):
        out = tmp_path / (form if form == "csv" else f"s.{form}")
        assert run("export", "street", "--format", form, "--out", str(out)).code == 0
        assert run("import", str(out), "--key", f"again-{form}").code == 0
        difference = run("diff", "street", f"again-{form}", "--json").plain["differences"]
        assert [item["path"] for item in difference] == ["scenario"], form
    assert run("export", "street", "--json").plain == before
