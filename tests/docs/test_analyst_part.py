"""The analyst's part of the README: commands that follow one another, and what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADING = "## From a sheet to a plan"


def steps() -> list[tuple[str, str]]:
    """Give each command of the part with the output shown below it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    part = readme.partition(f"{HEADING}\n")[2].partition("\n## ")[0]
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", part, flags=re.MULTILINE | re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.e2e
def test_from_a_sheet_to_a_plan(tmp_path: Path) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    environment = {
        **os.environ,
        "EMPOWER_DATA": str(tmp_path / "data"),
        "EMPOWER_LANG": "en",
        "COLUMNS": "110",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    every = steps()
    assert [command.split()[1] for command, _ in every] == [
        "new",
        "import",
        "pair",
        "bottlenecks",
        "uncertainty",
        "plan",
        "report",
    ]
    for command, output in every:
        done = subprocess.run(  # noqa: S602  # our own README
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        if output.strip():
            said = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
            assert said == [line.rstrip() for line in output.strip("\n").splitlines()], command
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
