"""empower metrics: the catalogue, one entry, one metric of the street of three actors.

office -0.8-> committee -0.5-> residents -0.4-> office: a cycle, so each lies between one of the
two ordered pairs of the others: betweenness 1/2 for all.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graph_api.scoring.metrics import METRICS
from graph_api.workbench import load
from tests.unit.cli.conftest import Runs


def test_without_a_scenario_the_catalogue_is_listed(run: Runs) -> None:
    done = run("metrics")
    assert done.code == 0
    assert all(name in done.out for name in METRICS)
    assert "卡茨地位" in run("metrics", "--lang", "zh").out
    plain = run("metrics", "--json").plain["metrics"]
    assert [entry["name"] for entry in plain] == list(METRICS)
    rows = list(csv.DictReader(io.StringIO(run("metrics", "--csv").out)))
    assert [row["metric"] for row in rows] == list(METRICS)


def test_an_entry_says_what_it_must_not_be_read_as(run: Runs) -> None:
    done = run("metrics", "--about", "bonacich_power")
    assert "Beware: Not one measure but two" in done.out
    assert "Parameter beta: (-1e+06, 1e+06)" in done.out
    done = run("metrics", "--about", "pagerank", "--lang", "zh")
    assert "注意：不是行动者的能力" in done.out
    assert "（默认 0.85）" in done.out
    assert "公式：x = alpha S'x + (1 - alpha) / n，x 之和为 1" in done.out
    assert "范围：(0, 1]，总和为 1" in done.out
    assert "计算：numpy 与 scipy，按方程组求解" in done.out
    plain = run("metrics", "--about", "closeness", "--json").plain
    assert [item["key"] for item in plain["parameters"]] == ["weighted", "incoming"]


def test_a_metric_of_a_scenario(run: Runs, street: Path) -> None:
    done = run("metrics", str(street), "--metric", "betweenness", "--first", "2")
    assert done.code == 0
    assert "street · today · Betweenness (weighted = 1)" in done.out
    assert "Committee (committee)   0.500" in done.out
    assert "1 more; --first shows more." in done.out
    done = run("metrics", str(street), "--metric", "betweenness", "--lang", "zh")
    assert "居委会 (committee)" in done.out
    assert "注意：不是权力" in done.out


def test_a_number_of_the_whole_graph(run: Runs, street: Path) -> None:
    assert "of the whole graph: 0.000" in run("metrics", str(street), "--metric", "reciprocity").out
    asked = ("metrics", str(street), "--min-strength", "0.95", "--metric", "reciprocity")
    assert "of the whole graph: undefined" in run(*asked).out
    assert "整个图：无定义" in run(*asked, "--lang", "zh").out


def test_parts_and_a_chosen_set_have_their_columns(run: Runs, street: Path) -> None:
    done = run("metrics", str(street), "--metric", "brokerage")
    assert "1   representative 1\n" in done.out  # a count, and only the parts that there are
    done = run("metrics", str(street), "--metric", "brokerage", "--lang", "zh")
    assert "其中" in done.out
    assert "1   代表 1\n" in done.out
    done = run("metrics", str(street), "--metric", "key_players", "--set", "reach=1")
    assert "chosen" in done.out
    assert "of the whole graph: 0.833" in done.out  # (1 + 1 + 1/2) / 3


def test_json_and_csv_have_every_row_and_what_it_rests_on(run: Runs, street: Path) -> None:
    asked = (
        "metrics",
        str(street),
        "--metric",
        "katz",
        "--set",
        "alpha=0.5",
        "--variant",
        "better",
    )
    plain = run(*asked, "--json").plain
    assert plain["totalCount"] == len(plain["rows"]) == 3
    assert plain["provenance"]["parameters"] == {"metric": "katz", "alpha": 0.5}
    assert plain["provenance"]["variant"] == "better"
    found = load(street).view("better").metric("katz", alpha=0.5)
    assert plain["rows"] == [{"actor": row.actor, "value": row.value} for row in found.rows]
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--csv").out)))
    assert [row["actor"] for row in rows] == [row.actor for row in found.rows]
    assert [float(row["value"]) for row in rows] == [row.value for row in found.rows]
    assert {(row["scenario"], row["variant"], row["alpha"]) for row in rows} == {
        ("street", "better", "0.5")
    }
    whole = run("metrics", str(street), "--metric", "reciprocity", "--csv").out
    assert whole.splitlines()[1].endswith(",reciprocity,0.0")
    picked = run("metrics", str(street), "--metric", "key_players", "--csv").out
    assert [row["chosen"] for row in csv.DictReader(io.StringIO(picked))] == ["1", "0", "0"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--metric", "betweennes"), "did you mean 'betweenness'"),
        (("--metric", "bonacich_power"), "needs beta"),
        (("--metric", "bonacich_power", "--set", "beta=2"), "too large for this graph"),
        (("--metric", "katz", "--set", "alpha"), "says no value"),
        (("--metric", "katz", "--set", "alpha=x"), "is no number"),
        (("--metric", "katz", "--set", "alpha=nan"), "is no number"),
        (("--metric", "katz", "--set", "alpha=-1"), "must be in"),
        (("--metric", "katz", "--first", "0"), "at least 1"),
        (("--metric", "katz", "--csv", "--json"), "exclude each other"),
        (("--set", "alpha=1"), "computed of a scenario"),
        (("--about", "kats"), "did you mean 'katz'"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Runs, street: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("metrics", str(street), *words)
    assert done.code == 2
    assert said in done.err


def test_a_metric_without_a_scenario_is_refused(run: Runs) -> None:
    done = run("metrics", "--metric", "katz", "--lang", "zh")
    assert done.code == 2
    assert "须对某个情景计算" in done.err


def test_the_workbench_gives_the_same(street: Path) -> None:
    view = load(street).view()
    assert [info.name for info in view.metrics()] == list(METRICS)
    told: list[float] = []
    answer = view.metric("betweenness", progress=told.append)
    assert answer.of("office") == 0.5
    assert told[-1] == 1.0
