"""Where the answer cannot go: full, closed, or read from what never ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EMPOWER = str(Path(sys.executable).with_name("empower"))
RUN = f"{EMPOWER} run participation"


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S602  # our own command line, with its redirections
        command, shell=True, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("way", ["", "--json", "--csv"])
def test_a_full_disk_is_said_and_is_no_bug(way: str) -> None:
    ran = shell(f"{RUN} {way} > /dev/full")
    assert ran.returncode == 1
    assert "standard output" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr
    assert "标准输出" in shell(f"{RUN} {way} --lang zh > /dev/full").stderr


def test_without_standard_output_it_runs_as_into_nothing() -> None:
    ran = shell(f"{RUN} --json >&-")
    assert (ran.returncode, "Traceback" in ran.stderr) == (0, False)


def test_a_file_without_end_is_refused() -> None:
    ran = shell(f"{EMPOWER} run /dev/zero")
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_a_number_with_underscores_is_no_number() -> None:
    ran = shell(f"{RUN} --set willingness=0_1")
    assert ran.returncode == 2
    assert "'0_1' is no number" in ran.stderr
