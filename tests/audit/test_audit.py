"""The audits themselves: what pytest says is counted right, and no step hides another."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.audit import __main__ as audit
from tests.audit.server import Server
from tests.audit.steps import STEPS, Outcome, Place, Step, run_pytest
from tests.audit.table import HEAD, Done, merged, report, row, rows_of

GOOD = "def test_one(): pass\n"
BAD = "def test_two(): assert False, '12 passed, 3 errors'\n"
SETUP = """
import pytest
@pytest.fixture
def broken(): raise ValueError
def test_three(broken): pass
"""
SKIPPED = "import pytest\ndef test_four(): pytest.skip('7 passed in 1.00s')\n"


@pytest.mark.parametrize(
    ("text", "passed", "of"),
    [
        (GOOD, 1, 1),
        (GOOD + BAD + SETUP + SKIPPED, 1, 4),
        ("import nothing_of_this_name\n" + GOOD, 0, 1),
        ("", 0, 1),
        ("import os\nos._exit(0)\n", 0, 1),
    ],
    ids=["passed", "failed, error, skipped", "not collected", "none", "ended early"],
)
def test_what_pytest_says_is_counted(tmp_path: Path, text: str, passed: int, of: int) -> None:
    file = tmp_path / "test_some.py"
    file.write_text(text)
    outcome = run_pytest(str(file))
    assert (outcome.passed, outcome.of) == (passed, of), outcome.said
    assert outcome.is_good is (passed == of)


def good(place: Place) -> Outcome:
    assert place.server.process.poll() is None
    return Outcome(1, 1, f"at {place.revision}")


def broken(place: Place) -> Outcome:
    raise ValueError(place.folder.name)


def deadly(place: Place) -> Outcome:
    assert place.server.process.poll() is None
    place.server.process.kill()
    place.server.process.wait(10)
    return Outcome(3, 3, "")


@contextmanager
def process(folder: Path) -> Iterator[Server]:
    """Lend something that runs until it is ended, in place of a server."""
    log = folder / "server.log"
    log.write_text("a log")
    command = [sys.executable, "-S", "-c", "input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as running:  # noqa: S603
        yield Server("", running, log)
        running.terminate()


def test_a_step_that_fails_or_kills_the_server_hides_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit, "serving", process)
    monkeypatch.setattr(audit, "commit", lambda server: 5)
    steps = [
        Step("first", "fails", (), broken),
        Step("second", "kills", (), deadly),
        Step("third", "is good", (), good),
    ]
    first, second, third = audit.run(steps)
    assert (first.outcome.passed, first.outcome.of) == (0, 1)
    assert "ValueError: first" in first.outcome.said
    assert (second.outcome.passed, second.outcome.of) == (3, 4)
    assert "The server ended" in second.outcome.said
    assert third.outcome.is_good
    assert third.outcome.said == "at 5"


def test_a_part_is_written_beside_and_merged_only_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result, partial = tmp_path / "bench" / "audit.md", tmp_path / "cache" / "audit.md"
    monkeypatch.setattr(audit, "RESULT", result)
    monkeypatch.setattr(audit, "PARTIAL", partial)
    outcomes = {name: Outcome(2, 2, "") for name in audit.NAMES}
    monkeypatch.setattr(
        audit, "run", lambda steps: (Done(step, outcomes[step.name], 1.0) for step in steps)
    )
    assert audit.main(["--only", "ws,http", "--revision", "one"]) == 0
    assert [*rows_of(partial.read_text())] == ["http", "ws"]
    assert not result.exists()
    assert audit.main(["--revision", "two"]) == 0
    assert [*rows_of(result.read_text())] == [*audit.NAMES]
    outcomes["ws"] = Outcome(1, 2, "FAIL this", "a note")
    assert audit.main(["--skip", ",".join(set(audit.NAMES) - {"ws"}), "--revision", "three"]) == 1
    assert "three" not in result.read_text()
    assert audit.main(["--only", "ws", "--merge", "--revision", "three"]) == 1
    rows = rows_of(result.read_text())
    assert [*rows] == [*audit.NAMES]
    assert rows["ws"].endswith("| three |")
    assert "(a note)" in rows["ws"]
    assert "1/2 **failed**" in rows["ws"]
    assert all(line.endswith("| two |") for name, line in rows.items() if name != "ws")
    with pytest.raises(SystemExit):
        audit.main(["--only", "wss"])
    assert "there is no 'wss'" in capsys.readouterr().err


def test_rows_survive_being_written_and_read() -> None:
    step = STEPS[0]
    line = row(Done(step, Outcome(61, 61, ""), 2.0), "abc+")
    text = report(merged({"gone": "| gone |"}, {step.name: line}))
    assert rows_of(text) == {step.name: line}
    assert rows_of("# another\n\n| ws | x |\n") == {}
    assert HEAD in text
