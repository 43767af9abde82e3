"""A run that was stopped goes on, and a few rows measured again stand among the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as program
from bench import run as running
from bench.cases import Case
from bench.merging import earlier, merged, stamped
from bench.partial import OtherRunError, Partial
from bench.run import Run

ACTORS = 120
ASKED = ("--sizes", str(ACTORS), "--shapes", "district", "--seconds", "0.02")
ROWS = ("--only", "load,pair,source,cut")
HEAD = {"revision": "r1", "machine": {"cores": 2}}

Measured = list[tuple[float, str]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep results and partial files of these runs apart from real ones."""
    monkeypatch.setattr(running, "get_ready", lambda: None)
    monkeypatch.setattr(program, "HERE", tmp_path)
    monkeypatch.setattr(program, "SCRATCH", tmp_path / "scratch")
    monkeypatch.setattr(program, "PEERS", {"scipy": "scipy"})
    return tmp_path


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Measured:
    """Tell which rows were measured, by decay."""
    found: Measured = []
    case = Run.case

    def noted(run: Run, one: Case, done: Any = ()) -> Iterator[dict[str, Any]]:
        for record in case(run, one, done):
            found.append((one.decay, record["row"]))
            yield record

    monkeypatch.setattr(Run, "case", noted)
    return found


def record(row: str, size: int = 1_000, **more: Any) -> dict[str, Any]:
    said = {"row": row, "title": row, "shape": "district", "size": size, "decay": 0.9}
    return {**said, "library": None, "best": None, "own": {"cpu": 1.0}, "peers": {}, **more}


def stopped(monkeypatch: pytest.MonkeyPatch, row: str, decay: float, words: list[str]) -> None:
    """Begin a run that its user stops before it measures a row."""
    ask: Callable[..., Any] = Run._row

    def asked(run: Run, case: Case, one: Any, contenders: Any) -> Any:
        if (one.name, case.decay) == (row, decay):
            raise KeyboardInterrupt
        return ask(run, case, one, contenders)

    with monkeypatch.context() as patch:
        patch.setattr(Run, "_row", asked)
        with pytest.raises(KeyboardInterrupt):
            program.main(words)


def results(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "results.json").read_text()))


