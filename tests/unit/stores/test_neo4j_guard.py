"""No server outlives whoever started it; tried with a small program in the server's place."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from graph_api.stores import neo4j_guard

GUARD = [sys.executable, neo4j_guard.__file__]
SLEEP = "import time; print('up', flush=True); time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


def guarded(seconds: str, program: str) -> subprocess.Popen[bytes]:
    """Start a guarded program that says when it is up."""
    process = subprocess.Popen(  # noqa: S603  # our own programs
        [*GUARD, seconds, sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() in (b"up", b"")
    return process


def soon(happens: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not happens() and time.monotonic() < until:
        time.sleep(0.05)
    return happens()


def test_the_end_of_standard_input_stops_the_program() -> None:
    with guarded("30", SLEEP) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) != 0  # ended by a signal


def test_a_program_that_will_not_stop_is_killed() -> None:
    began = time.monotonic()
    with guarded("0.2", DEAF) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) != 0
    assert time.monotonic() - began < 30


def test_the_status_of_a_program_that_ends_by_itself_is_passed_on() -> None:
    with guarded("30", "raise SystemExit(7)") as process:
        assert process.wait(30) == 7


def test_who_is_killed_leaves_no_program_behind(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import os, pathlib, time;"
        f"pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    starter = (
        "import subprocess, sys, time;"
        f"subprocess.Popen({[*GUARD, '30', sys.executable, '-c', program]!r},"
        " stdin=subprocess.PIPE); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", starter]) as process:  # noqa: S603  # our own
        assert soon(lambda: note.exists() and note.read_text() != "")
        process.kill()
    pid = int(note.read_text())

    def gone() -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    assert soon(gone)
