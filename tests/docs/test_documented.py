"""What the program has, the reference has: each command a heading, each setting a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graph_api.cli import reference
from graph_api.cli.main import COMMANDS
from graph_api.settings import SETTINGS

PAGES = Path(__file__).parents[2] / "docs" / "reference"


def page(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def test_each_command_has_a_heading_and_nothing_else_has() -> None:
    assert re.findall(r"^## (.+)$", page("cli.md"), re.MULTILINE) == list(COMMANDS)


def test_each_setting_has_a_line_and_nothing_else_has() -> None:
    found = re.findall(r"^\| `([A-Z0-9_]+)` ", page("settings.md"), re.MULTILINE)
    assert found == [setting.variable for setting in SETTINGS]


@pytest.mark.parametrize("name", ["cli.md", "settings.md"])
def test_the_pages_are_what_the_program_says(name: str, tmp_path: Path) -> None:
    reference.main(tmp_path)
    assert page(name) == (tmp_path / name).read_text(encoding="utf-8")
