"""run: the mechanisms of the seeds on the command line; their own tests know their numbers.

What is shown here is what Python gives for the same view, and every way to ask wrongly.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

import graph_api as ea
from graph_api.cli.run_request import read_settings
from graph_api.domain import System
from graph_api.errors import BadParameterError
from graph_api.exchange.figures import DRAWINGS
from tests.unit.cli.conftest import Runs

SEEDS = Path(__file__).parents[3] / "seeds"
GAME = SEEDS / "water-game.yaml"
KEY = "participation"
MEASURE = "share_passive"
SET = "share_public_passive"
FONT = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


def of_seed(parameters: dict[str, float] | None = None, variant: str = "today") -> System:
    return ea.load(SEEDS / f"{KEY}.yaml").view(variant).system(**parameters or {})


def values(system: System) -> dict[str, Any]:
    return {measure.key: measure.value for measure in system.measures()}


def rows(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def test_a_system_is_run_on_its_seed_where_nothing_is_stored(run: Runs) -> None:
    done = run("run", KEY)
    assert done.code == 0
    assert done.out.startswith(f"{KEY} · today · ")
    assert MEASURE in done.out
    assert "is not in the store" in done.err
    for claim in of_seed().claims():
        assert f"[{claim.key}]" in done.out


def test_json_holds_what_python_gives_with_provenance(run: Runs) -> None:
    plain = run("run", KEY, "--variant", "after_remedies", "--set", f"{SET}=0.2", "--json").plain
    system = of_seed({SET: 0.2}, "after_remedies")
    assert {item["key"]: item["value"] for item in plain["measures"]} == values(system)
    assert {item["key"]: item["holds"] for item in plain["claims"]} == {
        claim.key: claim.holds for claim in system.claims()
    }
    assert [item["key"] for item in plain["tables"]] == [table.key for table in system.tables()]
    assert plain["provenance"]["variant"] == "after_remedies"
    assert plain["provenance"]["parameters"] == {SET: 0.2}


def test_a_scenario_in_a_file_is_run_with_what_if_changes(run: Runs, tmp_path: Path) -> None:
    change = f"set_parameter: {{key: {SET}, value: 0.2}}"
    path = str(SEEDS / f"{KEY}.yaml")
    plain = run("run", path, "--change", change, "--measure", MEASURE, "--json").plain
    assert plain.keys() == {"system", "title", "measures", "provenance"}
    assert plain["measures"][0]["value"] == values(of_seed({SET: 0.2}))[MEASURE]
    assert plain["provenance"]["parameters"]["changes"] == [
        {"set_parameter": {"key": SET, "value": 0.2}}
    ]
    assert not (tmp_path / "data").exists()


def test_the_stored_scenario_comes_before_the_seed_and_several_are_told_apart(
    run: Runs, tmp_path: Path
) -> None:
    text = (SEEDS / f"{KEY}.yaml").read_text(encoding="utf-8")
    for key in ("east", "west"):
        path = tmp_path / f"{key}.yaml"
        path.write_text(text.replace(f"scenario: {KEY}", f"scenario: {key}"), encoding="utf-8")
    assert run("import", str(tmp_path / "east.yaml")).code == 0
    only = run("run", KEY, "--measure", MEASURE, "--json")
    assert only.plain["provenance"]["scenario"] == "east"
    assert only.plain["provenance"]["revision"] == 1
    assert run("import", str(tmp_path / "west.yaml")).code == 0
    both = run("run", KEY, "--json")
    assert both.code == 2
    assert both.error["details"] == {"parameter": "scenario", "scenarios": ["east", "west"]}
    chosen = run("run", KEY, "--scenario", "west", "--measure", MEASURE, "--json")
    assert chosen.plain["provenance"]["scenario"] == "west"
    by_key = run("run", "west", "--measure", MEASURE, "--json")
    assert by_key.plain["provenance"]["scenario"] == "west"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("participatin",), "did you mean 'participation'"),
        (("participaton", "--scenario", "x"), "'participaton' is none"),
        (
            ("nothing-like-it",),
            "neither a mechanism nor a scenario 'nothing-like-it'. Mechanisms: ",
        ),
        (("nowhere.yaml",), "nowhere.yaml cannot be read"),
        (("district",), "has no mechanism"),
        ((KEY, "--scenario", "district"), "has no mechanism, not participation"),
        ((KEY, "--scenario", "water-game"), "has the mechanism water_game, not participation"),
        ((KEY, "--set", "x=1"), "has no parameter 'x'"),
        ((KEY, "--set", "share_publicpassive=1"), f"did you mean '{SET}'"),
        ((KEY, "--set", f"{SET}=1.2"), "outside its range"),
        ((KEY, "--set", f"{SET}=nan"), "is no number"),
        ((KEY, "--set", f"{SET}=many"), "is no number"),
        ((KEY, "--set", SET), "says no value"),
        ((KEY, "--set", f"{SET}=0.1", "--set", f"{SET}=0.2"), "is set twice"),
        ((KEY, "--sweep", SET), "is no sweep"),
        ((KEY, "--sweep", f"{SET}=0:1:3", "--set", f"{SET}=0.1"), "set and swept"),
        ((KEY, "--sweep", f"{SET}=0:2:3"), "outside its range"),
        ((KEY, "--sweep", f"{SET}=0:1:3", "--only", "claims"), "A sweep follows measures only"),
        ((KEY, "--sweep", f"{SET}=0:1:3", "--draw", "x"), "the sweep itself is drawn"),
        ((KEY, "--measure", "share_passiv"), "has no measure 'share_passiv'"),
        ((KEY, "--measure", MEASURE, "--only", "claims"), "say one of the two"),
        ((KEY, "--only", "measure"), "has no part 'measure'"),
        ((KEY, "--only", "tables", "--csv"), "One CSV holds one table"),
        ((KEY, "--csv", "--json"), "exclude each other"),
        ((KEY, "-o", "a.csv", "--json"), "exclude each other"),
        ((KEY, "-o", "a.csv", "--only", "tables"), "One CSV holds one table"),
        ((KEY, "-o", "nowhere/a.csv"), "a.csv cannot be written"),
        ((KEY, "--draw", "x"), "--figure into which file"),
        ((KEY, "--figure", "a.svg", "--draw", "no-such"), "has no drawing 'no-such'"),
        ((KEY, "--figure", "a.gif"), "end it in .svg"),
        ((KEY, "--figure", "nowhere/a.svg"), "there is no folder nowhere"),
        ((KEY, "--first", "0"), "at least 1"),
        ((KEY, "--table", "nowhere.csv"), "nowhere.csv cannot be read"),
        ((KEY, "--variant", "tomorow"), "'tomorow'"),
    ],
)
def test_a_question_without_meaning_is_the_callers_mistake(
    run: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("run", *words)
    assert done.code == 2
    assert said in done.err
    assert not done.out
    assert run("run", *words, "--lang", "zh").code == 2
    assert not [*tmp_path.iterdir()]


def test_seeds_without_the_mechanism_are_said_to_lack_it(run: Runs, tmp_path: Path) -> None:
    done = run("run", KEY, EMPOWER_SEEDS=str(tmp_path))
    assert done.code == 2
    assert f"No scenario has the mechanism {KEY}" in done.err


def test_one_part_alone(run: Runs) -> None:
    claims = run("run", KEY, "--only", "claims", "--json").plain
    assert claims.keys() == {"system", "title", "claims", "provenance"}
    (table, *_) = of_seed().tables()
    one = run("run", KEY, "--only", table.key, "--json").plain
    assert [item["key"] for item in one["tables"]] == [table.key]
    parameters = run("run", KEY, "--only", "parameters", "--csv")
    assert [row["parameter"] for row in rows(parameters.out)] == [*of_seed().parameters]
    as_csv = run("run", KEY, "--only", table.key, "--csv")
    assert len(rows(as_csv.out)) == len(table.rows)


def test_a_table_that_needs_what_nobody_has_said_is_named(run: Runs) -> None:
    system = ea.load(SEEDS / "community-factory.yaml").view().system()
    made = {table.key for table in system.tables()}
    (empty, *_) = (rule.key for rule in system.table_rules if rule.key not in made)
    done = run("run", "community_factory", "--only", empty)
    assert done.code == 2
    assert f"Table {empty} has no rows here" in done.err


def test_csv_has_one_row_per_measure(run: Runs) -> None:
    found = rows(run("run", KEY, "--set", f"{SET}=0.2", "--csv").out)
    expected = values(of_seed({SET: 0.2}))
    assert [row["measure"] for row in found] == [*expected]
    assert {row[SET] for row in found} == {"0.2"}
    for row in found:
        value = expected[row["measure"]]
        assert (float(row["value"]) if row["value"] else None) == value


@pytest.mark.parametrize("more", [(), ("--sweep", f"{SET}=0:0.2:3"), ("--csv",)])
def test_a_csv_in_a_file_is_the_one_of_the_output_behind_a_mark(
    run: Runs, tmp_path: Path, more: tuple[str, ...]
) -> None:
    path = tmp_path / "values.csv"
    written = run("run", KEY, "--lang", "zh", *more, "-o", str(path))
    assert (written.code, written.out) == (0, "")
    printed = run("run", KEY, "--lang", "zh", *more, "--csv").out
    assert path.read_bytes() == codecs.BOM_UTF8 + printed.encode()


def test_a_sweep_gives_what_each_point_gives_alone(run: Runs) -> None:
    plain = run("run", KEY, "--sweep", f"{SET}=0:0.2:3", "--measure", MEASURE, "--json").plain
    assert plain["points"] == [[0.0], [0.1], [0.2]]
    expected = [values(of_seed({SET: at}))[MEASURE] for at in (0.0, 0.1, 0.2)]
    assert plain["measures"][0]["values"] == expected
    assert plain["provenance"]["parameters"] == {"sweep": [f"{SET}=0:0.2:3"]}
    shown = run("run", KEY, "--sweep", f"{SET}=0:0.2:3", "--measure", MEASURE).out
    assert f"{SET}: " in shown
    as_csv = run("run", KEY, "--sweep", f"{SET}=0:0.2:3", "--measure", MEASURE, "--csv").out
    assert [row[SET] for row in rows(as_csv)] == ["0.0", "0.1", "0.2"]


def test_figures_of_a_system_and_of_a_sweep(run: Runs, tmp_path: Path) -> None:
    drawing = DRAWINGS[KEY][0]
    path = tmp_path / "a.svg"
    plain = run(
        "run", KEY, "--only", "measures", "--figure", str(path), "--draw", drawing.key, "--json",
        EMPOWER_FONT=FONT,
    ).plain  # fmt: skip
    assert plain["figure"] == {"file": str(path), "drawing": drawing.key, "font": "DejaVu Sans"}
    assert path.read_text(encoding="utf-8").count("<svg") == 1
    swept = run(
        "run", KEY, "--sweep", f"{SET}=0:0.2:3", "--measure", MEASURE,
        "--figure", str(tmp_path / "b.svg"),
    )  # fmt: skip
    assert "Drew sweep-participation into" in swept.out
    assert len([*tmp_path.iterdir()]) == 2
    wrong = run("run", KEY, "--figure", str(path), EMPOWER_FONT=str(GAME))
    assert wrong.code == 2
    assert "is no font that can be read" in wrong.err


def test_the_drawings_are_listed(run: Runs) -> None:
    plain = run("run", KEY, "--draw", "help", "--json").plain
    assert [item["key"] for item in plain["drawings"]] == [item.key for item in DRAWINGS[KEY]]
    assert (
        DRAWINGS[KEY][0].title.text("zh") in run("run", KEY, "--draw", "help", "--lang", "zh").out
    )


def test_a_table_goes_to_the_mechanism_that_reads_one(run: Runs, tmp_path: Path) -> None:
    path = tmp_path / "persons.csv"
    path.write_bytes(
        b"\xef\xbb\xbfid,birth_year,economic,daily_life,psychological\np1,1985,0.5,0.5,\n"
    )
    done = run("run", "migrant_integration", "--table", str(path), "--json")
    assert done.code == 0
    said = done.plain["provenance"]["parameters"]
    assert said == {"table": "persons.csv", "tableDigest": sha256(path.read_bytes())}
    assert "GB18030" not in done.err
    swept = run(
        "run", "migrant_integration", "--table", str(path), "--json",
        "--sweep", range_of("migrant-integration"),
    )  # fmt: skip
    assert swept.code == 0
    refused = run("run", "mutual_empowerment", "--table", str(path), "--json")
    assert refused.code == 2
    assert refused.error["details"]["parameter"] == "table"
    told = run("run", "migrant_integration", "--table", "help")
    assert told.code == 0
    assert "birth_year" in told.out
    path.write_bytes(
        "id,birth_year,economic,daily_life,psychological\n李明,1985,,,\n".encode("gbk")
    )
    told = run("run", "migrant_integration", "--table", str(path), "--lang", "zh")
    assert told.code == 0
    assert "persons.csv 不是 UTF-8 编码，已按 GB18030（GBK）读取" in told.err
    path.write_bytes(b"id,id\n")
    assert run("run", "migrant_integration", "--table", str(path)).code == 2


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def range_of(seed: str) -> str:
    """Give a sweep of the first parameter of a seed that has a range."""
    system = ea.load(SEEDS / f"{seed}.yaml").view().system()
    parameter = next(
        item
        for item in system.parameters.values()
        if item.low is not None and item.high is not None and item.low < item.high
    )
    return f"{parameter.key}={parameter.low}:{parameter.high}:2"


def test_settings_are_read_as_key_and_number() -> None:
    assert read_settings([" h = 1e-1", "theta=-2"]) == {"h": 0.1, "theta": -2.0}
    with pytest.raises(BadParameterError) as caught:
        read_settings(["=1"])
    assert caught.value.details == {"parameter": "set"}
