"""The bench itself: it finds a wrong answer, counts what it says it counts, and fails when due."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as program
from bench import run as running
from bench.cases import Case, case_of, draw
from bench.goals import drifts, verdicts
from bench.peers.scipy import Scipy
from bench.run import Run
from bench.timing import take_turns

ACTORS = 120
COMPARED = ("pair", "paths", "source", "top", "what_if", "cut", "actors", "relations")


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile nothing, and leave the file of a real run alone."""
    monkeypatch.setattr(running, "get_ready", lambda: None)
    monkeypatch.setattr(program, "SCRATCH", tmp_path / "scratch")


def small(shape: str = "district", decay: float = 0.9) -> Case:
    return case_of(shape, ACTORS, draw(shape, ACTORS), decay, 0.05 if decay == 1 else 0.0)


def measured(case: Case, rows: tuple[str, ...] = COMPARED) -> dict[str, dict[str, Any]]:
    run = Run(rows, ("networkx", "scipy"), lambda _: None, seconds=0.02)
    return {record["row"]: record for record in run.case(case)}


@pytest.mark.parametrize("shape", ["district", "scale_free", "lattice"])
@pytest.mark.parametrize("decay", [0.9, 1.0])
def test_peers_and_we_give_the_same_answers(shape: str, decay: float) -> None:
    records = measured(small(shape, decay))
    assert records.keys() == set(COMPARED)
    for record in records.values():
        assert record["differ"] == []
        assert record["peers"]["scipy"]["cpu"] > 0 or record["row"] == "what_if"


class Wrong(Scipy):
    """It adds a little to every length that it reads."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.graph.data += 1e-7
        self.back.data += 1e-7


def test_a_peer_that_answers_otherwise_is_named_in_every_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = ("paths", "source", "top", "actors", "relations")
    monkeypatch.setattr(running, "peer_named", lambda _: Wrong)
    run = Run(rows, ("scipy",), lambda _: None, seconds=0.02)
    differ = {record["row"]: record["differ"] for record in run.case(small())}
    assert differ == {row: ["scipy"] for row in rows}


class Broken(Scipy):
    """It cannot answer one row."""

    def source(self, start: int) -> object:
        raise MemoryError(start)


def test_a_row_that_breaks_loses_no_other_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "peer_named", lambda _: Broken)
    run = Run(("pair", "source", "top"), ("scipy",), lambda _: None, seconds=0.02)
    records = list(run.case(small()))
    assert [record["row"] for record in records] == ["pair", "source", "top"]
    assert records[1]["failed"].startswith("MemoryError")
    assert records[2]["differ"] == []


def test_a_what_if_leaves_a_peer_as_it_was() -> None:
    case = small()
    peer = Scipy(case)
    changes = case.what_ifs[0][0]
    before = peer.graph.data.copy()
    peer.change(changes)
    assert (peer.graph.data != before).sum() == len({place for place, _ in changes})
    peer.change(tuple((place, float(case.strength[place])) for place, _ in changes))
    assert (peer.graph.data == before).all()


def test_all_are_asked_in_turn_and_who_is_slow_is_asked_no_more() -> None:
    asked: list[str] = []

    def ask(name: str, loops: int) -> Any:
        def answer(number: int) -> int:
            asked.append(name)
            return sum(range(loops)) * 0 + number

        return answer

    turns = take_turns(
        {"quick": ask("quick", 1), "slow": ask("slow", 3_000_000)}, [(0,), (1,)], seconds=0.01
    )
    assert turns["quick"].answers == {0: 0, 1: 1}
    assert turns["slow"].answers == {0: 0}
    assert len(turns["quick"].cpu[0]) == 5
    assert asked.count("slow") == 1


def record(row: str, shape: str, size: int, decay: float, **more: Any) -> dict[str, Any]:
    said = {"row": row, "title": row, "shape": shape, "size": size, "decay": decay}
    return {**said, "library": None, "best": None, "own": {"cpu": 1.0}, "peers": {}, **more}


def ahead(ratio: float, peer: str = "scipy") -> Mapping[str, Any]:
    return {"best": peer, "ratio": ratio, "peers": {peer: {"ratio": ratio}}}


@pytest.mark.parametrize(
    ("one", "reached", "fails"),
    [
        (record("pair", "district", 1_000_000, 0.9, **ahead(200)), True, False),
        (record("pair", "district", 1_000_000, 0.9, **ahead(150)), False, False),
        (record("pair", "district", 1_000_000, 0.9, **ahead(99)), False, True),
        (record("source", "district", 1_000_000, 0.9, **ahead(6.1)), True, False),
        (record("actors", "district", 1_000_000, 0.9, own={"cpu": 12.5}), False, True),
        (record("relations", "district", 1_000_000, 0.9, own={"cpu": 12.5}), False, False),
        (record("paths", "lattice", 1_000_000, 1.0, **ahead(1.01)), True, False),
        (record("paths", "scale_free", 1_000_000, 1.0, **ahead(0.4)), False, True),
        (record("pair", "lattice", 1_000, 0.9, **ahead(0.9)), False, False),
    ],
)
def test_goals_are_those_of_the_issue(one: dict[str, Any], *, reached: bool, fails: bool) -> None:
    (verdict,) = verdicts([one])
    assert (verdict.reached, verdict.fails) == (reached, fails)


@pytest.mark.parametrize(
    "one",
    [
        record("pair", "district", 100_000, 0.9, **ahead(0.1)),
        record("load", "district", 1_000, 0.9, **ahead(0.1)),
        {**record("cut", "district", 1_000, 0.9, **ahead(0.1)), "library": "scipy"},
    ],
)
def test_rows_without_a_goal_fail_nothing(one: dict[str, Any]) -> None:
    assert verdicts([one]) == []


def test_a_ratio_that_fell_since_the_last_run_is_told() -> None:
    before = [record("pair", "district", 1_000, 0.9, **ahead(4.0))]
    steady = record("pair", "district", 1_000, 0.9, **ahead(3.5))
    fallen = record("pair", "district", 1_000, 0.9, **ahead(2.0))
    assert drifts([steady], before) == []
    (drift,) = drifts([fallen], before)
    assert (drift.before, drift.now) == (4.0, 2.0)


def test_a_run_writes_its_tables_and_fails_when_answers_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        *("--sizes", str(ACTORS), "--shapes", "district", "--only", "load,pair,source,actors"),
        *("--peers", "scipy", "--seconds", "0.02", "--out", str(tmp_path)),
    ]
    assert program.main(words) == 0
    found = json.loads((tmp_path / "results.json").read_text())
    assert [one["row"] for one in found["rows"]] == ["load", "pair", "source", "actors"] * 2
    text = (tmp_path / "results.md").read_text()
    assert f"{ACTORS} actors, {found['rows'][0]['relations']} relations." in text
    assert (tmp_path / "growth.svg").read_text().count("<svg") == 1

    monkeypatch.setattr(running, "peer_named", lambda _: Wrong)
    assert program.main(words) == 1
    assert "ANSWERS DIFFER: source on district" in capsys.readouterr().err


def test_a_score_is_that_of_the_length_or_of_the_path() -> None:
    case = dataclasses.replace(small())
    start, end = int(case.drawn.starts[0]), int(case.drawn.ends[0])
    assert case.score([start, end]) == pytest.approx(case.strength[0])
    assert case.score(float(case.lengths[0])) == pytest.approx(case.strength[0])
    assert case.score([]) == 0
    assert case.score([start, end], ((0, 0.25),)) == 0.25
