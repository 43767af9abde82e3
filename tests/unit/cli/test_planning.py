"""attribution, plan: what they write for people and for machines, and what is kept."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graph_api.workbench import load
from tests.unit.cli.conftest import STREET, Runs

ROOT = Path(__file__).parents[3]
OPTIONS = """\
format: 1
scenario: {scenario}
between: residents
and: office
budget: 3
options:
  - {{key: write, cost: 2, measure: {{raise: {{relation: r3, by: 0.2}}}}}}
  - {{key: serve, cost: 1, measure: {{raise: {{relation: r2, by: 0.3}}}}}}
"""


@pytest.fixture
def options(street: Path, tmp_path: Path) -> str:
    path = tmp_path / "options.yaml"
    path.write_text(OPTIONS.format(scenario=street), encoding="utf-8")
    return str(path)


def test_shares_add_up_for_people_and_machines(run: Runs, street: Path) -> None:
    asked = ("attribution", str(street), "residents", "office")
    done = run(*asked)
    assert done.code == 0
    assert "Together all 3 relations make the mutual score of 0.400" in done.out
    assert "合计为相互充权 0.400" in run(*asked, "--lang", "zh").out
    plain = run(*asked, "--json").plain
    assert sum(item["share"] for item in plain["shares"]) == pytest.approx(plain["score"])
    rows = [*csv.DictReader(io.StringIO(run(*asked, "--csv").out))]
    assert {row["relation"] for row in rows} == {"r1", "r2", "r3"}
    assert "2 more" in run(*asked, "--first", "1").out
    assert run(*asked, "--first", "0").code == 2


def test_a_plan_from_a_file_that_says_all(run: Runs, options: str) -> None:
    done = run("plan", options)
    assert done.code == 0
    assert "write" in done.out
    assert "go from 0.400 to 0.620 in all" in done.out  # sqrt(0.8 x 0.8 x 0.6)
    assert "By direction: " in done.out
    chinese = run("plan", options, "--lang", "zh")
    assert "由 0.400 升至 0.620" in chinese.out


def test_both_forms_give_the_same(run: Runs, street: Path, options: str) -> None:
    short = run("plan", options, "--json").plain
    groups = ("--between", "residents", "--and", "office", "--budget", "3")
    long = run("plan", str(street), options, *groups, "--json").plain
    assert short == long
    assert short["options"] == ["serve", "write"]
    assert short["warning"] == {"en": None, "zh": None}
    assert short["provenance"]["parameters"]["budget"] == 3
    assert run("plan", options, "--budget", "1", "--json").plain["options"] == ["serve"]
    rows = [*csv.DictReader(io.StringIO(run("plan", options, "--csv").out))]
    assert [row["option"] for row in rows] == ["serve", "write"]
    assert "No pair lacks a direction" in run("plan", options, "--openings").out


def test_the_example_file_runs(run: Runs) -> None:
    path = ROOT / "docs" / "examples" / "plan-options.yaml"
    done = run("plan", str(path), "--openings")
    assert done.code == 0, done.err
    found = run("plan", str(path), "--openings", "--json").plain
    assert found["exact"]
    assert found["cost"] <= 10
    assert [item["options"] for item in found["openings"]] == [["newcomers_vote"]]
    assert (
        run(
            "plan",
            "district",
            str(path),
            "--budget",
            "6",
            "--between",
            "kind=resident",
            "--and",
            "kind=street_office",
        ).code
        == 0
    )


def test_what_nobody_says_is_asked_for(run: Runs, tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text("format: 1\noptions: []\n", encoding="utf-8")
    for words, name in (
        ((str(path),), "scenario"),
        (("mutual-empowerment", str(path)), "between"),
        (("mutual-empowerment", str(path), "--between", "residents"), "and"),
        (
            ("mutual-empowerment", str(path), "--between", "residents", "--and", "street_office"),
            "budget",
        ),
    ):
        done = run("plan", *words)
        assert done.code == 2
        assert f"Nothing says {name}" in done.err
        assert f"没有写明 {name}" in run("plan", *words, "--lang", "zh").err


def test_problems_of_the_file_have_lines(run: Runs, street: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    text = OPTIONS.format(scenario=street).replace("relation: r2", "relation: r9")
    path.write_text(text, encoding="utf-8")
    done = run("plan", str(path))
    assert done.code == 2
    assert "bad.yaml:8" in done.err
    assert "r9" in done.err
    missing = run("plan", str(tmp_path / "none.yaml"))
    assert missing.code == 2
    assert run("plan", str(path), "--json", "--csv").code == 2


def test_a_plan_is_kept_as_a_variant_with_its_reason(
    run: Runs, street: Path, options: str, tmp_path: Path
) -> None:
    assert run("import", str(street)).code == 0
    file = tmp_path / "kept.yaml"
    file.write_text(OPTIONS.format(scenario="street"), encoding="utf-8")
    done = run("plan", str(file), "--save-as", "agreed", "--reason", "meeting of May")
    assert done.code == 0, done.err
    assert "Kept as the variant agreed of street" in done.out
    after = run("pair", "street", "residents", "office", "--variant", "agreed", "--json").plain
    planned = run("plan", str(file), "--json").plain
    assert after["mutual"] == planned["after"]
    again = run("plan", str(file), "--save-as", "agreed")
    assert again.code == 2
    assert "agreed" in again.err
    undone = run("undo", "street", "2", "--json")
    assert undone.code == 0, undone.err


def test_what_cannot_be_kept_is_said(run: Runs, options: str, tmp_path: Path) -> None:
    done = run("plan", options, "--save-as", "agreed")
    assert done.code == 2  # nothing is in the store
    other = tmp_path / "other.yaml"
    other.write_text(STREET.replace("strength: 0.5", "strength: 0.6"), encoding="utf-8")
    assert run("import", str(other)).code == 0
    strange = run("plan", options, "--save-as", "agreed")
    assert strange.code == 2
    assert "The store has another 'street'" in strange.err
    assert run("plan", options, "--save-as", "agreed", "--lang", "zh").err.startswith("错误")
    changed = ("--change", "{set_relation: {id: r3, strength: 0.5}}")
    what_if = run("plan", options, "--save-as", "agreed", *changed)
    assert what_if.code == 2
    assert "as it is stored" in what_if.err


def test_python_keeps_a_plan_too(run: Runs, street: Path, tmp_path: Path) -> None:
    street.write_text(STREET, encoding="utf-8")
    assert run("import", str(street)).code == 0
    data = tmp_path / "data"
    view = load("street", data=data).view("better")
    measure = {"raise": {"relation": "r2", "by": 0.2}}
    found = view.plan([{"key": "serve", "cost": 1, "measure": measure}], 1, "residents", "office")
    assert view.save_plan(found, "planned", data=data, reason="why") == 2
    kept = load("street", data=data)
    assert kept.scenario.variants["planned"].extends == "better"
    assert kept.view("planned").pair("residents", "office").mutual == found.after
    assert view.openings([], "residents", "office") == ()
    assert view.plan_warning(found) is None
