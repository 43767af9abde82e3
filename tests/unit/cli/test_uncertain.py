"""uncertainty, rank-uncertainty, sensitivity: what they write for people and for machines."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from graph_api.workbench import load
from tests.unit.cli.conftest import Runs

UNSURE = """\
format: 1
scenario: unsure
title: {en: An unsure street, zh: 不确定的街道}
actors:
  office: {name: {en: Office, zh: 街道办}, kind: street_office}
  committee: {name: {en: Committee, zh: 居委会}, kind: residents_committee}
  estate: {name: {en: Estate, zh: 小区}, kind: residents_committee}
  residents: {name: {en: Residents, zh: 居民}, kind: resident}
relations:
  - {id: r1, from: office, to: committee, strength: {low: 0.2, best: 0.5, high: 0.9}}
  - {id: r2, from: committee, to: residents, strength: {low: 0.4, high: 0.6}}
  - {id: r3, from: residents, to: office}
  - {id: r4, from: office, to: estate, strength: 0.5}
  - {id: r5, from: estate, to: residents, strength: 0.5, status: law}
"""


@pytest.fixture
def unsure(tmp_path: Path) -> str:
    path = tmp_path / "unsure.yaml"
    path.write_text(UNSURE, encoding="utf-8")
    return str(path)


def groups(name: str, path: str, *more: str) -> tuple[str, ...]:
    return (name, path, "--between", "residents", "--and", "office", *more)


def rows_of(text: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(text))]


def test_a_pair_is_told_with_bounds_band_and_error(run: Runs, unsure: str) -> None:
    done = run("uncertainty", unsure, "residents", "office", "--draws", "200")
    assert done.code == 0
    assert "exact bounds" in done.out
    assert "0.000 .. 0.735" in done.out  # sqrt(1 x 0.9 x 0.6)
    assert "200 draws, seed 0, independent; relations drawn: 3" in done.out
    chinese = run("uncertainty", unsure, "residents", "office", "--draws", "200", "--lang", "zh")
    assert "精确界" in chinese.out
    assert "相互充权各等级的概率" in chinese.out


def test_machines_get_the_same_numbers_in_every_form(run: Runs, unsure: str) -> None:
    asked = ("uncertainty", unsure, "residents", "office", "--coupling", "shared", "--seed", "3")
    plain = run(*asked, "--json").plain
    view = load(unsure).view()
    found = view.uncertainty("residents", "office", coupling="shared", seed=3)
    assert plain["median"] == found.median
    assert plain["bands"][0]["band"] == "absent"
    assert plain["provenance"]["parameters"]["coupling"] == "shared"
    first = rows_of(run(*asked, "--csv").out)[0]
    assert (first["score"], float(first["median"])) == ("mutual", found.median)
    assert (first["seed"], first["scenario"]) == ("3", "unsure")


def test_a_ranking_says_who_is_first_how_often_and_whom_it_cannot_part(
    run: Runs, unsure: str
) -> None:
    done = run(*groups("rank-uncertainty", unsure, "--draws", "300"))
    assert done.code == 0
    assert "P(first)" in done.out
    assert "Not separable: committee / estate" in done.out
    chinese = run(*groups("rank-uncertainty", unsure, "--lang", "zh", "--first", "1"))
    assert "首位概率" in chinese.out
    assert "另有 1 个" in chinese.out
    plain = run(*groups("rank-uncertainty", unsure, "--json")).plain
    found = load(unsure).view().rank_uncertainty("residents", "office")
    assert [row["probabilityFirst"] for row in plain["rows"]] == [
        row.probability_first for row in found.rows
    ]
    assert plain["notSeparable"] == [["committee", "estate"]]
    table = rows_of(run(*groups("rank-uncertainty", unsure, "--csv", "--target", "channel")).out)
    assert "residents → office" in {row["subject"] for row in table}


def test_what_never_was_first_is_said_to_be_rare_not_impossible(run: Runs, unsure: str) -> None:
    done = run(*groups("rank-uncertainty", unsure, "--target", "relation", "--draws", "300"))
    assert "0 (< 0.01)" in done.out


def test_where_there_is_no_bottleneck_it_is_said(run: Runs, unsure: str) -> None:
    asked = ("rank-uncertainty", unsure, "--between", "estate", "--and", "committee")
    done = run(*asked, "--max-hops", "1")
    assert done.code == 0
    assert "In no draw does anything alone cost anything" in done.out
    assert "各次抽样中均无单独的瓶颈" in run(*asked, "--max-hops", "1", "--lang", "zh").out


def test_choices_are_listed_with_what_flips(run: Runs, unsure: str) -> None:
    done = run(*groups("sensitivity", unsure))
    assert done.code == 0
    assert "left out by status" in done.out
    assert "changes flip something" in done.out
    assert "项改变中有" in run(*groups("sensitivity", unsure, "--lang", "zh")).out
    plain = run(*groups("sensitivity", unsure, "--json", "--threshold", "0.4")).plain
    assert plain["provenance"]["parameters"]["threshold"] == 0.4
    table = rows_of(run(*groups("sensitivity", unsure, "--csv")).out)
    assert table[0]["choice"] == "base"
    assert len(table) == len(plain["rows"]) + 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--draws", "99"), "draws"),
        (("--seed", "-1"), "seed"),
        (("--coupling", "loose"), "loose"),
        (("--csv", "--json"), "--csv"),
    ],
)
def test_a_bad_option_is_named_and_leaves_with_2(
    run: Runs, unsure: str, words: tuple[str, ...], named: str
) -> None:
    done = run("uncertainty", unsure, "residents", "office", *words)
    assert done.code == 2
    assert named in done.err
    assert run(*groups("sensitivity", unsure, "--threshold", "2")).code == 2