def test_a_run_that_was_stopped_measures_only_what_is_left(
    home: Path, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [*ASKED, *ROWS, "--out", str(home)]
    stopped(monkeypatch, "source", 1.0, words)
    assert measured[-2:] == [(1.0, "load"), (1.0, "pair")]
    measured.clear()
    program.main([*words, "--resume"])
    assert measured == [(1.0, "source"), (1.0, "cut")]
    rows = [(one["decay"], one["row"]) for one in results(home)["rows"]]
    assert rows == [(decay, row) for decay in (0.9, 1.0) for row in ROWS[1].split(",")]
    assert not [*(home / "scratch").iterdir()]


def test_a_run_begins_anew_unless_it_is_told_to_go_on(
    home: Path, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(monkeypatch, "source", 1.0, [*ASKED, *ROWS])
    measured.clear()
    program.main([*ASKED, *ROWS, "--out", str(home)])
    assert len(measured) == 8


@pytest.mark.parametrize(
    ("now", "said"), [({"revision": "r2"}, "revision"), ({"machine": {"cores": 4}}, "machine")]
)
def test_records_of_another_revision_or_machine_are_not_gone_on_with(
    home: Path, now: dict[str, Any], said: str
) -> None:
    Partial(home / "p", HEAD, resume=False).add(record("pair"), 1.0)
    assert Partial(home / "p", HEAD, resume=True).rows_of(("district", 1_000, 0.9)) == {"pair"}
    with pytest.raises(OtherRunError, match=said):
        Partial(home / "p", {**HEAD, **now}, resume=True)


def test_who_would_go_on_with_changed_code_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped(monkeypatch, "source", 0.9, [*ASKED, *ROWS])
    monkeypatch.setattr(program, "code", lambda: "changed")
    with pytest.raises(SystemExit):
        program.main([*ASKED, *ROWS, "--resume"])
    said = capsys.readouterr().err
    assert "have changed: code;" in said
    assert "已改变" in said


def test_a_torn_last_line_loses_nothing_else(home: Path) -> None:
    partial = Partial(home / "p", HEAD, resume=False)
    partial.add(record("pair"), 1.0)
    partial.finish(("district", 1_000, 0.9))
    partial.add(record("pair", 10_000), 2.5)
    with (home / "p").open("a") as file:
        file.write('{"record": {"row": "sou')
    again = Partial(home / "p", HEAD, resume=True)
    again.add(record("source", 10_000), 3.0)
    once_more = Partial(home / "p", HEAD, resume=True)
    assert [one["row"] for one in once_more.records] == ["pair", "pair", "source"]
    assert once_more.finished == {("district", 1_000, 0.9)}
    assert (again.spent, once_more.spent) == (2.5, 3.0)


def test_rows_measured_again_stand_among_the_others(home: Path, measured: Measured) -> None:
    program.main([*ASKED, *ROWS, "--out", str(home), "--revision", "r1"])
    before = results(home)
    measured.clear()
    program.main([*ASKED, "--only", "source", "--merge", "--revision", "r2"])
    assert measured == [(0.9, "source"), (1.0, "source")]
    found = results(home)
    assert [one["row"] for one in found["rows"]] == [one["row"] for one in before["rows"]]
    for old, new in zip(before["rows"], found["rows"], strict=True):
        assert new["revision"] == ("r2" if new["row"] == "source" else "r1")
        assert new["row"] == "source" or new == old
    text = (home / "results.md").read_text()
    assert "at revision r2, measuring 2 of the 8 rows in 0 minutes" in text
    assert f"Rows with a mark were measured earlier: [a] at r1 on {before['date']}." in text
    assert "| one pair, both directions [a] |" in text
    assert "| from one actor to all |" in text


def test_results_of_another_machine_are_not_mixed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program.main([*ASKED, *ROWS, "--out", str(home)])
    monkeypatch.setattr(program, "machine", lambda: {**results(home)["machine"], "cores": 64})
    for words, said in ([], "another machine (cores)"), (["--peers", "scipy"], "all peers"):
        with pytest.raises(SystemExit):
            program.main([*ASKED, *words, "--merge"])
        assert said in capsys.readouterr().err


def test_goals_and_comparisons_read_all_rows(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.main([*ASKED, "--only", "load", "--out", str(home)])
    found = results(home)
    slow = record("actors", 1_000_000, actors=1_000_000, relations=8_000_000, own={"cpu": 60.0})
    found["rows"].append({**slow, "title": "a slow row"})
    (home / "results.json").write_text(json.dumps(found))
    assert program.main([*ASKED, "--only", "load", "--merge"]) == 1
    assert "UNDER HALF OF A GOAL: actors" in capsys.readouterr().err
    assert "| a slow row" in (home / "results.md").read_text()


def test_what_is_no_row_any_more_is_left_out_and_new_ones_are_put_in_order() -> None:
    old = [record("pair"), record("gone"), record("pair", 10_000)]
    new = [record("source"), record("pair", own={"cpu": 2.0})]
    together = merged(old, new, ("pair", "source"))
    assert [(one["size"], one["row"], one["own"]["cpu"]) for one in together] == [
        (1_000, "pair", 2.0),
        (1_000, "source", 1.0),
        (10_000, "pair", 1.0),
    ]


def test_records_without_a_revision_are_of_that_of_their_run() -> None:
    first = {"revision": "r1", "date": "2026-01-01", "rows": [record("pair")]}
    rows = [*stamped(first), record("top", revision="r3", date="2026-01-03")]
    last = {"revision": "r2", "date": "2026-01-02", "rows": rows}
    assert [one["revision"] for one in stamped(last)] == ["r1", "r3"]
    assert earlier(last) == {("r1", "2026-01-01"): "a", ("r3", "2026-01-03"): "b"}
